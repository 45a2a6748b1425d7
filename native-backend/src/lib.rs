//! Real operations on a real kernel.

pub mod channel;
pub mod cli;
pub mod doctor;
pub mod exec;
pub mod kernels;
pub mod lab;
pub mod server;
pub mod tracefs;
