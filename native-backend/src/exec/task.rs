//! A task of a program: a child process that makes its calls.
//!
//! The child runs between `fork` and its end in a copy of a process that may
//! have had threads, so it allocates nothing, takes no lock and formats
//! nothing: all it needs was made before, and what it has to say goes into the
//! control block.

use std::ffi::c_void;
use std::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use ringside_core::program::plan::{Length, Operand, PAGE, Region, Store};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::mm::{MapFlags, MprotectFlags, ProtFlags};

use super::call::{self, Frame};
use super::control::{Control, Turn};
use super::ready::{Ready, ReadyCapture, ReadyStep};

/// What a task needs to know.
pub struct Task<'a> {
    /// Index in the plan.
    pub index: usize,
    /// The driver's process ID.
    pub driver: u32,
    /// Its memory.
    pub regions: &'a [Region],
    /// What to do.
    pub ready: &'a Ready,
    /// Where to say so.
    pub control: &'a Control,
    /// Note the times of calls that have nothing to bind or to keep, too?
    pub stamps: bool,
}

/// Which part of the preparation failed.
pub const STAGES: [&str; 4] = [
    "be tied to the driver's life",
    "map the program's memory",
    "open /dev/null",
    "take over the signals",
];

/// The child's life. Never returns.
pub fn live(task: &Task<'_>) -> ! {
    let turn = &task.control.head().turns[task.index];
    match prepare(task) {
        Ok(()) => {
            turn.state.store(1, Release);
            announce(task.control);
            work(task, turn);
        }
        Err((stage, errno)) => {
            turn.failed.store((stage as u64) << 32 | errno.raw_os_error() as u64, Relaxed);
            turn.state.store(2, Release);
            announce(task.control);
        }
    }
    // SAFETY: ends this process at once; nothing of the driver's is run.
    unsafe { libc::_exit(0) }
}

fn announce(control: &Control) {
    let event = &control.head().event;
    event.fetch_add(1, Release);
    let _ = rustix::thread::futex::wake(event, rustix::thread::futex::Flags::empty(), 1);
}

fn prepare(task: &Task<'_>) -> Result<(), (usize, Errno)> {
    rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL))
        .map_err(|e| (0, e))?;
    let parent = rustix::process::getppid().map_or(0, |p| p.as_raw_nonzero().get() as u32);
    if parent != task.driver {
        return Err((0, Errno::SRCH));
    }
    // kill(0, …) of the program means the program.
    let _ = rustix::process::setpgid(None, None);
    signals().map_err(|e| (3, e))?;
    descriptors().map_err(|e| (2, e))?;
    let _ = rustix::process::chdir(c"/");
    let _ = rustix::process::umask(Mode::from_raw_mode(0o022));
    // A page touched is one page, as in the model.
    // SAFETY: sets a flag of this process.
    unsafe { libc::prctl(libc::PR_SET_THP_DISABLE, 1, 0, 0, 0) };
    for region in task.regions {
        map(region).map_err(|e| (1, e))?;
    }
    task.control.touch();
    Ok(())
}

/// Default actions and an empty mask, as a program has after exec.
fn signals() -> Result<(), Errno> {
    // SAFETY: all-zero is SIG_DFL without flags.
    let default: libc::sigaction = unsafe { std::mem::zeroed() };
    for signal in 1..=64 {
        // SAFETY: no handler is installed. Fails for KILL, STOP and libc's own.
        unsafe { libc::sigaction(signal, &default, std::ptr::null_mut()) };
    }
    // SAFETY: an all-zero set is empty, and the old one is not wanted.
    let bad = unsafe {
        let empty: libc::sigset_t = std::mem::zeroed();
        libc::sigprocmask(libc::SIG_SETMASK, &empty, std::ptr::null_mut())
    };
    if bad != 0 { Err(Errno::INVAL) } else { Ok(()) }
}

