//! Permits that somebody takes for a task, and that the task does not hold: given back before its work is done, left
//! outside by `let _ = permit`, or never waited for.

use super::Model;
use super::permits::gives_inner;
use crate::apis::{Deed, Role, Verb};
use crate::flow::{BindSource, Parent};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef};
use crate::source::Span;

/// A permit that limits nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdlePermit {
    /// What is wrong with it.
    pub kind: IdleKind,
    /// The method that takes it.
    pub taken: Span,
    /// Where it is left out: the mention that moves nothing, the task that goes on without it.
    pub lost: Span,
    /// `drop(permit)`, where it is given back by that.
    pub dropped: Option<Span>,
    /// A semaphore that is made empty may be a signal: then the permit does not matter.
    pub signal: bool,
}

/// Why a permit limits nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleKind {
    /// `let _permit = limit.acquire();`: the future was never awaited.
    NeverTaken,
    /// `spawn(async move { let _ = permit; … })`: `_` moves nothing into the task.
    LeftOutside,
    /// `let _permit = …; spawn(work);`: it is given back before the task has begun.
    TooShort,
}

impl Model<'_, '_> {
    /// Permits with a name that nevertheless limit nothing, in order of the text.
    pub fn idle_permits(&self) -> Vec<IdlePermit> {
        let mut found = Vec::new();
        for at in self.calls_that(Deed::TakePermit) {
            let Some(bound) = self.permit_bound(at) else { continue };
            let is_async = self.program.called_api(at).is_some_and(|row| row.is_async);
            let body = self.program.body(at.body);
            let mut dropped = None;
            let (kind, lost) = if !bound.awaited && is_async {
                if !self.program.uses(at.body).of(bound.name).is_empty() {
                    continue;
                }
                (IdleKind::NeverTaken, body.span(at.expr))
            } else if let Some(lost) = self.left_outside(at.body, bound.name) {
                (IdleKind::LeftOutside, lost)
            } else if let Some((lost, at)) = self.task_without(at, &bound) {
                dropped = at;
                (IdleKind::TooShort, lost)
            } else {
                continue;
            };
            let signal = self.has_empty_semaphore(at);
            found.push(IdlePermit { kind, taken: self.callee_span(at), lost, dropped, signal });
        }
        found
    }

    /// The variable that a permit is bound to, through `?`, `unwrap` and the like, or an arm of a `match`.
    fn permit_bound(&self, at: ExprRef) -> Option<Bound> {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let (mut expr, mut awaited, mut arm) = (at.expr, false, None);
        loop {
            match uses.parent(expr) {
                Parent::Let(block, index) => {
                    let pat = body.let_pat(block, index)?;
                    let mut names = Vec::new();
                    body.bindings_of(pat, &mut |binding, _| names.push(binding));
                    let [name] = names[..] else { return None };
                    return Some(Bound { name, block, index: index as usize, awaited });
                }
                Parent::Expr(up) => match body.expr(up) {
                    ExprKind::Await(_) => (expr, awaited) = (up, true),
                    ExprKind::Try(_) => expr = up,
                    ExprKind::MethodCall { receiver, name, .. } if *receiver == expr && gives_inner(*name) => {
                        expr = up;
                    }
                    // `match limit.acquire_owned().await { Ok(permit) => permit, Err(_) => return }`
                    ExprKind::Match { value, arms } if *value == expr && arm.is_none() => {
                        let gives = |arm: ExprId| match body.expr(arm) {
                            ExprKind::Local(binding) => {
                                matches!(uses.source(*binding), BindSource::Value(from, _) if from == expr)
                            }
                            _ => false,
                        };
                        arm = arms.iter().map(|arm| arm.body).find(|&arm| gives(arm));
                        arm?;
                        expr = up;
                    }
                    _ => return None,
                },
                Parent::Root | Parent::Stmt(..) | Parent::LetElse(..) => return None,
            }
        }
    }

