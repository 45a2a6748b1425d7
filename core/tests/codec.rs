//! The codec: what is written comes back, old files open for ever, and
//! nothing that comes from outside makes it panic.

use proptest::prelude::*;
use ringside_core::trace::codec::{
    DecodeError, Decoder, Encoder, decode, encode, json, lost_section, section,
};
use ringside_core::trace::*;

const GOLDEN: &[u8] = include_bytes!("data/version-1.ringside");
const GOLDEN_JSON: &str = include_str!("data/version-1.json");

fn header() -> Header {
    Header {
        version: FORMAT_VERSION,
        kernel: KernelName {
            kind: KernelKind::Lab,
            release: "6.1.0-41-amd64".into(),
            arch: Arch::X86_64,
            machine: "QEMU TCG, 1 CPU".into(),
            date: "2026-11-20T12:00:00Z".into(),
        },
        program: "# a \"golden\" program\n[A] read(0, &buf, 10) = 5\n[B] getpid()\n".into(),
        tasks: vec!["A".into(), "B".into()],
        clock: Clock::Emulated,
        functions: true,
    }
}

/// A trace with every kind of event, and every value of every small type.
fn sample() -> Trace {
    let mut r = Recorder::new(header());
    r.trace.names = vec!["ringside_golden_only".into(), "unused_name".into()];
    let own = FunctionId::own(0);
    let (a, b) = (TaskId(0), TaskId(1));
    let mut time = 1000;
    let mut push = |r: &mut Recorder, task, depth, place, kind| {
        time += 40 + time % 7;
        r.push(time, task, u8::from(task == b), depth, place, kind);
    };
    push(&mut r, a, 0, Place::Program, Kind::CallBegin { line: 1 });
    for (at, door) in
        [Door::Syscall, Door::Int80, Door::Sysenter, Door::Interrupt, Door::Fault, Door::Signal]
            .into_iter()
            .enumerate()
    {
        let saved = r.registers([at as u64, 1, 2, 3, u64::MAX, 0x7fff_0000_0000, 6, 7, 8, 0x246]);
        let (from, to) = (Ring::User, Ring::Kernel);
        let inwards = Kind::Cross { door, from, to, registers: saved, value: at as u64 };
        push(&mut r, a, 0, Place::Entry, inwards);
        let value = (-14i64) as u64;
        let (from, to, registers) = (Ring::Kernel, Ring::User, NO_REGISTERS);
        push(&mut r, a, 0, Place::Entry, Kind::Cross { door, from, to, registers, value });
    }
    push(&mut r, a, 1, Place::Vfs, Kind::Enter { function: f::vfs_read });
    push(&mut r, a, 2, Place::Module, Kind::Enter { function: own });
    for (direction, done) in [(Direction::ToUser, 5), (Direction::ToKernel, 0)] {
        let (routine, user, kernel) = (f::_copy_to_user, 0x2000_0000, 0xffff_8880_0123_4000);
        let (bytes_at, bytes_len) = (0, 0);
        let copy = Copy { routine, direction, user, kernel, wanted: 10, done, bytes_at, bytes_len };
        let kind = r.copy(copy, &b"hello"[..done as usize]);
        push(&mut r, a, 3, Place::Usercopy, kind);
    }
    push(&mut r, a, 2, Place::Module, Kind::Leave { function: own, value: 5 });
    push(&mut r, a, 1, Place::Vfs, Kind::Leave { function: f::vfs_read, value: i64::MIN });
    let queue = r.text("socket of task B, \u{4fe1}\u{606f} \u{1}\"");
    for (bits, page) in [(0, 0), (1, 4096), (2, u64::MAX), (4, 0x1000_0000)] {
        let (user, writable, shared) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0);
        let mapping = Mapping { user, writable, shared };
        push(&mut r, a, 1, Place::PageTables, Kind::Map { mapping, frame: 7, page });
        push(&mut r, a, 1, Place::PageTables, Kind::Unmap { frame: u32::MAX, page });
    }
    for outcome in [Walk::Mapped, Walk::NotPresent, Walk::Protection, Walk::NonCanonical] {
        let (frame, address) = (1, 0x8000_0000_0000_0000);
        push(&mut r, a, 1, Place::Hardware, Kind::Walk { outcome, levels: 4, frame, address });
    }
    for object in [
        Object::File,
        Object::Inode,
        Object::Dentry,
        Object::Name,
        Object::SeqBuffer,
        Object::Skb,
        Object::Vma,
        Object::Page,
        Object::Memory,
    ] {
        let address = 0xffff_8880_0000_1000;
        push(&mut r, b, 1, Place::Mm, Kind::Allocate { object, size: 4096, address });
        push(&mut r, b, 1, Place::Mm, Kind::Free { object, address });
    }
    push(&mut r, b, 1, Place::Netlink, Kind::Queue { queue, depth: 2, dropped: 1 });
    push(&mut r, b, 1, Place::Netlink, Kind::Dequeue { queue, depth: 1 });
    push(&mut r, b, 1, Place::Sched, Kind::Block { on: queue });
    push(&mut r, a, 1, Place::Sched, Kind::Wake { task: b });
    push(&mut r, b, 9, Place::Signal, Kind::Signal { number: 11, code: -6, address: 0x1000 });
    let state = r.state("position of fd 3", "0", "5");
    push(&mut r, a, 1, Place::Vfs, state);
    let text = r.text("3 events were overwritten in the kernel's buffer");
    push(&mut r, a, 0, Place::Other, Kind::Note { text, lost: 3 });
    let outputs = vec![Output { argument: 1, bytes: b"he\0\xff\n".to_vec() }];
    let outcome = r.outcome(Outcome { value: 5, outputs, recorded: false });
    push(&mut r, a, 0, Place::Program, Kind::CallEnd { line: 1, outcome });
    let outcome = r.outcome(Outcome { value: -14, outputs: vec![], recorded: true });
    push(&mut r, b, 0, Place::Program, Kind::CallEnd { line: 2, outcome });
    r.trace
}

