//! What stands behind the `=`.

use super::{Printer, pairs};
use crate::program::ast::{Call, Expr};
use crate::program::calls::flags::{FD, OPEN, POLL};
use crate::program::calls::{self, Returns};
use crate::program::errno;
use crate::program::lower::plain;
use crate::program::plan::{Action, Step};
use crate::trace::Outcome;

impl Printer<'_> {
    pub(super) fn result(&self, step: &Step, call: &Call, outcome: &Outcome) -> String {
        let value = outcome.value;
        if let Some(number) = outcome.errno() {
            return failure(number);
        }
        let returns = calls::by_name(&call.name).map_or(Returns::Int, |row| row.result);
        match returns {
            Returns::Pointer => format!("{value:#x}"),
            Returns::Never => "?".to_owned(),
            Returns::Ready if value == 0 => "0 (Timeout)".to_owned(),
            Returns::Ready => format!("{value}{}", self.ready(step, call, outcome)),
            Returns::Fcntl => match self.fcntl_command(step) {
                Some("F_GETFL") => format!("{value:#x} (flags {})", OPEN.show(value as u64)),
                Some("F_GETFD") if value != 0 => {
                    format!("{value:#x} (flags {})", FD.show(value as u64))
                }
                _ => value.to_string(),
            },
            Returns::Fd | Returns::Bytes | Returns::Offset | Returns::Int => value.to_string(),
        }
    }

    /// ` ([{fd=3, revents=POLLIN}])`
    fn ready(&self, step: &Step, call: &Call, outcome: &Outcome) -> String {
        let Action::Syscall { captures, stores, .. } = &step.action else { return String::new() };
        let Some(Expr::Array(items)) = call.arguments.first().map(|a| plain(&a.value)) else {
            return String::new();
        };
        let store = stores.first();
        let mut list = Vec::new();
        let outputs = pairs(captures, outcome).filter(|pair| pair.0 == 0);
        for (i, (_, (_, _, bytes))) in items.iter().zip(outputs).enumerate() {
            let revents = match bytes {
                [low, high, ..] => u16::from_le_bytes([*low, *high]),
                _ => 0,
            };
            if revents == 0 {
                continue;
            }
            let patched = store.and_then(|store| {
                let patch = store.patches.iter().find(|patch| patch.0 as usize == i * 8)?;
                self.value(patch.2)
            });
            let stored = store.and_then(|store| store.bytes.get(i * 8..i * 8 + 4));
            let stored = stored.and_then(|b| b.try_into().ok()).map_or(0, i32::from_le_bytes);
            let fd = patched.map_or(stored, |fd| fd as i32);
            list.push(format!("{{fd={fd}, revents={}}}", POLL.show(revents.into())));
        }
        format!(" ([{}])", list.join(", "))
    }
}

/// `-1 EFAULT (Bad address)`
pub(super) fn failure(number: u16) -> String {
    match (errno::name(number), errno::text(number)) {
        (Some(name), Some(text)) => format!("-1 {name} ({text})"),
        _ => format!("-1 (errno {number})"),
    }
}
