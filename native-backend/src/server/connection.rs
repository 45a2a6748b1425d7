//! One WebSocket: what it asks for, and what it is told.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use tokio::sync::{OwnedSemaphorePermit, mpsc, watch};
use tokio::time::{MissedTickBehavior, interval, timeout};

use super::app::{App, Rights};
use super::protocol::{Begin, Command, Failure, RunCommand, Said};
use super::tape::Tape;

/// How often a silent reader is asked whether it is there.
const PING: Duration = Duration::from_secs(30);
/// How many requests of one socket wait; more are not read.
const INBOX: usize = 4;

/// The reader is gone, or too slow to wait for.
struct Gone;

/// What came in.
enum Input {
    Command(Result<Command, Failure>),
    Unreadable(u16, &'static str),
}

const TOO_LONG: Input = Input::Unreadable(close_code::SIZE, "the message is too long");

/// Serves a socket until one side closes it; `_permit` is its place among the
/// sockets that may be open.
pub async fn serve(
    app: Arc<App>,
    socket: WebSocket,
    rights: Rights,
    _permit: OwnedSemaphorePermit,
) {
    let (sink, stream) = socket.split();
    let (inputs, inbox) = mpsc::channel(INBOX);
    let longest = app.config.limits.message;
    let mut reader = tokio::spawn(read(stream, inputs, longest));
    let mut out = Out { sink, limit: app.config.limits.send };
    let mut stopped = app.stopped.clone();
    let talk = talk(&app, &mut out, inbox, rights);
    let close = tokio::select! {
        close = talk => close,
        // The other side closed, perhaps in the middle of a run.
        _ = &mut reader => None,
        _ = stopped.wait_for(|stop| *stop) => Some((close_code::AWAY, "the server stops")),
    };
    reader.abort();
    if let Some((code, reason)) = close {
        let frame = CloseFrame { code, reason: reason.into() };
        let _ = out.send(Message::Close(Some(frame))).await;
    }
}

async fn read(mut stream: SplitStream<WebSocket>, inputs: mpsc::Sender<Input>, longest: usize) {
    loop {
        let input = match stream.next().await {
            None | Some(Ok(Message::Close(_))) => return,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            Some(Ok(Message::Text(text))) if text.len() > longest => TOO_LONG,
            Some(Ok(Message::Text(text))) => Input::Command(Command::parse(&text)),
            Some(Ok(Message::Binary(_))) => {
                Input::Unreadable(close_code::UNSUPPORTED, "requests are JSON in text frames")
            }
            // Too long, not UTF-8, not a frame; or the connection broke, and
            // then nobody reads the reason.
            Some(Err(error)) => unreadable(&error),
        };
        let last = matches!(input, Input::Unreadable(..));
        if inputs.send(input).await.is_err() {
            return;
        }
        if last {
            // The talk ends with this; until then the socket must stay.
            inputs.closed().await;
            return;
        }
    }
}

fn unreadable(error: &axum::Error) -> Input {
    let text = error.to_string();
    if text.contains("too long") || text.contains("too big") {
        TOO_LONG
    } else {
        Input::Unreadable(close_code::PROTOCOL, "that is not a frame of the protocol")
    }
}

struct Out {
    sink: SplitSink<WebSocket, Message>,
    limit: Duration,
}

impl Out {
    async fn send(&mut self, message: Message) -> Result<(), Gone> {
        match timeout(self.limit, self.sink.send(message)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Gone),
        }
    }

    async fn say(&mut self, said: Said) -> Result<(), Gone> {
        self.send(Message::Text(said.to_text().into())).await
    }

    async fn bytes(&mut self, bytes: Bytes) -> Result<(), Gone> {
        self.send(Message::Binary(bytes)).await
    }
}

type Close = Option<(u16, &'static str)>;

async fn talk(app: &App, out: &mut Out, inbox: mpsc::Receiver<Input>, rights: Rights) -> Close {
    // An error means that nobody is there to be told anything.
    converse(app, out, inbox, rights).await.unwrap_or_default()
}

async fn converse(
    app: &App,
    out: &mut Out,
    mut inbox: mpsc::Receiver<Input>,
    rights: Rights,
) -> Result<Close, Gone> {
    out.say(Said::Hello(app.hello(rights).await)).await?;
    let mut ping = interval(PING);
    ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut runs = app.runs.watch();
    let (mut watches, mut seen) = (false, 0);
    loop {
        tokio::select! {
            input = inbox.recv() => match input {
                None => return Ok(None),
                Some(Input::Unreadable(code, reason)) => return Ok(Some((code, reason))),
                Some(Input::Command(Err(failure))) => out.say(Said::Error(failure)).await?,
                Some(Input::Command(Ok(Command::Watch))) => {
                    let latest = runs.borrow_and_update().as_ref().map_or(0, |tape| tape.run);
                    (watches, seen) = (true, latest);
                }
                Some(Input::Command(Ok(Command::Run(command)))) => {
                    seen = seen.max(run(app, out, command, rights).await?);
                }
            },
            Ok(()) = runs.changed(), if watches => {
                let tape = runs.borrow_and_update().clone();
                if let Some(tape) = tape.filter(|tape| tape.run > seen) {
                    let missed = tape.run - seen - 1;
                    seen = tape.run;
                    play_watched(out, &tape, missed, &mut runs).await?;
                }
            }
            _ = ping.tick() => out.send(Message::Ping(Bytes::new())).await?,
        }
    }
}

/// Runs a program for this socket, which gets all of it however slowly it
/// reads; returns the run's number.
async fn run(app: &App, out: &mut Out, command: RunCommand, rights: Rights) -> Result<u64, Gone> {
    if rights == Rights::Watch {
        let failure = Failure::new("forbidden", "this link can watch, not run");
        return out.say(Said::Error(failure)).await.map(|()| 0);
    }
    match app.runs.run(Arc::clone(&app.kernels), command).await {
        Err(failure) => out.say(Said::Error(failure)).await.map(|()| 0),
        Ok(tape) => {
            out.say(begin(&tape, 0)).await?;
            for frame in &tape.frames {
                out.bytes(frame.bytes.clone()).await?;
            }
            out.say(Said::Done(tape.done())).await?;
            Ok(tape.run)
        }
    }
}

/// Shows a run of someone else; when the next one begins meanwhile, the rest of
/// the events is left out, visibly.
async fn play_watched(
    out: &mut Out,
    tape: &Tape,
    missed: u64,
    runs: &mut watch::Receiver<Option<Arc<Tape>>>,
) -> Result<(), Gone> {
    out.say(begin(tape, missed)).await?;
    for (at, frame) in tape.frames.iter().enumerate() {
        let is_last = at + 1 == tape.frames.len();
        let behind = at > 0 && runs.has_changed().unwrap_or(false);
        match tape.cut(at).filter(|_| behind && !is_last) {
            Some(rest) => {
                out.bytes(rest).await?;
                break;
            }
            None => out.bytes(frame.bytes.clone()).await?,
        }
    }
    out.say(Said::Done(tape.done())).await
}

fn begin(tape: &Tape, missed: u64) -> Said {
    Said::Begin(Begin { run: tape.run, on: tape.on, missed })
}
