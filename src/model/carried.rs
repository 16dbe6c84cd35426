//! Ways out of a loop that are carried as a value from where they are decided to where the loop is left:
//! `let next = select! { _ = stopped => Next::Over, … }; match next { Next::Over => break, … }`.
//!
//! What an arm gives is gone on with as a value; where the loop is left with it whatever else holds, the arm is the
//! exit. Says nothing of what an arm is taken for.

use super::Model;
use crate::ir::{Body, ExprId, ExprKind, Lit};
use crate::resolve::ExprRef;
use rustc_hash::FxHashSet;

/// Values of arms that are gone on with.
const VALUES: usize = 60;

impl Model<'_, '_> {
    /// The values of arms and branches of the loop's own code with which the loop is left.
    pub(super) fn carried_exits(&self, at: ExprRef) -> FxHashSet<ExprId> {
        let body = self.program.body(at.body);
        let mut values = Vec::new();
        body.walk(at.expr, &mut |_| false, &mut |expr| match body.expr(expr) {
            ExprKind::Select { branches, .. } => values.extend(branches.iter().map(|branch| branch.body)),
            ExprKind::Match { arms, .. } => values.extend(arms.iter().map(|arm| arm.body)),
            ExprKind::If { then, otherwise: Some(otherwise), .. } => values.extend([*then, *otherwise]),
            _ => {}
        });
        let values = values.into_iter().map(|value| body.value_of(value)).filter(|&value| is_told(body, value));
        values.take(VALUES).filter(|&value| self.leaves_with(at, value)).collect()
    }

    /// Whether the loop is left when one of its expressions gives its value, and in no other way goes on.
    fn leaves_with(&self, at: ExprRef, value: ExprId) -> bool {
        self.course_from(at, value).is_some_and(|course| {
            course.leaves.is_some() && !course.again && !course.lost && !course.perhaps && course.off.is_none()
        })
    }
}

/// A value that the text shows: `Next::Over`, `None`, `false`, `Err(Stopped)`, `(this, Next::Over)`.
fn is_told(body: &Body, value: ExprId) -> bool {
    match body.expr(value) {
        ExprKind::Path(_) | ExprKind::Lit(Lit::Bool(_)) => true,
        ExprKind::Call { callee, .. } => matches!(body.expr(*callee), ExprKind::Path(_)),
        ExprKind::Tuple(parts) => parts.iter().any(|&part| is_told(body, part)),
        _ => false,
    }
}
