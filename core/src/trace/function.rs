//! The function table: every kernel function that the model has, or that the
//! page explains.
//!
//! One row each: name, source file, place, whether ftrace sees it, and one
//! sentence in English and Chinese. The rows lie in `functions/`, one file for
//! each part of the kernel.

use serde::{Deserialize, Serialize};

use super::Place;

pub mod table;

use table::TABLE;

/// Can ftrace see the function? If not, why not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Visibility {
    /// It is in `available_filter_functions`.
    Traced,
    /// `noinstr`: entry code that must not be instrumented.
    Noinstr,
    /// In `lib/`, which is built without tracing.
    Lib,
    /// Inlined by the compiler into its caller.
    Inlined,
    /// Assembly.
    Assembly,
    /// Marked `notrace`.
    Notrace,
    /// Not a function of Linux: a step of the CPU, which no tracer shows.
    Hardware,
}

/// A row of the function table.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// Name as in Linux's source.
    pub name: &'static str,
    /// Source file, relative to the kernel's tree.
    pub file: &'static str,
    /// Where it is on the map.
    pub place: Place,
    /// Does ftrace see it (Debian's 6.1 on x86-64)?
    pub visibility: Visibility,
    /// What it does, in English.
    pub en: &'static str,
    /// What it does, in Chinese.
    pub zh: &'static str,
}

/// A function: a row of the table, or a name of the trace's own list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct FunctionId(pub u16);

const OWN: u16 = 0x8000;

impl FunctionId {
    /// The function with this index in [`Trace::names`](super::Trace::names).
    #[must_use]
    pub fn own(index: u16) -> FunctionId {
        FunctionId(OWN | index)
    }

    /// The row of the table, unless it is one of the trace's own names.
    #[must_use]
    pub fn get(self) -> Option<&'static Function> {
        functions().get(usize::from(self.0))
    }

    /// Index in the trace's own names.
    #[must_use]
    pub fn own_index(self) -> Option<usize> {
        (self.0 & OWN != 0).then_some(usize::from(self.0 & !OWN))
    }
}

/// All rows; a [`FunctionId`] below `0x8000` is an index in it.
#[must_use]
pub fn functions() -> &'static [Function] {
    TABLE
}

/// The row of a function.
#[must_use]
pub fn by_name(name: &str) -> Option<FunctionId> {
    functions().iter().position(|f| f.name == name).map(|at| FunctionId(at as u16))
}
