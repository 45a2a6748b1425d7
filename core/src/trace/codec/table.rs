//! Sections of the side tables: an entry each of texts, registers, copies,
//! results and state changes.

use super::DecodeError;
use super::decode::Open;
use super::names::Numbers;
use super::varint::{Reader, put, put_bytes, put_signed};
use crate::trace::{
    COPY_BYTES_KEPT, Copy, Direction, Outcome, Output, Registers, State, TextId, Trace,
};

pub fn put_registers(out: &mut Vec<u8>, before: &Registers, registers: &Registers) {
    for (value, before) in registers.iter().zip(before) {
        put_signed(out, value.wrapping_sub(*before) as i64);
    }
}

pub fn put_copy(out: &mut Vec<u8>, trace: &Trace, numbers: &Numbers, copy: &Copy) {
    let routine = numbers.get(copy.routine).map_or(u64::from(u16::MAX), |(n, _)| u64::from(n));
    put(out, routine << 1 | u64::from(copy.direction == Direction::ToUser));
    put(out, copy.user);
    put_signed(out, copy.kernel as i64);
    put(out, u64::from(copy.wanted));
    put(out, u64::from(copy.done));
    put_bytes(out, trace.copied_bytes(copy));
}

pub fn put_outcome(out: &mut Vec<u8>, outcome: &Outcome) {
    put_signed(out, outcome.value);
    put(out, (outcome.outputs.len() as u64) << 1 | u64::from(outcome.recorded));
    for output in &outcome.outputs {
        out.push(output.argument);
        put_bytes(out, &output.bytes);
    }
}

pub fn put_state(out: &mut Vec<u8>, state: &State) {
    for text in [state.what, state.before, state.after] {
        put(out, u64::from(text.0));
    }
}

/// Reads a text's number as the trace's id.
#[inline]
pub fn read_text(reader: &mut Reader<'_>, open: &Open) -> Result<TextId, DecodeError> {
    let number: usize = reader.number()?;
    let text = open.texts.get(number).copied();
    text.map(TextId).ok_or_else(|| reader.invalid("a text does not exist"))
}

pub fn read_names(reader: &mut Reader<'_>, open: &mut Open) -> Result<(), DecodeError> {
    for _ in 0..reader.count(2)? {
        let name = reader.text()?;
        let place = super::context::place(reader)?;
        let added = open.names.add(name, place, &mut open.trace.names);
        added.ok_or_else(|| reader.invalid("there are too many functions"))?;
    }
    Ok(())
}

pub fn read_texts(reader: &mut Reader<'_>, open: &mut Open) -> Result<(), DecodeError> {
    for _ in 0..reader.count(1)? {
        let text = reader.text()?;
        open.texts.push(open.trace.texts.len() as u32);
        open.trace.texts.push(text.to_owned());
    }
    Ok(())
}

pub fn read_registers(reader: &mut Reader<'_>, open: &mut Open) -> Result<(), DecodeError> {
    let mut before = open.trace.registers.last().copied().unwrap_or_default();
    for _ in 0..reader.count(before.len())? {
        for value in &mut before {
            *value = value.wrapping_add(reader.signed()? as u64);
        }
        open.trace.registers.push(before);
    }
    Ok(())
}

pub fn read_copies(reader: &mut Reader<'_>, open: &mut Open) -> Result<(), DecodeError> {
    for _ in 0..reader.count(6)? {
        let head: u32 = reader.number()?;
        let routine = u16::try_from(head >> 1).ok().and_then(|number| open.names.get(number));
        let Some((routine, _)) = routine else {
            return Err(reader.invalid("a copy's routine does not exist"));
        };
        let direction = if head & 1 == 1 { Direction::ToUser } else { Direction::ToKernel };
        let user = reader.unsigned()?;
        let kernel = reader.signed()? as u64;
        let wanted = reader.number()?;
        let done = reader.number()?;
        let bytes = reader.bytes()?;
        let Ok(bytes_at) = u32::try_from(open.trace.bytes.len()) else {
            return Err(reader.invalid("copies keep more than 4 GiB"));
        };
        if bytes.len() > COPY_BYTES_KEPT {
            return Err(reader.invalid("a copy keeps too many bytes"));
        }
        let bytes_len = bytes.len() as u32;
        open.trace.bytes.extend_from_slice(bytes);
        let copy = Copy { routine, direction, user, kernel, wanted, done, bytes_at, bytes_len };
        open.trace.copies.push(copy);
    }
    Ok(())
}

pub fn read_outcomes(reader: &mut Reader<'_>, open: &mut Open) -> Result<(), DecodeError> {
    for _ in 0..reader.count(2)? {
        let value = reader.signed()?;
        let head = reader.unsigned()?;
        if head >> 1 > 16 {
            return Err(reader.invalid("a call has more than 16 outputs"));
        }
        let mut outputs = Vec::with_capacity((head >> 1) as usize);
        for _ in 0..head >> 1 {
            let argument = reader.byte()?;
            outputs.push(Output { argument, bytes: reader.bytes()?.to_vec() });
        }
        open.trace.outcomes.push(Outcome { value, outputs, recorded: head & 1 == 1 });
    }
    Ok(())
}

pub fn read_states(reader: &mut Reader<'_>, open: &mut Open) -> Result<(), DecodeError> {
    for _ in 0..reader.count(3)? {
        let what = read_text(reader, open)?;
        let before = read_text(reader, open)?;
        let after = read_text(reader, open)?;
        open.trace.states.push(State { what, before, after });
    }
    Ok(())
}
