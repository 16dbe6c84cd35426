//! How much may pile up between tasks.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/unbounded-channel/rule.md")]
pub mod unbounded_channel;

pub(super) const RULES: &[super::RuleFile] = &[unbounded_channel::RULE];
