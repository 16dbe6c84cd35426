//! What a restart loop starts again, where that is not a spawn of a task that it awaits there: a helper that starts the
//! task, a closure that its caller gives, a handle in a field, a thread, a process, a `select!` between the child and a switch that
//! ends the loop.

use super::supervisors::{Restart, RestartKind, always_leaves, is_true, oks};
use super::{Model, Task};
use crate::apis::{ExitKind, Role, TaskKind, Verb, Work};
use crate::flow::{BindSource, EndKind, Place};
use crate::ir::{Body, ExprId, ExprKind, MacroKind, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Program, Ty};
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

    /// `loop { if thread::spawn(work).join().is_err() { … } }`, where nothing else in a round takes time: also in a scope
    /// of threads, and where callers give the work.
    pub(super) fn thread_again(&self, at: ExprRef, inner: ExprId) -> Option<Restart> {
        let program = self.program;
        let body = program.body(at.body);
        let mut joins: Vec<(ExprRef, ExprRef)> = Vec::new();
        let mut quick = true;
        body.walk(inner, &mut |lazy| self.is_run_by_scope(ExprRef { body: at.body, expr: lazy }), &mut |expr| {
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
                (Verb::Spawn | Verb::Run, _) => {}
                // `Arc::clone(&stop)`
                (Verb::Pass | Verb::Wrap, None) if program.apis.row(*api).name == "clone" => {}
                _ => quick &= matches!(of, Some(Some(Role::Result | Role::Option | Role::Pointer | Role::Atomic))),
            }
        });
        let [(join, handle)] = joins.as_slice() else { return None };
        let task = self.tasks.iter().find(|task| {
            task.kind == TaskKind::Thread && super::groups::handle_comes_from(program, *handle, task.at)
        })?;
        let whole = body.span(inner).contains(program.span(task.at));
        if !quick || !whole || always_leaves(body, inner) || self.gives_up(at, inner) {
            return None;
        }
        let long = |kind: EndKind| matches!(kind, EndKind::Loops | EndKind::Infinite);
        let given = task.work_at.and_then(|work| self.given_to_call_in(work));
        let name = match given {
            Some(given) => {
                let runs_on =
                    |&&function: &&FnId| long(self.ends.of_fn(function).kind) && !self.pauses_in_fn(function, 0);
                program.defs.fns[*given.iter().find(runs_on)?].name.as_str().to_owned()
            }
            None if !long(task.ends.kind) => return None,
            None => match task.work_at.and_then(|work| self.function_in(work)) {
                Some(function) => program.defs.fns[function].name.as_str().to_owned(),
                None => self.work_name(task),
            },
        };
        Some(Restart {
            span: self.callee_span(at),
            kind: RestartKind::Task,
            name,
            start: task.span,
            ended: self.callee_span(*join),
        })
    }

    /// `thread::scope(|scope| …)`: the closure runs there and then.
    fn is_run_by_scope(&self, closure: ExprRef) -> bool {
        let uses = self.program.uses(closure.body);
        let up = uses.parent_expr(closure.expr);
        up.is_some_and(|up| {
            self.program
                .called_api(ExprRef { body: closure.body, expr: up })
                .is_some_and(|row| row.verb == Verb::Run && !row.is_async)
        })
    }

    /// The functions that all callers give for the parameter that a piece of work calls: `|| work(stop)`.
    fn given_to_call_in(&self, work: ExprRef) -> Option<Vec<FnId>> {
        let body = self.program.body(work.body);
        let mut called = None;
        body.walk(work.expr, &mut |_| true, &mut |expr| {
            if let ExprKind::Call { callee, .. } = body.expr(expr)
                && let ExprKind::Local(binding) = body.expr(*callee)
                && matches!(self.program.uses(work.body).source(*binding), BindSource::Param(_))
            {
                called = called.or(Some(ExprRef { body: work.body, expr }));
            }
        });
        let given = self.given_to_param(called?)?;
        given.into_iter().map(|one| self.function_in(one)).collect()
    }

    /// `loop { Command::new("worker").status().await?; }`, where nothing else in a round takes time. Who leaves because a
    /// process could not be started, does not give up when one fails. What starts the process, and what waits for it, may
    /// be functions of the workspace; a `select!` beside the wait may leave.
    pub(super) fn process_again(&self, at: ExprRef, inner: ExprId) -> Option<Restart> {
        let program = self.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let mut calls: Vec<ExprId> = Vec::new();
        let mut ends: Vec<ExprId> = Vec::new();
        let mut leaves: Vec<ExprId> = Vec::new();
        let mut aside: Vec<Span> = Vec::new();
        let mut strange = false;
        body.walk(inner, &mut |_| false, &mut |expr| match body.expr(expr) {
            ExprKind::Call { args, .. } => {
                calls.push(expr);
                if ends_process(program, here(expr))
                    && matches!(program.callee(here(expr)), Callee::Fn(_))
                    && args.iter().any(|&arg| is_process(&program.peel(program.ty(here(arg)))))
                {
                    ends.push(expr);
                }
            }
            ExprKind::MethodCall { receiver, .. } => {
                calls.push(expr);
                // `status()`, and not the `map_err(…)` behind it.
                if ends_process(program, here(expr)) && !ends_process(program, here(*receiver)) {
                    ends.push(expr);
                }
            }
            ExprKind::Break { .. } | ExprKind::Return(_) => leaves.push(expr),
            ExprKind::Macro { kind: MacroKind::Panics, .. } => leaves.push(expr),
            ExprKind::Select { branches, .. } => match self.child_or_leave(here(expr)) {
                Some(found) => {
                    let others = branches.iter().filter(|branch| branch.future != found.child);
                    aside.extend(others.flat_map(|branch| [body.span(branch.future), body.span(branch.body)]));
                }
                None => strange = true,
            },
            ExprKind::Join { .. } | ExprKind::Yield(_) | ExprKind::Opaque => strange = true,
            _ => {}
        });
        let is_aside = |expr: ExprId| aside.iter().any(|span| span.contains(body.span(expr)));
        ends.retain(|&end| !is_aside(end));
        let &[end] = ends.as_slice() else { return None };
        if strange {
            return None;
        }
        // What makes and starts the process.
        let mut chain = vec![end];
        let mut expr = end;
        let (made, name) = loop {
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
                // `match start() { Ok(child) => child, Err(error) => return }`
                ExprKind::Match { value, .. } => *value,
                ExprKind::Call { args, .. } => {
                    chain.push(expr);
                    let lent = args.iter().find(|&&arg| is_process(&program.peel(program.ty(here(arg)))));
                    match (program.callee(here(expr)), lent) {
                        (Callee::Fn(function), _) if self.pauses_in_fn(*function, 0) => return None,
                        (Callee::Fn(_), Some(&child)) => child,
                        (Callee::Fn(function), None) if gives_process(program.ty(here(expr)).given()) => {
                            break (expr, self.program_of(*function));
                        }
                        (Callee::Fn(_), None) => return None,
                        _ => break (*args.first()?, None),
                    }
                }
                _ => return None,
            };
        };
        let is_quick = |call: ExprId| match body.expr(call) {
            _ if chain.contains(&call) || is_aside(call) => true,
            ExprKind::MethodCall { receiver, .. } => {
                let ty = program.ty(here(*receiver));
                matches!(program.role(ty), Some(Role::Result | Role::Option))
                    || is_exit(ty)
                    || is_process(&program.peel(ty))
            }
            _ => matches!(program.callee(here(call)), Callee::Wrap),
        };
        // Where the process could not be started.
        let before = |exit: ExprId| body.span(exit).hi <= body.span(end).lo;
        let gives_up = |&exit: &ExprId| !(is_aside(exit) || before(exit) && self.is_in_error_arm(here(exit), &chain));
        if leaves.iter().any(gives_up) || !calls.iter().all(|&call| is_quick(call)) {
            return None;
        }
        let name = name.unwrap_or_else(|| {
            let text = program.workspace.sources.text(body.span(made));
            match body.expr(made) {
                ExprKind::Call { .. } => super::groups::name_of(program, here(made)),
                _ => text.trim_matches('"').to_owned(),
            }
        });
        Some(Restart {
            span: self.callee_span(at),
            kind: RestartKind::Task,
            name,
            start: body.span(made),
            ended: self.callee_span(here(end)),
        })
    }

    /// The name of the program that a function starts: `Command::new("ffmpeg")`.
    fn program_of(&self, function: FnId) -> Option<String> {
        let at = self.program.defs.fns[function].body?;
        let body = self.program.body(at);
        let mut found = None;
        body.walk(body.root, &mut |_| true, &mut |expr| {
            let ExprKind::Call { args, .. } = body.expr(expr) else { return };
            let of = self.program.ty(ExprRef { body: at, expr }).api_path();
            if let (Some(path), [arg]) = (of, &args[..])
                && crate::apis::last_segment(path.as_str()) == "Command"
                && matches!(body.expr(*arg), ExprKind::Lit(_))
            {
                let text = self.program.workspace.sources.text(body.span(*arg));
                found = found.take().or_else(|| Some(text.trim_matches('"').to_owned()));
            }
        });
        found
    }

    /// Whether code stands in the `Err` of one of these calls: of an arm, or of an `else`.
    fn is_in_error_arm(&self, at: ExprRef, calls: &[ExprId]) -> bool {
        let body = self.program.body(at.body);
        let of_calls = |value: ExprId| calls.iter().any(|&call| body.span(value).contains(body.span(call)));
        let mut child = at.expr;
        for up in self.program.uses(at.body).ancestors(at.expr) {
            let is_error = match body.expr(up) {
                ExprKind::Match { value, arms } => {
                    of_calls(*value)
                        && arms
                            .iter()
                            .any(|arm| arm.body == child && super::supervisors::is_variant(body, arm.pat, "Err"))
                }
                ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| match stmt {
                    Stmt::Let { init: Some(value), otherwise: Some(other), .. } => *other == child && of_calls(*value),
                    _ => false,
                }),
                _ => false,
            };
            if is_error {
                return true;
            }
            child = up;
        }
        false
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
    /// what one of them makes that is to run for long and does not pace itself.
    pub(super) fn made_by_callers(&self, task: &Task) -> Option<ExprRef> {
        let work = task.work_at?;
        let closures = |one: &ExprRef| self.code_made_by(*one).is_some();
        let given = self.given_to_param(work).filter(|given| given.iter().all(closures));
        let given = given.unwrap_or_else(|| self.factories_of(work));
        let mut long = None;
        for one in given {
            let (code, ends, pauses) = self.code_made_by(one)?;
            if pauses {
                continue;
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
            _ => is_true(body.expr(cond)) || self.is_not_told(at, cond),
        }
    }

    /// Whether a condition only asks whether somebody has told the loop to stop.
    pub(super) fn is_not_told(&self, at: BodyRef, cond: ExprId) -> bool {
        match self.program.body(at).expr(cond) {
            ExprKind::Unary { operand, .. } => self.is_not_told(at, *operand),
            _ => self.is_switch(ExprRef { body: at, expr: cond }),
        }
    }

    /// `stop.is_cancelled()`, `subsys.is_shutdown_requested()`, `running.load(Relaxed)`, `*stopped.borrow()`
    fn is_switch(&self, at: ExprRef) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, name, args, .. } = program.expr(at) else { return false };
        let of = program.role(&program.peel(program.ty(ExprRef { body: at.body, expr: *receiver })));
        match of {
            Some(Role::Token) => args.is_empty() && *program.ty(at) == Ty::Prim(Name::from("bool")),
            Some(Role::Atomic) => *name == "load",
            Some(Role::Receiver) => matches!(name.as_str(), "borrow" | "borrow_and_update"),
            _ => false,
        }
    }
}

/// Whether an expression gives how a process has ended, or will: `child.wait()`.
fn ends_process(program: &Program<'_>, at: ExprRef) -> bool {
    let given = program.ty(at).given();
    program.role(given) == Some(Role::Result) && is_exit(&given.arg(0))
}

/// A process that runs.
fn is_process(ty: &Ty) -> bool {
    ty.api_path().is_some_and(|path| matches!(path.as_str(), "std::process::Child" | "tokio::process::Child"))
}

/// A process, or an error where there is none.
fn gives_process(ty: &Ty) -> bool {
    is_process(ty)
        || matches!(ty, Ty::Api(path, args) if path == "std::result::Result" && args.first().is_some_and(is_process))
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
