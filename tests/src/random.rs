//! Random programs on the files of procfs and the character device: the same
//! seed gives the same program.
//!
//! They are safe to run as root on a real kernel: they name only the module's
//! files, and nothing in them waits for ever. A read of the emptied device
//! appears only where it does not wait (`O_NONBLOCK`) or where another task
//! writes a little later; a poll has a short timeout, or something is ready.
//! Timeouts other than 0 appear only in programs of one task, and signals go
//! only to a task that sleeps: when they come, they come to the same place
//! everywhere.

mod fds;
mod pick;
mod shrink;

use fds::{Fd, Target, Task};
use pick::{EVENTS, LENGTHS, NAMES, OFFSETS, OPEN_EXTRA, POINTERS, TEXTS, WHENCES, literal_length};
pub use shrink::shrink;

/// A generator of numbers (splitmix64).
struct Rng(u64);

impl Rng {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// True in one of `n` cases.
    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

/// A program of 5 to about 15 calls, as text.
///
/// ```
/// use ringside_tests::random::program;
/// assert_eq!(program(7), program(7));
/// assert_ne!(program(7), program(8));
/// ```
#[must_use]
pub fn program(seed: u64) -> String {
    let mut rng = Rng(seed);
    let tasks = if rng.one_in(3) { 2 } else { 1 };
    let mut writer = Writer {
        rng,
        lines: vec![format!("# Random program {seed}.")],
        tasks: vec![Task::default(); tasks],
        names: 0,
        maybe_empty: false,
    };
    writer.open(0);
    let calls = 5 + writer.rng.below(8);
    let mut waits = usize::from(tasks > 1);
    while writer.lines.len() <= calls {
        if waits > 0 && writer.rng.one_in(4) {
            waits -= 1;
            writer.wait_and_wake();
        } else {
            let task = writer.rng.below(tasks);
            writer.call(task);
        }
    }
    writer.lines.push(String::new());
    writer.lines.join("\n")
}

struct Writer {
    rng: Rng,
    lines: Vec<String>,
    tasks: Vec<Task>,
    names: usize,
    /// Could the device be empty, so that a read waits?
    maybe_empty: bool,
}

impl Writer {
    fn line(&mut self, task: usize, call: &str) {
        if self.tasks.len() > 1 {
            let name = if task == 0 { 'A' } else { 'B' };
            self.lines.push(format!("[{name}] {call}"));
        } else {
            self.lines.push(call.to_owned());
        }
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("f{}", self.names)
    }

    fn call(&mut self, task: usize) {
        match self.rng.below(32) {
            0..6 => self.open(task),
            6..12 => self.read(task),
            12..17 => self.write(task),
            17..20 => self.lseek(task),
            20..23 => self.poll(task),
            23 => self.ioctl(task),
            24..26 => self.mmap(task),
            26 => self.dup(task),
            27 => self.fcntl(task),
            28 => self.close(task),
            29 => self.path(task),
            30 => self.id(task),
            _ => self.line(task, "syscall_0x3e7(1, 2)"),
        }
    }

    fn open(&mut self, task: usize) {
        let (path, target) = self.rng.pick(NAMES);
        let access = self.rng.pick(&["O_RDONLY", "O_RDWR", "O_RDWR", "O_WRONLY", "O_ACCMODE"]);
        let mut flags = vec![access];
        for _ in 0..self.rng.below(3) {
            let extra = self.rng.pick(OPEN_EXTRA);
            if !flags.contains(&extra) {
                flags.push(extra);
            }
        }
        // Names can be made in the module's directory only, and O_DIRECTORY
        // with O_CREAT means different things in different kernels.
        if path.starts_with("/proc/ringside/") && self.rng.one_in(8) {
            flags.retain(|flag| *flag != "O_DIRECTORY");
            flags.push("O_CREAT");
            if self.rng.one_in(2) {
                flags.push("O_EXCL");
            }
        }
        let name = self.name();
        let fd = Fd::opened(name, target, &flags);
        if fd.empties() {
            self.maybe_empty = true;
        }
        let mode = if flags.contains(&"O_CREAT") { ", 0644" } else { "" };
        let path = if self.rng.one_in(20) {
            self.rng.pick(&["NULL", "0x1000", "0xffff888000000000"]).to_owned()
        } else {
            format!("\"{path}\"")
        };
        let call = format!("{} = openat(AT_FDCWD, {path}, {}{mode})", fd.name, flags.join("|"));
        self.line(task, &call);
        self.tasks[task].fds.push(fd);
    }

