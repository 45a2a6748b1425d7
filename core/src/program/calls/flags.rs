//! Names of flags and other symbols, as strace writes them, with Linux's
//! values (those of x86, which most architectures share).

/// Symbols that one argument can have.
#[derive(PartialEq, Debug)]
pub struct Table {
    /// What they are, for messages: "open flags".
    pub what: &'static str,
    /// Their common prefix, for flags without a name: `O_`.
    pub prefix: &'static str,
    /// Bits that hold one of several values instead of flags (`O_ACCMODE`).
    pub field: u64,
    /// Names and values. Where one value contains another, it comes first.
    pub names: &'static [(&'static str, u64)],
}

impl Table {
    /// The value of a name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<u64> {
        self.names.iter().find(|row| row.0 == name).map(|row| row.1)
    }

    /// The name of exactly this value.
    #[must_use]
    pub fn name(&self, value: u64) -> Option<&'static str> {
        self.names.iter().find(|row| row.1 == value).map(|row| row.0)
    }

    /// Flags as strace prints them: `O_RDWR|O_LARGEFILE`.
    ///
    /// ```
    /// use ringside_core::program::calls::flags::OPEN;
    /// assert_eq!(OPEN.show(0x8002), "O_RDWR|O_LARGEFILE");
    /// assert_eq!(OPEN.show(0), "O_RDONLY");
    /// ```
    #[must_use]
    pub fn show(&self, value: u64) -> String {
        let in_field = |row: &&(&str, u64)| row.1 & !self.field == 0 && row.1 == value & self.field;
        let mut shown: Vec<String> = Vec::new();
        let mut rest = value;
        if self.field != 0
            && let Some(row) = self.names.iter().find(in_field)
        {
            shown.push(row.0.to_owned());
            rest &= !self.field;
        }
        for (name, bits) in self.names {
            if bits & self.field == 0 && *bits != 0 && rest & bits == *bits {
                shown.push((*name).to_owned());
                rest &= !bits;
            }
        }
        if rest != 0 {
            shown.push(if shown.is_empty() {
                format!("{rest:#x} /* {}??? */", self.prefix)
            } else {
                format!("{rest:#x}")
            });
        }
        if shown.is_empty() { "0".to_owned() } else { shown.join("|") }
    }
}

const fn table(
    what: &'static str,
    prefix: &'static str,
    field: u64,
    names: &'static [(&'static str, u64)],
) -> Table {
    Table { what, prefix, field, names }
}

/// `open`'s flags.
pub static OPEN: Table = table(
    "open flags",
    "O_",
    0o3,
    &[
        ("O_RDONLY", 0),
        ("O_WRONLY", 1),
        ("O_RDWR", 2),
        ("O_ACCMODE", 3),
        ("O_CREAT", 0o100),
        ("O_EXCL", 0o200),
        ("O_NOCTTY", 0o400),
        ("O_TRUNC", 0o1000),
        ("O_APPEND", 0o2000),
        ("O_NONBLOCK", 0o4000),
        ("O_SYNC", 0o4_010_000),
        ("O_DSYNC", 0o10_000),
        ("O_ASYNC", 0o20_000),
        ("O_DIRECT", 0o40_000),
        ("O_LARGEFILE", 0o100_000),
        ("O_TMPFILE", 0o20_200_000),
        ("O_DIRECTORY", 0o200_000),
        ("O_NOFOLLOW", 0o400_000),
        ("O_NOATIME", 0o1_000_000),
        ("O_CLOEXEC", 0o2_000_000),
        ("O_PATH", 0o10_000_000),
    ],
);

/// Where an offset counts from.
pub static SEEK: Table = table(
    "values of whence",
    "SEEK_",
    0,
    &[("SEEK_SET", 0), ("SEEK_CUR", 1), ("SEEK_END", 2), ("SEEK_DATA", 3), ("SEEK_HOLE", 4)],
);

/// What poll waits for.
pub static POLL: Table = table(
    "poll events",
    "POLL",
    0,
    &[
        ("POLLIN", 0x1),
        ("POLLPRI", 0x2),
        ("POLLOUT", 0x4),
        ("POLLERR", 0x8),
        ("POLLHUP", 0x10),
        ("POLLNVAL", 0x20),
        ("POLLRDNORM", 0x40),
        ("POLLRDBAND", 0x80),
        ("POLLWRNORM", 0x100),
        ("POLLWRBAND", 0x200),
        ("POLLMSG", 0x400),
        ("POLLREMOVE", 0x1000),
        ("POLLRDHUP", 0x2000),
    ],
);

/// What a mapping may be used for.
pub static PROT: Table = table(
    "protections",
    "PROT_",
    0,
    &[
        ("PROT_NONE", 0),
        ("PROT_READ", 1),
        ("PROT_WRITE", 2),
        ("PROT_EXEC", 4),
        ("PROT_GROWSDOWN", 0x100_0000),
        ("PROT_GROWSUP", 0x200_0000),
    ],
);

