//! The rows.

use super::Kind::{
    AtFd, Command, CommandArgument, FcntlArgument, Fd, Flags, Id, In, Int, Milliseconds, Mode,
    Offset, OldSigaction, OldTimespec, One, Out, Path, Pid, Pointer, Pollfds, Sigaction, Signal,
    Size, Timespec,
};
use super::flags::{FCNTL, MAP, OPEN, PROT, SEEK};
use super::{Kind, Returns, Row};

/// The architecture does not have the call.
const NO: i16 = -1;

pub(super) static CALLS: &[Row] = &[
    row("read", [0, 3, 63], &[("fd", Fd), ("buf", Out(2)), ("count", Size)], 3, Returns::Bytes),
    row("write", [1, 4, 64], &[("fd", Fd), ("buf", In(2)), ("count", Size)], 3, Returns::Bytes),
    row(
        "open",
        [2, 5, NO],
        &[("pathname", Path), ("flags", Flags(&OPEN)), ("mode", Mode)],
        2,
        Returns::Fd,
    ),
    row(
        "openat",
        [257, 295, 56],
        &[("dirfd", AtFd), ("pathname", Path), ("flags", Flags(&OPEN)), ("mode", Mode)],
        3,
        Returns::Fd,
    ),
    row("close", [3, 6, 57], &[("fd", Fd)], 1, Returns::Int),
    row(
        "lseek",
        [8, 19, 62],
        &[("fd", Fd), ("offset", Offset), ("whence", One(&SEEK))],
        3,
        Returns::Offset,
    ),
    row(
        "pread64",
        [17, 180, 67],
        &[("fd", Fd), ("buf", Out(2)), ("count", Size), ("offset", Offset)],
        4,
        Returns::Bytes,
    ),
    row(
        "pwrite64",
        [18, 181, 68],
        &[("fd", Fd), ("buf", In(2)), ("count", Size), ("offset", Offset)],
        4,
        Returns::Bytes,
    ),
    row(
        "poll",
        [7, 168, NO],
        &[("fds", Pollfds(1)), ("nfds", Size), ("timeout", Milliseconds)],
        3,
        Returns::Ready,
    ),
    row(
        "ioctl",
        [16, 54, 29],
        &[("fd", Fd), ("op", Command), ("argp", CommandArgument)],
        2,
        Returns::Int,
    ),
    row(
        "mmap",
        [9, 192, 222],
        &[
            ("addr", Pointer),
            ("length", Size),
            ("prot", Flags(&PROT)),
            ("flags", Flags(&MAP)),
            ("fd", Fd),
            ("offset", Offset),
        ],
        6,
        Returns::Pointer,
    ),
    row("munmap", [11, 91, 215], &[("addr", Pointer), ("length", Size)], 2, Returns::Int),
    row(
        "readlink",
        [89, 85, NO],
        &[("pathname", Path), ("buf", Out(2)), ("bufsiz", Size)],
        3,
        Returns::Bytes,
    ),
    row(
        "readlinkat",
        [267, 305, 78],
        &[("dirfd", AtFd), ("pathname", Path), ("buf", Out(3)), ("bufsiz", Size)],
        4,
        Returns::Bytes,
    ),
    row("unlink", [87, 10, NO], &[("pathname", Path)], 1, Returns::Int),
    row("mkdir", [83, 39, NO], &[("pathname", Path), ("mode", Mode)], 2, Returns::Int),
    row("dup", [32, 41, 23], &[("oldfd", Fd)], 1, Returns::Fd),
    row(
        "fcntl",
        [72, 221, 25],
        &[("fd", Fd), ("op", One(&FCNTL)), ("arg", FcntlArgument)],
        2,
        Returns::Fcntl,
    ),
    row("getpid", [39, 20, 172], &[], 0, Returns::Int),
    row("gettid", [186, 224, 178], &[], 0, Returns::Int),
    row("getuid", [102, 199, 174], &[], 0, Returns::Int),
    row("geteuid", [107, 201, 175], &[], 0, Returns::Int),
    row("setuid", [105, 213, 146], &[("uid", Id)], 1, Returns::Int),
    row("setgid", [106, 214, 144], &[("gid", Id)], 1, Returns::Int),
    row(
        "rt_sigaction",
        [13, 174, 134],
        &[("signum", Signal), ("act", Sigaction), ("oldact", OldSigaction), ("sigsetsize", Size)],
        4,
        Returns::Int,
    ),
    row("kill", [62, 37, 129], &[("pid", Pid), ("sig", Signal)], 2, Returns::Int),
    row(
        "nanosleep",
        [35, 162, 101],
        &[("duration", Timespec), ("rem", OldTimespec)],
        2,
        Returns::Int,
    ),
    row("exit_group", [231, 252, 94], &[("status", Int)], 1, Returns::Never),
    row("sched_yield", [24, 158, 124], &[], 0, Returns::Int),
];

const fn row(
    name: &'static str,
    numbers: [i16; 3],
    arguments: &'static [(&'static str, Kind)],
    required: u8,
    result: Returns,
) -> Row {
    let [x86_64, i386, arm64] = numbers;
    Row {
        name,
        numbers: [number(x86_64), number(i386), number(arm64)],
        arguments,
        required,
        result,
    }
}

const fn number(number: i16) -> Option<u16> {
    if number < 0 { None } else { Some(number as u16) }
}
