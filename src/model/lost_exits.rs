//! Handles that are lost on one way out only: a task that is aborted behind a wait at which its future may be dropped,
//! one whose handle is dropped where `?` leaves before its owner has it, and maps of handles that are only cleared.
//!
//! Everywhere else somebody ends these tasks, so that nobody looks for one that goes on.

use super::dropped::Dropper;
use super::registries::exit_span;
use super::tasks::{holds_abort_handle, holds_handle};
use super::{Final, LinkKind, Model, Task};
use crate::apis::{DropEffect, Role, TaskKind, Verb};
use crate::flow::{EndKind, Event, EventKind, Place, Tracker};
use crate::ir::ExprKind;
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// A task that goes on after one way out.
#[derive(Clone, Copy, Debug)]
pub struct LostExit {
    /// The task, by number.
    pub task: usize,
    /// The spawn, or the call of a function that starts the task and gives its handle.
    pub at: Span,
    /// The way out.
    pub exit: Span,
    /// Where the task is ended on all others.
    pub ended: Span,
    /// Why it is one.
    pub kind: LostExitKind,
}

/// Ways out that lose a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LostExitKind {
    /// The future is dropped while it waits there; by whom.
    Dropped(Dropper),
    /// An error leaves there, before an owner has the handle.
    Failed,
    /// An error leaves there, before the function aborts the task itself.
    Left,
    /// A map of handles is cleared there.
    Cleared,
}

impl Model<'_, '_> {
    /// All such tasks, in order of tasks.
    pub fn lost_exits(&self) -> Vec<LostExit> {
        let mut found = Vec::new();
        for (number, task) in self.tasks.iter().enumerate() {
            if !self.may_go_on(task) {
                continue;
            }
            let lost = self.aborted_behind_wait(task).or_else(|| self.lost_at_error(task));
            if let Some((exit, ended, kind)) = lost {
                found.push(LostExit { task: number, at: task.span, exit, ended, kind });
            }
            found.extend(self.lost_by_callers(number));
        }
        found.extend(self.cleared());
        found.sort_by_key(|one| one.task);
        found
    }

    /// Whether a task goes on when its handle is dropped, and nothing but its own end or a peer's ends it then.
    fn may_go_on(&self, task: &Task) -> bool {
        let lets_go = |event: &Event| event.kind == EventKind::Guarded;
        task.detaches
            && !task.of_param
            && !task.on_purpose
            && !matches!(task.kind, TaskKind::Blocking | TaskKind::Thread | TaskKind::Actor)
            && !task.events.iter().any(lets_go)
    }

    fn outlasts_owner(&self, task: &Task) -> bool {
        let own = |kind| matches!(kind, LinkKind::Completion | LinkKind::Connection | LinkKind::Permit);
        matches!(task.ends.kind, EndKind::Loops | EndKind::Infinite)
            && self.link(task).is_none_or(|link| own(link.kind))
    }

    /// `select! { … } task.abort();` in a future that somebody drops before.
    fn aborted_behind_wait(&self, task: &Task) -> Option<(Span, Span, LostExitKind)> {
        let program = self.program;
        let at = task.at.body;
        let body = program.body(at);
        let own = program.frame(task.at);
        if task.fate_final == Some(Final::AbortOnDrop) || !self.outlasts_owner(task) {
            return None;
        }
        let mut abort = None;
        for event in &task.events {
            match event.kind {
                EventKind::Verb(Verb::Abort) if event.at.body == at && program.frame(event.at) == own => {
                    abort = abort.or(Some(event.at.expr));
                }
                EventKind::Awaited | EventKind::Used | EventKind::Verb(Verb::Check | Verb::Join) => {}
                _ => return None,
            }
        }
        let abort = abort?;
        let root = match own.map(|own| body.expr(own)) {
            Some(ExprKind::Async { body, .. } | ExprKind::Closure { body, .. }) => *body,
            _ => body.root,
        };
        let (from, to) = (self.program.span(task.at).hi, body.span(abort).lo);
        let mut wait = None;
        body.walk(root, &mut |_| false, &mut |expr| {
            let span = body.span(expr);
            let between = span.lo >= from && span.hi <= to;
            let waits = match body.expr(expr) {
                ExprKind::Select { .. } => true,
                ExprKind::Await(_) => self.takes_time(at, expr),
                _ => false,
            };
            if wait.is_none() && between && waits && self.follows(at, task.at.expr, expr, root) {
                wait = Some(expr);
            }
        });
        let wait = wait?;
        let because = self.cancelled_by(at, own)?;
        let exit = self.callee_span(ExprRef { body: at, expr: wait });
        Some((exit, body.span(abort), LostExitKind::Dropped(because)))
    }

