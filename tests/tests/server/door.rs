//! Who gets in, and what is served.

use futures_util::SinkExt;
use ringside_backend::server::Limits;
use tokio_tungstenite::tungstenite::Message;

use crate::support::*;

#[tokio::test]
async fn the_page_is_served_with_a_strict_policy() {
    let server = real().await;
    let page = get(&server, "/", &[]).await;
    assert_eq!((page.status, page.header("content-type")), (200, "text/html"));
    assert_eq!(page.body, PAGE.as_bytes());
    let policy = page.header("content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-")
    );
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"));
    assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
    assert_eq!(page.header("x-content-type-options"), "nosniff");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(page.header("cache-control"), "no-cache");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn what_the_build_has_compressed_is_served_so() {
    let server = real().await;
    let path = "/page-0123456789abcdef_bg.wasm";
    let wasm = get(&server, path, &[("Accept-Encoding", "br, gzip")]).await;
    assert_eq!((wasm.status, wasm.header("content-encoding")), (200, "br"));
    assert_eq!(wasm.body, b"brotli, as built");
    assert_eq!(wasm.header("content-type"), "application/wasm");
    assert!(wasm.header("cache-control").contains("immutable"));
    let plain = get(&server, path, &[]).await;
    assert_eq!((plain.status, plain.header("content-encoding")), (200, ""));
    assert_eq!(plain.body, b"\0asm\x01\0\0\0");
    server.stop().await.unwrap();
}

