//! A task's user memory, as far as the plan and the results tell it: for the
//! bytes of copies into the kernel.

use crate::program::Plan;

/// The plan's regions with their contents.
pub struct Memory {
    regions: Vec<(u64, Vec<u8>)>,
}

impl Memory {
    /// Before the first step.
    pub fn new(plan: &Plan) -> Memory {
        let region = |r: &crate::program::plan::Region| {
            let mut bytes = vec![0; usize::try_from(r.mapped()).unwrap_or(0)];
            let init = r.init.len().min(bytes.len());
            bytes[..init].copy_from_slice(&r.init[..init]);
            (r.address, bytes)
        };
        Memory { regions: plan.regions.iter().map(region).collect() }
    }

    /// Writes what lies in a region.
    pub fn write(&mut self, address: u64, bytes: &[u8]) {
        for (start, content) in &mut self.regions {
            let Some(at) = address.checked_sub(*start).and_then(|n| usize::try_from(n).ok()) else {
                continue;
            };
            if at < content.len() {
                let n = bytes.len().min(content.len() - at);
                content[at..at + n].copy_from_slice(&bytes[..n]);
            }
        }
    }

    /// The bytes there, as many as are known.
    pub fn read(&self, address: u64, length: usize) -> &[u8] {
        for (start, content) in &self.regions {
            let Some(at) = address.checked_sub(*start).and_then(|n| usize::try_from(n).ok()) else {
                continue;
            };
            if at < content.len() {
                return &content[at..content.len().min(at.saturating_add(length))];
            }
        }
        &[]
    }
}
