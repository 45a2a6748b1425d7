//! Starts and stops QEMU.
//!
//! QEMU gets everything by file descriptor: its standard input is one end of
//! the socket pair that the guest's port is connected to, its standard output
//! takes the kernel log, and the root filesystem is in memory. So there are no
//! files or sockets to leave behind; and when this process dies, however it
//! does, the guest sees its port close and powers off.

use std::{
    fs::File,
    io::{Read, Write},
    os::{fd::AsRawFd, fd::OwnedFd, unix::net::UnixStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use rustix::fs::{MemfdFlags, memfd_create};

use super::{LabConfig, LabError, config::Parts, console::Console, guest::PORT};

/// A running QEMU; killed when it is dropped.
#[derive(Debug)]
pub struct Qemu {
    child: Child,
    console: Console,
    /// QEMU reads it when it starts, through our /proc/PID/fd.
    _initramfs: File,
}

impl Qemu {
    /// Starts a guest; the stream is connected to its port.
    pub fn start(
        config: &LabConfig,
        parts: &Parts,
        initramfs: &[u8],
        kvm: bool,
    ) -> Result<(Self, UnixStream), LabError> {
        let mut memory = File::from(
            memfd_create("ringside-initramfs", MemfdFlags::CLOEXEC)
                .map_err(std::io::Error::from)?,
        );
        memory.write_all(initramfs)?;
        let (ours, theirs) = UnixStream::pair()?;

        let mut command = base(config, kvm);
        command
            .arg("-m")
            .arg(config.memory_mib.to_string())
            .args(["-smp", "1"])
            .arg("-kernel")
            .arg(&parts.vmlinuz)
            .arg("-initrd")
            .arg(format!("/proc/{}/fd/{}", std::process::id(), memory.as_raw_fd()))
            .arg("-append")
            .arg(command_line(config))
            .args(["-chardev", "file,id=log,path=/dev/stdout"])
            .args(["-serial", "chardev:log"])
            .args(["-device", "virtio-serial-pci"])
            .args(["-chardev", "socket,id=lab,fd=0"])
            .arg("-device")
            .arg(format!("virtserialport,chardev=lab,name={PORT}"))
            .stdin(Stdio::from(OwnedFd::from(theirs)))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|e| not_started(config, &e))?;
        let stdout = child.stdout.take();
        let console = Console::new(stdout.map_or_else(empty, |pipe| Box::new(pipe) as Source));
        let qemu = Self { child, console, _initramfs: memory };
        Ok((qemu, ours))
    }

    /// The guest's kernel log.
    pub fn console(&self) -> &Console {
        &self.console
    }

    /// Why the guest does not talk any more: call when its port has closed.
    pub fn post_mortem(&mut self) -> LabError {
        self.wait(Duration::from_secs(2));
        self.stop();
        self.console.finish(Duration::from_secs(1));
        if let Some(log) = self.console.crash() {
            return LabError::Crashed { log };
        }
        let mut words = String::new();
        if let Some(stderr) = &mut self.child.stderr {
            let _ = stderr.take(1 << 16).read_to_string(&mut words);
        }
        if words.trim().is_empty() {
            LabError::Gone
        } else {
            LabError::Qemu(words.trim().to_owned())
        }
    }

    /// Waits for QEMU to end by itself.
    pub fn wait(&mut self, limit: Duration) {
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) && start.elapsed() < limit {
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Ends QEMU now.
    pub fn stop(&mut self) {
        // Fails only if it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Qemu {
    fn drop(&mut self) {
        self.stop();
    }
}

type Source = Box<dyn Read + Send>;

fn empty() -> Source {
    Box::new(std::io::empty())
}

/// What every QEMU of ours has: no devices but those we name, no network, no
/// display, no configuration of the user's, and no reboot.
fn base(config: &LabConfig, kvm: bool) -> Command {
    let mut command = Command::new(&config.qemu);
    // A processor that lacks what we ask for would be another machine than the
    // one that the traces name: QEMU is to refuse it.
    let enforce = if kvm { ",enforce" } else { "" };
    command
        .args(["-accel", if kvm { "kvm" } else { "tcg" }])
        .arg("-cpu")
        .arg(format!("{}{enforce}", config.cpu))
        .args(["-no-user-config", "-nodefaults", "-no-reboot"])
        .args(["-display", "none", "-net", "none"]);
    command
}

/// - `oops=panic panic=-1`: any oops ends the guest at once, with its report in
///   the log, instead of leaving it half alive. `quiet` leaves reports alone.
/// - `nokaslr`: the same functions at the same addresses in every run.
fn command_line(config: &LabConfig) -> String {
    format!(
        "console=ttyS0 quiet printk.time=1 oops=panic panic=-1 panic_on_warn=0 \
         mitigations=auto pti={} nokaslr {}",
        if config.kpti { "on" } else { "off" },
        config.append
    )
}

fn not_started(config: &LabConfig, error: &std::io::Error) -> LabError {
    LabError::Qemu(format!(
        "{} does not start: {error} (on Debian: sudo apt-get install qemu-system-x86)",
        config.qemu.display()
    ))
}
