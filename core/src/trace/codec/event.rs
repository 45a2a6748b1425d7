//! One event as bytes.

use super::DecodeError;
use super::context::{Context, NO_FUNCTION, place, put_index, read_index};
use super::decode::Open;
use super::names::Numbers;
use super::table::read_text;
use super::varint::{Reader, put, put_signed};
use crate::trace::{
    Door, Event, FunctionId, Kind, Mapping, NO_REGISTERS, Object, Place, Ring, TaskId, Walk,
};

/// In the first byte: the kind in the low five bits, then the depth's step,
/// then whether task, CPU or place are not the predicted ones.
const DEPTH: u8 = 5;
const DEPTH_OTHER: u8 = 3;
const CONTEXT: u8 = 0x80;

const DOORS: [Door; 6] =
    [Door::Syscall, Door::Int80, Door::Sysenter, Door::Interrupt, Door::Fault, Door::Signal];
const WALKS: [Walk; 4] = [Walk::Mapped, Walk::NotPresent, Walk::Protection, Walk::NonCanonical];
const OBJECTS: [Object; 9] = [
    Object::File,
    Object::Inode,
    Object::Dentry,
    Object::Name,
    Object::SeqBuffer,
    Object::Skb,
    Object::Vma,
    Object::Page,
    Object::Memory,
];

fn position<T: PartialEq>(all: &[T], value: &T) -> u8 {
    all.iter().position(|each| each == value).unwrap_or(0) as u8
}

fn number_of(kind: &Kind) -> u8 {
    match kind {
        Kind::CallBegin { .. } => 0,
        Kind::CallEnd { .. } => 1,
        Kind::Enter { .. } => 2,
        Kind::Leave { .. } => 3,
        Kind::Cross { .. } => 4,
        Kind::Copy { .. } => 5,
        Kind::Map { .. } => 6,
        Kind::Unmap { .. } => 7,
        Kind::Walk { .. } => 8,
        Kind::Allocate { .. } => 9,
        Kind::Free { .. } => 10,
        Kind::Queue { .. } => 11,
        Kind::Dequeue { .. } => 12,
        Kind::Block { .. } => 13,
        Kind::Wake { .. } => 14,
        Kind::Signal { .. } => 15,
        Kind::State { .. } => 16,
        Kind::Note { .. } => 17,
    }
}

/// Appends an event. Functions must have their numbers already.
#[inline]
pub fn put_event(out: &mut Vec<u8>, event: &Event, context: &mut Context, numbers: &Numbers) {
    let number = |id: FunctionId| numbers.get(id).unwrap_or((NO_FUNCTION, Place::Other));
    let (function, usual) = match event.kind {
        Kind::Enter { function } | Kind::Leave { function, .. } => number(function),
        _ => (NO_FUNCTION, context.place),
    };
    let step = match event.depth.wrapping_sub(context.depth) {
        0 => 0,
        1 => 1,
        u16::MAX => 2,
        _ => DEPTH_OTHER,
    };
    let same = event.task.0 == context.task && event.cpu == context.cpu && event.place == usual;
    out.push(number_of(&event.kind) | step << DEPTH | if same { 0 } else { CONTEXT });
    if !same {
        put(out, u64::from(event.task.0));
        out.push(event.cpu);
        out.push(event.place as u8);
    }
    if step == DEPTH_OTHER {
        put(out, u64::from(event.depth));
    }
    put(out, event.time.wrapping_sub(context.time));
    context.time = event.time;
    context.task = event.task.0;
    context.cpu = event.cpu;
    context.depth = event.depth;
    context.place = event.place;
    match event.kind {
        Kind::Enter { .. } => {
            put(out, u64::from(function));
            context.entered(function);
        }
        Kind::Leave { value, .. } => {
            let guessed = context.returning() == function;
            put(out, if guessed { 0 } else { u64::from(function) + 1 });
            put_signed(out, value);
        }
        kind => put_other(out, kind, context),
    }
}

fn put_line(out: &mut Vec<u8>, line: u32, context: &mut Context) {
    put_signed(out, i64::from(line) - i64::from(context.line));
    context.line = line;
}

