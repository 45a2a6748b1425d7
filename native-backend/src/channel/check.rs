//! The check of a plan against the channels' lists.

use ringside_core::program::Plan;
use ringside_core::program::plan::{Action, BUFFERS, Operand, RODATA, STRUCTS, Step};

use super::CHANNELS;
use crate::exec::ExecError;

/// Calls that name nothing but descriptors, the task's own memory, or the task
/// itself: descriptors come from calls that are checked.
const HARMLESS: &[&str] = &[
    "alarm",
    "brk",
    "clock_getres",
    "clock_gettime",
    "clock_nanosleep",
    "close",
    "dup",
    "dup2",
    "dup3",
    "epoll_create1",
    "epoll_ctl",
    "epoll_pwait",
    "epoll_wait",
    "eventfd2",
    "exit",
    "exit_group",
    "fdatasync",
    "fstat",
    "fstatfs",
    "fsync",
    "getcpu",
    "getcwd",
    "getdents64",
    "getegid",
    "geteuid",
    "getgid",
    "getgroups",
    "getitimer",
    "getpgid",
    "getpgrp",
    "getpid",
    "getppid",
    "getpriority",
    "getrandom",
    "getresgid",
    "getresuid",
    "getrlimit",
    "getrusage",
    "getsid",
    "gettid",
    "gettimeofday",
    "getuid",
    "lseek",
    "madvise",
    "mincore",
    "msync",
    "nanosleep",
    "pause",
    "pipe",
    "pipe2",
    "poll",
    "ppoll",
    "pread64",
    "preadv",
    "pselect6",
    "pwrite64",
    "pwritev",
    "read",
    "readv",
    "rt_sigaction",
    "rt_sigpending",
    "rt_sigprocmask",
    "rt_sigsuspend",
    "rt_sigtimedwait",
    "sched_getaffinity",
    "sched_yield",
    "select",
    "setgid",
    "setitimer",
    "setresgid",
    "setresuid",
    "setuid",
    "sigaltstack",
    "sysinfo",
    "time",
    "times",
    "umask",
    "uname",
    "write",
    "writev",
];

/// What a call does with the path that it is given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    Look,
    Open { flags: usize },
    Change,
}

/// Calls that take a path: where it is, and where the directory that it starts
/// from is.
const PATHS: &[(&str, usize, Option<usize>, Use)] = &[
    ("access", 0, None, Use::Look),
    ("chmod", 0, None, Use::Change),
    ("creat", 0, None, Use::Change),
    ("faccessat", 1, Some(0), Use::Look),
    ("faccessat2", 1, Some(0), Use::Look),
    ("fchmodat", 1, Some(0), Use::Change),
    ("lstat", 0, None, Use::Look),
    ("mkdir", 0, None, Use::Change),
    ("mkdirat", 1, Some(0), Use::Change),
    ("newfstatat", 1, Some(0), Use::Look),
    ("open", 0, None, Use::Open { flags: 1 }),
    ("openat", 1, Some(0), Use::Open { flags: 2 }),
    ("readlink", 0, None, Use::Look),
    ("readlinkat", 1, Some(0), Use::Look),
    ("rmdir", 0, None, Use::Change),
    ("stat", 0, None, Use::Look),
    ("statfs", 0, None, Use::Look),
    ("statx", 1, Some(0), Use::Look),
    ("truncate", 0, None, Use::Change),
    ("unlink", 0, None, Use::Change),
    ("unlinkat", 1, Some(0), Use::Change),
];

/// Where a program may make and remove files.
const SCRATCH: &[&str] = &["/tmp/ringside/", "/proc/ringside/"];

const AT_FDCWD: i32 = -100;
const PATH_MAX: usize = 4096;
const NAME_MAX: usize = 255;

