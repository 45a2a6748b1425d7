//! Runs programs: on the model at once, elsewhere when the answer comes.

use std::rc::Rc;

use ringside_core::program::Diagnostic;
use ringside_core::trace::Direction;

use super::state::{Change, Failure};
use crate::i18n::{Lang, Text};
use crate::source::{Loaded, model};
use crate::view::editor::Mistake;

/// Where to stand in a new trace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stand {
    /// Before everything.
    Start,
    /// Here.
    At(usize),
    /// Where the picture shows most: bytes on their way to the program.
    Telling,
}

impl Stand {
    /// The position in this trace.
    #[must_use]
    pub fn position(self, loaded: &Loaded) -> usize {
        match self {
            Stand::Start => 0,
            Stand::At(position) => position.min(loaded.index.len),
            Stand::Telling => telling(loaded),
        }
    }
}

/// The first copy that brings the program something; else the first copy.
fn telling(loaded: &Loaded) -> usize {
    let copies = loaded.index.copies.iter().zip(&loaded.trace.copies);
    let mut brings =
        copies.filter(|(_, copy)| copy.direction == Direction::ToUser && copy.done > 0);
    let first = loaded.index.copies.first().copied();
    brings.next().map(|(&at, _)| at).or(first).unwrap_or(0)
}

/// What the model makes of a program.
#[must_use]
pub fn on_model(text: &Rc<str>, lang: Lang, stand: Stand) -> Change {
    match model::run(text) {
        Ok(trace) => {
            let loaded = Rc::new(Loaded::new(trace, text.clone()));
            let position = stand.position(&loaded);
            Change::Trace { loaded, real: false, position }
        }
        Err(diagnostics) => Change::Failed(Failure::Program(mistakes(&diagnostics, lang))),
    }
}

/// What is wrong with a program, as the editor shows it.
#[must_use]
pub fn mistakes(diagnostics: &[Diagnostic], lang: Lang) -> Vec<Mistake> {
    diagnostics.iter().map(|diagnostic| mistake(diagnostic, lang)).collect()
}

fn mistake(diagnostic: &Diagnostic, lang: Lang) -> Mistake {
    let span = diagnostic.span;
    let mut message = diagnostic.message.clone();
    if !diagnostic.expected.is_empty() {
        let or = format!(" {} ", lang.t(Text::Or));
        message.push_str("; ");
        message.push_str(&lang.fill(Text::ExpectedThere, &[&diagnostic.expected.join(&or)]));
    }
    let column = span.column.max(1) as usize - 1;
    Mistake {
        line: span.line.max(1) as usize - 1,
        columns: (column, (span.end.max(1) as usize - 1).max(column + 1)),
        place: lang.fill(Text::LineColumn, &[&span.line, &span.column]),
        message,
    }
}