    /// `let task = spawn(…); let store = open()?; Owner { task, store }`, `let task = spawn(…); open()?; task.abort();`
    fn lost_at_error(&self, task: &Task) -> Option<(Span, Span, LostExitKind)> {
        if task.ends.kind != EndKind::Infinite || self.link(task).is_some() {
            return None;
        }
        let ended = task.events.iter().find(|event| matches!(event.kind, EventKind::Verb(Verb::Abort)))?;
        let (exit, kind) = self.error_before_owner(task.at, &task.events)?;
        let aborts = matches!(task.fate_final, Some(Final::Aborted | Final::AbortOnDrop));
        aborts.then_some((exit, ended.span, kind))
    }

    /// The same where a helper starts the task and gives its handle, or what can abort it, to whoever calls.
    fn lost_by_callers(&self, number: usize) -> Vec<LostExit> {
        let program = self.program;
        let task = &self.tasks[number];
        let Some(function) = program.owner(task.at.body) else { return Vec::new() };
        let output = &program.sig(function).output;
        let holds = |ty: &Ty| holds_handle(program, ty) || holds_abort_handle(program, ty);
        if task.ends.kind != EndKind::Infinite || self.link(task).is_some() || !holds(output) {
            return Vec::new();
        }
        let skip = |body: BodyRef| self.skips(body);
        let lost = |call: ExprRef| {
            let mut tracker = Tracker::new(program, self.index, &holds, &skip);
            tracker.value(call);
            let ended = tracker.events.iter().find(|event| matches!(event.kind, EventKind::Verb(Verb::Abort)))?.span;
            let (exit, kind) = self.error_before_owner(call, &tracker.events)?;
            Some(LostExit { task: number, at: self.callee_span(call), exit, ended, kind })
        };
        self.callers_of(function).into_iter().filter_map(lost).collect()
    }

    /// The first error that leaves a function between the place where a task is started and the one where its handle
    /// comes to an owner, or is used to abort the task.
    fn error_before_owner(&self, started: ExprRef, events: &[Event]) -> Option<(Span, LostExitKind)> {
        let program = self.program;
        let at = started.body;
        let body = program.body(at);
        let own = program.frame(started);
        // When `main` fails, the process ends.
        let function = program.owner(at)?;
        let in_main = |function: Option<FnId>| function.is_some_and(|function| self.is_main(function));
        let callers = self.callers_of(function);
        let called = !callers.is_empty() && callers.iter().all(|call| in_main(program.owner(call.body)));
        if called || in_main(Some(function)) {
            return None;
        }
        let is_owner = |event: &&Event| {
            event.at.body == at && matches!(event.kind, EventKind::Stored(Place::Field(..)) | EventKind::Returned(_))
        };
        // Whoever else has it, a guard or a closure, may end the task.
        let only_here = || {
            let here = |event: &Event| match event.kind {
                EventKind::Verb(Verb::Abort | Verb::Check | Verb::Join) | EventKind::Awaited | EventKind::Used => {
                    event.at.body == at && program.frame(event.at) == own
                }
                _ => false,
            };
            events.iter().all(here)
        };
        let kept = events.iter().find(is_owner).or_else(|| {
            let mut ends = events.iter().filter(|event| event.kind == EventKind::Verb(Verb::Abort));
            let last = ends.by_ref().max_by_key(|event| event.span.lo);
            last.filter(|_| only_here())
        })?;
        let root = match own.map(|own| body.expr(own)) {
            Some(ExprKind::Async { body, .. } | ExprKind::Closure { body, .. }) => *body,
            _ => body.root,
        };
        // One that aborts on one way out need not do so on all others.
        let aborts: Vec<Span> = events
            .iter()
            .filter(|event| event.at.body == at && event.kind == EventKind::Verb(Verb::Abort))
            .map(|event| body.span(event.at.expr))
            .collect();
        let (from, to) = (body.span(started.expr).hi, body.span(kept.at.expr).lo);
        let mut exit = None;
        body.walk(root, &mut |_| false, &mut |expr| {
            let span = body.span(expr);
            // The `?` of the spawn itself comes too early.
            let between = span.hi > from && span.hi <= to && !span.contains(body.span(started.expr));
            let leaves = matches!(body.expr(expr), ExprKind::Try(_));
            let ended = || aborts.iter().any(|abort| abort.lo >= from && abort.hi <= span.lo);
            if exit.is_none() && between && leaves && !ended() && self.follows(at, started.expr, expr, root) {
                exit = Some(expr);
            }
        });
        let kind = if is_owner(&kept) { LostExitKind::Failed } else { LostExitKind::Left };
        exit.map(|exit| (exit_span(program, at, exit), kind))
    }

