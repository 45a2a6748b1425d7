//! Open files and descriptors (fs/file.c, `struct file`).

use std::cell::Cell;
use std::collections::BTreeMap;

use super::super::{Errno, Kernel, Result, Sleeping, UserPtr};
use super::dcache::DentryId;
use super::inode::InodeId;
use super::select::PollTable;
use super::seq_file::SeqFile;
use crate::trace::f;

/// An index in [`Files`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct FileId(pub u32);

/// `O_WRONLY`, … (include/uapi/asm-generic/fcntl.h)
pub const O_ACCMODE: u64 = 3;
/// Open for reading only.
pub const O_RDONLY: u64 = 0;
/// Open for writing only.
pub const O_WRONLY: u64 = 1;
/// Open for both.
pub const O_RDWR: u64 = 2;
/// Create it if it does not exist.
pub const O_CREAT: u64 = 0o100;
/// Fail if it exists.
pub const O_EXCL: u64 = 0o200;
/// Do not make it the controlling terminal.
pub const O_NOCTTY: u64 = 0o400;
/// Empty it.
pub const O_TRUNC: u64 = 0o1000;
/// Write at the end.
pub const O_APPEND: u64 = 0o2000;
/// Do not wait.
pub const O_NONBLOCK: u64 = 0o4000;
/// Only a directory will do.
pub const O_DIRECTORY: u64 = 0o200_000;
/// Do not follow a symbolic link at the end.
pub const O_NOFOLLOW: u64 = 0o400_000;
/// Offsets of 64 bits: x86-64 sets it in every open (`force_o_largefile`).
pub const O_LARGEFILE: u64 = 0o100_000;
/// Close on exec.
pub const O_CLOEXEC: u64 = 0o2_000_000;
/// Only a place in the tree, not for reading or writing.
pub const O_PATH: u64 = 0o10_000_000;

/// `f_mode` (include/linux/fs.h), the bits that the model needs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Mode {
    /// `FMODE_READ`
    pub read: bool,
    /// `FMODE_WRITE`
    pub write: bool,
    /// `FMODE_CAN_READ`
    pub can_read: bool,
    /// `FMODE_CAN_WRITE`
    pub can_write: bool,
    /// `FMODE_LSEEK`
    pub lseek: bool,
    /// `FMODE_PREAD`
    pub pread: bool,
    /// `FMODE_PWRITE`
    pub pwrite: bool,
    /// `FMODE_PATH`
    pub path: bool,
    /// `FMODE_OPENED`
    pub opened: bool,
}

/// `struct file`: an open file description.
#[derive(Debug)]
pub struct File {
    /// `f_flags`
    pub flags: u64,
    /// `f_mode`
    pub mode: Mode,
    /// `f_pos`
    pub pos: i64,
    /// `f_inode`
    pub inode: InodeId,
    /// `f_path`
    pub dentry: DentryId,
    /// `f_op`
    pub fops: &'static FileOperations,
    /// `f_count`
    pub count: u32,
    /// `private_data` of a seq_file.
    pub seq: Option<Box<SeqFile>>,
    /// Kernel address, for the trace.
    pub address: u64,
    /// Only a log knows it: its calls are not executed.
    pub opaque: bool,
}

/// `read`: buffer, count and position.
pub type ReadFn =
    for<'k> fn(&'k Kernel, FileId, UserPtr, u64, &'k Cell<i64>) -> Sleeping<'k, Result<u64>>;
/// `read_iter` of a seq_file behaves like `read`, but copies with `copy_to_iter`.
pub type ReadIterFn = fn(&Kernel, FileId, UserPtr, u64, &Cell<i64>) -> Result<u64>;

/// `llseek`: offset and whence.
pub type LlseekFn = fn(&Kernel, FileId, i64, u64) -> Result<i64>;
/// `unlocked_ioctl`: command and argument.
pub type IoctlFn = fn(&Kernel, FileId, u64, u64) -> Result<i64>;
/// `open`
pub type OpenFn = fn(&Kernel, InodeId, FileId) -> Result<()>;
/// `release`
pub type ReleaseFn = fn(&Kernel, InodeId, FileId);
/// `mmap` and `get_unmapped_area`
pub type MmapFn = fn(&Kernel, FileId) -> Result<()>;

/// `struct file_operations`: what a file can do. A missing one is what decides
/// about many errors.
#[derive(Debug, Default)]
pub struct FileOperations {
    /// `.llseek`
    pub llseek: Option<LlseekFn>,
    /// `.read`
    pub read: Option<ReadFn>,
    /// `.read_iter`
    pub read_iter: Option<ReadIterFn>,
    /// `.write`
    pub write: Option<ReadFn>,
    /// `.poll`
    pub poll: Option<fn(&Kernel, FileId, &mut PollTable) -> u16>,
    /// `.unlocked_ioctl`
    pub unlocked_ioctl: Option<IoctlFn>,
    /// `.mmap`
    pub mmap: Option<MmapFn>,
    /// `.get_unmapped_area`
    pub get_unmapped_area: Option<MmapFn>,
    /// `.open`
    pub open: Option<OpenFn>,
    /// `.release`
    pub release: Option<ReleaseFn>,
}

