//! What each line of the program has returned so far.

use ringside_core::trace::{Kind, Trace};

/// Where calls ended, in order.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Position right after the end, line, index of the outcome.
    ends: Vec<(usize, u32, u32)>,
}

impl Results {
    /// All ends of calls of a trace.
    #[must_use]
    pub fn of(trace: &Trace) -> Results {
        let ends = trace.events.iter().enumerate().filter_map(|(at, event)| match event.kind {
            Kind::CallEnd { line, outcome } => Some((at + 1, line, outcome)),
            _ => None,
        });
        Results { ends: ends.collect() }
    }

    /// How many calls have ended at a position.
    #[must_use]
    pub fn ended(&self, position: usize) -> usize {
        self.ends.partition_point(|&(at, ..)| at <= position)
    }

    /// Line and outcome of the first `ended` calls to end.
    pub fn first(&self, ended: usize) -> impl Iterator<Item = (u32, u32)> {
        self.ends[..ended.min(self.ends.len())].iter().map(|&(_, line, outcome)| (line, outcome))
    }
}
