//! The stops of a trace.

use ringside_core::trace::{Event, Kind};

/// Where calls begin and where bytes are copied.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Index {
    /// How many events there are.
    pub len: usize,
    /// Positions right after a call began.
    pub calls: Vec<usize>,
    /// Positions right after a copy.
    pub copies: Vec<usize>,
}

impl Index {
    /// The index of these events.
    #[must_use]
    pub fn of(events: &[Event]) -> Index {
        let mut index = Index { len: events.len(), ..Index::default() };
        for (at, event) in events.iter().enumerate() {
            match event.kind {
                Kind::CallBegin { .. } => index.calls.push(at + 1),
                Kind::Copy { .. } => index.copies.push(at + 1),
                _ => {}
            }
        }
        index
    }

    /// Which call runs at this position, from 0.
    #[must_use]
    pub fn call_at(&self, position: usize) -> Option<usize> {
        self.calls.partition_point(|&p| p <= position).checked_sub(1)
    }

    /// The positions of a call: from right after its beginning to where the
    /// next one begins.
    #[must_use]
    pub fn call_range(&self, call: usize) -> (usize, usize) {
        let from = self.calls.get(call).copied().unwrap_or(0);
        let to = self.calls.get(call + 1).map_or(self.len, |&next| next - 1);
        (from, to.max(from))
    }
}
