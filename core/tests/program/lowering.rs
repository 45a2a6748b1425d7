//! What plans hold.

use ringside_core::program::ast::Origin;
use ringside_core::program::plan::{
    Action, BUFFERS, Capture, Length, Operand, Plan, RODATA, Region, STRUCTS, Slot, Step,
};
use ringside_core::program::{compile, lower, parse_as, print};

fn plan(text: &str) -> Plan {
    compile(text).unwrap_or_else(|mistakes| panic!("{}", mistakes[0]))
}

fn arguments(step: &Step) -> [Operand; 6] {
    match &step.action {
        Action::Syscall { arguments, .. } | Action::Raw { arguments, .. } => *arguments,
        Action::Opaque { name, .. } => panic!("{name} is opaque"),
    }
}

fn region<'p>(plan: &'p Plan, name: &str) -> &'p Region {
    plan.regions.iter().find(|region| region.name == name).unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn buffers_are_as_large_as_their_uses() {
    let plan = plan(concat!(
        "read(3, &a, 10)\nread(3, &a, 5000)\nread(3, &b+8, 10)\nread(3, &c[4096]+4090, 100)\n",
        "read(3, &d, -1)\nmunmap(&e, 0)\n",
    ));
    assert_eq!(region(&plan, "a").size, 5000);
    assert_eq!(region(&plan, "b").size, 18);
    assert_eq!(region(&plan, "c").size, 4096);
    assert_eq!(region(&plan, "d").size, 4096, "no buffer has a size of -1");
    assert_eq!(region(&plan, "e").size, 4096);
    let c = region(&plan, "c").address;
    assert_eq!(arguments(&plan.steps[3])[1], Operand::Value(c + 4090));
    assert_eq!(arguments(&plan.steps[4])[2], Operand::Value(u64::MAX));
}

#[test]
fn a_guard_page_follows_each_region() {
    let mut regions = plan(concat!(
        "openat(AT_FDCWD, \"/a\", O_RDONLY)\nopenat(AT_FDCWD, \"/b\", O_RDONLY)\n",
        "read(3, &a, 4096)\nread(3, &b, 1)\nread(3, \"x\", 9000)\n",
        "poll([{fd=3, events=POLLIN}], 1, 0)\nwrite(1, \"abc\", 3)\n",
    ))
    .regions;
    regions.sort_by_key(|region| region.address);
    assert_eq!(regions.len(), 7);
    for pair in regions.windows(2) {
        assert_eq!(pair[0].address % 4096, 0);
        assert!(pair[0].address + pair[0].mapped() + 4096 <= pair[1].address, "{pair:?}");
    }
    assert_eq!(regions[0].address, RODATA);
    assert_eq!(regions[0].init, b"/a\0");
    assert!(!regions[0].writable);
}

#[test]
fn one_string_lies_in_one_place() {
    let plan = plan("open(\"/a\", O_RDONLY)\nopen(\"/a\", O_RDONLY)\nwrite(1, \"/a\", 2)\n");
    assert_eq!(arguments(&plan.steps[0])[0], arguments(&plan.steps[1])[0]);
    assert_ne!(arguments(&plan.steps[0])[0], arguments(&plan.steps[2])[0], "no NUL in the second");
}

#[test]
fn shown_content_is_expected() {
    let plan = plan("read(3, \"root:x\"..., 4096) = 832\n");
    let step = &plan.steps[0];
    assert_eq!(plan.origin, Origin::Strace);
    assert_eq!(arguments(step)[1], Operand::Value(BUFFERS));
    assert_eq!(plan.regions[0].size, 4096);
    assert!(plan.regions[0].writable);
    let expect = step.expect.as_ref().unwrap();
    assert_eq!((expect.value, &expect.outputs), (Some(832), &vec![(1, b"root:x".to_vec(), true)]));
    let Action::Syscall { captures, .. } = &step.action else { panic!() };
    let address = Operand::Value(BUFFERS);
    assert_eq!(*captures, [Capture { argument: 1, address, length: Length::Returned }]);
}

