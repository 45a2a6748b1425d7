//! One recording, from its first setting to its last record.

use std::fs::File;
use std::io::Read;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ringside_core::trace::Registers;
use ringside_core::trace::import::{RawCopy, RawName, RawRecord};

use super::records::Collector;
use super::setup::{Slot, Tracer};
use super::symbols::Symbols;
use super::{Unavailable, files};

/// Records that are kept; what comes later is left out, and said so.
const KEEP: usize = 20_000_000;

/// How often the buffers are emptied. They hold more than a task can record
/// in this time.
const INTERVAL: Duration = Duration::from_millis(20);

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
    /// Keep the tracer for the next run.
    pub keep: bool,
}

/// What was recorded.
pub struct Recording {
    /// Names that records refer to.
    pub names: Vec<RawName>,
    /// The records, in the order of their times.
    pub records: Vec<RawRecord>,
    /// Registers at the door.
    pub registers: Vec<Registers>,
    /// Copies.
    pub copies: Vec<RawCopy>,
    /// Were registers recorded at the door?
    pub doors: bool,
    /// What is missing.
    pub notes: Vec<(String, u32)>,
}

/// A recording that is going on.
pub struct Session {
    tracer: Tracer,
    slot: Slot,
    keep: bool,
    notes: Vec<(String, u32)>,
    symbols: Arc<Symbols>,
    collector: Collector,
    page: Vec<u8>,
    unread: u64,
    dropped_before: u64,
    drained: Instant,
}

impl Session {
    /// Sets everything up; nothing is recorded before [`Session::begin`].
    pub fn start(config: &Config) -> Result<Session, Unavailable> {
        let (tracer, slot) = Tracer::get(config)?;
        let pids = config.pids.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
        for file in ["set_ftrace_pid", "set_event_pid"] {
            files::write(&tracer.dir.join(file), &pids)?;
        }
        // throws away what was recorded before
        files::write(&tracer.dir.join("trace"), "")?;
        let mut notes = tracer.notes.clone();
        if tracer.doors.is_empty() {
            let text =
                "no registers at the door are recorded: this kernel has no function to probe";
            notes.push((text.to_owned(), 0));
        }
        let mut session = Session {
            tracer,
            slot,
            keep: config.keep,
            notes,
            symbols: Symbols::get(),
            collector: Collector::default(),
            page: vec![0; 64 * 1024],
            unread: 0,
            dropped_before: 0,
            drained: Instant::now(),
        };
        session.dropped_before = session.dropped();
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
        if rustix::io::write(&self.tracer.on, to).is_err() {
            self.notes.push(("tracing_on could not be written".to_owned(), 0));
        }
    }

    /// Takes what is in the buffers, so that they do not fill up, if it was not
    /// done lately.
    pub fn drain_now_and_then(&mut self) {
        if self.drained.elapsed() >= INTERVAL {
            self.drain();
        }
    }

    fn drain(&mut self) {
        self.drained = Instant::now();
        for (cpu, pipe) in &mut self.tracer.pipes {
            while let Ok(n) = pipe.read(&mut self.page) {
                if n == 0 {
                    break;
                }
                if self.collector.records.len() >= KEEP {
                    self.unread += 1;
                    continue;
                }
                let page = &self.page[..n];
                self.collector.page(&self.tracer.layouts, &self.symbols, *cpu, page);
            }
        }
    }

    /// Ends the recording: gives what was recorded, and tears down.
    pub fn stop(mut self) -> Recording {
        self.end();
        self.drain();
        let dropped = self.dropped().saturating_sub(self.dropped_before);
        let collector = self.collector;
        let lost = dropped.max(collector.lost);
        let Collector { names, mut records, registers, copies, .. } = collector;
        if self.tracer.pipes.len() > 1 {
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
            notes.push((
                format!("{} pages of records came after the {KEEP} that are kept", self.unread),
                0,
            ));
        }
        let doors = !self.tracer.doors.is_empty();
        if self.keep {
            *self.slot = Some(self.tracer);
        }
        Recording { names, records, registers, copies, doors, notes }
    }

    /// How many events found no room.
    fn dropped(&self) -> u64 {
        let count = |(cpu, _): &(u8, File)| {
            let stats = files::read(&self.tracer.dir.join(format!("per_cpu/cpu{cpu}/stats")))
                .unwrap_or_default();
            let field = |name| {
                stats
                    .lines()
                    .find_map(|l| l.strip_prefix(name))
                    .and_then(|n| n.trim().parse::<u64>().ok())
            };
            field("dropped events:").unwrap_or(0) + field("overrun:").unwrap_or(0)
        };
        self.tracer.pipes.iter().map(count).sum()
    }
}
