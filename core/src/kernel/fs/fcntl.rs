//! dup and fcntl (fs/fcntl.c, fs/file.c).

use super::super::{Errno, Kernel, Result};
use super::file::{FileId, O_APPEND, O_NONBLOCK, RLIMIT_NOFILE};
use crate::trace::f;

const F_DUPFD: u64 = 0;
const F_GETFD: u64 = 1;
const F_SETFD: u64 = 2;
const F_GETFL: u64 = 3;
const F_SETFL: u64 = 4;
const F_DUPFD_CLOEXEC: u64 = 1030;
/// What F_SETFL may change (`SETFL_MASK`), of what the model knows.
const SETFL_MASK: u64 = O_APPEND | O_NONBLOCK;

impl Kernel {
    /// `__x64_sys_dup`'s body.
    pub(crate) fn sys_dup(&self, fd: u64) -> Result<u64> {
        self.f_dupfd(fd, 0)
    }

    fn f_dupfd(&self, fd: u64, from: u64) -> Result<u64> {
        let file = self.files_lookup_fd(fd).ok_or(Errno::EBADF)?;
        let new = self.alloc_fd(from)?;
        self.with_file(file, |file| file.count += 1)?;
        self.fd_install(new, file);
        Ok(new)
    }

    /// `__x64_sys_fcntl`'s body.
    pub(crate) fn sys_fcntl(&self, fd: u64, cmd: u64, arg: u64) -> Result<u64> {
        let file = self.files_lookup_fd(fd).ok_or(Errno::EBADF)?;
        let path = self.with_file(file, |file| file.mode.path)?;
        let cmd = u64::from(cmd as u32);
        if path && !matches!(cmd, F_DUPFD | F_DUPFD_CLOEXEC | F_GETFD | F_SETFD | F_GETFL) {
            return Err(Errno::EBADF);
        }
        self.leaf(f::security_file_fcntl);
        self.func(f::do_fcntl, || self.do_fcntl(file, fd, cmd, arg))
    }

    fn do_fcntl(&self, file: FileId, fd: u64, cmd: u64, arg: u64) -> Result<u64> {
        match cmd {
            F_DUPFD | F_DUPFD_CLOEXEC if arg >= RLIMIT_NOFILE => Err(Errno::EINVAL),
            F_DUPFD | F_DUPFD_CLOEXEC => self.f_dupfd(fd, arg),
            F_GETFL => self.with_file(file, |file| file.flags),
            F_SETFL => self.with_file(file, |file| {
                file.flags = file.flags & !SETFL_MASK | arg & SETFL_MASK;
                0
            }),
            F_GETFD | F_SETFD => {
                self.unknown.set(true);
                Ok(0)
            }
            _ => Err(Errno::EINVAL),
        }
    }
}
