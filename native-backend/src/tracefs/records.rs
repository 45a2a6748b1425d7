//! From the buffer's bytes to records with names.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::path::Path;

use ringside_core::trace::import::{RawCopy, RawKind, RawName, RawRecord};
use ringside_core::trace::{Direction, Registers};

use super::door;
use super::format::{Field, Format};
use super::ring;
use super::symbols::Symbols;

/// Bit of `common_flags`: in a hard interrupt's handler.
const HARDIRQ: u64 = 0x08;
/// Bit of `common_flags`: in a soft interrupt's handler.
const SOFTIRQ: u64 = 0x10;

/// What an event's fields mean to us.
enum Layout {
    Enter {
        function: Field,
        depth: Field,
    },
    Leave {
        function: Field,
        depth: Field,
    },
    Door([Field; 10]),
    Fault {
        user: bool,
        address: Field,
    },
    Copy {
        routine: Field,
        direction: Field,
        user: Field,
        kernel: Field,
        wanted: Field,
        done: Field,
    },
    Queue {
        queue: Field,
        depth: Field,
        dropped: Field,
    },
    Switch {
        previous: Field,
        state: Field,
    },
    Wake {
        pid: Field,
    },
    Taken {
        number: Field,
        code: Field,
        handler: Field,
    },
}

/// The events that a session has enabled.
#[derive(Default)]
pub struct Layouts {
    by_id: Vec<Option<Layout>>,
    flags: Field,
    pid: Field,
}

impl Layouts {
    /// Reads the formats of all that this kernel has.
    pub fn read(dir: &Path, doors: &[String]) -> Layouts {
        let mut layouts = Layouts::default();
        layouts.add(dir, "ftrace/funcgraph_entry", |f| Layout::Enter {
            function: f.field("func"),
            depth: f.field("depth"),
        });
        layouts.add(dir, "ftrace/funcgraph_exit", |f| Layout::Leave {
            function: f.field("func"),
            depth: f.field("depth"),
        });
        for door in doors {
            layouts.add(dir, door, |f| Layout::Door(door::FIELDS.map(|name| f.field(name))));
        }
        for (event, user) in
            [("exceptions/page_fault_kernel", false), ("exceptions/page_fault_user", true)]
        {
            layouts.add(dir, event, |f| Layout::Fault { user, address: f.field("address") });
        }
        layouts.add(dir, "ringside/ringside_usercopy", |f| Layout::Copy {
            routine: f.field("routine"),
            direction: f.field("direction"),
            user: f.field("user"),
            kernel: f.field("kernel"),
            wanted: f.field("wanted"),
            done: f.field("done"),
        });
        layouts.add(dir, "ringside/ringside_queue", |f| Layout::Queue {
            queue: f.field("queue"),
            depth: f.field("depth"),
            dropped: f.field("dropped"),
        });
        layouts.add(dir, "sched/sched_switch", |f| Layout::Switch {
            previous: f.field("prev_pid"),
            state: f.field("prev_state"),
        });
        layouts.add(dir, "sched/sched_waking", |f| Layout::Wake { pid: f.field("pid") });
        layouts.add(dir, "signal/signal_deliver", |f| Layout::Taken {
            number: f.field("sig"),
            code: f.field("code"),
            handler: f.field("sa_handler"),
        });
        layouts
    }

    fn add(&mut self, dir: &Path, event: &str, layout: impl Fn(&Format) -> Layout) {
        let Ok(format) = Format::read(dir, event) else { return };
        let id = usize::from(format.id);
        if self.by_id.len() <= id {
            self.by_id.resize_with(id + 1, || None);
        }
        self.by_id[id] = Some(layout(&format));
        // the same in all events
        self.flags = format.field("common_flags");
        self.pid = format.field("common_pid");
    }
}

/// Kernel addresses are spread well enough, and come from the kernel: one
/// multiplication will do.
#[derive(Default)]
struct AddressHasher(u64);

impl Hasher for AddressHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, address: u64) {
        // the table uses the high bits and the low ones
        let product = (self.0 ^ address).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = product ^ (product >> 32);
    }
}

