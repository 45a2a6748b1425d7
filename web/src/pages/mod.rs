//! The pages.

pub mod effects;
pub mod elsewhere;
pub mod explore;
pub mod keys;
pub mod link;
pub mod panels;
pub mod run;
pub mod state;
