//! The kernel of the machine that we run on.

use ringside_core::program::Plan;
use ringside_core::trace::Trace;

use super::{Available, On, Request, RunError};
use crate::exec::{self, Options};

pub(super) fn available() -> Available {
    let uname = rustix::system::uname();
    let release = uname.release().to_string_lossy().into_owned();
    let kernel = release.split('.').take(2).collect::<Vec<_>>().join(".");
    let label = format!("Linux {release} of this machine");
    Available { on: On::Here, kernel, release, label }
}

pub(super) fn run(plan: &Plan, request: &Request) -> Result<Trace, RunError> {
    let options = Options {
        functions: request.functions,
        allow_any: request.allow_any,
        limit: request.limit,
        ..Options::default()
    };
    Ok(exec::run(plan, &options)?)
}
