//! The model kernel: a small kernel that can be read beside Linux.
//!
//! A function here has the name of the Linux function that it stands for, and
//! calls what that one calls; [`trace::f`](crate::trace::f) says where each
//! lies in Linux. Functions that may sleep are `async`: blocking is `.await`,
//! and a sleeping task is a future that the run loop polls again once it has
//! been woken. Only [`context`] and [`uaccess`] emit events.

pub mod char_dev;
pub mod context;
pub mod errno;
pub mod fault;
pub mod fs;
mod log;
pub mod mm;
pub mod proc;
pub mod run;
pub mod sched;
pub mod signal;
pub mod sys;
pub mod syscall;
pub mod task;
pub mod uaccess;
pub mod world;

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;

pub use errno::{Errno, Result};
pub use run::{Config, Mistake, run};

use crate::machine::cost::CostTable;
use crate::machine::memory::Frames;
use crate::module;
use crate::trace::Recorder;

/// An address in user space, as the program gave it: nobody has checked it.
pub type UserPtr = u64;

/// What a function that may sleep returns when it is called through a pointer.
pub type Sleeping<'k, T> = Pin<Box<dyn Future<Output = T> + 'k>>;

/// The kernel's state. Interior mutability stands for Linux's shared memory:
/// one CPU, so borrows are short and never overlap a call.
pub struct Kernel {
    recorder: RefCell<Recorder>,
    clock: Cell<u64>,
    current: Cell<u16>,
    depth: Cell<u16>,
    cost: CostTable,
    mistake: Option<Mistake>,
    next_address: Cell<u64>,
    unknown: Cell<bool>,
    tasks: RefCell<Vec<task::Task>>,
    frames: RefCell<Frames>,
    files: RefCell<fs::file::Files>,
    inodes: RefCell<fs::inode::Inodes>,
    dcache: RefCell<fs::dcache::Dcache>,
    procfs: proc::Tree,
    module: module::State,
}
