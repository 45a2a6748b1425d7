//! The binary `ringside`.
fn main() {}
