//! `/proc/cpuinfo` (fs/proc/cpuinfo.c, arch/x86/kernel/cpu/proc.c): a record
//! for each CPU. The content is the machine's own; the model has one CPU.

use super::super::fs::file::FileId;
use super::super::fs::inode::InodeId;
use super::super::fs::seq_file::{SeqFile, SeqOperations};
use super::super::{Kernel, Result};
use super::ProcOps;
use crate::trace::f;

/// `cpuinfo_proc_ops`
pub(crate) static CPUINFO_PROC_OPS: ProcOps = ProcOps {
    permanent: true,
    open: Some(cpuinfo_open),
    read_iter: Some(Kernel::seq_read_iter),
    lseek: Some(Kernel::seq_lseek),
    release: Some(cpuinfo_release),
    ..ProcOps::NONE
};

static CPUINFO_OP: SeqOperations =
    SeqOperations { start: c_start, next: c_next, stop: c_stop, show: show_cpuinfo };

/// One CPU's lines.
const CPU_0: &str = "processor\t: 0
vendor_id\t: RingsideModel
cpu family\t: 6
model\t\t: 0
model name\t: Ringside model CPU, one core
stepping\t: 0
cpu MHz\t\t: 1000.000
cache size\t: 0 KB
physical id\t: 0
siblings\t: 1
core id\t\t: 0
cpu cores\t: 1
apicid\t\t: 0
initial apicid\t: 0
fpu\t\t: yes
fpu_exception\t: yes
cpuid level\t: 13
wp\t\t: yes
flags\t\t: fpu de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat pse36 mmx fxsr sse sse2 \
syscall nx lm rep_good nopl cpuid
bugs\t\t:
bogomips\t: 2000.00
clflush size\t: 64
cache_alignment\t: 64
address sizes\t: 40 bits physical, 48 bits virtual
power management:

";

fn cpuinfo_open(k: &Kernel, _inode: InodeId, file: FileId) -> Result<()> {
    k.func(f::cpuinfo_open, || k.seq_open(file, &CPUINFO_OP, 0))
}

fn cpuinfo_release(k: &Kernel, _inode: InodeId, file: FileId) {
    k.seq_release(file);
}

fn c_start(k: &Kernel, m: &mut SeqFile) -> bool {
    k.leaf(f::c_start);
    m.index < 1
}

fn c_next(k: &Kernel, m: &mut SeqFile) -> bool {
    k.func(f::c_next, || {
        m.index += 1;
        c_start(k, m)
    })
}

fn c_stop(k: &Kernel) {
    k.leaf(f::c_stop);
}

fn show_cpuinfo(k: &Kernel, m: &mut SeqFile) -> Result<()> {
    k.func(f::show_cpuinfo, || {
        k.seq_printf(m, CPU_0);
        Ok(())
    })
}
