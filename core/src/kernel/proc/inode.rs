//! Files of procfs (fs/proc/inode.c): each operation goes to the driver's
//! `proc_ops`, or has an answer if the driver has none.

use std::cell::Cell;

use super::super::fs::file::{FileId, FileOperations};
use super::super::fs::inode::{Inode, InodeId, InodeOperations, InodeType};
use super::super::fs::libfs_dir::DIRECTORY;
use super::super::fs::select::{DEFAULT_POLLMASK, PollTable};
use super::super::{Errno, Kernel, Mistake, Result, Sleeping, UserPtr};
use super::{EntryKind, ProcOps};
use crate::trace::f;

/// `proc_reg_file_ops`
static PROC_REG_FILE_OPS: FileOperations =
    FileOperations { read: Some(proc_reg_read), read_iter: None, ..PROC_ITER_FILE_OPS };

/// `proc_iter_file_ops`: for entries with `.proc_read_iter`.
const PROC_ITER_FILE_OPS: FileOperations = FileOperations {
    llseek: Some(proc_reg_llseek),
    read_iter: Some(proc_reg_read_iter),
    write: Some(proc_reg_write),
    poll: Some(proc_reg_poll),
    unlocked_ioctl: Some(proc_reg_unlocked_ioctl),
    mmap: Some(proc_reg_mmap),
    get_unmapped_area: Some(proc_reg_get_unmapped_area),
    open: Some(proc_reg_open),
    release: Some(proc_reg_release),
    ..FileOperations::NONE
};
static PROC_ITER: FileOperations = PROC_ITER_FILE_OPS;

impl Kernel {
    /// `proc_get_inode`: made when the name is looked up.
    pub(crate) fn proc_get_inode(&self, entry: usize) -> InodeId {
        let mut id = InodeId(0);
        self.func(f::proc_get_inode, || {
            let pde = self.procfs.get(entry);
            let (kind, fops) = match pde.kind {
                EntryKind::Directory => (InodeType::Directory, &DIRECTORY),
                EntryKind::File(ops) if ops.read_iter.is_some() => (InodeType::Regular, &PROC_ITER),
                EntryKind::File(_) => (InodeType::Regular, &PROC_REG_FILE_OPS),
            };
            id = self.new_inode(Inode {
                kind,
                mode: pde.mode,
                uid: 0,
                gid: 0,
                ops: InodeOperations::Proc(entry),
                fops,
                cdev: false,
                atime_is_new: false,
                complete: pde.complete,
                address: 0,
            });
        });
        id
    }

    /// `PDE(inode)->proc_ops`
    fn pde(&self, file: FileId) -> Result<&'static ProcOps> {
        let inode = self.with_file(file, |file| file.inode)?;
        self.proc_ops(inode)
    }

    fn proc_ops(&self, inode: InodeId) -> Result<&'static ProcOps> {
        match self.inode(inode).ops {
            InodeOperations::Proc(entry) => match self.procfs.get(entry).kind {
                EntryKind::File(ops) => Ok(ops),
                EntryKind::Directory => Err(Errno::EISDIR),
            },
            _ => Err(Errno::EIO),
        }
    }
}

fn proc_reg_open(k: &Kernel, inode: InodeId, file: FileId) -> Result<()> {
    k.func(f::proc_reg_open, || {
        let ops = k.proc_ops(inode)?;
        if ops.lseek.is_none() {
            k.with_file(file, |file| file.mode.lseek = false)?;
        }
        match ops.open {
            Some(open) => open(k, inode, file),
            None => Ok(()),
        }
    })
}

fn proc_reg_release(k: &Kernel, inode: InodeId, file: FileId) {
    k.func(f::proc_reg_release, || {
        let Ok(ops) = k.proc_ops(inode) else { return };
        let Some(release) = ops.release else { return };
        if ops.permanent {
            release(k, inode, file);
        } else {
            k.func(f::close_pdeo, || release(k, inode, file));
        }
    });
}

fn proc_reg_read<'k>(
    k: &'k Kernel,
    file: FileId,
    buf: UserPtr,
    count: u64,
    position: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(k.sleepy(f::proc_reg_read, async move || match k.pde(file)?.read {
        Some(read) => read(k, file, buf, count, position).await,
        None => Err(Errno::EIO),
    }))
}

fn proc_reg_read_iter(
    k: &Kernel,
    file: FileId,
    buf: UserPtr,
    count: u64,
    position: &Cell<i64>,
) -> Result<u64> {
    k.func(f::proc_reg_read_iter, || match k.pde(file)?.read_iter {
        Some(read_iter) => read_iter(k, file, buf, count, position),
        None => Err(Errno::EIO),
    })
}

fn proc_reg_write<'k>(
    k: &'k Kernel,
    file: FileId,
    buf: UserPtr,
    count: u64,
    position: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(k.sleepy(f::proc_reg_write, async move || match k.pde(file)?.write {
        Some(write) => write(k, file, buf, count, position).await,
        None if k.mistake == Some(Mistake::WrongErrno) => Err(Errno::EINVAL),
        None => Err(Errno::EIO),
    }))
}

fn proc_reg_llseek(k: &Kernel, file: FileId, offset: i64, whence: u64) -> Result<i64> {
    k.func(f::proc_reg_llseek, || match k.pde(file)?.lseek {
        Some(lseek) => lseek(k, file, offset, whence),
        None => Err(Errno::ESPIPE),
    })
}

fn proc_reg_poll(k: &Kernel, _file: FileId, _table: &mut PollTable) -> u16 {
    k.func(f::proc_reg_poll, || DEFAULT_POLLMASK)
}

fn proc_reg_unlocked_ioctl(k: &Kernel, _file: FileId, _cmd: u64, _arg: u64) -> Result<i64> {
    k.func(f::proc_reg_unlocked_ioctl, || Err(Errno::ENOTTY))
}

fn proc_reg_get_unmapped_area(k: &Kernel, _file: FileId) -> Result<()> {
    k.func(f::proc_reg_get_unmapped_area, || {
        k.leaf(f::arch_get_unmapped_area_topdown);
        Ok(())
    })
}

fn proc_reg_mmap(k: &Kernel, _file: FileId) -> Result<()> {
    k.func(f::proc_reg_mmap, || Err(Errno::EIO))
}
