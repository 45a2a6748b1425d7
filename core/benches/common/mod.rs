//! A program for the benches: calls that succeed, fail, fault, copy and change
//! something, again and again.

/// The program's first lines.
const OPEN: &str = "hello = openat(AT_FDCWD, \"/proc/ringside/hello\", O_RDWR)
seq = openat(AT_FDCWD, \"/proc/ringside/seq\", O_RDONLY)
dev = openat(AT_FDCWD, \"/dev/ringside\", O_RDWR|O_NONBLOCK)
";

/// What it does again and again.
const ROUND: [&str; 10] = [
    "lseek(hello, 0, SEEK_SET)",
    "read(hello, &buf, 10)",
    "read(hello, &buf, 100)",
    "read(hello, 0x1000, 4)",
    "write(hello, \"hello from a bench\", 18)",
    "pread64(seq, &buf, 64, 0)",
    "write(dev, \"some bytes\", 10)",
    "lseek(dev, 0, SEEK_SET)",
    "read(dev, &buf, 64)",
    "read(dev, &buf, 64)",
];

/// A program of this many lines.
pub fn program(lines: usize) -> String {
    let mut text = String::from(OPEN);
    for line in ROUND.iter().cycle().take(lines.saturating_sub(OPEN.lines().count())) {
        text.push_str(line);
        text.push('\n');
    }
    text
}
