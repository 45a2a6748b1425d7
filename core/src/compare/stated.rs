//! A program that states its calls' results checks itself.

use std::collections::BTreeMap;

use super::masks;
use crate::program::errno;
use crate::program::plan::{Plan, Step};
use crate::trace::{Kind, Outcome, Trace};

/// A stated result that the kernel did not give.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unmet {
    /// Line of the program, from 0.
    pub line: u32,
    /// What the line says.
    pub stated: String,
    /// What came out.
    pub got: String,
}

/// What a trace's calls did not do as the program says. What is the machine's
/// own ([`masks`]) and what was only taken from a log's record is not judged.
#[must_use]
pub fn unmet(plan: &Plan, trace: &Trace) -> Vec<Unmet> {
    let masks = masks::of_program(&plan.text);
    let outcomes = outcomes(trace);
    let mut unmet = Vec::new();
    for step in &plan.steps {
        let (value_counts, content_counts) =
            masks.get(&step.line).map_or((true, true), |mask| (!mask.value, !mask.content));
        let outcome = outcomes.get(&step.line).copied();
        if value_counts {
            unmet.extend(value(step, outcome));
        }
        if content_counts {
            unmet.extend(outcome.into_iter().flat_map(|outcome| contents(step, outcome)));
        }
    }
    unmet
}

/// What the call in each line came to.
fn outcomes(trace: &Trace) -> BTreeMap<u32, &Outcome> {
    let mut outcomes = BTreeMap::new();
    for event in &trace.events {
        if let Kind::CallEnd { line, outcome } = event.kind
            && let Some(outcome) = trace.outcomes.get(outcome as usize)
        {
            outcomes.entry(line).or_insert(outcome);
        }
    }
    outcomes
}

fn value(step: &Step, outcome: Option<&Outcome>) -> Option<Unmet> {
    let stated = step.expect.as_ref()?.value?;
    let got = match outcome {
        Some(outcome) if outcome.recorded || outcome.value == stated => return None,
        Some(outcome) => shown(outcome.value),
        None => "the call did not return".to_owned(),
    };
    Some(Unmet { line: step.line, stated: shown(stated), got })
}

/// Contents stated for an argument and what it held go in pairs, in their order.
fn contents(step: &Step, outcome: &Outcome) -> Vec<Unmet> {
    let Some(expect) = step.expect.as_ref() else { return Vec::new() };
    if outcome.recorded || outcome.errno().is_some() {
        return Vec::new();
    }
    let text = |bytes: &[u8]| format!("\"{}\"", bytes.escape_ascii());
    let stated = expect.outputs.iter().enumerate();
    stated
        .filter_map(|(at, (argument, bytes, is_beginning))| {
            let before = expect.outputs[..at].iter().filter(|earlier| earlier.0 == *argument);
            let held = outcome.outputs.iter().filter(|output| output.argument == *argument);
            let held = held.map(|output| output.bytes.as_slice()).nth(before.count());
            let met = held.is_some_and(|held| match is_beginning {
                true => held.starts_with(bytes),
                false => held == bytes,
            });
            let got = held.map_or_else(|| "nothing".to_owned(), text);
            (!met).then(|| Unmet { line: step.line, stated: text(bytes), got })
        })
        .collect()
}

/// A result as strace shows it.
#[must_use]
pub fn shown(value: i64) -> String {
    let errno = (-4095..0).contains(&value).then(|| value.unsigned_abs() as u16);
    match errno.and_then(|number| Some((errno::name(number)?, errno::text(number)?))) {
        Some((name, text)) => format!("-1 {name} ({text})"),
        None if value.unsigned_abs() > 0xffff_ffff => format!("{value:#x}"),
        None => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Config, run};
    use crate::program::compile;

    fn check(text: &str) -> Vec<Unmet> {
        let plan = compile(text).unwrap();
        unmet(&plan, &run(&plan, &Config::default()))
    }

    #[test]
    fn what_is_not_so_is_found() {
        let open = "fd = openat(AT_FDCWD, \"/proc/ringside/hello\", O_RDONLY)\n";
        assert_eq!(check(&format!("{open}read(fd, &buf, 4) = 4\n")), []);
        let found = check(&format!("{open}read(fd, &buf, 4) = 5\nclose(99) = 0\n"));
        let (line, stated, got) = (1, "5".into(), "4".into());
        assert_eq!(found[0], Unmet { line, stated, got });
        let (line, stated, got) = (2, "0".into(), "-1 EBADF (Bad file descriptor)".into());
        assert_eq!(found[1..], [Unmet { line, stated, got }]);
    }

    #[test]
    fn each_descriptor_of_a_poll_is_judged() {
        let open = "fd = openat(AT_FDCWD, \"/dev/ringside\", O_RDONLY) = 3\n";
        let poll = "poll([{fd=-1, events=POLLIN}, {fd=fd, events=POLLIN}], 2, -1) = 1";
        let stating = |note: &str| check(&format!("{open}{poll} ([{{fd=3, revents={note}}}])\n"));
        assert_eq!(stating("POLLIN"), []);
        assert_eq!(stating("POLLOUT").len(), 1);
    }

    #[test]
    fn the_machines_own_is_not_judged() {
        assert_eq!(check("getpid() = 4711\n"), []);
    }
}
