//! ioctl's own dispatch (fs/ioctl.c).

use super::super::{Errno, Kernel, Result};
use super::file::FileId;
use crate::trace::f;

/// Commands that every file has (include/uapi/asm-generic/ioctls.h).
const FIONCLEX: u64 = 0x5450;
const FIOCLEX: u64 = 0x5451;

impl Kernel {
    /// `__x64_sys_ioctl`'s body.
    pub(crate) fn sys_ioctl(&self, fd: u64, cmd: u64, arg: u64) -> Result<i64> {
        let cmd = u64::from(cmd as u32);
        let file = self.fdget(fd)?;
        self.leaf(f::security_file_ioctl);
        match self.do_vfs_ioctl(cmd) {
            Err(Errno::ENOIOCTLCMD) => self.vfs_ioctl(file, cmd, arg),
            other => other,
        }
    }

    /// `do_vfs_ioctl`: the generic commands come first.
    fn do_vfs_ioctl(&self, cmd: u64) -> Result<i64> {
        self.func(f::do_vfs_ioctl, || match cmd {
            FIOCLEX | FIONCLEX => Ok(0),
            _ => Err(Errno::ENOIOCTLCMD),
        })
    }

    /// `vfs_ioctl`: then the file's own.
    fn vfs_ioctl(&self, file: FileId, cmd: u64, arg: u64) -> Result<i64> {
        let Some(ioctl) = self.with_file(file, |file| file.fops.unlocked_ioctl)? else {
            return Err(Errno::ENOTTY);
        };
        match ioctl(self, file, cmd, arg) {
            Err(Errno::ENOIOCTLCMD) => Err(Errno::ENOTTY),
            other => other,
        }
    }
}
