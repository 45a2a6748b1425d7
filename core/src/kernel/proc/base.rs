//! `/proc/PID` (fs/proc/base.c): its inodes are made when they are looked up.

use std::cell::Cell;

use super::super::fs::dcache::DentryId;
use super::super::fs::file::{FileId, FileOperations};
use super::super::fs::inode::{Inode, InodeId, InodeOperations, InodeType};
use super::super::fs::libfs_dir::DIRECTORY;
use super::super::fs::seq_file::{SeqFile, SeqOperations, single_next, single_start, single_stop};
use super::super::task::TaskState;
use super::super::{Errno, Kernel, Result, Sleeping, UserPtr};
use crate::trace::{TaskId, f};

/// Longest `comm`, NUL included.
const TASK_COMM_LEN: usize = 16;

/// A row of `tgid_base_stuff`: name, mode, operations.
struct PidEntry(&'static str, u16, &'static FileOperations);

/// What the model has of `/proc/PID`.
static TGID_BASE_STUFF: [PidEntry; 1] = [PidEntry("comm", 0o644, &PID_COMM_OPS)];

impl Kernel {
    /// `proc_pid_lookup`: is the name a process ID?
    pub(crate) fn proc_pid_lookup(&self, dentry: DentryId, name: &[u8]) -> Result<()> {
        self.func(f::proc_pid_lookup, || {
            self.leaf(f::name_to_int);
            let pid = name_to_int(name).ok_or(Errno::ENOENT)?;
            self.leaf(f::find_task_by_pid_ns);
            let task = self
                .tasks
                .borrow()
                .iter()
                .position(|task| task.pid == pid && task.state != TaskState::Dead)
                .ok_or(Errno::ENOENT)?;
            self.func(f::proc_pid_instantiate, || {
                let inode = self.proc_pid_make_inode(
                    InodeType::Directory,
                    0o555,
                    InodeOperations::ProcPid(task as u16),
                    &DIRECTORY,
                    TaskId(task as u16),
                );
                self.d_splice_alias(dentry, Some(inode));
            });
            Ok(())
        })
    }

    fn proc_pid_make_inode(
        &self,
        kind: InodeType,
        mode: u16,
        ops: InodeOperations,
        fops: &'static FileOperations,
        owner: TaskId,
    ) -> InodeId {
        let mut id = InodeId(0);
        self.func(f::proc_pid_make_inode, || {
            let cred = self.with_task(owner, |task| task.cred);
            id = self.new_inode(Inode {
                kind,
                mode,
                uid: cred.uid,
                gid: cred.gid,
                ops,
                fops,
                cdev: false,
                atime_is_new: false,
                complete: false,
                address: 0,
            });
        });
        id
    }

    /// `proc_tgid_base_lookup`
    pub(crate) fn proc_tgid_base_lookup(
        &self,
        task: u16,
        dentry: DentryId,
        name: &[u8],
    ) -> Result<()> {
        self.func(f::proc_tgid_base_lookup, || {
            self.func(f::proc_pident_lookup, || {
                let at = TGID_BASE_STUFF
                    .iter()
                    .position(|entry| entry.0.as_bytes() == name)
                    .ok_or(Errno::ENOENT)?;
                self.func(f::proc_pident_instantiate, || {
                    let PidEntry(_, mode, fops) = TGID_BASE_STUFF[at];
                    let inode = self.proc_pid_make_inode(
                        InodeType::Regular,
                        mode,
                        InodeOperations::ProcPidFile(task, at),
                        fops,
                        TaskId(task),
                    );
                    self.d_splice_alias(dentry, Some(inode));
                });
                Ok(())
            })
        })
    }

    /// `get_proc_task`: the process that the inode belongs to, if it lives.
    fn get_proc_task(&self, task: u16) -> Result<TaskId> {
        let task = TaskId(task);
        let dead = self.with_task(task, |task| task.state == TaskState::Dead);
        if dead { Err(Errno::ESRCH) } else { Ok(task) }
    }
}

fn name_to_int(name: &[u8]) -> Option<u32> {
    let leading_zero = name.len() > 1 && name[0] == b'0';
    if leading_zero || !name.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(name).ok()?.parse().ok()
}

/// `proc_pid_set_comm_operations`
static PID_COMM_OPS: FileOperations = FileOperations {
    llseek: Some(Kernel::seq_lseek),
    read_iter: Some(Kernel::seq_read_iter),
    write: Some(comm_write),
    open: Some(comm_open),
    release: Some(comm_release),
    ..FileOperations::NONE
};

static COMM_SEQ: SeqOperations =
    SeqOperations { start: single_start, next: single_next, stop: single_stop, show: comm_show };

fn comm_open(k: &Kernel, inode: InodeId, file: FileId) -> Result<()> {
    k.func(f::comm_open, || match k.inode(inode).ops {
        InodeOperations::ProcPidFile(task, _) => k.single_open(file, &COMM_SEQ, task.into()),
        _ => Err(Errno::EINVAL),
    })
}

fn comm_release(k: &Kernel, _inode: InodeId, file: FileId) {
    k.single_release(file);
}

fn comm_show(k: &Kernel, m: &mut SeqFile) -> Result<()> {
    k.func(f::comm_show, || {
        let task = k.get_proc_task(m.private as u16)?;
        let comm = k.with_task(task, |task| task.comm.clone());
        let text = format!("{}\n", String::from_utf8_lossy(&comm));
        k.func(f::proc_task_name, || m.put(text.as_bytes()));
        Ok(())
    })
}

fn comm_write<'k>(
    k: &'k Kernel,
    file: FileId,
    buf: UserPtr,
    count: u64,
    _position: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(async move {
        k.func(f::comm_write, || {
            let wanted = count.min(TASK_COMM_LEN as u64 - 1);
            let stack = 0xffff_c900_0063_7e10;
            let mut bytes = k.copy_from_user(stack, buf, wanted);
            if (bytes.len() as u64) < wanted {
                return Err(Errno::EFAULT);
            }
            let inode = k.with_file(file, |file| file.inode)?;
            let InodeOperations::ProcPidFile(task, _) = k.inode(inode).ops else {
                return Err(Errno::EINVAL);
            };
            if k.get_proc_task(task)? != k.current() {
                return Err(Errno::EINVAL);
            }
            let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
            bytes.truncate(end);
            k.func(f::__set_task_comm, || k.with_current(|task| task.comm = bytes));
            Ok(count)
        })
    })
}
