//! The page: where traces come from (`source`), where in one we are
//! (`player`), what the picture shows there (`scene`) and how it is drawn
//! (`view`, `pages`), in every language (`i18n`).
//!
//! The page knows events, not channels: whatever it says about a function or a
//! room comes from the trace and from the tables of `ringside-core`.

pub mod i18n;
pub mod pages;
pub mod player;
pub mod scene;
pub mod source;
pub mod view;
