//! The executor on this machine's own kernel: what the calls return. Nothing
//! here needs root or the module.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod common;

use std::time::{Duration, Instant};

use common::{Builder, outcomes, slot, v, values};
use ringside_backend::exec::{ExecError, Options, run};
use ringside_core::program::Plan;
use ringside_core::program::plan::{Action, Length, Operand, Step, Store};
use ringside_core::trace::{Door, KernelKind, Kind, Ring, Trace};

const EBADF: i64 = -9;
const EFAULT: i64 = -14;

/// `poll(NULL, 0, -1)`: sleeps until a signal comes.
const FOREVER: [Operand; 3] = [Operand::Value(0), Operand::Value(0), Operand::Value(u64::MAX)];

fn plain(plan: &Plan) -> Trace {
    let options = Options { functions: false, reset: false, ..Options::default() };
    run(plan, &options).unwrap()
}

fn any(plan: &Plan) -> Trace {
    let options = Options {
        functions: false,
        reset: false,
        allow_any: true,
        limit: Duration::from_secs(2),
        ..Options::default()
    };
    run(plan, &options).unwrap()
}

#[test]
fn the_first_descriptor_is_3_and_bytes_are_kept() {
    let mut b = Builder::new();
    let fd = b.open("/proc/self/comm", 0);
    let buffer = b.buffer(64);
    b.read(fd, buffer, 64)
        .read(fd, buffer, 64)
        .call("close", &[slot(fd)])
        .call("close", &[slot(fd)]);
    let trace = plain(&b.plan);
    let results = outcomes(&b.plan, &trace);
    let got: Vec<i64> = results.iter().map(|o| o.as_ref().unwrap().value).collect();
    assert_eq!(got[0], 3);
    assert!(got[1] > 1);
    assert_eq!(got[2..], [0, 0, EBADF]);
    let kept = &results[1].as_ref().unwrap().outputs;
    assert_eq!(kept.len(), 1);
    assert_eq!((kept[0].argument, kept[0].bytes.len() as i64), (1, got[1]));
    assert_eq!(kept[0].bytes.last(), Some(&b'\n'));
}

#[test]
fn bad_pointers_reach_the_kernel() {
    let mut b = Builder::new();
    let fd = b.open("/proc/version", 0);
    let buffer = b.buffer(16);
    let Operand::Value(address) = buffer else { unreachable!() };
    let text = b.text("constant");
    for pointer in [0x1000, 0, 0xffff_8000_0000_0000, 0x8000_0000_0000_0000, address + 4096] {
        b.call("read", &[slot(fd), v(pointer), v(4)]);
    }
    b.call("read", &[slot(fd), text, v(4)]);
    b.call("read", &[v(77), buffer, v(4)]);
    // six bytes fit before the guard page
    b.call("read", &[slot(fd), v(address + 4090), v(100)]).keep(1, Length::Returned);
    b.call("openat", &[common::CWD, v(0), v(0)]);
    let trace = plain(&b.plan);
    let got = values(&b.plan, &trace);
    assert_eq!(got[1..7], [EFAULT; 6]);
    assert_eq!(got[7], EBADF);
    assert_eq!(got[9], EFAULT);
    let straddling = outcomes(&b.plan, &trace)[8].clone().unwrap();
    assert!(straddling.value == 6 || straddling.value == EFAULT, "{}", straddling.value);
}

#[test]
fn structures_are_written_and_patched() {
    let mut b = Builder::new();
    let fd = b.open("/dev/null", 2);
    let fds = b.structure(8);
    // struct pollfd { int fd; short events; short revents; }
    b.call("poll", &[v(fds), v(1), v(0)])
        .store(Store {
            address: fds,
            bytes: vec![0, 0, 0, 0, 5, 0, 0, 0],
            patches: vec![(0, 4, slot(fd))],
        })
        .keep(0, Length::Fixed(8));
    let trace = plain(&b.plan);
    let result = outcomes(&b.plan, &trace)[1].clone().unwrap();
    assert_eq!(result.value, 1);
    assert_eq!(result.outputs[0].bytes, [3, 0, 0, 0, 5, 0, 5, 0]);
}

