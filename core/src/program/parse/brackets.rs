//! What stands in brackets: structures, arrays, signal sets, macros.

use super::cursor::{Cursor, Fault};
use super::expr::{member, offset, separator};
use crate::program::ast::Expr;

type Result<T> = std::result::Result<T, Fault>;

/// How deeply structures may be nested.
const DEEPEST: usize = 64;

pub(super) fn name_or_macro(c: &mut Cursor<'_>, name: &str, depth: usize) -> Result<Expr> {
    if c.peek() != Some(b'(') {
        return offset(c, Expr::Name(name.to_owned()));
    }
    c.at += 1;
    let list = members(c, b')', "`)`", depth)?;
    Ok(Expr::Macro(name.to_owned(), list))
}

/// Members up to a closing bracket, which is passed.
fn members(c: &mut Cursor<'_>, close: u8, shown: &'static str, depth: usize) -> Result<Vec<Expr>> {
    if depth >= DEEPEST {
        return Err(c.fault(c.at, "structures are nested too deeply here"));
    }
    let mut list = Vec::new();
    loop {
        c.blanks();
        if c.peek() == Some(close) {
            c.at += 1;
            return Ok(list);
        }
        if c.done() {
            return Err(c.unexpected(&[shown]));
        }
        if !list.is_empty() {
            separator(c, shown)?;
        }
        list.push(member(c, depth + 1)?);
    }
}

pub(super) fn structure(c: &mut Cursor<'_>, depth: usize) -> Result<Expr> {
    c.at += 1;
    let list = members(c, b'}', "`}`", depth)?;
    Ok(Expr::Struct(
        list.into_iter()
            .map(|member| match member {
                Expr::Field(name, value) => (name, *value),
                value => (String::new(), value),
            })
            .collect(),
    ))
}

pub(super) fn array(c: &mut Cursor<'_>, depth: usize) -> Result<Expr> {
    if let Some(set) = signal_set(c) {
        return Ok(set);
    }
    c.at += 1;
    Ok(Expr::Array(members(c, b']', "`]`", depth)?))
}

/// `~[…]` or `[INT TERM]`; a set of one or none without `~` is an array.
pub(super) fn signal_set(c: &mut Cursor<'_>) -> Option<Expr> {
    let from = c.at;
    let not = c.eat("~");
    let mut names = Vec::new();
    if c.eat("[") {
        while let Some(name) = c.identifier() {
            names.push(name.to_owned());
            if !c.eat(" ") {
                break;
            }
        }
        if c.eat("]") && (not || names.len() > 1) {
            return Some(Expr::SignalSet { not, names });
        }
    }
    c.at = from;
    None
}
