//! Traces: what a kernel did while it ran a program.
//!
//! A [`Trace`] is a header and a list of [`Event`]s. The set of events is
//! closed and small: a new channel needs no new event. What does not fit into
//! an event's 32 bytes (copied bytes, registers, results, texts) lies in the
//! trace's side tables, and the event holds an index.

pub mod codec;
mod event;
mod function;
mod header;
pub mod import;
mod place;
mod record;

pub use event::{
    Direction, Door, Event, Kind, Mapping, NO_REGISTERS, Object, Ring, Sigcode, TaskId, Walk,
};
pub use function::table as f;
pub use function::{Function, FunctionId, Visibility, by_name, functions};
pub use header::{Arch, Clock, FORMAT_VERSION, Header, KernelKind, KernelName};
pub use place::Place;
pub use record::{
    COPY_BYTES_KEPT, Copy, Outcome, Output, Recorder, Registers, State, TextId, Trace,
};
