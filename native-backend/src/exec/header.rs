//! What kernel and machine this is.

use std::time::{SystemTime, UNIX_EPOCH};

use ringside_core::program::Plan;
use ringside_core::trace::{Clock, Door, FORMAT_VERSION, Header, KernelName};

use super::Options;
use super::numbers::ARCH;

/// The head of a trace of this machine.
pub fn header(plan: &Plan, options: &Options, functions: bool) -> Header {
    let hypervisor = hypervisor();
    Header {
        version: FORMAT_VERSION,
        kernel: KernelName {
            kind: options.kernel,
            release: rustix::system::uname().release().to_string_lossy().into_owned(),
            arch: ARCH,
            machine: if options.machine.is_empty() {
                machine(hypervisor.as_deref())
            } else {
                options.machine.clone()
            },
            date: date(),
        },
        program: plan.text.clone(),
        tasks: plan.tasks.clone(),
        clock: if hypervisor.as_deref() == Some("TCGTCGTCGTCG") {
            Clock::Emulated
        } else {
            Clock::Nanoseconds
        },
        functions,
    }
}

fn machine(hypervisor: Option<&str>) -> String {
    let cpus = match std::thread::available_parallelism().map_or(1, usize::from) {
        1 => "1 CPU".to_owned(),
        n => format!("{n} CPUs"),
    };
    match hypervisor {
        Some("TCGTCGTCGTCG") => format!("QEMU TCG, {cpus}"),
        Some("KVMKVMKVM") => format!("KVM, {cpus}"),
        Some(other) => format!("a virtual machine ({other}), {cpus}"),
        None => format!("hardware, {cpus}"),
    }
}

/// What the CPU says that it runs under.
fn hypervisor() -> Option<String> {
    #[cfg(target_arch = "x86")]
    use std::arch::x86::__cpuid;
    #[cfg(target_arch = "x86_64")]
    use std::arch::x86_64::__cpuid;
    if __cpuid(1).ecx >> 31 == 0 {
        return None;
    }
    let leaf = __cpuid(0x4000_0000);
    let bytes: Vec<u8> = [leaf.ebx, leaf.ecx, leaf.edx]
        .iter()
        .flat_map(|word| word.to_le_bytes())
        .filter(|byte| byte.is_ascii_graphic())
        .collect();
    String::from_utf8(bytes).ok().filter(|name| !name.is_empty())
}

/// The door that `exec::call` uses.
pub fn door() -> Door {
    #[cfg(target_arch = "x86")]
    {
        let fast = std::arch::x86::__cpuid(1).edx & (1 << 11) != 0;
        if fast { Door::Sysenter } else { Door::Int80 }
    }
    #[cfg(not(target_arch = "x86"))]
    {
        Door::Syscall
    }
}

/// Today, as RFC 3339 writes it.
fn date() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    // Howard Hinnant's days-to-civil, for days after 1970.
    let z = seconds / 86_400 + 719_468;
    let (era, day_of_era) = (z / 146_097, z % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
