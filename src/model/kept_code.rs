//! Closures that are kept where they are written, for somebody to call some day.

use crate::apis::Verb;
use crate::flow::Parent;
use crate::ir::{ExprId, ExprKind, PatKind};
use crate::resolve::{Callee, ExprRef, Program};

/// How many variables a closure may go through before it is kept.
const NAMES: u8 = 3;

/// Whether code stands in a closure that its function only keeps, or gives back: `self.on_tick = Some(Box::new(move || {
/// spawn(work()); }))`. Calling the function does not run it.
pub(super) fn is_kept(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let closure =
        program.uses(at.body).ancestors(at.expr).find(|&up| matches!(body.expr(up), ExprKind::Closure { .. }));
    closure.is_some_and(|expr| goes_away(program, ExprRef { body: at.body, expr }, NAMES))
}

/// Whether a value ends up in a field, in a collection, or with the caller, and nobody here calls it.
fn goes_away(program: &Program<'_>, value: ExprRef, names: u8) -> bool {
    let (body, uses) = (program.body(value.body), program.uses(value.body));
    let here = |expr: ExprId| ExprRef { body: value.body, expr };
    let mut expr = value.expr;
    loop {
        let up = match uses.parent(expr) {
            Parent::Root => return true,
            Parent::Let(block, index) => {
                let pat = body.let_pat(block, index).map(|pat| body.pat(pat));
                let Some(PatKind::Bind(binding, None)) = pat else { return false };
                let all = uses.of(*binding);
                let goes = |&used: &ExprId| goes_away(program, here(used), names - 1);
                return names > 0 && !all.is_empty() && all.iter().all(goes);
            }
            Parent::Stmt(..) | Parent::LetElse(..) => return false,
            Parent::Expr(up) => up,
        };
        match body.expr(up) {
            ExprKind::Struct { .. } => return true,
            ExprKind::Assign { place, value, .. } => {
                return *value == expr && matches!(body.expr(*place), ExprKind::Field { .. });
            }
            ExprKind::Block { .. } | ExprKind::Cast(..) | ExprKind::Tuple(_) => expr = up,
            ExprKind::Return(_) => return true,
            ExprKind::Call { callee, .. } if *callee != expr => match program.callee(here(up)) {
                // `Box::new(…)`, `Some(…)`
                Callee::Wrap => expr = up,
                Callee::Ctor(_) => return true,
                Callee::Api(api)
                    if program.apis.row(*api).verb == Verb::Pass && program.apis.row(*api).work.is_none() =>
                {
                    expr = up;
                }
                _ => return false,
            },
            ExprKind::MethodCall { receiver, name, .. } => {
                let is_put = matches!(name.as_str(), "push" | "push_back" | "insert" | "replace");
                return *receiver != expr && is_put && matches!(program.callee(here(up)), Callee::Api(_));
            }
            _ => return false,
        }
    }
}
