//! The dcache: names that were looked up (fs/dcache.c).

use std::collections::BTreeMap;

use super::super::Kernel;
use super::inode::InodeId;
use crate::trace::{Object, f};

/// An index in [`Dcache`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct DentryId(pub u32);

/// `struct dentry`: a name in a directory.
#[derive(Clone, Debug)]
pub struct Dentry {
    /// The directory it is in; the root is its own parent.
    pub parent: DentryId,
    /// What it names; nothing if it is known not to exist (negative).
    pub inode: Option<InodeId>,
    /// The root of the filesystem mounted on it.
    pub mounted: Option<DentryId>,
    /// `d_revalidate` is asked before it is used (`DCACHE_OP_REVALIDATE`).
    pub revalidate: bool,
    /// Kernel address, for the trace.
    pub address: u64,
    children: BTreeMap<Vec<u8>, DentryId>,
}

/// All dentries.
#[derive(Clone, Debug, Default)]
pub struct Dcache(Vec<Dentry>);

impl Dcache {
    /// Adds a dentry; the first one is the root of everything.
    pub fn add(
        &mut self,
        parent: Option<DentryId>,
        name: &[u8],
        inode: Option<InodeId>,
    ) -> DentryId {
        let id = DentryId(self.0.len() as u32);
        self.0.push(Dentry {
            parent: parent.unwrap_or(id),
            inode,
            mounted: None,
            revalidate: false,
            address: 0,
            children: BTreeMap::new(),
        });
        if let Some(parent) = parent {
            self.0[parent.0 as usize].children.insert(name.to_vec(), id);
        }
        id
    }

    /// Looks at one.
    #[must_use]
    pub fn get(&self, id: DentryId) -> &Dentry {
        &self.0[id.0 as usize]
    }

    /// Changes one.
    pub fn get_mut(&mut self, id: DentryId) -> &mut Dentry {
        &mut self.0[id.0 as usize]
    }

    /// The dentry with this name in the directory.
    #[must_use]
    pub fn child(&self, parent: DentryId, name: &[u8]) -> Option<DentryId> {
        self.get(parent).children.get(name).copied()
    }

    /// Forgets a name (`d_drop`).
    pub fn unhash(&mut self, parent: DentryId, name: &[u8]) {
        self.get_mut(parent).children.remove(name);
    }
}

impl Kernel {
    /// `d_alloc_parallel`: a dentry for a name that the cache does not have.
    pub(crate) fn d_alloc_parallel(&self, parent: DentryId, name: &[u8]) -> DentryId {
        let mut id = parent;
        self.func(f::d_alloc_parallel, || {
            self.func(f::d_alloc, || {
                self.func(f::__d_alloc, || {
                    let address = self.allocate(Object::Dentry, 192);
                    let mut dcache = self.dcache.borrow_mut();
                    id = dcache.add(Some(parent), name, None);
                    dcache.get_mut(id).address = address;
                });
            });
        });
        id
    }

    /// `d_splice_alias`: the name means this inode now, or nothing.
    pub(crate) fn d_splice_alias(&self, dentry: DentryId, inode: Option<InodeId>) {
        self.func(f::d_splice_alias, || {
            self.dcache.borrow_mut().get_mut(dentry).inode = inode;
            self.leaf(f::__d_rehash);
        });
    }

    /// A look-up failed: the dentry goes away again.
    pub(crate) fn d_lookup_failed(&self, dentry: DentryId, parent: DentryId, name: &[u8]) {
        let address = self.dcache.borrow().get(dentry).address;
        self.dcache.borrow_mut().unhash(parent, name);
        self.leaf(f::dput);
        self.free(Object::Dentry, address);
    }

    /// What a dentry names.
    pub(crate) fn d_inode(&self, dentry: DentryId) -> Option<InodeId> {
        self.dcache.borrow().get(dentry).inode
    }
}
