//! Running programs and watching them run.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail as the test does")]

use std::time::{Duration, Instant};

use futures_util::SinkExt;
use ringside_backend::server::Limits;
use ringside_core::trace::Kind;
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::Message;

use crate::support::*;

#[tokio::test]
async fn a_run_arrives_whole() {
    let server = scripted(Limits::default()).await;
    let mut socket = connect(&server, server.token()).await;
    for (number, events) in [(1, 0), (2, 1), (3, 300_000)] {
        ask(&mut socket, &format!("talk {events}"), "lab").await;
        let (got, lost, begin, done) = take_run(&mut socket).await;
        assert_eq!(got, trace(events));
        assert_eq!(lost, 0);
        assert_eq!(
            (&begin["begin"]["run"], &begin["begin"]["on"]),
            (&number.into(), &"lab".into())
        );
        assert_eq!(done["done"]["events"], events);
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_model_runs_a_program() {
    let server = real().await;
    let mut socket = connect(&server, server.token()).await;
    let program =
        "fd = openat(AT_FDCWD, \"/proc/ringside/hello\", O_RDONLY)\nread(fd, &buf, 5) = 5\n";
    ask(&mut socket, program, "model").await;
    let (trace, lost, begin, done) = take_run(&mut socket).await;
    assert_eq!((lost, &begin["begin"]["on"]), (0, &"model".into()));
    assert!(trace.header.program.starts_with(program.lines().next().unwrap()));
    assert_eq!(done["done"]["events"], trace.events.len());
    assert_eq!(trace.outcomes.iter().map(|outcome| outcome.value).collect::<Vec<_>>(), [3, 5]);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_wrong_program_is_told_where() {
    let server = real().await;
    let mut socket = connect(&server, server.token()).await;
    ask(&mut socket, "getpid()\n  read(0, &buf, \n", "model").await;
    let answer = said(&mut socket).await;
    assert_eq!(answer["error"]["kind"], "program", "{answer}");
    let mistake = &answer["error"]["diagnostics"][0];
    assert_eq!(mistake["line"], 2, "{answer}");
    assert!(mistake["column"].as_u64().unwrap() > 1, "{answer}");
    assert!(!mistake["message"].as_str().unwrap().is_empty());
    server.stop().await.unwrap();
}

#[tokio::test]
async fn failures_are_told_and_end_nothing() {
    let limits = Limits {
        run: Duration::from_millis(100),
        margin: Duration::from_millis(100),
        ..Limits::default()
    };
    let server = scripted(limits).await;
    let mut socket = connect(&server, server.token()).await;
    for (program, kind) in [("fail", "failed"), ("panic", "failed"), ("sleep 600", "time")] {
        ask(&mut socket, program, "lab").await;
        let answer = said(&mut socket).await;
        assert_eq!(answer["error"]["kind"], kind, "{answer}");
    }
    // The run that would not end holds its slot until it has ended.
    sleep(Duration::from_millis(600)).await;
    ask(&mut socket, "talk 2", "lab").await;
    assert_eq!(take_run(&mut socket).await.0.events.len(), 2);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_machine_itself_runs_nothing_unless_told_to() {
    let server = real().await;
    let mut socket = connect(&server, server.token()).await;
    ask(&mut socket, "getpid()\n", "here").await;
    let answer = said(&mut socket).await;
    assert_eq!(answer["error"]["kind"], "unavailable", "{answer}");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn so_many_runs_in_a_minute() {
    let server = scripted(Limits { runs_per_minute: 2, ..Limits::default() }).await;
    let mut socket = connect(&server, server.token()).await;
    for _ in 0..2 {
        ask(&mut socket, "talk 1", "lab").await;
        take_run(&mut socket).await;
    }
    ask(&mut socket, "talk 1", "lab").await;
    assert_eq!(said(&mut socket).await["error"]["kind"], "rate");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn one_runs_a_few_wait_the_others_are_sent_away() {
    let server = scripted(Limits { waiting: 1, ..Limits::default() }).await;
    let mut sockets = Vec::new();
    for _ in 0..3 {
        let mut socket = connect(&server, server.token()).await;
        ask(&mut socket, "sleep 500", "lab").await;
        sockets.push(socket);
        // So that they come in this order.
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(said(&mut sockets[2]).await["error"]["kind"], "busy");
    let first = take_run(&mut sockets[0]).await.2["begin"]["run"].as_u64();
    let second = take_run(&mut sockets[1]).await.2["begin"]["run"].as_u64();
    assert_eq!((first, second), (Some(1), Some(2)));
    server.stop().await.unwrap();
}

#[tokio::test]
async fn so_many_sockets() {
    let server = scripted(Limits { sockets: 2, ..Limits::default() }).await;
    let first = connect(&server, server.token()).await;
    let _second = connect(&server, server.token()).await;
    let protocols = protocols(server.token());
    let header = ("Sec-WebSocket-Protocol", protocols.as_str());
    assert_eq!(open(&server, &[header]).await.err(), Some(503));
    drop(first);
    let start = Instant::now();
    while open(&server, &[header]).await.is_err() {
        assert!(start.elapsed() < PATIENCE, "a place must become free");
        sleep(Duration::from_millis(10)).await;
    }
    server.stop().await.unwrap();
}

async fn watcher(server: &ringside_backend::server::Server) -> Socket {
    let mut socket = connect(server, server.watch_token()).await;
    ask(&mut socket, "talk 1", "lab").await;
    assert_eq!(said(&mut socket).await["error"]["kind"], "forbidden");
    socket.send(Message::text(r#"{"watch": true}"#)).await.unwrap();
    // It watches once it has read that; there is no answer to it, but to this.
    socket.send(Message::text("?")).await.unwrap();
    assert_eq!(said(&mut socket).await["error"]["kind"], "request");
    socket
}

#[tokio::test(flavor = "multi_thread")]
async fn many_watch_one_run() {
    let server = scripted(Limits::default()).await;
    let mut watchers = Vec::new();
    for _ in 0..100 {
        watchers.push(watcher(&server).await);
    }
    let mut socket = connect(&server, server.token()).await;
    socket.send(Message::text(r#"{"watch": true}"#)).await.unwrap();
    ask(&mut socket, "talk 20000", "lab").await;
    let (run, ..) = take_run(&mut socket).await;
    for watcher in &mut watchers {
        let (seen, lost, begin, _) = take_run(watcher).await;
        assert_eq!((seen == run, lost), (true, 0));
        assert_eq!(begin["begin"]["missed"], 0);
    }
    // Who ran it and watches too is not told twice.
    ask(&mut socket, "fail", "lab").await;
    assert_eq!(said(&mut socket).await["error"]["kind"], "failed");
    server.stop().await.unwrap();
}

/// A watcher who does not read holds up nobody, and later sees what it missed.
#[tokio::test(flavor = "multi_thread")]
async fn who_reads_slowly_loses_events_visibly() {
    const EVENTS: u64 = 3_000_000;
    let server = scripted(Limits::default()).await;
    let mut slow = watcher(&server).await;
    let mut quick = connect(&server, server.token()).await;
    for program in [format!("talk {EVENTS}"), "talk 5".into(), "talk 6".into()] {
        ask(&mut quick, &program, "lab").await;
        take_run(&mut quick).await;
    }
    let (cut, lost, _, done) = take_run(&mut slow).await;
    assert_eq!(done["done"]["events"], EVENTS);
    assert!(lost > 0, "it cannot all have been in the pipe");
    assert_eq!(cut.events.len() as u64 - 1 + lost, EVENTS);
    let note = cut.events.iter().find_map(|event| match event.kind {
        Kind::Note { lost, .. } => Some(u64::from(lost)),
        _ => None,
    });
    assert_eq!(note, Some(lost));
    let (next, lost, begin, _) = take_run(&mut slow).await;
    assert_eq!((next.events.len(), lost), (6, 0));
    assert_eq!(begin["begin"]["missed"], 1);
    server.stop().await.unwrap();
}

#[tokio::test]
async fn the_end_is_told() {
    let server = scripted(Limits::default()).await;
    let mut idle = connect(&server, server.token()).await;
    let mut busy = connect(&server, server.token()).await;
    ask(&mut busy, "sleep 300", "lab").await;
    let address = server.address();
    let stop = tokio::spawn(server.stop());
    assert_eq!(closed(&mut idle).await, 1001);
    assert_eq!(closed(&mut busy).await, 1001);
    stop.await.unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}
