//! The binary `ringside`.

fn main() {
    ringside_backend::kernels::guest::init_if_guest();
}
