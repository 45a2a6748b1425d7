//! Programs: short lists of calls in strace's notation.
//!
//! `parse` turns text into a [`Program`] (or says where it is wrong),
//! `lower` turns a program into a [`Plan`]: numbers, addresses
//! and bytes, which the model kernel and a real kernel run alike.

pub mod ast;
pub mod plan;

pub use ast::Program;
pub use plan::Plan;
