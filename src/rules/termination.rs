//! How loops, tasks and sessions come to an end.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/accept-loop-ends-on-error/rule.md")]
pub mod accept_loop_ends_on_error;
#[doc = include_str!("../../rules/broadcast-lag-unhandled/rule.md")]
pub mod broadcast_lag_unhandled;
#[doc = include_str!("../../rules/cancel-unsafe-select-branch/rule.md")]
pub mod cancel_unsafe_select_branch;
#[doc = include_str!("../../rules/cancellation-token-never-cancelled/rule.md")]
pub mod cancellation_token_never_cancelled;
#[doc = include_str!("../../rules/cancellation-token-not-forwarded/rule.md")]
pub mod cancellation_token_not_forwarded;
#[doc = include_str!("../../rules/cleanup-without-guard/rule.md")]
pub mod cleanup_without_guard;
#[doc = include_str!("../../rules/missing-terminate-handler/rule.md")]
pub mod missing_terminate_handler;
#[doc = include_str!("../../rules/recv-error-spin/rule.md")]
pub mod recv_error_spin;
#[doc = include_str!("../../rules/reply-never-sent/rule.md")]
pub mod reply_never_sent;
#[doc = include_str!("../../rules/sender-kept-alive/rule.md")]
pub mod sender_kept_alive;
#[doc = include_str!("../../rules/sleep-recreated-in-select/rule.md")]
pub mod sleep_recreated_in_select;
#[doc = include_str!("../../rules/timeout-without-await/rule.md")]
pub mod timeout_without_await;
#[doc = include_str!("../../rules/uncancellable-loop/rule.md")]
pub mod uncancellable_loop;
#[doc = include_str!("../../rules/undrained-receiver/rule.md")]
pub mod undrained_receiver;

pub(super) const RULES: &[super::RuleFile] = &[
    accept_loop_ends_on_error::RULE,
    broadcast_lag_unhandled::RULE,
    cancel_unsafe_select_branch::RULE,
    cancellation_token_never_cancelled::RULE,
    cancellation_token_not_forwarded::RULE,
    cleanup_without_guard::RULE,
    missing_terminate_handler::RULE,
    recv_error_spin::RULE,
    reply_never_sent::RULE,
    sender_kept_alive::RULE,
    sleep_recreated_in_select::RULE,
    timeout_without_await::RULE,
    uncancellable_loop::RULE,
    undrained_receiver::RULE,
];
