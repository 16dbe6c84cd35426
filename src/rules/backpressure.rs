//! How much may pile up between tasks.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/self-send-deadlock/rule.md")]
pub mod self_send_deadlock;
#[doc = include_str!("../../rules/unbounded-channel/rule.md")]
pub mod unbounded_channel;
#[doc = include_str!("../../rules/watch-borrow-across-await/rule.md")]
pub mod watch_borrow_across_await;

pub(super) const RULES: &[super::RuleFile] =
    &[self_send_deadlock::RULE, unbounded_channel::RULE, watch_borrow_across_await::RULE];
