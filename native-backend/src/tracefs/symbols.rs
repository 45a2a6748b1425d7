//! Names of kernel addresses, from `/proc/kallsyms`.

use std::fs;
use std::sync::{Arc, Mutex, PoisonError};

/// All functions of the running kernel and its modules.
pub struct Symbols {
    /// Address, where the line's rest begins in `text`.
    table: Vec<(u64, u32)>,
    text: String,
}

static KNOWN: Mutex<Option<(String, Arc<Symbols>)>> = Mutex::new(None);

impl Symbols {
    /// Reads them, unless the same modules are loaded as the last time.
    pub fn get() -> Arc<Symbols> {
        let modules = fs::read_to_string("/proc/modules").unwrap_or_default();
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((before, symbols)) = known.as_ref()
            && *before == modules
        {
            return Arc::clone(symbols);
        }
        let symbols =
            Arc::new(Symbols::parse(fs::read_to_string("/proc/kallsyms").unwrap_or_default()));
        *known = Some((modules, Arc::clone(&symbols)));
        symbols
    }

    /// `ffffffffc0008040 t ringside_hello_read    [ringside]`
    fn parse(text: String) -> Symbols {
        let mut table = Vec::with_capacity(text.len() / 44);
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let bytes = line.as_bytes();
            if let Some(space) = bytes.iter().position(|b| *b == b' ')
                && matches!(bytes.get(space + 1), Some(b'T' | b't' | b'W' | b'w'))
                && let Some(address) = hex(&bytes[..space])
                && address != 0
            {
                table.push((address, (start + space + 3) as u32));
            }
            start += line.len();
        }
        // stable: of several names of one function, the kernel's first one
        table.sort_by_key(|(address, _)| *address);
        Symbols { table, text }
    }

    /// The function that an address lies in, and its module ("" for the kernel).
    pub fn name(&self, address: u64) -> Option<(&str, &str)> {
        let after = self.table.partition_point(|(at, _)| *at <= address);
        let found = self.table.get(after.checked_sub(1)?)?.0;
        // the first of those at the same address
        let first = self.table.partition_point(|(at, _)| *at < found);
        let line = self.text.get(self.table.get(first)?.1 as usize..)?.lines().next()?;
        let (name, module) = line.split_once('\t').unwrap_or((line, ""));
        Some((name, module.trim_matches(['[', ']'])))
    }

    /// Does the kernel have this function?
    pub fn has(&self, name: &str) -> bool {
        self.table.iter().any(|(_, at)| {
            self.text
                .get(*at as usize..)
                .and_then(|t| t.strip_prefix(name))
                .is_some_and(|rest| rest.starts_with(['\n', '\t']))
        })
    }
}

fn hex(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0u64, |value, digit| {
        Some(value << 4 | u64::from(char::from(*digit).to_digit(16)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
0000000000000000 A fixed_percpu_data
ffffffff81000100 T __do_sys_getpid
ffffffff81000100 T __ia32_sys_getpid
ffffffff81000140 d data_between
ffffffff81000180 t getname_flags.part.0
ffffffffc0001000 t ringside_hello_read\t[ringside]
";

    #[test]
    fn addresses_have_names() {
        let symbols = Symbols::parse(TEXT.to_owned());
        assert_eq!(symbols.name(0xffff_ffff_8100_0104), Some(("__do_sys_getpid", "")));
        assert_eq!(symbols.name(0xffff_ffff_8100_0180), Some(("getname_flags.part.0", "")));
        assert_eq!(symbols.name(0xffff_ffff_c000_1004), Some(("ringside_hello_read", "ringside")));
        assert_eq!(symbols.name(0x1000), None);
        assert!(symbols.has("__do_sys_getpid"));
        assert!(symbols.has("ringside_hello_read"));
        assert!(!symbols.has("__do_sys_getp"));
    }
}
