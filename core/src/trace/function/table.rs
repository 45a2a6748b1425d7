//! The rows. Order is free: files and traces refer to functions by name.

use super::{Function, FunctionId, Visibility};
use crate::trace::Place;

macro_rules! table {
    ($($name:ident, $file:literal, $place:ident, $visibility:ident, $en:literal, $zh:literal;)*) => {
        #[expect(non_camel_case_types, reason = "the functions' own names")]
        #[repr(u16)]
        enum Index { $($name,)* }

        $(
            #[doc = concat!("`", stringify!($name), "` (", $file, "): ", $en)]
            #[allow(non_upper_case_globals, reason = "the functions' own names")]
            pub const $name: FunctionId = FunctionId(Index::$name as u16);
        )*

        pub(super) const TABLE: &[Function] = &[$(Function {
            name: stringify!($name),
            file: $file,
            place: Place::$place,
            visibility: Visibility::$visibility,
            en: $en,
            zh: $zh,
        },)*];
    };
}

table! {
    entry_SYSCALL_64, "arch/x86/entry/entry_64.S", Entry, Assembly,
        "Switches to the kernel's stack and saves the registers as pt_regs.",
        "切换到内核栈，并把寄存器保存为 pt_regs。";
    do_syscall_64, "arch/x86/entry/common.c", Entry, Noinstr,
        "Looks at the number in rax and calls that system call.",
        "查看 rax 中的编号，调用对应的系统调用。";
    x64_sys_call, "arch/x86/entry/syscall_64.c", Entry, Traced,
        "Dispatches on the system call's number.",
        "按系统调用号分派。";
    ksys_read, "fs/read_write.c", Vfs, Traced,
        "Finds the open file behind the descriptor and reads at its position.",
        "找到描述符对应的打开文件，并从其当前位置读取。";
    vfs_read, "fs/read_write.c", Vfs, Traced,
        "Checks mode, operation and buffer, then calls the file's read operation.",
        "检查打开方式、操作和缓冲区，然后调用该文件的读操作。";
    _copy_to_user, "lib/usercopy.c", Usercopy, Lib,
        "Copies kernel bytes to user memory and returns how many it could not copy.",
        "把内核字节拷贝到用户内存，并返回未能拷贝的字节数。";
}
