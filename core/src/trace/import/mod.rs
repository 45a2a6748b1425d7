//! Turns what a backend recorded on a real kernel into a [`Trace`].
//!
//! Pure: the same records give the same trace. It drops what is not the
//! program's (the driver's own calls, interrupts, the heads and tails of the
//! recording) and says what the rest means.

mod memory;
mod raw;
mod symbol;
mod task;

use std::collections::BTreeMap;

use memory::Memory;
use symbol::Symbols;
use task::Task;

pub use raw::{RawCopy, RawKind, RawName, RawOutput, RawRecord, RawRun, RawStep, RawTask};

use super::{Event, Header, Kind, Outcome, Output, Place, Recorder, TaskId, Trace};
use crate::program::Plan;
use crate::program::plan::{Action, Operand};

/// Makes a trace of a run. `header.functions` says whether the run has records
/// of kernel functions.
#[must_use]
pub fn import(plan: &Plan, header: Header, run: &RawRun) -> Trace {
    let functions = header.functions;
    let mut import = Import {
        plan,
        run,
        symbols: Symbols::new(run),
        out: Recorder::new(header),
        slots: vec![0; plan.slots.len()],
        outcomes: vec![None; plan.steps.len()],
    };
    import.notes();
    if functions {
        import.records()
    } else {
        import.steps()
    }
    import.finish()
}

struct Import<'a> {
    plan: &'a Plan,
    run: &'a RawRun,
    symbols: Symbols,
    out: Recorder,
    /// The bound names' values, as steps end.
    slots: Vec<u64>,
    /// Index of the outcome of each step that is over.
    outcomes: Vec<Option<u32>>,
}

impl<'a> Import<'a> {
    fn notes(&mut self) {
        for (text, lost) in &self.run.notes {
            let text = self.out.text(text);
            let kind = Kind::Note { text, lost: *lost };
            self.out.push(0, TaskId(0), 0, 0, Place::Other, kind);
        }
    }

