//! Channels with room for all that is ever sent into them: each sender sends once, as that of a oneshot channel does.
//!
//! Knows the functions that a sender is moved through. A sender that is cloned, lent or kept may send again.

use super::{Channel, Model};
use crate::apis::Verb;
use crate::flow::{BindSource, EventKind, Place, Tracker};
use crate::ir::{BindingId, ExprKind, TypeRef};
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};

impl Model<'_, '_> {
    /// Whether a send finds room in all channels that it may go into, however slow the receiver is.
    pub(super) fn always_has_room(&self, at: ExprRef) -> bool {
        self.channel_graph().op(at).is_some_and(|op| {
            let has_room = |&channel: &usize| {
                let channel = &self.channels[channel];
                self.takes_one(channel) || self.is_store(channel)
            };
            !op.channels.is_empty() && op.channels.iter().all(has_room)
        })
    }

    fn takes_one(&self, channel: &Channel) -> bool {
        let has_room =
            channel.capacity.as_deref().and_then(|text| text.parse::<u64>().ok()).is_some_and(|room| room > 0);
        let sends: Vec<ExprRef> = channel
            .senders
            .iter()
            .flat_map(|end| &end.events)
            .filter(|event| event.kind == EventKind::Verb(Verb::Send))
            .map(|event| event.at)
            .collect();
        let unseen = channel.senders.iter().flat_map(|end| &end.events).any(|event| {
            matches!(
                event.kind,
                EventKind::Passed | EventKind::Stored(_) | EventKind::Collected(_) | EventKind::Public(_)
            )
        });
        (has_room || self.is_met(channel))
            && !unseen
            && !channel.senders.is_empty()
            && channel.senders.iter().all(|end| end.local.is_some_and(|(body, local)| !self.is_cloned(body, local)))
            && sends.iter().all(|&send| self.sends_once(send, &sends))
    }

    /// Whether whoever has made a channel goes on to wait at its other end: what is sent is taken at once.
    fn is_met(&self, channel: &Channel) -> bool {
        let program = self.program;
        let lazy = |at: ExprRef| {
            let body = program.body(at.body);
            let is_lazy = |up| body.expr(up).is_lazy();
            program.uses(at.body).ancestors(at.expr).any(is_lazy)
        };
        channel.receivers.iter().flat_map(|end| &end.events).any(|event| {
            event.kind == EventKind::Verb(Verb::Receive) && event.at.body == channel.at.body && !lazy(event.at)
        })
    }

    /// Whether any use of what a variable holds clones it.
    fn is_cloned(&self, body: BodyRef, local: BindingId) -> bool {
        let program = self.program;
        let ty = program.types(body).binding(local).clone();
        let holds = |of: &Ty| *of == ty;
        let skip = |body: BodyRef| self.skips(body);
        let mut tracker = Tracker::new(program, self.index, &holds, &skip);
        tracker.place(Place::Local(body, local));
        tracker.gave_up()
            || tracker.visited().into_iter().any(|at| {
                let Some(up) = program.uses(at.body).parent_expr(at.expr) else { return false };
                matches!(program.callee_of(ExprRef { body: at.body, expr: up }), Some(Callee::Api(api)) if program.apis.row(*api).name == "clone")
            })
    }

    /// Whether a send is the last thing that its variable does, and does it once.
    fn sends_once(&self, send: ExprRef, sends: &[ExprRef]) -> bool {
        let program = self.program;
        let body = program.body(send.body);
        let uses = program.uses(send.body);
        let sender = |at: ExprRef| match program.expr(at) {
            ExprKind::MethodCall { receiver, .. } => match program.body(at.body).expr(*receiver) {
                ExprKind::Local(local) => Some(*local),
                _ => None,
            },
            _ => None,
        };
        let Some(local) = sender(send) else { return false };
        // Lent by the caller, who has it still.
        if let BindSource::Param(position) = uses.source(local) {
            let Some(function) = program.owner(send.body) else { return false };
            let item = &program.defs.fns[function].item;
            let position = (position as usize).checked_sub(usize::from(item.receiver.is_some()));
            if position.and_then(|at| item.params.get(at)).is_none_or(|ty| matches!(ty, TypeRef::Ref(_))) {
                return false;
            }
        }
        let bound = self.binding_span(send.body, local);
        let again =
            uses.ancestors(send.expr).take_while(|&up| !body.span(up).contains(bound)).any(|up| match body.expr(up) {
                ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => true,
                // What is given something, is called for each.
                ExprKind::Closure { params, .. } => !params.is_empty(),
                _ => false,
            });
        let second = |other: &ExprRef| {
            *other != send
                && other.body == send.body
                && sender(*other) == Some(local)
                && self.follows(send.body, send.expr, other.expr, body.root)
        };
        !again && !sends.iter().any(second)
    }
}
