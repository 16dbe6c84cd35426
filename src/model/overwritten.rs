//! Handles that another one takes the place of, while the task of the first goes on.

use super::{LinkKind, Model, Task};
use crate::apis::{Role, Verb};
use crate::flow::{BindSource, Event, EventKind, Parent, Place};
use crate::ir::{ExprId, ExprKind, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// A place that holds a handle and gets another one, while nothing has stopped the task of the first.
#[derive(Clone, Debug)]
pub struct Overwritten {
    /// The new task, by number.
    pub task: usize,
    /// The field, static or variable.
    pub place: Place,
    /// The assignment.
    pub assign: Span,
    /// The loop that runs it again, or two calls of its function.
    pub again: Again,
}

/// Why an assignment runs more than once.
#[derive(Clone, Debug)]
pub enum Again {
    /// A loop runs it in each round.
    Loop(Span),
    /// Several places call its function.
    Calls(Vec<Span>),
    /// Nothing in the program shows that it does.
    Unknown,
}

/// Where a handle takes the place of another.
struct Assigned {
    place: Place,
    /// The assignment.
    at: ExprRef,
    /// What belongs to it, and deals with no old handle.
    own: Vec<Span>,
    /// Each round of the loop around it finds the same place: what becomes of the last handle is another matter.
    same_in_rounds: bool,
}

impl Model<'_, '_> {
    /// Places whose handle is replaced, while nothing in the function or around its calls deals with the old one.
    pub fn overwritten(&self) -> Vec<Overwritten> {
        let program = self.program;
        let mut found = Vec::new();
        for (number, task) in self.tasks.iter().enumerate() {
            let guarded = task.events.iter().any(|event| event.kind == EventKind::Guarded);
            if !task.detaches || guarded || task.of_param || task.on_purpose {
                continue;
            }
            let assigned = task.events.iter().find_map(|event| self.assigned_handle(event));
            let Some(Assigned { place, at: assign, own, same_in_rounds }) =
                assigned.or_else(|| self.assigned_local(task))
            else {
                continue;
            };
            let Some(function) = program.owner(assign.body) else { continue };
            let is_local = matches!(place, Place::Local(..));
            let region = if same_in_rounds { self.loop_around(assign) } else { None };
            if self.deals_with(assign.body, place, &own, region, &mut FxHashSet::default()) {
                continue;
            }
            // What ends with its channel ends when the sender is replaced, too.
            if self.link(task).is_some_and(|link| link.kind != LinkKind::Signal || self.cancels(assign.body, &[], None))
            {
                continue;
            }
            let callers = if is_local { Vec::new() } else { self.callers_of(function) };
            // What the caller does before the call, or in another round of the loop around it.
            let handled = |call: &ExprRef| {
                let code = program.body(call.body);
                let span = code.span(call.expr);
                let around = self.loop_around(*call);
                let region = around.unwrap_or_else(|| Span::new(span.file, code.span(code.root).lo, span.hi));
                // Another message need not have come before this one.
                let mut apart = self.other_arms(*call);
                apart.push(span);
                self.deals_with(call.body, place, &apart, Some(region), &mut FxHashSet::default())
                    || self.cancels(call.body, &apart, Some(region))
                    || self.is_once_by_flag(*call, function)
            };
            if callers.iter().any(handled) {
                continue;
            }
            let made_here = |call: &ExprRef| {
                let this = program.argument(*call, 0).filter(|this| !self.outlives_call(*this));
                this.is_some_and(|this| !self.is_older_than_loop(this))
            };
            let is_new = !callers.is_empty() && callers.iter().all(made_here);
            let again = match self.repeat(assign, is_local.then_some(place)) {
                // Each round has a value of its own.
                Some(repeat) if !repeat.direct && is_new => Again::Unknown,
                Some(repeat) => Again::Loop(repeat.of.span),
                None if is_local => continue,
                // Another call need not come by while the state is what it was.
                None if self.asks_own_state(assign) => Again::Unknown,
                None if callers.iter().filter(|call| !made_here(call)).count() > 1 => {
                    Again::Calls(callers.iter().map(|call| self.callee_span(*call)).collect())
                }
                None => Again::Unknown,
            };
            let span = program.body(assign.body).span(assign.expr);
            found.push(Overwritten { task: number, place, assign: span, again });
        }
        found
    }

    /// `self.handle = Some(spawn(…))`, `*self.handle.lock() = Some(…)` of something that is there already.
    fn assigned_handle(&self, event: &Event) -> Option<Assigned> {
        let EventKind::Stored(place @ (Place::Field(..) | Place::Static(_))) = event.kind else { return None };
        if event.depth > 0 {
            return None;
        }
        let (body, uses) = (self.program.body(event.at.body), self.program.uses(event.at.body));
        let here = |expr: ExprId| ExprRef { body: event.at.body, expr };
        let parent = uses.parent_expr(event.at.expr)?;
        let to = match body.expr(parent) {
            ExprKind::Assign { place: to, compound: false, .. } => to,
            // `self.handle.replace(spawn(…));` gives the old one to nobody.
            ExprKind::MethodCall { receiver, name, args, .. }
                if args[..] == [event.at.expr]
                    && matches!(name.as_str(), "replace" | "insert")
                    && self.program.role(&self.program.peel(self.program.types(event.at.body).expr(*receiver)))
                        == Some(Role::Option)
                    && matches!(uses.parent(parent), Parent::Stmt(..)) =>
            {
                receiver
            }
            _ => return None,
        };
        let mut own = vec![body.span(parent)];
        let mut to = *to;
        let mut same_in_rounds = false;
        loop {
            match body.expr(to) {
                ExprKind::Field { base, .. } if self.outlives_call(here(*base)) => {
                    same_in_rounds = self.is_older_than_loop(here(*base));
                    break;
                }
                ExprKind::Path(_) if matches!(place, Place::Static(_)) => break,
                ExprKind::Unary { op: UnaryOp::Deref, operand: inner }
                | ExprKind::Try(inner)
                | ExprKind::Await(inner)
                | ExprKind::MethodCall { receiver: inner, .. } => to = *inner,
                // `let mut slot = self.handle.lock();`, and nothing but this is done with it.
                ExprKind::Local(guard) => {
                    let BindSource::Value(locked, _) = uses.source(*guard) else { return None };
                    let is_own =
                        |used: &ExprId| body.span(parent).contains(body.span(*used)) || self.is_dropped(here(*used));
                    if !uses.of(*guard).iter().all(is_own) {
                        return None;
                    }
                    own.push(body.span(locked));
                    to = locked;
                }
                _ => return None,
            }
        }
        Some(Assigned { place, at: here(parent), own, same_in_rounds })
    }

    /// `last = Some(spawn(…))`, where `last` is a variable of the function.
    fn assigned_local(&self, task: &Task) -> Option<Assigned> {
        let (body, uses) = (self.program.body(task.at.body), self.program.uses(task.at.body));
        let here = |expr: ExprId| ExprRef { body: task.at.body, expr };
        let mut value = task.at.expr;
        let assign = loop {
            let up = uses.parent_expr(value)?;
            match body.expr(up) {
                ExprKind::Assign { compound: false, .. } => break up,
                ExprKind::Call { .. } if matches!(self.program.callee(here(up)), Callee::Wrap) => value = up,
                _ => return None,
            }
        };
        let ExprKind::Assign { place: to, value: from, .. } = body.expr(assign) else { return None };
        let ExprKind::Local(binding) = body.expr(*to) else { return None };
        let place = Place::Local(task.at.body, *binding);
        (*from == value).then(|| Assigned {
            place,
            at: here(assign),
            own: vec![body.span(assign)],
            same_in_rounds: true,
        })
    }

    /// Whether code of a method is come by only in a state of its own: `if self.status() == Running { return; }`,
    /// `if !*running { … }` of a guard.
    fn asks_own_state(&self, at: ExprRef) -> bool {
        let (body, uses) = (self.program.body(at.body), self.program.uses(at.body));
        let is_self =
            |expr: ExprId| matches!(body.expr(expr), ExprKind::Local(binding) if body.binding(*binding).name == "self");
        let of_self = |cond: ExprId| {
            body.any(cond, |expr| match body.expr(expr) {
                ExprKind::Local(binding) => {
                    let made = match uses.source(*binding) {
                        BindSource::Value(value, _) => Some(value),
                        _ => None,
                    };
                    is_self(expr) || made.is_some_and(|value| body.any(value, is_self))
                }
                _ => false,
            })
        };
        self.is_asked_before(at, &|cond, _| of_self(cond))
    }

    /// Whether a value was there before the function was called: a parameter, or what one leads to.
    fn outlives_call(&self, at: ExprRef) -> bool {
        let program = self.program;
        match self.place_at(at) {
            Place::Local(body, binding) => matches!(program.uses(body).source(binding), BindSource::Param(_)),
            Place::Field(..) | Place::Static(_) => true,
            Place::Unknown => false,
        }
    }

    /// Whether a variable was there before the loop around its use: each round has the same value.
    fn is_older_than_loop(&self, at: ExprRef) -> bool {
        let Place::Local(body, binding) = self.place_at(at) else { return false };
        let made = self.program.body(body).binding(binding);
        body == at.body && self.loop_around(at).is_some_and(|round| made.lo < round.lo)
    }

    /// The outermost loop around an expression.
    fn loop_around(&self, at: ExprRef) -> Option<Span> {
        let body = self.program.body(at.body);
        let is_loop = |expr: &ExprId| body.expr(*expr).is_loop();
        self.program.uses(at.body).ancestors(at.expr).filter(is_loop).last().map(|expr| body.span(expr))
    }

    /// Arms of the matches around an expression that it does not stand in.
    fn other_arms(&self, at: ExprRef) -> Vec<Span> {
        let body = self.program.body(at.body);
        let own = body.span(at.expr);
        let mut found = Vec::new();
        for up in self.program.uses(at.body).ancestors(at.expr) {
            if let ExprKind::Match { value, arms } = body.expr(up)
                && !body.span(*value).contains(own)
            {
                found.extend(arms.iter().map(|arm| body.span(arm.body)).filter(|span| !span.contains(own)));
            }
        }
        found
    }

    /// Whether a part of a body, or a function that it calls, touches what is kept in a place, other than at `but`.
    pub(super) fn deals_with(
        &self,
        body: BodyRef,
        place: Place,
        but: &[Span],
        region: Option<Span>,
        seen: &mut FxHashSet<FnId>,
    ) -> bool {
        let program = self.program;
        let code = program.body(body);
        let counts = |expr: ExprId| {
            let span = code.span(expr);
            region.is_none_or(|region| region.contains(span)) && !but.iter().any(|but| but.contains(span))
        };
        let touches = |at: &ExprRef| at.body == body && counts(at.expr) && !self.only_drops(*at);
        let is_touched = match place {
            Place::Field(adt, name) => self.index.fields(name).iter().filter(|at| touches(at)).any(|at| {
                let ExprKind::Field { base, .. } = program.expr(*at) else { return false };
                program.field(program.types(body).expr(*base), name).is_none_or(|(_, of)| of.is_none_or(|of| of == adt))
            }),
            Place::Static(id) => {
                program.uses_of_static(id, self.index.paths(program.defs.statics[id].name)).iter().any(touches)
            }
            Place::Local(of, binding) => {
                of == body && program.uses(body).of(binding).iter().any(|&expr| touches(&ExprRef { body, expr }))
            }
            Place::Unknown => return false,
        };
        if is_touched {
            return true;
        }
        let mut found = false;
        code.walk(code.root, &mut |_| true, &mut |expr| {
            if found || seen.len() > 40 || !counts(expr) {
                return;
            }
            let Some(callee @ (Callee::Fn(_) | Callee::Trait(_))) = program.callee_of(ExprRef { body, expr }) else {
                return;
            };
            found = program.targets(callee).into_iter().any(|function| {
                seen.insert(function)
                    && program.defs.fns[function]
                        .body
                        .is_some_and(|inner| self.deals_with(inner, place, &[], None, seen))
            });
        });
        found
    }

    /// `if self.task.take().is_some() { … }` of which the branch goes on: the handle is dropped, and its task goes on.
    fn only_drops(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let called = |expr: ExprId, names: &[&str]| {
            uses.parent_expr(expr).filter(|&up| {
                matches!(body.expr(up), ExprKind::MethodCall { receiver, name, .. }
                    if *receiver == expr && names.contains(&name.as_str()))
            })
        };
        let Some(asked) = called(at.expr, &["take"]).and_then(|taken| called(taken, &["is_some"])) else {
            return false;
        };
        match uses.parent_expr(asked).map(|up| body.expr(up)) {
            Some(ExprKind::If { cond, then, .. }) if *cond == asked => !body.any(*then, |expr| {
                matches!(body.expr(expr), ExprKind::Return(_) | ExprKind::Break { .. } | ExprKind::Continue { .. })
            }),
            _ => false,
        }
    }

    /// Whether a body cancels a token or sends a signal.
    fn cancels(&self, body: BodyRef, but: &[Span], region: Option<Span>) -> bool {
        let program = self.program;
        let code = program.body(body);
        let mut found = false;
        code.walk(code.root, &mut |_| true, &mut |expr| {
            let span = code.span(expr);
            let counts = region.is_none_or(|region| region.contains(span)) && !but.iter().any(|but| but.contains(span));
            if let Some(Callee::Api(api)) = program.callee_of(ExprRef { body, expr }).filter(|_| counts) {
                found |= matches!(program.apis.row(*api).verb, Verb::Cancel | Verb::Send | Verb::Abort);
            }
        });
        found
    }
}
