//! What each channel allows a program to touch, and how it is made ready.
//!
//! A program runs with the driver's rights, so it may only name what a channel
//! lists: its own files, to read and write, and some of the system's, to read.
//! The check is made on the plan, before anything runs. What a path is must be
//! plain there: a string literal, or an address that can name nothing.

mod check;
mod chrdev;
mod procfs;

use std::io;

use rustix::fs::{Mode, OFlags};
use rustix::mount::{MountFlags, UnmountFlags, mount, unmount};

pub use check::check;

/// One channel's real side.
pub struct Channel {
    /// As in the lessons.
    pub name: &'static str,
    /// Our own files: exact names, or directories if they end in `/`.
    pub own: &'static [&'static str],
    /// The system's files that may be opened for reading, likewise.
    pub read: &'static [&'static str],
    /// Calls that only this channel needs.
    pub calls: &'static [&'static str],
    /// Device nodes that are opened once before a run: the kernel looks a
    /// node's driver up at its first open ever, whoever opens it.
    pub opened_before: &'static [&'static str],
}

/// All channels.
pub const CHANNELS: &[&Channel] = &[&procfs::CHANNEL, &chrdev::CHANNEL];

/// The module's switch that puts all channels back to their first state.
const RESET: &str = "/sys/module/ringside/parameters/reset";

/// Makes the channels ready; says what could not be done.
pub fn prepare(reset: bool, drop_caches: bool) -> Vec<(String, u32)> {
    let mut notes = Vec::new();
    if reset {
        match std::fs::write(RESET, "1") {
            Ok(()) => {}
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
                notes.push((
                    "the module ringside is not loaded: its files are missing".to_owned(),
                    0,
                ));
            }
            Err(e) => notes.push((format!("the module was not reset: {e}"), 0)),
        }
    }
    for node in CHANNELS.iter().flat_map(|channel| channel.opened_before) {
        // a node that is not there will be missed by the program itself
        let _ = rustix::fs::open(*node, OFlags::RDONLY | OFlags::NONBLOCK, Mode::empty());
    }
    if drop_caches && let Err(e) = fresh_proc().or_else(|_| drop_names()) {
        notes.push((format!("the kernel's caches were not dropped: {e}"), 0));
    }
    notes
}

/// Mounts /proc anew: no name in it has been looked up yet. It fails while
/// anybody has a file of it open.
fn fresh_proc() -> io::Result<()> {
    unmount("/proc", UnmountFlags::empty())?;
    Ok(mount("proc", "/proc", "proc", MountFlags::empty(), None)?)
}

/// Has the kernel forget names and inodes that nobody uses. Several times:
/// each time it frees a part, and at first only forgets that a name was used.
fn drop_names() -> io::Result<()> {
    (0..6).try_for_each(|_| std::fs::write("/proc/sys/vm/drop_caches", "2"))
}
