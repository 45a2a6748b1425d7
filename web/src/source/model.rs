//! The model kernel, which runs in the page.

use ringside_core::kernel::{self, Config};
use ringside_core::program::{Diagnostic, compile};
use ringside_core::trace::Trace;

use super::Named;

/// The page ends a run here: nobody steps through more.
const MOST_EVENTS: usize = 2_000_000;

/// Runs a program on the model kernel.
///
/// # Errors
/// If the text is not a program: what is wrong, and where.
pub fn run(text: &str) -> Result<Trace, Vec<Diagnostic>> {
    let config = Config { max_events: MOST_EVENTS, ..Config::default() };
    Ok(kernel::run(&compile(text)?, &config))
}

/// The names of the buffers of a program.
#[must_use]
pub fn named(text: &str) -> Vec<Named> {
    let regions = compile(text).map(|plan| plan.regions).unwrap_or_default();
    let named = regions.into_iter().map(|region| Named {
        end: region.address.saturating_add(region.mapped()),
        address: region.address,
        name: region.name,
    });
    named.collect()
}
