//! From a path to a dentry (fs/namei.c).
//!
//! A walk begins in RCU mode, without taking references, and falls back to
//! reference counting (`try_to_unlazy`) when the dcache does not have a name.

use super::super::{Errno, Kernel, Result, UserPtr};
use super::dcache::DentryId;
use super::inode::{InodeId, InodeOperations, InodeType, MAY_EXEC};
use crate::trace::{Object, f};

/// `AT_FDCWD`: relative paths start at the working directory.
pub const AT_FDCWD: i32 = -100;
/// Longest path, NUL included.
pub const PATH_MAX: u64 = 4096;
/// Longest name that fits into `struct filename` itself.
const EMBEDDED_NAME_MAX: u64 = PATH_MAX - 32;
/// Longest name of a component.
const NAME_MAX: usize = 255;
/// How many symbolic links a path may follow.
const MAXSYMLINKS: u32 = 40;

/// `struct nameidata`: where a walk is.
#[derive(Debug)]
pub(crate) struct Nameidata {
    /// Where it is now.
    pub dentry: DentryId,
    /// `LOOKUP_RCU`: still without references.
    pub rcu: bool,
    /// `LOOKUP_FOLLOW`: follow a link at the end.
    pub follow: bool,
    /// `LOOKUP_DIRECTORY`: only a directory will do.
    pub directory: bool,
    /// The last component, not looked up yet; none if the path is only slashes.
    pub last: Option<Vec<u8>>,
    /// Does a slash follow it?
    pub trailing_slash: bool,
    links: u32,
}

impl Nameidata {
    /// A walk that has not begun.
    pub(crate) fn new(follow: bool, directory: bool) -> Nameidata {
        Nameidata {
            dentry: DentryId(0),
            rcu: true,
            follow,
            directory,
            last: None,
            trailing_slash: false,
            links: 0,
        }
    }
}

/// Where step_into stops at a symbolic link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Walk {
    /// In the middle of a path: always followed.
    More,
    /// At the end: followed if the walk wants it.
    Trailing,
}

impl Kernel {
    /// `getname`: copies the path in.
    pub(crate) fn getname(&self, filename: UserPtr) -> Result<(u64, Vec<u8>)> {
        let mut name = (0, Vec::new());
        self.func(f::getname, || {
            name = self.getname_inlined(filename)?;
            Ok(())
        })?;
        Ok(name)
    }

    /// `getname`, where gcc inlines it.
    pub(crate) fn getname_inlined(&self, filename: UserPtr) -> Result<(u64, Vec<u8>)> {
        let mut name = (0, Vec::new());
        self.func(f::getname_flags, || {
            name = self.getname_flags(filename)?;
            Ok(())
        })?;
        Ok(name)
    }

    /// `getname_flags` without `LOOKUP_EMPTY`.
    pub(crate) fn getname_flags(&self, filename: UserPtr) -> Result<(u64, Vec<u8>)> {
        let address = self.allocate(Object::Name, PATH_MAX as u32);
        let mut copied = self.strncpy_from_user(address + 32, filename, EMBEDDED_NAME_MAX);
        if copied.as_ref().is_ok_and(|name| name.len() as u64 == EMBEDDED_NAME_MAX) {
            copied = self.strncpy_from_user(address, filename, PATH_MAX);
            if copied.as_ref().is_ok_and(|name| name.len() as u64 == PATH_MAX) {
                copied = Err(Errno::ENAMETOOLONG);
            }
        }
        if copied.as_ref().is_ok_and(Vec::is_empty) {
            copied = Err(Errno::ENOENT);
        }
        match copied {
            Ok(name) => Ok((address, name)),
            Err(errno) => {
                self.free(Object::Name, address);
                Err(errno)
            }
        }
    }

    /// `putname`
    pub(crate) fn putname(&self, address: u64) {
        self.func(f::putname, || self.free(Object::Name, address));
    }

