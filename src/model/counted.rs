//! Limits that code keeps itself: a send that happens only while few messages wait, messages that carry a part of a
//! budget.
//!
//! What counts is known by what it is, not by its name: the length that the channel itself gives, or a number that the
//! same function makes larger.

use super::Model;
use crate::apis::{Deed, Role, Verb};
use crate::flow::Place;
use crate::ir::{BinaryOp, Body, ExprId, ExprKind, Stmt};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef};

impl Model<'_, '_> {
    /// Whether the way to a send leads by a comparison with the number of messages that wait or were sent:
    /// `if self.len.load(Relaxed) >= self.cap { return Err(Full) }`
    pub(super) fn is_counted(&self, send: ExprRef) -> bool {
        let body = self.program.body(send.body);
        let uses = self.program.uses(send.body);
        let mut child = send.expr;
        while let Some(up) = uses.parent_expr(child) {
            let asked = match body.expr(up) {
                ExprKind::If { cond, .. } => *cond != child && self.asks_a_count(send.body, *cond),
                ExprKind::Block { stmts, .. } => stmts
                    .iter()
                    .filter_map(|stmt| match stmt {
                        Stmt::Expr(expr) | Stmt::Let { init: Some(expr), .. }
                            if body.span(*expr).hi <= body.span(child).lo =>
                        {
                            Some(*expr)
                        }
                        _ => None,
                    })
                    .any(|before| match body.expr(before) {
                        ExprKind::If { cond, then, .. } => {
                            goes_away(body, *then) && self.asks_a_count(send.body, *cond)
                        }
                        _ => self.waits_for_credit(send.body, before),
                    }),
                ExprKind::Closure { .. } | ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => {
                    return false;
                }
                _ => false,
            };
            if asked {
                return true;
            }
            child = up;
        }
        false
    }

    /// Whether a send is paid for with permits that whoever receives gives back:
    /// `room.acquire_many(len).await?.forget(); tx.send(bytes)`
    pub(super) fn is_paid(&self, send: ExprRef) -> bool {
        let body = self.program.body(send.body);
        let root = self
            .program
            .uses(send.body)
            .ancestors(send.expr)
            .find(|&up| body.expr(up).is_loop() || body.expr(up).is_lazy());
        let Some(root) = root else { return false };
        let to = body.span(send.expr).lo;
        let mut spent = false;
        body.walk(root, &mut |_| false, &mut |expr| {
            let before = || {
                body.span(expr).hi <= to
                    && self
                        .arm_of(send.body, expr, root)
                        .is_none_or(|arm| body.span(arm).contains(body.span(send.expr)))
            };
            spent |= matches!(body.expr(expr), ExprKind::MethodCall { name, .. } if *name == "forget")
                && before()
                && self.does(ExprRef { body: send.body, expr }, Deed::ForgetPermit);
        });
        spent && !self.calls_that(Deed::AddPermits).is_empty()
    }

    /// `acked.wait_for(|acked| sent - *acked <= window).await?`: whoever reads has taken enough of what was sent before.
    fn waits_for_credit(&self, at: BodyRef, code: ExprId) -> bool {
        let body = self.program.body(at);
        let subtracts = |side: ExprId| {
            body.any(side, |expr| matches!(body.expr(expr), ExprKind::Binary { op: BinaryOp::Arith, .. }))
        };
        let limits = |test: ExprId| match body.expr(test) {
            ExprKind::Closure { body: test, .. } => match body.expr(*test) {
                ExprKind::Binary { op: BinaryOp::Compare(_), lhs, rhs } => subtracts(*lhs) || subtracts(*rhs),
                _ => false,
            },
            _ => false,
        };
        let mut found = false;
        body.walk(code, &mut |_| false, &mut |expr| {
            let ExprKind::MethodCall { args, .. } = body.expr(expr) else { return };
            let waits = self
                .program
                .called_api(ExprRef { body: at, expr })
                .is_some_and(|row| row.path == "tokio::sync::watch::Receiver::wait_for");
            found |= waits && args.first().is_some_and(|&test| limits(test));
        });
        found
    }

