//! User memory: where buffers, strings and structures lie.

use std::collections::BTreeMap;

use super::MOST_MEMORY;
use crate::program::ast::{Origin, Span};
use crate::program::diagnostic::Diagnostic;
use crate::program::plan::{BUFFERS, PAGE, RODATA, Region, STRUCTS};

/// How large a buffer is when nothing says so.
const DEFAULT_SIZE: u64 = 4096;

/// A named buffer, or room for the content that a line shows.
#[derive(Default)]
struct Buffer {
    /// Its size where the program states it, and where it does.
    stated: Option<u64>,
    /// What its uses need.
    needed: Option<u64>,
    at: Span,
    address: u64,
}

/// The memory that every task has.
#[derive(Default)]
pub(super) struct Memory {
    log: bool,
    names: Vec<String>,
    buffers: BTreeMap<String, Buffer>,
    /// Room for shown content and for structures, by argument: size, address.
    outputs: [(u64, u64); 6],
    structs: [(u64, u64); 6],
    literals: BTreeMap<Vec<u8>, u64>,
    rodata: Vec<Region>,
    rodata_end: u64,
    used: u64,
}

impl Memory {
    pub fn new(origin: Origin) -> Memory {
        Memory { log: origin == Origin::Strace, rodata_end: RODATA, ..Memory::default() }
    }

    /// A use of a buffer that needs this many bytes of it.
    pub fn use_buffer(
        &mut self,
        name: &str,
        stated: Option<u64>,
        needed: Option<u64>,
        at: Span,
    ) -> Result<(), Diagnostic> {
        if !self.buffers.contains_key(name) {
            self.names.push(name.to_owned());
        }
        let buffer = self
            .buffers
            .entry(name.to_owned())
            .or_insert_with(|| Buffer { at, ..Buffer::default() });
        if let Some(size) = stated {
            if size > MOST_MEMORY {
                let message = format!("a buffer may have {MOST_MEMORY} bytes at most");
                return Err(Diagnostic::new(at, message));
            }
            if let Some(other) = buffer.stated.filter(|other| *other != size) {
                let message = format!("`&{name}` has {other} bytes already, not {size}");
                return Err(Diagnostic::new(at, message));
            }
            buffer.stated = Some(size);
            buffer.at = at;
        }
        // A count that no buffer can have is a test of the kernel's checks.
        let needed = needed.filter(|needed| *needed <= MOST_MEMORY);
        buffer.needed = buffer.needed.max(needed);
        Ok(())
    }

    /// Room for what a call's output argument shows.
    pub fn use_output(&mut self, argument: usize, size: u64) {
        if let Some(room) = self.outputs.get_mut(argument)
            && size <= MOST_MEMORY / 8
        {
            room.0 = room.0.max(size.max(1));
        }
    }

    /// Room for a structure that stands in this argument.
    pub fn use_struct(&mut self, argument: usize, size: u64) {
        if let Some(room) = self.structs.get_mut(argument)
            && size <= MOST_MEMORY / 8
        {
            room.0 = room.0.max(size.max(1));
        }
    }

    /// Gives everything that was used an address.
    pub fn lay_out(&mut self) -> Result<(), Diagnostic> {
        let mut next = BUFFERS;
        for name in &self.names {
            let Some(buffer) = self.buffers.get_mut(name) else { continue };
            buffer.address = next;
            let mapped = mapped(buffer.size());
            self.used += mapped;
            next += mapped + PAGE;
            if self.used > MOST_MEMORY {
                return Err(too_much(buffer.at));
            }
        }
        place(&mut self.outputs, next, &mut self.used);
        place(&mut self.structs, STRUCTS, &mut self.used);
        if self.used > MOST_MEMORY {
            return Err(too_much(Span::default()));
        }
        Ok(())
    }

    pub fn buffer(&self, name: &str) -> Option<u64> {
        self.buffers.get(name).map(|buffer| buffer.address)
    }

