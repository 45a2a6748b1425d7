//! One event in one line.

use ringside_core::program::errno;
use ringside_core::trace::{Copy, Direction, Event, Kind, Ring, Trace, Walk};

/// What happened, in words.
pub fn text(trace: &Trace, event: &Event) -> String {
    match event.kind {
        Kind::CallBegin { line } => format!("call: {}", source(trace, line)),
        Kind::CallEnd { line, outcome } => {
            let value = trace.outcomes.get(outcome as usize).map_or(0, |outcome| outcome.value);
            format!("{} = {}", source(trace, line), shown(value))
        }
        Kind::Enter { function } => format!("{}()", trace.function_name(function)),
        Kind::Leave { function, value: 0 } => format!("}} /* {} */", trace.function_name(function)),
        Kind::Leave { function, value } => {
            format!("}} /* {} = {value} */", trace.function_name(function))
        }
        Kind::Cross { door, from, to, value, .. } => {
            let door = format!("{door:?}").to_lowercase();
            match (from, to) {
                (Ring::User, Ring::Kernel) => format!("user → kernel: {door} {}", number(value)),
                (Ring::Kernel, Ring::User) if door == "signal" => {
                    format!("kernel → user: signal {}", number(value))
                }
                (Ring::Kernel, Ring::User) => {
                    format!("kernel → user: {door} returns {}", number(value))
                }
                _ => format!("{door} within {}: {}", ring(from), number(value)),
            }
        }
        Kind::Copy { copy } => match trace.copies.get(copy as usize) {
            Some(copy) => copied(trace, copy),
            None => "copy".to_owned(),
        },
        Kind::Map { frame, page, mapping } => {
            let rights = if mapping.writable { "rw" } else { "r" };
            format!("map page {page:#x} to frame {frame} ({rights})")
        }
        Kind::Unmap { frame, page } => format!("unmap page {page:#x} from frame {frame}"),
        Kind::Walk { outcome, levels, address, frame } => match outcome {
            Walk::Mapped => format!("walk {address:#x}: {levels} levels, frame {frame}"),
            Walk::NotPresent => format!("walk {address:#x}: nothing at level {levels}"),
            Walk::Protection => format!("walk {address:#x}: not allowed"),
            Walk::NonCanonical => format!("walk {address:#x}: no such address"),
        },
        Kind::Allocate { object, size, .. } => format!("allocate {object:?}, {size} bytes"),
        Kind::Free { object, .. } => format!("free {object:?}"),
        Kind::Queue { queue, depth, dropped: 0 } => {
            format!("queue: {} holds {depth}", trace.text(queue))
        }
        Kind::Queue { queue, depth, dropped } => {
            format!("queue: {} holds {depth}, {dropped} dropped", trace.text(queue))
        }
        Kind::Dequeue { queue, depth } => {
            format!("take: {} holds {depth}", trace.text(queue))
        }
        Kind::Block { on } => format!("sleep: {}", trace.text(on)),
        Kind::Wake { task } => {
            let name = trace.header.tasks.get(usize::from(task.0));
            format!("wake [{}]", name.map_or("?", String::as_str))
        }
        Kind::Signal { number, code, address } => {
            let name = signal(number);
            let number = format!("{name} {{si_signo={name}, si_code={code}");
            match address {
                0 => format!("{number}}}"),
                address => format!("{number}, si_addr={address:#x}}}"),
            }
        }
        Kind::State { state } => match trace.states.get(state as usize) {
            Some(state) => {
                let [what, before, after] = [state.what, state.before, state.after];
                let (what, before) = (trace.text(what), trace.text(before));
                format!("{what}: {before} → {}", trace.text(after))
            }
            None => "state".to_owned(),
        },
        Kind::Note { text, lost: 0 } => trace.text(text).to_owned(),
        Kind::Note { text, lost } => format!("{} ({lost} events)", trace.text(text)),
    }
}

/// A line of the program, without the result that it states.
pub fn source(trace: &Trace, line: u32) -> &str {
    let line = trace.header.program.lines().nth(line as usize).unwrap_or("?").trim();
    let mut results = line.match_indices('=').filter_map(|(at, _)| {
        let call = line[..at].trim_end();
        call.ends_with(')').then_some(call)
    });
    results.next_back().unwrap_or(line)
}

/// A result: a number, or the error that it is.
fn shown(value: i64) -> String {
    let error = (-4095..0).contains(&value).then(|| value.unsigned_abs() as u16);
    match error.and_then(errno::name) {
        Some(name) => format!("-1 {name}"),
        None => value.to_string(),
    }
}

fn ring(ring: Ring) -> &'static str {
    if ring == Ring::User { "user" } else { "kernel" }
}

/// Small numbers as such, errors with their sign, addresses in hexadecimal.
fn number(value: u64) -> String {
    match value as i64 {
        small @ -4095..=0xffff => small.to_string(),
        _ => format!("{value:#x}"),
    }
}

fn copied(trace: &Trace, copy: &Copy) -> String {
    const SHOWN: usize = 32;
    let Copy { done, wanted, user, .. } = *copy;
    let name = trace.function_name(copy.routine);
    let way = match copy.direction {
        Direction::ToKernel => "from",
        Direction::ToUser => "to",
    };
    let bytes = trace.copied_bytes(copy);
    let shown = &bytes[..bytes.len().min(SHOWN)];
    let more = if (shown.len() as u32) < done { "..." } else { "" };
    let content = format!("\"{}\"{more}", shown.escape_ascii());
    let content = if shown.is_empty() { String::new() } else { format!(": {content}") };
    format!("{name}: {done} of {wanted} bytes {way} user {user:#x}{content}")
}

/// The signals of Linux on x86 and arm64.
fn signal(number: u8) -> String {
    const NAMES: [&str; 31] = [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
        "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
        "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];
    match usize::from(number).checked_sub(1).and_then(|at| NAMES.get(at)) {
        Some(name) => format!("SIG{name}"),
        None => format!("SIGRT_{}", number.saturating_sub(32)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringside_core::trace::{Arch, Clock, FORMAT_VERSION, Header, KernelKind, KernelName};

    #[test]
    fn a_line_is_shown_without_its_result() {
        let kernel = KernelName {
            kind: KernelKind::Model,
            release: String::new(),
            arch: Arch::X86_64,
            machine: String::new(),
            date: String::new(),
        };
        let program = "fd = openat(AT_FDCWD, \"/x\", 0)\nread(fd, \"(a) = b\", 7)  = -1 EFAULT (Bad \
                       address)\npoll([{fd=3}], 1, 0) = 1 ([{fd=3, revents=POLLIN}])\n";
        let trace = Trace::new(Header {
            version: FORMAT_VERSION,
            kernel,
            program: program.to_owned(),
            tasks: vec!["A".to_owned()],
            clock: Clock::Model,
            functions: true,
        });
        assert_eq!(source(&trace, 0), "fd = openat(AT_FDCWD, \"/x\", 0)");
        assert_eq!(source(&trace, 1), "read(fd, \"(a) = b\", 7)");
        assert_eq!(source(&trace, 2), "poll([{fd=3}], 1, 0)");
        assert_eq!(source(&trace, 3), "?");
    }
}
