//! Real traces of a real kernel. They need root, tracefs and the module, as in
//! the lab, so they are run there: `cargo test --test traced -- --ignored`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use ringside_backend::exec::{Options, record};
use ringside_core::trace::import::import;

/// Runs the program in the file that `RINGSIDE_PROGRAM` names and prints what
/// was recorded; with `RINGSIDE_RAW` the raw records, as JSON.
#[test]
#[ignore = "for looking at a kernel by hand"]
fn show() {
    let Ok(path) = std::env::var("RINGSIDE_PROGRAM") else { return };
    let plan = ringside_core::program::compile(&std::fs::read_to_string(path).unwrap()).unwrap();
    let start = std::time::Instant::now();
    let (mut run, mut header) = record(&plan, &Options::lab()).unwrap();
    eprintln!("recorded in {:?}, {} records", start.elapsed(), run.records.len());
    if std::env::var_os("RINGSIDE_AGAIN").is_some() {
        let start = std::time::Instant::now();
        (run, header) = record(&plan, &Options::lab()).unwrap();
        eprintln!("again in {:?}, {} records", start.elapsed(), run.records.len());
    }
    if std::env::var_os("RINGSIDE_LIST").is_some() {
        for dir in std::fs::read_dir("/sys/kernel/tracing/instances").unwrap() {
            eprintln!(
                "{}",
                std::fs::read_to_string(dir.unwrap().path().join("set_ftrace_notrace")).unwrap()
            );
        }
        eprintln!("{}", std::fs::read_to_string("/sys/kernel/tracing/set_ftrace_notrace").unwrap());
    }
    if std::env::var_os("RINGSIDE_RAW").is_some() {
        println!("{}", serde_json::to_string(&(&run, &header)).unwrap());
        return;
    }
    let trace = import(&plan, header, &run);
    println!("{}", common::show(&trace));
    eprintln!("shown after {:?}", start.elapsed());
}

/// Runs the programs (files, separated by `:`) on this kernel and on the model
/// and prints where they differ.
#[test]
#[ignore = "for looking at a kernel by hand"]
fn agree() {
    let Ok(paths) = std::env::var("RINGSIDE_PROGRAM") else { return };
    for path in paths.split(':') {
        let plan =
            ringside_core::program::compile(&std::fs::read_to_string(path).unwrap()).unwrap();
        let start = std::time::Instant::now();
        let (run, header) = record(&plan, &Options::lab()).unwrap();
        let real = import(&plan, header, &run);
        let took = start.elapsed();
        let release = real.header.kernel.release.split('.').take(2).collect::<Vec<_>>().join(".");
        let config = ringside_core::kernel::Config { release, ..Default::default() };
        let model = ringside_core::kernel::run(&plan, &config);
        let comparison = ringside_core::compare::compare(&model, &real);
        println!(
            "## {path}: {took:?}, {} events, agrees: {}",
            real.events.len(),
            comparison.agrees()
        );
        for (text, lost) in &run.notes {
            println!("note: {text} ({lost})");
        }
        for verdict in &comparison.calls {
            if let Some(d) = &verdict.difference {
                println!(
                    "line {}: {:?}: model {} | real {}",
                    d.line + 1,
                    d.aspect,
                    d.model,
                    d.real
                );
            }
        }
        if let Some(d) = &comparison.missing {
            println!("missing: {d:?}");
        }
        if !comparison.agrees() && std::env::var_os("RINGSIDE_SHOW").is_some() {
            println!("{}", common::show(&real));
        }
    }
}

/// What a call costs: through the driver, and traced. Compare with the same
/// loop in C, and under strace.
#[test]
#[ignore = "for measuring by hand"]
fn cost() {
    use ringside_core::program::plan::Length;
    let path = std::env::var("RINGSIDE_FILE").unwrap_or_else(|_| "/dev/zero".to_owned());
    let calls: u32 = std::env::var("RINGSIDE_CALLS").map_or(200_000, |n| n.parse().unwrap());
    let mut b = common::Builder::new();
    let buffer = b.buffer(64);
    let fd = b.open(&path, 0);
    b.call("pread64", &[common::v(3), buffer, common::v(10), common::v(0)])
        .keep(1, Length::Returned);
    for _ in 0..calls {
        b.call("pread64", &[common::v(3), buffer, common::v(10), common::v(0)]);
    }
    b.read(fd, buffer, 10);
    for functions in [false, true] {
        let options = Options { functions, stamps: false, allow_any: true, ..Options::lab() };
        for round in 0..3 {
            let start = std::time::Instant::now();
            let (run, header) = record(&b.plan, &options).unwrap();
            let recorded = start.elapsed();
            let records = run.records.len();
            let trace = import(&b.plan, header, &run);
            let whole = start.elapsed();
            // between the last call that has a time and the next one
            let loop_time = run.steps.last().unwrap().began - run.steps[1].ended;
            println!("in the task: {} ns/call", loop_time / u64::from(calls));
            println!(
                "functions {functions}, round {round}: {:?}/call recorded, {:?}/call imported, {records} records, {} events, {:?}",
                recorded / calls,
                whole / calls,
                trace.events.len(),
                run.notes
            );
        }
    }
}

/// Prints the recordings that `core/tests/import.rs` reads, between lines that
/// say which is which.
#[test]
#[ignore = "makes test data"]
fn golden() {
    use ringside_core::trace::import::{RawKind, RawRun};
    let Ok(paths) = std::env::var("RINGSIDE_PROGRAM") else { return };
    for path in paths.split(':') {
        let plan =
            ringside_core::program::compile(&std::fs::read_to_string(path).unwrap()).unwrap();
        let (run, header) = record(&plan, &Options::lab()).unwrap();
        let head = RawRun { records: Vec::new(), ..run.clone() };
        println!("\nBEGIN {path}");
        println!("{}", serde_json::to_string(&(&plan.text, &head, &header)).unwrap());
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
                other => println!("J{mark} {since} {}", serde_json::to_string(&other).unwrap()),
            }
        }
        println!("END {path}");
    }
}
