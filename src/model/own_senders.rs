//! Receive loops that wait for their channel to close, and keep a sender of that very channel.
//!
//! Only what is proved counts: the loop has no other way out, nobody aborts its task, and the sender lives in the
//! loop's scope, is used in the loop, or lies in a value that the loop uses, beside the receiver or behind an `Arc`.
//! A sender that is moved, dropped, taken or put into a `Weak` is not kept.

use super::cycles::expand;
use super::kept::closes;
use super::origin::{Origin, Origins, gives_receiver};
use super::round::Answer;
use super::{Fate, Final, Loop, Model, OnEnd};
use crate::apis::{ExitKind, OnClose, Role, Verb};
use crate::flow::{BindSource, EventKind, Parent, Source, SourceOp};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, Ty};
use crate::source::{Name, Span};

/// A sender that its own receiver keeps.
#[derive(Clone, Debug)]
pub struct KeptSender {
    /// The loop, by its index in the model.
    pub in_loop: usize,
    /// The receive that waits for the end.
    pub receive: Span,
    /// The constructor of the channel.
    pub made: Span,
    /// Where the loop keeps it.
    pub kept: Span,
    /// How.
    pub keeper: Keeper,
}

/// How a loop keeps a sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// In a variable that lives longer than the loop.
    Scope(Name),
    /// The loop uses it.
    Loop(Name),
    /// In a field of a value that the loop uses.
    Field(Name),
}

struct Candidate {
    origin: Origin,
    span: Span,
    keeper: Keeper,
}

impl Model<'_, '_> {
    /// All loops that keep what they wait for from happening, in order of the loops.
    pub fn kept_senders(&self) -> Vec<KeptSender> {
        let origins = Origins::new(self);
        let kept = |(index, found)| self.kept_sender(&origins, index, found);
        self.loops.iter().enumerate().filter_map(kept).collect()
    }

    fn kept_sender(&self, origins: &Origins<'_, '_, '_>, index: usize, found: &Loop) -> Option<KeptSender> {
        let source = &found.source;
        if !self.waits_for_close(found, source)
            || self.is_aborted(found)
            || self.waits_for_nothing(source)
            || self.is_cut_around(found.at)
            || self.supervises_for_ever(found.at)
        {
            return None;
        }
        let (receiver, calls) = self.receiving_end(found, source)?;
        let own = origins.of(receiver, &calls);
        let mut candidates: Vec<Candidate> = Vec::new();
        if let Origin::End(channel, _) = own
            && let Some(candidate) = self.in_scope(found, channel, &own)
        {
            candidates.push(candidate);
        }
        self.in_loop(origins, found, &mut candidates);
        candidates.retain(|candidate| candidate.origin != Origin::Unknown);
        if !candidates.is_empty()
            && own != Origin::Unknown
            && let Some(function) = self.owner(found.at.body)
        {
            let ends = std::iter::once(own).chain(candidates.iter().map(|one| one.origin.clone())).collect();
            let mut instances = Vec::new();
            expand(self, origins, ends, function, 0, &mut instances);
            for ends in &instances {
                let Origin::End(channel, _) = ends[0] else { continue };
                let same = ends[1..].iter().position(|end| *end == ends[0]);
                let may_close = |channel: &super::Channel| closes(self, channel, source.at) || self.is_store(channel);
                if let Some(at) = same.filter(|_| !may_close(&self.channels[channel])) {
                    return Some(self.speak_of(index, source, channel, &candidates[at]));
                }
            }
        }
        let (channel, candidate) = self.made_with(origins, found, receiver)?;
        if closes(self, &self.channels[channel], source.at) {
            return None;
        }
        Some(self.speak_of(index, source, channel, &candidate))
    }

    /// `rx.recv().now_or_never()`, `rx.try_iter()` wait for nothing.
    fn waits_for_nothing(&self, source: &Source) -> bool {
        if matches!(self.program.expr(source.at), ExprKind::MethodCall { name, .. } if *name == "try_iter") {
            return true;
        }
        let up = self.program.uses(source.at.body).parent_expr(source.at.expr);
        let callee = up.and_then(|expr| self.program.callee_of(ExprRef { body: source.at.body, expr }));
        matches!(callee, Some(Callee::Api(api)) if self.program.apis.row(*api).name == "now_or_never")
    }

    fn speak_of(&self, in_loop: usize, source: &Source, channel: usize, candidate: &Candidate) -> KeptSender {
        KeptSender {
            in_loop,
            receive: self.callee_span(source.at),
            made: self.channels[channel].span,
            kept: candidate.span,
            keeper: candidate.keeper.clone(),
        }
    }

