//! A plan in the form in which a task runs it: flat, numbers looked up.

use ringside_core::program::Plan;
use ringside_core::program::plan::{Action, Length, Operand, PAGE, Region, Store};

use super::ExecError;
use super::call::{self, Frame};
use super::control::MAX_TASKS;
use super::numbers;

/// How many bytes a capture keeps at most.
const CAPTURE_MAX: u64 = 1 << 20;

/// What the tasks of a program do.
pub struct Ready {
    /// Steps of each task, in order.
    pub tasks: Vec<Vec<ReadyStep>>,
    /// All captures.
    pub captures: Vec<ReadyCapture>,
    /// Bytes that captures need.
    pub arena: usize,
    /// Where the regions lie, to read captured bytes without asking the kernel.
    pub spans: Vec<(u64, u64)>,
    /// May the program take memory away or protect it, so that a read of
    /// captured bytes can fault?
    pub memory_moves: bool,
}

/// A step of one task.
pub struct ReadyStep {
    /// Index in the plan.
    pub index: u32,
    /// The call, as far as it is known now.
    pub frame: Frame,
    /// Nothing but the call.
    pub plain: bool,
    /// What a log says it returned, instead of a call.
    pub opaque: Option<i64>,
    /// Words of the frame that are known only when the step runs.
    pub late: Vec<(u8, Operand)>,
    /// Written first.
    pub stores: Vec<Store>,
    /// First and last+1 of its captures.
    pub captures: (u32, u32),
    /// Slot for the result.
    pub bind: Option<u32>,
}

/// Bytes to keep.
pub struct ReadyCapture {
    /// Which argument shows them.
    pub argument: u8,
    /// Where they are.
    pub address: Operand,
    /// How many.
    pub length: Length,
    /// Where they go.
    pub at: usize,
    /// How many there is room for.
    pub room: usize,
}

/// Looks up what can be looked up before the program runs.
pub fn ready(plan: &Plan) -> Result<Ready, ExecError> {
    if plan.tasks.len() > MAX_TASKS {
        return Err(ExecError::TooManyTasks { tasks: plan.tasks.len(), limit: MAX_TASKS });
    }
    let mut out = Ready {
        tasks: plan.tasks.iter().map(|_| Vec::new()).collect(),
        captures: Vec::new(),
        arena: 0,
        spans: plan.regions.iter().map(|r| (r.address, r.address + r.mapped())).collect(),
        memory_moves: false,
    };
    for (index, step) in plan.steps.iter().enumerate() {
        let first = out.captures.len() as u32;
        let mut made = ReadyStep {
            index: index as u32,
            frame: [0; 8],
            plain: false,
            opaque: None,
            late: Vec::new(),
            stores: Vec::new(),
            captures: (first, first),
            bind: step.bind.map(|s| s.0),
        };
        match &step.action {
            Action::Opaque { value, .. } => made.opaque = Some(*value),
            Action::Raw { number, arguments, .. } => {
                fill(&mut made, *number as usize, arguments);
            }
            Action::Syscall { name, arguments, stores, captures, .. } => {
                let number =
                    numbers::number(name).ok_or(ExecError::NoSuchCall { name, line: step.line })?;
                fill(&mut made, number, arguments);
                adapt(name, &mut made);
                made.stores.clone_from(stores);
                out.memory_moves |=
                    matches!(*name, "munmap" | "mremap" | "mprotect" | "mmap" | "madvise" | "brk");
                for capture in captures {
                    let room = room(capture.length, capture.address, arguments, &plan.regions);
                    out.captures.push(ReadyCapture {
                        argument: capture.argument,
                        address: capture.address,
                        length: capture.length,
                        at: out.arena,
                        room,
                    });
                    out.arena += room;
                }
                made.captures.1 = out.captures.len() as u32;
            }
        }
        made.plain = made.opaque.is_none()
            && made.late.is_empty()
            && made.stores.is_empty()
            && made.captures.0 == made.captures.1
            && made.bind.is_none();
        let task = out.tasks.get_mut(usize::from(step.task));
        task.ok_or(ExecError::NoSuchTask { task: step.task, line: step.line })?.push(made);
    }
    Ok(out)
}

/// The number and the arguments; what is not known now is left for later.
fn fill(step: &mut ReadyStep, number: usize, arguments: &[Operand; 6]) {
    step.frame[0] = number;
    step.frame[7] = call::gate();
    for (at, operand) in arguments.iter().enumerate() {
        match now(*operand) {
            Some(value) => step.frame[at + 1] = value as usize,
            None => step.late.push((at as u8 + 1, *operand)),
        }
    }
}

fn now(operand: Operand) -> Option<u64> {
    match operand {
        Operand::Value(value) => Some(value),
        Operand::Handler => Some(call::handler()),
        Operand::Restorer => Some(call::restorer()),
        Operand::Slot(..) | Operand::Pid(_) => None,
    }
}

/// On i386, `mmap` counts its offset in pages and 64-bit offsets take two words.
#[cfg(target_arch = "x86")]
fn adapt(name: &str, step: &mut ReadyStep) {
    if name == "mmap" {
        step.frame[6] /= PAGE as usize;
    }
}

#[cfg(not(target_arch = "x86"))]
fn adapt(_name: &str, _step: &mut ReadyStep) {}

/// No more than the region holds, or than the call was asked for.
fn room(length: Length, address: Operand, arguments: &[Operand; 6], regions: &[Region]) -> usize {
    let most = match length {
        Length::Fixed(n) => u64::from(n),
        Length::Returned => arguments
            .iter()
            .filter_map(|a| now(*a))
            .filter(|n| *n <= CAPTURE_MAX)
            .max()
            .unwrap_or(PAGE),
    };
    let held = now(address).and_then(|a| {
        regions
            .iter()
            .find(|r| (r.address..r.address + r.mapped()).contains(&a))
            .map(|r| r.address + r.mapped() - a)
    });
    let most = match (length, held) {
        (Length::Returned, Some(held)) => held,
        (_, Some(held)) => most.min(held),
        (_, None) => most,
    };
    most.min(CAPTURE_MAX) as usize
}
