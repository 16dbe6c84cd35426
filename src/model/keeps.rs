//! Tasks that keep their owner alive: they hold an `Arc` of the value whose drop was to end them.

use super::{Fate, Final, Model, Task};
use crate::apis::{ExitKind, Role, Verb};
use crate::flow::{EndKind, Event, EventKind, Place};
use crate::ir::ExprKind;
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, Origin, Ty};
use crate::source::{Name, Span};

/// A task that holds its own owner.
#[derive(Clone, Debug)]
pub struct KeptOwner {
    /// The task, by number.
    pub task: usize,
    /// The owner's type.
    pub owner: AdtId,
    /// Where the task takes the owner with it.
    pub capture: Span,
    /// What the drop of the owner was to do.
    pub end: KeptEnd,
    /// The place that shows it.
    pub shown: Span,
    /// The task waits for another one, by number, and that is what the drop was to end; with the wait.
    pub waits_for: Option<(usize, Span)>,
}

/// What ends a task when its owner is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptEnd {
    /// The owner's handle of it aborts it.
    Abort,
    /// The owner's token is cancelled.
    Cancel,
    /// The owner sends the stop signal, or lets go of the only sender of it.
    Signal,
}

impl Model<'_, '_> {
    /// All such tasks, in order of their places.
    pub fn kept_owners(&self) -> Vec<KeptOwner> {
        let mut found = Vec::new();
        for (number, task) in self.tasks.iter().enumerate() {
            if task.of_param || !matches!(task.ends.kind, EndKind::Loops | EndKind::Infinite) {
                continue;
            }
            let Some((owner, capture)) = self.captured_owner(task) else { continue };
            let end = self
                .aborts_by_drop(task, owner, None)
                .or_else(|| self.cancels_by_drop(task, owner))
                .or_else(|| self.signals_by_drop(task, owner));
            if let Some((end, shown)) = end {
                found.push(KeptOwner { task: number, owner, capture, end, shown, waits_for: None });
            }
        }
        found.extend(self.kept_by_waiters());
        found.sort_by_key(|one| one.task);
        found
    }

    /// Tasks that wait for another one to end, and meanwhile hold the value whose drop was to end that.
    fn kept_by_waiters(&self) -> Vec<KeptOwner> {
        let mut found: Vec<KeptOwner> = Vec::new();
        for (number, task) in self.tasks.iter().enumerate() {
            let long = matches!(task.ends.kind, EndKind::Loops | EndKind::Infinite) || !task.waits.is_empty();
            if task.of_param || !long {
                continue;
            }
            for event in task.events.iter().filter(|event| self.waits_to_the_end(event)) {
                let Some(waiter) = self.task_of(event.at).filter(|&waiter| waiter != number) else { continue };
                let ends = |event: &Event| matches!(event.kind, EventKind::Verb(Verb::Abort | Verb::Cancel));
                if found.iter().any(|one| one.task == waiter) || self.tasks[waiter].events.iter().any(ends) {
                    continue;
                }
                let Some((owner, capture)) = self.captured_owner(&self.tasks[waiter]) else { continue };
                let end = self
                    .aborts_by_drop(task, owner, Some(waiter))
                    .or_else(|| self.cancelled_by_drop(task, owner).map(|shown| (KeptEnd::Cancel, shown)));
                if let Some((end, shown)) = end {
                    let waits_for = Some((number, event.span));
                    found.push(KeptOwner { task: waiter, owner, capture, end, shown, waits_for });
                }
            }
        }
        found
    }

    /// Whether a handle is awaited with nothing beside it: no limit, no other branch.
    fn waits_to_the_end(&self, event: &Event) -> bool {
        let ExprKind::Await(inner) = self.program.expr(event.at) else { return false };
        let waited = self.program.peel(self.program.types(event.at.body).expr(*inner));
        event.kind == EventKind::Awaited && self.program.role(&waited) == Some(Role::JoinHandle)
    }

