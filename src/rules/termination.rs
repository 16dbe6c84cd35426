//! How loops, tasks and sessions come to an end.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/accept-loop-ends-on-error/rule.md")]
pub mod accept_loop_ends_on_error;
#[doc = include_str!("../../rules/broadcast-lag-unhandled/rule.md")]
pub mod broadcast_lag_unhandled;
#[doc = include_str!("../../rules/missing-terminate-handler/rule.md")]
pub mod missing_terminate_handler;
#[doc = include_str!("../../rules/recv-error-spin/rule.md")]
pub mod recv_error_spin;
#[doc = include_str!("../../rules/timeout-without-await/rule.md")]
pub mod timeout_without_await;

pub(super) const RULES: &[super::RuleFile] = &[
    accept_loop_ends_on_error::RULE,
    broadcast_lag_unhandled::RULE,
    missing_terminate_handler::RULE,
    recv_error_spin::RULE,
    timeout_without_await::RULE,
];
