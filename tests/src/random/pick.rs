//! What random programs are made of.

use super::fds::Target;

/// Paths: what exists, what does not, what is in the way.
pub(super) const NAMES: &[(&str, Target)] = &[
    ("/proc/ringside/hello", Target::Other),
    ("/proc/ringside/hello", Target::Other),
    ("/proc/ringside/hello", Target::Other),
    ("/proc/ringside/seq", Target::Other),
    ("/proc/ringside/seq", Target::Other),
    ("/proc/ringside/ro", Target::Other),
    ("/proc/ringside/ro", Target::Other),
    ("/dev/ringside", Target::Device),
    ("/dev/ringside", Target::Device),
    ("/dev/ringside", Target::Device),
    ("/dev/ringside", Target::Device),
    ("/dev/ringside-bare", Target::Other),
    ("/dev/ringside-bare", Target::Other),
    ("/proc/ringside", Target::Other),
    ("/proc/ringside/nothing", Target::Other),
    ("/proc/ringside/hello/", Target::Other),
    ("/proc/ringside/hello/below", Target::Other),
];

/// Flags besides the access mode.
pub(super) const OPEN_EXTRA: &[&str] = &[
    "O_TRUNC",
    "O_TRUNC",
    "O_NONBLOCK",
    "O_NONBLOCK",
    "O_NONBLOCK",
    "O_APPEND",
    "O_CLOEXEC",
    "O_NOFOLLOW",
    "O_DIRECTORY",
    "O_PATH",
];

/// Where bytes go or come from.
pub(super) const POINTERS: &[&str] = &[
    "&buf[4096]",
    "&buf[4096]+100",
    "&buf[4096]+4090",
    "&buf[4096]+4095",
    "&buf[4096]+4096",
    "&big[8192]",
    "NULL",
    "0x1000",
    "0x10000000",
    "0xffff888000000000",
    "0x800000000000",
];

/// How many bytes.
pub(super) const LENGTHS: &[&str] = &[
    "0",
    "1",
    "3",
    "10",
    "18",
    "26",
    "100",
    "100",
    "128",
    "129",
    "4096",
    "5000",
    "0x80000000",
    "-1",
];

/// Positions.
pub(super) const OFFSETS: &[&str] = &[
    "0",
    "0",
    "1",
    "5",
    "10",
    "18",
    "100",
    "4090",
    "4096",
    "5000",
    "-1",
    "-5",
    "0x7fffffffffffffff",
];

/// What positions count from.
pub(super) const WHENCES: &[&str] =
    &["SEEK_SET", "SEEK_SET", "SEEK_CUR", "SEEK_CUR", "SEEK_END", "SEEK_DATA", "SEEK_HOLE", "99"];

/// What poll asks for.
pub(super) const EVENTS: &[&str] =
    &["POLLIN", "POLLIN", "POLLOUT", "POLLIN|POLLOUT", "POLLRDNORM", "POLLPRI", "0"];

/// Texts to write; none is empty.
pub(super) const TEXTS: &[&str] =
    &["\"x\"", "\"one\"", "\"hello again\\n\"", "\"a\\0b\"", "\"twenty-six letters or so.\\n\""];

/// How many bytes a literal stands for.
pub(super) fn literal_length(literal: &str) -> usize {
    literal.len() - 2 - literal.matches('\\').count()
}
