//! Signals (kernel/signal.c, arch/x86/kernel/signal.c).

use super::syscall::SIGFRAME;
use super::task::{Pending, SigAction, TaskState};
use super::{Errno, Kernel, Result, UserPtr};
use crate::trace::{Kind, Place, TaskId, f};

/// `SA_RESTART`
const SA_RESTART: u64 = 0x1000_0000;
/// `sizeof(struct sigaction)` of the kernel: handler, flags, restorer, mask.
const SIGACTION: u64 = 32;
/// `sizeof(struct rt_sigframe)`, without the floating-point state.
const RT_SIGFRAME: usize = 440;
const SIGKILL: u8 = 9;
const SIGSTOP: u8 = 19;
/// `SI_USER`: sent by kill.
const SI_USER: i32 = 0;

/// What became of the signals on the way out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Delivered {
    /// None was there.
    None,
    /// A handler runs first.
    Handler {
        /// Signal.
        number: u8,
        /// What the interrupted call returns.
        restart: bool,
    },
    /// The default action ended the task.
    Killed,
}

impl Kernel {
    /// `__x64_sys_rt_sigaction`'s body.
    pub(crate) fn sys_rt_sigaction(
        &self,
        sig: u64,
        act: UserPtr,
        oact: UserPtr,
        sigsetsize: u64,
    ) -> Result<u64> {
        if sigsetsize != 8 {
            return Err(Errno::EINVAL);
        }
        let mut new = None;
        if act != 0 {
            let stack = 0xffff_c900_0063_7e60;
            let bytes = self.copy_from_user(stack, act, SIGACTION);
            if (bytes.len() as u64) < SIGACTION {
                return Err(Errno::EFAULT);
            }
            let word = |at: usize| {
                let mut word = [0; 8];
                word.copy_from_slice(&bytes[at..at + 8]);
                u64::from_le_bytes(word)
            };
            new = Some(SigAction {
                handler: word(0),
                flags: word(8),
                restorer: word(16),
                mask: word(24),
            });
        }
        let old = self.do_sigaction(sig, new)?;
        if oact != 0 {
            let words = [old.handler, old.flags, old.restorer, old.mask];
            let bytes = words.map(u64::to_le_bytes).concat();
            let from =
                super::uaccess::KernelBytes { address: 0xffff_c900_0063_7e80, bytes: &bytes };
            if self.copy_to_user(oact, from) > 0 {
                return Err(Errno::EFAULT);
            }
        }
        Ok(0)
    }

    fn do_sigaction(&self, sig: u64, new: Option<SigAction>) -> Result<SigAction> {
        let mut old = SigAction::default();
        self.func(f::do_sigaction, || {
            let number = u8::try_from(sig as u32).map_err(|_| Errno::EINVAL)?;
            let only_kernel = matches!(number, SIGKILL | SIGSTOP);
            if !(1..=64).contains(&number) || (new.is_some() && only_kernel) {
                return Err(Errno::EINVAL);
            }
            self.with_current(|task| {
                let action = &mut task.actions[usize::from(number)];
                old = *action;
                *action = new.unwrap_or(old);
                if !task.wants(number) {
                    task.pending.retain(|pending| pending.number != number);
                }
            });
            Ok(())
        })?;
        Ok(old)
    }

    /// `__x64_sys_kill`'s body, for a process ID.
    pub(crate) fn sys_kill(&self, pid: i32, sig: u64) -> Result<u64> {
        let Ok(pid) = u32::try_from(pid) else {
            self.unknown.set(true);
            return Err(Errno::ESRCH);
        };
        if pid == 0 {
            self.unknown.set(true);
        }
        self.func(f::kill_something_info, || {
            self.func(f::kill_pid_info, || {
                let target = self
                    .tasks
                    .borrow()
                    .iter()
                    .position(|task| task.pid == pid && task.state != TaskState::Dead)
                    .map(|at| TaskId(at as u16))
                    .ok_or(Errno::ESRCH)?;
                let number = self.check_kill_permission(sig, target)?;
                if number > 0 {
                    self.func(f::do_send_sig_info, || {
                        self.func(f::send_signal_locked, || {
                            self.func(f::__send_signal_locked, || self.send_signal(number, target));
                        });
                    });
                }
                Ok(0)
            })
        })
    }

