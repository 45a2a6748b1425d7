//! [`Program`] to text, as strace would write it.

use std::fmt::{self, Display, Formatter, Write};

use super::ast::{Base, Call, Expr, Item, Line, Origin, Program, Stated};

/// Where results begin, counted from 0: strace's column.
pub(crate) const RESULT_COLUMN: usize = 40;

/// The program's text, in the one form that strace would give it: results in
/// one column, strings with strace's escapes.
///
/// ```
/// use ringside_core::program::{parse, print};
///
/// let program = parse("read( fd,&buf , 10 ) = 10   # the beginning").unwrap();
/// assert_eq!(print(&program), "read(fd, &buf, 10)                      = 10  # the beginning\n");
/// ```
#[must_use]
pub fn print(program: &Program) -> String {
    program.to_string()
}

impl Display for Program {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for line in &self.lines {
            text.clear();
            write_line(&mut text, line, self.origin)?;
            f.write_str(&text)?;
            f.write_char('\n')?;
        }
        Ok(())
    }
}

/// Is this how the expression is printed?
pub(crate) fn expression_is(expression: &Expr, text: &str) -> bool {
    struct Compare<'a>(&'a str);
    impl Write for Compare<'_> {
        fn write_str(&mut self, s: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(s).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut compare = Compare(text);
    write!(compare, "{expression}").is_ok() && compare.0.is_empty()
}

fn write_line(out: &mut String, line: &Line, origin: Origin) -> fmt::Result {
    if let Some(task) = &line.task {
        write_task(out, task, origin)?;
    }
    if let Some(time) = &line.time {
        // strace -r pads its differences, the other formats have a fixed width.
        let width = if time.contains(':') { 0 } else { 13 };
        write!(out, "{time:>width$} ")?;
    }
    match &line.item {
        Item::Nothing => {}
        Item::Call(call) => write_call(out, call)?,
        Item::Signal { name, info, .. } => {
            write!(out, "--- {name} ")?;
            write_struct(out, info)?;
            out.write_str(" ---")?;
        }
        Item::Exit(text) => write!(out, "+++ {text} +++")?,
        Item::Other(text) => out.write_str(text)?,
    }
    if let Some(comment) = &line.comment {
        let gap = if line.item == Item::Nothing && out.is_empty() { "" } else { "  " };
        write!(out, "{gap}#{comment}")?;
    }
    Ok(())
}

fn write_task(out: &mut String, task: &str, origin: Origin) -> fmt::Result {
    match task.strip_prefix("pid ") {
        Some(pid) => write!(out, "[pid {pid:>5}] "),
        None if origin == Origin::Strace && task.bytes().all(|b| b.is_ascii_digit()) => {
            write!(out, "{task:<5} ")
        }
        None => write!(out, "[{task}] "),
    }
}

pub(crate) fn write_call(out: &mut String, call: &Call) -> fmt::Result {
    if let Some(bind) = &call.bind {
        write!(out, "{bind} = ")?;
    }
    write!(out, "{}(", call.name)?;
    for (i, argument) in call.arguments.iter().enumerate() {
        if i > 0 {
            out.write_str(", ")?;
        }
        write!(out, "{}", argument.value)?;
    }
    if call.unfinished {
        return out.write_str(" <unfinished ...>");
    }
    out.write_char(')')?;
    if let Some(result) = &call.result {
        pad_to_result(out);
        write!(out, "= {result}")?;
    }
    if let Some(duration) = &call.duration {
        write!(out, " <{duration}>")?;
    }
    Ok(())
}

/// Blanks up to the column of results, one at least.
pub(crate) fn pad_to_result(out: &mut String) {
    let width = if out.is_ascii() { out.len() } else { out.chars().count() };
    out.extend(std::iter::repeat_n(' ', RESULT_COLUMN.saturating_sub(width).max(1)));
}