    /// The steps of each task, in order.
    fn queues(&self) -> Vec<Vec<&'a RawStep>> {
        let mut queues: Vec<Vec<&RawStep>> = self.run.tasks.iter().map(|_| Vec::new()).collect();
        for step in &self.run.steps {
            let task = self.plan.steps.get(step.step as usize).map(|s| usize::from(s.task));
            if let Some(queue) = task.and_then(|t| queues.get_mut(t)) {
                queue.push(step);
            }
        }
        queues
    }

    /// With the kernel's records.
    fn records(&mut self) {
        let mut tasks: Vec<Task<'a>> = self
            .queues()
            .into_iter()
            .enumerate()
            .map(|(index, steps)| {
                let killed = self.run.tasks.get(index).and_then(|t| t.killed);
                Task::new(TaskId(index as u16), steps, killed, Memory::new(self.plan))
            })
            .collect();
        let by_pid: BTreeMap<u32, usize> =
            self.run.tasks.iter().enumerate().map(|(at, task)| (task.pid, at)).collect();
        // looked up once for each run of records of one task
        let mut last = (u32::MAX, None);
        for record in &self.run.records {
            if record.pid != last.0 {
                last = (record.pid, by_pid.get(&record.pid).copied());
            }
            if let Some(task) = last.1.and_then(|at| tasks.get_mut(at)) {
                task.record(self, record);
            }
        }
        for task in &mut tasks {
            task.end(self);
        }
    }

    /// Without: the calls and their results, by the driver's own times.
    fn steps(&mut self) {
        let mut ends: Vec<(u64, &RawStep)> = Vec::new();
        for (number, step) in (1..).zip(&self.run.steps) {
            let at = |time: u64| if time == 0 { number } else { time };
            let (began, ended) = (at(step.began), at(step.ended));
            ends.sort_by_key(|(time, _)| *time);
            while ends.first().is_some_and(|(time, _)| *time <= began) {
                let (time, over) = ends.remove(0);
                self.end_untraced(time, over);
            }
            self.begin_untraced(began, step);
            if step.value.is_some() {
                ends.push((ended, step));
            }
        }
        ends.sort_by_key(|(time, _)| *time);
        for (time, over) in ends {
            self.end_untraced(time, over);
        }
        let last = self.out.trace.events.iter().map(|e| e.time).max().unwrap_or(0);
        for (at, task) in self.run.tasks.iter().enumerate() {
            if let Some(number) = task.killed {
                let kind = Kind::Signal { number, code: 0, address: 0 };
                self.out.push(last, TaskId(at as u16), 0, 0, Place::Signal, kind);
            }
        }
    }

    fn begin_untraced(&mut self, time: u64, step: &RawStep) {
        let (task, line) = self.place_of(step);
        self.out.push(time, task, 0, 0, Place::Program, Kind::CallBegin { line });
        if !self.opaque(step) {
            let mut registers = [0; 10];
            registers[..7].copy_from_slice(&step.registers);
            registers[7] = self.run.call_site;
            let registers = self.out.registers(registers);
            let kind = task::inwards(self.run.door, registers, step.registers[0]);
            self.out.push(time, task, 0, 0, Place::Entry, kind);
        }
    }

    fn end_untraced(&mut self, time: u64, step: &RawStep) {
        let (task, line) = self.place_of(step);
        let Some(outcome) = self.outcome(step) else { return };
        if !self.opaque(step) {
            let kind = task::outwards(self.run.door, step.value.unwrap_or(0));
            self.out.push(time, task, 0, 0, Place::Entry, kind);
        }
        self.out.push(time, task, 0, 0, Place::Program, Kind::CallEnd { line, outcome });
    }

    /// Task and line of a step.
    fn place_of(&self, step: &RawStep) -> (TaskId, u32) {
        self.plan.steps.get(step.step as usize).map_or((TaskId(0), 0), |s| (TaskId(s.task), s.line))
    }

    fn opaque(&self, step: &RawStep) -> bool {
        let action = self.plan.steps.get(step.step as usize).map(|s| &s.action);
        matches!(action, Some(Action::Opaque { .. }))
    }

    /// Records a step's result and binds its name. `None` if it is not over.
    fn outcome(&mut self, step: &RawStep) -> Option<u32> {
        let value = step.value?;
        let at = step.step as usize;
        if let Some(known) = self.outcomes.get(at).copied().flatten() {
            return Some(known);
        }
        if let Some(slot) = self.plan.steps.get(at).and_then(|s| s.bind)
            && let Some(bound) = self.slots.get_mut(slot.0 as usize)
        {
            *bound = value as u64;
        }
        let recorded = self.opaque(step);
        let outputs = if recorded {
            // what the log shows, as the result is
            let expect = self.plan.steps.get(at).and_then(|s| s.expect.as_ref());
            let outputs = expect.iter().flat_map(|expect| &expect.outputs);
            let output = |(argument, bytes, _): &(u8, Vec<u8>, bool)| Output {
                argument: *argument,
                bytes: bytes.clone(),
            };
            outputs.map(output).collect()
        } else {
            let output = |o: &RawOutput| Output { argument: o.argument, bytes: o.bytes.clone() };
            step.outputs.iter().map(output).collect()
        };
        let outcome = self.out.outcome(Outcome { value, outputs, recorded });
        if let Some(known) = self.outcomes.get_mut(at) {
            *known = Some(outcome);
        }
        Some(outcome)
    }

    fn name(&self, function: super::FunctionId) -> String {
        match (function.get(), function.own_index()) {
            (Some(known), _) => known.name.to_owned(),
            (None, Some(own)) => self.symbols.own(own).to_owned(),
            (None, None) => String::new(),
        }
    }

    /// Do the registers say that it is this step's call? Handlers and process
    /// IDs are the driver's own.
    fn is_call(&self, step: &RawStep, registers: &[u64; 10]) -> bool {
        let arguments = match self.plan.steps.get(step.step as usize).map(|step| &step.action) {
            Some(Action::Syscall { arguments, .. } | Action::Raw { arguments, .. }) => arguments,
            _ => return false,
        };
        let same = |(operand, register): (&Operand, &u64)| match operand {
            Operand::Value(_) | Operand::Slot(..) => self.resolve(*operand) == *register,
            Operand::Pid(_) | Operand::Handler | Operand::Restorer => true,
        };
        step.registers[0] == registers[0] && arguments.iter().zip(&registers[1..7]).all(same)
    }

    fn resolve(&self, operand: Operand) -> u64 {
        match operand {
            Operand::Value(value) => value,
            Operand::Slot(slot, offset) => {
                self.slots.get(slot.0 as usize).copied().unwrap_or(0).wrapping_add_signed(offset)
            }
            Operand::Pid(task) => {
                self.run.tasks.get(usize::from(task)).map_or(0, |t| u64::from(t.pid))
            }
            Operand::Handler => self.run.handler,
            Operand::Restorer => self.run.restorer,
        }
    }

    /// Times from the first event on; notes first.
    fn finish(self) -> Trace {
        let mut trace = self.out.trace;
        trace.names = self.symbols.into_names();
        let noted = trace.events.iter().take_while(|e| matches!(e.kind, Kind::Note { .. })).count();
        let (_, events) = trace.events.split_at_mut(noted);
        // a step that ends late is reported late, with its own time
        events.sort_by_key(|e: &Event| e.time);
        let start = events.first().map_or(0, |e| e.time);
        for event in events {
            event.time -= start;
        }
        trace
    }
}
