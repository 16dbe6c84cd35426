//! Permits of semaphores: who throws them away, and who keeps them for ever.

use super::Model;
use crate::apis::{Deed, Role, Verb};
use crate::flow::{BindSource, Parent, Place, Tracker};
use crate::ir::{Body, ExprId, ExprKind, Lit, PatId, PatKind, Stmt};
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
    /// What gives it up.
    pub by: GivenUp,
    /// A semaphore that is made empty may be a signal: then the permit does not matter.
    pub signal: bool,
}

/// How a permit is given up where it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenUp {
    /// `let _ = …`, or a statement of its own.
    Statement,
    /// `if ….is_err() { return; }`
    Asked,
    /// `let Ok(_) = … else { … }`, `match … { Ok(_) => {} … }`
    Pattern,
    /// `match … { Ok(permit) => {} … }`, `select! { _ = … => {} … }`
    Branch,
    /// `if let Err(closed) = … { return; }`
    Error,
}

impl Model<'_, '_> {
    /// Permits that are given back in the statement that takes them.
    pub fn discarded_permits(&self) -> Vec<Permit> {
        let mut found = Vec::new();
        for taken in self.calls_that(Deed::TakePermit) {
            let ExprKind::MethodCall { receiver, .. } = self.program.expr(taken) else { continue };
            let receiver = ExprRef { body: taken.body, expr: *receiver };
            let is_permit = |ty: &Ty| self.program.role(ty) == Some(Role::Permit);
            let handed_on = self.callers_given(taken, &is_permit).into_iter();
            let given_up = handed_on.chain([taken]).filter_map(|at| Some((at, self.discarded(at)?)));
            for (at, (lost, by)) in given_up {
                if self.is_closed_somewhere(receiver) || self.ends_with(at) || self.asks_for_permit(at) {
                    continue;
                }
                let signal = self.has_empty_semaphore(taken);
                found.push(Permit { at, span: self.callee_span(at), lost, by, signal });
            }
        }
        for at in self.calls_that(Deed::TryPermit) {
            if let Some((lost, by @ GivenUp::Statement)) = self.discarded(at) {
                found.push(Permit { at, span: self.callee_span(at), lost, by, signal: self.has_empty_semaphore(at) });
            }
        }
        found.sort_by_key(|permit| permit.span);
        found.dedup_by_key(|permit| permit.span);
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
            .map(|at| Permit {
                at,
                span: self.callee_span(at),
                lost: self.callee_span(at),
                by: GivenUp::Statement,
                signal: false,
            })
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

    /// Where the value of a call is dropped in its own statement: `let _ = call().await?;`, `call().await.unwrap();`,
    /// `if call().await.is_err() { return; }`, also of a wait with a limit.
    fn discarded(&self, at: ExprRef) -> Option<(Span, GivenUp)> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let mut expr = at.expr;
        let mut awaited = false;
        loop {
            match uses.parent(expr) {
                Parent::Stmt(..) => return Some((body.span(expr), GivenUp::Statement)),
                Parent::Let(block, index) | Parent::LetElse(block, index) => {
                    let ExprKind::Block { stmts, .. } = body.expr(block) else { return None };
                    let Stmt::Let { pat, init, otherwise, .. } = &stmts[index as usize] else { return None };
                    return match (body.pat(*pat), otherwise) {
                        (PatKind::Wild, None) => Some((body.span(expr), GivenUp::Statement)),
                        (_, Some(_)) if *init == Some(expr) && self.takes_nothing(at.body, *pat) => {
                            Some((body.pat_span(*pat), GivenUp::Pattern))
                        }
                        _ => None,
                    };
                }
                Parent::Expr(parent) => match body.expr(parent) {
                    ExprKind::Await(_) => (expr, awaited) = (parent, true),
                    ExprKind::Try(_) => expr = parent,
                    ExprKind::MethodCall { receiver, name, .. } if *receiver == expr && gives_inner(*name) => {
                        expr = parent;
                    }
                    // The condition drops what it asks.
                    ExprKind::MethodCall { receiver, name, .. }
                        if *receiver == expr && matches!(name.as_str(), "is_err" | "is_ok") && awaited =>
                    {
                        return self.is_asked(at.body, parent).then(|| (body.span(parent), GivenUp::Asked));
                    }
                    // `semaphore.acquire().instrument(span)`: whatever is put around it gives what it gives.
                    ExprKind::MethodCall { receiver, .. }
                        if *receiver == expr && !awaited && self.passes_output(at.body, parent) =>
                    {
                        expr = parent;
                    }
                    // `Box::pin(semaphore.acquire())`
                    ExprKind::Call { .. } if !awaited && self.passes_output(at.body, parent) => expr = parent,
                    // `timeout(limit, semaphore.acquire())`
                    ExprKind::Call { .. }
                        if !awaited && self.has_verb(ExprRef { body: at.body, expr: parent }, Verb::Timeout) =>
                    {
                        expr = parent;
                    }
                    ExprKind::Match { value, arms } if *value == expr => {
                        let arm = arms.iter().find(|arm| self.takes_permit(at.body, arm.pat))?;
                        let by = match self.takes_nothing(at.body, arm.pat) {
                            true => GivenUp::Pattern,
                            false => GivenUp::Branch,
                        };
                        return does_nothing(body, arm.body).then(|| (body.pat_span(arm.pat), by));
                    }
                    // `if let Err(closed) = call().await { return; }` ends the permit with the statement.
                    ExprKind::Let { pat, value } if *value == expr && awaited && is_error(body, *pat) => {
                        let alone = uses.parent_expr(parent).is_some_and(
                            |up| matches!(body.expr(up), ExprKind::If { cond, otherwise: None, .. } if *cond == parent),
                        );
                        return alone.then(|| (body.pat_span(*pat), GivenUp::Error));
                    }
                    ExprKind::Select { branches, .. } => {
                        let branch = branches.iter().find(|branch| branch.future == expr)?;
                        let given_up = does_nothing(body, branch.body);
                        return given_up.then(|| (body.pat_span(branch.pat), GivenUp::Branch));
                    }
                    ExprKind::AssignPat { places, .. } if places.is_empty() => {
                        return Some((body.span(expr), GivenUp::Statement));
                    }
                    _ => return None,
                },
                Parent::Root => return None,
            }
        }
    }

