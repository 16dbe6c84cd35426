//! What a restart loop starts again, where that is not a spawn of a task that it awaits there: a helper that starts the
//! task, a closure that its caller gives, a handle in a field, a thread, a process, a `select!` between the child and a switch that
//! ends the loop.

use super::supervisors::{Restart, RestartKind, always_leaves, is_true, oks};
use super::{Model, Task};
use crate::apis::{ExitKind, Role, TaskKind, Verb, Work};
use crate::flow::{BindSource, EndKind, Place};
use crate::ir::{Body, ExprId, ExprKind, MacroKind, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef, Program, Ty};
use crate::source::{Name, Span};

/// Calls from a round to the function that starts the task.
const FAR: u8 = 2;

/// A `select!` in which a loop waits for a child, or leaves.
pub(super) struct ChildOrLeave {
    /// The future of the child's branch.
    pub child: ExprId,
    /// What is done in the branches that leave.
    pub leaving: Vec<Span>,
}

impl Model<'_, '_> {
    /// The task whose end an await in a loop takes, where a function that the round calls has started it: with that call.
    pub(super) fn restarted_by_call(&self, inner: ExprRef, waited: ExprRef) -> Option<(usize, ExprRef)> {
        let program = self.program;
        let is_handle = program.role(&program.peel(program.ty(waited))) == Some(Role::JoinHandle);
        let joins = program.called_api(waited).is_some_and(|row| row.verb == Verb::Join);
        if !is_handle && !joins {
            return None;
        }
        let mut found = Vec::new();
        self.started_in(inner, None, FAR, &mut found);
        let body = program.body(waited.body);
        if is_handle {
            let made = self.made_by(waited);
            let gives =
                |&(task, call): &(usize, ExprRef)| call.expr == made && self.hands_over(call, &self.tasks[task]);
            return found.iter().find(|one| gives(one)).copied();
        }
        let ExprKind::MethodCall { receiver, .. } = body.expr(waited.expr) else { return None };
        let set = self.place_at(ExprRef { body: waited.body, expr: *receiver });
        let into = |&(task, call): &(usize, ExprRef)| match self.tasks[task].set {
            Some(place) if place == set => place != Place::Unknown,
            // The helper is lent the set.
            Some(Place::Local(of, binding)) if of != waited.body => {
                let BindSource::Param(position) = program.uses(of).source(binding) else { return false };
                let lent = program.argument(call, position);
                lent.is_some_and(|arg| set != Place::Unknown && self.place_at(arg) == set)
            }
            _ => false,
        };
        found.iter().find(|one| into(one)).copied()
    }