/// Collects records.
#[derive(Default)]
pub struct Collector {
    by_address: HashMap<u64, u32, BuildHasherDefault<AddressHasher>>,
    by_text: HashMap<Vec<u8>, u32>,
    /// Names that records refer to.
    pub names: Vec<RawName>,
    /// The records.
    pub records: Vec<RawRecord>,
    /// Registers at the door.
    pub registers: Vec<Registers>,
    /// Copies.
    pub copies: Vec<RawCopy>,
    /// How many the kernel has lost.
    pub lost: u64,
}

impl Collector {
    /// Reads one page of a CPU's buffer.
    pub fn page(&mut self, layouts: &Layouts, symbols: &Symbols, cpu: u8, bytes: &[u8]) {
        let lost = ring::page(bytes, |time, data| self.event(layouts, symbols, cpu, time, data));
        self.lost += lost;
    }

    #[inline]
    fn event(&mut self, layouts: &Layouts, symbols: &Symbols, cpu: u8, time: u64, data: &[u8]) {
        let &[low, high, ..] = data else { return };
        let id = usize::from(u16::from_ne_bytes([low, high]));
        let Some(Some(layout)) = layouts.by_id.get(id) else { return };
        let pid = layouts.pid.get(data) as u32;
        let kind = match layout {
            Layout::Enter { function, depth } => RawKind::Enter {
                name: self.function(symbols, function.get(data)),
                depth: depth.get(data) as u16,
            },
            Layout::Leave { function, depth } => RawKind::Leave {
                name: self.function(symbols, function.get(data)),
                depth: depth.get(data) as u16,
            },
            Layout::Door(fields) => {
                self.registers.push(fields.map(|f| f.get(data)));
                RawKind::Door { registers: self.registers.len() as u32 - 1 }
            }
            Layout::Fault { user, address } => {
                RawKind::Fault { user: *user, address: address.get(data) }
            }
            Layout::Copy { routine, direction, user, kernel, wanted, done } => {
                let copy = RawCopy {
                    routine: self.function(symbols, routine.get(data)),
                    direction: match direction.get(data) {
                        0 => Direction::ToKernel,
                        _ => Direction::ToUser,
                    },
                    user: user.get(data),
                    kernel: kernel.get(data),
                    wanted: wanted.get(data),
                    done: done.get(data),
                };
                self.copies.push(copy);
                RawKind::Copy { copy: self.copies.len() as u32 - 1 }
            }
            Layout::Queue { queue, depth, dropped } => RawKind::Queue {
                queue: self.text(queue.text(data)),
                depth: depth.get(data) as u32,
                dropped: dropped.get(data) as u32,
            },
            // the lowest bits are TASK_INTERRUPTIBLE and its like; none: preempted
            Layout::Switch { previous, state } if previous.get(data) as u32 == pid => {
                RawKind::Switch { sleeps: state.get(data) & 0xff != 0 }
            }
            Layout::Switch { .. } => return,
            Layout::Wake { pid } => RawKind::Wake { pid: pid.get(data) as u32 },
            Layout::Taken { number, code, handler } => RawKind::SignalTaken {
                number: number.get(data) as u8,
                code: code.get(data) as i32,
                handler: handler.get(data),
            },
        };
        let interrupt = layouts.flags.get(data) & (HARDIRQ | SOFTIRQ) != 0;
        self.records.push(RawRecord { time, pid, cpu, interrupt, kind });
    }

    fn function(&mut self, symbols: &Symbols, address: u64) -> u32 {
        if let Some(known) = self.by_address.get(&address) {
            return *known;
        }
        let (symbol, module) = match symbols.name(address) {
            Some((symbol, module)) => (symbol.to_owned(), module.to_owned()),
            None => (format!("{address:#x}"), String::new()),
        };
        let index = self.names.len() as u32;
        self.names.push(RawName { symbol, module });
        self.by_address.insert(address, index);
        index
    }

    fn text(&mut self, text: &[u8]) -> u32 {
        if let Some(known) = self.by_text.get(text) {
            return *known;
        }
        let index = self.names.len() as u32;
        let symbol = String::from_utf8_lossy(text).into_owned();
        self.names.push(RawName { symbol, module: String::new() });
        self.by_text.insert(text.to_vec(), index);
        index
    }
}
