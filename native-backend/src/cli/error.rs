//! How a command ends.

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use ringside_core::trace::codec::DecodeError;

use crate::kernels::RunError;
use crate::lab::LabError;

/// How a command ended, as its exit code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
#[repr(u8)]
pub enum Exit {
    /// All is well.
    Fine = 0,
    /// The kernels differ, or a stated result is not met.
    Differs = 1,
    /// The command or what it was given is wrong.
    Usage = 2,
    /// What it needs is not there: no lab, no QEMU, no rights.
    Unavailable = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Why a command could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A file that cannot be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A program's text that is no text.
    #[error("{name}: {why}")]
    NotText {
        /// Of which program.
        name: String,
        /// Why.
        why: String,
    },
    /// A program that does not run.
    #[error("{name}: {source}")]
    Run {
        /// Which.
        name: String,
        /// Why.
        source: RunError,
    },
    /// A file that is not a trace.
    #[error("{name}: {source}")]
    NotATrace {
        /// Which.
        name: String,
        /// Why.
        source: DecodeError,
    },
    /// The lab does not come up.
    #[error(transparent)]
    Lab(#[from] LabError),
    /// The server cannot start.
    #[error("cannot serve on {address}: {source}")]
    Serve {
        /// Where.
        address: String,
        /// Why.
        source: io::Error,
    },
    /// Output.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl Failure {
    /// The exit code for it.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self {
            Failure::Run { source: RunError::Program(_) | RunError::Refused(_), .. }
            | Failure::File { .. }
            | Failure::NotText { .. }
            | Failure::NotATrace { .. } => Exit::Usage,
            Failure::Run { .. } | Failure::Lab(_) | Failure::Serve { .. } | Failure::Io(_) => {
                Exit::Unavailable
            }
        }
    }

    /// Has the reader of our output gone?
    #[must_use]
    pub fn is_broken_pipe(&self) -> bool {
        matches!(self, Failure::Io(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}
