//! Sleeping and waking (kernel/sched/core.c, kernel/sched/wait.c).

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::Poll;

use super::task::TaskState;
use super::{Errno, Kernel, Result};
use crate::trace::{Kind, Place, TaskId, f};

/// Who waits, and how it is woken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Waiter {
    task: TaskId,
    /// A poll's entry: `pollwake` marks it, and it stays until `poll_freewait`.
    poll: bool,
    triggered: bool,
}

impl Waiter {
    /// An entry of `wait_event`.
    pub(crate) fn event(task: TaskId) -> Waiter {
        Waiter { task, poll: false, triggered: false }
    }

    /// An entry of poll.
    pub(crate) fn poll(task: TaskId) -> Waiter {
        Waiter { task, poll: true, triggered: false }
    }
}

/// `wait_queue_head_t`
#[derive(Clone, Debug, Default)]
pub struct WaitQueueHead {
    waiters: RefCell<Vec<Waiter>>,
}

/// How a poll table finds the queue again.
pub type QueueOf = fn(&Kernel) -> &WaitQueueHead;

impl WaitQueueHead {
    /// Was the task's poll entry triggered? It is not any more.
    pub(crate) fn take_triggered(&self, task: TaskId) -> bool {
        let mut waiters = self.waiters.borrow_mut();
        let entry = waiters.iter_mut().find(|w| w.poll && w.task == task);
        entry.is_some_and(|w| std::mem::take(&mut w.triggered))
    }
}

impl Kernel {
    /// `add_wait_queue`
    pub(crate) fn add_wait_queue(&self, queue: &WaitQueueHead, waiter: Waiter) {
        self.func(f::add_wait_queue, || queue.waiters.borrow_mut().push(waiter));
    }

    /// `remove_wait_queue`
    pub(crate) fn remove_wait_queue(&self, queue: &WaitQueueHead, task: TaskId) {
        self.func(f::remove_wait_queue, || {
            queue.waiters.borrow_mut().retain(|w| !(w.poll && w.task == task));
        });
    }

    /// `wait_event_interruptible`: sleeps until the condition holds; a signal
    /// ends it with ERESTARTSYS.
    pub(crate) async fn wait_event_interruptible(
        &self,
        queue: &WaitQueueHead,
        on: &str,
        condition: impl Fn() -> bool,
    ) -> Result<()> {
        if condition() {
            return Ok(());
        }
        self.leaf(f::init_wait_entry);
        let me = self.current();
        loop {
            let interrupted = self.func(f::prepare_to_wait_event, || {
                if self.with_current(|task| task.signal_pending()) {
                    return true;
                }
                let mut waiters = queue.waiters.borrow_mut();
                if !waiters.iter().any(|w| !w.poll && w.task == me) {
                    waiters.push(Waiter::event(me));
                }
                false
            });
            if condition() {
                break;
            }
            if interrupted {
                queue.waiters.borrow_mut().retain(|w| w.poll || w.task != me);
                return Err(Errno::ERESTARTSYS);
            }
            self.schedule(Place::Sched, on, None).await;
        }
        self.func(f::finish_wait, || {
            queue.waiters.borrow_mut().retain(|w| w.poll || w.task != me);
        });
        Ok(())
    }

    /// `schedule`: gives the CPU away until somebody wakes the task. True if it
    /// was the timeout.
    pub(crate) async fn schedule(&self, place: Place, on: &str, deadline: Option<u64>) -> bool {
        let me = self.current();
        self.sleepy(f::schedule, async || {
            let on = self.recorder.borrow_mut().text(on);
            self.with_current(|task| {
                task.state = TaskState::Interruptible;
                task.wakeup_at = deadline;
                task.timed_out = false;
            });
            self.emit(place, Kind::Block { on });
            self.spend(self.cost.switch);
            poll_fn(|_| match self.with_task(me, |task| task.state) {
                TaskState::Interruptible => Poll::Pending,
                _ => Poll::Ready(()),
            })
            .await;
            self.with_current(|task| task.timed_out)
        })
        .await
    }

    /// `wake_up_interruptible`: wakes who waits in the queue.
    pub(crate) fn wake_up_interruptible(&self, queue: &WaitQueueHead) {
        self.func(f::__wake_up, || {
            self.func(f::__wake_up_common_lock, || {
                self.func(f::__wake_up_common, || {
                    let waiters = queue.waiters.borrow().clone();
                    for (at, waiter) in waiters.iter().enumerate() {
                        if waiter.poll {
                            queue.waiters.borrow_mut()[at].triggered = true;
                            self.func(f::pollwake, || {
                                self.func(f::default_wake_function, || {
                                    self.try_to_wake_up(waiter.task);
                                });
                            });
                        } else {
                            self.func(f::autoremove_wake_function, || {
                                self.func(f::default_wake_function, || {
                                    self.try_to_wake_up(waiter.task);
                                });
                            });
                        }
                    }
                });
            });
        });
    }

    /// `try_to_wake_up`: the task is runnable from now on.
    pub(crate) fn try_to_wake_up(&self, task: TaskId) -> bool {
        self.func(f::try_to_wake_up, || {
            let slept = self.with_task(task, |sleeper| {
                let slept = sleeper.state == TaskState::Interruptible;
                if slept {
                    sleeper.state = TaskState::Running;
                }
                slept
            });
            if slept {
                self.emit(Place::Sched, Kind::Wake { task });
            }
            slept
        })
    }
}
