//! Arguments, as strace shows them: numbers where names stood, content where
//! buffers stood.

use std::fmt::Write;

use super::{Printer, pairs};
use crate::program::ast::{Call, Expr};
use crate::program::calls::flags::{FCNTL, SA, SIGNALS};
use crate::program::calls::{self, Kind};
use crate::program::lower::plain;
use crate::program::plan::{Action, Operand, Step};
use crate::program::print::write_string;
use crate::trace::Outcome;

impl Printer<'_> {
    /// All arguments; without an outcome, as they were before the call.
    pub(super) fn arguments(
        &self,
        step: &Step,
        call: &Call,
        outcome: Option<&Outcome>,
    ) -> Vec<String> {
        let operands = match &step.action {
            Action::Syscall { arguments, .. } | Action::Raw { arguments, .. } => *arguments,
            Action::Opaque { .. } => {
                return call.arguments.iter().map(|argument| argument.value.to_string()).collect();
            }
        };
        let kinds = calls::by_name(&call.name).map_or(&[][..], |row| row.arguments);
        let shown = call.arguments.iter().zip(operands).enumerate();
        shown
            .map(|(at, (argument, operand))| {
                let kind = kinds.get(at).map_or(Kind::Pointer, |kind| kind.1);
                let shown =
                    Shown { step, at, value: plain(&argument.value), operand, operands, outcome };
                self.argument(&shown, kind)
            })
            .collect()
    }

    /// How many arguments strace shows when the call begins: up to the first
    /// one that the call fills.
    pub(super) fn known_arguments(&self, call: &Call) -> usize {
        let filled =
            |kind: &Kind| matches!(kind, Kind::Out(_) | Kind::OldSigaction | Kind::OldTimespec);
        calls::by_name(&call.name)
            .and_then(|row| row.arguments.iter().position(|argument| filled(&argument.1)))
            .unwrap_or(usize::MAX)
            .min(call.arguments.len())
    }

    fn argument(&self, shown: &Shown<'_>, kind: Kind) -> String {
        match (kind, shown.value) {
            (Kind::Out(_), _) => match shown.output() {
                Some(bytes) => {
                    let all = shown.outcome.map_or(0, |o| o.value.max(0) as u64);
                    self.string(bytes, all)
                }
                None => self.address(shown),
            },
            (Kind::In(count), _) => {
                let count = self.value(shown.operands[usize::from(count) % 6]).unwrap_or(0);
                let most = (count.min(self.string_limit as u64)) as usize;
                let content = self.value(shown.operand).and_then(|address| {
                    self.memory.read(self.plan, shown.step.task, address, most)
                });
                match content {
                    Some(bytes) => self.string(&bytes, count),
                    None => self.address(shown),
                }
            }
            (Kind::Path, _) => self.path(shown),
            (Kind::OldSigaction, _) => match shown.output() {
                Some(bytes) => old_action(bytes),
                None => self.address(shown),
            },
            (Kind::CommandArgument, Expr::Array(_)) => match shown.output() {
                Some(bytes) => words(bytes),
                None if shown.filled() => self.address(shown),
                None => self.expression(shown.value),
            },
            (Kind::CommandArgument | Kind::Pointer | Kind::Pollfds(_) | Kind::Sigaction, value)
                if !matches!(value, Expr::Array(_) | Expr::Struct(_)) =>
            {
                self.address(shown)
            }
            (Kind::Timespec | Kind::OldTimespec, value) if !matches!(value, Expr::Struct(_)) => {
                self.address(shown)
            }
            _ => self.expression(shown.value),
        }
    }

    fn path(&self, shown: &Shown<'_>) -> String {
        if let Expr::Text { .. } = shown.value {
            return shown.value.to_string();
        }
        const LONGEST: usize = 4096;
        let content = self
            .value(shown.operand)
            .and_then(|address| self.memory.read(self.plan, shown.step.task, address, LONGEST));
        match content {
            Some(bytes) => {
                let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
                self.string(&bytes[..end], end as u64)
            }
            None => self.address(shown),
        }
    }

    /// A string of so many bytes, of which these are the beginning.
    fn string(&self, bytes: &[u8], all: u64) -> String {
        let bytes = &bytes[..bytes.len().min(self.string_limit)];
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write_string(&mut text, bytes, false);
        if all > bytes.len() as u64 {
            text.push_str("...");
        }
        text
    }

    fn address(&self, shown: &Shown<'_>) -> String {
        match self.value(shown.operand) {
            Some(0) => "NULL".to_owned(),
            Some(address) => format!("{address:#x}"),
            None => self.expression(shown.value),
        }
    }

    /// An expression with numbers instead of bound names.
    fn expression(&self, value: &Expr) -> String {
        match plain(value) {
            Expr::Name(name) => match self.slot(name) {
                Some(value) => (value as i64).to_string(),
                None => name.clone(),
            },
            Expr::Offset { base, by } => match plain(base) {
                Expr::Name(name) if self.slot(name).is_some() => {
                    let value = self.slot(name).unwrap_or(0);
                    (value as i64).wrapping_add(*by).to_string()
                }
                _ => value.to_string(),
            },
            Expr::Array(items) => {
                let items: Vec<String> = items.iter().map(|item| self.expression(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Expr::Struct(members) => {
                let mut text = "{".to_owned();
                for (i, (name, value)) in members.iter().enumerate() {
                    let (comma, equals) =
                        (if i > 0 { ", " } else { "" }, if name.is_empty() { "" } else { "=" });
                    let _ = write!(text, "{comma}{name}{equals}{}", self.expression(value));
                }
                text + "}"
            }
            other => other.to_string(),
        }
    }

    /// What a name is bound to.
    pub(super) fn slot(&self, name: &str) -> Option<u64> {
        self.slots.get(*self.slot_of.get(name)?).copied()
    }

    /// The name of fcntl's command in this call.
    pub(super) fn fcntl_command(&self, step: &Step) -> Option<&'static str> {
        match &step.action {
            Action::Syscall { name: "fcntl", arguments, .. } => {
                FCNTL.name(self.value(arguments[1])?)
            }
            _ => None,
        }
    }
}

/// An argument and what is known about it.
struct Shown<'a> {
    step: &'a Step,
    at: usize,
    value: &'a Expr,
    operand: Operand,
    operands: [Operand; 6],
    outcome: Option<&'a Outcome>,
}

