//! interim
use super::Named;
use ringside_core::program::{Diagnostic, parse};
use ringside_core::trace::Trace;
/// x
pub fn run(text: &str) -> Result<Trace, Vec<Diagnostic>> { parse(text)?; Ok(super::sample::sample(1)) }
/// x
pub fn named(_text: &str) -> Vec<Named> { vec![Named { name: "buf".into(), address: 0x2000_0000, end: 0x2000_1000 }] }