#[test]
fn poll_stores_descriptors_and_expects_events() {
    let plan = plan(concat!(
        "fd = open(\"/dev/ringside\", O_RDWR) = 4\n",
        "poll([{fd=7, events=POLLOUT}, {fd=fd, events=POLLIN|POLLPRI}], 2, -1)",
        " = 1 ([{fd=fd, revents=POLLIN}])\n",
        "poll([{fd=fd, events=POLLIN}], 1, 10) = 0 (Timeout)\n",
        "poll([{fd=fd, events=POLLIN}], 1, 10)\n",
        "poll([{fd=7, events=POLLOUT}, {fd=fd, events=POLLIN}], 2, -1) = 1 ([{fd=4, revents=POLLHUP}])\n",
    ));
    let Action::Syscall { stores, captures, .. } = &plan.steps[1].action else { panic!() };
    assert_eq!(stores[0].address, STRUCTS);
    assert_eq!(stores[0].bytes, [7, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0]);
    assert_eq!(stores[0].patches, [(8, 4, Operand::Slot(Slot(0), 0))]);
    assert_eq!(captures.len(), 2);
    assert_eq!(captures[1].address, Operand::Value(STRUCTS + 14));
    let outputs = |step: usize| plan.steps[step].expect.as_ref().map(|e| e.outputs.clone());
    assert_eq!(outputs(1).unwrap(), [(0, vec![0, 0], false), (0, vec![1, 0], false)]);
    assert_eq!(outputs(2).unwrap(), [(0, vec![0, 0], false)]);
    assert_eq!(outputs(3), None);
    assert_eq!(outputs(4).unwrap(), [(0, vec![0, 0], false), (0, vec![16, 0], false)]);
}

#[test]
fn signal_actions_get_a_restorer() {
    let plan = plan(concat!(
        "rt_sigaction(SIGUSR1, {sa_handler=handler, sa_mask=[INT TERM], sa_flags=SA_RESTART}, NULL, 8)\n",
        "kill(A, SIGUSR1) = 0\n",
    ));
    let Action::Syscall { arguments, stores, .. } = &plan.steps[0].action else { panic!() };
    assert_eq!(arguments[..4], [10, STRUCTS, 0, 8].map(Operand::Value));
    let word = |at: usize| u64::from_le_bytes(stores[0].bytes[at..at + 8].try_into().unwrap());
    assert_eq!((word(8), word(24)), (0x1400_0000, 1 << 1 | 1 << 14));
    assert_eq!(stores[0].patches, [(0, 8, Operand::Handler), (16, 8, Operand::Restorer)]);
    assert_eq!(self::arguments(&plan.steps[1])[0], Operand::Pid(0));
}

#[test]
fn ioctl_numbers_say_how_much_they_move() {
    let plan = plan(concat!(
        "ioctl(3, _IOR(0xe7, 1, 16), &v)\nioctl(3, _IOC(_IOC_READ|_IOC_WRITE, 0xe7, 0x3, 0x10), &v)\n",
        "ioctl(3, FIONREAD, [5]) = 0\nioctl(3, FIONBIO, [1])\nioctl(3, 0x5401, 0x1000)\n",
    ));
    assert_eq!(region(&plan, "v").size, 16);
    assert_eq!(arguments(&plan.steps[0])[1], Operand::Value(0x8010_e701));
    assert_eq!(arguments(&plan.steps[1])[1], Operand::Value(0xc010_e703));
    assert_eq!(plan.steps[2].expect.as_ref().unwrap().outputs, [(2, vec![5, 0, 0, 0], false)]);
    let Action::Syscall { stores, captures, .. } = &plan.steps[3].action else { panic!() };
    assert_eq!((stores[0].bytes.as_slice(), captures.len()), (&[1, 0, 0, 0][..], 0));
}

