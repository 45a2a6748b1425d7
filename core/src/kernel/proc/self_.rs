//! `/proc/self`: a link that leads each process to itself (fs/proc/self.c).

use super::super::{Kernel, Result};
use crate::trace::f;

impl Kernel {
    /// `proc_self_get_link`
    pub(crate) fn proc_self_get_link(&self) -> Result<Vec<u8>> {
        let pid = self.func(f::proc_self_get_link, || self.with_current(|task| task.pid));
        Ok(pid.to_string().into_bytes())
    }
}
