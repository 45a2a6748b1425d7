//! Running programs: one at a time, a few waiting, so many in a minute.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tokio::sync::{Semaphore, watch};
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::Limits;
use super::protocol::{Failure, RunCommand};
use super::rate::Rate;
use super::tape::Tape;
use crate::kernels::{Kernels, Request};

/// What is on now: the latest run, for those who watch.
pub type Stage = watch::Sender<Option<Arc<Tape>>>;

#[derive(Debug)]
pub struct Runs {
    slot: Arc<Semaphore>,
    places: Semaphore,
    rate: Rate,
    count: AtomicU64,
    stage: Stage,
    limits: Limits,
    allow_any: bool,
}

impl Runs {
    pub fn new(limits: Limits, allow_any: bool) -> Runs {
        Runs {
            slot: Arc::new(Semaphore::new(1)),
            places: Semaphore::new(limits.waiting + 1),
            rate: Rate::new(limits.runs_per_minute),
            count: AtomicU64::new(0),
            stage: Stage::new(None),
            limits,
            allow_any,
        }
    }

    /// The runs from now on.
    pub fn watch(&self) -> watch::Receiver<Option<Arc<Tape>>> {
        self.stage.subscribe()
    }

    /// Waits for its turn, runs, and shows the run to those who watch.
    pub async fn run(
        &self,
        kernels: Arc<dyn Kernels>,
        command: RunCommand,
    ) -> Result<Arc<Tape>, Failure> {
        self.rate.take(Instant::now()).map_err(|wait| {
            let (most, wait) = (self.limits.runs_per_minute, wait.as_secs() + 1);
            Failure::new("rate", format!("{most} runs in a minute are enough; wait {wait} s"))
        })?;
        let _place = self.places.try_acquire().map_err(|_| {
            let waiting = self.limits.waiting;
            Failure::new("busy", format!("{waiting} programs are waiting already"))
        })?;
        let Ok(slot) = Arc::clone(&self.slot).acquire_owned().await else {
            return Err(Failure::new("failed", "the server is stopping"));
        };
        let on = command.on;
        let request = Request {
            program: command.program,
            on,
            kernel: command.kernel,
            functions: command.functions,
            limit: self.limits.run,
            allow_any: self.allow_any,
        };
        let start = Instant::now();
        // The slot goes with the work: a run that does not end keeps it.
        let work = spawn_blocking(move || {
            let trace = kernels.run(&request);
            let tape = trace.map(|trace| move |run| Tape::new(run, on, &trace, start.elapsed()));
            drop(slot);
            tape
        });
        let tape = match timeout(self.limits.run + self.limits.margin, work).await {
            Ok(Ok(Ok(tape))) => tape,
            Ok(Ok(Err(error))) => return Err(error.into()),
            Ok(Err(_)) => return Err(Failure::new("failed", "the run failed within the server")),
            Err(_) => {
                let limit = self.limits.run.as_secs();
                let why = format!("the program ran on after its time limit of {limit} s");
                return Err(Failure::new("time", why));
            }
        };
        let tape = Arc::new(tape(self.count.fetch_add(1, Ordering::Relaxed) + 1));
        self.stage.send_replace(Some(Arc::clone(&tape)));
        Ok(tape)
    }
}
