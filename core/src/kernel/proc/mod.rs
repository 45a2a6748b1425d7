//! procfs (fs/proc/).

pub mod base;
pub mod cpuinfo;
pub mod generic;
pub mod inode;
pub mod meminfo;
pub mod root;
pub mod self_;

use super::fs::file::{LlseekFn, OpenFn, ReadFn, ReadIterFn, ReleaseFn};

/// `struct proc_ops`: what a driver gives to `proc_create`.
#[derive(Debug, Default)]
pub struct ProcOps {
    /// `PROC_ENTRY_PERMANENT`: never removed, so nothing is counted.
    pub permanent: bool,
    /// `.proc_open`
    pub open: Option<OpenFn>,
    /// `.proc_read`
    pub read: Option<ReadFn>,
    /// `.proc_read_iter`
    pub read_iter: Option<ReadIterFn>,
    /// `.proc_write`
    pub write: Option<ReadFn>,
    /// `.proc_lseek`
    pub lseek: Option<LlseekFn>,
    /// `.proc_release`
    pub release: Option<ReleaseFn>,
}

impl ProcOps {
    /// None at all.
    pub const NONE: ProcOps = ProcOps {
        permanent: false,
        open: None,
        read: None,
        read_iter: None,
        write: None,
        lseek: None,
        release: None,
    };
}

/// What a `proc_dir_entry` is.
#[derive(Clone, Copy, Debug)]
pub enum EntryKind {
    /// A directory.
    Directory,
    /// A file with its operations.
    File(&'static ProcOps),
}

/// `struct proc_dir_entry`
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its directory, by index; entry 0 is the root.
    pub parent: usize,
    /// Its name.
    pub name: &'static str,
    /// Permission bits.
    pub mode: u16,
    /// Directory or file.
    pub kind: EntryKind,
    /// Does the model know all that lies below?
    pub complete: bool,
}

/// All entries that were registered (`proc_create`, `proc_mkdir`).
#[derive(Clone, Debug)]
pub struct Tree(Vec<Entry>);

impl Default for Tree {
    fn default() -> Tree {
        let root = Entry {
            parent: 0,
            name: "/proc",
            mode: 0o555,
            kind: EntryKind::Directory,
            complete: false,
        };
        Tree(vec![root])
    }
}

impl Tree {
    /// `proc_mkdir`
    pub fn mkdir(&mut self, name: &'static str) -> usize {
        self.add(Entry { parent: 0, name, mode: 0o555, kind: EntryKind::Directory, complete: true })
    }

    /// `proc_create`
    pub fn create(&mut self, name: &'static str, mode: u16, parent: usize, ops: &'static ProcOps) {
        let kind = EntryKind::File(ops);
        self.add(Entry { parent, name, mode, kind, complete: true });
    }

    fn add(&mut self, entry: Entry) -> usize {
        self.0.push(entry);
        self.0.len() - 1
    }

    /// The entry at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Entry {
        self.0[index]
    }

    /// `pde_subdir_find`
    #[must_use]
    pub fn find(&self, parent: usize, name: &[u8]) -> Option<usize> {
        (1..self.0.len())
            .find(|&at| self.0[at].parent == parent && self.0[at].name.as_bytes() == name)
    }
}
