//! How long a log of 100,000 lines takes to read, to print and to make ready.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ringside_core::program::{lower, parse, print};

const LOG: &str = include_str!("../../tests/programs/logs/sh-pipe.strace");
const LINES: usize = 100_000;

fn log(c: &mut Criterion) {
    let lines: Vec<&str> = LOG.lines().cycle().take(LINES).collect();
    let text = lines.join("\n");
    let Ok(program) = parse(&text) else { return };
    let mut group = c.benchmark_group("log");
    group.sample_size(10).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("parse", |b| b.iter(|| parse(&text)));
    group.bench_function("print", |b| b.iter(|| print(&program)));
    group.bench_function("lower", |b| b.iter(|| lower(&program)));
    group.finish();
}

criterion_group!(benches, log);
criterion_main!(benches);
