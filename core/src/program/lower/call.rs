//! One call: its row, its arguments, what it leaves.

use super::{Lowering, Result};
use crate::program::ast::{Call, Span};
use crate::program::calls::{self, Kind, Row};
use crate::program::diagnostic::{Diagnostic, nearest};
use crate::program::plan::{Action, Capture, Operand, Store};

/// A call, made ready.
pub(super) struct Lowered {
    pub action: Action,
    /// What the line shows of output arguments.
    pub outputs: Vec<(u8, Vec<u8>, bool)>,
}

/// What a call needs besides its arguments.
pub(super) struct Needs<'p> {
    pub call: &'p Call,
    pub task: u16,
    pub stores: Vec<Store>,
    pub captures: Vec<Capture>,
    pub outputs: Vec<(u8, Vec<u8>, bool)>,
}

impl<'p> Lowering<'p> {
    pub(super) fn call(&mut self, task: u16, call: &'p Call) -> Result<Lowered> {
        if call.unfinished {
            return Err(Diagnostic::new(call.span, "this call does not end in the log"));
        }
        let mut needs =
            Needs { call, task, stores: Vec::new(), captures: Vec::new(), outputs: Vec::new() };
        let count = call.arguments.len();
        if let Some(number) = calls::raw_number(&call.name) {
            if count > 6 {
                let span = call.arguments[6].span;
                return Err(Diagnostic::new(span, "a system call has six arguments at most"));
            }
            let arguments = self.arguments(&mut needs, |_| Kind::Pointer)?;
            let action = Action::Raw { number, arguments, count: count as u8 };
            return Ok(Lowered { action, outputs: Vec::new() });
        }
        let Some(row) = calls::by_name(&call.name) else {
            // Nobody reads what is said about a log's calls: look for no name.
            let quick = self.log().then(|| Diagnostic::new(call.span, ""));
            return Err(quick.unwrap_or_else(|| unknown(call)));
        };
        if count < usize::from(row.required) || count > row.arguments.len() {
            return Err(wrong_count(call, row));
        }
        let arguments = self.arguments(&mut needs, |at| row.arguments[at].1)?;
        let Needs { stores, captures, outputs, .. } = needs;
        let (name, count) = (row.name, count as u8);
        Ok(Lowered {
            action: Action::Syscall { name, arguments, count, stores, captures },
            outputs,
        })
    }

    fn arguments(
        &mut self,
        needs: &mut Needs<'p>,
        kind: impl Fn(usize) -> Kind,
    ) -> Result<[Operand; 6]> {
        let mut operands = [Operand::Value(0); 6];
        let given = needs.call.arguments.iter();
        for (at, (operand, argument)) in operands.iter_mut().zip(given).enumerate() {
            *operand = self.argument(needs, at, argument, kind(at))?;
        }
        Ok(operands)
    }
}

fn unknown(call: &Call) -> Diagnostic {
    let diagnostic = Diagnostic::new(call.span, format!("`{}` is no call", call.name));
    let near = nearest(&call.name, calls::all().iter().map(|row| row.name));
    diagnostic.expecting(near.map(|near| format!("`{near}`")))
}

fn wrong_count(call: &Call, row: &Row) -> Diagnostic {
    let names: Vec<&str> = row.arguments.iter().map(|argument| argument.0).collect();
    let most = names.len();
    let found = call.arguments.len();
    let takes = match usize::from(row.required) {
        least if least == most => most.to_string(),
        least => format!("{least} or {most}"),
    };
    let plural = if takes == "1" { "argument" } else { "arguments" };
    let takes = if most == 0 { "no".to_owned() } else { takes };
    let message = format!("`{}` takes {takes} {plural}, found {found}", row.name);
    let span = match call.arguments.get(most) {
        Some(extra) => extra.span,
        None => Span { column: call.span.column, ..call.span },
    };
    let diagnostic = Diagnostic::new(span, message);
    if most == 0 {
        diagnostic
    } else {
        diagnostic.expecting([format!("`{}({})`", row.name, names.join(", "))])
    }
}
