//! System call numbers of the machine that we are built for.

use ringside_core::program::calls;
use ringside_core::trace::Arch;

/// The architecture that programs run as.
pub const ARCH: Arch = if cfg!(target_arch = "x86") { Arch::I386 } else { Arch::X86_64 };

/// The number of a system call, if this architecture has it.
pub fn number(name: &str) -> Option<usize> {
    calls::by_name(name).and_then(|row| row.number(ARCH)).map(usize::from)
}
