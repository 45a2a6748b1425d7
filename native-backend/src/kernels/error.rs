//! Why a program did not run.

use ringside_core::program::Diagnostic;
use ringside_core::trace::codec::DecodeError;

use crate::exec::ExecError;
use crate::lab::LabError;

/// Why there is no trace.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The program is wrong.
    #[error("{}", list(.0))]
    Program(Vec<Diagnostic>),
    /// It is not allowed to do what it does.
    #[error("{0}")]
    Refused(String),
    /// The kernel that was asked for is not there.
    #[error("{0}")]
    Unavailable(String),
    /// It is there and failed.
    #[error("{0}")]
    Failed(String),
    /// What it sent is not a trace.
    #[error("the lab sent something that is not a trace: {0}")]
    Damaged(#[from] DecodeError),
}

impl RunError {
    /// A word for it on the wire.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            RunError::Program(_) => "program",
            RunError::Refused(_) => "refused",
            RunError::Unavailable(_) => "unavailable",
            RunError::Failed(_) | RunError::Damaged(_) => "failed",
        }
    }
}

impl From<LabError> for RunError {
    fn from(error: LabError) -> RunError {
        let text = error.to_string();
        match error {
            LabError::Missing { .. } | LabError::NotRunning(_) | LabError::Qemu(_) => {
                RunError::Unavailable(text)
            }
            LabError::Program(_) => RunError::Refused(text),
            _ => RunError::Failed(text),
        }
    }
}

impl From<ExecError> for RunError {
    fn from(error: ExecError) -> RunError {
        let text = error.to_string();
        match error {
            ExecError::NotAllowed { .. }
            | ExecError::NoSuchCall { .. }
            | ExecError::NoSuchTask { .. }
            | ExecError::TooManyTasks { .. } => RunError::Refused(text),
            ExecError::Prepare { .. } | ExecError::System { .. } => RunError::Failed(text),
        }
    }
}

fn list(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}
