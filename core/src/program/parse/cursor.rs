//! A place in one line, and what stands there.

use crate::program::ast::Span;
use crate::program::diagnostic::Diagnostic;

/// What went wrong in a line: byte positions, turned into columns at the end.
#[derive(Debug)]
pub(super) struct Fault {
    pub from: usize,
    pub to: usize,
    pub message: String,
    pub expected: Vec<&'static str>,
}

/// Reads one line from left to right.
pub(super) struct Cursor<'a> {
    /// The line.
    pub text: &'a str,
    /// Where we are: a byte position at the boundary of a character.
    pub at: usize,
    /// Which line, from 1.
    pub line: u32,
    /// Is the line from a log? Then what is unknown is kept as it is.
    pub log: bool,
    ascii: bool,
    /// A byte position and its column, so that columns need one pass.
    known: (usize, u32),
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, line: u32, log: bool) -> Cursor<'a> {
        Cursor { text, at: 0, line, log, ascii: text.is_ascii(), known: (0, 1) }
    }

    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    pub fn done(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Goes past this, if it stands here.
    pub fn eat(&mut self, what: &str) -> bool {
        let here = self.text.as_bytes()[self.at..].starts_with(what.as_bytes());
        if here {
            self.at += what.len();
        }
        here
    }

    /// Goes past blanks; says whether there were any.
    pub fn blanks(&mut self) -> bool {
        let from = self.at;
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r')) {
            self.at += 1;
        }
        self.at > from
    }

    /// Goes on while bytes are like this.
    pub fn take_while(&mut self, like: impl Fn(u8) -> bool) -> &'a str {
        let bytes = self.text.as_bytes();
        let from = self.at;
        while self.at < bytes.len() && like(bytes[self.at]) {
            self.at += 1;
        }
        self.text.get(from..self.at).unwrap_or("")
    }

    /// A name: letters, digits and `_`, beginning with none of the digits.
    pub fn identifier(&mut self) -> Option<&'a str> {
        let first = self.peek()?;
        if !(first.is_ascii_alphabetic() || first == b'_') {
            return None;
        }
        Some(self.take_while(|b| b.is_ascii_alphanumeric() || b == b'_'))
    }

    /// The span between two byte positions.
    pub fn span(&mut self, from: usize, to: usize) -> Span {
        let column = self.column(from);
        Span { line: self.line, column, end: self.column(to) }
    }

    fn column(&mut self, byte: usize) -> u32 {
        if self.ascii {
            return byte as u32 + 1;
        }
        let (mut from, mut column) = self.known;
        if byte < from {
            (from, column) = (0, 1);
        }
        column += self.text.get(from..byte).map_or(0, |s| s.chars().count()) as u32;
        self.known = (byte, column);
        column
    }

    /// What stands here, for a message.
    pub fn found(&self) -> String {
        let Some(first) = self.rest().chars().next() else {
            return "the line ends here".to_owned();
        };
        if first == '\0' {
            return "found a NUL character".to_owned();
        }
        if first.is_control() {
            return format!("found the control character U+{:04X}", u32::from(first));
        }
        let word: String = self
            .rest()
            .chars()
            .take(24)
            .enumerate()
            .take_while(|(i, c)| *i == 0 || c.is_ascii_alphanumeric() || *c == '_')
            .map(|(_, c)| c)
            .collect();
        if first.is_ascii_alphanumeric() || first == '_' {
            format!("found `{word}`")
        } else {
            format!("found `{first}`")
        }
    }

    /// How far the thing here goes, for a message's caret.
    fn found_end(&self) -> usize {
        let mut chars = self.rest().chars();
        match chars.next() {
            None => self.at,
            Some(c) if c.is_ascii_alphanumeric() || c == '_' => {
                let more =
                    chars.take(80).take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
                self.at + 1 + more
            }
            Some(c) => self.at + c.len_utf8(),
        }
    }

    /// What stands here is wrong.
    pub fn unexpected(&self, expected: &[&'static str]) -> Fault {
        Fault {
            from: self.at,
            to: self.found_end(),
            message: self.found(),
            expected: expected.to_vec(),
        }
    }

    /// What stands from there to here is wrong.
    pub fn fault(&self, from: usize, message: impl Into<String>) -> Fault {
        Fault { from, to: self.at.max(from), message: message.into(), expected: Vec::new() }
    }

    /// A fault as a message with columns and the source line.
    pub fn diagnostic(&mut self, fault: Fault) -> Diagnostic {
        let span = self.span(fault.from, fault.to);
        let mut diagnostic = Diagnostic::new(span, fault.message).expecting(fault.expected);
        diagnostic.quote_line(self.text);
        diagnostic
    }
}
