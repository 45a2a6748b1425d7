//! Which task does each line belong to?

use std::collections::{BTreeMap, BTreeSet};

use super::{MOST_TASKS, MOST_TASKS_OF_LOG, calls};
use crate::program::ast::{Item, Origin, Program, Span};
use crate::program::diagnostic::Diagnostic;

/// The name of the only task of a program that names none.
const ONLY: &str = "A";

pub(super) struct Tasks {
    /// In order of appearance.
    pub names: Vec<String>,
    /// By line.
    of_line: Vec<u16>,
    by_name: BTreeMap<String, u16>,
}

impl Tasks {
    pub fn of(program: &Program) -> Result<Tasks, Diagnostic> {
        let log = program.origin == Origin::Strace;
        let main = if log { main_process(program) } else { None };
        let mut tasks = Tasks {
            names: Vec::new(),
            of_line: vec![0; program.lines.len()],
            by_name: BTreeMap::new(),
        };
        for (at, line) in program.lines.iter().enumerate() {
            let Item::Call(call) = &line.item else { continue };
            let name = match line.task.as_deref() {
                Some(task) => task.strip_prefix("pid ").unwrap_or(task),
                None => main.as_deref().unwrap_or(ONLY),
            };
            let next = tasks.names.len();
            let most = if log { MOST_TASKS_OF_LOG } else { MOST_TASKS };
            let index = match tasks.by_name.get(name) {
                Some(index) => *index,
                None if next < most => {
                    tasks.names.push(name.to_owned());
                    tasks.by_name.insert(name.to_owned(), next as u16);
                    next as u16
                }
                None => {
                    let span = Span { line: call.span.line, column: 1, end: call.span.column };
                    let message = format!("`{name}` is one task too many: there may be {most}");
                    return Err(Diagnostic::new(span, message));
                }
            };
            tasks.of_line[at] = index;
        }
        if tasks.names.is_empty() {
            tasks.names.push(ONLY.to_owned());
        }
        Ok(tasks)
    }

    pub fn of_line(&self, line: usize) -> u16 {
        self.of_line.get(line).copied().unwrap_or(0)
    }

    pub fn by_name(&self, name: &str) -> Option<u16> {
        self.by_name.get(name).copied()
    }
}

/// Lines without a process ID belong to the process that no other one made:
/// strace leaves IDs out while there is one process.
fn main_process(program: &Program) -> Option<String> {
    let made: BTreeSet<String> = calls(program)
        .filter(|(_, call)| matches!(call.name.as_str(), "clone" | "clone3" | "fork" | "vfork"))
        .filter_map(|(_, call)| call.result.as_ref()?.value)
        .map(|pid| pid.to_string())
        .collect();
    let pids = program.lines.iter().filter_map(|line| line.task.as_deref());
    pids.map(|pid| pid.strip_prefix("pid ").unwrap_or(pid))
        .find(|pid| !made.contains(*pid))
        .map(str::to_owned)
}
