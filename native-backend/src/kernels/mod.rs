//! The kernels that can run a program, behind one face: the command line and
//! the server know this module and none of those that do the work.

mod error;
pub mod guest;
mod here;
mod lab;
mod model;

use std::time::Duration;

use ringside_core::program::Plan;
use ringside_core::trace::{KernelKind, Trace};
use serde::{Deserialize, Serialize};

pub use error::RunError;

/// Where a program runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum On {
    /// The model kernel, in this process.
    #[default]
    Model,
    /// The real kernel of a lab VM.
    Lab,
    /// The real kernel of this machine.
    Here,
}

impl On {
    /// As on the command line and the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            On::Model => "model",
            On::Lab => "lab",
            On::Here => "here",
        }
    }
}

/// A program to run.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its text.
    pub program: String,
    /// On which kernel.
    pub on: On,
    /// Which version of it (`6.1`, `6.12`).
    pub kernel: String,
    /// Record the kernel's functions, not only calls and results.
    pub functions: bool,
    /// Stop after this long.
    pub limit: Duration,
    /// Allow calls that are not on the list of harmless ones.
    pub allow_any: bool,
}

impl Request {
    /// With the defaults of the command line.
    #[must_use]
    pub fn new(program: impl Into<String>, on: On) -> Request {
        Request {
            program: program.into(),
            on,
            kernel: KERNELS[0].to_owned(),
            functions: true,
            limit: Duration::from_secs(10),
            allow_any: false,
        }
    }
}

/// The versions that the model and the lab know.
pub const KERNELS: [&str; 2] = ["6.1", "6.12"];

/// What can run programs, as the page is told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Available {
    /// Where.
    pub on: On,
    /// `6.1` or `6.12`; on another machine whatever runs there.
    pub kernel: String,
    /// `uname -r`, as far as known before a run.
    pub release: String,
    /// For people.
    pub label: String,
}

/// Runs programs. The server has it as a trait so that its tests can bring a
/// kernel that is slow, or talks much.
pub trait Kernels: Send + Sync + 'static {
    /// What there is now.
    fn available(&self) -> Vec<Available>;
    /// Runs a program. Blocks.
    ///
    /// # Errors
    /// If the program is wrong, or the kernel is not there or fails.
    fn run(&self, request: &Request) -> Result<Trace, RunError>;
}

/// The real ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Real {
    /// Offer this machine's own kernel too.
    pub here: bool,
}

impl Kernels for Real {
    fn available(&self) -> Vec<Available> {
        let mut all: Vec<_> = KERNELS.iter().map(|kernel| model::available(kernel)).collect();
        all.extend(KERNELS.iter().filter_map(|kernel| lab::available(kernel)));
        all.extend(self.here.then(here::available));
        all
    }

    fn run(&self, request: &Request) -> Result<Trace, RunError> {
        match request.on {
            On::Here if !self.here => Err(RunError::Unavailable(
                "this server does not run programs on its own machine (serve --here would)"
                    .to_owned(),
            )),
            _ => run(request),
        }
    }
}

/// Runs a program on the kernel that it asks for. Blocks.
///
/// # Errors
/// If the program is wrong, or the kernel is not there or fails.
pub fn run(request: &Request) -> Result<Trace, RunError> {
    let plan = compile(&request.program)?;
    match request.on {
        On::Model => Ok(model::run(&plan, request)),
        On::Lab => lab::run(request),
        On::Here => here::run(&plan, request),
    }
}

/// Makes a program ready to run.
///
/// # Errors
/// With every mistake of the program.
pub fn compile(text: &str) -> Result<Plan, RunError> {
    ringside_core::program::compile(text).map_err(RunError::Program)
}

/// Which kernel a trace is of, in a word.
#[must_use]
pub fn kind_name(trace: &Trace) -> &'static str {
    match trace.header.kernel.kind {
        KernelKind::Model => "model",
        KernelKind::Tab => "tab",
        KernelKind::Lab => "lab",
        KernelKind::Here => "here",
    }
}
