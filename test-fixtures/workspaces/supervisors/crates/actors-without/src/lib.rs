//! Crates of actors without supervisors, or with parents that only hold their children.

pub mod act_zero_actors;
pub mod hannibal_actors;
pub mod rsactor_actors;
pub mod stakker_actors;
pub mod xtra_actors;
