//! Copies between the kernel and user memory (lib/usercopy.c,
//! lib/iov_iter.c, lib/strncpy_from_user.c), with the faults that a bad
//! pointer takes on the way.

use super::{Errno, Kernel, Result, UserPtr};
use crate::machine::memory::{Access, PAGE};
use crate::machine::x86_64::{self, TASK_SIZE_MAX};
use crate::trace::{Copy, Direction, FunctionId, Kind, Place, f};

/// Bytes in kernel memory, with the address at which they lie.
#[derive(Clone, Copy, Debug)]
pub struct KernelBytes<'b> {
    /// Address.
    pub address: u64,
    /// Content.
    pub bytes: &'b [u8],
}

impl Kernel {
    /// `copy_to_user`: returns how many bytes could *not* be copied.
    pub(crate) fn copy_to_user(&self, to: UserPtr, from: KernelBytes<'_>) -> u64 {
        self.func(f::_copy_to_user, || self.raw_copy_to_user(f::_copy_to_user, to, from))
    }

    /// `copy_to_iter` with `room` bytes of user memory behind the iterator:
    /// returns how many bytes it copied.
    pub(crate) fn copy_to_iter(&self, from: KernelBytes<'_>, to: UserPtr, room: u64) -> u64 {
        self.func(f::_copy_to_iter, || {
            let bytes = &from.bytes[..from.bytes.len().min(room as usize)];
            let fits = KernelBytes { bytes, ..from };
            bytes.len() as u64 - self.raw_copy_to_user(f::_copy_to_iter, to, fits)
        })
    }

    fn raw_copy_to_user(&self, routine: FunctionId, to: UserPtr, from: KernelBytes<'_>) -> u64 {
        let wanted = from.bytes.len() as u64;
        let mut done = 0;
        if x86_64::access_ok(to, wanted) {
            self.walk_pages(to, wanted, Access::Write);
            done = {
                let tasks = self.tasks.borrow();
                let mm = &tasks[usize::from(self.current.get())].mm;
                mm.write(&mut self.frames.borrow_mut(), to, from.bytes)
            };
            if done < wanted {
                self.copy_faults(to + done, Access::Write);
            }
        }
        let copy = copied(routine, Direction::ToUser, to, from.address, wanted, done);
        self.emit_copy(copy, &from.bytes[..done as usize]);
        wanted - done
    }

    /// `copy_from_user`: the bytes that could be copied, from the start; fewer
    /// than `n` if the memory ends. `to` is the kernel address they go to.
    pub(crate) fn copy_from_user(&self, to: u64, from: UserPtr, n: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.func(f::_copy_from_user, || {
            if x86_64::access_ok(from, n) {
                self.walk_pages(from, n, Access::Read);
                bytes = self.peek(from, n);
                if (bytes.len() as u64) < n {
                    self.copy_faults(from + bytes.len() as u64, Access::Read);
                }
            }
            let done = bytes.len() as u64;
            let copy = copied(f::_copy_from_user, Direction::ToKernel, from, to, n, done);
            self.emit_copy(copy, &bytes);
            n - done
        });
        bytes
    }

    /// `strncpy_from_user`: the string without its NUL, or EFAULT. A string of
    /// `count` bytes without a NUL comes back whole.
    pub(crate) fn strncpy_from_user(&self, to: u64, from: UserPtr, count: u64) -> Result<Vec<u8>> {
        let mut string = Vec::new();
        self.func(f::strncpy_from_user, || {
            let mut done = 0;
            let mut result = Err(Errno::EFAULT);
            if from < TASK_SIZE_MAX {
                self.walk_pages(from, 1, Access::Read);
                let mapped = self.peek(from, count.min(TASK_SIZE_MAX - from));
                let nul = mapped.iter().position(|&byte| byte == 0);
                self.string_faults(from, mapped.len() as u64, nul, count);
                if nul.is_some() || mapped.len() as u64 == count {
                    string = mapped[..nul.unwrap_or(mapped.len())].to_vec();
                    done = string.len() as u64;
                    result = Ok(done);
                }
            }
            let copy = copied(f::strncpy_from_user, Direction::ToKernel, from, to, count, done);
            self.emit_copy(copy, &string);
            result
        })?;
        Ok(string)
    }

