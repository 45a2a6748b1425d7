//! The corpus on the model: what each program states is what the model does.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail by panicking, as the test does")]

use std::collections::BTreeSet;

use proptest::prelude::{ProptestConfig, any};
use proptest::{prop_assert, prop_assert_eq, proptest};
use ringside_backend::channel;
use ringside_core::program::plan::Action;
use ringside_core::program::{compile, errno};
use ringside_core::trace::{Kind, Trace};
use ringside_tests::corpus::{Entry, on_the_model, programs, wrong_on_the_model};
use ringside_tests::random::{program, shrink};
use ringside_tests::render::{calls, nesting};

/// Errors that the channels are known for: some program must show each.
const ERRORS: &[&str] = &[
    "EACCES",
    "EAGAIN",
    "EBADF",
    "EEXIST",
    "EFAULT",
    "EINTR",
    "EINVAL",
    "EIO",
    "EISDIR",
    "ELOOP",
    "EMSGSIZE",
    "ENAMETOOLONG",
    "ENODEV",
    "ENOENT",
    "ENOMEM",
    "ENOSPC",
    "ENOSYS",
    "ENOTDIR",
    "ENOTTY",
    "ENXIO",
    "EOVERFLOW",
    "EPERM",
    "ESPIPE",
];

/// Programs whose whole way through the kernel is kept.
const GOLDEN: &[&str] = &[
    "dev-poll-timeout",
    "dev-poll-two-tasks",
    "dev-read-eintr",
    "dev-read-restart",
    "proc-bad-pointers",
    "proc-read-partial",
    "proc-seq-bites",
    "proc-two-bites",
    "vfs-open-missing",
];

fn corpus() -> Vec<Entry> {
    programs().unwrap()
}

#[test]
fn what_programs_state_is_what_the_model_does() {
    let corpus = corpus();
    assert!(corpus.len() >= 75, "only {} programs", corpus.len());
    let wrong: Vec<String> = corpus
        .iter()
        .flat_map(|entry| {
            let wrong = wrong_on_the_model(&entry.text);
            wrong.into_iter().map(|wrong| format!("{}: {wrong}", entry.name))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn programs_say_what_they_show_and_state_results() {
    /// What they return is the machine's own.
    const UNSTATED: [&str; 3] = ["getpid", "gettid", "readlink"];
    for Entry { name, text } in corpus() {
        let first = text.lines().next().unwrap_or_default();
        assert!(first.starts_with("# ") && first.ends_with('.'), "{name}: {first}");
        let channel = name.split_once('-').map(|(channel, _)| channel);
        assert!(matches!(channel, Some("dev" | "proc" | "vfs")), "{name}");
        for step in compile(&text).unwrap().steps {
            let own =
                matches!(&step.action, Action::Syscall { name, .. } if UNSTATED.contains(name));
            assert!(own || step.expect.is_some(), "{name}, line {}", step.line + 1);
        }
    }
}

#[test]
fn every_error_has_a_program() {
    let stated: BTreeSet<&str> = corpus()
        .iter()
        .flat_map(|entry| compile(&entry.text).unwrap().steps)
        .filter_map(|step| step.expect?.value)
        .filter_map(|value| errno::name(u16::try_from(value.checked_neg()?).ok()?))
        .collect();
    let missing: Vec<_> = ERRORS.iter().filter(|name| !stated.contains(*name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_backend_runs_them_all() {
    for Entry { name, text } in corpus() {
        let plan = compile(&text).unwrap();
        assert!(channel::check(&plan).is_ok(), "{name}: {:?}", channel::check(&plan));
    }
}

#[test]
fn the_way_through_the_kernel() {
    for Entry { name, text } in corpus() {
        if GOLDEN.contains(&name.as_str()) {
            let (_, trace) = on_the_model(&text).unwrap();
            insta::assert_snapshot!(name, nesting(&trace));
        }
    }
}

/// Everything that could differ from run to run.
fn bytes(trace: &Trace) -> Vec<u8> {
    ringside_core::trace::codec::encode(trace)
}

fn waits_for_ever(trace: &Trace) -> bool {
    let begun = trace.events.iter().filter(|e| matches!(e.kind, Kind::CallBegin { .. })).count();
    let ended = trace.events.iter().filter(|e| matches!(e.kind, Kind::CallEnd { .. })).count();
    begun != ended
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_programs_run_the_same_twice(seed in any::<u64>()) {
        let text = program(seed);
        prop_assert!((5..=20).contains(&calls(&text)), "{}", text);
        let (plan, trace) = on_the_model(&text).map_err(|e| {
            proptest::test_runner::TestCaseError::fail(format!("{e}\n{text}"))
        })?;
        prop_assert!(channel::check(&plan).is_ok(), "{:?}\n{}", channel::check(&plan), text);
        prop_assert!(!waits_for_ever(&trace), "{}", text);
        let (_, again) = on_the_model(&text).unwrap();
        prop_assert_eq!(bytes(&trace), bytes(&again));
    }
}

#[test]
fn random_programs_are_rich() {
    let results: BTreeSet<i64> = (0..2000)
        .flat_map(|seed| on_the_model(&program(seed)).unwrap().1.outcomes)
        .map(|outcome| outcome.value)
        .collect();
    let rare = ["EAGAIN", "EINTR", "EMSGSIZE", "ENOSPC", "EIO", "ESPIPE", "EACCES", "EOVERFLOW"];
    for name in rare {
        let number = -i64::from(errno::number(name).unwrap());
        assert!(results.contains(&number), "no {name} in 2000 programs");
    }
}

#[test]
fn a_program_shrinks_to_what_matters() {
    let mut text = program(11);
    text.push_str("last = openat(AT_FDCWD, \"/dev/nonexistent\", O_RDWR)\n");
    let shows_it = |text: &str| {
        let (_, trace) = on_the_model(text).unwrap();
        trace.outcomes.last().is_some_and(|outcome| outcome.value == -2)
    };
    assert!(shows_it(&text));
    while let Some(smaller) = shrink(&text).into_iter().find(|text| shows_it(text)) {
        assert!(smaller.lines().count() < text.lines().count());
        text = smaller;
    }
    assert_eq!(calls(&text), 1, "{text}");
}

/// What the model does not know of a log, it takes as recorded; what it runs
/// itself, it must do as the log says.
#[test]
fn the_model_never_contradicts_a_log() {
    let mut contradictions = Vec::new();
    let mut logs = 0;
    for file in std::fs::read_dir(ringside_tests::corpus::directory().join("logs")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "strace") {
            continue;
        }
        logs += 1;
        let text = std::fs::read_to_string(&path).unwrap();
        for wrong in ringside_tests::corpus::wrong_on_the_model(&text) {
            contradictions.push(format!("{}: {wrong}", path.display()));
        }
    }
    assert!(logs >= 12, "{logs} logs");
    assert!(contradictions.is_empty(), "{}", contradictions.join("\n"));
}
