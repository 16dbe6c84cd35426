//! Permits of semaphores: who throws them away, and who keeps them for ever.

use super::Model;
use crate::apis::{Deed, Role, Verb};
use crate::flow::{BindSource, Parent, Place, Tracker};
use crate::ir::{ExprId, ExprKind, Lit, PatKind, Stmt};
use crate::resolve::{BodyRef, ExprRef, Ty};
use crate::source::{Name, Span};

/// A permit that nobody holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Permit {
    /// The call.
    pub at: ExprRef,
    /// The method's name.
    pub span: Span,
    /// Where it is given up.
    pub lost: Span,
    /// A semaphore that is made empty may be a signal: then the permit does not matter.
    pub signal: bool,
}

impl Model<'_, '_> {
    /// Permits that are given back in the statement that takes them.
    pub fn discarded_permits(&self) -> Vec<Permit> {
        let mut found = Vec::new();
        for at in self.calls_that(Deed::TakePermit) {
            let Some(lost) = self.discarded(at) else { continue };
            let ExprKind::MethodCall { receiver, .. } = self.program.expr(at) else { continue };
            let receiver = ExprRef { body: at.body, expr: *receiver };
            if self.is_closed_somewhere(receiver) || self.ends_with(at) || self.asks_for_permit(at) {
                continue;
            }
            found.push(Permit { at, span: self.callee_span(at), lost, signal: self.has_empty_semaphore(at) });
        }
        found
    }

    /// Permits that never come back, where nothing in the workspace adds new ones.
    pub fn forgotten_permits(&self) -> Vec<Permit> {
        let program = self.program;
        let mut calls = self.calls_that_take(Deed::ForgetPermit, Some(0));
        for at in self.index.calls(Name::from("forget")) {
            let ExprKind::Call { args, .. } = program.expr(at) else { continue };
            let [arg] = &args[..] else { continue };
            if self.skips(at.body) {
                continue;
            }
            let forgets = program.called_api(at).is_some_and(|row| row.verb == Verb::Forget);
            if forgets && program.role(&program.peel(program.types(at.body).expr(*arg))) == Some(Role::Permit) {
                calls.push(at);
            }
        }
        if calls.is_empty() || !self.calls_that(Deed::AddPermits).is_empty() {
            return Vec::new();
        }
        calls
            .into_iter()
            // A semaphore that is closed and made anew counts what may still be done; it is no limit.
            .filter(|at| !self.closes_semaphores(*at) && !self.is_of_this_call(*at))
            .map(|at| Permit { at, span: self.callee_span(at), lost: self.callee_span(at), signal: false })
            .collect()
    }

    /// Whether the permits of a function all come from semaphores that it makes for itself: what is gone of them ends
    /// with the call.
    fn is_of_this_call(&self, at: ExprRef) -> bool {
        let program = self.program;
        let (body, uses) = (program.body(at.body), program.uses(at.body));
        let own = |call: &ExprRef| {
            let ExprKind::MethodCall { receiver, .. } = body.expr(call.expr) else { return false };
            let ExprKind::Local(semaphore) = body.expr(*receiver) else { return false };
            let BindSource::Value(value, _) = uses.source(*semaphore) else { return false };
            let made = match body.expr(value) {
                ExprKind::Ref(inner) => *inner,
                _ => value,
            };
            matches!(body.expr(made), ExprKind::Call { .. })
                && program.role(program.types(at.body).expr(made)) == Some(Role::Semaphore)
        };
        let mut taken = self.calls_that(Deed::TakePermit).into_iter().filter(|call| call.body == at.body).peekable();
        taken.peek().is_some() && taken.all(|call| own(&call))
    }

