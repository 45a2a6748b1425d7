//! Character devices: from a device number to the driver (fs/char_dev.c,
//! drivers/char/misc.c), and the two that every machine has
//! (drivers/char/mem.c).

use std::cell::Cell;

use super::fs::file::{FileId, FileOperations};
use super::fs::inode::{InodeId, InodeType};
use super::{Errno, Kernel, Result, Sleeping, UserPtr};
use crate::module;
use crate::trace::f;

/// Major number of memory devices.
pub const MEM_MAJOR: u32 = 1;
/// Major number of miscellaneous devices.
pub const MISC_MAJOR: u32 = 10;

/// `def_chr_fops`: every device node's operations until it is opened.
pub(crate) static DEF_CHR_FOPS: FileOperations =
    FileOperations { open: Some(chrdev_open), ..FileOperations::NONE };

/// `chrdev_open`: finds the driver and lets it take over.
fn chrdev_open(k: &Kernel, inode: InodeId, file: FileId) -> Result<()> {
    k.func(f::chrdev_open, || {
        let node = k.inode(inode);
        let InodeType::CharDevice(major, minor) = node.kind else { return Err(Errno::ENXIO) };
        let known = matches!(major, MEM_MAJOR | MISC_MAJOR);
        if !node.cdev {
            k.func(f::kobj_lookup, || if known { Ok(()) } else { Err(Errno::ENXIO) })?;
            k.inodes.borrow_mut().get_mut(inode).cdev = true;
        }
        match major {
            MISC_MAJOR => misc_open(k, minor, inode, file),
            _ => memory_open(k, minor, file),
        }
    })
}

/// `misc_open`: the driver with this minor number.
fn misc_open(k: &Kernel, minor: u32, inode: InodeId, file: FileId) -> Result<()> {
    k.func(f::misc_open, || {
        let fops = module::misc_device(minor).ok_or(Errno::ENODEV)?;
        k.with_file(file, |file| file.fops = fops)?;
        match fops.open {
            Some(open) => open(k, inode, file),
            None => Ok(()),
        }
    })
}

/// Minor number of /dev/null.
pub const NULL_MINOR: u32 = 3;

/// `memory_open`
fn memory_open(k: &Kernel, minor: u32, file: FileId) -> Result<()> {
    k.func(f::memory_open, || match minor {
        NULL_MINOR => k.with_file(file, |file| file.fops = &NULL_FOPS),
        _ => Err(Errno::ENXIO),
    })
}

/// `null_fops`
pub(crate) static NULL_FOPS: FileOperations = FileOperations {
    llseek: Some(null_lseek),
    read: Some(read_null),
    write: Some(write_null),
    ..FileOperations::NONE
};

fn null_lseek(k: &Kernel, file: FileId, _offset: i64, _whence: u64) -> Result<i64> {
    k.func(f::null_lseek, || {
        k.with_file(file, |file| file.pos = 0)?;
        Ok(0)
    })
}

fn read_null<'k>(
    k: &'k Kernel,
    _file: FileId,
    _buf: UserPtr,
    _count: u64,
    _position: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(async move { k.func(f::read_null, || Ok(0)) })
}

fn write_null<'k>(
    k: &'k Kernel,
    _file: FileId,
    _buf: UserPtr,
    count: u64,
    _position: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(async move { k.func(f::write_null, || Ok(count)) })
}
