//! Bytes to traces, all at once or as they come.

use super::context::Context;
use super::event::read_event;
use super::header::read_header;
use super::names::Names;
use super::section::{self, Section, Tag};
use super::table;
use super::varint::Reader;
use super::{DecodeError, LOST};
use crate::trace::{Event, Kind, Place, TaskId, TextId, Trace};

/// A trace being read, and what its bytes refer to.
#[derive(Clone, Debug)]
pub struct Open {
    pub trace: Trace,
    pub names: Names,
    /// Number of a text in the file to its id in the trace.
    pub texts: Vec<u32>,
    /// How many tasks and lines events can refer to.
    pub tasks: usize,
    pub lines: u32,
}

/// Reads a trace as its bytes come.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    /// Bytes of a section that is not complete.
    buffer: Vec<u8>,
    /// Bytes before the buffer.
    at: u64,
    version: u16,
    open: Option<Open>,
    lost: u64,
    noted: u64,
    finished: bool,
    failed: Option<DecodeError>,
}

impl Decoder {
    /// Nothing is read yet.
    #[must_use]
    pub fn new() -> Decoder {
        Decoder::default()
    }

    /// Takes more bytes, cut anywhere. What is complete is then in
    /// [`Decoder::trace`].
    ///
    /// # Errors
    /// If the bytes are not a trace; every later call then says the same.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), DecodeError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let result = if self.buffer.is_empty() {
            self.take(bytes).map(|used| self.buffer.extend_from_slice(&bytes[used..]))
        } else {
            self.buffer.extend_from_slice(bytes);
            let mut buffer = core::mem::take(&mut self.buffer);
            self.take(&buffer).map(|used| {
                buffer.drain(..used);
                self.buffer = buffer;
            })
        };
        result.inspect_err(|error| self.failed = Some(error.clone()))
    }

    /// The trace as far as it has come; nothing before its header.
    #[must_use]
    pub fn trace(&self) -> Option<&Trace> {
        self.open.as_ref().map(|open| &open.trace)
    }

    /// Has the end come?
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.finished
    }

    /// How many events a relay left out.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// The whole trace.
    ///
    /// # Errors
    /// If its end has not come.
    pub fn finish(self) -> Result<Trace, DecodeError> {
        let at = self.at + self.buffer.len() as u64;
        match (self.failed, self.open, self.finished) {
            (Some(error), ..) => Err(error),
            (None, Some(open), true) => Ok(open.trace),
            (None, ..) => Err(DecodeError::Truncated { at }),
        }
    }

    /// Decodes complete sections and says how many bytes they took.
    fn take(&mut self, bytes: &[u8]) -> Result<usize, DecodeError> {
        let mut used = 0;
        if self.at == 0 {
            let Some(version) = section::check_prefix(bytes)? else {
                return Ok(0);
            };
            self.version = version;
            used = section::PREFIX;
        }
        let start = self.at;
        self.at += used as u64;
        while let Some(rest) = bytes.get(used..)
            && let Some(section) = self.next(rest)?
        {
            self.section(&section)?;
            used += section.size();
            self.at = start + used as u64;
        }
        Ok(used)
    }

    fn next<'a>(&self, bytes: &'a [u8]) -> Result<Option<Section<'a>>, DecodeError> {
        if self.finished && !bytes.is_empty() {
            return Err(DecodeError::Trailing { count: bytes.len() });
        }
        section::next(bytes, self.at)
    }

    fn section(&mut self, section: &Section<'_>) -> Result<(), DecodeError> {
        let base = self.at + section.start as u64;
        let mut reader = Reader::new(section.payload, base);
        let Some(tag) = Tag::from_number(section.tag) else {
            let known = section.tag >= 0x80;
            return if known { Ok(()) } else { Err(reader.invalid("a section is unknown")) };
        };
        match (tag, &mut self.open) {
            (Tag::Header, None) => {
                let header = read_header(&mut reader, self.version)?;
                let tasks = header.tasks.len().max(1);
                let lines = header.program.lines().count() as u32;
                let trace = Trace::new(header);
                let (names, texts) = (Names::default(), Vec::new());
                self.open = Some(Open { trace, names, texts, tasks, lines });
            }
            (_, None) => return Err(reader.invalid("the header does not come first")),
            (Tag::Header, Some(_)) => return Err(reader.invalid("a second header")),
            (Tag::Names, Some(open)) => table::read_names(&mut reader, open)?,
            (Tag::Texts, Some(open)) => table::read_texts(&mut reader, open)?,
            (Tag::Registers, Some(open)) => table::read_registers(&mut reader, open)?,
            (Tag::Copies, Some(open)) => table::read_copies(&mut reader, open)?,
            (Tag::Outcomes, Some(open)) => table::read_outcomes(&mut reader, open)?,
            (Tag::States, Some(open)) => table::read_states(&mut reader, open)?,
            (Tag::Events, Some(open)) => read_events(&mut reader, open)?,
            (Tag::Lost, Some(open)) => {
                let count = reader.unsigned()?;
                self.lost = self.lost.saturating_add(count);
                self.noted += 1;
                note_lost(open, count);
            }
            (Tag::End, Some(open)) => {
                let count = reader.unsigned()?;
                let have = open.trace.events.len() as u64 - self.noted;
                if count != have.saturating_add(self.lost) {
                    return Err(reader.invalid("events are missing before the end"));
                }
                self.finished = true;
            }
        }
        reader.finish()
    }
}

fn read_events(reader: &mut Reader<'_>, open: &mut Open) -> Result<(), DecodeError> {
    // The smallest event takes three bytes.
    let count = reader.unsigned()?;
    let mut context = Context::read_head(reader)?;
    if count > reader.remaining() as u64 / 3 {
        return Err(reader.invalid("a count is larger than its section"));
    }
    if usize::from(context.task) >= open.tasks {
        return Err(reader.invalid("a task does not exist"));
    }
    let mut events = core::mem::take(&mut open.trace.events);
    events.reserve(count as usize);
    let mut result = Ok(());
    for _ in 0..count {
        match read_event(reader, &mut context, open) {
            Ok(event) => events.push(event),
            Err(error) => {
                result = Err(error);
                break;
            }
        }
    }
    open.trace.events = events;
    result
}

fn note_lost(open: &mut Open, count: u64) {
    let trace = &mut open.trace;
    let at = trace.texts.iter().position(|text| text == LOST).unwrap_or_else(|| {
        trace.texts.push(LOST.to_owned());
        trace.texts.len() - 1
    });
    let lost = u32::try_from(count).unwrap_or(u32::MAX);
    let (time, task, cpu) =
        trace.events.last().map_or((0, TaskId(0), 0), |last| (last.time, last.task, last.cpu));
    let kind = Kind::Note { text: TextId(at as u32), lost };
    trace.events.push(Event { time, task, depth: 0, cpu, place: Place::Other, kind });
}

/// Decodes a whole file.
///
/// # Errors
/// If it is not a trace, or not all of one.
pub fn decode(bytes: &[u8]) -> Result<Trace, DecodeError> {
    let mut decoder = Decoder::new();
    decoder.push(bytes)?;
    decoder.finish()
}
