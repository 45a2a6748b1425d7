//! ioctl's commands: what their numbers say, and those whose numbers say
//! nothing.

/// A command and the bytes that it moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Command {
    /// Its name.
    pub name: &'static str,
    /// Its number.
    pub number: u32,
    /// Bytes that the kernel writes to the argument.
    pub out: u32,
    /// Bytes that the kernel reads from it.
    pub input: u32,
}

/// `_IOC_WRITE`: user space writes, the kernel reads.
pub const WRITE: u32 = 1;
/// `_IOC_READ`: user space reads, the kernel writes.
pub const READ: u32 = 2;

/// The kernel's `_IOC()`: direction, magic, number and size in one.
#[must_use]
pub const fn ioc(direction: u32, magic: u32, number: u32, size: u32) -> u32 {
    direction << 30 | (size & 0x3fff) << 16 | (magic & 0xff) << 8 | (number & 0xff)
}

/// The commands that have names here.
pub static COMMANDS: &[Command] = &[
    command("TCGETS", 0x5401, 36, 0),
    command("TCSETS", 0x5402, 0, 36),
    command("TCSETSW", 0x5403, 0, 36),
    command("TCSETSF", 0x5404, 0, 36),
    command("TIOCSCTTY", 0x540e, 0, 0),
    command("TIOCGPGRP", 0x540f, 4, 0),
    command("TIOCSPGRP", 0x5410, 0, 4),
    command("TIOCOUTQ", 0x5411, 4, 0),
    command("TIOCGWINSZ", 0x5413, 8, 0),
    command("TIOCSWINSZ", 0x5414, 0, 8),
    command("FIONREAD", 0x541b, 4, 0),
    command("FIONBIO", 0x5421, 0, 4),
    command("TIOCNOTTY", 0x5422, 0, 0),
    command("TIOCGSID", 0x5429, 4, 0),
    command("FIONCLEX", 0x5450, 0, 0),
    command("FIOCLEX", 0x5451, 0, 0),
    command("FIOASYNC", 0x5452, 0, 4),
    command("FIOQSIZE", 0x5460, 8, 0),
    command("FIBMAP", 1, 4, 4),
    command("FIGETBSZ", 2, 4, 0),
    command("BLKGETSIZE64", ioc(READ, 0x12, 114, 8), 8, 0),
    command("RNDGETENTCNT", ioc(READ, b'R' as u32, 0, 4), 4, 0),
];

const fn command(name: &'static str, number: u32, out: u32, input: u32) -> Command {
    Command { name, number, out, input }
}

/// The command of this name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|row| row.name == name)
}

/// How many bytes a command with this number writes to its argument, and how
/// many it reads from there: from the table, or from the number itself.
#[must_use]
pub fn sizes(number: u64) -> (u32, u32) {
    let number = number as u32;
    if let Some(row) = COMMANDS.iter().find(|row| row.number == number) {
        return (row.out, row.input);
    }
    let size = number >> 16 & 0x3fff;
    let has = |direction| if number >> 30 & direction != 0 { size } else { 0 };
    (has(READ), has(WRITE))
}
