//! Examines this machine: what Ringside can do here, and what would make it do
//! the rest. It only looks; the one thing that it starts is a virtual machine
//! that proves KVM, for a few seconds at most.

use std::{
    env,
    fs::{self, OpenOptions},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde::Serialize;

use crate::lab::{
    LabConfig, LabError, broker,
    config::{KERNELS, default_cache},
};

/// What something is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Area {
    /// Running programs on the kernel of this machine (`run --on host`).
    Host,
    /// Running programs in a virtual machine (`lab`, `run --on lab`).
    Lab,
    /// Building and testing the page.
    Page,
    /// Building the backend and the kernel module.
    Build,
}

/// What the examination found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It is there and can be used.
    Good,
    /// It is not there; things work without, but slower or with less to see.
    Optional,
    /// It is not there, and its area does not work without.
    Missing,
}

/// One thing that was examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is needed for.
    pub area: Area,
    /// What it is.
    pub what: String,
    /// Is it there?
    pub state: State,
    /// Which one, or what is wrong.
    pub detail: String,
    /// What to do, unless all is well.
    pub remedy: Option<String>,
}

impl Finding {
    fn good(area: Area, what: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { area, what: what.into(), state: State::Good, detail: detail.into(), remedy: None }
    }

    fn lacking(
        area: Area,
        what: impl Into<String>,
        state: State,
        detail: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self { area, what: what.into(), state, detail: detail.into(), remedy: Some(remedy.into()) }
    }
}

/// A program that is looked for on PATH under any of its names.
struct Tool {
    area: Area,
    names: &'static [&'static str],
    state: State,
    remedy: &'static str,
}

const fn tool(
    area: Area,
    names: &'static [&'static str],
    state: State,
    remedy: &'static str,
) -> Tool {
    Tool { area, names, state, remedy }
}

use Area::{Build, Host, Lab, Page};
use State::{Missing, Optional};

const TOOLS: [Tool; 12] = [
    tool(Lab, &["xz"], Optional, "make setup-lab (some kernels' modules are compressed)"),
    tool(Build, &["cargo"], Missing, "install Rust from https://rustup.rs"),
    tool(Build, &["musl-gcc"], Optional, "make setup-backend"),
    tool(Build, &["gcc-12", "gcc"], Missing, "make setup-kmod"),
    tool(Build, &["make"], Missing, "make setup-kmod"),
    tool(Build, &["sparse"], Optional, "make setup-kmod (checks the module)"),
    tool(Build, &["clang"], Optional, "make setup-backend (compiles the eBPF programs)"),
    tool(Page, &["trunk"], Missing, "make setup-page"),
    tool(Page, &["wasm-bindgen"], Missing, "make setup-page"),
    tool(Page, &["wasm-opt"], Optional, "make setup-page (a smaller page)"),
    tool(
        Page,
        &["chromium", "chromium-browser", "google-chrome"],
        Optional,
        "make setup-browser (tests of the page)",
    ),
    tool(Page, &["chromedriver"], Optional, "make setup-browser (tests of the page)"),
];

/// Examines this machine.
#[must_use]
pub fn examine() -> Vec<Finding> {
    let config = LabConfig::default();
    let mut findings = host();
    findings.extend(lab(&config));
    findings.extend(TOOLS.iter().map(look_for));
    findings
}

/// The kernel that we run on, and whether it lets us trace it.
fn host() -> Vec<Finding> {
    let uname = rustix::system::uname();
    let kernel =
        format!("{} {}", uname.release().to_string_lossy(), uname.machine().to_string_lossy());
    vec![
        Finding::good(Host, "kernel", kernel),
        if rustix::process::geteuid().is_root() {
            Finding::good(Host, "root", "yes")
        } else {
            Finding::lacking(
                Host,
                "root",
                Optional,
                "no: programs run, but their kernel functions cannot be recorded",
                "sudo ringside …, or use the lab, which needs no root",
            )
        },
        tracefs(),
        match read("/sys/module/ringside/version") {
            Some(version) => Finding::good(Host, "module ringside", version),
            None => Finding::lacking(
                Host,
                "module ringside",
                Optional,
                "not loaded: /proc/ringside and /dev/ringside are not there",
                "make -C kmod && sudo insmod kmod/ringside.ko, on a machine for experiments; \
                 or use the lab, which has it",
            ),
        },
    ]
}

fn tracefs() -> Finding {
    let what = "kernel tracing";
    let places = ["/sys/kernel/tracing", "/sys/kernel/debug/tracing"];
    let Some(place) = places.into_iter().find(|p| Path::new(p).join("trace_pipe").exists()) else {
        return Finding::lacking(
            Host,
            what,
            Optional,
            "no tracefs to be seen (not mounted, or not for us)",
            "sudo mount -t tracefs tracefs /sys/kernel/tracing; or use the lab",
        );
    };
    let place = Path::new(place);
    let tracers = fs::read_to_string(place.join("available_tracers")).unwrap_or_default();
    let writable = OpenOptions::new().write(true).open(place.join("tracing_on")).is_ok();
    if !writable {
        Finding::lacking(
            Host,
            what,
            Optional,
            format!("{} is not writable", place.display()),
            "sudo ringside …; or use the lab",
        )
    } else if !tracers.split_whitespace().any(|t| t == "function_graph") {
        Finding::lacking(
            Host,
            what,
            Optional,
            format!("{} has no function_graph: no functions, only events", place.display()),
            "a kernel with CONFIG_FUNCTION_GRAPH_TRACER; or use the lab",
        )
    } else {
        Finding::good(Host, what, format!("{} with function_graph", place.display()))
    }
}

