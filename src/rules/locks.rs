//! Guards, permits and the order in which they are taken.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/busy-wait/rule.md")]
pub mod busy_wait;
#[doc = include_str!("../../rules/condvar-wait-not-in-loop/rule.md")]
pub mod condvar_wait_not_in_loop;
#[doc = include_str!("../../rules/dashmap-ref-deadlock/rule.md")]
pub mod dashmap_ref_deadlock;
#[doc = include_str!("../../rules/double-lock/rule.md")]
pub mod double_lock;
#[doc = include_str!("../../rules/lock-held-across-await/rule.md")]
pub mod lock_held_across_await;
#[doc = include_str!("../../rules/lock-order-inversion/rule.md")]
pub mod lock_order_inversion;
#[doc = include_str!("../../rules/semaphore-permit-discarded/rule.md")]
pub mod semaphore_permit_discarded;
#[doc = include_str!("../../rules/semaphore-permit-forgotten/rule.md")]
pub mod semaphore_permit_forgotten;
#[doc = include_str!("../../rules/sleep-with-lock-held/rule.md")]
pub mod sleep_with_lock_held;

pub(super) const RULES: &[super::RuleFile] = &[
    busy_wait::RULE,
    condvar_wait_not_in_loop::RULE,
    dashmap_ref_deadlock::RULE,
    double_lock::RULE,
    lock_held_across_await::RULE,
    lock_order_inversion::RULE,
    semaphore_permit_discarded::RULE,
    semaphore_permit_forgotten::RULE,
    sleep_with_lock_held::RULE,
];