#[test]
fn tasks_take_turns_and_a_sleeper_is_woken() {
    let mut b = Builder::new();
    let fds = b.structure(8);

    // A waits for a signal that B sends
    b.task(0).call("rt_sigaction", &[v(10), v(0), v(0), v(8)]);
    let action = b.structure(32);
    if let Some(Step { action: Action::Syscall { arguments, stores, .. }, .. }) =
        b.plan.steps.last_mut()
    {
        arguments[1] = v(action);
        stores.push(Store {
            address: action,
            bytes: [0u64, 0x0400_0000, 0, 0].iter().flat_map(|w| w.to_ne_bytes()).collect(),
            patches: vec![(0, 8, Operand::Handler), (16, 8, Operand::Restorer)],
        });
    }
    b.task(0).call("poll", &[v(fds), v(0), v(u64::MAX)]);
    b.task(1).call("getpid", &[]);
    b.task(1).call("kill", &[Operand::Pid(0), v(10)]);
    b.task(0).call("getuid", &[]);
    let trace = plain(&b.plan);
    let got = values(&b.plan, &trace);
    assert_eq!(got[0], 0);
    assert_eq!(got[1], -4, "EINTR");
    assert_eq!(got[3], 0);
    let line = |wanted: fn(&Kind) -> Option<u32>| -> Vec<u32> {
        trace.events.iter().filter_map(|e| wanted(&e.kind)).collect()
    };
    let begins = line(|k| if let Kind::CallBegin { line } = k { Some(*line) } else { None });
    assert_eq!(begins, [0, 1, 2, 3, 4]);
    let ends = line(|k| if let Kind::CallEnd { line, .. } = k { Some(*line) } else { None });
    assert_eq!(ends.iter().position(|l| *l == 2).unwrap(), 1, "{ends:?}");
}

#[test]
fn a_sleeper_whom_nobody_wakes_is_killed_soon() {
    let mut b = Builder::new();
    b.call("getpid", &[]).call("poll", &FOREVER).call("getpid", &[]);
    let start = Instant::now();
    let trace = plain(&b.plan);
    assert!(start.elapsed() < Duration::from_secs(5), "not the time limit");
    let results = outcomes(&b.plan, &trace);
    assert!(results[0].is_some());
    assert!(results[1].is_none() && results[2].is_none());
    assert!(trace.events.iter().any(|e| matches!(e.kind, Kind::CallBegin { line: 1 })));
    assert!(!trace.events.iter().any(|e| matches!(e.kind, Kind::CallBegin { line: 2 })));
    assert!(trace.texts.iter().any(|t| t.contains("asleep")), "{:?}", trace.texts);
}

#[test]
fn a_signal_ends_a_task_and_not_the_others() {
    let mut b = Builder::new();
    b.task(0).call("getpid", &[]);
    b.task(1).call("getpid", &[]);
    b.task(1).call("kill", &[Operand::Pid(1), v(9)]);
    b.task(1).call("getpid", &[]);
    b.task(0).call("getuid", &[]);
    let trace = plain(&b.plan);
    let results = outcomes(&b.plan, &trace);
    assert!(results[2].is_none() && results[3].is_none());
    assert!(results[4].is_some());
    let signals: Vec<(u16, u8)> = trace
        .events
        .iter()
        .filter_map(|e| {
            if let Kind::Signal { number, .. } = e.kind { Some((e.task.0, number)) } else { None }
        })
        .collect();
    assert_eq!(signals, [(1, 9)]);
}

#[test]
fn crossings_hold_the_registers() {
    let mut b = Builder::new();
    b.call("lseek", &[v(99), v(5), v(1)]);
    let trace = plain(&b.plan);
    assert_eq!(trace.header.kernel.kind, KernelKind::Here);
    assert!(!trace.header.functions);
    let crossings: Vec<_> = trace
        .events
        .iter()
        .filter_map(|e| {
            if let Kind::Cross { door, from, to, registers, value } = e.kind {
                Some((door, from, to, registers, value))
            } else {
                None
            }
        })
        .collect();
    assert_eq!(crossings.len(), 2);
    let (_, from, to, registers, number) = crossings[0];
    assert_eq!((from, to), (Ring::User, Ring::Kernel));
    assert_eq!(trace.registers[registers as usize][..4], [number, 99, 5, 1]);
    #[cfg(target_arch = "x86_64")]
    assert_eq!((crossings[0].0, number), (Door::Syscall, 8));
    assert_eq!(crossings[1].4 as i64, EBADF);
}

#[test]
fn slots_are_shared_by_tasks() {
    let mut b = Builder::new();
    b.task(0).call("getpid", &[]);
    let pid = b.bind();
    b.task(1);
    let fd = b.open("/proc/version", 0);
    b.call("lseek", &[slot(fd), slot(pid), v(0)]);
    let trace = plain(&b.plan);
    let got = values(&b.plan, &trace);
    assert!(got[0] > 0);
    assert_eq!(got[0], got[2]);
}

