//! Calls that park a thread, where a task runs on that thread.

use super::{Model, Way};
use crate::apis::{Deed, TaskKind, Verb};
use crate::flow::EndKind;
use crate::resolve::{Callee, ExprRef};
use crate::source::{Name, Span};

/// A call that parks the thread that async code runs on.
#[derive(Clone, Debug)]
pub struct Blocked {
    /// The call.
    pub at: ExprRef,
    /// The callee's path or the method's name.
    pub span: Span,
    /// How async code comes to it.
    pub way: Way,
}

impl Model<'_, '_> {
    /// Sleeps of the thread in async code.
    pub fn blocking_sleeps(&self) -> Vec<Blocked> {
        let calls = self.calls_of(|row| row.verb == Verb::Sleep && row.blocking).into_iter().map(|(at, _)| at);
        self.in_async(calls.collect())
    }

    /// Waits for files, sockets, processes and databases in async code.
    pub fn blocking_io(&self) -> Vec<Blocked> {
        let mut calls = self.calls_that(Deed::BlockingIo);
        for deed in [Deed::Acquire, Deed::Query] {
            let parks = |at: &ExprRef| self.deed(*at).is_some_and(|deed| deed.blocking);
            calls.extend(self.calls_that(deed).into_iter().filter(parks));
        }
        calls.sort_unstable();
        self.in_async(calls)
    }

    /// Futures that are driven to their end inside of async code.
    pub fn nested_block_on(&self) -> Vec<Blocked> {
        let mut found = self.in_async(self.calls_that(Deed::BlockOn));
        found.retain(|blocked| !self.asks_for_runtime(blocked.at));
        found
    }

    /// Closures for the pool of blocking threads that never come back: the task's index, and its loop.
    pub fn endless_blocking(&self) -> impl Iterator<Item = (usize, Span)> + '_ {
        self.tasks.iter().enumerate().filter_map(|(index, task)| {
            let endless = task.kind == TaskKind::Blocking && task.ends.kind == EndKind::Infinite;
            endless.then_some((index, task.ends.loop_span?))
        })
    }

    /// A function that asks whether it runs in a runtime has an answer for both cases.
    fn asks_for_runtime(&self, at: ExprRef) -> bool {
        let asked = |name: &str| {
            self.index.calls(Name::from(name)).any(|call| {
                call.body == at.body && matches!(self.program.callee(call), Callee::Api(_) | Callee::Foreign(_))
            })
        };
        asked("try_current") || asked("runtime_flavor")
    }

    fn in_async(&self, calls: Vec<ExprRef>) -> Vec<Blocked> {
        calls
            .into_iter()
            .filter_map(|at| Some(Blocked { at, span: self.callee_span(at), way: self.async_way(at)? }))
            .collect()
    }
}