    /// `unsafe_put_user` of two bytes: inlined into its caller.
    pub(crate) fn put_user_u16(&self, to: UserPtr, value: u16) -> Result<()> {
        self.put_user(to, &value.to_le_bytes())
    }

    pub(crate) fn put_user(&self, to: UserPtr, bytes: &[u8]) -> Result<()> {
        self.func(f::unsafe_put_user, || {
            let wanted = bytes.len() as u64;
            let done = {
                let tasks = self.tasks.borrow();
                let mm = &tasks[usize::from(self.current.get())].mm;
                match mm.reachable(to, wanted, Access::Write) {
                    all if all == wanted => mm.write(&mut self.frames.borrow_mut(), to, bytes),
                    _ => 0,
                }
            };
            if done < wanted {
                self.exc_page_fault(to, Access::Write);
            }
            let copy = copied(f::unsafe_put_user, Direction::ToUser, to, 0, wanted, done);
            self.emit_copy(copy, &bytes[..done as usize]);
            if done == wanted { Ok(()) } else { Err(Errno::EFAULT) }
        })
    }

    /// Reads the current task's memory without an event: for what the model
    /// itself needs to know.
    pub(crate) fn peek(&self, address: UserPtr, len: u64) -> Vec<u8> {
        let tasks = self.tasks.borrow();
        tasks[usize::from(self.current.get())].mm.read(&self.frames.borrow(), address, len)
    }

    /// The MMU translates each page that the copy touches.
    fn walk_pages(&self, address: UserPtr, len: u64, access: Access) {
        let mut at = address;
        let end = address.saturating_add(len.max(1));
        while at < end {
            let (outcome, pte) = self.with_current(|task| task.mm.walk(at, access));
            let frame = pte.map_or(0, |pte| pte.frame);
            let levels = x86_64::LEVELS;
            self.emit(Place::PageTables, Kind::Walk { outcome, levels, frame, address: at });
            if outcome != crate::trace::Walk::Mapped {
                break;
            }
            at = (at & !(PAGE - 1)) + PAGE;
        }
    }

    /// A copy hit a page that it may not use: `rep movsq` faults, the fixup
    /// goes on byte by byte (`.Lcopy_user_handle_tail`) and faults again
    /// (arch/x86/lib/copy_user_64.S, 6.1).
    fn copy_faults(&self, address: UserPtr, access: Access) {
        self.exc_page_fault(address, access);
        self.exc_page_fault(address, access);
    }

    /// The faults of `do_strncpy_from_user`: it reads words of eight bytes; one
    /// that does not fit into what is mapped faults and is read byte by byte.
    fn string_faults(&self, from: UserPtr, mapped: u64, nul: Option<usize>, count: u64) {
        let limit = count.min(TASK_SIZE_MAX - from);
        let wanted = nul.map_or(limit, |at| at as u64 + 1).min(limit);
        let first_word_outside = mapped / 8 * 8;
        if wanted > first_word_outside && limit - first_word_outside >= 8 && mapped < limit {
            self.exc_page_fault(from + mapped, Access::Read);
        }
        if wanted > mapped {
            self.exc_page_fault(from + mapped, Access::Read);
        }
    }

    fn emit_copy(&self, copy: Copy, bytes: &[u8]) {
        self.spend(self.cost.copy + u64::from(copy.done) / self.cost.bytes_per_ns);
        let kind = self.recorder.borrow_mut().copy(copy, bytes);
        self.emit(Place::Usercopy, kind);
    }
}

fn copied(
    routine: FunctionId,
    direction: Direction,
    user: UserPtr,
    kernel: u64,
    wanted: u64,
    done: u64,
) -> Copy {
    let saturate = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    Copy {
        routine,
        direction,
        user,
        kernel,
        wanted: saturate(wanted),
        done: saturate(done),
        bytes_at: 0,
        bytes_len: 0,
    }
}
