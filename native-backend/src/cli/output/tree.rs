//! What the kernel does within each call: functions nested as they are called,
//! with crossings and copies, in the manner of trace-cmd's function graph.

use ringside_core::trace::{Clock, Event, FunctionId, Kind, TaskId, Trace};

use super::calls::Calls;
use super::{DIM, GOOD, KERNEL, STRONG, Screen, USER, WARN, event, paint};
use crate::cli::Failure;

/// Prints all calls of a trace with what happens within them.
pub fn print(trace: &Trace, screen: &mut Screen) -> Result<(), Failure> {
    let clock = match trace.header.clock {
        Clock::Model => "ns of model time, which is no measurement",
        Clock::Nanoseconds => "ns",
        Clock::Emulated => "ns of an emulated CPU: their order means something, their size not",
    };
    screen.line(paint(DIM, format_args!("# time from the call's beginning, in {clock}")))?;
    if !trace.header.functions {
        let why = "# the trace holds no functions: the kernel could not be traced";
        screen.line(paint(WARN, why))?;
    }
    let calls = Calls::of(trace);
    let mut begun = vec![0; trace.header.tasks.len().max(1)];
    let mut at = 0;
    while let Some(event) = trace.events.get(at) {
        let begun = begun.get_mut(usize::from(event.task.0));
        let start = begun.as_ref().map_or(0, |start| **start);
        match event.kind {
            Kind::CallBegin { line } => {
                if let Some(begun) = begun {
                    *begun = event.time;
                }
                let text = event::source(trace, line);
                screen.line(format_args!("{}{}", task(trace, event.task), paint(STRONG, text)))?;
            }
            Kind::CallEnd { line, outcome } => {
                let text = calls.line(trace, line, trace.outcomes.get(outcome as usize));
                let time = column(event.time.saturating_sub(start));
                screen.line(format_args!("{time} {}", paint(GOOD, text)))?;
            }
            _ => {
                let (text, used) = within(trace, at);
                let time = column(event.time.saturating_sub(start));
                let indent = "  ".repeat(usize::from(indent(event).min(60)));
                let task = task(trace, event.task);
                screen.line(format_args!("{time} {task}{indent}{text}"))?;
                at += used - 1;
            }
        }
        at += 1;
    }
    Ok(())
}

/// What happens within a function stands a step to the right of it.
fn indent(event: &Event) -> u16 {
    let is_function = matches!(event.kind, Kind::Enter { .. } | Kind::Leave { .. });
    event.depth.saturating_add(u16::from(event.depth > 0 && !is_function))
}

/// The text for the event there, and how many events it stands for: a function
/// in which nothing happens takes one line.
fn within(trace: &Trace, at: usize) -> (String, usize) {
    let Some(this) = trace.events.get(at) else {
        return (String::new(), 1);
    };
    match this.kind {
        Kind::Enter { function } => {
            let name = trace.function_name(function);
            match trace.events.get(at + 1).and_then(|next| left(this, next, function)) {
                Some(value) => (format!("{}{}", paint(KERNEL, name), returned(value, "();")), 2),
                None => (format!("{}() {{", paint(KERNEL, name)), 1),
            }
        }
        Kind::Leave { function, value } => {
            let name = paint(DIM, format_args!("/* {} */", trace.function_name(function)));
            (format!("}}{} {name}", returned(value, "")), 1)
        }
        Kind::Cross { .. } => {
            let text = event::text(trace, this);
            (paint(USER, format_args!("══ {text} ══")), 1)
        }
        Kind::Copy { .. } | Kind::Signal { .. } => (paint(WARN, event::text(trace, this)), 1),
        _ => (paint(DIM, event::text(trace, this)), 1),
    }
}

/// Does `next` leave the function that `this` enters? With which value?
fn left(this: &Event, next: &Event, entered: FunctionId) -> Option<i64> {
    match next.kind {
        Kind::Leave { function, value } if function == entered && next.task == this.task => {
            Some(value)
        }
        _ => None,
    }
}

fn returned(value: i64, before: &str) -> String {
    if value == 0 { before.to_owned() } else { format!("{before} = {value}") }
}

fn column(time: u64) -> String {
    paint(DIM, format_args!("{time:>10}"))
}

fn task(trace: &Trace, id: TaskId) -> String {
    let tasks = &trace.header.tasks;
    match tasks.get(usize::from(id.0)) {
        Some(name) if tasks.len() > 1 => format!("[{name}] "),
        _ => String::new(),
    }
}