    /// Fields with handles that are only cleared in a function, while another one aborts what it takes out.
    fn cleared(&self) -> Vec<LostExit> {
        let program = self.program;
        let mut found = Vec::new();
        let aborted: Vec<(usize, Event)> = (0..self.tasks.len())
            .filter(|&number| self.may_go_on(&self.tasks[number]))
            .filter_map(|number| {
                let mut events = self.tasks[number].events.iter();
                Some((number, *events.find(|event| event.kind == EventKind::Verb(Verb::Abort))?))
            })
            .collect();
        if aborted.is_empty() {
            return found;
        }
        for call in self.index.calls("clear".into()) {
            let body = program.body(call.body);
            let ExprKind::MethodCall { receiver, .. } = body.expr(call.expr) else { continue };
            let in_field = body.any(*receiver, |expr| matches!(body.expr(expr), ExprKind::Field { .. }));
            if self.skips(call.body) || !in_field || !matches!(program.callee(call), Callee::Api(_)) {
                continue;
            }
            let of = ExprRef { body: call.body, expr: *receiver };
            let Some(owner) = self.handles_in(&program.peel(program.ty(of))) else { continue };
            let place @ Place::Field(..) = self.place_at(of) else { continue };
            // Who looks at them before, itself or in what it calls, deals with them.
            let own = [body.span(call.expr)];
            if self.deals_with(call.body, place, &own, None, &mut FxHashSet::default()) || self.ends_any(call) {
                continue;
            }
            let kept = |kind| match (kind, owner) {
                (EventKind::Stored(Place::Field(adt, _)), Some(owner)) => adt == owner,
                (EventKind::Collected(to) | EventKind::Stored(to), None) => to == place,
                _ => false,
            };
            for &(number, ended) in aborted.iter().filter(|(_, ended)| ended.at.body != call.body) {
                let task = &self.tasks[number];
                let told =
                    || self.link(task).is_some_and(|link| matches!(link.kind, LinkKind::Signal | LinkKind::Channel));
                if task.events.iter().any(|event| kept(event.kind)) && !told() {
                    let exit = self.callee_span(call);
                    found.push(LostExit {
                        task: number,
                        at: task.span,
                        exit,
                        ended: ended.span,
                        kind: LostExitKind::Cleared,
                    });
                    // One finding for each call.
                    break;
                }
            }
        }
        found
    }

    /// Whether a function aborts, cancels or sends anything, itself or in what it calls.
    fn ends_any(&self, at: ExprRef) -> bool {
        let program = self.program;
        let mut seen = FxHashSet::default();
        let mut todo = vec![at.body];
        while let Some(at) = todo.pop() {
            if !seen.insert(at) || seen.len() > 20 {
                continue;
            }
            let body = program.body(at);
            let mut found = false;
            body.walk(body.root, &mut |_| true, &mut |expr| match program.callee_of(ExprRef { body: at, expr }) {
                Some(Callee::Api(api)) => {
                    found |= matches!(program.apis.row(*api).verb, Verb::Abort | Verb::Cancel | Verb::Send);
                }
                Some(callee @ (Callee::Fn(_) | Callee::Trait(_))) => {
                    let inner = program.targets(callee).into_iter().filter_map(|one| program.defs.fns[one].body);
                    todo.extend(inner);
                }
                _ => {}
            });
            if found {
                return true;
            }
        }
        false
    }

    /// If a collection holds handles that detach when they are dropped: the type of the workspace around each, if any.
    fn handles_in(&self, ty: &Ty) -> Option<Option<AdtId>> {
        let program = self.program;
        let Ty::Api(_, args) = ty else { return None };
        if program.role(ty) != Some(Role::Collection) {
            return None;
        }
        let detaches = |ty: &Ty| {
            let Ty::Api(path, _) = ty else { return false };
            program.apis.type_(*path).is_some_and(|id| {
                let row = program.apis.ty(id);
                row.role == Role::JoinHandle && !matches!(row.drop, Some(DropEffect::Abort | DropEffect::Join))
            })
        };
        args.iter().find_map(|arg| match arg {
            Ty::Adt(adt, _) => {
                let holds = self.drop_of(*adt).is_none() && program.all_fields(*adt).iter().any(detaches);
                holds.then_some(Some(*adt))
            }
            arg => detaches(arg).then_some(None),
        })
    }
}
