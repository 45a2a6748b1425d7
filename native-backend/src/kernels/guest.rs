//! The other end of [`lab`](crate::lab): what the VM's only process does with
//! a program.

use ringside_core::trace::codec::encode;

use super::{RunError, compile};
use crate::exec::{self, Options};
use crate::lab::{RunOptions, guest};

/// Serves the host and powers off, if this process is the VM's first one.
pub fn init_if_guest() {
    if guest::is_init() {
        guest::init(|program, options| run(program, options).map_err(|error| error.to_string()));
    }
}

fn run(program: &str, wanted: &RunOptions) -> Result<Vec<u8>, RunError> {
    let options = Options {
        functions: wanted.functions,
        allow_any: wanted.allow_any,
        limit: std::time::Duration::from_millis(wanted.time_limit_ms.into()),
        ..Options::lab()
    };
    Ok(encode(&exec::run(&compile(program)?, &options)?))
}
