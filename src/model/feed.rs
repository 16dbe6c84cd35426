//! What flows into a channel: whether it comes from outside, as fast as the outside likes.

use super::{Channel, Loop, Mode, Model};
use crate::apis::{ChannelKind, Deed, Role, Verb};
use crate::flow::{BindSource, EventKind, Parent, Place, Source, SourceOp, Tracker};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind};
use crate::resolve::{AdtKind, BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// What the read of a socket is called.
pub(super) const DATAGRAMS: &str = "datagrams come in here";
/// What the handler of requests is called.
const REQUESTS: &str = "requests come in here";

/// A send that outside data drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The send.
    pub send: Span,
    /// Where the data comes from.
    pub source: Span,
    /// What that is.
    pub what: &'static str,
}

/// What is looked for around the callers of a function that sends.
#[derive(Clone, Copy)]
struct Search {
    /// What is sent is no command.
    data: bool,
    /// Handlers of requests, and not loops.
    requests: bool,
    /// Calls outwards from the send.
    depth: u8,
}

/// A send that goes past the limit of its channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Where the sender is cloned, anew for each message.
    pub clone: Span,
    /// What drives it.
    pub feed: Feed,
}

/// Calls from a handler of requests to a channel's constructor.
const FAR: usize = 3;

impl Model<'_, '_> {
    /// Whether a channel is made with room for nothing, and its constructor panics at that.
    pub fn panics_at_zero(&self, channel: &Channel) -> bool {
        channel.capacity.as_deref() == Some("0") && self.constructor(channel).is_some_and(|row| row.zero_panics)
    }

    /// A send by a clone that is made for this one message, where each sender has room of its own: the limit never
    /// makes anybody wait.
    pub fn slip(&self, channel: &Channel) -> Option<Slip> {
        if !self.constructor(channel).is_some_and(|row| row.per_sender) {
            return None;
        }
        let sends = channel.senders.iter().flat_map(|end| &end.events);
        sends.filter(|event| event.kind == EventKind::Verb(Verb::Send)).find_map(|event| {
            // Who waits for an answer does not send the next message meanwhile.
            let asks = |arg: &ExprId| self.carries_answer(self.program.types(event.at.body).expr(*arg), 3);
            if self.args(event.at).iter().any(asks) {
                return None;
            }
            let clone = self.clone_for(event.at)?;
            Some(Slip { clone: self.callee_span(clone), feed: self.driven(event.at)? })
        })
    }

    fn constructor(&self, channel: &Channel) -> Option<&crate::apis::Fn> {
        match self.program.callee(channel.at) {
            Callee::Api(api) => Some(self.program.apis.row(*api)),
            _ => None,
        }
    }

