//! What ties the end of a task to somebody, though nobody holds its handle: a token, a closing channel, a
//! completion sender, a permit, a connection.

use super::{Fate, Model, Task};
use crate::apis::{DropEffect, ExitKind, Role, Verb};
use crate::flow::EventKind;
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{BodyRef, Bound, BoundTrait, ExprRef, Origin, Program, Ty};
use crate::source::Span;

/// A tie, and the place that shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    /// What kind.
    pub kind: LinkKind,
    /// Where.
    pub span: Span,
}

/// Kinds of ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// It waits for a token or stop signal.
    Signal,
    /// It ends when its channel closes.
    Channel,
    /// It owns a sender: whoever receives sees its result, or its end.
    Completion,
    /// It holds a permit, or a guard that is dropped with it.
    Permit,
    /// It serves a connection.
    Connection,
}

impl Model<'_, '_> {
    /// What ties the end of a task to somebody.
    pub fn link(&self, task: &Task) -> Option<Link> {
        for exit in &task.ends.exits {
            let kind = match exit.kind {
                ExitKind::CancelToken | ExitKind::ShutdownSignal | ExitKind::SelectBranch => LinkKind::Signal,
                ExitKind::ChannelClosed => LinkKind::Channel,
                ExitKind::PeerClosed => LinkKind::Connection,
                ExitKind::Error | ExitKind::Condition | ExitKind::Abort => continue,
            };
            return Some(Link { kind, span: exit.span });
        }
        if let Some(link) = self.shared_flag(task) {
            return Some(link);
        }
        // `abortable(work)`: the handle that came with the work ends the task, though its own is dropped.
        if let Some(aborted) = task.events.iter().find(|event| matches!(event.kind, EventKind::Verb(Verb::Abort)))
            && task.fate == Fate::Dropped
        {
            return Some(Link { kind: LinkKind::Signal, span: aborted.span });
        }
        // A spawn function of the workspace may tie what it is given to something of its own.
        if let crate::resolve::Callee::Fn(function) = self.program.callee(task.at)
            && let Some(tie) = self.wrapper_link(*function, 0)
        {
            return Some(tie);
        }
        if let Some(span) = self.ends.waits_for_signal(&task.work) {
            return Some(Link { kind: LinkKind::Signal, span });
        }
        let work = task.work_at?;
        if let Some(function) = self.work_fn(task) {
            let tied = self.program.sig(function).params.iter().find_map(|ty| tie(self.program, ty, 0));
            if let Some(kind) = tied {
                return Some(Link { kind, span: self.program.defs.fns[function].name_span });
            }
        }
        self.captured(work)
    }

