//! Connections: how many, how long, how they are waited for.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/client-per-request/rule.md")]
pub mod client_per_request;
#[doc = include_str!("../../rules/concurrency-exceeds-pool/rule.md")]
pub mod concurrency_exceeds_pool;
#[doc = include_str!("../../rules/nested-pool-acquire/rule.md")]
pub mod nested_pool_acquire;
#[doc = include_str!("../../rules/pool-connection-held-across-io/rule.md")]
pub mod pool_connection_held_across_io;
#[doc = include_str!("../../rules/pool-defaults/rule.md")]
pub mod pool_defaults;
#[doc = include_str!("../../rules/pool-per-request/rule.md")]
pub mod pool_per_request;
#[doc = include_str!("../../rules/pool-size-out-of-range/rule.md")]
pub mod pool_size_out_of_range;
#[doc = include_str!("../../rules/pool-without-acquire-timeout/rule.md")]
pub mod pool_without_acquire_timeout;
#[doc = include_str!("../../rules/query-in-loop/rule.md")]
pub mod query_in_loop;
#[doc = include_str!("../../rules/request-without-timeout/rule.md")]
pub mod request_without_timeout;
#[doc = include_str!("../../rules/transaction-not-finished/rule.md")]
pub mod transaction_not_finished;

pub(super) const RULES: &[super::RuleFile] = &[
    client_per_request::RULE,
    concurrency_exceeds_pool::RULE,
    nested_pool_acquire::RULE,
    pool_connection_held_across_io::RULE,
    pool_defaults::RULE,
    pool_per_request::RULE,
    pool_size_out_of_range::RULE,
    pool_without_acquire_timeout::RULE,
    query_in_loop::RULE,
    request_without_timeout::RULE,
    transaction_not_finished::RULE,
];
