//! The scene at any position, at once.

use ringside_core::trace::Trace;

use super::Scene;

/// Scenes kept along a trace.
#[derive(Clone, Debug)]
pub struct Seeker {
    spacing: usize,
    checkpoints: Vec<Scene>,
}

/// At most about this many checkpoints are kept.
const CHECKPOINTS: usize = 1024;
/// Never nearer to each other than this.
const NEAREST: usize = 512;

impl Seeker {
    /// Folds the trace once and keeps a scene every so many events.
    #[must_use]
    pub fn new(trace: &Trace) -> Seeker {
        let spacing = (trace.events.len() / CHECKPOINTS).max(NEAREST);
        let mut scene = Scene::start(trace.header.tasks.len());
        let mut checkpoints = Vec::with_capacity(trace.events.len() / spacing + 1);
        for chunk in trace.events.chunks(spacing) {
            checkpoints.push(scene.clone());
            for event in chunk {
                scene.apply(trace, event);
            }
        }
        if checkpoints.is_empty() {
            checkpoints.push(scene);
        }
        Seeker { spacing, checkpoints }
    }

    /// The scene at a position of the same trace.
    #[must_use]
    pub fn scene(&self, trace: &Trace, position: usize) -> Scene {
        let position = position.min(trace.events.len());
        let at = (position / self.spacing).min(self.checkpoints.len() - 1);
        let mut scene = self.checkpoints[at].clone();
        for event in &trace.events[at * self.spacing..position] {
            scene.apply(trace, event);
        }
        scene
    }
}
