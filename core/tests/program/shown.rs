//! Runs as strace would have shown them.

use ringside_core::kernel::{Config, run};
use ringside_core::program::{compile, parse, strace};
use ringside_core::trace::{Outcome, Output};

fn on_the_model(text: &str) -> String {
    let plan = compile(text).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]));
    strace::print(&run(&plan, &Config::default())).unwrap()
}

#[test]
fn a_proc_file_in_two_bites() {
    insta::assert_snapshot!(on_the_model(concat!(
        "fd = openat(AT_FDCWD, \"/proc/ringside/hello\", O_RDWR)\n",
        "read(fd, &buf, 10)\nread(fd, &buf+10, 100)\nread(fd, &buf, 100)\n",
        "read(fd, 0x1000, 4)\nread(fd, NULL, 4)\nlseek(fd, 0, SEEK_SET)\n",
        "read(fd, 0x1000, 4)\nread(fd, \"hello from\", 10)\nwrite(2, &buf, 40)\n",
        "syscall_0x3e7(1, &buf)\nclose(fd)\nclose(fd)\nread(-1, &buf, 1)\n",
    )));
}

#[test]
fn two_tasks() {
    insta::assert_snapshot!(on_the_model(concat!(
        "[A] fd = openat(AT_FDCWD, \"/dev/ringside\", O_RDWR|O_TRUNC)\n",
        "[B] fb = openat(AT_FDCWD, \"/dev/ringside\", O_RDWR)\n",
        "[A] poll([{fd=fd, events=POLLIN}], 1, 5)\n",
        "[A] poll([{fd=fd, events=POLLIN}], 1, -1)\n",
        "[B] write(fb, \"ping\", 4)\n",
        "[A] read(fd, &b, 8)\n",
        "[A] read(fd, &b, 8)\n",
        "[B] rt_sigaction(SIGUSR1, {sa_handler=handler, sa_mask=[], sa_flags=0}, NULL, 8)\n",
        "[B] kill(B, SIGUSR1)\n",
        "[B] kill(A, SIGTERM)\n",
        "[B] exit_group(3)\n",
    )));
}

#[test]
fn lines_without_a_kernel() {
    let text = concat!(
        "fd = openat(AT_FDCWD, \"/x\", O_RDONLY|O_CLOEXEC)\n",
        "read(fd, &buf, 100)\nread(fd, &buf, 100)\nwrite(fd, &buf, 100)\n",
        "p = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0)\nread(fd, p+8, 4)\n",
        "fcntl(fd, F_GETFL)\npoll([{fd=fd, events=POLLIN}, {fd=9, events=POLLOUT}], 2, 0)\n",
        "rt_sigaction(SIGINT, NULL, &old, 8)\nioctl(fd, FIONREAD, [0])\n",
        "openat(AT_FDCWD, &buf, O_RDONLY)\ngetpid() = 5\n",
    );
    let (program, plan) = (parse(text).unwrap(), compile(text).unwrap());
    let mut printer = strace::Printer::new(&plan, &program);
    let ok = |value, outputs: &[(u8, &[u8])]| Outcome {
        value,
        outputs: outputs
            .iter()
            .map(|(argument, bytes)| Output { argument: *argument, bytes: bytes.to_vec() })
            .collect(),
        recorded: false,
    };
    let forty = [b"0123456789".as_slice(); 4].concat();
    let outcomes = [
        ok(3, &[]),
        ok(40, &[(1, &forty)]),
        ok(-14, &[]),
        ok(-524, &[]),
        ok(0x7f00_0000_1000, &[]),
        ok(-4000, &[]),
        ok(0x8002, &[]),
        ok(1, &[(0, &[0, 0]), (0, &[0x24, 0])]),
        ok(0, &[(2, &[0; 32])]),
        ok(0, &[(2, &[7, 0, 0, 0])]),
        ok(-2, &[]),
        Outcome { recorded: true, ..ok(5, &[]) },
    ];
    let lines: Vec<String> =
        outcomes.iter().enumerate().map(|(step, outcome)| printer.line(step, outcome)).collect();
    insta::assert_snapshot!(lines.join("\n"));
}
