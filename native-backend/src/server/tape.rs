//! A run's trace as it goes out: frames that any number of readers share.

use std::time::Duration;

use axum::body::Bytes;
use ringside_core::trace::Trace;
use ringside_core::trace::codec::section::{self, PREFIX, Tag};
use ringside_core::trace::codec::{encode, lost_section};

use super::protocol::Done;
use crate::kernels::On;

/// About as many bytes does a frame get: sections are not cut.
const FRAME: usize = 64 << 10;

/// Some sections.
#[derive(Clone, Debug)]
pub struct Frame {
    pub bytes: Bytes,
    pub events: u64,
}

/// A complete run. Its last frame holds the trace's end and nothing else.
#[derive(Debug)]
pub struct Tape {
    pub run: u64,
    pub on: On,
    pub frames: Vec<Frame>,
    pub milliseconds: u64,
}

impl Tape {
    pub fn new(run: u64, on: On, trace: &Trace, took: Duration) -> Tape {
        let milliseconds = took.as_millis() as u64;
        Tape { run, on, frames: frames(&Bytes::from(encode(trace))), milliseconds }
    }

    pub fn done(&self) -> Done {
        Done {
            run: self.run,
            events: self.frames.iter().map(|frame| frame.events).sum(),
            bytes: self.frames.iter().map(|frame| frame.bytes.len() as u64).sum(),
            milliseconds: self.milliseconds,
        }
    }

    /// What a reader gets who stops after so many frames: how many events it
    /// did not see, and the end.
    pub fn cut(&self, after: usize) -> Option<Bytes> {
        let (end, rest) = self.frames.get(after..)?.split_last()?;
        let lost = rest.iter().map(|frame| frame.events).sum();
        let mut bytes = lost_section(lost);
        bytes.extend_from_slice(&end.bytes);
        Some(bytes.into())
    }
}

fn frames(bytes: &Bytes) -> Vec<Frame> {
    let mut frames = Vec::new();
    let (mut start, mut at, mut events) = (0, PREFIX.min(bytes.len()), 0);
    // We wrote them ourselves: there is no error, and nothing incomplete.
    while let Ok(Some(section)) = section::next(&bytes[at..], 0) {
        let is_end = section.tag == Tag::End as u8;
        if at > start && (is_end || at - start >= FRAME) {
            frames.push(Frame { bytes: bytes.slice(start..at), events });
            (start, events) = (at, 0);
        }
        at += section.size();
        events += section.events();
    }
    frames.push(Frame { bytes: bytes.slice(start..), events });
    frames
}

#[cfg(test)]
mod tests {
    use super::*;
    use ringside_core::trace::codec::Decoder;
    use ringside_core::trace::{
        Arch, Clock, FORMAT_VERSION, FunctionId, Header, KernelKind, KernelName, Kind, Place,
        Recorder, TaskId,
    };

    fn tape(events: u64) -> Tape {
        let kernel = KernelName {
            kind: KernelKind::Model,
            release: "6.1".into(),
            arch: Arch::X86_64,
            machine: String::new(),
            date: String::new(),
        };
        let mut r = Recorder::new(Header {
            version: FORMAT_VERSION,
            kernel,
            program: "getpid()\n".into(),
            tasks: vec!["A".into()],
            clock: Clock::Model,
            functions: true,
        });
        for time in 0..events {
            let kind = Kind::Enter { function: FunctionId(0) };
            r.push(time, TaskId(0), 0, 1, Place::Vfs, kind);
        }
        Tape::new(1, On::Model, &r.trace, Duration::ZERO)
    }

    #[test]
    fn frames_together_are_the_trace() {
        for events in [0, 1, 100_000] {
            let tape = tape(events);
            let mut decoder = Decoder::new();
            for frame in &tape.frames {
                assert!(!decoder.is_finished());
                decoder.push(&frame.bytes).unwrap();
            }
            assert_eq!(tape.done().events, events);
            assert_eq!(decoder.finish().unwrap().events.len() as u64, events);
        }
    }

    #[test]
    fn a_cut_tape_says_what_is_missing() {
        let tape = tape(100_000);
        assert!(tape.frames.len() > 3);
        let mut decoder = Decoder::new();
        decoder.push(&tape.frames[0].bytes).unwrap();
        decoder.push(&tape.frames[1].bytes).unwrap();
        let seen = tape.frames[0].events + tape.frames[1].events;
        decoder.push(&tape.cut(2).unwrap()).unwrap();
        assert!(decoder.is_finished());
        assert_eq!(decoder.lost(), 100_000 - seen);
        assert!(tape.cut(tape.frames.len()).is_none());
    }
}
