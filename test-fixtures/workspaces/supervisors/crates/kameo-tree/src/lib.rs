//! Actors under actors.

pub mod children;
pub mod trees;
