//! Structures in the layout of x86-64's system calls.

use super::call::Needs;
use super::symbols::{flags, short, signal_set};
use super::{Lowering, Result, plain};
use crate::program::ast::{Base, Expr, Span};
use crate::program::calls::flags::SA;
use crate::program::calls::ioctls;
use crate::program::diagnostic::Diagnostic;
use crate::program::plan::{Capture, Length, Operand, Store};

/// `sizeof(struct sigaction)` of the kernel: handler, flags, restorer, mask.
pub(super) const SIGACTION: usize = 32;
/// `sizeof(struct timespec)`: seconds, nanoseconds.
pub(super) const TIMESPEC: usize = 16;

const SA_RESTORER: u64 = 0x0400_0000;

impl<'p> Lowering<'p> {
    /// `{sa_handler=handler, sa_mask=[], sa_flags=0}`. What glibc's sigaction
    /// adds, the trampoline that handlers return to, is added here as well.
    pub(super) fn sigaction(
        &mut self,
        needs: &mut Needs<'p>,
        at: usize,
        given: &'p [(String, Expr)],
        span: Span,
    ) -> Result<Operand> {
        const NAMES: &[&str] =
            &["sa_handler", "sa_sigaction", "sa_mask", "sa_flags", "sa_restorer"];
        known(given, NAMES, span)?;
        let handler = member(given, "sa_handler").or_else(|| member(given, "sa_sigaction"));
        let Some(handler) = handler else {
            return Err(Diagnostic::new(span, "this `struct sigaction` has no `sa_handler`"));
        };
        let handler = self.handler(needs.task, handler, span)?;
        let mask =
            match member(given, "sa_mask") {
                None => 0,
                Some(mask) => signal_set(mask).ok_or_else(|| {
                    Diagnostic::new(span, format!("`{}` is no signal set", short(mask)))
                        .expecting(["`[]`", "`[USR1 CHLD]`", "`~[]`"])
                })?,
            };
        let bits = match member(given, "sa_flags") {
            None => 0,
            Some(value) => flags(value, &SA, span)?,
        };
        let address = self.room(at, SIGACTION, span)?;
        let mut store = Store { address, bytes: vec![0; SIGACTION], patches: Vec::new() };
        put(&mut store, 0, 8, handler);
        put(&mut store, 8, 8, Operand::Value(bits | SA_RESTORER));
        put(&mut store, 16, 8, Operand::Restorer);
        put(&mut store, 24, 8, Operand::Value(mask));
        needs.stores.push(store);
        Ok(Operand::Value(address))
    }

    fn handler(&mut self, task: u16, value: &Expr, span: Span) -> Result<Operand> {
        match plain(value) {
            Expr::Name(name) => match name.as_str() {
                "handler" => Ok(Operand::Handler),
                "SIG_DFL" => Ok(Operand::Value(0)),
                "SIG_IGN" => Ok(Operand::Value(1)),
                _ => self.number(task, value, span, "`handler`, `SIG_DFL` or `SIG_IGN`"),
            },
            // The traced program's own handler: here it is ours.
            Expr::Number(address, _) if self.log() && *address > 1 => Ok(Operand::Handler),
            _ => self.number(task, value, span, "`handler`, `SIG_DFL` or `SIG_IGN`"),
        }
    }

    /// Where the call puts the action that was set before.
    pub(super) fn old_sigaction(
        &mut self,
        needs: &mut Needs<'p>,
        at: usize,
        value: &Expr,
        span: Span,
    ) -> Result<Operand> {
        let expected = "`NULL`, `&buffer` or an address";
        let address = match value {
            Expr::Struct(_) => Operand::Value(self.room(at, SIGACTION, span)?),
            _ => self.number(needs.task, value, span, expected)?,
        };
        self.capture(needs, at, address, SIGACTION);
        if let Expr::Struct(members) = value
            && succeeded(needs)
            && let Some(bytes) = old_action(members)
        {
            needs.outputs.push((at as u8, bytes, false));
        }
        Ok(address)
    }

    /// `{tv_sec=1, tv_nsec=0}`
    pub(super) fn timespec(
        &mut self,
        needs: &mut Needs<'p>,
        at: usize,
        given: &'p [(String, Expr)],
        span: Span,
    ) -> Result<Operand> {
        known(given, &["tv_sec", "tv_nsec"], span)?;
        let address = self.room(at, TIMESPEC, span)?;
        let mut store = Store { address, bytes: vec![0; TIMESPEC], patches: Vec::new() };
        for (offset, name) in [(0, "tv_sec"), (8, "tv_nsec")] {
            if let Some(value) = member(given, name) {
                let value = self.number(needs.task, value, span, "a number")?;
                put(&mut store, offset, 8, value);
            }
        }
        needs.stores.push(store);
        Ok(Operand::Value(address))
    }

    /// Where the call puts the time that remained.
    pub(super) fn old_timespec(
        &mut self,
        needs: &mut Needs<'p>,
        at: usize,
        value: &Expr,
        span: Span,
    ) -> Result<Operand> {
        match value {
            Expr::Struct(_) => Ok(Operand::Value(self.room(at, TIMESPEC, span)?)),
            _ => self.number(needs.task, value, span, "`NULL`, `&buffer` or an address"),
        }
    }

