//! Small system calls about the task itself (kernel/sys.c).

use super::task::{Cred, TaskState};
use super::{Errno, Kernel, Result};
use crate::trace::{Place, f};

impl Kernel {
    /// `__do_sys_getpid`'s body.
    pub(crate) fn sys_getpid(&self) -> Result<u64> {
        Ok(u64::from(self.with_current(|task| task.pid)))
    }

    /// `__sys_setuid`
    pub(crate) fn sys_setuid(&self, uid: u64) -> Result<u64> {
        self.func(f::__sys_setuid, || self.set_cred("uid", uid, |cred| &mut cred.uid))
    }

    /// `__sys_setgid`
    pub(crate) fn sys_setgid(&self, gid: u64) -> Result<u64> {
        self.func(f::__sys_setgid, || self.set_cred("gid", gid, |cred| &mut cred.gid))
    }

    fn set_cred(&self, what: &str, id: u64, field: fn(&mut Cred) -> &mut u32) -> Result<u64> {
        let id = id as u32;
        if id == u32::MAX {
            return Err(Errno::EINVAL);
        }
        self.leaf(f::prepare_creds);
        let mut cred = self.with_current(|task| task.cred);
        let before = *field(&mut cred);
        if !cred.capable() && before != id {
            self.leaf(f::abort_creds);
            return Err(Errno::EPERM);
        }
        *field(&mut cred) = id;
        self.func(f::commit_creds, || self.with_current(|task| task.cred = cred));
        self.changed(Place::Other, what, &before.to_string(), &id.to_string());
        Ok(0)
    }

    /// `do_group_exit`: the task ends, and what it had open is given back. The
    /// way there is long and tells nothing about the boundary, so `do_exit` is one
    /// step here.
    pub(crate) fn do_group_exit(&self) {
        self.func(f::do_group_exit, || {
            self.func(f::do_exit, || {
                let open = self.with_current(|task| {
                    task.state = TaskState::Dead;
                    std::mem::take(&mut task.files)
                });
                for file in open.open() {
                    let _ = self.with_file(file, |file| file.count = file.count.saturating_sub(1));
                }
            });
        });
    }
}
