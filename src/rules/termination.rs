//! How loops, tasks and sessions come to an end.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/broadcast-lag-unhandled/rule.md")]
pub mod broadcast_lag_unhandled;
#[doc = include_str!("../../rules/missing-terminate-handler/rule.md")]
pub mod missing_terminate_handler;
#[doc = include_str!("../../rules/recv-error-spin/rule.md")]
pub mod recv_error_spin;

pub(super) const RULES: &[super::RuleFile] =
    &[broadcast_lag_unhandled::RULE, missing_terminate_handler::RULE, recv_error_spin::RULE];
