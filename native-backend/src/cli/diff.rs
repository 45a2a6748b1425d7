//! `ringside diff`

use ringside_core::compare::{Comparison, Difference, compare};
use ringside_core::trace::Trace;
use serde_json::{Value, json};

use super::args::DiffArgs;
use super::input::{self, Source};
use super::lab_at_hand::lab_at_hand;
use super::output::{BAD, DIM, GOOD, STRONG, Screen, WARN, event, paint};
use super::{Exit, Failure};
use crate::kernels::{On, RunError, run as run_on};

pub fn diff(args: &DiffArgs, screen: &mut Screen) -> Result<Exit, Failure> {
    let _lab = lab_at_hand(args.on, &args.kernel.kernel, screen)?;
    let mut verdicts = Vec::new();
    let mut differ = 0;
    for path in &args.programs {
        let source = input::program(path)?;
        let (model, real) = both(args, &source)?;
        let comparison = compare(&model, &real);
        differ += usize::from(!comparison.agrees());
        if args.json {
            verdicts.push(verdict(&source, &real, &comparison));
        } else {
            show(args, &source, (&model, &real), &comparison, screen)?;
            screen.flush()?;
        }
    }
    let all = args.programs.len();
    if args.json {
        screen.line(Value::Array(verdicts))?;
    } else if all > 1 {
        let style = if differ == 0 { GOOD } else { BAD };
        let text = format!("{} of {all} programs agree", all - differ);
        screen.line(paint(style, text))?;
    }
    Ok(if differ == 0 { Exit::Fine } else { Exit::Differs })
}

fn both(args: &DiffArgs, source: &Source) -> Result<(Trace, Trace), Failure> {
    let on = |on| {
        let request = args.kernel.request(&source.text, on, true);
        run_on(&request).map_err(|error| Failure::Run { name: source.name.clone(), source: error })
    };
    if args.on == On::Model {
        let why = "--on: the model always agrees with itself; give lab or here".to_owned();
        let source_error = RunError::Refused(why);
        return Err(Failure::Run { name: source.name.clone(), source: source_error });
    }
    Ok((on(On::Model)?, on(args.on)?))
}

fn show(
    args: &DiffArgs,
    source: &Source,
    (model, real): (&Trace, &Trace),
    comparison: &Comparison,
    screen: &mut Screen,
) -> Result<(), Failure> {
    let (name, calls) = (&source.name, comparison.calls.len());
    let release = &real.header.kernel.release;
    let coverage = match (comparison.paths, percent(comparison)) {
        (true, Some(percent)) => format!(", {percent}% of the real path"),
        (true, None) => String::new(),
        (false, _) => ", results only: one side has no functions".to_owned(),
    };
    let Some(first) = comparison.first() else {
        let agree = paint(GOOD, "agree ");
        return screen
            .line(format_args!("{agree} {name}: {calls} calls as on {release}{coverage}"));
    };
    let differ = paint(BAD, "differ");
    let (aspect, _) = first.aspect.title();
    screen.line(format_args!("{differ} {name}, line {}: {aspect}{coverage}", first.line + 1))?;
    screen.line(format_args!("    {}", paint(STRONG, event::source(model, first.line))))?;
    for (side, has, trace, at) in [
        ("model", &first.model, model, first.model_event),
        (release.as_str(), &first.real, real, first.real_event),
    ] {
        screen.line(format_args!("  {side}: {}", paint(WARN, has)))?;
        context(trace, at, args.context, screen)?;
    }
    Ok(())
}

/// The events around the one there.
fn context(trace: &Trace, at: usize, around: usize, screen: &mut Screen) -> Result<(), Failure> {
    let end = (at + around + 1).min(trace.events.len());
    let start = at.saturating_sub(around).min(end);
    for (index, each) in trace.events.iter().enumerate().take(end).skip(start) {
        let indent = "  ".repeat(usize::from(each.depth.min(40)));
        let text = format!("{index:>7}  {indent}{}", event::text(trace, each));
        if index == at {
            screen.line(format_args!("  > {text}"))?;
        } else {
            screen.line(format_args!("    {}", paint(DIM, text)))?;
        }
    }
    Ok(())
}

fn percent(comparison: &Comparison) -> Option<u32> {
    let coverage = comparison.coverage();
    (coverage.model * 100).checked_div(coverage.real)
}

fn verdict(source: &Source, real: &Trace, comparison: &Comparison) -> Value {
    let one = |difference: &Difference| {
        json!({
            "aspect": difference.aspect.title().0,
            "line": difference.line + 1,
            "model": difference.model,
            "real": difference.real,
            "model_event": difference.model_event,
            "real_event": difference.real_event,
        })
    };
    let coverage = comparison.coverage();
    json!({
        "program": source.name,
        "kernel": real.header.kernel.release,
        "agrees": comparison.agrees(),
        "calls": comparison.calls.len(),
        "paths": comparison.paths,
        "first": comparison.first().map(one),
        "coverage": {
            "real": coverage.real,
            "model": coverage.model,
            "elided": coverage.elided,
            "missing": coverage.missing,
        },
    })
}
