//! The examples: programs that the page offers.

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
