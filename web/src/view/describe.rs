//! An event in words.

use ringside_core::trace::{
    Arch, Copy, Direction, Door, Event, FunctionId, Kind, NO_REGISTERS, Ring, Visibility, Walk,
};

use super::words;
use crate::i18n::{Lang, Text};
use crate::scene::Scene;
use crate::source::Loaded;

/// A fact: what, its value, and whether the value is code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// What it is.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What the page says about an event.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Description {
    /// The kind of event, in a word or two.
    pub kind: String,
    /// What it is about: a name, or a sentence's beginning.
    pub title: String,
    /// Is the title code?
    pub code: bool,
    /// The source file.
    pub file: Option<&'static str>,
    /// What happens, in words.
    pub words: Vec<String>,
    /// Addresses, values.
    pub facts: Vec<Fact>,
    /// Saved registers.
    pub registers: Vec<Fact>,
    /// Bytes: hexadecimal and text, eight a line.
    pub bytes: Vec<(String, String)>,
    /// Something went wrong.
    pub bad: bool,
}

/// How many lines of bytes are shown.
const BYTE_LINES: usize = 8;

/// Describes the event that made this scene.
#[must_use]
pub fn describe(loaded: &Loaded, scene: &Scene, lang: Lang) -> Description {
    let event = scene.position.checked_sub(1).and_then(|at| loaded.trace.events.get(at));
    let Some(event) = event else {
        return Description {
            kind: lang.t(Text::Ready).to_owned(),
            title: lang.t(Text::BeforeFirst).to_owned(),
            words: vec![lang.t(Text::ReadyWords).to_owned()],
            ..Description::default()
        };
    };
    Speaker { loaded, scene, lang }.event(event)
}

struct Speaker<'a> {
    loaded: &'a Loaded,
    scene: &'a Scene,
    lang: Lang,
}

fn hex(value: u64) -> String {
    format!("{value:#x}")
}