/// Refuses a plan that does something nobody has listed.
pub fn check(plan: &Plan) -> Result<(), ExecError> {
    for step in &plan.steps {
        let checked = match &step.action {
            Action::Syscall { name, arguments, .. } => call(plan, name, arguments),
            // 156 was _sysctl; the rest are numbers that no call has
            Action::Raw { number: 156 | 600..0x4000_0000, .. } => Ok(()),
            Action::Raw { number, .. } => {
                Err(format!("call {number:#x} is not on the list of calls"))
            }
            Action::Opaque { .. } => Ok(()),
        };
        checked.map_err(|reason| ExecError::NotAllowed { line: step.line, reason })?;
    }
    Ok(())
}

fn call(plan: &Plan, name: &str, arguments: &[Operand; 6]) -> Result<(), String> {
    if HARMLESS.contains(&name) || CHANNELS.iter().any(|c| c.calls.contains(&name)) {
        return Ok(());
    }
    if let Some((_, path, directory, usage)) = PATHS.iter().find(|p| p.0 == name) {
        return path_call(plan, name, arguments, *path, *directory, *usage);
    }
    match name {
        "kill" | "tkill" => to_own_task(arguments[0], name),
        "tgkill" => to_own_task(arguments[0], name).and(to_own_task(arguments[1], name)),
        "mmap" => mmap(arguments),
        "munmap" | "mprotect" | "mremap" => {
            if name == "mremap" && !matches!(arguments[3], Operand::Value(flags) if flags & 2 == 0)
            {
                return Err("mremap to a fixed address could replace the memory that paths lie in"
                    .to_owned());
            }
            own_memory(plan, arguments, name)
        }
        "fcntl" => match arguments[1] {
            // F_DUPFD, F_GETFD … F_SETFL, F_DUPFD_CLOEXEC, F_GETPIPE_SZ
            Operand::Value(0..=4 | 1030 | 1032) => Ok(()),
            _ => Err("this fcntl command is not on the list".to_owned()),
        },
        _ => Err(format!("{name} is not on the list of calls")),
    }
}

fn to_own_task(operand: Operand, name: &str) -> Result<(), String> {
    match operand {
        Operand::Pid(_) => Ok(()),
        // a pid slot could hold anything
        _ => Err(format!("{name} may only go to a task of the program")),
    }
}

fn mmap(arguments: &[Operand; 6]) -> Result<(), String> {
    const MAP_FIXED: u64 = 0x10;
    match (arguments[0], arguments[3]) {
        (Operand::Value(0), Operand::Value(_)) => Ok(()),
        (Operand::Value(_), Operand::Value(flags)) if flags & MAP_FIXED == 0 => {
            Err("mmap with an address could make memory where a path is expected to be absent"
                .to_owned())
        }
        // an address that no page can have
        (Operand::Value(address), Operand::Value(_)) if address % 4096 != 0 || address < 4096 => {
            Ok(())
        }
        _ => Err("mmap to a fixed address could replace the memory that paths lie in".to_owned()),
    }
}

/// Literals must stay what they are: paths are read from them.
fn own_memory(plan: &Plan, arguments: &[Operand; 6], name: &str) -> Result<(), String> {
    let from_mmap = |slot: u32| {
        let binds = |s: &&Step| s.bind.is_some_and(|b| b.0 == slot);
        plan.steps.iter().filter(binds).all(
            |s| matches!(&s.action, Action::Syscall { name, .. } if matches!(*name, "mmap" | "mremap")),
        )
    };
    let apart = match (arguments[0], arguments[1]) {
        (Operand::Value(address), _) if address >= BUFFERS => true,
        (Operand::Value(address), Operand::Value(length)) => {
            address.saturating_add(length) <= RODATA
        }
        (Operand::Slot(slot, offset), _) => from_mmap(slot.0) && offset.unsigned_abs() < 1 << 31,
        _ => false,
    };
    if apart {
        Ok(())
    } else {
        Err(format!("{name} may not touch the program's literals, where paths lie"))
    }
}

