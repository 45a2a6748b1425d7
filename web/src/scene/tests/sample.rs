//! A small trace made by hand: a call that copies ten bytes out, and one whose
//! pointer is bad.

use ringside_core::trace::{
    Arch, Clock, Copy, Direction, Door, FORMAT_VERSION, FunctionId, Header, KernelKind, KernelName,
    Kind, Mapping, NO_REGISTERS, Outcome, Output, Place, Recorder, Ring, TaskId, Trace, Walk,
};

const A: TaskId = TaskId(0);

struct Maker {
    recorder: Recorder,
    time: u64,
    depth: u16,
}

impl Maker {
    fn push(&mut self, place: Place, kind: Kind) {
        self.time += 20;
        self.recorder.push(self.time, A, 0, self.depth, place, kind);
    }

    fn function(&mut self, name: &str) -> FunctionId {
        ringside_core::trace::by_name(name).unwrap_or_else(|| {
            let names = &mut self.recorder.trace.names;
            let at = names.iter().position(|n| n == name).unwrap_or_else(|| {
                names.push(name.to_owned());
                names.len() - 1
            });
            FunctionId::own(at as u16)
        })
    }

    fn enter(&mut self, place: Place, name: &str) {
        self.depth += 1;
        let function = self.function(name);
        self.push(place, Kind::Enter { function });
    }

    fn leave(&mut self, place: Place, name: &str, value: i64) {
        let function = self.function(name);
        self.push(place, Kind::Leave { function, value });
        self.depth -= 1;
    }

    fn cross(&mut self, door: Door, from: Ring, to: Ring, value: u64) {
        self.push(Place::Entry, Kind::Cross { door, from, to, registers: NO_REGISTERS, value });
    }

    fn read(&mut self, line: u32, user: u64, data: &[u8]) {
        self.push(Place::Program, Kind::CallBegin { line });
        let registers =
            self.recorder.registers([0, 3, user, 10, 0, 0, 0, 0x40_1020, 0x7ffc_0000, 0x246]);
        let value = 0;
        let (door, from, to) = (Door::Syscall, Ring::User, Ring::Kernel);
        self.push(Place::Entry, Kind::Cross { door, from, to, registers, value });
        let path = [
            (Place::Entry, "do_syscall_64"),
            (Place::Vfs, "ksys_read"),
            (Place::Vfs, "vfs_read"),
            (Place::Module, "hello_read"),
        ];
        for (place, name) in path {
            self.enter(place, name);
        }
        self.enter(Place::Usercopy, "_copy_to_user");
        let bad = data.is_empty();
        let (outcome, frame) = if bad { (Walk::NotPresent, 0) } else { (Walk::Mapped, 0x12) };
        self.push(Place::PageTables, Kind::Walk { outcome, levels: 4, frame, address: user });
        if bad {
            self.cross(Door::Fault, Ring::Kernel, Ring::Kernel, user);
        }
        let routine = self.function("_copy_to_user");
        let copy = Copy {
            routine,
            direction: Direction::ToUser,
            user,
            kernel: 0xffff_ffff_c044_c1c0,
            wanted: 10,
            done: data.len() as u32,
            bytes_at: 0,
            bytes_len: 0,
        };
        let kind = self.recorder.copy(copy, data);
        self.push(Place::Usercopy, kind);
        self.leave(Place::Usercopy, "_copy_to_user", 10 - data.len() as i64);
        let value = if bad { -14 } else { data.len() as i64 };
        for (place, name) in path.into_iter().rev() {
            self.leave(place, name, value);
        }
        self.cross(Door::Syscall, Ring::Kernel, Ring::User, value as u64);
        let outputs = vec![Output { argument: 1, bytes: data.to_vec() }];
        let outcome = self.recorder.outcome(Outcome { value, outputs, recorded: false });
        self.push(Place::Program, Kind::CallEnd { line, outcome });
    }
}

/// The trace; `repeat` times the two calls.
pub fn sample(repeat: usize) -> Trace {
    let header = Header {
        version: FORMAT_VERSION,
        kernel: KernelName {
            kind: KernelKind::Model,
            release: "6.1".to_owned(),
            arch: Arch::X86_64,
            machine: "the model".to_owned(),
            date: String::new(),
        },
        program: "read(3, &buf, 10) = 10\nread(3, 0x1000, 10) = -1 EFAULT (Bad address)\n"
            .to_owned(),
        tasks: vec!["A".to_owned()],
        clock: Clock::Model,
        functions: true,
    };
    let mut maker = Maker { recorder: Recorder::new(header), time: 0, depth: 0 };
    let mapping = Mapping { user: true, writable: true, shared: false };
    maker.push(Place::PageTables, Kind::Map { mapping, frame: 0x12, page: 0x2000_0000 });
    for _ in 0..repeat {
        maker.read(0, 0x2000_0000, b"hello from");
        maker.read(1, 0x1000, b"");
    }
    maker.recorder.trace
}
