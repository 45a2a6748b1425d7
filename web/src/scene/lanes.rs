//! The call stack over time: one lane for each level of nesting.

use ringside_core::trace::{Door, Event, FunctionId, Kind, Ring};

use super::Scene;

/// What a span stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SpanWhat {
    /// A call of the program: its line.
    Call(u32),
    /// A function.
    Function(FunctionId),
}

/// Something that lasts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// Lane, 0 for the program's call.
    pub lane: u16,
    /// Position at which it begins.
    pub from: usize,
    /// Position at which it has ended.
    pub to: usize,
    /// What it is.
    pub what: SpanWhat,
}

/// What happens at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MarkKind {
    /// Into the kernel.
    In(Door),
    /// Back to user space.
    Out,
    /// A copy.
    Copy,
    /// A fault inside the kernel.
    Fault,
    /// A task sleeps.
    Block,
    /// A signal.
    Signal,
}

/// A moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    /// Lane at which it happens.
    pub lane: u16,
    /// Its position.
    pub at: usize,
    /// What it is.
    pub kind: MarkKind,
}

/// A part of a trace, ready to draw.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Lanes {
    /// What lasts, in order of its end.
    pub spans: Vec<Span>,
    /// What happens.
    pub marks: Vec<Mark>,
    /// How many lanes there are.
    pub count: u16,
    /// What is shorter, or nearer to the one before, is left out.
    pub shortest: usize,
}

/// More spans or marks than this cannot be told apart on a screen.
const MOST: usize = 600;

struct Open {
    what: SpanWhat,
    since: usize,
}

/// The lanes of the positions `from..=to`; `before` is the scene at `from`,
/// `events` all events of the trace. Only the task that runs has spans: when
/// another takes over, they break off and go on afterwards.
#[must_use]
pub fn lanes(before: &Scene, events: &[Event], from: usize, to: usize) -> Lanes {
    let mut out = Lanes { shortest: (to - from) / MOST, ..Lanes::default() };
    let mut stacks: Vec<Vec<Open>> = before
        .tasks
        .iter()
        .map(|task| {
            let call = task.call.filter(|call| call.outcome.is_none());
            let call = call.map(|call| SpanWhat::Call(call.line));
            let functions = task.stack.iter().map(|frame| SpanWhat::Function(frame.function));
            call.into_iter().chain(functions).map(|what| Open { what, since: from }).collect()
        })
        .collect();
    let mut running = usize::from(before.running.0);
    for (at, event) in events.iter().enumerate().take(to).skip(from) {
        let task = usize::from(event.task.0);
        let position = at + 1;
        if task >= stacks.len() {
            continue;
        }
        if task != running {
            for (lane, open) in stacks[running].iter().enumerate() {
                out.close(lane, open, position);
            }
            for open in &mut stacks[task] {
                open.since = position;
            }
            running = task;
        }
        step(&mut out, &mut stacks[task], &event.kind, position);
    }
    for (lane, open) in stacks[running].iter().enumerate() {
        out.close(lane, open, to);
    }
    out.count = out.spans.iter().map(|span| span.lane + 1).max().unwrap_or(0);
    out
}

fn step(out: &mut Lanes, stack: &mut Vec<Open>, kind: &Kind, position: usize) {
    let close_to = |out: &mut Lanes, stack: &mut Vec<Open>, depth: usize| {
        while stack.len() > depth {
            if let Some(open) = stack.pop() {
                out.close(stack.len(), &open, position);
            }
        }
    };
    match *kind {
        Kind::CallBegin { line } => {
            close_to(out, stack, 0);
            stack.push(Open { what: SpanWhat::Call(line), since: position });
        }
        Kind::CallEnd { .. } => close_to(out, stack, 0),
        Kind::Enter { function } => {
            stack.push(Open { what: SpanWhat::Function(function), since: position });
        }
        Kind::Leave { function, .. } => {
            let what = SpanWhat::Function(function);
            if let Some(at) = stack.iter().rposition(|open| open.what == what) {
                close_to(out, stack, at);
            }
        }
        Kind::Cross { door, to: Ring::Kernel, from, .. } => {
            let kind = if from == Ring::User { MarkKind::In(door) } else { MarkKind::Fault };
            out.mark(stack, position, kind);
        }
        Kind::Cross { to: Ring::User, .. } => {
            close_to(out, stack, 1);
            out.mark(stack, position, MarkKind::Out);
        }
        Kind::Copy { .. } => out.mark(stack, position, MarkKind::Copy),
        Kind::Block { .. } => out.mark(stack, position, MarkKind::Block),
        Kind::Signal { .. } => out.mark(stack, position, MarkKind::Signal),
        _ => {}
    }
}

impl Lanes {
    fn close(&mut self, lane: usize, open: &Open, to: usize) {
        if to > open.since && to - open.since >= self.shortest {
            let lane = lane.min(usize::from(u16::MAX)) as u16;
            self.spans.push(Span { lane, from: open.since, to, what: open.what });
        }
    }

    fn mark(&mut self, stack: &[Open], at: usize, kind: MarkKind) {
        if self.marks.last().is_none_or(|last| at - last.at >= self.shortest) {
            let lane = stack.len().saturating_sub(1).min(usize::from(u16::MAX)) as u16;
            self.marks.push(Mark { lane, at, kind });
        }
    }
}
