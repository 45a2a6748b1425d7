//! read, write, lseek and their relatives (fs/read_write.c).

use std::cell::Cell;

use super::super::{Errno, Kernel, Mistake, Result, UserPtr};
use super::file::FileId;
use crate::machine::x86_64::access_ok;
use crate::trace::f;

/// No call moves more than this at once (include/linux/fs.h).
pub const MAX_RW_COUNT: u64 = 0x7fff_f000;

/// `SEEK_SET`
pub const SEEK_SET: u64 = 0;
/// `SEEK_CUR`
pub const SEEK_CUR: u64 = 1;
/// `SEEK_END`
pub const SEEK_END: u64 = 2;
/// `SEEK_DATA`
pub const SEEK_DATA: u64 = 3;
/// `SEEK_HOLE`, the last one (`SEEK_MAX`).
pub const SEEK_HOLE: u64 = 4;

impl Kernel {
    pub(crate) async fn ksys_read(&self, fd: u64, buf: UserPtr, count: u64) -> Result<u64> {
        self.sleepy(f::ksys_read, async || {
            let file = self.fdget_pos(fd)?;
            let position = Cell::new(self.with_file(file, |file| file.pos)?);
            let done = self.vfs_read(file, buf, count, &position).await?;
            self.with_file(file, |file| file.pos = position.get())?;
            Ok(done)
        })
        .await
    }

    pub(crate) async fn ksys_write(&self, fd: u64, buf: UserPtr, count: u64) -> Result<u64> {
        self.sleepy(f::ksys_write, async || {
            let file = self.fdget_pos(fd)?;
            let position = Cell::new(self.with_file(file, |file| file.pos)?);
            let done = self.vfs_write(file, buf, count, &position).await?;
            self.with_file(file, |file| file.pos = position.get())?;
            Ok(done)
        })
        .await
    }

    /// `ksys_pread64`: gcc inlines it into `__x64_sys_pread64`.
    pub(crate) async fn ksys_pread64(
        &self,
        fd: u64,
        buf: UserPtr,
        count: u64,
        pos: i64,
    ) -> Result<u64> {
        self.sleepy(f::ksys_pread64, async || {
            if pos < 0 {
                return Err(Errno::EINVAL);
            }
            let file = self.fdget(fd)?;
            if !self.with_file(file, |file| file.mode.pread)? {
                return Err(Errno::ESPIPE);
            }
            let position = Cell::new(pos);
            self.vfs_read(file, buf, count, &position).await
        })
        .await
    }

    /// `ksys_pwrite64`: gcc inlines it into `__x64_sys_pwrite64`.
    pub(crate) async fn ksys_pwrite64(
        &self,
        fd: u64,
        buf: UserPtr,
        count: u64,
        pos: i64,
    ) -> Result<u64> {
        self.sleepy(f::ksys_pwrite64, async || {
            if pos < 0 {
                return Err(Errno::EINVAL);
            }
            let file = self.fdget(fd)?;
            if !self.with_file(file, |file| file.mode.pwrite)? {
                return Err(Errno::ESPIPE);
            }
            let position = Cell::new(pos);
            self.vfs_write(file, buf, count, &position).await
        })
        .await
    }

    async fn vfs_read(
        &self,
        file: FileId,
        buf: UserPtr,
        count: u64,
        position: &Cell<i64>,
    ) -> Result<u64> {
        self.sleepy(f::vfs_read, async || {
            let (mode, fops) = self.with_file(file, |file| (file.mode, file.fops))?;
            if !mode.read {
                return Err(Errno::EBADF);
            }
            if !mode.can_read {
                return Err(Errno::EINVAL);
            }
            if !access_ok(buf, count) {
                return Err(Errno::EFAULT);
            }
            self.rw_verify_area(position.get(), count)?;
            if self.mistake == Some(Mistake::VerifyTwice) {
                self.rw_verify_area(position.get(), count)?;
            }
            let count = count.min(MAX_RW_COUNT);
            if let Some(read) = fops.read {
                read(self, file, buf, count, position).await
            } else if let Some(read_iter) = fops.read_iter {
                self.func(f::new_sync_read, || read_iter(self, file, buf, count, position))
            } else {
                Err(Errno::EINVAL)
            }
        })
        .await
    }

