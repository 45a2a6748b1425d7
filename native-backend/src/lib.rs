//! Real operations on a real kernel.

pub mod doctor;
pub mod lab;
