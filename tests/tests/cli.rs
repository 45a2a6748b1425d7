//! The command line, as it is used: what comes out, which exit code, and that nonsense gets an
//! answer that says where and why.

#![allow(clippy::unwrap_used, reason = "a test's helpers fail as the test does")]

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ringside_tests::backend::binary;

/// What a command came to.
struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Ended {
    /// Wrong input: exit code 2, a message, and no crash.
    fn refused(&self) -> &str {
        assert_eq!(self.code, Some(2), "{}", self.err);
        assert!(
            !self.err.contains("panicked") && !self.err.contains("RUST_BACKTRACE"),
            "{}",
            self.err
        );
        assert!(self.err.len() < 3000, "{} bytes of message", self.err.len());
        assert_eq!(self.out, "");
        &self.err
    }
}

/// A folder of this test's own. No lab is shared in it.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(arguments).env_remove("NO_COLOR").env_remove("RUST_LOG");
    // No lab runs there, and none can be booted from there.
    command.env("XDG_RUNTIME_DIR", env!("CARGO_TARGET_TMPDIR"));
    command.env("RINGSIDE_CACHE", env!("CARGO_TARGET_TMPDIR"));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn spawn(arguments: &[&str], input: &[u8]) -> Child {
    let mut child = command(arguments).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // It may end without reading all of it.
    std::thread::spawn(move || stdin.write_all(&input));
    child
}

fn ringside(arguments: &[&str], input: impl AsRef<[u8]>) -> Ended {
    let output = spawn(arguments, input.as_ref()).wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

const TWO_BITES: &str = "fd = openat(AT_FDCWD, \"/proc/ringside/hello\", O_RDONLY)\n\
                         read(fd, &buf, 10) = 10\nread(fd, &buf, 100) = 8\n";

#[test]
fn a_program_prints_its_calls_as_strace_does() {
    let ended = ringside(&["run", "-"], TWO_BITES);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    let lines: Vec<_> = ended.out.lines().filter(|line| !line.starts_with("+++")).collect();
    assert!(lines[0].ends_with("= 3"), "{}", lines[0]);
    assert!(lines[1].starts_with("read(fd, \"hello from\", 10)") && lines[1].ends_with("= 10"));
    assert!(lines[2].starts_with("read(fd, \" kernel\\n\", 100)") && lines[2].ends_with("= 8"));
}

#[test]
fn functions_are_nested_with_their_copies() {
    let ended = ringside(&["run", "-", "--functions"], TWO_BITES);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let at =
        |text: &str| ended.out.find(text).unwrap_or_else(|| panic!("no {text} in {}", ended.out));
    assert!(at("user → kernel: syscall 0") < at("ksys_read() {"));
    assert!(at("ksys_read() {") < at("vfs_read() {"));
    assert!(at("vfs_read() {") < at("10 of 10 bytes to user"));
    assert!(at("10 of 10 bytes to user") < at("kernel → user: syscall returns 10"));
    assert_eq!(ended.out.matches('{').count(), ended.out.matches('}').count());
}

#[test]
fn a_result_that_is_not_as_stated_is_shown_with_both_values() {
    let ended = ringside(&["run", "-", "--check"], "read(99, &buf, 10) = 10\ngetpid()\n");
    assert_eq!((ended.code, ended.out.as_str()), (Some(1), ""));
    assert!(ended.err.contains("line 1"), "{}", ended.err);
    assert!(ended.err.contains("stated   10"), "{}", ended.err);
    assert!(ended.err.contains("model    -1 EBADF (Bad file descriptor)"), "{}", ended.err);
    assert_eq!(ringside(&["run", "-", "--check"], TWO_BITES).code, Some(0));
}

#[test]
fn mistakes_are_shown_with_line_and_caret() {
    for (program, place, caret) in [
        ("getpid()\nraed(0, &buf, 10)\n", "line 2, column 1", "^^^^"),
        ("read(0, , 10)\n", "line 1, column 9", "^"),
        ("read(0, &buf, 10\n", "line 1", "^"),
        ("read(fd, &buf, 10)\n", "line 1, column 6", "^^"),
        ("openat(AT_FDCWD, \"/x, O_RDONLY)\n", "line 1", "^"),
        ("openat(AT_FDCWD, \"/x\", O_NONSENSE)\n", "line 1, column 24", "^^^^^^^^^^"),
        ("}{)(=-\"\n", "line 1", "^"),
        ("\u{4fe1}\u{606f}()\n", "line 1", "^"),
    ] {
        let ended = ringside(&["run", "-"], program);
        let message = ended.refused();
        assert!(message.contains(place), "{program}: {message}");
        let line = message.lines().find(|line| line.contains('^')).unwrap_or_default();
        assert!(line.contains(caret), "{program}: {message}");
    }
}

#[test]
fn a_buffer_that_is_missing_is_asked_for() {
    let ended = ringside(&["run", "-"], "read(0)\n");
    assert!(ended.refused().contains("line 1"), "{}", ended.err);
}

#[test]
fn what_is_no_text_is_refused() {
    let nul = ringside(&["run", "-"], b"getpid()\nread(0, \0");
    assert!(nul.refused().contains("line 2, column 9: a NUL byte"), "{}", nul.err);
    let latin = ringside(&["run", "-"], b"# caf\xe9\n");
    assert!(latin.refused().contains("line 1, column 6: not UTF-8"), "{}", latin.err);
    let garbage: Vec<u8> =
        (0..100_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 23) as u8).collect();
    ringside(&["run", "-"], &garbage).refused();
    let binary = std::fs::read(binary()).unwrap();
    ringside(&["run", "-"], &binary[..200_000]).refused();
}

