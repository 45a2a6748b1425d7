//! A program that states its calls' results checks itself.

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
    let mut unmet = Vec::new();
    for step in &plan.steps {
        let mask = masks.iter().find(|(line, _)| *line == step.line).map(|(_, mask)| *mask);
        let (value_counts, content_counts) =
            mask.map_or((true, true), |mask| (!mask.value, !mask.content));
        let outcome = outcome_of(trace, step);
        if value_counts {
            unmet.extend(value(step, outcome));
        }
        if content_counts {
            unmet.extend(outcome.into_iter().flat_map(|outcome| contents(step, outcome)));
        }
    }
    unmet
}

fn outcome_of<'t>(trace: &'t Trace, step: &Step) -> Option<&'t Outcome> {
    let index = trace.events.iter().find_map(|event| match event.kind {
        Kind::CallEnd { line, outcome } if line == step.line => Some(outcome),
        _ => None,
    })?;
    trace.outcomes.get(index as usize)
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

fn contents(step: &Step, outcome: &Outcome) -> Vec<Unmet> {
    let stated = step.expect.iter().flat_map(|expect| &expect.outputs);
    stated
        .filter_map(|(argument, bytes, is_beginning)| {
            let output = outcome.outputs.iter().find(|output| output.argument == *argument)?;
            let met = match is_beginning {
                true => output.bytes.starts_with(bytes),
                false => output.bytes == *bytes,
            };
            let text = |bytes: &[u8]| format!("\"{}\"", bytes.escape_ascii());
            (!met && !outcome.recorded && outcome.errno().is_none()).then(|| Unmet {
                line: step.line,
                stated: text(bytes),
                got: text(&output.bytes),
            })
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
    fn the_machines_own_is_not_judged() {
        assert_eq!(check("getpid() = 4711\n"), []);
    }
}
