//! What an actor's own hook does when a child has ended: which children it starts again, and which it leaves with a
//! reference of the one that was.

use super::{Need, Overseer};
use crate::apis::Verb;
use crate::ir::{ExprId, ExprKind};
use crate::model::Model;
use crate::resolve::{BodyRef, Callee, ExprRef};

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
            if !named || to.at.body != at || from.at.body == at {
                continue;
            }
            let beside = children.iter().any(|other| {
                other.adt == from.adt && other.at.body == at && !self.exclude(at, other.at.expr, to.at.expr)
            });
            let known = found.iter().any(|one| (children[one.from].adt, children[one.to].adt) == (from.adt, to.adt));
            if !beside && !known && !self.tells_somebody(at, to.at.expr) {
                found.push(need.clone());
            }
        }
        found
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
