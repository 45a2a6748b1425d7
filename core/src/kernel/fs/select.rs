//! poll (fs/select.c).

use super::super::sched::{QueueOf, Waiter};
use super::super::{Errno, Kernel, Result, UserPtr};
use super::file::{FileId, RLIMIT_NOFILE};
use crate::trace::{Place, f};

/// There is something to read.
pub const POLLIN: u16 = 0x1;
/// It can be written.
pub const POLLOUT: u16 = 0x4;
/// Always reported.
pub const POLLERR: u16 = 0x8;
/// Always reported.
pub const POLLHUP: u16 = 0x10;
/// Not an open descriptor.
pub const POLLNVAL: u16 = 0x20;
/// Like [`POLLIN`].
pub const POLLRDNORM: u16 = 0x40;
/// Like [`POLLOUT`].
pub const POLLWRNORM: u16 = 0x100;
/// What a file without `.poll` says: always ready.
pub const DEFAULT_POLLMASK: u16 = POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM;

/// `sizeof(struct pollfd)`
const POLLFD: u64 = 8;
/// How many entries the stack holds (`N_STACK_PPS`), and a page.
const N_STACK_PPS: u64 = 30;
const POLLFD_PER_PAGE: u64 = 510;

/// `poll_table`: does the file's poll operation still register us?
#[derive(Default)]
pub struct PollTable {
    wants_to_wait: bool,
    queues: Vec<QueueOf>,
}

struct PollFd {
    fd: i32,
    events: u16,
    revents: u16,
}

impl Kernel {
    /// `__x64_sys_poll`'s body.
    pub(crate) async fn sys_poll(&self, ufds: UserPtr, nfds: u64, timeout: i32) -> Result<u64> {
        let deadline = u64::try_from(timeout).ok().map(|milliseconds| {
            self.leaf(f::poll_select_set_timeout);
            (milliseconds > 0).then(|| self.now() + milliseconds * 1_000_000)
        });
        let result = self.do_sys_poll(ufds, nfds, deadline).await;
        match result {
            Err(Errno::ERESTARTNOHAND) => Err(Errno::ERESTART_RESTARTBLOCK),
            other => other,
        }
    }

    /// `deadline`: none: wait for ever; `Some(None)`: do not wait.
    async fn do_sys_poll(
        &self,
        ufds: UserPtr,
        nfds: u64,
        deadline: Option<Option<u64>>,
    ) -> Result<u64> {
        self.sleepy(f::do_sys_poll, async || {
            let nfds = u64::from(nfds as u32);
            if nfds > RLIMIT_NOFILE {
                return Err(Errno::EINVAL);
            }
            let mut list = self.copy_pollfds(ufds, nfds)?;
            let mut table = PollTable::default();
            let count = self.do_poll(&mut list, &mut table, deadline).await;
            self.poll_freewait(&table);
            for (at, entry) in list.iter().enumerate() {
                self.put_user_u16(ufds + at as u64 * POLLFD + 6, entry.revents)?;
            }
            count
        })
        .await
    }

    fn copy_pollfds(&self, ufds: UserPtr, nfds: u64) -> Result<Vec<PollFd>> {
        let mut list = Vec::new();
        while (list.len() as u64) < nfds {
            let done = list.len() as u64;
            let room = if done == 0 { N_STACK_PPS } else { POLLFD_PER_PAGE };
            let wanted = (nfds - done).min(room) * POLLFD;
            let stack = 0xffff_c900_0063_7acc + done * POLLFD;
            let bytes = self.copy_from_user(stack, ufds.wrapping_add(done * POLLFD), wanted);
            if (bytes.len() as u64) < wanted {
                return Err(Errno::EFAULT);
            }
            list.extend(bytes.chunks_exact(POLLFD as usize).map(|entry| PollFd {
                fd: i32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]]),
                events: u16::from_le_bytes([entry[4], entry[5]]),
                revents: 0,
            }));
        }
        Ok(list)
    }

    /// `do_poll`: gcc inlines it into `do_sys_poll`.
    async fn do_poll(
        &self,
        list: &mut [PollFd],
        table: &mut PollTable,
        deadline: Option<Option<u64>>,
    ) -> Result<u64> {
        let mut timed_out = deadline == Some(None);
        table.wants_to_wait = !timed_out;
        loop {
            let mut count = 0;
            for entry in list.iter_mut() {
                if self.do_pollfd(entry, table) != 0 {
                    count += 1;
                    table.wants_to_wait = false;
                }
            }
            table.wants_to_wait = false;
            if count == 0 && self.with_current(|task| task.signal_pending()) {
                return Err(Errno::ERESTARTNOHAND);
            }
            if count > 0 || timed_out {
                return Ok(count);
            }
            timed_out = !self.poll_schedule_timeout(table, deadline.flatten()).await;
        }
    }

    fn do_pollfd(&self, entry: &mut PollFd, table: &mut PollTable) -> u16 {
        let mut mask = 0;
        if let Ok(fd) = u64::try_from(entry.fd) {
            mask = POLLNVAL;
            if let Ok(file) = self.fdget(fd) {
                let wanted = entry.events | POLLERR | POLLHUP;
                mask = self.vfs_poll(file, table) & wanted;
            }
        }
        entry.revents = mask;
        mask
    }

    fn vfs_poll(&self, file: FileId, table: &mut PollTable) -> u16 {
        match self.with_file(file, |file| file.fops.poll) {
            Ok(Some(poll)) => poll(self, file, table),
            _ => DEFAULT_POLLMASK,
        }
    }

    /// `poll_wait`, called by a file's poll operation.
    pub(crate) fn poll_wait(&self, queue: QueueOf, table: &mut PollTable) {
        if !table.wants_to_wait {
            return;
        }
        self.func(f::__pollwait, || {
            table.queues.push(queue);
            self.add_wait_queue(queue(self), Waiter::poll(self.current()));
        });
    }

    /// Sleeps until a queue triggers, a signal comes, or the time is over;
    /// false if the time is over.
    async fn poll_schedule_timeout(&self, table: &PollTable, deadline: Option<u64>) -> bool {
        let me = self.current();
        let triggered = table.queues.iter().any(|queue| queue(self).take_triggered(me));
        if triggered {
            return true;
        }
        self.sleepy(f::schedule_hrtimeout_range, async || {
            self.sleepy(f::schedule_hrtimeout_range_clock, async || {
                !self.schedule(Place::Sched, "poll", deadline).await
            })
            .await
        })
        .await
    }

    fn poll_freewait(&self, table: &PollTable) {
        self.func(f::poll_freewait, || {
            for queue in &table.queues {
                self.remove_wait_queue(queue(self), self.current());
            }
        });
    }
}
