//! Who holds a task and sees how it ends.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/detached-loop/rule.md")]
pub mod detached_loop;
#[doc = include_str!("../../rules/detached-task/rule.md")]
pub mod detached_task;
#[doc = include_str!("../../rules/discarded-task-error/rule.md")]
pub mod discarded_task_error;
#[doc = include_str!("../../rules/unwatched-task/rule.md")]
pub mod unwatched_task;

pub(super) const RULES: &[super::RuleFile] =
    &[detached_loop::RULE, detached_task::RULE, discarded_task_error::RULE, unwatched_task::RULE];
