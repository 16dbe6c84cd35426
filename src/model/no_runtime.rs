//! Code that runs only where no runtime runs the thread: `match Handle::try_current() { Ok(_) => …, Err(_) => here }`.
//!
//! Knows only what the text asks; code that asks nothing may run anywhere.

use super::Model;
use super::selects::leaves;
use crate::flow::Parent;
use crate::ir::{ExprId, ExprKind, PatId, PatKind, Stmt, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef};

impl Model<'_, '_> {
    /// Whether a place is reached only where a question for the current runtime had no answer.
    pub(super) fn is_outside_runtimes(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut child = at.expr;
        loop {
            let outside = match uses.parent(child) {
                Parent::Root => return false,
                Parent::Expr(parent) => {
                    let inside = std::mem::replace(&mut child, parent);
                    match body.expr(parent) {
                        ExprKind::If { cond, then, otherwise } => match self.asks(at.body, *cond) {
                            Some(true) => *otherwise == Some(inside),
                            Some(false) => *then == inside,
                            None => false,
                        },
                        ExprKind::Match { value, arms } if self.is_current_runtime(at.body, *value) => {
                            let is_for = |pat: PatId, name| self.is_pat(at.body, pat, name);
                            let found = arms.iter().any(|arm| is_for(arm.pat, "Ok") && arm.guard.is_none());
                            arms.iter().any(|arm| {
                                let is_rest = found && matches!(body.pat(arm.pat), PatKind::Wild);
                                arm.body == inside && (is_for(arm.pat, "Err") || is_rest)
                            })
                        }
                        ExprKind::Block { stmts, .. } => self.is_left_inside(at.body, stmts),
                        _ => false,
                    }
                }
                Parent::LetElse(block, index) => {
                    let inside = std::mem::replace(&mut child, block);
                    let ExprKind::Block { stmts, .. } = body.expr(block) else { return false };
                    let (before, rest) = stmts.split_at(index as usize);
                    let is_else = matches!(rest.first(), Some(Stmt::Let { pat, init: Some(init), otherwise, .. })
                        if *otherwise == Some(inside)
                            && self.is_pat(at.body, *pat, "Ok")
                            && self.is_current_runtime(at.body, *init));
                    is_else || self.is_left_inside(at.body, before)
                }
                Parent::Stmt(block, index) | Parent::Let(block, index) => {
                    child = block;
                    let ExprKind::Block { stmts, .. } = body.expr(block) else { return false };
                    self.is_left_inside(at.body, &stmts[..index as usize])
                }
            };
            if outside {
                return true;
            }
        }
    }

    /// `if let Ok(runtime) = Handle::try_current() { return …; }` before it.
    fn is_left_inside(&self, at: BodyRef, before: &[Stmt]) -> bool {
        let body = self.program.body(at);
        before.iter().any(|stmt| {
            let Stmt::Expr(expr) = stmt else { return false };
            matches!(body.expr(*expr), ExprKind::If { cond, then, otherwise: None }
                if self.asks(at, *cond) == Some(true) && leaves(body, *then))
        })
    }

    /// What a condition says of the current runtime: that there is one, or that there is none.
    fn asks(&self, at: BodyRef, cond: ExprId) -> Option<bool> {
        let body = self.program.body(at);
        match body.expr(cond) {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.asks(at, *operand).map(|there| !there),
            ExprKind::Let { pat, value } if self.is_current_runtime(at, *value) => {
                let is_for = |name| self.is_pat(at, *pat, name);
                is_for("Ok").then_some(true).or_else(|| is_for("Err").then_some(false))
            }
            ExprKind::MethodCall { receiver, name, args, .. }
                if args.is_empty() && self.is_current_runtime(at, *receiver) =>
            {
                match name.as_str() {
                    "is_ok" => Some(true),
                    "is_err" => Some(false),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn is_pat(&self, at: BodyRef, pat: PatId, name: &str) -> bool {
        matches!(self.program.body(at).pat(pat), PatKind::TupleStruct(path, _) if path.last() == name)
    }

    /// `Handle::try_current()`
    fn is_current_runtime(&self, at: BodyRef, value: ExprId) -> bool {
        let ExprKind::Call { callee, .. } = self.program.body(at).expr(value) else { return false };
        matches!(self.program.body(at).expr(*callee), ExprKind::Path(path) if path.last() == "try_current")
            && matches!(self.program.callee(ExprRef { body: at, expr: value }), Callee::Api(_) | Callee::Foreign(_))
    }
}
