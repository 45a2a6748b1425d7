//! What stands beside a line of the program: its result, and whether the line
//! said so.

use ringside_core::trace::Outcome;

use super::words;
use crate::source::stated_result;

/// What is shown beside a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beside {
    /// The result.
    pub result: String,
    /// Is it an error number?
    pub error: bool,
    /// Does the program state it, and is it right?
    pub stated: Option<bool>,
    /// More, for the tooltip.
    pub title: String,
}

/// What stands beside a line that had this outcome.
#[must_use]
pub fn beside_line(line: &str, outcome: &Outcome) -> Beside {
    let result = match outcome.errno() {
        Some(errno) => words::errno_name(errno),
        None => words::result(outcome),
    };
    let stated = stated_result(line).map(|at| line[at + 1..].trim());
    let title = match outcome.errno() {
        Some(errno) => format!("-1 {} ({})", words::errno_name(errno), words::errno_text(errno)),
        None => format!("= {result}"),
    };
    let stated = stated.filter(|stated| !stated.starts_with('?')).map(|stated| {
        let word = stated.split_whitespace().next().unwrap_or_default();
        match outcome.errno() {
            Some(_) => stated.split_whitespace().nth(1) == Some(result.as_str()),
            None => number(word) == Some(outcome.value),
        }
    });
    Beside { result, error: outcome.errno().is_some(), stated, title }
}

fn number(word: &str) -> Option<i64> {
    match word.strip_prefix("0x") {
        Some(hex) => u64::from_str_radix(hex, 16).ok().map(u64::cast_signed),
        None => word.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, value: i64, stated: Option<bool>) {
        let outcome = Outcome { value, ..Outcome::default() };
        assert_eq!(beside_line(line, &outcome).stated, stated, "{line}");
    }

    #[test]
    fn stated_results_are_checked() {
        check("read(3, &b, 4)", 4, None);
        check("read(3, &b, 4) = ?", 4, None);
        check("read(3, &b, 4) = 4", 4, Some(true));
        check("read(3, &b, 4) = 3", 4, Some(false));
        check("p = f() = 0x7f00 (note)", 0x7f00, Some(true));
        check("read(3, &b, 4) = -1 EFAULT (Bad address)", -14, Some(true));
        check("read(3, &b, 4) = -1 EINVAL", -14, Some(false));
        check("read(3, &b, 4) = 4", -14, Some(false));
    }
}
