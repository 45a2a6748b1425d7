//! What a trace says about itself.

use serde::{Deserialize, Serialize};

/// Version of the file format that this code writes.
pub const FORMAT_VERSION: u16 = 1;

/// Which of the kernels ran the program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KernelKind {
    /// The model in `ringside-core`.
    Model,
    /// A real Linux in the browser's tab.
    Tab,
    /// A real Linux on the lab VM.
    Lab,
    /// The real Linux of the machine where the backend runs.
    Here,
}

/// Processor architecture that the program runs on.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Arch {
    /// x86-64.
    #[serde(rename = "x86_64")]
    X86_64,
    /// i386.
    #[serde(rename = "i386")]
    I386,
    /// arm64.
    #[serde(rename = "arm64")]
    Arm64,
}

/// Which kernel it was, exactly.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KernelName {
    /// Model, tab, lab or here.
    pub kind: KernelKind,
    /// `uname -r`.
    pub release: String,
    /// Architecture.
    pub arch: Arch,
    /// What it ran on, for people: "QEMU TCG, 1 CPU", "the model".
    pub machine: String,
    /// When it ran, RFC 3339 date, empty for the model.
    pub date: String,
}

/// What a unit of [`Event::time`](super::Event::time) means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// Model time: nanoseconds from the cost table. Not a measurement.
    Model,
    /// Nanoseconds measured on hardware.
    Nanoseconds,
    /// Nanoseconds of an emulated CPU, with the tracer's own cost: their order
    /// means something, their size does not.
    Emulated,
}

/// Head of a trace.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Header {
    /// Version of the format it was written in.
    pub version: u16,
    /// Who ran it.
    pub kernel: KernelName,
    /// The program's text.
    pub program: String,
    /// Names of the tasks; a program without `[A]` has one, called `A`.
    pub tasks: Vec<String>,
    /// Meaning of times.
    pub clock: Clock,
    /// Does the trace hold kernel functions, or only the calls' results?
    pub functions: bool,
}
