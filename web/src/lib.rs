//! The page: where traces come from (`source`), where in one we are
//! (`player`), what the picture shows there (`scene`) and how it is drawn
//! (`view`, `pages`).
//!
//! The page knows events, not channels: whatever it says about a function or a
//! room comes from the trace and from the tables of `ringside-core`.

pub mod player;
pub mod scene;
