//! Results in strace's style: what a run of a program looks like to somebody
//! who traces it.

mod arguments;
mod memory;
mod results;
mod walk;

use std::collections::BTreeMap;

use super::ast::{Call, Item, Program};
use super::plan::{Action, Capture, Operand, Plan, Step};
use super::print::{pad_to_result, write_call};
use crate::trace::Outcome;
use memory::Shadow;

pub use walk::print;

/// How many bytes of a string are shown, as with `strace -s`.
pub const STRING_LIMIT: usize = 32;

/// Prints a plan's steps as strace prints calls. It remembers results, so that
/// later lines can show what names and buffers hold: give it the steps in the
/// order in which they ended.
///
/// ```
/// use ringside_core::program::{compile, strace::Printer, parse};
/// use ringside_core::trace::{Outcome, Output};
///
/// let text = "fd = openat(AT_FDCWD, \"/dev/null\", O_RDONLY)\nread(fd, &buf, 10)\n";
/// let (program, plan) = (parse(text).unwrap(), compile(text).unwrap());
/// let mut printer = Printer::new(&plan, &program);
/// let opened = Outcome { value: 3, ..Outcome::default() };
/// printer.line(0, &opened);
/// let failed = Outcome { value: -14, ..Outcome::default() };
/// assert_eq!(printer.line(1, &failed), "read(3, 0x20000000, 10)                 = -1 EFAULT (Bad address)");
/// let outputs = vec![Output { argument: 1, bytes: b"hello\n".to_vec() }];
/// let done = Outcome { value: 6, outputs, recorded: false };
/// assert_eq!(printer.line(1, &done), "read(3, \"hello\\n\", 10)                  = 6");
/// ```
pub struct Printer<'p> {
    plan: &'p Plan,
    program: &'p Program,
    /// How many bytes of a string are shown.
    pub string_limit: usize,
    /// What names are bound to.
    slots: Vec<u64>,
    slot_of: BTreeMap<&'p str, usize>,
    memory: Shadow,
}

impl<'p> Printer<'p> {
    /// A printer for this program and the plan that it was lowered to.
    #[must_use]
    pub fn new(plan: &'p Plan, program: &'p Program) -> Printer<'p> {
        Printer {
            plan,
            program,
            string_limit: STRING_LIMIT,
            slots: vec![0; plan.slots.len()],
            slot_of: plan.slots.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect(),
            memory: Shadow::new(plan),
        }
    }

    /// The line of a step (an index in the plan's steps) that ended so. With
    /// several tasks it begins with the task's name.
    pub fn line(&mut self, step: usize, outcome: &Outcome) -> String {
        let Some(step) = self.plan.steps.get(step) else { return String::new() };
        let Some(call) = self.call(step) else { return String::new() };
        let mut line = self.prefix(step.task);
        let arguments = self.arguments(step, call, Some(outcome));
        self.remember(step, outcome);
        if outcome.recorded || matches!(step.action, Action::Opaque { .. }) {
            // Writing to a String cannot fail.
            let _ = write_call(&mut line, call);
            line.push_str("  # recorded");
            return line;
        }
        line.push_str(&call.name);
        line.push('(');
        line.push_str(&arguments.join(", "));
        line.push(')');
        pad_to_result(&mut line);
        line.push_str("= ");
        line.push_str(&self.result(step, call, outcome));
        line
    }

    /// The line of a call that goes on while others run, and how many of its
    /// arguments it shows: those that the call fills come when it ends.
    fn unfinished(&self, step: &Step) -> (String, usize) {
        let Some(call) = self.call(step) else { return (String::new(), 0) };
        let shown = self.known_arguments(call);
        let mut arguments = self.arguments(step, call, None);
        arguments.truncate(shown);
        let mut line = self.prefix(step.task);
        line.push_str(&call.name);
        line.push('(');
        line.push_str(&arguments.join(", "));
        if shown < call.arguments.len() {
            line.push_str(", ");
        }
        line.push_str(" <unfinished ...>");
        (line, shown)
    }

    /// The rest of such a call.
    fn resumed(&mut self, step: &Step, shown: usize, outcome: &Outcome) -> String {
        let Some(call) = self.call(step) else { return String::new() };
        let mut line = self.prefix(step.task);
        line.push_str("<... ");
        line.push_str(&call.name);
        line.push_str(" resumed>");
        let rest =
            self.arguments(step, call, Some(outcome)).split_off(shown.min(call.arguments.len()));
        line.push_str(&rest.join(", "));
        self.remember(step, outcome);
        line.push(')');
        pad_to_result(&mut line);
        line.push_str("= ");
        line.push_str(&self.result(step, call, outcome));
        line
    }

    /// The line of a call that never returned.
    fn lost(&self, step: &Step) -> String {
        let Some(call) = self.call(step) else { return String::new() };
        let mut line = self.prefix(step.task);
        line.push_str(&call.name);
        line.push('(');
        line.push_str(&self.arguments(step, call, None).join(", "));
        line.push(')');
        pad_to_result(&mut line);
        line.push_str("= ?");
        line
    }

    fn call(&self, step: &Step) -> Option<&'p Call> {
        match &self.program.lines.get(step.line as usize)?.item {
            Item::Call(call) => Some(call),
            _ => None,
        }
    }

    fn prefix(&self, task: u16) -> String {
        match self.plan.tasks.get(usize::from(task)) {
            Some(name) if self.plan.tasks.len() > 1 => {
                if name.bytes().all(|b| b.is_ascii_digit()) {
                    format!("[pid {name:>5}] ")
                } else {
                    format!("[{name}] ")
                }
            }
            _ => String::new(),
        }
    }

    fn remember(&mut self, step: &Step, outcome: &Outcome) {
        if let Some(slot) = step.bind
            && let Some(value) = self.slots.get_mut(slot.0 as usize)
        {
            *value = outcome.value as u64;
        }
        let Action::Syscall { captures, .. } = &step.action else { return };
        for (_, address, bytes) in pairs(captures, outcome) {
            if let Some(address) = self.value(address) {
                self.memory.write(self.plan, step.task, address, bytes);
            }
        }
    }

    /// What a register held, if that can be known: a process ID cannot.
    fn value(&self, operand: Operand) -> Option<u64> {
        match operand {
            Operand::Value(value) => Some(value),
            Operand::Slot(slot, by) => {
                Some(self.slots.get(slot.0 as usize).copied().unwrap_or(0).wrapping_add_signed(by))
            }
            Operand::Pid(_) | Operand::Handler | Operand::Restorer => None,
        }
    }
}

/// The captured bytes of a call and where they lie: captures and outputs of one
/// argument go in pairs, in their order.
fn pairs<'a>(
    captures: &'a [Capture],
    outcome: &'a Outcome,
) -> impl Iterator<Item = (u8, Operand, &'a [u8])> {
    let mut outputs = outcome.outputs.iter().peekable();
    captures.iter().filter_map(move |capture| {
        let output = outputs.next_if(|output| output.argument == capture.argument)?;
        Some((capture.argument, capture.address, output.bytes.as_slice()))
    })
}
