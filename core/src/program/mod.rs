//! Programs: short lists of calls in strace's notation.
//!
//! [`parse()`] turns text into a [`Program`] (or says where it is wrong),
//! [`lower()`] turns a program into a [`Plan`]: numbers, addresses
//! and bytes, which the model kernel and a real kernel run alike.

pub mod ast;
pub mod calls;
mod diagnostic;
pub mod errno;
mod lower;
mod parse;
pub mod plan;
mod print;
pub mod strace;

pub use ast::Program;
pub use diagnostic::Diagnostic;
pub use lower::{MOST_LINES, MOST_MEMORY, MOST_TASKS, MOST_TASKS_OF_LOG, compile, lower};
pub use parse::{parse, parse_as};
pub use plan::Plan;
pub use print::print;
