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
    let plan = compile(text)?;
    Ok(measured("ringside.model", || kernel::run(&plan, &config)))
}

/// Does something, and leaves how long it took in the browser's performance timeline.
fn measured<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let performance = cfg!(target_arch = "wasm32").then(|| gloo::utils::window().performance());
    let Some(performance) = performance.flatten() else { return work() };
    // A browser that keeps no timeline changes nothing.
    let _ = performance.mark(name);
    let done = work();
    let _ = performance.measure_with_start_mark(name, name);
    done
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_the_page() {
        let long = "a".repeat(10 << 20);
        let nasty = [
            "",
            "\0",
            "read(3, \0, 1)",
            "read(",
            "nothing()",
            "read(fd, &buf, 1)",
            "read(3, &buf[99999999999999999999], 1)",
            "[A] [B] read(3, NULL, 1)",
            "\u{feff}getpid()",
            "读(3)",
            long.as_str(),
        ];
        for text in nasty {
            match run(text) {
                Ok(trace) => drop(crate::source::Loaded::new(trace, text.into())),
                Err(wrong) => assert!(!wrong.is_empty() && wrong[0].span.line > 0),
            }
        }
    }
}
