//! A program checks itself: what its lines state against what came out.

use super::errno;
use super::plan::{Action, Expect, Plan, Step};
use crate::trace::{Kind, Outcome, Trace};

/// What the program states and the trace does not have, a sentence for each;
/// nothing if the program is right.
///
/// A line that states `= ?` states nothing, and content that ends in `...`
/// only its beginning.
///
/// ```
/// use ringside_core::kernel::{Config, run};
/// use ringside_core::program::{compile, unmet};
///
/// let plan = compile("read(99, &buf, 10) = 10\ngetuid() = 0").unwrap();
/// let trace = run(&plan, &Config::default());
/// assert_eq!(
///     unmet(&plan, &trace),
///     ["line 1: read is said to return 10, but returned -1 EBADF (Bad file descriptor)"]
/// );
/// ```
#[must_use]
pub fn unmet(plan: &Plan, trace: &Trace) -> Vec<String> {
    plan.steps
        .iter()
        .filter_map(|step| {
            let expect = step.expect.as_ref()?;
            let wrong = wrong(step, expect, outcome(trace, step.line))?;
            Some(format!("line {}: {wrong}", step.line + 1))
        })
        .collect()
}

fn outcome(trace: &Trace, of: u32) -> Option<&Outcome> {
    trace.events.iter().find_map(|event| match event.kind {
        Kind::CallEnd { line, outcome } if line == of => trace.outcomes.get(outcome as usize),
        _ => None,
    })
}

fn wrong(step: &Step, expect: &Expect, outcome: Option<&Outcome>) -> Option<String> {
    let value = expect.value?;
    let name = name(&step.action);
    let stated = result(value);
    let Some(outcome) = outcome else {
        return Some(format!("{name} is said to return {stated}, but never returned"));
    };
    if outcome.value != value {
        let returned = result(outcome.value);
        return Some(format!("{name} is said to return {stated}, but returned {returned}"));
    }
    expect.outputs.iter().enumerate().find_map(|(at, (argument, bytes, beginning))| {
        let earlier = expect.outputs[..at].iter().filter(|output| output.0 == *argument).count();
        let left = outcome.outputs.iter().filter(|output| output.argument == *argument);
        let left = left.map(|output| output.bytes.as_slice()).nth(earlier);
        let met = left
            .is_some_and(|left| if *beginning { left.starts_with(bytes) } else { left == bytes });
        (!met).then(|| {
            let left = left.map_or_else(|| "nothing".to_owned(), quoted);
            let argument = argument + 1;
            let bytes = quoted(bytes);
            format!("argument {argument} of {name} is said to be {bytes}, but was {left}")
        })
    })
}

fn name(action: &Action) -> String {
    match action {
        Action::Syscall { name, .. } => (*name).to_owned(),
        Action::Raw { number, .. } => format!("syscall_{number:#x}"),
        Action::Opaque { name, .. } => name.clone(),
    }
}

fn result(value: i64) -> String {
    let number = (-4095..0).contains(&value).then(|| value.unsigned_abs() as u16);
    match number.and_then(|number| Some((errno::name(number)?, errno::text(number)?))) {
        Some((name, text)) => format!("-1 {name} ({text})"),
        None => value.to_string(),
    }
}

fn quoted(bytes: &[u8]) -> String {
    format!("\"{}\"", bytes.escape_ascii())
}
