//! The guest's root filesystem: our binary as /init, our module, and the
//! drivers that it needs to talk to the host.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::Command,
};

use super::{LabError, config::Parts, cpio::Archive, guest};

/// What the virtio port needs, in the order of loading. A kernel that has one
/// built in says so in modules.builtin.
const DRIVERS: [&str; 6] = [
    "kernel/drivers/virtio/virtio_ring",
    "kernel/drivers/virtio/virtio",
    "kernel/drivers/virtio/virtio_pci_legacy_dev",
    "kernel/drivers/virtio/virtio_pci_modern_dev",
    "kernel/drivers/virtio/virtio_pci",
    "kernel/drivers/char/virtio_console",
];

/// Builds the archive. It is not compressed: the kernel would take longer to
/// unpack it, in software, than QEMU to load it.
pub fn build(parts: &Parts) -> Result<Vec<u8>, LabError> {
    let mut archive = Archive::new();
    for (path, permissions) in guest::DIRECTORIES {
        archive.directory(path, permissions);
    }
    for (path, content) in guest::FILES {
        archive.file(path, 0o644, content.as_bytes());
    }

    let builtin = read(&parts.modules.join("modules.builtin"))?;
    let builtin = String::from_utf8_lossy(&builtin);
    let mut order = 0;
    let mut module = |name: &str, content: &[u8]| {
        archive.file(&format!("{}/{order:02}-{name}.ko", guest::MODULES), 0o644, content);
        order += 1;
    };
    for driver in DRIVERS {
        let file = format!("{driver}.ko");
        if builtin.lines().any(|line| line == file) {
            continue;
        }
        let name = driver.rsplit('/').next().unwrap_or(driver);
        module(name, &read_module(&parts.modules.join(file))?);
    }
    module("ringside", &read(&parts.module)?);

    archive.file("/init", 0o755, &read(&parts.guest)?);
    Ok(archive.finish())
}

/// Reads a module, plain (`.ko`) or compressed (`.ko.xz`).
fn read_module(path: &Path) -> Result<Vec<u8>, LabError> {
    if path.exists() {
        return read(path);
    }
    let mut packed = path.as_os_str().to_owned();
    packed.push(".xz");
    let packed = PathBuf::from(packed);
    let failed = |source| LabError::Part { path: packed.clone(), source };
    let output = Command::new("xz").args(["-d", "-c"]).arg(&packed).output().map_err(failed)?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(failed(io::Error::other(why)))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, LabError> {
    fs::read(path).map_err(|source| LabError::Part { path: path.to_owned(), source })
}