#[test]
fn calls_without_a_name() {
    let plan = plan("syscall_0x3e7(0x1, &buf) = -1 ENOSYS (Function not implemented)\n");
    let Action::Raw { number, count, .. } = &plan.steps[0].action else { panic!() };
    assert_eq!((*number, *count), (999, 2));
    assert_eq!(plan.steps[0].expect.as_ref().unwrap().value, Some(-38));
}

#[test]
fn names_hold_what_was_bound_last() {
    let plan = plan(
        "fd = dup(0)\np = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\nread(fd, p+4096, 4)\nfd = dup(fd)\nclose(fd)\n",
    );
    assert_eq!(plan.slots, ["fd", "p"]);
    assert_eq!(
        arguments(&plan.steps[2])[..2],
        [Operand::Slot(Slot(0), 0), Operand::Slot(Slot(1), 4096)]
    );
    assert_eq!(plan.steps[3].bind, Some(Slot(0)));
}

#[test]
fn tasks_of_a_program() {
    let plan = plan("[A] getpid()\n[B] kill(A, SIGUSR1)\n[A] getpid()\n");
    assert_eq!(plan.tasks, ["A", "B"]);
    assert_eq!(plan.steps.iter().map(|step| step.task).collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!(arguments(&plan.steps[1])[0], Operand::Pid(0));
}

#[test]
fn lines_of_the_plan_are_lines_of_its_text() {
    let text = "# first\n\n  getpid( )  # here\n";
    let plan = plan(text);
    assert_eq!(plan.steps[0].line, 2);
    assert_eq!(plan.text.lines().nth(2), Some("getpid()  # here"));
}

#[test]
fn logs_keep_what_cannot_be_run() {
    let log = concat!(
        "execve(\"/usr/bin/cat\", [\"cat\"], 0x7ffdff6894c8 /* 2 vars */) = 0\n",
        "mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0) = 0x7f30f684f000\n",
        "read(3, 0x7f30f6850000, 4)              = -1 EFAULT (Bad address)\n",
        "munmap(0x7f30f684f000, 8192)            = 0\n",
        "openat(AT_FDCWD, \"/very/long\"..., O_RDONLY) = 3\n",
        "+++ exited with 0 +++\n",
    );
    let plan = plan(log);
    assert_eq!(plan.steps[0].action, Action::Opaque { name: "execve".to_owned(), value: 0 });
    let slot = plan.steps[1].bind.unwrap();
    assert_eq!(arguments(&plan.steps[2])[1], Operand::Slot(slot, 4096), "inside the mapping");
    assert_eq!(arguments(&plan.steps[3])[0], Operand::Slot(slot, 0));
    assert_eq!(plan.steps[4].action, Action::Opaque { name: "openat".to_owned(), value: 3 });
    assert_eq!(plan.steps[4].expect.as_ref().unwrap().value, Some(3));
}

#[test]
fn interrupted_calls_are_one_call_where_they_began() {
    let log = concat!(
        "[pid   100] read(0,  <unfinished ...>\n",
        "[pid   101] write(1, \"hi\\n\", 3)         = 3\n",
        "[pid   101] +++ exited with 0 +++\n",
        "<... read resumed>\"hi\\n\", 131072)        = 3\n",
        "getpid()                                = 100\n",
        "wait4(-1, strace: Process 102 attached\n",
        " <unfinished ...>\n",
        "[pid   102] pause( <unfinished ...>\n",
    );
    let program = parse_as(log, Origin::Strace).unwrap();
    assert_eq!(
        print(&program),
        concat!(
            "[pid   100] read(0, \"hi\\n\", 131072)     = 3\n",
            "[pid   101] write(1, \"hi\\n\", 3)         = 3\n",
            "[pid   101] +++ exited with 0 +++\n",
            "getpid()                                = 100\n",
            "strace: Process 102 attached\n",
            "wait4(-1 <unfinished ...>\n",
            "[pid   102] pause( <unfinished ...>\n",
        )
    );
    let plan = lower(&program).unwrap();
    assert_eq!(plan.tasks, ["100", "101", "102"]);
    assert_eq!(plan.steps[2].task, 0, "the process that is left");
}
