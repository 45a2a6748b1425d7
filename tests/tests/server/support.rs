//! A server for a test, and clients that can misbehave.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test's helpers fail as the test does"
)]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use ringside_backend::kernels::{Available, Kernels, On, Real, Request, RunError};
use ringside_backend::server::{Config, Limits, Server, Token, start};
use ringside_core::trace::codec::{Decoder, decode, encode};
use ringside_core::trace::{
    Arch, Clock, FORMAT_VERSION, FunctionId, Header, KernelKind, KernelName, Kind, Place, Recorder,
    TaskId, Trace,
};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longer than anything takes; a test that waits so long has failed.
pub const PATIENCE: Duration = Duration::from_secs(30);

pub const PAGE: &str = "<!doctype html><title>Ringside</title>\
    <script type=\"module\">import init from '/a.js'; init();</script>";

/// A folder like the build's.
pub fn dist() -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("server-{}-{number}", std::process::id());
    let outside = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let dist = outside.join("dist");
    std::fs::create_dir_all(&dist).unwrap();
    std::fs::write(outside.join("secret.txt"), "not for you").unwrap();
    std::fs::write(dist.join("index.html"), PAGE).unwrap();
    std::fs::write(dist.join("page-0123456789abcdef_bg.wasm"), b"\0asm\x01\0\0\0").unwrap();
    std::fs::write(dist.join("page-0123456789abcdef_bg.wasm.br"), b"brotli, as built").unwrap();
    dist
}

pub fn config() -> Config {
    Config { port: 0, dist: dist(), ..Config::default() }
}

pub async fn real() -> Server {
    start(config(), Arc::new(Real::default())).await.unwrap()
}

/// A server whose kernel does as the program says: `talk N` is a trace of N events, `sleep MS`
/// takes so long, `fail` fails.
pub async fn scripted(limits: Limits) -> Server {
    start(Config { limits, ..config() }, Arc::new(Scripted)).await.unwrap()
}

struct Scripted;

impl Kernels for Scripted {
    fn available(&self) -> Vec<Available> {
        let text = |text: &str| text.to_owned();
        let (kernel, release, label) = (text("6.1"), text("6.1.0"), text("scripted"));
        vec![Available { on: On::Lab, kernel, release, label }]
    }

    fn run(&self, request: &Request) -> Result<Trace, RunError> {
        let (verb, number) = request.program.split_once(' ').unwrap_or((&request.program, "0"));
        let number = number.parse().unwrap();
        match verb {
            "talk" => Ok(trace(number)),
            "sleep" => {
                std::thread::sleep(Duration::from_millis(number));
                Ok(trace(1))
            }
            "panic" => panic!("as the program says"),
            _ => Err(RunError::Failed("as the program says".to_owned())),
        }
    }
}

pub fn trace(events: u64) -> Trace {
    let kernel = KernelName {
        kind: KernelKind::Lab,
        release: "6.1.0".into(),
        arch: Arch::X86_64,
        machine: "scripted".into(),
        date: String::new(),
    };
    let mut recorder = Recorder::new(Header {
        version: FORMAT_VERSION,
        kernel,
        program: "getpid()\n".into(),
        tasks: vec!["A".into()],
        clock: Clock::Emulated,
        functions: true,
    });
    for at in 0..events {
        let kind = Kind::Leave { function: FunctionId(0), value: (at * 0x9e37_79b9) as i64 };
        recorder.push(at * 100, TaskId(0), 0, 1, Place::Vfs, kind);
    }
    decode(&encode(&recorder.trace)).unwrap()
}

/// An answer to a plain request.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let is_it = |line: &&str| {
            line.split_once(':').is_some_and(|(key, _)| key.eq_ignore_ascii_case(name))
        };
        let line = self.head.lines().find(is_it);
        line.and_then(|line| line.split_once(':')).map_or("", |(_, value)| value.trim())
    }
}

