//! Actors under actors.

pub mod children;
pub mod ends;
pub mod trees;
