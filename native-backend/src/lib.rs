//! Real operations on a real kernel.

pub mod lab;
