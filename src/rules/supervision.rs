//! Which tasks are restarted or stopped together.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/unrelated-children/rule.md")]
pub mod unrelated_children;

pub(super) const RULES: &[super::RuleFile] = &[unrelated_children::RULE];
