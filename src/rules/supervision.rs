//! Which tasks are restarted or stopped together.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/ignored-child-exit/rule.md")]
pub mod ignored_child_exit;
#[doc = include_str!("../../rules/retry-without-backoff/rule.md")]
pub mod retry_without_backoff;
#[doc = include_str!("../../rules/unbounded-restart/rule.md")]
pub mod unbounded_restart;
#[doc = include_str!("../../rules/unrelated-children/rule.md")]
pub mod unrelated_children;

pub(super) const RULES: &[super::RuleFile] =
    &[ignored_child_exit::RULE, retry_without_backoff::RULE, unbounded_restart::RULE, unrelated_children::RULE];
