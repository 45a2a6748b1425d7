//! `/proc/meminfo` (fs/proc/meminfo.c): counters, made into text when it is
//! read. The numbers are the machine's own; the model's are made up.

use super::super::fs::file::FileId;
use super::super::fs::inode::InodeId;
use super::super::fs::seq_file::{SeqFile, SeqOperations, single_next, single_start, single_stop};
use super::super::{Kernel, Result};
use super::ProcOps;
use crate::trace::f;

/// What `proc_create_single` registers: `proc_single_ops`.
pub(crate) static PROC_SINGLE_OPS: ProcOps = ProcOps {
    permanent: true,
    open: Some(proc_single_open),
    read_iter: Some(Kernel::seq_read_iter),
    lseek: Some(Kernel::seq_lseek),
    release: Some(proc_single_release),
    ..ProcOps::NONE
};

static MEMINFO_SEQ: SeqOperations = SeqOperations {
    start: single_start,
    next: single_next,
    stop: single_stop,
    show: meminfo_proc_show,
};

/// Names and kilobytes, in the kernel's order.
const COUNTERS: [(&str, u64); 31] = [
    ("MemTotal:       ", 499_712),
    ("MemFree:        ", 431_204),
    ("MemAvailable:   ", 434_880),
    ("Buffers:        ", 0),
    ("Cached:         ", 21_312),
    ("SwapCached:     ", 0),
    ("Active:         ", 412),
    ("Inactive:       ", 48),
    ("Active(anon):   ", 412),
    ("Inactive(anon): ", 48),
    ("Active(file):   ", 0),
    ("Inactive(file): ", 0),
    ("Unevictable:    ", 20_900),
    ("Mlocked:        ", 0),
    ("SwapTotal:      ", 0),
    ("SwapFree:       ", 0),
    ("Dirty:          ", 0),
    ("Writeback:      ", 0),
    ("AnonPages:      ", 64),
    ("Mapped:         ", 520),
    ("Shmem:          ", 412),
    ("KReclaimable:   ", 6_144),
    ("Slab:           ", 17_920),
    ("SReclaimable:   ", 6_144),
    ("SUnreclaim:     ", 11_776),
    ("PageTables:     ", 52),
    ("NFS_Unstable:   ", 0),
    ("Bounce:         ", 0),
    ("WritebackTmp:   ", 0),
    ("CommitLimit:    ", 249_856),
    ("Committed_AS:   ", 1_024),
];

fn proc_single_open(k: &Kernel, _inode: InodeId, file: FileId) -> Result<()> {
    k.func(f::proc_single_open, || k.single_open(file, &MEMINFO_SEQ, 0))
}

fn proc_single_release(k: &Kernel, _inode: InodeId, file: FileId) {
    k.single_release(file);
}

fn meminfo_proc_show(k: &Kernel, m: &mut SeqFile) -> Result<()> {
    k.func(f::meminfo_proc_show, || {
        for (name, kilobytes) in COUNTERS {
            k.func(f::show_val_kb, || m.put(format!("{name}{kilobytes:>8} kB\n").as_bytes()));
        }
        Ok(())
    })
}