    /// Where an output argument's content goes, if there is room for as much.
    pub fn output(&self, argument: usize, size: u64) -> Option<u64> {
        self.outputs.get(argument).filter(|room| room.0 >= size.max(1)).map(|room| room.1)
    }

    /// Where an argument's structure lies, if there is room for it.
    pub fn structure(&self, argument: usize, size: u64) -> Option<u64> {
        self.structs.get(argument).filter(|room| room.0 >= size).map(|room| room.1)
    }

    /// Where these bytes lie, read-only, with zeros behind them up to `size`.
    pub fn literal(&mut self, bytes: &[u8], size: u64, at: Span) -> Result<u64, Diagnostic> {
        let mut content = bytes.to_vec();
        if size > content.len() as u64 && size <= MOST_MEMORY {
            content.resize(size as usize, 0);
        }
        if let Some(address) = self.literals.get(&content) {
            return Ok(*address);
        }
        let size = content.len() as u64;
        // In a written program each string has a page of its own, so that
        // reading past its end gives zeros and then faults, wherever it
        // stands. A log has too many for that.
        let address = if self.log { self.rodata_end } else { self.next_rodata_page() };
        let before = mapped(self.rodata_end - RODATA);
        self.rodata_end = address + size;
        self.used +=
            if self.log { mapped(self.rodata_end - RODATA) - before } else { mapped(size) };
        if self.used > MOST_MEMORY {
            return Err(too_much(at));
        }
        match self.rodata.first_mut() {
            Some(all) if self.log => {
                all.init.extend_from_slice(&content);
                all.size += size;
            }
            _ => self.rodata.push(Region {
                name: if self.log { ".rodata".to_owned() } else { title(bytes) },
                address,
                size,
                init: content.clone(),
                writable: false,
            }),
        }
        self.literals.insert(content, address);
        Ok(address)
    }

    fn next_rodata_page(&self) -> u64 {
        match self.rodata.last() {
            Some(last) => last.address + last.mapped() + PAGE,
            None => RODATA,
        }
    }

    /// All of it, for the plan.
    pub fn regions(self) -> Vec<Region> {
        let mut regions = self.rodata;
        for name in self.names {
            if let Some(buffer) = self.buffers.get(&name) {
                regions.push(writable(name, buffer.address, buffer.size()));
            }
        }
        for (rooms, what) in [(self.outputs, "output"), (self.structs, "structure")] {
            for (argument, (size, address)) in rooms.into_iter().enumerate() {
                if size > 0 {
                    regions.push(writable(format!("{what} of argument {argument}"), address, size));
                }
            }
        }
        regions
    }
}

impl Buffer {
    fn size(&self) -> u64 {
        self.stated.or(self.needed).unwrap_or(DEFAULT_SIZE)
    }
}

fn place(rooms: &mut [(u64, u64); 6], mut next: u64, used: &mut u64) {
    for (size, address) in rooms.iter_mut().filter(|room| room.0 > 0) {
        *address = next;
        *used += mapped(*size);
        next += mapped(*size) + PAGE;
    }
}

fn writable(name: String, address: u64, size: u64) -> Region {
    Region { name, address, size, init: Vec::new(), writable: true }
}

fn mapped(size: u64) -> u64 {
    size.max(1).div_ceil(PAGE) * PAGE
}

/// The beginning of a string, for people.
fn title(bytes: &[u8]) -> String {
    const SHOWN: usize = 32;
    let bytes = bytes.strip_suffix(b"\0").unwrap_or(bytes);
    let mut name = String::new();
    // Writing to a String cannot fail.
    let _ = crate::program::print::write_string(&mut name, &bytes[..bytes.len().min(SHOWN)], false);
    if bytes.len() > SHOWN {
        name.push_str("...");
    }
    name
}

fn too_much(at: Span) -> Diagnostic {
    Diagnostic::new(at, format!("the program's memory is more than {} MiB", MOST_MEMORY >> 20))
}
