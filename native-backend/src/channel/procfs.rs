//! procfs: `/proc/ringside/`, and what of `/proc` is harmless to read.

use super::Channel;

pub const CHANNEL: Channel = Channel {
    name: "procfs",
    own: &["/proc/ringside/", "/proc/ringside", "/proc/self/comm"],
    read: &[
        "/proc",
        "/proc/cmdline",
        "/proc/cpuinfo",
        "/proc/devices",
        "/proc/filesystems",
        "/proc/interrupts",
        "/proc/loadavg",
        "/proc/meminfo",
        "/proc/misc",
        "/proc/modules",
        "/proc/self",
        "/proc/self/cmdline",
        "/proc/self/limits",
        "/proc/self/maps",
        "/proc/self/smaps",
        "/proc/self/stat",
        "/proc/self/statm",
        "/proc/self/status",
        "/proc/self/syscall",
        "/proc/softirqs",
        "/proc/stat",
        "/proc/uptime",
        "/proc/version",
        "/proc/vmstat",
    ],
    calls: &[],
    opened_before: &[],
};
