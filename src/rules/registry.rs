//! Entries that outlive what they stand for.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/node-local-registry/rule.md")]
pub mod node_local_registry;
#[doc = include_str!("../../rules/registration-without-guard/rule.md")]
pub mod registration_without_guard;
#[doc = include_str!("../../rules/registry-keeps-task-alive/rule.md")]
pub mod registry_keeps_task_alive;
#[doc = include_str!("../../rules/registry-never-pruned/rule.md")]
pub mod registry_never_pruned;
#[doc = include_str!("../../rules/registry-partly-pruned/rule.md")]
pub mod registry_partly_pruned;

pub(super) const RULES: &[super::RuleFile] = &[
    node_local_registry::RULE,
    registration_without_guard::RULE,
    registry_keeps_task_alive::RULE,
    registry_never_pruned::RULE,
    registry_partly_pruned::RULE,
];
