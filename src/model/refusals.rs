//! Sends whose failure nobody sees.

use super::{How, Model, Op};
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{EventKind, Tracker};
use crate::ir::{Body, ExprId, ExprKind, Lit};
use crate::resolve::{Callee, ExprRef, Ty};
use crate::source::Span;

/// A send whose result is thrown away.
#[derive(Clone, Copy, Debug)]
pub struct Refusal<'m> {
    /// The send.
    pub op: &'m Op,
    /// Where the result ends.
    pub dropped: Span,
    /// It is refused when there is no room, and only then or when the other end is gone.
    pub when_full: bool,
}

impl Model<'_, '_> {
    /// Sends of queues whose failure is thrown away unseen, in order of their places.
    pub fn ignored_refusals(&self) -> Vec<Refusal<'_>> {
        let sends = self.channel_graph().sends.iter();
        sends.filter_map(|op| self.refusal(op)).collect()
    }

    fn refusal<'m>(&'m self, op: &'m Op) -> Option<Refusal<'m>> {
        let program = self.program;
        if matches!(op.kind, ChannelKind::Oneshot | ChannelKind::Watch | ChannelKind::Broadcast | ChannelKind::Notify) {
            return None;
        }
        let row = program.called_api(op.at)?;
        if row.verb != Verb::Send || self.in_drop(op.at) || self.has_permit(op.at) {
            return None;
        }
        let dropped = self.drops_result(op.at)?;
        Some(Refusal { op, dropped, when_full: row.tries && op.how == How::AtOnce })
    }

    /// Whether a send goes into room that was reserved for it: a permit's `send` cannot be refused.
    fn has_permit(&self, at: ExprRef) -> bool {
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(at) else { return false };
        let ty = self.program.peel(self.program.types(at.body).expr(*receiver));
        self.program.role(&ty) == Some(Role::Permit)
    }

    fn in_drop(&self, at: ExprRef) -> bool {
        self.owner(at.body).is_some_and(|function| self.program.is_drop(function))
    }

    /// Where the result of a call is thrown away, if that is all that happens to it.
    fn drops_result(&self, at: ExprRef) -> Option<Span> {
        let program = self.program;
        let body = program.body(at.body);
        if self.decides_nothing(body, at) {
            return Some(body.span(at.expr));
        }
        // `tx.send(x).await?`: only what came of it when it went well is thrown away.
        if self.goes_to_caller(body, at) {
            return None;
        }
        let holds = |ty: &Ty| matches!(program.role(ty), Some(Role::Result | Role::Option));
        let skip = |_| false;
        let mut tracker = Tracker::new(program, self.index, &holds, &skip);
        tracker.value(at);
        let mut found = None;
        for event in &tracker.events {
            match event.kind {
                EventKind::Dropped | EventKind::Unused(_) => found = Some(event.span),
                EventKind::Awaited => {}
                // `if tx.try_send(x).is_err() {}`
                EventKind::Used if event.at.body == at.body && self.decides_nothing(body, event.at) => {
                    found = Some(event.span);
                }
                _ => return None,
            }
        }
        found
    }

    /// Whether a failure is given to whoever has called: `tx.send(x).await.map_err(Gone)?`
    fn goes_to_caller(&self, body: &Body, at: ExprRef) -> bool {
        let mut up = self.program.uses(at.body).ancestors(at.expr);
        let next = up.find(|&up| !matches!(body.expr(up), ExprKind::MethodCall { .. } | ExprKind::Await(_)));
        next.is_some_and(|up| matches!(body.expr(up), ExprKind::Try(_)))
    }

    /// The condition of an `if` without code, or of one whose code does nothing.
    fn decides_nothing(&self, body: &Body, at: ExprRef) -> bool {
        let up = self.program.uses(at.body).ancestors(at.expr).find(|&up| {
            !matches!(body.expr(up), ExprKind::Let { .. } | ExprKind::MethodCall { .. } | ExprKind::Await(_))
        });
        match up.map(|up| body.expr(up)) {
            Some(ExprKind::If { then, otherwise, .. }) => {
                is_empty(body, *then) && otherwise.is_none_or(|code| is_empty(body, code))
            }
            Some(ExprKind::Match { arms, .. }) => arms.iter().all(|arm| is_empty(body, arm.body)),
            _ => false,
        }
    }

    /// A message without content, or a channel with room for one: the one that is there says the same.
    pub fn is_wake_up(&self, op: &Op) -> bool {
        let program = self.program;
        let body = program.body(op.at.body);
        let message = match body.expr(op.at.expr) {
            ExprKind::MethodCall { args, .. } => args.first(),
            ExprKind::Call { args, .. } => args.get(1),
            _ => None,
        };
        let empty = message.is_none_or(|&message| match body.expr(message) {
            ExprKind::Tuple(elems) => elems.is_empty(),
            ExprKind::Lit(Lit::Bool(_)) => true,
            _ => program.types(op.at.body).expr(message).is_unit(),
        });
        empty
            || op.channels.iter().any(|&channel| matches!(self.channels[channel].capacity.as_deref(), Some("0" | "1")))
    }

    /// Whether a loop asks elsewhere whether the other end is still there.
    pub fn asks_if_closed(&self, op: &Op) -> bool {
        let program = self.program;
        let Some(one) = op.in_loop.map(|index| &self.loops[index]) else { return false };
        let body = program.body(one.at.body);
        let mut asks = false;
        body.walk(one.at.expr, &mut |_| false, &mut |expr| {
            let at = ExprRef { body: one.at.body, expr };
            if let ExprKind::MethodCall { receiver, args, .. } = body.expr(expr)
                && args.is_empty()
                && program.role(&program.peel(program.types(at.body).expr(*receiver))) == Some(Role::Sender)
                && let Callee::Api(api) = program.callee(at)
            {
                let row = program.apis.row(*api);
                asks |= row.verb == Verb::Wait || program.ty(at) == &Ty::Prim(crate::source::Name::from("bool"));
            }
        });
        asks
    }
}

fn is_empty(body: &Body, expr: ExprId) -> bool {
    match body.expr(expr) {
        ExprKind::Block { stmts, tail, .. } => stmts.is_empty() && tail.is_none_or(|tail| is_empty(body, tail)),
        ExprKind::Tuple(elems) => elems.is_empty(),
        _ => false,
    }
}