    /// Whether a round puts the handle of a task where an await takes it from:
    /// `end = &mut self.task => self.task = spawn(…)`.
    pub(super) fn is_kept_for(&self, waited: ExprRef, task: &Task) -> bool {
        let program = self.program;
        let body = program.body(waited.body);
        if task.at.body != waited.body {
            return false;
        }
        let Some(up) = program.uses(waited.body).parent_expr(task.at.expr) else { return false };
        let ExprKind::Assign { place, compound: false, .. } = body.expr(up) else { return false };
        let mut taken = waited.expr;
        while let ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } = body.expr(taken) {
            taken = *inner;
        }
        let place_of = |expr: ExprId| self.place_at(ExprRef { body: waited.body, expr });
        let kept = place_of(*place);
        kept != Place::Unknown && kept == place_of(taken)
    }

    /// `loop { if thread::spawn(work).join().is_err() { … } }`, where nothing else in a round takes time.
    pub(super) fn thread_again(&self, at: ExprRef, inner: ExprId) -> Option<Restart> {
        let program = self.program;
        let body = program.body(at.body);
        let mut joins: Vec<(ExprRef, ExprRef)> = Vec::new();
        let mut quick = true;
        body.walk(inner, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: at.body, expr };
            let receiver = match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => Some(ExprRef { body: at.body, expr: *receiver }),
                ExprKind::Call { .. } => None,
                _ => return,
            };
            let Callee::Api(api) = program.callee(here) else {
                // `Ok(…)`, `Some(…)`
                quick &= matches!(program.callee(here), Callee::Wrap);
                return;
            };
            let of = receiver.map(|receiver| program.role(program.ty(receiver)));
            match (program.apis.row(*api).verb, receiver) {
                (Verb::Join, Some(receiver)) => joins.push((here, receiver)),
                (Verb::Spawn, _) => {}
                _ => quick &= matches!(of, Some(Some(Role::Result | Role::Option | Role::Pointer))),
            }
        });
        let [(join, handle)] = joins.as_slice() else { return None };
        let task = self.tasks.iter().find(|task| {
            task.kind == TaskKind::Thread && super::groups::handle_comes_from(program, *handle, task.at)
        })?;
        let whole = body.span(inner).contains(program.span(task.at));
        let long = matches!(task.ends.kind, EndKind::Loops | EndKind::Infinite);
        if !quick || !whole || !long || always_leaves(body, inner) || self.gives_up(at, inner) {
            return None;
        }
        Some(Restart {
            span: self.callee_span(at),
            kind: RestartKind::Task,
            name: self.work_name(task),
            start: task.span,
            ended: self.callee_span(*join),
        })
    }

    /// `loop { Command::new("worker").status().await?; }`, where nothing else in a round takes time. Who leaves because a
    /// process could not be started, does not give up when one fails.
    pub(super) fn process_again(&self, at: ExprRef, inner: ExprId) -> Option<Restart> {
        let program = self.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let mut calls: Vec<ExprId> = Vec::new();
        let mut ends: Vec<ExprId> = Vec::new();
        let mut leaves = false;
        body.walk(inner, &mut |_| false, &mut |expr| match body.expr(expr) {
            ExprKind::Call { .. } => calls.push(expr),
            ExprKind::MethodCall { receiver, .. } => {
                calls.push(expr);
                // `status()`, and not the `map_err(…)` behind it.
                if ends_process(program, here(expr)) && !ends_process(program, here(*receiver)) {
                    ends.push(expr);
                }
            }
            ExprKind::Break { .. } | ExprKind::Return(_) | ExprKind::Yield(_) => leaves = true,
            ExprKind::Select { .. } | ExprKind::Join { .. } | ExprKind::Opaque => leaves = true,
            ExprKind::Macro { kind: MacroKind::Panics, .. } => leaves = true,
            _ => {}
        });
        let &[end] = ends.as_slice() else { return None };
        // What makes and starts the process.
        let mut chain = vec![end];
        let mut expr = end;
        let made = loop {
            expr = match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => {
                    chain.push(expr);
                    *receiver
                }
                ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Ref(inner) => *inner,
                ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                    BindSource::Value(value, _) if body.span(inner).contains(body.span(value)) => value,
                    _ => return None,
                },
                ExprKind::Call { args, .. } => {
                    chain.push(expr);
                    break *args.first()?;
                }
                _ => return None,
            };
        };
        let is_quick = |call: ExprId| match body.expr(call) {
            _ if chain.contains(&call) => true,
            ExprKind::MethodCall { receiver, .. } => {
                let ty = program.ty(here(*receiver));
                matches!(program.role(ty), Some(Role::Result | Role::Option)) || is_exit(ty)
            }
            _ => matches!(program.callee(here(call)), Callee::Wrap),
        };
        if leaves || !calls.iter().all(|&call| is_quick(call)) {
            return None;
        }
        let made = body.span(made);
        let text = program.workspace.sources.text(made);
        Some(Restart {
            span: self.callee_span(at),
            kind: RestartKind::Task,
            name: text.trim_matches('"').to_owned(),
            start: made,
            ended: self.callee_span(here(end)),
        })
    }

    /// Tasks that functions start which code calls, with the calls that stand in that code itself.
    fn started_in(&self, at: ExprRef, from: Option<ExprRef>, far: u8, found: &mut Vec<(usize, ExprRef)>) {
        let program = self.program;
        let body = program.body(at.body);
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            let here = ExprRef { body: at.body, expr };
            if !matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                return;
            }
            if let Some(call) = from
                && let Some(task) = self.tasks.iter().position(|task| task.at == here)
            {
                found.push((task, call));
            }
            if far > 0
                && let Callee::Fn(function) = program.callee(here)
                && let Some(inner) = program.defs.fns[*function].body
                && inner != at.body
            {
                let root = ExprRef { body: inner, expr: program.body(inner).root };
                self.started_in(root, Some(from.unwrap_or(here)), far - 1, found);
            }
        });
    }

    /// The expression that made a value, through one variable.
    fn made_by(&self, at: ExprRef) -> ExprId {
        let body = self.program.body(at.body);
        let mut expr = at.expr;
        for _ in 0..6 {
            expr = match body.expr(expr) {
                ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => *inner,
                ExprKind::Local(binding) => match self.program.uses(at.body).source(*binding) {
                    BindSource::Value(value, _) => value,
                    _ => return expr,
                },
                _ => return expr,
            };
        }
        expr
    }

    /// Whether the value of a called function is the handle of a task.
    fn hands_over(&self, call: ExprRef, task: &Task) -> bool {
        let Callee::Fn(function) = self.program.callee(call) else { return false };
        let Some(of) = self.program.defs.fns[*function].body.filter(|of| *of == task.at.body) else { return false };
        let body = self.program.body(of);
        let value = ExprRef { body: of, expr: body.value_of(body.root) };
        super::groups::handle_comes_from(self.program, value, task.at)
    }

    /// `spawn(make())`, where callers give the function or closure `make`, or put it into the field that it comes from:
    /// what one of them makes that is to run for long, if none of them makes what paces itself.
    pub(super) fn made_by_callers(&self, task: &Task) -> Option<ExprRef> {
        let work = task.work_at?;
        let closures = |one: &ExprRef| self.code_made_by(*one).is_some();
        let given = self.given_to_param(work).filter(|given| given.iter().all(closures));
        let given = given.unwrap_or_else(|| self.factories_of(work));
        let mut long = None;
        for one in given {
            let (code, ends, pauses) = self.code_made_by(one)?;
            if pauses {
                return None;
            }
            if matches!(ends, EndKind::Loops | EndKind::Infinite) {
                long = long.or(Some(code));
            }
        }
        long
    }

    /// What a function value makes when it is called, how that ends, and whether it waits for a time.
    fn code_made_by(&self, given: ExprRef) -> Option<(ExprRef, EndKind, bool)> {
        let program = self.program;
        if let Ty::Fn(function) = program.ty(given) {
            return Some((given, self.ends.of_fn(*function).kind, self.pauses_in_fn(*function, 0)));
        }
        let made = ExprRef { body: given.body, expr: self.made_by(given) };
        let body = program.body(given.body);
        match body.expr(made.expr) {
            ExprKind::Closure { body: code, .. } => {
                let code = super::groups::unboxed(body, body.value_of(*code));
                let code = ExprRef { body: given.body, expr: code };
                let ty = program.ty(code);
                Some((code, self.ends.of_type(ty).kind, self.pauses_in_type(ty, 0)))
            }
            // `Box::new(|| …)`
            ExprKind::Call { args, .. } if args.len() == 1 => {
                self.code_made_by(ExprRef { body: given.body, expr: args[0] })
            }
            _ => None,
        }
    }

    /// `select! { _ = stop.cancelled() => return, end = &mut child => log(end) }`
    pub(super) fn child_or_leave(&self, at: ExprRef) -> Option<ChildOrLeave> {
        let body = self.program.body(at.body);
        let ExprKind::Select { branches, otherwise: None, .. } = body.expr(at.expr) else { return None };
        let mut child = None;
        let mut leaving = Vec::new();
        for branch in branches {
            if always_leaves(body, branch.body) {
                leaving.push(body.span(branch.body));
            } else if child.replace(branch.future).is_some() {
                return None;
            }
        }
        Some(ChildOrLeave { child: child?, leaving })
    }

    /// The call that an attempt makes, and how many `Ok` are around its success: `timeout(limit, connect())` has two.
    pub(super) fn attempt_in(&self, waited: ExprRef) -> (ExprRef, u8) {
        let program = self.program;
        if let Some(Callee::Api(api)) = program.callee_of(waited)
            && let row = program.apis.row(*api)
            && let levels @ 1.. = match row.verb {
                Verb::Timeout => 2,
                // `Some` is around it, and no `Ok`.
                Verb::WaitOr => 1,
                _ => 0,
            }
            && let ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } = program.expr(waited)
            && let Some(Work::Arg(at)) = row.work
            && let Some(&inner) = args.get(usize::from(at))
        {
            let inner = self.made_by(ExprRef { body: waited.body, expr: inner });
            return (ExprRef { body: waited.body, expr: inner }, levels);
        }
        (waited, 1)
    }

    /// `token.run_until_cancelled(work).await`
    pub(super) fn is_cut(&self, wait: ExprRef) -> bool {
        let ExprKind::Await(inner) = self.program.expr(wait) else { return false };
        self.program
            .called_api(ExprRef { body: wait.body, expr: *inner })
            .is_some_and(|row| row.verb == Verb::WaitOr && row.exit == Some(ExitKind::CancelToken))
    }

    /// Whether a loop goes on for as long as an attempt fails, or nobody has told it to stop.
    pub(super) fn goes_on(&self, at: BodyRef, cond: ExprId, attempt: ExprId) -> bool {
        let body = self.program.body(at);
        match body.expr(cond) {
            ExprKind::Let { pat, value } => {
                let cut = super::supervisors::is_variant(body, *pat, "Some")
                    && self.is_cut(ExprRef { body: at, expr: *value });
                *value == attempt && (cut || super::supervisors::is_variant(body, *pat, "Err"))
            }
            ExprKind::MethodCall { receiver, name, .. } if *name == "is_err" => *receiver == attempt,
            ExprKind::Unary { operand, .. } => self.is_switch(ExprRef { body: at, expr: *operand }),
            _ => is_true(body.expr(cond)) || self.is_switch(ExprRef { body: at, expr: cond }),
        }
    }

    /// `stop.is_cancelled()`, `subsys.is_shutdown_requested()`, `running.load(Relaxed)`
    fn is_switch(&self, at: ExprRef) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, name, args, .. } = program.expr(at) else { return false };
        let of = program.role(&program.peel(program.ty(ExprRef { body: at.body, expr: *receiver })));
        match of {
            Some(Role::Token) => args.is_empty() && *program.ty(at) == Ty::Prim(Name::from("bool")),
            Some(Role::Atomic) => *name == "load",
            _ => false,
        }
    }
}

