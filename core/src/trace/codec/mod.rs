//! The one format for traces, in files (`.ringside`) and on the wire.
//!
//! ```text
//! file    = magic version section*
//! magic   = 89 'R' 'S' 'T' 0d 0a 1a 0a      (a text-mode transfer breaks it)
//! version = u16, little-endian
//! section = tag:u8 length:varint payload
//! ```
//!
//! Sections come in any order in which everything is defined before it is
//! referred to; [`Tag`](section::Tag) lists them. The header comes first, the
//! end last, tags from `0x80` are skipped by who does not know them. Numbers
//! are LEB128 varints, signed ones zigzag-coded.
//!
//! - Functions are stored *by name* ([`FunctionId`](super::FunctionId)s are
//!   not stable between versions of the table), each once, with the place
//!   where it is first seen.
//! - A section of events stands for itself: what it predicts from (time,
//!   depth, place, next index of each side table) is reset at its beginning.
//!   So a relay can leave one out, say so with [`lost_section`], and what
//!   follows still decodes.
//! - The end counts the events, so a truncated file is known for one.
//!
//! An event is a byte of kind, depth step and a "context changed" bit, a time
//! delta, and the kind's own fields, mostly one byte each: 3 to 5 bytes for
//! entering or leaving a function.
//!
//! Decoding trusts nothing: every index, length and discriminant is checked,
//! memory grows only with the bytes that really came, and nothing panics.

mod context;
mod decode;
mod encode;
mod error;
mod event;
mod header;
pub mod json;
mod names;
pub mod section;
mod table;
mod varint;

pub use decode::{Decoder, decode};
pub use encode::{Encoder, encode, lost_section};
pub use error::DecodeError;

/// The first bytes of every trace.
pub const MAGIC: [u8; 8] = *b"\x89RST\r\n\x1a\n";

/// What a file name of a trace ends with.
pub const EXTENSION: &str = "ringside";

/// What the note says that a decoder puts where a relay left events out.
pub const LOST: &str = "events lost here: the reader was too slow";
