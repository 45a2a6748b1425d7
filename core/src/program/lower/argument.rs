//! One argument: the number that goes into the register.

use super::call::Needs;
use super::symbols::{command, flags, short, signal};
use super::{Lowering, Result, plain, register};
use crate::program::ast::{Argument, Call, Expr, Span};
use crate::program::calls::flags::{FCNTL, FD, MODE, OPEN};
use crate::program::calls::{Kind, ioctls};
use crate::program::diagnostic::{Diagnostic, nearest};
use crate::program::plan::{Capture, Length, Operand};

const AT_FDCWD: i64 = -100;

impl<'p> Lowering<'p> {
    pub(super) fn argument(
        &mut self,
        needs: &mut Needs<'p>,
        at: usize,
        argument: &'p Argument,
        kind: Kind,
    ) -> Result<Operand> {
        let span = argument.span;
        let value = plain(&argument.value);
        match (kind, value) {
            (Kind::AtFd, Expr::Name(name)) if name == "AT_FDCWD" => {
                Ok(Operand::Value(AT_FDCWD as u64))
            }
            (Kind::Flags(table) | Kind::One(table), _) => self.flags_or_name(value, table, span),
            (Kind::Mode, _) => self.flags_or_name(value, &MODE, span),
            (Kind::Path, Expr::Text { cut: true, .. }) => {
                Err(Diagnostic::new(span, "this path is cut short"))
            }
            (Kind::Path | Kind::Pointer, Expr::Text { bytes, .. }) => {
                let text: Vec<u8> = bytes.iter().copied().chain([0]).collect();
                Ok(Operand::Value(self.memory.literal(&text, 0, span)?))
            }
            (Kind::In(count), Expr::Text { bytes, cut, .. }) => {
                // What strace left out is zeros here: there must be as much.
                let size = if *cut { stated_count(needs.call, count).unwrap_or(0) } else { 0 };
                Ok(Operand::Value(self.memory.literal(bytes, size, span)?))
            }
            (Kind::Out(count), _) => self.output(needs, at, value, count, span),
            (Kind::Pollfds(_), Expr::Array(items)) => self.pollfds(needs, at, items, span),
            (Kind::Command, _) if !matches!(value, Expr::Number(..)) => match command(value) {
                Some(number) => Ok(Operand::Value(number)),
                None => self.command_name(value, span),
            },
            (Kind::CommandArgument, _) => self.command_argument(needs, at, value, span),
            (Kind::FcntlArgument, _) => self.fcntl_argument(needs, value, span),
            (Kind::Sigaction, Expr::Struct(members)) => self.sigaction(needs, at, members, span),
            (Kind::OldSigaction, _) => self.old_sigaction(needs, at, value, span),
            (Kind::Timespec, Expr::Struct(members)) => self.timespec(needs, at, members, span),
            (Kind::OldTimespec, _) => self.old_timespec(needs, at, value, span),
            (Kind::Signal, Expr::Name(name)) => match signal(name) {
                Some(number) => Ok(Operand::Value(number)),
                None => self.flags_or_name(value, &crate::program::calls::flags::SIGNALS, span),
            },
            (Kind::Pid, _) => self.pid(value, span),
            _ => self.number(needs.task, value, span, names_of(kind)),
        }
    }

    /// A number, an address, a bound name, a buffer, `NULL`.
    pub(super) fn number(
        &mut self,
        task: u16,
        value: &Expr,
        span: Span,
        expected: &'static str,
    ) -> Result<Operand> {
        match plain(value) {
            Expr::Number(value, _) => Ok(self.moved(task, register(*value))),
            Expr::Name(name) if name == "NULL" => Ok(Operand::Value(0)),
            Expr::Name(name) => self.name(name, 0, span, expected),
            Expr::Offset { base, by } => match plain(base) {
                Expr::Name(name) if name == "NULL" => Ok(Operand::Value(*by as u64)),
                Expr::Name(name) => self.name(name, *by, span, expected),
                Expr::Buffer { name, .. } => self.buffer(name, *by, span),
                _ => Err(unfit(value, span, expected)),
            },
            Expr::Buffer { name, .. } => self.buffer(name, 0, span),
            other => Err(unfit(other, span, expected)),
        }
    }

    fn name(&self, name: &str, by: i64, span: Span, expected: &'static str) -> Result<Operand> {
        if let Some(slot) = self.slot_of.get(name) {
            return Ok(Operand::Slot(*slot, by));
        }
        let message = format!("`{name}` is not bound here");
        let near = nearest(name, self.slots.iter().map(String::as_str));
        let near = near.map_or_else(|| expected.to_owned(), |near| format!("`{near}`"));
        Err(Diagnostic::new(span, message).expecting([near]))
    }