    /// `tx.clone().try_send(…)`, or a clone that the same round of a loop makes and sends by.
    fn clone_for(&self, send: ExprRef) -> Option<ExprRef> {
        let program = self.program;
        let body = program.body(send.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(send.expr) else { return None };
        let is_clone = |expr: ExprId| matches!(body.expr(expr), ExprKind::MethodCall { name, .. } if *name == "clone");
        let here = |expr: ExprId| Some(ExprRef { body: send.body, expr });
        if is_clone(*receiver) {
            return here(*receiver);
        }
        let ExprKind::Local(binding) = body.expr(*receiver) else { return None };
        let BindSource::Value(value, _) = program.uses(send.body).source(*binding) else { return None };
        let round = |expr: ExprId| program.uses(send.body).ancestors(expr).find(|&up| body.expr(up).is_loop());
        let same_round = round(value).is_some() && round(value) == round(send.expr);
        if is_clone(value) && same_round { here(value) } else { None }
    }

    /// The send of a channel that a loop over outside data drives.
    pub fn feed(&self, channel: &Channel) -> Option<Feed> {
        let mut feeds: Vec<Feed> = Vec::new();
        if self.carries_no_data(channel)
            || self.is_one_choice(channel.at)
            || self.is_answered_once(channel)
            || self.has_no_receiver(channel)
        {
            return None;
        }
        let own: Vec<Span> = channel
            .senders
            .iter()
            .chain(&channel.receivers)
            .flat_map(|end| &end.events)
            .filter(|event| event.kind == EventKind::Verb(Verb::Receive))
            .map(|event| self.callee_span(event.at))
            .collect();
        for end in &channel.senders {
            for event in &end.events {
                // Its own messages are not outside of it.
                if event.kind == EventKind::Verb(Verb::Send)
                    && self.may_be_of(channel, event.at)
                    && !self.answers_message(event.at)
                    && let Some(feed) = self.driven(event.at)
                    && !self.is_made_per_round(channel, &feed)
                    && !(feed.what == REQUESTS && self.is_made_per_request(channel))
                    && !own.contains(&feed.source)
                    && !self.is_one_at_a_time(event.at)
                    && !self.is_note_to_itself(channel, event.at, &feed)
                    && !self.answers_in_turn(channel, event.at, &feed)
                    && !self.comes_back(channel, event.at)
                {
                    feeds.push(feed);
                }
            }
        }
        feeds.into_iter().min_by_key(|feed| (feed.send, feed.source))
    }

    /// Whether a task that the receiving loop itself starts for a message tells that loop of its end, once: as many
    /// messages as tasks are under way.
    fn is_note_to_itself(&self, channel: &Channel, send: ExprRef, feed: &Feed) -> bool {
        let body = self.program.body(send.body);
        let mut up = self.program.uses(send.body).ancestors(send.expr).take_while(|&up| !body.expr(up).is_loop());
        let Some(code) = up.find(|&up| body.expr(up).is_lazy()) else { return false };
        let span = body.span(code);
        let work = |task: &super::Task| {
            task.work_at.is_some_and(|work| work.body == send.body && body.span(work.expr).contains(span))
        };
        // A scope or runtime of the program's own may start it, too.
        let spawned = |up: ExprId| match body.expr(up) {
            ExprKind::MethodCall { name, .. } => name.as_str().starts_with("spawn"),
            _ => false,
        };
        let in_task =
            self.tasks.iter().any(work) || self.program.uses(send.body).parent_expr(code).is_some_and(spawned);
        let waits_before = body.any(code, |expr| {
            matches!(body.expr(expr), ExprKind::Await(_)) && body.span(expr).hi <= body.span(send.expr).hi
        });
        let own = |found: &Loop| {
            found.sources.iter().any(|source| self.callee_span(source.at) == feed.source)
                && found.sources.iter().any(|source| channel.is_received_at(source.at))
        };
        in_task && waits_before && self.loops.iter().any(own)
    }

    /// `let _turn = self.gate.lock().await; self.requests.send(request)?; self.replies.recv().await`: the next message
    /// comes when this one was answered.
    fn is_one_at_a_time(&self, send: ExprRef) -> bool {
        let is_answer = |act: &ExprRef| {
            let ExprKind::Await(inner) = self.program.expr(*act) else { return false };
            let call = ExprRef { body: act.body, expr: *inner };
            self.program.called_api(call).is_some_and(|row| row.verb == Verb::Receive)
        };
        self.held_locks()
            .iter()
            .filter(|held| held.taken.at.body == send.body && held.taken.mode == Mode::Exclusive)
            .any(|held| {
                let after = held.acts.iter().position(|act| *act == send);
                after.is_some_and(|at| held.acts[at..].iter().any(is_answer))
            })
    }

    /// `let (tx, _) = unbounded();`: the receiver is gone as soon as it is made, and such a channel holds nothing. Where
    /// senders make receivers the other end stands for them all.
    fn has_no_receiver(&self, channel: &Channel) -> bool {
        let body = self.program.body(channel.at.body);
        let (block, index) = match self.program.uses(channel.at.body).parent(channel.at.expr) {
            Parent::Let(block, index) => (block, index),
            // `unbounded().0`
            Parent::Expr(up) => return matches!(body.expr(up), ExprKind::Field { name, .. } if *name == "0"),
            _ => return false,
        };
        let Some(pat) = body.let_pat(block, index) else { return false };
        let PatKind::Tuple(parts) = body.pat(pat) else { return false };
        matches!(channel.kind, ChannelKind::Mpsc | ChannelKind::StdMpsc | ChannelKind::Crossbeam | ChannelKind::Flume)
            && matches!(parts.get(1).map(|&part| body.pat(part)), Some(PatKind::Wild))
    }

    /// A port for an answer: the function that makes the channel takes what it waits for out of it, and not in a loop
    /// that turns more often than channels are made.
    fn is_answered_once(&self, channel: &Channel) -> bool {
        let body = self.program.body(channel.at.body);
        let uses = self.program.uses(channel.at.body);
        let looped = |expr: ExprId| {
            let around = uses.ancestors(expr).find(|&up| body.expr(up).is_loop());
            around.is_some_and(|up| !body.span(up).contains(body.span(channel.at.expr)))
        };
        let mut receives = channel
            .senders
            .iter()
            .chain(&channel.receivers)
            .flat_map(|end| &end.events)
            .filter(|event| event.kind == EventKind::Verb(Verb::Receive))
            .peekable();
        receives.peek().is_some()
            && receives.all(|event| {
                let all = self.program.called_api(event.at).is_some_and(|row| row.work.is_some());
                event.at.body == channel.at.body && !all && !looped(event.at.expr)
            })
    }

    /// `Event::Ask { reply } => reply.send(state)`: one message for each that brought its sender along. Whoever asks
    /// knows how many that are.
    fn answers_message(&self, send: ExprRef) -> bool {
        let body = self.program.body(send.body);
        let uses = self.program.uses(send.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(send.expr) else { return false };
        let (binding, taken_out) = match body.expr(*receiver) {
            ExprKind::Local(binding) => match uses.source(*binding) {
                BindSource::Value(_, pat) => (binding, self.part_of(send.body, pat, *binding).is_some()),
                _ => return false,
            },
            // `Some(asked) => asked.reply.send(…)`: a message that has more parts.
            ExprKind::Field { base, .. } => match body.expr(*base) {
                ExprKind::Local(binding) => (binding, self.is_of_receive(send.body, *binding)),
                _ => return false,
            },
            _ => return false,
        };
        // What a loop over a list sends is as much as there is in the list.
        let is_list = |up: ExprId| {
            matches!(body.expr(up), ExprKind::For { iter, .. }
                if self.ends.iterates(ExprRef { body: send.body, expr: *iter }).is_none())
        };
        let around = uses.ancestors(send.expr).find(|&up| body.expr(up).is_loop() && !is_list(up));
        let local = body.binding(*binding);
        let in_round = around.is_none_or(|up| body.span(up).lo <= local.lo && local.hi <= body.span(up).hi);
        let ty = self.program.types(send.body).expr(*receiver);
        let is_sender = self.program.role(&self.program.peel(ty)) == Some(Role::Sender);
        // A wrapper around one may be kept elsewhere: `match &self.output { Output::Channel(sender) => … }`
        let came = || match uses.source(*binding) {
            BindSource::Value(value, _) => {
                super::round::field_way(body, value).is_some_and(|(from, _)| self.owns(send.body, from))
            }
            _ => false,
        };
        taken_out && in_round && (is_sender || self.carries_answer(ty, 1) && came())
    }

    /// Whether a variable is what a receive has given: `Some(asked) = requests.recv()`.
    fn is_of_receive(&self, at: BodyRef, binding: BindingId) -> bool {
        let body = self.program.body(at);
        let mut from = match self.program.uses(at).source(binding) {
            BindSource::Value(value, _) | BindSource::Branch(value, _) => value,
            _ => return false,
        };
        for _ in 0..4 {
            match body.expr(from) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => from = *inner,
                ExprKind::Local(other) => match self.program.uses(at).source(*other) {
                    BindSource::Value(value, _) | BindSource::Branch(value, _) => from = value,
                    _ => return false,
                },
                _ => break,
            }
        }
        self.program.called_api(ExprRef { body: at, expr: from }).is_some_and(|row| row.verb == Verb::Receive)
    }

    /// A channel that each round of the loop makes anew does not grow with the rounds.
    fn is_made_per_round(&self, channel: &Channel, feed: &Feed) -> bool {
        let made = self.program.body(channel.at.body).span(channel.at.expr);
        let around = |found: &&Loop| {
            let span = self.program.body(found.at.body).span(found.at.expr);
            found.at.body == channel.at.body && span.contains(made) && span.contains(feed.source)
        };
        self.loops.iter().any(|found| around(&found))
    }

    /// The same for one that is made in a handler of requests, or in a function that handlers call.
    fn is_made_per_request(&self, channel: &Channel) -> bool {
        let mut open: Vec<FnId> = self.owner(channel.at.body).into_iter().collect();
        let mut seen = open.clone();
        for _ in 0..=FAR {
            if open.iter().any(|&function| self.is_handler(function)) {
                return true;
            }
            let callers = open.iter().flat_map(|&function| self.callers(function));
            open =
                callers.filter_map(|call| self.owner(call.body)).filter(|function| !seen.contains(function)).collect();
            seen.extend(&open);
        }
        false
    }

    /// Whether a send can be one into this channel, by the kind of sender that it uses.
    fn may_be_of(&self, channel: &Channel, send: ExprRef) -> bool {
        let of = |ty: &Ty| {
            let ty = self.program.peel(ty);
            (self.program.role(&ty) == Some(Role::Sender)).then(|| ty.api_path()).flatten()
        };
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(send) else { return true };
        let used = of(self.program.types(send.body).expr(*receiver));
        let made = channel.senders.iter().filter_map(|end| end.local);
        let mut made: Vec<_> =
            made.filter_map(|(body, binding)| of(self.program.types(body).binding(binding))).collect();
        // What a function of the workspace gives is a type of its own, with the end somewhere in it.
        if made.is_empty()
            && let Some(function) = channel.wrapper
        {
            let inner = self.channels.iter().filter(|one| {
                one.wrapper.is_none() && one.bounded == channel.bounded && self.owner(one.at.body) == Some(function)
            });
            let ends = inner.flat_map(|one| &one.senders).filter_map(|end| end.local);
            made.extend(ends.filter_map(|(body, binding)| of(self.program.types(body).binding(binding))));
        }
        used.is_none_or(|used| made.is_empty() || made.contains(&used))
    }

    /// Items that hold a permit carry their own limit: what an end's type says, where it is bound or kept. `()` only
    /// wakes somebody up.
    pub(super) fn carries_no_data(&self, channel: &Channel) -> bool {
        let program = self.program;
        let sends = || {
            let events = channel.senders.iter().flat_map(|end| &end.events);
            events.filter(|event| event.kind == EventKind::Verb(Verb::Send))
        };
        let wakes = |at: ExprRef| matches!(self.args(at)[..], [arg] if matches!(program.body(at.body).expr(arg), ExprKind::Tuple(parts) if parts.is_empty()));
        if sends().next().is_some() && sends().all(|event| wakes(event.at)) {
            return true;
        }
        channel.senders.iter().chain(&channel.receivers).any(|end| {
            let bound = end.local.map(|(body, binding)| program.types(body).binding(binding).clone());
            let kept = end.events.iter().filter_map(|event| match event.kind {
                EventKind::Stored(Place::Field(adt, name)) => Some(program.declared_field(adt, name)),
                _ => None,
            });
            bound.into_iter().chain(kept).any(|ty| {
                let end = program.peel(&ty);
                let is_end = matches!(program.role(&end), Some(Role::Sender | Role::Receiver));
                self.holds_permit(&ty, 0) || is_end && end.arg(0).is_unit()
            })
        })
    }

    /// `if prefetch { bounded(n) } else { unbounded() }`: somebody has thought about it.
    fn is_one_choice(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut child = at.expr;
        while let Some(parent) = uses.parent_expr(child) {
            let others: Vec<ExprId> = match body.expr(parent) {
                ExprKind::Block { tail: Some(tail), .. } if *tail == child => Vec::new(),
                ExprKind::If { then, otherwise, cond } if *cond != child => {
                    otherwise.iter().chain([then]).copied().collect()
                }
                ExprKind::Match { value, arms } if *value != child => arms.iter().map(|arm| arm.body).collect(),
                _ => return false,
            };
            let bounded = |other: &ExprId| {
                let within = body.span(*other);
                self.channels
                    .iter()
                    .any(|one| one.bounded && one.at.body == at.body && within.contains(body.span(one.at.expr)))
            };
            if others.iter().any(bounded) {
                return true;
            }
            child = parent;
        }
        false
    }

    /// Whether a message holds a permit, or is made of one: `frame(bytes, lease)`.
    fn brings_permit(&self, at: BodyRef, arg: ExprId) -> bool {
        let body = self.program.body(at);
        let holds = |expr: ExprId| {
            let ty = self.program.types(at).expr(expr);
            self.holds_permit(ty, 0) || self.is_of_lease(ty)
        };
        // `let task = spawn(async move { … drop(permit) }); tasks.send(task)`
        if self.is_future_with_permit(at, arg, 3) {
            return true;
        }
        let moved = |expr: ExprId| match body.expr(expr) {
            ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } => {
                args.iter().any(|&part| matches!(body.expr(part), ExprKind::Local(_)) && holds(part))
            }
            _ => false,
        };
        let mut found = holds(arg);
        body.walk(arg, &mut |_| false, &mut |expr| found = found || moved(expr));
        found
    }

