//! Removes what a run left behind that died together with its watcher.

use std::fs;
use std::path::Path;

use super::files;

/// Names of instances and probe groups begin so; our process ID follows.
pub const PREFIX: &str = "ringside_";

/// Removes instances and probes of processes that are no more.
pub fn clean(top: &Path) {
    for entry in fs::read_dir(top.join("instances")).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(dead) {
            let _ = fs::remove_dir(entry.path());
        }
    }
    let list = top.join("kprobe_events");
    let probes = files::read(&list).unwrap_or_default();
    // p:ringside_123/door_x64_sys_call x64_sys_call nr=…
    let mut groups: Vec<&str> = probes
        .lines()
        .filter_map(|line| line.split_once(':')?.1.split_once('/').map(|(group, _)| group))
        .filter(|group| dead(group))
        .collect();
    groups.dedup();
    if groups.is_empty() {
        return;
    }
    // The dead run had the top level, or an instance that is gone by now.
    if files::read(&top.join("current_tracer")).is_ok_and(|t| t.trim() == "function_graph")
        && files::read(&top.join("set_ftrace_pid")).is_ok_and(|pids| {
            pids.split_whitespace().all(|pid| !Path::new("/proc").join(pid).exists())
        })
    {
        let _ = files::write(&top.join("current_tracer"), "nop");
        let _ = files::write(&top.join("set_ftrace_pid"), "");
        let _ = files::write(&top.join("set_event_pid"), "");
        for event in super::setup::EVENTS {
            let _ = files::write(&top.join("events").join(event).join("enable"), "0");
        }
    }
    for group in groups {
        let _ = files::write(&top.join("events").join(group).join("enable"), "0");
        let _ = files::append(&list, &format!("-:{group}/"));
    }
}

fn dead(name: &str) -> bool {
    name.strip_prefix(PREFIX)
        .filter(|pid| !pid.is_empty() && pid.bytes().all(|b| b.is_ascii_digit()))
        .is_some_and(|pid| !Path::new("/proc").join(pid).exists())
}
