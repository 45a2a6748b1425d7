//! Traces to bytes.

use super::context::Context;
use super::event::put_event;
use super::header::put_header;
use super::names::Numbers;
use super::section::{self, Tag};
use super::table::{put_copy, put_outcome, put_registers, put_state};
use super::varint::{put, put_bytes};
use crate::trace::{Event, FunctionId, Kind, Place, Trace};

/// Events of one section: enough that its head costs nothing, few enough that
/// a stream is not held up.
const EVENTS: usize = 4096;
/// About as many bytes does a section of a side table get.
const TABLE_BYTES: usize = 256 << 10;

/// Writes a trace as it grows.
///
/// ```
/// # use ringside_core::trace::{Arch, Clock, Header, KernelKind, KernelName, Recorder};
/// # let header = Header { version: 1, kernel: KernelName { kind: KernelKind::Model,
/// #   release: "6.1".into(), arch: Arch::X86_64, machine: String::new(), date: String::new() },
/// #   program: String::new(), tasks: vec!["A".into()], clock: Clock::Model, functions: true };
/// use ringside_core::trace::codec::{Decoder, Encoder};
///
/// let mut recorder = Recorder::new(header);
/// let (mut encoder, mut decoder) = (Encoder::new(), Decoder::new());
/// let mut wire = Vec::new();
/// recorder.text("the trace grows");
/// encoder.update(&recorder.trace, &mut wire);
/// decoder.push(&wire)?;
/// assert_eq!(decoder.trace().map(|trace| trace.texts.len()), Some(1));
/// # Ok::<(), ringside_core::trace::codec::DecodeError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Encoder {
    begun: bool,
    numbers: Numbers,
    context: Context,
    scratch: Vec<u8>,
    names: (Vec<u8>, u64),
    done: Done,
}

/// How much of the trace is written.
#[derive(Clone, Copy, Debug, Default)]
struct Done {
    names: usize,
    texts: usize,
    registers: usize,
    copies: usize,
    outcomes: usize,
    states: usize,
    events: usize,
}

impl Default for Encoder {
    fn default() -> Self {
        Encoder::new()
    }
}

impl Encoder {
    /// Nothing is written yet.
    #[must_use]
    pub fn new() -> Encoder {
        Encoder {
            begun: false,
            numbers: Numbers::new(),
            context: Context::new(),
            scratch: Vec::new(),
            names: (Vec::new(), 0),
            done: Done::default(),
        }
    }

    /// Appends what is new in the trace since the last call: the header the
    /// first time, then entries of the side tables and events.
    pub fn update(&mut self, trace: &Trace, out: &mut Vec<u8>) {
        if !self.begun {
            self.begun = true;
            section::put_prefix(out);
            let mut header = Vec::new();
            put_header(&mut header, &trace.header);
            section::put(out, Tag::Header, &header);
        }
        let new = trace.events.get(self.done.events..).unwrap_or(&[]);
        self.own_names(trace, new);
        self.tables(trace, out);
        for events in new.chunks(EVENTS) {
            self.events(trace, events, out);
        }
        self.done.events = trace.events.len();
    }

    /// Appends the end.
    pub fn finish(&mut self, out: &mut Vec<u8>) {
        let mut count = Vec::new();
        put(&mut count, self.done.events as u64);
        section::put(out, Tag::End, &count);
    }

    /// Names the trace's own functions in their order, each with the place
    /// where it is first seen.
    fn own_names(&mut self, trace: &Trace, new: &[Event]) {
        let own = self.done.names..trace.names.len().min(0x8000);
        if own.is_empty() {
            return;
        }
        let mut places = vec![None; own.len()];
        for event in new {
            if let Kind::Enter { function } | Kind::Leave { function, .. } = event.kind
                && let Some(at) = function.own_index()
                && let Some(place) = at.checked_sub(own.start).and_then(|at| places.get_mut(at))
            {
                place.get_or_insert(event.place);
            }
        }
        self.done.names = own.end;
        for (at, place) in own.zip(places) {
            self.name(trace, FunctionId::own(at as u16), place.unwrap_or(Place::Other));
        }
    }

