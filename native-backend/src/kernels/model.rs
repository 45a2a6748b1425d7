//! The model kernel of `ringside-core`.

use ringside_core::program::Program;
use ringside_core::trace::Trace;

use super::{Available, On, Request, RunError};

pub(super) fn available(kernel: &str) -> Available {
    Available {
        on: On::Model,
        kernel: kernel.to_owned(),
        release: kernel.to_owned(),
        label: format!("model of Linux {kernel}"),
    }
}

pub(super) fn run(program: &Program, request: &Request) -> Result<Trace, RunError> {
    let _ = (program, request);
    Err(RunError::Unavailable("this build has no model kernel".to_owned()))
}
