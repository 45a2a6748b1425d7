//! One recording, from its first setting to its last record.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use ringside_core::trace::import::{RawName, RawRecord};
use rustix::fs::{FlockOperation, Mode, OFlags};

use super::guard::{Guard, Plan};
use super::records::{Collector, Layouts};
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

/// The clock of the records: CLOCK_MONOTONIC, in nanoseconds.
const CLOCK: &str = "mono";

/// Bytes that are kept before they are parsed; more are lost, and counted.
const KEEP: usize = 512 << 20;

/// What to record.
pub struct Config {
    /// Of which processes.
    pub pids: Vec<u32>,
    /// The system calls that the program makes.
    pub calls: Vec<&'static str>,
    /// Size of each CPU's buffer.
    pub buffer_kib: usize,
    /// The only CPU that they run on.
    pub cpu: Option<usize>,
}

/// What was recorded.
pub struct Recording {
    /// Names that records refer to.
    pub names: Vec<RawName>,
    /// The records, in the order of their times.
    pub records: Vec<RawRecord>,
    /// Were registers recorded at the door?
    pub doors: bool,
    /// What is missing.
    pub notes: Vec<(String, u32)>,
}

/// A recording that is going on.
pub struct Session {
    dir: PathBuf,
    layouts: Layouts,
    doors: bool,
    notes: Vec<(String, u32)>,
    pipes: Vec<(u8, File)>,
    pages: Vec<(u8, Vec<u8>)>,
    kept: usize,
    unread: u64,
    on: Option<File>,
    // dropped last: first the pipes are closed, then the instance can go
    _guard: Guard,
    _lock: rustix::fd::OwnedFd,
}

impl Session {
    /// Sets everything up; nothing is recorded before [`Session::begin`].
    pub fn start(config: &Config) -> Result<Session, Unavailable> {
        let top = files::find()?;
        let lock = lock(&top)?;
        stale::clean(&top);

        let name = format!("{}{}", stale::PREFIX, std::process::id());
        let instance = top.join("instances").join(&name);
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

        let symbols = Symbols::get();
        let mut notes = Vec::new();
        let probes = door::functions(&symbols, &config.calls);
        if !probes.is_empty() {
            undo.append(&top.join("kprobe_events"), &format!("-:{name}/\n"));
            undo.write(&dir.join("events").join(&name).join("enable"), "0");
        }
        // from here on, whatever fails is undone
        let guard = Guard::new(undo);
        let set = |file: &str, text: &str| files::write(&dir.join(file), text);
        set("tracing_on", "0")?;
        set("trace_clock", CLOCK)?;
        set("options/overwrite", "0")?;
        // left out where a kernel lacks the choice
        let _ = set("options/funcgraph-irqs", "0");
        let _ = set("options/function-fork", "0");
        let _ = set("options/event-fork", "0");
        set(&buffer_file(config), &config.buffer_kib.to_string())?;
        let pids = config.pids.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
        set("set_ftrace_pid", &pids)?;
        set("set_event_pid", &pids)?;

        let mut doors = Vec::new();
        for function in &probes {
            let defined = files::append(
                &top.join("kprobe_events"),
                &(door::definition(&name, function) + "\n"),
            )
            .and_then(|()| {
                let event = format!("{name}/{}", door::event(function));
                set(&format!("events/{event}/enable"), "1").map(|()| event)
            });
            match defined {
                Ok(event) => doors.push(event),
                Err(e) => {
                    notes.push((format!("the registers of {function} are not recorded: {e}"), 0))
                }
            }
        }
        if doors.is_empty() {
            notes.push((
                "the registers at the door are not recorded: this kernel has no function to probe"
                    .to_owned(),
                0,
            ));
        }
        for event in EVENTS {
            if set(&format!("events/{event}/enable"), "1").is_err() {
                notes.extend(missing(event));
            }
        }
        set("current_tracer", "function_graph")?;
        let mut session = Session {
            layouts: Layouts::read(&dir, &doors),
            doors: !doors.is_empty(),
            notes,
            pipes: pipes(&dir, config.cpu)?,
            pages: Vec::new(),
            kept: 0,
            unread: 0,
            on: fs::OpenOptions::new().write(true).open(dir.join("tracing_on")).ok(),
            dir,
            _guard: guard,
            _lock: lock,
        };
        session.discard();
        Ok(session)
    }

