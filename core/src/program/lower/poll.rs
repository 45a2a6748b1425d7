//! poll's array.

use super::argument::stated_count;
use super::call::Needs;
use super::structs::{member, members, put, succeeded};
use super::symbols::flags;
use super::{Lowering, Result, plain};
use crate::program::ast::{Expr, Span};
use crate::program::calls::flags::POLL;
use crate::program::diagnostic::Diagnostic;
use crate::program::parse::parse_value;
use crate::program::plan::{Capture, Length, Operand, Store};

/// `sizeof(struct pollfd)`: fd, events, revents.
pub(super) const POLLFD: usize = 8;

impl<'p> Lowering<'p> {
    /// `[{fd=fd, events=POLLIN}]`, and from the result's note what each gets.
    pub(super) fn pollfds(
        &mut self,
        needs: &mut Needs<'p>,
        at: usize,
        items: &'p [Expr],
        span: Span,
    ) -> Result<Operand> {
        let address = self.room(at, items.len() * POLLFD, span)?;
        let mut store =
            Store { address, bytes: vec![0; items.len() * POLLFD], patches: Vec::new() };
        let mut descriptors = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let members = members(item, &["fd", "events", "revents"], span)?;
            let Some(fd) = member(members, "fd") else {
                return Err(Diagnostic::new(span, "this `struct pollfd` has no `fd`"));
            };
            descriptors.push(plain(fd));
            let fd = self.number(needs.task, fd, span, "a file descriptor")?;
            put(&mut store, i * POLLFD, 4, fd);
            for (offset, name) in [(4, "events"), (6, "revents")] {
                if let Some(events) = member(members, name) {
                    let bits = flags(events, &POLL, span)?;
                    put(&mut store, i * POLLFD + offset, 2, Operand::Value(bits));
                }
            }
            needs.captures.push(Capture {
                argument: at as u8,
                address: Operand::Value(address + (i * POLLFD + 6) as u64),
                length: Length::Fixed(2),
            });
        }
        needs.stores.push(store);
        if let Some(revents) = self.stated_revents(needs, &descriptors) {
            let bytes =
                revents.into_iter().map(|bits| (at as u8, bits.to_le_bytes().to_vec(), false));
            needs.outputs.extend(bytes);
        }
        Ok(Operand::Value(address))
    }

    /// What the result's note says that each descriptor got: `([{fd=3,
    /// revents=POLLIN}])`; none when the line states no success.
    fn stated_revents(&self, needs: &Needs<'_>, descriptors: &[&Expr]) -> Option<Vec<u16>> {
        if !succeeded(needs) {
            return None;
        }
        let result = needs.call.result.as_ref()?;
        let mut revents = vec![0; descriptors.len()];
        let note = result.note.as_deref().unwrap_or("");
        if result.value != Some(0) {
            let Some(Expr::Array(ready)) = parse_value(note) else { return None };
            let mut from = 0;
            for item in &ready {
                let Expr::Struct(members) = item else { return None };
                let fd = plain(member(members, "fd")?);
                // One descriptor needs no looking for.
                let only = descriptors.len() == 1;
                let found = descriptors.get(from..)?.iter().position(|d| only || self.same(d, fd));
                let at = from + found?;
                revents[at] =
                    flags(member(members, "revents")?, &POLL, Span::default()).ok()? as u16;
                from = at + 1;
            }
        }
        let counted = stated_count(needs.call, 1).is_none_or(|n| n as usize >= revents.len());
        counted.then_some(revents)
    }

    /// Do these mean one descriptor: `fd` and `fd`, or `fd` and the 3 that the
    /// program says it is?
    fn same(&self, descriptor: &Expr, shown: &Expr) -> bool {
        match (descriptor, shown) {
            (Expr::Name(name), Expr::Number(number, _)) => {
                self.stated.get(name.as_str()).is_some_and(|value| i128::from(*value) == *number)
            }
            _ => descriptor == shown,
        }
    }
}
