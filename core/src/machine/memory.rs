//! Physical frames, and the address space of a task: VMAs and page tables.

use std::collections::BTreeMap;

use super::x86_64;
use crate::trace::Walk;

/// Bytes of a page.
pub const PAGE: u64 = 4096;

/// All physical memory that the model uses.
#[derive(Clone, Debug, Default)]
pub struct Frames {
    frames: Vec<Box<[u8; PAGE as usize]>>,
}

/// Number that the first frame gets: a plausible place in RAM.
const FIRST_FRAME: u32 = 0x1_f3c0;

impl Frames {
    /// A frame full of zeroes.
    pub fn allocate(&mut self) -> u32 {
        self.frames.push(Box::new([0; PAGE as usize]));
        FIRST_FRAME + self.frames.len() as u32 - 1
    }

    fn get(&self, frame: u32) -> Option<&[u8; PAGE as usize]> {
        self.frames.get(frame.checked_sub(FIRST_FRAME)? as usize).map(|f| &**f)
    }

    fn get_mut(&mut self, frame: u32) -> Option<&mut [u8; PAGE as usize]> {
        self.frames.get_mut(frame.checked_sub(FIRST_FRAME)? as usize).map(|f| &mut **f)
    }
}

/// A page-table entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pte {
    /// Which frame.
    pub frame: u32,
    /// The `RW` bit.
    pub writable: bool,
}

/// A `vm_area_struct`: what user space may ask for, mapped or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Vma {
    /// First address.
    pub start: u64,
    /// First address after it.
    pub end: u64,
    /// `VM_WRITE`.
    pub writable: bool,
    /// What it is, for people.
    pub name: String,
}

/// What an access wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    /// Load.
    Read,
    /// Store.
    Write,
}

/// An `mm_struct`.
#[derive(Clone, Debug, Default)]
pub struct AddressSpace {
    vmas: BTreeMap<u64, Vma>,
    pages: BTreeMap<u64, Pte>,
}

impl AddressSpace {
    /// Adds a VMA whose pages all have frames of their own.
    pub fn populate(&mut self, frames: &mut Frames, vma: Vma, init: &[u8]) {
        let mut page = vma.start;
        let mut rest = init;
        while page < vma.end {
            let frame = frames.allocate();
            let (now, later) = rest.split_at(rest.len().min(PAGE as usize));
            if let Some(bytes) = frames.get_mut(frame) {
                bytes[..now.len()].copy_from_slice(now);
            }
            rest = later;
            self.pages.insert(page, Pte { frame, writable: vma.writable });
            page += PAGE;
        }
        self.vmas.insert(vma.start, vma);
    }

    /// `find_vma`: the first VMA that ends after the address.
    #[must_use]
    pub fn find_vma(&self, address: u64) -> Option<&Vma> {
        let before = self.vmas.range(..=address).next_back().map(|(_, vma)| vma);
        before
            .filter(|vma| address < vma.end)
            .or_else(|| self.vmas.range(address..).next().map(|(_, vma)| vma))
    }

    /// All VMAs, in the order of their addresses.
    pub fn vmas(&self) -> impl Iterator<Item = &Vma> {
        self.vmas.values()
    }

    /// All mapped pages, in the order of their addresses.
    pub fn pages(&self) -> impl Iterator<Item = (u64, Pte)> {
        self.pages.iter().map(|(&page, &pte)| (page, pte))
    }

    /// What the MMU says about an access from kernel mode to a user address.
    #[must_use]
    pub fn walk(&self, address: u64, access: Access) -> (Walk, Option<Pte>) {
        if !x86_64::canonical(address) {
            return (Walk::NonCanonical, None);
        }
        match self.pages.get(&(address & !(PAGE - 1))) {
            None => (Walk::NotPresent, None),
            Some(pte) if access == Access::Write && !pte.writable => (Walk::Protection, Some(*pte)),
            Some(pte) => (Walk::Mapped, Some(*pte)),
        }
    }

    /// How many bytes from `address` on, at most `len`, can be accessed.
    #[must_use]
    pub fn reachable(&self, address: u64, len: u64, access: Access) -> u64 {
        let mut done = 0;
        while done < len {
            let at = address.wrapping_add(done);
            if self.walk(at, access).0 != Walk::Mapped {
                break;
            }
            done += PAGE - at % PAGE;
        }
        done.min(len)
    }

    /// Reads up to `len` bytes; stops at the first byte that is not mapped.
    #[must_use]
    pub fn read(&self, frames: &Frames, address: u64, len: u64) -> Vec<u8> {
        let len = self.reachable(address, len, Access::Read);
        let mut bytes = Vec::with_capacity(len as usize);
        while (bytes.len() as u64) < len {
            let at = address + bytes.len() as u64;
            let from = (at % PAGE) as usize;
            let now = (len as usize - bytes.len()).min(PAGE as usize - from);
            let Some(frame) =
                self.pages.get(&(at - at % PAGE)).and_then(|pte| frames.get(pte.frame))
            else {
                break;
            };
            bytes.extend_from_slice(&frame[from..from + now]);
        }
        bytes
    }

    /// Writes bytes as far as they can be written, and says how many were. A
    /// store of the program itself asks with [`Access::Write`] as well.
    pub fn write(&self, frames: &mut Frames, address: u64, bytes: &[u8]) -> u64 {
        let len = self.reachable(address, bytes.len() as u64, Access::Write) as usize;
        let mut done = 0;
        while done < len {
            let at = address + done as u64;
            let from = (at % PAGE) as usize;
            let now = (len - done).min(PAGE as usize - from);
            let Some(frame) =
                self.pages.get(&(at - at % PAGE)).and_then(|pte| frames.get_mut(pte.frame))
            else {
                break;
            };
            frame[from..from + now].copy_from_slice(&bytes[done..done + now]);
            done += now;
        }
        done as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn space() -> (Frames, AddressSpace) {
        let mut frames = Frames::default();
        let mut space = AddressSpace::default();
        let vma = Vma { start: 0x1000, end: 0x3000, writable: true, name: "buf".into() };
        space.populate(&mut frames, vma, b"hello");
        (frames, space)
    }

    #[test]
    fn a_write_across_two_pages_reads_back() {
        let (mut frames, space) = space();
        assert_eq!(space.write(&mut frames, 0x1ffe, b"four"), 4);
        assert_eq!(space.read(&frames, 0x1ffe, 4), b"four");
        assert_eq!(space.read(&frames, 0x1000, 5), b"hello");
    }

    #[test]
    fn an_access_stops_where_nothing_is_mapped() {
        let (mut frames, space) = space();
        assert_eq!(space.write(&mut frames, 0x2ffe, b"four"), 2);
        assert_eq!(space.read(&frames, 0x2fff, 100).len(), 1);
        assert_eq!(space.read(&frames, u64::MAX, 100).len(), 0);
        assert_eq!(space.walk(0x8000_0000_0000, Access::Read).0, Walk::NonCanonical);
    }

    #[test]
    fn find_vma_gives_the_next_one_too() {
        let (_, space) = space();
        assert_eq!(space.find_vma(0).map(|v| v.start), Some(0x1000));
        assert_eq!(space.find_vma(0x2fff).map(|v| v.start), Some(0x1000));
        assert_eq!(space.find_vma(0x3000), None);
    }
}
