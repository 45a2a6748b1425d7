//! The closed set of events.

use serde::{Deserialize, Serialize};

use super::{FunctionId, Place, TextId};

/// A task of the program (`[A]`, `[B]`, …): its index in the header's list.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub struct TaskId(pub u16);

/// The privilege that the CPU runs with. On x86 ring 3 and ring 0, on arm64
/// EL0 and EL1.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Ring {
    /// User mode.
    User,
    /// Kernel mode.
    Kernel,
}

/// A way across the boundary. A return to user space is a [`Kind::Cross`]
/// through the same door with the rings swapped.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Door {
    /// The architecture's native system call instruction (`SYSCALL`, `SVC`).
    Syscall,
    /// `int $0x80`, the i386 gate.
    Int80,
    /// `SYSENTER`, i386's fast system call.
    Sysenter,
    /// An interrupt: asynchronous, from a device or a timer.
    Interrupt,
    /// An exception: synchronous, caused by an instruction. When it happens in
    /// the kernel (a bad pointer in a copy) both rings are [`Ring::Kernel`].
    Fault,
    /// The kernel enters a signal handler, and `rt_sigreturn` ends it.
    Signal,
}

/// Which way bytes are copied across the boundary.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Direction {
    /// From user memory to kernel memory (`copy_from_user`).
    ToKernel,
    /// From kernel memory to user memory (`copy_to_user`).
    ToUser,
}

/// What a page is mapped with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Mapping {
    /// User mode may use it (the `US` bit).
    pub user: bool,
    /// It may be written (the `RW` bit).
    pub writable: bool,
    /// The frame is mapped elsewhere too and means the same memory there.
    pub shared: bool,
}

/// What the CPU's page-table walk said.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Walk {
    /// A frame, with sufficient rights.
    Mapped,
    /// No entry at some level: page fault, not-present.
    NotPresent,
    /// Present, but the access is not allowed: page fault, protection.
    Protection,
    /// Not an address of the architecture at all (general protection).
    NonCanonical,
}

/// What was allocated or freed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Object {
    /// An open file description (`struct file`).
    File,
    /// An inode.
    Inode,
    /// A directory entry of the dcache.
    Dentry,
    /// A path name copied in by `getname`.
    Name,
    /// The page buffer of a seq_file.
    SeqBuffer,
    /// A socket buffer.
    Skb,
    /// A `vm_area_struct`.
    Vma,
    /// A page frame.
    Page,
    /// Something else (`kmalloc`).
    Memory,
}

/// `si_code` of a signal.
pub type Sigcode = i32;

/// "No registers were recorded" in [`Kind::Cross`].
pub const NO_REGISTERS: u32 = u32::MAX;

/// One thing that happened.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Event {
    /// When, in the unit of the header's clock, from the trace's start.
    pub time: u64,
    /// Whose doing it is.
    pub task: TaskId,
    /// Function nesting: 0 in user space, 1 in the first kernel function.
    pub depth: u16,
    /// On which CPU.
    pub cpu: u8,
    /// In which room of the map.
    pub place: Place,
    /// What.
    pub kind: Kind,
}

/// What happened.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kind {
    /// The task begins the call in this line of the program (from 0).
    CallBegin {
        /// Line of the program text, from 0.
        line: u32,
    },
    /// The call has returned to the program.
    CallEnd {
        /// Line of the program text, from 0.
        line: u32,
        /// Index in [`Trace::outcomes`](super::Trace::outcomes).
        outcome: u32,
    },
    /// A function begins.
    Enter {
        /// Which.
        function: FunctionId,
    },
    /// A function returns.
    Leave {
        /// Which.
        function: FunctionId,
        /// What it returns, where known: an errno is negative.
        value: i64,
    },
    /// The CPU crosses the boundary.
    Cross {
        /// The way.
        door: Door,
        /// Ring before.
        from: Ring,
        /// Ring after.
        to: Ring,
        /// Index in [`Trace::registers`](super::Trace::registers), or [`NO_REGISTERS`].
        registers: u32,
        /// Inwards: the system call's number, the interrupt's vector, or the
        /// address that faulted. Outwards: the value returned.
        value: u64,
    },
    /// Bytes were copied across the boundary, or should have been.
    Copy {
        /// Index in [`Trace::copies`](super::Trace::copies).
        copy: u32,
    },
    /// A page of user space got a frame.
    Map {
        /// With which rights.
        mapping: Mapping,
        /// Frame number.
        frame: u32,
        /// Page address.
        page: u64,
    },
    /// A page of user space lost its frame.
    Unmap {
        /// Frame number.
        frame: u32,
        /// Page address.
        page: u64,
    },
    /// The MMU translated an address.
    Walk {
        /// With this result.
        outcome: Walk,
        /// After this many levels of tables.
        levels: u8,
        /// Frame number, 0 unless mapped.
        frame: u32,
        /// The address.
        address: u64,
    },
    /// Kernel memory was allocated.
    Allocate {
        /// For what.
        object: Object,
        /// Bytes.
        size: u32,
        /// Where.
        address: u64,
    },
    /// Kernel memory was freed.
    Free {
        /// What it was.
        object: Object,
        /// Where.
        address: u64,
    },
    /// Something was put into a queue.
    Queue {
        /// The queue's name.
        queue: TextId,
        /// How many (items or bytes, as the name says) it holds now.
        depth: u32,
        /// How many were dropped so far.
        dropped: u32,
    },
    /// Something was taken out of a queue.
    Dequeue {
        /// The queue's name.
        queue: TextId,
        /// How many it holds now.
        depth: u32,
    },
    /// The task sleeps.
    Block {
        /// On what.
        on: TextId,
    },
    /// The task makes another one runnable.
    Wake {
        /// Which.
        task: TaskId,
    },
    /// The task takes a signal.
    Signal {
        /// Its number.
        number: u8,
        /// `si_code`.
        code: Sigcode,
        /// `si_addr`, where it has one.
        address: u64,
    },
    /// Something that a program can observe changed.
    State {
        /// Index in [`Trace::states`](super::Trace::states).
        state: u32,
    },
    /// Something about the trace itself: lost events, what is unavailable.
    Note {
        /// What.
        text: TextId,
        /// How many events were lost (0 if none).
        lost: u32,
    },
}

const _: () = assert!(size_of::<Event>() == 32, "ten million events must fit 400 MB");
