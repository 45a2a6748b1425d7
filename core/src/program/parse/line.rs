//! One line: who, when, and a call, a signal or an exit.

use super::cursor::{Cursor, Fault};
use super::expr::{arguments, decoration};
use super::literal::number;
use crate::program::ast::{Base, Call, Expr, Item, Line, Stated};

type Result<T> = std::result::Result<T, Fault>;

/// Reads a line.
pub(super) fn line(c: &mut Cursor<'_>) -> Result<Line> {
    let (task, time) = if c.log {
        let (task, time) = log_prefix(c);
        let task = task.map(|task| match task.strip_prefix("pid ") {
            Some(number) => format!("pid {}", number.trim_start()),
            None => task.to_owned(),
        });
        (task, time.map(str::to_owned))
    } else {
        (written_task(c)?, None)
    };
    c.blanks();
    let item = item(c)?;
    c.blanks();
    let mut comment = None;
    if c.eat("#") {
        comment = Some(c.rest().trim_end_matches('\r').to_owned());
        c.at = c.text.len();
    }
    if !c.done() {
        return Err(c.unexpected(&["the end of the line", "`#` and a comment"]));
    }
    Ok(Line { task, time, item, comment })
}

/// `[A]`.
fn written_task(c: &mut Cursor<'_>) -> Result<Option<String>> {
    c.blanks();
    if !c.eat("[") {
        return Ok(None);
    }
    let Some(name) = c.identifier() else {
        return Err(c.unexpected(&["a task's name, such as `A`"]));
    };
    let name = name.to_owned();
    if !c.eat("]") {
        return Err(c.unexpected(&["`]`"]));
    }
    Ok(Some(name))
}

/// strace's `[pid 12]`, `12` and its time column. The task is `pid 12` or `12`.
pub(super) fn log_prefix<'a>(c: &mut Cursor<'a>) -> (Option<&'a str>, Option<&'a str>) {
    let mut task = None;
    let start = c.at;
    if c.eat("[") {
        let inner = c.at;
        if c.eat("pid ") {
            c.blanks();
            c.take_while(|b| b.is_ascii_digit());
        } else {
            c.identifier();
        }
        if c.at > inner && c.peek() == Some(b']') {
            task = c.text.get(inner..c.at);
            c.at += 1;
            c.blanks();
        } else {
            c.at = start;
        }
    } else {
        let pid = c.take_while(|b| b.is_ascii_digit());
        if !pid.is_empty() && c.peek() == Some(b' ') {
            task = Some(pid);
            c.blanks();
        } else {
            c.at = start;
        }
    }
    (task, time(c))
}

/// `12:00:01`, `12:00:01.123456`, `1795153576.376589`, `     0.000054`, and
/// `12:00:01.1 (+     0.000054)`.
fn time<'a>(c: &mut Cursor<'a>) -> Option<&'a str> {
    let start = c.at;
    c.blanks();
    let from = c.at;
    let text = c.take_while(|b| b.is_ascii_digit() || b == b':' || b == b'.');
    let is_time = text.len() >= 3
        && text.contains([':', '.'])
        && text.starts_with(|d: char| d.is_ascii_digit())
        && text.ends_with(|d: char| d.is_ascii_digit());
    if !is_time || c.peek() != Some(b' ') {
        c.at = start;
        return None;
    }
    let mut end = c.at;
    if c.eat(" (+") {
        c.blanks();
        c.take_while(|b| b.is_ascii_digit() || b == b'.');
        if c.eat(")") {
            end = c.at;
        }
        c.at = end;
    }
    let text = c.text.get(from..end);
    c.blanks();
    text
}

fn item(c: &mut Cursor<'_>) -> Result<Item> {
    match c.peek() {
        None | Some(b'#') => Ok(Item::Nothing),
        Some(b'-') if c.eat("--- ") => signal(c),
        Some(b'+') if c.eat("+++ ") => exit(c),
        _ => call(c).map(Item::Call),
    }
}

/// `SIGSEGV {si_signo=SIGSEGV, …} ---`
fn signal(c: &mut Cursor<'_>) -> Result<Item> {
    let from = c.at;
    let Some(name) = c.identifier() else {
        return Err(c.unexpected(&["a signal's name"]));
    };
    let name = name.to_owned();
    let span = c.span(from, c.at);
    c.blanks();
    if c.peek() != Some(b'{') {
        return Err(c.unexpected(&["`{si_code=…}`"]));
    }
    let info = match super::expr::member_of_line(c)? {
        Expr::Struct(info) => info,
        _ => return Err(c.fault(from, "this is no signal as strace shows it")),
    };
    c.blanks();
    if !c.eat("---") {
        return Err(c.unexpected(&["`---`"]));
    }
    Ok(Item::Signal { name, info, span })
}

