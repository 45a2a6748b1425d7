//! So many in a minute.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

const WINDOW: Duration = Duration::from_secs(60);

/// Counts what happened within the last minute.
#[derive(Debug)]
pub struct Rate {
    most: usize,
    times: Mutex<VecDeque<Instant>>,
}

impl Rate {
    pub fn new(most: usize) -> Rate {
        Rate { most, times: Mutex::new(VecDeque::new()) }
    }

    /// Takes one, or says how long to wait for the next.
    pub fn take(&self, now: Instant) -> Result<(), Duration> {
        let mut times = self.times.lock().unwrap_or_else(PoisonError::into_inner);
        while times.front().is_some_and(|time| now.saturating_duration_since(*time) >= WINDOW) {
            times.pop_front();
        }
        match times.front() {
            Some(first) if times.len() >= self.most => {
                Err(WINDOW.saturating_sub(now.saturating_duration_since(*first)))
            }
            None if self.most == 0 => Err(WINDOW),
            _ => {
                times.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_holds_only_so_many() {
        let (rate, start) = (Rate::new(2), Instant::now());
        assert_eq!(rate.take(start), Ok(()));
        assert_eq!(rate.take(start + Duration::from_secs(10)), Ok(()));
        assert_eq!(rate.take(start + Duration::from_secs(20)), Err(Duration::from_secs(40)));
        assert_eq!(rate.take(start + Duration::from_secs(60)), Ok(()));
        assert_eq!(rate.take(start + Duration::from_secs(61)), Err(Duration::from_secs(9)));
        assert!(Rate::new(0).take(start).is_err());
    }
}
