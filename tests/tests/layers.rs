//! Who may know what. The layers of `ARCHITECTURE.md`, checked on the sources and on what cargo
//! says about the crates:
//!
//! - core does no I/O, has no clock and no randomness, and depends on few crates;
//! - web knows events, not channels: it names no channel and no function of Linux;
//! - native-backend interprets nothing: only named files of it use the model and the comparison;
//! - core ← web, core ← native-backend, and no other way.
//!
//! Exceptions are listed here with their reasons, and an exception that nothing needs is a failure.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as the test does")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use ringside_tests::source::{Mention, paths, words};

/// What core may depend on. Each one computes and nothing else.
const CORE_DEPENDENCIES: &[&str] = &["serde", "thiserror"];

/// Paths that core's code may not use, with everything below them.
const NOT_IN_CORE: &[&str] = &[
    "std::collections::hash_map::RandomState", // randomness
    "std::env",
    "std::fs",
    "std::hash::RandomState", // randomness
    "std::io",
    "std::net",
    "std::os",
    "std::process",
    "std::thread",
    "std::time", // clock; Duration is core::time::Duration
    "getrandom",
    "js_sys",
    "libc",
    "rand",
    "rustix",
    "tokio",
    "wasm_bindgen",
    "web_sys",
];

/// Single words that core's code may not use: what the paths above are known by once imported,
/// macros that print, and maps whose order differs from run to run.
const NOT_A_WORD_OF_CORE: &[&str] = &[
    "Instant",
    "SystemTime",
    "HashMap",
    "HashSet",
    "println!",
    "eprintln!",
    "print!",
    "eprint!",
    "dbg!",
];

/// What only the named files of native-backend may use of core: everything that interprets.
const INTERPRETERS: &[&str] = &[
    "ringside_core::advise",
    "ringside_core::compare",
    "ringside_core::door",
    "ringside_core::kernel",
    "ringside_core::machine",
    "ringside_core::module",
];

/// Words for channels that web may not use.
const CHANNELS: &[&str] = &[
    "bpf",
    "chardev",
    "chrdev",
    "ebpf",
    "eBPF",
    "genetlink",
    "genl",
    "ioctl",
    "kernfs",
    "mmap",
    "netlink",
    "Netlink",
    "nlmsghdr",
    "procfs",
    "sysctl",
    "sysfs",
];

/// A file (or a folder, ending in `/`) that may mention something forbidden, and why.
struct Exception {
    file: &'static str,
    what: &'static str,
    reason: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        file: "native-backend/src/kernels/model.rs",
        what: "ringside_core::kernel",
        reason: "the model is one of the kernels that programs run on; it is only started here",
    },
    Exception {
        file: "native-backend/src/cli/run.rs",
        what: "ringside_core::compare",
        reason: "prints what core says about a program's stated results",
    },
    Exception {
        file: "native-backend/src/cli/diff.rs",
        what: "ringside_core::compare",
        reason: "prints what core says about two traces",
    },
];

/// A broken rule, as it is printed.
#[derive(Debug, PartialEq, Eq)]
struct Violation {
    file: String,
    line: usize,
    what: String,
    rule: &'static str,
}

/// Whether `path` is `forbidden`, lies below it, renames it, or takes in everything beside it.
fn is_under(path: &str, forbidden: &str) -> bool {
    let below = |rest: &str| rest.is_empty() || rest.starts_with("::") || rest.starts_with(" as ");
    let root = forbidden.split("::").next().unwrap_or(forbidden);
    path.strip_prefix(forbidden).is_some_and(below)
        || path.starts_with(&format!("{root} as "))
        || path.strip_suffix("::*").is_some_and(|all| {
            forbidden.strip_prefix(all).is_some_and(|rest| rest.starts_with("::"))
        })
}

