//! The page in a real browser, served by the real server. Needs `make page setup-browser`.

#![expect(clippy::expect_used, reason = "helpers of a test fail as a test does")]

mod kernels;
mod links;
mod mistakes;
mod play;
mod reach;

use std::sync::Arc;

use ringside_backend::kernels::{Kernels, Real};

/// The kernels of a server that nobody started a lab for.
fn kernels() -> Arc<dyn Kernels> {
    Arc::new(Real::default())
}
