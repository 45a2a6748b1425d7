//! Results: values, errors, and what calls left in the program's memory.

use super::masks::Mask;
use super::{Aspect, Difference, Sides};
use crate::program::errno;
use crate::trace::Outcome;

/// The first difference in the call's result.
pub(super) fn differ(sides: &Sides<'_>, mask: Option<Mask>) -> Option<Difference> {
    let (Some(our), Some(their)) = (&sides.our.outcome, &sides.their.outcome) else {
        return match (&sides.our.outcome, &sides.their.outcome) {
            (None, None) => None,
            (our, their) => Some(sides.difference(Aspect::Result, said(our), said(their))),
        };
    };
    let value_masked = mask.is_some_and(|mask| mask.value) && our.value >= 0 && their.value >= 0;
    if our.value != their.value && !value_masked {
        let (our, their) = (value(our), value(their));
        return Some(sides.difference(Aspect::Result, our, their));
    }
    for (our, their) in our.outputs.iter().zip(&their.outputs) {
        let content = mask.is_some_and(|mask| mask.content);
        let length = mask.is_some_and(|mask| mask.length);
        let same = if content {
            length || our.bytes.len() == their.bytes.len()
        } else {
            our.bytes == their.bytes
        };
        if !same {
            let show = |bytes: &[u8]| format!("\"{}\"", bytes.escape_ascii());
            return Some(sides.difference(Aspect::Result, show(&our.bytes), show(&their.bytes)));
        }
    }
    if our.outputs.len() != their.outputs.len() {
        let count = |outcome: &Outcome| format!("{} buffers filled", outcome.outputs.len());
        return Some(sides.difference(Aspect::Result, count(our), count(their)));
    }
    None
}

fn said(outcome: &Option<Outcome>) -> String {
    outcome.as_ref().map_or_else(|| "did not return".to_owned(), value)
}

fn value(outcome: &Outcome) -> String {
    match outcome.errno() {
        Some(number) => match (errno::name(number), errno::text(number)) {
            (Some(name), Some(text)) => format!("-1 {name} ({text})"),
            _ => format!("-1 errno {number}"),
        },
        None => outcome.value.to_string(),
    }
}
