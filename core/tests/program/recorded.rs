//! Logs that strace wrote.

use std::path::PathBuf;

use ringside_core::program::plan::{Action, Step};
use ringside_core::program::{ast::Origin, calls, compile, parse, print};

fn logs() -> Vec<(String, String)> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/programs/logs");
    let mut logs: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "strace"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    logs.sort();
    assert!(logs.len() >= 14, "only {} logs", logs.len());
    logs
}

/// Logs in which calls are split come back with those joined.
fn split(line: &str) -> bool {
    line.contains("<unfinished ...>")
        || line.contains(" resumed>")
        || line.contains("strace: Process")
        || line.starts_with(", ")
}

#[test]
fn logs_print_as_they_were() {
    for (name, text) in logs() {
        let program = parse(&text).unwrap();
        assert_eq!(program.origin, Origin::Strace, "{name}");
        let printed = print(&program);
        if text.lines().any(split) {
            let again = print(&parse(&printed).unwrap());
            similar(&name, &printed, &again);
            let kept: Vec<_> = printed.lines().collect();
            for line in text.lines().filter(|l| !split(l)) {
                assert!(kept.contains(&line), "{name}: {line}");
            }
        } else {
            similar(&name, &text, &printed);
        }
    }
}

fn similar(name: &str, expected: &str, got: &str) {
    for (i, (expected, got)) in expected.lines().zip(got.lines()).enumerate() {
        assert_eq!(expected, got, "{name}, line {}", i + 1);
    }
    assert_eq!(expected.lines().count(), got.lines().count(), "{name}");
}

#[test]
fn logs_lower() {
    for (name, text) in logs() {
        let plan = compile(&text).unwrap_or_else(|m| panic!("{name}: {}", m[0]));
        assert_eq!(plan.origin, Origin::Strace);
        let opaque = plan.steps.iter().filter_map(|step| match &step.action {
            Action::Opaque { name, .. } => Some(name.as_str()),
            _ => None,
        });
        let known: Vec<&str> = opaque.filter(|name| calls::by_name(name).is_some()).collect();
        assert!(known.is_empty(), "{name}: {known:?}");
        let read = |step: &Step| matches!(step.action, Action::Syscall { name: "read", .. });
        assert!(plan.steps.iter().any(read), "{name}");
    }
}

#[test]
fn logs_show_processes() {
    let plan = |wanted: &str| {
        let (_, text) = logs().into_iter().find(|(name, _)| name == wanted).unwrap();
        compile(&text).unwrap()
    };
    assert_eq!(plan("sh-pipe.strace").tasks.len(), 3);
    // The first lines have no process ID: it is that of the shell.
    let plan = plan("sh-pipe-stderr.strace");
    assert_eq!(plan.tasks, ["25066", "25068", "25067"]);
    assert_eq!(plan.steps.last().map(|step| step.task), Some(0));
}
