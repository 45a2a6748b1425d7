//! What is wrong with a program, and where.

use std::fmt;

use super::ast::Span;

/// How many diagnostics one program gets at most.
pub const MOST: usize = 20;
/// How much of a line a message quotes, in characters.
const QUOTED: usize = 100;

/// A mistake in a program: where, what was found, what would have been right.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Where.
    pub span: Span,
    /// What was found there.
    pub message: String,
    /// What could stand there instead.
    pub expected: Vec<String>,
    /// The source line or, if it is long, the part around the mistake; empty
    /// when the text is not at hand (see [`Diagnostic::quote`]).
    pub source: String,
    /// Column of the first character of `source`, from 1.
    pub source_column: u32,
}

impl Diagnostic {
    /// A mistake, without its source line.
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            span,
            message: message.into(),
            expected: Vec::new(),
            source: String::new(),
            source_column: 1,
        }
    }

    /// Adds what could stand there instead.
    pub(crate) fn expecting<T: Into<String>>(
        mut self,
        expected: impl IntoIterator<Item = T>,
    ) -> Diagnostic {
        self.expected.extend(expected.into_iter().map(Into::into));
        self
    }

    /// Takes the source line from the program's text.
    pub fn quote(&mut self, text: &str) {
        let at = self.span.line.saturating_sub(1) as usize;
        if let Some(line) = text.split('\n').nth(at) {
            self.quote_line(line);
        }
    }

    /// Takes this as the source line.
    pub(crate) fn quote_line(&mut self, line: &str) {
        let column = self.span.column.max(1) as usize - 1;
        let from = column.saturating_sub(QUOTED / 2);
        self.source = line
            .chars()
            .skip(from)
            .take(QUOTED)
            .map(|c| if c.is_control() { '\u{fffd}' } else { c })
            .collect();
        self.source_column = from as u32 + 1;
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: {}", self.span.line, self.span.column, self.message)?;
        match self.expected.as_slice() {
            [] => {}
            [one] => write!(f, "; expected {one}")?,
            [first @ .., last] => write!(f, "; expected {} or {last}", first.join(", "))?,
        }
        if self.source.is_empty() {
            return Ok(());
        }
        let number = self.span.line.to_string();
        let margin = " ".repeat(number.len());
        let before = self.span.column.saturating_sub(self.source_column) as usize;
        let room = self.source.chars().count().saturating_sub(before).max(1);
        let width = (self.span.end.saturating_sub(self.span.column) as usize).clamp(1, room);
        write!(f, "\n  {number} | {}", self.source)?;
        // Wide characters take two columns on a terminal; the caret follows.
        let indent: String =
            self.source.chars().take(before).map(|c| if is_wide(c) { "  " } else { " " }).collect();
        write!(f, "\n  {margin} | {indent}{}", "^".repeat(width))
    }
}

/// East Asian wide characters, roughly: enough to put a caret under them.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

/// The name among these that is most like this one, if one is like it at all.
pub(crate) fn nearest<'a>(name: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 40;
    if name.is_empty() || name.len() > LONGEST {
        return None;
    }
    let limit = 1 + name.len() / 4;
    among
        .into_iter()
        .filter(|other| other.len() <= LONGEST && other.len().abs_diff(name.len()) <= limit)
        .map(|other| (distance(name.as_bytes(), other.as_bytes()), other))
        .filter(|(far, _)| *far <= limit)
        .min_by_key(|(far, _)| *far)
        .map(|(_, other)| other)
}

/// How many letters must be changed, added, dropped or swapped with their
/// neighbour (without regard to case).
fn distance(a: &[u8], b: &[u8]) -> usize {
    let same = |x: u8, y: u8| x.eq_ignore_ascii_case(&y);
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let change = above[j] + usize::from(!same(a[i], b[j]));
            let mut least = change.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && same(a[i], b[j - 1]) && same(a[i - 1], b[j]) {
                least = least.min(before[j - 1] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut above, row);
    }
    above.last().copied().unwrap_or(a.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_alike_are_found() {
        let calls = ["read", "readlink", "openat", "close"];
        assert_eq!(nearest("raed", calls), Some("read"));
        assert_eq!(nearest("opneat", calls), Some("openat"));
        assert_eq!(nearest("xyzzy", calls), None);
        assert_eq!(nearest("", calls), None);
    }
}
