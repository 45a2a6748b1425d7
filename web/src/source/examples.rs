//! The examples: programs that the page offers.

use super::stated_result;

/// An example.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Its name in links.
    pub name: &'static str,
    /// Its title in English.
    pub en: &'static str,
    /// Its title in Chinese.
    pub zh: &'static str,
    /// The program.
    pub text: &'static str,
}

/// All examples; the page opens with the first.
pub const EXAMPLES: &[Example] = &[Example {
    name: "two-bites",
    en: "A file in two bites",
    zh: "分两口读一个文件",
    text: include_str!("../../../static/programs/two-bites.prog"),
}];

impl Example {
    /// The program as the editor shows it: results stand right behind the
    /// calls, where files have them in a column of their own.
    #[must_use]
    pub fn program(&self) -> String {
        let lines = self.text.lines().map(|line| match stated_result(line) {
            Some(at) => format!("{} {}", line[..at].trim_end(), &line[at..]),
            None => line.to_owned(),
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}
