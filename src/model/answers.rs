//! Channels with room for all that is ever sent into them: each sender sends once, as that of a oneshot channel does.
//!
//! Knows the functions that a sender is moved through, and types that are used up with it. A sender that is cloned,
//! lent or kept may send again.

use super::round::field_way;
use super::{Channel, Model};
use crate::apis::{Role, Verb};
use crate::flow::{BindSource, EventKind, Place, Tracker};
use crate::ir::{BindingId, ExprKind, Receiver, TypeRef};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, Program, Ty};

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
        let used_up = || sends.iter().all(|&send| self.is_used_up(send));
        let unseen = channel.senders.iter().flat_map(|end| &end.events).any(|event| match event.kind {
            // A message that brings it along: whoever receives it uses it up.
            EventKind::Passed => !self.is_put_in(event.at) || !used_up(),
            EventKind::Collected(_) | EventKind::Public(_) => true,
            // `Reply(sender)`, which `fn send(self, answer)` uses up.
            EventKind::Stored(Place::Field(adt, _)) => self.is_copied(adt) || !used_up(),
            EventKind::Stored(_) => true,
            _ => false,
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

    /// Whether a value is (part of) what a call puts into a channel.
    fn is_put_in(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        for up in self.program.uses(at.body).ancestors(at.expr) {
            let call = ExprRef { body: at.body, expr: up };
            match self.program.callee_of(call) {
                Some(Callee::Api(api)) => return self.program.apis.row(*api).verb == Verb::Send,
                Some(Callee::Ctor(_) | Callee::Wrap) => {}
                Some(_) => return false,
                None if matches!(body.expr(up), ExprKind::Struct { .. } | ExprKind::Tuple(_)) => {}
                None => return false,
            }
        }
        false
    }

    /// Whether values of a type of the workspace are cloned.
    fn is_copied(&self, adt: AdtId) -> bool {
        let defs = &self.program.defs;
        let derived = defs.adts[adt].attrs.derives("Clone");
        derived || defs.impls_of(adt).iter().any(|&id| defs.impl_fn(id, "clone".into()).is_some())
    }

    /// Whether a send is made through a value that its function owns, and that ends with it.
    fn is_used_up(&self, send: ExprRef) -> bool {
        root_of_sender(self.program, send).is_some_and(|local| self.owns(send.body, local))
    }

    /// Whether a variable holds a value that was given, or received, and not a reference to it.
    pub(super) fn owns(&self, at: BodyRef, local: BindingId) -> bool {
        let program = self.program;
        let body = program.body(at);
        if body.binding(local).by_ref {
            return false;
        }
        match program.uses(at).source(local) {
            BindSource::Param(position) => {
                let Some(function) = program.owner(at) else { return false };
                let item = &program.defs.fns[function].item;
                let position = match (position, item.receiver) {
                    (0, Some(receiver)) => return receiver == Receiver::Value,
                    (position, None) => position,
                    (position, Some(_)) => position - 1,
                };
                item.params.get(position as usize).is_some_and(|ty| !matches!(ty, TypeRef::Ref(_)))
            }
            BindSource::Value(value, _) => match body.expr(value) {
                ExprKind::Local(from) => self.owns(at, *from),
                // `match command.op { Op::Flush(reply) => … }`
                ExprKind::Field { .. } => field_way(body, value).is_some_and(|(from, _)| self.owns(at, from)),
                _ => self.is_received(ExprRef { body: at, expr: value }),
            },
            BindSource::Branch(value, _) => self.is_received(ExprRef { body: at, expr: value }),
            BindSource::Item(iter, _) => {
                program.role(&program.peel(program.types(at).expr(iter))) == Some(Role::Receiver)
            }
            _ => false,
        }
    }

    /// Whether a value comes out of a channel.
    fn is_received(&self, at: ExprRef) -> bool {
        match self.program.expr(at) {
            ExprKind::Await(inner) | ExprKind::Try(inner) => self.is_received(ExprRef { body: at.body, expr: *inner }),
            ExprKind::MethodCall { receiver, name, .. } if matches!(name.as_str(), "unwrap" | "expect") => {
                self.is_received(ExprRef { body: at.body, expr: *receiver })
            }
            _ => self.program.called_api(at).is_some_and(|row| row.verb == Verb::Receive),
        }
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
                program.called_api(ExprRef { body: at.body, expr: up }).is_some_and(|row| row.name == "clone")
            })
    }

    /// Whether a send is the last thing that its variable does, and does it once.
    fn sends_once(&self, send: ExprRef, sends: &[ExprRef]) -> bool {
        let program = self.program;
        let body = program.body(send.body);
        let uses = program.uses(send.body);
        let sender = |at: ExprRef| root_of_sender(program, at);
        let Some(local) = sender(send) else { return false };
        // Lent by the caller, who has it still.
        if matches!(uses.source(local), BindSource::Param(_)) && !self.owns(send.body, local) {
            return false;
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

/// The variable that the sender of a send is, or lies in.
fn root_of_sender(program: &Program<'_>, send: ExprRef) -> Option<BindingId> {
    let ExprKind::MethodCall { receiver, .. } = program.expr(send) else { return None };
    Some(field_way(program.body(send.body), *receiver)?.0)
}
