//! The guest's side: `ringside` as the first and only process of the VM.
//!
//! It mounts what programs expect, loads the modules, says that it is ready,
//! and then does what the host asks until the host goes away.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    thread::sleep,
    time::Duration,
};

use rustix::{
    mount::{MountFlags, mount},
    process::{WaitOptions, wait},
    system::{RebootCommand, finit_module, reboot, sethostname, uname},
    time::{ClockId, clock_gettime},
};

use super::{
    port::Port,
    wire::{self, Hello, MAX_REPLY, MAX_REQUEST, Reply, Request, RunOptions, WireError},
};

/// The port's name, on both sides.
pub const PORT: &str = "org.ringside.lab";

/// The directories of the world that programs see, with their permissions.
pub const DIRECTORIES: [(&str, u32); 8] = [
    ("/dev", 0o755),
    ("/etc", 0o755),
    (MODULES, 0o700),
    ("/proc", 0o555),
    ("/root", 0o700),
    ("/run", 0o755),
    ("/sys", 0o555),
    ("/tmp", 0o1777),
];

/// The files of the world that programs see, besides /init.
pub const FILES: [(&str, &str); 3] = [
    (
        "/etc/passwd",
        "root:x:0:0:root:/root:/init\nnobody:x:65534:65534:nobody:/nonexistent:/init\n",
    ),
    ("/etc/group", "root:x:0:\nnogroup:x:65534:\n"),
    ("/etc/hostname", "ringside\n"),
];

/// Where the modules are, named in the order of loading.
pub const MODULES: &str = "/modules";

/// The tracing files.
const TRACEFS: &str = "/sys/kernel/tracing";

/// What is mounted: type, where, options.
const MOUNTS: [(&str, &str, &str); 5] = [
    ("proc", "/proc", ""),
    ("sysfs", "/sys", ""),
    ("devtmpfs", "/dev", "mode=0755"),
    ("tmpfs", "/tmp", "mode=1777"),
    ("tracefs", TRACEFS, ""),
];

/// Words on the kernel's command line that make the guest crash on purpose, so
/// that it can be tested what the host makes of it: `ringside.crash=boot` or
/// `ringside.crash=run`.
const CRASH: &str = "ringside.crash=";

/// Is this process the first one of a lab VM?
#[must_use]
pub fn is_init() -> bool {
    std::process::id() == 1 && std::env::args_os().next().is_some_and(|arg| arg == "/init")
}

/// Is the first process: serves the host by `run`, then powers off.
pub fn init(run: impl FnMut(&str, &RunOptions) -> Result<Vec<u8>, String>) -> ! {
    let mut troubles = Vec::new();
    prepare(&mut troubles);
    if let Err(error) = serve(run, troubles) {
        eprintln!("ringside: {error}");
    }
    loop {
        if let Err(error) = reboot(RebootCommand::PowerOff) {
            eprintln!("ringside: power off: {error}");
        }
        sleep(Duration::from_secs(1));
    }
}

/// Brings the world up. What fails is noted, and the host decides.
fn prepare(troubles: &mut Vec<String>) {
    for (kind, place, options) in MOUNTS {
        let options = std::ffi::CString::new(options).ok();
        if let Err(error) = mount(kind, place, kind, MountFlags::empty(), options.as_deref()) {
            troubles.push(format!("mount {kind}: {error}"));
        }
    }
    if let Err(error) = sethostname(b"ringside") {
        troubles.push(format!("sethostname: {error}"));
    }
    match modules() {
        Ok(modules) => {
            for module in modules {
                if let Err(error) = load(&module) {
                    troubles.push(format!("{}: {error}", module.display()));
                }
            }
        }
        Err(error) => troubles.push(format!("{MODULES}: {error}")),
    }
}

fn modules() -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(MODULES)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn load(module: &Path) -> io::Result<()> {
    finit_module(File::open(module)?, c"", 0)?;
    Ok(())
}

/// Does what the host asks, until it shuts us down or closes the port.
fn serve(
    mut run: impl FnMut(&str, &RunOptions) -> Result<Vec<u8>, String>,
    troubles: Vec<String>,
) -> Result<(), WireError> {
    let mut port = Port::open(PORT, Duration::from_secs(5))?;
    let command_line = fs::read_to_string("/proc/cmdline").unwrap_or_default();
    let crash = |moment: &str| {
        let word = format!("{CRASH}{moment}");
        command_line.split_whitespace().any(|w| w == word)
    };
    if crash("boot") {
        fs::write("/proc/sysrq-trigger", "c")?;
    }
    wire::send(&mut port, &Reply::Ready(hello(troubles)), MAX_REPLY)?;

    while let Some(request) = wire::receive::<Request>(&mut port, MAX_REQUEST)? {
        let reply = match request {
            Request::Ping => Reply::Pong,
            Request::Shutdown => break,
            Request::Run { program, options } => {
                if crash("run") {
                    fs::write("/proc/sysrq-trigger", "c")?;
                }
                run(&program, &options).map_or_else(Reply::Failed, Reply::Trace)
            }
        };
        match wire::send(&mut port, &reply, MAX_REPLY) {
            Err(error @ WireError::TooLong { .. }) => {
                wire::send(&mut port, &Reply::Failed(error.to_string()), MAX_REPLY)?;
            }
            sent => sent?,
        }
        // the first process inherits everybody's children
        while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {}
    }
    Ok(())
}

/// What this machine is, in the words of its kernel.
fn hello(troubles: Vec<String>) -> Hello {
    let uname = uname();
    let text = |c: &std::ffi::CStr| c.to_string_lossy().into_owned();
    let cpuinfo = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let cpu = |key: &str| {
        cpuinfo
            .lines()
            .find_map(|line| line.split_once(':').filter(|(k, _)| k.trim() == key))
            .map_or("", |(_, value)| value.trim())
    };
    let module = fs::read_to_string("/sys/module/ringside/version").ok();
    let uptime = clock_gettime(ClockId::Boottime);
    Hello {
        protocol: wire::PROTOCOL,
        release: text(uname.release()),
        version: text(uname.version()),
        machine: text(uname.machine()),
        cpus: std::thread::available_parallelism().map_or(1, |n| n.get() as u32),
        cpu: cpu("model name").to_owned(),
        features: cpu("flags").split_whitespace().map(str::to_owned).collect(),
        module: module.map(|version| version.trim_end().to_owned()),
        tracefs: Path::new(TRACEFS).join("instances").exists().then(|| TRACEFS.to_owned()),
        uptime_ms: (uptime.tv_sec as u64) * 1000 + (uptime.tv_nsec as u64) / 1_000_000,
        troubles,
    }
}
