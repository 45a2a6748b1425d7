//! What host and guest say to each other: length, then one message.
//!
//! The length is a little-endian `u32`; the message is encoded by postcard.
//! The same frames run over the VM's virtio port and over the socket by which
//! a running lab is shared.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The version of these messages; host and guest must have the same.
pub const PROTOCOL: u32 = 1;

/// A longer request is refused before it is read: programs are short.
pub const MAX_REQUEST: usize = 1 << 20;

/// A longer reply is refused before it is read.
pub const MAX_REPLY: usize = 256 << 20;

/// What the host asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Request {
    /// Run a program; answered by [`Reply::Trace`] or [`Reply::Failed`].
    Run {
        /// The program's text.
        program: String,
        /// How to run it.
        options: RunOptions,
    },
    /// Answer [`Reply::Pong`].
    Ping,
    /// Power off; not answered.
    Shutdown,
}

/// What the guest answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// Said once, unasked, when the guest is up.
    Ready(Hello),
    /// An encoded trace.
    Trace(#[serde(with = "serde_bytes")] Vec<u8>),
    /// The program could not be run; why.
    Failed(String),
    /// Alive.
    Pong,
}

/// How to run a program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunOptions {
    /// Record the kernel's functions, not only calls and results.
    pub functions: bool,
    /// Stop the program after so many milliseconds.
    pub time_limit_ms: u32,
    /// Allow calls that are not on the list of harmless ones.
    pub allow_any: bool,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self { functions: true, time_limit_ms: 10_000, allow_any: false }
    }
}

/// What kernel and machine a lab is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`PROTOCOL`] of the guest.
    pub protocol: u32,
    /// As `uname -r`.
    pub release: String,
    /// As `uname -v`.
    pub version: String,
    /// As `uname -m`.
    pub machine: String,
    /// CPUs that are online.
    pub cpus: u32,
    /// The CPU's name, from /proc/cpuinfo.
    pub cpu: String,
    /// The CPU's features, from /proc/cpuinfo.
    pub features: Vec<String>,
    /// The version of ringside.ko, if it is loaded.
    pub module: Option<String>,
    /// Where the tracing files are, if they are mounted.
    pub tracefs: Option<String>,
    /// Milliseconds from the kernel's start to this message.
    pub uptime_ms: u64,
    /// What did not work on the way here: modules, mounts.
    pub troubles: Vec<String>,
}

