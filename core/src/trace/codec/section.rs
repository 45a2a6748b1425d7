//! Framing: bytes to sections and back.

use super::{DecodeError, MAGIC, varint};
use crate::trace::FORMAT_VERSION;

/// Bytes of magic and version.
pub const PREFIX: usize = MAGIC.len() + 2;

/// No section is longer. What a section needs in memory is taken as its bytes
/// come, not when its length is read.
pub const MAX_SECTION: usize = 64 << 20;

/// What a section holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Tag {
    /// The header, first and once.
    Header = 1,
    /// More functions: name and place.
    Names = 2,
    /// More texts.
    Texts = 3,
    /// More saved registers, each as differences to the one before.
    Registers = 4,
    /// More copies, with the bytes that they kept.
    Copies = 5,
    /// More results.
    Outcomes = 6,
    /// More state changes.
    States = 7,
    /// More events.
    Events = 8,
    /// Here a relay left out this many events.
    Lost = 9,
    /// The end: how many events there were, those lost not counted.
    End = 10,
}

impl Tag {
    /// The section with this number.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Tag> {
        use Tag::*;
        [Header, Names, Texts, Registers, Copies, Outcomes, States, Events, Lost, End]
            .into_iter()
            .find(|tag| *tag as u8 == number)
    }
}

/// Appends magic and version.
pub fn put_prefix(out: &mut Vec<u8>) {
    out.extend_from_slice(&MAGIC);
    out.extend_from_slice(&FORMAT_VERSION.to_le_bytes());
}

/// Appends a section.
pub fn put(out: &mut Vec<u8>, tag: Tag, payload: &[u8]) {
    out.push(tag as u8);
    varint::put_bytes(out, payload);
}

/// Checks magic and version at the beginning of `bytes`, [`PREFIX`] long: the
/// version, or nothing if more bytes are needed to know.
///
/// # Errors
/// If the bytes are not a trace, or of an unknown version.
pub fn check_prefix(bytes: &[u8]) -> Result<Option<u16>, DecodeError> {
    let known = bytes.len().min(MAGIC.len());
    if bytes[..known] != MAGIC[..known] {
        return Err(DecodeError::NotATrace);
    }
    let Some(&[low, high]) = bytes.get(MAGIC.len()..PREFIX) else {
        return Ok(None);
    };
    match u16::from_le_bytes([low, high]) {
        version @ 1..=FORMAT_VERSION => Ok(Some(version)),
        found => Err(DecodeError::Version { found, supported: FORMAT_VERSION }),
    }
}

/// A section as it lies in the bytes.
#[derive(Clone, Copy, Debug)]
pub struct Section<'a> {
    /// Its tag, [`Tag::from_number`].
    pub tag: u8,
    /// Where the payload begins, from the section's first byte.
    pub start: usize,
    /// What it holds.
    pub payload: &'a [u8],
}

impl Section<'_> {
    /// Bytes of the whole section.
    #[must_use]
    pub fn size(&self) -> usize {
        self.start + self.payload.len()
    }

    /// How many events it holds (0 for other sections), so that a relay that
    /// leaves it out can say how many were lost.
    #[must_use]
    pub fn events(&self) -> u64 {
        if self.tag != Tag::Events as u8 {
            return 0;
        }
        varint::Reader::new(self.payload, 0).unsigned().unwrap_or(0)
    }
}

/// The section at the beginning of `bytes`, or nothing if it is not complete.
///
/// # Errors
/// If its length cannot be.
pub fn next(bytes: &[u8], at: u64) -> Result<Option<Section<'_>>, DecodeError> {
    let Some((&tag, rest)) = bytes.split_first() else {
        return Ok(None);
    };
    let mut reader = varint::Reader::new(rest, at + 1);
    let length = match reader.unsigned() {
        Ok(length) => length,
        Err(_) if rest.len() < 10 && rest.iter().all(|byte| *byte >= 0x80) => return Ok(None),
        Err(error) => return Err(error),
    };
    if length > MAX_SECTION as u64 {
        return Err(reader.invalid("a section is longer than 64 MiB"));
    }
    let start = 1 + reader.position();
    let payload = bytes.get(start..start + length as usize);
    Ok(payload.map(|payload| Section { tag, start, payload }))
}
