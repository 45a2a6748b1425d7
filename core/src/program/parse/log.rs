//! The lines of a log, with calls that were interrupted by other tasks' lines
//! put together again.

use std::collections::BTreeMap;

use super::cursor::Cursor;
use super::line;
use crate::program::ast::{Item, Line};

const UNFINISHED: &str = "<unfinished ...>";
const ATTACHED: &str = "strace: Process ";

/// A call whose end has not been seen.
struct Pending {
    /// Where it belongs in the list of lines.
    at: usize,
    /// Which line of the text it began in, from 1.
    number: u32,
    /// Its text so far.
    text: String,
    /// Its name.
    name: String,
}

#[derive(Default)]
struct Log {
    lines: Vec<Line>,
    /// By task.
    pending: BTreeMap<String, Pending>,
    /// The tasks in which a call of this name is pending, or was.
    tasks_in: BTreeMap<String, Vec<String>>,
}

pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut log = Log::default();
    // The beginning of a line into which strace wrote of a new process.
    let mut begun = String::new();
    for (number, text) in super::split(text).enumerate() {
        let number = number as u32 + 1;
        let end = text.trim_end();
        match end.find(ATTACHED) {
            Some(at) if (at > 0 || !begun.is_empty()) && end.ends_with(" attached") => {
                begun.push_str(&end[..at]);
                log.lines.push(other(&end[at..]));
            }
            _ if begun.is_empty() => log.line(text, number),
            _ => {
                begun.push_str(text);
                log.line(&begun, number);
                begun.clear();
            }
        }
    }
    if !begun.is_empty() {
        log.lines.push(other(&begun));
    }
    log.finish()
}

impl Log {
    fn line(&mut self, text: &str, number: u32) {
        let (task, rest) = task_and_rest(text);
        if let Some((name, rest)) = resumed(rest) {
            self.resume(task, name, rest, text);
        } else if let Some(begin) = text.trim_end().strip_suffix(UNFINISHED) {
            self.begin(begin.strip_suffix(' ').unwrap_or(begin), number);
        } else {
            let line = read(text, number).unwrap_or_else(|| other(text));
            self.lines.push(line);
        }
    }

    fn begin(&mut self, text: &str, number: u32) {
        let (task, rest) = task_and_rest(text);
        let name = rest.split('(').next().unwrap_or("").to_owned();
        let pending = Pending { at: self.lines.len(), number, text: text.to_owned(), name };
        self.lines.push(other(text));
        self.tasks_in.entry(pending.name.clone()).or_default().push(task.to_owned());
        if let Some(lost) = self.pending.insert(task.to_owned(), pending) {
            self.give_up(lost);
        }
    }

    fn resume(&mut self, task: &str, name: &str, rest: &str, whole: &str) {
        let key = if self.pending.get(task).is_some_and(|p| p.name == name) {
            Some(task.to_owned())
        } else if task.is_empty() {
            self.last_in(name)
        } else {
            None
        };
        let Some((key, mut pending)) = key.and_then(|key| self.pending.remove_entry(&key)) else {
            self.lines.push(other(whole));
            return;
        };
        if let Some(more) = rest.trim_end().strip_suffix(UNFINISHED) {
            pending.text.push_str(more.strip_suffix(' ').unwrap_or(more));
            self.pending.insert(key, pending);
            return;
        }
        pending.text.push_str(rest);
        let line = read(&pending.text, pending.number);
        self.lines[pending.at] = line.unwrap_or_else(|| other(&pending.text));
    }

    /// When one process is left, strace leaves out its ID: find it by the call.
    fn last_in(&mut self, name: &str) -> Option<String> {
        let tasks = self.tasks_in.get_mut(name)?;
        while let Some(task) = tasks.pop() {
            if self.pending.get(&task).is_some_and(|p| p.name == name) {
                return Some(task);
            }
        }
        None
    }

    /// A call that never ends: its arguments so far, without a result.
    fn give_up(&mut self, pending: Pending) {
        let so_far = pending.text.trim_end().trim_end_matches(',');
        let mut line = read(&format!("{so_far})"), pending.number);
        if let Some(Line { item: Item::Call(call), .. }) = &mut line {
            call.unfinished = true;
        }
        let line = line.unwrap_or_else(|| other(&format!("{} {UNFINISHED}", pending.text)));
        self.lines[pending.at] = line;
    }

    fn finish(mut self) -> Vec<Line> {
        for (_, pending) in std::mem::take(&mut self.pending) {
            self.give_up(pending);
        }
        self.lines
    }
}

fn read(text: &str, number: u32) -> Option<Line> {
    line::line(&mut Cursor::new(text, number, true)).ok()
}

fn other(text: &str) -> Line {
    Line { task: None, time: None, item: Item::Other(text.to_owned()), comment: None }
}

/// The process that a line is about, as a key, and what follows.
fn task_and_rest(text: &str) -> (&str, &str) {
    let mut c = Cursor::new(text, 1, true);
    let (task, _) = line::log_prefix(&mut c);
    let task = task.unwrap_or("");
    (task.strip_prefix("pid ").unwrap_or(task).trim_start(), c.rest())
}

/// `<... read resumed>` and what follows.
fn resumed(rest: &str) -> Option<(&str, &str)> {
    rest.strip_prefix("<... ")?.split_once(" resumed>")
}