    fn buffer(&self, name: &str, by: i64, span: Span) -> Result<Operand> {
        match self.memory.buffer(name) {
            Some(address) => Ok(Operand::Value(address.wrapping_add_signed(by))),
            None => Err(Diagnostic::new(span, format!("there is no buffer `&{name}`"))),
        }
    }

    /// In a log, an address inside a mapping that the log made follows it.
    fn moved(&self, task: u16, value: u64) -> Operand {
        if let Some((&(_, start), &(size, slot))) =
            self.mappings.range((task, 0)..=(task, value)).next_back()
            && value - start < size.max(1)
        {
            return Operand::Slot(slot, (value - start) as i64);
        }
        Operand::Value(value)
    }

    fn flags_or_name(
        &self,
        value: &Expr,
        table: &crate::program::calls::flags::Table,
        span: Span,
    ) -> Result<Operand> {
        if let Expr::Name(name) = value
            && let Some(slot) = self.slot_of.get(name.as_str())
        {
            return Ok(Operand::Slot(*slot, 0));
        }
        flags(value, table, span).map(Operand::Value)
    }

    /// A buffer that the call fills, or the content that the line shows.
    fn output(
        &mut self,
        needs: &mut Needs<'p>,
        at: usize,
        value: &Expr,
        count: u8,
        span: Span,
    ) -> Result<Operand> {
        let address = if let Expr::Text { bytes, cut, .. } = value {
            let size = stated_count(needs.call, count).unwrap_or(0).max(bytes.len() as u64);
            let Some(address) = self.memory.output(at, size) else {
                return Err(Diagnostic::new(span, "this call's buffer is too large"));
            };
            needs.outputs.push((at as u8, bytes.clone(), *cut));
            Operand::Value(address)
        } else {
            self.number(needs.task, value, span, "`&buffer`, an address or the expected content")?
        };
        if address != Operand::Value(0) {
            needs.captures.push(Capture { argument: at as u8, address, length: Length::Returned });
        }
        Ok(address)
    }

    fn command_name(&self, value: &Expr, span: Span) -> Result<Operand> {
        if let Expr::Name(name) = value
            && let Some(slot) = self.slot_of.get(name.as_str())
        {
            return Ok(Operand::Slot(*slot, 0));
        }
        let shown = short(value);
        let message = format!("`{shown}` is no ioctl command");
        let near = nearest(&shown, ioctls::COMMANDS.iter().map(|row| row.name));
        let near = near.map(|near| format!("`{near}`"));
        let forms = ["a number".to_owned(), "`_IOR(magic, number, size)`".to_owned()];
        Err(Diagnostic::new(span, message).expecting(near.into_iter().chain(forms)))
    }

    fn fcntl_argument(&mut self, needs: &Needs<'p>, value: &Expr, span: Span) -> Result<Operand> {
        let command =
            needs.call.arguments.get(1).and_then(|a| flags(&a.value, &FCNTL, a.span).ok());
        match command.and_then(|command| FCNTL.name(command)) {
            Some("F_SETFL") => self.flags_or_name(value, &OPEN, span),
            Some("F_SETFD") => self.flags_or_name(value, &FD, span),
            _ => self.number(needs.task, value, span, "a number"),
        }
    }

    /// A process: a task's name (in a log, its ID), or a number.
    fn pid(&mut self, value: &Expr, span: Span) -> Result<Operand> {
        let name = match value {
            Expr::Name(name) => name.clone(),
            Expr::Number(number, _) => number.to_string(),
            _ => String::new(),
        };
        match self.tasks.by_name(&name) {
            Some(task) => Ok(Operand::Pid(task)),
            None => self.number(0, value, span, "a task's name or a process ID"),
        }
    }
}

/// The number in this argument, if it is one.
pub(super) fn stated_count(call: &Call, at: u8) -> Option<u64> {
    match plain(&call.arguments.get(usize::from(at))?.value) {
        Expr::Number(value, _) => u64::try_from(*value).ok(),
        _ => None,
    }
}

fn unfit(value: &Expr, span: Span, expected: &'static str) -> Diagnostic {
    Diagnostic::new(span, format!("`{}` does not fit here", short(value))).expecting([expected])
}

/// What fits, for messages.
fn names_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Fd => "a file descriptor: a number or a bound name such as `fd`",
        Kind::AtFd => "a directory's descriptor or `AT_FDCWD`",
        Kind::Path => "a path in quotes",
        Kind::In(_) => "a string, `&buffer` or an address",
        Kind::Pollfds(_) => "`[{fd=…, events=…}]`, `&buffer` or an address",
        Kind::Sigaction => "`{sa_handler=…, sa_mask=[], sa_flags=0}`, `NULL` or an address",
        Kind::Timespec => "`{tv_sec=…, tv_nsec=…}`, `&buffer` or an address",
        Kind::Pointer => "`NULL`, an address, `&buffer` or a bound name",
        Kind::Signal => "a signal such as `SIGUSR1`",
        _ => "a number",
    }
}