    /// `path_init`: where the walk starts.
    pub(crate) fn path_init(&self, nd: &mut Nameidata, dfd: i32, name: &[u8]) -> Result<()> {
        self.func(f::path_init, || {
            if name.first() == Some(&b'/') || dfd == AT_FDCWD {
                if name.first() == Some(&b'/') {
                    self.nd_jump_root(nd);
                } else {
                    nd.dentry = DentryId(0);
                }
                return Ok(());
            }
            let file = self.files_lookup_fd(dfd as u64).ok_or(Errno::EBADF)?;
            nd.dentry = self.with_file(file, |file| file.dentry)?;
            if name.is_empty() || self.d_can_lookup(nd.dentry) {
                Ok(())
            } else {
                Err(Errno::ENOTDIR)
            }
        })
    }

    fn nd_jump_root(&self, nd: &mut Nameidata) {
        self.func(f::nd_jump_root, || {
            self.leaf(f::set_root);
            nd.dentry = DentryId(0);
        });
    }

    /// `link_path_walk`: all components but the last.
    pub(crate) fn link_path_walk(&self, nd: &mut Nameidata, name: &[u8]) -> Result<()> {
        nd.last = None;
        let mut rest = skip_slashes(name).to_vec();
        if rest.is_empty() {
            return Ok(());
        }
        self.func(f::link_path_walk, || {
            let mut stack: Vec<Vec<u8>> = Vec::new();
            loop {
                self.may_lookup(nd)?;
                let end = rest.iter().position(|&byte| byte == b'/').unwrap_or(rest.len());
                let component = rest[..end].to_vec();
                let slash = end < rest.len();
                let mut after = skip_slashes(&rest[end..]).to_vec();
                if after.is_empty() {
                    let Some(outer) = stack.pop() else {
                        nd.last = Some(component);
                        nd.trailing_slash = slash;
                        return Ok(());
                    };
                    after = outer;
                }
                if let Some(link) = self.walk_component(nd, &component, Walk::More)? {
                    stack.push(after);
                    rest = self.begin_link(nd, &link);
                    continue;
                }
                if !self.d_can_lookup(nd.dentry) {
                    if nd.rcu {
                        self.try_to_unlazy(nd);
                    }
                    return Err(Errno::ENOTDIR);
                }
                rest = after;
            }
        })
    }

    /// An absolute link starts again at the root.
    fn begin_link(&self, nd: &mut Nameidata, link: &[u8]) -> Vec<u8> {
        if link.first() == Some(&b'/') {
            self.nd_jump_root(nd);
        }
        skip_slashes(link).to_vec()
    }

    fn may_lookup(&self, nd: &Nameidata) -> Result<()> {
        let inode = self.d_inode(nd.dentry).ok_or(Errno::ENOENT)?;
        self.inode_permission(inode, MAY_EXEC)
    }

    fn walk_component(
        &self,
        nd: &mut Nameidata,
        component: &[u8],
        walk: Walk,
    ) -> Result<Option<Vec<u8>>> {
        let mut link = None;
        self.func(f::walk_component, || {
            if self.handle_dots(nd, component) {
                return Ok(());
            }
            let dentry = match self.lookup_fast(nd, component)? {
                Some(dentry) => dentry,
                None => self.__lookup_slow(nd.dentry, component)?,
            };
            link = self.step_into(nd, dentry, walk)?;
            Ok(())
        })?;
        Ok(link)
    }

    /// `handle_dots`: was it `.` or `..`?
    pub(crate) fn handle_dots(&self, nd: &mut Nameidata, component: &[u8]) -> bool {
        match component {
            b"." => true,
            b".." => {
                nd.dentry = self.parent_across_mounts(nd.dentry);
                true
            }
            _ => false,
        }
    }

    fn parent_across_mounts(&self, dentry: DentryId) -> DentryId {
        let dcache = self.dcache.borrow();
        dcache.get(dentry).parent
    }