impl<'a> Shown<'a> {
    /// What the call left in this argument, if it succeeded.
    fn output(&self) -> Option<&'a [u8]> {
        let outcome = self.outcome.filter(|outcome| outcome.errno().is_none())?;
        let Action::Syscall { captures, .. } = &self.step.action else { return None };
        pairs(captures, outcome).find(|pair| usize::from(pair.0) == self.at).map(|pair| pair.2)
    }

    /// Is it one that the call fills?
    fn filled(&self) -> bool {
        match &self.step.action {
            Action::Syscall { captures, .. } => {
                captures.iter().any(|capture| usize::from(capture.argument) == self.at)
            }
            _ => false,
        }
    }
}

/// `[5]`: 32-bit numbers.
fn words(bytes: &[u8]) -> String {
    let words: Vec<String> = bytes
        .chunks_exact(4)
        .map(|word| i32::from_le_bytes([word[0], word[1], word[2], word[3]]).to_string())
        .collect();
    format!("[{}]", words.join(", "))
}

/// `{sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}`
fn old_action(bytes: &[u8]) -> String {
    let word = |at: usize| {
        bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
    };
    let (handler, flags, restorer, mask) = (word(0), word(8), word(16), word(24));
    let handler = match handler {
        0 => "SIG_DFL".to_owned(),
        1 => "SIG_IGN".to_owned(),
        address => format!("{address:#x}"),
    };
    let mut text =
        format!("{{sa_handler={handler}, sa_mask={}, sa_flags={}", set(mask), SA.show(flags));
    if restorer != 0 {
        let _ = write!(text, ", sa_restorer={restorer:#x}");
    }
    text + "}"
}

/// `[USR1 CHLD]`, or `~[…]` if that is shorter.
fn set(mask: u64) -> String {
    let not = mask.count_ones() > 32;
    let bits = if not { !mask } else { mask };
    let names: Vec<String> = (1..=64)
        .filter(|number| bits >> (number - 1) & 1 == 1)
        .map(|number: u64| match SIGNALS.name(number) {
            Some(name) => name.trim_start_matches("SIG").to_owned(),
            None => format!("RT_{}", number - 32),
        })
        .collect();
    format!("{}[{}]", if not { "~" } else { "" }, names.join(" "))
}
