//! What is set up once: the tracer, its events and probes.
//!
//! Switching `function_graph` on patches every function of the kernel, which
//! takes a second on hardware and ten under software emulation; so a lab keeps
//! it from run to run, switched off by `tracing_on`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, Mode, OFlags};

use super::guard::{Guard, Plan};
use super::records::Layouts;
use super::session::Config;
use super::symbols::Symbols;
use super::{Unavailable, door, files, stale};

/// What is recorded besides functions and the door.
pub const EVENTS: [&str; 7] = [
    "exceptions/page_fault_kernel",
    "exceptions/page_fault_user",
    "signal/signal_deliver",
    "sched/sched_switch",
    "sched/sched_waking",
    "ringside/ringside_usercopy",
    "ringside/ringside_queue",
];

/// The tracer's own functions, which it would otherwise show in the program's
/// calls, and those that patch the kernel's text, which nothing else calls.
const NOT_TRACED: &[&str] = &[
    "kprobe_*",
    "kretprobe_*",
    "get_kprobe*",
    "pre_handler_kretprobe",
    "aggr_*_handler",
    "opt_pre_handler",
    "optimized_callback",
    "rethook_*",
    "arch_rethook_*",
    "copy_from_kernel_nofault*",
    "ringside_usercopy_enter",
    "ringside_usercopy_leave",
    "__traceiter_*",
    "__probestub_*",
    "trace_event_*",
    "text_poke_*",
    "__text_poke",
    "perf_event_text_poke",
    "insn_*",
    "inat_*",
    "walk_to_pmd",
];

/// What patching calls many times for each function. While it is not traced
/// itself, switching on takes a third of the time.
const NOT_TRACED_MEANWHILE: &[&str] = &[
    "_raw_spin_lock",
    "_raw_spin_unlock",
    "__get_locked_pte",
    "flush_tlb_mm_range",
    "load_new_mm_cr3",
    "switch_ldt",
    "switch_mm_irqs_off",
];

/// The clock of the records: CLOCK_MONOTONIC, in nanoseconds.
const CLOCK: &str = "mono";

/// How long to wait for another run to end.
const PATIENCE: Duration = Duration::from_secs(60);

/// A tracer that is ready; it records only between `begin` and `end` of a
/// session.
pub struct Tracer {
    /// Where its files are.
    pub dir: PathBuf,
    /// What its records mean.
    pub layouts: Layouts,
    /// Functions that have a probe at the door.
    pub doors: Vec<String>,
    /// What is missing.
    pub notes: Vec<(String, u32)>,
    /// Each CPU's buffer.
    pub pipes: Vec<(u8, File)>,
    /// `tracing_on`.
    pub on: File,
    modules: String,
    top: PathBuf,
    group: String,
    // dropped last: first the pipes are closed, then the instance can go
    _guard: Guard,
    _lock: rustix::fd::OwnedFd,
}

/// The tracer of this process, while no session has it. Locked by the session
/// that is going on, so that there is one at a time.
static KEPT: Mutex<Option<Tracer>> = Mutex::new(None);

/// Where a session leaves the tracer.
pub type Slot = MutexGuard<'static, Option<Tracer>>;

/// Sets a tracer up and keeps it, so that the first run need not wait for it.
pub fn warm(config: &Config) -> Result<(), Unavailable> {
    let (tracer, mut slot) = Tracer::get(config)?;
    *slot = Some(tracer);
    Ok(())
}

impl Tracer {
    /// The kept one, or a new one, and where to leave it.
    pub fn get(config: &Config) -> Result<(Tracer, Slot), Unavailable> {
        let mut slot = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        let mut tracer = match slot.take() {
            Some(kept) if kept.modules == modules() => kept,
            old => {
                drop(old);
                Tracer::new(config)?
            }
        };
        tracer.probe(&config.calls);
        Ok((tracer, slot))
    }

