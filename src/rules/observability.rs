//! What can be seen of running tasks.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/entered-span-across-await/rule.md")]
pub mod entered_span_across_await;
#[doc = include_str!("../../rules/lost-span/rule.md")]
pub mod lost_span;
#[doc = include_str!("../../rules/task-without-span/rule.md")]
pub mod task_without_span;
#[doc = include_str!("../../rules/unmonitored-queue/rule.md")]
pub mod unmonitored_queue;
#[doc = include_str!("../../rules/unnamed-thread/rule.md")]
pub mod unnamed_thread;

pub(super) const RULES: &[super::RuleFile] = &[
    entered_span_across_await::RULE,
    lost_span::RULE,
    task_without_span::RULE,
    unmonitored_queue::RULE,
    unnamed_thread::RULE,
];
