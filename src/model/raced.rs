//! Spawn functions of the workspace that end what they are given at a signal of their own: they put it beside a wait
//! in a `select`.
//!
//! `executor.spawn(endless())` of such an executor is no leak: the executor's owner ends it.

use super::Model;
use crate::resolve::{Callee, ExprRef, FnId, Origin, Ty};
use crate::source::Span;

impl Model<'_, '_> {
    /// Where a spawn function puts what it is given beside something else that ends it.
    pub(super) fn races(&self, function: FnId) -> Option<Span> {
        self.ends.races(function).map(|at| super::callee_span(self.program, at))
    }

    /// Whether code is the work of a task whose spawn function puts it beside something that ends it.
    pub(super) fn is_in_raced_task(&self, at: ExprRef) -> bool {
        let spawner = |task: usize| match self.program.callee(self.tasks[task].at) {
            Callee::Fn(function) => self.races(*function).is_some(),
            _ => false,
        };
        // `let work = async { … }; executor.spawn(work)`
        let span = self.program.body(at.body).span(at.expr);
        let holds = |task: &super::Task| match self.program.as_future(&task.work) {
            Ty::Future(future) => matches!(future.origin, Origin::Block(block)
                if block.body == at.body && self.program.body(at.body).span(block.expr).contains(span)),
            _ => false,
        };
        self.task_of(at).or_else(|| self.tasks.iter().position(holds)).is_some_and(spawner)
    }
}
