//! Findings about the analysis itself.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/parse-error/rule.md")]
pub mod parse_error;
#[doc = include_str!("../../rules/suppression-without-reason/rule.md")]
pub mod suppression_without_reason;
#[doc = include_str!("../../rules/unknown-rule/rule.md")]
pub mod unknown_rule;
#[doc = include_str!("../../rules/unused-suppression/rule.md")]
pub mod unused_suppression;

pub(super) const RULES: &[super::RuleFile] =
    &[parse_error::RULE, suppression_without_reason::RULE, unknown_rule::RULE, unused_suppression::RULE];