    /// The `Arc` of a type of the workspace that a task holds as long as it runs.
    fn captured_owner(&self, task: &Task) -> Option<(AdtId, Span)> {
        let program = self.program;
        let work = task.work_at?;
        let body = program.body(work.body);
        let shared = |ty: &Ty| match ty {
            Ty::Api(path, args) if matches!(path.as_str(), "std::sync::Arc" | "std::rc::Rc") => match args.first() {
                Some(Ty::Adt(adt, _)) => Some(*adt),
                _ => None,
            },
            _ => None,
        };
        let mut found = None;
        let mut weak = false;
        match program.as_future(&task.work) {
            Ty::Future(future) => match future.origin {
                // What an async block names of its surroundings lives as long as it does.
                Origin::Block(at) if at.body == work.body => {
                    let span = body.span(at.expr);
                    body.walk(at.expr, &mut |_| true, &mut |expr| match body.expr(expr) {
                        ExprKind::Local(binding) => {
                            let local = body.binding(*binding);
                            let outside = local.hi <= span.lo || local.lo >= span.hi;
                            let adt = shared(program.types(work.body).binding(*binding))
                                .or_else(|| self.shared_value(work.body, *binding));
                            if let Some(adt) = adt.filter(|_| outside) {
                                found.get_or_insert((adt, body.span(expr)));
                            }
                        }
                        ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                            weak |= self.lets_go_of_shares(ExprRef { body: work.body, expr });
                        }
                        _ => {}
                    });
                }
                // What a function is given lives as long as it runs, if it takes it as it is.
                Origin::Call(function, call) if call.body == work.body => {
                    let item = &program.defs.fns[function].item;
                    let takes = program.sig(function).params.iter().find_map(shared);
                    let receiver = match program.expr(call) {
                        ExprKind::MethodCall { receiver, .. } => Some(*receiver),
                        _ => None,
                    };
                    let by_receiver = receiver
                        .filter(|_| item.receiver.is_some())
                        .and_then(|receiver| shared(program.types(call.body).expr(receiver)))
                        .filter(|_| item.receiver == Some(crate::ir::Receiver::Value));
                    found = by_receiver.or(takes).map(|adt| (adt, self.callee_span(call)));
                    if let Some(inner) = program.defs.fns[function].body {
                        let code = program.body(inner);
                        code.walk(code.root, &mut |_| true, &mut |expr| {
                            weak |= self.lets_go_of_shares(ExprRef { body: inner, expr });
                        });
                    }
                }
                _ => {}
            },
            _ => return None,
        }
        found.filter(|_| !weak)
    }

    /// `let this = Arc::clone(self);`, where the text does not say of what type `self` is.
    fn shared_value(&self, body: BodyRef, binding: crate::ir::BindingId) -> Option<AdtId> {
        let program = self.program;
        let crate::flow::BindSource::Value(value, _) = program.uses(body).source(binding) else { return None };
        let ExprKind::Call { args, .. } = program.body(body).expr(value) else { return None };
        let row = program.called_api(ExprRef { body, expr: value })?;
        if row.name != "clone" || row.parent.is_none_or(|parent| parent != "std::sync::Arc") {
            return None;
        }
        match program.peel(program.types(body).expr(*args.first()?)) {
            Ty::Adt(adt, _) => Some(adt),
            _ => None,
        }
    }

    /// `Arc::downgrade(&this)`, `drop(this)`
    fn lets_go_of_shares(&self, at: ExprRef) -> bool {
        match self.program.callee_of(at) {
            Some(Callee::Api(api)) => {
                let row = self.program.apis.row(*api);
                row.name == "downgrade" || row.verb == Verb::Drop
            }
            _ => false,
        }
    }

    /// The owner holds the task's handle, and only its own drop aborts it; a task may wait for it.
    fn aborts_by_drop(&self, task: &Task, owner: AdtId, waiter: Option<usize>) -> Option<(KeptEnd, Span)> {
        let in_owner = |place: Place| matches!(place, Place::Field(adt, _) if adt == owner);
        let kept = task.events.iter().find_map(|event| match event.kind {
            EventKind::Stored(place) | EventKind::Collected(place) if in_owner(place) => Some(place),
            _ => None,
        });
        let by_type = task.fate == Fate::AbortOnDrop;
        let place = match kept.or(task.set.filter(|place| in_owner(*place))) {
            // Whoever takes it out of there ends the task, too.
            Some(place) if by_type => Some(place).filter(|place| self.is_only_put(*place, task)),
            Some(place) => Some(place),
            None => self.in_guard_of(task, owner).filter(|place| self.is_only_put(*place, task)),
        }?;
        // An exit of its own, or somebody who aborts or awaits it, is another way to its end.
        let other_end = task.events.iter().any(|event| {
            !event.in_drop
                && match event.kind {
                    EventKind::Awaited => waiter.is_none() || self.task_of(event.at) != waiter,
                    EventKind::Verb(verb) => matches!(verb, Verb::Abort | Verb::Join | Verb::Cancel),
                    _ => false,
                }
        });
        let in_drop = |event: &Event| event.in_drop && event.kind == EventKind::Verb(Verb::Abort);
        let aborts = by_type || task.fate_final == Some(Final::AbortOnDrop) || task.events.iter().any(in_drop);
        if other_end || !aborts || !self.only_odd_exits(task) {
            return None;
        }
        let span = task.events.iter().find(|event| event.in_drop).map(|event| event.span);
        let shown = span.or_else(|| self.named_place(place).map(|(_, span)| span))?;
        Some((KeptEnd::Abort, shown))
    }

    /// The field of an owner for a type of the workspace that holds the handle, and aborts the task when it is dropped.
    fn in_guard_of(&self, task: &Task, owner: AdtId) -> Option<Place> {
        let guard = task.events.iter().find_map(|event| match event.kind {
            EventKind::Stored(Place::Field(adt, _)) if self.drop_of(adt).is_some() => Some(adt),
            _ => None,
        })?;
        fn holds(ty: &Ty, guard: AdtId) -> bool {
            match ty {
                Ty::Adt(adt, args) => *adt == guard || args.iter().any(|arg| holds(arg, guard)),
                Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(|arg| holds(arg, guard)),
                _ => false,
            }
        }
        let fields = self.program.defs.adts[owner].fields().iter().map(|field| field.name);
        let mut fields = fields.filter(|&name| holds(&self.program.declared_field(owner, name), guard));
        fields.next().map(|name| Place::Field(owner, name)).filter(|_| fields.next().is_none())
    }

    /// Whether a field is only touched where a task is started, and there it is, or in `Drop`.
    fn is_only_put(&self, place: Place, task: &Task) -> bool {
        let Place::Field(adt, name) = place else { return false };
        let program = self.program;
        let in_drop = |body: BodyRef| program.owner(body).is_some_and(|function| program.is_drop(function));
        let mut touched = false;
        let touches = |at: &&ExprRef| !self.skips(at.body) && self.place_at(**at) == place;
        let only = self.index.fields(name).iter().filter(touches).all(|at| {
            touched |= at.body == task.at.body;
            at.body == task.at.body || in_drop(at.body)
        });
        let made = self
            .index
            .literals(name)
            .iter()
            .any(|(at, _)| at.body == task.at.body && matches!(program.ty(*at), Ty::Adt(of, _) if *of == adt));
        only && (touched || made) && !self.is_public_place(place)
    }

    /// The task waits for a token in the owner that only the owner's drop cancels.
    fn cancels_by_drop(&self, task: &Task, owner: AdtId) -> Option<(KeptEnd, Span)> {
        let program = self.program;
        let exits = &task.ends.exits;
        let signal = exits.iter().find(|exit| exit.kind == ExitKind::CancelToken)?;
        if exits.iter().any(|exit| !matches!(exit.kind, ExitKind::CancelToken | ExitKind::Error)) {
            return None;
        }
        // `self.token.cancelled()` of the owner itself.
        let on = signal.on?;
        let ExprKind::MethodCall { receiver, .. } = program.expr(on) else { return None };
        let Place::Field(of, name) = self.place_at(ExprRef { body: on.body, expr: *receiver }) else { return None };
        if of != owner {
            return None;
        }
        let in_drop = |body: BodyRef| program.owner(body).is_some_and(|function| program.is_drop(function));
        let cancels: Vec<ExprRef> = self.cancels_of(of, name);
        // The field may be a child of a token that others cancel.
        if cancels.is_empty() || !cancels.iter().all(|at| in_drop(at.body)) || self.is_child(of, name) {
            return None;
        }
        let at = cancels.first()?;
        Some((KeptEnd::Cancel, self.callee_span(*at)))
    }

    /// The task waits for a signal whose only sender is in the owner, and only the owner's drop uses that.
    fn signals_by_drop(&self, task: &Task, owner: AdtId) -> Option<(KeptEnd, Span)> {
        let is_signal = |kind| matches!(kind, ExitKind::ShutdownSignal | ExitKind::ChannelClosed);
        let mut exits = task.ends.exits.iter().filter(|exit| exit.kind != ExitKind::Error);
        let on = exits.next().filter(|exit| is_signal(exit.kind))?.on?;
        if exits.any(|exit| !is_signal(exit.kind) || exit.on != Some(on)) {
            return None;
        }
        // `_ = &mut stopped`: the wait is all of it, the receiver is in it.
        let body = self.program.body(on.body);
        let waits = |at: ExprRef| at.body == on.body && body.span(at.expr).contains(body.span(on.expr));
        let channel = self.channels.iter().find(|channel| {
            let mut events = channel.receivers.iter().flat_map(|end| &end.events);
            events.any(|event| event.at == on || event.kind == EventKind::Awaited && waits(event.at))
        })?;
        let ([sender], None) = (&channel.senders[..], channel.wrapper) else { return None };
        let mut field = None;
        for event in sender.events.iter().filter(|event| event.depth == 0) {
            match event.kind {
                EventKind::Stored(Place::Field(of, name)) if of == owner => field = Some(name),
                _ => return None,
            }
        }
        // Who sends, takes or lends it anywhere else may stop the task before.
        let place = Place::Field(owner, field?);
        let used = self.index.fields(field?).iter().filter(|at| !self.skips(at.body) && self.place_at(**at) == place);
        let in_drop = |body: BodyRef| self.program.owner(body).is_some_and(|function| self.program.is_drop(function));
        let is_shown = |at: ExprRef| {
            let up = self.program.uses(at.body).parent_expr(at.expr);
            up.is_some_and(|up| matches!(self.program.body(at.body).expr(up), ExprKind::Ref(_)))
        };
        let (dropped, other): (Vec<ExprRef>, Vec<ExprRef>) = used.copied().partition(|at| in_drop(at.body));
        if !other.into_iter().all(is_shown) || !self.index.field_pats(field?).is_empty() {
            return None;
        }
        let sent = dropped.first().map(|at| self.program.body(at.body).span(at.expr));
        let (_, declared) = self.named_place(place)?;
        Some((KeptEnd::Signal, sent.unwrap_or(declared)))
    }

    /// Calls that cancel what is in a field.
    fn cancels_of(&self, adt: AdtId, name: Name) -> Vec<ExprRef> {
        let program = self.program;
        let accesses = self.index.fields(name).iter().filter(|at| !self.skips(at.body));
        accesses
            .filter(|at| self.place_at(**at) == Place::Field(adt, name))
            .filter_map(|at| {
                let up = program.uses(at.body).parent_expr(at.expr)?;
                let call = ExprRef { body: at.body, expr: up };
                match program.callee_of(call)? {
                    Callee::Api(api) if program.apis.row(*api).verb == Verb::Cancel => Some(call),
                    _ => None,
                }
            })
            .collect()
    }

    /// Whether a token in a field may be one that others hold: anything but a new one is put there, or it is
    /// cloned or given away.
    fn is_child(&self, adt: AdtId, name: Name) -> bool {
        let program = self.program;
        let is_new = |at: ExprRef| match program.expr(at) {
            ExprKind::Call { args, .. } => args.is_empty(),
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                crate::flow::BindSource::Value(value, _) => {
                    let fresh =
                        matches!(program.body(at.body).expr(value), ExprKind::Call { args, .. } if args.is_empty());
                    fresh && program.uses(at.body).of(*binding).len() == 1
                }
                _ => false,
            },
            _ => false,
        };
        let literals = self.index.literals(name).iter();
        let mut own =
            literals.filter(|(at, _)| !self.skips(at.body) && matches!(program.ty(*at), Ty::Adt(of, _) if *of == adt));
        let any_other = own.any(|&(at, value)| !is_new(ExprRef { body: at.body, expr: value }));
        let given = self.index.fields(name).iter().any(|at| {
            self.place_at(*at) == Place::Field(adt, name)
                && program.uses(at.body).parent_expr(at.expr).is_none_or(|up| {
                    let call = ExprRef { body: at.body, expr: up };
                    match program.callee_of(call) {
                        Some(Callee::Api(api)) => {
                            !matches!(program.apis.row(*api).verb, Verb::Cancel | Verb::Wait | Verb::Pass)
                                || program.apis.row(*api).name == "clone"
                                || program.apis.row(*api).name == "child_token"
                        }
                        _ => true,
                    }
                })
        });
        any_other || given || program.role(&self.program.declared_field(adt, name)) != Some(Role::Token)
    }

    /// Whether a task has no way out of its own but errors.
    fn only_odd_exits(&self, task: &Task) -> bool {
        task.ends.exits.iter().all(|exit| exit.kind == ExitKind::Error)
    }
}
