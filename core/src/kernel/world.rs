//! What exists before the first line: the tree of directories, the devices,
//! and the entries of procfs. The lab's machine is set up the same way.

use super::char_dev::{DEF_CHR_FOPS, MEM_MAJOR, MISC_MAJOR, NULL_MINOR};
use super::fs::dcache::{Dcache, DentryId};
use super::fs::inode::{Inode, InodeOperations, InodeType, Inodes};
use super::fs::libfs_dir::{DIRECTORY, SIMPLE_DIRECTORY};
use super::proc::{Tree, cpuinfo, meminfo};
use crate::module;

/// Directories in the root that the model knows nothing about: what is in them
/// is the machine's own.
const PARTIAL: [&str; 8] = ["bin", "etc", "lib", "lib64", "root", "sys", "usr", "var"];

/// The tree: inodes and names that are in memory from the start.
pub(crate) struct World {
    pub inodes: Inodes,
    pub dcache: Dcache,
    pub procfs: Tree,
}

impl World {
    /// The world of the lab.
    pub fn new() -> World {
        let mut world =
            World { inodes: Inodes::default(), dcache: Dcache::default(), procfs: Tree::default() };
        let root = world.directory(None, "/", InodeOperations::Simple, 0o755, false);
        for name in PARTIAL {
            world.directory(Some(root), name, InodeOperations::Simple, 0o755, false);
        }
        world.directory(Some(root), "tmp", InodeOperations::Simple, 0o1777, true);
        world.devtmpfs(root);
        world.proc(root);
        world
    }

    fn add(&mut self, parent: Option<DentryId>, name: &str, inode: Inode) -> DentryId {
        let inode = self.inodes.add(inode);
        self.dcache.add(parent, name.as_bytes(), Some(inode))
    }

    fn directory(
        &mut self,
        parent: Option<DentryId>,
        name: &str,
        ops: InodeOperations,
        mode: u16,
        complete: bool,
    ) -> DentryId {
        let inode = Inode {
            kind: InodeType::Directory,
            mode,
            uid: 0,
            gid: 0,
            ops,
            fops: if ops == InodeOperations::Simple { &SIMPLE_DIRECTORY } else { &DIRECTORY },
            cdev: false,
            atime_is_new: false,
            complete,
            address: 0,
        };
        self.add(parent, name, inode)
    }

    /// A filesystem mounted on a directory of the root: its root's `..` is the
    /// real root.
    fn mount(&mut self, root: DentryId, name: &str, ops: InodeOperations, mode: u16) -> DentryId {
        let point = self.directory(Some(root), name, InodeOperations::Simple, 0o755, true);
        let mounted = self.directory(None, name, ops, mode, false);
        self.dcache.get_mut(mounted).parent = root;
        self.dcache.get_mut(point).mounted = Some(mounted);
        mounted
    }

    /// /dev: the kernel makes a node for each driver.
    fn devtmpfs(&mut self, root: DentryId) {
        let dev = self.mount(root, "dev", InodeOperations::Simple, 0o755);
        self.device(dev, "null", MEM_MAJOR, NULL_MINOR, 0o666);
        for (name, minor, mode) in module::MISC_DEVICES {
            self.device(dev, name, MISC_MAJOR, minor, mode);
        }
    }

    fn device(&mut self, dev: DentryId, name: &str, major: u32, minor: u32, mode: u16) {
        let inode = Inode {
            kind: InodeType::CharDevice(major, minor),
            mode,
            uid: 0,
            gid: 0,
            ops: InodeOperations::Simple,
            fops: &DEF_CHR_FOPS,
            // Somebody has opened it before: the driver is known.
            cdev: true,
            atime_is_new: false,
            complete: true,
            address: 0,
        };
        self.add(Some(dev), name, inode);
    }

    /// /proc: entries are registered, inodes are made when they are looked up;
    /// `self` exists from the mount on.
    fn proc(&mut self, root: DentryId) {
        self.procfs.create("cpuinfo", 0o444, 0, &cpuinfo::CPUINFO_PROC_OPS);
        self.procfs.create("meminfo", 0o444, 0, &meminfo::PROC_SINGLE_OPS);
        module::register_proc(&mut self.procfs);
        let proc = self.mount(root, "proc", InodeOperations::ProcRoot, 0o555);
        let link = Inode {
            kind: InodeType::Symlink,
            mode: 0o777,
            uid: 0,
            gid: 0,
            ops: InodeOperations::ProcSelf,
            fops: &DIRECTORY,
            cdev: false,
            atime_is_new: false,
            complete: true,
            address: 0,
        };
        self.add(Some(proc), "self", link);
    }
}
