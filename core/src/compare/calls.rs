//! The calls of a trace: which events belong to which.

use crate::trace::{Event, Kind, Outcome, TaskId, Trace};

/// A call, with its own task's events between begin and end.
#[derive(Clone, PartialEq, Debug)]
pub struct CallRecord {
    /// Line of the program, from 0.
    pub line: u32,
    /// Who made it.
    pub task: TaskId,
    /// Index of its `CallBegin`.
    pub begin: usize,
    /// Indices of its events, without begin and end.
    pub events: Vec<usize>,
    /// What it returned; nothing if it never did.
    pub outcome: Option<Outcome>,
}

impl CallRecord {
    /// The call's events.
    pub fn events<'t>(&'t self, trace: &'t Trace) -> impl Iterator<Item = (usize, &'t Event)> {
        self.events.iter().filter_map(|&at| Some((at, trace.events.get(at)?)))
    }
}

/// All calls, in the program's order.
#[must_use]
pub fn collect(trace: &Trace) -> Vec<CallRecord> {
    let mut done: Vec<CallRecord> = Vec::new();
    let mut open: Vec<CallRecord> = Vec::new();
    for (at, event) in trace.events.iter().enumerate() {
        let mine = open.iter().position(|call| call.task == event.task);
        match event.kind {
            Kind::CallBegin { line } => {
                done.extend(mine.map(|at| open.swap_remove(at)));
                open.push(CallRecord {
                    line,
                    task: event.task,
                    begin: at,
                    events: Vec::new(),
                    outcome: None,
                });
            }
            Kind::CallEnd { outcome, .. } => {
                if let Some(mine) = mine {
                    let mut call = open.swap_remove(mine);
                    call.outcome = trace.outcomes.get(outcome as usize).cloned();
                    done.push(call);
                }
            }
            _ => {
                if let Some(mine) = mine {
                    open[mine].events.push(at);
                }
            }
        }
    }
    done.append(&mut open);
    done.sort_by_key(|call| call.line);
    done
}
