//! [`Program`] to [`Plan`]: names, strings and structures become numbers,
//! addresses and bytes.

mod argument;
mod call;
mod expect;
mod measure;
mod memory;
mod poll;
mod structs;
mod symbols;
mod tasks;

use std::collections::BTreeMap;

use super::ast::{Call, Expr, Item, Origin, Program, Span};
use super::diagnostic::{Diagnostic, MOST};
use super::plan::{Action, Plan, Slot, Step};
use memory::Memory;
use tasks::Tasks;

/// How many lines a program may have.
pub const MOST_LINES: usize = 100_000;
/// How many tasks a written program may have.
pub const MOST_TASKS: usize = 8;
/// How many processes a log may have.
pub const MOST_TASKS_OF_LOG: usize = 64;
/// How much memory a program's buffers, strings and structures may take.
pub const MOST_MEMORY: u64 = 64 << 20;

type Result<T> = std::result::Result<T, Diagnostic>;

/// Makes a program ready to run.
///
/// In a log, calls that cannot be made ready (unknown ones, with arguments that
/// strace abbreviated) become [`Action::Opaque`]; in a written program they are
/// mistakes.
///
/// ```
/// use ringside_core::program::plan::{Action, BUFFERS, Operand, RODATA, Slot};
/// use ringside_core::program::{lower, parse};
///
/// let program = parse(r#"
/// fd = openat(AT_FDCWD, "/proc/ringside/hello", O_RDONLY)
/// read(fd, &buf, 10) = 10
/// "#).unwrap();
/// let plan = lower(&program).unwrap();
/// let Action::Syscall { name, arguments, .. } = &plan.steps[0].action else { panic!() };
/// assert_eq!((*name, arguments[1]), ("openat", Operand::Value(RODATA)));
/// let Action::Syscall { arguments, .. } = &plan.steps[1].action else { panic!() };
/// assert_eq!(arguments[0], Operand::Slot(Slot(0), 0));
/// assert_eq!(arguments[1], Operand::Value(BUFFERS));
/// assert_eq!(plan.steps[1].expect.as_ref().unwrap().value, Some(10));
///
/// let mistakes = lower(&parse("raed(0, &buf, 10)").unwrap()).unwrap_err();
/// assert_eq!(mistakes[0].to_string(), "line 1, column 1: `raed` is no call; expected `read`");
/// ```
///
/// # Errors
///
/// What a call cannot mean, where and why, 20 mistakes at most; see
/// [`Diagnostic::quote`] for the source lines.
pub fn lower(program: &Program) -> std::result::Result<Plan, Vec<Diagnostic>> {
    let mut lowering = Lowering::new(program)?;
    lowering.steps();
    lowering.finish()
}

/// Everything from a text to a plan; the messages quote the text.
///
/// # Errors
///
/// Those of [`parse`](super::parse()) and [`lower`].
pub fn compile(text: &str) -> std::result::Result<Plan, Vec<Diagnostic>> {
    let program = super::parse(text)?;
    lower(&program).map_err(|mut mistakes| {
        for mistake in &mut mistakes {
            mistake.quote(text);
        }
        mistakes
    })
}

/// What is known on the way.
struct Lowering<'p> {
    program: &'p Program,
    tasks: Tasks,
    memory: Memory,
    slots: Vec<String>,
    slot_of: BTreeMap<&'p str, Slot>,
    /// What names hold, where the program states it.
    stated: BTreeMap<&'p str, i64>,
    /// In a log: where mappings were, by task and address, and the slot that
    /// holds where they are now.
    mappings: BTreeMap<(u16, u64), (u64, Slot)>,
    steps: Vec<Step>,
    mistakes: Vec<Diagnostic>,
}

