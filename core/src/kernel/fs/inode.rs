//! Inodes and their operations (`struct inode`, `struct inode_operations`).

use super::super::task::Cred;
use super::super::{Errno, Kernel, Result};
use super::file::FileOperations;
use crate::trace::{Object, f};

/// An index in [`Inodes`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct InodeId(pub u32);

/// What an inode stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InodeType {
    /// `S_IFDIR`
    Directory,
    /// `S_IFREG`
    Regular,
    /// `S_IFLNK`
    Symlink,
    /// `S_IFCHR` with its device number: major, minor.
    CharDevice(u32, u32),
}

/// Where an inode's operations come from: `i_op`, and what they need.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InodeOperations {
    /// tmpfs, ramfs, devtmpfs: what exists is in the dcache.
    Simple,
    /// The root of procfs.
    ProcRoot,
    /// A `proc_dir_entry`, by its index in the tree.
    Proc(usize),
    /// `/proc/self`.
    ProcSelf,
    /// `/proc/PID`, by the task's index.
    ProcPid(u16),
    /// A file in `/proc/PID`: the task's index, and the entry's.
    ProcPidFile(u16, usize),
}

/// `struct inode`.
#[derive(Clone, Copy, Debug)]
pub struct Inode {
    /// Type.
    pub kind: InodeType,
    /// Permission bits, as in `chmod`.
    pub mode: u16,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Operations.
    pub ops: InodeOperations,
    /// `i_fop`.
    pub fops: &'static FileOperations,
    /// `i_cdev`: has the driver been looked up?
    pub cdev: bool,
    /// Was it used so lately that following it changes no time?
    pub atime_is_new: bool,
    /// Does the model know all that lies below this directory?
    pub complete: bool,
    /// Kernel address, for the trace.
    pub address: u64,
}

/// All inodes.
#[derive(Clone, Debug, Default)]
pub struct Inodes(Vec<Inode>);

impl Inodes {
    /// Adds one.
    pub fn add(&mut self, inode: Inode) -> InodeId {
        self.0.push(inode);
        InodeId(self.0.len() as u32 - 1)
    }

    /// Looks at one.
    #[must_use]
    pub fn get(&self, id: InodeId) -> Inode {
        self.0[id.0 as usize]
    }

    /// Changes one.
    pub fn get_mut(&mut self, id: InodeId) -> &mut Inode {
        &mut self.0[id.0 as usize]
    }
}

/// What an access asks for (`MAY_READ`, `MAY_WRITE`, `MAY_EXEC`).
pub const MAY_EXEC: u16 = 1;
/// See [`MAY_EXEC`].
pub const MAY_WRITE: u16 = 2;
/// See [`MAY_EXEC`].
pub const MAY_READ: u16 = 4;

impl Kernel {
    /// Looks at an inode.
    pub(crate) fn inode(&self, id: InodeId) -> Inode {
        self.inodes.borrow().get(id)
    }

    /// `new_inode`, filled in by its filesystem.
    pub(crate) fn new_inode(&self, mut inode: Inode) -> InodeId {
        let mut id = InodeId(0);
        self.func(f::new_inode, || {
            inode.address = self.allocate(Object::Inode, 640);
            id = self.inodes.borrow_mut().add(inode);
        });
        id
    }

    /// `inode_permission`: may the current task do this to the inode?
    pub(crate) fn inode_permission(&self, id: InodeId, mask: u16) -> Result<()> {
        self.func(f::inode_permission, || {
            let inode = self.inode(id);
            match inode.ops {
                InodeOperations::ProcPid(_) => {
                    self.func(f::proc_pid_permission, || self.generic_permission(inode, mask))
                }
                _ => self.generic_permission(inode, mask),
            }
        })
    }

    fn generic_permission(&self, inode: Inode, mask: u16) -> Result<()> {
        self.func(f::generic_permission, || {
            let cred = self.with_current(|task| task.cred);
            if acl_permission_check(inode, cred, mask) || overridden(inode, cred, mask) {
                Ok(())
            } else {
                Err(Errno::EACCES)
            }
        })
    }
}

/// The mode bits that count for this user.
fn acl_permission_check(inode: Inode, cred: Cred, mask: u16) -> bool {
    let bits = if cred.uid == inode.uid {
        inode.mode >> 6
    } else if cred.gid == inode.gid {
        inode.mode >> 3
    } else {
        inode.mode
    };
    mask & !bits & 7 == 0
}

/// `CAP_DAC_OVERRIDE` and `CAP_DAC_READ_SEARCH`: not for executing a file that
/// nobody may execute.
fn overridden(inode: Inode, cred: Cred, mask: u16) -> bool {
    let executable = inode.kind == InodeType::Directory || inode.mode & 0o111 != 0;
    cred.capable() && (mask & MAY_EXEC == 0 || executable)
}
