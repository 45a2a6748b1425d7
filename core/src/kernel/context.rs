//! Who runs, at what time, in which function: the primitives that emit events.

use super::Kernel;
use super::errno::Returned;
use super::task::Task;
use crate::trace::{FunctionId, Kind, Object, Place, TaskId};

impl Kernel {
    /// The task on the CPU.
    pub(crate) fn current(&self) -> TaskId {
        TaskId(self.current.get())
    }

    /// Reads or changes the current task. The closure must not call into the
    /// kernel again.
    pub(crate) fn with_current<T>(&self, look: impl FnOnce(&mut Task) -> T) -> T {
        look(&mut self.tasks.borrow_mut()[usize::from(self.current.get())])
    }

    /// The same for any task.
    pub(crate) fn with_task<T>(&self, task: TaskId, look: impl FnOnce(&mut Task) -> T) -> T {
        look(&mut self.tasks.borrow_mut()[usize::from(task.0)])
    }

    /// Puts another task on the CPU: its nesting comes with it.
    pub(crate) fn switch_to(&self, next: TaskId) {
        let depth = self.depth.get();
        self.with_current(|task| task.depth = depth);
        self.current.set(next.0);
        self.depth.set(self.with_current(|task| task.depth));
    }

    /// Model time, in nanoseconds.
    pub(crate) fn now(&self) -> u64 {
        self.clock.get()
    }

    /// Lets time pass.
    pub(crate) fn spend(&self, nanoseconds: u64) {
        self.clock.set(self.clock.get() + nanoseconds);
    }

    /// Adds an event of the current task.
    pub(crate) fn emit(&self, place: Place, kind: Kind) {
        let (now, task, depth) = (self.clock.get(), self.current(), self.depth.get());
        self.recorder.borrow_mut().push(now, task, 0, depth, place, kind);
    }

    /// A function begins.
    #[inline]
    fn enter(&self, function: FunctionId) {
        self.spend(self.cost.function);
        self.depth.set(self.depth.get().saturating_add(1));
        self.emit(place_of(function), Kind::Enter { function });
    }

    /// A function returns.
    #[inline]
    fn leave(&self, function: FunctionId, value: i64) {
        self.spend(self.cost.function);
        self.emit(place_of(function), Kind::Leave { function, value });
        self.depth.set(self.depth.get().saturating_sub(1));
    }

    /// Runs the body of a Linux function.
    #[inline]
    pub(crate) fn func<T: Returned>(&self, function: FunctionId, body: impl FnOnce() -> T) -> T {
        self.enter(function);
        let returned = body();
        self.leave(function, returned.value());
        returned
    }

    /// Runs the body of a Linux function that may sleep. It is a closure, not a
    /// future: a future would be moved at each level, and its size double.
    #[inline]
    pub(crate) async fn sleepy<T: Returned>(
        &self,
        function: FunctionId,
        body: impl AsyncFnOnce() -> T,
    ) -> T {
        self.enter(function);
        let returned = body().await;
        self.leave(function, returned.value());
        returned
    }

    /// A Linux function whose body is one step here.
    #[inline]
    pub(crate) fn leaf(&self, function: FunctionId) {
        self.func(function, || ());
    }

    /// Kernel memory for an object: an address of the direct map.
    pub(crate) fn allocate(&self, object: Object, size: u32) -> u64 {
        let address = self.next_address.get();
        self.next_address.set(address + u64::from(size).next_multiple_of(64));
        self.emit(Place::Mm, Kind::Allocate { object, size, address });
        address
    }

    /// Gives kernel memory back.
    pub(crate) fn free(&self, object: Object, address: u64) {
        self.emit(Place::Mm, Kind::Free { object, address });
    }

    /// Says that something that a program can observe changed.
    pub(crate) fn changed(&self, place: Place, what: &str, before: &str, after: &str) {
        if before != after {
            let kind = self.recorder.borrow_mut().state(what, before, after);
            self.emit(place, kind);
        }
    }

    /// A remark about the trace itself.
    pub(crate) fn note(&self, text: &str) {
        let text = self.recorder.borrow_mut().text(text);
        self.emit(Place::Other, Kind::Note { text, lost: 0 });
    }
}

fn place_of(function: FunctionId) -> Place {
    function.get().map_or(Place::Other, |f| f.place)
}
