//! The command line.
//!
//! Each command is a file that says what to do; what people read is written by
//! `output`.

mod args;
mod diff;
mod doctor;
mod error;
mod export;
mod input;
mod lab_at_hand;
mod output;
mod record;
mod run;
mod serve;

use std::process::ExitCode;

use clap::Parser;

pub use args::Cli;
use args::Command;
pub use error::{Exit, Failure};
use output::Screen;

/// Does what the arguments say, and says how it ended.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut screen = Screen::new();
    let ended = match cli.command {
        Command::Run(args) => run::run(&args, &mut screen),
        Command::Diff(args) => diff::diff(&args, &mut screen),
        Command::Lab(args) => serve::lab(&args, &mut screen),
        Command::Serve(args) => serve::serve(&args, &mut screen),
        Command::Doctor(args) => doctor::doctor(&args, &mut screen),
        Command::Record(args) => record::record(&args, &mut screen),
        Command::Export(args) => export::export(&args, &mut screen),
    };
    // Who reads our output and closes it (`| head`) has all that was wanted.
    let ended = match ended.and_then(|exit| screen.finish().map(|()| exit)) {
        Err(failure) if failure.is_broken_pipe() => Ok(Exit::Fine),
        ended => ended,
    };
    match ended {
        Ok(exit) => exit.into(),
        Err(failure) => {
            screen.failure(&failure);
            failure.exit().into()
        }
    }
}
