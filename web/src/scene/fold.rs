//! One event more.

use ringside_core::trace::{Direction, Door, Event, Kind, Place, Ring, TaskId, Trace};

use super::{
    Allocated, CallNow, Frame, Page, QueueNow, REMEMBERED, Scene, Spot, TaskNow, Totals, WalkNow,
};

/// No stack of a kernel is deeper; what is, comes from a broken trace.
const DEEPEST: usize = 512;

impl Scene {
    /// The scene after one more event of `trace`.
    pub fn apply(&mut self, trace: &Trace, event: &Event) {
        self.position += 1;
        let index = usize::from(event.task.0);
        let Some(task) = self.tasks.get_mut(index) else { return };
        if self.running != event.task {
            self.walk = None;
        }
        self.running = event.task;
        self.cpu = event.cpu;
        task.started = true;
        if let Some(call) = task.call.as_mut().filter(|call| call.outcome.is_none()) {
            call.totals.time = event.time.saturating_sub(call.began);
        }
        match event.kind {
            Kind::CallBegin { line } => {
                task.begin(line, event.time);
                self.walk = None;
            }
            Kind::CallEnd { outcome, .. } => task.end(outcome),
            Kind::Enter { function } => {
                if task.stack.len() < DEEPEST {
                    task.stack.push(Frame { function, place: event.place });
                }
                task.spot = Spot::Room(event.place);
            }
            Kind::Leave { function, .. } => {
                if let Some(at) = task.stack.iter().rposition(|f| f.function == function) {
                    task.stack.truncate(at);
                }
                task.spot = Spot::Room(task.home());
            }
            Kind::Cross { door, from, to, .. } => task.cross(door, from, to),
            Kind::Copy { copy } => task.copy(trace, copy),
            Kind::Block { on } => task.sleeps = Some(on),
            Kind::Wake { task } => {
                if let Some(woken) = self.tasks.get_mut(usize::from(task.0)) {
                    woken.sleeps = None;
                }
            }
            Kind::Note { lost, .. } => self.lost += u64::from(lost),
            Kind::Map { mapping, frame, page } => {
                self.unmap(event.task, page);
                remember(&mut self.pages, Page { task: event.task, page, frame, mapping });
            }
            Kind::Unmap { page, .. } => self.unmap(event.task, page),
            Kind::Walk { outcome, levels, frame, address } => {
                self.walk = Some(WalkNow { address, levels, frame, outcome });
            }
            Kind::Allocate { object, size, address } => {
                remember(&mut self.objects, Allocated { object, size, address });
            }
            Kind::Free { object, address } => {
                self.objects.retain(|o| (o.object, o.address) != (object, address));
            }
            Kind::Queue { queue, depth, dropped } => {
                self.queues.retain(|q| q.name != queue);
                remember(&mut self.queues, QueueNow { name: queue, depth, dropped });
            }
            Kind::Dequeue { queue, depth } => {
                if let Some(known) = self.queues.iter_mut().find(|q| q.name == queue) {
                    known.depth = depth;
                }
            }
            Kind::Signal { .. } | Kind::State { .. } => {}
        }
        if !matches!(event.kind, Kind::Block { .. })
            && let Some(task) = self.tasks.get_mut(index)
        {
            task.awake(&event.kind);
        }
    }

    fn unmap(&mut self, task: TaskId, page: u64) {
        self.pages.retain(|p| (p.task, p.page) != (task, page));
    }
}

impl TaskNow {
    /// Where it stands when it is between functions.
    fn home(&self) -> Place {
        match (self.stack.last(), self.ring) {
            (Some(frame), _) => frame.place,
            (None, Ring::Kernel) => Place::Entry,
            (None, Ring::User) => Place::Program,
        }
    }

    fn begin(&mut self, line: u32, began: u64) {
        self.stack.clear();
        self.doors.clear();
        self.ring = Ring::User;
        self.spot = Spot::Room(Place::Program);
        self.call =
            Some(CallNow { line, began, totals: Totals::default(), outcome: None, copy: None });
    }

    fn end(&mut self, outcome: u32) {
        if let Some(call) = &mut self.call {
            call.outcome = Some(outcome);
        }
        self.stack.clear();
        self.doors.clear();
        self.ring = Ring::User;
        self.spot = Spot::Room(Place::Program);
    }

    fn cross(&mut self, door: Door, from: Ring, to: Ring) {
        self.ring = to;
        self.spot = Spot::Door(door);
        match to {
            // A fault inside the kernel ends with its functions, not at the door.
            Ring::Kernel if from == to => {}
            Ring::Kernel => {
                self.doors.push(door);
                self.doors.truncate(DEEPEST);
            }
            Ring::User => {
                self.doors.clear();
                self.stack.clear();
            }
        }
        if let Some(call) = &mut self.call {
            // A fault inside the kernel does not cross the boundary.
            call.totals.crossings += u32::from(from != to);
            call.totals.faults += u32::from(door == Door::Fault && to == Ring::Kernel);
        }
    }

    fn copy(&mut self, trace: &Trace, copy: u32) {
        let (Some(call), Some(what)) = (&mut self.call, trace.copies.get(copy as usize)) else {
            return;
        };
        call.copy = Some(copy);
        let totals = &mut call.totals;
        match what.direction {
            Direction::ToKernel => {
                totals.copies_in += 1;
                totals.bytes_in += u64::from(what.done);
            }
            Direction::ToUser => {
                totals.copies_out += 1;
                totals.bytes_out += u64::from(what.done);
            }
        }
    }

    /// A task that does something no longer sleeps.
    fn awake(&mut self, kind: &Kind) {
        if !matches!(kind, Kind::Note { .. }) {
            self.sleeps = None;
        }
    }
}

fn remember<T>(list: &mut Vec<T>, new: T) {
    if list.len() == REMEMBERED {
        list.remove(0);
    }
    list.push(new);
}
