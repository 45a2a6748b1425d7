//! Files whose text is made record by record (fs/seq_file.c).

use std::cell::Cell;

use super::super::uaccess::KernelBytes;
use super::super::{Errno, Kernel, Result, UserPtr};
use super::file::FileId;
use super::read_write::{SEEK_CUR, SEEK_SET};
use crate::machine::memory::PAGE;
use crate::trace::{Object, f};

/// `struct seq_operations`. `start` and `next` say whether there is a record
/// at the index.
#[derive(Debug)]
pub struct SeqOperations {
    /// Goes to the record at the index.
    pub start: fn(&Kernel, &mut SeqFile) -> bool,
    /// Goes to the next record.
    pub next: fn(&Kernel, &mut SeqFile) -> bool,
    /// Lets go.
    pub stop: fn(&Kernel),
    /// Prints the record at the index.
    pub show: fn(&Kernel, &mut SeqFile) -> Result<()>,
}

/// `struct seq_file`
#[derive(Debug)]
pub struct SeqFile {
    op: &'static SeqOperations,
    buf: Vec<u8>,
    size: usize,
    from: usize,
    /// `index`: the record that comes next.
    pub index: i64,
    read_pos: i64,
    overflowed: bool,
    address: u64,
    /// `private`: what `show` needs to know.
    pub private: u64,
}

impl SeqFile {
    fn reset(&mut self) {
        self.read_pos = 0;
        self.index = 0;
        self.clear();
    }

    fn clear(&mut self) {
        self.buf.clear();
        self.from = 0;
        self.overflowed = false;
    }

    /// Adds bytes to the record, or marks that they did not fit (`seq_write`,
    /// `seq_put_decimal_ull_width`: inlined or elided).
    pub(crate) fn put(&mut self, bytes: &[u8]) {
        if self.buf.len() + bytes.len() < self.size {
            self.buf.extend_from_slice(bytes);
        } else {
            self.overflowed = true;
        }
    }

    /// Bytes that were printed and not handed out yet (`count`).
    fn count(&self) -> usize {
        self.buf.len() - self.from
    }
}

impl Kernel {
    /// `seq_open`: seq_files cannot be written with pwrite.
    pub(crate) fn seq_open(
        &self,
        file: FileId,
        op: &'static SeqOperations,
        private: u64,
    ) -> Result<()> {
        self.func(f::seq_open, || {
            let seq = SeqFile {
                op,
                buf: Vec::new(),
                size: 0,
                from: 0,
                index: 0,
                read_pos: 0,
                overflowed: false,
                address: 0,
                private,
            };
            self.with_file(file, |file| {
                file.seq = Some(Box::new(seq));
                file.mode.pwrite = false;
            })
        })
    }

    /// `single_open`: a seq_file of one record.
    pub(crate) fn single_open(
        &self,
        file: FileId,
        op: &'static SeqOperations,
        private: u64,
    ) -> Result<()> {
        self.func(f::single_open, || self.seq_open(file, op, private))
    }

    /// `seq_release`
    pub(crate) fn seq_release(&self, file: FileId) {
        self.func(f::seq_release, || self.free_seq_file(file));
    }

    /// `single_release`: gcc inlines `seq_release` into it.
    pub(crate) fn single_release(&self, file: FileId) {
        self.func(f::single_release, || self.free_seq_file(file));
    }

    fn free_seq_file(&self, file: FileId) {
        let seq = self.with_file(file, |file| file.seq.take());
        if let Ok(Some(seq)) = seq
            && seq.size > 0
        {
            self.free(Object::SeqBuffer, seq.address);
        }
    }

    /// `seq_printf`: adds text to the record.
    pub(crate) fn seq_printf(&self, m: &mut SeqFile, text: &str) {
        self.func(f::seq_printf, || m.put(text.as_bytes()));
    }

    fn seq_buf_alloc(&self, m: &mut SeqFile, size: usize) {
        m.address = self.allocate(Object::SeqBuffer, size as u32);
        m.size = size;
    }

    /// `seq_read_iter`
    pub(crate) fn seq_read_iter(
        &self,
        file: FileId,
        buf: UserPtr,
        count: u64,
        position: &Cell<i64>,
    ) -> Result<u64> {
        self.func(f::seq_read_iter, || {
            if count == 0 {
                return Ok(0);
            }
            let taken = self.with_file(file, |file| file.seq.take())?;
            let mut m = taken.ok_or(Errno::EINVAL)?;
            let read = self.seq_read_locked(&mut m, buf, count, position);
            self.with_file(file, |file| file.seq = Some(m))?;
            read
        })
    }

    fn seq_read_locked(
        &self,
        m: &mut SeqFile,
        buf: UserPtr,
        count: u64,
        position: &Cell<i64>,
    ) -> Result<u64> {
        let mut copied = 0;
        let error = self.seq_fill(m, buf, count, position, &mut copied).err();
        if copied == 0 {
            return if m.count() > 0 { Err(Errno::EFAULT) } else { error.map_or(Ok(0), Err) };
        }
        position.set(position.get() + copied as i64);
        m.read_pos += copied as i64;
        Ok(copied)
    }