    fn check_kill_permission(&self, sig: u64, target: TaskId) -> Result<u8> {
        let mut number = 0;
        self.func(f::check_kill_permission, || {
            number = u8::try_from(sig as u32).map_err(|_| Errno::EINVAL)?;
            if number > 64 {
                return Err(Errno::EINVAL);
            }
            let me = self.with_current(|task| task.cred);
            let them = self.with_task(target, |task| task.cred);
            if me.capable() || me.uid == them.uid { Ok(()) } else { Err(Errno::EPERM) }
        })?;
        Ok(number)
    }

    fn send_signal(&self, number: u8, target: TaskId) {
        let wanted = self.func(f::prepare_signal, || {
            self.with_task(target, |task| {
                task.wants(number) && task.pending.iter().all(|p| p.number != number)
            })
        });
        if wanted {
            self.with_task(target, |task| task.pending.push(Pending { number, code: SI_USER }));
            self.func(f::complete_signal, || {
                self.func(f::wake_up_state, || self.try_to_wake_up(target));
            });
        }
    }

    /// `arch_do_signal_or_restart`: what the signals that wait do to a call that
    /// returned `error`.
    pub(crate) fn arch_do_signal_or_restart(&self, error: Option<Errno>) -> Delivered {
        let mut delivered = Delivered::None;
        self.func(f::arch_do_signal_or_restart, || {
            let mut taken = None;
            self.func(f::get_signal, || {
                taken = self.get_signal();
                if let Some((pending, action)) = taken
                    && action.handler == 0
                {
                    self.emit_signal(pending);
                    self.do_group_exit();
                    delivered = Delivered::Killed;
                }
            });
            let Some((pending, action)) = taken.filter(|taken| taken.1.handler > 1) else { return };
            self.emit_signal(pending);
            self.leaf(f::get_sigframe);
            // The frame is written field by field, inlined.
            let _ = self.put_user(SIGFRAME, &[0; RT_SIGFRAME]);
            let restart = error == Some(Errno::ERESTARTSYS) && action.flags & SA_RESTART != 0;
            delivered = Delivered::Handler { number: pending.number, restart };
        });
        delivered
    }

    /// `rt_sigreturn` copies the frame back: the registers, then the alternate
    /// stack.
    pub(crate) fn restore_frame(&self, frame: UserPtr) {
        const SIGCONTEXT: u64 = 192;
        const STACK_T: u64 = 24;
        let kernel_stack = 0xffff_c900_0063_7ce0;
        self.func(f::restore_sigcontext, || {
            self.copy_from_user(kernel_stack, frame + 48, SIGCONTEXT);
        });
        self.func(f::restore_altstack, || {
            self.copy_from_user(kernel_stack, frame + 24, STACK_T);
        });
    }

    fn get_signal(&self) -> Option<(Pending, SigAction)> {
        let taken = self.with_current(|task| {
            let at = task.pending.iter().position(|pending| task.wants(pending.number));
            let pending = at.map(|at| task.pending.remove(at))?;
            Some((pending, task.actions[usize::from(pending.number)]))
        });
        // complete_signal() has made a fatal one SIGKILL for the whole group, which
        // exits without asking a queue.
        let fatal = |(pending, action): (Pending, SigAction)| {
            action.handler == 0 && !dumps_core(pending.number)
        };
        if !taken.is_some_and(fatal) {
            self.leaf(f::dequeue_signal);
        }
        taken
    }

    fn emit_signal(&self, pending: Pending) {
        let kind = Kind::Signal { number: pending.number, code: pending.code, address: 0 };
        self.emit(Place::Signal, kind);
    }
}

/// `sig_kernel_coredump`: does the default action write a core file?
fn dumps_core(number: u8) -> bool {
    matches!(number, 3..=8 | 11 | 24 | 25 | 31)
}
