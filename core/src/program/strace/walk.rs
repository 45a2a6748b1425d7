//! A whole trace, as strace would have shown it.

use std::collections::BTreeMap;

use super::Printer;
use crate::program::calls::flags::{SI_CODES, SIGNALS};
use crate::program::plan::{Action, Step};
use crate::program::print::pad_to_result;
use crate::program::{Diagnostic, lower, parse};
use crate::trace::{Event, Kind, Trace};

/// The calls, results and signals of a trace in strace's notation. A call
/// during which other tasks' lines come is shown in two parts, as strace does.
///
/// # Errors
///
/// What is wrong with the program's text in the trace's header: a file can hold
/// anything.
pub fn print(trace: &Trace) -> Result<String, Vec<Diagnostic>> {
    let program = parse(&trace.header.program)?;
    let plan = lower(&program)?;
    let mut walk = Walk {
        printer: Printer::new(&plan, &program),
        trace,
        steps: plan.steps.iter().enumerate().map(|(at, step)| (step.line, (at, step))).collect(),
        running: BTreeMap::new(),
        text: String::new(),
    };
    for event in &trace.events {
        walk.event(event);
    }
    walk.finish();
    Ok(walk.text)
}

/// A call that has begun.
struct Running<'t> {
    line: u32,
    /// Its first part is printed: so many arguments.
    shown: Option<usize>,
    /// Signals that came meanwhile: they are shown when it has ended.
    signals: Vec<&'t Event>,
}

struct Walk<'t, 'p> {
    printer: Printer<'p>,
    trace: &'t Trace,
    steps: BTreeMap<u32, (usize, &'p Step)>,
    /// By task.
    running: BTreeMap<u16, Running<'t>>,
    text: String,
}

impl<'t> Walk<'t, '_> {
    fn event(&mut self, event: &'t Event) {
        let task = event.task.0;
        match event.kind {
            Kind::CallBegin { line } => {
                self.interrupt(task);
                let running = Running { line, shown: None, signals: Vec::new() };
                if let Some(lost) = self.running.insert(task, running) {
                    self.lost(task, lost);
                }
            }
            Kind::CallEnd { line, outcome } => {
                let running = self.running.remove(&task);
                let shown = running.as_ref().and_then(|running| running.shown);
                self.interrupt(task);
                let Some(outcome) = self.trace.outcomes.get(outcome as usize) else { return };
                let Some(&(at, step)) = self.steps.get(&line) else { return };
                let text = match shown {
                    Some(shown) => self.printer.resumed(step, shown, outcome),
                    None => self.printer.line(at, outcome),
                };
                self.push(&text);
                if let Some(status) = self.exits(step)
                    && outcome.errno().is_none()
                {
                    let prefix = self.printer.prefix(task);
                    self.push(&format!("{prefix}+++ exited with {} +++", status & 0xff));
                }
                for signal in running.into_iter().flat_map(|running| running.signals) {
                    self.signal(signal);
                }
            }
            Kind::Signal { .. } => match self.running.get_mut(&task) {
                Some(running) => running.signals.push(event),
                None => self.signal(event),
            },
            _ => {}
        }
    }

    /// Another task has something to show: calls that go on show their
    /// beginning first.
    fn interrupt(&mut self, by: u16) {
        let others: Vec<u16> = self
            .running
            .iter()
            .filter(|(task, running)| **task != by && running.shown.is_none())
            .map(|(task, _)| *task)
            .collect();
        for task in others {
            let Some(running) = self.running.get_mut(&task) else { continue };
            let Some((_, step)) = self.steps.get(&running.line) else { continue };
            let (line, shown) = self.printer.unfinished(step);
            running.shown = Some(shown);
            self.push(&line);
        }
    }

    fn finish(&mut self) {
        for (task, running) in std::mem::take(&mut self.running) {
            self.lost(task, running);
        }
    }

    /// A call that never returned: the task exited, was killed, or waits still.
    fn lost(&mut self, task: u16, running: Running<'t>) {
        let Some(&(_, step)) = self.steps.get(&running.line) else { return };
        let prefix = self.printer.prefix(task);
        let exits = self.exits(step);
        let killed =
            running.signals.last().and_then(|event| number(event)).or_else(|| self.killed(task));
        if exits.is_none() && killed.is_none() {
            if running.shown.is_none() {
                let (line, _) = self.printer.unfinished(step);
                self.push(&line);
            }
            return;
        }
        if running.shown.is_some() {
            let name = self.printer.call(step).map_or("", |call| call.name.as_str());
            let mut line = format!("{prefix}<... {name} resumed>)");
            pad_to_result(&mut line);
            self.push(&(line + "= ?"));
        } else {
            let line = self.printer.lost(step);
            self.push(&line);
        }
        for signal in &running.signals {
            self.signal(signal);
        }
        let end = match (exits, killed) {
            (Some(status), _) => format!("exited with {}", status & 0xff),
            (None, signal) => format!("killed by {}", name(signal.unwrap_or(0))),
        };
        self.push(&format!("{prefix}+++ {end} +++"));
    }

    /// With which status the step ends its task, if it does.
    fn exits(&self, step: &Step) -> Option<u64> {
        match &step.action {
            Action::Syscall { name: "exit_group", arguments, .. } => {
                self.printer.value(arguments[0])
            }
            _ => None,
        }
    }

    /// Without functions, a trace shows of a fatal signal only that it was sent.
    fn killed(&self, task: u16) -> Option<u8> {
        if self.trace.header.functions {
            return None;
        }
        let last = self.trace.events.iter().rev().find(|event| event.task.0 == task)?;
        number(last)
    }

    fn signal(&mut self, event: &Event) {
        let Kind::Signal { number, code, address } = event.kind else { return };
        let name = name(number);
        let code_name = SI_CODES
            .iter()
            .find(|row| row.1 == code && (row.2.is_empty() || row.2.contains(&number)))
            .map_or_else(|| code.to_string(), |row| row.0.to_owned());
        let fault = matches!(number, 4 | 5 | 7 | 8 | 11);
        let address = match address {
            _ if !fault || code <= 0 => String::new(),
            0 => ", si_addr=NULL".to_owned(),
            address => format!(", si_addr={address:#x}"),
        };
        let prefix = self.printer.prefix(event.task.0);
        let line =
            format!("{prefix}--- {name} {{si_signo={name}, si_code={code_name}{address}}} ---");
        self.push(&line);
    }

    fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }
}

fn number(event: &Event) -> Option<u8> {
    match event.kind {
        Kind::Signal { number, .. } => Some(number),
        _ => None,
    }
}

fn name(number: u8) -> String {
    match SIGNALS.name(number.into()) {
        Some(name) if number < 32 => name.to_owned(),
        _ => format!("SIGRT_{}", i16::from(number) - 32),
    }
}
