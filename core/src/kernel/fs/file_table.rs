//! The life of an open file (fs/file_table.c, `filp_close` of fs/open.c).

use super::super::Kernel;
use super::dcache::DentryId;
use super::file::{File, FileId, FileOperations, Mode, O_ACCMODE, O_RDONLY, O_RDWR, O_WRONLY};
use super::inode::{InodeId, InodeType};
use crate::trace::{Object, f};

impl Kernel {
    /// `alloc_empty_file`
    pub(crate) fn alloc_empty_file(&self, flags: u64) -> FileId {
        /// No operations at all: what a file has before it is opened.
        static EMPTY: FileOperations = FileOperations::NONE;
        let mut id = FileId(0);
        self.func(f::alloc_empty_file, || {
            self.func(f::__alloc_file, || {
                let address = self.allocate(Object::File, 256);
                // OPEN_FMODE: the odd access mode 3 is neither.
                let access = flags & O_ACCMODE;
                let mode = Mode {
                    read: access == O_RDONLY || access == O_RDWR,
                    write: access == O_WRONLY || access == O_RDWR,
                    ..Mode::default()
                };
                id = self.files.borrow_mut().add(File {
                    flags,
                    mode,
                    pos: 0,
                    inode: InodeId(0),
                    dentry: DentryId(0),
                    fops: &EMPTY,
                    count: 1,
                    seq: None,
                    address,
                    opaque: false,
                });
            });
        });
        id
    }

    /// `filp_close`
    pub(crate) fn filp_close(&self, file: FileId) -> u64 {
        self.func(f::filp_close, || {
            let path = self.with_file(file, |file| file.mode.path).unwrap_or(false);
            if !path {
                self.leaf(f::dnotify_flush);
                self.leaf(f::locks_remove_posix);
            }
            self.fput(file);
            0
        })
    }

    /// `fput`: the last reference is put on the way back to user space.
    pub(crate) fn fput(&self, id: FileId) {
        self.func(f::fput, || {
            let last = self.with_file(id, |file| {
                file.count = file.count.saturating_sub(1);
                file.count == 0
            });
            if last == Ok(true) {
                self.func(f::task_work_add, || {
                    self.with_current(|task| task.task_work.push(id));
                });
            }
        });
    }

    /// `task_work_run`: what was put off until now.
    pub(crate) fn task_work_run(&self) {
        let work = self.with_current(|task| std::mem::take(&mut task.task_work));
        if work.is_empty() {
            return;
        }
        self.func(f::task_work_run, || {
            for file in work {
                self.func(f::____fput, || self.__fput(file));
            }
        });
    }

    fn __fput(&self, id: FileId) {
        self.func(f::__fput, || {
            let Ok((mode, inode, fops)) =
                self.with_file(id, |file| (file.mode, file.inode, file.fops))
            else {
                return;
            };
            if mode.opened {
                self.leaf(f::locks_remove_file);
                self.leaf(f::ima_file_free);
                if let Some(release) = fops.release {
                    release(self, inode, id);
                }
                let node = self.inode(inode);
                if matches!(node.kind, InodeType::CharDevice(..)) && node.cdev && !mode.path {
                    self.func(f::cdev_put, || self.leaf(f::module_put));
                }
                self.leaf(f::dput);
                self.leaf(f::mntput);
            }
            if let Some(file) = self.files.borrow_mut().remove(id) {
                self.free(Object::File, file.address);
            }
        });
    }
}
