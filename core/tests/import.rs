//! Real recordings become traces. The files under `data/import` were taken in
//! the lab (`cargo test -p ringside --test traced -- --ignored golden`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use ringside_core::compare::compare;
use ringside_core::kernel::{Config, run};
use ringside_core::program::{Plan, compile};
use ringside_core::trace::import::{RawKind, RawRecord, RawRun, import};
use ringside_core::trace::{
    Direction, Door, FORMAT_VERSION, Header, Kind, Place, Ring, TaskId, Trace,
};

/// The file's first line is everything but the records; then come the records,
/// one line each.
fn load(name: &str) -> (Plan, RawRun, Header) {
    let path = format!("{}/tests/data/import/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let (head, records) = text.split_once('\n').unwrap();
    let (program, mut run, header): (String, RawRun, Header) = serde_json::from_str(head).unwrap();
    let (mut time, mut pid) = (0, 0);
    for line in records.lines() {
        let (what, rest) = line.split_once(' ').unwrap();
        let mut words = rest.split(' ').map(|w| w.parse::<u64>().unwrap_or(0));
        let mut word = || words.next().unwrap();
        match what {
            "P" => pid = word() as u32,
            _ => {
                time += word();
                let kind = match &what[..1] {
                    "E" => RawKind::Enter { name: word() as u32, depth: word() as u16 },
                    "L" => RawKind::Leave { name: word() as u32, depth: word() as u16 },
                    _ => serde_json::from_str(rest.split_once(' ').unwrap().1).unwrap(),
                };
                let interrupt = what.ends_with('!');
                run.records.push(RawRecord { time, pid, cpu: 0, interrupt, kind });
            }
        }
    }
    (compile(&program).unwrap(), run, header)
}

fn trace(name: &str) -> (Plan, Trace) {
    let (plan, run, header) = load(name);
    assert_eq!(header.version, FORMAT_VERSION);
    let trace = import(&plan, header, &run);
    (plan, trace)
}

fn names(trace: &Trace, task: u16) -> Vec<&str> {
    let mine = trace.events.iter().filter(|e| e.task == TaskId(task));
    mine.filter_map(|e| match e.kind {
        Kind::Enter { function } => Some(trace.function_name(function)),
        _ => None,
    })
    .collect()
}

/// Each Enter has its Leave, in order, unless the task was in it at the end.
fn assert_nested(trace: &Trace) {
    for task in 0..trace.header.tasks.len() as u16 {
        let mut open = Vec::new();
        for event in trace.events.iter().filter(|e| e.task == TaskId(task)) {
            match event.kind {
                Kind::Enter { function } => {
                    open.push(function);
                    assert_eq!(usize::from(event.depth), open.len());
                }
                Kind::Leave { function, .. } => {
                    assert_eq!(usize::from(event.depth), open.len());
                    assert_eq!(open.pop(), Some(function));
                }
                Kind::CallBegin { .. } | Kind::CallEnd { .. } => assert_eq!(open, []),
                _ => {}
            }
        }
    }
    assert!(trace.events.windows(2).all(|pair| pair[0].time <= pair[1].time));
}

const BAD_POINTERS: &str = "bad-pointers-6.1.txt";
const TWO_TASKS: &str = "two-tasks-6.1.txt";
const TWO_TASKS_612: &str = "two-tasks-6.12.txt";

#[test]
fn only_the_programs_calls_are_there() {
    for name in [BAD_POINTERS, TWO_TASKS, TWO_TASKS_612] {
        let (plan, trace) = trace(name);
        assert_nested(&trace);
        let begun: Vec<u32> = trace
            .events
            .iter()
            .filter_map(|e| if let Kind::CallBegin { line } = e.kind { Some(line) } else { None })
            .collect();
        assert_eq!(begun, plan.steps.iter().map(|s| s.line).collect::<Vec<_>>(), "{name}");
        let functions: Vec<&str> =
            (0..plan.tasks.len() as u16).flat_map(|t| names(&trace, t)).collect();
        assert!(functions.contains(&"x64_sys_call") && functions.contains(&"vfs_read"));
        for driver in
            ["__x64_sys_futex", "kprobe_ftrace_handler", "copy_from_kernel_nofault", "idle_cpu"]
        {
            assert!(!functions.contains(&driver), "{name}: {driver}");
        }
    }
}

#[test]
fn doors_have_registers_and_results() {
    let (_, trace) = trace(BAD_POINTERS);
    let crossings: Vec<_> = trace
        .events
        .iter()
        .filter_map(|e| match e.kind {
            Kind::Cross { door: Door::Syscall, from, registers, value, .. } => {
                Some((from, registers, value as i64))
            }
            _ => None,
        })
        .collect();
    // openat, four reads, close: in and out
    assert_eq!(crossings.len(), 12);
    let (from, registers, number) = crossings[2];
    assert_eq!((from, number), (Ring::User, 0));
    let registers = trace.registers[registers as usize];
    assert_eq!(registers[..4], [0, 3, 0, 4], "read(3, NULL, 4)");
    assert!(registers[7] != 0 && registers[8] != 0);
    assert_eq!(crossings[3], (Ring::Kernel, u32::MAX, -14));
}

#[test]
fn a_bad_pointer_faults_in_the_copy() {
    let (_, trace) = trace(BAD_POINTERS);
    let faults: Vec<u64> = trace
        .events
        .iter()
        .filter_map(|e| match e.kind {
            Kind::Cross {
                door: Door::Fault, from: Ring::Kernel, to: Ring::Kernel, value, ..
            } => Some(value),
            _ => None,
        })
        .collect();
    // rep movsq, then byte by byte, for each of NULL, 0x1000 and the page's end;
    // the kernel's address is refused before
    assert_eq!(faults.len(), 6, "{faults:x?}");
    assert_eq!(faults[..4], [0, 0, 0x1000, 0x1000]);
    let done: Vec<(u32, u32)> = trace.copies.iter().map(|c| (c.wanted, c.done)).collect();
    assert_eq!(done[1..], [(4, 0), (4, 0), (18, 8)]);
    assert_eq!(trace.copied_bytes(&trace.copies[3]), b"hello fr");
    assert_eq!(trace.copied_bytes(&trace.copies[0]), b"/proc/ringside/hello");
    assert_eq!(trace.copies[0].direction, Direction::ToKernel);
}

#[test]
fn a_sleeper_is_woken() {
    for name in [TWO_TASKS, TWO_TASKS_612] {
        let (_, trace) = trace(name);
        let at = |wanted: &dyn Fn(u16, &Kind) -> bool| {
            trace.events.iter().position(|e| wanted(e.task.0, &e.kind)).unwrap()
        };
        let block = at(&|task, kind| task == 0 && matches!(kind, Kind::Block { .. }));
        let wake = at(&|task, kind| task == 1 && *kind == Kind::Wake { task: TaskId(0) });
        let end = at(&|task, kind| task == 0 && matches!(kind, Kind::CallEnd { line: 2, .. }));
        assert!(block < wake && wake < end, "{name}");
        let queue = trace.events.iter().rev().find_map(|e| match e.kind {
            Kind::Queue { queue, depth, .. } => Some((trace.text(queue), depth)),
            _ => None,
        });
        assert_eq!(queue, Some(("ringside", 7)), "{name}");
        let module = trace.events.iter().filter(|e| e.place == Place::Module).count();
        assert!(module > 0);
    }
}

/// What the model does is what the real kernel did.
#[test]
fn the_model_agrees() {
    for name in [BAD_POINTERS, TWO_TASKS] {
        let (plan, real) = trace(name);
        let model = run(&plan, &Config { release: "6.1".to_owned(), ..Config::default() });
        let comparison = compare(&model, &real);
        assert!(comparison.agrees(), "{name}: {:?}", comparison.first());
    }
}

#[test]
fn a_recording_with_holes_is_no_reason_to_fail() {
    for name in [BAD_POINTERS, TWO_TASKS, TWO_TASKS_612] {
        let (plan, whole, header) = load(name);
        let mut state = 7u64;
        for _ in 0..60 {
            let mut run = whole.clone();
            run.records.retain(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                state >> 60 != 0
            });
            let trace = import(&plan, header.clone(), &run);
            let ends =
                trace.events.iter().filter(|e| matches!(e.kind, Kind::CallEnd { .. })).count();
            assert_eq!(ends, plan.steps.len(), "every result is reported");
        }
        let mut run = whole.clone();
        run.records.clear();
        let trace = import(&plan, header, &run);
        assert_eq!(trace.outcomes.len(), plan.steps.len());
    }
}

#[test]
fn without_probes_at_the_door_times_tell_the_calls_apart() {
    let (plan, mut run, header) = load(BAD_POINTERS);
    let (_, with) = trace(BAD_POINTERS);
    run.records.retain(|r| !matches!(r.kind, RawKind::Door { .. }));
    run.doors = false;
    let without = import(&plan, header, &run);
    assert_nested(&without);
    assert_eq!(names(&with, 0), names(&without, 0));
}
