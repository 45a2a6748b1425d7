//! Removing and making names (fs/namei.c): none of the model's filesystems lets
//! anybody do either, and this is where each attempt ends.

use super::super::{Errno, Kernel, Result};
use super::dcache::DentryId;
use super::inode::{InodeId, InodeType, MAY_EXEC, MAY_WRITE};
use super::namei::Nameidata;
use crate::trace::f;

impl Kernel {
    /// `mnt_want_write`: the filesystem may not be frozen or made read-only now.
    pub(crate) fn mnt_want_write(&self) {
        self.func(f::mnt_want_write, || self.leaf(f::__mnt_want_write));
    }

    /// `filename_parentat`: the directory that a path's last component is in.
    fn filename_parentat(&self, dfd: i32, name: &[u8]) -> Result<Nameidata> {
        let mut nd = Nameidata::new(true, false);
        self.func(f::__filename_parentat, || {
            self.func(f::path_parentat, || {
                let walked = self
                    .path_init(&mut nd, dfd, name)
                    .and_then(|()| self.link_path_walk(&mut nd, name));
                if walked.is_ok() {
                    self.complete_walk(&mut nd);
                }
                self.terminate_walk(&nd);
                walked
            })
        })?;
        Ok(nd)
    }

    /// `lookup_one_qstr_excl`: looks a name up in a locked directory.
    fn lookup_one_qstr_excl(&self, dir: DentryId, name: &[u8]) -> Result<DentryId> {
        let mut found = dir;
        self.func(f::lookup_one_qstr_excl, || {
            self.leaf(f::d_lookup);
            let cached = self.dcache.borrow().child(dir, name);
            if let Some(dentry) = cached {
                found = dentry;
                return Ok(());
            }
            self.func(f::d_alloc, || {
                found = self.dcache.borrow_mut().add(Some(dir), name, None);
            });
            self.i_op_lookup(dir, found, name)
        })?;
        Ok(found)
    }

    /// `do_unlinkat`: none of the model's filesystems can remove a name.
    pub(crate) fn do_unlinkat(&self, dfd: i32, name: &(u64, Vec<u8>)) -> Result<u64> {
        self.func(f::do_unlinkat, || {
            let removed = self.filename_parentat(dfd, &name.1).and_then(|nd| {
                let last = nd.last.as_deref().filter(|last| !is_dots(last)).ok_or(Errno::EISDIR)?;
                self.mnt_want_write();
                let result = self.lookup_one_qstr_excl(nd.dentry, last).and_then(|victim| {
                    let inode = self.d_inode(victim).ok_or(Errno::ENOENT)?;
                    if nd.trailing_slash {
                        let directory = self.inode(inode).kind == InodeType::Directory;
                        return Err(if directory { Errno::EISDIR } else { Errno::ENOTDIR });
                    }
                    self.vfs_unlink(nd.dentry, inode)
                });
                self.leaf(f::mnt_drop_write);
                result
            });
            self.putname(name.0);
            removed.map(|()| 0)
        })
    }

    fn vfs_unlink(&self, dir: DentryId, victim: InodeId) -> Result<()> {
        self.func(f::vfs_unlink, || {
            self.func(f::may_delete, || {
                let dir = self.d_inode(dir).ok_or(Errno::ENOENT)?;
                self.inode_permission(dir, MAY_WRITE | MAY_EXEC)?;
                if self.inode(victim).kind == InodeType::Directory {
                    return Err(Errno::EISDIR);
                }
                Ok(())
            })?;
            Err(Errno::EPERM)
        })
    }

    /// `do_mkdirat`: none of the model's filesystems can make a directory.
    pub(crate) fn do_mkdirat(&self, dfd: i32, name: &(u64, Vec<u8>)) -> Result<u64> {
        self.func(f::do_mkdirat, || {
            let made = self.func(f::filename_create, || {
                let nd = self.filename_parentat(dfd, &name.1)?;
                let last = nd.last.as_deref().filter(|last| !is_dots(last)).ok_or(Errno::EEXIST)?;
                self.mnt_want_write();
                let found = self.lookup_one_qstr_excl(nd.dentry, last).and_then(|dentry| {
                    if self.d_inode(dentry).is_some() { Err(Errno::EEXIST) } else { Ok(()) }
                });
                self.leaf(f::mnt_drop_write);
                found
            });
            self.putname(name.0);
            made.and(Err(Errno::EPERM))
        })
    }
}

fn is_dots(name: &[u8]) -> bool {
    matches!(name, b"." | b"..")
}
