//! The kernel's own trace of a program, through tracefs.
//!
//! A session takes an instance of its own where the kernel can trace functions
//! in one (6.11 and later), else the top level, whose settings it puts back.
//! What it records: all kernel functions of the tasks (`function_graph`), the
//! registers at the door (a kprobe), page faults, signals, sleeping and waking,
//! and what our module's tracepoints say about copies and queues. It is torn
//! down when it is dropped, and when this process dies (`guard`).

mod door;
mod files;
mod format;
mod guard;
mod records;
mod ring;
mod session;
mod setup;
mod stale;
mod symbols;

pub use session::{Config, Recording, Session};
pub use setup::warm;

/// Why nothing of the kernel can be seen.
#[derive(Debug, thiserror::Error)]
pub enum Unavailable {
    /// Nothing is mounted.
    #[error(
        "kernel functions are not recorded: no tracefs (mount -t tracefs tracefs /sys/kernel/tracing)"
    )]
    NotMounted,
    /// No rights.
    #[error(
        "kernel functions are not recorded: tracing needs root (run ringside with sudo, or in the lab)"
    )]
    NotPermitted,
    /// Somebody else traces.
    #[error("kernel functions are not recorded: the tracer {0} is in use by someone else")]
    InUse(String),
    /// The kernel has no function_graph.
    #[error("kernel functions are not recorded: this kernel was built without function_graph")]
    NoTracer,
    /// A file could not be read or written.
    #[error("kernel functions are not recorded: {path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
}
