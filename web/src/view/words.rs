//! Small pieces of text: results, bytes, times, names of kinds.

use ringside_core::program::errno;
use ringside_core::trace::{Clock, Object, Outcome};

use crate::i18n::Text;

/// A result as it is written behind a call: `10`, `0x7f…`, `-1 EFAULT`.
#[must_use]
pub fn result(outcome: &Outcome) -> String {
    match outcome.errno() {
        Some(errno) => format!("-1 {}", errno_name(errno)),
        None if outcome.value < 0 || outcome.value > 0xffff_ffff => format!("{:#x}", outcome.value),
        None => outcome.value.to_string(),
    }
}

/// A result in as few letters as possible: `10`, `EFAULT`.
#[must_use]
pub fn short_result(outcome: &Outcome) -> String {
    outcome.errno().map_or_else(|| result(outcome), errno_name)
}

/// `EFAULT`
#[must_use]
pub fn errno_name(errno: u16) -> String {
    errno::name(errno).map_or_else(|| errno.to_string(), str::to_owned)
}

/// `Bad address`
#[must_use]
pub fn errno_text(errno: u16) -> String {
    errno::text(errno).map_or_else(|| errno_name(errno), str::to_owned)
}

/// `SIGSEGV`
#[must_use]
pub fn signal_name(number: u8) -> String {
    number.to_string()
}

/// What a function returned.
#[must_use]
pub fn returned(value: i64) -> String {
    result(&Outcome { value, ..Outcome::default() })
}

/// What an object is called.
#[must_use]
pub fn object(object: Object) -> Text {
    match object {
        Object::File => Text::ObjectFile,
        Object::Inode => Text::ObjectInode,
        Object::Dentry => Text::ObjectDentry,
        Object::Name => Text::ObjectName,
        Object::SeqBuffer => Text::ObjectSeqBuffer,
        Object::Skb => Text::ObjectSkb,
        Object::Vma => Text::ObjectVma,
        Object::Page => Text::ObjectPage,
        Object::Memory => Text::ObjectMemory,
    }
}

/// What a time is called, and what has to be said about it.
#[must_use]
pub fn clock(clock: Clock) -> (Text, Option<Text>) {
    match clock {
        Clock::Model => (Text::ModelTime, Some(Text::ModelTimeIs)),
        Clock::Nanoseconds => (Text::MeasuredTime, None),
        Clock::Emulated => (Text::EmulatedTime, Some(Text::EmulatedTimeIs)),
    }
}

/// `212 ns`, `1.3 µs`, `20 ms`.
#[must_use]
pub fn time(nanoseconds: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", nanoseconds / unit, nanoseconds % unit * 10 / unit);
    match nanoseconds {
        0..1_000 => format!("{nanoseconds} ns"),
        1_000..10_000 => format!("{} µs", tenths(1_000)),
        10_000..1_000_000 => format!("{} µs", nanoseconds / 1_000),
        1_000_000..10_000_000 => format!("{} ms", tenths(1_000_000)),
        10_000_000..10_000_000_000 => format!("{} ms", nanoseconds / 1_000_000),
        _ => format!("{} s", nanoseconds / 1_000_000_000),
    }
}

/// `7f 45 4c 46 02 01 01 00  ⋮  .ELF....`: eight bytes a line.
#[must_use]
pub fn hex_lines(bytes: &[u8]) -> Vec<(String, String)> {
    bytes
        .chunks(8)
        .map(|line| {
            let hex: Vec<String> = line.iter().map(|byte| format!("{byte:02x}")).collect();
            let text = line.iter().map(|&byte| match byte {
                b' '..=b'~' => char::from(byte),
                _ => '·',
            });
            (hex.join(" "), text.collect())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_a_unit_that_fits() {
        for (nanoseconds, text) in [
            (0, "0 ns"),
            (999, "999 ns"),
            (1_250, "1.2 µs"),
            (12_500, "12 µs"),
            (3_400_000, "3.4 ms"),
            (34_000_000, "34 ms"),
            (34_000_000_000, "34 s"),
        ] {
            assert_eq!(time(nanoseconds), text);
        }
    }

    #[test]
    fn bytes_are_shown_as_hex_and_text() {
        let lines = hex_lines(b"hello\n\0world");
        assert_eq!(lines[0], ("68 65 6c 6c 6f 0a 00 77".to_owned(), "hello··w".to_owned()));
        assert_eq!(lines[1].0, "6f 72 6c 64");
        assert!(hex_lines(b"").is_empty());
    }
}
