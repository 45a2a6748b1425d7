//! Why bytes are not a trace.

/// Why bytes could not be decoded. `at` counts bytes from the beginning.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum DecodeError {
    /// The magic is missing.
    #[error("this is not a Ringside trace (its first bytes are not the format's)")]
    NotATrace,
    /// A version that this code does not know.
    #[error(
        "this trace is of format version {found}; this Ringside reads versions 1 to {supported}"
    )]
    Version {
        /// The file's.
        found: u16,
        /// The newest that can be read.
        supported: u16,
    },
    /// The bytes end before the trace does.
    #[error("the trace is cut off after {at} bytes")]
    Truncated {
        /// Where.
        at: u64,
    },
    /// A value that cannot be.
    #[error("the trace is damaged at byte {at}: {what}")]
    Invalid {
        /// What is wrong.
        what: &'static str,
        /// Where.
        at: u64,
    },
    /// Bytes follow the end.
    #[error("{count} bytes follow the end of the trace")]
    Trailing {
        /// How many.
        count: usize,
    },
}
