//! The machine under the model kernel: memory, address spaces, the CPU's
//! view of an address, and what each step costs.

pub mod cost;
pub mod memory;
pub mod x86_64;
