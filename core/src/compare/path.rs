//! Paths: the model's functions must be found in the real trace, nested and
//! ordered the same way.

use super::tree::{self, Node};
use super::{Aspect, Difference, Sides};

/// The function that the tracer recognises a program's call by. Where the kernel
/// does not come that far (a number that no call has), nothing tells whose
/// functions follow.
const DISPATCH: &str = "x64_sys_call";

/// The first function of the model that the real trace does not have there.
pub(super) fn differ(sides: &Sides<'_>) -> Option<Difference> {
    let our = tree::build(sides.model, sides.our, tree::traced);
    let their = tree::build(sides.real, sides.their, |_| true);
    if their.is_empty() && our.iter().all(|node| node.name != DISPATCH) {
        return None;
    }
    let mut search = Search { our: &our, their: &their, furthest: None };
    if search.forest(0, our.len(), 0, their.len()) {
        return None;
    }
    let (lost, at) = search.furthest?;
    Some(sides.difference_at(
        Aspect::Path,
        way(&our, lost),
        around(&our, &their, lost, at),
        our[lost].event,
        their.get(at).map_or(sides.their.begin, |node| node.event),
    ))
}

struct Search<'n> {
    our: &'n [Node<'n>],
    their: &'n [Node<'n>],
    /// The model's node that was not found, of all attempts the latest, and
    /// where in the real trace it was looked for.
    furthest: Option<(usize, usize)>,
}

impl Search<'_> {
    /// Can our nodes `[a, a_end)`, a forest, be found among theirs `[b, b_end)`?
    fn forest(&mut self, a: usize, a_end: usize, b: usize, b_end: usize) -> bool {
        let (mut ours, mut theirs) = (a, b);
        while ours < a_end {
            let node = &self.our[ours];
            let found = (theirs..b_end).find(|&at| {
                self.their[at].name == node.name
                    && self.forest(ours + 1, node.end, at + 1, self.their[at].end)
            });
            let Some(found) = found else {
                if self.furthest.is_none_or(|(furthest, _)| ours > furthest) {
                    self.furthest = Some((ours, theirs));
                }
                return false;
            };
            theirs = self.their[found].end;
            ours = node.end;
        }
        true
    }
}

/// The functions from the outermost to this one.
fn way(nodes: &[Node<'_>], at: usize) -> String {
    let mut names = vec![nodes[at].name];
    let mut node = &nodes[at];
    while let Some(parent) = node.parent {
        node = &nodes[parent];
        names.push(node.name);
    }
    names.reverse();
    names.join(" → ")
}

/// What the real trace has where the model's function was looked for.
fn around(our: &[Node<'_>], their: &[Node<'_>], lost: usize, at: usize) -> String {
    let parent = our[lost].parent.map(|parent| our[parent].name);
    let next = their.get(at).map_or("nothing", |node| node.name);
    match parent {
        Some(parent) => format!("{parent} goes on with {next}, without {}", our[lost].name),
        None => format!("{next}, without {}", our[lost].name),
    }
}
