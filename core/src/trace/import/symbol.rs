//! What a recorded name is: a row of the function table, or a name of the
//! trace's own.

use std::collections::BTreeMap;

use super::raw::RawRun;
use crate::trace::{FunctionId, Place, by_name};

/// One name of the run.
#[derive(Clone, Copy)]
pub struct Symbol {
    /// The function.
    pub id: FunctionId,
    /// Its place, unless it is wherever its caller is.
    pub place: Option<Place>,
    /// An interrupt's handler, or the tracer's own work, begins here.
    pub aside: bool,
    /// Another kind of name that the importer looks for.
    pub role: Role,
}

/// Functions that tell where a call is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// None of these.
    Other,
    /// `x64_sys_call`, `__x64_sys_…`: what it returns is the call's result.
    Dispatch,
    /// The last function before user mode.
    Exit,
    /// The end of the process: what it calls is not shown.
    End,
    /// The scheduler: not what a task sleeps in.
    Sched,
    /// Reads and writes user memory for the C library, not for the call.
    Rseq,
}

/// All names of a run.
pub struct Symbols {
    known: Vec<Symbol>,
    own: Vec<String>,
}

impl Symbols {
    /// Looks each of them up once.
    pub fn new(run: &RawRun) -> Symbols {
        let mut own: Vec<String> = Vec::new();
        let mut seen: BTreeMap<&str, FunctionId> = BTreeMap::new();
        let known = run.names.iter().map(|raw| {
            let name = plain(&raw.symbol);
            let id = *seen.entry(name).or_insert_with(|| {
                by_name(name).unwrap_or_else(|| {
                    own.push(name.to_owned());
                    FunctionId::own((own.len() - 1).min(0x7fff) as u16)
                })
            });
            let module = (raw.module == "ringside").then_some(Place::Module);
            Symbol {
                id,
                place: id.get().map(|f| f.place).or(module),
                aside: interrupt(name) || tracer(name),
                role: role(name),
            }
        });
        let known = known.collect();
        Symbols { known, own }
    }

    pub fn get(&self, name: u32) -> Option<Symbol> {
        self.known.get(name as usize).copied()
    }

    pub fn own(&self, index: usize) -> &str {
        self.own.get(index).map_or("", String::as_str)
    }

    pub fn into_names(self) -> Vec<String> {
        self.own
    }
}

/// The function's name, without what the compiler added (`.isra.0`, `.part.0`,
/// `.constprop.0`, `.cold`).
pub fn plain(symbol: &str) -> &str {
    match symbol.find('.') {
        Some(dot) if dot > 0 => &symbol[..dot],
        _ => symbol,
    }
}

/// Entry code of interrupts, as function_graph shows it: what it calls runs in
/// the task's name, but not on its behalf.
fn interrupt(name: &str) -> bool {
    name.starts_with("sysvec_")
        || name.starts_with("__sysvec_")
        || matches!(
            name,
            "irq_enter"
                | "irq_enter_rcu"
                | "irq_exit"
                | "irq_exit_rcu"
                | "common_interrupt"
                | "__common_interrupt"
                | "irqentry_exit_cond_resched"
                | "raw_irqentry_exit_cond_resched"
                | "preempt_schedule_irq"
                // what an interrupt's exit calls after it has left its context
                | "idle_cpu"
                | "irqtime_account_irq"
                | "tick_nohz_irq_exit"
                | "wakeup_softirqd"
                | "do_softirq"
                | "__do_softirq"
                | "handle_softirqs"
        )
}

/// What the tracer does to record, where it could not be kept from tracing
/// itself.
fn tracer(name: &str) -> bool {
    name.starts_with("kprobe_")
        || name.starts_with("kretprobe_")
        || name.starts_with("__traceiter_")
        || name.starts_with("copy_from_kernel_nofault")
        || matches!(
            name,
            "get_kprobe" | "pre_handler_kretprobe" | "opt_pre_handler" | "optimized_callback"
        )
}

fn role(name: &str) -> Role {
    match name {
        "x64_sys_call" | "ia32_sys_call" => Role::Dispatch,
        "exit_to_user_mode_prepare" => Role::Exit,
        "do_exit" => Role::End,
        "__rseq_handle_notify_resume" | "rseq_syscall" => Role::Rseq,
        _ if name.starts_with("__x64_sys_") || name.starts_with("__ia32_sys_") => Role::Dispatch,
        _ if name.contains("schedule") => Role::Sched,
        _ => Role::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compiler_suffixes_are_cut() {
        assert_eq!(plain("getname_flags.part.0"), "getname_flags");
        assert_eq!(plain("link_path_walk.part.0.constprop.0"), "link_path_walk");
        assert_eq!(plain("vfs_read"), "vfs_read");
        assert_eq!(plain(".odd"), ".odd");
    }
}
