//! The backend's server, from outside: who gets in, what is refused and how, and that a run
//! arrives whole. A real server on a free loopback port in each test.

mod door;
mod runs;
mod support;
