//! A trace in memory, and how one is made.

use serde::{Deserialize, Serialize};

use super::{Direction, Event, FunctionId, Header, Kind, Place, TaskId};

/// Index in [`Trace::texts`].
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub struct TextId(pub u32);

/// Saved registers, in the order that the architecture's table names them.
/// x86-64: rax (number), rdi, rsi, rdx, r10, r8, r9, rip, rsp, rflags.
pub type Registers = [u64; 10];

/// How many of a copy's bytes a trace keeps.
pub const COPY_BYTES_KEPT: usize = 256;

/// One copy across the boundary.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Copy {
    /// The routine that copies (`_copy_to_user`, `strncpy_from_user`, …).
    pub routine: FunctionId,
    /// Which way.
    pub direction: Direction,
    /// Address in user memory.
    pub user: u64,
    /// Address in kernel memory, 0 if unknown.
    pub kernel: u64,
    /// Bytes asked for.
    pub wanted: u32,
    /// Bytes that were copied.
    pub done: u32,
    /// Where the kept bytes begin in [`Trace::bytes`].
    pub bytes_at: u32,
    /// How many were kept: at most [`COPY_BYTES_KEPT`].
    pub bytes_len: u32,
}

/// What a call left in a buffer of the program.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Output {
    /// Which argument, from 0.
    pub argument: u8,
    /// The bytes there after the call.
    pub bytes: Vec<u8>,
}

/// What a call returned.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// The register's value: a result, or a negative errno.
    pub value: i64,
    /// What it left in the program's buffers.
    pub outputs: Vec<Output>,
    /// Not executed: the result is the one that the program's text records,
    /// because the kernel at hand does not know the call or its object.
    pub recorded: bool,
}

impl Outcome {
    /// The errno, if the value is one (-4095..=-1).
    #[must_use]
    pub fn errno(&self) -> Option<u16> {
        (-4095..0).contains(&self.value).then(|| self.value.unsigned_abs() as u16)
    }
}

/// A change that a program can observe.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct State {
    /// Of what.
    pub what: TextId,
    /// Before.
    pub before: TextId,
    /// After.
    pub after: TextId,
}

/// What a kernel did while it ran a program.
#[derive(Clone, PartialEq, Debug)]
pub struct Trace {
    /// Which kernel, which program.
    pub header: Header,
    /// What happened, in order.
    pub events: Vec<Event>,
    /// Copies, see [`Kind::Copy`].
    pub copies: Vec<Copy>,
    /// Bytes that copies kept.
    pub bytes: Vec<u8>,
    /// Saved registers, see [`Kind::Cross`].
    pub registers: Vec<Registers>,
    /// Results, see [`Kind::CallEnd`].
    pub outcomes: Vec<Outcome>,
    /// Changes, see [`Kind::State`].
    pub states: Vec<State>,
    /// Texts that events refer to.
    pub texts: Vec<String>,
    /// Names of functions that are not in the function table
    /// ([`FunctionId::own`]).
    pub names: Vec<String>,
}

impl Trace {
    /// An empty trace.
    #[must_use]
    pub fn new(header: Header) -> Trace {
        Trace {
            header,
            events: Vec::new(),
            copies: Vec::new(),
            bytes: Vec::new(),
            registers: Vec::new(),
            outcomes: Vec::new(),
            states: Vec::new(),
            texts: Vec::new(),
            names: Vec::new(),
        }
    }

    /// The name of a function of this trace.
    #[must_use]
    pub fn function_name(&self, id: FunctionId) -> &str {
        match (id.get(), id.own_index()) {
            (Some(function), _) => function.name,
            (None, Some(own)) => self.names.get(own).map_or("?", String::as_str),
            (None, None) => "?",
        }
    }

    /// A text of this trace.
    #[must_use]
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id.0 as usize).map_or("", String::as_str)
    }

    /// The bytes that a copy kept.
    #[must_use]
    pub fn copied_bytes(&self, copy: &Copy) -> &[u8] {
        let start = copy.bytes_at as usize;
        self.bytes.get(start..start + copy.bytes_len as usize).unwrap_or(&[])
    }
}

/// Adds events to a trace: knows the time, the task and the nesting of each.
#[derive(Clone, Debug)]
pub struct Recorder {
    /// What was recorded so far.
    pub trace: Trace,
}

impl Recorder {
    /// Starts a trace.
    #[must_use]
    pub fn new(header: Header) -> Recorder {
        Recorder { trace: Trace::new(header) }
    }

    /// Adds an event.
    #[inline]
    pub fn push(&mut self, time: u64, task: TaskId, cpu: u8, depth: u16, place: Place, kind: Kind) {
        self.trace.events.push(Event { time, task, depth, cpu, place, kind });
    }

    /// The id of a text, which is added if it is new.
    pub fn text(&mut self, text: &str) -> TextId {
        let texts = &mut self.trace.texts;
        let at = texts.iter().position(|t| t == text).unwrap_or_else(|| {
            texts.push(text.to_owned());
            texts.len() - 1
        });
        TextId(at as u32)
    }

    /// Adds a copy and its bytes (of which [`COPY_BYTES_KEPT`] are kept);
    /// `copy.bytes_at` and `bytes_len` are set here.
    pub fn copy(&mut self, mut copy: Copy, bytes: &[u8]) -> Kind {
        let kept = &bytes[..bytes.len().min(COPY_BYTES_KEPT)];
        copy.bytes_at = self.trace.bytes.len() as u32;
        copy.bytes_len = kept.len() as u32;
        self.trace.bytes.extend_from_slice(kept);
        self.trace.copies.push(copy);
        Kind::Copy { copy: self.trace.copies.len() as u32 - 1 }
    }

    /// Adds saved registers.
    pub fn registers(&mut self, registers: Registers) -> u32 {
        self.trace.registers.push(registers);
        self.trace.registers.len() as u32 - 1
    }

    /// Adds a result.
    pub fn outcome(&mut self, outcome: Outcome) -> u32 {
        self.trace.outcomes.push(outcome);
        self.trace.outcomes.len() as u32 - 1
    }

    /// Adds an observable change.
    pub fn state(&mut self, what: &str, before: &str, after: &str) -> Kind {
        let state =
            State { what: self.text(what), before: self.text(before), after: self.text(after) };
        self.trace.states.push(state);
        Kind::State { state: self.trace.states.len() as u32 - 1 }
    }
}