/// Whether an expression gives how a process has ended, or will: `child.wait()`.
fn ends_process(program: &Program<'_>, at: ExprRef) -> bool {
    let given = program.ty(at).given();
    program.role(given) == Some(Role::Result) && is_exit(&given.arg(0))
}

/// `ExitStatus`, or what a process has said, too.
fn is_exit(ty: &Ty) -> bool {
    ty.api_path().is_some_and(|path| matches!(path.as_str(), "std::process::ExitStatus" | "std::process::Output"))
}

/// How many `Ok` an earlier statement of a block has made sure of: `let Ok(x) = attempt.await else { continue }`, or a
/// `match` whose other arms leave the round.
pub(super) fn oks_before(body: &Body, block: ExprId, child: ExprId) -> u8 {
    let ExprKind::Block { stmts, .. } = body.expr(block) else { return 0 };
    let place = body.span(child);
    let sure = |stmt: &Stmt| match stmt {
        Stmt::Let { init: Some(value), pat, otherwise, .. } => {
            if body.span(*value).hi > place.lo || !body.has_await(*value) {
                return 0;
            }
            match (body.expr(*value), otherwise) {
                // What stands in the `else` comes from the other case.
                (_, Some(otherwise)) if body.span(*otherwise).contains(place) => 0,
                (_, Some(_)) => oks(body, *pat),
                (ExprKind::Match { arms, .. }, None) => {
                    let stay = arms.iter().filter(|arm| !ends_round(body, arm.body));
                    stay.map(|arm| oks(body, arm.pat)).min().unwrap_or(0)
                }
                _ => 0,
            }
        }
        Stmt::Expr(expr) => match body.expr(*expr) {
            ExprKind::If { cond, then, otherwise: None }
                if body.span(*expr).hi <= place.lo && ends_round(body, *then) =>
            {
                match body.expr(*cond) {
                    ExprKind::Let { pat, value }
                        if body.has_await(*value) && super::supervisors::is_variant(body, *pat, "Err") =>
                    {
                        1
                    }
                    _ => 0,
                }
            }
            _ => 0,
        },
        Stmt::Let { .. } => 0,
    };
    stmts.iter().map(sure).sum()
}

/// Whether code never goes on behind itself.
fn ends_round(body: &Body, expr: ExprId) -> bool {
    match body.expr(expr) {
        ExprKind::Continue { .. } => true,
        ExprKind::Block { stmts, tail, .. } => match (tail, stmts.last()) {
            (Some(tail), _) => ends_round(body, *tail),
            (None, Some(Stmt::Expr(last))) => ends_round(body, *last),
            _ => false,
        },
        _ => always_leaves(body, expr),
    }
}
