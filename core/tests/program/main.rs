//! Programs and logs: read, printed, made ready, and shown as strace shows them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test's helpers fail by panicking, as the test does"
)]

mod lowering;
mod mistakes;
mod random;
mod recorded;
mod shown;