fn put_other(out: &mut Vec<u8>, kind: Kind, context: &mut Context) {
    match kind {
        // Written by the caller.
        Kind::Enter { .. } | Kind::Leave { .. } => {}
        Kind::CallBegin { line } => put_line(out, line, context),
        Kind::CallEnd { line, outcome } => {
            put_line(out, line, context);
            put_index(out, &mut context.outcome, outcome);
        }
        Kind::Cross { door, from, to, registers, value } => {
            let saved = registers != NO_REGISTERS;
            let rings = u8::from(from == Ring::Kernel) << 1 | u8::from(to == Ring::Kernel);
            out.push(position(&DOORS, &door) << 3 | rings << 1 | u8::from(saved));
            if saved {
                put_index(out, &mut context.registers, registers);
            }
            put_signed(out, value as i64);
        }
        Kind::Copy { copy } => put_index(out, &mut context.copy, copy),
        Kind::Map { mapping, frame, page } => {
            let Mapping { user, writable, shared } = mapping;
            out.push(u8::from(user) | u8::from(writable) << 1 | u8::from(shared) << 2);
            put(out, u64::from(frame));
            put(out, page);
        }
        Kind::Unmap { frame, page } => {
            put(out, u64::from(frame));
            put(out, page);
        }
        Kind::Walk { outcome, levels, frame, address } => {
            out.push(position(&WALKS, &outcome));
            out.push(levels);
            put(out, u64::from(frame));
            put_signed(out, address as i64);
        }
        Kind::Allocate { object, size, address } => {
            out.push(position(&OBJECTS, &object));
            put(out, u64::from(size));
            put_signed(out, address as i64);
        }
        Kind::Free { object, address } => {
            out.push(position(&OBJECTS, &object));
            put_signed(out, address as i64);
        }
        Kind::Queue { queue, depth, dropped } => {
            for value in [queue.0, depth, dropped] {
                put(out, u64::from(value));
            }
        }
        Kind::Dequeue { queue, depth } => {
            put(out, u64::from(queue.0));
            put(out, u64::from(depth));
        }
        Kind::Block { on } => put(out, u64::from(on.0)),
        Kind::Wake { task } => put(out, u64::from(task.0)),
        Kind::Signal { number, code, address } => {
            out.push(number);
            put_signed(out, i64::from(code));
            put_signed(out, address as i64);
        }
        Kind::State { state } => put_index(out, &mut context.state, state),
        Kind::Note { text, lost } => {
            put(out, u64::from(text.0));
            put(out, u64::from(lost));
        }
    }
}

/// Reads the next event of a section.
#[inline]
pub fn read_event(
    reader: &mut Reader<'_>,
    context: &mut Context,
    open: &Open,
) -> Result<Event, DecodeError> {
    let first = reader.byte()?;
    let mut placed = None;
    if first & CONTEXT != 0 {
        context.task = read_task(reader, open)?.0;
        context.cpu = reader.byte()?;
        placed = Some(place(reader)?);
    }
    context.depth = match first >> DEPTH & 3 {
        0 => context.depth,
        1 => context.depth.wrapping_add(1),
        2 => context.depth.wrapping_sub(1),
        _ => reader.number()?,
    };
    context.time = context.time.wrapping_add(reader.unsigned()?);
    let mut usual = context.place;
    let kind = match first & 0x1f {
        2 => {
            let number = reader.number()?;
            let (function, room) = function(reader, open, number)?;
            context.entered(number);
            usual = room;
            Kind::Enter { function }
        }
        3 => {
            let number: u16 = match reader.number::<u16>()? {
                0 => context.returning(),
                number => number - 1,
            };
            let (function, room) = function(reader, open, number)?;
            usual = room;
            Kind::Leave { function, value: reader.signed()? }
        }
        other => read_other(reader, other, context, open)?,
    };
    context.place = placed.unwrap_or(usual);
    Ok(Event {
        time: context.time,
        task: TaskId(context.task),
        depth: context.depth,
        cpu: context.cpu,
        place: context.place,
        kind,
    })
}

