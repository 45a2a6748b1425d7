//! Real operations on a real kernel.
