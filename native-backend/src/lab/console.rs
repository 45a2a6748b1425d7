//! The guest's kernel log, as it comes out of its serial port.

use std::{
    collections::VecDeque,
    io::{BufRead, BufReader, Read},
    sync::{Arc, Mutex, PoisonError},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// How many lines are kept.
const LINES: usize = 2000;

/// How a report begins that something went badly wrong, in the kernel or in the
/// only process, without which the kernel cannot be.
const CRASHES: [&str; 8] = [
    "BUG: ",
    "Kernel panic",
    "Oops: ",
    "general protection fault",
    "kernel BUG at",
    "double fault",
    "sysrq: Trigger a crash",
    " panicked at ",
];

/// Collects the log in the background.
#[derive(Debug)]
pub struct Console {
    lines: Arc<Mutex<VecDeque<String>>>,
    reader: JoinHandle<()>,
}

impl Console {
    /// Reads `from` to its end.
    pub fn new(from: impl Read + Send + 'static) -> Self {
        let lines = Arc::new(Mutex::new(VecDeque::new()));
        let shared = Arc::clone(&lines);
        let reader = thread::spawn(move || {
            let mut from = BufReader::new(from);
            let mut line = Vec::new();
            // A line that never ends must not fill the memory.
            while let Ok(1..) = from.by_ref().take(4096).read_until(b'\n', &mut line) {
                let text = String::from_utf8_lossy(&line).trim_end().to_owned();
                line.clear();
                let mut lines = shared.lock().unwrap_or_else(PoisonError::into_inner);
                if lines.len() == LINES {
                    lines.pop_front();
                }
                lines.push_back(text);
            }
        });
        Self { lines, reader }
    }

    /// Waits for the end of the log: the guest has ended, its last words may
    /// still be on their way.
    pub fn finish(&self, limit: Duration) {
        let start = Instant::now();
        while !self.reader.is_finished() && start.elapsed() < limit {
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// The last `n` lines.
    pub fn tail(&self, n: usize) -> String {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        let skip = lines.len().saturating_sub(n);
        let tail: Vec<_> = lines.iter().skip(skip).map(String::as_str).collect();
        tail.join("\n")
    }

    /// The report of a crash, if there was one.
    pub fn crash(&self) -> Option<String> {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        crash(lines.iter().map(String::as_str))
    }
}

/// From the first line that reports a crash to the end.
fn crash<'a>(lines: impl Iterator<Item = &'a str>) -> Option<String> {
    let report: Vec<_> =
        lines.skip_while(|line| !CRASHES.iter().any(|crash| line.contains(crash))).collect();
    (!report.is_empty()).then(|| report.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crash_is_found_and_an_ordinary_log_is_not_one() {
        let log = [
            "[    0.1] Linux version 6.1",
            "[    2.0] BUG: kernel NULL pointer dereference, address: 0000000000000000",
            "[    2.1] RIP: 0010:ringside_hello_read+0x10/0x40 [ringside]",
        ];
        assert_eq!(crash(log.into_iter()).as_deref(), Some(log[1..].join("\n").as_str()));
        assert_eq!(crash(log[..1].iter().copied()), None);
    }

    #[test]
    fn only_the_end_of_a_long_log_is_kept() {
        let mut log: String = (0..LINES + 10).map(|n| format!("line {n}\r\n")).collect();
        log.push_str(&"x".repeat(10_000));
        let console = Console::new(std::io::Cursor::new(log.into_bytes()));
        console.finish(Duration::from_secs(10));
        let kept = console.tail(usize::MAX);
        assert_eq!(kept.lines().count(), LINES);
        assert!(kept.starts_with("line 13\n"), "{}", &kept[..20]);
        assert_eq!(console.tail(1).len(), 10_000 % 4096);
    }
}
