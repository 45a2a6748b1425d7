//! One task's records, read in order: which call they belong to, and what they
//! say.

use super::Import;
use super::memory::Memory;
use super::raw::{RawKind, RawRecord, RawStep};
use super::symbol::{Role, Symbol};
use crate::program::plan::Action;
use crate::trace::{Copy, Direction, Door, FunctionId, Kind, NO_REGISTERS, Place, Ring, TaskId};

/// Where the task is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// In user mode, or in a call of the driver's.
    Outside,
    /// In the call of the step at `next - 1`.
    Inside,
    /// The call's function has returned; what follows is the way out.
    WayOut,
    /// In the program's signal handler, which `rt_sigreturn` ends.
    Handler,
    /// Back after the handler: either the call is over, or it is made again.
    Resumed,
}

struct Frame {
    function: FunctionId,
    place: Place,
    role: Role,
}

/// The state of one task while its records are read.
pub struct Task<'a> {
    id: TaskId,
    steps: Vec<&'a RawStep>,
    /// The step that begins next.
    next: usize,
    at: Where,
    stack: Vec<Frame>,
    /// Functions are left out, from this depth on.
    skipped: Option<u16>,
    /// A first function whose door record may follow.
    held: Option<RawRecord>,
    /// A fault whose end has not been seen, at this depth.
    fault: Option<u16>,
    /// The address of the last fault in user mode.
    user_fault: u64,
    /// A signal that will be handled on the way out.
    handled: Option<u8>,
    /// A handler ran in this call.
    interrupted: bool,
    signalled: bool,
    /// The signal that ended the process.
    killed: Option<u8>,
    memory: Memory,
    last: (u64, u8),
}

/// The crossing into the kernel.
pub fn inwards(door: Door, registers: u32, number: u64) -> Kind {
    Kind::Cross { door, from: Ring::User, to: Ring::Kernel, registers, value: number }
}

/// The crossing back.
pub fn outwards(door: Door, value: i64) -> Kind {
    Kind::Cross {
        door,
        from: Ring::Kernel,
        to: Ring::User,
        registers: NO_REGISTERS,
        value: value as u64,
    }
}

