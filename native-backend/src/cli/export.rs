//! `ringside export`

use std::fmt;
use std::io::Write;

use ringside_core::trace::Trace;
use ringside_core::trace::codec::{decode, json as codec_json};

use super::args::ExportArgs;
use super::output::{Screen, tree};
use super::{Exit, Failure, input};

pub fn export(args: &ExportArgs, screen: &mut Screen) -> Result<Exit, Failure> {
    let bytes = input::bytes(&args.file)?;
    let trace = decode(&bytes)
        .map_err(|source| Failure::NotATrace { name: input::name(&args.file), source })?;
    if args.functions {
        tree::print(&trace, screen)?;
    } else {
        json(&trace, screen)?;
    }
    Ok(Exit::Fine)
}

/// Writes a trace as JSON, piece by piece: ten million events are more text
/// than should lie in memory.
pub fn json(trace: &Trace, screen: &mut Screen) -> Result<(), Failure> {
    let mut writer = Bridge { to: screen.writer(), failed: None };
    let done = codec_json::write_json(trace, &mut writer);
    match (done, writer.failed) {
        (Ok(()), _) => Ok(()),
        (Err(_), Some(error)) => Err(error.into()),
        (Err(_), None) => Err(std::io::Error::other("a trace cannot be written").into()),
    }
}

/// Lets text go to a writer of bytes, and keeps its error.
struct Bridge<'a, W> {
    to: &'a mut W,
    failed: Option<std::io::Error>,
}

impl<W: Write> fmt::Write for Bridge<'_, W> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.to.write_all(text.as_bytes()).map_err(|error| {
            self.failed = Some(error);
            fmt::Error
        })
    }
}
