//! What people read: colours on terminals, nothing but text elsewhere.

pub mod calls;
pub mod event;
pub mod tree;

use std::fmt::Display;
use std::io::{self, BufWriter, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::Failure;

/// Red, for what is wrong.
pub const BAD: Style = AnsiColor::Red.on_default().bold();
/// Green, for what is right.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// What should be looked at.
pub const WARN: Style = AnsiColor::Yellow.on_default();
/// User space.
pub const USER: Style = AnsiColor::Blue.on_default();
/// The kernel.
pub const KERNEL: Style = AnsiColor::Cyan.on_default();
/// What is there to be passed over.
pub const DIM: Style = Style::new().dimmed();
/// Headings.
pub const STRONG: Style = Style::new().bold();

/// Standard output and standard error. `NO_COLOR` and pipes get plain text.
pub struct Screen {
    out: BufWriter<AutoStream<io::Stdout>>,
}

/// Text in a style.
pub fn paint(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}

impl Screen {
    /// For this process.
    pub fn new() -> Screen {
        let choice = AutoStream::choice(&io::stdout());
        Screen { out: BufWriter::new(AutoStream::new(io::stdout(), choice)) }
    }

    /// A line on the standard output.
    pub fn line(&mut self, text: impl Display) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{text}")?)
    }

    /// Where to write much.
    pub fn writer(&mut self) -> &mut impl Write {
        &mut self.out
    }

    /// What was written so far can be read now.
    pub fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// All was written.
    pub fn finish(&mut self) -> Result<(), Failure> {
        self.flush()
    }

    /// A line on the standard error: what happens, and is no result.
    pub fn remark(&mut self, text: impl Display) {
        // Nobody can be told that nobody can be told.
        let _ = self.out.flush();
        let _ = writeln!(errors(), "{text}");
    }

    /// Why a command ends.
    pub fn failure(&mut self, failure: &Failure) {
        self.remark(format_args!("{}: {failure}", paint(BAD, "ringside")));
    }
}

fn errors() -> AutoStream<io::Stderr> {
    let choice = match AutoStream::choice(&io::stderr()) {
        ColorChoice::Auto => ColorChoice::Never,
        known => known,
    };
    AutoStream::new(io::stderr(), choice)
}
