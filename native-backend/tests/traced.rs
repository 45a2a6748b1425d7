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