    /// A descriptor of the task: mostly an open one.
    fn fd(&mut self, task: usize) -> String {
        if self.rng.one_in(16) {
            return self.rng.pick(&["99", "-1", "0"]).to_owned();
        }
        let fds = &self.tasks[task].fds;
        let open: Vec<&Fd> = fds.iter().filter(|fd| !fd.closed).collect();
        if !open.is_empty() && !self.rng.one_in(12) {
            return open[self.rng.below(open.len())].name.clone();
        }
        match fds.len() {
            0 => "99".to_owned(),
            len => fds[self.rng.below(len)].name.clone(),
        }
    }

    /// One that a read on cannot wait for ever.
    fn readable(&mut self, task: usize) -> String {
        let fd = self.fd(task);
        if self.maybe_empty && !self.tasks[task].never_waits(&fd) { "99".to_owned() } else { fd }
    }

    fn pointer(&mut self) -> &'static str {
        if self.rng.one_in(2) { "&buf[4096]" } else { self.rng.pick(POINTERS) }
    }

    fn read(&mut self, task: usize) {
        let (fd, to) = (self.readable(task), self.pointer());
        let count = self.rng.pick(LENGTHS);
        let call = if self.rng.one_in(3) {
            format!("pread64({fd}, {to}, {count}, {})", self.rng.pick(OFFSETS))
        } else {
            format!("read({fd}, {to}, {count})")
        };
        self.line(task, &call);
    }

    fn write(&mut self, task: usize) {
        let fd = self.fd(task);
        let (from, count) = if self.rng.one_in(2) {
            let text = self.rng.pick(TEXTS);
            (text, literal_length(text).to_string())
        } else {
            (self.pointer(), self.rng.pick(LENGTHS).to_owned())
        };
        let call = if self.rng.one_in(2) {
            format!("pwrite64({fd}, {from}, {count}, {})", self.rng.pick(OFFSETS))
        } else {
            format!("write({fd}, {from}, {count})")
        };
        self.line(task, &call);
    }

    fn lseek(&mut self, task: usize) {
        let fd = self.fd(task);
        let (offset, whence) = (self.rng.pick(OFFSETS), self.rng.pick(WHENCES));
        self.line(task, &format!("lseek({fd}, {offset}, {whence})"));
    }

    fn poll(&mut self, task: usize) {
        let timeout = if self.tasks.len() == 1 && self.rng.one_in(4) { 5 } else { 0 };
        if self.rng.one_in(10) {
            let array = self.rng.pick(&["NULL", "0x1000", "0x10000000", "&fds[4096]+4092"]);
            let count = self.rng.pick(&["0", "1", "0xffffffff"]);
            return self.line(task, &format!("poll({array}, {count}, {timeout})"));
        }
        let mut entries = Vec::new();
        for _ in 0..=self.rng.below(3) {
            entries.push(format!("{{fd={}, events={}}}", self.fd(task), self.rng.pick(EVENTS)));
        }
        // A descriptor that is not open is ready at once.
        let timeout = if self.rng.one_in(6) {
            entries.push("{fd=99, events=POLLIN}".to_owned());
            -1
        } else {
            timeout
        };
        let call = format!("poll([{}], {}, {timeout})", entries.join(", "), entries.len());
        self.line(task, &call);
    }

    fn ioctl(&mut self, task: usize) {
        let fd = self.fd(task);
        let command = self.rng.pick(&[
            "TCGETS, &termios[60]",
            "TCGETS, 0x1000",
            "_IOR(0xe7, 1, 16), &arg[16]",
            "_IOW(0xe7, 2, 16), 0x1000",
            "_IO(0xe7, 0), 0",
        ]);
        self.line(task, &format!("ioctl({fd}, {command})"));
    }