/// What a lab is made of.
fn lab(config: &LabConfig) -> Vec<Finding> {
    let mut findings = vec![match version_of(&config.qemu) {
        Some(version) => Finding::good(Lab, "QEMU", version),
        None => Finding::lacking(Lab, "QEMU", Missing, "not found", "make setup-lab"),
    }];
    findings.push(kvm(config));
    match config.guest() {
        Ok(path) => {
            findings.push(Finding::good(Lab, "static ringside", path.display().to_string()))
        }
        Err(_) => findings.push(Finding::lacking(
            Lab,
            "static ringside",
            Missing,
            "not built",
            "make backend",
        )),
    }
    let cache = default_cache();
    for kernel in KERNELS {
        let what = format!("kernel {kernel}");
        let directory = cache.join("kernels").join(kernel);
        findings.push(match read(directory.join("release")) {
            Some(release) => Finding::good(Lab, what, release),
            None => Finding::lacking(
                Lab,
                what,
                Missing,
                format!("not in {}", directory.display()),
                format!("make kernels, or scripts/kernels.sh {kernel}"),
            ),
        });
        let what = format!("module for {kernel}");
        let module = cache.join("kmod").join(kernel).join("ringside.ko");
        findings.push(if module.exists() {
            Finding::good(Lab, what, module.display().to_string())
        } else {
            Finding::lacking(
                Lab,
                what,
                Missing,
                format!("no {}", module.display()),
                format!("make kmod, or make -C kmod VERSION={kernel}"),
            )
        });
        if broker::is_shared(kernel) {
            findings.push(Finding::good(
                Lab,
                format!("lab with {kernel}"),
                "is running; `ringside run --on lab` uses it",
            ));
        }
    }
    findings
}

fn kvm(config: &LabConfig) -> Finding {
    let nothing = "nothing: the lab emulates in software, which takes seconds longer to boot";
    let (detail, remedy) = match crate::lab::Lab::prove_kvm(config) {
        Ok(lab) => {
            let detail = format!("a lab is ready after {:.1} s", lab.boot_time().as_secs_f64());
            return Finding::good(Lab, "KVM", detail);
        }
        Err(LabError::Missing { what, .. }) => {
            (format!("cannot be tried without {what}"), "see the other parts of the lab")
        }
        Err(LabError::Part { source, path }) => {
            let denied = source.kind() == std::io::ErrorKind::PermissionDenied;
            let remedy = if denied {
                "sudo adduser $USER kvm, and log in again; the lab works without"
            } else {
                nothing
            };
            (format!("{}: {source}", path.display()), remedy)
        }
        Err(error) => {
            let words = error.to_string();
            (words.lines().next().unwrap_or_default().to_owned(), nothing)
        }
    };
    Finding::lacking(Lab, "KVM", Optional, detail, remedy)
}

fn look_for(tool: &Tool) -> Finding {
    let name = tool.names[0];
    match tool.names.iter().find_map(|name| on_path(name)) {
        Some(path) => Finding::good(tool.area, name, path.display().to_string()),
        None => Finding::lacking(tool.area, name, tool.state, "not found", tool.remedy),
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    // cargo puts what it installs where PATH need not go
    let cargo = env::var_os("HOME").map(|home| Path::new(&home).join(".cargo/bin"));
    env::split_paths(&env::var_os("PATH")?)
        .chain(cargo)
        .map(|directory| directory.join(name))
        .find(|path| path.is_file())
}

/// The first line that `program --version` prints.
fn version_of(program: &Path) -> Option<String> {
    let output = Command::new(program).arg("--version").stdin(Stdio::null()).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().next().map(str::to_owned)
}

fn read(path: impl AsRef<Path>) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    Some(text.trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_lacking_has_a_remedy() {
        let config = LabConfig { qemu: PathBuf::from("/nonexistent/qemu"), ..LabConfig::default() };
        let mut findings = host();
        findings.extend(lab(&config));
        findings.extend(TOOLS.iter().map(look_for));
        for finding in &findings {
            assert_eq!(finding.remedy.is_none(), finding.state == State::Good, "{finding:?}");
        }
        let qemu = findings.iter().find(|f| f.what == "QEMU");
        assert_eq!(qemu.map(|f| f.state), Some(Missing));
    }

    #[test]
    fn tools_are_found_where_path_says() {
        assert!(on_path("sh").is_some());
        assert!(on_path("no-such-tool-anywhere").is_none());
    }
}