fn path_call(
    plan: &Plan,
    name: &str,
    arguments: &[Operand; 6],
    path: usize,
    directory: Option<usize>,
    usage: Use,
) -> Result<(), String> {
    let Some(path) = literal(plan, arguments[path], name)? else { return Ok(()) };
    let text = String::from_utf8_lossy(&path).into_owned();
    if text.is_empty() {
        // ENOENT, or (AT_EMPTY_PATH) the descriptor itself
        return Ok(());
    }
    if path.len() >= PATH_MAX || path.split(|b| *b == b'/').any(|name| name.len() > NAME_MAX) {
        // ENAMETOOLONG
        return Ok(());
    }
    let from_root =
        directory.is_none_or(|d| matches!(arguments[d], Operand::Value(v) if v as i32 == AT_FDCWD));
    if !text.starts_with('/') && !from_root {
        return Err(format!(
            "{name}: what \"{text}\" means depends on a descriptor; write the whole path"
        ));
    }
    // tasks start in /
    let whole = if text.starts_with('/') { text.clone() } else { format!("/{text}") };
    if whole.split('/').any(|part| part == "..") {
        return Err(format!("{name}: \"{text}\" goes up by .."));
    }
    let whole = squeeze(&whole);
    let own = CHANNELS.iter().any(|c| listed(c.own, &whole)) || listed(SCRATCH, &whole);
    let readable = own || CHANNELS.iter().any(|c| listed(c.read, &whole)) || missing(&whole);
    let ok = match usage {
        Use::Look => readable,
        Use::Change => listed(SCRATCH, &whole),
        Use::Open { flags } => match arguments[flags] {
            Operand::Value(flags) => opens(flags, &whole, own, readable),
            _ => return Err(format!("{name}: the flags are not plain numbers")),
        },
    };
    if ok { Ok(()) } else { Err(format!("{name} of \"{text}\" is not on the list of files")) }
}

fn opens(flags: u64, path: &str, own: bool, readable: bool) -> bool {
    let creates = flags & libc::O_CREAT as u64 != 0
        || flags & libc::O_TMPFILE as u64 == libc::O_TMPFILE as u64;
    let writes = flags & 3 != libc::O_RDONLY as u64 || flags & libc::O_TRUNC as u64 != 0;
    match (creates, writes) {
        (true, _) => listed(SCRATCH, path),
        (false, true) => own,
        (false, false) => readable,
    }
}

/// The string that an address points to, `None` if it can point to none.
fn literal(plan: &Plan, operand: Operand, name: &str) -> Result<Option<Vec<u8>>, String> {
    let Operand::Value(address) = operand else {
        return Err(format!("{name}: the path is known only when the program runs"));
    };
    if let Some(region) =
        plan.regions.iter().find(|r| (r.address..r.address + r.mapped()).contains(&address))
    {
        if region.writable {
            return Err(format!("{name}: the path lies in memory that the program can change"));
        }
        let from = (address - region.address) as usize;
        let rest = region.init.get(from..).unwrap_or(&[]);
        let string = rest.split(|b| *b == 0).next().unwrap_or(&[]);
        return Ok(Some(string.to_vec()));
    }
    // the kernel does not map below its minimum, nor user space above the
    // middle; between the regions nothing is mapped
    let nothing = !(0x1_0000..0x8000_0000_0000).contains(&address)
        || (RODATA..STRUCTS + 0x1000_0000).contains(&address);
    if nothing {
        Ok(None)
    } else {
        Err(format!("{name}: there is no telling what lies at {address:#x}"))
    }
}

/// A list's entry that ends in `/` is a directory: all below it.
fn listed(list: &[&str], path: &str) -> bool {
    list.iter().any(|entry| match entry.strip_suffix('/') {
        Some(_) => path.starts_with(entry),
        None => path == *entry,
    })
}

/// Names that lessons use for what is not there.
fn missing(path: &str) -> bool {
    matches!(path, "/nonexistent" | "/no/such/file" | "/proc/nonexistent" | "/dev/nonexistent")
}

fn squeeze(path: &str) -> String {
    let mut out = String::new();
    for part in path.split('/').filter(|p| !p.is_empty() && *p != ".") {
        out.push('/');
        out.push_str(part);
    }
    if out.is_empty() { "/".to_owned() } else { out }
}
