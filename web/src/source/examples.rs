//! The examples: programs that the page offers.

use super::tidy;

/// An example.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Its name in links.
    pub name: &'static str,
    /// Its title in English.
    pub en: &'static str,
    /// Its title in Chinese.
    pub zh: &'static str,
    /// Its file, from the repository's root.
    pub file: &'static str,
    /// The program.
    pub text: &'static str,
}

macro_rules! examples {
    ($($name:literal, $file:literal, $en:literal, $zh:literal;)*) => {
        /// All examples; the page opens with the first.
        pub const EXAMPLES: &[Example] = &[$(Example {
            name: $name,
            en: $en,
            zh: $zh,
            file: $file,
            text: include_str!(concat!("../../../", $file)),
        },)*];
    };
}

examples! {
    "two-bites", "tests/programs/proc-two-bites.prog",
        "A file in two bites", "分两口读一个文件";
    "write-read", "static/programs/dev-write-read.prog",
        "In and out again", "写进去，再读出来";
    "bad-pointers", "static/programs/bad-pointers.prog",
        "Bad pointers", "坏指针";
    "two-tasks", "tests/programs/dev-poll-two-tasks.prog",
        "One waits for the other", "一个任务等另一个";
    "refused", "static/programs/refused.prog",
        "Refused", "被拒绝的调用";
}

impl Example {
    /// The file's name without its ending, which is what recordings call it.
    #[must_use]
    pub fn stem(&self) -> &'static str {
        let name = self.file.rsplit('/').next().unwrap_or(self.file);
        name.strip_suffix(".prog").unwrap_or(name)
    }

    /// The program as the editor shows it.
    #[must_use]
    pub fn program(&self) -> String {
        tidy(self.text)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::source::{Loaded, model};

    #[test]
    fn every_example_runs_and_returns_what_it_says() {
        for example in EXAMPLES {
            let trace = match model::run(&example.program()) {
                Ok(trace) => trace,
                Err(wrong) => panic!("{}: {}", example.name, wrong[0]),
            };
            let loaded = Loaded::new(trace, example.program().into());
            let mut checked = 0;
            for (line, outcome) in loaded.results.first(usize::MAX) {
                let text = &loaded.lines[line as usize];
                let outcome = &loaded.trace.outcomes[outcome as usize];
                let beside = crate::view::beside::beside_line(text, outcome);
                assert_ne!(beside.stated, Some(false), "{}: {text}: {beside:?}", example.name);
                checked += u32::from(beside.stated.is_some());
            }
            assert!(checked > 0, "{} states no result", example.name);
            assert!(!loaded.index.copies.is_empty(), "{} copies nothing", example.name);
        }
    }

    #[test]
    fn names_are_unique() {
        let names: BTreeSet<&str> = EXAMPLES.iter().map(|example| example.name).collect();
        assert_eq!(names.len(), EXAMPLES.len());
    }
}