    fn new(config: &Config) -> Result<Tracer, Unavailable> {
        let top = files::find()?;
        let lock = lock(&top)?;
        stale::clean(&top);

        let group = format!("{}{}", stale::PREFIX, std::process::id());
        let instance = top.join("instances").join(&group);
        let mut undo = Plan::default();
        let own = fs::create_dir(&instance).is_ok();
        let dir = if own && has_tracer(&instance) {
            undo.remove(&instance);
            instance
        } else {
            if own {
                let _ = fs::remove_dir(&instance);
            }
            save(&top, config, &mut undo)?;
            top.clone()
        };
        undo.append(&top.join("kprobe_events"), &format!("-:{group}/\n"));
        undo.write(&dir.join("events").join(&group).join("enable"), "0");
        // from here on, whatever fails is undone
        let guard = Guard::new(undo);

        let set = |file: &str, text: &str| files::write(&dir.join(file), text);
        set("tracing_on", "0")?;
        set("trace_clock", CLOCK)?;
        set("options/overwrite", "0")?;
        // left out where a kernel lacks the choice
        for option in ["funcgraph-irqs", "function-fork", "event-fork"] {
            let _ = set(&format!("options/{option}"), "0");
        }
        set(&buffer_file(config), &config.buffer_kib.to_string())?;
        let not_traced = dir.join("set_ftrace_notrace");
        // 6.12 does not trace a function in an instance again that was left out
        let meanwhile = if dir == top { NOT_TRACED_MEANWHILE } else { &[] };
        files::append_each(&not_traced, NOT_TRACED.iter().chain(meanwhile))?;
        let mut notes = Vec::new();
        for event in EVENTS {
            if set(&format!("events/{event}/enable"), "1").is_err() {
                notes.extend(missing(event));
            }
        }
        // only ourselves, until a run names its tasks
        set("set_ftrace_pid", &std::process::id().to_string())?;
        set("set_event_pid", &std::process::id().to_string())?;
        let mut tracer = Tracer {
            layouts: Layouts::default(),
            doors: Vec::new(),
            notes,
            pipes: Vec::new(),
            on: open(&dir.join("tracing_on"), OFlags::WRONLY)?,
            modules: modules(),
            dir,
            top,
            group,
            _guard: guard,
            _lock: lock,
        };
        tracer.probe(&config.calls);
        files::write(&tracer.dir.join("current_tracer"), "function_graph")?;
        files::append_each(&not_traced, meanwhile.iter().map(|f| format!("!{f}")))?;
        // later than this: a tracer with open pipes cannot be changed
        tracer.pipes = pipes(&tracer.dir, config.cpu)?;
        Ok(tracer)
    }

    /// Puts probes at the door, where there are none yet.
    fn probe(&mut self, calls: &[&str]) {
        let symbols = Symbols::get();
        for function in door::functions(&symbols, calls) {
            if self.doors.contains(&function) {
                continue;
            }
            let line = door::definition(&self.group, &function) + "\n";
            let event = format!("events/{}/{}/enable", self.group, door::event(&function));
            match files::append(&self.top.join("kprobe_events"), &line)
                .and_then(|()| files::write(&self.dir.join(event), "1"))
            {
                Ok(()) => self.doors.push(function),
                Err(e) => {
                    self.notes.push((format!("no registers of {function} are recorded: {e}"), 0));
                }
            }
        }
        let events: Vec<String> =
            self.doors.iter().map(|f| format!("{}/{}", self.group, door::event(f))).collect();
        self.layouts = Layouts::read(&self.dir, &events);
    }
}

fn modules() -> String {
    fs::read_to_string("/proc/modules").unwrap_or_default()
}

fn open(path: &Path, flags: OFlags) -> Result<File, Unavailable> {
    rustix::fs::open(path, flags | OFlags::CLOEXEC, Mode::empty()).map(File::from).map_err(
        |errno| Unavailable::File { path: path.display().to_string(), error: errno.into() },
    )
}

