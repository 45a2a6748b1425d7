//! Opening files (fs/open.c, and the parts of fs/namei.c that open uses).

use super::super::{Errno, Kernel, Result, UserPtr};
use super::dcache::DentryId;
use super::file::{
    FileId, O_ACCMODE, O_CLOEXEC, O_CREAT, O_DIRECTORY, O_EXCL, O_LARGEFILE, O_NOCTTY, O_NOFOLLOW,
    O_PATH, O_RDWR, O_TRUNC, O_WRONLY,
};
use super::inode::{InodeId, InodeType, MAY_EXEC, MAY_READ, MAY_WRITE};
use super::namei::Nameidata;
use crate::trace::f;

/// What `O_PATH` leaves of the flags (`O_PATH_FLAGS`).
const O_PATH_FLAGS: u64 = O_DIRECTORY | O_NOFOLLOW | O_PATH;
/// All flags that open knows (`VALID_OPEN_FLAGS`); others are ignored.
const VALID_OPEN_FLAGS: u64 = 0o37_777_703;

impl Kernel {
    /// `do_sys_openat2`
    pub(crate) fn do_sys_openat2(&self, dfd: i32, filename: UserPtr, flags: u64) -> Result<u64> {
        self.func(f::do_sys_openat2, || {
            let op = OpenFlags::build(flags)?;
            let name = self.getname(filename)?;
            let fd = self.func(f::get_unused_fd_flags, || self.alloc_fd(0));
            let opened = fd.and_then(|fd| {
                let file = self.do_filp_open(dfd, &name.1, &op)?;
                self.fd_install(fd, file);
                Ok(fd)
            });
            self.putname(name.0);
            opened
        })
    }

    fn do_filp_open(&self, dfd: i32, name: &[u8], op: &OpenFlags) -> Result<FileId> {
        let mut file = FileId(0);
        self.func(f::do_filp_open, || {
            self.func(f::path_openat, || {
                file = self.alloc_empty_file(op.flags);
                let opened = if op.flags & O_PATH != 0 {
                    self.do_o_path(dfd, name, op, file)
                } else {
                    self.open_by_walking(dfd, name, op, file)
                };
                if opened.is_err() {
                    self.fput(file);
                }
                opened
            })
        })?;
        Ok(file)
    }

    fn do_o_path(&self, dfd: i32, name: &[u8], op: &OpenFlags, file: FileId) -> Result<()> {
        let follow = op.flags & O_NOFOLLOW == 0;
        let dentry = self.path_lookupat(dfd, name, follow, op.flags & O_DIRECTORY != 0)?;
        self.vfs_open(dentry, file)
    }

    fn open_by_walking(&self, dfd: i32, name: &[u8], op: &OpenFlags, file: FileId) -> Result<()> {
        let follow = op.flags & O_NOFOLLOW == 0;
        let mut nd = Nameidata::new(follow, op.flags & O_DIRECTORY != 0);
        let mut path = name.to_vec();
        let opened = self.path_init(&mut nd, dfd, name).and_then(|()| {
            loop {
                self.link_path_walk(&mut nd, &path)?;
                match self.open_last_lookups(&mut nd, op)? {
                    Some(link) => path = link,
                    None => break,
                }
            }
            self.do_open(&mut nd, op, file)
        });
        self.terminate_walk(&nd);
        opened
    }

    /// `open_last_lookups`: gcc inlines it into `path_openat`.
    fn open_last_lookups(&self, nd: &mut Nameidata, op: &OpenFlags) -> Result<Option<Vec<u8>>> {
        let Some(last) = nd.last.take() else { return Ok(None) };
        if self.handle_dots(nd, &last) {
            return Ok(None);
        }
        let creating = op.flags & O_CREAT != 0;
        if creating {
            if nd.rcu {
                self.try_to_unlazy(nd);
            }
            if nd.trailing_slash {
                return Err(Errno::EISDIR);
            }
        } else if let Some(dentry) = self.lookup_fast(nd, &last)? {
            return self.enter_last(nd, dentry);
        }
        let wants_write = op.flags & (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR) != 0;
        if wants_write {
            self.mnt_want_write();
        }
        let dentry = self.lookup_open(nd, &last, op);
        if wants_write {
            self.leaf(f::mnt_drop_write);
        }
        let dentry = dentry?;
        self.enter_last(nd, dentry)
    }

    /// `lookup_open`: gcc inlines it too.
    fn lookup_open(&self, nd: &Nameidata, last: &[u8], op: &OpenFlags) -> Result<DentryId> {
        self.func(f::d_lookup, || self.leaf(f::__d_lookup));
        let cached = self.dcache.borrow().child(nd.dentry, last);
        if let Some(dentry) = cached.filter(|&dentry| self.d_inode(dentry).is_some()) {
            return Ok(dentry);
        }
        let dentry = cached.unwrap_or_else(|| self.d_alloc_parallel(nd.dentry, last));
        let dir = self.d_inode(nd.dentry).ok_or(Errno::ENOENT)?;
        let mut create_error = None;
        if op.flags & O_CREAT != 0 {
            create_error = self.inode_permission(dir, MAY_WRITE | MAY_EXEC).err();
        }
        self.i_op_lookup(nd.dentry, dentry, last)?;
        if self.d_inode(dentry).is_none() && op.flags & O_CREAT != 0 {
            // The model's filesystems create nothing; a tmpfs would.
            self.unknown.set(true);
            return Err(create_error.unwrap_or(Errno::EACCES));
        }
        Ok(dentry)
    }

