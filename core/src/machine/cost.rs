//! What each step of the model costs, in nanoseconds of model time.
//!
//! Model time orders events and gives them a believable length; the page never
//! shows it as a measurement. [`CostTable::SOURCE`] says where the numbers come
//! from.

/// Nanoseconds of each primitive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CostTable {
    /// SYSCALL, saving of registers, and the way back by SYSRET, half each.
    pub crossing: u64,
    /// Entering or leaving a function, its own work included.
    pub function: u64,
    /// A copy's fixed part.
    pub copy: u64,
    /// Bytes copied in a nanosecond.
    pub bytes_per_ns: u64,
    /// An exception: vector, handler, return.
    pub fault: u64,
    /// A context switch.
    pub switch: u64,
}

impl CostTable {
    /// Where the numbers of [`CostTable::DEFAULT`] come from.
    pub const SOURCE: &'static str = "orders of magnitude of a current x86-64 server, not measured";

    /// Used unless a measured table is given.
    pub const DEFAULT: CostTable = CostTable {
        crossing: 45,
        function: 4,
        copy: 8,
        bytes_per_ns: 16,
        fault: 450,
        switch: 1200,
    };
}