/// 0, 1 and 2 are /dev/null; the program's first descriptor is 3.
fn descriptors() -> Result<(), Errno> {
    let null = rustix::fs::open(c"/dev/null", OFlags::RDWR, Mode::empty())?;
    let null = std::os::fd::IntoRawFd::into_raw_fd(null);
    // SAFETY: numbers of this process, which shares its table with nobody; no
    // owner of one of them is used after this.
    unsafe {
        for to in 0..3 {
            if null != to {
                libc::dup2(null, to);
            }
        }
        if libc::syscall(libc::SYS_close_range, 3u32, u32::MAX, 0u32) != 0 {
            for descriptor in 3..4096 {
                libc::close(descriptor);
            }
        }
    }
    Ok(())
}

fn map(region: &Region) -> Result<(), Errno> {
    let length = region.mapped() as usize;
    let address = region.address as usize as *mut c_void;
    let guard = (region.address + region.mapped()) as usize as *mut c_void;
    // SAFETY: NOREPLACE takes only what is free. The guard page is taken with
    // the region, so that it is known to be free too, and given back.
    unsafe {
        rustix::mm::mmap_anonymous(
            address,
            length + PAGE as usize,
            ProtFlags::READ | ProtFlags::WRITE,
            MapFlags::PRIVATE | MapFlags::FIXED_NOREPLACE,
        )?;
        rustix::mm::munmap(guard, PAGE as usize)?;
        for page in (0..length).step_by(PAGE as usize) {
            address.cast::<u8>().add(page).write_volatile(0);
        }
        let init = &region.init[..region.init.len().min(length)];
        std::ptr::copy_nonoverlapping(init.as_ptr(), address.cast::<u8>(), init.len());
        if !region.writable {
            rustix::mm::mprotect(address, length, MprotectFlags::READ)?;
        }
    }
    Ok(())
}

/// Runs steps as they are allowed. The driver kills the task when it is done.
fn work(task: &Task<'_>, turn: &Turn) {
    let steps = &task.ready.tasks[task.index];
    let results = task.control.results();
    let mut done = 0;
    loop {
        let mut allowed = turn.allowed.load(Acquire);
        while allowed <= done {
            let _ = rustix::thread::futex::wait(
                &turn.allowed,
                rustix::thread::futex::Flags::empty(),
                allowed,
                None,
            );
            allowed = turn.allowed.load(Acquire);
        }
        for step in steps.iter().take(allowed as usize).skip(done as usize) {
            if step.plain && !task.stamps {
                // SAFETY: the program's own call, checked by `channel::check`
                // or allowed by the one who started it.
                let value = unsafe { call::call(&step.frame) };
                results[step.index as usize].value.store(value, Relaxed);
            } else {
                run(task, step);
            }
            done += 1;
            turn.done.store(done, Release);
        }
        announce(task.control);
    }
}

fn run(task: &Task<'_>, step: &ReadyStep) {
    let result = &task.control.results()[step.index as usize];
    let value = if let Some(recorded) = step.opaque {
        recorded
    } else {
        let mut frame: Frame = step.frame;
        for (at, operand) in &step.late {
            frame[usize::from(*at)] = resolve(task, *operand) as usize;
        }
        for store in &step.stores {
            write(task, store);
        }
        result.began.store(now(), Relaxed);
        // SAFETY: as in `work`.
        let value = unsafe { call::call(&frame) };
        result.ended.store(now(), Relaxed);
        value
    };
    result.value.store(value, Relaxed);
    if let Some(slot) = step.bind {
        task.control.slots()[slot as usize].store(value as u64, Release);
    }
    for at in step.captures.0..step.captures.1 {
        keep(task, &task.ready.captures[at as usize], at as usize, value);
    }
}

/// CLOCK_MONOTONIC, which is the clock of the kernel's trace too.
fn now() -> u64 {
    let t = rustix::time::clock_gettime(rustix::time::ClockId::Monotonic);
    t.tv_sec as u64 * 1_000_000_000 + t.tv_nsec as u64
}

