//! Text to [`Program`].

mod brackets;
mod cursor;
mod detect;
mod expr;
mod line;
mod literal;
mod log;

use super::ast::{Expr, Line, Origin, Program};
use super::diagnostic::{Diagnostic, MOST};
use cursor::Cursor;

/// Reads a program, or a log of strace.
///
/// Which of the two it is follows from the text: process IDs, times, `+++`,
/// `<unfinished ...>` and strings that end in `...` are only in logs. In a log
/// nothing is an error: what cannot be read is kept as it is.
///
/// ```
/// use ringside_core::program::{ast::Item, parse};
///
/// let program = parse(r#"
/// fd = openat(AT_FDCWD, "/proc/ringside/hello", O_RDONLY)
/// read(fd, &buf, 10) = 10
/// read(fd, 0x1000, 4) = -1 EFAULT (Bad address)
/// "#).unwrap();
/// let Item::Call(call) = &program.lines[3].item else { panic!() };
/// assert_eq!(call.result.as_ref().unwrap().errno.as_deref(), Some("EFAULT"));
///
/// let mistakes = parse("read(fd, &buf 10)").unwrap_err();
/// assert_eq!(
///     mistakes[0].to_string(),
///     "line 1, column 15: found `10`; expected `,` or a closing bracket\n  \
///      1 | read(fd, &buf 10)\n    \
///        |               ^^"
/// );
/// ```
///
/// # Errors
///
/// Where and why a line of a written program cannot be read: one message for
/// each such line, 20 at most.
pub fn parse(text: &str) -> Result<Program, Vec<Diagnostic>> {
    parse_as(text, detect::origin(text))
}

/// Reads a text that is known to be a program, or known to be a log.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_as(text: &str, origin: Origin) -> Result<Program, Vec<Diagnostic>> {
    let lines = match origin {
        Origin::Written => written(text)?,
        Origin::Strace => log::lines(text),
    };
    Ok(Program { lines, origin })
}

/// A value by itself, such as a result's note `[{fd=3, revents=POLLIN}]`.
pub(crate) fn parse_value(text: &str) -> Option<Expr> {
    expr::whole(text)
}

/// The lines of a text; a line break at the end begins no further line.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

fn written(text: &str) -> Result<Vec<Line>, Vec<Diagnostic>> {
    let mut lines = Vec::new();
    let mut mistakes = Vec::new();
    for (number, text) in split(text).enumerate() {
        let mut cursor = Cursor::new(text, number as u32 + 1, false);
        match line::line(&mut cursor) {
            Ok(line) => lines.push(line),
            Err(fault) => mistakes.push(cursor.diagnostic(fault)),
        }
        if mistakes.len() == MOST {
            break;
        }
    }
    if mistakes.is_empty() { Ok(lines) } else { Err(mistakes) }
}