/// Why a frame could not be sent or received.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// Longer than this end accepts.
    #[error("a message of {length} bytes is over the limit of {limit}")]
    TooLong {
        /// The length of the message.
        length: usize,
        /// The most that is accepted.
        limit: usize,
    },
    /// The other end closed in the middle of a frame.
    #[error("the connection ended in the middle of a message, {missing} bytes early")]
    Truncated {
        /// How much had still to come.
        missing: usize,
    },
    /// Not one of our messages.
    #[error("not a message of protocol {PROTOCOL}: {0}")]
    Malformed(#[from] postcard::Error),
    /// The transport failed.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Sends one message of at most `limit` bytes.
pub fn send<T: Serialize>(to: &mut impl Write, message: &T, limit: usize) -> Result<(), WireError> {
    let mut frame = postcard::to_extend(message, vec![0; 4])?;
    let length = frame.len() - 4;
    match u32::try_from(length) {
        Ok(n) if length <= limit => frame[..4].copy_from_slice(&n.to_le_bytes()),
        _ => return Err(WireError::TooLong { length, limit }),
    }
    to.write_all(&frame)?;
    to.flush()?;
    Ok(())
}

/// Receives one message of at most `limit` bytes; `None` if the other end closed.
pub fn receive<T: DeserializeOwned>(
    from: &mut impl Read,
    limit: usize,
) -> Result<Option<T>, WireError> {
    let head = read_up_to(from, 4)?;
    let Ok(head) = <[u8; 4]>::try_from(head.as_slice()) else {
        if head.is_empty() {
            return Ok(None);
        }
        return Err(WireError::Truncated { missing: 4 - head.len() });
    };
    let length = u32::from_le_bytes(head) as usize;
    if length > limit {
        return Err(WireError::TooLong { length, limit });
    }
    let body = read_up_to(from, length)?;
    if body.len() < length {
        return Err(WireError::Truncated { missing: length - body.len() });
    }
    let (message, rest) = postcard::take_from_bytes(&body)?;
    if rest.is_empty() {
        Ok(Some(message))
    } else {
        Err(postcard::Error::DeserializeBadEncoding.into())
    }
}

/// Memory grows with what arrives, not with what the length claims.
fn read_up_to(from: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length.min(1 << 16));
    from.take(length as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame<T: Serialize>(message: &T) -> Vec<u8> {
        let mut bytes = Vec::new();
        send(&mut bytes, message, MAX_REPLY).unwrap();
        bytes
    }

    #[test]
    fn messages_come_back_as_they_went() {
        let requests = [
            Request::Run {
                program: "getpid() = 1\n".to_owned(),
                options: RunOptions { functions: false, time_limit_ms: u32::MAX, allow_any: true },
            },
            Request::Ping,
            Request::Shutdown,
        ];
        let mut stream = Vec::new();
        for request in &requests {
            send(&mut stream, request, MAX_REQUEST).unwrap();
        }
        let mut from = stream.as_slice();
        for request in requests {
            assert_eq!(receive(&mut from, MAX_REQUEST).unwrap(), Some(request));
        }
        assert_eq!(receive::<Request>(&mut from, MAX_REQUEST).unwrap(), None);
    }

    #[test]
    fn bytes_cost_their_length_and_a_few_more() {
        let trace = Reply::Trace(vec![0xff; 100_000]);
        let bytes = frame(&trace);
        assert!(bytes.len() < 100_016, "{}", bytes.len());
        assert_eq!(receive::<Reply>(&mut bytes.as_slice(), MAX_REPLY).unwrap(), Some(trace));
    }

    #[test]
    fn the_limit_holds_both_ways() {
        let message = Reply::Failed("x".repeat(100));
        let length = frame(&message).len() - 4;
        for limit in [0, 1, length - 1] {
            let mut sent = Vec::new();
            assert!(matches!(send(&mut sent, &message, limit), Err(WireError::TooLong { .. })));
            assert!(sent.is_empty());
            assert!(matches!(
                receive::<Reply>(&mut frame(&message).as_slice(), limit),
                Err(WireError::TooLong { length: l, .. }) if l == length
            ));
        }
        assert!(receive::<Reply>(&mut frame(&message).as_slice(), length).is_ok());
    }

    #[test]
    fn a_claimed_length_is_not_believed() {
        let mut lie = (MAX_REPLY as u32).to_le_bytes().to_vec();
        lie.extend([0; 10]);
        assert!(matches!(
            receive::<Reply>(&mut lie.as_slice(), MAX_REPLY),
            Err(WireError::Truncated { missing }) if missing == MAX_REPLY - 10
        ));
    }

    #[test]
    fn every_cut_is_noticed() {
        let whole = frame(&Reply::Failed("why".to_owned()));
        for cut in 1..whole.len() {
            assert!(
                matches!(
                    receive::<Reply>(&mut &whole[..cut], MAX_REPLY),
                    Err(WireError::Truncated { .. })
                ),
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn nonsense_is_malformed() {
        for body in [&[0xff, 0xff][..], &[], &[3, 0]] {
            let mut bytes = (body.len() as u32).to_le_bytes().to_vec();
            bytes.extend(body);
            assert!(
                matches!(
                    receive::<Reply>(&mut bytes.as_slice(), MAX_REPLY),
                    Err(WireError::Malformed(_))
                ),
                "{body:?}"
            );
        }
    }
}
