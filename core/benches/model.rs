//! How fast the model runs, and what a trace costs: the budget is 20 million
//! events/s, and ten million events in 400 MB.

mod common;

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ringside_core::compare::compare;
use ringside_core::kernel::{Config, run};
use ringside_core::program::compile;
use ringside_core::trace::Trace;

const LINES: usize = 100_000;

fn model(c: &mut Criterion) {
    let text = common::program(LINES);
    let plan = match compile(&text) {
        Ok(plan) => plan,
        Err(mistakes) => return eprintln!("{:?}", mistakes.first()),
    };
    let config = Config::default();
    let trace = run(&plan, &config);
    let events = trace.events.len();
    let each = bytes(&trace) as f64 / events as f64;
    eprintln!("{LINES} calls, {events} events, {each:.1} bytes each in memory");

    let mut group = c.benchmark_group("model");
    group.sample_size(10);
    group.throughput(Throughput::Elements(LINES as u64));
    group.bench_function("compile", |b| b.iter(|| compile(black_box(&text)).is_ok()));
    group.throughput(Throughput::Elements(events as u64));
    group.bench_function("run", |b| b.iter(|| run(black_box(&plan), &config)));
    group.bench_function("compare", |b| b.iter(|| compare(black_box(&trace), &trace).agrees()));
    group.finish();
}

/// What a trace's events and side tables hold.
fn bytes(trace: &Trace) -> usize {
    let outputs: usize = trace
        .outcomes
        .iter()
        .flat_map(|o| &o.outputs)
        .map(|o| size_of_val(o) + o.bytes.len())
        .sum();
    size_of_val(&*trace.events)
        + size_of_val(&*trace.copies)
        + trace.bytes.len()
        + size_of_val(&*trace.registers)
        + size_of_val(&*trace.outcomes)
        + outputs
        + size_of_val(&*trace.states)
        + trace.texts.iter().map(String::len).sum::<usize>()
}

criterion_group!(benches, model);
criterion_main!(benches);
