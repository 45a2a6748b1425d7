//! The corpus: programs that state what a real kernel answers.

use std::path::{Path, PathBuf};

use ringside_core::compare::stated::unmet;
use ringside_core::kernel::{Config, run};
use ringside_core::program::{Plan, compile};
use ringside_core::trace::Trace;

/// A program of the corpus.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its file's name without `.prog`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// `tests/programs/`
#[must_use]
pub fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("programs")
}

/// All programs, by name.
///
/// # Errors
///
/// Those of reading the files.
pub fn programs() -> std::io::Result<Vec<Entry>> {
    let mut found = Vec::new();
    for file in std::fs::read_dir(directory())? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "prog")
            && let Some(name) = path.file_stem()
        {
            let name = name.to_string_lossy().into_owned();
            found.push(Entry { name, text: std::fs::read_to_string(&path)? });
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(found)
}

/// Runs a program on the model.
///
/// # Errors
///
/// The first of the program's mistakes.
pub fn on_the_model(text: &str) -> Result<(Plan, Trace), String> {
    let plan = compile(text).map_err(|mistakes| {
        mistakes.first().map_or_else(String::new, std::string::ToString::to_string)
    })?;
    let trace = run(&plan, &Config::default());
    Ok((plan, trace))
}

/// What a program states and the model does not do.
#[must_use]
pub fn wrong_on_the_model(text: &str) -> Vec<String> {
    match on_the_model(text) {
        Ok((plan, trace)) => {
            let unmet = unmet(&plan, &trace).into_iter();
            unmet
                .map(|it| format!("line {}: stated {}, got {}", it.line + 1, it.stated, it.got))
                .collect()
        }
        Err(mistake) => vec![mistake],
    }
}