impl Speaker<'_> {
    fn t(&self, text: Text) -> String {
        self.lang.t(text).to_owned()
    }

    fn fact(&self, name: Text, value: impl Into<String>) -> Fact {
        Fact { name: self.t(name), value: value.into() }
    }

    fn text(&self, id: ringside_core::trace::TextId) -> String {
        self.loaded.trace.text(id).to_owned()
    }

    fn said(&self, kind: Text, title: String, words: String) -> Description {
        Description { kind: self.t(kind), title, words: vec![words], ..Description::default() }
    }

    fn event(&self, event: &Event) -> Description {
        match event.kind {
            Kind::CallBegin { line } => Description {
                code: true,
                facts: vec![Fact {
                    name: self.t(Text::Program),
                    value: self.lang.fill(Text::InLine, &[&(line + 1)]),
                }],
                ..self.said(
                    Text::BeginsCall,
                    self.loaded.call_text(line).to_owned(),
                    self.t(Text::BeginsCallWords),
                )
            },
            Kind::CallEnd { line, outcome } => self.call_end(line, outcome),
            Kind::Enter { function } => self.function(function, Text::Enters, None),
            Kind::Leave { function, value } => self.function(function, Text::Leaves, Some(value)),
            Kind::Cross { door, from, to, registers, value } => {
                self.cross(door, from, to, registers, value)
            }
            Kind::Copy { copy } => self
                .loaded
                .trace
                .copies
                .get(copy as usize)
                .map_or_else(Description::default, |copy| self.copy(copy)),
            Kind::Walk { outcome, levels, frame, address } => {
                self.walk(outcome, levels, frame, address)
            }
            Kind::Map { mapping, frame, page } => {
                let frame = hex(frame.into());
                let mut said = self.said(
                    Text::MapTitle,
                    format!("{} → {frame}", hex(page)),
                    self.lang.fill(Text::MapWords, &[&frame]),
                );
                if mapping.shared {
                    said.words.push(self.t(Text::MapShared));
                }
                Description { code: true, ..said }
            }
            Kind::Unmap { page, .. } => Description {
                code: true,
                ..self.said(Text::UnmapTitle, hex(page), self.t(Text::UnmapWords))
            },
            Kind::Signal { number, code, address } => Description {
                bad: true,
                ..self.said(
                    Text::DoorSignal,
                    self.lang.fill(Text::SignalTitle, &[&words::signal_name(number)]),
                    self.lang.fill(Text::SignalWords, &[&code, &hex(address)]),
                )
            },
            other => self.kernel_state(other),
        }
    }

    fn kernel_state(&self, kind: Kind) -> Description {
        let lang = self.lang;
        match kind {
            Kind::Allocate { object, size, address } => {
                let what = lang.t(words::object(object));
                Description {
                    facts: vec![self.fact(Text::FaultAddress, hex(address))],
                    ..self.said(
                        Text::KernelMemory,
                        lang.fill(Text::AllocateTitle, &[&what]),
                        lang.fill(Text::Bytes, &[&size]),
                    )
                }
            }
            Kind::Free { object, address } => {
                let what = lang.t(words::object(object));
                self.said(Text::KernelMemory, lang.fill(Text::FreeTitle, &[&what]), hex(address))
            }
            Kind::Queue { queue, depth, dropped } => {
                let queue = self.text(queue);
                let mut said = self.said(
                    Text::QueueTitle,
                    queue.clone(),
                    lang.fill(Text::QueueHolds, &[&queue, &depth]),
                );
                if dropped > 0 {
                    said.bad = true;
                    said.words.push(lang.fill(Text::QueueDropped, &[&dropped]));
                }
                said
            }
            Kind::Dequeue { queue, depth } => {
                let queue = self.text(queue);
                let words = lang.fill(Text::QueueHolds, &[&queue, &depth]);
                self.said(Text::DequeueTitle, queue, words)
            }
            Kind::Block { on } => {
                let words = lang.fill(Text::BlockWords, &[&self.text(on)]);
                self.said(Text::BlockTitle, self.text(on), words)
            }
            Kind::Wake { task } => {
                let name = self.loaded.trace.header.tasks.get(usize::from(task.0));
                let name = name.map_or("?", String::as_str);
                let title = lang.fill(Text::WakeTitle, &[&name]);
                self.said(Text::WakeTitle, title.clone(), self.t(Text::WakeWords)).titled(title)
            }
            Kind::State { state } => {
                let Some(state) = self.loaded.trace.states.get(state as usize) else {
                    return Description::default();
                };
                let what = self.text(state.what);
                Description {
                    kind: self.t(Text::StateTitle),
                    title: what,
                    facts: vec![
                        self.fact(Text::Before, self.text(state.before)),
                        self.fact(Text::After, self.text(state.after)),
                    ],
                    ..Description::default()
                }
            }
            Kind::Note { text, lost } => {
                let mut said = self.said(Text::NoteTitle, self.text(text), String::new());
                said.words.clear();
                if lost > 0 {
                    said.bad = true;
                    said.words.push(lang.fill(Text::Lost, &[&lost]));
                }
                said
            }
            _ => Description::default(),
        }
    }

    fn call_end(&self, line: u32, outcome: u32) -> Description {
        let Some(outcome) = self.loaded.trace.outcomes.get(outcome as usize) else {
            return Description::default();
        };
        let mut said = Description {
            kind: self.t(Text::EndsCall),
            title: self.loaded.call_text(line).to_owned(),
            code: true,
            ..Description::default()
        };
        said.facts.push(self.fact(Text::Value, words::result(outcome)));
        if let Some(errno) = outcome.errno() {
            said.bad = true;
            said.words.push(words::errno_text(errno));
        }
        if outcome.recorded {
            said.words.push(self.t(Text::Recorded));
        }
        if let Some(output) = outcome.outputs.first() {
            said.bytes = words::hex_lines(&output.bytes);
            said.bytes.truncate(BYTE_LINES);
        }
        said
    }

    fn function(&self, id: FunctionId, kind: Text, value: Option<i64>) -> Description {
        let mut said = Description {
            kind: self.t(kind),
            title: self.loaded.trace.function_name(id).to_owned(),
            code: true,
            ..Description::default()
        };
        match id.get() {
            Some(function) => {
                said.file = Some(function.file);
                let words = self.lang.pick((function.en, function.zh));
                said.words.extend((!words.is_empty()).then(|| words.to_owned()));
                if let Some(why) = invisible(function.visibility) {
                    said.words.push(self.lang.fill(Text::NotTraced, &[&self.lang.t(why)]));
                }
            }
            None => said.words.push(self.t(Text::UnknownFunction)),
        }
        match value {
            Some(value) => {
                let value = words::returned(value);
                said.facts.push(self.fact(Text::Value, value));
            }
            None => {
                let stack = &self.scene.now().stack;
                if let Some(caller) = stack.iter().rev().nth(1) {
                    let name = self.loaded.trace.function_name(caller.function);
                    said.facts.push(self.fact(Text::CalledBy, name));
                }
            }
        }
        said
    }

    fn cross(&self, door: Door, from: Ring, to: Ring, registers: u32, value: u64) -> Description {
        let (kind, words) = match (door, from, to) {
            (Door::Fault, Ring::Kernel, Ring::Kernel) => {
                (Text::FaultInside, Text::FaultInsideWords)
            }
            (Door::Signal, _, Ring::User) => (Text::SignalIn, Text::SignalInWords),
            (_, _, Ring::User) => (Text::CrossOut, Text::CrossOutWords),
            (Door::Interrupt, ..) => (Text::CrossIn, Text::CrossInInterrupt),
            (Door::Fault, ..) => (Text::CrossIn, Text::CrossInFault),
            _ => (Text::CrossIn, Text::CrossInSyscall),
        };
        let name = match door {
            Door::Syscall => Text::DoorSyscall,
            Door::Int80 => Text::DoorInt80,
            Door::Sysenter => Text::DoorSysenter,
            Door::Interrupt => Text::DoorInterrupt,
            Door::Fault => Text::DoorFault,
            Door::Signal => Text::DoorSignal,
        };
        let mut said = self.said(kind, self.t(name), self.t(words));
        let inwards = to == Ring::Kernel;
        said.bad = door == Door::Fault && inwards;
        said.facts.push(match (door, inwards) {
            (Door::Fault, true) => self.fact(Text::FaultAddress, hex(value)),
            (Door::Interrupt, true) => self.fact(Text::Vector, hex(value)),
            (Door::Interrupt | Door::Fault, false) => return said,
            (_, true) => self.fact(Text::Number, value.to_string()),
            (_, false) => self.fact(Text::Value, words::returned(value.cast_signed())),
        });
        let saved = (registers != NO_REGISTERS)
            .then(|| self.loaded.trace.registers.get(registers as usize))
            .flatten();
        if let Some(saved) = saved {
            let names = register_names(self.loaded.trace.header.kernel.arch);
            let facts = names
                .iter()
                .zip(saved)
                .map(|(name, &value)| Fact { name: (*name).to_owned(), value: hex(value) });
            said.registers = facts.collect();
        }
        said
    }

    fn copy(&self, copy: &Copy) -> Description {
        let (kind, what) = match copy.direction {
            Direction::ToUser => (Text::CopyToUser, Text::CopyToUserWords),
            Direction::ToKernel => (Text::CopyToKernel, Text::CopyToKernelWords),
        };
        let name = self.loaded.trace.function_name(copy.routine).to_owned();
        let mut said = Description { code: true, ..self.said(kind, name, self.t(what)) };
        said.file = copy.routine.get().map(|function| function.file);
        if copy.done < copy.wanted {
            said.bad = true;
            said.words.push(self.lang.fill(Text::CopyStopped, &[&copy.done, &copy.wanted]));
        }
        let user = self.loaded.name_of(copy.user);
        let user = user.map_or_else(|| hex(copy.user), |name| format!("{} {name}", hex(copy.user)));
        let kernel = if copy.kernel == 0 { "?".to_owned() } else { hex(copy.kernel) };
        let (from, to) = match copy.direction {
            Direction::ToUser => (kernel, user),
            Direction::ToKernel => (user, kernel),
        };
        said.facts = vec![
            self.fact(Text::From, from),
            self.fact(Text::To, to),
            self.fact(Text::Wanted, copy.wanted.to_string()),
            self.fact(Text::Done, copy.done.to_string()),
        ];
        let bytes = self.loaded.trace.copied_bytes(copy);
        said.bytes = words::hex_lines(&bytes[..bytes.len().min(copy.done as usize)]);
        said.bytes.truncate(BYTE_LINES);
        let shown = bytes.len().min(BYTE_LINES * 8);
        if shown < copy.done as usize {
            said.words.push(self.lang.fill(Text::KeptOnly, &[&shown]));
        }
        said
    }

    fn walk(&self, outcome: Walk, levels: u8, frame: u32, address: u64) -> Description {
        let words = match outcome {
            Walk::Mapped => self.t(Text::WalkMapped),
            Walk::NotPresent => self.lang.fill(Text::WalkNotPresent, &[&levels]),
            Walk::Protection => self.t(Text::WalkProtection),
            Walk::NonCanonical => self.t(Text::WalkNonCanonical),
        };
        let title = match outcome {
            Walk::Mapped => format!("{} → {}", hex(address), hex(frame.into())),
            _ => format!("{} → ✕", hex(address)),
        };
        let mut said = Description {
            code: true,
            bad: outcome != Walk::Mapped,
            ..self.said(Text::WalkTitle, title, words)
        };
        if let Some(name) = self.loaded.name_of(address) {
            said.facts.push(self.fact(Text::UserMemory, name));
        }
        said
    }
}

