//! Traces as JSON, for people and their tools: one object per event, with
//! names instead of ids. Lines count from 1, as in messages; addresses and
//! registers are strings in hexadecimal, because JSON's numbers lose bits.

use core::fmt::{self, Write};

use crate::trace::{Copy, Direction, Event, Kind, NO_REGISTERS, Outcome, Ring, TaskId, Trace};

/// The whole trace as one JSON document.
#[must_use]
pub fn to_json(trace: &Trace) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_json(trace, &mut out);
    out
}

/// Writes the document piece by piece, an event a line.
///
/// # Errors
/// If `out` refuses to be written to.
pub fn write_json(trace: &Trace, out: &mut impl Write) -> fmt::Result {
    write_header(trace, out)?;
    out.write_str(",\n\"events\":[")?;
    for (at, event) in trace.events.iter().enumerate() {
        out.write_str(if at == 0 { "\n" } else { ",\n" })?;
        write_event(trace, event, out)?;
    }
    out.write_str("\n]}\n")
}

/// A string with quotes and escapes.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                c if c < ' ' || ('\u{7f}'..'\u{a0}').contains(&c) => {
                    write!(f, "\\u{:04x}", u32::from(c))?;
                }
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

/// `CallBegin` as `call-begin`: how names of Rust's variants are written.
struct Kebab<T>(T);

impl<T: fmt::Debug> fmt::Display for Kebab<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut name = String::new();
        write!(name, "{:?}", self.0)?;
        f.write_char('"')?;
        for (at, c) in name.chars().enumerate() {
            if c.is_ascii_uppercase() && at > 0 {
                f.write_char('-')?;
            }
            f.write_char(c.to_ascii_lowercase())?;
        }
        f.write_char('"')
    }
}

fn write_header(trace: &Trace, out: &mut impl Write) -> fmt::Result {
    let header = &trace.header;
    let kernel = &header.kernel;
    write!(out, "{{\"format\":{},\n\"kernel\":{{", header.version)?;
    write!(out, "\"kind\":{},\"release\":{}", Kebab(kernel.kind), Quoted(&kernel.release))?;
    let arch = match kernel.arch {
        crate::trace::Arch::X86_64 => "x86_64",
        crate::trace::Arch::I386 => "i386",
        crate::trace::Arch::Arm64 => "arm64",
    };
    write!(out, ",\"arch\":\"{arch}\",\"machine\":{}", Quoted(&kernel.machine))?;
    write!(out, ",\"date\":{}}},\n\"clock\":{}", Quoted(&kernel.date), Kebab(header.clock))?;
    write!(out, ",\n\"functions\":{},\n\"tasks\":[", header.functions)?;
    for (at, task) in header.tasks.iter().enumerate() {
        write!(out, "{}{}", if at == 0 { "" } else { "," }, Quoted(task))?;
    }
    write!(out, "],\n\"program\":{}", Quoted(&header.program))
}

fn task(trace: &Trace, id: TaskId) -> Quoted<'_> {
    Quoted(trace.header.tasks.get(usize::from(id.0)).map_or("?", String::as_str))
}

