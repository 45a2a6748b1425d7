//! Runs a plan on the model: lines in the written order; a line that blocks
//! goes on when it is woken.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::fs::file::{FdTable, File, Mode};
use super::syscall::{self, Registers, STACK};
use super::task::{Cred, SigAction, Task, TaskState};
use super::world::World;
use super::{Kernel, char_dev};
use crate::machine::cost::CostTable;
use crate::machine::memory::{AddressSpace, Frames, PAGE, Vma};
use crate::module;
use crate::program::ast::Origin;
use crate::program::calls;
use crate::program::plan::{Action, Length, Operand, Plan, Step, Store};
use crate::trace::{
    Arch, Clock, FORMAT_VERSION, Header, KernelKind, KernelName, Kind, Outcome, Output, Place,
    Recorder, TaskId, TextId, Trace,
};

/// How the model runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// Which Linux it stands for.
    pub release: String,
    /// A run that reaches this many events ends with a note.
    pub max_events: usize,
    /// What each step costs.
    pub cost: CostTable,
    /// A mistake to make on purpose: a comparison that does not find it is no
    /// comparison.
    pub mistake: Option<Mistake>,
}

/// Mistakes that the model makes if it is told to, all of a kind that a reader of
/// Linux could make.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// `simple_read_from_buffer` looks at the pointer before it asks whether
    /// there is anything to copy: EFAULT instead of 0 at the end of the file.
    FaultBeforeEnd,
    /// `vfs_read` calls `rw_verify_area` twice.
    VerifyTwice,
    /// `proc_reg_write` says EINVAL, not EIO, where the driver has no write.
    WrongErrno,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            release: "6.1".to_owned(),
            max_events: 20_000_000,
            cost: CostTable::DEFAULT,
            mistake: None,
        }
    }
}

/// Process ID of the first task.
const FIRST_PID: u32 = 118;
/// Where the program's handler and its way back are.
const HANDLER: u64 = 0x40_1c00;
const RESTORER: u64 = 0x40_1c40;

/// Runs a program on the model kernel.
#[must_use]
pub fn run(plan: &Plan, config: &Config) -> Trace {
    let kernel = Kernel::boot(plan, config);
    let mut run = Run {
        plan,
        kernel: &kernel,
        slots: vec![0; plan.slots.len()],
        asleep: plan.tasks.iter().map(|_| None).collect(),
        begins: vec![0; plan.tasks.len()],
    };
    for step in &plan.steps {
        if kernel.recorder.borrow().trace.events.len() >= config.max_events {
            kernel.note("stopped here: the run reached its limit of events");
            break;
        }
        run.step(step);
    }
    run.finish();
    drop(run);
    kernel.recorder.into_inner().trace
}

impl Kernel {
    /// A kernel that has just started the program's tasks.
    fn boot(plan: &Plan, config: &Config) -> Kernel {
        let header = Header {
            version: FORMAT_VERSION,
            kernel: KernelName {
                kind: KernelKind::Model,
                release: config.release.clone(),
                arch: Arch::X86_64,
                machine: "the model".to_owned(),
                date: String::new(),
            },
            program: plan.text.clone(),
            tasks: plan.tasks.clone(),
            clock: Clock::Model,
            functions: true,
        };
        let world = World::new();
        let kernel = Kernel {
            recorder: RefCell::new(Recorder::new(header)),
            clock: Cell::new(0),
            current: Cell::new(0),
            depth: Cell::new(0),
            cost: config.cost,
            mistake: config.mistake,
            next_address: Cell::new(0xffff_8881_0250_f000),
            unknown: Cell::new(false),
            tasks: RefCell::new(Vec::new()),
            frames: RefCell::new(Frames::default()),
            files: RefCell::default(),
            inodes: RefCell::new(world.inodes),
            dcache: RefCell::new(world.dcache),
            procfs: world.procfs,
            module: module::State::default(),
        };
        for (at, name) in plan.tasks.iter().enumerate() {
            let task = kernel.fork(plan, name, FIRST_PID + at as u32);
            kernel.tasks.borrow_mut().push(task);
        }
        kernel
    }

