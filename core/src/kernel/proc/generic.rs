//! Registered entries (fs/proc/generic.c).

use super::super::fs::dcache::DentryId;
use super::super::{Errno, Kernel, Result};
use crate::trace::f;

impl Kernel {
    /// `proc_lookup`: the name among the directory's registered entries.
    pub(crate) fn proc_lookup(&self, dir: usize, dentry: DentryId, name: &[u8]) -> Result<()> {
        self.func(f::proc_lookup, || {
            self.func(f::proc_lookup_de, || {
                self.leaf(f::pde_subdir_find);
                let entry = self.procfs.find(dir, name).ok_or(Errno::ENOENT)?;
                let inode = self.proc_get_inode(entry);
                self.dcache.borrow_mut().get_mut(dentry).revalidate = true;
                self.d_splice_alias(dentry, Some(inode));
                Ok(())
            })
        })
    }
}
