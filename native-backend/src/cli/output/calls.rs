//! Calls with their results, as strace prints them.

use ringside_core::program::ast::{Call, Expr, Item, Line, Program, Stated};
use ringside_core::program::{ast::Base, ast::Span, errno, parse, print};
use ringside_core::trace::{Kind, Outcome, Output, Trace};

/// How many bytes of a buffer are shown, as strace's `-s`.
const SHOWN: usize = 64;

/// The lines of a trace's program, with what each call came to.
pub struct Calls {
    program: Program,
}

impl Calls {
    pub fn of(trace: &Trace) -> Calls {
        // A trace's program did run, so it parses; one from elsewhere may not,
        // and then its lines are shown as they are.
        Calls { program: parse(&trace.header.program).unwrap_or_default() }
    }

    /// The line of the call that ends with this outcome.
    pub fn line(&self, trace: &Trace, line: u32, outcome: Option<&Outcome>) -> String {
        let Some(written) = self.program.lines.get(line as usize) else {
            return trace.header.program.lines().nth(line as usize).unwrap_or("?").to_owned();
        };
        let mut written: Line = written.clone();
        written.comment = None;
        if let Item::Call(call) = &mut written.item {
            fill(call, outcome);
        }
        let program = Program { lines: vec![written], origin: self.program.origin };
        print(&program).trim_end().to_owned()
    }

    /// Every call in the order in which they ended, and signals.
    pub fn all(&self, trace: &Trace) -> Vec<String> {
        let mut lines = Vec::new();
        for event in &trace.events {
            match event.kind {
                Kind::CallEnd { line, outcome } => {
                    lines.push(self.line(trace, line, trace.outcomes.get(outcome as usize)));
                }
                Kind::Signal { .. } => {
                    let text = super::event::text(trace, event);
                    lines.push(format!("--- {text} ---"));
                }
                Kind::Note { text, lost } => {
                    let lost = if lost > 0 { format!(" ({lost} events)") } else { String::new() };
                    lines.push(format!("+++ {}{lost} +++", trace.text(text)));
                }
                _ => {}
            }
        }
        lines
    }
}

/// Puts results where the program has names.
fn fill(call: &mut Call, outcome: Option<&Outcome>) {
    call.duration = None;
    let Some(outcome) = outcome else {
        call.result = Some(stated(None));
        return;
    };
    if outcome.errno().is_none() {
        for output in &outcome.outputs {
            fill_argument(call, output);
        }
    }
    call.result = Some(stated(Some(outcome)));
}

/// Content in place of a buffer's name; structures stay as they are written.
fn fill_argument(call: &mut Call, output: &Output) {
    let Some(argument) = call.arguments.get_mut(usize::from(output.argument)) else {
        return;
    };
    if matches!(argument.value, Expr::Buffer { .. } | Expr::Offset { .. } | Expr::Text { .. }) {
        let shown = output.bytes.len().min(SHOWN);
        let bytes = output.bytes[..shown].to_vec();
        argument.value = Expr::Text { bytes, cut: shown < output.bytes.len(), hex: false };
    }
}

fn stated(outcome: Option<&Outcome>) -> Stated {
    let span = Span::default();
    let errno = outcome.and_then(Outcome::errno).filter(|errno| errno::name(*errno).is_some());
    let (value, errno, note) = match (outcome, errno) {
        (None, _) => (None, None, None),
        (Some(_), Some(number)) => {
            let text = |text: Option<&str>| text.map(str::to_owned);
            (Some(-1), text(errno::name(number)), text(errno::text(number)))
        }
        (Some(outcome), None) => (Some(outcome.value), None, None),
    };
    let base = match value {
        Some(value) if value.unsigned_abs() > 0xffff_ffff => Base::Hex,
        _ => Base::Decimal,
    };
    Stated { value, base, errno, path: None, note, span }
}