/// Sends bytes, nothing after them, and takes what comes back until the server closes.
pub async fn raw(server: &Server, bytes: &[u8]) -> Vec<u8> {
    exchange(server, bytes, true).await
}

async fn exchange(server: &Server, bytes: &[u8], shut: bool) -> Vec<u8> {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    // It may have answered and closed before it has read everything.
    let _ = stream.write_all(bytes).await;
    if shut {
        let _ = stream.shutdown().await;
    }
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut answer)).await.unwrap();
    answer
}

pub async fn get(server: &Server, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = format!("GET {path} HTTP/1.1\r\nConnection: close\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        request += &format!("Host: {}\r\n", server.address());
    }
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += "\r\n";
    let answer = exchange(server, request.as_bytes(), false).await;
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    Answer { status, head, body: answer.get(end + 4..).unwrap_or_default().to_vec() }
}

pub type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Opens the WebSocket with these headers, or says with which status it was refused.
pub async fn open(server: &Server, headers: &[(&'static str, &str)]) -> Result<Socket, u16> {
    let url = format!("ws://{}/api/run", server.address());
    let mut request = url.into_client_request().unwrap();
    for (name, value) in headers {
        request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
    }
    match timeout(PATIENCE, connect_async(request)).await.unwrap() {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        Err(other) => panic!("{other}"),
    }
}

pub fn protocols(token: &Token) -> String {
    format!("ringside.v1, token.{}", token.reveal())
}

/// Opens the WebSocket as the page does, and takes the greeting.
pub async fn connect(server: &Server, token: &Token) -> Socket {
    let protocols = protocols(token);
    let mut socket = open(server, &[("Sec-WebSocket-Protocol", &protocols)]).await.unwrap();
    assert!(said(&mut socket).await.get("hello").is_some());
    socket
}

pub async fn ask(socket: &mut Socket, program: &str, on: &str) {
    let text = serde_json::json!({ "program": program, "on": on }).to_string();
    socket.send(Message::text(text)).await.unwrap();
}

/// The next frame that is not a ping.
pub async fn next(socket: &mut Socket) -> Message {
    loop {
        match timeout(PATIENCE, socket.next()).await.expect("no answer") {
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            Some(Ok(message)) => return message,
            Some(Err(error)) => panic!("{error}"),
            None => panic!("the socket ended"),
        }
    }
}

/// The next text frame.
pub async fn said(socket: &mut Socket) -> Value {
    match next(socket).await {
        Message::Text(text) => serde_json::from_str(&text).unwrap(),
        other => panic!("not a text frame: {other:?}"),
    }
}

/// The code with which the server closes next.
pub async fn closed(socket: &mut Socket) -> u16 {
    match next(socket).await {
        Message::Close(Some(frame)) => frame.code.into(),
        other => panic!("not a close frame: {other:?}"),
    }
}

/// Waits until the server has ended the socket, in whatever way.
pub async fn ended(socket: &mut Socket) {
    while let Some(Ok(message)) = timeout(PATIENCE, socket.next()).await.expect("it is still open")
    {
        assert!(!message.is_text() && !message.is_binary(), "{message:?}");
    }
}

/// A run from `begin` to `done`: the trace, how many events were left out, and what was said.
pub async fn take_run(socket: &mut Socket) -> (Trace, u64, Value, Value) {
    let begin = said(socket).await;
    assert!(begin.get("begin").is_some(), "{begin}");
    let mut decoder = Decoder::new();
    loop {
        match next(socket).await {
            Message::Binary(bytes) => decoder.push(&bytes).unwrap(),
            Message::Text(text) => {
                let done: Value = serde_json::from_str(&text).unwrap();
                assert!(done.get("done").is_some(), "{done}");
                let lost = decoder.lost();
                return (decoder.finish().unwrap(), lost, begin, done);
            }
            other => panic!("{other:?}"),
        }
    }
}