fn core_violations(file: &str, source: &str) -> Vec<Violation> {
    let rule = "core does no I/O and has no clock and no randomness";
    let mut bad = Vec::new();
    for found in paths(source) {
        if let Some(word) = found.what.split("::").find(|part| NOT_A_WORD_OF_CORE.contains(part)) {
            bad.push(Mention { what: word.into(), line: found.line });
        } else if NOT_IN_CORE.iter().any(|bad| is_under(&found.what, bad)) {
            bad.push(found);
        }
    }
    report(file, bad.iter(), rule)
}

fn web_violations(file: &str, source: &str, functions: &BTreeSet<&str>) -> Vec<Violation> {
    let found = words(source);
    let is_known = |word: &str| CHANNELS.contains(&word) || functions.contains(word);
    report(
        file,
        found.iter().filter(|m| is_known(&m.what)),
        "web names no channel and no function of Linux",
    )
}

fn backend_violations(file: &str, source: &str) -> Vec<Violation> {
    let found = paths(source);
    let bad = found.iter().filter(|m| INTERPRETERS.iter().any(|module| is_under(&m.what, module)));
    report(file, bad, "native-backend interprets no trace")
}

fn report<'a>(
    file: &str,
    found: impl Iterator<Item = &'a Mention>,
    rule: &'static str,
) -> Vec<Violation> {
    found
        .map(|m| Violation { file: file.into(), line: m.line, what: m.what.clone(), rule })
        .collect()
}

impl Exception {
    fn covers(&self, violation: &Violation) -> bool {
        let is_file = match self.file.strip_suffix('/') {
            Some(folder) => Path::new(&violation.file).starts_with(folder),
            None => violation.file == self.file,
        };
        is_file && is_under(&violation.what, self.what)
    }
}

/// Names of Linux's functions that are more than an English word, so that finding one means it.
fn linux_functions() -> BTreeSet<&'static str> {
    ringside_core::trace::functions()
        .iter()
        .map(|function| function.name)
        .filter(|name| name.contains('_'))
        .collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// All Rust files below a folder of the project: path from the project's root, and content.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs")
                && !is_test_file(&path)
            {
                found.push((
                    path.to_str().unwrap().into(),
                    std::fs::read_to_string(entry.path()).unwrap(),
                ));
            }
        }
    }
    assert!(!found.is_empty(), "no sources in {folder}");
    found
}

/// `mod tests;` behind `#[cfg(test)]` lies in a file of its own.
fn is_test_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "tests.rs")
        || path.components().any(|part| part.as_os_str() == "tests")
}

fn all_violations() -> Vec<Violation> {
    let functions = linux_functions();
    let check = |folder: &str, rule: &dyn Fn(&str, &str) -> Vec<Violation>| -> Vec<Violation> {
        sources(folder).iter().flat_map(|(file, source)| rule(file, source)).collect()
    };
    let mut found = check("core/src", &core_violations);
    found.extend(check("web/src", &|file, source| web_violations(file, source, &functions)));
    found.extend(check("native-backend/src", &backend_violations));
    found
}

#[test]
fn sources_keep_to_their_layer() {
    let broken: Vec<String> = all_violations()
        .iter()
        .filter(|violation| !EXCEPTIONS.iter().any(|exception| exception.covers(violation)))
        .map(|v| format!("{}:{}: `{}`: {}", v.file, v.line, v.what, v.rule))
        .collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn exceptions_are_needed_and_explained() {
    let violations = all_violations();
    for exception in EXCEPTIONS {
        assert!(
            exception.reason.len() > 20,
            "{}: say why `{}` may be there",
            exception.file,
            exception.what
        );
        assert!(
            violations.iter().any(|violation| exception.covers(violation)),
            "{} does not mention `{}` any more: take the exception out",
            exception.file,
            exception.what
        );
    }
}

/// Normal and build dependencies of a crate of the workspace, as cargo sees them.
fn dependencies(package: &str) -> BTreeSet<String> {
    let output = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()))
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|found| found["name"] == package).unwrap();
    let all = package["dependencies"].as_array().unwrap();
    all.iter().filter(|d| d["kind"] != "dev").map(|d| d["name"].as_str().unwrap().into()).collect()
}