/// The file of version 1 was written once and never changes. If this fails,
/// what people have saved no longer opens.
#[test]
fn a_file_of_version_1_opens() {
    let trace = decode(GOLDEN).unwrap();
    assert_eq!(json::to_json(&trace), GOLDEN_JSON);
    assert_eq!(trace.header.version, 1);
}

/// Written anew by `RINGSIDE_GOLDEN=1 cargo test -p ringside-core --test codec`
/// when a version is added, under that version's name.
#[test]
fn the_golden_file_is_what_is_written() {
    let bytes = encode(&sample());
    if std::env::var_os("RINGSIDE_GOLDEN").is_some() {
        let base = format!("{}/tests/data/version-{FORMAT_VERSION}", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(format!("{base}.ringside"), &bytes).unwrap();
        std::fs::write(format!("{base}.json"), json::to_json(&sample())).unwrap();
    }
    assert!(bytes == GOLDEN, "the format changed: give it a new version, keep the old file");
}

#[test]
fn json_is_json() {
    let value: serde_json::Value = serde_json::from_str(&json::to_json(&sample())).unwrap();
    assert_eq!(value["events"].as_array().unwrap().len(), sample().events.len());
    assert_eq!(value["kernel"]["release"], "6.1.0-41-amd64");
    let copy = value["events"].as_array().unwrap().iter().find(|e| e["event"] == "copy").unwrap();
    assert_eq!(copy["text"], "hello");
    assert_eq!(copy["user"], "0x20000000");
}

#[test]
fn a_stream_cut_anywhere_decodes_the_same() {
    let bytes = encode(&sample());
    for cut in [1, 2, 3, 7, 64, 1000] {
        let mut decoder = Decoder::new();
        for piece in bytes.chunks(cut) {
            decoder.push(piece).unwrap();
        }
        assert!(decoder.is_finished());
        assert_eq!(decoder.finish().unwrap(), sample());
    }
}

#[test]
fn a_trace_that_grows_is_written_as_it_grows() {
    let whole = sample();
    let mut growing = Trace::new(whole.header.clone());
    let (mut encoder, mut decoder) = (Encoder::new(), Decoder::new());
    let mut wire = Vec::new();
    growing.clone_from(&whole);
    growing.events.clear();
    for event in &whole.events {
        growing.events.push(*event);
        wire.clear();
        encoder.update(&growing, &mut wire);
        decoder.push(&wire).unwrap();
        assert_eq!(decoder.trace().unwrap().events.last(), Some(event), "events come at once");
    }
    assert!(!decoder.is_finished());
    wire.clear();
    encoder.finish(&mut wire);
    decoder.push(&wire).unwrap();
    assert_eq!(decoder.finish().unwrap(), whole);
}

#[test]
fn every_truncation_is_noticed() {
    let bytes = encode(&sample());
    for end in 0..bytes.len() {
        assert!(decode(&bytes[..end]).is_err(), "{end} of {} bytes", bytes.len());
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert_eq!(decode(&longer), Err(DecodeError::Trailing { count: 1 }));
}

#[test]
fn what_is_not_a_trace_says_so() {
    assert_eq!(decode(b"#!/bin/sh\n"), Err(DecodeError::NotATrace));
    let mut newer = encode(&sample());
    newer[8] = 9;
    let Err(DecodeError::Version { found: 9, supported }) = decode(&newer) else {
        panic!("a newer version must be named");
    };
    assert_eq!(supported, FORMAT_VERSION);
}

#[test]
fn sections_of_the_future_are_skipped() {
    let bytes = encode(&sample());
    let header = section::next(&bytes[section::PREFIX..], 0).unwrap().unwrap().size();
    let mut with = bytes[..section::PREFIX + header].to_vec();
    with.extend_from_slice(&[0x90, 3, 1, 2, 3]);
    with.extend_from_slice(&bytes[section::PREFIX + header..]);
    assert_eq!(decode(&with).unwrap(), sample());
}

/// A relay that leaves out events says so; what follows decodes as before.
#[test]
fn left_out_events_become_a_note() {
    let mut whole = sample();
    for _ in 0..9 {
        whole.events.extend_from_within(..);
    }
    let bytes = encode(&whole);
    let mut decoder = Decoder::new();
    decoder.push(&bytes[..section::PREFIX]).unwrap();
    let (mut at, mut seen, mut left_out) = (section::PREFIX, 0, 0);
    while let Some(section) = section::next(&bytes[at..], 0).unwrap() {
        seen += u64::from(section.events() > 0);
        if section.events() > 0 && seen == 2 {
            left_out = section.events();
            decoder.push(&lost_section(left_out)).unwrap();
        } else {
            decoder.push(&bytes[at..at + section.size()]).unwrap();
        }
        at += section.size();
    }
    assert!(left_out > 0 && seen > 3);
    assert_eq!(decoder.lost(), left_out);
    let trace = decoder.finish().unwrap();
    assert_eq!(trace.events.len() as u64, whole.events.len() as u64 - left_out + 1);
    let note = trace.events.iter().find_map(|event| match event.kind {
        Kind::Note { text, lost } if lost != 3 => Some((trace.text(text), lost)),
        _ => None,
    });
    assert_eq!(note.unwrap().1 as u64, left_out);
    assert_eq!(trace.events.last(), whole.events.last());
    assert_eq!(trace.texts[..whole.texts.len()], whole.texts);
}

#[test]
fn an_event_takes_few_bytes() {
    let mut r = Recorder::new(header());
    for call in 0..10_000u64 {
        let time = call * 1000;
        let enter = Kind::Enter { function: f::vfs_read };
        r.push(time, TaskId(0), 0, 1, Place::Vfs, enter);
        r.push(time + 300, TaskId(0), 0, 2, Place::Module, Kind::Enter { function: f::ksys_read });
        let leave = Kind::Leave { function: f::ksys_read, value: 0 };
        r.push(time + 500, TaskId(0), 0, 2, Place::Module, leave);
        let leave = Kind::Leave { function: f::vfs_read, value: 10 };
        r.push(time + 800, TaskId(0), 0, 1, Place::Vfs, leave);
    }
    let bytes = encode(&r.trace).len();
    assert!(bytes <= r.trace.events.len() * 6, "{bytes} bytes");
}

/// A count says nothing about how much memory is taken.
#[test]
fn huge_lengths_are_refused() {
    let huge = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    let prefix = &encode(&sample())[..section::PREFIX];
    let mut bytes = prefix.to_vec();
    bytes.push(section::Tag::Header as u8);
    bytes.extend_from_slice(&huge);
    assert!(matches!(decode(&bytes), Err(DecodeError::Invalid { .. })));
    for tag in 2..=10 {
        let mut bytes = encode(&Trace::new(header()));
        bytes.truncate(bytes.len() - 3);
        bytes.extend_from_slice(&[tag, huge.len() as u8 + 12]);
        bytes.extend_from_slice(&huge);
        bytes.extend_from_slice(&[0; 12]);
        assert!(matches!(decode(&bytes), Err(DecodeError::Invalid { .. })), "tag {tag}");
    }
}

fn any_kind() -> impl Strategy<Value = Kind> {
    let functions = prop_oneof![(0..functions().len() as u16).prop_map(FunctionId)];
    prop_oneof![
        (0..3u32).prop_map(|line| Kind::CallBegin { line }),
        (0..3u32, 0..2u32).prop_map(|(line, outcome)| Kind::CallEnd { line, outcome }),
        functions.clone().prop_map(|function| Kind::Enter { function }),
        (functions, any::<i64>()).prop_map(|(function, value)| Kind::Leave { function, value }),
        (0..2u32).prop_map(|copy| Kind::Copy { copy }),
        (any::<u32>(), any::<u64>()).prop_map(|(frame, page)| Kind::Unmap { frame, page }),
        (any::<u8>(), any::<u32>(), any::<u64>()).prop_map(|(levels, frame, address)| {
            Kind::Walk { outcome: Walk::Protection, levels, frame, address }
        }),
        (0..3u32, any::<u32>(), any::<u32>()).prop_map(|(queue, depth, dropped)| {
            Kind::Queue { queue: TextId(queue), depth, dropped }
        }),
        (0..6u32, any::<u64>()).prop_map(|(registers, value)| Kind::Cross {
            door: Door::Fault,
            from: Ring::Kernel,
            to: Ring::Kernel,
            registers,
            value,
        }),
        (any::<u8>(), any::<i32>(), any::<u64>())
            .prop_map(|(number, code, address)| Kind::Signal { number, code, address }),
    ]
}

fn any_event() -> impl Strategy<Value = Event> {
    let place = (0..Place::ALL.len()).prop_map(|at| Place::ALL[at]);
    (any::<u64>(), 0..2u16, any::<u16>(), any::<u8>(), place, any_kind()).prop_map(
        |(time, task, depth, cpu, place, kind)| Event {
            time,
            task: TaskId(task),
            depth,
            cpu,
            place,
            kind,
        },
    )
}

proptest! {
    #[test]
    fn any_trace_comes_back(events in prop::collection::vec(any_event(), 0..200)) {
        let mut trace = sample();
        trace.events = events;
        prop_assert_eq!(decode(&encode(&trace)).unwrap(), trace);
    }

    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        let mut file = encode(&Trace::new(header()));
        file.truncate(file.len() - 3);
        file.extend_from_slice(&bytes);
        let _ = decode(&file);
        let _ = decode(&bytes);
    }

    /// What still decodes after damage can be written and shown like any other.
    #[test]
    fn damaged_files_never_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = encode(&sample());
        for (at, byte) in damage {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let mut decoder = Decoder::new();
        let (first, second) = bytes.split_at(cut.index(bytes.len()));
        let ok = decoder.push(first).is_ok() && decoder.push(second).is_ok();
        if let Some(trace) = decoder.trace() {
            let _ = json::to_json(trace);
            let again = encode(trace);
            prop_assert!(decode(&again).is_ok());
        }
        prop_assert_eq!(ok && decoder.is_finished(), decode(&bytes).is_ok());
    }
}
