//! What happened at the boundary: doors, faults, copies, signals.

use super::masks::{self, Mask};
use super::{Aspect, Difference, Sides};
use crate::trace::{Copy, Direction, Door, Event, Kind, Ring, Trace, Visibility};

const PAGE: u64 = 4096;

/// A passage through a door, as it is compared: a fault counts with its page.
type Passage = (Door, Ring, Ring, Option<u64>);

/// The first difference in the doors.
pub(super) fn doors(sides: &Sides<'_>) -> Option<Difference> {
    let passages = |trace: &Trace, call: &super::CallRecord| -> Vec<(usize, Passage)> {
        call.events(trace).filter_map(|(at, event)| Some((at, passage(event)?))).collect()
    };
    let our = passages(sides.model, sides.our);
    let their = passages(sides.real, sides.their);
    let at = (0..our.len().max(their.len()))
        .find(|&at| our.get(at).map(|x| x.1) != their.get(at).map(|x| x.1))?;
    let show = |side: &[(usize, Passage)]| match side.get(at) {
        Some((_, passage)) => named(passage),
        None => format!("nothing ({} in all)", side.len()),
    };
    let event = |side: &[(usize, Passage)], begin| side.get(at).map_or(begin, |x| x.0);
    Some(sides.difference_at(
        Aspect::Door,
        show(&our),
        show(&their),
        event(&our, sides.our.begin),
        event(&their, sides.their.begin),
    ))
}

fn passage(event: &Event) -> Option<Passage> {
    let Kind::Cross { door, from, to, value, .. } = event.kind else { return None };
    match door {
        // An interrupt may come at any time; it says nothing about the call.
        Door::Interrupt => None,
        Door::Fault if value >= masks::OWN_MEMORY => None,
        Door::Fault => Some((door, from, to, Some(value / PAGE * PAGE))),
        _ => Some((door, from, to, None)),
    }
}

fn named((door, from, to, page): &Passage) -> String {
    let ring = |ring: &Ring| if *ring == Ring::User { "user" } else { "kernel" };
    let door = match door {
        Door::Syscall => "system call",
        Door::Int80 => "int 0x80",
        Door::Sysenter => "sysenter",
        Door::Interrupt => "interrupt",
        Door::Fault => "page fault",
        Door::Signal => "signal",
    };
    let at = page.map_or(String::new(), |page| format!(" in page {page:#x}"));
    format!("{door}{at}, {} to {}", ring(from), ring(to))
}

/// A copy as it is compared.
type Copied = (String, Direction, u32);

/// The first difference in the copies that a tracer can see.
pub(super) fn copies(sides: &Sides<'_>, mask: Option<Mask>) -> Option<Difference> {
    let length = !mask.is_some_and(|mask| mask.length);
    let our = collect(sides.model, sides.our, length);
    let their = collect(sides.real, sides.their, length);
    let at = (0..our.len().max(their.len()))
        .find(|&at| our.get(at).map(|x| &x.1) != their.get(at).map(|x| &x.1))?;
    let show = |side: &[(usize, Copied)]| match side.get(at) {
        Some((_, (routine, Direction::ToUser, done))) => format!("{routine}: {done} bytes out"),
        Some((_, (routine, Direction::ToKernel, done))) => format!("{routine}: {done} bytes in"),
        None => format!("no further copy ({} in all)", side.len()),
    };
    let event = |side: &[(usize, Copied)], begin| side.get(at).map_or(begin, |x| x.0);
    Some(sides.difference_at(
        Aspect::Copy,
        show(&our),
        show(&their),
        event(&our, sides.our.begin),
        event(&their, sides.their.begin),
    ))
}

fn collect(trace: &Trace, call: &super::CallRecord, length: bool) -> Vec<(usize, Copied)> {
    call.events(trace)
        .filter_map(|(at, event)| {
            let Kind::Copy { copy } = event.kind else { return None };
            let copy: &Copy = trace.copies.get(copy as usize)?;
            let inlined = copy.routine.get().is_some_and(|f| f.visibility == Visibility::Inlined);
            let name = trace.function_name(copy.routine).to_owned();
            let done = if length { copy.done } else { 0 };
            (!inlined && copy.wanted > 0 && copy.user < masks::OWN_MEMORY)
                .then_some((at, (name, copy.direction, done)))
        })
        .collect()
}

/// The first difference in the signals that the call's task took.
pub(super) fn signals(sides: &Sides<'_>) -> Option<Difference> {
    let taken = |trace: &Trace, call: &super::CallRecord| -> Vec<(u8, i32, u64)> {
        call.events(trace)
            .filter_map(|(_, event)| match event.kind {
                Kind::Signal { number, code, address } => Some((number, code, address)),
                _ => None,
            })
            .collect()
    };
    let our = taken(sides.model, sides.our);
    let their = taken(sides.real, sides.their);
    if our == their {
        return None;
    }
    let show = |signals: &[(u8, i32, u64)]| match signals.first() {
        None => "no signal".to_owned(),
        Some((number, code, address)) => {
            format!("signal {number}, code {code}, address {address:#x}")
        }
    };
    Some(sides.difference(Aspect::Signal, show(&our), show(&their)))
}
