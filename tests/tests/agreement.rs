//! The model against a real kernel: results, crossings and copies, paths. Needs
//! `make kernels kmod backend setup-lab`.

use ringside_core::compare::Aspect;
use ringside_core::kernel::{Config, Mistake};
use ringside_tests::lab::{Reference, describe};
use ringside_tests::{corpus, random};

/// The version whose paths the model has.
const KERNEL: &str = "6.1";
/// How many random programs a run tries; `RINGSIDE_PROGRAMS` changes it.
const PROGRAMS: u64 = 500;

/// A number from the environment.
fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn the_model_agrees_with_a_real_kernel_on_the_whole_corpus() {
    let mut reference = Reference::boot(KERNEL).unwrap();
    let programs = corpus::programs().unwrap();
    let complaints: Vec<String> = programs
        .iter()
        .filter_map(|entry| {
            let complaint = reference.complaint(&entry.text)?;
            Some(format!("{}, {complaint}", entry.name))
        })
        .collect();
    assert!(programs.len() >= 60, "the corpus has shrunk to {}", programs.len());
    assert!(complaints.is_empty(), "{}", complaints.join("\n\n"));
}

#[test]
fn the_model_agrees_with_a_real_kernel_on_random_programs() {
    let mut reference = Reference::boot(KERNEL).unwrap();
    let first = setting("RINGSIDE_SEED", 1);
    for seed in first..first + setting("RINGSIDE_PROGRAMS", PROGRAMS) {
        let program = random::program(seed);
        if let Some(complaint) = reference.complaint(&program) {
            let (smallest, complaint) = shrink(&mut reference, program, complaint);
            panic!("seed {seed}: {complaint}\n\nthe smallest program that shows it:\n{smallest}");
        }
    }
}

/// The smallest program found that still differs.
fn shrink(reference: &mut Reference, program: String, complaint: String) -> (String, String) {
    let smaller = random::shrink(&program);
    let found = smaller.into_iter().find_map(|candidate| {
        let complaint = reference.complaint(&candidate)?;
        Some((candidate, complaint))
    });
    match found {
        Some((candidate, complaint)) => shrink(reference, candidate, complaint),
        None => (program, complaint),
    }
}

#[test]
fn a_mistake_of_the_model_is_found_and_told_readably() {
    let mut reference = Reference::boot(KERNEL).unwrap();
    let mut told = String::new();
    for (mistake, name, aspect) in [
        (Mistake::FaultBeforeEnd, "proc-two-bites", Aspect::Result),
        (Mistake::VerifyTwice, "proc-two-bites", Aspect::Path),
        (Mistake::WrongErrno, "proc-write-read-only", Aspect::Result),
    ] {
        let text = std::fs::read_to_string(corpus::directory().join(format!("{name}.prog")));
        let text = text.unwrap();
        let config = Config { mistake: Some(mistake), ..Config::default() };
        let verdict = reference.judge(&text, &config).unwrap();
        let Some(difference) = verdict.comparison.first() else {
            panic!("{mistake:?} was not noticed in {name}");
        };
        assert_eq!(difference.aspect, aspect, "{mistake:?}: {difference:?}");
        told += &format!("{mistake:?} in {name}, {}\n\n", describe(&text, difference));
    }
    insta::assert_snapshot!("mistakes", told);
}
