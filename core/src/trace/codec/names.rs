//! Functions by name: ids of the file to ids of this program's table.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::trace::{FunctionId, Place, functions};

/// The row of the function table with this name.
fn lookup(name: &str) -> Option<FunctionId> {
    static INDEX: OnceLock<BTreeMap<&'static str, u16>> = OnceLock::new();
    let index = INDEX.get_or_init(|| {
        functions().iter().enumerate().map(|(at, function)| (function.name, at as u16)).collect()
    });
    index.get(name).map(|at| FunctionId(*at))
}

/// How many names a trace can have of its own.
const OWN_NAMES: usize = 0x8000;
/// How many functions a file can name; the last number means "none".
const FILE_NAMES: usize = 0xffff;

/// The functions that a file named so far, in its order.
#[derive(Clone, Debug, Default)]
pub struct Names {
    functions: Vec<(FunctionId, Place)>,
    own: BTreeMap<String, FunctionId>,
}

impl Names {
    /// Adds the next one; a name that the table does not have goes to `own`.
    pub fn add(&mut self, name: &str, place: Place, own: &mut Vec<String>) -> Option<()> {
        if self.functions.len() >= FILE_NAMES {
            return None;
        }
        let id = match lookup(name).or_else(|| self.own.get(name).copied()) {
            Some(id) => id,
            None if own.len() < OWN_NAMES => {
                let id = FunctionId::own(own.len() as u16);
                own.push(name.to_owned());
                self.own.insert(name.to_owned(), id);
                id
            }
            None => return None,
        };
        self.functions.push((id, place));
        Some(())
    }

    #[inline]
    pub fn get(&self, number: u16) -> Option<(FunctionId, Place)> {
        self.functions.get(usize::from(number)).copied()
    }
}

/// The other way: which number a function has in the file being written.
#[derive(Clone, Debug)]
pub struct Numbers {
    /// By [`FunctionId`]: number and 1, or 0; and the place named with it.
    numbers: Vec<(u16, Place)>,
    count: u16,
}

impl Numbers {
    pub fn new() -> Numbers {
        Numbers { numbers: Vec::new(), count: 0 }
    }

    #[inline]
    pub fn get(&self, id: FunctionId) -> Option<(u16, Place)> {
        let &(number, place) = self.numbers.get(usize::from(id.0))?;
        Some((number.checked_sub(1)?, place))
    }

    /// Gives the function the next number, or none if there is none left.
    pub fn add(&mut self, id: FunctionId, place: Place) -> Option<u16> {
        if usize::from(self.count) + 1 >= FILE_NAMES {
            return None;
        }
        let at = usize::from(id.0);
        if self.numbers.len() <= at {
            self.numbers.resize(at + 1, (0, Place::Other));
        }
        let number = self.count;
        self.count += 1;
        self.numbers[at] = (self.count, place);
        Some(number)
    }
}
