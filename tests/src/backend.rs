//! The binary `ringside`, for tests that run it.

use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The binary, built as it is now: cargo builds only the library of a package that tests depend on.
#[expect(clippy::expect_used, reason = "a test cannot go on without it")]
pub fn binary() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        // target/PROFILE/deps/TEST
        let test = std::env::current_exe().expect("a test has a path");
        let profile = test.ancestors().nth(2).expect("a test lies in target/PROFILE/deps");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--quiet", "--locked", "--package", "ringside", "--bin", "ringside"]);
        if profile.ends_with("release") {
            build.arg("--release");
        }
        if let Some(target) = profile.parent() {
            build.arg("--target-dir").arg(target);
        }
        let status = build.current_dir(env!("CARGO_MANIFEST_DIR")).status();
        assert!(status.is_ok_and(|status| status.success()), "ringside does not build");
        let binary = profile.join("ringside");
        assert!(binary.exists(), "{} was not built", binary.display());
        binary
    })
}
