//! Entries that go from one state to the next: what is put in where the entry was taken out right before, and ways out
//! that write into the entry, for whoever comes next.

use super::{Change, ChangeKind, Registry};
use crate::ir::{ExprId, ExprKind, PatKind, Stmt};
use crate::model::Model;
use crate::resolve::{ExprRef, Ty};

impl Model<'_, '_> {
    /// Whether an insert puts the next state of an entry in the place of the one that was taken out for it:
    /// `match map.remove(&key) { Some(Starting(config)) => map.insert(key, Stopped(config)), … }`
    pub(super) fn is_next_state(&self, registry: &Registry, insert: &Change) -> bool {
        let at = insert.at.body;
        let body = self.program.body(at);
        let key = self.key_local(insert);
        let taken_in = |value: ExprId| {
            registry.removes.iter().any(|op| {
                op.kind == ChangeKind::Remove
                    && op.at.body == at
                    && body.span(value).contains(body.span(op.at.expr))
                    && key.is_some()
                    && self.key_local(op) == key
            })
        };
        let around = self.program.uses(at).ancestors(insert.at.expr).take_while(|&up| !body.expr(up).is_lazy());
        let mut child = insert.at.expr;
        around.into_iter().any(|up| {
            let below = std::mem::replace(&mut child, up);
            match body.expr(up) {
                ExprKind::Match { value, .. } => *value != below && taken_in(*value),
                ExprKind::If { cond, then, .. } => {
                    *then == below
                        && matches!(body.expr(*cond), ExprKind::Let { pat, value }
                            if matches!(body.pat(*pat), PatKind::TupleStruct(..)) && taken_in(*value))
                }
                _ => false,
            }
        })
    }

    /// Whether a way out writes into the entry before it leaves: it is to stay, for whoever comes next.
    /// `if let Some(slot) = map.get_mut(&key) { slot.sender = Some(sender); } return Err(…)`
    pub(super) fn writes_entry(&self, registry: &Registry, insert: &Change, exit: ExprId) -> bool {
        let program = self.program;
        let at = insert.at.body;
        let body = program.body(at);
        let is_map = |expr: ExprId| {
            program
                .derefs(program.types(at).expr(expr))
                .iter()
                .any(|ty| matches!(ty, Ty::Api(..)) && ty.arg(0) == registry.key && ty.arg(1) == registry.value)
        };
        let writes = |code: ExprId| {
            let got = body.any(code, |expr| {
                matches!(body.expr(expr), ExprKind::MethodCall { receiver, name, .. }
                    if *name == "get_mut" && is_map(*receiver))
            });
            got && body.any(code, |expr| {
                matches!(body.expr(expr), ExprKind::Assign { place, .. }
                    if matches!(body.expr(*place), ExprKind::Field { .. }))
            })
        };
        let span = |at: ExprRef| body.span(at.expr);
        program.uses(at).ancestors(exit).take_while(|&up| !body.span(up).contains(span(insert.at))).any(|up| {
            let ExprKind::Block { stmts, .. } = body.expr(up) else { return false };
            stmts.iter().any(
                |stmt| matches!(stmt, Stmt::Expr(code) if body.span(*code).hi <= body.span(exit).lo && writes(*code)),
            )
        })
    }
}
