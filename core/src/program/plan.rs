//! A program made ready to run: numbers, addresses and bytes.
//!
//! Both kernels run the same plan, so they cannot differ in what a name, a
//! flag or a buffer means. User memory is laid out at fixed addresses, the
//! same in the model and on a real kernel; each buffer ends with an unmapped
//! guard page, so `&buf[4096]+4090` straddles the end of what is mapped.

use super::ast::Origin;

/// Where string literals lie, read-only, as a compiler's `.rodata`.
pub const RODATA: u64 = 0x1000_0000;
/// Where named buffers (`&buf`) lie, readable and writable.
pub const BUFFERS: u64 = 0x2000_0000;
/// Where structures written in place (`[{fd=3, …}]`) lie, readable and writable.
pub const STRUCTS: u64 = 0x3000_0000;
/// What a page is on all our architectures.
pub const PAGE: u64 = 4096;

/// A program, made ready.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// The program's text, for the trace's header: as `print` gives it, so that
    /// reading it again gives lines with the same numbers.
    pub text: String,
    /// Written, or a log: in a log, a call on something that the kernel at hand
    /// does not have takes the recorded result ([`Step::expect`]).
    pub origin: Origin,
    /// Names of the tasks, in order of appearance. Each is a process of its
    /// own with its own memory and descriptors.
    pub tasks: Vec<String>,
    /// Memory of each task before the first line.
    pub regions: Vec<Region>,
    /// How many names are bound; a [`Slot`] is an index below it.
    pub slots: Vec<String>,
    /// What to do, in order.
    pub steps: Vec<Step>,
}

/// A piece of user memory that exists before the first line, in each task, and
/// has been touched: every page has a frame of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Region {
    /// The buffer's name, or the beginning of the literal, for people.
    pub name: String,
    /// First address, page-aligned.
    pub address: u64,
    /// Bytes that the program asked for; whole pages are mapped, then a guard
    /// page follows.
    pub size: u64,
    /// First bytes; the rest is zero.
    pub init: Vec<u8>,
    /// May user mode write to it?
    pub writable: bool,
}

impl Region {
    /// Bytes that are mapped: whole pages, at least one.
    #[must_use]
    pub fn mapped(&self) -> u64 {
        self.size.max(1).div_ceil(PAGE) * PAGE
    }
}

/// A bound name (`fd`): an index in [`Plan::slots`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slot(pub u32);

/// A number that is known now or when the step runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operand {
    /// This number.
    Value(u64),
    /// What the slot holds (0 before it is bound), plus an offset.
    Slot(Slot, i64),
    /// The process ID of the task with this index.
    Pid(u16),
    /// The address of a signal handler that does nothing and returns.
    Handler,
    /// The address of a signal handler's return trampoline (`sa_restorer`).
    Restorer,
}

/// Something the program writes to its own memory before the call: the
/// structure that the line shows.
#[derive(Clone, PartialEq, Debug)]
pub struct Store {
    /// Where.
    pub address: u64,
    /// What.
    pub bytes: Vec<u8>,
    /// Numbers in it that are known only then: offset, size in bytes, operand.
    pub patches: Vec<(u32, u8, Operand)>,
}

/// Bytes of user memory to keep after the call, if it did not fail, for
/// printing and comparing. Of an array of `struct pollfd`, each `revents` has a
/// capture of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Capture {
    /// Which argument shows them.
    pub argument: u8,
    /// Where they are.
    pub address: Operand,
    /// How many: fixed, or as many as the call returned.
    pub length: Length,
}

/// How many bytes a call left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Length {
    /// As many as it returned (`read`).
    Returned,
    /// This many, if it succeeded (`poll`'s array).
    Fixed(u32),
}

/// One line of the program.
#[derive(Clone, PartialEq, Debug)]
pub struct Step {
    /// Line in the text, from 0.
    pub line: u32,
    /// Index in [`Plan::tasks`].
    pub task: u16,
    /// What to do.
    pub action: Action,
    /// Where the result goes.
    pub bind: Option<Slot>,
    /// What the line says that it returns.
    pub expect: Option<Expect>,
}

/// What a step does.
#[derive(Clone, PartialEq, Debug)]
pub enum Action {
    /// A system call through the architecture's own door.
    Syscall {
        /// Its name: a row of the table of calls.
        name: &'static str,
        /// Six arguments; the ones not given are 0.
        arguments: [Operand; 6],
        /// How many the program gave.
        count: u8,
        /// Written to user memory first.
        stores: Vec<Store>,
        /// Kept afterwards.
        captures: Vec<Capture>,
    },
    /// A system call by its number alone (`syscall_0x3e7(…)`): one that no
    /// kernel knows.
    Raw {
        /// The number.
        number: u64,
        /// Six arguments; the ones not given are 0.
        arguments: [Operand; 6],
        /// How many the program gave.
        count: u8,
    },
    /// A call that only a log knows: it is shown with its recorded result and
    /// not executed.
    Opaque {
        /// The call's name.
        name: String,
        /// What the log says it returned; 0 for `?`.
        value: i64,
    },
}

/// What the program says about a call's result.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expect {
    /// The result, or a negative errno; none for `= ?`.
    pub value: Option<i64>,
    /// The content that the line shows for an output argument: argument,
    /// bytes, and whether they are only its beginning. Captures of one argument
    /// and the contents stated for it go in pairs, in their order.
    pub outputs: Vec<(u8, Vec<u8>, bool)>,
}
