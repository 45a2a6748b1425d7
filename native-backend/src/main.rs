//! The binary `ringside`.

use std::process::ExitCode;

use ringside_backend::{cli, kernels};

fn main() -> ExitCode {
    kernels::guest::init_if_guest();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    cli::main()
}
