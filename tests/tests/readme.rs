//! What the project's documents say about itself is so: links lead somewhere, and the make targets
//! that they name exist.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as the test does")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap()
}

/// The Markdown files of the project's root: name and content.
fn documents() -> Vec<(String, String)> {
    let names = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found: Vec<_> = names
        .filter(|name| name.ends_with(".md"))
        .map(|name| (name.clone(), read(&name)))
        .collect();
    assert!(found.iter().any(|(name, _)| name == "README.md"));
    found
}

/// The targets that `make help` lists.
fn targets() -> BTreeSet<String> {
    let is_name = |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let rules = read("Makefile");
    rules
        .lines()
        .filter(|line| line.contains(" ## "))
        .filter_map(|line| line.split_once(':'))
        .filter(|(name, _)| is_name(name))
        .map(|(name, _)| name.into())
        .collect()
}

/// What stands in code after `make `: in backquotes, or on an indented line.
fn named_targets(document: &str) -> BTreeSet<String> {
    let quoted = document.split('`').skip(1).step_by(2);
    let indented = document.lines().filter_map(|line| line.strip_prefix("    "));
    let code = quoted.chain(indented).filter_map(|code| code.trim_start().strip_prefix("make "));
    code.filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '-').next())
        .filter(|name| !name.is_empty() && !name.starts_with('-'))
        .map(Into::into)
        .collect()
}

/// Where a document's links lead, inside the project.
fn local_links(document: &str) -> Vec<String> {
    let targets = document.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .map(|target| target.split('#').next().unwrap_or(target).to_owned())
        .collect()
}

#[test]
fn targets_that_documents_name_exist() {
    let targets = targets();
    assert!(targets.contains("serve") && targets.contains("test"), "{targets:?}");
    for (name, document) in documents() {
        let missing: Vec<_> = named_targets(&document).difference(&targets).cloned().collect();
        assert!(
            missing.is_empty(),
            "{name} names targets that the Makefile does not have: {missing:?}"
        );
    }
}

#[test]
fn links_lead_somewhere() {
    for (name, document) in documents() {
        for link in local_links(&document) {
            assert!(root().join(&link).exists(), "{name} links to {link}, which does not exist");
        }
    }
}

/// Everything that `scripts/steps.sh` is told to run has a line there that says what it does.
#[test]
fn steps_are_described() {
    let makefile = read("Makefile").replace("\\\n", " ");
    let described = read("scripts/steps.sh");
    let plans: Vec<&str> =
        makefile.lines().filter_map(|line| line.trim().strip_prefix("@$(STEPS) ")).collect();
    assert!(plans.len() >= 3, "{plans:?}");
    for step in plans.iter().flat_map(|plan| plan.split_whitespace().skip(1)) {
        assert!(described.contains(&format!("\n    {step}) echo ")), "no description of {step}");
    }
}

#[test]
fn made_up_documents_are_read_right() {
    let document = "Run `make serve`, or:\n\n    make test   # all\n\nIt may make sense. [a](b.md#c) [d](https://e) [f](#g)";
    assert_eq!(named_targets(document), ["serve".to_owned(), "test".to_owned()].into());
    assert_eq!(local_links(document), ["b.md"]);
}
