//! The lab VM that someone booted and shares with us.

use ringside_core::trace::Trace;
use ringside_core::trace::codec::decode;

use super::{Available, On, Request, RunError};
use crate::lab::{Lab, RunOptions};

pub(super) fn available(kernel: &str) -> Option<Available> {
    let lab = Lab::connect(kernel).ok()?;
    let release = lab.hello().release.clone();
    let label = format!("Linux {release} in a virtual machine");
    Some(Available { on: On::Lab, kernel: kernel.to_owned(), release, label })
}

pub(super) fn run(request: &Request) -> Result<Trace, RunError> {
    let options = RunOptions {
        functions: request.functions,
        time_limit_ms: u32::try_from(request.limit.as_millis()).unwrap_or(u32::MAX),
        allow_any: request.allow_any,
    };
    let bytes = Lab::connect(&request.kernel)?.run(&request.program, &options)?;
    Ok(decode(&bytes)?)
}
