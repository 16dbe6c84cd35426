//! What makes the end of a channel, or a gap in it, no surprise to a loop: an owner who stops the loop whenever the
//! sender goes, a caller who is told.

use super::kept::{field_of, is_taken, literal_of};
use super::round::Answer;
use super::{Channel, Loop, Model};
use crate::apis::{ExitKind, Role, Verb};
use crate::flow::{BindSource, EventKind, Place, Source};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, Ty};

impl Model<'_, '_> {
    /// Whether a loop that also ends by a token, by a message that says so, or with its task, loses the last sender of
    /// one of its channels only together with that: one lies in a field of a type whose `Drop`, and whoever else takes
    /// it out, cancels, sends or ends the task.
    pub fn is_stopped_with_sender(&self, found: &Loop, source: &Source) -> bool {
        let ends_by = |kind| found.ends.exits.iter().any(|exit| exit.kind == kind);
        let (by_token, by_message) = (ends_by(ExitKind::CancelToken), ends_by(ExitKind::ShutdownSignal));
        let task = self.task_of(found.at).map(|task| &self.tasks[task]);
        let mut channels = self.channels.iter().filter(|channel| channel.is_received_at(source.at));
        let (Some(channel), None) = (channels.next(), channels.next()) else { return false };
        let mut homes = channel.senders.iter().flat_map(|end| &end.events).filter_map(|event| match event.kind {
            EventKind::Stored(place @ Place::Field(adt, name)) => Some((place, adt, name)),
            _ => None,
        });
        let sends = |body: BodyRef| {
            let mut events = channel.senders.iter().flat_map(|end| &end.events);
            events.any(|event| event.kind == EventKind::Verb(Verb::Send) && event.at.body == body)
        };
        let done_to_task = |verb: Verb, body: BodyRef| {
            let mut events = task.into_iter().flat_map(|task| &task.events);
            events.any(|event| event.kind == EventKind::Verb(verb) && event.at.body == body)
        };
        let ends_task = |body: BodyRef| done_to_task(Verb::Abort, body);
        let stops =
            |body: BodyRef| by_token && self.cancels_something(body) || by_message && sends(body) || ends_task(body);
        // One sender that stays until then keeps the channel open, whatever becomes of the others.
        homes.any(|(home, adt, name)| {
            let takes = |at: &&ExprRef| self.empties_place(**at) && self.place_at(**at) == home;
            let code = self.code_of_drop(adt);
            // Who waits for the loop's end with the sender still in his field has ended it in some other way.
            let outlives = || code.iter().any(|body| done_to_task(Verb::Join, *body)) && !self.is_disarmed(adt, name);
            code.iter().copied().any(stops) && self.index.fields(name).iter().filter(takes).all(|at| stops(at.body))
                || outlives()
        })
    }

    /// What runs when a value is dropped: its `drop`, and the functions that this calls.
    fn code_of_drop(&self, adt: AdtId) -> Vec<BodyRef> {
        let program = self.program;
        let Some(at) = self.drop_of(adt) else { return Vec::new() };
        let called = self.functions_called(ExprRef { body: at, expr: program.body(at).root });
        let inner = called.into_iter().filter_map(|function| program.defs.fns[function].body);
        std::iter::once(at).chain(inner).collect()
    }

    /// Whether the senders of two channels lie in fields of one value, so that the other goes with the one, or before.
    pub(super) fn closes_with(&self, one: &Source, other: &Source) -> bool {
        let homes = |source: &Source, stays: bool| -> Vec<(AdtId, ExprRef)> {
            let Some(channel) = self.channel_at(source) else { return Vec::new() };
            let events = channel.senders.iter().flat_map(|end| &end.events);
            events
                .filter_map(|event| match event.kind {
                    EventKind::Stored(Place::Field(adt, name)) if !stays || !is_taken(self, adt, name) => {
                        Some((adt, literal_of(self, event.at)?))
                    }
                    _ => None,
                })
                .collect()
        };
        let with = homes(other, false);
        one.at != other.at && homes(one, true).iter().any(|home| with.contains(home))
    }

