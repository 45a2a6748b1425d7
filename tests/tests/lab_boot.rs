//! The lab itself: it boots, answers, reports a crash, is shared, and leaves
//! nothing behind. Needs `make kernels kmod backend setup-lab`.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of a test fail as a test does")]

use std::{fs, path::PathBuf, thread};

use ringside_backend::lab::{
    Accel, Lab, LabConfig, LabError, RunOptions,
    broker::{Broker, is_listening},
    config::KERNELS,
};

fn config(kernel: &str, append: &str) -> LabConfig {
    LabConfig {
        kernel: kernel.to_owned(),
        accel: Accel::Tcg,
        append: append.to_owned(),
        ..LabConfig::default()
    }
}

/// The processes that this test has started and not yet ended.
fn children() -> Vec<String> {
    let mut children = Vec::new();
    for task in fs::read_dir("/proc/self/task").unwrap() {
        let list = fs::read_to_string(task.unwrap().path().join("children")).unwrap_or_default();
        children.extend(list.split_whitespace().map(str::to_owned));
    }
    children
}

// One test: labs beside each other would only slow each other down, and the
// list of children is the process's.
#[test]
fn a_lab_boots_answers_crashes_is_shared_and_leaves_nothing() {
    for kernel in KERNELS {
        let mut lab = Lab::boot(&config(kernel, "")).unwrap();
        eprintln!("{kernel}: ready after {:?}", lab.boot_time());
        let hello = lab.hello();
        assert!(hello.release.starts_with(&format!("{kernel}.")), "{hello:?}");
        assert_eq!(hello.machine, "x86_64");
        assert_eq!(hello.troubles, [""; 0]);
        assert!(hello.module.is_some() && hello.tracefs.is_some(), "{hello:?}");
        assert!(hello.features.iter().any(|f| f == "smap"), "{hello:?}");
        lab.ping().unwrap();
        assert_eq!(children().len(), 1);
        lab.shutdown().unwrap();
        assert_eq!(children(), [""; 0]);
    }
    crash_while_booting();
    share_and_crash();
    assert_eq!(children(), [""; 0]);
}

fn crash_while_booting() {
    match Lab::boot(&config(KERNELS[0], "ringside.crash=boot")) {
        Err(LabError::Crashed { log }) => {
            assert!(log.starts_with('[') && log.contains("Kernel panic"), "{log}");
            assert!(log.contains("sysrq_handle_crash"), "{log}");
        }
        other => panic!("{other:?}"),
    }
}

/// Whoever crashes a shared lab is told so; the next one finds it booted anew.
fn share_and_crash() {
    let socket: PathBuf =
        std::env::temp_dir().join(format!("ringside-test-{}.sock", std::process::id()));
    let lab = Lab::boot(&config(KERNELS[1], "ringside.crash=run")).unwrap();
    let broker = Broker::start(lab, &socket).unwrap();
    assert!(is_listening(&socket));

    let clients: Vec<_> = (0..2)
        .map(|_| {
            let socket = socket.clone();
            thread::spawn(move || {
                let mut lab = Lab::connect_to(&socket).unwrap();
                lab.ping().unwrap();
                let error = lab.run("getpid()\n", &RunOptions::default()).unwrap_err();
                assert!(matches!(error, LabError::Program(_)), "{error:?}");
                assert!(error.to_string().contains("Kernel panic"), "{error}");
                lab.ping().unwrap();
            })
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }

    let second = Lab::connect_to(&socket).unwrap();
    assert!(matches!(Broker::start(second, &socket), Err(LabError::AlreadyRunning(_))));
    Lab::connect_to(&socket).unwrap().shutdown().unwrap();
    broker.wait();
    drop(broker);
    assert!(!socket.exists());
    assert!(matches!(Lab::connect_to(&socket), Err(LabError::NotRunning(_))));
}
