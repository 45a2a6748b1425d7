//! The guest's end of the virtio port.
//!
//! The kernel lets a write to a port wait for ever when nobody is connected on
//! the host. So the port is opened non-blocking, and we wait by poll, which
//! knows better: a host that has gone away is a hang-up.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    thread::sleep,
    time::{Duration, Instant},
};

use rustix::{
    event::{PollFd, PollFlags, poll},
    fs::OFlags,
    io::Errno,
};

/// An open port.
#[derive(Debug)]
pub struct Port(File);

impl Port {
    /// Finds the port by its name and waits until the host is connected: both
    /// happen a little after the driver is loaded.
    pub fn open(name: &str, limit: Duration) -> io::Result<Self> {
        let start = Instant::now();
        let port = loop {
            if let Some(file) = find(name)? {
                break Self(file);
            }
            if start.elapsed() > limit {
                let why = format!("no virtio port named {name}");
                return Err(io::Error::new(io::ErrorKind::NotFound, why));
            }
            sleep(Duration::from_millis(2));
        };
        while port.wait(PollFlags::OUT).is_err() {
            if start.elapsed() > limit {
                return Err(io::ErrorKind::NotConnected.into());
            }
            sleep(Duration::from_millis(2));
        }
        Ok(port)
    }

    fn wait(&self, ready: PollFlags) -> io::Result<()> {
        loop {
            let mut fds = [PollFd::new(&self.0, ready)];
            match poll(&mut fds, None) {
                Err(Errno::INTR) => continue,
                done => done?,
            };
            // what has arrived is to be read also when the host has gone
            if fds[0].revents().intersects(ready) {
                return Ok(());
            }
            return Err(io::ErrorKind::BrokenPipe.into());
        }
    }
}

fn find(name: &str) -> io::Result<Option<File>> {
    for entry in fs::read_dir("/sys/class/virtio-ports").into_iter().flatten() {
        let entry = entry?;
        let theirs = fs::read_to_string(entry.path().join("name")).unwrap_or_default();
        if theirs.trim_end() == name {
            return File::options()
                .read(true)
                .write(true)
                .custom_flags(OFlags::NONBLOCK.bits().cast_signed())
                .open(Path::new("/dev").join(entry.file_name()))
                .map(Some);
        }
    }
    Ok(None)
}

impl Read for Port {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.wait(PollFlags::IN).is_err() {
            return Ok(0);
        }
        self.0.read(buffer)
    }
}

impl Write for Port {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        loop {
            self.wait(PollFlags::OUT)?;
            match self.0.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                done => return done,
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
