//! Which tasks are restarted or stopped together.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/default-supervision/rule.md")]
pub mod default_supervision;
#[doc = include_str!("../../rules/dependent-children/rule.md")]
pub mod dependent_children;
#[doc = include_str!("../../rules/ignored-child-exit/rule.md")]
pub mod ignored_child_exit;
#[doc = include_str!("../../rules/restart-order/rule.md")]
pub mod restart_order;
#[doc = include_str!("../../rules/retry-without-backoff/rule.md")]
pub mod retry_without_backoff;
#[doc = include_str!("../../rules/unbounded-restart/rule.md")]
pub mod unbounded_restart;
#[doc = include_str!("../../rules/unrelated-children/rule.md")]
pub mod unrelated_children;
#[doc = include_str!("../../rules/unsupervised-actor/rule.md")]
pub mod unsupervised_actor;
#[doc = include_str!("../../rules/untested-supervision/rule.md")]
pub mod untested_supervision;

pub(super) const RULES: &[super::RuleFile] = &[
    default_supervision::RULE,
    dependent_children::RULE,
    ignored_child_exit::RULE,
    restart_order::RULE,
    retry_without_backoff::RULE,
    unbounded_restart::RULE,
    unrelated_children::RULE,
    unsupervised_actor::RULE,
    untested_supervision::RULE,
];