impl Description {
    fn titled(self, title: String) -> Description {
        Description { kind: title, title: String::new(), ..self }
    }
}

fn invisible(visibility: Visibility) -> Option<Text> {
    match visibility {
        Visibility::Traced => None,
        Visibility::Noinstr => Some(Text::Noinstr),
        Visibility::Lib => Some(Text::LibCode),
        Visibility::Inlined => Some(Text::Inlined),
        Visibility::Assembly => Some(Text::Assembly),
        Visibility::Notrace => Some(Text::Notrace),
        Visibility::Hardware => Some(Text::CpuStep),
    }
}

/// Names of the saved registers, in the order in which a trace keeps them.
fn register_names(arch: Arch) -> [&'static str; 10] {
    match arch {
        Arch::X86_64 => ["rax", "rdi", "rsi", "rdx", "r10", "r8", "r9", "rip", "rsp", "rflags"],
        Arch::I386 => ["eax", "ebx", "ecx", "edx", "esi", "edi", "ebp", "eip", "esp", "eflags"],
        Arch::Arm64 => ["x8", "x0", "x1", "x2", "x3", "x4", "x5", "pc", "sp", "pstate"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::tests::sample::sample;

    fn load(trace: ringside_core::trace::Trace) -> Loaded {
        let text = trace.header.program.as_str().into();
        Loaded::new(trace, text)
    }

    #[test]
    fn every_event_is_described_in_both_languages() {
        let loaded = load(sample(1));
        for position in 0..=loaded.index.len {
            for lang in [Lang::En, Lang::Zh] {
                let said = describe(&loaded, &loaded.scene(position), lang);
                assert!(!said.kind.is_empty() && !said.title.is_empty(), "{position}: {said:?}");
            }
        }
    }

    #[test]
    fn a_copy_shows_its_bytes_and_a_short_one_says_so() {
        let loaded = load(sample(1));
        let whole = describe(&loaded, &loaded.scene(loaded.index.copies[0]), Lang::En);
        assert_eq!(whole.bytes[0].1, "hello fr");
        assert!(!whole.bad);
        let short = describe(&loaded, &loaded.scene(loaded.index.copies[1]), Lang::En);
        assert!(short.bad && short.bytes.is_empty());
        assert!(short.words.iter().any(|words| words.contains("0 of 10")), "{short:?}");
    }

    #[test]
    fn crossing_in_shows_the_registers() {
        let loaded = load(sample(1));
        let said = describe(&loaded, &loaded.scene(loaded.index.calls[0] + 1), Lang::En);
        assert_eq!(said.registers[1], Fact { name: "rdi".into(), value: "0x3".into() });
    }
}
