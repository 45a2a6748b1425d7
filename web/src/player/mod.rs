//! Where in a trace we are, and where a key or a button takes us.
//!
//! A pure reducer: no clock, no page. A position is the number of events that
//! have happened, so 0 is before the first one and `len` after the last.

mod index;

pub use index::Index;

/// How many speeds there are, chosen with the keys 1 to 5.
pub const SPEEDS: u8 = 5;

/// Milliseconds between two steps, for each speed.
const STEP_MS: [u32; SPEEDS as usize] = [1500, 700, 350, 120, 30];

/// Names of the speeds, relative to the one that a page starts with.
const FACTORS: [&str; SPEEDS as usize] = ["½×", "1×", "2×", "6×", "23×"];

/// Position, and whether it moves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Player {
    /// Events that have happened.
    pub position: usize,
    /// Does it move by itself?
    pub playing: bool,
    /// From 1 to [`SPEEDS`].
    pub speed: u8,
}

impl Default for Player {
    fn default() -> Player {
        Player { position: 0, playing: false, speed: 2 }
    }
}

/// What a viewer can ask for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// Play if it stands still, else stand still.
    Toggle,
    /// Stand still.
    Pause,
    /// Time for the next event, if it plays.
    Tick,
    /// Forward by one event.
    NextEvent,
    /// Back by one event.
    PreviousEvent,
    /// To the beginning of the next call.
    NextCall,
    /// To the beginning of this call, or of the one before.
    PreviousCall,
    /// To the next copy across the boundary.
    NextCopy,
    /// To the previous copy across the boundary.
    PreviousCopy,
    /// Before everything.
    First,
    /// After everything.
    Last,
    /// To this position.
    Seek(usize),
    /// Play at this speed.
    Speed(u8),
}

impl Player {
    /// The player after `action` in a trace with this index.
    #[must_use]
    pub fn reduce(self, index: &Index, action: Action) -> Player {
        let at = self.position.min(index.len);
        let stopped = |position: usize| Player {
            position: position.min(index.len),
            playing: false,
            speed: self.speed,
        };
        match action {
            Action::Toggle if self.playing => stopped(at),
            Action::Toggle if index.len == 0 => stopped(0),
            Action::Toggle => {
                let position = if at == index.len { 0 } else { at };
                Player { position, playing: true, speed: self.speed }
            }
            Action::Pause => stopped(at),
            Action::Tick if !self.playing => self,
            Action::Tick => {
                let position = (at + 1).min(index.len);
                Player { position, playing: position < index.len, speed: self.speed }
            }
            Action::NextEvent => stopped(at + 1),
            Action::PreviousEvent => stopped(at.saturating_sub(1)),
            Action::NextCall => stopped(after(&index.calls, at).unwrap_or(index.len)),
            Action::PreviousCall => stopped(before(&index.calls, at).unwrap_or(0)),
            Action::NextCopy => stopped(after(&index.copies, at).unwrap_or(at)),
            Action::PreviousCopy => stopped(before(&index.copies, at).unwrap_or(at)),
            Action::First => stopped(0),
            Action::Last => stopped(index.len),
            Action::Seek(position) => stopped(position),
            Action::Speed(speed) => Player { speed: speed.clamp(1, SPEEDS), ..self },
        }
    }

    /// Milliseconds from one step to the next.
    #[must_use]
    pub fn step_ms(self) -> u32 {
        STEP_MS[usize::from(self.speed.clamp(1, SPEEDS)) - 1]
    }

    /// Milliseconds that a step's motion takes: 200 to 400, but never longer
    /// than the step, and none when steps come faster than an eye follows.
    #[must_use]
    pub fn motion_ms(self) -> u32 {
        if !self.playing {
            return 300;
        }
        match self.step_ms() {
            0..=60 => 0,
            step => (step * 3 / 4).min(400),
        }
    }

    /// What the speed is called.
    #[must_use]
    pub fn speed_name(self) -> &'static str {
        FACTORS[usize::from(self.speed.clamp(1, SPEEDS)) - 1]
    }
}

fn after(positions: &[usize], at: usize) -> Option<usize> {
    positions.get(positions.partition_point(|&p| p <= at)).copied()
}

fn before(positions: &[usize], at: usize) -> Option<usize> {
    positions[..positions.partition_point(|&p| p < at)].last().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index() -> Index {
        Index { len: 20, calls: vec![1, 8, 15], copies: vec![4, 11] }
    }

    #[track_caller]
    fn check(from: usize, action: Action, to: usize) {
        let player = Player { position: from, ..Player::default() };
        assert_eq!(player.reduce(&index(), action).position, to, "{action:?} from {from}");
    }

    #[test]
    fn steps_stay_inside_the_trace() {
        check(0, Action::PreviousEvent, 0);
        check(0, Action::NextEvent, 1);
        check(20, Action::NextEvent, 20);
        check(5, Action::Seek(usize::MAX), 20);
        check(5, Action::First, 0);
        check(5, Action::Last, 20);
    }

    #[test]
    fn calls_and_copies_are_stops() {
        check(0, Action::NextCall, 1);
        check(1, Action::NextCall, 8);
        check(15, Action::NextCall, 20);
        check(10, Action::PreviousCall, 8);
        check(8, Action::PreviousCall, 1);
        check(1, Action::PreviousCall, 0);
        check(0, Action::NextCopy, 4);
        check(4, Action::NextCopy, 11);
        check(11, Action::NextCopy, 11);
        check(11, Action::PreviousCopy, 4);
        check(3, Action::PreviousCopy, 3);
    }

    #[test]
    fn playing_ends_at_the_end_and_starts_over() {
        let index = index();
        let mut player = Player::default().reduce(&index, Action::Toggle);
        for _ in 0..index.len {
            assert!(player.playing);
            player = player.reduce(&index, Action::Tick);
        }
        assert_eq!((player.position, player.playing), (20, false));
        assert_eq!(player.reduce(&index, Action::Tick), player);
        let again = player.reduce(&index, Action::Toggle);
        assert_eq!((again.position, again.playing), (0, true));
    }

    #[test]
    fn an_empty_trace_never_plays() {
        let player = Player::default().reduce(&Index::default(), Action::Toggle);
        assert_eq!((player.position, player.playing), (0, false));
        let player = player.reduce(&Index::default(), Action::NextCall);
        assert_eq!(player.position, 0);
    }

    #[test]
    fn speeds_are_clamped_and_motion_fits_the_step() {
        for speed in 0..=u8::MAX {
            let player = Player::default().reduce(&Index::default(), Action::Speed(speed));
            assert!((1..=SPEEDS).contains(&player.speed));
            let moving = Player { playing: true, ..player };
            assert!(moving.motion_ms() < moving.step_ms() && moving.motion_ms() <= 400);
        }
    }
}
