//! readlink (fs/stat.c).

use super::super::uaccess::KernelBytes;
use super::super::{Errno, Kernel, Result, UserPtr};
use super::inode::InodeType;
use crate::trace::f;

impl Kernel {
    /// `do_readlinkat`
    pub(crate) fn do_readlinkat(
        &self,
        dfd: i32,
        pathname: UserPtr,
        buf: UserPtr,
        bufsiz: i32,
    ) -> Result<u64> {
        self.func(f::do_readlinkat, || {
            if bufsiz <= 0 {
                return Err(Errno::EINVAL);
            }
            let dentry = self.user_path_at_empty(dfd, pathname)?;
            let inode = self.d_inode(dentry).ok_or(Errno::ENOENT)?;
            if self.inode(inode).kind != InodeType::Symlink {
                return Err(Errno::EINVAL);
            }
            self.leaf(f::security_inode_readlink);
            self.touch_atime(inode);
            self.func(f::vfs_readlink, || {
                let link = self.get_link(inode)?;
                self.readlink_copy(buf, bufsiz as u64, &link)
            })
        })
    }

    fn user_path_at_empty(&self, dfd: i32, pathname: UserPtr) -> Result<super::dcache::DentryId> {
        let mut found = super::dcache::DentryId(0);
        self.func(f::user_path_at_empty, || {
            let name = self.getname_inlined(pathname)?;
            let looked = self.func(f::filename_lookup, || {
                found = self.path_lookupat(dfd, &name.1, false, false)?;
                Ok(())
            });
            self.putname(name.0);
            looked
        })?;
        Ok(found)
    }

    fn readlink_copy(&self, buf: UserPtr, bufsiz: u64, link: &[u8]) -> Result<u64> {
        self.func(f::readlink_copy, || {
            let bytes = &link[..link.len().min(bufsiz as usize)];
            let address = self.next_address.get();
            if self.copy_to_user(buf, KernelBytes { address, bytes }) > 0 {
                return Err(Errno::EFAULT);
            }
            Ok(bytes.len() as u64)
        })
    }
}