    /// What an ioctl takes: a number or an address, `[5]` (a pointer to a
    /// number), or a string (the bytes that the pointer points to).
    pub(super) fn command_argument(
        &mut self,
        needs: &mut Needs<'p>,
        at: usize,
        value: &Expr,
        span: Span,
    ) -> Result<Operand> {
        let command = needs.call.arguments.get(1);
        let command = command.and_then(|a| super::symbols::command(&a.value)).unwrap_or(0);
        let (out, input) = ioctls::sizes(command);
        let content = match value {
            Expr::Text { cut: true, .. } => {
                return Err(Diagnostic::new(span, "this content is cut short"));
            }
            Expr::Text { bytes, .. } => bytes.clone(),
            Expr::Array(items) => {
                let words = items.iter().map(|item| match plain(item) {
                    Expr::Number(value, _) => Ok((*value as u32).to_le_bytes()),
                    other => Err(Diagnostic::new(span, format!("`{}` is no number", short(other)))),
                });
                words.collect::<Result<Vec<_>>>()?.concat()
            }
            Expr::Name(name) if name == "NULL" => return Ok(Operand::Value(0)),
            _ => {
                let expected = "a number, `&buffer`, an address or `[number]`";
                let address = self.number(needs.task, value, span, expected)?;
                if out > 0 {
                    self.capture(needs, at, address, out as usize);
                }
                return Ok(address);
            }
        };
        let size = content.len().max(out as usize).max(input as usize);
        let address = self.room(at, size, span)?;
        if out > 0 {
            self.capture(needs, at, Operand::Value(address), out as usize);
        }
        if out > 0 && input == 0 && succeeded(needs) {
            needs.outputs.push((at as u8, content, false));
        } else {
            needs.stores.push(Store { address, bytes: content, patches: Vec::new() });
        }
        Ok(Operand::Value(address))
    }

    fn capture(&self, needs: &mut Needs<'p>, at: usize, address: Operand, size: usize) {
        if address != Operand::Value(0) {
            let length = Length::Fixed(size as u32);
            needs.captures.push(Capture { argument: at as u8, address, length });
        }
    }

    pub(super) fn room(&self, at: usize, size: usize, span: Span) -> Result<u64> {
        let room = self.memory.structure(at, size as u64);
        room.ok_or_else(|| Diagnostic::new(span, "this structure is too large"))
    }
}

/// Writes a number into the structure, now or when it is known.
pub(super) fn put(store: &mut Store, offset: usize, size: usize, operand: Operand) {
    match operand {
        Operand::Value(value) => {
            if let Some(place) = store.bytes.get_mut(offset..offset + size) {
                place.copy_from_slice(&value.to_le_bytes()[..size]);
            }
        }
        _ => store.patches.push((offset as u32, size as u8, operand)),
    }
}

pub(super) fn members<'e>(
    item: &'e Expr,
    names: &[&str],
    span: Span,
) -> Result<&'e [(String, Expr)]> {
    match plain(item) {
        Expr::Struct(members) => {
            known(members, names, span)?;
            Ok(members)
        }
        other => Err(Diagnostic::new(span, format!("`{}` is no structure", short(other)))
            .expecting([format!("`{{{}=…}}`", names.first().unwrap_or(&""))])),
    }
}

/// Does the structure have only members of these names?
fn known(members: &[(String, Expr)], names: &[&str], span: Span) -> Result<()> {
    match members.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        None => Ok(()),
        Some((name, value)) => {
            let found = if name.is_empty() { short(value) } else { name.clone() };
            let message = format!("`{found}` is no member of this structure");
            Err(Diagnostic::new(span, message).expecting(names.iter().map(|n| format!("`{n}`"))))
        }
    }
}

pub(super) fn member<'e>(members: &'e [(String, Expr)], name: &str) -> Option<&'e Expr> {
    members.iter().find(|member| member.0 == name).map(|member| &member.1)
}

/// Does the line say that the call succeeds?
pub(super) fn succeeded(needs: &Needs<'_>) -> bool {
    needs.call.result.as_ref().is_some_and(|result| result.value.is_some_and(|value| value >= 0))
}

/// The bytes of an action without a handler, which are known.
fn old_action(members: &[(String, Expr)]) -> Option<Vec<u8>> {
    known(members, &["sa_handler", "sa_mask", "sa_flags"], Span::default()).ok()?;
    let handler: u64 = match plain(member(members, "sa_handler")?) {
        Expr::Name(name) if name == "SIG_DFL" => 0,
        Expr::Name(name) if name == "SIG_IGN" => 1,
        Expr::Number(0, Base::Decimal) => 0,
        _ => return None,
    };
    let flags = flags(member(members, "sa_flags")?, &SA, Span::default()).ok()?;
    let mask = signal_set(member(members, "sa_mask")?)?;
    let words = [handler, flags, 0, mask];
    Some(words.iter().flat_map(|word| word.to_le_bytes()).collect())
}