    /// A loop whose only way out, errors aside, is the end of its channel.
    fn waits_for_close(&self, found: &Loop, source: &Source) -> bool {
        let at = found.at.body;
        if source.op != SourceOp::Receive || !matches!(source.on_close, OnClose::None | OnClose::Err) {
            return false;
        }
        // `for _ in 0..workers { rx.recv() }` waits for a number of messages.
        if let ExprKind::For { iter, .. } = self.program.expr(found.at) {
            let body = self.program.body(at);
            if source.at.body != at || !body.span(*iter).contains(body.span(source.at.expr)) {
                return false;
            }
        }
        let exits = &found.ends.exits;
        // Where the model knows already that the channel cannot close, the way out at its end is none.
        // `rx.recv().await.unwrap()` does not count on it, nor who goes on.
        let course = self
            .calls_to(found.at, source.at.body)
            .and_then(|calls| self.course(found.at, source, &calls, Answer::Closed));
        let goes_on = |course: super::round::Course| course.panics.is_some() || course.again && !course.lost;
        if course.is_some_and(|course| course.leaves.is_none() && course.told.is_none() && goes_on(course)) {
            return false;
        }
        let closes = exits.iter().any(|exit| exit.kind == ExitKind::ChannelClosed)
            || found.on_close == OnEnd::Unreachable
            || exits.is_empty() && self.has_break(found.at);
        if !closes || exits.iter().any(|exit| !matches!(exit.kind, ExitKind::ChannelClosed | ExitKind::Error)) {
            return false;
        }
        let body = self.program.body(at);
        // It really waits, and without a limit of time.
        if let Some(Callee::Api(api)) = self.program.callee_of(source.at) {
            let row = self.program.apis.row(*api);
            if row.verb == Verb::Receive && (row.limited || !(row.is_async || row.blocking)) {
                return false;
            }
        }
        let body = if source.at.body == at { body } else { self.program.body(source.at.body) };
        let uses = self.program.uses(source.at.body);
        let inside = |up: &ExprId| source.at.body != at || *up != found.at.expr;
        let mut around = uses.ancestors(source.at.expr).take_while(inside);
        !around.any(|up| match body.expr(up) {
            ExprKind::Select { .. } => true,
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                match self.program.callee(ExprRef { body: source.at.body, expr: up }) {
                    Callee::Api(api) => !matches!(self.program.apis.row(*api).verb, Verb::Pass | Verb::Wrap),
                    Callee::Fn(_) | Callee::Trait(_) | Callee::Ctor(_) => false,
                    _ => true,
                }
            }
            _ => false,
        })
    }

    fn has_break(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let mut found = false;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            found |= matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_));
        });
        found
    }

    /// Whether the channel that is made at a place has senders that do not keep it open.
    pub fn has_weak_sender(&self, made: Span) -> bool {
        let channel = self.channels.iter().find(|channel| channel.span == made);
        let path = channel.and_then(|channel| self.called_path(channel.at));
        !path.is_some_and(|path| {
            ["std::", "crossbeam_channel::", "futures::", "futures_channel::"]
                .iter()
                .any(|own| path.as_str().starts_with(own))
        })
    }

    /// Whether the program is over with a loop that starts tasks again: it keeps the sender for those, and nothing waits
    /// for its end.
    fn supervises_for_ever(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let last = match body.expr(body.root) {
            ExprKind::Block { tail: Some(tail), .. } => Some(*tail),
            ExprKind::Block { stmts, tail: None, .. } => match stmts.last() {
                Some(crate::ir::Stmt::Expr(last)) => Some(*last),
                _ => None,
            },
            _ => None,
        };
        let is_last = last == Some(at.expr) && self.owner(at.body).is_some_and(|function| self.is_main(function));
        is_last && {
            let round = body.span(at.expr);
            self.started_from(at.body).iter().any(|(_, start)| round.contains(body.span(start.expr)))
        }
    }

    /// Whether a token ends the future that code runs in, wherever that is: `stop.run_until_cancelled(run(rx, tx)).await`
    fn is_cut_around(&self, at: ExprRef) -> bool {
        let cut = |at: ExprRef| {
            let mut around = self.program.uses(at.body).ancestors(at.expr);
            around.any(|expr| self.is_cut(ExprRef { body: at.body, expr }))
        };
        let Some(function) = self.owner(at.body).filter(|_| !cut(at)) else { return cut(at) };
        let callers = self.callers(function);
        !callers.is_empty() && callers.into_iter().all(cut)
    }

    /// Somebody ends the loop's task from outside.
    fn is_aborted(&self, found: &Loop) -> bool {
        let Some(task) = self.task_of(found.at).map(|index| &self.tasks[index]) else { return false };
        task.fate == Fate::AbortOnDrop
            || matches!(task.fate_final, Some(Final::Aborted | Final::AbortOnDrop | Final::Unknown | Final::PublicApi))
            || task.set.is_some()
            // Who aborts it and then awaits it has not waited for the channel.
            || task.events.iter().any(|event| event.kind == EventKind::Verb(Verb::Abort))
    }

    /// The receiver, and the call that leads to it where it stands in a function that the loop calls.
    fn receiving_end(&self, found: &Loop, source: &Source) -> Option<(ExprRef, Vec<ExprRef>)> {
        let expr = match self.program.expr(source.at) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Call { args, .. } => *args.first()?,
            ExprKind::Local(_) | ExprKind::Field { .. } | ExprKind::Ref(_) => source.at.expr,
            _ => return None,
        };
        let receiver = ExprRef { body: source.at.body, expr };
        let at = found.at.body;
        if source.at.body == at {
            return Some((receiver, Vec::new()));
        }
        let function = self.owner(source.at.body)?;
        let body = self.program.body(at);
        let mut call = None;
        body.walk(found.at.expr, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: at, expr };
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                && *self.program.callee(here) == Callee::Fn(function)
            {
                call = call.or(Some(here));
            }
        });
        Some((receiver, vec![call?]))
    }

    fn is_sender(&self, ty: &Ty) -> bool {
        self.program.role(&self.program.peel(ty)) == Some(Role::Sender)
    }

    /// The sender in a variable of the scope that the loop runs in.
    fn in_scope(&self, found: &Loop, channel: usize, own: &Origin) -> Option<Candidate> {
        let sender = self.scope_sender(&self.channels[channel], found.at)?;
        let body = self.program.body(found.at.body);
        let local = body.binding(sender);
        Some(Candidate {
            origin: own.clone(),
            span: Span::new(body.file, local.lo, local.hi),
            keeper: Keeper::Scope(local.name),
        })
    }

    /// Senders that the loop uses, and values with a sender in a field.
    fn in_loop(&self, origins: &Origins<'_, '_, '_>, found: &Loop, candidates: &mut Vec<Candidate>) {
        let at = found.at.body;
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        body.walk(found.at.expr, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: at, expr };
            match body.expr(expr) {
                ExprKind::Local(binding) => {
                    let ty = self.program.types(at).binding(*binding);
                    let name = body.binding(*binding).name;
                    if self.is_sender(ty) {
                        // Moved away in the loop: into a message's handler that ends, or to be dropped.
                        if self.stays(at, *binding, found) {
                            let keeper = Keeper::Loop(name);
                            candidates.push(Candidate { origin: origins.of(here, &[]), span: body.span(expr), keeper });
                        }
                        return;
                    }
                    let Ty::Adt(adt, _) = self.program.peel(ty) else { return };
                    // A closure takes only the field along that it names.
                    let part = uses.parent_expr(expr).is_some_and(|up| matches!(body.expr(up), ExprKind::Field { .. }));
                    if part && uses.ancestors(found.at.expr).any(|up| body.expr(up).is_lazy()) {
                        return;
                    }
                    for field in self.sender_fields(adt) {
                        let keeper = Keeper::Field(field);
                        let origin = origins.of_field(here, field);
                        if let Some(span) = self.program.field_span(adt, field) {
                            candidates.push(Candidate { origin, span, keeper });
                        }
                    }
                }
                ExprKind::Field { base, name } if self.is_sender(self.program.types(at).expr(expr)) => {
                    let ty = self.program.peel(self.program.types(at).expr(*base));
                    let disarmed = matches!(ty, Ty::Adt(adt, _) if self.is_disarmed(adt, *name));
                    if !disarmed {
                        let keeper = Keeper::Loop(*name);
                        candidates.push(Candidate { origin: origins.of(here, &[]), span: body.span(expr), keeper });
                    }
                }
                _ => {}
            }
        });
    }

    /// A variable from in front of the loop that nothing in the function moves away.
    fn stays(&self, at: BodyRef, binding: BindingId, found: &Loop) -> bool {
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let span = self.program.span(found.at);
        let local = body.binding(binding);
        if local.lo >= span.lo && local.hi <= span.hi {
            return false;
        }
        uses.of(binding).iter().all(|&one| {
            !span.contains(body.span(one)) || self.is_lent(at, one, found.at.expr) || {
                let up = uses.ancestors(one).find(|&up| matches!(body.expr(up), ExprKind::Closure { .. }));
                up.is_some_and(|closure| span.contains(body.span(closure)))
            }
        })
    }

    /// Fields of a type that hold a sender for good.
    fn sender_fields(&self, adt: AdtId) -> Vec<Name> {
        let crate::resolve::AdtKind::Struct(item) = self.program.defs.adts[adt].kind else { return Vec::new() };
        let fields = item.fields.iter().map(|field| field.name);
        fields
            .filter(|&name| {
                let ty = self.program.declared_field(adt, name);
                self.is_sender(&ty) && !self.is_disarmed(adt, name) && !self.is_emptied(adt, name, &ty)
            })
            .collect()
    }

    /// Something takes the sender out of the field, or puts another one in.
    pub(super) fn is_disarmed(&self, adt: AdtId, name: Name) -> bool {
        let moved = |at: &ExprRef| {
            let body = self.program.body(at.body);
            match self.program.uses(at.body).parent(at.expr) {
                Parent::Expr(up) => match body.expr(up) {
                    ExprKind::MethodCall { receiver, name, .. } => {
                        *receiver != at.expr || matches!(name.as_str(), "take" | "replace" | "close" | "close_channel")
                    }
                    ExprKind::Field { .. } | ExprKind::Ref(_) => false,
                    ExprKind::Call { .. } => self
                        .program
                        .called_api(ExprRef { body: at.body, expr: up })
                        .is_none_or(|row| row.name != "clone"),
                    _ => true,
                },
                _ => true,
            }
        };
        let taken = self.index.fields(name).iter().filter(|at| self.is_field_of(**at, adt, name)).any(moved);
        let by_pattern = self.index.field_pats(name).iter().any(|(at, pat, _)| {
            let PatKind::Struct(path, _) = self.program.body(*at).pat(*pat) else { return false };
            let scope = self.program.scope(*at);
            let named = self.program.resolve(scope, path, crate::resolve::Namespace::Types);
            named.ctor().is_none_or(|ctor| ctor.adt == adt)
        });
        taken || by_pattern
    }

    /// `let mut rx = this.rx.lock().await;`: what the guard in a variable locks, or the expression itself.
    fn locked(&self, at: ExprRef) -> ExprId {
        let body = self.program.body(at.body);
        let ExprKind::Local(guard) = body.expr(at.expr) else { return at.expr };
        let BindSource::Value(mut expr, _) = self.program.uses(at.body).source(*guard) else { return at.expr };
        for _ in 0..4 {
            expr = match body.expr(expr) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => *inner,
                ExprKind::MethodCall { receiver, .. } => match self.program.callee(ExprRef { body: at.body, expr }) {
                    Callee::Api(api) if gives_receiver(self.program.apis.row(*api)) => *receiver,
                    _ => return at.expr,
                },
                ExprKind::Field { .. } => return expr,
                _ => return at.expr,
            };
        }
        at.expr
    }

    /// The receiver is a field of `self`, and each value of that type is made with a sender of the same channel.
    fn made_with(&self, origins: &Origins<'_, '_, '_>, found: &Loop, receiver: ExprRef) -> Option<(usize, Candidate)> {
        let at = receiver.body;
        let body = self.program.body(at);
        let ExprKind::Field { base, name } = body.expr(self.locked(receiver)) else { return None };
        let owner = self.program.types(at).expr(*base);
        let Ty::Adt(adt, _) = self.program.peel(owner) else { return None };
        let outer = self.program.body(found.at.body);
        let lazy = |up: ExprId| outer.expr(up).is_lazy();
        // A task takes the one field along; of what lies behind a pointer it takes the pointer.
        if self.program.role(owner) != Some(Role::Pointer)
            && self.program.uses(found.at.body).ancestors(found.at.expr).any(lazy)
        {
            return None;
        }
        let senders = self.sender_fields(adt);
        let mut result = None;
        for &(literal, value) in self.index.literals(*name) {
            if self.skips(literal.body) || !matches!(self.program.ty(literal), Ty::Adt(of, _) if *of == adt) {
                continue;
            }
            let end = origins.of(ExprRef { body: literal.body, expr: value }, &[]);
            let ExprKind::Struct { fields, .. } = self.program.expr(literal) else { continue };
            let twin = fields.iter().find(|(name, value)| {
                senders.contains(name)
                    && matches!(end, Origin::End(..))
                    && origins.of(ExprRef { body: literal.body, expr: *value }, &[]) == end
            });
            let (Some((field, _)), Origin::End(channel, _)) = (twin, &end) else { return None };
            let span = self.program.field_span(adt, *field)?;
            let candidate = Candidate { origin: end.clone(), span, keeper: Keeper::Field(*field) };
            result = result.or(Some((*channel, candidate)));
        }
        result
    }
}
