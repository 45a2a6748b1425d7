//! Programs and logs: read, printed, made ready, and shown as strace shows them.

mod lowering;
mod mistakes;
mod random;
mod recorded;
mod shown;