impl<'p> Lowering<'p> {
    fn new(program: &'p Program) -> std::result::Result<Lowering<'p>, Vec<Diagnostic>> {
        let lines = program.lines.len();
        if lines > MOST_LINES {
            let span = Span { line: MOST_LINES as u32 + 1, column: 1, end: 1 };
            let message = format!("a program has {MOST_LINES} lines at most; this one has {lines}");
            return Err(vec![Diagnostic::new(span, message)]);
        }
        let tasks = Tasks::of(program).map_err(|mistake| vec![mistake])?;
        let memory = measure::memory(program)?;
        Ok(Lowering {
            program,
            tasks,
            memory,
            slots: Vec::new(),
            slot_of: BTreeMap::new(),
            stated: BTreeMap::new(),
            mappings: BTreeMap::new(),
            steps: Vec::new(),
            mistakes: Vec::new(),
        })
    }

    fn log(&self) -> bool {
        self.program.origin == Origin::Strace
    }

    fn steps(&mut self) {
        for (line, call) in calls(self.program) {
            let task = self.tasks.of_line(line);
            match self.step(line, task, call) {
                Ok(step) => self.steps.push(step),
                Err(mistake) => {
                    self.mistakes.push(mistake);
                    // Its name is bound all the same: one mistake, one message.
                    call.bind.as_deref().map(|name| self.bind(name));
                }
            }
            if self.mistakes.len() == MOST {
                return;
            }
        }
    }

    fn step(&mut self, line: usize, task: u16, call: &'p Call) -> Result<Step> {
        let lowered = match self.call(task, call) {
            Err(_) if self.log() => None,
            lowered => Some(lowered?),
        };
        let stated = call.result.as_ref();
        let mut expect = match stated.map(|stated| self.expect(stated)).transpose() {
            Err(_) if self.log() => None,
            expect => expect?,
        };
        let action = match lowered {
            Some(lowered) => {
                if let Some(expect) = &mut expect {
                    expect.outputs = lowered.outputs;
                }
                lowered.action
            }
            None => {
                let value = expect.as_ref().and_then(|e| e.value).unwrap_or(0);
                Action::Opaque { name: call.name.clone(), value }
            }
        };
        // Bound last: `fd = dup(fd)` means the old one inside.
        let bind = match &call.bind {
            Some(name) => {
                match stated.and_then(|stated| stated.value) {
                    Some(value) => self.stated.insert(name, value),
                    None => self.stated.remove(name.as_str()),
                };
                Some(self.bind(name))
            }
            None => self.bind_mapping(task, call, &action),
        };
        Ok(Step { line: line as u32, task, action, bind, expect })
    }

    fn bind(&mut self, name: &'p str) -> Slot {
        let slots = &mut self.slots;
        *self.slot_of.entry(name).or_insert_with(|| {
            slots.push(name.to_owned());
            Slot(slots.len() as u32 - 1)
        })
    }

    /// A log says where a mapping was; here it will be elsewhere, so the log's
    /// later uses of that address follow.
    fn bind_mapping(&mut self, task: u16, call: &Call, action: &Action) -> Option<Slot> {
        let Action::Syscall { name: "mmap", arguments, .. } = action else { return None };
        if !self.log() {
            return None;
        }
        let address = call.result.as_ref()?.value.filter(|v| *v > 0)? as u64;
        let super::plan::Operand::Value(size) = arguments[1] else { return None };
        self.slots.push(format!("{address:#x}"));
        let slot = Slot(self.slots.len() as u32 - 1);
        self.mappings.insert((task, address), (size, slot));
        Some(slot)
    }

    fn finish(self) -> std::result::Result<Plan, Vec<Diagnostic>> {
        if !self.mistakes.is_empty() {
            return Err(self.mistakes);
        }
        Ok(Plan {
            text: super::print(self.program),
            origin: self.program.origin,
            tasks: self.tasks.names,
            regions: self.memory.regions(),
            slots: self.slots,
            steps: self.steps,
        })
    }
}

/// The calls of a program and their lines, counted from 0.
fn calls(program: &Program) -> impl Iterator<Item = (usize, &Call)> {
    program.lines.iter().enumerate().filter_map(|(at, line)| match &line.item {
        Item::Call(call) => Some((at, call)),
        _ => None,
    })
}

/// A value without strace's remarks.
pub(crate) fn plain(mut value: &Expr) -> &Expr {
    while let Expr::Noted(inner, _) | Expr::Decorated(inner, _) | Expr::Field(_, inner) = value {
        value = inner;
    }
    value
}

/// The register that holds this number, if one can.
fn register(value: i128) -> u64 {
    value as u64
}
