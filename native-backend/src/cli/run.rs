//! `ringside run`

use ringside_core::compare::stated::{Unmet, unmet};
use ringside_core::trace::Trace;

use super::args::RunArgs;
use super::input::{self, Source};
use super::lab_at_hand::lab_at_hand;
use super::output::calls::Calls;
use super::output::{BAD, DIM, GOOD, Screen, event, paint, tree};
use super::{Exit, Failure, export};
use crate::kernels::{compile, run as run_on};

pub fn run(args: &RunArgs, screen: &mut Screen) -> Result<Exit, Failure> {
    let mut exit = Exit::Fine;
    let sources = args.programs.iter().map(|path| input::program(path));
    let sources = sources.collect::<Result<Vec<_>, _>>()?;
    for source in &sources {
        compile(&source.text)
            .map_err(|error| Failure::Run { name: source.name.clone(), source: error })?;
    }
    let _lab = lab_at_hand(args.on, &args.kernel.kernel, screen)?;
    for (at, source) in sources.iter().enumerate() {
        if args.programs.len() > 1 && !args.json && !args.check {
            let gap = if at == 0 { "" } else { "\n" };
            screen.line(paint(DIM, format_args!("{gap}# {}", source.name)))?;
        }
        exit = exit.max(one(args, source, screen)?);
    }
    Ok(exit)
}

fn one(args: &RunArgs, source: &Source, screen: &mut Screen) -> Result<Exit, Failure> {
    let failed = |error| Failure::Run { name: source.name.clone(), source: error };
    // A run says what strace would; the kernel's functions cost time.
    let functions = args.functions || args.json;
    let request = args.kernel.request(&source.text, args.on, functions);
    let plan = compile(&source.text).map_err(failed)?;
    let trace = run_on(&request).map_err(failed)?;
    let unmet = unmet(&plan, &trace);
    if args.json {
        export::json(&trace, screen)?;
    } else if args.functions {
        tree::print(&trace, screen)?;
    } else if !args.check {
        for line in Calls::of(&trace).all(&trace) {
            screen.line(line)?;
        }
    } else if unmet.is_empty() {
        screen.line(format_args!("{} {}", paint(GOOD, "ok"), source.name))?;
    }
    for unmet in &unmet {
        say_unmet(source, &trace, unmet, screen);
    }
    Ok(if unmet.is_empty() { Exit::Fine } else { Exit::Differs })
}

fn say_unmet(source: &Source, trace: &Trace, unmet: &Unmet, screen: &mut Screen) {
    let line = unmet.line + 1;
    screen.remark(format_args!(
        "{}: {}, line {line}: {}\n  stated   {}\n  {:<8} {}",
        paint(BAD, "not as stated"),
        source.name,
        event::source(trace, unmet.line),
        unmet.stated,
        crate::kernels::kind_name(trace),
        unmet.got,
    ));
}
