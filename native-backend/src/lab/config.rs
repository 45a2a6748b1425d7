//! What a lab is made of, and where that is.

use std::{
    env,
    path::{Path, PathBuf},
    time::Duration,
};

use super::LabError;

/// The kernels that `scripts/kernels.sh` fetches when it is not told which.
pub const KERNELS: [&str; 2] = ["6.1", "6.12"];

/// What executes the guest's instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Accel {
    /// The processor, if a guest proves to come up with it, else software.
    #[default]
    Auto,
    /// The processor, through /dev/kvm.
    Kvm,
    /// Software: slower, and works everywhere.
    Tcg,
}

/// Which lab to boot.
#[derive(Debug, Clone)]
pub struct LabConfig {
    /// Which kernel of the cache.
    pub kernel: String,
    /// The cache that `scripts/kernels.sh` and `make -C kmod` fill.
    pub cache: PathBuf,
    /// The static `ringside` for the guest, if it is not where cargo puts it.
    pub guest: Option<PathBuf>,
    /// ringside.ko, if it is not in the cache.
    pub module: Option<PathBuf>,
    /// QEMU.
    pub qemu: PathBuf,
    /// What executes the guest.
    pub accel: Accel,
    /// QEMU's `-cpu`.
    ///
    /// It decides what the traces look like: `qemu64` has no ERMS, so the copy
    /// routine of 6.1 is `copy_user_generic_string`; and it has no LA57, so
    /// there are four levels of page tables. It is the same under KVM and in
    /// software. SMEP and SMAP are added because every machine of the last ten
    /// years has them: with them a kernel that touches user memory without the
    /// copy routines crashes, as it should.
    pub cpu: String,
    /// Page-table isolation; off as on processors that do not need it.
    pub kpti: bool,
    /// The guest's memory.
    pub memory_mib: u32,
    /// How long the boot may take. It takes seconds, unless the machine is busy
    /// with many other things.
    pub boot_limit: Duration,
    /// Words to add to the kernel's command line.
    pub append: String,
}

impl Default for LabConfig {
    fn default() -> Self {
        Self {
            kernel: KERNELS[0].to_owned(),
            cache: default_cache(),
            guest: env::var_os("RINGSIDE_BACKEND").map(PathBuf::from),
            module: None,
            qemu: PathBuf::from("qemu-system-x86_64"),
            accel: Accel::Auto,
            cpu: "qemu64,+smep,+smap".to_owned(),
            kpti: false,
            memory_mib: 512,
            boot_limit: Duration::from_secs(120),
            append: String::new(),
        }
    }
}

/// The files of a lab, all of which are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The kernel.
    pub vmlinuz: PathBuf,
    /// Its modules (`/lib/modules/RELEASE`).
    pub modules: PathBuf,
    /// ringside.ko for it.
    pub module: PathBuf,
    /// The static `ringside`.
    pub guest: PathBuf,
}

impl LabConfig {
    /// Finds the files, or says which one is missing and what makes it.
    pub fn parts(&self) -> Result<Parts, LabError> {
        let kernel = self.cache.join("kernels").join(&self.kernel);
        let fetch = format!("make kernels, or scripts/kernels.sh {}", self.kernel);
        let module = self.module.clone();
        Ok(Parts {
            vmlinuz: first("a kernel", vec![kernel.join("vmlinuz")], fetch.clone())?,
            modules: first("the kernel's modules", vec![kernel.join("modules")], fetch)?,
            module: first(
                "our kernel module",
                module.map_or_else(
                    || vec![self.cache.join("kmod").join(&self.kernel).join("ringside.ko")],
                    |path| vec![path],
                ),
                format!("make kmod, or make -C kmod VERSION={}", self.kernel),
            )?,
            guest: self.guest()?,
        })
    }

    /// The static `ringside`: the one that was asked for; this very program, if
    /// it is static; else the newest that cargo built.
    pub fn guest(&self) -> Result<PathBuf, LabError> {
        let mut places = Vec::new();
        if let Some(path) = &self.guest {
            places.push(path.clone());
        } else if cfg!(target_env = "musl") {
            places.push(env::current_exe()?);
        } else if let Some(root) = workspace() {
            let target = env::var_os("CARGO_TARGET_DIR")
                .map_or_else(|| root.join("target"), PathBuf::from)
                .join(GUEST_TARGET);
            places
                .extend(["release", "debug"].map(|profile| target.join(profile).join("ringside")));
            places.sort_by_key(|p| std::cmp::Reverse(p.metadata().and_then(|m| m.modified()).ok()));
        }
        first(
            "a static `ringside` for the guest",
            places,
            format!("make backend, or cargo build -p ringside --target {GUEST_TARGET}"),
        )
    }
}

/// What the guest's binary is built for: no libraries to bring along.
pub const GUEST_TARGET: &str = "x86_64-unknown-linux-musl";

fn first(what: &'static str, looked: Vec<PathBuf>, remedy: String) -> Result<PathBuf, LabError> {
    match looked.iter().find(|path| path.exists()) {
        Some(path) => Ok(path.clone()),
        None => Err(LabError::Missing { what, looked, remedy }),
    }
}

/// `$RINGSIDE_CACHE`; else `.cache` in the source tree that we are in or were
/// built in; else the user's own cache.
#[must_use]
pub fn default_cache() -> PathBuf {
    if let Some(path) = env::var_os("RINGSIDE_CACHE") {
        return PathBuf::from(path);
    }
    if let Some(root) = workspace() {
        return root.join(".cache");
    }
    env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cache")))
        .unwrap_or_else(env::temp_dir)
        .join("ringside")
}

/// The source tree: the directory above with kmod/Kbuild in it.
fn workspace() -> Option<PathBuf> {
    let starts = [env::current_dir().ok(), env::current_exe().ok()];
    starts.into_iter().flatten().find_map(|start| {
        let mut above = start.ancestors();
        above.find(|dir| dir.join("kmod/Kbuild").exists()).map(Path::to_path_buf)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_part_names_its_remedy() {
        let config = LabConfig {
            cache: PathBuf::from("/nonexistent"),
            kernel: "6.12".to_owned(),
            ..LabConfig::default()
        };
        let error = config.parts().unwrap_err().to_string();
        assert!(error.contains("/nonexistent/kernels/6.12/vmlinuz"), "{error}");
        assert!(error.contains("scripts/kernels.sh 6.12"), "{error}");
    }

    #[test]
    fn a_guest_that_was_asked_for_is_not_replaced() {
        let config = LabConfig {
            guest: Some(PathBuf::from("/nonexistent/ringside")),
            ..LabConfig::default()
        };
        assert!(matches!(config.guest(), Err(LabError::Missing { .. })));
    }
}