    fn mmap(&mut self, task: usize) {
        let length = self.rng.pick(&["4096", "4096", "1", "0", "8192", "0x800000000000", "-1"]);
        let protection = self.rng.pick(&["PROT_READ", "PROT_READ|PROT_WRITE", "PROT_NONE"]);
        let flags = self.rng.pick(&["MAP_SHARED", "MAP_PRIVATE", "MAP_SHARED_VALIDATE", "0"]);
        let (address, fixed) =
            if self.rng.one_in(10) { ("0x123", "|MAP_FIXED") } else { ("NULL", "") };
        let fd = self.fd(task);
        let offset = self.rng.pick(&["0", "0", "4096", "1", "0x7ffffffffffff000"]);
        let call =
            format!("mmap({address}, {length}, {protection}, {flags}{fixed}, {fd}, {offset})");
        self.line(task, &call);
    }

    fn dup(&mut self, task: usize) {
        let (fd, name) = (self.fd(task), self.name());
        let call = match self.rng.below(3) {
            0 => format!("{name} = fcntl({fd}, F_DUPFD, {})", self.rng.pick(&["0", "10", "-1"])),
            _ => format!("{name} = dup({fd})"),
        };
        self.line(task, &call);
        self.tasks[task].duplicate(&fd, name);
    }

    fn fcntl(&mut self, task: usize) {
        let fd = self.fd(task);
        let call = match self.rng.below(4) {
            0 => {
                self.tasks[task].may_wait();
                format!("fcntl({fd}, F_SETFL, {})", self.rng.pick(&["0", "O_APPEND"]))
            }
            1 => format!("fcntl({fd}, F_SETFL, O_NONBLOCK)"),
            2 => format!("fcntl({fd}, F_DUPFD_CLOEXEC, -1)"),
            _ => format!("fcntl({fd}, F_GETFL)"),
        };
        self.line(task, &call);
    }

    fn close(&mut self, task: usize) {
        let fd = self.fd(task);
        // 0 stays what it is: other lines rely on it.
        let fd = if fd == "0" { "99".to_owned() } else { fd };
        self.tasks[task].close(&fd);
        self.line(task, &format!("close({fd})"));
    }

    fn path(&mut self, task: usize) {
        let (path, _) = self.rng.pick(NAMES);
        let inside = path.starts_with("/proc/ringside/");
        let call = match self.rng.below(3) {
            0 if inside => format!("unlink(\"{path}\")"),
            1 if inside => format!("mkdir(\"{path}\", 0755)"),
            _ => {
                let size = self.rng.pick(&["64", "0", "-1"]);
                format!("readlink(\"{path}\", {}, {size})", self.pointer())
            }
        };
        self.line(task, &call);
    }

    fn id(&mut self, task: usize) {
        let call = self.rng.pick(&["getuid()", "setgid(65534)", "setuid(65534)", "setuid(0)"]);
        self.line(task, call);
    }

    /// A empties the device and waits for it; B writes, perhaps after a signal.
    fn wait_and_wake(&mut self) {
        let (a, b) = (self.name(), self.name());
        let device = "openat(AT_FDCWD, \"/dev/ringside\", ";
        self.line(1, &format!("{b} = {device}O_WRONLY)"));
        self.tasks[1].fds.push(Fd::opened(b.clone(), Target::Device, &["O_WRONLY"]));
        let signal = self.rng.one_in(3);
        if signal {
            let flags = self.rng.pick(&["0", "SA_RESTART"]);
            let action = format!("{{sa_handler=handler, sa_mask=[], sa_flags={flags}}}");
            self.line(0, &format!("rt_sigaction(SIGUSR1, {action}, NULL, 8)"));
        }
        self.line(0, &format!("{a} = {device}O_RDWR|O_TRUNC)"));
        let fd = Fd::opened(a.clone(), Target::Device, &["O_RDWR", "O_TRUNC"]);
        self.tasks[0].fds.push(fd);
        let to = self.rng.pick(&["&buf[4096]", "0x1000", "&buf[4096]+4090", "0x10000000"]);
        let call = match self.rng.below(3) {
            0 => format!("poll([{{fd={a}, events=POLLIN}}], 1, -1)"),
            1 => format!("pread64({a}, {to}, 100, 2)"),
            _ => format!("read({a}, {to}, 100)"),
        };
        self.line(0, &call);
        if self.rng.one_in(2) {
            self.line(1, "getuid()");
        }
        if signal {
            self.line(1, "kill(A, SIGUSR1)");
        }
        let text = self.rng.pick(TEXTS);
        let at = self.rng.pick(&["0", "1", "100", "4090"]);
        self.line(1, &format!("pwrite64({b}, {text}, {}, {at})", literal_length(text)));
        self.maybe_empty = false;
    }
}
