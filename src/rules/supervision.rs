//! Which tasks are restarted or stopped together.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

#[doc = include_str!("../../rules/unrelated-children/rule.md")]
pub mod unrelated_children;

pub(super) const RULES: &[super::RuleFile] = &[unrelated_children::RULE];
