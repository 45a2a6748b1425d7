//! `ringside record`

use std::fs;
use std::path::Path;

use ringside_core::trace::Trace;
use ringside_core::trace::codec::{EXTENSION, encode};
use serde::{Deserialize, Serialize};

use super::args::RecordArgs;
use super::lab_at_hand::lab_at_hand;
use super::output::Screen;
use super::{Exit, Failure, input};
use crate::kernels::run as run_on;

/// A recording, as index.json lists it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
struct Entry {
    /// The program's name.
    name: String,
    /// The file, beside index.json.
    file: String,
    /// `model`, `lab` or `here`.
    on: String,
    /// `uname -r`.
    release: String,
    /// What it ran on.
    machine: String,
    /// When.
    date: String,
    /// How many events it has.
    events: usize,
}

pub fn record(args: &RecordArgs, screen: &mut Screen) -> Result<Exit, Failure> {
    let file_failed = |path: &Path| {
        let path = path.to_owned();
        move |source| Failure::File { path, source }
    };
    fs::create_dir_all(&args.out).map_err(file_failed(&args.out))?;
    let index = args.out.join("index.json");
    let _lab = lab_at_hand(args.on, &args.kernel.kernel, screen)?;
    let mut entries = read_index(&index)?;
    for path in &args.programs {
        let source = input::program(path)?;
        let request = args.kernel.request(&source.text, args.on, true);
        let trace = run_on(&request)
            .map_err(|error| Failure::Run { name: source.name.clone(), source: error })?;
        let name = path.file_stem().map_or("stdin".into(), |stem| stem.to_string_lossy());
        let file = format!("{name}.{}-{}.{EXTENSION}", args.on.name(), args.kernel.kernel);
        let bytes = encode(&trace);
        let to = args.out.join(&file);
        fs::write(&to, &bytes).map_err(file_failed(&to))?;
        let (events, size) = (trace.events.len(), bytes.len());
        screen.line(format_args!("{}: {events} events, {size} bytes", to.display()))?;
        entries.retain(|entry| entry.file != file);
        entries.push(entry(&name, file, args.on.name(), &trace));
    }
    entries.sort_by(|a, b| a.file.cmp(&b.file));
    let text = serde_json::to_string_pretty(&entries).map_err(std::io::Error::from)?;
    fs::write(&index, text + "\n").map_err(file_failed(&index))?;
    Ok(Exit::Fine)
}

fn entry(name: &str, file: String, on: &str, trace: &Trace) -> Entry {
    let kernel = &trace.header.kernel;
    Entry {
        name: name.to_owned(),
        file,
        on: on.to_owned(),
        release: kernel.release.clone(),
        machine: kernel.machine.clone(),
        date: kernel.date.clone(),
        events: trace.events.len(),
    }
}

/// What is there already stays in the list.
fn read_index(path: &Path) -> Result<Vec<Entry>, Failure> {
    let failed = |source| Failure::File { path: path.to_owned(), source };
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| failed(error.into())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed(error)),
    }
}