    /// Starts to record.
    pub fn begin(&mut self) {
        self.switch(b"1");
    }

    /// Stops.
    pub fn end(&mut self) {
        self.switch(b"0");
    }

    fn switch(&mut self, to: &[u8]) {
        if let Some(on) = &self.on
            && rustix::io::write(on, to).is_err()
        {
            self.notes.push(("tracing_on could not be written".to_owned(), 0));
        }
    }

    /// Takes what is in the buffers, so that they do not fill up.
    pub fn drain(&mut self) {
        let mut page = vec![0u8; 64 * 1024];
        for (cpu, pipe) in &mut self.pipes {
            while let Ok(n) = pipe.read(&mut page) {
                if n == 0 {
                    break;
                }
                if self.kept + n > KEEP {
                    self.unread += 1;
                    continue;
                }
                self.kept += n;
                self.pages.push((*cpu, page[..n].to_vec()));
            }
        }
    }

    /// Throws away what was recorded before the start.
    fn discard(&mut self) {
        let _ = files::write(&self.dir.join("trace"), "");
        self.drain();
        self.pages.clear();
        self.kept = 0;
    }

    /// Ends the recording: gives what was recorded, and tears down.
    pub fn stop(mut self) -> Recording {
        self.end();
        self.drain();
        let dropped = self.dropped();
        let symbols = Symbols::get();
        let mut collector = Collector::new(&self.layouts, &symbols);
        for (cpu, bytes) in &self.pages {
            collector.page(*cpu, bytes);
        }
        let lost = dropped.max(collector.lost);
        let (names, mut records) = (collector.names, collector.records);
        if self.pipes.len() > 1 {
            records.sort_by_key(|record| record.time);
        }
        let mut notes = std::mem::take(&mut self.notes);
        if lost > 0 {
            notes.push((
                format!("{lost} records were lost: the kernel's buffer was full"),
                u32::try_from(lost).unwrap_or(u32::MAX),
            ));
        }
        if self.unread > 0 {
            notes.push((format!("{} pages of records were too many to keep", self.unread), 0));
        }
        Recording { names, records, doors: self.doors, notes }
    }

    /// How many events found no room.
    fn dropped(&self) -> u64 {
        let count = |(cpu, _): &(u8, File)| {
            let stats =
                files::read(&self.dir.join(format!("per_cpu/cpu{cpu}/stats"))).unwrap_or_default();
            let field = |name| {
                stats
                    .lines()
                    .find_map(|l| l.strip_prefix(name))
                    .and_then(|n| n.trim().parse::<u64>().ok())
            };
            field("dropped events:").unwrap_or(0) + field("overrun:").unwrap_or(0)
        };
        self.pipes.iter().map(count).sum()
    }
}

/// One recording at a time: probes and the top level are everybody's.
fn lock(top: &Path) -> Result<rustix::fd::OwnedFd, Unavailable> {
    let failed = |errno: rustix::io::Errno| Unavailable::File {
        path: top.display().to_string(),
        error: errno.into(),
    };
    let dir =
        rustix::fs::open(top, OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())
            .map_err(failed)?;
    rustix::fs::flock(&dir, FlockOperation::LockExclusive).map_err(failed)?;
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
    keep("current_tracer", whole)?;
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
        let file = rustix::fs::open(
            &path,
            OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC,
            Mode::empty(),
        )
        .map_err(|errno| Unavailable::File {
            path: path.display().to_string(),
            error: errno.into(),
        })?;
        out.push((cpu as u8, File::from(file)));
    }
    Ok(out)
}
