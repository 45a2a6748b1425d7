//! Character devices: ours, and the system's that hold nothing.

use super::Channel;

pub const CHANNEL: Channel = Channel {
    name: "chrdev",
    own: &["/dev/ringside", "/dev/ringside-bare", "/dev/null", "/dev/zero", "/dev/full"],
    read: &["/dev/urandom"],
    calls: &["ioctl"],
    opened_before: &["/dev/ringside", "/dev/ringside-bare", "/dev/null"],
};
