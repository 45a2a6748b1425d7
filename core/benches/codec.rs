//! How fast traces are written and read: the budget is 20 million events/s.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use ringside_core::trace::codec::{decode, encode};
use ringside_core::trace::*;

/// A trace like a real one: nested functions, a copy each few calls.
fn trace(calls: u64) -> Trace {
    let kernel = KernelName {
        kind: KernelKind::Model,
        release: "6.1".into(),
        arch: Arch::X86_64,
        machine: String::new(),
        date: String::new(),
    };
    let mut r = Recorder::new(Header {
        version: FORMAT_VERSION,
        kernel,
        program: "read(0, &buf, 10)\n".into(),
        tasks: vec!["A".into()],
        clock: Clock::Model,
        functions: true,
    });
    r.trace.names = (0..200).map(|at| format!("function_{at}")).collect();
    let mut time = 0;
    for call in 0..calls {
        let function = |depth: u16| FunctionId::own((call % 17 * u64::from(depth) % 200) as u16);
        let task = TaskId(0);
        for depth in 1..12 {
            time += 90 + call % 100;
            let kind = Kind::Enter { function: function(depth) };
            r.push(time, task, 0, depth, Place::Other, kind);
        }
        let copy = Copy {
            routine: f::_copy_to_user,
            direction: Direction::ToUser,
            user: 0x2000_0000,
            kernel: 0xffff_8880_1234_5000,
            wanted: 10,
            done: 10,
            bytes_at: 0,
            bytes_len: 0,
        };
        let kind = r.copy(copy, b"0123456789");
        r.push(time, task, 0, 12, Place::Usercopy, kind);
        for depth in (1..12).rev() {
            time += 90 + call % 100;
            let kind = Kind::Leave { function: function(depth), value: 0 };
            r.push(time, task, 0, depth, Place::Other, kind);
        }
    }
    r.trace
}

fn codec(c: &mut Criterion) {
    let trace = trace(20_000);
    let bytes = encode(&trace);
    let each = bytes.len() as f64 / trace.events.len() as f64;
    eprintln!("{} events, {each:.2} bytes each", trace.events.len());
    let mut group = c.benchmark_group("codec");
    group.throughput(Throughput::Elements(trace.events.len() as u64)).sample_size(20);
    group.bench_function("encode", |b| b.iter(|| encode(black_box(&trace))));
    group.bench_function("decode", |b| b.iter(|| decode(black_box(&bytes)).is_ok()));
    group.finish();
}

criterion_group!(benches, codec);
criterion_main!(benches);
