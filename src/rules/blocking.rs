//! What parks the threads that run tasks.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/block-on-in-async/rule.md")]
pub mod block_on_in_async;
#[doc = include_str!("../../rules/blocking-io-in-async/rule.md")]
pub mod blocking_io_in_async;
#[doc = include_str!("../../rules/blocking-sleep-in-async/rule.md")]
pub mod blocking_sleep_in_async;
#[doc = include_str!("../../rules/endless-spawn-blocking/rule.md")]
pub mod endless_spawn_blocking;

pub(super) const RULES: &[super::RuleFile] =
    &[block_on_in_async::RULE, blocking_io_in_async::RULE, blocking_sleep_in_async::RULE, endless_spawn_blocking::RULE];
