//! Where traces come from. What is made here does not depend on it.

pub mod examples;
pub mod json;
pub mod lab;
pub mod model;
pub mod recording;

use std::rc::Rc;

use ringside_core::trace::{Kind, Trace};

use crate::player::Index;
use crate::scene::{Results, Scene, Seeker};

/// A part of user memory that has a name in the program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// The name.
    pub name: String,
    /// First address.
    pub address: u64,
    /// Address after the last.
    pub end: u64,
}

/// A trace, ready to be played.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The trace.
    pub trace: Trace,
    /// Its stops.
    pub index: Index,
    /// Its checkpoints.
    pub seeker: Seeker,
    /// Its results.
    pub results: Results,
    /// The text that was run.
    pub text: Rc<str>,
    /// Its lines.
    pub lines: Vec<String>,
    /// What its buffers are called.
    pub named: Vec<Named>,
}

/// The same trace, not an equal one: comparing millions of events costs more
/// than drawing them.
impl PartialEq for Loaded {
    fn eq(&self, other: &Loaded) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Loaded {
    /// Makes the trace of this program ready.
    #[must_use]
    pub fn new(trace: Trace, text: Rc<str>) -> Loaded {
        let lines = text.lines().map(str::to_owned).collect();
        let named = model::named(&text);
        Loaded {
            text,
            index: Index::of(&trace.events),
            seeker: Seeker::new(&trace),
            results: Results::of(&trace),
            lines,
            named,
            trace,
        }
    }

    /// The scene at a position.
    #[must_use]
    pub fn scene(&self, position: usize) -> Scene {
        self.seeker.scene(&self.trace, position)
    }

    /// The position right after the call of a line has begun.
    #[must_use]
    pub fn begins(&self, line: u32) -> Option<usize> {
        let is_it = |&at: &usize| {
            let event = at.checked_sub(1).and_then(|at| self.trace.events.get(at));
            event.is_some_and(|event| event.kind == Kind::CallBegin { line })
        };
        self.index.calls.iter().copied().find(is_it)
    }

    /// A line of the program, without the result that it states.
    #[must_use]
    pub fn call_text(&self, line: u32) -> &str {
        let line = self.lines.get(line as usize).map_or("", |line| line.trim());
        stated_result(line).map_or(line, |at| line[..at].trim_end())
    }

    /// The name of the buffer at a user address, with an offset if it is inside.
    #[must_use]
    pub fn name_of(&self, address: u64) -> Option<String> {
        let named = self.named.iter().find(|n| (n.address..n.end).contains(&address))?;
        Some(match address - named.address {
            0 => named.name.clone(),
            offset => format!("{}+{offset}", named.name),
        })
    }
}

/// A program as the editor shows it: results stand right behind the calls,
/// where files have them in a column of their own.
#[must_use]
pub fn tidy(program: &str) -> String {
    let lines = program.lines().map(|line| match stated_result(line) {
        Some(at) => format!("{} {}", line[..at].trim_end(), &line[at..]),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Where a line of a program states its result: the `=` behind the last
/// closing parenthesis.
#[must_use]
pub fn stated_result(line: &str) -> Option<usize> {
    let mut depth = 0_i32;
    let mut quoted = false;
    let mut escaped = false;
    let mut closed = false;
    for (at, c) in line.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '#' => break,
            '(' | '{' | '[' => depth += 1,
            '}' | ']' => depth -= 1,
            ')' => {
                depth -= 1;
                closed = true;
            }
            '=' if depth == 0 && closed => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::stated_result;

    #[track_caller]
    fn check(line: &str, call: &str) {
        let at = stated_result(line).unwrap_or(line.len());
        assert_eq!(line[..at].trim_end(), call);
    }

    #[test]
    fn results_are_told_from_names_and_strings() {
        check("read(3, &buf, 10)   = 10", "read(3, &buf, 10)");
        check("fd = openat(AT_FDCWD, \"a) = b\", 0)", "fd = openat(AT_FDCWD, \"a) = b\", 0)");
        check("p = f({a=1}) = 0x7f00", "p = f({a=1})");
        check("close(3) # = 4", "close(3) # = 4");
        check("[A] a = f([{x=1}], 2) = 3", "[A] a = f([{x=1}], 2)");
        check("", "");
    }
}