    /// Whether a variable holds a future or task with a permit in it, which comes back when that is done.
    fn is_future_with_permit(&self, at: BodyRef, arg: ExprId, far: u8) -> bool {
        let body = self.program.body(at);
        let ExprKind::Local(binding) = body.expr(arg) else { return false };
        let BindSource::Value(value, _) = self.program.uses(at).source(*binding) else { return false };
        let Some(far) = far.checked_sub(1) else { return false };
        let (mut futures, mut others) = (Vec::new(), Vec::new());
        body.walk(value, &mut |_| false, &mut |expr| match body.expr(expr) {
            ExprKind::Async { .. } => futures.push(expr),
            ExprKind::Local(_) => others.push(expr),
            _ => {}
        });
        let captures = |&block: &ExprId| {
            body.any(block, |expr| {
                matches!(body.expr(expr), ExprKind::Local(_)) && self.holds_permit(self.program.types(at).expr(expr), 0)
            })
        };
        futures.iter().any(captures) || others.into_iter().any(|part| self.is_future_with_permit(at, part, far))
    }

    /// A lease, perhaps an optional one.
    fn is_of_lease(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Adt(adt, _) => self.is_lease(*adt),
            Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(|inner| self.is_of_lease(inner)),
            _ => false,
        }
    }

    fn holds_permit(&self, ty: &Ty, depth: u8) -> bool {
        let program = self.program;
        depth < 4
            && (program.role(ty) == Some(Role::Permit)
                || match ty {
                    Ty::Adt(adt, args) => program
                        .all_fields(*adt)
                        .iter()
                        .chain(args.iter())
                        .any(|inner| self.holds_permit(inner, depth + 1)),
                    Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(|inner| self.holds_permit(inner, depth + 1)),
                    _ => false,
                })
    }

    /// The loop over outside data that a send stands in.
    fn driven(&self, send: ExprRef) -> Option<Feed> {
        let program = self.program;
        let body = program.body(send.body);
        let span = self.callee_span(send);
        if self.is_last(send) || self.comes_once(send) || self.is_counted(send) || self.is_paid(send) {
            return None;
        }
        if self.args(send).iter().any(|&arg| self.brings_permit(send.body, arg)) {
            return None;
        }
        // Who waits for an answer does not send the next message meanwhile.
        if self.args(send).iter().any(|&arg| self.carries_answer(program.types(send.body).expr(arg), 3)) {
            return None;
        }
        let commands = self.args(send).iter().any(|&arg| self.is_command(program.types(send.body).expr(arg)));
        for up in program.uses(send.body).ancestors(send.expr) {
            // A closure that a collection runs at once (`retain`, `for_each`) is code like any other.
            if matches!(body.expr(up), ExprKind::Closure { .. }) && !self.runs_at_once(send.body, up) {
                return None;
            }
            let at = ExprRef { body: send.body, expr: up };
            if let Some((source, what)) = self.outside(at, send.expr, self.sends_data(send)) {
                // A command that brings nothing of what came in is one of few.
                if commands && !self.args(send).iter().any(|&arg| self.comes_from_loop(at, arg)) {
                    return None;
                }
                return Some(Feed { send: span, source, what });
            }
        }
        if let Some(feed) = self.driven_by_callers(send, false) {
            return Some(feed);
        }
        // A loop says more than that requests come in.
        let args = self.args(send);
        if (self.sends_data(send) || self.sends_all_that_came(send))
            && !self.is_for_answer_or_failure(send)
            && let Some((source, what)) = self.requested(send, args)
        {
            return Some(Feed { send: span, source, what });
        }
        self.driven_by_callers(send, true)
    }

    /// `self.samples.send(request.into_inner())`: all that came with a request is data, whatever generated code makes of it.
    fn sends_all_that_came(&self, send: ExprRef) -> bool {
        let body = self.program.body(send.body);
        let [arg] = self.args(send) else { return false };
        if !self.program.types(send.body).expr(*arg).is_unknown() {
            return false;
        }
        let mut expr = *arg;
        for _ in 0..3 {
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, name, args, .. } if *name == "into_inner" && args.is_empty() => {
                    expr = *receiver;
                }
                ExprKind::Local(binding) => match self.program.uses(send.body).source(*binding) {
                    BindSource::Param(_) => return true,
                    BindSource::Value(value, _) => expr = value,
                    _ => return false,
                },
                _ => return false,
            }
        }
        false
    }

    /// Whether code waits for an answer after a send, so that the request lasts as long as the message; or sends where
    /// something has failed, which is seldom.
    fn is_for_answer_or_failure(&self, send: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(send.body);
        let frame = program.frame(send);
        let mut answered = false;
        body.walk(frame.unwrap_or(body.root), &mut |_| true, &mut |expr| {
            answered |= body.span(expr).lo >= body.span(send.expr).hi
                && self.has_verb(ExprRef { body: send.body, expr }, Verb::Receive);
        });
        let mut child = send.expr;
        let failed = program.uses(send.body).ancestors(send.expr).any(|up| {
            let is_arm = |arm: &crate::ir::Arm| {
                arm.body == child && matches!(body.pat(arm.pat), PatKind::TupleStruct(path, _) if path.last() == "Err")
            };
            let of_failure = match body.expr(up) {
                ExprKind::Match { arms, .. } => arms.iter().any(is_arm),
                ExprKind::If { cond, then, .. } if *then == child => {
                    matches!(body.expr(*cond), ExprKind::Let { pat, .. }
                        if matches!(body.pat(*pat), PatKind::TupleStruct(path, _) if path.last() == "Err"))
                }
                _ => false,
            };
            child = up;
            of_failure
        });
        answered || failed
    }

    /// The handler of requests that a place stands in, where what is given there came with the request.
    fn requested(&self, at: ExprRef, args: &[ExprId]) -> Option<(Span, &'static str)> {
        let program = self.program;
        let function = self.direct_owner(at).filter(|&function| self.is_handler(function))?;
        let sig = program.sig(function);
        let shift = usize::from(program.defs.fns[function].item.receiver.is_some());
        let came = |position: u32| {
            let ty = sig.params.get((position as usize).checked_sub(shift)?)?;
            Some(program.apis.deed(ty.api_path()?)?.does == Deed::Extract)
        };
        let mut positions = self.params_in(at.body, args)?.into_iter();
        positions
            .any(|position| came(position) == Some(true))
            .then_some((program.defs.fns[function].name_span, REQUESTS))
    }

    /// Whether the loop around a send is left right after it: one message, and no more.
    fn is_last(&self, send: ExprRef) -> bool {
        let body = self.program.body(send.body);
        let around = self.program.uses(send.body).ancestors(send.expr).find(|&up| body.expr(up).is_loop());
        around.is_some_and(|around| self.leaves_after(send, around))
    }

    /// Whether a loop is always left in the round in which it comes to a place in it, and not only a loop within.
    pub(super) fn leaves_after(&self, at: ExprRef, of: ExprId) -> bool {
        let body = self.program.body(at.body);
        let mut last = false;
        for up in self.program.uses(at.body).ancestors(at.expr) {
            if up == of {
                return last;
            }
            match body.expr(up) {
                ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => last = false,
                ExprKind::Closure { .. } => return false,
                ExprKind::Block { .. } => last |= super::closing::leaves(body, up),
                ExprKind::Break { .. } | ExprKind::Return(_) => last = true,
                _ => {}
            }
        }
        false
    }

    /// A function that passes on what it is given, called in a loop over outside data with what came in there.
    fn driven_by_callers(&self, send: ExprRef, requests: bool) -> Option<Feed> {
        let program = self.program;
        let ExprKind::MethodCall { args, .. } = program.expr(send) else { return None };
        if args.iter().any(|&arg| self.is_command(program.types(send.body).expr(arg))) {
            return None;
        }
        // A wrapper around channels of any type: which of them its callers mean is not known here.
        if args.iter().any(|&arg| matches!(program.types(send.body).expr(arg), Ty::Param(..))) {
            return None;
        }
        self.feed_of_callers(send, send.body, args, Search { data: self.sends_data(send), requests, depth: 0 })
    }

    /// Whether what is sent is a plain value: no variant of the workspace's own, and not nothing.
    fn sends_data(&self, send: ExprRef) -> bool {
        let types = self.program.types(send.body);
        let plain = |ty: &Ty| match self.program.peel(ty) {
            Ty::Adt(adt, _) => matches!(self.program.defs.adts[adt].kind, AdtKind::Struct(_)),
            Ty::Tuple(parts) => !parts.is_empty(),
            Ty::Api(..) | Ty::Prim(_) => true,
            _ => false,
        };
        // What the sender is for says it better than what a generic parameter is called.
        if let ExprKind::MethodCall { receiver, .. } = self.program.expr(send) {
            let sender = self.program.peel(types.expr(*receiver));
            if self.program.role(&sender) == Some(Role::Sender) && sender.arg(0) != Ty::Unknown {
                return plain(&sender.arg(0));
            }
        }
        let args = self.args(send);
        !args.is_empty() && args.iter().all(|&arg| plain(types.expr(arg)))
    }

    fn feed_of_callers(&self, send: ExprRef, at: BodyRef, args: &[ExprId], search: Search) -> Option<Feed> {
        let program = self.program;
        let span = self.callee_span(send);
        let positions = self.params_in(at, args)?;
        let function = program.owner(at)?;
        // `Reply::success(&self, text)`: who calls it may have got the reply's end with a message.
        let by_self = matches!(program.expr(send), ExprKind::MethodCall { receiver, .. }
        if super::round::field_way(program.body(send.body), *receiver).is_some_and(|(from, _)| {
            send.body == at && program.body(at).binding(from).name == "self"
        }));
        let holds = |_: &Ty| false;
        let skip = |body: BodyRef| self.skips(body);
        for call in Tracker::new(program, self.index, &holds, &skip).callers(function) {
            if by_self && self.answers_message(call) {
                continue;
            }
            let given = match program.expr(call) {
                ExprKind::MethodCall { args, .. } => &args[..],
                ExprKind::Call { args, .. } => &args[..],
                _ => continue,
            };
            let shift = match program.expr(call) {
                ExprKind::MethodCall { .. } => u32::from(program.defs.fns[function].item.receiver.is_some()),
                _ => 0,
            };
            let passed: Vec<ExprId> = positions
                .iter()
                .filter_map(|position| given.get(position.checked_sub(shift)? as usize))
                .copied()
                .collect();
            let found = program.uses(call.body).ancestors(call.expr).find_map(|up| {
                let at = ExprRef { body: call.body, expr: up };
                self.outside(at, call.expr, search.data).map(|feed| (at, feed))
            });
            if search.requests
                && search.data
                && !self.is_for_answer_or_failure(send)
                && !self.is_for_answer_or_failure(call)
                && let Some((source, what)) = self.requested(call, &passed)
            {
                return Some(Feed { send: span, source, what });
            }
            match found {
                Some((at, (source, what)))
                    if !search.requests && passed.iter().any(|&arg| self.comes_from_loop(at, arg)) =>
                {
                    return Some(Feed { send: span, source, what });
                }
                // One call further out.
                None if search.depth < 2 => {
                    let further = Search { depth: search.depth + 1, ..search };
                    if let Some(feed) = self.feed_of_callers(send, call.body, &passed, further) {
                        return Some(feed);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The parameters of its function that arguments are made of, through variables.
    fn params_in(&self, at: BodyRef, args: &[ExprId]) -> Option<Vec<u32>> {
        let program = self.program;
        let body = program.body(at);
        let mut positions = Vec::new();
        let mut seen = FxHashSet::default();
        let mut todo = args.to_vec();
        while let Some(arg) = todo.pop() {
            body.walk(arg, &mut |_| false, &mut |expr| {
                let ExprKind::Local(binding) = body.expr(expr) else { return };
                if body.binding(*binding).name == "self" || !seen.insert(*binding) {
                    return;
                }
                match program.uses(at).source(*binding) {
                    BindSource::Param(position) => positions.push(position),
                    BindSource::Value(value, _) => todo.push(value),
                    _ => {}
                }
            });
        }
        positions.sort_unstable();
        (!positions.is_empty()).then_some(positions)
    }

    /// Whether an argument mentions a variable that the loop binds anew for each message, and not to a constant.
    fn comes_from_loop(&self, at: ExprRef, arg: ExprId) -> bool {
        let body = self.program.body(at.body);
        let span = body.span(at.expr);
        let mut found = false;
        body.walk(arg, &mut |_| false, &mut |expr| {
            if let ExprKind::Local(binding) = body.expr(expr) {
                let local = body.binding(*binding);
                let fresh = match self.program.uses(at.body).source(*binding) {
                    BindSource::Value(value, _) => !matches!(body.expr(value), ExprKind::Lit(_) | ExprKind::Path(_)),
                    _ => true,
                };
                found |= fresh && span.contains(Span::new(body.file, local.lo, local.hi));
            }
        });
        found
    }

    /// Commands are few, and each is sent because somebody asked: a variant asks for a reply, or says one word only.
    fn is_command(&self, ty: &Ty) -> bool {
        let Ty::Adt(adt, _) = self.program.peel(ty) else { return false };
        let AdtKind::Enum(item) = self.program.defs.adts[adt].kind else { return false };
        item.variants.iter().any(|variant| variant.fields.is_empty())
            || self.program.all_fields(adt).iter().any(|ty| self.program.role(ty) == Some(Role::Sender))
    }

    /// Whether a closure is an argument of a method that calls it before it gives its result.
    fn runs_at_once(&self, at: BodyRef, closure: ExprId) -> bool {
        let program = self.program;
        let Some(parent) = program.uses(at).parent_expr(closure) else { return false };
        let call = ExprRef { body: at, expr: parent };
        match (program.expr(call), program.callee(call)) {
            (ExprKind::MethodCall { receiver, .. }, Callee::Api(api)) => {
                let ty = program.types(at).expr(*receiver);
                let of = program.derefs(ty).into_iter().find_map(|ty| program.role(&ty));
                program.apis.row(*api).verb != Verb::Spawn
                    && matches!(of, Some(Role::Collection | Role::Iterator | Role::Option | Role::Result))
            }
            _ => false,
        }
    }

    /// What a loop over outside data waits for, in the rounds in which it comes to `inner`.
    ///
    /// A command brings what the outside wants only where what is sent is no command itself: `data` says that.
    fn outside(&self, at: ExprRef, inner: ExprId, data: bool) -> Option<(Span, &'static str)> {
        let found = self.loops.iter().find(|found| found.at == at);
        let Some(source) = found.and_then(|found| self.source_of(found, inner)) else {
            return self.datagram(at, inner).map(|call| (self.callee_span(call), DATAGRAMS));
        };
        let what = match (source.op, source.channel) {
            (SourceOp::Accept, _) => "connections come in here",
            (
                SourceOp::Receive,
                ChannelKind::Oneshot | ChannelKind::Watch | ChannelKind::Notify | ChannelKind::Interval,
            ) => return None,
            (SourceOp::Receive, _) if self.gives_results(source) || self.gives_keys(source) => return None,
            (SourceOp::Receive, _) if !data && self.gives_commands(source) => return None,
            (SourceOp::Receive, _) => "messages come in here",
            _ => return None,
        };
        Some((self.callee_span(source.at), what))
    }

    /// The read of a socket that leads to a place in a loop: of the branch of a `select!` that the place stands in.
    pub(super) fn datagram(&self, at: ExprRef, inner: ExprId) -> Option<ExprRef> {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        if !matches!(body.expr(at.expr), ExprKind::Loop { .. } | ExprKind::While { .. }) {
            return None;
        }
        let mut found = None;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            let call = ExprRef { body: at.body, expr };
            let leads = || {
                body.span(expr).lo < body.span(inner).lo
                    && uses.ancestors(expr).take_while(|&up| up != at.expr).all(|up| match body.expr(up) {
                        ExprKind::Select { branches, .. } => branches.iter().any(|branch| {
                            body.span(branch.future).contains(body.span(expr))
                                && body.span(branch.body).contains(body.span(inner))
                        }),
                        _ => true,
                    })
            };
            if found.is_none()
                && matches!(body.expr(expr), ExprKind::MethodCall { .. })
                && self.does(call, Deed::Datagram)
                && leads()
            {
                found = Some(call);
            }
        });
        found
    }

    /// The wait of a loop that leads to a place in it: of the branch of a `select!` that the place stands in.
    fn source_of<'l>(&self, found: &'l Loop, inner: ExprId) -> Option<&'l Source> {
        let body = self.program.body(found.at.body);
        let uses = self.program.uses(found.at.body);
        let mut child = inner;
        for up in uses.ancestors(inner).take_while(|&up| up != found.at.expr) {
            if let ExprKind::Select { branches, .. } = body.expr(up)
                && let Some(branch) = branches.iter().find(|branch| branch.body == child)
            {
                let future = body.span(branch.future);
                let waits =
                    |source: &&Source| source.at.body == found.at.body && future.contains(body.span(source.at.expr));
                // The wait may stand behind a call, or in a variable.
                let seen = found.sources.iter().any(|source| waits(&source));
                return if seen { found.sources.iter().find(waits) } else { self.behind(found, branch.future) };
            }
            child = up;
        }
        Some(&found.source)
    }

    /// The wait of a branch that names another function or a variable, where the loop has no other.
    fn behind<'l>(&self, found: &'l Loop, future: ExprId) -> Option<&'l Source> {
        let body = self.program.body(found.at.body);
        let elsewhere = found.source.at.body != found.at.body;
        let named = matches!(body.expr(future), ExprKind::Local(_) | ExprKind::Ref(_));
        (elsewhere || named).then_some(&found.source)
    }

    /// Whether what comes are results of futures or tasks that the program itself has put into a set.
    fn gives_results(&self, source: &Source) -> bool {
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(source.at) else { return false };
        let set = self.program.peel(self.program.types(source.at.body).expr(*receiver));
        let row = self.program.type_row(&set);
        row.is_some_and(|row| row.role == Role::TaskSet || row.stream && matches!(row.role, Role::Collection))
    }

    /// Whether what comes is what a user types and clicks: nobody does that without a limit.
    fn gives_keys(&self, source: &Source) -> bool {
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(source.at) else { return false };
        let stream = self.program.peel(self.program.types(source.at.body).expr(*receiver));
        let deed = stream.api_path().and_then(|path| self.program.apis.deed(path));
        deed.is_some_and(|deed| deed.does == Deed::AwaitEvent)
    }

    /// Whether what is received in the program itself are commands, or says no more than that something has happened.
    fn gives_commands(&self, source: &Source) -> bool {
        let ExprKind::MethodCall { receiver, .. } = self.program.expr(source.at) else { return false };
        let types = self.program.types(source.at.body);
        let says_nothing = |ty: &Ty| matches!(ty, Ty::Tuple(parts) if parts.is_empty());
        if let Some(up) = self.program.uses(source.at.body).parent_expr(source.at.expr)
            && matches!(self.program.body(source.at.body).expr(up), ExprKind::Await(_))
            && self.program.role(types.expr(up)) == Some(Role::Option)
            && says_nothing(&types.expr(up).arg(0))
        {
            return true;
        }
        let ty = self.program.peel(types.expr(*receiver));
        let item = match self.program.role(&ty) {
            Some(Role::Receiver) => ty.arg(0).clone(),
            _ => return false,
        };
        self.is_command(&item) || says_nothing(&item)
    }
}
