//! Who runs when.
//!
//! The rules, so that a program does the same every time:
//!
//! 1. Steps begin in the written order. The next one begins when the one
//!    before it is over, or asleep.
//! 2. A step is asleep when its process is in state S twice, a grace time
//!    apart, without having woken up in between. State D (a disk, a lock) is
//!    not sleep: it ends by itself.
//! 3. A step of a task whose last step sleeps waits until that one is over;
//!    so does everything after it. If nobody is left who could wake it (rule 5),
//!    the program ends there.
//! 4. A step that another one wakes is over, or asleep again, before the next
//!    one begins. What wakes a step later than that (a timer) does so in its
//!    own time.
//! 5. When only sleepers are left, they are waited for: to the time limit if
//!    something outside could wake them (a call with a timeout, an alarm; any
//!    file, under `--allow-any`), else for a short while.
//! 6. At the time limit all that still runs is killed.
//!
//! A run of steps of one task is handed out at once while nobody sleeps, so
//! the driver is not in its way.

use std::sync::atomic::Ordering::{Acquire, Release};
use std::time::{Duration, Instant};

use ringside_core::program::Plan;
use ringside_core::program::plan::{Action, Operand};

use super::Options;
use super::spawn::Tasks;
use crate::tracefs::Session;

/// How long a process must stay asleep.
const GRACE: Duration = Duration::from_millis(2);
/// How long to wait for those whom nobody can wake.
const LINGER: Duration = Duration::from_millis(100);

/// How a run went.
#[derive(Default)]
pub struct Drive {
    /// Steps that were allowed, in that order.
    pub began: Vec<u32>,
    /// What happened besides.
    pub notes: Vec<(String, u32)>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Has done what it may.
    Idle,
    /// Sleeps in the last step that it may do.
    Asleep,
    /// Has ended.
    Gone,
}

/// The time limit has come.
struct Late;

struct Driver<'a, 'b> {
    plan: &'a Plan,
    tasks: &'a mut Tasks<'b>,
    deadline: Instant,
    /// Could anybody but the program's own tasks wake one?
    outside: bool,
    session: Option<&'a mut Session>,
    states: Vec<State>,
    out: Drive,
}

/// Runs the steps.
pub fn drive(
    plan: &Plan,
    tasks: &mut Tasks<'_>,
    options: &Options,
    session: Option<&mut Session>,
) -> Drive {
    let limit = options.limit;
    let mut driver = Driver {
        plan,
        tasks,
        deadline: Instant::now() + limit,
        outside: options.allow_any || timed(plan),
        session,
        states: vec![State::Idle; plan.tasks.len()],
        out: Drive::default(),
    };
    if let Some(session) = driver.session.as_deref_mut() {
        session.begin();
    }
    if let Err(Late) = driver.steps() {
        let asleep = driver.states.iter().position(|s| *s == State::Asleep);
        let text = match (asleep, driver.outside) {
            (Some(task), false) => {
                format!("task {} is still asleep, and nobody is left to wake it", plan.tasks[task])
            }
            _ => format!("stopped after {} ms, the time limit", limit.as_millis()),
        };
        driver.out.notes.push((text, 0));
    }
    if let Some(session) = driver.session.as_deref_mut() {
        session.end();
    }
    for index in 0..plan.tasks.len() {
        driver.tasks.gone(index);
    }
    driver.out
}

impl Driver<'_, '_> {
    fn steps(&mut self) -> Result<(), Late> {
        let steps = &self.plan.steps;
        let mut next = 0;
        while let Some(step) = steps.get(next) {
            let task = usize::from(step.task);
            let awake = self.states.iter().all(|s| *s != State::Asleep);
            let same = steps[next..].iter().take_while(|s| s.task == step.task).count();
            let batch = if awake { same } else { 1 };
            self.wait(task, false)?;
            if self.states[task] != State::Gone {
                self.out.began.extend(next as u32..(next + batch) as u32);
                self.allow(task, batch);
                let others_follow = next + same < steps.len() && batch == same;
                self.wait(task, others_follow)?;
                self.settle(task)?;
            }
            next += batch;
        }
        for task in 0..self.states.len() {
            self.wait(task, false)?;
        }
        Ok(())
    }

