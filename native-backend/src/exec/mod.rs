//! Runs plans on the kernel of this machine.
//!
//! Each task of the program is a child process; the driver hands out turns
//! (see `schedule`), the kernel's own trace says what happened, and
//! `ringside_core::trace::import` makes a trace of both.

pub mod call;
mod control;
mod header;
mod numbers;
mod ready;
mod schedule;
mod spawn;
mod task;

use std::time::Duration;

use ringside_core::program::Plan;
use ringside_core::program::plan::Action;
use ringside_core::trace::import::{RawRun, import};
use ringside_core::trace::{KernelKind, Trace};
use rustix::io::Errno;

use crate::{channel, tracefs};

/// How to run a plan.
#[derive(Clone, Debug)]
pub struct Options {
    /// [`KernelKind::Here`], or [`KernelKind::Lab`] in the lab's guest.
    pub kernel: KernelKind,
    /// What the kernel runs on, for people; empty: find out.
    pub machine: String,
    /// Record the kernel's functions, if the kernel and our rights allow it.
    pub functions: bool,
    /// Run calls that are on nobody's list of harmless ones.
    pub allow_any: bool,
    /// Stop the program after so long.
    pub limit: Duration,
    /// Keep driver and tasks on one CPU, so that they take turns.
    pub pin: bool,
    /// Put the module back to its first state.
    pub reset: bool,
    /// Drop the kernel's caches of names and inodes, so that a first lookup is
    /// one. Slows the whole machine down: for the lab.
    pub drop_caches: bool,
    /// Note the time of each call; costs two readings of the clock. Without it
    /// only calls that bind or keep something have one.
    pub stamps: bool,
    /// Size of the kernel's buffer for records.
    pub buffer_kib: usize,
    /// Keep the tracer set up between runs; slows the whole machine down: for
    /// the lab.
    pub keep_tracer: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            kernel: KernelKind::Here,
            machine: String::new(),
            functions: true,
            allow_any: false,
            limit: Duration::from_secs(10),
            pin: true,
            reset: true,
            drop_caches: false,
            stamps: true,
            buffer_kib: 16 * 1024,
            keep_tracer: false,
        }
    }
}

impl Options {
    /// As the lab's guest runs programs: the machine is the program's own.
    #[must_use]
    pub fn lab() -> Options {
        Options {
            kernel: KernelKind::Lab,
            drop_caches: true,
            buffer_kib: 32 * 1024,
            keep_tracer: true,
            ..Options::default()
        }
    }
}

/// Why a plan was not run.
#[derive(Debug, thiserror::Error)]
pub enum ExecError {
    /// The program does something that is not on a list.
    #[error("line {}: {reason}; --allow-any runs it all the same", line + 1)]
    NotAllowed {
        /// Line of the program, from 0.
        line: u32,
        /// What.
        reason: String,
    },
    /// The machine has no such call.
    #[error("line {}: this machine has no system call {name}", line + 1)]
    NoSuchCall {
        /// Its name.
        name: &'static str,
        /// Line of the program, from 0.
        line: u32,
    },
    /// The plan is inconsistent.
    #[error("line {}: there is no task {task}", line + 1)]
    NoSuchTask {
        /// Its index.
        task: u16,
        /// Line of the program, from 0.
        line: u32,
    },
    /// Too many processes.
    #[error("{tasks} tasks are more than {limit}")]
    TooManyTasks {
        /// How many the program has.
        tasks: usize,
        /// How many it can have.
        limit: usize,
    },
    /// A task could not be made ready.
    #[error("a task could not {stage}: {errno}")]
    Prepare {
        /// What it tried.
        stage: &'static str,
        /// The answer.
        errno: Errno,
    },
    /// The driver's own call failed.
    #[error("cannot {what}: {errno}")]
    System {
        /// What the driver tried.
        what: &'static str,
        /// The answer.
        errno: Errno,
    },
}

impl ExecError {
    fn system(what: &'static str) -> impl FnOnce(Errno) -> ExecError {
        move |errno| ExecError::System { what, errno }
    }
}

/// Runs a plan and says what the kernel did.
pub fn run(plan: &Plan, options: &Options) -> Result<Trace, ExecError> {
    let (run, header) = record(plan, options)?;
    Ok(import(plan, header, &run))
}

/// Runs a plan and keeps what was seen as it was seen.
pub fn record(
    plan: &Plan,
    options: &Options,
) -> Result<(RawRun, ringside_core::trace::Header), ExecError> {
    if !options.allow_any {
        channel::check(plan)?;
    }
    let ready = ready::ready(plan)?;
    let mut notes = channel::prepare(options.reset, options.drop_caches);
    let _pinned = options.pin.then(spawn::Pinned::new);
    let mut tasks = spawn::Tasks::spawn(plan, &ready, options.stamps)?;

    let mut session = None;
    if options.functions {
        let config = tracefs::Config {
            pids: tasks.pids(),
            calls: calls(plan),
            buffer_kib: options.buffer_kib,
            cpu: (options.pin && !options.keep_tracer).then(spawn::current_cpu),
            keep: options.keep_tracer,
        };
        match tracefs::Session::start(&config) {
            Ok(started) => session = Some(started),
            Err(missing) => notes.push((missing.to_string(), 0)),
        }
    }
    let drive = schedule::drive(plan, &mut tasks, options, session.as_mut());
    let recording = session.map(tracefs::Session::stop);
    let functions = recording.is_some();
    let (steps, killed) = (tasks.steps(plan, &drive), tasks.killed());
    let pids = tasks.pids();
    drop(tasks);

    notes.extend(drive.notes);
    let mut run = RawRun {
        door: header::door(),
        call_site: call::site(),
        handler: call::handler(),
        restorer: call::restorer(),
        sigreturn: call::SIGRETURN,
        doors: false,
        tasks: pids
            .iter()
            .zip(killed)
            .map(|(pid, killed)| ringside_core::trace::import::RawTask { pid: *pid, killed })
            .collect(),
        steps,
        names: Vec::new(),
        records: Vec::new(),
        registers: Vec::new(),
        copies: Vec::new(),
        notes,
    };
    if let Some(recording) = recording {
        run.doors = recording.doors;
        run.names = recording.names;
        run.records = recording.records;
        run.registers = recording.registers;
        run.copies = recording.copies;
        run.notes.extend(recording.notes);
    }
    Ok((run, header::header(plan, options, functions)))
}

/// Sets up the tracer that runs with these options keep, so that the first one
/// need not wait for it.
pub fn warm(options: &Options) -> Result<(), tracefs::Unavailable> {
    if !options.functions || !options.keep_tracer {
        return Ok(());
    }
    tracefs::warm(&tracefs::Config {
        pids: Vec::new(),
        calls: Vec::new(),
        buffer_kib: options.buffer_kib,
        cpu: None,
        keep: true,
    })
}

fn calls(plan: &Plan) -> Vec<&'static str> {
    let mut calls: Vec<&'static str> = plan
        .steps
        .iter()
        .filter_map(|s| match &s.action {
            Action::Syscall { name, .. } => Some(*name),
            Action::Raw { .. } | Action::Opaque { .. } => None,
        })
        .collect();
    calls.sort_unstable();
    calls.dedup();
    calls
}