    /// Whether a value of a type of the workspace stands for a part of a budget: its drop gives that back, and wakes
    /// who waits for it.
    pub(super) fn is_lease(&self, adt: AdtId) -> bool {
        let Some(body) = self.drop_of(adt) else { return false };
        let (mut gives_back, mut wakes) = (false, false);
        self.each_call(body, 3, &mut |call| {
            let Some(row) = self.program.called_api(call) else { return };
            let of_notify = row.parent.is_some_and(|parent| parent == "tokio::sync::Notify");
            gives_back |= matches!(row.name.as_str(), "fetch_sub" | "fetch_update");
            wakes |= of_notify && row.verb == Verb::Cancel;
            if self.does(call, Deed::AddPermits) {
                (gives_back, wakes) = (true, true);
            }
        });
        gives_back && wakes
    }

    /// Calls in a body, and in functions of the workspace that it calls.
    fn each_call(&self, at: BodyRef, far: u8, visit: &mut dyn FnMut(ExprRef)) {
        let body = self.program.body(at);
        let mut inner = Vec::new();
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                let call = ExprRef { body: at, expr };
                visit(call);
                if let Some(Callee::Fn(function)) = self.program.callee_of(call) {
                    inner.extend(self.program.defs.fns[*function].body);
                }
            }
        });
        if far > 0 {
            inner.into_iter().filter(|&body| body != at).for_each(|body| self.each_call(body, far - 1, visit));
        }
    }

    fn asks_a_count(&self, at: BodyRef, cond: ExprId) -> bool {
        let body = self.program.body(at);
        match body.expr(cond) {
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, lhs, rhs } => {
                self.asks_a_count(at, *lhs) || self.asks_a_count(at, *rhs)
            }
            ExprKind::Binary { op: BinaryOp::Compare(_), lhs, rhs } => {
                [*lhs, *rhs].into_iter().any(|side| self.is_count(ExprRef { body: at, expr: side }))
            }
            _ => false,
        }
    }

    fn is_count(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        match body.expr(at.expr) {
            ExprKind::MethodCall { receiver, name, .. } => {
                let ends = |role| matches!(role, Some(Role::Sender | Role::Receiver));
                match name.as_str() {
                    "len" => ends(program.role(&program.peel(program.types(at.body).expr(*receiver)))),
                    "load" => self.grows_here(at.body, self.place_at(ExprRef { expr: *receiver, ..at })),
                    _ => false,
                }
            }
            ExprKind::Local(_) | ExprKind::Field { .. } => self.grows_here(at.body, self.place_at(at)),
            _ => false,
        }
    }

    /// Whether code of a function makes a number larger: `n += 1`, `n.fetch_add(1, Relaxed)`.
    fn grows_here(&self, at: BodyRef, place: Place) -> bool {
        if place == Place::Unknown {
            return false;
        }
        let body = self.program.body(at);
        let is = |expr: ExprId| self.place_at(ExprRef { body: at, expr }) == place;
        let mut grows = false;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            grows |= match body.expr(expr) {
                ExprKind::Assign { place, compound: true, .. } => is(*place),
                ExprKind::MethodCall { receiver, name, .. } => {
                    *name == "fetch_add"
                        && matches!(
                            self.program.callee(ExprRef { body: at, expr }),
                            Callee::Api(_) | Callee::Foreign(_)
                        )
                        && is(*receiver)
                }
                _ => false,
            };
        });
        grows
    }
}

/// Whether code ends in leaving the round or the function.
fn goes_away(body: &Body, code: ExprId) -> bool {
    super::closing::leaves(body, code)
        || match body.expr(code) {
            ExprKind::Continue { .. } => true,
            ExprKind::Block { stmts, tail, .. } => {
                tail.is_some_and(|tail| goes_away(body, tail))
                    || matches!(stmts.last(), Some(Stmt::Expr(last)) if goes_away(body, *last))
            }
            _ => false,
        }
}
