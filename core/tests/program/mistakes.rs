//! What is said about texts that are wrong.

use std::fmt::Write;

use ringside_core::program::ast::Origin;
use ringside_core::program::{compile, lower, parse, parse_as, print};

fn all(text: &str) -> String {
    let mut out = String::new();
    for mistake in compile(text).expect_err("the text is wrong") {
        writeln!(out, "{mistake}").unwrap();
    }
    out
}

#[test]
fn what_cannot_be_read() {
    insta::assert_snapshot!(all(concat!(
        "this is no program\n",
        "read(3, &buf, 10\n",
        "read(3, &buf 10)\n",
        "read(3, &, 10)\n",
        "read(3, &buf[, 10)\n",
        "fd = 3\n",
        "openat(AT_FDCWD, \"/proc/x, O_RDONLY)\n",
        "write(1, \"\\q\", 1)\n",
        "write(1, \"\\400\", 1)\n",
        "write(1, \"a\0b\", 1)\n",
        "re\0ad()\n",
        "close(99999999999999999999)\n",
        "close(08)\n",
        "close(12abc)\n",
        "close(3) = EBADF\n",
        "close(3) = -1 EBADF (Bad\n",
        "close(3) 0\n",
        "[A read(3)\n",
        "--- SIGSEGV\n",
        "关闭(3)\n",
    )));
}

#[test]
fn what_means_nothing() {
    insta::assert_snapshot!(all(concat!(
        "fd = opneat(AT_FDCWD, \"/x\", O_RDONLY)\n",
        "openat(AT_FDCWD, \"/x\", O_RDNOLY)\n",
        "openat(AT_FDCDW, \"/x\", O_RDONLY)\n",
        "read(fb, &buf, 10)\n",
        "read(fd, &buf)\n",
        "close(3, 4)\n",
        "getpid(1)\n",
        "close(3) = -1 EFUALT\n",
        "close(3) = 7 EFAULT\n",
        "kill(B, SIGUSR1)\n",
        "kill(A, SIGUSR3)\n",
        "poll([{fd=3, events=POLLING}], 1, 0)\n",
        "poll([{events=POLLIN}], 1, 0)\n",
        "poll([3], 1, 0)\n",
        "rt_sigaction(SIGINT, {sa_handler=hnadler, sa_mask=[], sa_flags=0}, NULL, 8)\n",
        "rt_sigaction(SIGINT, {sa_handler=SIG_IGN, sa_mask=[FOO], sa_flags=0}, NULL, 8)\n",
        "ioctl(3, TIOCGWINSX, &size)\n",
        "open({}, O_RDONLY)\n",
        "syscall_0x3e7(1, 2, 3, 4, 5, 6, 7)\n",
        "lseek(3, 0, SEEK_END2)\n",
    )));
}

#[test]
fn sizes_are_limited() {
    insta::assert_snapshot!(all(
        "read(3, &buf[67108865], 10)\nread(3, &b[10], 1)\nread(3, &b[20], 1)\n"
    ));
    insta::assert_snapshot!(all("read(3, &a[40000000], 10)\nread(3, &b[40000000], 1)\n"));
    let tasks: String = (0..9).map(|n| format!("[T{n}] getpid()\n")).collect();
    insta::assert_snapshot!(all(&tasks));
    insta::assert_snapshot!(all(&"getpid()\n".repeat(100_001)));
}

#[test]
fn no_more_than_twenty_messages() {
    let wrong = "nonsense!\n".repeat(1000);
    assert_eq!(parse(&wrong).unwrap_err().len(), 20);
    let wrong = "nosuchcall()\n".repeat(1000);
    assert_eq!(compile(&wrong).unwrap_err().len(), 20);
}

/// Long texts are read in one pass, whatever they are: a quadratic reader would
/// not come back from this test.
#[test]
fn long_texts_take_one_pass() {
    const SIZE: usize = 1 << 20;
    let texts = [
        "a".repeat(SIZE),
        "(".repeat(SIZE),
        "read(".repeat(SIZE / 5),
        format!("read({}", "[".repeat(SIZE)),
        format!("read({}", "{a=".repeat(SIZE / 3)),
        format!("read({}", "f(".repeat(SIZE / 2)),
        format!("write(1, \"{}\", 1)", "\\0".repeat(SIZE / 2)),
        format!("write(1, \"{}", "x".repeat(SIZE)),
        format!("close({})", "9".repeat(SIZE)),
        format!("close({})", "1, ".repeat(SIZE / 3)),
        format!("close({})", "读|".repeat(SIZE / 4)),
        format!("close(3) = 0 ({}", "(".repeat(SIZE)),
        format!("close(3<{}", "<".repeat(SIZE)),
        format!("poll({}", "[x y], ".repeat(SIZE / 7)),
        "1 read(3 <unfinished ...>\n".repeat(SIZE / 26),
        "1 <... read resumed>) = 3\n".repeat(SIZE / 26),
        "1 x strace: Process 7 attached\n".repeat(SIZE / 31),
        "\0".repeat(SIZE),
        "\n".repeat(SIZE),
    ];
    for text in texts {
        for origin in [Origin::Written, Origin::Strace] {
            if let Ok(program) = parse_as(&text, origin) {
                let _ = lower(&program);
                drop(print(&program));
            }
        }
        let _ = compile(&text).map_err(|mistakes| mistakes[0].to_string());
    }
}

#[test]
fn ten_megabytes_in_one_line() {
    let text = format!("write(1, \"{}\", 10485760) = 10485760\n", "x".repeat(10 << 20));
    let plan = compile(&text).unwrap();
    assert_eq!(plan.regions[0].size, 10 << 20);
    assert_eq!(plan.text, text);
    let message = parse(&"x".repeat(10 << 20)).unwrap_err()[0].to_string();
    assert!(message.starts_with("line 1, column 10485761: the line ends here"), "{message}");
}

#[test]
fn long_lines_are_quoted_in_part() {
    let text = format!("close({}!)", "3, ".repeat(100_000));
    let message = parse(&text).unwrap_err()[0].to_string();
    assert!(message.len() < 500, "{message}");
    assert!(message.contains("found `!`"), "{message}");
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize| format!("f({}{})", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested(60)).is_ok());
    let message = parse(&nested(100)).unwrap_err()[0].to_string();
    assert!(message.contains("nested too deeply"), "{message}");
    // In a log it is kept.
    let text = format!("{} = 0\n", nested(5000));
    assert_eq!(print(&parse_as(&text, Origin::Strace).unwrap()), text);
}