    /// A task with the plan's memory, and /dev/null as its first descriptors.
    fn fork(&self, plan: &Plan, name: &str, pid: u32) -> Task {
        let mut mm = AddressSpace::default();
        for region in &plan.regions {
            let vma = Vma {
                start: region.address,
                end: region.address + region.mapped(),
                writable: region.writable,
                name: region.name.clone(),
            };
            mm.populate(&mut self.frames.borrow_mut(), vma, &region.init);
        }
        let stack =
            Vma { start: STACK, end: STACK + 4 * PAGE, writable: true, name: "stack".to_owned() };
        mm.populate(&mut self.frames.borrow_mut(), stack, &[]);
        let mut files = FdTable::default();
        for fd in 0..3 {
            // In a log, whatever the logged process had there.
            let file = match plan.origin {
                Origin::Strace => self.opaque_file(),
                Origin::Written => self.null_file(),
            };
            files.set(fd, Some(file));
        }
        Task {
            name: name.to_owned(),
            pid,
            cred: Cred { uid: 0, gid: 0 },
            state: TaskState::Running,
            mm,
            files,
            depth: 0,
            pending: Vec::new(),
            actions: [SigAction::default(); 65],
            task_work: Vec::new(),
            wakeup_at: None,
            timed_out: false,
            comm: b"ringside".to_vec(),
        }
    }

    /// An open /dev/null.
    fn null_file(&self) -> super::fs::file::FileId {
        let mode = Mode {
            read: true,
            write: true,
            can_read: true,
            can_write: true,
            lseek: true,
            pread: true,
            pwrite: true,
            path: false,
            opened: true,
        };
        self.files.borrow_mut().add(File {
            flags: super::fs::file::O_RDWR | super::fs::file::O_LARGEFILE,
            mode,
            pos: 0,
            inode: self.null_inode(),
            dentry: super::fs::dcache::DentryId(0),
            fops: &char_dev::NULL_FOPS,
            // The process that started the tasks has it open too.
            count: 2,
            seq: None,
            address: 0,
            opaque: false,
        })
    }

    fn null_inode(&self) -> super::fs::inode::InodeId {
        let dcache = self.dcache.borrow();
        let root = super::fs::dcache::DentryId(0);
        let dev = dcache.child(root, b"dev").and_then(|dev| dcache.get(dev).mounted);
        dev.and_then(|dev| dcache.child(dev, b"null"))
            .and_then(|null| dcache.get(null).inode)
            .unwrap_or(super::fs::inode::InodeId(0))
    }

    /// The module's state.
    pub(crate) fn module(&self) -> &module::State {
        &self.module
    }

    /// The id of a text.
    pub(crate) fn text(&self, text: &str) -> TextId {
        self.recorder.borrow_mut().text(text)
    }
}

/// The call's number in `rax`.
fn number(name: &str) -> Option<u64> {
    calls::by_name(name).and_then(|row| row.number(Arch::X86_64)).map(u64::from)
}

type Sleeper<'k> = Pin<Box<dyn Future<Output = Option<i64>> + 'k>>;

struct Run<'k> {
    plan: &'k Plan,
    kernel: &'k Kernel,
    slots: Vec<i64>,
    asleep: Vec<Option<(Sleeper<'k>, &'k Step)>>,
    /// Where the events of each task's call begin.
    begins: Vec<usize>,
}

impl<'k> Run<'k> {
    fn step(&mut self, step: &'k Step) {
        let task = TaskId(step.task);
        while self.asleep[usize::from(step.task)].is_some() {
            if !self.wake_by_time() {
                break;
            }
        }
        self.kernel.switch_to(task);
        if self.kernel.with_current(|task| task.state) != TaskState::Running {
            return;
        }
        let line = step.line;
        self.kernel.emit(Place::Program, Kind::CallBegin { line });
        let begin = self.kernel.recorder.borrow().trace.events.len();
        self.begins[usize::from(step.task)] = begin;
        match &step.action {
            Action::Opaque { value, .. } => self.end_recorded(step, *value),
            Action::Syscall { name, arguments, stores, .. } => {
                for store in stores {
                    self.store(store);
                }
                let args = arguments.map(|operand| self.operand(operand));
                match self.recorded(step, name, args) {
                    Some(value) => self.end_recorded(step, value),
                    None => self.call(step, number(name).unwrap_or(u64::MAX), args),
                }
            }
            Action::Raw { number, arguments, .. } => {
                let args = arguments.map(|operand| self.operand(operand));
                self.call(step, *number, args);
            }
        }
        self.run_woken();
    }

