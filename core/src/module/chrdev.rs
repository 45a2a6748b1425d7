//! `kmod/chrdev.c`: /dev/ringside, a buffer that readers wait for, and
//! /dev/ringside-bare, a device without operations.

use std::cell::{Cell, RefCell};

use crate::kernel::fs::file::{FileId, FileOperations, O_NONBLOCK, O_TRUNC};
use crate::kernel::fs::inode::InodeId;
use crate::kernel::fs::read_write::default_llseek;
use crate::kernel::fs::select::{POLLIN, POLLOUT, POLLRDNORM, POLLWRNORM, PollTable};
use crate::kernel::sched::WaitQueueHead;
use crate::kernel::uaccess::KernelBytes;
use crate::kernel::{Errno, Kernel, Result, Sleeping, UserPtr};
use crate::trace::{Kind, Place, f};

/// `RINGSIDE_DEV_SIZE`
const DEV_SIZE: u64 = 4096;
/// `RINGSIDE_DEV_TEXT`
const DEV_TEXT: &[u8] = b"hello dev\n";
/// Where `ringside_dev_buf` lies.
const RINGSIDE_DEV_BUF: u64 = 0xffff_ffff_c044_b000;

/// `ringside_dev_buf`, its length and its wait queue.
#[derive(Debug)]
pub(crate) struct State {
    buf: RefCell<Vec<u8>>,
    len: Cell<usize>,
    wait: WaitQueueHead,
}

impl Default for State {
    fn default() -> State {
        let mut buf = vec![0; DEV_SIZE as usize];
        buf[..DEV_TEXT.len()].copy_from_slice(DEV_TEXT);
        State {
            buf: RefCell::new(buf),
            len: Cell::new(DEV_TEXT.len()),
            wait: WaitQueueHead::default(),
        }
    }
}

pub(crate) static DEV_FOPS: FileOperations = FileOperations {
    open: Some(ringside_dev_open),
    read: Some(ringside_dev_read),
    write: Some(ringside_dev_write),
    poll: Some(ringside_dev_poll),
    llseek: Some(default_llseek),
    release: Some(ringside_dev_release),
    ..FileOperations::NONE
};

/// What the kernel answers by itself: EINVAL, ESPIPE, ENOTTY, ENODEV.
pub(crate) static BARE_FOPS: FileOperations = FileOperations::NONE;

fn wait_queue(k: &Kernel) -> &WaitQueueHead {
    &k.module().chrdev.wait
}

fn set_len(k: &Kernel, len: usize) {
    let dev = &k.module().chrdev;
    let before = dev.len.replace(len);
    k.changed(Place::Module, "bytes in /dev/ringside", &before.to_string(), &len.to_string());
    let queue = k.text("ringside");
    k.emit(Place::Module, Kind::Queue { queue, depth: len as u32, dropped: 0 });
}

fn ringside_dev_open(k: &Kernel, _inode: InodeId, file: FileId) -> Result<()> {
    k.func(f::ringside_dev_open, || {
        let truncates = k.with_file(file, |file| file.mode.write && file.flags & O_TRUNC != 0)?;
        if truncates {
            set_len(k, 0);
        }
        Ok(())
    })
}

fn ringside_dev_read<'k>(
    k: &'k Kernel,
    file: FileId,
    buf: UserPtr,
    n: u64,
    ppos: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(k.sleepy(f::ringside_dev_read, async move || {
        let dev = &k.module().chrdev;
        while dev.len.get() == 0 {
            if k.with_file(file, |file| file.flags & O_NONBLOCK != 0)? {
                return Err(Errno::EAGAIN);
            }
            k.wait_event_interruptible(&dev.wait, "ringside_dev_wait", || dev.len.get() > 0)
                .await?;
        }
        let bytes = dev.buf.borrow()[..dev.len.get()].to_vec();
        let from = KernelBytes { address: RINGSIDE_DEV_BUF, bytes: &bytes };
        k.simple_read_from_buffer(buf, n, ppos, from)
    }))
}

fn ringside_dev_write<'k>(
    k: &'k Kernel,
    _file: FileId,
    buf: UserPtr,
    n: u64,
    ppos: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(async move {
        k.func(f::ringside_dev_write, || {
            let dev = &k.module().chrdev;
            let store = |at: usize, bytes: &[u8]| {
                dev.buf.borrow_mut()[at..at + bytes.len()].copy_from_slice(bytes);
            };
            let done = k.simple_write_to_buffer(RINGSIDE_DEV_BUF, DEV_SIZE, ppos, buf, n, store)?;
            if done == 0 && n > 0 {
                return Err(Errno::ENOSPC);
            }
            if done > 0 {
                set_len(k, ppos.get() as usize);
                k.wake_up_interruptible(&dev.wait);
            }
            Ok(done)
        })
    })
}

fn ringside_dev_poll(k: &Kernel, _file: FileId, wait: &mut PollTable) -> u16 {
    k.func(f::ringside_dev_poll, || {
        k.poll_wait(wait_queue, wait);
        let readable = if k.module().chrdev.len.get() > 0 { POLLIN | POLLRDNORM } else { 0 };
        readable | POLLOUT | POLLWRNORM
    })
}

fn ringside_dev_release(k: &Kernel, _inode: InodeId, _file: FileId) {
    k.leaf(f::ringside_dev_release);
}
