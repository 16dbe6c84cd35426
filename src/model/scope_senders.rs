//! Senders in a variable of the function that a receive loop runs in: the channel stays open for as long as the variable
//! lives, whether anybody still sends or not.
//!
//! A variable that is moved away before the loop ends keeps nothing; one that is dropped behind the loop is dropped too
//! late.

use super::frames::{STEPS, senders};
use super::{Channel, Model};
use crate::apis::Verb;
use crate::flow::{BindSource, is_move};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};

impl Model<'_, '_> {
    /// Whether a variable around the loop around a receive keeps a sender of the channel.
    pub(super) fn scope_keeps(&self, channel: &Channel, receive: ExprRef) -> bool {
        let body = self.program.body(receive.body);
        let is_loop = |up: &ExprId| body.expr(*up).is_loop();
        let around = self.program.uses(receive.body).ancestors(receive.expr).find(is_loop);
        around.is_some_and(|expr| self.scope_sender(channel, ExprRef { body: receive.body, expr }).is_some())
    }

    /// The variable around a loop, in the same function, that keeps a sender of the channel until the loop has ended.
    pub(super) fn scope_sender(&self, channel: &Channel, around: ExprRef) -> Option<BindingId> {
        let (at, sender) = channel.senders.first()?.local.filter(|(at, _)| *at == around.body)?;
        senders(self, at, sender, STEPS).into_iter().find(|one| self.stays_around(around, *one))
    }

    fn stays_around(&self, around: ExprRef, sender: BindingId) -> bool {
        let at = around.body;
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let span = body.span(around.expr);
        let local = body.binding(sender);
        // One that nobody uses stays; what an unread macro may do with it, its name says: `_keep`.
        if uses.of(sender).is_empty() && !local.name.as_str().starts_with('_') {
            return false;
        }
        let Some(home) = self.home(at, sender).filter(|_| local.hi <= span.lo) else { return false };
        // The loop runs in the block of the variable, and not in a task that was started there.
        let in_block = uses.ancestors(around.expr).any(|up| up == home);
        let way = uses.ancestors(around.expr).take_while(|&up| up != home);
        let blocks: Vec<ExprId> = way.filter(|&up| body.expr(up).is_lazy()).collect();
        // What stands behind a future that has a name may run beside it.
        let in_turn = blocks.iter().all(|&block| matches!(body.expr(block), ExprKind::Closure { .. }));
        let end = blocks.last().map_or(span.hi, |&outer| body.span(outer).hi);
        let is_behind = |one: ExprId| body.span(one).lo >= end;
        // `rx.for_each(…)` runs where it is awaited: that may be in a task of its own.
        let is_future = matches!(self.program.ty(around), Ty::Future(_));
        in_block
            && (!is_future || self.ends_here(at, around.expr))
            && blocks
                .into_iter()
                .map(|expr| ExprRef { body: at, expr })
                .all(|block| self.runs_in_place(block) || self.is_scoped_within(block, home))
            && uses.of(sender).iter().all(|&one| in_turn && is_behind(one) || self.is_lent(at, one, home))
    }

    /// The block whose `let` binds a variable.
    fn home(&self, at: BodyRef, binding: BindingId) -> Option<ExprId> {
        let body = self.program.body(at);
        let BindSource::Value(value, _) = self.program.uses(at).source(binding) else { return None };
        let passes = |up: ExprId, _| matches!(body.expr(up), ExprKind::Try(_) | ExprKind::Await(_));
        self.program.uses(at).let_above(value, &passes).map(|(block, _)| block)
    }

    /// A use that leaves a sender where it is, and open. What is moved into a closure or block goes along with it.
    pub(super) fn is_lent(&self, at: BodyRef, one: ExprId, home: ExprId) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut way = uses.ancestors(one).take_while(|&up| up != home);
        if way.any(|up| body.expr(up).is_lazy() && is_move(self.program, body.span(up))) {
            return false;
        }
        let Some(up) = uses.parent_expr(one) else { return false };
        match body.expr(up) {
            ExprKind::MethodCall { receiver, .. } if *receiver == one => {
                match self.program.callee(ExprRef { body: at, expr: up }) {
                    Callee::Api(api) => {
                        let row = self.program.apis.row(*api);
                        matches!(row.verb, Verb::Send | Verb::Pass | Verb::Subscribe | Verb::Check)
                            && !row.name.as_str().starts_with("into")
                    }
                    _ => false,
                }
            }
            ExprKind::Ref(_) => {
                let call = uses.parent_expr(up).map(|call| body.expr(call));
                matches!(call, Some(ExprKind::Call { .. } | ExprKind::MethodCall { .. }))
            }
            // A closure that has one.
            ExprKind::Call { callee, .. } if *callee == one => true,
            ExprKind::Call { .. } => self
                .program
                .called_api(ExprRef { body: at, expr: up })
                .is_some_and(|row| row.verb == Verb::Pass && row.name == "clone"),
            _ => false,
        }
    }
}