    /// Whether a method of a future gives another one that comes to a permit, too.
    fn passes_output(&self, at: BodyRef, call: ExprId) -> bool {
        self.is_permit_within(self.program.output(self.program.types(at).expr(call)))
    }

    /// A permit, by itself or in an option and a result.
    fn is_permit_within(&self, ty: Ty) -> bool {
        self.program.role(&self.within_answer(ty)) == Some(Role::Permit)
    }

    /// `Ok(_)`, `Ok(_permit)`: a pattern of what comes with a permit, whatever it makes of that.
    fn takes_permit(&self, at: BodyRef, pat: PatId) -> bool {
        let body = self.program.body(at);
        match body.pat(pat) {
            PatKind::TupleStruct(path, parts) if matches!(path.last().as_str(), "Ok" | "Some") => {
                let binds = |part: PatId| matches!(body.pat(part), PatKind::Wild | PatKind::Bind(_, None));
                matches!(parts[..], [part] if binds(part) || self.takes_permit(at, part))
            }
            _ => false,
        }
    }

    /// `Ok(_)`, `Some(_)`, `Ok(Ok(_))`
    fn takes_nothing(&self, at: BodyRef, pat: PatId) -> bool {
        match self.program.body(at).pat(pat) {
            PatKind::TupleStruct(path, parts) if matches!(path.last().as_str(), "Ok" | "Some") => {
                matches!(parts[..], [part] if matches!(self.program.body(at).pat(part), PatKind::Wild) || self.takes_nothing(at, part))
            }
            _ => false,
        }
    }

    /// Whether an answer decides what comes next, or gets a name.
    fn is_asked(&self, at: BodyRef, answer: ExprId) -> bool {
        let body = self.program.body(at);
        match self.program.uses(at).parent(answer) {
            Parent::Let(..) => true,
            Parent::Expr(up) => match body.expr(up) {
                ExprKind::Unary { .. } => self.is_asked(at, up),
                ExprKind::If { cond, .. } => *cond == answer,
                _ => false,
            },
            _ => false,
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
                    // What is done when there is a permit.
                    ExprKind::If { cond, then, .. } if *cond == expr && body.has_await(*then) => return false,
                    ExprKind::Select { .. }
                    | ExprKind::Let { .. }
                    | ExprKind::Block { .. }
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

/// `{}`, `()`
fn does_nothing(body: &Body, code: ExprId) -> bool {
    match body.expr(code) {
        ExprKind::Block { stmts, tail, .. } => stmts.is_empty() && tail.is_none(),
        ExprKind::Tuple(parts) => parts.is_empty(),
        _ => false,
    }
}

/// `Err(…)`
fn is_error(body: &Body, pat: PatId) -> bool {
    matches!(body.pat(pat), PatKind::TupleStruct(path, _) if path.last().as_str() == "Err")
}
