//! Ringside's core: programs, the model kernel, traces and their comparison.
//!
//! This crate knows no I/O, no clock and no randomness: the same input gives
//! the same bytes on every machine, so the page, the tests and the command
//! line cannot disagree. See `ARCHITECTURE.md` for what each part must never
//! know.

pub mod compare;
pub mod kernel;
pub mod machine;
pub mod module;
pub mod program;
pub mod trace;
