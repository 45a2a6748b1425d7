//! The model kernel of `ringside-core`.

use ringside_core::kernel::{Config, run as run_model};
use ringside_core::program::Plan;
use ringside_core::trace::Trace;

use super::{Available, On, Request};

pub(super) fn available(kernel: &str) -> Available {
    Available {
        on: On::Model,
        kernel: kernel.to_owned(),
        release: kernel.to_owned(),
        label: format!("model of Linux {kernel}"),
    }
}

pub(super) fn run(plan: &Plan, request: &Request) -> Trace {
    run_model(plan, &Config { release: request.kernel.clone(), ..Config::default() })
}