    /// A way out by a condition, and a flag that others hold, too.
    fn shared_flag(&self, task: &Task) -> Option<Link> {
        let exit = task.ends.exits.iter().find(|exit| exit.kind == ExitKind::Condition)?;
        let work = task.work_at?;
        let program = self.program;
        let body = program.body(work.body);
        let mut flag = false;
        body.walk(work.expr, &mut |_| true, &mut |expr| {
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return };
            let ty = program.types(work.body).expr(*receiver);
            let shared = program.derefs(ty).iter().any(|ty| program.role(ty) == Some(Role::Pointer));
            let of = program.peel(ty);
            flag |=
                *name == "load" && shared && of.api_path().is_some_and(|path| path == "std::sync::atomic::AtomicBool");
        });
        // A state that is asked for, the owner that is gone: whatever lets somebody else end the loop around the exit.
        let told = || {
            let around = |found: &&super::Loop| {
                found.at.body == work.body && body.span(found.at.expr).contains(exit.span) && found.exit_signal
            };
            self.loops.iter().any(|found| around(&found))
        };
        (flag || told()).then_some(Link { kind: LinkKind::Signal, span: exit.span })
    }

    /// What ties the tasks that a spawn function starts for its callers.
    fn wrapper_link(&self, function: crate::resolve::FnId, depth: u8) -> Option<Link> {
        super::tasks::of_given(self.program, &self.tasks, function).find_map(|task| {
            match self.program.callee(task.at) {
                crate::resolve::Callee::Fn(next) if *next != function && depth < 4 => {
                    self.wrapper_link(*next, depth + 1).or_else(|| self.captured(task.work_at?))
                }
                crate::resolve::Callee::Api(_) => self.captured(task.work_at?),
                _ => None,
            }
        })
    }

    /// `spawn({ let pool = self.pool.clone(); async move { … } })`: the code that is started, and not what was done to
    /// make it.
    fn made_in_block(&self, work: ExprRef) -> ExprRef {
        match self.program.expr(work) {
            ExprKind::Block { tail: Some(tail), .. } => {
                let tail = ExprRef { body: work.body, expr: *tail };
                if matches!(self.program.expr(tail), ExprKind::Async { .. }) { tail } else { work }
            }
            _ => work,
        }
    }

    /// Whether a task takes something with it of which the text does not say what it is: it may be a tie.
    pub fn takes_unknown(&self, task: &Task) -> bool {
        let Some(work) = task.work_at.map(|work| self.made_in_block(work)) else { return true };
        let program = self.program;
        let body = program.body(work.body);
        let span = body.span(work.expr);
        let mut unknown = false;
        body.walk(work.expr, &mut |_| true, &mut |expr| {
            let ExprKind::Local(binding) = body.expr(expr) else { return };
            let local = body.binding(*binding);
            let outside = local.hi <= span.lo || local.lo >= span.hi;
            let ty = program.types(work.body).binding(*binding);
            let shared = program.type_row(ty).is_some_and(|row| row.role == Role::Pointer && row.shares);
            unknown |= outside && may_tie(&program.peel(ty), shared);
        });
        unknown
    }

    /// A tie among what a piece of work takes with it.
    fn captured(&self, work: ExprRef) -> Option<Link> {
        let program = self.program;
        let body = program.body(work.body);
        let mut found: Option<Link> = None;
        let mut look = |at: BodyRef, expr: ExprId| {
            if found.is_none() {
                let ty = program.types(at).expr(expr);
                let of = program.body(at);
                let is_self = matches!(of.expr(expr), ExprKind::Local(one) if of.binding(*one).name == "self");
                let kind = if is_self { tie_of_self(program, ty) } else { tie(program, ty, 0) };
                if let Some(kind) = kind {
                    found = Some(Link { kind, span: program.body(at).span(expr) });
                }
            }
        };
        let started = self.made_in_block(work).expr;
        let mut todo = vec![started];
        // `spawn({ let future = run(stop.clone()); async { future.await } })`: what the future was made of goes along.
        if started != work.expr {
            body.walk(started, &mut |_| true, &mut |expr| {
                if let ExprKind::Local(binding) = body.expr(expr)
                    && let Ty::Future(_) = program.types(work.body).binding(*binding)
                    && let crate::flow::BindSource::Value(value, _) = program.uses(work.body).source(*binding)
                {
                    todo.push(value);
                }
            });
        }
        // A variable that holds the future: what that was made of.
        if let ExprKind::Local(binding) = body.expr(work.expr)
            && let crate::flow::BindSource::Value(value, _) = program.uses(work.body).source(*binding)
        {
            todo.push(value);
        }
        // `run(self.every)`: the field alone goes along, unless code takes the whole with it.
        let uses = program.uses(work.body);
        let only_field = |root: ExprId, expr: ExprId| {
            matches!(body.expr(expr), ExprKind::Local(_))
                && uses.parent_expr(expr).is_some_and(|up| matches!(body.expr(up), ExprKind::Field { .. }))
                && !uses.ancestors(expr).take_while(|up| *up != root).any(|up| body.expr(up).is_lazy())
                && !body.expr(root).is_lazy()
        };
        for root in todo {
            body.walk(root, &mut |_| true, &mut |expr| {
                if matches!(
                    body.expr(expr),
                    ExprKind::Local(_) | ExprKind::Field { .. } | ExprKind::Call { .. } | ExprKind::MethodCall { .. }
                ) && !only_field(root, expr)
                {
                    look(work.body, expr);
                }
            });
        }
        found
    }

    /// Whether a task has a value of the workspace whose `Drop` tells others that it has ended: a guard that shares
    /// something with them, taken along or made by the task.
    pub fn holds_guard(&self, task: &Task) -> bool {
        let Some(work) = task.work_at else { return false };
        let program = self.program;
        let body = program.body(work.body);
        let types = program.types(work.body);
        body.any(work.expr, |expr| {
            let own = matches!(
                body.expr(expr),
                ExprKind::Local(_) | ExprKind::Struct { .. } | ExprKind::Call { .. } | ExprKind::MethodCall { .. }
            );
            let Ty::Adt(adt, _) = types.expr(expr) else { return false };
            let shares = || program.all_fields(*adt).iter().any(|field| program.role(field) == Some(Role::Pointer));
            own && self.drop_of(*adt).is_some() && shares()
        })
    }

    /// The span of the code that a task runs, where it stands in a function of its own.
    pub fn work_fn(&self, task: &Task) -> Option<crate::resolve::FnId> {
        match self.program.as_future(&task.work) {
            Ty::Future(future) => match future.origin {
                Origin::Call(function, _) => Some(function),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether the text does not say of a type that its values tie nobody. Who shares a value that is known by a trait of the
/// workspace (a repository, a mailer) tells it what to do; one of its own may be a connection, a sender, a guard.
fn may_tie(ty: &Ty, shared: bool) -> bool {
    match ty {
        Ty::Unknown | Ty::Assoc(..) => true,
        Ty::Param(_, bounds) | Ty::Traits(bounds) => {
            let local = |bound: &Bound| matches!(bound.of, BoundTrait::Local(_));
            let mark = |bound: &Bound| matches!(bound.of, BoundTrait::Api(path) if MARKS.contains(&path.as_str()));
            !(shared && bounds.iter().any(local) && bounds.iter().all(|bound| local(bound) || mark(bound)))
        }
        _ => false,
    }
}

/// Traits that say nothing of what their types do.
const MARKS: [&str; 6] = [
    "std::marker::Send",
    "std::marker::Sync",
    "std::marker::Unpin",
    "std::marker::Sized",
    "std::clone::Clone",
    "std::fmt::Debug",
];

/// `self: Arc<Self>` leads no further away than `self`.
fn tie_of_self(program: &Program<'_>, ty: &Ty) -> Option<LinkKind> {
    match program.role(ty) {
        Some(Role::Pointer) => tie(program, &ty.arg(0), 0),
        _ => tie(program, ty, 0),
    }
}

fn tie(program: &Program<'_>, ty: &Ty, depth: u8) -> Option<LinkKind> {
    if depth > 3 {
        return None;
    }
    match ty {
        // It ends when its owner is gone.
        Ty::Api(path, _) if matches!(path.as_str(), "std::sync::Weak" | "std::rc::Weak") => Some(LinkKind::Signal),
        Ty::Api(path, args) => {
            let row = program.apis.type_(*path).map(|id| program.apis.ty(id));
            match row.map(|row| (row.role, row.drop)) {
                // An actor that is told, or a receiver.
                Some((Role::Sender | Role::ActorRef, _)) => return Some(LinkKind::Completion),
                Some((Role::Token, _)) => return Some(LinkKind::Signal),
                Some((Role::Permit | Role::Tracker, _)) => return Some(LinkKind::Permit),
                Some((Role::DropGuard, Some(DropEffect::Cancel))) => return Some(LinkKind::Signal),
                Some((Role::DropGuard, _)) => return Some(LinkKind::Permit),
                Some((Role::Connection, _)) => return Some(LinkKind::Connection),
                Some((Role::Receiver | Role::Notify, _)) => return Some(LinkKind::Channel),
                _ => {}
            }
            args.iter().find_map(|arg| tie(program, arg, depth + 1))
        }
        Ty::Adt(adt, args) => program
            .all_fields(*adt)
            .iter()
            .find_map(|field| tie(program, field, depth + 1))
            .or_else(|| args.iter().find_map(|arg| tie(program, arg, depth + 1))),
        Ty::Tuple(args) => args.iter().find_map(|arg| tie(program, arg, depth + 1)),
        Ty::Slice(inner) => tie(program, inner, depth + 1),
        _ => None,
    }
}
