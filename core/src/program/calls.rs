//! The table of system calls: one row for each that programs can make.
//!
//! A row says how a call's arguments are written, lowered and shown, so a new
//! call is one more row in `calls/table.rs`, and a new set of flags one more
//! table in `calls/flags.rs`.

pub mod flags;
pub mod ioctls;
mod table;

use crate::trace::Arch;
use flags::Table;

/// A system call.
#[derive(Debug)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// Its numbers on x86-64, i386 and arm64, where it has them. On i386 the
    /// variant with wide arguments is meant (`mmap2`, `fcntl64`, `getuid32`).
    pub numbers: [Option<u16>; 3],
    /// Its arguments: what the manual calls them, and how they are written.
    pub arguments: &'static [(&'static str, Kind)],
    /// How many of them must be given.
    pub required: u8,
    /// What it returns.
    pub result: Returns,
}

/// How an argument is written. Numbers in here are indexes of arguments.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kind {
    /// A file descriptor.
    Fd,
    /// A directory's descriptor, or `AT_FDCWD`.
    AtFd,
    /// A path: a string that the kernel reads up to its NUL.
    Path,
    /// A buffer that the call fills; the argument with this index is its size,
    /// and the call returns how many bytes it wrote.
    Out(u8),
    /// A buffer that the call reads; the argument with this index is its size.
    In(u8),
    /// A number.
    Int,
    /// A number of bytes or of elements.
    Size,
    /// A position in a file.
    Offset,
    /// A time in milliseconds, -1 for ever.
    Milliseconds,
    /// Any of these, joined with `|`.
    Flags(&'static Table),
    /// One of these.
    One(&'static Table),
    /// Access rights: octal.
    Mode,
    /// An array of `struct pollfd`; the argument with this index counts them.
    Pollfds(u8),
    /// The number of an ioctl.
    Command,
    /// What an ioctl takes: depends on its number, the argument before it.
    CommandArgument,
    /// What fcntl takes: depends on the argument before it.
    FcntlArgument,
    /// `struct sigaction` that the call reads.
    Sigaction,
    /// `struct sigaction` that the call fills.
    OldSigaction,
    /// `struct timespec` that the call reads.
    Timespec,
    /// `struct timespec` that the call fills.
    OldTimespec,
    /// An address.
    Pointer,
    /// A signal.
    Signal,
    /// A process: its ID, or the name of a task.
    Pid,
    /// A user or group ID.
    Id,
}

/// What a call returns when it succeeds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Returns {
    /// A new file descriptor.
    Fd,
    /// How many bytes it moved.
    Bytes,
    /// A position in a file.
    Offset,
    /// An address.
    Pointer,
    /// What depends on fcntl's command.
    Fcntl,
    /// How many descriptors are ready.
    Ready,
    /// Another number, mostly 0.
    Int,
    /// It does not return.
    Never,
}

impl Row {
    /// The call's number on this architecture.
    #[must_use]
    pub fn number(&self, arch: Arch) -> Option<u16> {
        let [x86_64, i386, arm64] = self.numbers;
        match arch {
            Arch::X86_64 => x86_64,
            Arch::I386 => i386,
            Arch::Arm64 => arm64,
        }
    }
}

/// All rows.
#[must_use]
pub fn all() -> &'static [Row] {
    table::CALLS
}

/// The row of this name.
///
/// ```
/// use ringside_core::{program::calls, trace::Arch};
/// assert_eq!(calls::by_name("read").and_then(|row| row.number(Arch::X86_64)), Some(0));
/// assert_eq!(calls::by_name("poll").and_then(|row| row.number(Arch::Arm64)), None);
/// ```
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Row> {
    all().iter().find(|row| row.name == name)
}

/// The number in strace's name of a call that it does not know:
/// `syscall_0x3e7`.
#[must_use]
pub fn raw_number(name: &str) -> Option<u64> {
    let digits = name.strip_prefix("syscall_0x")?;
    u64::from_str_radix(digits, 16).ok()
}
