pub(crate) mod sample;

use ringside_core::trace::{Door, Event, Kind, Place, Ring, TaskId, TextId, Trace};

use self::sample::sample;
use super::*;
use crate::player::Index;

fn fold(trace: &Trace, position: usize) -> Scene {
    let mut scene = Scene::start(trace.header.tasks.len());
    for event in &trace.events[..position] {
        scene.apply(trace, event);
    }
    scene
}

fn position_of(trace: &Trace, nth: usize, is: impl Fn(&Kind) -> bool) -> usize {
    let mut found = trace.events.iter().enumerate().filter(|(_, event)| is(&event.kind));
    found.nth(nth).map(|(at, _)| at + 1).unwrap()
}

#[test]
fn a_seek_equals_a_fold_from_the_start() {
    let trace = sample(200);
    let seeker = Seeker::new(&trace);
    for position in (0..=trace.events.len()).step_by(37).chain([trace.events.len(), usize::MAX]) {
        let expected = fold(&trace, position.min(trace.events.len()));
        assert_eq!(seeker.scene(&trace, position), expected, "at {position}");
    }
}

#[test]
fn an_empty_trace_has_a_scene() {
    let mut trace = sample(0);
    trace.events.clear();
    let seeker = Seeker::new(&trace);
    assert_eq!(seeker.scene(&trace, 5), Scene::start(1));
    assert_eq!(lanes(&Scene::start(1), &trace.events, 0, 0), Lanes::default());
}

#[test]
fn the_task_walks_in_and_out() {
    let trace = sample(1);
    let into = position_of(&trace, 0, |kind| matches!(kind, Kind::Cross { .. }));
    let scene = fold(&trace, into);
    assert_eq!((scene.ring(), scene.now().spot), (Ring::Kernel, Spot::Door(Door::Syscall)));
    assert_eq!(scene.now().doors, [Door::Syscall]);

    let copied = position_of(&trace, 0, |kind| matches!(kind, Kind::Copy { .. }));
    let scene = fold(&trace, copied);
    let rooms: Vec<Place> = scene.now().stack.iter().map(|frame| frame.place).collect();
    assert_eq!(
        rooms,
        [Place::Entry, Place::Vfs, Place::Vfs, Place::Module, Place::Usercopy],
        "the rooms on the stack are those that were entered and not left",
    );
    assert_eq!(scene.walk.map(|walk| walk.frame), Some(0x12));

    let ended = position_of(&trace, 0, |kind| matches!(kind, Kind::CallEnd { .. }));
    let scene = fold(&trace, ended);
    assert_eq!((scene.ring(), scene.now().spot), (Ring::User, Spot::Room(Place::Program)));
    assert!(scene.now().stack.is_empty() && scene.now().doors.is_empty());
}

#[test]
fn totals_count_one_call() {
    let trace = sample(1);
    let first = position_of(&trace, 0, |kind| matches!(kind, Kind::CallEnd { .. }));
    let call = fold(&trace, first).now().call.unwrap();
    let totals = call.totals;
    assert_eq!((totals.crossings, totals.faults), (2, 0));
    assert_eq!((totals.copies_out, totals.bytes_out, totals.copies_in), (1, 10, 0));
    assert!(totals.time > 0);

    let second = fold(&trace, trace.events.len()).now().call.unwrap();
    assert_eq!(second.line, 1);
    assert_eq!((second.totals.crossings, second.totals.faults), (2, 1), "no crossing in a fault");
    assert_eq!((second.totals.copies_out, second.totals.bytes_out), (1, 0));
}

#[test]
fn results_grow_with_the_position() {
    let trace = sample(1);
    let results = Results::of(&trace);
    let first = position_of(&trace, 0, |kind| matches!(kind, Kind::CallEnd { .. }));
    assert_eq!(results.ended(first - 1), 0);
    assert_eq!(results.first(results.ended(first)).collect::<Vec<_>>(), [(0, 0)]);
    assert_eq!(results.first(results.ended(usize::MAX)).collect::<Vec<_>>(), [(0, 0), (1, 1)]);
}

#[test]
fn strips_show_what_was_copied_and_what_was_not() {
    let trace = sample(1);
    let (user, kernel) = strips(&trace, &trace.copies[0], 16, 11);
    assert!(!user.hex);
    assert_eq!(user.cells[0], Cell::Copied(b'h'));
    assert_eq!(kernel.cells[0], Cell::Byte(b'h'));
    assert_eq!((user.cells.len(), user.more), (10, 0));
    let (user, _) = strips(&trace, &trace.copies[0], 4, 4);
    assert_eq!((user.cells.len(), user.more), (4, 6));
    let (user, kernel) = strips(&trace, &trace.copies[1], 16, 11);
    assert!(user.cells.iter().all(|&cell| cell == Cell::Missing));
    assert!(kernel.cells.iter().all(|&cell| cell == Cell::Unread));
}

#[test]
fn lanes_nest_and_cover_the_call() {
    let trace = sample(1);
    let index = Index::of(&trace.events);
    let (from, to) = index.call_range(0);
    let lanes = lanes(&fold(&trace, from), &trace.events, from, to);
    assert_eq!(lanes.count, 6);
    let copies = lanes.marks.iter().filter(|mark| mark.kind == MarkKind::Copy);
    assert_eq!(copies.count(), 1);
    for span in lanes.spans.iter().filter(|span| span.lane > 0) {
        let parent = lanes.spans.iter().find(|other| {
            other.lane + 1 == span.lane && other.from <= span.from && other.to >= span.to
        });
        assert!(parent.is_some(), "{span:?} lies in nothing");
    }
}

#[test]
fn lanes_break_off_where_another_task_runs() {
    let mut trace = sample(1);
    trace.header.tasks.push("B".to_owned());
    let inside = position_of(&trace, 0, |kind| matches!(kind, Kind::Copy { .. }));
    let other = Event {
        time: 0,
        task: TaskId(1),
        depth: 0,
        cpu: 0,
        place: Place::Program,
        kind: Kind::CallBegin { line: 7 },
    };
    trace.events.insert(inside, other);
    let lanes = lanes(&Scene::start(2), &trace.events, 0, trace.events.len());
    let calls: Vec<_> =
        lanes.spans.iter().filter(|s| s.lane == 0).map(|s| (s.from, s.to, s.what)).collect();
    assert_eq!(calls.len(), 4, "A until B, B, A again, A's second call: {calls:?}");
    assert!(calls.contains(&(inside + 1, inside + 2, SpanWhat::Call(7))), "{calls:?}");
}

#[test]
fn no_event_breaks_the_fold() {
    let mut trace = sample(1);
    let strange = [
        Kind::Copy { copy: u32::MAX },
        Kind::CallEnd { line: u32::MAX, outcome: u32::MAX },
        Kind::Wake { task: TaskId(u16::MAX) },
        Kind::Note { text: TextId(u32::MAX), lost: u32::MAX },
    ];
    for kind in strange {
        let event = Event { kind, task: TaskId(9), ..trace.events[0] };
        trace.events.push(event);
        trace.events.push(Event { task: TaskId(0), ..event });
    }
    let scene = Seeker::new(&trace).scene(&trace, trace.events.len());
    assert_eq!(scene.lost, u64::from(u32::MAX));
    assert_eq!(scene.position, trace.events.len());
}