    /// `do_open`: gcc inlines it into `path_openat`.
    fn do_open(&self, nd: &mut Nameidata, op: &OpenFlags, file: FileId) -> Result<()> {
        self.complete_walk(nd);
        let inode = self.d_inode(nd.dentry).ok_or(Errno::ENOENT)?;
        let kind = self.inode(inode).kind;
        if op.flags & O_CREAT != 0 {
            if op.flags & O_EXCL != 0 {
                return Err(Errno::EEXIST);
            }
            if kind == InodeType::Directory {
                return Err(Errno::EISDIR);
            }
        }
        if nd.directory && kind != InodeType::Directory {
            return Err(Errno::ENOTDIR);
        }
        let truncates = kind == InodeType::Regular && op.flags & O_TRUNC != 0;
        if truncates {
            self.mnt_want_write();
        }
        let opened = self
            .may_open(inode, op)
            .and_then(|()| self.vfs_open(nd.dentry, file))
            .map(|()| self.leaf(f::ima_file_check));
        if truncates {
            if opened.is_ok() {
                self.func(f::do_truncate, || self.leaf(f::notify_change));
            }
            self.leaf(f::mnt_drop_write);
        }
        opened
    }

    fn may_open(&self, id: InodeId, op: &OpenFlags) -> Result<()> {
        self.func(f::may_open, || {
            match self.inode(id).kind {
                InodeType::Symlink => return Err(Errno::ELOOP),
                InodeType::Directory if op.acc_mode & MAY_WRITE != 0 => {
                    return Err(Errno::EISDIR);
                }
                _ => {}
            }
            self.inode_permission(id, op.acc_mode)
        })
    }

    fn vfs_open(&self, dentry: DentryId, file: FileId) -> Result<()> {
        self.func(f::vfs_open, || self.do_dentry_open(dentry, file))
    }

    fn do_dentry_open(&self, dentry: DentryId, id: FileId) -> Result<()> {
        self.func(f::do_dentry_open, || {
            let inode = self.d_inode(dentry).ok_or(Errno::ENOENT)?;
            let node = self.inode(inode);
            self.leaf(f::path_get);
            let path = self.with_file(id, |file| {
                file.dentry = dentry;
                file.inode = inode;
                file.mode.path = file.flags & O_PATH != 0;
                if file.mode.path {
                    file.mode.read = false;
                    file.mode.write = false;
                    file.mode.opened = true;
                } else {
                    file.fops = node.fops;
                    file.mode.lseek = true;
                    file.mode.pread = true;
                    file.mode.pwrite = true;
                }
                file.mode.path
            })?;
            if path {
                return Ok(());
            }
            let writes = self.with_file(id, |file| file.mode.write)?;
            if writes && !matches!(node.kind, InodeType::CharDevice(..)) {
                self.leaf(f::__mnt_want_write);
            }
            self.leaf(f::security_file_open);
            if let Some(open) = node.fops.open {
                open(self, inode, id)?;
            }
            self.with_file(id, |file| {
                let fops = file.fops;
                let mode = &mut file.mode;
                mode.opened = true;
                mode.can_read = mode.read && (fops.read.is_some() || fops.read_iter.is_some());
                mode.can_write = mode.write && fops.write.is_some();
                mode.lseek &= fops.llseek.is_some();
                file.flags &= !(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
            })?;
            self.func(f::file_ra_state_init, || self.leaf(f::inode_to_bdi));
            Ok(())
        })
    }
}

/// `struct open_flags`
struct OpenFlags {
    flags: u64,
    acc_mode: u16,
}

impl OpenFlags {
    /// `build_open_how` and `build_open_flags` for open and openat, which
    /// ignore what they do not know.
    fn build(flags: u64) -> Result<OpenFlags> {
        // Whether it is closed on exec is the descriptor's, not the file's.
        let mut flags = (flags | O_LARGEFILE) & VALID_OPEN_FLAGS & !O_CLOEXEC;
        if flags & O_PATH != 0 {
            flags &= O_PATH_FLAGS;
        }
        if flags & (O_DIRECTORY | O_CREAT) == O_DIRECTORY | O_CREAT {
            return Err(Errno::EINVAL);
        }
        let mut acc_mode = match flags & O_ACCMODE {
            0 => MAY_READ,
            O_WRONLY => MAY_WRITE,
            _ => MAY_READ | MAY_WRITE,
        };
        if flags & O_TRUNC != 0 {
            acc_mode |= MAY_WRITE;
        }
        if flags & O_PATH != 0 {
            acc_mode = 0;
        }
        Ok(OpenFlags { flags, acc_mode })
    }
}
