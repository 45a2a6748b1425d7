//! Puts tracefs back as it was, whatever happens to us.
//!
//! What is to be undone is written down before it is done. Dropping the guard
//! undoes it; if this process dies first, a small process that waits at the end
//! of a pipe does.

use std::ffi::CString;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{Mode, OFlags};
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, WaitOptions};

/// One thing to undo.
enum Undo {
    /// Write this to a file, emptying it first or not.
    Write { path: CString, bytes: Vec<u8>, truncate: bool },
    /// Remove an instance.
    Remove { path: CString },
}

/// A list of things to undo, last one first.
#[derive(Default)]
pub struct Plan {
    undo: Vec<Undo>,
}

impl Plan {
    /// Writes `text` in place of the file's content.
    pub fn write(&mut self, path: &Path, text: &str) {
        self.push_write(path, text, true);
    }

    /// Adds `text` to the file.
    pub fn append(&mut self, path: &Path, text: &str) {
        self.push_write(path, text, false);
    }

    fn push_write(&mut self, path: &Path, text: &str, truncate: bool) {
        if let Ok(path) = CString::new(path.as_os_str().as_bytes()) {
            self.undo.push(Undo::Write { path, bytes: text.as_bytes().to_vec(), truncate });
        }
    }

    /// Removes an instance.
    pub fn remove(&mut self, path: &Path) {
        if let Ok(path) = CString::new(path.as_os_str().as_bytes()) {
            self.undo.push(Undo::Remove { path });
        }
    }

    /// Undoes all. Allocates nothing: the watching process calls it too.
    pub fn undo(&self) {
        for undo in self.undo.iter().rev() {
            match undo {
                Undo::Write { path, bytes, truncate } => {
                    let flags = if *truncate { OFlags::TRUNC } else { OFlags::APPEND };
                    let Ok(file) = rustix::fs::open(
                        path.as_c_str(),
                        OFlags::WRONLY | OFlags::CLOEXEC | flags,
                        Mode::empty(),
                    ) else {
                        continue;
                    };
                    if !bytes.is_empty() {
                        let _ = rustix::io::write(&file, bytes);
                    }
                }
                Undo::Remove { path } => {
                    let _ = rustix::fs::rmdir(path.as_c_str());
                }
            }
        }
    }
}

/// Holds what is to be undone.
pub struct Guard {
    plan: Plan,
    watch: Option<(OwnedFd, Pid)>,
}

impl Guard {
    /// Begins to watch over a plan.
    pub fn new(plan: Plan) -> Guard {
        let watch = watch(&plan);
        Guard { plan, watch }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.plan.undo();
        if let Some((pipe, pid)) = self.watch.take() {
            // a byte says that all is done; without one it is the end that says it
            let _ = rustix::io::write(&pipe, b"q");
            drop(pipe);
            let _ = rustix::process::waitpid(Some(pid), WaitOptions::empty());
        }
    }
}

fn watch(plan: &Plan) -> Option<(OwnedFd, Pid)> {
    let (read, write) = pipe_with(PipeFlags::CLOEXEC).ok()?;
    // SAFETY: the child calls nothing that allocates or locks, and ends itself.
    let pid = unsafe { libc::fork() };
    if pid == 0 {
        // SAFETY: as above; the numbers closed are this process's own.
        unsafe {
            libc::setsid();
            let end = read.as_raw_fd() as libc::c_uint;
            if end > 0 {
                libc::syscall(libc::SYS_close_range, 0, end - 1, 0);
            }
            libc::syscall(libc::SYS_close_range, end + 1, libc::c_uint::MAX, 0);
            for signal in [libc::SIGINT, libc::SIGTERM, libc::SIGHUP, libc::SIGPIPE, libc::SIGQUIT]
            {
                libc::signal(signal, libc::SIG_IGN);
            }
        }
        let mut byte = [0u8];
        loop {
            match rustix::io::read(&read, &mut byte) {
                Err(rustix::io::Errno::INTR) => {}
                Ok(0) | Err(_) => {
                    plan.undo();
                    break;
                }
                Ok(_) => break,
            }
        }
        // SAFETY: ends this process at once.
        unsafe { libc::_exit(0) }
    }
    Some((write, Pid::from_raw(pid.max(0))?))
}
