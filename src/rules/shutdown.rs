//! How a whole program stops.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/exit-skips-shutdown/rule.md")]
pub mod exit_skips_shutdown;
#[doc = include_str!("../../rules/server-without-graceful-shutdown/rule.md")]
pub mod server_without_graceful_shutdown;
#[doc = include_str!("../../rules/sigterm-not-handled/rule.md")]
pub mod sigterm_not_handled;

pub(super) const RULES: &[super::RuleFile] =
    &[exit_skips_shutdown::RULE, server_without_graceful_shutdown::RULE, sigterm_not_handled::RULE];
