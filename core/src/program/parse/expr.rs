//! Values: numbers, names, strings, buffers, structures.

use super::brackets::{array, name_or_macro, signal_set, structure};
use super::cursor::{Cursor, Fault};
use super::literal::{number, string};
use crate::program::ast::{Argument, Base, Expr};
use crate::program::print;

type Result<T> = std::result::Result<T, Fault>;

const VALUE: &[&str] = &["a number", "a name", "a string", "`&buffer`", "`{…}`", "`[…]`"];

/// The arguments of a call, behind its `(`, and the `)`.
pub(super) fn arguments(c: &mut Cursor<'_>) -> Result<Vec<Argument>> {
    let mut list = Vec::new();
    c.blanks();
    while !c.eat(")") {
        if !list.is_empty() {
            separator(c, "`)`")?;
        }
        let from = c.at;
        let value = member(c, 0)?;
        let span = c.span(from, c.at);
        list.push(Argument { value, span });
        c.blanks();
    }
    Ok(list)
}

/// A value that takes up the whole text, as a result's note does.
pub(super) fn whole(text: &str) -> Option<Expr> {
    let mut c = Cursor::new(text, 1, false);
    let value = value(&mut c, 0).ok()?;
    c.done().then_some(value)
}

pub(super) fn separator(c: &mut Cursor<'_>, close: &'static str) -> Result<()> {
    if !c.eat(",") {
        return Err(c.unexpected(&["`,`", close]));
    }
    c.blanks();
    Ok(())
}

/// A value, with a name or not, up to a `,` or a closing bracket. In a log,
/// what cannot be read is kept as it is.
pub(super) fn member(c: &mut Cursor<'_>, depth: usize) -> Result<Expr> {
    let from = c.at;
    let read = named(c, depth).and_then(|value| {
        let after = c.at;
        c.blanks();
        match c.peek() {
            Some(b',' | b')' | b'}' | b']') => {
                c.at = after;
                Ok(value)
            }
            _ => Err(c.unexpected(&["`,`", "a closing bracket"])),
        }
    });
    match read {
        Err(fault) if c.log => {
            c.at = from;
            raw(c).ok_or(fault)
        }
        read => read,
    }
}

/// Anything up to the `,` or bracket that ends this member.
fn raw(c: &mut Cursor<'_>) -> Option<Expr> {
    let bytes = c.text.as_bytes();
    let from = c.at;
    let mut at = from;
    let mut open = 0_usize;
    loop {
        match *bytes.get(at)? {
            b'"' => {
                at += 1;
                while *bytes.get(at)? != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'(' | b'[' | b'{' => open += 1,
            b',' | b')' | b']' | b'}' if open == 0 => break,
            b')' | b']' | b'}' => open -= 1,
            _ => {}
        }
        at += 1;
    }
    let text = c.text.get(from..at)?.trim_end();
    if text.is_empty() {
        return None;
    }
    c.at = from + text.len();
    Some(Expr::Verbatim(text.to_owned()))
}

fn named(c: &mut Cursor<'_>, depth: usize) -> Result<Expr> {
    match field_name(c) {
        Some(name) => Ok(Expr::Field(name, Box::new(value(c, depth)?))),
        None => value(c, depth),
    }
}

/// `name=`, if that stands here.
fn field_name(c: &mut Cursor<'_>) -> Option<String> {
    let from = c.at;
    if let Some(name) = c.identifier()
        && c.peek() == Some(b'=')
        && !matches!(c.peek_at(1), Some(b'=' | b'>'))
    {
        c.at += 1;
        return Some(name.to_owned());
    }
    c.at = from;
    None
}

fn value(c: &mut Cursor<'_>, depth: usize) -> Result<Expr> {
    let before = noted(c, depth)?;
    if c.eat(" => ") {
        return Ok(Expr::Becomes(Box::new(before), Box::new(noted(c, depth)?)));
    }
    Ok(before)
}

fn noted(c: &mut Cursor<'_>, depth: usize) -> Result<Expr> {
    let value = alternatives(c, depth)?;
    if !c.rest().starts_with(" /* ") {
        return Ok(value);
    }
    let from = c.at;
    c.at += 4;
    match c.rest().find(" */") {
        Some(end) => {
            let note = c.rest()[..end].to_owned();
            c.at += end + 3;
            Ok(Expr::Noted(Box::new(value), note))
        }
        None => Err(Fault {
            from,
            to: from + 3,
            message: "this remark does not end".to_owned(),
            expected: vec!["` */`"],
        }),
    }
}

fn alternatives(c: &mut Cursor<'_>, depth: usize) -> Result<Expr> {
    let first = decorated(c, depth)?;
    if c.peek() != Some(b'|') {
        return Ok(first);
    }
    let mut all = vec![first];
    while c.eat("|") {
        all.push(decorated(c, depth)?);
    }
    Ok(Expr::Or(all))
}

/// A value and strace's `<…>` behind it.
fn decorated(c: &mut Cursor<'_>, depth: usize) -> Result<Expr> {
    let value = primary(c, depth)?;
    let may = matches!(value, Expr::Number(..) | Expr::Name(_));
    if may && c.peek() == Some(b'<') && c.peek_at(1) != Some(b'<') {
        return Ok(Expr::Decorated(Box::new(value), decoration(c)?));
    }
    Ok(value)
}

/// `</proc/x>`, `</dev/null<char 1:3>>`, `<TCP:[a->b]>`: what is between the
/// outermost brackets.
pub(super) fn decoration(c: &mut Cursor<'_>) -> Result<String> {
    let bytes = c.text.as_bytes();
    let from = c.at;
    let mut open = 0_usize;
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'<' => open += 1,
            b'>' if bytes[at - 1] == b'-' => {}
            b'>' => open -= 1,
            _ => {}
        }
        at += 1;
        if open == 0 {
            c.at = at;
            return Ok(c.text.get(from + 1..at - 1).unwrap_or("").to_owned());
        }
    }
    Err(Fault {
        from,
        to: from + 1,
        message: "this `<` is not closed".to_owned(),
        expected: vec!["`>`"],
    })
}

