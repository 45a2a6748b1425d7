//! What an event is predicted from, alike when writing and reading.

use super::DecodeError;
use super::varint::{self, Reader};
use crate::trace::Place;

/// Functions remembered by depth, so that a return needs no name.
const STACK: usize = 64;

/// The event before, within one section.
#[derive(Clone, Debug)]
pub struct Context {
    pub time: u64,
    pub task: u16,
    pub depth: u16,
    pub cpu: u8,
    pub place: Place,
    pub line: u32,
    pub copy: u32,
    pub registers: u32,
    pub outcome: u32,
    pub state: u32,
    stack: [u16; STACK],
}

/// No function was entered at this depth yet.
pub const NO_FUNCTION: u16 = u16::MAX;

impl Context {
    pub fn new() -> Context {
        Context {
            time: 0,
            task: 0,
            depth: 0,
            cpu: 0,
            place: Place::Program,
            line: 0,
            copy: 0,
            registers: 0,
            outcome: 0,
            state: 0,
            stack: [NO_FUNCTION; STACK],
        }
    }

    /// Begins a section: what it predicts from is written at its head.
    pub fn put_head(&mut self, out: &mut Vec<u8>) {
        self.stack = [NO_FUNCTION; STACK];
        varint::put(out, self.time);
        for value in [self.line, self.copy, self.registers, self.outcome, self.state] {
            varint::put(out, u64::from(value));
        }
        varint::put(out, u64::from(self.task));
        varint::put(out, u64::from(self.depth));
        out.push(self.cpu);
        out.push(self.place as u8);
    }

    pub fn read_head(reader: &mut Reader<'_>) -> Result<Context, DecodeError> {
        Ok(Context {
            time: reader.unsigned()?,
            line: reader.number()?,
            copy: reader.number()?,
            registers: reader.number()?,
            outcome: reader.number()?,
            state: reader.number()?,
            task: reader.number()?,
            depth: reader.number()?,
            cpu: reader.byte()?,
            place: place(reader)?,
            stack: [NO_FUNCTION; STACK],
        })
    }

    #[inline]
    pub fn entered(&mut self, function: u16) {
        self.stack[usize::from(self.depth) % STACK] = function;
    }

    /// Which function probably returns at this depth.
    #[inline]
    pub fn returning(&self) -> u16 {
        self.stack[usize::from(self.depth) % STACK]
    }
}

pub fn place(reader: &mut Reader<'_>) -> Result<Place, DecodeError> {
    let number = reader.byte()?;
    Place::from_number(number).ok_or_else(|| reader.invalid("a place is unknown"))
}

/// An index as its distance from the one expected; the next one is expected
/// to follow it.
#[inline]
pub fn put_index(out: &mut Vec<u8>, expected: &mut u32, index: u32) {
    varint::put_signed(out, i64::from(index) - i64::from(*expected));
    *expected = index.wrapping_add(1);
}

/// Reads an index, which must lie below `length`.
#[inline]
pub fn read_index(
    reader: &mut Reader<'_>,
    expected: &mut u32,
    length: usize,
) -> Result<u32, DecodeError> {
    let index = i64::from(*expected).wrapping_add(reader.signed()?);
    match u32::try_from(index) {
        Ok(index) if (index as usize) < length => {
            *expected = index.wrapping_add(1);
            Ok(index)
        }
        _ => Err(reader.invalid("an event refers to an entry that does not exist")),
    }
}
