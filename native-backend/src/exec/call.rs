//! The one place from which a program's system calls are made.
//!
//! All of a program's calls return to one known address, so that a trace can
//! tell them from the driver's own by the saved instruction pointer alone.
//! `libc::syscall` would be one address too, but the driver and its libraries
//! use it as well, and it turns errors into `errno`.
//!
//! On x86-64 the door is the `SYSCALL` instruction. On i386 the vDSO chooses
//! between `SYSENTER` and `int $0x80`, so the call goes through it, and the
//! known address lies on the user stack, above the registers that the vDSO
//! saves.

use core::arch::global_asm;

/// A system call, ready: number, six arguments, and (i386) the vDSO's entry.
pub type Frame = [usize; 8];

#[cfg(target_arch = "x86_64")]
global_asm!(
    ".text",
    ".p2align 4",
    ".hidden ringside_program_call",
    ".globl ringside_program_call",
    "ringside_program_call:",
    "mov rax, [rdi]",
    "mov rsi, [rdi + 16]",
    "mov rdx, [rdi + 24]",
    "mov r10, [rdi + 32]",
    "mov r8, [rdi + 40]",
    "mov r9, [rdi + 48]",
    "mov rdi, [rdi + 8]",
    "syscall",
    ".hidden ringside_program_call_return",
    ".globl ringside_program_call_return",
    "ringside_program_call_return:",
    "ret",
    ".hidden ringside_restorer",
    ".globl ringside_restorer",
    "ringside_restorer:",
    "mov eax, 15",
    "syscall",
);

#[cfg(target_arch = "x86")]
global_asm!(
    ".text",
    ".p2align 4",
    ".hidden ringside_program_call",
    ".globl ringside_program_call",
    "ringside_program_call:",
    "push ebp",
    "push ebx",
    "push esi",
    "push edi",
    "mov eax, [esp + 20]",
    "push [eax + 28]",
    "mov ebx, [eax + 4]",
    "mov ecx, [eax + 8]",
    "mov edx, [eax + 12]",
    "mov esi, [eax + 16]",
    "mov edi, [eax + 20]",
    "mov ebp, [eax + 24]",
    "mov eax, [eax]",
    "call [esp]",
    ".hidden ringside_program_call_return",
    ".globl ringside_program_call_return",
    "ringside_program_call_return:",
    "add esp, 4",
    "pop edi",
    "pop esi",
    "pop ebx",
    "pop ebp",
    "ret",
    ".hidden ringside_gate",
    ".globl ringside_gate",
    "ringside_gate:",
    "int 0x80",
    "ret",
    ".hidden ringside_restorer",
    ".globl ringside_restorer",
    "ringside_restorer:",
    "mov eax, 173",
    "int 0x80",
);

unsafe extern "C" {
    fn ringside_program_call(frame: *const Frame) -> isize;
    fn ringside_program_call_return();
    fn ringside_restorer();
    #[cfg(target_arch = "x86")]
    fn ringside_gate();
}

/// Makes the call and returns what the kernel left in the result register.
///
/// # Safety
///
/// The call may do to this process whatever the system call can do.
#[inline(always)]
pub unsafe fn call(frame: &Frame) -> i64 {
    // SAFETY: `frame` is readable; what the call itself does is the caller's promise.
    unsafe { ringside_program_call(frame) as i64 }
}

/// Where the program's calls return to.
pub fn site() -> u64 {
    ringside_program_call_return as *const () as u64
}

/// `sa_restorer`.
pub fn restorer() -> u64 {
    ringside_restorer as *const () as u64
}

/// Number of `rt_sigreturn`, as the restorer has it.
pub const SIGRETURN: u64 = if cfg!(target_arch = "x86") { 173 } else { 15 };

/// A handler that does nothing and returns.
pub fn handler() -> u64 {
    extern "C" fn nothing(_signal: libc::c_int) {}
    nothing as *const () as u64
}

/// The last word of a [`Frame`].
pub fn gate() -> usize {
    #[cfg(target_arch = "x86")]
    {
        // SAFETY: getauxval only reads what the kernel passed at exec.
        let vdso = unsafe {
            libc::getauxval(32 /* AT_SYSINFO */)
        } as usize;
        if vdso != 0 { vdso } else { ringside_gate as *const () as usize }
    }
    #[cfg(not(target_arch = "x86"))]
    {
        0
    }
}
