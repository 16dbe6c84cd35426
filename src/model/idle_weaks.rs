//! Weak references beside the strong one: a task asks a `Weak` whether its value is still there, and holds the
//! `Arc` that it was made of all the time.
//!
//! `let shared = Arc::downgrade(&shared)` hides the `Arc` and does not drop it. An `Arc` that is moved, dropped or
//! assigned anywhere in the task is not judged.

use super::Model;
use crate::flow::BindSource;
use crate::ir::{ExprId, ExprKind, UnaryOp};
use crate::resolve::{Callee, ExprRef, Ty};
use crate::source::{Name, Span};

/// A `Weak` that can never have lost its value.
#[derive(Clone, Debug)]
pub struct IdleWeak {
    /// The task, by number.
    pub task: usize,
    /// The `Arc`'s name.
    pub name: Name,
    /// Where the `Arc` is held.
    pub strong: Span,
    /// The `downgrade`.
    pub downgrade: Span,
    /// The `upgrade` that cannot fail.
    pub upgrade: Span,
}

impl Model<'_, '_> {
    /// All such references, in order of files and places.
    pub fn idle_weaks(&self) -> Vec<IdleWeak> {
        let calls = self.index.calls("downgrade".into()).filter(|at| !self.skips(at.body));
        calls.filter_map(|at| self.idle_weak(at)).collect()
    }

    fn idle_weak(&self, at: ExprRef) -> Option<IdleWeak> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let ExprKind::Call { args, .. } = body.expr(at.expr) else { return None };
        let Callee::Api(api) = program.callee(at) else { return None };
        if !matches!(program.apis.row(*api).parent, Some(parent) if parent == "std::sync::Arc") {
            return None;
        }
        let [arg] = args[..] else { return None };
        let ExprKind::Ref(inner) = body.expr(arg) else { return None };
        let ExprKind::Local(strong) = body.expr(*inner) else { return None };
        let is_arc = matches!(program.types(at.body).binding(*strong), Ty::Api(path, _) if path == "std::sync::Arc");
        // `let this = self.clone();` with `self: &Arc<Self>`: what is downgraded is an `Arc`, and a clone is owned.
        let is_clone = match uses.source(*strong) {
            BindSource::Value(value, _) => match body.expr(value) {
                ExprKind::MethodCall { name, args, .. } => *name == "clone" && args.is_empty(),
                ExprKind::Call { callee, .. } => {
                    matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "clone")
                }
                _ => false,
            },
            _ => false,
        };
        if !is_arc && !is_clone {
            return None;
        }
        let weak = program.let_binding(at)?;
        let task = self.task_of(at)?;
        // A value of the task: taken along, made in it, or given to its function.
        let lazy = |expr: ExprId| program.frame(ExprRef { body: at.body, expr });
        let code = lazy(at.expr);
        if code.is_some_and(|code| matches!(body.expr(code), ExprKind::Closure { .. })) {
            return None;
        }
        let after = body.span(at.expr).hi;
        // Before the task takes it along, anything may be done with it; what another block takes along is its own.
        let before = |used: ExprId| code.is_some_and(|code| body.span(used).hi <= body.span(code).lo);
        let stays = |used: ExprId| if lazy(used) == code { self.leaves_it(at, used) } else { before(used) };
        if !uses.of(*strong).iter().all(|&used| stays(used)) {
            return None;
        }
        let upgrade = uses.of(weak).iter().copied().find_map(|used| {
            let call = uses.parent_expr(used)?;
            let upgrades = matches!(body.expr(call), ExprKind::MethodCall { name, .. } if *name == "upgrade");
            (upgrades && lazy(used) == code).then_some(call)
        })?;
        let mut waits = false;
        body.walk(code.unwrap_or(body.root), &mut |expr| Some(expr) == code, &mut |expr| {
            waits |= body.span(expr).hi > after
                && matches!(body.expr(expr), ExprKind::Await(_) | ExprKind::Select { .. })
                && self.is_before(at, expr, upgrade);
        });
        waits.then(|| IdleWeak {
            task,
            name: body.binding(*strong).name,
            strong: self.binding_span(at.body, *strong),
            downgrade: body.span(at.expr),
            upgrade: body.span(upgrade),
        })
    }

    /// Whether a wait comes before an `upgrade`: in the text, or in the round before.
    fn is_before(&self, at: ExprRef, wait: ExprId, upgrade: ExprId) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        body.span(wait).lo < body.span(upgrade).lo
            || uses.ancestors(upgrade).any(|up| {
                matches!(body.expr(up), ExprKind::Loop { .. } | ExprKind::While { .. })
                    && body.span(up).contains(body.span(wait))
                    && !body.span(up).contains(body.span(at.expr))
            })
    }

    /// Whether a use of an `Arc` leaves it where it is.
    fn leaves_it(&self, at: ExprRef, used: ExprId) -> bool {
        let body = self.program.body(at.body);
        match self.program.uses(at.body).parent_expr(used).map(|up| body.expr(up)) {
            Some(ExprKind::Ref(_) | ExprKind::Field { .. } | ExprKind::Unary { op: UnaryOp::Deref, .. }) => true,
            Some(ExprKind::MethodCall { receiver, .. }) => *receiver == used,
            Some(ExprKind::Macro { kind: crate::ir::MacroKind::Borrows, .. }) => true,
            _ => false,
        }
    }
}
