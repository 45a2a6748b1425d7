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
    memory_open, "drivers/char/mem.c", Chrdev, Traced,
        "",
        "";
    null_lseek, "drivers/char/mem.c", Chrdev, Traced,
        "",
        "";
    read_null, "drivers/char/mem.c", Chrdev, Traced,
        "",
        "";
    write_null, "drivers/char/mem.c", Chrdev, Traced,
        "",
        "";
    misc_open, "drivers/char/misc.c", Chrdev, Traced,
        "",
        "";
    cdev_put, "fs/char_dev.c", Chrdev, Traced,
        "",
        "";
    chrdev_open, "fs/char_dev.c", Chrdev, Traced,
        "",
        "";
    do_syscall_64, "arch/x86/entry/common.c", Entry, Noinstr,
        "",
        "";
    entry_SYSCALL_64, "arch/x86/entry/entry_64.S", Entry, Assembly,
        "",
        "";
    x64_sys_call, "arch/x86/entry/syscall_64.c", Entry, Traced,
        "",
        "";
    arch_do_signal_or_restart, "arch/x86/kernel/signal.c", Entry, Traced,
        "",
        "";
    exit_to_user_mode_prepare, "kernel/entry/common.c", Entry, Traced,
        "",
        "";
    syscall_exit_to_user_mode, "kernel/entry/common.c", Entry, Noinstr,
        "",
        "";
    syscall_exit_to_user_mode_prepare, "kernel/entry/common.c", Entry, Traced,
        "",
        "";
    fixup_exception, "arch/x86/mm/extable.c", Mm, Traced,
        "",
        "";
    __bad_area_nosemaphore, "arch/x86/mm/fault.c", Mm, Traced,
        "",
        "";
    bad_area_nosemaphore, "arch/x86/mm/fault.c", Mm, Traced,
        "",
        "";
    do_user_addr_fault, "arch/x86/mm/fault.c", Mm, Notrace,
        "",
        "";
    exc_page_fault, "arch/x86/mm/fault.c", Entry, Noinstr,
        "",
        "";
    kernelmode_fixup_or_oops, "arch/x86/mm/fault.c", Mm, Traced,
        "",
        "";
    inode_to_bdi, "mm/backing-dev.c", Mm, Traced,
        "",
        "";
    arch_get_unmapped_area_topdown, "arch/x86/kernel/sys_x86_64.c", Mm, Traced,
        "",
        "";
    do_mmap, "mm/mmap.c", Mm, Traced,
        "",
        "";
    find_vma, "mm/mmap.c", Mm, Traced,
        "",
        "";
    get_unmapped_area, "mm/mmap.c", Mm, Traced,
        "",
        "";
    ksys_mmap_pgoff, "mm/mmap.c", Mm, Traced,
        "",
        "";
    mmap_region, "mm/mmap.c", Mm, Traced,
        "",
        "";
    lock_mm_and_find_vma, "mm/memory.c", Mm, Traced,
        "",
        "";
    file_ra_state_init, "mm/readahead.c", Mm, Traced,
        "",
        "";
    vm_mmap_pgoff, "mm/util.c", Mm, Traced,
        "",
        "";
    ringside_dev_open, "kmod/chrdev.c", Module, Traced,
        "",
        "";
    ringside_dev_poll, "kmod/chrdev.c", Module, Traced,
        "",
        "";
    ringside_dev_read, "kmod/chrdev.c", Module, Traced,
        "",
        "";
    ringside_dev_release, "kmod/chrdev.c", Module, Traced,
        "",
        "";
    ringside_dev_write, "kmod/chrdev.c", Module, Traced,
        "",
        "";
    ringside_hello_read, "kmod/procfs.c", Module, Traced,
        "",
        "";
    ringside_hello_write, "kmod/procfs.c", Module, Traced,
        "",
        "";
    ringside_ro_read, "kmod/procfs.c", Module, Traced,
        "",
        "";
    ringside_seq_open, "kmod/procfs.c", Module, Traced,
        "",
        "";
    ringside_seq_show, "kmod/procfs.c", Module, Traced,
        "",
        "";
    kobj_lookup, "drivers/base/map.c", Chrdev, Traced,
        "",
        "";
    asm_exc_page_fault, "arch/x86/include/asm/idtentry.h", Entry, Assembly,
        "",
        "";
    unsafe_put_user, "arch/x86/include/asm/uaccess.h", Usercopy, Inlined,
        "",
        "";
    show_cpuinfo, "arch/x86/kernel/cpu/proc.c", Procfs, Traced,
        "",
        "";
    __x64_sys_mmap, "arch/x86/kernel/sys_x86_64.c", Other, Traced,
        "",
        "";
    proc_task_name, "fs/proc/array.c", Procfs, Traced,
        "",
        "";
    comm_open, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    comm_show, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    comm_write, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    proc_pid_instantiate, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    proc_pid_lookup, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    proc_pid_make_inode, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    proc_pid_permission, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    proc_pident_instantiate, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    proc_pident_lookup, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    proc_single_open, "fs/proc/generic.c", Procfs, Traced,
        "",
        "";
    proc_tgid_base_lookup, "fs/proc/base.c", Procfs, Traced,
        "",
        "";
    c_next, "arch/x86/kernel/cpu/proc.c", Procfs, Traced,
        "",
        "";
    c_start, "arch/x86/kernel/cpu/proc.c", Procfs, Traced,
        "",
        "";
    c_stop, "arch/x86/kernel/cpu/proc.c", Procfs, Traced,
        "",
        "";
    cpuinfo_open, "fs/proc/cpuinfo.c", Procfs, Traced,
        "",
        "";
    pde_subdir_find, "fs/proc/generic.c", Procfs, Traced,
        "",
        "";
    proc_lookup, "fs/proc/generic.c", Procfs, Traced,
        "",
        "";
    proc_lookup_de, "fs/proc/generic.c", Procfs, Traced,
        "",
        "";
    proc_misc_d_revalidate, "fs/proc/generic.c", Procfs, Traced,
        "",
        "";
    close_pdeo, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_get_inode, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_get_unmapped_area, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_llseek, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_mmap, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_open, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_poll, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_read, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_read_iter, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_release, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_unlocked_ioctl, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    proc_reg_write, "fs/proc/inode.c", Procfs, Traced,
        "",
        "";
    meminfo_proc_show, "fs/proc/meminfo.c", Procfs, Traced,
        "",
        "";
    show_val_kb, "fs/proc/meminfo.c", Procfs, Inlined,
        "",
        "";
    proc_root_lookup, "fs/proc/root.c", Procfs, Traced,
        "",
        "";
    proc_self_get_link, "fs/proc/self.c", Procfs, Traced,
        "",
        "";
    name_to_int, "fs/proc/util.c", Procfs, Traced,
        "",
        "";
    abort_creds, "kernel/cred.c", Sched, Traced,
        "",
        "";
    commit_creds, "kernel/cred.c", Sched, Traced,
        "",
        "";
    prepare_creds, "kernel/cred.c", Sched, Traced,
        "",
        "";
    __x64_sys_exit_group, "kernel/exit.c", Sched, Traced,
        "",
        "";
    do_exit, "kernel/exit.c", Sched, Traced,
        "",
        "";
    do_group_exit, "kernel/exit.c", Sched, Traced,
        "",
        "";
    search_exception_tables, "kernel/extable.c", Mm, Traced,
        "",
        "";
    vm_area_alloc, "kernel/fork.c", Sched, Traced,
        "",
        "";
    vm_area_free, "kernel/fork.c", Sched, Traced,
        "",
        "";
    module_put, "kernel/module/main.c", Sched, Traced,
        "",
        "";
    find_task_by_pid_ns, "kernel/pid.c", Sched, Traced,
        "",
        "";
    default_wake_function, "kernel/sched/core.c", Sched, Traced,
        "",
        "";
    schedule, "kernel/sched/core.c", Sched, Traced,
        "",
        "";
    try_to_wake_up, "kernel/sched/core.c", Sched, Traced,
        "",
        "";
    __wake_up, "kernel/sched/wait.c", Sched, Traced,
        "",
        "";
    __wake_up_common, "kernel/sched/wait.c", Sched, Traced,
        "",
        "";
    __wake_up_common_lock, "kernel/sched/wait.c", Sched, Traced,
        "",
        "";
    add_wait_queue, "kernel/sched/wait.c", Sched, Traced,
        "",
        "";
    autoremove_wake_function, "kernel/sched/wait.c", Sched, Traced,
        "",
        "";
    finish_wait, "kernel/sched/wait.c", Sched, Traced,
        "",
        "";
    init_wait_entry, "kernel/sched/wait.c", Sched, Traced,
        "",
        "";
    prepare_to_wait_event, "kernel/sched/wait.c", Sched, Traced,
        "",
        "";
    remove_wait_queue, "kernel/sched/wait.c", Sched, Traced,
        "",
        "";
    __do_sys_geteuid, "kernel/sys.c", Sched, Traced,
        "",
        "";
    __do_sys_getpid, "kernel/sys.c", Sched, Traced,
        "",
        "";
    __do_sys_gettid, "kernel/sys.c", Sched, Traced,
        "",
        "";
    __do_sys_getuid, "kernel/sys.c", Sched, Traced,
        "",
        "";
    __sys_setgid, "kernel/sys.c", Sched, Traced,
        "",
        "";
    __sys_setuid, "kernel/sys.c", Sched, Traced,
        "",
        "";
    __x64_sys_setgid, "kernel/sys.c", Sched, Traced,
        "",
        "";
    __x64_sys_setuid, "kernel/sys.c", Sched, Traced,
        "",
        "";
    task_work_add, "kernel/task_work.c", Entry, Traced,
        "",
        "";
    task_work_run, "kernel/task_work.c", Entry, Traced,
        "",
        "";
    schedule_hrtimeout_range, "kernel/time/hrtimer.c", Sched, Traced,
        "",
        "";
    schedule_hrtimeout_range_clock, "kernel/time/hrtimer.c", Sched, Traced,
        "",
        "";
    __do_sys_rt_sigreturn, "arch/x86/kernel/signal.c", Signal, Traced,
        "",
        "";
    get_sigframe, "arch/x86/kernel/signal.c", Signal, Traced,
        "",
        "";
    restore_sigcontext, "arch/x86/kernel/signal.c", Signal, Traced,
        "",
        "";
    __send_signal_locked, "kernel/signal.c", Signal, Traced,
        "",
        "";
    __x64_sys_kill, "kernel/signal.c", Signal, Traced,
        "",
        "";
    __x64_sys_rt_sigaction, "kernel/signal.c", Signal, Traced,
        "",
        "";
    complete_signal, "kernel/signal.c", Signal, Traced,
        "",
        "";
    dequeue_signal, "kernel/signal.c", Signal, Traced,
        "",
        "";
    do_send_sig_info, "kernel/signal.c", Signal, Traced,
        "",
        "";
    do_sigaction, "kernel/signal.c", Signal, Traced,
        "",
        "";
    get_signal, "kernel/signal.c", Signal, Traced,
        "",
        "";
    group_send_sig_info, "kernel/signal.c", Signal, Traced,
        "",
        "";
    kill_pid_info, "kernel/signal.c", Signal, Traced,
        "",
        "";
    signal_wake_up_state, "kernel/signal.c", Signal, Traced,
        "",
        "";
    _copy_to_iter, "lib/iov_iter.c", Usercopy, Lib,
        "",
        "";
    strncpy_from_user, "lib/strncpy_from_user.c", Usercopy, Lib,
        "",
        "";
    _copy_from_user, "lib/usercopy.c", Usercopy, Lib,
        "",
        "";
    _copy_to_user, "lib/usercopy.c", Usercopy, Lib,
        "",
        "";
    notify_change, "fs/attr.c", Vfs, Traced,
        "",
        "";
    __d_alloc, "fs/dcache.c", Vfs, Traced,
        "",
        "";
    __d_lookup, "fs/dcache.c", Vfs, Traced,
        "",
        "";
    __d_lookup_rcu, "fs/dcache.c", Vfs, Traced,
        "",
        "";
    __d_rehash, "fs/dcache.c", Vfs, Traced,
        "",
        "";
    d_alloc, "fs/dcache.c", Vfs, Traced,
        "",
        "";
    d_alloc_parallel, "fs/dcache.c", Vfs, Traced,
        "",
        "";
    d_lookup, "fs/dcache.c", Vfs, Traced,
        "",
        "";
    d_splice_alias, "fs/dcache.c", Vfs, Traced,
        "",
        "";
    dput, "fs/dcache.c", Vfs, Traced,
        "",
        "";
    __set_task_comm, "fs/exec.c", Vfs, Traced,
        "",
        "";
    __x64_sys_fcntl, "fs/fcntl.c", Vfs, Traced,
        "",
        "";
    __fdget, "fs/file.c", Vfs, Traced,
        "",
        "";
    __fdget_pos, "fs/file.c", Vfs, Traced,
        "",
        "";
    __fget_light, "fs/file.c", Vfs, Traced,
        "",
        "";
    __x64_sys_dup, "fs/file.c", Vfs, Traced,
        "",
        "";
    alloc_fd, "fs/file.c", Vfs, Traced,
        "",
        "";
    close_fd, "fs/file.c", Vfs, Traced,
        "",
        "";
    exit_files, "fs/file.c", Vfs, Traced,
        "",
        "";
    expand_files, "fs/file.c", Vfs, Traced,
        "",
        "";
    fd_install, "fs/file.c", Vfs, Traced,
        "",
        "";
    fget, "fs/file.c", Vfs, Traced,
        "",
        "";
    get_unused_fd_flags, "fs/file.c", Vfs, Traced,
        "",
        "";
    pick_file, "fs/file.c", Vfs, Traced,
        "",
        "";
    ____fput, "fs/file_table.c", Vfs, Traced,
        "",
        "";
    __alloc_file, "fs/file_table.c", Vfs, Traced,
        "",
        "";
    __fput, "fs/file_table.c", Vfs, Traced,
        "",
        "";
    alloc_empty_file, "fs/file_table.c", Vfs, Traced,
        "",
        "";
    fput, "fs/file_table.c", Vfs, Traced,
        "",
        "";
    new_inode, "fs/inode.c", Vfs, Traced,
        "",
        "";
    touch_atime, "fs/inode.c", Vfs, Traced,
        "",
        "";
    __x64_sys_ioctl, "fs/ioctl.c", Vfs, Traced,
        "",
        "";
    do_vfs_ioctl, "fs/ioctl.c", Ioctl, Traced,
        "",
        "";
    generic_read_dir, "fs/libfs.c", Vfs, Traced,
        "",
        "";
    simple_lookup, "fs/libfs.c", Vfs, Traced,
        "",
        "";
    simple_read_from_buffer, "fs/libfs.c", Vfs, Traced,
        "",
        "";
    simple_write_to_buffer, "fs/libfs.c", Vfs, Traced,
        "",
        "";
    locks_remove_file, "fs/locks.c", Vfs, Traced,
        "",
        "";
    locks_remove_posix, "fs/locks.c", Vfs, Traced,
        "",
        "";
    __filename_parentat, "fs/namei.c", Vfs, Traced,
        "",
        "";
    __legitimize_path, "fs/namei.c", Vfs, Traced,
        "",
        "";
    __lookup_slow, "fs/namei.c", Vfs, Traced,
        "",
        "";
    __x64_sys_mkdir, "fs/namei.c", Vfs, Traced,
        "",
        "";
    __x64_sys_unlink, "fs/namei.c", Vfs, Traced,
        "",
        "";
    complete_walk, "fs/namei.c", Vfs, Traced,
        "",
        "";
    do_filp_open, "fs/namei.c", Vfs, Traced,
        "",
        "";
    do_mkdirat, "fs/namei.c", Vfs, Traced,
        "",
        "";
    do_unlinkat, "fs/namei.c", Vfs, Traced,
        "",
        "";
    filename_create, "fs/namei.c", Vfs, Traced,
        "",
        "";
    filename_lookup, "fs/namei.c", Vfs, Traced,
        "",
        "";
    generic_permission, "fs/namei.c", Vfs, Traced,
        "",
        "";
    getname, "fs/namei.c", Vfs, Traced,
        "",
        "";
    getname_flags, "fs/namei.c", Vfs, Traced,
        "",
        "";
    inode_permission, "fs/namei.c", Vfs, Traced,
        "",
        "";
    legitimize_links, "fs/namei.c", Vfs, Traced,
        "",
        "";
    link_path_walk, "fs/namei.c", Vfs, Traced,
        "",
        "";
    lookup_fast, "fs/namei.c", Vfs, Traced,
        "",
        "";
    lookup_one_qstr_excl, "fs/namei.c", Vfs, Traced,
        "",
        "";
    may_delete, "fs/namei.c", Vfs, Traced,
        "",
        "";
    may_open, "fs/namei.c", Vfs, Traced,
        "",
        "";
    nd_jump_root, "fs/namei.c", Vfs, Traced,
        "",
        "";
    path_get, "fs/namei.c", Vfs, Traced,
        "",
        "";
    path_init, "fs/namei.c", Vfs, Traced,
        "",
        "";
    path_lookupat, "fs/namei.c", Vfs, Traced,
        "",
        "";
    path_openat, "fs/namei.c", Vfs, Traced,
        "",
        "";
    path_parentat, "fs/namei.c", Vfs, Traced,
        "",
        "";
    putname, "fs/namei.c", Vfs, Traced,
        "",
        "";
    readlink_copy, "fs/namei.c", Vfs, Traced,
        "",
        "";
    set_root, "fs/namei.c", Vfs, Traced,
        "",
        "";
    step_into, "fs/namei.c", Vfs, Traced,
        "",
        "";
    terminate_walk, "fs/namei.c", Vfs, Traced,
        "",
        "";
    try_to_unlazy, "fs/namei.c", Vfs, Traced,
        "",
        "";
    try_to_unlazy_next, "fs/namei.c", Vfs, Traced,
        "",
        "";
    user_path_at_empty, "fs/namei.c", Vfs, Traced,
        "",
        "";
    vfs_readlink, "fs/namei.c", Vfs, Traced,
        "",
        "";
    vfs_unlink, "fs/namei.c", Vfs, Traced,
        "",
        "";
    walk_component, "fs/namei.c", Vfs, Traced,
        "",
        "";
    __legitimize_mnt, "fs/namespace.c", Vfs, Traced,
        "",
        "";
    __lookup_mnt, "fs/namespace.c", Vfs, Traced,
        "",
        "";
    __mnt_want_write, "fs/namespace.c", Vfs, Traced,
        "",
        "";
    mnt_drop_write, "fs/namespace.c", Vfs, Traced,
        "",
        "";
    mnt_want_write, "fs/namespace.c", Vfs, Traced,
        "",
        "";
    mntput, "fs/namespace.c", Vfs, Traced,
        "",
        "";
    dnotify_flush, "fs/notify/dnotify/dnotify.c", Vfs, Traced,
        "",
        "";
    __x64_sys_close, "fs/open.c", Vfs, Traced,
        "",
        "";
    __x64_sys_open, "fs/open.c", Vfs, Traced,
        "",
        "";
    __x64_sys_openat, "fs/open.c", Vfs, Traced,
        "",
        "";
    do_dentry_open, "fs/open.c", Vfs, Traced,
        "",
        "";
    do_sys_openat2, "fs/open.c", Vfs, Traced,
        "",
        "";
    do_truncate, "fs/open.c", Vfs, Traced,
        "",
        "";
    filp_close, "fs/open.c", Vfs, Traced,
        "",
        "";
    vfs_open, "fs/open.c", Vfs, Traced,
        "",
        "";
    __x64_sys_lseek, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    __x64_sys_pread64, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    __x64_sys_pwrite64, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    __x64_sys_read, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    __x64_sys_write, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    default_llseek, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    ksys_lseek, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    ksys_pread64, "fs/read_write.c", Vfs, Inlined,
        "",
        "";
    ksys_pwrite64, "fs/read_write.c", Vfs, Inlined,
        "",
        "";
    ksys_read, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    ksys_write, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    new_sync_read, "fs/read_write.c", Vfs, Inlined,
        "",
        "";
    rw_verify_area, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    vfs_read, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    vfs_write, "fs/read_write.c", Vfs, Traced,
        "",
        "";
    __pollwait, "fs/select.c", Vfs, Traced,
        "",
        "";
    __x64_sys_poll, "fs/select.c", Vfs, Traced,
        "",
        "";
    do_sys_poll, "fs/select.c", Vfs, Traced,
        "",
        "";
    poll_freewait, "fs/select.c", Vfs, Traced,
        "",
        "";
    poll_select_set_timeout, "fs/select.c", Vfs, Traced,
        "",
        "";
    pollwake, "fs/select.c", Vfs, Traced,
        "",
        "";
    seq_lseek, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    seq_open, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    seq_printf, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    seq_read_iter, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    seq_release, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    single_next, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    single_open, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    single_release, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    single_start, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    single_stop, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    traverse, "fs/seq_file.c", Vfs, Traced,
        "",
        "";
    __x64_sys_readlink, "fs/stat.c", Vfs, Traced,
        "",
        "";
    __x64_sys_readlinkat, "fs/stat.c", Vfs, Traced,
        "",
        "";
    do_readlinkat, "fs/stat.c", Vfs, Traced,
        "",
        "";
    ima_file_check, "security/integrity/ima/ima_main.c", Vfs, Traced,
        "",
        "";
    ima_file_free, "security/integrity/ima/ima_main.c", Vfs, Traced,
        "",
        "";
    security_file_fcntl, "security/security.c", Vfs, Traced,
        "",
        "";
    security_file_ioctl, "security/security.c", Vfs, Traced,
        "",
        "";
    security_file_open, "security/security.c", Vfs, Traced,
        "",
        "";
    security_file_permission, "security/security.c", Vfs, Traced,
        "",
        "";
    security_inode_readlink, "security/security.c", Vfs, Traced,
        "",
        "";
    security_mmap_file, "security/security.c", Vfs, Traced,
        "",
        "";
}
