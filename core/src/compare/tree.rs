//! A call's functions as a forest.

use super::calls::CallRecord;
use crate::trace::{FunctionId, Kind, Trace, Visibility};

/// A function that was entered.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Node<'t> {
    /// Which.
    pub name: &'t str,
    /// Index of its `Enter`.
    pub event: usize,
    /// Index after the last node of its subtree.
    pub end: usize,
    /// Index of the node that called it.
    pub parent: Option<usize>,
    /// How many functions are around it.
    pub depth: u16,
}

/// All functions of a call in the order of their beginning; a node's subtree
/// follows it. `keep` says which count.
pub(super) fn build<'t>(
    trace: &'t Trace,
    call: &CallRecord,
    keep: impl Fn(FunctionId) -> bool,
) -> Vec<Node<'t>> {
    let mut nodes: Vec<Node<'t>> = Vec::new();
    let mut open: Vec<(FunctionId, Option<usize>)> = Vec::new();
    let parent_of =
        |open: &[(FunctionId, Option<usize>)]| open.iter().rev().find_map(|(_, node)| *node);
    for (at, event) in call.events(trace) {
        match event.kind {
            Kind::Enter { function } => {
                let node = keep(function).then(|| {
                    let parent = parent_of(&open);
                    let depth = parent.map_or(0, |parent| nodes[parent].depth + 1);
                    let name = trace.function_name(function);
                    nodes.push(Node { name, event: at, end: 0, parent, depth });
                    nodes.len() - 1
                });
                open.push((function, node));
            }
            Kind::Leave { function, .. } => {
                // A lost event must not shift everything that follows.
                if let Some(from) = open.iter().rposition(|(open, _)| *open == function) {
                    for (_, node) in open.drain(from..) {
                        if let Some(node) = node {
                            nodes[node].end = nodes.len();
                        }
                    }
                }
            }
            _ => {}
        }
    }
    let total = nodes.len();
    for (_, node) in open {
        if let Some(node) = node {
            nodes[node].end = total;
        }
    }
    nodes
}

/// Can a tracer see the function?
pub(super) fn traced(function: FunctionId) -> bool {
    function.get().is_none_or(|f| f.visibility == Visibility::Traced)
}