impl Display for Stated {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.value {
            None => f.write_char('?')?,
            // A result in hex is a register's bits, never a negative number.
            Some(value) if self.base == Base::Hex => write!(f, "{:#x}", value as u64)?,
            Some(value) => write_number(f, i128::from(value), self.base)?,
        }
        if let Some(path) = &self.path {
            write!(f, "<{path}>")?;
        }
        if let Some(errno) = &self.errno {
            write!(f, " {errno}")?;
        }
        if let Some(note) = &self.note {
            write!(f, " ({note})")?;
        }
        Ok(())
    }
}

fn write_number(f: &mut impl Write, value: i128, base: Base) -> fmt::Result {
    let sign = if value < 0 { "-" } else { "" };
    let size = value.unsigned_abs();
    match base {
        Base::Decimal => write!(f, "{sign}{size}"),
        Base::Hex => write!(f, "{sign}{size:#x}"),
        Base::Octal => write!(f, "{sign}0{size:o}"),
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Number(value, base) => write_number(f, *value, *base),
            Expr::Name(name) | Expr::Verbatim(name) => f.write_str(name),
            Expr::Or(all) => write_list(f, all, "|"),
            Expr::Text { bytes, cut, hex } => {
                write_string(f, bytes, *hex)?;
                f.write_str(if *cut { "..." } else { "" })
            }
            Expr::Buffer { name, size: None } => write!(f, "&{name}"),
            Expr::Buffer { name, size: Some(size) } => write!(f, "&{name}[{size}]"),
            Expr::Offset { base, by } => write!(f, "{base}{by:+}"),
            Expr::Decorated(value, what) => write!(f, "{value}<{what}>"),
            Expr::Struct(members) => write_struct(f, members),
            Expr::Array(items) => {
                f.write_char('[')?;
                write_list(f, items, ", ")?;
                f.write_char(']')
            }
            Expr::SignalSet { not, names } => {
                write!(f, "{}[{}]", if *not { "~" } else { "" }, names.join(" "))
            }
            Expr::Field(name, value) => write!(f, "{name}={value}"),
            Expr::Noted(value, note) => write!(f, "{value} /* {note} */"),
            Expr::Quantity(count, unit) => write!(f, "{count}{unit}"),
            Expr::Macro(name, arguments) => {
                write!(f, "{name}(")?;
                write_list(f, arguments, ", ")?;
                f.write_char(')')
            }
            Expr::Becomes(before, after) => write!(f, "{before} => {after}"),
        }
    }
}

fn write_list(f: &mut impl Write, list: &[Expr], between: &str) -> fmt::Result {
    for (i, item) in list.iter().enumerate() {
        write!(f, "{}{item}", if i > 0 { between } else { "" })?;
    }
    Ok(())
}

fn write_struct(f: &mut impl Write, members: &[(String, Expr)]) -> fmt::Result {
    f.write_char('{')?;
    for (i, (name, value)) in members.iter().enumerate() {
        let comma = if i > 0 { ", " } else { "" };
        let equals = if name.is_empty() { "" } else { "=" };
        write!(f, "{comma}{name}{equals}{value}")?;
    }
    f.write_char('}')
}

/// A string in quotes, with strace's escapes: octal ones as short as they may
/// be, or (`-x`) every byte in hex.
pub(crate) fn write_string(f: &mut impl Write, bytes: &[u8], hex: bool) -> fmt::Result {
    f.write_char('"')?;
    for (i, &byte) in bytes.iter().enumerate() {
        match byte {
            _ if hex => write!(f, "\\x{byte:02x}")?,
            b'"' => f.write_str("\\\"")?,
            b'\\' => f.write_str("\\\\")?,
            b'\t' => f.write_str("\\t")?,
            b'\n' => f.write_str("\\n")?,
            0x0b => f.write_str("\\v")?,
            0x0c => f.write_str("\\f")?,
            b'\r' => f.write_str("\\r")?,
            b' '..=b'~' => f.write_char(char::from(byte))?,
            _ if matches!(bytes.get(i + 1), Some(b'0'..=b'7')) => write!(f, "\\{byte:03o}")?,
            _ => write!(f, "\\{byte:o}")?,
        }
    }
    f.write_char('"')
}
