//! The x86-64 door for system calls: SYSCALL in, dispatch, SYSRET out
//! (arch/x86/entry/entry_64.S, arch/x86/entry/common.c, kernel/entry/common.c).

use super::signal::Delivered;
use super::task::TaskState;
use super::{Errno, Kernel, Result};
use crate::trace::{Door, FunctionId, Kind, NO_REGISTERS, Place, Ring, f};

/// A system call as the registers hold it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Registers {
    /// `rax`
    pub number: u64,
    /// `rdi`, `rsi`, `rdx`, `r10`, `r8`, `r9`
    pub args: [u64; 6],
}

/// Where the program's instruction and stack are.
const RIP: u64 = 0x40_1a2e;
const RSP: u64 = STACK + 0x33a8;
/// Where each task's stack lies: four pages.
pub const STACK: u64 = 0x7fff_e532_9000;
const RFLAGS: u64 = 0x202;
/// Where a signal frame is put: below the red zone, aligned.
pub(super) const SIGFRAME: u64 = RSP / 16 * 16 - 128 - 0x400 - 8;
/// How many numbers the table has: `NR_syscalls` of 6.1.
const NR_SYSCALLS: u64 = 451;
/// Number of `rt_sigreturn`.
const RT_SIGRETURN: u64 = 15;

impl Kernel {
    /// A whole system call, from the instruction to the next one; nothing if
    /// the task did not survive it.
    pub(crate) async fn syscall(&self, regs: Registers) -> Option<i64> {
        loop {
            let (value, delivered) = self.cross_and_call(regs).await;
            match delivered {
                Delivered::Killed => return None,
                Delivered::Handler { number, restart } => {
                    self.cross_out(Door::Signal, number.into());
                    self.run_handler(value);
                    if !restart {
                        return Some(value);
                    }
                }
                Delivered::None if self.is_dead() => return None,
                Delivered::None => {
                    self.cross_out(Door::Syscall, value);
                    return Some(value);
                }
            }
        }
    }

    fn is_dead(&self) -> bool {
        self.with_current(|task| task.state) == TaskState::Dead
    }

    async fn cross_and_call(&self, regs: Registers) -> (i64, Delivered) {
        self.cross_in(Door::Syscall, regs);
        let mut delivered = Delivered::None;
        let value = self
            .sleepy(f::entry_SYSCALL_64, async || {
                self.sleepy(f::do_syscall_64, async || {
                    let result = if regs.number < NR_SYSCALLS {
                        self.sleepy(f::x64_sys_call, || self.x64_sys_call(regs)).await
                    } else {
                        self.func(f::sys_ni_syscall, || Err(Errno::ENOSYS))
                    };
                    if self.is_dead() {
                        return 0;
                    }
                    let (value, fate) = self.syscall_exit_to_user_mode(result);
                    delivered = fate;
                    value
                })
                .await
            })
            .await;
        (value, delivered)
    }

    fn cross_in(&self, door: Door, regs: Registers) {
        self.spend(self.cost.crossing);
        let [di, si, dx, r10, r8, r9] = regs.args;
        let saved = [regs.number, di, si, dx, r10, r8, r9, RIP, RSP, RFLAGS];
        let registers = self.recorder.borrow_mut().registers(saved);
        let (from, to) = (Ring::User, Ring::Kernel);
        let value = regs.number;
        self.emit(Place::Entry, Kind::Cross { door, from, to, registers, value });
    }

    fn cross_out(&self, door: Door, value: i64) {
        self.spend(self.cost.crossing);
        let (from, to) = (Ring::Kernel, Ring::User);
        let (registers, value) = (NO_REGISTERS, value as u64);
        self.emit(Place::Entry, Kind::Cross { door, from, to, registers, value });
    }

    /// `syscall_exit_to_user_mode`: what is left to do before user space goes
    /// on, and what the call returns after all.
    fn syscall_exit_to_user_mode(&self, result: Result<i64>) -> (i64, Delivered) {
        let mut delivered = Delivered::None;
        let mut error = result.err();
        self.func(f::syscall_exit_to_user_mode, || {
            self.leaf(f::syscall_exit_to_user_mode_prepare);
            self.func(f::exit_to_user_mode_prepare, || {
                if self.with_current(|task| task.signal_pending()) {
                    delivered = self.arch_do_signal_or_restart(error);
                }
                self.task_work_run();
            });
        });
        if error.is_some_and(|errno| errno.0 >= Errno::ERESTARTSYS.0) {
            error = Some(Errno::EINTR);
        }
        (error.map_or(result.unwrap_or(0), |errno| -i64::from(errno.0)), delivered)
    }

