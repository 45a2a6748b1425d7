//! The lab: a virtual machine with a Debian kernel, our module, and `ringside`
//! as its only process, which runs programs for us.
//!
//! ```no_run
//! use ringside_backend::lab::{Lab, LabConfig, RunOptions};
//!
//! let mut lab = Lab::boot(&LabConfig::default())?;
//! println!("{} after {:?}", lab.hello().release, lab.boot_time());
//! let trace = lab.run("getpid()\n", &RunOptions::default())?;
//! # Ok::<(), ringside_backend::lab::LabError>(())
//! ```
//!
//! Everything here blocks; inside tokio use `spawn_blocking`.

pub mod broker;
pub mod config;
mod console;
mod cpio;
mod error;
pub mod guest;
pub mod initramfs;
mod port;
mod qemu;
pub mod wire;

use std::{
    fs::File,
    io,
    os::unix::net::UnixStream,
    path::Path,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

pub use config::{Accel, LabConfig};
pub use error::LabError;
pub use wire::{Hello, RunOptions};

use qemu::Qemu;
use wire::{MAX_REPLY, MAX_REQUEST, Reply, Request, WireError};

/// What a run may take beyond its own time limit: switching the function
/// tracer on rewrites every function of the kernel, which is slow in software.
const RUN_MARGIN: Duration = Duration::from_secs(60);

/// How long a guest may take to come up under KVM before we turn to software.
/// Where KVM works it takes a fraction of that.
const KVM_BOOT_LIMIT: Duration = Duration::from_secs(6);

/// Has KVM failed already? Then this process does not try it again.
static KVM_FAILED: AtomicBool = AtomicBool::new(false);

/// A lab that is up: one that we booted, or one that is shared with us.
#[derive(Debug)]
pub struct Lab {
    stream: UnixStream,
    hello: Hello,
    boot_time: Duration,
    /// What we booted; none if the lab is someone else's.
    machine: Option<Machine>,
    dead: bool,
}

#[derive(Debug)]
struct Machine {
    qemu: Qemu,
    config: LabConfig,
    kvm: bool,
}

impl Lab {
    /// Boots a lab and waits until it is ready.
    pub fn boot(config: &LabConfig) -> Result<Self, LabError> {
        match config.accel {
            Accel::Kvm => Self::boot_with(config, true, config.boot_limit),
            Accel::Tcg => Self::boot_with(config, false, config.boot_limit),
            Accel::Auto => Self::prove_kvm(config).or_else(|error| {
                if let LabError::Missing { .. } = error {
                    return Err(error);
                }
                tracing::debug!("KVM: {error}");
                Self::boot_with(config, false, config.boot_limit)
            }),
        }
    }

    /// Boots a lab under KVM, or says why that does not work. On some hosts
    /// /dev/kvm opens, a machine can be made, its firmware speaks, and then the
    /// kernel hangs: the only proof is a guest that is ready.
    pub fn prove_kvm(config: &LabConfig) -> Result<Self, LabError> {
        if KVM_FAILED.load(Ordering::Relaxed) {
            return Err(LabError::Qemu("KVM did not work before".to_owned()));
        }
        let device = Path::new("/dev/kvm");
        File::options()
            .read(true)
            .write(true)
            .open(device)
            .map_err(|source| LabError::Part { path: device.to_owned(), source })
            .and_then(|_| Self::boot_with(config, true, config.boot_limit.min(KVM_BOOT_LIMIT)))
            .inspect_err(|error| {
                if !matches!(error, LabError::Missing { .. }) {
                    KVM_FAILED.store(true, Ordering::Relaxed);
                }
            })
    }

    fn boot_with(config: &LabConfig, kvm: bool, limit: Duration) -> Result<Self, LabError> {
        let start = Instant::now();
        let parts = config.parts()?;
        let initramfs = initramfs::build(&parts)?;
        let (mut qemu, mut stream) = Qemu::start(config, &parts, &initramfs, kvm)?;
        stream.set_read_timeout(Some(limit))?;
        let hello = match wire::receive(&mut stream, MAX_REPLY) {
            Ok(Some(Reply::Ready(hello))) => hello,
            Ok(Some(_)) => return Err(LabError::Unexpected("not Ready")),
            Err(error) if timed_out(&error) => {
                return Err(match qemu.console().crash() {
                    Some(log) => LabError::Crashed { log },
                    None => LabError::BootTimeout { limit, log: qemu.console().tail(20) },
                });
            }
            Ok(None) | Err(_) => return Err(qemu.post_mortem()),
        };
        Self::new(stream, hello, start.elapsed(), |hello| {
            for trouble in &hello.troubles {
                tracing::warn!("lab: {trouble}");
            }
            Some(Machine { qemu, config: config.clone(), kvm })
        })
    }

    /// Connects to the lab with this kernel that is running already.
    pub fn connect(kernel: &str) -> Result<Self, LabError> {
        Self::connect_to(&broker::socket(kernel)?)
    }

    /// Connects to the lab that is shared at this socket.
    pub fn connect_to(socket: &Path) -> Result<Self, LabError> {
        let start = Instant::now();
        let mut stream = UnixStream::connect(socket).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => {
                LabError::NotRunning(socket.to_owned())
            }
            _ => error.into(),
        })?;
        match wire::receive(&mut stream, MAX_REPLY)? {
            Some(Reply::Ready(hello)) => Self::new(stream, hello, start.elapsed(), |_| None),
            Some(Reply::Failed(why)) => Err(LabError::Program(why)),
            Some(_) => Err(LabError::Unexpected("not Ready")),
            None => Err(LabError::Gone),
        }
    }

    fn new(
        stream: UnixStream,
        hello: Hello,
        boot_time: Duration,
        machine: impl FnOnce(&Hello) -> Option<Machine>,
    ) -> Result<Self, LabError> {
        if hello.protocol != wire::PROTOCOL {
            return Err(LabError::Protocol { theirs: hello.protocol, ours: wire::PROTOCOL });
        }
        let machine = machine(&hello);
        Ok(Self { stream, hello, boot_time, machine, dead: false })
    }

    /// What the lab's kernel and machine are.
    #[must_use]
    pub fn hello(&self) -> &Hello {
        &self.hello
    }

    /// From the start of QEMU (or of connecting) to Ready.
    #[must_use]
    pub fn boot_time(&self) -> Duration {
        self.boot_time
    }

    /// Does the processor execute the guest? Not known of a lab of others.
    #[must_use]
    pub fn kvm(&self) -> Option<bool> {
        self.machine.as_ref().map(|machine| machine.kvm)
    }

    /// The end of the lab's kernel log, if we booted it.
    #[must_use]
    pub fn kernel_log(&self, lines: usize) -> Option<String> {
        let machine = self.machine.as_ref()?;
        Some(machine.qemu.console().tail(lines))
    }

    /// Runs a program and returns its encoded trace.
    pub fn run(&mut self, program: &str, options: &RunOptions) -> Result<Vec<u8>, LabError> {
        let limit = Duration::from_millis(options.time_limit_ms.into()) + RUN_MARGIN;
        let request = Request::Run { program: program.to_owned(), options: options.clone() };
        match self.ask(&request, limit)? {
            Reply::Trace(trace) => Ok(trace),
            Reply::Failed(why) => Err(LabError::Program(why)),
            Reply::Ready(_) | Reply::Pong => Err(self.bury(LabError::Unexpected("not a trace"))),
        }
    }

    /// Asks whether the lab is alive.
    pub fn ping(&mut self) -> Result<(), LabError> {
        match self.ask(&Request::Ping, RUN_MARGIN)? {
            Reply::Pong => Ok(()),
            _ => Err(self.bury(LabError::Unexpected("not Pong"))),
        }
    }

    /// Powers the lab off, also one that others use.
    pub fn shutdown(mut self) -> Result<(), LabError> {
        wire::send(&mut self.stream, &Request::Shutdown, MAX_REQUEST)?;
        if let Some(machine) = &mut self.machine {
            machine.qemu.wait(Duration::from_secs(5));
        }
        Ok(())
    }

    /// Has the lab died? Then every request is answered by [`LabError::Gone`].
    #[must_use]
    pub fn is_dead(&self) -> bool {
        self.dead
    }

    /// What to boot to have this lab again.
    fn config(&self) -> Option<&LabConfig> {
        self.machine.as_ref().map(|machine| &machine.config)
    }

    fn ask(&mut self, request: &Request, limit: Duration) -> Result<Reply, LabError> {
        if self.dead {
            return Err(LabError::Gone);
        }
        // Of a shared lab others may be using, its broker keeps the time.
        let timeout = self.machine.is_some().then_some(limit);
        self.stream.set_read_timeout(timeout)?;
        let reply = match wire::send(&mut self.stream, request, MAX_REQUEST) {
            // nothing was sent, nothing is broken
            Err(error @ WireError::TooLong { .. }) => return Err(error.into()),
            Err(error) => Err(error),
            Ok(()) => wire::receive(&mut self.stream, MAX_REPLY),
        };
        match reply {
            Ok(Some(reply)) => Ok(reply),
            Err(error) if timed_out(&error) => Err(self.bury(LabError::Timeout { limit })),
            Err(error @ (WireError::TooLong { .. } | WireError::Malformed(_))) => {
                Err(self.bury(error.into()))
            }
            Ok(None) | Err(_) => Err(self.bury(LabError::Gone)),
        }
    }

    /// The lab cannot be used any more; a better reason is in its kernel log.
    fn bury(&mut self, error: LabError) -> LabError {
        self.dead = true;
        let Some(machine) = &mut self.machine else {
            return error;
        };
        if matches!(error, LabError::Gone) {
            return machine.qemu.post_mortem();
        }
        machine.qemu.stop();
        match machine.qemu.console().crash() {
            Some(log) => LabError::Crashed { log },
            None => error,
        }
    }
}

fn timed_out(error: &WireError) -> bool {
    matches!(error, WireError::Io(e) if matches!(
        e.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut
    ))
}
