//! Sweeps: what takes entries out without being asked for each, and whether it does while what they stand for goes on.

use super::{Change, ChangeKind, Registry};
use crate::ir::ExprKind;
use crate::model::Model;
use crate::model::selects::leaves;
use crate::resolve::ExprRef;

/// Calls that a sweep is followed up to.
const FAR: u8 = 2;

impl Model<'_, '_> {
    /// Whether something goes through a registry while its entries come and go. Who empties it behind the loop that
    /// reads from the connection does so once, when all is over.
    pub(super) fn is_swept_in_time(&self, registry: &Registry) -> bool {
        registry
            .removes
            .iter()
            .any(|op| op.kind == ChangeKind::Clear && !(self.takes_all(op) && self.is_at_end(op.at, FAR)))
    }

    /// `map.clear()`, `mem::take(&mut map)`, as opposed to `map.retain(…)`, which asks each.
    fn takes_all(&self, op: &Change) -> bool {
        match self.program.expr(op.at) {
            ExprKind::MethodCall { name, .. } => {
                matches!(name.as_str(), "clear" | "clear_sync" | "clear_async" | "drain" | "into_iter" | "into_values")
            }
            _ => true,
        }
    }

    /// Whether code runs when something is over: behind a loop that waits, where one is left, or in a `Drop`.
    fn is_at_end(&self, at: ExprRef, far: u8) -> bool {
        let program = self.program;
        let (body, uses) = (program.body(at.body), program.uses(at.body));
        let span = body.span(at.expr);
        let own = program.frame(at);
        let waits_before = self.loops.iter().any(|found| {
            found.at.body == at.body
                && body.span(found.at.expr).hi <= span.lo
                && program.frame(found.at) == own
                && body.any(found.at.expr, |expr| matches!(body.expr(expr), ExprKind::Await(_)))
        });
        if waits_before {
            return true;
        }
        for up in uses.ancestors(at.expr) {
            let kind = body.expr(up);
            if kind.is_lazy() {
                return false;
            }
            if kind.is_loop() {
                return false;
            }
            let in_loop = || uses.ancestors(up).any(|above| body.expr(above).is_loop());
            if matches!(kind, ExprKind::Block { .. }) && leaves(body, up) && in_loop() {
                return true;
            }
        }
        let Some(function) = program.owner(at.body) else { return false };
        if program.is_drop(function) {
            return true;
        }
        let callers = if far > 0 { self.callers(function) } else { Vec::new() };
        !callers.is_empty() && callers.into_iter().all(|call| self.is_at_end(call, far - 1))
    }
}