#[tokio::test]
async fn nothing_outside_the_folder_is_served() {
    let server = real().await;
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/x/../../secret.txt",
        "//../secret.txt",
        "/%00",
        "/nothing",
    ] {
        let answer = get(&server, path, &[]).await;
        assert!(answer.status >= 400, "{path}: {}", answer.status);
        assert!(!String::from_utf8_lossy(&answer.body).contains("not for you"), "{path}");
        assert!(answer.header("content-security-policy").contains("default-src 'none'"), "{path}");
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn status_needs_the_token() {
    let server = scripted(Limits::default()).await;
    assert_eq!(get(&server, "/api/status", &[]).await.status, 401);
    let wrong = format!("Bearer {}", "0".repeat(40));
    assert_eq!(get(&server, "/api/status", &[("Authorization", &wrong)]).await.status, 401);
    for (token, run) in [(server.token(), true), (server.watch_token(), false)] {
        let bearer = format!("Bearer {}", token.reveal());
        let answer = get(&server, "/api/status", &[("Authorization", &bearer)]).await;
        let status: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(status["run"], run);
        assert_eq!(status["kernels"][0]["label"], "scripted");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    server.stop().await.unwrap();
}

#[tokio::test]
async fn a_socket_needs_the_token() {
    let server = real().await;
    let right = protocols(server.token());
    let name = "Sec-WebSocket-Protocol";
    let wrong = format!("ringside.v1, token.{}", "0".repeat(40));
    let short = &right[..right.len() - 1];
    for (offered, status) in [
        ("ringside.v1", 401),
        (wrong.as_str(), 401),
        (short, 401),
        ("ringside.v1, token.", 401),
        (right.trim_start_matches("ringside.v1, "), 400),
        ("chat", 400),
    ] {
        assert_eq!(open(&server, &[(name, offered)]).await.err(), Some(status), "{offered}");
    }
    assert_eq!(open(&server, &[]).await.err(), Some(400));
    assert!(open(&server, &[(name, &right)]).await.is_ok());
    server.stop().await.unwrap();
}

/// Another site's page cannot use a visitor's browser to reach us, token or not.
#[tokio::test]
async fn foreign_pages_are_refused() {
    let server = real().await;
    let right = protocols(server.token());
    let token = ("Sec-WebSocket-Protocol", right.as_str());
    let own = format!("http://{}", server.address());
    let local = format!("http://localhost:{}", server.address().port());
    for origin in [&own, &local] {
        assert!(open(&server, &[token, ("Origin", origin)]).await.is_ok(), "{origin}");
    }
    let neighbour = format!("http://127.0.0.1:{}", server.address().port() ^ 1);
    for origin in ["http://evil.example", "null", "file://", &neighbour] {
        assert_eq!(open(&server, &[token, ("Origin", origin)]).await.err(), Some(403), "{origin}");
        assert_eq!(get(&server, "/", &[("Origin", origin)]).await.status, 403, "{origin}");
    }
    server.stop().await.unwrap();
}

/// Another site's name that points to our address is not ours (DNS rebinding).
#[tokio::test]
async fn foreign_hosts_are_refused() {
    let server = real().await;
    let evil = format!("evil.example:{}", server.address().port());
    let right = protocols(server.token());
    for path in ["/", "/api/status", "/api/run", "/page-0123456789abcdef_bg.wasm"] {
        assert_eq!(get(&server, path, &[("Host", &evil)]).await.status, 403, "{path}");
    }
    let both = [("Sec-WebSocket-Protocol", right.as_str()), ("Host", &evil)];
    assert_eq!(open(&server, &both).await.err(), Some(403));
    let twice = raw(&server, b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: x\r\n\r\n").await;
    assert!(twice.starts_with(b"HTTP/1.1 40"), "{}", String::from_utf8_lossy(&twice));
    assert!(raw(&server, b"GET / HTTP/1.1\r\n\r\n").await.starts_with(b"HTTP/1.1 40"));
    server.stop().await.unwrap();
}

#[tokio::test]
async fn frames_that_are_too_long_end_the_socket() {
    let server = real().await;
    let mut socket = connect(&server, server.token()).await;
    let long = "x".repeat((1 << 20) + 1);
    socket.send(Message::text(long)).await.unwrap();
    assert_eq!(closed(&mut socket).await, 1009);
    // A message in pieces is not longer than one in one piece.
    let mut socket = connect(&server, server.token()).await;
    socket.send(piece("x".repeat(700 << 10), false)).await.unwrap();
    socket.send(piece("x".repeat(700 << 10), true)).await.unwrap();
    assert_eq!(closed(&mut socket).await, 1009);
    // What is far too long is not even read to its end.
    let mut socket = connect(&server, server.token()).await;
    let _ = socket.send(Message::text("x".repeat(20 << 20))).await;
    ended(&mut socket).await;
    server.stop().await.unwrap();
}

fn piece(text: String, last: bool) -> Message {
    use tokio_tungstenite::tungstenite::protocol::frame::Frame;
    use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};
    let kind = if last { Data::Continue } else { Data::Text };
    Message::Frame(Frame::message(text, OpCode::Data(kind), last))
}

#[tokio::test]
async fn nonsense_is_answered_or_ends_the_socket_and_nothing_else() {
    let server = scripted(Limits::default()).await;
    let mut socket = connect(&server, server.token()).await;
    for text in ["", "{", "null", "[]", "{\"program\":7}", "{\"program\":\"\",\"on\":\"mars\"}"] {
        socket.send(Message::text(text)).await.unwrap();
        assert_eq!(said(&mut socket).await["error"]["kind"], "request", "{text}");
    }
    let deep = "[".repeat(100_000);
    socket.send(Message::text(deep)).await.unwrap();
    assert_eq!(said(&mut socket).await["error"]["kind"], "request");
    ask(&mut socket, "talk 3", "lab").await;
    assert_eq!(take_run(&mut socket).await.0.events.len(), 3, "the socket is still of use");
    socket.send(Message::binary(vec![0xff; 100])).await.unwrap();
    assert_eq!(closed(&mut socket).await, 1003);

    let garbage: Vec<u8> =
        (0..4000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    raw(&server, &garbage).await;
    raw(&server, b"").await;
    let mut head = b"GET / HTTP/1.1\r\nX: ".to_vec();
    head.resize(1 << 20, b'x');
    raw(&server, &head).await;
    assert_eq!(get(&server, "/", &[]).await.status, 200, "the server is still there");
    server.stop().await.unwrap();
}
