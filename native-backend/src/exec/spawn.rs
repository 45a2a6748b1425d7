//! Makes the tasks' processes and ends them.

use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};
use std::time::{Duration, Instant};

use ringside_core::program::Plan;
use ringside_core::trace::import::{RawOutput, RawStep};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions};
use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};

use super::control::Control;
use super::ready::Ready;
use super::schedule::Drive;
use super::task::{self, STAGES, Task};
use super::{ExecError, call};

/// The processes of a running program. Dropping it ends them all.
pub struct Tasks<'a> {
    /// What they share with us.
    pub control: Control,
    /// What they do.
    pub ready: &'a Ready,
    processes: Vec<Process>,
}

struct Process {
    pid: Pid,
    /// Was waited for, and how it ended.
    ended: Option<Ended>,
}

#[derive(Clone, Copy)]
enum Ended {
    Exited,
    Killed(u8),
}

impl<'a> Tasks<'a> {
    /// Forks the tasks and waits until each is ready for its first step.
    pub fn spawn(plan: &Plan, ready: &'a Ready, stamps: bool) -> Result<Tasks<'a>, ExecError> {
        let control =
            Control::new(plan.slots.len(), plan.steps.len(), ready.captures.len(), ready.arena)
                .map_err(ExecError::system("map memory for the tasks"))?;
        control.touch();
        let mut tasks = Tasks { control, ready, processes: Vec::new() };
        let driver = std::process::id();
        for index in 0..plan.tasks.len() {
            // SAFETY: the child runs `task::live`, which allocates nothing and
            // takes no lock, until it ends.
            let pid = unsafe { libc::fork() };
            if pid == 0 {
                task::live(&Task {
                    index,
                    driver,
                    regions: &plan.regions,
                    ready,
                    control: &tasks.control,
                    stamps,
                });
            }
            let pid = Pid::from_raw(pid.max(0)).ok_or(ExecError::System {
                what: "make a process for a task",
                errno: Errno::from_io_error(&std::io::Error::last_os_error())
                    .unwrap_or(Errno::AGAIN),
            })?;
            tasks.processes.push(Process { pid, ended: None });
            tasks.control.head().turns[index].pid.store(pid.as_raw_nonzero().get() as u32, Release);
        }
        let deadline = Instant::now() + Duration::from_secs(20);
        for index in 0..plan.tasks.len() {
            tasks.await_ready(index, deadline)?;
        }
        Ok(tasks)
    }

    fn await_ready(&mut self, index: usize, deadline: Instant) -> Result<(), ExecError> {
        loop {
            let event = self.control.head().event.load(Acquire);
            let turn = &self.control.head().turns[index];
            match turn.state.load(Acquire) {
                0 => {}
                1 => return Ok(()),
                _ => {
                    let failed = turn.failed.load(Relaxed);
                    return Err(ExecError::Prepare {
                        stage: STAGES.get((failed >> 32) as usize).copied().unwrap_or("start"),
                        errno: Errno::from_raw_os_error(failed as i32),
                    });
                }
            }
            if self.gone(index) || Instant::now() > deadline {
                return Err(ExecError::Prepare { stage: "start", errno: Errno::CHILD });
            }
            self.await_event(event, Duration::from_millis(5));
        }
    }

    /// Sleeps until a task has news, or for so long.
    pub fn await_event(&self, seen: u32, most: Duration) {
        let timeout = rustix::time::Timespec { tv_sec: 0, tv_nsec: most.subsec_nanos().into() };
        let event = &self.control.head().event;
        let _ = rustix::thread::futex::wait(
            event,
            rustix::thread::futex::Flags::empty(),
            seen,
            Some(&timeout),
        );
    }

    /// Has the task ended?
    pub fn gone(&mut self, index: usize) -> bool {
        let Some(process) = self.processes.get_mut(index) else { return true };
        if process.ended.is_none()
            && let Ok(Some((_, status))) =
                rustix::process::waitpid(Some(process.pid), WaitOptions::NOHANG)
        {
            process.ended = Some(match status.terminating_signal() {
                Some(signal) => Ended::Killed(signal as u8),
                None => Ended::Exited,
            });
        }
        process.ended.is_some()
    }

    /// Their process IDs.
    pub fn pids(&self) -> Vec<u32> {
        self.processes.iter().map(|p| p.pid.as_raw_nonzero().get() as u32).collect()
    }

    /// The signals that ended tasks before we did.
    pub fn killed(&self) -> Vec<Option<u8>> {
        let by = |p: &Process| match p.ended {
            Some(Ended::Killed(signal)) => Some(signal),
            Some(Ended::Exited) | None => None,
        };
        self.processes.iter().map(by).collect()
    }

    /// Is the task asleep (state S), and how often has it gone to sleep so far?
    pub fn asleep(&self, index: usize) -> Option<u64> {
        let pid = self.processes.get(index)?.pid.as_raw_nonzero().get();
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let field = |name: &str| status.lines().find_map(|l| l.strip_prefix(name)).map(str::trim);
        let sleeps = field("voluntary_ctxt_switches:")?.parse().ok()?;
        field("State:")?.starts_with('S').then_some(sleeps)
    }

    /// What became of the steps that began.
    pub fn steps(&self, plan: &Plan, drive: &Drive) -> Vec<RawStep> {
        let done = |task: usize| self.control.head().turns[task].done.load(Acquire);
        let mut counts = vec![0; plan.tasks.len()];
        let mut out = Vec::new();
        for step in &drive.began {
            let Some(planned) = plan.steps.get(*step as usize) else { continue };
            let task = usize::from(planned.task);
            let position: u32 = counts[task];
            counts[task] += 1;
            // the first one that is not over has begun; the rest were allowed, no more
            if position > done(task) {
                continue;
            }
            out.push(self.step(
                *step,
                &self.ready.tasks[task][position as usize],
                position < done(task),
            ));
        }
        out
    }

    fn step(&self, index: u32, step: &super::ready::ReadyStep, over: bool) -> RawStep {
        let result = &self.control.results()[index as usize];
        let mut registers = [0; 7];
        for (to, from) in registers.iter_mut().zip(step.frame) {
            *to = from as u64;
        }
        let captures = (step.captures.0..step.captures.1).filter(|_| over).filter_map(|at| {
            let kept = self.control.lengths()[at as usize].load(Relaxed).checked_sub(1)? as usize;
            let capture = &self.ready.captures[at as usize];
            // SAFETY: the task has written these bytes of the arena before it
            // counted the step as done, and will not write them again.
            let bytes = unsafe {
                std::slice::from_raw_parts(
                    self.control.arena().add(capture.at),
                    kept.min(capture.room),
                )
            };
            Some(RawOutput {
                argument: capture.argument,
                address: self.address(capture.address),
                bytes: bytes.to_vec(),
            })
        });
        RawStep {
            step: index,
            began: result.began.load(Relaxed),
            ended: result.ended.load(Relaxed),
            registers,
            value: over.then(|| result.value.load(Relaxed)),
            outputs: captures.collect(),
        }
    }

    fn address(&self, operand: ringside_core::program::plan::Operand) -> u64 {
        use ringside_core::program::plan::Operand;
        match operand {
            Operand::Value(value) => value,
            Operand::Slot(slot, offset) => self
                .control
                .slots()
                .get(slot.0 as usize)
                .map_or(0, |s| s.load(Relaxed))
                .wrapping_add_signed(offset),
            Operand::Handler => call::handler(),
            Operand::Restorer => call::restorer(),
            Operand::Pid(_) => 0,
        }
    }
}

impl Drop for Tasks<'_> {
    fn drop(&mut self) {
        for process in &self.processes {
            if process.ended.is_none() {
                let _ = rustix::process::kill_process(process.pid, Signal::KILL);
                let _ = rustix::process::waitpid(Some(process.pid), WaitOptions::empty());
            }
        }
    }
}

/// This thread, and the processes it forks meanwhile, on one CPU.
pub struct Pinned {
    before: Option<CpuSet>,
}

impl Pinned {
    /// Pins to the CPU that we are on.
    pub fn new() -> Pinned {
        let before = sched_getaffinity(None).ok();
        if before.is_some() {
            let mut one = CpuSet::new();
            one.set(current_cpu());
            let _ = sched_setaffinity(None, &one);
        }
        Pinned { before }
    }
}

impl Drop for Pinned {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = sched_setaffinity(None, before);
        }
    }
}

/// The CPU that we are on.
pub fn current_cpu() -> usize {
    sched_getcpu()
}