    async fn vfs_write(
        &self,
        file: FileId,
        buf: UserPtr,
        count: u64,
        position: &Cell<i64>,
    ) -> Result<u64> {
        self.sleepy(f::vfs_write, async || {
            let (mode, fops) = self.with_file(file, |file| (file.mode, file.fops))?;
            if !mode.write {
                return Err(Errno::EBADF);
            }
            if !mode.can_write {
                return Err(Errno::EINVAL);
            }
            if !access_ok(buf, count) {
                return Err(Errno::EFAULT);
            }
            self.rw_verify_area(position.get(), count)?;
            let count = count.min(MAX_RW_COUNT);
            match fops.write {
                Some(write) => write(self, file, buf, count, position).await,
                None => Err(Errno::EINVAL),
            }
        })
        .await
    }

    fn rw_verify_area(&self, pos: i64, count: u64) -> Result<()> {
        self.func(f::rw_verify_area, || {
            let count = i64::try_from(count).map_err(|_| Errno::EINVAL)?;
            if pos < 0 || pos.checked_add(count).is_none() {
                return Err(Errno::EINVAL);
            }
            self.leaf(f::security_file_permission);
            Ok(())
        })
    }

    /// `ksys_lseek`: gcc inlines it into `__x64_sys_lseek`.
    pub(crate) fn ksys_lseek(&self, fd: u64, offset: i64, whence: u64) -> Result<i64> {
        self.func(f::ksys_lseek, || {
            let file = self.fdget_pos(fd)?;
            if whence as u32 > SEEK_HOLE as u32 {
                return Err(Errno::EINVAL);
            }
            let (mode, fops) = self.with_file(file, |file| (file.mode, file.fops))?;
            match fops.llseek {
                Some(llseek) if mode.lseek => llseek(self, file, offset, whence),
                _ => Err(Errno::ESPIPE),
            }
        })
    }
}

/// `default_llseek`: sets the position; the size is 0 for all our files.
pub(crate) fn default_llseek(k: &Kernel, file: FileId, offset: i64, whence: u64) -> Result<i64> {
    k.func(f::default_llseek, || {
        const I_SIZE: i64 = 0;
        let pos = k.with_file(file, |file| file.pos)?;
        let target = match whence {
            SEEK_END => offset.checked_add(I_SIZE),
            SEEK_CUR if offset == 0 => return Ok(pos),
            SEEK_CUR => offset.checked_add(pos),
            SEEK_DATA | SEEK_HOLE if offset >= I_SIZE => return Err(Errno::ENXIO),
            SEEK_HOLE => Some(I_SIZE),
            _ => Some(offset),
        };
        // Linux adds with wrap-around: what overflows is negative.
        let target = target.filter(|&at| at >= 0).ok_or(Errno::EINVAL)?;
        k.with_file(file, |file| file.pos = target)?;
        Ok(target)
    })
}

/// `generic_file_llseek`: what procfs has for directories. Offsets are compared
/// with the size as unsigned numbers.
pub(crate) fn generic_file_llseek(
    k: &Kernel,
    file: FileId,
    offset: i64,
    whence: u64,
) -> Result<i64> {
    k.func(f::generic_file_llseek, || {
        let pos = k.with_file(file, |file| file.pos)?;
        let target = match whence {
            SEEK_CUR if offset == 0 => return Ok(pos),
            SEEK_CUR => offset.checked_add(pos),
            SEEK_DATA | SEEK_HOLE => return Err(Errno::ENXIO),
            _ => Some(offset),
        };
        let target = target.filter(|&at| at >= 0).ok_or(Errno::EINVAL)?;
        k.with_file(file, |file| file.pos = target)?;
        Ok(target)
    })
}

/// `dcache_dir_lseek`: what directories of tmpfs and devtmpfs have.
pub(crate) fn dcache_dir_lseek(k: &Kernel, file: FileId, offset: i64, whence: u64) -> Result<i64> {
    k.func(f::dcache_dir_lseek, || {
        let pos = k.with_file(file, |file| file.pos)?;
        let target = match whence {
            SEEK_CUR => offset.checked_add(pos),
            SEEK_SET => Some(offset),
            _ => None,
        };
        let target = target.filter(|&at| at >= 0).ok_or(Errno::EINVAL)?;
        k.with_file(file, |file| file.pos = target)?;
        Ok(target)
    })
}
