//! Plans made by hand.
#![allow(dead_code, reason = "each test file uses a part")]

use ringside_core::program::Plan;
use ringside_core::program::plan::{
    Action, BUFFERS, Capture, Length, Operand, PAGE, RODATA, Region, STRUCTS, Slot, Step, Store,
};
use ringside_core::trace::{Kind, Outcome, Trace};

/// AT_FDCWD, as a register holds it.
pub const CWD: Operand = Operand::Value(-100i64 as u64);

pub fn v(value: u64) -> Operand {
    Operand::Value(value)
}

pub fn slot(slot: Slot) -> Operand {
    Operand::Slot(slot, 0)
}

/// Builds a plan line by line.
#[derive(Default)]
pub struct Builder {
    pub plan: Plan,
    task: u16,
}

impl Builder {
    pub fn new() -> Builder {
        let mut plan = Plan::default();
        plan.tasks.push("A".to_owned());
        Builder { plan, task: 0 }
    }

    pub fn task(&mut self, task: u16) -> &mut Builder {
        while self.plan.tasks.len() <= usize::from(task) {
            self.plan.tasks.push(char::from(b'A' + self.plan.tasks.len() as u8).to_string());
        }
        self.task = task;
        self
    }

    fn region(&mut self, base: u64, size: u64, init: &[u8], writable: bool) -> u64 {
        let address = self
            .plan
            .regions
            .iter()
            .filter(|r| (base..base + 0x1000_0000).contains(&r.address))
            .map(|r| r.address + r.mapped() + PAGE)
            .max()
            .unwrap_or(base);
        let name = String::from_utf8_lossy(init).into_owned();
        self.plan.regions.push(Region { name, address, size, init: init.to_vec(), writable });
        address
    }

    pub fn text(&mut self, text: &str) -> Operand {
        let bytes = [text.as_bytes(), b"\0"].concat();
        v(self.region(RODATA, bytes.len() as u64, &bytes, false))
    }

    pub fn buffer(&mut self, size: u64) -> Operand {
        v(self.region(BUFFERS, size, &[], true))
    }

    pub fn structure(&mut self, size: u64) -> u64 {
        self.region(STRUCTS, size, &[], true)
    }

    pub fn call(&mut self, name: &'static str, given: &[Operand]) -> &mut Builder {
        let mut arguments = [v(0); 6];
        arguments[..given.len()].copy_from_slice(given);
        let line = self.plan.steps.len() as u32;
        self.plan.text += &format!("{name}\n");
        self.plan.steps.push(Step {
            line,
            task: self.task,
            action: Action::Syscall {
                name,
                arguments,
                count: given.len() as u8,
                stores: Vec::new(),
                captures: Vec::new(),
            },
            bind: None,
            expect: None,
        });
        self
    }

    pub fn bind(&mut self) -> Slot {
        let slot = Slot(self.plan.slots.len() as u32);
        self.plan.slots.push(format!("s{}", slot.0));
        if let Some(step) = self.plan.steps.last_mut() {
            step.bind = Some(slot);
        }
        slot
    }

    /// Keeps what the call left at its argument.
    pub fn keep(&mut self, argument: u8, length: Length) -> &mut Builder {
        if let Some(Step { action: Action::Syscall { arguments, captures, .. }, .. }) =
            self.plan.steps.last_mut()
        {
            let address = arguments[usize::from(argument)];
            captures.push(Capture { argument, address, length });
        }
        self
    }

    pub fn store(&mut self, store: Store) -> &mut Builder {
        if let Some(Step { action: Action::Syscall { stores, .. }, .. }) =
            self.plan.steps.last_mut()
        {
            stores.push(store);
        }
        self
    }

    pub fn open(&mut self, path: &str, flags: i32) -> Slot {
        let path = self.text(path);
        self.call("openat", &[CWD, path, v(flags as u64)]).bind()
    }

    pub fn read(&mut self, fd: Slot, buffer: Operand, n: u64) -> &mut Builder {
        self.call("read", &[slot(fd), buffer, v(n)]).keep(1, Length::Returned)
    }
}

/// Results in the order of the lines; `None` for a call that is not over.
pub fn outcomes(plan: &Plan, trace: &Trace) -> Vec<Option<Outcome>> {
    let end = |line: u32| {
        trace.events.iter().find_map(|e| match e.kind {
            Kind::CallEnd { line: at, outcome } if at == line => {
                Some(trace.outcomes[outcome as usize].clone())
            }
            _ => None,
        })
    };
    plan.steps.iter().map(|step| end(step.line)).collect()
}

/// The values returned, in the order of the lines.
pub fn values(plan: &Plan, trace: &Trace) -> Vec<i64> {
    outcomes(plan, trace).into_iter().map(|o| o.map_or(i64::MIN, |o| o.value)).collect()
}

/// The trace, as people read it: one line an event.
pub fn show(trace: &Trace) -> String {
    let mut out = String::new();
    for event in &trace.events {
        let indent = "  ".repeat(usize::from(event.depth));
        let what = match event.kind {
            Kind::Enter { function } => format!("> {}", trace.function_name(function)),
            Kind::Leave { function, value } => {
                format!("< {} {value}", trace.function_name(function))
            }
            Kind::Copy { copy } => {
                let c = trace.copies[copy as usize];
                format!(
                    "copy {} {:?} user={:#x} {}/{} {:?}",
                    trace.function_name(c.routine),
                    c.direction,
                    c.user,
                    c.done,
                    c.wanted,
                    String::from_utf8_lossy(trace.copied_bytes(&c))
                )
            }
            Kind::Note { text, lost } => format!("note {:?} lost {lost}", trace.text(text)),
            Kind::Block { on } => format!("block on {}", trace.text(on)),
            Kind::Queue { queue, depth, dropped } => {
                format!("queue {} {depth} dropped {dropped}", trace.text(queue))
            }
            other => format!("{other:?}"),
        };
        let task = char::from(b'A' + event.task.0 as u8);
        out += &format!("{task} {:>9} {:<9} {indent}{what}\n", event.time, event.place.id());
    }
    out
}
