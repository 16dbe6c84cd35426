//! Tasks that do nothing of which anybody could miss the end: they drop what they were given, elsewhere.

use super::{Model, Task};
use crate::apis::Verb;
use crate::ir::{ExprId, ExprKind, Stmt};
use crate::resolve::{BodyRef, ExprRef};

impl Model<'_, '_> {
    /// `spawn_blocking(move || drop(big))`
    pub fn is_mere_drop(&self, task: &Task) -> bool {
        let Some(work) = task.work_at else { return false };
        match self.program.expr(work) {
            ExprKind::Closure { body, .. } | ExprKind::Async { body, .. } => self.drops(work.body, *body),
            _ => false,
        }
    }

    fn drops(&self, at: BodyRef, code: ExprId) -> bool {
        let body = self.program.body(at);
        match body.expr(code) {
            ExprKind::Block { stmts, tail, .. } => {
                let dropped = |stmt: &Stmt| matches!(stmt, Stmt::Expr(expr) if self.drops(at, *expr));
                stmts.len() + usize::from(tail.is_some()) > 0
                    && stmts.iter().all(dropped)
                    && tail.is_none_or(|tail| self.drops(at, tail))
            }
            ExprKind::Call { args, .. } => {
                let plain = args.iter().all(|&arg| matches!(body.expr(arg), ExprKind::Local(_)));
                plain
                    && self
                        .program
                        .called_api(ExprRef { body: at, expr: code })
                        .is_some_and(|row| row.verb == Verb::Drop)
            }
            _ => false,
        }
    }
}
