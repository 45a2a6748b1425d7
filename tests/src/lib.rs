//! Helpers that the tests share.

pub mod backend;
pub mod browser;
pub mod corpus;
pub mod lab;
pub mod random;
pub mod render;
pub mod source;

/// Says that a test cannot run here and why; the test returns right after.
///
/// Where everything is supposed to be there, a skipped test is a failure: this panics if `CI` or
/// `RINGSIDE_NO_SKIP` is set to anything but nothing, `0` or `false`.
///
/// ```no_run
/// if !std::path::Path::new("/usr/bin/chromium").exists() {
///     return ringside_tests::skip("no chromium");
/// }
/// ```
#[expect(clippy::panic, clippy::print_stdout, reason = "a test's result, told to its runner")]
pub fn skip(why: &str) {
    let must_run =
        ["CI", "RINGSIDE_NO_SKIP"].into_iter().find(|name| is_on(std::env::var(name).ok()));
    match must_run {
        Some(name) => panic!("skipped: {why} ({name} is set, where nothing may be skipped)"),
        None => println!("skipped: {why}"),
    }
}

/// Whether the value of an environment variable switches something on.
fn is_on(value: Option<String>) -> bool {
    value.is_some_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

#[cfg(test)]
mod tests {
    use super::is_on;

    #[test]
    fn ci_variables_are_read_as_switches() {
        for on in ["1", "true", "yes"] {
            assert!(is_on(Some(on.into())), "{on}");
        }
        for off in [Some(String::new()), Some("0".into()), Some("false".into()), None] {
            assert!(!is_on(off.clone()), "{off:?}");
        }
    }
}
