//! How much may pile up between tasks.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/ask-cycle/rule.md")]
pub mod ask_cycle;
#[doc = include_str!("../../rules/ask-without-timeout/rule.md")]
pub mod ask_without_timeout;
#[doc = include_str!("../../rules/blocking-channel-in-async/rule.md")]
pub mod blocking_channel_in_async;
#[doc = include_str!("../../rules/bounded-channel-cycle/rule.md")]
pub mod bounded_channel_cycle;
#[doc = include_str!("../../rules/ignored-send-error/rule.md")]
pub mod ignored_send_error;
#[doc = include_str!("../../rules/self-send-deadlock/rule.md")]
pub mod self_send_deadlock;
#[doc = include_str!("../../rules/silent-message-drop/rule.md")]
pub mod silent_message_drop;
#[doc = include_str!("../../rules/subscriber-list-never-pruned/rule.md")]
pub mod subscriber_list_never_pruned;
#[doc = include_str!("../../rules/unbounded-buffer/rule.md")]
pub mod unbounded_buffer;
#[doc = include_str!("../../rules/unbounded-channel/rule.md")]
pub mod unbounded_channel;
#[doc = include_str!("../../rules/unbounded-join-all/rule.md")]
pub mod unbounded_join_all;
#[doc = include_str!("../../rules/watch-borrow-across-await/rule.md")]
pub mod watch_borrow_across_await;

pub(super) const RULES: &[super::RuleFile] = &[
    ask_cycle::RULE,
    ask_without_timeout::RULE,
    blocking_channel_in_async::RULE,
    bounded_channel_cycle::RULE,
    ignored_send_error::RULE,
    self_send_deadlock::RULE,
    silent_message_drop::RULE,
    subscriber_list_never_pruned::RULE,
    unbounded_buffer::RULE,
    unbounded_channel::RULE,
    unbounded_join_all::RULE,
    watch_borrow_across_await::RULE,
];