    /// The only channel that a wait takes from, also where its receiver was taken out of a field before.
    fn channel_at(&self, source: &Source) -> Option<&Channel> {
        let mut channels = self.channels.iter().filter(|channel| channel.is_received_at(source.at));
        if let Some(channel) = channels.next() {
            return channels.next().is_none().then_some(channel);
        }
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(source.at) else { return None };
        let ExprKind::Local(binding) = self.program.body(source.at.body).expr(*receiver) else { return None };
        let BindSource::Value(value, _) = self.program.uses(source.at.body).source(*binding) else { return None };
        let (adt, name) = field_of(self, ExprRef { body: source.at.body, expr: value })?;
        let home = EventKind::Stored(Place::Field(adt, name));
        let lies_there =
            |channel: &&Channel| channel.receivers.iter().flat_map(|end| &end.events).any(|event| event.kind == home);
        let mut channels = self.channels.iter().filter(lies_there);
        channels.next().filter(|_| channels.next().is_none())
    }

    pub(super) fn drop_of(&self, adt: AdtId) -> Option<BodyRef> {
        let defs = &self.program.defs;
        let drops = defs.impls_of(adt).iter().filter_map(|&id| defs.impl_fn(id, "drop".into()));
        drops.into_iter().find(|&function| self.program.is_drop(function)).and_then(|function| defs.fns[function].body)
    }

    fn cancels_something(&self, at: BodyRef) -> bool {
        self.calls_with(Verb::Cancel).iter().any(|call| call.body == at)
    }

    /// `self.sender.write().unwrap().take()`, `self.sender = None`
    fn empties_place(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut child = at.expr;
        for up in uses.ancestors(at.expr) {
            match body.expr(up) {
                ExprKind::MethodCall { receiver, name, .. } if *receiver == child => {
                    if *name == "take" {
                        return true;
                    }
                }
                ExprKind::Assign { place, value, .. } => {
                    return *place == child
                        && matches!(body.expr(*value), ExprKind::Path(path) if path.last() == "None");
                }
                ExprKind::Await(_) | ExprKind::Unary { .. } | ExprKind::Ref(_) => {}
                _ => return false,
            }
            child = up;
        }
        false
    }

    /// Whether a function that gives a message gives its caller the very error of the receive, too: that says whether
    /// messages were lost. Of a function that gives nothing else the error is the end.
    pub fn hands_lag_on(&self, found: &Loop) -> bool {
        let program = self.program;
        let body = program.body(found.at.body);
        let within = |up| body.expr(up).is_lazy();
        if program.uses(found.at.body).ancestors(found.at.expr).any(within) {
            return false;
        }
        let result = |ty: &Ty| {
            let ty = ty.given();
            (program.role(ty) == Some(Role::Result)).then(|| ty.clone())
        };
        let Some(function) = program.owner(found.at.body) else { return false };
        let (Some(given), Some(received)) =
            (result(&program.sig(function).output), result(program.ty(found.source.at)))
        else {
            return false;
        };
        !given.arg(0).is_unit()
            && given.arg(1).api_path().is_some()
            && given.arg(1).api_path() == received.arg(1).api_path()
    }

    /// Whether somebody else is sent an `Err` when messages were lost, before the loop is left: that one has to begin
    /// anew, and knows it.
    pub fn tells_of_lag(&self, found: &Loop) -> bool {
        let program = self.program;
        let Some(calls) = self.calls_to(found.at, found.source.at.body) else { return false };
        let course = self.course(found.at, &found.source, &calls, Answer::Lagged);
        let Some(taken) = course.and_then(|course| course.taken) else { return false };
        let body = program.body(found.at.body);
        body.any(found.at.expr, |expr| {
            let (ExprKind::MethodCall { args, .. } | ExprKind::Call { args, .. }) = body.expr(expr) else {
                return false;
            };
            let here = |expr: ExprId| ExprRef { body: found.at.body, expr };
            taken.contains(body.span(expr))
                && program.called_api(here(expr)).is_some_and(|row| row.verb == Verb::Send)
                && args.iter().any(|&arg| *program.callee(here(arg)) == Callee::Wrap && body.is_err(arg))
        })
    }
}
