//! Children whose end a supervisor throws away in the moment in which it replaces them: a thread that it joins without a
//! look, a finished task whose handle it overwrites.

use super::supervisors::{UnreadExit, is_result};
use super::{Model, Task};
use crate::apis::{Role, TaskKind, Verb};
use crate::flow::{BindSource, EndKind, Parent};
use crate::ir::{ExprId, ExprKind, PatKind, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef};
use std::rc::Rc;

/// Tasks that code starts, by number, each with the place in the code.
pub(super) type Starts = Rc<[(usize, ExprRef)]>;

impl Model<'_, '_> {
    /// `let _ = thread.join();` in code that starts the next one, and `if task.is_finished() { *task = spawn(…); }`.
    pub(super) fn replaced_unread(&self) -> Vec<UnreadExit> {
        let mut found: Vec<UnreadExit> = self
            .calls_named(|row| row.verb == Verb::Join && !row.is_async)
            .into_iter()
            .filter_map(|at| self.joined_unread(at))
            .collect();
        found.extend((0..self.tasks.len()).filter_map(|task| self.overwritten_unread(&self.tasks[task])));
        found
    }

    /// A thread that is joined without a look where the next one of its kind is started.
    fn joined_unread(&self, join: ExprRef) -> Option<UnreadExit> {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(join) else { return None };
        let handle = program.peel(program.ty(ExprRef { body: join.body, expr: *receiver }));
        if program.role(&handle) != Some(Role::JoinHandle) || !self.is_thrown_away(join) || self.is_drop_code(join.body)
        {
            return None;
        }
        let body = program.body(join.body);
        // The next one is started behind the join, or in another round of the same loop.
        let around = program.uses(join.body).ancestors(join.expr).find(|&up| body.expr(up).is_loop());
        let (from, to) = match around.map(|around| body.span(around)) {
            Some(round) => (round.lo, round.hi),
            None => (body.span(join.expr).hi, u32::MAX),
        };
        let started = self.started_from(join.body);
        let next = started.iter().copied().find(|&(number, at)| {
            let task = &self.tasks[number];
            let span = body.span(at.expr);
            task.kind == TaskKind::Thread && span.lo >= from && span.hi <= to && self.matters(task)
        });
        let (number, _) = next?;
        let task = &self.tasks[number];
        let fails = is_result(&task.output);
        if fails != is_result(&handle.arg(0)) {
            return None;
        }
        let span = self.callee_span(join);
        Some(UnreadExit { span, join: span, child: task.span, fails, one: true, first: None })
    }

    /// A handle behind a reference into a collection, or in a variable, that is overwritten because its task has finished.
    fn overwritten_unread(&self, task: &Task) -> Option<UnreadExit> {
        let program = self.program;
        let at = task.at.body;
        let (body, uses) = (program.body(at), program.uses(at));
        if task.kind == TaskKind::Blocking || task.of_param || !is_result(&task.output) {
            return None;
        }
        let assign = uses.parent_expr(task.at.expr)?;
        let ExprKind::Assign { place, value, compound: false } = body.expr(assign) else { return None };
        if *value != task.at.expr || self.skips(at) {
            return None;
        }
        let binding = match body.expr(*place) {
            ExprKind::Unary { op: UnaryOp::Deref, operand } => match body.expr(*operand) {
                ExprKind::Local(binding) if self.is_lent_by_collection(at, *binding) => *binding,
                _ => return None,
            },
            ExprKind::Local(binding) => *binding,
            _ => return None,
        };
        let asked = self.finished_before(at, assign, binding)?;
        // Who takes the old one, or waits for it, has looked at it.
        let looks = |used: &ExprId| {
            let span = body.span(*used);
            let is_asked = body.span(asked).contains(span) || body.span(assign).contains(span);
            let other = uses.parent_expr(*used).is_some_and(|up| {
                matches!(body.expr(up), ExprKind::Assign { place, .. } if place == used)
                    || program
                        .called_api(ExprRef { body: at, expr: up })
                        .is_some_and(|row| matches!(row.verb, Verb::Abort | Verb::Check))
            });
            !is_asked && !other
        };
        if uses.of(binding).iter().any(looks) {
            return None;
        }
        let span = body.span(assign);
        let first = match uses.source(binding) {
            BindSource::Value(made, _) => {
                let made = ExprRef { body: at, expr: made };
                self.tasks.iter().find(|task| task.at == made).map(|task| task.span)
            }
            _ => None,
        };
        let join = self.callee_span(ExprRef { body: at, expr: asked });
        Some(UnreadExit { span, join, child: task.span, fails: true, one: true, first })
    }