/// The function with this number in the file.
#[inline]
fn function(
    reader: &Reader<'_>,
    open: &Open,
    number: u16,
) -> Result<(FunctionId, Place), DecodeError> {
    open.names.get(number).ok_or_else(|| reader.invalid("a function does not exist"))
}

fn read_task(reader: &mut Reader<'_>, open: &Open) -> Result<TaskId, DecodeError> {
    let task: u16 = reader.number()?;
    if usize::from(task) >= open.tasks {
        return Err(reader.invalid("a task does not exist"));
    }
    Ok(TaskId(task))
}

fn read_line(
    reader: &mut Reader<'_>,
    context: &mut Context,
    open: &Open,
) -> Result<u32, DecodeError> {
    let line = i64::from(context.line).wrapping_add(reader.signed()?);
    match u32::try_from(line) {
        Ok(line) if line < open.lines => {
            context.line = line;
            Ok(line)
        }
        _ => Err(reader.invalid("a call's line is not in the program")),
    }
}

fn pick<T: Copy>(reader: &mut Reader<'_>, all: &[T]) -> Result<T, DecodeError> {
    let number = reader.byte()?;
    let value = all.get(usize::from(number)).copied();
    value.ok_or_else(|| reader.invalid("an event's field is out of range"))
}

fn read_other(
    reader: &mut Reader<'_>,
    kind: u8,
    context: &mut Context,
    open: &Open,
) -> Result<Kind, DecodeError> {
    let trace = &open.trace;
    Ok(match kind {
        0 => Kind::CallBegin { line: read_line(reader, context, open)? },
        1 => Kind::CallEnd {
            line: read_line(reader, context, open)?,
            outcome: read_index(reader, &mut context.outcome, trace.outcomes.len())?,
        },
        4 => {
            let head = reader.byte()?;
            let Some(&door) = DOORS.get(usize::from(head >> 3)) else {
                return Err(reader.invalid("a door is unknown"));
            };
            let ring = |bit: u8| if head >> bit & 1 == 1 { Ring::Kernel } else { Ring::User };
            let registers = if head & 1 == 1 {
                read_index(reader, &mut context.registers, trace.registers.len())?
            } else {
                NO_REGISTERS
            };
            let value = reader.signed()? as u64;
            Kind::Cross { door, from: ring(2), to: ring(1), registers, value }
        }
        5 => Kind::Copy { copy: read_index(reader, &mut context.copy, trace.copies.len())? },
        6 => {
            let bits = reader.byte()?;
            let mapping =
                Mapping { user: bits & 1 != 0, writable: bits & 2 != 0, shared: bits & 4 != 0 };
            Kind::Map { mapping, frame: reader.number()?, page: reader.unsigned()? }
        }
        7 => Kind::Unmap { frame: reader.number()?, page: reader.unsigned()? },
        8 => Kind::Walk {
            outcome: pick(reader, &WALKS)?,
            levels: reader.byte()?,
            frame: reader.number()?,
            address: reader.signed()? as u64,
        },
        9 => Kind::Allocate {
            object: pick(reader, &OBJECTS)?,
            size: reader.number()?,
            address: reader.signed()? as u64,
        },
        10 => Kind::Free { object: pick(reader, &OBJECTS)?, address: reader.signed()? as u64 },
        11 => Kind::Queue {
            queue: read_text(reader, open)?,
            depth: reader.number()?,
            dropped: reader.number()?,
        },
        12 => Kind::Dequeue { queue: read_text(reader, open)?, depth: reader.number()? },
        13 => Kind::Block { on: read_text(reader, open)? },
        14 => Kind::Wake { task: read_task(reader, open)? },
        15 => {
            let number = reader.byte()?;
            let Ok(code) = i32::try_from(reader.signed()?) else {
                return Err(reader.invalid("a signal's code is out of range"));
            };
            Kind::Signal { number, code, address: reader.signed()? as u64 }
        }
        16 => Kind::State { state: read_index(reader, &mut context.state, trace.states.len())? },
        17 => Kind::Note { text: read_text(reader, open)?, lost: reader.number()? },
        _ => return Err(reader.invalid("an event is of an unknown kind")),
    })
}
