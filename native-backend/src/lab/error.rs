//! What can go wrong with a lab.

use std::{io, path::PathBuf, time::Duration};

use super::wire::WireError;

/// Why a lab does not start or does not answer.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// Something that the lab is made of is not there.
    #[error("the lab needs {what}, and there is none in {}\n  {remedy}", list(looked))]
    Missing {
        /// The part.
        what: &'static str,
        /// Where it was looked for.
        looked: Vec<PathBuf>,
        /// What makes it.
        remedy: String,
    },
    /// A part is there, but cannot be used.
    #[error("{}: {source}", path.display())]
    Part {
        /// The part's file.
        path: PathBuf,
        /// What is wrong with it.
        source: io::Error,
    },
    /// QEMU could not be started, or ended by itself.
    #[error("QEMU: {0}")]
    Qemu(String),
    /// The guest did not say that it is ready.
    #[error(
        "the lab did not come up within {:.0} s; the end of its kernel log:\n{log}",
        limit.as_secs_f64()
    )]
    BootTimeout {
        /// How long it was waited for.
        limit: Duration,
        /// The end of the kernel log.
        log: String,
    },
    /// The guest's kernel crashed.
    #[error("the lab's kernel crashed:\n{log}")]
    Crashed {
        /// What the kernel said, from the first line of the crash on.
        log: String,
    },
    /// No answer to a request.
    #[error("the lab did not answer within {:.0} s and was stopped", limit.as_secs_f64())]
    Timeout {
        /// How long it was waited for.
        limit: Duration,
    },
    /// The guest runs, but could not run the program.
    #[error("{0}")]
    Program(String),
    /// The guest powered off, or was never ours.
    #[error("the lab is gone")]
    Gone,
    /// There is no lab to connect to.
    #[error("no lab is running (no socket {}): start one with `ringside lab`", .0.display())]
    NotRunning(PathBuf),
    /// There is one already.
    #[error("a lab is running already, at {}", .0.display())]
    AlreadyRunning(PathBuf),
    /// The socket's directory may belong to someone else.
    #[error("{} is not a directory that only we can use: {why}", path.display())]
    UnsafeDirectory {
        /// The directory.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The guest is older or newer than this program.
    #[error("the guest speaks protocol {theirs}, this program {ours}: rebuild the guest's binary")]
    Protocol {
        /// The guest's version.
        theirs: u32,
        /// This program's version.
        ours: u32,
    },
    /// The guest said something that it may not say here.
    #[error("an answer that was not asked for: {0}")]
    Unexpected(&'static str),
    /// Transport.
    #[error(transparent)]
    Wire(#[from] WireError),
    /// The operating system.
    #[error(transparent)]
    Io(#[from] io::Error),
}

fn list(paths: &[PathBuf]) -> String {
    let names: Vec<_> = paths.iter().map(|p| p.display().to_string()).collect();
    names.join(", ")
}
