//! What the program's buffers hold, as far as its calls' outputs tell.

use std::collections::BTreeMap;

use crate::program::plan::{Plan, Region};

/// Buffers that were written to, by task and region.
pub(super) struct Shadow {
    written: BTreeMap<(u16, usize), Vec<u8>>,
    /// First addresses of the regions and their indexes.
    starts: BTreeMap<u64, usize>,
}

impl Shadow {
    pub fn new(plan: &Plan) -> Shadow {
        let starts = plan.regions.iter().enumerate().map(|(at, region)| (region.address, at));
        Shadow { written: BTreeMap::new(), starts: starts.collect() }
    }

    pub fn write(&mut self, plan: &Plan, task: u16, address: u64, bytes: &[u8]) {
        let Some((at, region)) = self.find(plan, address) else { return };
        let content = self.written.entry((task, at)).or_insert_with(|| region.init.clone());
        let from = (address - region.address) as usize;
        let to = (from + bytes.len()).min(region.mapped() as usize);
        if content.len() < to {
            content.resize(to, 0);
        }
        let bytes = &bytes[..to.saturating_sub(from)];
        content[from..from + bytes.len()].copy_from_slice(bytes);
    }

    /// The bytes at an address, as many as there are; none if nothing is known
    /// of this memory.
    pub fn read(&self, plan: &Plan, task: u16, address: u64, most: usize) -> Option<Vec<u8>> {
        let (at, region) = self.find(plan, address)?;
        let content = self.written.get(&(task, at)).unwrap_or(&region.init);
        let from = (address - region.address) as usize;
        let count = most.min(region.mapped() as usize - from);
        let mut bytes: Vec<u8> = content.iter().skip(from).take(count).copied().collect();
        bytes.resize(count, 0);
        Some(bytes)
    }

    fn find<'p>(&self, plan: &'p Plan, address: u64) -> Option<(usize, &'p Region)> {
        let (_, &at) = self.starts.range(..=address).next_back()?;
        let region = plan.regions.get(at)?;
        (address - region.address < region.mapped()).then_some((at, region))
    }
}
