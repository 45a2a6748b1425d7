//! For looking at the tracer itself, as root on a machine with the module:
//!
//! - `traced golden PROGRAM…` prints the recordings that `core/tests/import.rs`
//!   reads;
//! - `traced cost [CALLS]` says what a call costs through the driver, without
//!   and with the kernel's functions recorded.

#![expect(clippy::print_stdout, reason = "its output is what it is for")]

use std::fmt::Write as _;
use std::time::Instant;

use anyhow::{Context as _, bail};
use ringside_backend::exec::{Options, record};
use ringside_core::program::{Plan, compile};
use ringside_core::trace::import::{RawKind, RawRun, import};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    match args.next().as_deref() {
        Some("golden") => args.try_for_each(|path| golden(&path)),
        Some("cost") => cost(args.next().map_or(Ok(20_000), |calls| calls.parse())?),
        _ => bail!("golden PROGRAM… or cost [CALLS]"),
    }
}

fn plan(text: &str) -> anyhow::Result<Plan> {
    compile(text).map_err(|mistakes| anyhow::anyhow!("{mistakes:?}"))
}

/// Prints a recording between lines that say which it is. Times are from the
/// record before.
fn golden(path: &str) -> anyhow::Result<()> {
    let plan = plan(&std::fs::read_to_string(path)?)?;
    let (run, header) = record(&plan, &Options::lab())?;
    let head = RawRun { records: Vec::new(), ..run.clone() };
    println!("\nBEGIN {path}");
    println!("{}", serde_json::to_string(&(&plan.text, &head, &header))?);
    let (mut time, mut pid) = (0, 0);
    for record in &run.records {
        if record.pid != pid {
            pid = record.pid;
            println!("P {pid}");
        }
        let mark = if record.interrupt { "!" } else { "" };
        let since = record.time - time;
        time = record.time;
        match record.kind {
            RawKind::Enter { name, depth } => println!("E{mark} {since} {name} {depth}"),
            RawKind::Leave { name, depth } => println!("L{mark} {since} {name} {depth}"),
            other => println!("J{mark} {since} {}", serde_json::to_string(&other)?),
        }
    }
    println!("END {path}");
    Ok(())
}

/// Compare with the same loop in C, and under strace.
fn cost(calls: u32) -> anyhow::Result<()> {
    let mut text = "fd = openat(AT_FDCWD, \"/dev/zero\", O_RDONLY)\n".to_owned();
    for _ in 0..calls {
        writeln!(text, "pread64(fd, &buf, 10, 0)")?;
    }
    let plan = plan(&text)?;
    for functions in [false, true] {
        let options = Options { functions, stamps: false, allow_any: true, ..Options::lab() };
        for round in 0..3 {
            let start = Instant::now();
            let (run, header) = record(&plan, &options)?;
            let recorded = start.elapsed();
            let records = run.records.len();
            let events = import(&plan, header, &run).events.len();
            let each = recorded.checked_div(calls).context("at least one call")?;
            println!(
                "functions {functions}, round {round}: {each:?} a call, {records} records, {events} events"
            );
        }
    }
    Ok(())
}