    fn name(&mut self, trace: &Trace, id: FunctionId, place: Place) {
        if self.numbers.get(id).is_none() && self.numbers.add(id, place).is_some() {
            put_bytes(&mut self.names.0, trace.function_name(id).as_bytes());
            self.names.0.push(place as u8);
            self.names.1 += 1;
        }
    }

    fn put_names(&mut self, out: &mut Vec<u8>) {
        if self.names.1 > 0 {
            put_counted(out, Tag::Names, self.names.1, &self.names.0);
            self.names.0.clear();
            self.names.1 = 0;
        }
    }

    fn tables(&mut self, trace: &Trace, out: &mut Vec<u8>) {
        let done = self.done;
        for copy in trace.copies.get(done.copies..).unwrap_or(&[]) {
            self.name(trace, copy.routine, Place::Usercopy);
        }
        self.put_names(out);
        put_table(out, Tag::Texts, &trace.texts, done.texts, |out, text| {
            put_bytes(out, text.as_bytes());
        });
        let before = done.registers.checked_sub(1).and_then(|at| trace.registers.get(at));
        let mut before = before.copied().unwrap_or_default();
        put_table(out, Tag::Registers, &trace.registers, done.registers, |out, registers| {
            put_registers(out, &before, registers);
            before = *registers;
        });
        put_table(out, Tag::Copies, &trace.copies, done.copies, |out, copy| {
            put_copy(out, trace, &self.numbers, copy);
        });
        put_table(out, Tag::Outcomes, &trace.outcomes, done.outcomes, put_outcome);
        put_table(out, Tag::States, &trace.states, done.states, put_state);
        self.done = Done {
            texts: trace.texts.len(),
            registers: trace.registers.len(),
            copies: trace.copies.len(),
            outcomes: trace.outcomes.len(),
            states: trace.states.len(),
            ..done
        };
    }

    fn events(&mut self, trace: &Trace, events: &[Event], out: &mut Vec<u8>) {
        let mut payload = core::mem::take(&mut self.scratch);
        payload.clear();
        put(&mut payload, events.len() as u64);
        self.context.put_head(&mut payload);
        for event in events {
            if let Kind::Enter { function } | Kind::Leave { function, .. } = event.kind
                && self.numbers.get(function).is_none()
            {
                self.name(trace, function, event.place);
            }
            put_event(&mut payload, event, &mut self.context, &self.numbers);
        }
        self.put_names(out);
        section::put(out, Tag::Events, &payload);
        self.scratch = payload;
    }
}

fn put_counted(out: &mut Vec<u8>, tag: Tag, count: u64, entries: &[u8]) {
    let mut payload = Vec::with_capacity(entries.len() + 10);
    put(&mut payload, count);
    payload.extend_from_slice(entries);
    section::put(out, tag, &payload);
}

/// Writes the entries from `done` on, in sections of bearable length.
fn put_table<T>(
    out: &mut Vec<u8>,
    tag: Tag,
    entries: &[T],
    done: usize,
    mut put_entry: impl FnMut(&mut Vec<u8>, &T),
) {
    let mut payload = Vec::new();
    let mut count = 0;
    for entry in entries.get(done..).unwrap_or(&[]) {
        put_entry(&mut payload, entry);
        count += 1;
        if payload.len() >= TABLE_BYTES {
            put_counted(out, tag, count, &payload);
            payload.clear();
            count = 0;
        }
    }
    if count > 0 {
        put_counted(out, tag, count, &payload);
    }
}

/// A section that says that `count` events were left out here; decoders make a
/// [`Kind::Note`] of it.
#[must_use]
pub fn lost_section(count: u64) -> Vec<u8> {
    let mut payload = Vec::new();
    put(&mut payload, count);
    let mut out = Vec::new();
    section::put(&mut out, Tag::Lost, &payload);
    out
}

/// A whole trace as a file.
#[must_use]
pub fn encode(trace: &Trace) -> Vec<u8> {
    let mut out = Vec::with_capacity(trace.events.len() * 6 + 1024);
    let mut encoder = Encoder::new();
    encoder.update(trace, &mut out);
    encoder.finish(&mut out);
    out
}