    fn seq_fill(
        &self,
        m: &mut SeqFile,
        buf: UserPtr,
        count: u64,
        position: &Cell<i64>,
        copied: &mut u64,
    ) -> Result<()> {
        if position.get() == 0 {
            m.index = 0;
            m.clear();
        }
        if position.get() != m.read_pos {
            if let Err(errno) = self.traverse(m, position.get()) {
                m.reset();
                return Err(errno);
            }
            m.read_pos = position.get();
        }
        if m.size == 0 {
            self.seq_buf_alloc(m, PAGE as usize);
        }
        if m.count() > 0 {
            self.seq_copy(m, buf, count, copied);
            if m.count() > 0 {
                return Ok(());
            }
        }
        m.clear();
        self.first_record(m)?;
        if m.count() == 0 {
            return Ok(());
        }
        self.more_records(m, count - *copied);
        (m.op.stop)(self);
        self.seq_copy(m, buf + *copied, count - *copied, copied);
        Ok(())
    }

    fn seq_copy(&self, m: &mut SeqFile, to: UserPtr, room: u64, copied: &mut u64) {
        let bytes = KernelBytes { address: m.address + m.from as u64, bytes: &m.buf[m.from..] };
        let n = self.copy_to_iter(bytes, to, room);
        m.from += n as usize;
        *copied += n;
    }

    /// Gets a non-empty record into the buffer, which grows until it fits.
    fn first_record(&self, m: &mut SeqFile) -> Result<()> {
        let mut there = (m.op.start)(self, m);
        while there {
            if let Err(errno) = (m.op.show)(self, m) {
                (m.op.stop)(self);
                m.clear();
                return Err(errno);
            }
            if m.overflowed {
                (m.op.stop)(self);
                self.free(Object::SeqBuffer, m.address);
                m.clear();
                self.seq_buf_alloc(m, m.size * 2);
                there = (m.op.start)(self, m);
            } else if m.count() > 0 {
                return Ok(());
            } else {
                there = (m.op.next)(self, m);
            }
        }
        (m.op.stop)(self);
        m.clear();
        Ok(())
    }

    /// One record is there: adds others that fit, as long as the reader wants
    /// more.
    fn more_records(&self, m: &mut SeqFile, wanted: u64) {
        loop {
            let before = m.buf.len();
            if !(m.op.next)(self, m) || m.count() as u64 >= wanted {
                return;
            }
            if (m.op.show)(self, m).is_err() || m.overflowed {
                m.buf.truncate(before);
                m.overflowed = false;
                return;
            }
        }
    }

    /// `traverse`: prints again from the start until the offset.
    fn traverse(&self, m: &mut SeqFile, offset: i64) -> Result<()> {
        m.index = 0;
        m.clear();
        if offset == 0 {
            // gcc keeps this part in the callers.
            return Ok(());
        }
        self.func(f::traverse, || {
            if m.size == 0 {
                self.seq_buf_alloc(m, PAGE as usize);
            }
            let mut pos = 0;
            let mut there = (m.op.start)(self, m);
            while there {
                (m.op.show)(self, m).inspect_err(|_| (m.op.stop)(self))?;
                let count = m.buf.len() as i64;
                there = (m.op.next)(self, m);
                if pos + count > offset {
                    m.from = (offset - pos) as usize;
                    break;
                }
                pos += count;
                m.clear();
                if pos == offset {
                    break;
                }
            }
            (m.op.stop)(self);
            Ok(())
        })
    }

    /// `seq_lseek`
    pub(crate) fn seq_lseek(&self, file: FileId, offset: i64, whence: u64) -> Result<i64> {
        self.func(f::seq_lseek, || {
            let pos = self.with_file(file, |file| file.pos)?;
            let target = match whence {
                SEEK_CUR => offset.checked_add(pos),
                SEEK_SET => Some(offset),
                _ => None,
            };
            let target = target.filter(|&at| at >= 0).ok_or(Errno::EINVAL)?;
            let taken = self.with_file(file, |file| file.seq.take())?;
            let mut m = taken.ok_or(Errno::EINVAL)?;
            let mut result = Ok(target);
            if target != m.read_pos {
                match self.traverse(&mut m, target) {
                    Ok(()) => m.read_pos = target,
                    Err(errno) => {
                        m.reset();
                        result = Err(errno);
                    }
                }
            }
            self.with_file(file, |file| {
                file.pos = result.unwrap_or(0);
                file.seq = Some(m);
            })?;
            result
        })
    }
}

/// `single_start`: there is one record, at 0.
pub(crate) fn single_start(k: &Kernel, m: &mut SeqFile) -> bool {
    k.leaf(f::single_start);
    m.index == 0
}

/// `single_next`
pub(crate) fn single_next(k: &Kernel, m: &mut SeqFile) -> bool {
    k.leaf(f::single_next);
    m.index += 1;
    false
}

/// `single_stop`
pub(crate) fn single_stop(k: &Kernel) {
    k.leaf(f::single_stop);
}
