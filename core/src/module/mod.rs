//! The model of our kernel module, file for file beside `kmod/`.

pub mod chrdev;
pub mod procfs;

use crate::kernel::fs::file::FileOperations;
use crate::kernel::proc::Tree;

/// What the module's channels keep.
#[derive(Debug, Default)]
pub struct State {
    /// `kmod/procfs.c`
    pub(crate) procfs: procfs::State,
    /// `kmod/chrdev.c`
    pub(crate) chrdev: chrdev::State,
}

/// `ringside_proc.init`: what the module registers in /proc.
pub(crate) fn register_proc(tree: &mut Tree) {
    procfs::init(tree);
}

/// Device nodes that the module makes: name, minor number, permission bits.
pub(crate) const MISC_DEVICES: [(&str, u32, u16); 2] =
    [("ringside", 256, 0o666), ("ringside-bare", 257, 0o666)];

/// `misc_list`: the operations behind a minor number.
pub(crate) fn misc_device(minor: u32) -> Option<&'static FileOperations> {
    match minor {
        256 => Some(&chrdev::DEV_FOPS),
        257 => Some(&chrdev::BARE_FOPS),
        _ => None,
    }
}
