//! Helpers for simple files (fs/libfs.c).

use std::cell::Cell;

use super::super::uaccess::KernelBytes;
use super::super::{Errno, Kernel, Mistake, Result, UserPtr};
use crate::trace::f;

impl Kernel {
    /// `simple_read_from_buffer`: copies what the buffer holds from the
    /// position on. A partial copy is a success.
    pub(crate) fn simple_read_from_buffer(
        &self,
        to: UserPtr,
        count: u64,
        position: &Cell<i64>,
        from: KernelBytes<'_>,
    ) -> Result<u64> {
        self.func(f::simple_read_from_buffer, || {
            let at = u64::try_from(position.get()).map_err(|_| Errno::EINVAL)?;
            let available = from.bytes.len() as u64;
            if self.mistake == Some(Mistake::FaultBeforeEnd) && self.peek(to, 1).is_empty() {
                return Err(Errno::EFAULT);
            }
            if at >= available || count == 0 {
                return Ok(0);
            }
            let count = count.min(available - at);
            let bytes = &from.bytes[at as usize..(at + count) as usize];
            let left = self.copy_to_user(to, KernelBytes { address: from.address + at, bytes });
            if left == count {
                return Err(Errno::EFAULT);
            }
            let done = count - left;
            position.set(position.get() + done as i64);
            Ok(done)
        })
    }

    /// `simple_write_to_buffer`: the same inwards. The bytes go where `store`
    /// puts them: offset and content. What could not be copied becomes zero in
    /// the buffer (`_copy_from_user`), also when the call fails.
    pub(crate) fn simple_write_to_buffer(
        &self,
        to: u64,
        available: u64,
        position: &Cell<i64>,
        from: UserPtr,
        count: u64,
        store: impl FnOnce(usize, &[u8]),
    ) -> Result<u64> {
        self.func(f::simple_write_to_buffer, || {
            let at = u64::try_from(position.get()).map_err(|_| Errno::EINVAL)?;
            if at >= available || count == 0 {
                return Ok(0);
            }
            let count = count.min(available - at);
            let mut bytes = self.copy_from_user(to + at, from, count);
            let done = bytes.len() as u64;
            bytes.resize(count as usize, 0);
            store(at as usize, &bytes);
            if done == 0 {
                return Err(Errno::EFAULT);
            }
            position.set(position.get() + done as i64);
            Ok(done)
        })
    }
}
