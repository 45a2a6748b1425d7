//! What a random program knows of its descriptors: enough to be sure that a
//! read does not wait.

/// What a name was opened on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Target {
    /// `/dev/ringside`, whose reads may wait.
    Device,
    /// Anything else of the module's.
    Other,
}

/// A name that holds a descriptor, or an error.
#[derive(Clone, Debug)]
pub(super) struct Fd {
    pub name: String,
    target: Target,
    waits: bool,
    empties: bool,
    pub closed: bool,
}

impl Fd {
    pub fn opened(name: String, target: Target, flags: &[&str]) -> Fd {
        let device = target == Target::Device;
        let writes = flags.iter().any(|flag| matches!(*flag, "O_WRONLY" | "O_RDWR"));
        Fd {
            name,
            target,
            waits: device && !flags.contains(&"O_NONBLOCK"),
            empties: device && writes && flags.contains(&"O_TRUNC"),
            closed: false,
        }
    }

    /// Does opening it empty the device?
    pub fn empties(&self) -> bool {
        self.empties
    }
}

/// The names of a task.
#[derive(Clone, Debug, Default)]
pub(super) struct Task {
    pub fds: Vec<Fd>,
}

impl Task {
    /// Is it certain that a read of this descriptor does not wait, even if the
    /// device is empty? A closed name's number may belong to another open.
    pub fn never_waits(&self, fd: &str) -> bool {
        if self.fds.iter().all(|fd| !fd.waits) {
            return true;
        }
        match self.fds.iter().find(|known| known.name == fd) {
            Some(known) => !known.closed && known.target == Target::Other,
            None => true,
        }
    }

    /// Reads of the device may wait from now on, whatever it was opened with.
    pub fn may_wait(&mut self) {
        for fd in self.fds.iter_mut().filter(|fd| fd.target == Target::Device) {
            fd.waits = true;
        }
    }

    pub fn duplicate(&mut self, fd: &str, name: String) {
        let of = self.fds.iter().find(|known| known.name == fd).cloned();
        let copy = match of {
            // The number may belong to another open by now: to the device.
            Some(of) if of.closed => Fd { target: Target::Device, waits: true, ..of },
            Some(of) => of,
            None => Fd::opened(String::new(), Target::Other, &[]),
        };
        self.fds.push(Fd { name, closed: false, empties: false, ..copy });
    }

    pub fn close(&mut self, fd: &str) {
        let twice = self.fds.iter().any(|known| known.name == fd && known.closed);
        for known in &mut self.fds {
            // Closed again, the number may have been another name's.
            known.closed |= twice || known.name == fd;
        }
    }
}
