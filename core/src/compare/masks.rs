//! What is the machine's own, and therefore not compared: one table, with the
//! reason of each row.

use std::collections::BTreeMap;

use crate::program::plan::{Action, Operand, Plan, Step};
use crate::program::{self};

/// What of a call is not compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mask {
    /// The number that it returns.
    pub value: bool,
    /// The bytes that it leaves, but not how many.
    pub content: bool,
    /// How many bytes it leaves and copies.
    pub length: bool,
    /// Why.
    pub why: &'static str,
}

/// From here on lies the memory of the process that runs the program: its
/// stack, which the kernel writes signal frames to. Whether a page of it is
/// there already is the machine's own, and so is the size of a frame, which
/// holds the processor's extended state.
pub const OWN_MEMORY: u64 = 0x7000_0000_0000;

/// Which calls a row is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject {
    /// All calls of this name.
    Call(&'static str),
    /// Calls on a descriptor of this path, and readlink of it.
    Path(&'static str),
}

/// The table.
pub const MASKS: &[(Subject, Mask)] = &[
    (Subject::Call("getpid"), Mask { value: true, ..own("process IDs are given out in turn") }),
    (Subject::Call("gettid"), Mask { value: true, ..own("process IDs are given out in turn") }),
    (
        Subject::Call("rt_sigaction"),
        Mask { content: true, ..own("where the program's own code lies") },
    ),
    (Subject::Path("/proc/cpuinfo"), Mask { content: true, ..own("it describes the machine") }),
    (Subject::Path("/proc/meminfo"), Mask { content: true, ..own("memory in use") }),
    (
        Subject::Path("/proc/self"),
        Mask { value: true, content: true, length: true, ..own("a process ID, with its digits") },
    ),
];

const fn own(why: &'static str) -> Mask {
    Mask { value: false, content: false, length: false, why }
}

/// The masks that apply to a program's lines.
#[must_use]
pub fn of_program(text: &str) -> BTreeMap<u32, Mask> {
    let Ok(plan) = program::compile(text) else { return BTreeMap::new() };
    let mut opened: Vec<(u16, Operand, String)> = Vec::new();
    let mut masks = BTreeMap::new();
    for step in &plan.steps {
        let Action::Syscall { name, arguments, .. } = &step.action else { continue };
        let path = step_path(&plan, name, arguments);
        if let (Some(path), Some(slot)) = (&path, step.bind) {
            opened.push((step.task, Operand::Slot(slot, 0), path.clone()));
        }
        let subject = path.or_else(|| descriptor_path(step, arguments[0], &opened));
        let row = MASKS.iter().find(|(about, _)| match about {
            Subject::Call(call) => call == name,
            Subject::Path(path) => subject.as_deref() == Some(path) && name.starts_with("read"),
        });
        masks.extend(row.map(|(_, mask)| (step.line, *mask)));
    }
    masks
}

fn descriptor_path(
    step: &Step,
    operand: Operand,
    opened: &[(u16, Operand, String)],
) -> Option<String> {
    let found = opened.iter().rev().find(|(task, slot, _)| *task == step.task && *slot == operand);
    found.map(|(.., path)| path.clone())
}

/// The path that a call names.
fn step_path(plan: &Plan, name: &str, arguments: &[Operand; 6]) -> Option<String> {
    let row = program::calls::by_name(name)?;
    let at =
        row.arguments.iter().position(|(_, kind)| matches!(kind, program::calls::Kind::Path))?;
    let Operand::Value(address) = arguments[at] else { return None };
    let region = plan
        .regions
        .iter()
        .find(|region| (region.address..region.address + region.mapped()).contains(&address))?;
    let bytes = region.init.get((address - region.address) as usize..)?;
    let end = bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len());
    Some(String::from_utf8_lossy(&bytes[..end]).into_owned())
}
