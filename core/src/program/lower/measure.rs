//! First pass: how large buffers and structures must be.

use super::memory::Memory;
use super::poll::POLLFD;
use super::structs::{SIGACTION, TIMESPEC};
use super::{calls, plain, symbols};
use crate::program::ast::{Argument, Call, Expr, Program};
use crate::program::calls::{self as table, Kind, ioctls};
use crate::program::diagnostic::{Diagnostic, MOST};

/// The memory that the program needs, laid out.
pub(super) fn memory(program: &Program) -> Result<Memory, Vec<Diagnostic>> {
    let mut memory = Memory::new(program.origin);
    let mut mistakes = Vec::new();
    for (_, call) in calls(program) {
        for (at, argument) in call.arguments.iter().enumerate() {
            if let Err(mistake) = measure(&mut memory, call, at, argument) {
                mistakes.push(mistake);
            }
        }
        if mistakes.len() >= MOST {
            break;
        }
    }
    if mistakes.is_empty()
        && let Err(mistake) = memory.lay_out()
    {
        mistakes.push(mistake);
    }
    if mistakes.is_empty() { Ok(memory) } else { Err(mistakes) }
}

fn measure(
    memory: &mut Memory,
    call: &Call,
    at: usize,
    argument: &Argument,
) -> Result<(), Diagnostic> {
    let kind = table::by_name(&call.name).and_then(|row| row.arguments.get(at)).map(|row| row.1);
    let needed = kind.and_then(|kind| needed(call, at, kind));
    let value = plain(&argument.value);
    if let Some((name, stated, by)) = buffer(value) {
        let needed = needed.and_then(|n| u64::try_from(i128::from(n) + i128::from(by)).ok());
        return memory.use_buffer(name, stated, needed, argument.span);
    }
    match (kind, value) {
        (Some(Kind::Out(_)), Expr::Text { bytes, .. }) => {
            memory.use_output(at, needed.unwrap_or(0).max(bytes.len() as u64));
        }
        (Some(Kind::CommandArgument), Expr::Text { bytes, .. }) => {
            memory.use_struct(at, needed.unwrap_or(0).max(bytes.len() as u64));
        }
        (Some(Kind::Pollfds(_)), Expr::Array(items)) => {
            memory.use_struct(at, (items.len() * POLLFD) as u64);
        }
        (Some(Kind::CommandArgument), Expr::Array(items)) => {
            memory.use_struct(at, needed.unwrap_or(0).max(items.len() as u64 * 4));
        }
        (Some(Kind::Sigaction | Kind::OldSigaction), Expr::Struct(_)) => {
            memory.use_struct(at, SIGACTION as u64);
        }
        (Some(Kind::Timespec | Kind::OldTimespec), Expr::Struct(_)) => {
            memory.use_struct(at, TIMESPEC as u64);
        }
        _ => {}
    }
    Ok(())
}

/// `&buf`, `&buf[10]`, `&buf+8`: its name, its stated size, its offset.
fn buffer(value: &Expr) -> Option<(&str, Option<u64>, i64)> {
    match value {
        Expr::Buffer { name, size } => Some((name, *size, 0)),
        Expr::Offset { base, by } => match plain(base) {
            Expr::Buffer { name, size } => Some((name, *size, *by)),
            _ => None,
        },
        _ => None,
    }
}

/// How many bytes the call uses at this argument.
fn needed(call: &Call, at: usize, kind: Kind) -> Option<u64> {
    match kind {
        Kind::Out(count) | Kind::In(count) => number(call, usize::from(count)),
        Kind::Pollfds(count) => number(call, usize::from(count))?.checked_mul(POLLFD as u64),
        Kind::Sigaction | Kind::OldSigaction => Some(SIGACTION as u64),
        Kind::Timespec | Kind::OldTimespec => Some(TIMESPEC as u64),
        Kind::CommandArgument => {
            let command = call.arguments.get(at.checked_sub(1)?)?;
            let (out, input) = ioctls::sizes(symbols::command(plain(&command.value))?);
            let size = out.max(input);
            (size > 0).then(|| u64::from(size))
        }
        _ => None,
    }
}

fn number(call: &Call, at: usize) -> Option<u64> {
    match plain(&call.arguments.get(at)?.value) {
        Expr::Number(value, _) => u64::try_from(*value).ok(),
        _ => None,
    }
}
