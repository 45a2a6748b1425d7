//! mmap, as far as files that cannot be mapped go (mm/mmap.c, mm/util.c).

use super::fs::file::{FileId, MmapFn};
use super::fs::inode::InodeType;
use super::{Errno, Kernel, Result};
use crate::machine::memory::PAGE;
use crate::machine::x86_64::TASK_SIZE_MAX;
use crate::trace::{Object, f};

const PROT_WRITE: u64 = 2;
const MAP_SHARED: u64 = 1;
const MAP_PRIVATE: u64 = 2;
const MAP_SHARED_VALIDATE: u64 = 3;
const MAP_TYPE: u64 = 0xf;
const MAP_FIXED: u64 = 0x10;
const MAP_ANONYMOUS: u64 = 0x20;
/// Largest file offset of filesystems with 64-bit sizes (`MAX_LFS_FILESIZE`).
const MAX_LFS_FILESIZE: u64 = i64::MAX as u64;

/// What mmap was asked for.
struct Request {
    addr: u64,
    len: u64,
    prot: u64,
    flags: u64,
    pgoff: u64,
}

impl Kernel {
    /// `__x64_sys_mmap`'s body. Mapping succeeds for none of the files that the
    /// model has; anonymous memory is not in it.
    pub(crate) fn sys_mmap(&self, args: [u64; 6]) -> Result<u64> {
        let [addr, len, prot, flags, fd, off] = args;
        if !off.is_multiple_of(PAGE) {
            return Err(Errno::EINVAL);
        }
        self.func(f::ksys_mmap_pgoff, || {
            if flags & MAP_ANONYMOUS != 0 {
                if len == 0 {
                    return Err(Errno::EINVAL);
                }
                self.unknown.set(true);
                return Err(Errno::ENOMEM);
            }
            let file = self.fget(fd)?;
            let request = Request { addr, len, prot, flags, pgoff: off / PAGE };
            let mapped = self.func(f::vm_mmap_pgoff, || {
                self.leaf(f::security_mmap_file);
                self.func(f::do_mmap, || self.do_mmap(file, &request))
            });
            self.leaf(f::fput);
            mapped
        })
    }

    /// `fget`
    fn fget(&self, fd: u64) -> Result<FileId> {
        let mut found = None;
        self.func(f::fget, || {
            found = self.files_lookup_fd(fd);
        });
        let file = found.ok_or(Errno::EBADF)?;
        if self.with_file(file, |file| file.mode.path)? { Err(Errno::EBADF) } else { Ok(file) }
    }

    fn do_mmap(&self, file: FileId, request: &Request) -> Result<u64> {
        if request.len == 0 {
            return Err(Errno::EINVAL);
        }
        let len = request.len.checked_next_multiple_of(PAGE).ok_or(Errno::ENOMEM)?;
        let pages = len / PAGE;
        request.pgoff.checked_add(pages).ok_or(Errno::EOVERFLOW)?;
        self.get_unmapped_area(file, request, len)?;
        let (mode, fops, inode) =
            self.with_file(file, |file| (file.mode, file.fops, file.inode))?;
        self.file_mmap_ok(inode, request.pgoff, len)?;
        match request.flags & MAP_TYPE {
            MAP_SHARED | MAP_SHARED_VALIDATE if request.prot & PROT_WRITE != 0 && !mode.write => {
                return Err(Errno::EACCES);
            }
            MAP_SHARED | MAP_SHARED_VALIDATE | MAP_PRIVATE => {}
            _ => return Err(Errno::EINVAL),
        }
        if !mode.read {
            return Err(Errno::EACCES);
        }
        let mmap = fops.mmap.ok_or(Errno::ENODEV)?;
        self.mmap_region(file, mmap)
    }

    fn file_mmap_ok(&self, inode: super::fs::inode::InodeId, pgoff: u64, len: u64) -> Result<()> {
        let regular = self.inode(inode).kind == InodeType::Regular;
        let max = if regular { MAX_LFS_FILESIZE } else { u64::MAX };
        let fits = len <= max && pgoff <= (max - len) / PAGE;
        if fits { Ok(()) } else { Err(Errno::EOVERFLOW) }
    }

    fn get_unmapped_area(&self, file: FileId, request: &Request, len: u64) -> Result<()> {
        self.func(f::get_unmapped_area, || {
            if len > TASK_SIZE_MAX {
                return Err(Errno::ENOMEM);
            }
            if request.flags & MAP_FIXED != 0 {
                if request.addr > TASK_SIZE_MAX - len {
                    return Err(Errno::ENOMEM);
                }
                if !request.addr.is_multiple_of(PAGE) {
                    return Err(Errno::EINVAL);
                }
            }
            match self.with_file(file, |file| file.fops.get_unmapped_area)? {
                Some(get) => get(self, file),
                None => {
                    self.leaf(f::arch_get_unmapped_area_topdown);
                    Ok(())
                }
            }
        })
    }

    fn mmap_region(&self, file: FileId, mmap: MmapFn) -> Result<u64> {
        self.func(f::mmap_region, || {
            let vma = self.allocate(Object::Vma, 208);
            self.leaf(f::vm_area_alloc);
            let result = mmap(self, file);
            self.leaf(f::vm_area_free);
            self.free(Object::Vma, vma);
            result.and_then(|()| {
                self.unknown.set(true);
                Err(Errno::ENODEV)
            })
        })
    }
}
