//! What a function of the workspace lends: `fn tasks() -> &'static Mutex<Vec<Handle>>` gives access to a static,
//! `fn tracker(&self) -> TaskTracker` to a field.

use crate::apis::Role;
use crate::ir::{ExprKind, TypeRef};
use crate::resolve::{Callee, ExprRef, Program};

/// If a call gives access to what its function reaches into, the expression there that does; a function that gives
/// something of its own lends nothing.
pub(super) fn lent_by(program: &Program<'_>, call: ExprRef) -> Option<ExprRef> {
    let Callee::Fn(function) = program.callee(call) else { return None };
    let def = &program.defs.fns[*function];
    let role = program.role(&program.peel(&program.sig(*function).output));
    let lends = matches!(def.item.ret, Some(TypeRef::Ref(_)))
        || program.role(&program.sig(*function).output) == Some(Role::Guard)
        // Any clone of a set is the same set.
        || matches!(role, Some(Role::Tracker | Role::TaskSet));
    let at = def.body.filter(|_| lends)?;
    let body = program.body(at);
    match body.expr(body.root) {
        ExprKind::Block { stmts, tail: Some(tail), .. } if stmts.is_empty() => Some(ExprRef { body: at, expr: *tail }),
        _ => None,
    }
}