    /// `if task.is_finished() {` around an assignment, or in the guard of its arm or of one before.
    fn finished_before(&self, at: BodyRef, assign: ExprId, of: crate::ir::BindingId) -> Option<ExprId> {
        let program = self.program;
        let body = program.body(at);
        let asks = |cond: ExprId, any: bool| {
            let mut found = None;
            body.walk(cond, &mut |_| true, &mut |expr| {
                let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return };
                let is_handle = || {
                    let ty = program.peel(program.ty(ExprRef { body: at, expr: *receiver }));
                    program.role(&ty) == Some(Role::JoinHandle)
                };
                let same = any || matches!(body.expr(*receiver), ExprKind::Local(binding) if *binding == of);
                if *name == "is_finished" && same && is_handle() {
                    found = Some(expr);
                }
            });
            found
        };
        let mut child = assign;
        for up in program.uses(at).ancestors(assign) {
            let found = match body.expr(up) {
                ExprKind::If { cond, then, .. } if *then == child => asks(*cond, false),
                ExprKind::Match { arms, .. } => arms
                    .iter()
                    .take_while(|arm| arm.body != child)
                    .filter_map(|arm| arm.guard)
                    .find_map(|guard| asks(guard, true))
                    .or_else(|| arms.iter().find(|arm| arm.body == child)?.guard.and_then(|guard| asks(guard, false))),
                ExprKind::Closure { .. } => return None,
                _ => None,
            };
            if found.is_some() {
                return found;
            }
            child = up;
        }
        None
    }

    /// `self.tasks.get_mut(name)`, `for task in tasks.values_mut()`
    fn is_lent_by_collection(&self, at: BodyRef, binding: crate::ir::BindingId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let (BindSource::Value(mut value, _) | BindSource::Item(mut value, _)) = program.uses(at).source(binding)
        else {
            return false;
        };
        while let ExprKind::MethodCall { receiver, .. } = body.expr(value) {
            let of = program.peel(program.ty(ExprRef { body: at, expr: *receiver }));
            if program.role(&of) == Some(Role::Collection) {
                return true;
            }
            value = *receiver;
        }
        false
    }

    /// `let _ = value;`, `_ = value;`, `value;`, `value.ok();`
    pub(super) fn is_thrown_away(&self, join: ExprRef) -> bool {
        let (body, uses) = (self.program.body(join.body), self.program.uses(join.body));
        match uses.parent(join.expr) {
            Parent::Let(block, index) => {
                body.let_pat(block, index).is_some_and(|pat| matches!(body.pat(pat), PatKind::Wild))
            }
            Parent::Stmt(..) => true,
            Parent::Expr(up) => match body.expr(up) {
                ExprKind::AssignPat { places, .. } => places.is_empty(),
                ExprKind::MethodCall { name, .. } => *name == "ok" && matches!(uses.parent(up), Parent::Stmt(..)),
                _ => false,
            },
            _ => false,
        }
    }

    fn is_drop_code(&self, at: BodyRef) -> bool {
        self.program.owner(at).is_some_and(|function| self.program.is_drop(function))
    }

    /// Whether somebody should see how a child ends.
    fn matters(&self, task: &Task) -> bool {
        is_result(&task.output) || matches!(task.ends.kind, EndKind::Loops | EndKind::Infinite)
    }

    /// Tasks that code starts, itself or in functions that it calls, with the place in its own text.
    pub(super) fn started_from(&self, at: BodyRef) -> Starts {
        if let Some(known) = self.starts.borrow().get(&at) {
            return Rc::clone(known);
        }
        let root = ExprRef { body: at, expr: self.program.body(at).root };
        let mut found = Vec::new();
        self.gather_started(root, None, 2, &mut found);
        let found: Starts = found.into();
        self.starts.borrow_mut().insert(at, Rc::clone(&found));
        found
    }

    fn gather_started(&self, at: ExprRef, from: Option<ExprRef>, far: u8, found: &mut Vec<(usize, ExprRef)>) {
        let program = self.program;
        let body = program.body(at.body);
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: at.body, expr };
            if !matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                return;
            }
            match program.callee(here) {
                Callee::Fn(function) if far > 0 => {
                    if let Some(inner) = program.defs.fns[*function].body.filter(|inner| *inner != at.body) {
                        let root = ExprRef { body: inner, expr: program.body(inner).root };
                        self.gather_started(root, Some(from.unwrap_or(here)), far - 1, found);
                    }
                }
                _ => {}
            }
            if let Some(task) = self.tasks.iter().position(|task| task.at == here) {
                found.push((task, from.unwrap_or(here)));
            }
        });
    }
}