fn primary(c: &mut Cursor<'_>, depth: usize) -> Result<Expr> {
    match c.peek() {
        Some(b'0'..=b'9') => numeric(c),
        Some(b'-') if c.peek_at(1).is_some_and(|b| b.is_ascii_digit()) => numeric(c),
        Some(b'"') => string(c),
        Some(b'&') => buffer(c),
        Some(b'{') => structure(c, depth),
        Some(b'[') => array(c, depth),
        Some(b'~') => signal_set(c).ok_or_else(|| c.unexpected(&["a signal set such as `~[INT]`"])),
        Some(b'.') if c.eat("...") => Ok(Expr::Verbatim("...".to_owned())),
        _ => match c.identifier() {
            Some(name) => name_or_macro(c, name, depth),
            None => Err(c.unexpected(VALUE)),
        },
    }
}

fn numeric(c: &mut Cursor<'_>) -> Result<Expr> {
    let from = c.at;
    let (value, base) = number(c)?;
    let unit_at = c.at;
    let read = match c.identifier() {
        None => Expr::Number(value, base),
        Some(unit @ ("ns" | "us" | "ms" | "s")) if base == Base::Decimal => {
            match u64::try_from(value) {
                Ok(count) => Expr::Quantity(count, unit.to_owned()),
                Err(_) => return Err(c.fault(from, "a time cannot be negative")),
            }
        }
        Some(_) => {
            c.at = unit_at;
            return Err(c.unexpected(&["the end of the number", "a unit: ns, us, ms, s"]));
        }
    };
    // A log is printed back as it was, so numbers in an unusual form stay text.
    if c.log && !print::expression_is(&read, &c.text[from..c.at]) {
        return Err(c.fault(from, "a number in an unusual form"));
    }
    Ok(read)
}

/// `&buf`, `&buf[4096]`, `&buf+8`.
fn buffer(c: &mut Cursor<'_>) -> Result<Expr> {
    c.at += 1;
    let Some(name) = c.identifier() else {
        return Err(c.unexpected(&["the buffer's name"]));
    };
    let mut size = None;
    if c.eat("[") {
        let from = c.at;
        let (value, _) = number(c)?;
        match u64::try_from(value) {
            Ok(value) => size = Some(value),
            Err(_) => return Err(c.fault(from, "a buffer's size cannot be negative")),
        }
        if !c.eat("]") {
            return Err(c.unexpected(&["`]`"]));
        }
    }
    offset(c, Expr::Buffer { name: name.to_owned(), size })
}

/// `+8` or `-1` behind a name or a buffer.
pub(super) fn offset(c: &mut Cursor<'_>, base: Expr) -> Result<Expr> {
    if !(matches!(c.peek(), Some(b'+' | b'-')) && c.peek_at(1).is_some_and(|b| b.is_ascii_digit()))
    {
        return Ok(base);
    }
    let from = c.at;
    c.eat("+");
    let (by, _) = number(c)?;
    match i64::try_from(by) {
        Ok(by) => Ok(Expr::Offset { base: Box::new(base), by }),
        Err(_) => Err(c.fault(from, "this offset does not fit into 63 bits")),
    }
}

/// A structure that stands by itself, as behind a signal's name.
pub(super) fn member_of_line(c: &mut Cursor<'_>) -> Result<Expr> {
    value(c, 0)
}