/// Writes one event as an object.
///
/// # Errors
/// If `out` refuses to be written to.
pub fn write_event(trace: &Trace, event: &Event, out: &mut impl Write) -> fmt::Result {
    write!(out, "{{\"time\":{},\"task\":{}", event.time, task(trace, event.task))?;
    write!(out, ",\"cpu\":{},\"depth\":{}", event.cpu, event.depth)?;
    write!(out, ",\"place\":\"{}\",\"event\":", event.place.id())?;
    match event.kind {
        Kind::CallBegin { line } => write!(out, "\"call-begin\",\"line\":{}", u64::from(line) + 1)?,
        Kind::CallEnd { line, outcome } => {
            write!(out, "\"call-end\",\"line\":{}", u64::from(line) + 1)?;
            if let Some(outcome) = trace.outcomes.get(outcome as usize) {
                write_outcome(outcome, out)?;
            }
        }
        Kind::Enter { function } => {
            write!(out, "\"enter\",\"function\":{}", Quoted(trace.function_name(function)))?;
        }
        Kind::Leave { function, value } => {
            write!(out, "\"leave\",\"function\":{}", Quoted(trace.function_name(function)))?;
            write!(out, ",\"value\":{}", Number(value))?;
        }
        Kind::Cross { door, from, to, registers, value } => {
            let ring = |ring| if ring == Ring::User { "user" } else { "kernel" };
            write!(out, "\"cross\",\"door\":{},\"from\":\"{}\"", Kebab(door), ring(from))?;
            write!(out, ",\"to\":\"{}\",\"value\":{}", ring(to), Number(value as i64))?;
            let saved = trace.registers.get(registers as usize);
            if let Some(saved) = saved.filter(|_| registers != NO_REGISTERS) {
                out.write_str(",\"registers\":[")?;
                for (at, value) in saved.iter().enumerate() {
                    write!(out, "{}\"{value:#x}\"", if at == 0 { "" } else { "," })?;
                }
                out.write_char(']')?;
            }
        }
        Kind::Copy { copy } => {
            out.write_str("\"copy\"")?;
            if let Some(copy) = trace.copies.get(copy as usize) {
                write_copy(trace, copy, out)?;
            }
        }
        Kind::Map { mapping, frame, page } => {
            write!(out, "\"map\",\"page\":\"{page:#x}\",\"frame\":{frame}")?;
            write!(out, ",\"user\":{},\"writable\":{}", mapping.user, mapping.writable)?;
            write!(out, ",\"shared\":{}", mapping.shared)?;
        }
        Kind::Unmap { frame, page } => {
            write!(out, "\"unmap\",\"page\":\"{page:#x}\",\"frame\":{frame}")?;
        }
        Kind::Walk { outcome, levels, frame, address } => {
            write!(out, "\"walk\",\"address\":\"{address:#x}\",\"outcome\":{}", Kebab(outcome))?;
            write!(out, ",\"levels\":{levels},\"frame\":{frame}")?;
        }
        Kind::Allocate { object, size, address } => {
            write!(out, "\"allocate\",\"object\":{},\"size\":{size}", Kebab(object))?;
            write!(out, ",\"address\":\"{address:#x}\"")?;
        }
        Kind::Free { object, address } => {
            write!(out, "\"free\",\"object\":{},\"address\":\"{address:#x}\"", Kebab(object))?;
        }
        Kind::Queue { queue, depth, dropped } => {
            write!(out, "\"queue\",\"queue\":{}", Quoted(trace.text(queue)))?;
            write!(out, ",\"holds\":{depth},\"dropped\":{dropped}")?;
        }
        Kind::Dequeue { queue, depth } => {
            write!(out, "\"dequeue\",\"queue\":{},\"holds\":{depth}", Quoted(trace.text(queue)))?;
        }
        Kind::Block { on } => write!(out, "\"block\",\"on\":{}", Quoted(trace.text(on)))?,
        Kind::Wake { task: woken } => write!(out, "\"wake\",\"woken\":{}", task(trace, woken))?,
        Kind::Signal { number, code, address } => {
            write!(out, "\"signal\",\"number\":{number},\"code\":{code}")?;
            write!(out, ",\"address\":\"{address:#x}\"")?;
        }
        Kind::State { state } => {
            out.write_str("\"state\"")?;
            if let Some(state) = trace.states.get(state as usize) {
                write!(out, ",\"what\":{}", Quoted(trace.text(state.what)))?;
                write!(out, ",\"before\":{}", Quoted(trace.text(state.before)))?;
                write!(out, ",\"after\":{}", Quoted(trace.text(state.after)))?;
            }
        }
        Kind::Note { text, lost } => {
            write!(out, "\"note\",\"text\":{},\"lost\":{lost}", Quoted(trace.text(text)))?;
        }
    }
    out.write_char('}')
}

/// A number where JSON holds it exactly, else a string in hexadecimal.
struct Number(i64);

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.unsigned_abs() < 1 << 53 {
            write!(f, "{}", self.0)
        } else {
            write!(f, "\"{:#x}\"", self.0)
        }
    }
}

fn write_outcome(outcome: &Outcome, out: &mut impl Write) -> fmt::Result {
    write!(out, ",\"value\":{}", Number(outcome.value))?;
    if outcome.recorded {
        out.write_str(",\"recorded\":true")?;
    }
    if !outcome.outputs.is_empty() {
        out.write_str(",\"outputs\":[")?;
        for (at, output) in outcome.outputs.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            write!(out, "{comma}{{\"argument\":{}", output.argument)?;
            write_bytes(&output.bytes, out)?;
            out.write_char('}')?;
        }
        out.write_char(']')?;
    }
    Ok(())
}

fn write_copy(trace: &Trace, copy: &Copy, out: &mut impl Write) -> fmt::Result {
    let direction = if copy.direction == Direction::ToUser { "to-user" } else { "to-kernel" };
    write!(out, ",\"routine\":{}", Quoted(trace.function_name(copy.routine)))?;
    write!(out, ",\"direction\":\"{direction}\",\"user\":\"{:#x}\"", copy.user)?;
    write!(out, ",\"kernel\":\"{:#x}\"", copy.kernel)?;
    write!(out, ",\"wanted\":{},\"done\":{}", copy.wanted, copy.done)?;
    write_bytes(trace.copied_bytes(copy), out)
}

/// Bytes in hexadecimal, and as text if they are one.
fn write_bytes(bytes: &[u8], out: &mut impl Write) -> fmt::Result {
    out.write_str(",\"bytes\":\"")?;
    for byte in bytes {
        write!(out, "{byte:02x}")?;
    }
    out.write_char('"')?;
    match core::str::from_utf8(bytes) {
        Ok(text) if !text.is_empty() && !text.contains('\0') => {
            write!(out, ",\"text\":{}", Quoted(text))
        }
        _ => Ok(()),
    }
}
