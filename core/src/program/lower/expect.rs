//! What a line says about its call's result.

use super::{Lowering, Result};
use crate::program::ast::Stated;
use crate::program::diagnostic::{Diagnostic, nearest};
use crate::program::errno;
use crate::program::plan::Expect;

impl Lowering<'_> {
    pub(super) fn expect(&self, stated: &Stated) -> Result<Expect> {
        let value = match (&stated.errno, stated.value) {
            // `? ERESTARTNOHAND`: what the call returns will be known later.
            (_, None) => None,
            (Some(name), Some(-1)) => match errno::number(name) {
                Some(number) => Some(-i64::from(number)),
                None => {
                    let near = nearest(name, errno::names()).map(|near| format!("`{near}`"));
                    let message = format!("`{name}` is no error");
                    return Err(Diagnostic::new(stated.span, message).expecting(near));
                }
            },
            (Some(name), Some(value)) => {
                let message = format!("`{name}` stands behind -1, not behind {value}");
                return Err(Diagnostic::new(stated.span, message));
            }
            (None, value) => value,
        };
        Ok(Expect { value, outputs: Vec::new() })
    }
}