/// `exited with 0 +++`
fn exit(c: &mut Cursor<'_>) -> Result<Item> {
    match c.rest().find(" +++") {
        Some(end) => {
            let text = c.rest()[..end].trim().to_owned();
            c.at += end + 4;
            Ok(Item::Exit(text))
        }
        None => {
            c.at = c.text.len();
            Err(c.unexpected(&["` +++`"]))
        }
    }
}

fn call(c: &mut Cursor<'_>) -> Result<Call> {
    let mut from = c.at;
    let Some(mut name) = c.identifier() else {
        return Err(c.unexpected(&["a call, such as `read(fd, &buf, 10)`", "`#` and a comment"]));
    };
    let mut end = c.at;
    let mut bind = None;
    c.blanks();
    if c.peek() == Some(b'=') && !c.log {
        c.at += 1;
        c.blanks();
        bind = Some(name.to_owned());
        from = c.at;
        name = match c.identifier() {
            Some(name) => name,
            None => return Err(c.unexpected(&["a call, such as `openat(…)`"])),
        };
        end = c.at;
        c.blanks();
    }
    if !c.eat("(") {
        return Err(if bind.is_some() || c.log {
            c.unexpected(&["`(`"])
        } else {
            c.unexpected(&["`(` and the call's arguments", "`=` and a call"])
        });
    }
    let span = c.span(from, end);
    let arguments = arguments(c)?;
    c.blanks();
    let result = if c.eat("=") { Some(stated(c)?) } else { None };
    let duration = duration(c);
    let name = name.to_owned();
    Ok(Call { bind, name, arguments, result, duration, unfinished: false, span })
}

/// What follows `=`: `3</path>`, `-1 EFAULT (Bad address)`, `? ERESTARTSYS (…)`.
fn stated(c: &mut Cursor<'_>) -> Result<Stated> {
    c.blanks();
    let from = c.at;
    let (mut value, mut base) = (None, Base::Decimal);
    if !c.eat("?") {
        if !matches!(c.peek(), Some(b'0'..=b'9' | b'-')) {
            return Err(c.unexpected(&["a result: a number", "`-1` and an errno's name", "`?`"]));
        }
        let (number, written) = number(c)?;
        // A result is what the register holds: 64 bits, with or without a sign.
        value = Some(number as i64);
        base = written;
        let unusual = base == Base::Decimal && i64::try_from(number).is_err();
        if unusual || matches!(c.peek(), Some(b) if b.is_ascii_alphanumeric()) {
            return Err(c.fault(from, "this is no result of a call"));
        }
    }
    let mut path = None;
    if c.peek() == Some(b'<') {
        path = Some(decoration(c)?);
    }
    let mut end = c.at;
    c.blanks();
    let mut errno = None;
    if c.peek() == Some(b'E')
        && let Some(name) = c.identifier()
    {
        errno = Some(name.to_owned());
        end = c.at;
        c.blanks();
    }
    let mut note = None;
    if c.peek() == Some(b'(') {
        note = Some(parenthesised(c)?);
        end = c.at;
    }
    let span = c.span(from, end);
    Ok(Stated { value, base, errno, path, note, span })
}

/// `(Bad address)`, or several: what is between the first `(` and the last `)`.
fn parenthesised(c: &mut Cursor<'_>) -> Result<String> {
    let bytes = c.text.as_bytes();
    let from = c.at;
    let mut open = 0_usize;
    let mut quoted = false;
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'\\' if quoted => at += 1,
            b'"' => quoted = !quoted,
            b'(' if !quoted => open += 1,
            b')' if !quoted => open -= 1,
            _ => {}
        }
        if open == 0 && bytes[at..].starts_with(b" (") {
            at += 1;
        } else if open == 0 {
            c.at = at;
            return Ok(c.text.get(from + 1..at - 1).unwrap_or("").to_owned());
        }
    }
    Err(Fault {
        from,
        to: from + 1,
        message: "this `(` is not closed".to_owned(),
        expected: vec!["`)`"],
    })
}

/// `<0.000012>`
fn duration(c: &mut Cursor<'_>) -> Option<String> {
    let from = c.at;
    c.blanks();
    if c.eat("<") {
        let text = c.take_while(|b| b.is_ascii_digit() || b == b'.');
        if !text.is_empty() && c.eat(">") {
            return Some(text.to_owned());
        }
    }
    c.at = from;
    None
}
