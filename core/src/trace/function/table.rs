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
    kobj_lookup, "drivers/base/map.c", Chrdev, Traced,
        "Finds the cdev registered for a device number and takes a reference to it.",
        "查找为该设备号注册的 cdev，并增加其引用计数。";
    memory_open, "drivers/char/mem.c", Chrdev, Traced,
        "Selects the memory device (null, zero, …) by minor number and installs its operations.",
        "按次设备号选择内存设备（null、zero 等），并装上它的操作函数表。";
    null_lseek, "drivers/char/mem.c", Chrdev, Traced,
        "Sets the file offset to 0, whatever the caller asked for.",
        "把文件偏移设为 0，不管调用者要求的是什么。";
    read_null, "drivers/char/mem.c", Chrdev, Traced,
        "Returns 0, end of file: there is never anything to read in /dev/null.",
        "返回 0，即文件结尾：/dev/null 里永远没有内容可读。";
    write_null, "drivers/char/mem.c", Chrdev, Traced,
        "Returns the whole count without looking at the buffer.",
        "不看缓冲区，直接返回全部字节数。";
    misc_open, "drivers/char/misc.c", Chrdev, Traced,
        "Finds the misc device by its minor number, installs its operations and calls its open.",
        "按次设备号找到 misc 设备，装上它的操作函数表，并调用其 open。";
    cdev_put, "fs/char_dev.c", Chrdev, Traced,
        "Drops a reference to the cdev and one to the module that owns it.",
        "释放对 cdev 的一个引用，以及对其所属模块的一个引用。";
    chrdev_open, "fs/char_dev.c", Chrdev, Traced,
        "Finds the cdev of the device number, installs its operations and calls their open.",
        "找到设备号对应的 cdev，装上它的操作函数表，并调用其中的 open。";
    do_syscall_64, "arch/x86/entry/common.c", Entry, Noinstr,
        "Does the entry work, calls the system call by its number and stores the result for rax.",
        "完成入口处理，按编号调用系统调用，并存好要放进 rax 的结果。";
    entry_SYSCALL_64, "arch/x86/entry/entry_64.S", Entry, Assembly,
        "Switches to the kernel's GS base and stack, and saves the registers as pt_regs.",
        "切换到内核的 GS 基址和内核栈，并把寄存器保存为 pt_regs。";
    sys_ni_syscall, "kernel/sys_ni.c", Entry, Traced,
        "Stands for every number that no system call has: ENOSYS.",
        "代表所有没有对应系统调用的编号：返回 ENOSYS。";
    x64_sys_call, "arch/x86/entry/syscall_64.c", Entry, Traced,
        "Dispatches on the system call's number; an unknown number returns ENOSYS.",
        "按系统调用号分派；未知的编号返回 ENOSYS。";
    asm_exc_page_fault, "arch/x86/include/asm/idtentry.h", Entry, Assembly,
        "Receives the page fault from the CPU, saves the registers and calls exc_page_fault.",
        "从 CPU 接收缺页异常，保存寄存器，并调用 exc_page_fault。";
    exc_page_fault, "arch/x86/mm/fault.c", Entry, Noinstr,
        "Reads the faulting address from CR2; passes a user address on to do_user_addr_fault.",
        "从 CR2 读出出错地址；若是用户地址，就交给 do_user_addr_fault。";
    exit_to_user_mode_prepare, "kernel/entry/common.c", Entry, Traced,
        "Checks the task's work flags and does what is due: reschedule, signals, task work.",
        "检查任务的工作标志，完成待办事项：重新调度、信号、task work。";
    syscall_exit_to_user_mode, "kernel/entry/common.c", Entry, Noinstr,
        "Does the work that is due before a system call returns to user mode.",
        "完成系统调用返回用户态之前的待办工作。";
    syscall_exit_to_user_mode_prepare, "kernel/entry/common.c", Entry, Traced,
        "Runs the system call's one-time exit work, if any is set: audit, tracepoint, ptrace.",
        "若设置了一次性的系统调用退出工作，就执行它：审计、跟踪点、ptrace。";
    task_work_add, "kernel/task_work.c", Entry, Traced,
        "Queues a callback that the task runs before it returns to user mode.",
        "把一个回调加入队列，由该任务在返回用户态之前执行。";
    task_work_run, "kernel/task_work.c", Entry, Traced,
        "Runs the callbacks that were queued for this task.",
        "执行为本任务排队的回调。";
    __x64_sys_ioctl, "fs/ioctl.c", Ioctl, Traced,
        "Looks up the file, asks the security modules, tries the common commands, then the driver.",
        "查找文件，询问安全模块，先试通用命令，再交给驱动。";
    do_vfs_ioctl, "fs/ioctl.c", Ioctl, Traced,
        "Handles the commands that the VFS itself knows, such as FIONBIO; leaves others to the driver.",
        "处理 VFS 自己认识的命令，例如 FIONBIO；其余的留给驱动。";
    __x64_sys_mmap, "arch/x86/kernel/sys_x86_64.c", Mm, Traced,
        "Refuses an offset that is not a multiple of the page size, then calls ksys_mmap_pgoff.",
        "拒绝不是页大小整数倍的偏移，然后调用 ksys_mmap_pgoff。";
    arch_get_unmapped_area_topdown, "arch/x86/kernel/sys_x86_64.c", Mm, Traced,
        "Searches for a free address range, from the top of the mmap area downwards.",
        "从 mmap 区域的顶端向下，查找一段空闲的地址范围。";
    fixup_exception, "arch/x86/mm/extable.c", Mm, Traced,
        "Finds the exception table entry of the instruction and sets the saved RIP to its fixup.",
        "找到该指令的异常表项，并把保存的 RIP 改为其修复代码的地址。";
    __bad_area, "arch/x86/mm/fault.c", Mm, Traced,
        "Releases the lock on the address space before the bad access is dealt with.",
        "在处理非法访问之前，先释放地址空间的锁。";
    bad_area_access_error, "arch/x86/mm/fault.c", Mm, Traced,
        "Deals with an access that the memory area exists for but does not allow.",
        "处理这样的访问：内存区域存在，但不允许这种访问。";
    __bad_area_nosemaphore, "arch/x86/mm/fault.c", Mm, Traced,
        "Sends SIGSEGV if user mode made the bad access; for kernel code, looks for a fixup.",
        "若是用户态的非法访问，就发送 SIGSEGV；若是内核代码，则查找修复代码。";
    bad_area_nosemaphore, "arch/x86/mm/fault.c", Mm, Traced,
        "Reports an address that is not mapped (SEGV_MAPERR), with mmap_lock not held.",
        "在不持有 mmap_lock 的情况下，报告未映射的地址（SEGV_MAPERR）。";
    do_user_addr_fault, "arch/x86/mm/fault.c", Mm, Notrace,
        "Handles a fault on a user address: finds its VMA, checks the access, or reports a bad area.",
        "处理用户地址上的缺页异常：查找 VMA，检查访问权限，否则报告非法区域。";
    kernelmode_fixup_or_oops, "arch/x86/mm/fault.c", Mm, Traced,
        "Goes on at the fixup if the faulting kernel instruction has one; otherwise oopses.",
        "若出错的内核指令有修复代码，就从那里继续；否则产生 oops。";
    search_exception_tables, "kernel/extable.c", Mm, Traced,
        "Looks an instruction's address up in the exception tables: kernel, modules, BPF.",
        "在内核、模块和 BPF 的异常表中查找某条指令的地址。";
    vm_area_alloc, "kernel/fork.c", Mm, Traced,
        "Allocates and initializes a vm_area_struct.",
        "分配并初始化一个 vm_area_struct。";
    vm_area_free, "kernel/fork.c", Mm, Traced,
        "Gives a vm_area_struct back to its slab cache.",
        "把 vm_area_struct 归还给它的 slab 缓存。";
    inode_to_bdi, "mm/backing-dev.c", Mm, Traced,
        "Returns the backing device (bdi) of the inode's filesystem or block device.",
        "返回 inode 所在文件系统或块设备的后备设备（bdi）。";
    lock_mm_and_find_vma, "mm/memory.c", Mm, Traced,
        "Takes mmap_lock and finds the address's VMA, growing the stack if need be.",
        "获取 mmap_lock 并查找该地址所在的 VMA，必要时扩展栈。";
    do_mmap, "mm/mmap.c", Mm, Traced,
        "Checks the request, chooses the address and calls mmap_region.",
        "检查请求，选定地址，并调用 mmap_region。";
    find_vma, "mm/mmap.c", Mm, Traced,
        "Finds the first VMA that ends above the address.",
        "查找结束地址高于该地址的第一个 VMA。";
    get_unmapped_area, "mm/mmap.c", Mm, Traced,
        "Asks the file, or the architecture, for a free address range and checks the answer.",
        "向文件或体系结构代码要一段空闲的地址范围，并检查结果。";
    ksys_mmap_pgoff, "mm/mmap.c", Mm, Traced,
        "Looks up the file, unless the mapping is anonymous, and calls vm_mmap_pgoff.",
        "查找文件（匿名映射除外），并调用 vm_mmap_pgoff。";
    mmap_region, "mm/mmap.c", Mm, Traced,
        "Creates the VMA and calls the file's mmap operation to set it up.",
        "创建 VMA，并调用文件的 mmap 操作来设置它。";
    file_ra_state_init, "mm/readahead.c", Mm, Traced,
        "Gives the newly opened file the readahead size of its backing device.",
        "把后备设备的预读大小设给刚打开的文件。";
    vm_mmap_pgoff, "mm/util.c", Mm, Traced,
        "Asks the security modules, takes mmap_lock for writing and calls do_mmap.",
        "询问安全模块，以写方式获取 mmap_lock，并调用 do_mmap。";
    security_mmap_file, "security/security.c", Mm, Traced,
        "Asks the security modules whether the file may be mapped with this protection.",
        "询问安全模块：是否允许以这种保护方式映射该文件。";
    ringside_dev_open, "kmod/chrdev.c", Module, Traced,
        "Empties the buffer if the device is opened for writing with O_TRUNC.",
        "如果以写方式并带 O_TRUNC 打开设备，就清空缓冲区。";
    ringside_dev_poll, "kmod/chrdev.c", Module, Traced,
        "Registers the poller on the wait queue; always writable, readable unless empty.",
        "把轮询者登记到等待队列；总是可写，缓冲区非空时可读。";
    ringside_dev_read, "kmod/chrdev.c", Module, Traced,
        "Waits while the buffer is empty, then copies from the file offset to the caller.",
        "缓冲区为空时等待，然后从文件偏移处拷贝给调用者。";
    ringside_dev_release, "kmod/chrdev.c", Module, Traced,
        "Releases nothing; only records that the last reference to the open file is gone.",
        "不需要释放任何东西；只记录该打开文件的最后一个引用已经消失。";
    ringside_dev_write, "kmod/chrdev.c", Module, Traced,
        "Copies the bytes to the file offset, ends the content there and wakes the readers.",
        "把字节写到文件偏移处，使内容到此为止，并唤醒读者。";
    ringside_hello_read, "kmod/procfs.c", Module, Traced,
        "Copies the greeting, from the file offset on, to the caller's buffer.",
        "从文件偏移处开始，把问候语拷贝到调用者的缓冲区。";
    ringside_hello_write, "kmod/procfs.c", Module, Traced,
        "Replaces the whole greeting with the caller's bytes, wherever the file offset is.",
        "不管文件偏移在哪里，都用调用者的字节替换整个问候语。";
    ringside_ro_read, "kmod/procfs.c", Module, Traced,
        "Copies a constant text, from the file offset on, to the caller's buffer.",
        "从文件偏移处开始，把一段固定的文本拷贝到调用者的缓冲区。";
    ringside_seq_open, "kmod/procfs.c", Module, Traced,
        "Opens the file as a seq file whose single record ringside_seq_show prints.",
        "把文件作为 seq 文件打开，其唯一的记录由 ringside_seq_show 输出。";
    ringside_seq_show, "kmod/procfs.c", Module, Traced,
        "Prints the length of the greeting into the seq buffer.",
        "把问候语的长度输出到 seq 缓冲区。";
    __set_task_comm, "fs/exec.c", Other, Traced,
        "Sets the task's name (comm), cut to 15 bytes and a NUL.",
        "设置任务的名字（comm），截断为 15 字节加一个 NUL。";
    abort_creds, "kernel/cred.c", Other, Traced,
        "Discards prepared credentials that will not be used.",
        "丢弃已经准备好但不会使用的凭据。";
    commit_creds, "kernel/cred.c", Other, Traced,
        "Makes the prepared credentials those of the current task.",
        "使准备好的凭据成为当前任务的凭据。";
    prepare_creds, "kernel/cred.c", Other, Traced,
        "Makes a copy of the task's credentials that may be changed.",
        "复制一份可以修改的任务凭据。";
    module_put, "kernel/module/main.c", Other, Traced,
        "Drops a reference to the module; it cannot be unloaded while any are left.",
        "释放对模块的一个引用；只要还有引用，模块就不能卸载。";
    find_task_by_pid_ns, "kernel/pid.c", Other, Traced,
        "Finds the task that has this number in a PID namespace.",
        "在 PID 命名空间中查找具有该编号的任务。";
    __do_sys_geteuid, "kernel/sys.c", Other, Traced,
        "Returns the effective user ID, as the caller's user namespace sees it.",
        "返回有效用户 ID，以调用者的用户命名空间为准。";
    __do_sys_getpid, "kernel/sys.c", Other, Traced,
        "Returns the process ID, which is the thread group's, in the task's PID namespace.",
        "返回进程 ID，即线程组的 ID，以任务的 PID 命名空间为准。";
    __do_sys_gettid, "kernel/sys.c", Other, Traced,
        "Returns the thread's own ID in its PID namespace.",
        "返回线程自己的 ID，以它的 PID 命名空间为准。";
    __do_sys_getuid, "kernel/sys.c", Other, Traced,
        "Returns the real user ID, as the caller's user namespace sees it.",
        "返回真实用户 ID，以调用者的用户命名空间为准。";
    __sys_setgid, "kernel/sys.c", Other, Traced,
        "Sets all group IDs with CAP_SETGID; without it, only the effective one, to real or saved.",
        "有 CAP_SETGID 时设置全部组 ID；否则只能把有效组 ID 设为真实或保存的组 ID。";
    __sys_setuid, "kernel/sys.c", Other, Traced,
        "Sets all user IDs with CAP_SETUID; without it, only the effective one, to real or saved.",
        "有 CAP_SETUID 时设置全部用户 ID；否则只能把有效用户 ID 设为真实或保存的用户 ID。";
    __x64_sys_setgid, "kernel/sys.c", Other, Traced,
        "Takes the group ID from the saved registers and calls __sys_setgid.",
        "从保存的寄存器中取出组 ID，并调用 __sys_setgid。";
    __x64_sys_setuid, "kernel/sys.c", Other, Traced,
        "Takes the user ID from the saved registers and calls __sys_setuid.",
        "从保存的寄存器中取出用户 ID，并调用 __sys_setuid。";
    c_next, "arch/x86/kernel/cpu/proc.c", Procfs, Traced,
        "Moves on to the next CPU that is online.",
        "移到下一个在线的 CPU。";
    c_start, "arch/x86/kernel/cpu/proc.c", Procfs, Traced,
        "Returns the first online CPU at or after the position.",
        "返回该位置处或其后的第一个在线 CPU。";
    c_stop, "arch/x86/kernel/cpu/proc.c", Procfs, Traced,
        "Does nothing: the walk over the CPUs holds nothing.",
        "什么也不做：遍历 CPU 时不持有任何资源。";
    show_cpuinfo, "arch/x86/kernel/cpu/proc.c", Procfs, Traced,
        "Prints one CPU's part of /proc/cpuinfo: model, speed, cache size, flags, bugs.",
        "输出 /proc/cpuinfo 中一个 CPU 的部分：型号、频率、缓存大小、标志和缺陷。";
    proc_task_name, "fs/proc/array.c", Procfs, Traced,
        "Prints the task's name into the seq buffer; for a kernel thread, its full name.",
        "把任务的名字输出到 seq 缓冲区；若是内核线程，则输出其完整名字。";
    comm_open, "fs/proc/base.c", Procfs, Traced,
        "Opens /proc/PID/comm as a seq file with one record.",
        "把 /proc/PID/comm 作为只有一条记录的 seq 文件打开。";
    comm_show, "fs/proc/base.c", Procfs, Traced,
        "Finds the task that the inode stands for and prints its name and a newline.",
        "找到该 inode 所代表的任务，输出它的名字和一个换行符。";
    comm_write, "fs/proc/base.c", Procfs, Traced,
        "Copies up to 15 bytes and renames the task; only for the writer's own threads.",
        "最多拷贝 15 个字节并重命名任务；只允许用于写者自己的线程。";
    proc_pid_instantiate, "fs/proc/base.c", Procfs, Traced,
        "Makes the inode of a /proc/PID directory and attaches it to the dentry.",
        "创建 /proc/PID 目录的 inode，并把它与目录项关联。";
    proc_pid_lookup, "fs/proc/base.c", Procfs, Traced,
        "Takes the name as a process ID and looks for such a process.",
        "把名字当作进程 ID，查找这样的进程。";
    proc_pid_make_inode, "fs/proc/base.c", Procfs, Traced,
        "Makes an inode that stands for a task, with the task's pid and owner.",
        "创建代表某个任务的 inode，带有该任务的 pid 和属主。";
    proc_pid_permission, "fs/proc/base.c", Procfs, Traced,
        "Checks whether hidepid hides the process, then the directory's mode bits.",
        "检查 hidepid 是否隐藏该进程，再检查目录的权限位。";
    proc_pident_instantiate, "fs/proc/base.c", Procfs, Traced,
        "Makes the inode of an entry of /proc/PID: mode and operations from its table row.",
        "创建 /proc/PID 中某一项的 inode：权限和操作来自对应的表项。";
    proc_pident_lookup, "fs/proc/base.c", Procfs, Traced,
        "Searches the table of a task directory's entries for the name.",
        "在任务目录的表项中查找该名字。";
    proc_tgid_base_lookup, "fs/proc/base.c", Procfs, Traced,
        "Looks up a name in /proc/PID, using the table tgid_base_stuff.",
        "在 /proc/PID 中查找名字，使用的表是 tgid_base_stuff。";
    cpuinfo_open, "fs/proc/cpuinfo.c", Procfs, Traced,
        "Opens /proc/cpuinfo as a seq file with one record for each online CPU.",
        "把 /proc/cpuinfo 作为 seq 文件打开，每个在线 CPU 一条记录。";
    pde_subdir_find, "fs/proc/generic.c", Procfs, Traced,
        "Searches the red-black tree of a proc directory for the name.",
        "在 proc 目录的红黑树中查找该名字。";
    proc_lookup, "fs/proc/generic.c", Procfs, Traced,
        "Looks up a registered entry in this directory, unless procfs shows only processes.",
        "在该目录中查找已注册的项，除非 procfs 只显示进程。";
    proc_lookup_de, "fs/proc/generic.c", Procfs, Traced,
        "Finds the registered entry and makes an inode for it; ENOENT if there is none.",
        "找到已注册的项并为它创建 inode；没有则返回 ENOENT。";
    proc_misc_d_revalidate, "fs/proc/generic.c", Procfs, Traced,
        "Checks that the entry behind a cached dentry still exists; in an RCU walk, asks to leave it.",
        "检查缓存的目录项背后的 proc 项是否仍存在；在 RCU 路径查找中则要求先退出。";
    proc_single_open, "fs/proc/generic.c", Procfs, Traced,
        "Opens an entry that has only a show function as a seq file with one record.",
        "把只有 show 函数的项作为只有一条记录的 seq 文件打开。";
    close_pdeo, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's release exactly once, even if close and module unloading race.",
        "恰好调用一次该项的 release，即使关闭与模块卸载同时发生。";
    proc_get_inode, "fs/proc/inode.c", Procfs, Traced,
        "Makes an inode for a registered entry: mode, owner and operations come from it.",
        "为已注册的项创建 inode：权限、属主和操作都来自该项。";
    proc_reg_get_unmapped_area, "fs/proc/inode.c", Procfs, Traced,
        "Asks the entry's own function, or else the default one, for a free address range.",
        "用该项自己的函数（没有则用默认函数）查找一段空闲的地址范围。";
    proc_reg_llseek, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's lseek function; removing the entry has to wait for it.",
        "调用该项的 lseek 函数；删除该项必须等它结束。";
    proc_reg_mmap, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's mmap function; EIO if it has none.",
        "调用该项的 mmap 函数；没有则返回 EIO。";
    proc_reg_open, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's open function, and notes the file if release must be called later.",
        "调用该项的 open 函数；如果以后要调用 release，就记下这个文件。";
    proc_reg_poll, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's poll function; without one, the file is always ready.",
        "调用该项的 poll 函数；没有则该文件总是就绪。";
    proc_reg_read, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's read function; EIO if it has none or was removed.",
        "调用该项的 read 函数；没有或该项已删除则返回 EIO。";
    proc_reg_read_iter, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's read_iter function; EIO if the entry was removed.",
        "调用该项的 read_iter 函数；该项已删除则返回 EIO。";
    proc_reg_release, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's release function, if proc_reg_open noted this file.",
        "如果 proc_reg_open 记下了这个文件，就调用该项的 release 函数。";
    proc_reg_unlocked_ioctl, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's ioctl function; ENOTTY if it has none.",
        "调用该项的 ioctl 函数；没有则返回 ENOTTY。";
    proc_reg_write, "fs/proc/inode.c", Procfs, Traced,
        "Calls the entry's write function; EIO if it has none or was removed.",
        "调用该项的 write 函数；没有或该项已删除则返回 EIO。";
    meminfo_proc_show, "fs/proc/meminfo.c", Procfs, Traced,
        "Collects the memory counters and prints /proc/meminfo line by line.",
        "收集内存计数器，逐行输出 /proc/meminfo。";
    show_val_kb, "fs/proc/meminfo.c", Procfs, Inlined,
        "Prints one line: a name and a number of pages, converted to kB.",
        "输出一行：一个名字和一个页数，换算成 kB。";
    proc_root_lookup, "fs/proc/root.c", Procfs, Traced,
        "Looks up a name in /proc: first as a process ID, then as a registered entry.",
        "在 /proc 中查找名字：先当作进程 ID，再当作已注册的项。";
    proc_self_get_link, "fs/proc/self.c", Procfs, Traced,
        "Makes the target of /proc/self: the process ID of whoever follows the link.",
        "生成 /proc/self 的目标：跟随该链接的进程自己的进程 ID。";
    name_to_int, "fs/proc/util.c", Procfs, Traced,
        "Turns a name into a number; ~0 if it is not plain decimal without leading zeros.",
        "把名字转换成数字；若不是没有前导零的十进制数，则返回 ~0。";
    __x64_sys_exit_group, "kernel/exit.c", Sched, Traced,
        "Ends the whole process with the exit code that the program gave.",
        "以程序给出的退出码结束整个进程。";
    do_exit, "kernel/exit.c", Sched, Traced,
        "Ends the current thread: gives up its memory and files, and never returns.",
        "结束当前线程：放弃它的内存和文件，永不返回。";
    do_group_exit, "kernel/exit.c", Sched, Traced,
        "Records the exit code, kills the other threads of the process and calls do_exit.",
        "记录退出码，杀死该进程的其他线程，并调用 do_exit。";
    default_wake_function, "kernel/sched/core.c", Sched, Traced,
        "Wakes the task that the wait queue entry names.",
        "唤醒等待队列项所指的任务。";
    schedule, "kernel/sched/core.c", Sched, Traced,
        "Lets the scheduler choose the next task; returns when this task runs again.",
        "让调度器选出下一个任务；等本任务再次运行时才返回。";
    wake_up_state, "kernel/sched/core.c", Sched, Traced,
        "Wakes the task if it sleeps in one of the given states.",
        "如果任务正处于给定的某种睡眠状态，就唤醒它。";
    try_to_wake_up, "kernel/sched/core.c", Sched, Traced,
        "Makes a sleeping task runnable and puts it on a CPU's run queue.",
        "使睡眠的任务变为可运行，并把它放进某个 CPU 的运行队列。";
    __wake_up, "kernel/sched/wait.c", Sched, Traced,
        "Wakes the waiters of a wait queue; wake_up_interruptible() ends up here.",
        "唤醒等待队列中的等待者；wake_up_interruptible() 最终到达这里。";
    __wake_up_common, "kernel/sched/wait.c", Sched, Traced,
        "Walks the wait queue and calls each entry's wake function.",
        "遍历等待队列，调用每一项的唤醒函数。";
    __wake_up_common_lock, "kernel/sched/wait.c", Sched, Traced,
        "Takes the wait queue's lock for the walk, and drops it now and then if the queue is long.",
        "为遍历获取等待队列的锁；队列很长时会不时释放。";
    add_wait_queue, "kernel/sched/wait.c", Sched, Traced,
        "Adds an entry to a wait queue, under the queue's lock.",
        "在队列锁的保护下，向等待队列添加一项。";
    autoremove_wake_function, "kernel/sched/wait.c", Sched, Traced,
        "Wakes the entry's task and, if that worked, takes the entry off the wait queue.",
        "唤醒该项的任务；若成功，就把该项从等待队列中移除。";
    finish_wait, "kernel/sched/wait.c", Sched, Traced,
        "Marks the task as running and takes its entry off the wait queue.",
        "把任务标记为运行状态，并把它的项从等待队列中移除。";
    init_wait_entry, "kernel/sched/wait.c", Sched, Traced,
        "Prepares a wait queue entry that wakes the current task and then leaves the queue.",
        "准备一个等待队列项：它唤醒当前任务，随后离开队列。";
    prepare_to_wait_event, "kernel/sched/wait.c", Sched, Traced,
        "Queues the task and sets its sleep state; ERESTARTSYS if a signal is pending.",
        "把任务加入队列并设置睡眠状态；若有待处理的信号则返回 ERESTARTSYS。";
    remove_wait_queue, "kernel/sched/wait.c", Sched, Traced,
        "Takes an entry off a wait queue, under the queue's lock.",
        "在队列锁的保护下，从等待队列移除一项。";
    schedule_hrtimeout_range, "kernel/time/hrtimer.c", Sched, Traced,
        "Sleeps until the task is woken or the time on CLOCK_MONOTONIC is over.",
        "睡眠，直到任务被唤醒或 CLOCK_MONOTONIC 上的时间到期。";
    schedule_hrtimeout_range_clock, "kernel/time/hrtimer.c", Sched, Traced,
        "Starts a timer if there is a timeout, calls schedule and cancels the timer afterwards.",
        "若有超时就启动定时器，调用 schedule，之后取消定时器。";
    __do_sys_rt_sigreturn, "arch/x86/kernel/signal.c", Signal, Traced,
        "Ends a signal handler: restores the mask and registers from the frame on the user stack.",
        "结束信号处理函数：从用户栈上的信号帧恢复信号掩码和寄存器。";
    arch_do_signal_or_restart, "arch/x86/kernel/signal.c", Signal, Traced,
        "Delivers a pending signal to its handler; without one, sets up a restart of the call.",
        "把待处理的信号交给其处理函数；若没有，则安排重新执行该系统调用。";
    get_sigframe, "arch/x86/kernel/signal.c", Signal, Traced,
        "Finds room for the signal frame on the user stack and saves the FPU state there.",
        "在用户栈上为信号帧找出空间，并把 FPU 状态保存在那里。";
    restore_altstack, "kernel/signal.c", Signal, Traced,
        "Puts the alternate signal stack back as the frame says.",
        "按照信号帧恢复备用信号栈。";
    restore_sigcontext, "arch/x86/kernel/signal.c", Signal, Traced,
        "Copies the registers from the signal frame back into pt_regs and restores the FPU.",
        "把信号帧中的寄存器拷贝回 pt_regs，并恢复 FPU 状态。";
    __send_signal_locked, "kernel/signal.c", Signal, Traced,
        "Adds the signal to the target's pending ones; one below SIGRTMIN is kept only once.",
        "把信号加入目标的待处理信号；小于 SIGRTMIN 的信号只保留一份。";
    __x64_sys_kill, "kernel/signal.c", Signal, Traced,
        "Fills in who sends the signal and sends it to the process with this ID.",
        "填写发送者信息，把信号发送给具有该 ID 的进程。";
    __x64_sys_rt_sigaction, "kernel/signal.c", Signal, Traced,
        "Copies the new action in, calls do_sigaction and copies the old action out.",
        "拷入新的信号动作，调用 do_sigaction，再拷出旧的动作。";
    check_kill_permission, "kernel/signal.c", Signal, Traced,
        "Checks the signal's number and whether the sender may signal the target.",
        "检查信号编号，以及发送者是否有权向目标发送信号。";
    kill_something_info, "kernel/signal.c", Signal, Traced,
        "Decides by the sign of the pid whether one process, a group or all are meant.",
        "根据 pid 的符号判断目标是一个进程、一个进程组还是所有进程。";
    send_signal_locked, "kernel/signal.c", Signal, Traced,
        "Translates the sender's IDs for the target's namespaces.",
        "把发送者的标识转换到目标所在的命名空间。";
    prepare_signal, "kernel/signal.c", Signal, Traced,
        "Says whether the target would take the signal at all or ignores it.",
        "判断目标会接收还是忽略该信号。";
    complete_signal, "kernel/signal.c", Signal, Traced,
        "Chooses a thread to take the signal and wakes it; wakes all if it kills without a core dump.",
        "选出处理该信号的线程并唤醒它；若信号致命且不产生核心转储，则唤醒所有线程。";
    dequeue_signal, "kernel/signal.c", Signal, Traced,
        "Takes a pending signal that is not blocked: the thread's own first, then the process's.",
        "取出一个未被阻塞的待处理信号：先取线程自己的，再取进程的。";
    do_send_sig_info, "kernel/signal.c", Signal, Traced,
        "Takes the target's siglock and sends the signal.",
        "获取目标的 siglock，并发送信号。";
    do_sigaction, "kernel/signal.c", Signal, Traced,
        "Replaces what the process does on a signal; SIGKILL and SIGSTOP return EINVAL.",
        "替换进程对某信号的动作；对 SIGKILL 和 SIGSTOP 返回 EINVAL。";
    get_signal, "kernel/signal.c", Signal, Traced,
        "Takes pending signals: carries out default actions, returns the first with a handler.",
        "取出待处理的信号：执行默认动作，返回第一个有处理函数的信号。";
    kill_pid_info, "kernel/signal.c", Signal, Traced,
        "Finds the process of a struct pid and sends it the signal; ESRCH if it is gone.",
        "找到 struct pid 对应的进程并向它发送信号；进程已不在则返回 ESRCH。";
    unsafe_put_user, "arch/x86/include/asm/uaccess.h", Usercopy, Inlined,
        "Stores one value in user memory; a fault jumps to the caller's error label.",
        "把一个值写入用户内存；出错时跳转到调用者的错误标号。";
    _copy_to_iter, "lib/iov_iter.c", Usercopy, Lib,
        "Copies kernel bytes to the iterator's memory, here the user's, and returns how many.",
        "把内核字节拷贝到迭代器所指的内存（这里是用户内存），并返回拷贝的字节数。";
    strncpy_from_user, "lib/strncpy_from_user.c", Usercopy, Lib,
        "Copies a NUL-terminated string from user memory and returns its length or EFAULT.",
        "从用户内存拷贝以 NUL 结尾的字符串，返回其长度或 EFAULT。";
    _copy_from_user, "lib/usercopy.c", Usercopy, Lib,
        "Copies user bytes to kernel memory, zeroes what is missing and returns how much that is.",
        "把用户字节拷贝到内核内存，缺少的部分清零，并返回缺少的字节数。";
    _copy_to_user, "lib/usercopy.c", Usercopy, Lib,
        "Copies kernel bytes to user memory and returns how many it could not copy.",
        "把内核字节拷贝到用户内存，并返回未能拷贝的字节数。";
    notify_change, "fs/attr.c", Vfs, Traced,
        "Checks a change of inode attributes, here of the size, and has the filesystem make it.",
        "检查对 inode 属性（这里是大小）的修改，并让文件系统执行。";
    __d_alloc, "fs/dcache.c", Vfs, Traced,
        "Allocates a dentry and copies the name into it; it has no parent and no inode yet.",
        "分配一个目录项并拷入名字；此时还没有父目录项和 inode。";
    __d_lookup, "fs/dcache.c", Vfs, Traced,
        "Searches the dentry hash table for parent and name, and takes a reference to the match.",
        "按父目录项和名字搜索目录项哈希表，并增加匹配项的引用计数。";
    __d_lookup_rcu, "fs/dcache.c", Vfs, Traced,
        "Searches the dentry hash table without locks or references; returns a sequence number.",
        "不加锁、不增加引用计数地搜索目录项哈希表；同时返回一个序列号。";
    __d_rehash, "fs/dcache.c", Vfs, Traced,
        "Puts a dentry into the hash table, so that lookups find it from now on.",
        "把目录项放入哈希表，从此可以被查到。";
    d_alloc, "fs/dcache.c", Vfs, Traced,
        "Allocates a dentry for the name and links it to its parent.",
        "为该名字分配一个目录项，并把它挂到父目录项下。";
    d_alloc_parallel, "fs/dcache.c", Vfs, Traced,
        "Makes the dentry of a lookup in progress, or waits for the one of another task.",
        "为正在进行的查找创建目录项，或者等待另一个任务的同一查找。";
    d_lookup, "fs/dcache.c", Vfs, Traced,
        "Looks a name up in the cache, again if a rename happened meanwhile.",
        "在缓存中查找名字；若其间发生过重命名则重试。";
    d_splice_alias, "fs/dcache.c", Vfs, Traced,
        "Ties the inode that a lookup found to its dentry, or uses a directory's existing dentry.",
        "把查找到的 inode 与目录项关联；若目录已有目录项则用已有的。";
    dput, "fs/dcache.c", Vfs, Traced,
        "Drops a reference to a dentry; with the last one it may stay cached or be freed.",
        "释放对目录项的一个引用；最后一个释放后，它可能留在缓存中，也可能被释放。";
    do_fcntl, "fs/fcntl.c", Vfs, Traced,
        "Carries out the fcntl command on the open file.",
        "对打开的文件执行 fcntl 命令。";
    __x64_sys_fcntl, "fs/fcntl.c", Vfs, Traced,
        "Looks up the file, asks the security modules and carries out the command.",
        "查找文件，询问安全模块，并执行该命令。";
    __fdget, "fs/file.c", Vfs, Traced,
        "Looks up the open file of a descriptor; one opened with O_PATH does not count.",
        "查找描述符对应的打开文件；以 O_PATH 打开的不算。";
    __fdget_pos, "fs/file.c", Vfs, Traced,
        "Looks up the file; locks the offset of a directory, or of a regular file that is shared.",
        "查找文件；若是目录或被共享的普通文件，就锁住其文件偏移。";
    __fget_light, "fs/file.c", Vfs, Traced,
        "Finds the file in the descriptor table; takes a reference only if the table is shared.",
        "在描述符表中找到文件；只有该表被共享时才增加引用计数。";
    __x64_sys_dup, "fs/file.c", Vfs, Traced,
        "Gives the open file a second descriptor, the lowest that is free.",
        "给打开文件第二个描述符，即最小的空闲描述符。";
    alloc_fd, "fs/file.c", Vfs, Traced,
        "Finds the lowest free descriptor, marks it as used and sets or clears close-on-exec.",
        "找到最小的空闲描述符，标记为已用，并设置或清除 close-on-exec。";
    close_fd, "fs/file.c", Vfs, Traced,
        "Takes the file out of the descriptor table and closes it; EBADF if there is none.",
        "把文件从描述符表中取出并关闭；没有则返回 EBADF。";
    expand_files, "fs/file.c", Vfs, Traced,
        "Enlarges the descriptor table if the descriptor does not fit into it.",
        "如果描述符表放不下该描述符，就扩大它。";
    fd_install, "fs/file.c", Vfs, Traced,
        "Puts the file into the descriptor table: from now on the program can use it.",
        "把文件放入描述符表：从此程序就可以使用它。";
    fget, "fs/file.c", Vfs, Traced,
        "Looks up the file of a descriptor and takes a reference to it; not for O_PATH files.",
        "查找描述符对应的文件并增加其引用计数；不适用于 O_PATH 文件。";
    get_unused_fd_flags, "fs/file.c", Vfs, Traced,
        "Reserves a free descriptor below the limit RLIMIT_NOFILE.",
        "预留一个低于 RLIMIT_NOFILE 限制的空闲描述符。";
    pick_file, "fs/file.c", Vfs, Traced,
        "Empties the descriptor's slot in the table and returns the file that was in it.",
        "清空描述符在表中的位置，并返回原来的文件。";
    ____fput, "fs/file_table.c", Vfs, Traced,
        "Runs as the task work that fput queued, and calls __fput.",
        "作为 fput 排入的 task work 运行，并调用 __fput。";
    __alloc_file, "fs/file_table.c", Vfs, Traced,
        "Allocates a struct file with the opener's credentials and a reference count of 1.",
        "分配一个 struct file，带有打开者的凭据，引用计数为 1。";
    __fput, "fs/file_table.c", Vfs, Traced,
        "Ends an open file: drops its locks, calls release, lets go of dentry and mount, frees it.",
        "结束一个打开文件：去掉锁，调用 release，释放目录项和挂载的引用，再释放内存。";
    alloc_empty_file, "fs/file_table.c", Vfs, Traced,
        "Makes a struct file, unless the system-wide limit on open files is reached.",
        "创建一个 struct file，除非达到系统范围的打开文件数上限。";
    fput, "fs/file_table.c", Vfs, Traced,
        "Drops a reference to the file; the last one queues __fput for the way to user mode.",
        "释放对文件的一个引用；最后一个引用会让 __fput 在返回用户态时执行。";
    new_inode, "fs/inode.c", Vfs, Traced,
        "Allocates an inode and adds it to its superblock's list.",
        "分配一个 inode，并加入其超级块的链表。";
    touch_atime, "fs/inode.c", Vfs, Traced,
        "Updates the access time, if mount options such as relatime call for it.",
        "如果 relatime 等挂载选项要求，就更新访问时间。";
    generic_read_dir, "fs/libfs.c", Vfs, Traced,
        "Returns EISDIR: directories are read with getdents, not with read.",
        "返回 EISDIR：目录要用 getdents 读取，而不是 read。";
    simple_lookup, "fs/libfs.c", Vfs, Traced,
        "Caches that the name does not exist: all names that do are in the cache already.",
        "在缓存中记下该名字不存在：存在的名字都已在缓存里。";
    simple_read_from_buffer, "fs/libfs.c", Vfs, Traced,
        "Copies from a kernel buffer at the offset to user memory, and advances the offset.",
        "从内核缓冲区的偏移处拷贝到用户内存，并推进偏移。";
    simple_write_to_buffer, "fs/libfs.c", Vfs, Traced,
        "Copies user memory to the offset in a kernel buffer, and advances the offset.",
        "把用户内存拷贝到内核缓冲区的偏移处，并推进偏移。";
    locks_remove_file, "fs/locks.c", Vfs, Traced,
        "Removes the locks that belong to this open file: OFD locks, flock locks, leases.",
        "移除属于该打开文件的锁：OFD 锁、flock 锁和租约。";
    locks_remove_posix, "fs/locks.c", Vfs, Traced,
        "Removes the process's POSIX locks on the file, as closing any descriptor of it does.",
        "移除本进程对该文件的 POSIX 锁：关闭它的任何一个描述符都会如此。";
    __filename_parentat, "fs/namei.c", Vfs, Traced,
        "Finds the directory of the last component, in an RCU walk first, then with references.",
        "查找最后一个分量所在的目录：先用 RCU 方式，失败再用引用计数方式。";
    __legitimize_path, "fs/namei.c", Vfs, Traced,
        "Takes references to a mount and dentry of the RCU walk, if they did not change.",
        "如果 RCU 路径查找得到的挂载和目录项没有变化，就增加它们的引用计数。";
    __lookup_slow, "fs/namei.c", Vfs, Traced,
        "Asks the filesystem for a name that the dentry cache does not have.",
        "向文件系统查询目录项缓存中没有的名字。";
    __x64_sys_mkdir, "fs/namei.c", Vfs, Traced,
        "Copies the path in and calls do_mkdirat for the working directory.",
        "拷入路径，并相对于当前工作目录调用 do_mkdirat。";
    __x64_sys_unlink, "fs/namei.c", Vfs, Traced,
        "Copies the path in and calls do_unlinkat for the working directory.",
        "拷入路径，并相对于当前工作目录调用 do_unlinkat。";
    complete_walk, "fs/namei.c", Vfs, Traced,
        "Ends the walk: leaves RCU mode, so that references to the result are held.",
        "结束路径查找：退出 RCU 模式，从而持有对结果的引用。";
    do_filp_open, "fs/namei.c", Vfs, Traced,
        "Opens the path with an RCU walk; if that fails with ECHILD, once more with references.",
        "以 RCU 方式查找并打开路径；若以 ECHILD 失败，就用引用计数方式再来一次。";
    do_mkdirat, "fs/namei.c", Vfs, Traced,
        "Makes a dentry for the new name and asks the filesystem to create the directory.",
        "为新名字创建目录项，并请文件系统创建目录。";
    do_unlinkat, "fs/namei.c", Vfs, Traced,
        "Finds and locks the parent directory, looks the name up and unlinks it.",
        "找到并锁住父目录，查找该名字并删除链接。";
    filename_create, "fs/namei.c", Vfs, Traced,
        "Locks the parent directory and makes a dentry for the new name; EEXIST if it is taken.",
        "锁住父目录，为新名字创建目录项；名字已存在则返回 EEXIST。";
    filename_lookup, "fs/namei.c", Vfs, Traced,
        "Finds what the whole path names, in an RCU walk first, then with references.",
        "查找整个路径所指的对象：先用 RCU 方式，失败再用引用计数方式。";
    generic_permission, "fs/namei.c", Vfs, Traced,
        "Checks mode bits and ACL, then the capabilities that override them.",
        "检查权限位和 ACL，再检查能够越过它们的 capability。";
    getname, "fs/namei.c", Vfs, Traced,
        "Copies a path from user memory; an empty one is ENOENT.",
        "从用户内存拷贝路径；空路径返回 ENOENT。";
    getname_flags, "fs/namei.c", Vfs, Traced,
        "Allocates a struct filename and copies the path into it, at most PATH_MAX bytes.",
        "分配一个 struct filename 并拷入路径，最多 PATH_MAX 字节。";
    inode_permission, "fs/namei.c", Vfs, Traced,
        "Asks superblock, filesystem, device cgroup and security modules whether access is allowed.",
        "向超级块、文件系统、设备 cgroup 和安全模块询问是否允许访问。";
    legitimize_links, "fs/namei.c", Vfs, Traced,
        "Takes references to the symlinks that the RCU walk is still following.",
        "为 RCU 路径查找仍在跟随的符号链接增加引用计数。";
    link_path_walk, "fs/namei.c", Vfs, Traced,
        "Walks all components but the last, checking search permission in each directory.",
        "逐个走过除最后一个以外的分量，并在每个目录检查搜索权限。";
    lookup_fast, "fs/namei.c", Vfs, Traced,
        "Looks a name up in the dentry cache and revalidates what it finds.",
        "在目录项缓存中查找名字，并重新验证找到的项。";
    lookup_one_qstr_excl, "fs/namei.c", Vfs, Traced,
        "Looks up one name while the parent is locked: in the cache, then in the filesystem.",
        "在父目录已锁住时查找一个名字：先查缓存，再查文件系统。";
    may_delete, "fs/namei.c", Vfs, Traced,
        "Checks whether the name may be removed: directory permission, sticky bit, type.",
        "检查该名字能否删除：目录权限、粘滞位、类型。";
    may_open, "fs/namei.c", Vfs, Traced,
        "Checks whether the inode's type, permissions and flags allow this open.",
        "检查 inode 的类型、权限和标志是否允许这样打开。";
    nd_jump_root, "fs/namei.c", Vfs, Traced,
        "Moves the walk to the root directory.",
        "把路径查找的当前位置移到根目录。";
    path_get, "fs/namei.c", Vfs, Traced,
        "Takes references to the path's mount and dentry.",
        "增加路径的挂载和目录项的引用计数。";
    path_init, "fs/namei.c", Vfs, Traced,
        "Starts the walk at the root, the working directory or a directory descriptor.",
        "从根目录、当前工作目录或目录描述符开始路径查找。";
    path_lookupat, "fs/namei.c", Vfs, Traced,
        "Walks the whole path once, with or without RCU, and returns where it ends.",
        "按 RCU 或非 RCU 方式把整个路径走一遍，返回终点。";
    path_openat, "fs/namei.c", Vfs, Traced,
        "Allocates the struct file, walks the path and opens what it finds.",
        "分配 struct file，走完路径，并打开找到的对象。";
    path_parentat, "fs/namei.c", Vfs, Traced,
        "Walks the path up to the directory of its last component.",
        "走过路径，直到最后一个分量所在的目录。";
    putname, "fs/namei.c", Vfs, Traced,
        "Drops a reference to a struct filename and frees it with the last one.",
        "释放对 struct filename 的一个引用，最后一个释放时回收内存。";
    readlink_copy, "fs/namei.c", Vfs, Traced,
        "Copies a link's target to user memory, cut to the buffer's size and without a NUL.",
        "把链接目标拷贝到用户内存，按缓冲区大小截断，不带 NUL。";
    set_root, "fs/namei.c", Vfs, Traced,
        "Reads the process's root directory for this walk.",
        "为本次路径查找读出进程的根目录。";
    step_into, "fs/namei.c", Vfs, Traced,
        "Crosses mounts and moves the walk to the dentry, or takes up a symlink to follow.",
        "跨过挂载点，把路径查找移到该目录项；若要跟随符号链接则取出链接。";
    terminate_walk, "fs/namei.c", Vfs, Traced,
        "Lets go of what the walk holds: the RCU read lock or the references.",
        "放开路径查找持有的东西：RCU 读锁或引用。";
    try_to_unlazy, "fs/namei.c", Vfs, Traced,
        "Leaves the RCU walk: takes references to where it stands; fails if that changed.",
        "退出 RCU 路径查找：为当前位置增加引用计数；若已变化则失败。";
    try_to_unlazy_next, "fs/namei.c", Vfs, Traced,
        "Leaves the RCU walk with references to where it stands and to the child just found.",
        "退出 RCU 路径查找，并持有当前位置和刚找到的子目录项的引用。";
    user_path_at_empty, "fs/namei.c", Vfs, Traced,
        "Copies a path from user memory and looks it up.",
        "从用户内存拷贝路径，并查找它。";
    vfs_readlink, "fs/namei.c", Vfs, Traced,
        "Gets the target of the symlink from the inode and copies it to user memory.",
        "从 inode 取得符号链接的目标，并拷贝到用户内存。";
    vfs_unlink, "fs/namei.c", Vfs, Traced,
        "Checks permission and calls the filesystem's unlink; EPERM if it has none.",
        "检查权限并调用文件系统的 unlink；没有则返回 EPERM。";
    walk_component, "fs/namei.c", Vfs, Traced,
        "Handles one component: “.” or “..”, or a name to look up in the cache, then the filesystem.",
        "处理一个分量：“.” 或 “..”，或者先查缓存、再查文件系统的名字。";
    __legitimize_mnt, "fs/namespace.c", Vfs, Traced,
        "Takes a reference to a mount of the RCU walk, unless mounts changed meanwhile.",
        "为 RCU 路径查找中的挂载增加引用计数，除非其间挂载有变化。";
    __lookup_mnt, "fs/namespace.c", Vfs, Traced,
        "Looks in the mount hash table for what is mounted on this dentry.",
        "在挂载哈希表中查找该目录项上挂载了什么。";
    __mnt_want_write, "fs/namespace.c", Vfs, Traced,
        "Counts one more writer on the mount; EROFS if it is read-only.",
        "给挂载增加一个写者计数；只读则返回 EROFS。";
    mnt_drop_write, "fs/namespace.c", Vfs, Traced,
        "Ends the write access that mnt_want_write began.",
        "结束由 mnt_want_write 开始的写访问。";
    mnt_want_write, "fs/namespace.c", Vfs, Traced,
        "Announces a write: waits if the filesystem is frozen, then counts a writer.",
        "声明要写：若文件系统被冻结就等待，然后增加写者计数。";
    mntput, "fs/namespace.c", Vfs, Traced,
        "Drops a reference to a mount.",
        "释放对挂载的一个引用。";
    dnotify_flush, "fs/notify/dnotify/dnotify.c", Vfs, Traced,
        "Removes the dnotify watches set through this open file, if it is a directory.",
        "如果是目录，就移除通过该打开文件设置的 dnotify 监视。";
    __x64_sys_close, "fs/open.c", Vfs, Traced,
        "Calls close_fd and turns restart codes into EINTR: a close is never restarted.",
        "调用 close_fd，并把重启码变成 EINTR：close 从不重新执行。";
    __x64_sys_open, "fs/open.c", Vfs, Traced,
        "Opens a path that starts at the root or at the working directory.",
        "打开从根目录或当前工作目录开始的路径。";
    __x64_sys_openat, "fs/open.c", Vfs, Traced,
        "Opens a path; a relative one starts at dfd, or at the working directory for AT_FDCWD.",
        "打开路径；相对路径从 dfd 开始，AT_FDCWD 则从当前工作目录开始。";
    do_dentry_open, "fs/open.c", Vfs, Traced,
        "Installs the inode's operations in the file, asks security modules and calls open.",
        "把 inode 的操作函数表装入文件，询问安全模块，并调用 open。";
    do_sys_openat2, "fs/open.c", Vfs, Traced,
        "Checks the flags, copies the path in, reserves a descriptor and opens the file.",
        "检查标志，拷入路径，预留描述符，并打开文件。";
    do_truncate, "fs/open.c", Vfs, Traced,
        "Sets the size of the file, with the inode locked.",
        "在锁住 inode 的情况下设置文件大小。";
    filp_close, "fs/open.c", Vfs, Traced,
        "Calls flush, removes the process's POSIX locks and drops the descriptor's reference.",
        "调用 flush，移除本进程的 POSIX 锁，并释放描述符持有的引用。";
    vfs_open, "fs/open.c", Vfs, Traced,
        "Stores the path in the struct file and calls do_dentry_open.",
        "把路径存入 struct file，并调用 do_dentry_open。";
    __x64_sys_lseek, "fs/read_write.c", Vfs, Traced,
        "Takes descriptor, offset and whence from the saved registers and calls ksys_lseek.",
        "从保存的寄存器中取出描述符、偏移和 whence，并调用 ksys_lseek。";
    __x64_sys_pread64, "fs/read_write.c", Vfs, Traced,
        "Takes the arguments from the saved registers, also the position, and does ksys_pread64.",
        "从保存的寄存器中取出包括位置在内的参数，执行 ksys_pread64。";
    __x64_sys_pwrite64, "fs/read_write.c", Vfs, Traced,
        "Takes the arguments from the saved registers, also the position, and does ksys_pwrite64.",
        "从保存的寄存器中取出包括位置在内的参数，执行 ksys_pwrite64。";
    __x64_sys_read, "fs/read_write.c", Vfs, Traced,
        "Takes descriptor, buffer and count from the saved registers and calls ksys_read.",
        "从保存的寄存器中取出描述符、缓冲区和字节数，并调用 ksys_read。";
    __x64_sys_write, "fs/read_write.c", Vfs, Traced,
        "Takes descriptor, buffer and count from the saved registers and calls ksys_write.",
        "从保存的寄存器中取出描述符、缓冲区和字节数，并调用 ksys_write。";
    generic_file_llseek, "fs/read_write.c", Vfs, Traced,
        "Sets the file offset within the largest size that the filesystem allows.",
        "在文件系统允许的最大范围内设置文件偏移。";
    dcache_dir_lseek, "fs/libfs.c", Vfs, Traced,
        "Moves the position in a directory whose entries live in the dcache.",
        "在目录项存放于 dcache 的目录中移动读取位置。";
    default_llseek, "fs/read_write.c", Vfs, Traced,
        "Sets the file offset with the inode locked; SEEK_END counts from the inode's size.",
        "在锁住 inode 的情况下设置文件偏移；SEEK_END 从 inode 的大小算起。";
    ksys_lseek, "fs/read_write.c", Vfs, Traced,
        "Looks up the file, checks whence and calls the file's llseek; ESPIPE if it cannot seek.",
        "查找文件，检查 whence，并调用文件的 llseek；不能定位则返回 ESPIPE。";
    ksys_pread64, "fs/read_write.c", Vfs, Inlined,
        "Looks up the file and reads at the given position; the file offset stays as it is.",
        "查找文件，并从给定位置读取；文件偏移保持不变。";
    ksys_pwrite64, "fs/read_write.c", Vfs, Inlined,
        "Looks up the file and writes at the given position; the file offset stays as it is.",
        "查找文件，并在给定位置写入；文件偏移保持不变。";
    ksys_read, "fs/read_write.c", Vfs, Traced,
        "Finds the open file behind the descriptor, reads at its offset and advances it.",
        "找到描述符对应的打开文件，从其偏移处读取，并推进偏移。";
    ksys_write, "fs/read_write.c", Vfs, Traced,
        "Finds the open file behind the descriptor, writes at its offset and advances it.",
        "找到描述符对应的打开文件，在其偏移处写入，并推进偏移。";
    new_sync_read, "fs/read_write.c", Vfs, Inlined,
        "Wraps the user buffer in an iterator and calls the file's read_iter operation.",
        "把用户缓冲区包装成迭代器，并调用文件的 read_iter 操作。";
    rw_verify_area, "fs/read_write.c", Vfs, Traced,
        "Checks count and position for overflow, then asks the security modules.",
        "检查字节数和位置是否溢出，然后询问安全模块。";
    vfs_read, "fs/read_write.c", Vfs, Traced,
        "Checks mode, operation and buffer, then calls the file's read operation.",
        "检查打开方式、操作和缓冲区，然后调用该文件的读操作。";
    vfs_write, "fs/read_write.c", Vfs, Traced,
        "Checks mode, operation and buffer, then calls the file's write operation.",
        "检查打开方式、操作和缓冲区，然后调用该文件的写操作。";
    __pollwait, "fs/select.c", Vfs, Traced,
        "Puts the poller on the file's wait queue, with pollwake as its wake function.",
        "把轮询者加入文件的等待队列，唤醒函数为 pollwake。";
    __x64_sys_poll, "fs/select.c", Vfs, Traced,
        "Turns the timeout into a deadline and calls do_sys_poll; prepares a restart after a signal.",
        "把超时换算成截止时间并调用 do_sys_poll；被信号打断时为重新执行做准备。";
    do_sys_poll, "fs/select.c", Vfs, Traced,
        "Copies the pollfd array in, polls the files and writes each revents back.",
        "拷入 pollfd 数组，轮询各文件，并写回每一项的 revents。";
    poll_freewait, "fs/select.c", Vfs, Traced,
        "Takes the poller off all wait queues and drops the references to the files.",
        "把轮询者从所有等待队列中移除，并释放对文件的引用。";
    poll_select_set_timeout, "fs/select.c", Vfs, Traced,
        "Adds the timeout to the current monotonic time; a timeout of 0 stays 0.",
        "把超时加到当前的单调时间上；超时为 0 则保持为 0。";
    pollwake, "fs/select.c", Vfs, Traced,
        "Wakes the poller, unless the event is none of those that it asked for.",
        "唤醒轮询者，除非发生的事件不在它要等的事件之中。";
    seq_lseek, "fs/seq_file.c", Vfs, Traced,
        "Moves the offset, generating the records up to there again; SEEK_END is EINVAL.",
        "移动偏移，重新生成到该处为止的记录；SEEK_END 返回 EINVAL。";
    seq_open, "fs/seq_file.c", Vfs, Traced,
        "Allocates a seq_file and stores it in the open file's private_data.",
        "分配一个 seq_file，并存入打开文件的 private_data。";
    seq_printf, "fs/seq_file.c", Vfs, Traced,
        "Formats text into the seq buffer; marks the buffer as full if it does not fit.",
        "把格式化的文本写入 seq 缓冲区；放不下则把缓冲区标记为已满。";
    seq_read_iter, "fs/seq_file.c", Vfs, Traced,
        "Generates records into the seq buffer (start, show, next, stop) and copies them out.",
        "把记录生成到 seq 缓冲区（start、show、next、stop），再拷贝出去。";
    seq_release, "fs/seq_file.c", Vfs, Traced,
        "Frees the seq buffer and the seq_file.",
        "释放 seq 缓冲区和 seq_file。";
    single_next, "fs/seq_file.c", Vfs, Traced,
        "Ends the sequence: there is no second record.",
        "结束序列：没有第二条记录。";
    single_open, "fs/seq_file.c", Vfs, Traced,
        "Opens a seq file with a single record, which the given show function prints.",
        "打开只有一条记录的 seq 文件，该记录由给定的 show 函数输出。";
    single_release, "fs/seq_file.c", Vfs, Traced,
        "Frees the seq_file and the operations that single_open allocated.",
        "释放 seq_file，以及 single_open 分配的操作函数表。";
    single_start, "fs/seq_file.c", Vfs, Traced,
        "Returns a token for the single record at position 0, and NULL after it.",
        "在位置 0 返回代表唯一记录的标记，之后返回 NULL。";
    single_stop, "fs/seq_file.c", Vfs, Traced,
        "Does nothing: a single record needs no cleaning up.",
        "什么也不做：单条记录不需要清理。";
    traverse, "fs/seq_file.c", Vfs, Traced,
        "Generates the records from the first one until the wanted offset is reached.",
        "从第一条记录开始重新生成，直到所要的偏移处。";
    __x64_sys_readlink, "fs/stat.c", Vfs, Traced,
        "Calls do_readlinkat for a path that starts at the root or the working directory.",
        "对从根目录或当前工作目录开始的路径调用 do_readlinkat。";
    __x64_sys_readlinkat, "fs/stat.c", Vfs, Traced,
        "Calls do_readlinkat for a path that is relative to a directory descriptor.",
        "对相对于目录描述符的路径调用 do_readlinkat。";
    do_readlinkat, "fs/stat.c", Vfs, Traced,
        "Finds the symlink itself and copies its target out; EINVAL if it is no symlink.",
        "找到符号链接本身并拷出其目标；不是符号链接则返回 EINVAL。";
    ima_file_check, "security/integrity/ima/ima_main.c", Vfs, Traced,
        "Lets IMA measure or appraise the opened file, if its policy says so.",
        "如果策略要求，就让 IMA 度量或评估刚打开的文件。";
    ima_file_free, "security/integrity/ima/ima_main.c", Vfs, Traced,
        "Tells IMA that an open file ends, so that a changed one is measured again.",
        "告诉 IMA 一个打开文件已结束，以便对改动过的文件重新度量。";
    security_file_fcntl, "security/security.c", Vfs, Traced,
        "Asks the security modules whether this fcntl command is allowed.",
        "询问安全模块是否允许这个 fcntl 命令。";
    security_file_ioctl, "security/security.c", Vfs, Traced,
        "Asks the security modules whether this ioctl command is allowed.",
        "询问安全模块是否允许这个 ioctl 命令。";
    security_file_open, "security/security.c", Vfs, Traced,
        "Asks the security modules, and fanotify's listeners, whether the file may be opened.",
        "询问安全模块和 fanotify 的监听者是否允许打开该文件。";
    security_file_permission, "security/security.c", Vfs, Traced,
        "Asks the security modules, and fanotify's listeners, whether this access is allowed.",
        "询问安全模块和 fanotify 的监听者是否允许这次访问。";
    security_inode_readlink, "security/security.c", Vfs, Traced,
        "Asks the security modules whether the link may be read.",
        "询问安全模块是否允许读取该链接。";
}