impl<'a> Task<'a> {
    pub fn new(
        id: TaskId,
        steps: Vec<&'a RawStep>,
        killed: Option<u8>,
        memory: Memory,
    ) -> Task<'a> {
        Task {
            id,
            steps,
            next: 0,
            at: Where::Outside,
            stack: Vec::new(),
            skipped: None,
            held: None,
            fault: None,
            user_fault: 0,
            handled: None,
            interrupted: false,
            signalled: false,
            killed,
            memory,
            last: (0, 0),
        }
    }

    /// The next record of this task.
    pub fn record(&mut self, import: &mut Import<'a>, record: &RawRecord) {
        if self.left_out(import, record) {
            return;
        }
        // The probe at the door and the function that it sits on are recorded
        // in either order.
        if let Some(held) = self.held.take() {
            if let RawKind::Door { registers } = record.kind {
                let registers = saved(import, registers);
                let door = RawRecord { time: held.time, ..*record };
                self.door(import, &door, registers);
                self.enter_held(import, &held);
                return;
            }
            self.enter_held(import, &held);
        }
        match record.kind {
            RawKind::Enter { depth: 0, .. } if import.run.doors => self.held = Some(*record),
            RawKind::Enter { name, depth } => {
                if !import.run.doors && depth == 0 {
                    self.by_time(import, record, name);
                }
                self.enter(import, record, name, depth);
            }
            RawKind::Leave { depth, .. } => self.leave(import, record, depth),
            RawKind::Door { registers } => {
                let registers = saved(import, registers);
                self.door(import, record, registers);
            }
            RawKind::Fault { user: true, address } => {
                self.user_fault = address;
                self.close(import);
            }
            _ if self.at == Where::Outside => {}
            RawKind::Fault { user: false, address } => self.kernel_fault(import, record, address),
            RawKind::Copy { copy } => {
                self.end_fault(import, record);
                let raw = import.run.copies.get(copy as usize);
                let routine = raw.and_then(|raw| import.symbols.get(raw.routine));
                if let (Some(raw), Some(routine)) = (raw, routine)
                    && !self.stack.iter().any(|f| f.role == Role::Rseq)
                {
                    let copy = Copy {
                        routine: routine.id,
                        direction: raw.direction,
                        user: raw.user,
                        kernel: raw.kernel,
                        wanted: u32::try_from(raw.wanted).unwrap_or(u32::MAX),
                        done: u32::try_from(raw.done).unwrap_or(u32::MAX),
                        bytes_at: 0,
                        bytes_len: 0,
                    };
                    self.copy(import, record, copy);
                }
            }
            RawKind::Queue { queue, depth, dropped } => {
                let name = import.run.names.get(queue as usize).map_or("", |n| n.symbol.as_str());
                let queue = import.out.text(name);
                let kind = Kind::Queue { queue, depth, dropped };
                self.push(import, record, Place::Module, kind);
            }
            RawKind::Switch { sleeps: true } => {
                let on = self.stack.iter().rev().find(|f| f.role != Role::Sched);
                let on = on.map_or(String::new(), |f| import.name(f.function));
                let kind = Kind::Block { on: import.out.text(&on) };
                self.push(import, record, Place::Sched, kind);
            }
            RawKind::Switch { sleeps: false } => {}
            RawKind::Wake { pid } => {
                if let Some(task) = import.run.tasks.iter().position(|t| t.pid == pid) {
                    let kind = Kind::Wake { task: TaskId(task as u16) };
                    self.push(import, record, Place::Sched, kind);
                }
            }
            RawKind::SignalTaken { number, code, handler } => {
                self.signalled = true;
                // a signal that ends the process reaches its threads as SIGKILL
                let number = match self.killed {
                    Some(killed) if handler == 0 => killed,
                    _ => number,
                };
                // SIGILL, SIGBUS, SIGFPE and SIGSEGV have an address
                let address = if matches!(number, 4 | 7 | 8 | 11) { self.user_fault } else { 0 };
                let kind = Kind::Signal { number, code, address };
                self.push(import, record, Place::Signal, kind);
                if handler > 1 {
                    self.handled = Some(number);
                }
            }
        }
    }

    /// The recording is over.
    pub fn end(&mut self, import: &mut Import<'a>) {
        if let Some(held) = self.held.take() {
            self.enter_held(import, &held);
        }
        self.close(import);
        let (time, cpu) = self.last;
        while self.next < self.steps.len() {
            self.unseen(import, time, cpu);
        }
        if let (Some(number), false) = (self.killed, self.signalled) {
            let kind = Kind::Signal { number, code: 0, address: 0 };
            import.out.push(self.last.0, self.id, self.last.1, 0, Place::Signal, kind);
        }
    }

    /// Interrupts' functions, which come whenever they come, and the tracer's.
    fn left_out(&mut self, import: &Import<'a>, record: &RawRecord) -> bool {
        if let Some(from) = self.skipped {
            match record.kind {
                RawKind::Leave { depth, .. } if depth == from => {
                    self.skipped = None;
                    return true;
                }
                RawKind::Leave { depth, .. } | RawKind::Enter { depth, .. } if depth < from => {
                    self.skipped = None;
                }
                RawKind::Enter { depth, .. } if depth == from => self.skipped = None,
                // written by the tracer's functions, about the program's
                RawKind::Copy { .. } | RawKind::Door { .. } => {}
                _ => return true,
            }
        }
        match record.kind {
            RawKind::Enter { name, depth } => {
                let known = import.symbols.get(name).is_some_and(|s| s.aside);
                if known || record.interrupt {
                    self.skipped = Some(depth);
                    return true;
                }
                false
            }
            _ => record.interrupt,
        }
    }

    fn push(&mut self, import: &mut Import<'a>, record: &RawRecord, place: Place, kind: Kind) {
        self.last = (record.time, record.cpu);
        import.out.push(record.time, self.id, record.cpu, self.stack.len() as u16, place, kind);
    }

    /// A call has arrived: the program's, or the driver's own.
    fn door(&mut self, import: &mut Import<'a>, record: &RawRecord, registers: [u64; 10]) {
        if self.at == Where::Handler && registers[0] == import.run.sigreturn {
            let saved = import.out.registers(registers);
            self.push(import, record, Place::Entry, inwards(Door::Signal, saved, registers[0]));
            self.at = Where::Inside;
            return;
        }
        if registers[7] != import.run.call_site {
            self.close(import);
            return;
        }
        if self.at == Where::Resumed && self.made_again(import, &registers) {
            let saved = import.out.registers(registers);
            self.push(import, record, Place::Entry, inwards(import.run.door, saved, registers[0]));
            self.at = Where::Inside;
            self.stack.clear();
            return;
        }
        self.close(import);
        self.begin(import, record, registers);
    }

    /// Is it the call that a signal interrupted, once more (`SA_RESTART`)?
    fn made_again(&self, import: &Import<'a>, registers: &[u64; 10]) -> bool {
        let is = |step: &RawStep| import.is_call(step, registers);
        self.current().is_some_and(is) && !self.steps.get(self.next).copied().is_some_and(is)
    }

    /// Without a probe at the door: a system call within a step's time.
    fn by_time(&mut self, import: &mut Import<'a>, record: &RawRecord, name: u32) {
        if import.symbols.get(name).is_none_or(|s| s.role != Role::Dispatch) {
            return;
        }
        if self.at != Where::Outside {
            let ended = self.current().is_some_and(|s| s.value.is_some() && record.time > s.ended);
            if !ended {
                return;
            }
            self.close(import);
        }
        let due =
            |s: &&RawStep| s.began <= record.time && (s.value.is_none() || record.time <= s.ended);
        let upcoming = self.steps[self.next.min(self.steps.len())..].iter().copied();
        if let Some(step) = upcoming.clone().find(|s| !import.opaque(s)).filter(due) {
            let mut registers = [0; 10];
            registers[..7].copy_from_slice(&step.registers);
            registers[7] = import.run.call_site;
            self.begin(import, record, registers);
        }
    }

    fn current(&self) -> Option<&'a RawStep> {
        self.steps.get(self.next.checked_sub(1)?).copied()
    }

    fn begin(&mut self, import: &mut Import<'a>, record: &RawRecord, registers: [u64; 10]) {
        // calls that were not made, or that the probe cannot see, come first
        let rest = &self.steps[self.next.min(self.steps.len())..];
        let due = rest.iter().position(|s| !import.opaque(s) && import.is_call(s, &registers));
        for _ in 0..due.unwrap_or(0) {
            self.unseen(import, record.time, record.cpu);
        }
        while self.steps.get(self.next).is_some_and(|s| import.opaque(s)) {
            self.unseen(import, record.time, record.cpu);
        }
        let Some(step) = self.steps.get(self.next).copied() else { return };
        self.next += 1;
        self.at = Where::Inside;
        self.stack.clear();
        let (_, line) = import.place_of(step);
        if let Some(Action::Syscall { stores, .. }) =
            import.plan.steps.get(step.step as usize).map(|s| &s.action)
        {
            for store in stores {
                self.memory.write(store.address, &store.bytes);
                for (offset, size, operand) in &store.patches {
                    let value = import.resolve(*operand).to_le_bytes();
                    let size = usize::from(*size).min(8);
                    self.memory.write(store.address + u64::from(*offset), &value[..size]);
                }
            }
        }
        self.push(import, record, Place::Program, Kind::CallBegin { line });
        let saved = import.out.registers(registers);
        self.push(import, record, Place::Entry, inwards(import.run.door, saved, registers[0]));
    }

    /// A step of which the kernel recorded nothing: an opaque one, one whose
    /// number the table does not have (the probe sits behind that check), or one
    /// whose records were lost.
    fn unseen(&mut self, import: &mut Import<'a>, time: u64, cpu: u8) {
        let Some(step) = self.steps.get(self.next).copied() else { return };
        self.next += 1;
        let (_, line) = import.place_of(step);
        let made = !import.opaque(step);
        import.out.push(time, self.id, cpu, 0, Place::Program, Kind::CallBegin { line });
        if made {
            let mut registers = [0; 10];
            registers[..7].copy_from_slice(&step.registers);
            registers[7] = import.run.call_site;
            let saved = import.out.registers(registers);
            let kind = inwards(import.run.door, saved, registers[0]);
            import.out.push(time, self.id, cpu, 0, Place::Entry, kind);
        }
        if let Some(outcome) = import.outcome(step) {
            if made {
                let kind = outwards(import.run.door, step.value.unwrap_or(0));
                import.out.push(time, self.id, cpu, 0, Place::Entry, kind);
            }
            let kind = Kind::CallEnd { line, outcome };
            import.out.push(time, self.id, cpu, 0, Place::Program, kind);
        }
    }

    fn enter_held(&mut self, import: &mut Import<'a>, held: &RawRecord) {
        if let RawKind::Enter { name, depth } = held.kind {
            self.enter(import, held, name, depth);
        }
    }

    fn enter(&mut self, import: &mut Import<'a>, record: &RawRecord, name: u32, depth: u16) {
        self.unwind(import, record, depth);
        let Some(symbol) = import.symbols.get(name) else { return };
        let place = symbol.place.unwrap_or_else(|| self.place());
        if self.at != Where::Outside {
            self.last = (record.time, record.cpu);
            let kind = Kind::Enter { function: symbol.id };
            import.out.push(record.time, self.id, record.cpu, depth + 1, place, kind);
        }
        let Symbol { id, role, .. } = symbol;
        self.stack.push(Frame { function: id, place, role });
        if role == Role::End {
            // thousands of functions take the process down; none is the program's
            self.at = Where::Outside;
            self.next = self.steps.len();
        }
    }

    /// Where the innermost function is.
    fn place(&self) -> Place {
        self.stack.last().map_or(Place::Entry, |f| f.place)
    }

    /// Functions deeper than this have returned, seen or unseen.
    fn unwind(&mut self, import: &mut Import<'a>, record: &RawRecord, depth: u16) {
        if self.fault.is_some_and(|at| depth < at) {
            self.end_fault(import, record);
        }
        while self.stack.len() > usize::from(depth) {
            self.pop(import, record);
        }
    }

    fn pop(&mut self, import: &mut Import<'a>, record: &RawRecord) -> Option<Role> {
        let depth = self.stack.len() as u16;
        let frame = self.stack.pop()?;
        if self.at != Where::Outside {
            self.last = (record.time, record.cpu);
            let value = match frame.role {
                Role::Dispatch => self.current().and_then(|s| s.value).unwrap_or(0),
                _ => 0,
            };
            let kind = Kind::Leave { function: frame.function, value };
            import.out.push(record.time, self.id, record.cpu, depth, frame.place, kind);
        }
        Some(frame.role)
    }

    fn leave(&mut self, import: &mut Import<'a>, record: &RawRecord, depth: u16) {
        if self.stack.len() <= usize::from(depth) {
            // it began before the recording did
            return;
        }
        self.unwind(import, record, depth + 1);
        if self.fault.is_some_and(|at| depth < at) {
            self.end_fault(import, record);
        }
        let role = self.pop(import, record);
        match (depth, role, self.at) {
            (0, Some(Role::Dispatch), Where::Inside) => self.at = Where::WayOut,
            (0, Some(Role::Exit), Where::WayOut) => self.way_out(import, record),
            _ => {}
        }
    }

    /// The kernel goes back to user mode.
    fn way_out(&mut self, import: &mut Import<'a>, record: &RawRecord) {
        if let Some(number) = self.handled.take() {
            self.push(import, record, Place::Signal, outwards(Door::Signal, number.into()));
            self.at = Where::Handler;
            self.interrupted = true;
        } else if std::mem::take(&mut self.interrupted) {
            let value = self.current().and_then(|step| step.value).unwrap_or(0);
            self.push(import, record, Place::Entry, outwards(import.run.door, value));
            self.at = Where::Resumed;
        } else {
            self.close(import);
        }
    }

    fn kernel_fault(&mut self, import: &mut Import<'a>, record: &RawRecord, address: u64) {
        self.end_fault(import, record);
        self.fault = Some(self.stack.len() as u16);
        self.push(import, record, Place::Entry, fault(address));
    }

    /// The faulting instruction, or its fixup, goes on: what the handler has
    /// called is over.
    fn end_fault(&mut self, import: &mut Import<'a>, record: &RawRecord) {
        if let Some(depth) = self.fault.take() {
            while self.stack.len() > usize::from(depth) {
                self.pop(import, record);
            }
        }
    }

    fn copy(&mut self, import: &mut Import<'a>, record: &RawRecord, copy: Copy) {
        let done = copy.done as usize;
        let bytes: Vec<u8> = match copy.direction {
            Direction::ToKernel => self.memory.read(copy.user, done).to_vec(),
            Direction::ToUser => {
                let kept = self.current().and_then(|s| {
                    s.outputs.iter().find_map(|o| {
                        let from = usize::try_from(copy.user.checked_sub(o.address)?).ok()?;
                        let rest = o.bytes.get(from..)?;
                        Some(rest[..rest.len().min(done)].to_vec())
                    })
                });
                kept.unwrap_or_default()
            }
        };
        if copy.direction == Direction::ToUser {
            self.memory.write(copy.user, &bytes);
        }
        let kind = import.out.copy(copy, &bytes);
        self.push(import, record, Place::Usercopy, kind);
    }

    /// The call is over, with what was seen of it last.
    fn close(&mut self, import: &mut Import<'a>) {
        let open = self.at != Where::Outside;
        let last = RawRecord {
            time: self.last.0,
            pid: 0,
            cpu: self.last.1,
            interrupt: false,
            kind: RawKind::Switch { sleeps: false },
        };
        if !open {
            self.stack.clear();
            self.fault = None;
            return;
        }
        let Some(step) = self.current() else { return };
        if step.value.is_none() {
            // still in it when the recording ended
            self.at = Where::Outside;
            self.stack.clear();
            return;
        }
        self.unwind(import, &last, 0);
        self.handled = None;
        self.interrupted = false;
        let crossed = self.at == Where::Resumed;
        self.at = Where::Outside;
        let (_, line) = import.place_of(step);
        let value = step.value.unwrap_or(0);
        if !crossed {
            self.push(import, &last, Place::Entry, outwards(import.run.door, value));
        }
        for output in &step.outputs {
            self.memory.write(output.address, &output.bytes);
        }
        if let Some(outcome) = import.outcome(step) {
            self.push(import, &last, Place::Program, Kind::CallEnd { line, outcome });
        }
    }
}

fn saved(import: &Import<'_>, registers: u32) -> [u64; 10] {
    import.run.registers.get(registers as usize).copied().unwrap_or_default()
}

/// Into the kernel's page fault handler. That it goes back to the kernel is no
/// crossing.
fn fault(address: u64) -> Kind {
    Kind::Cross {
        door: Door::Fault,
        from: Ring::Kernel,
        to: Ring::Kernel,
        registers: NO_REGISTERS,
        value: address,
    }
}
