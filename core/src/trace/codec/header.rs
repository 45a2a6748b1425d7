//! The header's section.

use super::DecodeError;
use super::varint::{Reader, put, put_bytes};
use crate::trace::{Arch, Clock, Header, KernelKind, KernelName};

const KINDS: [KernelKind; 4] =
    [KernelKind::Model, KernelKind::Tab, KernelKind::Lab, KernelKind::Here];
const ARCHS: [Arch; 3] = [Arch::X86_64, Arch::I386, Arch::Arm64];
const CLOCKS: [Clock; 3] = [Clock::Model, Clock::Nanoseconds, Clock::Emulated];

fn number<T: PartialEq>(all: &[T], value: &T) -> u8 {
    all.iter().position(|each| each == value).unwrap_or(0) as u8
}

fn pick<T: Copy>(reader: &mut Reader<'_>, all: &[T]) -> Result<T, DecodeError> {
    let number = reader.byte()?;
    let value = all.get(usize::from(number)).copied();
    value.ok_or_else(|| reader.invalid("the header names an unknown kind"))
}

pub fn put_header(out: &mut Vec<u8>, header: &Header) {
    let kernel = &header.kernel;
    out.push(number(&KINDS, &kernel.kind));
    out.push(number(&ARCHS, &kernel.arch));
    out.push(number(&CLOCKS, &header.clock));
    out.push(u8::from(header.functions));
    for text in [&kernel.release, &kernel.machine, &kernel.date, &header.program] {
        put_bytes(out, text.as_bytes());
    }
    put(out, header.tasks.len() as u64);
    for task in &header.tasks {
        put_bytes(out, task.as_bytes());
    }
}

pub fn read_header(reader: &mut Reader<'_>, version: u16) -> Result<Header, DecodeError> {
    let kind = pick(reader, &KINDS)?;
    let arch = pick(reader, &ARCHS)?;
    let clock = pick(reader, &CLOCKS)?;
    let functions = reader.flag()?;
    let release = reader.text()?.to_owned();
    let machine = reader.text()?.to_owned();
    let date = reader.text()?.to_owned();
    let program = reader.text()?.to_owned();
    let count = reader.count(1)?;
    if count > usize::from(u16::MAX) {
        return Err(reader.invalid("there are more than 65535 tasks"));
    }
    let tasks =
        (0..count).map(|_| reader.text().map(str::to_owned)).collect::<Result<Vec<_>, _>>()?;
    Ok(Header {
        version,
        kernel: KernelName { kind, release, arch, machine, date },
        program,
        tasks,
        clock,
        functions,
    })
}
