//! The kernel of the machine that we run on.

use ringside_core::program::Program;
use ringside_core::trace::Trace;

use super::{Available, On, Request, RunError};

pub(super) fn available() -> Available {
    let uname = rustix::system::uname();
    let release = uname.release().to_string_lossy().into_owned();
    let kernel = release.split('.').take(2).collect::<Vec<_>>().join(".");
    let label = format!("Linux {release} of this machine");
    Available { on: On::Here, kernel, release, label }
}

pub(super) fn run(program: &Program, request: &Request) -> Result<Trace, RunError> {
    let _ = (program, request);
    Err(RunError::Unavailable("this build runs nothing on its own machine".to_owned()))
}
