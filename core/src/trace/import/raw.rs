//! What a backend saw, before anyone says what it means.

use serde::{Deserialize, Serialize};

use crate::trace::{Direction, Door, Registers};

/// One run of a plan on a real kernel.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct RawRun {
    /// The architecture's door, as the program's calls use it.
    pub door: Door,
    /// The user address that the program's calls return to; calls from other
    /// addresses are the driver's own.
    pub call_site: u64,
    /// Address of the handler that [`Operand::Handler`](crate::program::plan::Operand) means.
    pub handler: u64,
    /// Address of its return trampoline.
    pub restorer: u64,
    /// Number of `rt_sigreturn`, which the trampoline calls.
    pub sigreturn: u64,
    /// Were there [`RawKind::Door`] records? If not, calls are told apart by
    /// the times of the steps.
    pub doors: bool,
    /// The tasks, by the plan's index.
    pub tasks: Vec<RawTask>,
    /// The steps that began, in the order in which they began.
    pub steps: Vec<RawStep>,
    /// Names that records refer to.
    pub names: Vec<RawName>,
    /// The kernel's records, in the order of their times.
    pub records: Vec<RawRecord>,
    /// Registers at the door, see [`RawKind::Door`].
    pub registers: Vec<Registers>,
    /// Copies, see [`RawKind::Copy`].
    pub copies: Vec<RawCopy>,
    /// What is missing, and how many records were lost by it.
    pub notes: Vec<(String, u32)>,
}

/// A task of the run.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RawTask {
    /// Its process ID.
    pub pid: u32,
    /// The signal that ended it before the program did.
    pub killed: Option<u8>,
}

/// A step that began.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RawStep {
    /// Index in the plan's steps.
    pub step: u32,
    /// When, in the clock of the records.
    pub began: u64,
    /// When it was over.
    pub ended: u64,
    /// The arguments, as they were in the registers; the number comes first.
    pub registers: [u64; 7],
    /// What it returned, unless it is not over.
    pub value: Option<i64>,
    /// What it left in user memory.
    pub outputs: Vec<RawOutput>,
}

/// What a step left in user memory.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RawOutput {
    /// Which argument shows it.
    pub argument: u8,
    /// Where.
    pub address: u64,
    /// What.
    pub bytes: Vec<u8>,
}

/// A kernel function.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RawName {
    /// The symbol, with the suffixes that the compiler gave it.
    pub symbol: String,
    /// The module that it lies in, empty for the kernel itself.
    pub module: String,
}

/// What a copy routine did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RawCopy {
    /// Index in [`RawRun::names`].
    pub routine: u32,
    /// Which way.
    pub direction: Direction,
    /// Address in user memory.
    pub user: u64,
    /// Address in kernel memory, 0 if unknown.
    pub kernel: u64,
    /// Bytes asked for.
    pub wanted: u64,
    /// Bytes that were copied.
    pub done: u64,
}

/// One record of the kernel's trace.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RawRecord {
    /// When.
    pub time: u64,
    /// The task that was running.
    pub pid: u32,
    /// On which CPU.
    pub cpu: u8,
    /// Did it run an interrupt's handler?
    pub interrupt: bool,
    /// What.
    pub kind: RawKind,
}

/// What a record says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RawKind {
    /// A function begins.
    Enter {
        /// Index in [`RawRun::names`].
        name: u32,
        /// Nesting, 0 for the first one.
        depth: u16,
    },
    /// A function returns.
    Leave {
        /// Index in [`RawRun::names`].
        name: u32,
        /// Nesting, 0 for the first one.
        depth: u16,
    },
    /// A system call has arrived.
    Door {
        /// Index in [`RawRun::registers`].
        registers: u32,
    },
    /// A page fault.
    Fault {
        /// Was the CPU in user mode?
        user: bool,
        /// The address.
        address: u64,
    },
    /// A copy routine has returned.
    Copy {
        /// Index in [`RawRun::copies`].
        copy: u32,
    },
    /// A queue changed.
    Queue {
        /// Its name, an index in [`RawRun::names`].
        queue: u32,
        /// What it holds.
        depth: u32,
        /// What it has lost.
        dropped: u32,
    },
    /// The CPU goes to another task.
    Switch {
        /// Does the task sleep (or is it preempted)?
        sleeps: bool,
    },
    /// A task is made runnable.
    Wake {
        /// Which.
        pid: u32,
    },
    /// A signal is taken.
    SignalTaken {
        /// Its number.
        number: u8,
        /// `si_code`.
        code: i32,
        /// Address of the handler; 0 for the default action.
        handler: u64,
    },
}

const _: () = assert!(size_of::<RawRecord>() <= 40, "a run has millions of them");
