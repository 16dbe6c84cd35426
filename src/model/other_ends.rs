//! What else ends a task whose handle goes with a future that is dropped early.

use super::cleanup::same_place;
use super::{LetGoKind, Model, Task};
use crate::apis::{ExitKind, Role, TaskKind, Verb};
use crate::flow::{BindSource, SourceOp};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{ExprRef, Ty};

impl Model<'_, '_> {
    /// Whether a task whose handle is let go of at a wait ends all the same: by an abort handle that was taken before, or
    /// with the set that it runs in.
    pub(super) fn ends_beside(&self, task: &Task, wait: ExprRef) -> bool {
        self.is_aborted_after(wait) || task.kind == TaskKind::Local && self.runs_in_local_set(task)
    }

    /// `aborts.iter().for_each(AbortHandle::abort)` behind the wait, of handles that were taken from join handles.
    fn is_aborted_after(&self, wait: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(wait.body);
        let types = program.types(wait.body);
        let end = body.span(wait.expr).hi;
        let taken = |expr: ExprId| match body.expr(expr) {
            ExprKind::MethodCall { name, .. } => *name == "abort_handle",
            ExprKind::Path(path) => path.last() == "abort_handle",
            _ => false,
        };
        let aborts = |expr: ExprId| {
            let ExprKind::MethodCall { receiver, .. } = body.expr(expr) else { return false };
            body.span(expr).lo >= end
                && program.role(&program.peel(types.expr(*receiver))) == Some(Role::AbortHandle)
                && program.called_api(ExprRef { body: wait.body, expr }).is_some_and(|row| row.verb == Verb::Abort)
        };
        body.any(body.root, |expr| taken(expr) && body.span(expr).hi <= end) && body.any(body.root, aborts)
    }

    /// `LocalSet::new().run_until(async { spawn_local(work()) … })`: the set is dropped, and its tasks with it.
    fn runs_in_local_set(&self, task: &Task) -> bool {
        let program = self.program;
        let body = program.body(task.at.body);
        let types = program.types(task.at.body);
        program.uses(task.at.body).ancestors(task.at.expr).any(|up| {
            let ExprKind::MethodCall { receiver, .. } = body.expr(up) else { return false };
            let is_own = matches!(body.expr(*receiver), ExprKind::Call { .. } | ExprKind::Local(_));
            let set = types.expr(*receiver);
            is_own && matches!(set, Ty::Api(..)) && program.role(set) == Some(Role::TaskSet)
        })
    }

    /// Whether the branch beside a handle waits for a token that what gave the handle was given, too.
    pub(super) fn is_told_with_branch(&self, kind: LetGoKind, handle: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(handle.body);
        let uses = program.uses(handle.body);
        let ExprKind::Local(binding) = body.expr(handle.expr) else { return false };
        let BindSource::Value(made, _) = uses.source(*binding) else { return false };
        let select = uses.ancestors(handle.expr).find_map(|up| match body.expr(up) {
            ExprKind::Select { branches, .. } => Some(branches),
            _ => None,
        });
        let Some(branches) = select.filter(|_| kind == LetGoKind::Select) else { return false };
        branches.iter().filter(|branch| branch.future != handle.expr).all(|branch| {
            let source = self.ends.source(ExprRef { body: handle.body, expr: branch.future });
            let token = source
                .filter(|source| source.at.body == handle.body && source.op == SourceOp::Wait(ExitKind::CancelToken));
            let Some(ExprKind::MethodCall { receiver, .. }) = token.map(|source| body.expr(source.at.expr)) else {
                return false;
            };
            body.any(made, |expr| same_place(body, expr, *receiver))
        })
    }
}
