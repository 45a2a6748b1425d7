//! Coverage: of the functions in the real trace, how many the model has.

use super::Sides;
use super::elided;
use super::tree::{self, Node};

/// Depth below the system call that counts.
pub const DEPTH: u16 = 8;

/// How much of the real path the model has.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    /// Functions of the real trace that count.
    pub real: u32,
    /// Of these, functions that the model has too.
    pub model: u32,
    /// Functions that belong to an elided class.
    pub elided: u32,
    /// The names that the model does not have, each once.
    pub missing: Vec<String>,
}

impl Coverage {
    /// Both together.
    #[must_use]
    pub fn and(mut self, other: &Coverage) -> Coverage {
        self.real += other.real;
        self.model += other.model;
        self.elided += other.elided;
        for name in &other.missing {
            if !self.missing.contains(name) {
                self.missing.push(name.clone());
            }
        }
        self
    }
}

/// Measures a call.
pub(super) fn measure(sides: &Sides<'_>) -> Coverage {
    let our = tree::build(sides.model, sides.our, tree::traced);
    let their = tree::build(sides.real, sides.their, |_| true);
    let mut unused: Vec<&str> = our.iter().map(|node| node.name).collect();
    let mut coverage = Coverage::default();
    let mut at = 0;
    while at < their.len() {
        let node: &Node<'_> = &their[at];
        if node.depth > DEPTH {
            at += 1;
        } else if !unused.contains(&node.name) && elided::class_of(node.name).is_some() {
            coverage.elided += 1;
            at = node.end.max(at + 1);
        } else {
            coverage.real += 1;
            match unused.iter().position(|name| *name == node.name) {
                Some(found) => {
                    unused.remove(found);
                    coverage.model += 1;
                }
                None if !coverage.missing.iter().any(|name| name == node.name) => {
                    coverage.missing.push(node.name.to_owned());
                }
                None => {}
            }
            at += 1;
        }
    }
    coverage
}
