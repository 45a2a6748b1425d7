//! How it is drawn.

pub mod beside;
pub mod compare;
pub mod describe;
pub mod dom;
pub mod editor;
pub mod geometry;
pub mod help;
pub mod inspector;
pub mod stage;
pub mod syntax;
pub mod timeline;
pub mod topbar;
pub mod totals;
pub mod transport;
pub mod words;
