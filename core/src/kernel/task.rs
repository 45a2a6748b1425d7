//! `task_struct`, as far as the model needs one.

use super::fs::file::{FdTable, FileId};
use crate::machine::memory::AddressSpace;

/// Credentials (`struct cred`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cred {
    /// `uid`, `euid` and `fsuid` in one: the model has no set-user-ID.
    pub uid: u32,
    /// The same for the group.
    pub gid: u32,
}

impl Cred {
    /// `capable`: root has every capability, nobody else has one.
    #[must_use]
    pub fn capable(self) -> bool {
        self.uid == 0
    }
}

/// What a task does with a signal (`struct k_sigaction`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct SigAction {
    /// `SIG_DFL` (0), `SIG_IGN` (1) or the handler's address.
    pub handler: u64,
    /// `SA_RESTART`, …
    pub flags: u64,
    /// `sa_restorer`
    pub restorer: u64,
    /// `sa_mask`
    pub mask: u64,
}

/// A signal that was sent and not taken yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pending {
    /// Number.
    pub number: u8,
    /// `si_code`.
    pub code: i32,
}

/// Is the task running, asleep, or gone?
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TaskState {
    /// `TASK_RUNNING`: it runs or could.
    #[default]
    Running,
    /// `TASK_INTERRUPTIBLE`: it sleeps until woken, also by a signal.
    Interruptible,
    /// It has exited or was killed.
    Dead,
}

/// A task of the program.
#[derive(Clone, Debug)]
pub struct Task {
    /// `[A]`.
    pub name: String,
    /// Process ID.
    pub pid: u32,
    /// Credentials.
    pub cred: Cred,
    /// State.
    pub state: TaskState,
    /// Its memory.
    pub mm: AddressSpace,
    /// Its descriptors.
    pub files: FdTable,
    /// Function nesting now.
    pub depth: u16,
    /// Signals waiting.
    pub pending: Vec<Pending>,
    /// What it does with signal n, at index n.
    pub actions: [SigAction; 65],
    /// Last references that `fput` left for the way out (`task_work`).
    pub task_work: Vec<FileId>,
    /// When its timeout ends, if it sleeps with one.
    pub wakeup_at: Option<u64>,
    /// Was it woken by its timeout?
    pub timed_out: bool,
    /// `comm`: its name in /proc.
    pub comm: Vec<u8>,
}

impl Task {
    /// `signal_pending`.
    #[must_use]
    pub fn signal_pending(&self) -> bool {
        self.pending.iter().any(|p| self.wants(p.number))
    }

    /// Would the signal do anything? Ignored ones do not wake a sleeper.
    #[must_use]
    pub fn wants(&self, number: u8) -> bool {
        /// SIGCHLD, SIGURG, SIGWINCH and SIGCONT are ignored by default.
        const IGNORED: [u8; 4] = [17, 23, 28, 18];
        match self.actions.get(usize::from(number)).map(|a| a.handler) {
            Some(1) | None => false,
            Some(0) => !IGNORED.contains(&number),
            Some(_) => true,
        }
    }
}
