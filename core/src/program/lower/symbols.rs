//! Names to numbers.

use super::{plain, register};
use crate::program::ast::{Expr, Span};
use crate::program::calls::flags::{SIGNALS, Table};
use crate::program::calls::ioctls::{self, ioc};
use crate::program::diagnostic::{Diagnostic, nearest};

/// A number, one of a table's names, or several of both.
pub(super) fn flags(value: &Expr, table: &Table, span: Span) -> Result<u64, Diagnostic> {
    match plain(value) {
        Expr::Number(value, _) => Ok(register(*value)),
        Expr::Name(name) => match table.value(name) {
            Some(value) => Ok(value),
            None => Err(unknown_flag(name, table, span)),
        },
        Expr::Or(all) => all.iter().try_fold(0, |sum, one| Ok(sum | flags(one, table, span)?)),
        other => {
            let message = format!("`{}` is none of the {}", short(other), table.what);
            Err(Diagnostic::new(span, message).expecting(["a number", "names joined with `|`"]))
        }
    }
}

fn unknown_flag(name: &str, table: &Table, span: Span) -> Diagnostic {
    let message = format!("`{name}` is none of the {}", table.what);
    let names = || table.names.iter().map(|row| row.0);
    let expected: Vec<String> = match nearest(name, names()) {
        Some(near) => vec![format!("`{near}`")],
        None => names().take(4).map(|n| format!("`{n}`")).chain(["…".to_owned()]).collect(),
    };
    Diagnostic::new(span, message).expecting(expected)
}

/// A signal's number: `SIGUSR1`, `SIGRT_3`, `10`.
pub(super) fn signal(name: &str) -> Option<u64> {
    SIGNALS.value(name).or_else(|| {
        let real_time = name.strip_prefix("SIGRT_")?;
        real_time.parse().ok().filter(|n| *n <= 32).map(|n: u64| n + 32)
    })
}

/// A signal set's bits: `[]`, `[USR1 CHLD]`, `~[]`.
pub(super) fn signal_set(value: &Expr) -> Option<u64> {
    let (not, names): (bool, Vec<&str>) = match plain(value) {
        Expr::Array(items) => {
            let name = |item| match plain(item) {
                Expr::Name(name) => Some(name.as_str()),
                _ => None,
            };
            (false, items.iter().map(name).collect::<Option<_>>()?)
        }
        Expr::SignalSet { not, names } => (*not, names.iter().map(String::as_str).collect()),
        _ => return None,
    };
    let mut bits = 0;
    for name in names {
        let number = signal(&format!("SIG{}", name.strip_prefix("SIG").unwrap_or(name)))?;
        bits |= 1 << number.checked_sub(1)?;
    }
    Some(if not { !bits } else { bits })
}

/// An ioctl's number: a name, a number, or how it is composed.
pub(super) fn command(value: &Expr) -> Option<u64> {
    match plain(value) {
        Expr::Number(value, _) => Some(register(*value)),
        Expr::Name(name) => ioctls::by_name(name).map(|row| u64::from(row.number)),
        Expr::Macro(name, parts) => {
            let part = |at: usize| match plain(parts.get(at)?) {
                Expr::Number(value, _) => u32::try_from(*value).ok(),
                Expr::Text { bytes, .. } if bytes.len() == 1 => {
                    bytes.first().map(|b| u32::from(*b))
                }
                other => direction(other),
            };
            let number = match (name.as_str(), parts.len()) {
                ("_IOC", 4) => ioc(part(0)?, part(1)?, part(2)?, part(3)?),
                ("_IO", 2) => ioc(0, part(0)?, part(1)?, 0),
                ("_IOR", 3) => ioc(ioctls::READ, part(0)?, part(1)?, part(2)?),
                ("_IOW", 3) => ioc(ioctls::WRITE, part(0)?, part(1)?, part(2)?),
                ("_IOWR", 3) => ioc(ioctls::READ | ioctls::WRITE, part(0)?, part(1)?, part(2)?),
                _ => return None,
            };
            Some(u64::from(number))
        }
        _ => None,
    }
}

/// `_IOC_READ|_IOC_WRITE`
fn direction(value: &Expr) -> Option<u32> {
    match plain(value) {
        Expr::Name(name) => match name.as_str() {
            "_IOC_NONE" => Some(0),
            "_IOC_READ" => Some(ioctls::READ),
            "_IOC_WRITE" => Some(ioctls::WRITE),
            _ => None,
        },
        Expr::Or(all) => all.iter().try_fold(0, |sum, one| Some(sum | direction(one)?)),
        _ => None,
    }
}

/// A value for a message: its text, if that is short.
pub(super) fn short(value: &Expr) -> String {
    let text: String = value.to_string().chars().take(41).collect();
    if text.chars().count() > 40 { text.chars().take(40).chain(['…']).collect() } else { text }
}
