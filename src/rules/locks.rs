//! Guards, permits and the order in which they are taken.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/busy-wait/rule.md")]
pub mod busy_wait;
#[doc = include_str!("../../rules/condvar-wait-not-in-loop/rule.md")]
pub mod condvar_wait_not_in_loop;
#[doc = include_str!("../../rules/semaphore-permit-discarded/rule.md")]
pub mod semaphore_permit_discarded;
#[doc = include_str!("../../rules/semaphore-permit-forgotten/rule.md")]
pub mod semaphore_permit_forgotten;

pub(super) const RULES: &[super::RuleFile] = &[
    busy_wait::RULE,
    condvar_wait_not_in_loop::RULE,
    semaphore_permit_discarded::RULE,
    semaphore_permit_forgotten::RULE,
];
