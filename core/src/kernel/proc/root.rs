//! The root of procfs (fs/proc/root.c).

use super::super::fs::dcache::DentryId;
use super::super::{Kernel, Result};
use crate::trace::f;

impl Kernel {
    /// `proc_root_lookup`: a process ID first, then what was registered.
    pub(crate) fn proc_root_lookup(&self, dentry: DentryId, name: &[u8]) -> Result<()> {
        self.func(f::proc_root_lookup, || {
            if self.proc_pid_lookup(dentry, name).is_ok() {
                return Ok(());
            }
            self.proc_lookup(0, dentry, name)
        })
    }
}
