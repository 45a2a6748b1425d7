//! x86-64: limits of the address space and the registers that a system call
//! saves.

/// First address that user space may not pass: `TASK_SIZE_MAX` with four
/// levels of page tables (arch/x86/include/asm/page_64_types.h).
pub const TASK_SIZE_MAX: u64 = 0x7fff_ffff_f000;

/// Levels of page tables below CR3 without LA57.
pub const LEVELS: u8 = 4;

/// Is the address canonical: are bits 63 to 47 all equal?
#[must_use]
pub fn canonical(address: u64) -> bool {
    let top = (address as i64) >> 47;
    top == 0 || top == -1
}

/// `access_ok` (arch/x86/include/asm/uaccess.h, 6.1): does `[address, address
/// + size)` lie below [`TASK_SIZE_MAX`]? It says nothing about what is mapped.
#[must_use]
pub fn access_ok(address: u64, size: u64) -> bool {
    address.checked_add(size).is_some_and(|end| end <= TASK_SIZE_MAX)
}

/// Names of the saved registers, in the order of
/// [`Registers`](crate::trace::Registers).
pub const REGISTER_NAMES: [&str; 10] =
    ["rax", "rdi", "rsi", "rdx", "r10", "r8", "r9", "rip", "rsp", "rflags"];