#[test]
fn core_depends_on_nothing_that_reaches_outside() {
    let allowed: BTreeSet<String> = CORE_DEPENDENCIES.iter().map(|name| (*name).into()).collect();
    assert_eq!(dependencies("ringside-core").difference(&allowed).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn dependencies_point_one_way() {
    let ours = |package| -> Vec<String> {
        dependencies(package).into_iter().filter(|name| name.starts_with("ringside")).collect()
    };
    assert_eq!(ours("ringside-core"), [""; 0]);
    assert_eq!(ours("ringside-web"), ["ringside-core"]);
    assert_eq!(ours("ringside"), ["ringside-core"]);
}

/// The checks find what they are for.
mod on_made_up_sources {
    use super::*;

    fn whats(violations: &[Violation]) -> Vec<&str> {
        violations.iter().map(|violation| violation.what.as_str()).collect()
    }

    #[test]
    fn core_may_not_reach_outside() {
        for bad in [
            "use std::fs;",
            "use std::{fmt, io::{stdin, Read}};",
            "fn now() { std::time::Instant::now(); }",
            "use core::time::Duration; use std::time::SystemTime as Then;",
            "use std as s;",
            "use std::*;",
            "use std::collections::HashMap;",
            "fn f() { rand::random(); }",
            "fn f() { println!(\"hello\"); }",
        ] {
            assert_ne!(core_violations("core/src/bad.rs", bad), [], "{bad}");
        }
        for good in [
            "use std::{collections::BTreeMap, fmt};",
            "// std::fs is not for us\nuse std::rc::Rc;",
            "fn random_bytes(seed: u64) {} const PATH: &str = \"std::fs\";",
            "#[cfg(test)] mod tests { use std::fs; }",
            "use std::filesystem_of_our_own;",
        ] {
            assert_eq!(core_violations("core/src/good.rs", good), [], "{good}");
        }
    }

    #[test]
    fn web_may_not_name_channels_or_functions() {
        let functions = BTreeSet::from(["vfs_read"]);
        let found = web_violations(
            "web/src/bad.rs",
            "match place { Place::Netlink => draw_socket(), _ => tip(\"see vfs_read and mmap\") } // ioctl",
            &functions,
        );
        assert_eq!(whats(&found), ["Netlink", "vfs_read", "mmap"]);
        assert_eq!(found[0].line, 1);
        assert_eq!(web_violations("web/src/good.rs", "fn vfs_reader() {}", &functions), []);
    }

    #[test]
    fn backend_may_not_interpret() {
        let bad = "use ringside_core::{trace::Trace, compare::first_difference};";
        assert_eq!(
            whats(&backend_violations("native-backend/src/x.rs", bad)),
            ["ringside_core::compare::first_difference"]
        );
        for bad in
            ["use ringside_core as c;", "use ringside_core::*;", "ringside_core::kernel::run(x)"]
        {
            assert_ne!(backend_violations("native-backend/src/x.rs", bad), [], "{bad}");
        }
        let good = "use ringside_core::{program::Program, trace::Trace};";
        assert_eq!(backend_violations("native-backend/src/x.rs", good), []);
    }

    #[test]
    fn exceptions_cover_their_file_and_word_only() {
        let violation = |file: &str, what: &str| Violation {
            file: file.into(),
            line: 1,
            what: what.into(),
            rule: "",
        };
        let exception = Exception { file: "a/b/", what: "mmap", reason: "" };
        assert!(exception.covers(&violation("a/b/c.rs", "mmap")));
        assert!(!exception.covers(&violation("a/bc.rs", "mmap")));
        assert!(!exception.covers(&violation("a/b/c.rs", "mmaps")));
        let exception = Exception { file: "a/b.rs", what: "ringside_core::compare", reason: "" };
        assert!(exception.covers(&violation("a/b.rs", "ringside_core::compare::x")));
        assert!(!exception.covers(&violation("a/c.rs", "ringside_core::compare::x")));
    }

    #[test]
    fn there_are_functions_to_look_for() {
        assert!(linux_functions().contains("vfs_read"));
    }
}