    /// The program's handler runs in user mode and ends with `rt_sigreturn`,
    /// which puts the interrupted registers back.
    fn run_handler(&self, interrupted: i64) {
        self.cross_in(Door::Signal, Registers { number: RT_SIGRETURN, args: [0; 6] });
        self.func(f::entry_SYSCALL_64, || {
            self.func(f::do_syscall_64, || {
                self.func(f::x64_sys_call, || {
                    self.func(f::__do_sys_rt_sigreturn, || self.restore_frame(SIGFRAME));
                });
                self.func(f::syscall_exit_to_user_mode, || {
                    self.leaf(f::syscall_exit_to_user_mode_prepare);
                    self.func(f::exit_to_user_mode_prepare, || self.task_work_run());
                });
            });
        });
        self.cross_out(Door::Syscall, interrupted);
    }

    /// `x64_sys_call`: the table of system calls. Linux's is generated from
    /// arch/x86/entry/syscalls/syscall_64.tbl.
    async fn x64_sys_call(&self, regs: Registers) -> Result<i64> {
        let [a, b, c, d, _, _] = regs.args;
        let signed = |result: Result<u64>| result.map(|value| value as i64);
        match regs.number {
            0 => signed(self.sleepy(f::__x64_sys_read, || self.ksys_read(a, b, c)).await),
            1 => signed(self.sleepy(f::__x64_sys_write, || self.ksys_write(a, b, c)).await),
            7 => signed(self.sleepy(f::__x64_sys_poll, || self.sys_poll(a, b, c as i32)).await),
            17 => {
                let call = || self.ksys_pread64(a, b, c, d as i64);
                signed(self.sleepy(f::__x64_sys_pread64, call).await)
            }
            18 => {
                let call = || self.ksys_pwrite64(a, b, c, d as i64);
                signed(self.sleepy(f::__x64_sys_pwrite64, call).await)
            }
            _ => self.quick_call(regs),
        }
    }

    /// The calls of the table that never sleep here.
    fn quick_call(&self, regs: Registers) -> Result<i64> {
        let [a, b, c, d, _, _] = regs.args;
        let fd_cwd = super::fs::namei::AT_FDCWD;
        let call = |function: FunctionId, body: &dyn Fn() -> Result<u64>| {
            self.func(function, || body().map(|value| value as i64))
        };
        match regs.number {
            2 => call(f::__x64_sys_open, &|| self.do_sys_openat2(fd_cwd, a, b)),
            3 => call(f::__x64_sys_close, &|| self.close_fd(a)),
            8 => self.func(f::__x64_sys_lseek, || self.ksys_lseek(a, b as i64, c)),
            9 => call(f::__x64_sys_mmap, &|| self.sys_mmap(regs.args)),
            13 => call(f::__x64_sys_rt_sigaction, &|| self.sys_rt_sigaction(a, b, c, d)),
            16 => self.func(f::__x64_sys_ioctl, || self.sys_ioctl(a, b, c)),
            32 => call(f::__x64_sys_dup, &|| self.sys_dup(a)),
            39 => call(f::__do_sys_getpid, &|| self.sys_getpid()),
            62 => call(f::__x64_sys_kill, &|| self.sys_kill(a as i32, b)),
            72 => call(f::__x64_sys_fcntl, &|| self.sys_fcntl(a, b, c)),
            83 => call(f::__x64_sys_mkdir, &|| {
                let name = self.getname_inlined(a)?;
                self.do_mkdirat(fd_cwd, &name)
            }),
            87 => call(f::__x64_sys_unlink, &|| {
                let name = self.getname_inlined(a)?;
                self.do_unlinkat(fd_cwd, &name)
            }),
            89 => call(f::__x64_sys_readlink, &|| self.do_readlinkat(fd_cwd, a, b, c as i32)),
            102 => call(f::__do_sys_getuid, &|| Ok(self.with_current(|t| t.cred.uid.into()))),
            105 => call(f::__x64_sys_setuid, &|| self.sys_setuid(a)),
            106 => call(f::__x64_sys_setgid, &|| self.sys_setgid(a)),
            107 => call(f::__do_sys_geteuid, &|| Ok(self.with_current(|t| t.cred.uid.into()))),
            186 => call(f::__do_sys_gettid, &|| Ok(self.with_current(|t| t.pid.into()))),
            231 => self.func(f::__x64_sys_exit_group, || {
                self.do_group_exit();
                Ok(0)
            }),
            257 => call(f::__x64_sys_openat, &|| self.do_sys_openat2(a as i32, b, c)),
            267 => call(f::__x64_sys_readlinkat, &|| self.do_readlinkat(a as i32, b, c, d as i32)),
            _ => Err(Errno::ENOSYS),
        }
    }
}

/// Can the model run this call, or would it be guessing?
#[must_use]
pub fn known(number: u64) -> bool {
    const CALLS: [u64; 26] = [
        0, 1, 2, 3, 7, 8, 9, 13, 16, 17, 18, 32, 39, 62, 72, 83, 87, 89, 102, 105, 106, 107, 186,
        231, 257, 267,
    ];
    CALLS.contains(&number) || number >= NR_SYSCALLS || number == 156 || number == 335
}
