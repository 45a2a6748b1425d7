//! A trace as a compact text: what golden files hold and people can review.

use std::fmt::Write;

use ringside_core::program::parse;
use ringside_core::trace::{Copy, Direction, Door, Kind, Ring, Trace};

/// The nesting of functions with the crossings, copies and wake-ups in
/// between, task by task as they happened; each call's line of the program is
/// above it and its result below it. Times and addresses are left out.
#[must_use]
pub fn nesting(trace: &Trace) -> String {
    let program = trace.header.program.lines().collect::<Vec<_>>();
    let several = trace.header.tasks.len() > 1;
    let mut out = String::new();
    for event in &trace.events {
        let depth = usize::from(event.depth);
        let what = match event.kind {
            Kind::CallBegin { line } => {
                let text = program.get(line as usize).map_or("?", |text| call(text));
                format!("{}: {text}", line + 1)
            }
            Kind::CallEnd { line, outcome } => {
                let value = trace.outcomes.get(outcome as usize).map_or(0, |outcome| outcome.value);
                format!("{} = {value}", line + 1)
            }
            Kind::Enter { function } => trace.function_name(function).to_owned(),
            Kind::Leave { value, .. } if (-4095..0).contains(&value) => format!("= {value}"),
            Kind::Cross { door, from, to, .. } => format!("{} {}", arrow(from, to), name(door)),
            Kind::Copy { copy } => match trace.copies.get(copy as usize) {
                Some(copy) => copied(trace, copy),
                None => continue,
            },
            Kind::Block { on } => format!("sleeps on {}", trace.text(on)),
            Kind::Wake { task } => {
                let woken = trace.header.tasks.get(usize::from(task.0));
                format!("wakes {}", woken.map_or("?", String::as_str))
            }
            Kind::Signal { number, .. } => format!("signal {number}"),
            Kind::Note { text, .. } => format!("note: {}", trace.text(text)),
            _ => continue,
        };
        let task = trace.header.tasks.get(usize::from(event.task.0));
        if let Some(task) = task.filter(|_| several) {
            let _ = write!(out, "[{task}] ");
        }
        let leave = usize::from(matches!(event.kind, Kind::Leave { .. }));
        let _ = writeln!(out, "{:1$}{what}", "", 2 * (depth + leave));
    }
    out
}

/// The call without its task and result.
fn call(line: &str) -> &str {
    let line =
        line.split_once("] ").filter(|_| line.starts_with('[')).map_or(line, |(_, call)| call);
    line.rsplit_once(" = ").map_or(line, |(call, _)| call.trim_end())
}

fn arrow(from: Ring, to: Ring) -> &'static str {
    match (from, to) {
        (Ring::User, Ring::Kernel) => "down by",
        (Ring::Kernel, Ring::User) => "up by",
        _ => "inside,",
    }
}

fn name(door: Door) -> &'static str {
    match door {
        Door::Syscall => "syscall",
        Door::Int80 => "int 0x80",
        Door::Sysenter => "sysenter",
        Door::Interrupt => "interrupt",
        Door::Fault => "fault",
        Door::Signal => "signal",
    }
}

fn copied(trace: &Trace, copy: &Copy) -> String {
    const SHOWN: usize = 24;
    let way = match copy.direction {
        Direction::ToKernel => "in",
        Direction::ToUser => "out",
    };
    let bytes = trace.copied_bytes(copy);
    let bytes = bytes.get(..SHOWN).unwrap_or(bytes).escape_ascii();
    format!("{way} {} of {}: \"{bytes}\"", copy.done, copy.wanted)
}

/// How many lines of a program are calls.
#[must_use]
pub fn calls(text: &str) -> usize {
    use ringside_core::program::ast::Item;
    parse(text).map_or(0, |program| {
        program.lines.iter().filter(|line| matches!(line.item, Item::Call(_))).count()
    })
}