/// Kinds of mapping.
pub static MAP: Table = table(
    "mapping flags",
    "MAP_",
    0xf,
    &[
        ("MAP_SHARED", 1),
        ("MAP_PRIVATE", 2),
        ("MAP_SHARED_VALIDATE", 3),
        ("MAP_FIXED", 0x10),
        ("MAP_ANONYMOUS", 0x20),
        ("MAP_32BIT", 0x40),
        ("MAP_GROWSDOWN", 0x100),
        ("MAP_DENYWRITE", 0x800),
        ("MAP_EXECUTABLE", 0x1000),
        ("MAP_LOCKED", 0x2000),
        ("MAP_NORESERVE", 0x4000),
        ("MAP_POPULATE", 0x8000),
        ("MAP_NONBLOCK", 0x1_0000),
        ("MAP_STACK", 0x2_0000),
        ("MAP_HUGETLB", 0x4_0000),
        ("MAP_SYNC", 0x8_0000),
        ("MAP_FIXED_NOREPLACE", 0x10_0000),
    ],
);

/// fcntl's commands.
pub static FCNTL: Table = table(
    "fcntl commands",
    "F_",
    0,
    &[
        ("F_DUPFD", 0),
        ("F_GETFD", 1),
        ("F_SETFD", 2),
        ("F_GETFL", 3),
        ("F_SETFL", 4),
        ("F_DUPFD_CLOEXEC", 1030),
    ],
);

/// Flags of a descriptor.
pub static FD: Table = table("descriptor flags", "FD_", 0, &[("FD_CLOEXEC", 1)]);

/// `sa_flags`.
pub static SA: Table = table(
    "flags of a signal action",
    "SA_",
    0,
    &[
        ("SA_RESTORER", 0x0400_0000),
        ("SA_ONSTACK", 0x0800_0000),
        ("SA_RESTART", 0x1000_0000),
        ("SA_NODEFER", 0x4000_0000),
        ("SA_RESETHAND", 0x8000_0000),
        ("SA_SIGINFO", 4),
        ("SA_NOCLDWAIT", 2),
        ("SA_NOCLDSTOP", 1),
    ],
);

/// Bits of a mode.
pub static MODE: Table = table(
    "mode bits",
    "S_I",
    0o170_000,
    &[
        ("S_IFSOCK", 0o140_000),
        ("S_IFLNK", 0o120_000),
        ("S_IFREG", 0o100_000),
        ("S_IFBLK", 0o60_000),
        ("S_IFDIR", 0o40_000),
        ("S_IFCHR", 0o20_000),
        ("S_IFIFO", 0o10_000),
        ("S_ISUID", 0o4000),
        ("S_ISGID", 0o2000),
        ("S_ISVTX", 0o1000),
    ],
);

/// Signals.
pub static SIGNALS: Table = table(
    "signals",
    "SIG",
    0,
    &[
        ("SIGHUP", 1),
        ("SIGINT", 2),
        ("SIGQUIT", 3),
        ("SIGILL", 4),
        ("SIGTRAP", 5),
        ("SIGABRT", 6),
        ("SIGBUS", 7),
        ("SIGFPE", 8),
        ("SIGKILL", 9),
        ("SIGUSR1", 10),
        ("SIGSEGV", 11),
        ("SIGUSR2", 12),
        ("SIGPIPE", 13),
        ("SIGALRM", 14),
        ("SIGTERM", 15),
        ("SIGSTKFLT", 16),
        ("SIGCHLD", 17),
        ("SIGCONT", 18),
        ("SIGSTOP", 19),
        ("SIGTSTP", 20),
        ("SIGTTIN", 21),
        ("SIGTTOU", 22),
        ("SIGURG", 23),
        ("SIGXCPU", 24),
        ("SIGXFSZ", 25),
        ("SIGVTALRM", 26),
        ("SIGPROF", 27),
        ("SIGWINCH", 28),
        ("SIGIO", 29),
        ("SIGPWR", 30),
        ("SIGSYS", 31),
        ("SIGRTMIN", 32),
    ],
);

/// `si_code` of a fault's signal, or of one that a process sent.
pub static SI_CODES: &[(&str, i32, &[u8])] = &[
    ("SI_USER", 0, &[]),
    ("SI_KERNEL", 0x80, &[]),
    ("SI_QUEUE", -1, &[]),
    ("SI_TIMER", -2, &[]),
    ("SI_TKILL", -6, &[]),
    ("SEGV_MAPERR", 1, &[11]),
    ("SEGV_ACCERR", 2, &[11]),
    ("SEGV_BNDERR", 3, &[11]),
    ("SEGV_PKUERR", 4, &[11]),
    ("BUS_ADRALN", 1, &[7]),
    ("BUS_ADRERR", 2, &[7]),
    ("BUS_OBJERR", 3, &[7]),
    ("ILL_ILLOPC", 1, &[4]),
    ("ILL_ILLOPN", 2, &[4]),
    ("FPE_INTDIV", 1, &[8]),
    ("FPE_INTOVF", 2, &[8]),
    ("TRAP_BRKPT", 1, &[5]),
    ("TRAP_TRACE", 2, &[5]),
    ("CLD_EXITED", 1, &[17]),
    ("CLD_KILLED", 2, &[17]),
];