    /// `lookup_fast`: only the dcache.
    pub(crate) fn lookup_fast(
        &self,
        nd: &mut Nameidata,
        component: &[u8],
    ) -> Result<Option<DentryId>> {
        let mut found = None;
        self.func(f::lookup_fast, || {
            let cached = || self.dcache.borrow().child(nd.dentry, component);
            if nd.rcu {
                self.leaf(f::__d_lookup_rcu);
                found = cached();
                let Some(dentry) = found else {
                    self.try_to_unlazy(nd);
                    return;
                };
                if self.dcache.borrow().get(dentry).revalidate {
                    self.leaf(f::proc_misc_d_revalidate);
                    self.func(f::try_to_unlazy_next, || nd.rcu = false);
                    self.leaf(f::proc_misc_d_revalidate);
                }
            } else {
                self.leaf(f::__d_lookup);
                found = cached();
                if found.is_some_and(|dentry| self.dcache.borrow().get(dentry).revalidate) {
                    self.leaf(f::proc_misc_d_revalidate);
                }
            }
        });
        Ok(found)
    }

    /// `__lookup_slow`: asks the filesystem.
    fn __lookup_slow(&self, parent: DentryId, component: &[u8]) -> Result<DentryId> {
        let mut dentry = parent;
        self.func(f::__lookup_slow, || {
            dentry = self.d_alloc_parallel(parent, component);
            self.i_op_lookup(parent, dentry, component)
        })?;
        Ok(dentry)
    }

    /// `dir->i_op->lookup`: fills the dentry in, or says that there is no such
    /// name. A filesystem may also leave it negative.
    pub(crate) fn i_op_lookup(
        &self,
        parent: DentryId,
        dentry: DentryId,
        name: &[u8],
    ) -> Result<()> {
        let dir = self.d_inode(parent).ok_or(Errno::ENOENT)?;
        let inode = self.inode(dir);
        let result = if name.len() > NAME_MAX && inode.ops == InodeOperations::Simple {
            Err(Errno::ENAMETOOLONG)
        } else {
            match inode.ops {
                InodeOperations::ProcRoot => self.proc_root_lookup(dentry, name),
                InodeOperations::Proc(entry) => self.proc_lookup(entry, dentry, name),
                InodeOperations::ProcPid(task) => self.proc_tgid_base_lookup(task, dentry, name),
                _ => {
                    self.leaf(f::simple_lookup);
                    Ok(())
                }
            }
        };
        if !inode.complete && self.d_inode(dentry).is_none() {
            self.unknown.set(true);
        }
        if result.is_err() {
            self.d_lookup_failed(dentry, parent, name);
        }
        result
    }

    /// `step_into`: enters the dentry, through mounts; a symbolic link is
    /// returned to be followed.
    fn step_into(
        &self,
        nd: &mut Nameidata,
        dentry: DentryId,
        walk: Walk,
    ) -> Result<Option<Vec<u8>>> {
        let mut link = None;
        self.func(f::step_into, || {
            let mounted = self.dcache.borrow().get(dentry).mounted;
            let dentry = match mounted {
                Some(root) => {
                    self.leaf(f::__lookup_mnt);
                    root
                }
                None => dentry,
            };
            let inode = self.d_inode(dentry).ok_or(Errno::ENOENT)?;
            let symlink = self.inode(inode).kind == InodeType::Symlink;
            if symlink && (walk == Walk::More || nd.follow) {
                link = Some(self.pick_link(nd, inode)?);
                return Ok(());
            }
            if !nd.rcu {
                self.leaf(f::dput);
            }
            nd.dentry = dentry;
            Ok(())
        })?;
        Ok(link)
    }

    /// `pick_link`: where the link leads.
    fn pick_link(&self, nd: &mut Nameidata, inode: InodeId) -> Result<Vec<u8>> {
        nd.links += 1;
        if nd.links > MAXSYMLINKS {
            return Err(Errno::ELOOP);
        }
        if !nd.rcu {
            self.touch_atime(inode);
        } else if !self.inode(inode).atime_is_new {
            self.try_to_unlazy(nd);
            self.touch_atime(inode);
        }
        self.get_link(inode)
    }