    fn call(&mut self, step: &'k Step, number: u64, args: [u64; 6]) {
        let kernel = self.kernel;
        kernel.unknown.set(!syscall::known(number));
        let future: Sleeper<'k> = Box::pin(kernel.syscall(Registers { number, args }));
        self.poll(future, step);
        if kernel.unknown.get() {
            kernel.note("the model does not know this part of Linux; a real kernel may differ");
        }
    }

    fn poll(&mut self, mut future: Sleeper<'k>, step: &'k Step) {
        match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(value)) => self.end(step, value),
            Poll::Ready(None) => {}
            Poll::Pending => self.asleep[usize::from(step.task)] = Some((future, step)),
        }
    }

    /// Lets everybody go on who has been woken.
    fn run_woken(&mut self) {
        loop {
            let woken = (0..self.asleep.len()).find(|&at| {
                self.asleep[at].is_some()
                    && self.kernel.with_task(TaskId(at as u16), |task| task.state)
                        == TaskState::Running
            });
            let Some(at) = woken else { return };
            if let Some((future, step)) = self.asleep[at].take() {
                self.kernel.switch_to(TaskId(at as u16));
                self.poll(future, step);
            }
        }
    }

    /// Nobody can go on: time passes until the first timeout. False if nobody
    /// waits for one.
    fn wake_by_time(&mut self) -> bool {
        let next = (0..self.asleep.len())
            .filter(|&at| self.asleep[at].is_some())
            .filter_map(|at| {
                let at = TaskId(at as u16);
                Some((self.kernel.with_task(at, |task| task.wakeup_at)?, at))
            })
            .min();
        let Some((when, task)) = next else { return false };
        self.kernel.clock.set(self.kernel.now().max(when));
        self.kernel.with_task(task, |task| {
            task.state = TaskState::Running;
            task.timed_out = true;
            task.wakeup_at = None;
        });
        self.run_woken();
        true
    }

    /// The lines are done: sleepers with a timeout end, others never will.
    fn finish(&mut self) {
        while self.wake_by_time() {}
        for at in 0..self.asleep.len() {
            if let Some((_, step)) = &self.asleep[at] {
                let line = step.line + 1;
                self.kernel.switch_to(TaskId(at as u16));
                self.kernel.note(&format!("the call in line {line} is never woken"));
            }
        }
    }

    /// The result of a call that the model must not guess, if it is one: the
    /// program is a log, and what it refers to is not in the model.
    fn recorded(&self, step: &Step, name: &str, args: [u64; 6]) -> Option<i64> {
        if self.plan.origin != Origin::Strace {
            return None;
        }
        let stated = step.expect.as_ref()?.value?;
        let number = number(name)?;
        let row = calls::by_name(name)?;
        let opaque_fd = row
            .arguments
            .iter()
            .position(|(_, kind)| matches!(kind, calls::Kind::Fd))
            .is_some_and(|at| self.kernel.opaque_fd(args[at]));
        let unknown_path = row
            .arguments
            .iter()
            .position(|(_, kind)| matches!(kind, calls::Kind::Path))
            .is_some_and(|at| stated >= 0 && !self.kernel.knows_path(args[at]));
        // The model maps no memory that a log could have mapped.
        let mapped = name == "mmap" && stated >= 0;
        (opaque_fd || unknown_path || mapped || !syscall::known(number)).then_some(stated)
    }

    fn end_recorded(&mut self, step: &Step, value: i64) {
        if let Action::Syscall { name, arguments, .. } = &step.action {
            let args = arguments.map(|operand| self.operand(operand));
            self.kernel.follow_recorded(name, args, value);
        }
        self.kernel.note("not in the model: shown with the result that the log records");
        let outputs = step.expect.iter().flat_map(|expect| &expect.outputs);
        let outputs = outputs
            .map(|(argument, bytes, _)| Output { argument: *argument, bytes: bytes.clone() })
            .collect();
        self.finish_call(step, Outcome { value, outputs, recorded: true });
    }

    fn end(&mut self, step: &Step, value: i64) {
        let mut outputs = Vec::new();
        if let Action::Syscall { captures, .. } = &step.action
            && value >= 0
        {
            for capture in captures {
                let len = match capture.length {
                    Length::Returned => value as u64,
                    Length::Fixed(len) => u64::from(len),
                };
                let bytes = self.kernel.peek(self.operand(capture.address), len);
                outputs.push(Output { argument: capture.argument, bytes });
            }
        }
        if self.contradicts_log(step, value, &outputs) {
            return self.end_by_log(step, value);
        }
        self.finish_call(step, Outcome { value, outputs, recorded: false });
    }

    /// Does a log say otherwise? Then it ran in a world that the model does not
    /// have: other files, other content, other descriptors.
    fn contradicts_log(&self, step: &Step, value: i64, outputs: &[Output]) -> bool {
        let Some(expect) = step.expect.as_ref().filter(|_| self.plan.origin == Origin::Strace)
        else {
            return false;
        };
        let same = |(got, (_, stated, cut)): (&Output, &(u8, Vec<u8>, bool))| {
            got.bytes == *stated || (*cut && got.bytes.starts_with(stated))
        };
        expect.value.is_some_and(|stated| stated != value)
            || !outputs.iter().zip(&expect.outputs).all(same)
    }

    /// What the model made of the call is taken back, and the log's result shown.
    fn end_by_log(&mut self, step: &Step, value: i64) {
        let begin = self.begins[usize::from(step.task)];
        {
            let events = &mut self.kernel.recorder.borrow_mut().trace.events;
            let rest = events.get(begin..).unwrap_or_default();
            // What others did meanwhile stays.
            if rest.iter().all(|event| event.task.0 == step.task) {
                events.truncate(begin);
            }
        }
        if let (Action::Syscall { name, .. }, Ok(fd)) = (&step.action, u64::try_from(value))
            && calls::by_name(name).is_some_and(|row| row.result == calls::Returns::Fd)
        {
            self.kernel.with_current(|task| task.files.set(fd, None));
        }
        let stated = step.expect.as_ref().and_then(|expect| expect.value).unwrap_or(value);
        self.end_recorded(step, stated);
    }

    fn finish_call(&mut self, step: &Step, outcome: Outcome) {
        if let Some(slot) = step.bind {
            self.slots[slot.0 as usize] = outcome.value;
        }
        let outcome = self.kernel.recorder.borrow_mut().outcome(outcome);
        let line = step.line;
        self.kernel.emit(Place::Program, Kind::CallEnd { line, outcome });
    }

    fn operand(&self, operand: Operand) -> u64 {
        match operand {
            Operand::Value(value) => value,
            Operand::Slot(slot, offset) => {
                self.slots.get(slot.0 as usize).map_or(0, |value| value.wrapping_add(offset) as u64)
            }
            Operand::Pid(task) => {
                let tasks = self.kernel.tasks.borrow();
                tasks.get(usize::from(task)).map_or(0, |task| u64::from(task.pid))
            }
            Operand::Handler => HANDLER,
            Operand::Restorer => RESTORER,
        }
    }

    /// The program writes a structure to its own memory.
    fn store(&self, store: &Store) {
        let mut bytes = store.bytes.clone();
        for &(at, size, operand) in &store.patches {
            let value = self.operand(operand).to_le_bytes();
            let (at, size) = (at as usize, usize::from(size).min(8));
            if let Some(place) = bytes.get_mut(at..at + size) {
                place.copy_from_slice(&value[..size]);
            }
        }
        let kernel = self.kernel;
        kernel.with_current(|task| {
            task.mm.write(&mut kernel.frames.borrow_mut(), store.address, &bytes)
        });
    }
}
