//! Error numbers (include/uapi/asm-generic/errno*.h), and the kernel's own
//! that user space never sees (include/linux/errno.h).

/// An error number, positive.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Errno(pub u16);

/// What most functions of the kernel return.
pub type Result<T> = core::result::Result<T, Errno>;

macro_rules! errnos {
    ($($(#[$doc:meta])* $name:ident = $number:literal;)*) => {
        impl Errno { $($(#[$doc])* pub const $name: Errno = Errno($number);)* }
    };
}

errnos! {
    /// Operation not permitted
    EPERM = 1;
    /// No such file or directory
    ENOENT = 2;
    /// No such process
    ESRCH = 3;
    /// Interrupted system call
    EINTR = 4;
    /// Input/output error
    EIO = 5;
    /// No such device or address
    ENXIO = 6;
    /// Bad file descriptor
    EBADF = 9;
    /// Resource temporarily unavailable
    EAGAIN = 11;
    /// Cannot allocate memory
    ENOMEM = 12;
    /// Permission denied
    EACCES = 13;
    /// Bad address
    EFAULT = 14;
    /// File exists
    EEXIST = 17;
    /// No such device
    ENODEV = 19;
    /// Not a directory
    ENOTDIR = 20;
    /// Is a directory
    EISDIR = 21;
    /// Invalid argument
    EINVAL = 22;
    /// Too many open files
    EMFILE = 24;
    /// Inappropriate ioctl for device
    ENOTTY = 25;
    /// No space left on device
    ENOSPC = 28;
    /// Illegal seek
    ESPIPE = 29;
    /// File name too long
    ENAMETOOLONG = 36;
    /// Function not implemented
    ENOSYS = 38;
    /// Too many levels of symbolic links
    ELOOP = 40;
    /// Value too large for defined data type
    EOVERFLOW = 75;
    /// Message too long
    EMSGSIZE = 90;
    /// Restart the call if the handler allows it (`SA_RESTART`), else EINTR.
    ERESTARTSYS = 512;
    /// Restart the call unless a handler runs, then EINTR.
    ERESTARTNOHAND = 514;
    /// This ioctl is not the driver's; the caller makes it ENOTTY.
    ENOIOCTLCMD = 515;
    /// Restart by `restart_syscall`; EINTR if a handler runs.
    ERESTART_RESTARTBLOCK = 516;
}

/// What a function returns, as the register would hold it.
pub trait Returned {
    /// The register's value.
    fn value(&self) -> i64;
}

impl Returned for () {
    fn value(&self) -> i64 {
        0
    }
}

macro_rules! returned_as_is {
    ($($kind:ty)*) => {$(
        impl Returned for $kind {
            fn value(&self) -> i64 {
                *self as i64
            }
        }
    )*};
}
returned_as_is!(bool u16 u32 u64 i32 i64 usize);

impl<T: Returned> Returned for Result<T> {
    fn value(&self) -> i64 {
        match self {
            Ok(value) => value.value(),
            Err(errno) => -i64::from(errno.0),
        }
    }
}

impl<T: Returned> Returned for Option<T> {
    fn value(&self) -> i64 {
        self.as_ref().map_or(0, Returned::value)
    }
}
