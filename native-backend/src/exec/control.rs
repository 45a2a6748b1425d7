//! The memory that the driver shares with the tasks of a program.
//!
//! One anonymous shared mapping, made before the tasks are forked: what a step
//! costs between two calls is a few stores into it, never a system call.

use std::ffi::c_void;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicI64, AtomicU32, AtomicU64};

use rustix::mm::{MapFlags, ProtFlags, mmap_anonymous, munmap};

/// How many tasks a program can have.
pub const MAX_TASKS: usize = 64;

/// One task's line in the control block.
#[repr(C, align(64))]
pub struct Turn {
    /// How many of its steps the task may run by now.
    pub allowed: AtomicU32,
    /// How many of them are over.
    pub done: AtomicU32,
    /// 1: ready for its first step. 2: could not be made ready.
    pub state: AtomicU32,
    /// Which part of the preparation failed, and its errno.
    pub failed: AtomicU64,
    /// Its process ID.
    pub pid: AtomicU32,
}

/// What became of a step.
#[repr(C)]
pub struct Slotted {
    /// The value returned.
    pub value: AtomicI64,
    /// When it began, if times are wanted.
    pub began: AtomicU64,
    /// When it was over.
    pub ended: AtomicU64,
}

/// Header of the block.
#[repr(C)]
pub struct Head {
    /// Goes up when a task has run all that it may.
    pub event: AtomicU32,
    /// The tasks.
    pub turns: [Turn; MAX_TASKS],
}

/// The mapping.
pub struct Control {
    base: NonNull<u8>,
    length: usize,
    slots: usize,
    results: usize,
    lengths: usize,
    steps: usize,
    captures: usize,
    slot_count: usize,
    arena: usize,
}

// SAFETY: what is shared is atomic, or handed over by an atomic (see `arena`).
unsafe impl Send for Control {}
// SAFETY: as above.
unsafe impl Sync for Control {}

impl Control {
    /// Maps a block for so many slots, steps, captures and captured bytes.
    pub fn new(
        slots: usize,
        steps: usize,
        captures: usize,
        arena: usize,
    ) -> rustix::io::Result<Control> {
        let at_slots = size_of::<Head>();
        let at_results = at_slots + slots * size_of::<AtomicU64>();
        let at_lengths = at_results + steps * size_of::<Slotted>();
        let at_arena = (at_lengths + captures * size_of::<AtomicU64>()).next_multiple_of(64);
        let length = at_arena + arena.max(1);
        // SAFETY: a new anonymous mapping at an address of the kernel's choice.
        let base = unsafe {
            mmap_anonymous(
                std::ptr::null_mut(),
                length,
                ProtFlags::READ | ProtFlags::WRITE,
                MapFlags::SHARED,
            )?
        };
        let base = NonNull::new(base.cast::<u8>()).ok_or(rustix::io::Errno::NOMEM)?;
        Ok(Control {
            base,
            length,
            slots: at_slots,
            results: at_results,
            lengths: at_lengths,
            steps,
            captures,
            slot_count: slots,
            arena: at_arena,
        })
    }

    fn array<T>(&self, offset: usize, count: usize) -> &[T] {
        // SAFETY: `new` laid out `count` of these atomics at this aligned
        // offset of the zeroed mapping, which lives as long as `self`.
        unsafe { std::slice::from_raw_parts(self.base.as_ptr().add(offset).cast::<T>(), count) }
    }

    /// The header.
    pub fn head(&self) -> &Head {
        // SAFETY: the mapping begins with a zeroed `Head`, all atomics.
        unsafe { self.base.cast::<Head>().as_ref() }
    }

    /// The bound names' values.
    pub fn slots(&self) -> &[AtomicU64] {
        self.array(self.slots, self.slot_count)
    }

    /// The steps' results.
    pub fn results(&self) -> &[Slotted] {
        self.array(self.results, self.steps)
    }

    /// How many bytes each capture has kept, plus one; 0: none.
    pub fn lengths(&self) -> &[AtomicU64] {
        self.array(self.lengths, self.captures)
    }

    /// Where captured bytes go. A task writes its capture's part before it
    /// counts the step as done; the driver reads it afterwards.
    pub fn arena(&self) -> *mut u8 {
        // SAFETY: `arena` is an offset inside the mapping.
        unsafe { self.base.as_ptr().add(self.arena) }
    }

    /// Has a writable page-table entry made for each page, so that no fault
    /// falls into the trace later.
    pub fn touch(&self) {
        for at in (0..self.length).step_by(4096) {
            // SAFETY: inside the mapping; a locked write that changes nothing,
            // and that a compiler, unlike `fetch_or(0)`, cannot turn into a read.
            unsafe {
                let byte = self.base.as_ptr().add(at);
                core::arch::asm!("lock or byte ptr [{}], 0", in(reg) byte, options(nostack));
            }
        }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        // SAFETY: the mapping of `new`, to which no reference outlives `self`.
        let _ = unsafe { munmap(self.base.as_ptr().cast::<c_void>(), self.length) };
    }
}
