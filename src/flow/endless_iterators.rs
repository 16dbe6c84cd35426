//! Iterators of the workspace that never come to an end: each call of `next` gives something, if only an error.
//!
//! A lock that a panic has poisoned does not count as an end.

use super::ends::EndsCx;
use super::uses::BindSource;
use crate::apis::Verb;
use crate::ir::{Body, ExprId, ExprKind, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};

impl EndsCx<'_, '_> {
    /// Whether a `for` over a value of this type goes round for as long as nothing in it leaves.
    pub(super) fn never_runs_dry(&self, ty: &Ty) -> bool {
        let program = self.program;
        let Ty::Adt(adt, _) = program.peel(ty) else { return false };
        let next = program.trait_fns_of(adt, "std::iter::Iterator", "next");
        let [next] = next[..] else { return false };
        let Some(at) = program.defs.fns[next].body else { return false };
        let body = program.body(at);
        let leaves = body.any(body.root, |expr| match body.expr(expr) {
            ExprKind::Try(_) => true,
            ExprKind::Return(Some(value)) => !self.gives_some(at, *value),
            _ => false,
        });
        !leaves && self.gives_some(at, body.root)
    }

    fn gives_some(&self, at: BodyRef, expr: ExprId) -> bool {
        let body = self.program.body(at);
        match body.expr(expr) {
            ExprKind::Block { tail: Some(tail), .. } => self.gives_some(at, *tail),
            ExprKind::Call { callee, .. } => {
                matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "Some")
            }
            ExprKind::If { then, otherwise: Some(otherwise), .. } => {
                self.gives_some(at, *then) && self.gives_some(at, *otherwise)
            }
            ExprKind::Match { value, arms } => {
                let locks = self.is_lock(at, *value);
                arms.iter().all(|arm| locks && is_error(body, arm.pat) || self.gives_some(at, arm.body))
            }
            ExprKind::Return(_) => true,
            _ => false,
        }
    }

    fn is_lock(&self, at: BodyRef, expr: ExprId) -> bool {
        let program = self.program;
        match program.body(at).expr(expr) {
            ExprKind::Local(binding) => match program.uses(at).source(*binding) {
                BindSource::Value(value, _) if value != expr => self.is_lock(at, value),
                _ => false,
            },
            _ => {
                let callee = program.callee_of(ExprRef { body: at, expr });
                matches!(callee, Some(Callee::Api(api)) if program.apis.row(*api).verb == Verb::Lock)
            }
        }
    }
}

fn is_error(body: &Body, pat: crate::ir::PatId) -> bool {
    matches!(body.pat(pat), PatKind::TupleStruct(path, _) if path.last() == "Err")
}