/// One recording at a time: probes and the top level are everybody's.
fn lock(top: &Path) -> Result<rustix::fd::OwnedFd, Unavailable> {
    let dir: rustix::fd::OwnedFd = open(top, OFlags::RDONLY | OFlags::DIRECTORY)?.into();
    let start = Instant::now();
    while let Err(errno) = rustix::fs::flock(&dir, FlockOperation::NonBlockingLockExclusive) {
        if start.elapsed() > PATIENCE {
            let error = errno.into();
            return Err(Unavailable::File { path: top.display().to_string(), error });
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    Ok(dir)
}

fn has_tracer(dir: &Path) -> bool {
    files::read(&dir.join("available_tracers"))
        .is_ok_and(|tracers| tracers.split_whitespace().any(|t| t == "function_graph"))
}

fn buffer_file(config: &Config) -> String {
    match config.cpu {
        Some(cpu) => format!("per_cpu/cpu{cpu}/buffer_size_kb"),
        None => "buffer_size_kb".to_owned(),
    }
}

/// Writes down the top level's settings. They are put back in reverse order.
fn save(top: &Path, config: &Config, undo: &mut Plan) -> Result<(), Unavailable> {
    if !has_tracer(top) {
        return Err(Unavailable::NoTracer);
    }
    let tracer = files::read(&top.join("current_tracer"))?;
    if tracer.trim() != "nop" {
        return Err(Unavailable::InUse(tracer.trim().to_owned()));
    }
    let mut keep = |file: &str, pick: fn(&str) -> String| -> Result<(), Unavailable> {
        let path = top.join(file);
        let before = pick(&files::read(&path)?);
        undo.write(&path, &before);
        Ok(())
    };
    let whole = |text: &str| text.trim().to_owned();
    keep("tracing_on", whole)?;
    keep(&buffer_file(config), |text| text.split_whitespace().next().unwrap_or("1408").to_owned())?;
    keep("trace_clock", |text| files::chosen(text).unwrap_or("local").to_owned())?;
    for option in ["overwrite", "funcgraph-irqs", "function-fork", "event-fork"] {
        let _ = keep(&format!("options/{option}"), whole);
    }
    for event in EVENTS {
        let _ = keep(&format!("events/{event}/enable"), |text| {
            if text.starts_with('1') { "1" } else { "0" }.to_owned()
        });
    }
    // "no pid" where there is none
    for file in ["set_event_pid", "set_ftrace_pid"] {
        keep(file, |text| {
            text.lines().filter(|l| l.trim().parse::<u32>().is_ok()).collect::<Vec<_>>().join(" ")
        })?;
    }
    // what was there was somebody's; what we add is taken away
    if files::read(&top.join("set_ftrace_notrace"))
        .is_ok_and(|t| t.starts_with('#') || t.trim().is_empty())
    {
        undo.write(&top.join("set_ftrace_notrace"), "");
    }
    let tracer = top.join("current_tracer");
    undo.write(&tracer, "nop");
    Ok(())
}

fn missing(event: &str) -> Option<(String, u32)> {
    let what = match event {
        "ringside/ringside_usercopy" => {
            "copies are not recorded: load the module ringside, which watches the kernel's copy routines"
        }
        "exceptions/page_fault_kernel" => {
            "page faults are not recorded: this kernel has no such tracepoint"
        }
        "signal/signal_deliver" => "signals are not recorded: this kernel has no such tracepoint",
        _ => return None,
    };
    Some((what.to_owned(), 0))
}

fn pipes(dir: &Path, cpu: Option<usize>) -> Result<Vec<(u8, File)>, Unavailable> {
    let cpus: Vec<usize> = match cpu {
        Some(cpu) => vec![cpu],
        None => (0..256).filter(|cpu| dir.join(format!("per_cpu/cpu{cpu}")).exists()).collect(),
    };
    let mut out = Vec::new();
    for cpu in cpus {
        let path = dir.join(format!("per_cpu/cpu{cpu}/trace_pipe_raw"));
        let file = open(&path, OFlags::RDONLY | OFlags::NONBLOCK)?;
        out.push((cpu as u8, file));
    }
    Ok(out)
}