#[test]
fn a_line_of_ten_megabytes_is_refused_in_time() {
    binary();
    let start = Instant::now();
    for part in ["a", "(", "read(", "\"", "1,", "{a=", "&", "|", "[A] "] {
        let ended = ringside(&["run", "-"], part.repeat((10 << 20) / part.len()));
        assert!(ended.refused().contains("line 1"), "{part}: {}", ended.err);
    }
    assert!(start.elapsed() < Duration::from_secs(120), "{:?}", start.elapsed());
}

#[test]
fn files_that_are_not_there_are_named() {
    let ended = ringside(&["run", "/nonexistent/x.prog"], "");
    assert!(ended.refused().contains("/nonexistent/x.prog: No such file"), "{}", ended.err);
    ringside(&["run", "/"], "").refused();
    assert_eq!(ringside(&["run"], "").code, Some(2));
    assert_eq!(ringside(&["run", "-", "--on", "mars"], "").code, Some(2));
    assert_eq!(ringside(&[], "").code, Some(2));
    assert_eq!(ringside(&["diff", "-", "--on", "model"], "getpid()\n").code, Some(2));
}

#[test]
fn without_a_lab_the_exit_code_says_so() {
    let ended = ringside(&["run", "-", "--on", "lab"], "getpid()\n");
    assert_eq!(ended.code, Some(3), "{}", ended.err);
    assert!(ended.err.contains("make kernels"), "{}", ended.err);
    assert_eq!(ringside(&["diff", "-"], "getpid()\n").code, Some(3));
}

#[test]
fn an_empty_program_is_one() {
    let ended = ringside(&["run", "-"], "\n# nothing\n\n");
    assert_eq!((ended.code, ended.out.as_str(), ended.err.as_str()), (Some(0), "", ""));
}

#[test]
fn colours_are_for_terminals() {
    assert!(!ringside(&["run", "-", "--functions"], TWO_BITES).out.contains('\x1b'));
    let coloured = |no_color: bool| {
        let mut command = command(&["run", "-", "--functions"]);
        command.env("CLICOLOR_FORCE", "1");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(TWO_BITES.as_bytes()).unwrap();
        String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap().contains('\x1b')
    };
    assert!(coloured(false));
    assert!(!coloured(true));
}

/// `ringside run … | head -1`
#[test]
fn a_reader_may_leave_early() {
    let program = format!("{TWO_BITES}{}", "getpid()\n".repeat(20_000));
    let mut child = spawn(&["run", "-", "--functions"], program.as_bytes());
    let mut reader = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    drop(reader);
    let mut err = String::new();
    child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
    assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""));
    assert!(first.starts_with('#'), "{first}");
}

#[test]
fn recordings_can_be_exported() {
    let folder = folder("record");
    let program = folder.join("bites.prog");
    std::fs::write(&program, TWO_BITES).unwrap();
    let (out, program) = (folder.join("out"), program.to_str().unwrap());
    let record = |kernel: &str| {
        let out = out.to_str().unwrap();
        let ended =
            ringside(&["record", program, "--on", "model", "--kernel", kernel, "--out", out], "");
        assert_eq!(ended.code, Some(0), "{}", ended.err);
    };
    record("6.1");
    record("6.12");
    record("6.1");
    let index = std::fs::read(out.join("index.json")).unwrap();
    let index: serde_json::Value = serde_json::from_slice(&index).unwrap();
    let files: Vec<_> = index.as_array().unwrap().iter().map(|entry| &entry["file"]).collect();
    assert_eq!(files, ["bites.model-6.1.ringside", "bites.model-6.12.ringside"]);

    let file = out.join("bites.model-6.1.ringside");
    let exported = ringside(&["export", file.to_str().unwrap(), "--json"], "");
    assert_eq!(exported.code, Some(0), "{}", exported.err);
    let trace: serde_json::Value = serde_json::from_str(&exported.out).unwrap();
    assert_eq!(trace["kernel"]["kind"], "model");
    assert_eq!(trace["events"].as_array().unwrap().len() as u64, index[0]["events"]);
    let direct = ringside(&["run", "-", "--json"], TWO_BITES);
    assert_eq!(direct.out, exported.out);

    let bytes = std::fs::read(&file).unwrap();
    for wrong in [&bytes[..bytes.len() / 2], b"", b"#!/bin/sh\n"] {
        let ended = ringside(&["export", "-", "--json"], wrong);
        assert!(ended.refused().contains("<stdin>: "), "{}", ended.err);
    }
}

#[test]
fn the_server_prints_its_link_and_ends_when_told() {
    let folder = folder("serve");
    std::fs::write(folder.join("index.html"), "<title>Ringside</title>").unwrap();
    let mut child = spawn(&["serve", "--port", "0", "--dist", folder.to_str().unwrap()], b"");
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let open = lines.next().unwrap().unwrap();
    let link = open.strip_prefix("open   http://127.0.0.1:").unwrap().to_owned();
    let (port, rest) = link.split_once('/').unwrap();
    assert!(rest.starts_with("#token=") && rest.contains("&on="), "{rest}");
    assert!(lines.next().unwrap().unwrap().starts_with("watch  http://127.0.0.1:"));

    let mut stream = std::net::TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
    let request = format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("<title>Ringside</title>"));

    let taken = ringside(&["serve", "--port", port], "");
    assert_eq!(taken.code, Some(3), "{}", taken.err);
    assert!(taken.err.contains(&format!("cannot serve on 127.0.0.1:{port}")), "{}", taken.err);

    let kill = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
