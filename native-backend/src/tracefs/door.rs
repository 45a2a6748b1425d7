//! The kprobe at the door: which system call, from where, with what.
//!
//! `x64_sys_call` gets the saved registers as its first argument, and so does
//! every `__x64_sys_…`; kernels that lack the one have the others.

use super::symbols::Symbols;

/// Names of the probe's fields, in the order of a trace's registers.
pub const FIELDS: [&str; 10] = ["nr", "a0", "a1", "a2", "a3", "a4", "a5", "ip", "sp", "fl"];

/// Offsets in `struct pt_regs`: number, six arguments, ip, sp, flags.
#[cfg(target_arch = "x86_64")]
const OFFSETS: [u32; 10] = [120, 112, 104, 96, 56, 72, 64, 128, 152, 144];
#[cfg(target_arch = "x86")]
const OFFSETS: [u32; 10] = [44, 0, 4, 8, 12, 16, 20, 48, 60, 56];

/// The register that holds a function's first argument.
const FIRST: &str = if cfg!(target_arch = "x86") { "ax" } else { "di" };

/// The functions to probe: one that sees every call, or one for each call.
pub fn functions(symbols: &Symbols, calls: &[&str]) -> Vec<String> {
    let (dispatch, prefix) = if cfg!(target_arch = "x86") {
        ("ia32_sys_call", "__ia32_sys_")
    } else {
        ("x64_sys_call", "__x64_sys_")
    };
    if symbols.has(dispatch) {
        return vec![dispatch.to_owned()];
    }
    calls.iter().map(|call| format!("{prefix}{call}")).filter(|name| symbols.has(name)).collect()
}

/// The line that defines a probe.
pub fn definition(group: &str, function: &str) -> String {
    let mut line = format!("p:{group}/{} {function}", event(function));
    for (name, offset) in FIELDS.iter().zip(OFFSETS) {
        let word = if cfg!(target_arch = "x86") { "u32" } else { "u64" };
        // i386 returns into the vDSO; the program's address lies above the
        // three registers that the vDSO pushes
        if cfg!(target_arch = "x86") && *name == "ip" {
            line += &format!(" {name}=+u12(+60(%{FIRST})):{word}");
        } else {
            line += &format!(" {name}=+{offset}(%{FIRST}):{word}");
        }
    }
    line
}

/// What the probe's event is called.
pub fn event(function: &str) -> String {
    format!("door_{function}")
}
