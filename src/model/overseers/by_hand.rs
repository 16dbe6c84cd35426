//! What an actor's own hook does when a child has ended: which children it starts again, and which it leaves with a
//! reference of the one that was.

use super::{Need, Overseer};
use crate::apis::Verb;
use crate::ir::{ExprId, ExprKind};
use crate::model::Model;
use crate::resolve::{BodyRef, Callee, ExprRef};

/// Calls from a hook to the start of a child.
const FAR: u8 = 1;

impl Model<'_, '_> {
    /// References of a child that the hook starts again, kept by a sibling that it leaves alone then and tells nothing.
    pub fn needs_left_by_hook(&self, overseer: &Overseer) -> Vec<Need> {
        let kind = self.kind_of(overseer);
        let (Some(actor), Some(hook), false) = (overseer.actor, kind.exit_fn, kind.keeps_refs) else {
            return Vec::new();
        };
        let Some(at) = self.actor_fn(kind, actor, hook).and_then(|function| self.program.defs.fns[function].body)
        else {
            return Vec::new();
        };
        let children = &overseer.children;
        let mut found: Vec<Need> = Vec::new();
        for need in &overseer.needs {
            let (from, to) = (&children[need.from], &children[need.to]);
            let named = from.adt.is_some() && to.adt.is_some() && from.adt != to.adt;
            let starts = self.starts_in(at, to.at);
            if !named || starts.is_empty() {
                continue;
            }
            let beside = |start: ExprId| {
                let mut others = children.iter().filter(|other| other.adt == from.adt);
                others.any(|other| self.starts_in(at, other.at).iter().any(|&other| !self.exclude(at, other, start)))
            };
            let known = found.iter().any(|one| (children[one.from].adt, children[one.to].adt) == (from.adt, to.adt));
            let alone = starts.iter().all(|&start| !beside(start) && !self.tells_somebody(at, start));
            if alone && !known {
                found.push(need.clone());
            }
        }
        found
    }

    /// Where code starts a child: itself, or by a call of the function that does.
    pub(super) fn starts_in(&self, at: BodyRef, start: ExprRef) -> Vec<ExprId> {
        if start.body == at {
            return vec![start.expr];
        }
        let program = self.program;
        let body = program.body(at);
        let mut found = Vec::new();
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if self.leads_to(ExprRef { body: at, expr }, start.body, FAR) {
                found.push(expr);
            }
        });
        found
    }

    /// Whether a call is one of the function with this code, or of one that calls it.
    fn leads_to(&self, call: ExprRef, code: BodyRef, far: u8) -> bool {
        let program = self.program;
        let Some(Callee::Fn(function)) = program.callee_of(call) else { return false };
        let Some(inner) = program.defs.fns[*function].body else { return false };
        let body = program.body(inner);
        inner == code
            || far > 0 && body.any(body.root, |expr| self.leads_to(ExprRef { body: inner, expr }, code, far - 1))
    }

    /// Whether two expressions stand in branches of which only one is taken.
    fn exclude(&self, at: BodyRef, one: ExprId, other: ExprId) -> bool {
        let body = self.program.body(at);
        let of = |part: ExprId, expr: ExprId| body.span(part).contains(body.span(expr));
        self.program.uses(at).ancestors(one).find(|&up| of(up, other)).is_some_and(|up| match body.expr(up) {
            ExprKind::If { cond, .. } => !of(*cond, one) && !of(*cond, other),
            ExprKind::Match { value, .. } => !of(*value, one) && !of(*value, other),
            _ => false,
        })
    }

    /// Whether the branch around a start sends a message, or calls code that may.
    fn tells_somebody(&self, at: BodyRef, start: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let mut branch = start;
        for up in program.uses(at).ancestors(start) {
            if matches!(body.expr(up), ExprKind::If { .. } | ExprKind::Match { .. }) {
                break;
            }
            branch = up;
        }
        let mut tells = false;
        body.walk(branch, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: at, expr };
            // What starts it, starts it.
            if expr == start {
                return;
            }
            tells |= match program.callee_of(here) {
                Some(Callee::Api(api)) => program.apis.row(*api).verb == Verb::Send,
                Some(Callee::Fn(_) | Callee::Trait(_)) => true,
                _ => matches!(body.expr(expr), ExprKind::MethodCall { name, .. }
                    if matches!(name.as_str(), "cast" | "call" | "send_message" | "tell" | "ask" | "do_send")),
            };
        });
        tells
    }
}
