//! Who holds a task and sees how it ends.
//!
//! Written by the test in `rules/list.rs` from the folders in `rules/`.

// Examples on pages leave out what does not matter, and say so with `…`.
#![allow(rustdoc::invalid_rust_codeblocks)]

#[doc = include_str!("../../rules/assert-in-detached-task/rule.md")]
pub mod assert_in_detached_task;
#[doc = include_str!("../../rules/async-work-in-drop/rule.md")]
pub mod async_work_in_drop;
#[doc = include_str!("../../rules/detached-loop/rule.md")]
pub mod detached_loop;
#[doc = include_str!("../../rules/detached-task/rule.md")]
pub mod detached_task;
#[doc = include_str!("../../rules/discarded-task-error/rule.md")]
pub mod discarded_task_error;
#[doc = include_str!("../../rules/join-next-too-narrow/rule.md")]
pub mod join_next_too_narrow;
#[doc = include_str!("../../rules/main-returns-with-live-tasks/rule.md")]
pub mod main_returns_with_live_tasks;
#[doc = include_str!("../../rules/restricted-spawn/rule.md")]
pub mod restricted_spawn;
#[doc = include_str!("../../rules/task-handle-overwritten/rule.md")]
pub mod task_handle_overwritten;
#[doc = include_str!("../../rules/task-keeps-owner-alive/rule.md")]
pub mod task_keeps_owner_alive;
#[doc = include_str!("../../rules/task-registry-never-reaped/rule.md")]
pub mod task_registry_never_reaped;
#[doc = include_str!("../../rules/timeout-detaches-task/rule.md")]
pub mod timeout_detaches_task;
#[doc = include_str!("../../rules/unbounded-task-spawn/rule.md")]
pub mod unbounded_task_spawn;
#[doc = include_str!("../../rules/unclosed-task-tracker/rule.md")]
pub mod unclosed_task_tracker;
#[doc = include_str!("../../rules/undrained-join-set/rule.md")]
pub mod undrained_join_set;
#[doc = include_str!("../../rules/unjoined-thread/rule.md")]
pub mod unjoined_thread;
#[doc = include_str!("../../rules/unobserved-task-result/rule.md")]
pub mod unobserved_task_result;
#[doc = include_str!("../../rules/unwatched-task/rule.md")]
pub mod unwatched_task;

pub(super) const RULES: &[super::RuleFile] = &[
    assert_in_detached_task::RULE,
    async_work_in_drop::RULE,
    detached_loop::RULE,
    detached_task::RULE,
    discarded_task_error::RULE,
    join_next_too_narrow::RULE,
    main_returns_with_live_tasks::RULE,
    restricted_spawn::RULE,
    task_handle_overwritten::RULE,
    task_keeps_owner_alive::RULE,
    task_registry_never_reaped::RULE,
    timeout_detaches_task::RULE,
    unbounded_task_spawn::RULE,
    unclosed_task_tracker::RULE,
    undrained_join_set::RULE,
    unjoined_thread::RULE,
    unobserved_task_result::RULE,
    unwatched_task::RULE,
];