impl FileOperations {
    /// None at all.
    pub const NONE: FileOperations = FileOperations {
        llseek: None,
        read: None,
        read_iter: None,
        write: None,
        poll: None,
        unlocked_ioctl: None,
        mmap: None,
        get_unmapped_area: None,
        open: None,
        release: None,
    };
}

/// All open files.
#[derive(Debug, Default)]
pub struct Files {
    files: BTreeMap<u32, File>,
    next: u32,
}

impl Files {
    /// Adds one.
    pub fn add(&mut self, file: File) -> FileId {
        self.files.insert(self.next, file);
        self.next += 1;
        FileId(self.next - 1)
    }

    /// Looks at one.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&File> {
        self.files.get(&id.0)
    }

    /// Changes one.
    pub fn get_mut(&mut self, id: FileId) -> Option<&mut File> {
        self.files.get_mut(&id.0)
    }

    /// Takes one out.
    pub fn remove(&mut self, id: FileId) -> Option<File> {
        self.files.remove(&id.0)
    }
}

/// Descriptors of a task (`struct files_struct`).
#[derive(Clone, Debug, Default)]
pub struct FdTable {
    slots: Vec<Option<FileId>>,
}

/// `RLIMIT_NOFILE`'s usual soft limit.
pub const RLIMIT_NOFILE: u64 = 1024;

impl FdTable {
    /// The file behind a descriptor.
    #[must_use]
    pub fn get(&self, fd: u64) -> Option<FileId> {
        self.slots.get(usize::try_from(fd as u32).ok()?).copied().flatten()
    }

    /// Puts a file behind a descriptor, or nothing.
    pub fn set(&mut self, fd: u64, file: Option<FileId>) {
        let at = fd as u32 as usize;
        if at >= self.slots.len() {
            self.slots.resize(at + 1, None);
        }
        self.slots[at] = file;
    }

    /// The lowest free descriptor from `start` on.
    #[must_use]
    pub fn lowest_free(&self, start: u64) -> u64 {
        (start..).find(|&fd| self.get(fd).is_none()).unwrap_or(start)
    }

    /// All open files, lowest descriptor first.
    pub fn open(&self) -> impl Iterator<Item = FileId> {
        self.slots.iter().flatten().copied()
    }
}

impl Kernel {
    /// Reads or changes an open file. The closure must not call into the
    /// kernel again. A file that is gone reads as EBADF.
    pub(crate) fn with_file<T>(&self, id: FileId, look: impl FnOnce(&mut File) -> T) -> Result<T> {
        self.files.borrow_mut().get_mut(id).map(look).ok_or(Errno::EBADF)
    }

    /// `files_lookup_fd_raw`: the file behind a descriptor, `O_PATH` or not.
    pub(crate) fn files_lookup_fd(&self, fd: u64) -> Option<FileId> {
        self.with_current(|task| task.files.get(fd))
    }

    fn fd(&self, fd: u64) -> Option<FileId> {
        let id = self.files_lookup_fd(fd)?;
        let path = self.with_file(id, |file| file.mode.path).ok()?;
        (!path).then_some(id)
    }

    /// `fdget`: the file behind a descriptor, unless it is an `O_PATH` one.
    pub(crate) fn fdget(&self, fd: u64) -> Result<FileId> {
        let mut found = None;
        self.func(f::__fdget, || {
            self.leaf(f::__fget_light);
            found = self.fd(fd);
        });
        found.ok_or(Errno::EBADF)
    }

    /// `fdget_pos`: the same, for calls that use the file's position.
    pub(crate) fn fdget_pos(&self, fd: u64) -> Result<FileId> {
        let mut found = None;
        self.func(f::__fdget_pos, || {
            self.leaf(f::__fget_light);
            found = self.fd(fd);
        });
        found.ok_or(Errno::EBADF)
    }

    /// `alloc_fd`: reserves the lowest free descriptor.
    pub(crate) fn alloc_fd(&self, start: u64) -> Result<u64> {
        self.func(f::alloc_fd, || {
            self.leaf(f::expand_files);
            let fd = self.with_current(|task| task.files.lowest_free(start));
            if fd < RLIMIT_NOFILE { Ok(fd) } else { Err(Errno::EMFILE) }
        })
    }

    /// `fd_install`: the descriptor means this file from now on.
    pub(crate) fn fd_install(&self, fd: u64, file: FileId) {
        self.func(f::fd_install, || self.with_current(|task| task.files.set(fd, Some(file))));
    }

    /// `close_fd`
    pub(crate) fn close_fd(&self, fd: u64) -> Result<u64> {
        self.func(f::close_fd, || {
            self.leaf(f::pick_file);
            let file = self.with_current(|task| {
                let file = task.files.get(fd);
                if file.is_some() {
                    task.files.set(fd, None);
                }
                file
            });
            file.map(|file| self.filp_close(file)).ok_or(Errno::EBADF)
        })
    }
}
