//! What the picture shows at a position of a trace.
//!
//! A [`Scene`] is a pure fold over events: it knows which task stands where,
//! what its call stack is, what was copied and mapped. It holds only what the
//! picture needs, so it is small, and [`Seeker`] can keep one every so many
//! events: a seek anywhere is a short fold from the checkpoint before it.

mod fold;
mod lanes;
mod results;
mod seek;
mod strip;

#[cfg(test)]
pub(crate) mod tests;

pub use lanes::{Lanes, Mark, MarkKind, Span, SpanWhat, lanes};
pub use results::Results;
pub use seek::Seeker;
pub use strip::{Cell, Strip, strips};

use ringside_core::trace::{Door, FunctionId, Mapping, Object, Place, Ring, TaskId, TextId, Walk};

/// How many pages, objects and queues the picture remembers.
pub const REMEMBERED: usize = 6;

/// Where a task's figure stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spot {
    /// In a room.
    Room(Place),
    /// In a door of the wall.
    Door(Door),
}

/// A function on the call stack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame {
    /// Which.
    pub function: FunctionId,
    /// In which room it runs.
    pub place: Place,
}

/// What a call has cost until now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// Crossings of the boundary, inwards and outwards.
    pub crossings: u32,
    /// Copies to the kernel.
    pub copies_in: u32,
    /// Bytes of them.
    pub bytes_in: u64,
    /// Copies to user space.
    pub copies_out: u32,
    /// Bytes of them.
    pub bytes_out: u64,
    /// Faults.
    pub faults: u32,
    /// Time in the unit of the trace's clock.
    pub time: u64,
}

/// A call of the program, running or just ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallNow {
    /// Line of the program, from 0.
    pub line: u32,
    /// When it began.
    pub began: u64,
    /// Until now.
    pub totals: Totals,
    /// Index in the trace's outcomes, once it has ended.
    pub outcome: Option<u32>,
    /// The newest copy of this call: index in the trace's copies.
    pub copy: Option<u32>,
}

/// A task of the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TaskNow {
    /// Has it done anything yet?
    pub started: bool,
    /// Where it stands.
    pub spot: Spot,
    /// Privilege it runs with.
    pub ring: Ring,
    /// Doors it came in by and has not left by, the newest last.
    pub doors: Vec<Door>,
    /// Functions entered and not left, the newest last.
    pub stack: Vec<Frame>,
    /// What it sleeps on.
    pub sleeps: Option<TextId>,
    /// Its newest call.
    pub call: Option<CallNow>,
}

/// A page of user space.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Page {
    /// Whose.
    pub task: TaskId,
    /// Its address.
    pub page: u64,
    /// Its frame.
    pub frame: u32,
    /// Its rights.
    pub mapping: Mapping,
}

/// The newest translation of an address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct WalkNow {
    /// The address.
    pub address: u64,
    /// Levels of tables looked at.
    pub levels: u8,
    /// Frame number, if mapped.
    pub frame: u32,
    /// How it ended.
    pub outcome: Walk,
}

/// Kernel memory in use.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Allocated {
    /// What it is.
    pub object: Object,
    /// Bytes.
    pub size: u32,
    /// Where.
    pub address: u64,
}

/// A queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QueueNow {
    /// Its name.
    pub name: TextId,
    /// What it holds.
    pub depth: u32,
    /// What it dropped.
    pub dropped: u32,
}

/// The picture at a position.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scene {
    /// How many events have happened.
    pub position: usize,
    /// All tasks of the trace.
    pub tasks: Vec<TaskNow>,
    /// The task that the CPU runs.
    pub running: TaskId,
    /// Which CPU.
    pub cpu: u8,
    /// The newest translation, until the call ends.
    pub walk: Option<WalkNow>,
    /// Pages that got a frame, the newest last; at most [`REMEMBERED`].
    pub pages: Vec<Page>,
    /// Kernel memory in use, the newest last; at most [`REMEMBERED`].
    pub objects: Vec<Allocated>,
    /// Queues that were used, at most [`REMEMBERED`].
    pub queues: Vec<QueueNow>,
    /// Events that the trace lost so far.
    pub lost: u64,
}

impl Scene {
    /// Before anything happened.
    #[must_use]
    pub fn start(tasks: usize) -> Scene {
        let task = TaskNow {
            started: false,
            spot: Spot::Room(Place::Program),
            ring: Ring::User,
            doors: Vec::new(),
            stack: Vec::new(),
            sleeps: None,
            call: None,
        };
        Scene {
            position: 0,
            tasks: vec![task; tasks.max(1)],
            running: TaskId(0),
            cpu: 0,
            walk: None,
            pages: Vec::new(),
            objects: Vec::new(),
            queues: Vec::new(),
            lost: 0,
        }
    }

    /// The task that the CPU runs.
    #[must_use]
    pub fn now(&self) -> &TaskNow {
        // There is always one task, and `running` is always one of them.
        &self.tasks[usize::from(self.running.0).min(self.tasks.len() - 1)]
    }

    /// The ring that the CPU runs in.
    #[must_use]
    pub fn ring(&self) -> Ring {
        self.now().ring
    }
}