    fn allow(&mut self, task: usize, steps: usize) {
        let allowed = &self.tasks.control.head().turns[task].allowed;
        allowed.fetch_add(steps as u32, Release);
        let _ = rustix::thread::futex::wake(allowed, rustix::thread::futex::Flags::empty(), 1);
    }

    /// Waits until the task has done what it may, has ended, or (if that is
    /// enough) sleeps.
    fn wait(&mut self, task: usize, sleep_is_enough: bool) -> Result<(), Late> {
        let mut slept = None;
        let mut lingering = false;
        let mut seen = self.done(task);
        let mut pause = GRACE / 2;
        loop {
            let event = self.tasks.control.head().event.load(Acquire);
            if self.idle(task) {
                self.states[task] = State::Idle;
                return Ok(());
            }
            if self.states[task] == State::Gone {
                return Ok(());
            }
            self.tasks.await_event(event, pause);
            if self.idle(task) {
                continue;
            }
            if let Some(session) = self.session.as_deref_mut() {
                session.drain_now_and_then();
            }
            let done = self.done(task);
            if done != seen {
                // It works. Looking at it costs more than the call that it makes.
                (seen, slept) = (done, None);
                pause = (pause * 2).min(GRACE * 4);
            } else {
                pause = GRACE / 2;
                if self.tasks.gone(task) {
                    self.states[task] = State::Gone;
                } else if self.asleep(task, &mut slept) {
                    self.states[task] = State::Asleep;
                    if sleep_is_enough && self.last(task) {
                        return Ok(());
                    }
                    if !self.outside && !lingering {
                        lingering = true;
                        self.deadline = self.deadline.min(Instant::now() + LINGER);
                    }
                }
            }
            if Instant::now() >= self.deadline {
                return Err(Late);
            }
        }
    }

    fn done(&self, task: usize) -> u32 {
        self.tasks.control.head().turns[task].done.load(Acquire)
    }

    fn idle(&self, task: usize) -> bool {
        let turn = &self.tasks.control.head().turns[task];
        turn.done.load(Acquire) == turn.allowed.load(Acquire)
    }

    /// Is it in the last step that it may do?
    fn last(&self, task: usize) -> bool {
        let turn = &self.tasks.control.head().turns[task];
        turn.done.load(Acquire) + 1 == turn.allowed.load(Acquire)
    }

    /// Rule 2; `slept` keeps what the last look said.
    fn asleep(&self, task: usize, slept: &mut Option<(u64, Instant)>) -> bool {
        let now = Instant::now();
        match (self.tasks.asleep(task), *slept) {
            (Some(n), Some((before, since))) if n == before => return now - since >= GRACE,
            (Some(n), _) => *slept = Some((n, now)),
            (None, _) => *slept = None,
        }
        false
    }

    /// Rule 4.
    fn settle(&mut self, just_ran: usize) -> Result<(), Late> {
        for task in 0..self.states.len() {
            if task != just_ran && self.states[task] == State::Asleep {
                self.wait(task, true)?;
            }
        }
        Ok(())
    }
}

/// Could a timer wake somebody?
fn timed(plan: &Plan) -> bool {
    let finite = |operand: Operand| match operand {
        Operand::Value(timeout) => timeout as i32 > 0,
        _ => true,
    };
    plan.steps.iter().any(|step| match &step.action {
        Action::Raw { .. } | Action::Opaque { .. } => false,
        Action::Syscall { name, arguments, .. } => match *name {
            "poll" => finite(arguments[2]),
            "epoll_wait" | "epoll_pwait" => finite(arguments[3]),
            "alarm" | "clock_nanosleep" | "futex" | "nanosleep" | "ppoll" | "pselect6"
            | "recvmmsg" | "rt_sigtimedwait" | "select" | "setitimer" | "setsockopt"
            | "timer_create" | "timerfd_settime" => true,
            _ => false,
        },
    })
}