fn resolve(task: &Task<'_>, operand: Operand) -> u64 {
    match operand {
        Operand::Value(value) => value,
        Operand::Slot(slot, offset) => task
            .control
            .slots()
            .get(slot.0 as usize)
            .map_or(0, |s| s.load(Acquire))
            .wrapping_add_signed(offset),
        Operand::Pid(other) => task
            .control
            .head()
            .turns
            .get(usize::from(other))
            .map_or(0, |t| u64::from(t.pid.load(Acquire))),
        Operand::Handler => call::handler(),
        Operand::Restorer => call::restorer(),
    }
}

/// Writes a structure into the program's memory. The plan keeps stores inside
/// its writable regions; one that is not there is left out rather than let it
/// fault.
fn write(task: &Task<'_>, store: &Store) {
    let inside = task.regions.iter().any(|r| {
        r.writable
            && (r.address..=r.address + r.mapped()).contains(&store.address)
            && store.bytes.len() as u64 <= r.address + r.mapped() - store.address
    });
    if !inside {
        return;
    }
    if task.ready.memory_moves {
        write_checked(store.address, &store.bytes);
    } else {
        // SAFETY: inside a writable region that the program cannot unmap.
        unsafe {
            std::ptr::copy_nonoverlapping(
                store.bytes.as_ptr(),
                store.address as usize as *mut u8,
                store.bytes.len(),
            );
        }
    }
    for (offset, size, operand) in &store.patches {
        let value = resolve(task, *operand).to_ne_bytes();
        let (offset, size) = (*offset as usize, usize::from(*size).min(8));
        if offset + size > store.bytes.len() {
            continue;
        }
        let address = store.address + offset as u64;
        if task.ready.memory_moves {
            write_checked(address, &value[..size]);
        } else {
            // SAFETY: as above.
            unsafe {
                std::ptr::copy_nonoverlapping(value.as_ptr(), address as usize as *mut u8, size);
            }
        }
    }
}

/// Through the kernel, which answers EFAULT where an instruction would fault.
fn write_checked(address: u64, bytes: &[u8]) {
    let local = libc::iovec { iov_base: bytes.as_ptr() as *mut c_void, iov_len: bytes.len() };
    let remote = libc::iovec { iov_base: address as usize as *mut c_void, iov_len: bytes.len() };
    // SAFETY: the kernel checks both sides.
    unsafe { libc::process_vm_writev(libc::getpid(), &local, 1, &remote, 1, 0) };
}

fn keep(task: &Task<'_>, capture: &ReadyCapture, at: usize, value: i64) {
    let wanted = match capture.length {
        Length::Returned => value,
        Length::Fixed(_) if value < 0 => 0,
        Length::Fixed(n) => i64::from(n),
    };
    if value < 0 {
        return;
    }
    let wanted = (wanted.max(0) as u64).min(capture.room as u64) as usize;
    let address = resolve(task, capture.address);
    // SAFETY: each capture has `room` bytes of its own at `at` of the arena.
    let to = unsafe { task.control.arena().add(capture.at) };
    let span = task.ready.spans.iter().find(|(from, end)| (*from..*end).contains(&address));
    let kept = match span {
        Some((_, end)) if !task.ready.memory_moves => {
            let length = wanted.min((*end - address) as usize);
            // SAFETY: inside a region that the program cannot unmap, and
            // `wanted` is within the capture's room.
            unsafe { std::ptr::copy_nonoverlapping(address as usize as *const u8, to, length) };
            length
        }
        _ => {
            let local = libc::iovec { iov_base: to.cast(), iov_len: wanted };
            let remote = libc::iovec { iov_base: address as usize as *mut c_void, iov_len: wanted };
            // SAFETY: the kernel checks both sides.
            let n = unsafe { libc::process_vm_readv(libc::getpid(), &local, 1, &remote, 1, 0) };
            if n < 0 {
                return;
            }
            n as usize
        }
    };
    task.control.lengths()[at].store(kept as u64 + 1, Relaxed);
}
