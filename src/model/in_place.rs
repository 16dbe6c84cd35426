//! Closures and async blocks that run within the code around them, and have ended when it goes on.

use super::Model;
use crate::apis::Verb;
use crate::flow::Parent;
use crate::ir::{ExprId, ExprKind, MacroKind, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef};

impl Model<'_, '_> {
    /// `timeout(limit, async { … }).await`, `let work = async { … }; join!(work, other)`, `thread::scope(|s| …)`: whether
    /// the code around a closure or block goes on only when that has ended. A branch of a `select!` is dropped when
    /// another one is done.
    pub(super) fn runs_in_place(&self, block: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(block.body);
        match body.expr(block.expr) {
            ExprKind::Async { .. } => self.ends_here(block.body, block.expr),
            ExprKind::Closure { .. } => {
                let up = program.uses(block.body).parent_expr(block.expr);
                let callee = up.and_then(|expr| program.callee_of(ExprRef { body: block.body, expr }));
                matches!(callee, Some(Callee::Api(api)) if program.apis.row(*api).verb == Verb::Run)
            }
            _ => false,
        }
    }

    /// Whether a future is awaited in its own function, directly or as a variable that is used for nothing else.
    pub(super) fn ends_here(&self, at: BodyRef, future: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let uses = program.uses(at);
        let mut expr = future;
        loop {
            match uses.parent(expr) {
                Parent::Expr(up) => match body.expr(up) {
                    ExprKind::Await(_) | ExprKind::Join { .. } => return true,
                    ExprKind::Ref(_) | ExprKind::Macro { kind: MacroKind::Identity, .. } => expr = up,
                    ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                        let runs = match program.callee(ExprRef { body: at, expr: up }) {
                            Callee::Api(api) => {
                                matches!(
                                    program.apis.row(*api).verb,
                                    Verb::Timeout | Verb::Pass | Verb::Wrap | Verb::WaitOr
                                )
                            }
                            _ => false,
                        };
                        if !runs {
                            return false;
                        }
                        expr = up;
                    }
                    _ => return false,
                },
                Parent::Let(block, index) => {
                    let Some(pat) = body.let_pat(block, index) else { return false };
                    let PatKind::Bind(binding, None) = body.pat(pat) else { return false };
                    let of_it = uses.of(*binding);
                    // `pin!(work)` gives nothing, and leaves the variable a future.
                    let is_pin = |one: ExprId| {
                        uses.parent_expr(one).is_some_and(|up| {
                            matches!(body.expr(up), ExprKind::Macro { kind: MacroKind::PinLocal, .. })
                        })
                    };
                    return !of_it.is_empty() && of_it.iter().all(|&one| is_pin(one) || self.ends_here(at, one));
                }
                _ => return false,
            }
        }
    }
}
