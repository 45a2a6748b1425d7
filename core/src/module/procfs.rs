//! `kmod/procfs.c`: /proc/ringside/hello, seq and ro.

use std::cell::{Cell, RefCell};

use crate::kernel::fs::file::FileId;
use crate::kernel::fs::inode::InodeId;
use crate::kernel::fs::read_write::default_llseek;
use crate::kernel::fs::seq_file::{SeqFile, SeqOperations, single_next, single_start, single_stop};
use crate::kernel::proc::{ProcOps, Tree};
use crate::kernel::uaccess::KernelBytes;
use crate::kernel::{Errno, Kernel, Result, Sleeping, UserPtr};
use crate::trace::{Place, f};

/// `RINGSIDE_HELLO_SIZE`
const HELLO_SIZE: u64 = 128;
/// `RINGSIDE_HELLO_TEXT`
const HELLO_TEXT: &[u8] = b"hello from kernel\n";
/// `RINGSIDE_RO_TEXT`
const RO_TEXT: &[u8] = b"read only\n";

/// Where the module's data lies.
const RINGSIDE_HELLO: u64 = 0xffff_ffff_c044_c1c0;
const RO_ADDRESS: u64 = 0xffff_ffff_c044_a0e0;
const STACK: u64 = 0xffff_c900_0063_7da0;

/// `ringside_hello` and `ringside_hello_len`.
#[derive(Debug)]
pub(crate) struct State {
    hello: RefCell<Vec<u8>>,
}

impl Default for State {
    fn default() -> State {
        State { hello: RefCell::new(HELLO_TEXT.to_vec()) }
    }
}

pub(crate) fn init(tree: &mut Tree) {
    let dir = tree.mkdir("ringside");
    tree.create("hello", 0o666, dir, &HELLO_OPS);
    tree.create("seq", 0o444, dir, &SEQ_OPS);
    tree.create("ro", 0o444, dir, &RO_OPS);
}

static HELLO_OPS: ProcOps = ProcOps {
    read: Some(ringside_hello_read),
    write: Some(ringside_hello_write),
    lseek: Some(default_llseek),
    ..ProcOps::NONE
};

fn ringside_hello_read<'k>(
    k: &'k Kernel,
    _file: FileId,
    buf: UserPtr,
    n: u64,
    ppos: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(async move {
        k.func(f::ringside_hello_read, || {
            let hello = k.module().procfs.hello.borrow().clone();
            let from = KernelBytes { address: RINGSIDE_HELLO, bytes: &hello };
            k.simple_read_from_buffer(buf, n, ppos, from)
        })
    })
}

/// A write replaces the whole text, wherever the file offset is, or nothing.
fn ringside_hello_write<'k>(
    k: &'k Kernel,
    _file: FileId,
    buf: UserPtr,
    n: u64,
    _ppos: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(async move {
        k.func(f::ringside_hello_write, || {
            if n > HELLO_SIZE {
                return Err(Errno::EMSGSIZE);
            }
            let bytes = k.copy_from_user(STACK, buf, n);
            if (bytes.len() as u64) < n {
                return Err(Errno::EFAULT);
            }
            let before = k.module().procfs.hello.replace(bytes.clone());
            k.changed(Place::Module, "hello", &escaped(&before), &escaped(&bytes));
            Ok(n)
        })
    })
}

static SEQ_OPS: ProcOps = ProcOps {
    open: Some(ringside_seq_open),
    read_iter: Some(Kernel::seq_read_iter),
    lseek: Some(Kernel::seq_lseek),
    release: Some(single_release),
    ..ProcOps::NONE
};

static SEQ: SeqOperations = SeqOperations {
    start: single_start,
    next: single_next,
    stop: single_stop,
    show: ringside_seq_show,
};

fn ringside_seq_open(k: &Kernel, _inode: InodeId, file: FileId) -> Result<()> {
    k.func(f::ringside_seq_open, || k.single_open(file, &SEQ, 0))
}

fn ringside_seq_show(k: &Kernel, m: &mut SeqFile) -> Result<()> {
    k.func(f::ringside_seq_show, || {
        let len = k.module().procfs.hello.borrow().len();
        k.seq_printf(m, &format!("the greeting has {len} bytes\n"));
        Ok(())
    })
}

fn single_release(k: &Kernel, _inode: InodeId, file: FileId) {
    k.single_release(file);
}

/// No write: EIO. No lseek: ESPIPE.
static RO_OPS: ProcOps = ProcOps { read: Some(ringside_ro_read), ..ProcOps::NONE };

fn ringside_ro_read<'k>(
    k: &'k Kernel,
    _file: FileId,
    buf: UserPtr,
    n: u64,
    ppos: &'k Cell<i64>,
) -> Sleeping<'k, Result<u64>> {
    Box::pin(async move {
        k.func(f::ringside_ro_read, || {
            let from = KernelBytes { address: RO_ADDRESS, bytes: RO_TEXT };
            k.simple_read_from_buffer(buf, n, ppos, from)
        })
    })
}

pub(super) fn escaped(bytes: &[u8]) -> String {
    format!("\"{}\"", bytes.escape_ascii())
}
