//! Entries that hold what ends the loop which they are there for: taking them out ends it.

use super::{Loop, Model};
use crate::apis::{ExitKind, Role};
use crate::flow::Exit;
use crate::ir::{BindingId, ExprId, ExprKind};

impl Model<'_, '_> {
    /// Whether a call is given the guard whose drop cancels the token that alone ends a loop.
    pub(super) fn has_own_guard(&self, found: &Loop, insert: ExprId) -> bool {
        let program = self.program;
        let body = program.body(found.at.body);
        let types = program.types(found.at.body);
        let (ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. }) = body.expr(insert) else { return false };
        let mut guarded: Vec<BindingId> = Vec::new();
        for &arg in args.iter().filter(|&&arg| program.role(types.expr(arg)) == Some(Role::DropGuard)) {
            body.walk(arg, &mut |_| true, &mut |expr| {
                if let ExprKind::Local(binding) = body.expr(expr) {
                    guarded.push(*binding);
                }
            });
        }
        let by_it = |exit: &Exit| {
            let Some(on) = exit.on.filter(|on| on.body == found.at.body) else { return false };
            exit.kind == ExitKind::CancelToken
                && body.any(on.expr, |expr| matches!(body.expr(expr), ExprKind::Local(of) if guarded.contains(of)))
        };
        !guarded.is_empty() && !found.ends.exits.is_empty() && found.ends.exits.iter().all(by_it)
    }
}
