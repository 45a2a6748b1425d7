//! Logs of strace on the model: what a log refers to may exist although the
//! model does not have it. Such calls are shown with their recorded results.

use super::fs::dcache::DentryId;
use super::fs::file::{File, FileId, FileOperations, Mode};
use super::fs::inode::{InodeId, InodeOperations, InodeType};
use super::{Kernel, UserPtr};
use crate::program::calls::{self, Returns};

/// The operations of a file that only a log knows: none is ever called.
static OPAQUE: FileOperations = FileOperations::NONE;

impl Kernel {
    /// Does the descriptor mean something that only the log knows?
    pub(crate) fn opaque_fd(&self, fd: u64) -> bool {
        let file = self.files_lookup_fd(fd);
        file.is_some_and(|file| self.with_file(file, |file| file.opaque).unwrap_or(false))
    }

    /// Does the model know what the path leads to? Looks without an event.
    pub(crate) fn knows_path(&self, path: UserPtr) -> bool {
        let bytes = self.peek(path, 4096);
        let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
        let mut at = DentryId(0);
        for name in bytes[..end].split(|&byte| byte == b'/').filter(|name| !name.is_empty()) {
            match self.known_child(at, name) {
                Some(next) => at = next,
                None => return self.registered(&bytes[..end]),
            }
        }
        self.d_inode(at).is_some_and(|inode| self.inode(inode).complete)
    }

    fn known_child(&self, at: DentryId, name: &[u8]) -> Option<DentryId> {
        let dcache = self.dcache.borrow();
        let child = dcache.child(at, name)?;
        Some(dcache.get(child).mounted.unwrap_or(child))
    }

    /// Is it an entry of procfs that has not been looked up yet?
    fn registered(&self, path: &[u8]) -> bool {
        let Some(rest) = path.strip_prefix(b"/proc/") else { return false };
        if rest == b"self/comm" {
            return true;
        }
        let mut dir = 0;
        for name in rest.split(|&byte| byte == b'/') {
            match self.procfs.find(dir, name) {
                Some(entry) => dir = entry,
                None => return false,
            }
        }
        true
    }

    /// A recorded call may have changed the descriptors.
    pub(crate) fn follow_recorded(&self, name: &str, args: [u64; 6], value: i64) {
        let Some(row) = calls::by_name(name) else { return };
        let Ok(result) = u64::try_from(value) else { return };
        if row.result == Returns::Fd && result < super::fs::file::RLIMIT_NOFILE {
            let file = self.opaque_file();
            self.with_current(|task| task.files.set(result, Some(file)));
        }
        if name == "close" && args[0] < super::fs::file::RLIMIT_NOFILE {
            self.with_current(|task| task.files.set(args[0], None));
        }
    }

    /// An open file of which nothing is known.
    pub(crate) fn opaque_file(&self) -> FileId {
        let inode = self.opaque_inode();
        self.files.borrow_mut().add(File {
            flags: 0,
            mode: Mode { opened: true, ..Mode::default() },
            pos: 0,
            inode,
            dentry: DentryId(0),
            fops: &OPAQUE,
            count: 1,
            seq: None,
            address: 0,
            opaque: true,
        })
    }

    fn opaque_inode(&self) -> InodeId {
        self.inodes.borrow_mut().add(super::fs::inode::Inode {
            kind: InodeType::Regular,
            mode: 0,
            uid: 0,
            gid: 0,
            ops: InodeOperations::Simple,
            fops: &OPAQUE,
            cdev: false,
            atime_is_new: false,
            complete: false,
            address: 0,
        })
    }
}
