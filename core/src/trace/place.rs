//! The rooms of the map.

use serde::{Deserialize, Serialize};

macro_rules! places {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $en:literal, $zh:literal;)*) => {
        /// Where something happens. Rooms are fixed: after two lessons a viewer
        /// knows them by heart.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Place { $($(#[$doc])* $name,)* }

        impl Place {
            /// All rooms, in the order of their ids.
            pub const ALL: &[Place] = &[$(Place::$name,)*];

            /// A stable identifier, for files, styles and links.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Place::$name => $id,)* }
            }

            /// What the room is called: English, Chinese.
            #[must_use]
            pub fn title(self) -> (&'static str, &'static str) {
                match self { $(Place::$name => ($en, $zh),)* }
            }
        }
    };
}

places! {
    /// The program's own instructions.
    Program = "program", "Program", "程序";
    /// The C library and the vDSO.
    Libc = "libc", "libc · vDSO", "libc · vDSO";
    /// Entry and exit code.
    Entry = "entry", "Entry", "入口";
    /// The virtual file system.
    Vfs = "vfs", "VFS", "虚拟文件系统";
    /// procfs.
    Procfs = "procfs", "procfs", "procfs";
    /// sysctl.
    Sysctl = "sysctl", "sysctl", "sysctl";
    /// sysfs and kernfs.
    Kernfs = "kernfs", "sysfs", "sysfs";
    /// Character devices.
    Chrdev = "chrdev", "char device", "字符设备";
    /// ioctl's own dispatch.
    Ioctl = "ioctl", "ioctl", "ioctl";
    /// Sockets.
    Socket = "socket", "Sockets", "套接字";
    /// Netlink.
    Netlink = "netlink", "netlink", "netlink";
    /// Memory management.
    Mm = "mm", "Memory mgmt", "内存管理";
    /// Page tables.
    PageTables = "page-tables", "Page tables", "页表";
    /// BPF.
    Bpf = "bpf", "eBPF", "eBPF";
    /// The module.
    Module = "module", "Module · ringside.ko", "模块 · ringside.ko";
    /// Signals.
    Signal = "signal", "Signals", "信号";
    /// The scheduler.
    Sched = "sched", "Scheduler", "调度器";
    /// Interrupt handling.
    Irq = "irq", "IRQ", "中断";
    /// User memory access (`lib/usercopy.c`, `lib/iov_iter.c`).
    Usercopy = "usercopy", "User copy", "用户拷贝";
    /// The rest of the kernel, as real traces show it.
    Other = "other", "Elsewhere", "其他";
    /// CPU, MMU, timer, device.
    Hardware = "hardware", "Hardware", "硬件";
}

impl Place {
    /// The room with this stable number, as files store it.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Place> {
        Place::ALL.get(usize::from(number)).copied()
    }
}
