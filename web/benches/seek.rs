//! How long it takes to make ten million events ready for the player, and to
//! show any moment of them: the budget is 50 ms for a seek.

#[path = "../../core/benches/common/mod.rs"]
mod common;

use criterion::{Criterion, criterion_group, criterion_main};
use ringside_core::kernel::{Config, run};
use ringside_core::program::compile;
use ringside_core::trace::Trace;
use ringside_web::scene::Seeker;

const EVENTS: usize = 10_000_000;

/// The trace of a long program, one run after the other until it is long enough.
fn trace() -> Option<Trace> {
    let plan = compile(&common::program(100_000)).ok()?;
    let mut trace = run(&plan, &Config::default());
    let (once, length) = (trace.events.len(), trace.events.last()?.time);
    while trace.events.len() < EVENTS {
        let from = trace.events.len() - once;
        let next = trace.events[from..from + once.min(EVENTS - trace.events.len())].to_vec();
        trace.events.extend(next.into_iter().map(|mut event| {
            event.time += length;
            event
        }));
    }
    Some(trace)
}

fn seek(c: &mut Criterion) {
    let Some(trace) = trace() else { return eprintln!("the program cannot be read") };
    let seeker = Seeker::new(&trace);
    let mut group = c.benchmark_group("seek");
    group.sample_size(10);
    group.bench_function("ready", |b| b.iter(|| Seeker::new(&trace)));
    group.sample_size(100);
    let mut position = 1_u64;
    group.bench_function("anywhere", |b| {
        b.iter(|| {
            // Knuth's generator: positions that no cache expects.
            position = position.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            seeker.scene(&trace, (position >> 33) as usize % trace.events.len())
        });
    });
    group.finish();
}

criterion_group!(benches, seek);
criterion_main!(benches);