    /// `let _ = permit;` in a task, where the permit is a variable of the code around it and is used nowhere else.
    fn left_outside(&self, at: BodyRef, permit: BindingId) -> Option<Span> {
        let program = self.program;
        let body = program.body(at);
        let uses = program.uses(at);
        let mentions = uses.of(permit);
        let moves_nothing = |&mention: &ExprId| match uses.parent(mention) {
            Parent::Let(block, index) => {
                body.let_pat(block, index).is_some_and(|pat| matches!(body.pat(pat), PatKind::Wild))
            }
            Parent::Expr(up) => matches!(body.expr(up), ExprKind::AssignPat { places, .. } if places.is_empty()),
            _ => false,
        };
        if mentions.is_empty() || !mentions.iter().all(moves_nothing) {
            return None;
        }
        let made = body.binding(permit);
        let in_task = |&&mention: &&ExprId| {
            uses.ancestors(mention).any(|up| {
                let span = body.span(up);
                span.lo > made.hi && self.tasks.iter().any(|task| task.at == ExprRef { body: at, expr: up })
            })
        };
        mentions.iter().find(in_task).map(|&mention| body.span(mention))
    }

    /// A task that is started while a permit is held that nobody mentions, in a block that waits for nothing before it
    /// gives the permit back; and what gives it back before the block ends: `drop(permit);`.
    fn task_without(&self, at: ExprRef, bound: &Bound) -> Option<(Span, Option<Span>)> {
        let program = self.program;
        let body = program.body(at.body);
        if !bound.awaited {
            return None;
        }
        let dropped = match program.uses(at.body).of(bound.name) {
            [] => None,
            [only] => Some(self.dropped_in(at.body, bound.block, *only)?),
            _ => return None,
        };
        let is_permit = program.role(&program.peel(program.types(at.body).binding(bound.name))) == Some(Role::Permit);
        let ExprKind::MethodCall { receiver, .. } = body.expr(at.expr) else { return None };
        if !is_permit || self.is_closed_somewhere(ExprRef { body: at.body, expr: *receiver }) {
            return None;
        }
        let ExprKind::Block { stmts, tail, .. } = body.expr(bound.block) else { return None };
        let mut rest: Vec<ExprId> = Vec::new();
        let end = dropped.map_or(stmts.len(), |(index, _)| index);
        for stmt in stmts.get(bound.index + 1..end)? {
            match stmt {
                Stmt::Expr(expr) => rest.push(*expr),
                Stmt::Let { init, otherwise, .. } => rest.extend(init.iter().chain(otherwise)),
            }
        }
        if dropped.is_none() {
            rest.extend(tail);
        }
        // Whoever gives it back by hand may have waited for a connection before: the permit is not for that.
        let is_pause = |waited: ExprId| {
            let waited = ExprRef { body: at.body, expr: waited };
            dropped.is_some() && (self.has_verb(waited, Verb::Accept) || self.has_verb(waited, Verb::Sleep))
        };
        let (mut task, mut works) = (None, false);
        for &root in &rest {
            body.walk(root, &mut |_| false, &mut |expr| {
                let here = ExprRef { body: at.body, expr };
                match body.expr(expr) {
                    ExprKind::Await(waited) if task.is_none() && is_pause(*waited) => {}
                    ExprKind::Await(_) | ExprKind::Opaque | ExprKind::Loop { .. } | ExprKind::While { .. } => {
                        works = true;
                    }
                    ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                        if let Some(found) = self.tasks.iter().find(|task| task.at == here) {
                            task.get_or_insert(found.span);
                        } else {
                            // Code of the workspace may be what the permit is for.
                            works |= matches!(program.callee(here), Callee::Fn(_) | Callee::Trait(_) | Callee::Unknown)
                                && task.is_none();
                        }
                    }
                    _ => {}
                }
            });
        }
        let dropped = dropped.map(|(_, span)| span);
        task.filter(|_| !works).map(|task| (task, dropped))
    }

    /// The statement of a block that drops a variable by this mention of it, and its place.
    fn dropped_in(&self, at: BodyRef, block: ExprId, mention: ExprId) -> Option<(usize, Span)> {
        let uses = self.program.uses(at);
        let call = uses.parent_expr(mention)?;
        match uses.parent(call) {
            Parent::Stmt(of, index) if of == block && self.has_verb(ExprRef { body: at, expr: call }, Verb::Drop) => {
                Some((index as usize, self.program.body(at).span(call)))
            }
            _ => None,
        }
    }
}

/// A permit in a variable.
struct Bound {
    name: BindingId,
    block: ExprId,
    index: usize,
    awaited: bool,
}