    /// `touch_atime`: the link was followed; the first time that is written down.
    pub(crate) fn touch_atime(&self, inode: InodeId) {
        self.func(f::touch_atime, || self.inodes.borrow_mut().get_mut(inode).atime_is_new = true);
    }

    /// `inode->i_op->get_link`
    pub(crate) fn get_link(&self, inode: InodeId) -> Result<Vec<u8>> {
        match self.inode(inode).ops {
            InodeOperations::ProcSelf => self.proc_self_get_link(),
            _ => Err(Errno::EINVAL),
        }
    }

    /// The last component of an open or a look-up: enters it, or gives the link
    /// to go on with.
    pub(crate) fn enter_last(
        &self,
        nd: &mut Nameidata,
        dentry: DentryId,
    ) -> Result<Option<Vec<u8>>> {
        if nd.trailing_slash {
            nd.follow = true;
            nd.directory = true;
        }
        let link = self.step_into(nd, dentry, Walk::Trailing)?;
        Ok(link.map(|link| self.begin_link(nd, &link)))
    }

    /// `try_to_unlazy`: takes references and leaves RCU mode.
    pub(crate) fn try_to_unlazy(&self, nd: &mut Nameidata) {
        self.func(f::try_to_unlazy, || {
            self.leaf(f::legitimize_links);
            self.func(f::__legitimize_path, || self.leaf(f::__legitimize_mnt));
            nd.rcu = false;
        });
    }

    /// `complete_walk`: the end of a walk.
    pub(crate) fn complete_walk(&self, nd: &mut Nameidata) {
        self.func(f::complete_walk, || {
            if nd.rcu {
                self.try_to_unlazy(nd);
            }
        });
    }

    /// `terminate_walk`: gives the references back.
    pub(crate) fn terminate_walk(&self, nd: &Nameidata) {
        self.func(f::terminate_walk, || {
            if !nd.rcu {
                self.leaf(f::dput);
            }
        });
    }

    /// Is it a directory that names can be looked up in?
    pub(crate) fn d_can_lookup(&self, dentry: DentryId) -> bool {
        self.d_inode(dentry).is_some_and(|id| self.inode(id).kind == InodeType::Directory)
    }

    /// `path_lookupat`: a path that must exist.
    pub(crate) fn path_lookupat(
        &self,
        dfd: i32,
        name: &[u8],
        follow: bool,
        directory: bool,
    ) -> Result<DentryId> {
        let mut found = DentryId(0);
        self.func(f::path_lookupat, || {
            let mut nd = Nameidata::new(follow, directory);
            let walked = self.walk_to_the_end(&mut nd, dfd, name);
            if walked.is_ok() {
                self.complete_walk(&mut nd);
            }
            found = nd.dentry;
            let is_directory = self.d_can_lookup(found);
            self.terminate_walk(&nd);
            walked?;
            if nd.directory && !is_directory { Err(Errno::ENOTDIR) } else { Ok(()) }
        })?;
        Ok(found)
    }

    fn walk_to_the_end(&self, nd: &mut Nameidata, dfd: i32, name: &[u8]) -> Result<()> {
        self.path_init(nd, dfd, name)?;
        let mut path = name.to_vec();
        loop {
            self.link_path_walk(nd, &path)?;
            let Some(last) = nd.last.take() else { return Ok(()) };
            if nd.trailing_slash {
                nd.follow = true;
                nd.directory = true;
            }
            match self.walk_component(nd, &last, Walk::Trailing)? {
                Some(link) => path = self.begin_link(nd, &link),
                None => return Ok(()),
            }
        }
    }
}

fn skip_slashes(path: &[u8]) -> &[u8] {
    let slashes = path.iter().take_while(|&&byte| byte == b'/').count();
    &path[slashes..]
}