    /// Where the value of a call is dropped in its own statement: `let _ = call().await?;`, `call().await.unwrap();`.
    pub(super) fn discarded(&self, at: ExprRef) -> Option<Span> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let mut expr = at.expr;
        loop {
            match uses.parent(expr) {
                Parent::Stmt(..) => return Some(body.span(expr)),
                Parent::Let(block, index) => {
                    let ExprKind::Block { stmts, .. } = body.expr(block) else { return None };
                    let Stmt::Let { pat, otherwise: None, .. } = &stmts[index as usize] else { return None };
                    return matches!(body.pat(*pat), PatKind::Wild).then(|| body.span(expr));
                }
                Parent::Expr(parent) => match body.expr(parent) {
                    ExprKind::Await(_) | ExprKind::Try(_) => expr = parent,
                    ExprKind::MethodCall { receiver, name, .. } if *receiver == expr && gives_inner(*name) => {
                        expr = parent;
                    }
                    ExprKind::AssignPat { places, .. } if places.is_empty() => return Some(body.span(expr)),
                    _ => return None,
                },
                Parent::Root | Parent::LetElse(..) => return None,
            }
        }
    }

    /// Whether nothing comes after an expression in its function: then it is there to wait until there is room.
    fn ends_with(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let is_end = |expr: ExprId| matches!(body.expr(expr), ExprKind::Return(None));
        let mut expr = at.expr;
        loop {
            match uses.parent(expr) {
                Parent::Root => return true,
                Parent::Stmt(block, index) | Parent::Let(block, index) => {
                    let ExprKind::Block { stmts, tail, .. } = body.expr(block) else { return false };
                    match &stmts[index as usize + 1..] {
                        [] if tail.is_none_or(is_end) => {}
                        [Stmt::Expr(next)] if is_end(*next) => return true,
                        _ => return false,
                    }
                    expr = block;
                }
                Parent::Expr(up) => match body.expr(up) {
                    ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => return false,
                    ExprKind::Block { .. }
                    | ExprKind::If { .. }
                    | ExprKind::Match { .. }
                    | ExprKind::Await(_)
                    | ExprKind::Try(_)
                    | ExprKind::MethodCall { .. }
                    | ExprKind::AssignPat { .. } => expr = up,
                    // A task or closure of its own: whoever waits for it goes on.
                    ExprKind::Async { .. } | ExprKind::Closure { .. } => return true,
                    _ => return false,
                },
                Parent::LetElse(..) => return false,
            }
        }
    }

    /// `if self.permit.is_none() { self.permits.acquire().await }` waits until a permit could be had.
    fn asks_for_permit(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let is_permit = |expr: ExprId| {
            let ty = program.peel(program.types(at.body).expr(expr));
            let ty = if program.role(&ty) == Some(Role::Option) { program.peel(&ty.arg(0)) } else { ty };
            program.role(&ty) == Some(Role::Permit)
        };
        program.uses(at.body).ancestors(at.expr).any(|up| {
            let ExprKind::If { cond, then, .. } = body.expr(up) else { return false };
            let mut asks = false;
            if body.span(*then).contains(body.span(at.expr)) {
                body.walk(*cond, &mut |_| false, &mut |expr| asks |= is_permit(expr));
            }
            asks
        })
    }

    /// Whether the crate closes a semaphore.
    fn closes_semaphores(&self, at: ExprRef) -> bool {
        let program = self.program;
        let krate = self.crate_of(at.body);
        self.index.calls(Name::from("close")).any(|call| {
            let ExprKind::MethodCall { receiver, .. } = program.expr(call) else { return false };
            !self.skips(call.body)
                && self.crate_of(call.body) == krate
                && program.role(&program.peel(program.types(call.body).expr(*receiver))) == Some(Role::Semaphore)
        })
    }

    /// Whether somebody closes the semaphore: then waiting for a permit is waiting for the end.
    pub(super) fn is_closed_somewhere(&self, semaphore: ExprRef) -> bool {
        let program = self.program;
        let place = self.place_of(semaphore);
        self.index.calls(Name::from("close")).any(|call| {
            let ExprKind::MethodCall { receiver, args, .. } = program.expr(call) else { return false };
            if !args.is_empty() || self.skips(call.body) {
                return false;
            }
            let ty = program.peel(program.types(call.body).expr(*receiver));
            program.role(&ty) == Some(Role::Semaphore) && {
                let closed = self.place_of(ExprRef { body: call.body, expr: *receiver });
                closed == place || closed == Place::Unknown || place == Place::Unknown
            }
        })
    }

    /// Whether the crate makes a semaphore without permits.
    pub(super) fn has_empty_semaphore(&self, at: ExprRef) -> bool {
        let program = self.program;
        let krate = self.crate_of(at.body);
        ["new", "const_new"].into_iter().flat_map(|name| self.index.calls(Name::from(name))).any(|call| {
            let ExprKind::Call { args, .. } = program.expr(call) else { return false };
            let [arg] = &args[..] else { return false };
            matches!(program.body(call.body).expr(*arg), ExprKind::Lit(Lit::Int(0)))
                && program.role(&program.peel(program.ty(call))) == Some(Role::Semaphore)
                && self.crate_of(call.body) == krate
        })
    }

    /// The place that an expression reaches into.
    pub fn place_of(&self, at: ExprRef) -> Place {
        let holds = |_: &Ty| false;
        let skip = |body: BodyRef| self.skips(body);
        Tracker::new(self.program, self.index, &holds, &skip).place_of(at)
    }

    /// Arguments of a call, the receiver of a method call left out.
    pub(super) fn args(&self, at: ExprRef) -> &[ExprId] {
        match self.program.expr(at) {
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => args,
            _ => &[],
        }
    }
}

/// Whether a method of a `Result` gives what is in it, or changes its error only.
pub(super) fn gives_inner(name: Name) -> bool {
    matches!(name.as_str(), "unwrap" | "expect" | "ok" | "map_err" | "context" | "with_context")
}
