//! Senders in variables of those who call the function of a receive loop: `work(&mut stop_rx).await; drop(stop_tx);`.
//!
//! All callers must keep one over the whole call, in their own frame or in one further out; a call in a task that is
//! started there does not count, but for threads of a scope that the variable outlives.

use super::{Channel, Model};
use crate::apis::{DropEffect, Verb};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{Callee, ExprRef};

/// Calls that the loop may be away from the variable.
const STEPS: u8 = 3;

impl Model<'_, '_> {
    /// Whether all who call the function around a receive keep a sender of its channel until the call is over.
    pub(super) fn callers_keep(&self, channel: &Channel, receive: ExprRef) -> bool {
        channel.senders.first().is_some_and(|end| end.local.is_some()) && self.is_kept_over(channel, receive, STEPS)
    }

    fn is_kept_over(&self, channel: &Channel, at: ExprRef, far: u8) -> bool {
        let body = self.program.body(at.body);
        let mut blocks = self.program.uses(at.body).ancestors(at.expr).filter(|&up| body.expr(up).is_lazy());
        let Some(function) = self.owner(at.body).filter(|_| far > 0) else { return false };
        if !blocks.all(|block| self.runs_in_place(ExprRef { body: at.body, expr: block })) {
            return false;
        }
        let callers = self.callers(function);
        !callers.is_empty()
            && callers.iter().all(|&call| {
                self.scope_sender(channel, call).is_some()
                    || self.ends_with_caller(call) && self.is_kept_over(channel, call, far - 1)
            })
    }

    /// Whether what a call does is done when its caller goes on: it is awaited there, or gives no future.
    fn ends_with_caller(&self, call: ExprRef) -> bool {
        !matches!(self.program.ty(call), crate::resolve::Ty::Future(_)) || self.ends_here(call.body, call.expr)
    }

    /// `thread::scope(|scope| { scope.spawn(|| …); })`: whether a closure is the work of a thread that is joined where the
    /// scope ends, which stands between it and the block `home`.
    pub(super) fn is_scoped_within(&self, closure: ExprRef, home: ExprId) -> bool {
        let program = self.program;
        let body = program.body(closure.body);
        let uses = program.uses(closure.body);
        let spawns = uses.parent_expr(closure.expr).is_some_and(|up| {
            matches!(program.callee_of(ExprRef { body: closure.body, expr: up }), Some(Callee::Api(api))
                if program.apis.row(*api).verb == Verb::Spawn && program.apis.row(*api).on_drop == Some(DropEffect::Join))
        });
        let mut outer = uses.ancestors(closure.expr).take_while(|&up| up != home);
        spawns
            && outer.any(|up| {
                matches!(body.expr(up), ExprKind::Closure { .. })
                    && self.runs_in_place(ExprRef { body: closure.body, expr: up })
            })
    }
}