#[test]
fn opaque_calls_keep_their_recorded_result() {
    let mut b = Builder::new();
    b.call("getpid", &[]);
    b.plan.steps.push(Step {
        line: 1,
        task: 0,
        action: Action::Opaque { name: "mystery".to_owned(), value: 42 },
        bind: None,
        expect: None,
    });
    let trace = plain(&b.plan);
    let result = outcomes(&b.plan, &trace)[1].clone().unwrap();
    assert_eq!((result.value, result.recorded), (42, true));
}

#[test]
fn memory_that_the_program_unmaps_is_not_read() {
    let mut b = Builder::new();
    let buffer = b.buffer(4096);
    let fd = b.open("/proc/version", 0);
    b.call("munmap", &[buffer, v(4096)]);
    b.call("read", &[slot(fd), buffer, v(10)]).keep(1, Length::Fixed(10));
    b.call("getpid", &[]).keep(0, Length::Fixed(4));
    let trace = plain(&b.plan);
    let got = values(&b.plan, &trace);
    assert_eq!(got[1..3], [0, EFAULT]);
    assert!(got[3] > 0);
}

#[test]
fn nothing_is_left_behind() {
    let mut b = Builder::new();
    b.task(0).call("poll", &FOREVER);
    b.task(1).call("poll", &FOREVER);
    let trace = any(&b.plan);
    assert_eq!(trace.header.tasks.len(), 2);
    let children =
        std::fs::read_to_string(format!("/proc/self/task/{}/children", std::process::id()));
    // only this thread's children are listed; ours were waited for
    assert_eq!(children.unwrap_or_default().trim(), "");
}

fn refused(b: &Builder) -> String {
    match run(&b.plan, &Options { functions: false, reset: false, ..Options::default() }) {
        Err(ExecError::NotAllowed { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_nobody_listed_is_refused() {
    let path_call = |name, path: &str, rest: &[Operand]| {
        let mut b = Builder::new();
        let path = b.text(path);
        let arguments = [&[common::CWD, path], rest].concat();
        b.call(name, &arguments);
        refused(&b)
    };
    for path in [
        "/etc/passwd",
        "/proc/ringside/../kcore",
        "/proc/self/root/etc/passwd",
        "/proc/self/mem",
        "etc/passwd",
        "/dev/mem",
        "//etc//passwd",
    ] {
        assert!(
            path_call("openat", path, &[v(0)]).contains("not on the list of files")
                || path.contains(".."),
            "{path}"
        );
    }
    assert!(path_call("openat", "/proc/version", &[v(1)]).contains("list of files"));
    assert!(path_call("openat", "/dev/ringside-x", &[v(0o102)]).contains("list of files"));
    assert!(path_call("unlinkat", "/proc/version", &[]).contains("list of files"));

    for (name, arguments) in [
        ("execve", vec![v(0), v(0), v(0)]),
        ("kill", vec![v(1), v(9)]),
        ("kill", vec![v(u64::MAX), v(9)]),
        ("mmap", vec![v(0x1000_0000), v(4096), v(3), v(0x32), v(u64::MAX), v(0)]),
        ("mmap", vec![v(0x1500_0000), v(4096), v(3), v(0x22), v(u64::MAX), v(0)]),
        ("munmap", vec![v(0x1000_0000), v(4096)]),
        ("munmap", vec![v(0x0fff_f000), v(0x2000)]),
        ("ptrace", vec![v(16), v(1)]),
    ] {
        let mut b = Builder::new();
        b.call(name, &arguments);
        refused(&b);
    }

    // a path that the program makes itself
    let mut b = Builder::new();
    let buffer = b.buffer(64);
    b.call("openat", &[common::CWD, buffer, v(0)]);
    assert!(refused(&b).contains("can change"));
    let mut b = Builder::new();
    b.call("getpid", &[]);
    let bound = b.bind();
    b.call("openat", &[common::CWD, slot(bound), v(0)]);
    assert!(refused(&b).contains("only when the program runs"));
}

#[test]
fn unmapping_a_page_below_literals_is_told_apart() {
    let mut b = Builder::new();
    b.call("munmap", &[v(0x0fff_0000), v(0x1000)]).call("munmap", &[v(1), v(4096)]);
    let trace = plain(&b.plan);
    assert_eq!(values(&b.plan, &trace), [0, -22]);
}
