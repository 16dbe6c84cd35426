//! Supervisors that are written by hand: loops that start again what has ended, and loops that wait for children.
//!
//! Says what such a loop waits for between two rounds, and what it does with how a child ended. A wait that is not
//! known is a pause: it may well be a backoff.

use super::restarted::oks_before;
use super::{Model, Task};
use crate::apis::{Deed, Role, Verb};
use crate::flow::{BindSource, EndKind, Parent, Place};
use crate::ir::{BinaryOp, ExprId, ExprKind, MacroKind, PatId, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Origin, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// A loop that starts something again as soon as it has ended.
#[derive(Clone, Debug)]
pub struct Restart {
    /// The loop's keyword.
    pub span: Span,
    /// What is started again.
    pub kind: RestartKind,
    /// Its name.
    pub name: String,
    /// Where it is started.
    pub start: Span,
    /// Where its end is seen.
    pub ended: Span,
}

/// What a restart loop starts again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestartKind {
    /// A task that is to run for long.
    Task,
    /// A child of a supervisor of another crate, which starts it again as the program says.
    Child,
    /// The same, where the program leaves it as the crate has it.
    ChildByDefault,
    /// A child that its supervisor's own hook starts again.
    ByHook,
    /// An attempt to connect.
    Connect,
    /// The first step with a connection, after which everything begins anew if it fails.
    Setup,
}

/// A loop that waits for children, and throws away how they ended.
#[derive(Clone, Debug)]
pub struct UnreadExit {
    /// The loop's keyword, the `join_next` of a `select!` branch, the `join` of a thread, or the assignment that replaces a
    /// handle.
    pub span: Span,
    /// The call that gives how a child ended.
    pub join: Span,
    /// A child whose end matters, and why.
    pub child: Span,
    /// It gives a `Result`; else it is to run for long.
    pub fails: bool,
    /// It is about one child, which is replaced.
    pub one: bool,
    /// Where that child was started first, if it is the end of a later one that is thrown away.
    pub first: Option<Span>,
}

impl Model<'_, '_> {
    /// Loops that restart at once and for ever, in order of their places.
    pub fn restarts(&self) -> Vec<Restart> {
        let mut found: Vec<Restart> =
            self.index.loops().iter().filter(|at| !self.skips(at.body)).filter_map(|&at| self.restart(at)).collect();
        found.extend(self.restarts_by_hook());
        found.extend(self.retries_by_message());
        found.extend(self.restarts_without_limit());
        self.in_order(&mut found, |one| one.span);
        found
    }

    /// Loops that start a long task again when it has ended, each with the task: in order of their places.
    pub fn restarters(&self) -> Vec<(ExprRef, usize)> {
        let long = |task: &usize| matches!(self.tasks[*task].ends.kind, EndKind::Loops | EndKind::Infinite);
        let loops = self.index.loops().iter().filter(|at| !self.skips(at.body));
        let mut found: Vec<(ExprRef, usize)> =
            loops.filter_map(|&at| Some((at, self.begins_again(at).filter(long)?))).collect();
        self.in_order(&mut found, |(at, _)| self.callee_span(*at));
        found
    }

    /// The task that a loop starts, and whose end it waits for.
    pub(super) fn begins_again(&self, at: ExprRef) -> Option<usize> {
        let program = self.program;
        let body = program.body(at.body);
        let inner = match body.expr(at.expr) {
            ExprKind::Loop { body, .. } | ExprKind::While { body, .. } => *body,
            _ => return None,
        };
        let whole = body.span(inner);
        let inside = |task: &super::Task| task.at.body == at.body && whole.contains(body.span(task.at.expr));
        let tasks: Vec<usize> = (0..self.tasks.len()).filter(|&task| inside(&self.tasks[task])).collect();
        if tasks.is_empty() {
            return None;
        }
        let mut found = None;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            // Beside other branches, a set may as well be one of tasks that those start.
            let (waited, alone): (Vec<ExprId>, bool) = match body.expr(expr) {
                ExprKind::Await(waited) => (vec![*waited], true),
                ExprKind::Select { branches, .. } => (branches.iter().map(|branch| branch.future).collect(), false),
                _ => return,
            };
            for waited in waited {
                let here = ExprRef { body: at.body, expr: waited };
                let ended = |task: &&usize| {
                    let task = &self.tasks[**task];
                    super::groups::handle_comes_from(program, here, task.at)
                        || alone && self.joins_set_of(here, task)
                        || self.is_kept_for(here, task)
                };
                found = found.or_else(|| tasks.iter().find(ended).copied());
            }
        });
        found
    }

    fn in_order<T>(&self, found: &mut [T], span: impl Fn(&T) -> Span) {
        let sources = &self.program.workspace.sources;
        found.sort_by_key(|one| {
            let span = span(one);
            (sources.get(span.file).path.clone(), span.lo)
        });
    }

    fn restart(&self, at: ExprRef) -> Option<Restart> {
        let program = self.program;
        let body = program.body(at.body);
        let (inner, cond) = match body.expr(at.expr) {
            ExprKind::Loop { body, .. } => (*body, None),
            ExprKind::While { cond, body, .. } => (*body, Some(*cond)),
            _ => return None,
        };
        let goes_on = cond.is_none_or(|cond| self.is_not_told(at.body, cond));
        if goes_on && let Some(found) = self.process_again(at, inner) {
            return Some(found);
        }
        let mut awaits: Vec<(ExprId, ExprId)> = Vec::new();
        let mut selects: Vec<ExprId> = Vec::new();
        let mut other_waits = false;
        let mut visit = |expr: ExprId| match body.expr(expr) {
            ExprKind::Await(waited) => awaits.push((expr, *waited)),
            ExprKind::Select { .. } => selects.push(expr),
            ExprKind::Join { .. } | ExprKind::Yield(_) | ExprKind::Opaque => other_waits = true,
            _ => {}
        };
        if let Some(cond) = cond {
            body.walk(cond, &mut |_| false, &mut visit);
        }
        body.walk(inner, &mut |_| false, &mut visit);
        if awaits.is_empty() && selects.is_empty() && !other_waits && goes_on {
            return self.thread_again(at, inner);
        }
        // No wait at all, or one in each round that is for something else.
        if awaits.is_empty() && selects.is_empty() || other_waits {
            return None;
        }
        let paced = self.pauses_in(at, 0);
        if selects.is_empty() {
            let task = if paced { None } else { self.task_again(at, inner, &awaits) };
            let service = || if paced { None } else { self.service_again(at, inner, cond, &awaits) };
            let connect = task.or_else(|| self.connect_again(at, inner, cond, &awaits, &[]));
            return connect.or_else(service).or_else(|| self.setup_again(at, inner, cond, &awaits));
        }
        let setup = |awaits: &[(ExprId, ExprId)]| self.setup_again(at, inner, cond, awaits);
        let all = awaits.clone();
        let mut leaving: Vec<Span> = Vec::new();
        for select in selects {
            let Some(found) = self.child_or_leave(ExprRef { body: at.body, expr: select }) else {
                return setup(&all);
            };
            awaits.retain(|(whole, _)| !found.leaving.iter().any(|span| span.contains(body.span(*whole))));
            awaits.push((select, found.child));
            leaving.extend(found.leaving);
        }
        let task = if paced { None } else { self.task_again(at, inner, &awaits) };
        let connect = task.or_else(|| self.connect_again(at, inner, cond, &awaits, &leaving));
        connect.or_else(|| setup(&all))
    }

    /// `loop { spawn(worker()).await; }`, `while let Some(..) = set.join_next().await { set.spawn(worker()) }`
    fn task_again(&self, at: ExprRef, inner: ExprId, awaits: &[(ExprId, ExprId)]) -> Option<Restart> {
        let program = self.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let whole = body.span(inner);
        let mut child: Option<(&super::Task, ExprId, Span)> = None;
        if always_leaves(body, inner) {
            return None;
        }
        for &(_, waited) in awaits {
            let task = self
                .tasks
                .iter()
                .filter(|task| task.at.body == at.body && whole.contains(body.span(task.at.expr)))
                .find(|task| {
                    super::groups::handle_comes_from(program, here(waited), task.at)
                        || self.joins_set_of(here(waited), task)
                        || self.is_kept_for(here(waited), task)
                });
            match task {
                Some(task) => child = Some((task, waited, task.span)),
                None if self.is_short(here(waited)) => {}
                None => {
                    let (task, call) = self.restarted_by_call(here(inner), here(waited))?;
                    child = Some((&self.tasks[task], waited, self.callee_span(call)));
                }
            }
        }
        let (task, waited, start) = child?;
        let given = match task.ends.kind {
            EndKind::Loops | EndKind::Infinite if !self.pauses_in_type(&task.work, 0) => None,
            EndKind::Unknown => Some(self.made_by_callers(task)?),
            _ => return None,
        };
        if self.gives_up(at, inner) {
            return None;
        }
        Some(Restart {
            span: self.callee_span(at),
            kind: RestartKind::Task,
            name: given.map_or_else(|| self.work_name(task), |work| super::groups::name_of(program, work)),
            start,
            ended: self.callee_span(here(waited)),
        })
    }

    /// Whether an awaited call takes the next end of the set that a task is put into.
    pub(super) fn joins_set_of(&self, waited: ExprRef, task: &super::Task) -> bool {
        let program = self.program;
        let Some(Callee::Api(api)) = program.callee_of(waited) else { return false };
        let ExprKind::MethodCall { receiver, .. } = program.expr(waited) else { return false };
        let set = self.place_at(ExprRef { body: waited.body, expr: *receiver });
        program.apis.row(*api).verb == Verb::Join && set != Place::Unknown && task.set == Some(set)
    }

    /// `loop { if let Err(error) = connect().await { … } }`; `leaving` are branches of a `select!` beside it that leave.
    fn connect_again(
        &self,
        at: ExprRef,
        inner: ExprId,
        cond: Option<ExprId>,
        awaits: &[(ExprId, ExprId)],
        leaving: &[Span],
    ) -> Option<Restart> {
        let program = self.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let (whole, call, levels) = self.first_attempt(at, awaits)?;
        // What is done with a connection says nothing about the way of a failure.
        let mut others =
            awaits.iter().filter(|(other, _)| *other != whole && !self.only_on_success(at, *other, levels));
        if others.any(|&(_, waited)| !self.is_short(here(waited))) {
            return None;
        }
        if cond.is_some_and(|cond| !self.goes_on(at.body, cond, whole)) {
            return None;
        }
        // What a branch of a `select!` gives, it may deal with itself.
        let given =
            awaits.iter().find(|(one, _)| *one == whole).map(|(_, waited)| program.output(program.ty(here(*waited))));
        let is_attempt = is_result(program.types(at.body).expr(whole))
            || matches!(body.expr(whole), ExprKind::Select { .. }) && given.as_ref().is_some_and(is_result)
            || self.is_cut(here(whole)) && given.as_ref().is_some_and(|given| is_result(&given.arg(0)));
        if !is_attempt || self.gives_up(at, inner) {
            return None;
        }
        // Who leaves at an error, does not try again.
        if matches!(program.uses(at.body).parent(whole), Parent::Expr(up) if matches!(body.expr(up), ExprKind::Try(_)))
            || self.leaves_on_error(at, inner, levels, leaving)
            || self.pauses_before_failing(call, 0)
            || self.pauses_but(at, 0, &|expr| expr == call.expr || self.only_on_success(at, expr, levels))
        {
            return None;
        }
        Some(Restart {
            span: self.callee_span(at),
            kind: RestartKind::Connect,
            name: super::groups::name_of(program, call),
            start: self.callee_span(call),
            ended: self.callee_span(call),
        })
    }

    /// The first await of a round that opens a connection, with the call that does so and how many `Ok` are around its
    /// success.
    pub(super) fn first_attempt(&self, at: ExprRef, awaits: &[(ExprId, ExprId)]) -> Option<(ExprId, ExprRef, u8)> {
        let first = |&&(whole, _): &&(ExprId, ExprId)| !self.only_on_success(at, whole, 1);
        awaits.iter().filter(first).find_map(|&(whole, waited)| {
            let (call, levels) = self.attempt_in(ExprRef { body: at.body, expr: waited });
            self.connects(call, &mut FxHashSet::default(), 0).then_some((whole, call, levels))
        })
    }

    /// `let Ok(mut listener) = connect().await else { sleep(…).await; continue }; if listener.listen().await.is_err() {
    /// continue }`: the attempt to connect is followed by a wait, and the failure of the first step with the connection
    /// is not.
    fn setup_again(
        &self,
        at: ExprRef,
        inner: ExprId,
        cond: Option<ExprId>,
        awaits: &[(ExprId, ExprId)],
    ) -> Option<Restart> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        if cond.is_some_and(|cond| !is_true(body.expr(cond)) && !self.is_not_told(at.body, cond)) {
            return None;
        }
        let (whole, attempt, _) = self.first_attempt(at, awaits)?;
        let opened = |binding| match uses.source(binding) {
            BindSource::Value(value, _) => body.span(value).contains(body.span(whole)),
            _ => false,
        };
        let (step, call, failed) = awaits.iter().find_map(|&(step, call)| {
            let ExprKind::MethodCall { receiver, .. } = body.expr(call) else { return None };
            let ExprKind::Local(connection) = body.expr(*receiver) else { return None };
            let up = uses.parent_expr(step)?;
            let ExprKind::Let { pat, value } = body.expr(up) else { return None };
            let asked = uses.parent_expr(up)?;
            let ExprKind::If { then, otherwise: None, .. } = body.expr(asked) else { return None };
            let fails = *value == step && is_variant(body, *pat, "Err") && opened(*connection);
            // What gives something may have waited for it for long.
            let given = program.ty(ExprRef { body: at.body, expr: call }).given();
            let is_step = matches!(program.callee(ExprRef { body: at.body, expr: call }), Callee::Api(_))
                && is_result(given)
                && matches!(given.arg(0), Ty::Tuple(parts) if parts.is_empty());
            (fails && is_step && self.ends_this_round(at, *then)).then_some((step, call, *then))
        })?;
        // A wait on the way to the step is one in each round. What an error's way waits for, it has for itself.
        let ways: Vec<Span> = self.other_ways(at, body.span(step).lo);
        let aside = |expr: ExprId| {
            let span = body.span(expr);
            span.lo > body.span(step).hi && !body.span(failed).contains(span)
                || ways.iter().any(|way| way.contains(span))
                || expr == attempt.expr
        };
        if self.pauses_before_failing(attempt, 0) || self.pauses_but(at, 0, &aside) || self.gives_up(at, inner) {
            return None;
        }
        let takes_time = |(other, waited): &(ExprId, ExprId)| {
            *other != whole
                && *other != step
                && !aside(*other)
                && !self.is_short(ExprRef { body: at.body, expr: *waited })
        };
        if awaits.iter().any(takes_time) {
            return None;
        }
        let call = ExprRef { body: at.body, expr: call };
        Some(Restart {
            span: self.callee_span(at),
            kind: RestartKind::Setup,
            name: super::groups::name_of(program, call),
            start: self.callee_span(call),
            ended: self.callee_span(attempt),
        })
    }

    /// Whether a block ends the round, and not the loop.
    fn ends_this_round(&self, at: ExprRef, block: ExprId) -> bool {
        let body = self.program.body(at.body);
        let ExprKind::Block { stmts, tail, .. } = body.expr(block) else { return false };
        let last = tail.or_else(|| match stmts.last() {
            Some(crate::ir::Stmt::Expr(last)) => Some(*last),
            _ => None,
        });
        let goes_on = last.is_some_and(|last| matches!(body.expr(last), ExprKind::Continue { label: None }));
        let innermost = self.program.uses(at.body).ancestors(block).find(|&up| body.expr(up).is_loop());
        goes_on && innermost == Some(at.expr)
    }

    /// Arms and blocks of a loop's round that end it, and begin before a place.
    fn other_ways(&self, at: ExprRef, before: u32) -> Vec<Span> {
        let body = self.program.body(at.body);
        let mut found = Vec::new();
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            let is_way = body.span(expr).lo < before
                && matches!(body.expr(expr), ExprKind::Block { .. })
                && (self.ends_this_round(at, expr) || always_leaves(body, expr));
            if is_way && body.span(expr).hi <= before {
                found.push(body.span(expr));
            }
        });
        found
    }

    /// Whether an await takes no time of its own: a lock, a message to another task.
    pub(super) fn is_short(&self, waited: ExprRef) -> bool {
        let program = self.program;
        match program.callee_of(waited) {
            Some(Callee::Api(api)) => {
                matches!(program.apis.row(*api).verb, Verb::Lock | Verb::Abort) || self.does(waited, Deed::Yield)
            }
            _ => false,
        }
    }

    /// Whether an expression runs only where an attempt in the same loop gave `Ok`, so many times around each other.
    pub(super) fn only_on_success(&self, at: ExprRef, expr: ExprId, levels: u8) -> bool {
        let body = self.program.body(at.body);
        let mut child = expr;
        let mut sure = 0;
        for up in self.program.uses(at.body).ancestors(expr) {
            if up == at.expr {
                return false;
            }
            sure += match body.expr(up) {
                ExprKind::Match { value, arms } if *value != child => {
                    arms.iter().find(|arm| arm.body == child).map_or(0, |arm| oks(body, arm.pat))
                }
                ExprKind::If { cond, then, .. } if *then == child => match body.expr(*cond) {
                    ExprKind::Let { pat, .. } => oks(body, *pat),
                    _ => 0,
                },
                ExprKind::Block { .. } => oks_before(body, up, child),
                _ => 0,
            };
            if sure >= levels {
                return true;
            }
            child = up;
        }
        false
    }

    /// Whether a `break`, `return` or `?` of the loop stands where an attempt gave `Err`.
    pub(super) fn leaves_on_error(&self, at: ExprRef, inner: ExprId, levels: u8, leaving: &[Span]) -> bool {
        let body = self.program.body(at.body);
        let mut leaves = false;
        body.walk(inner, &mut |_| false, &mut |expr| {
            let exit = matches!(
                body.expr(expr),
                ExprKind::Break { .. }
                    | ExprKind::Return(_)
                    | ExprKind::Try(_)
                    | ExprKind::Macro { kind: MacroKind::Panics, .. }
            );
            let told = || leaving.iter().any(|span| span.contains(body.span(expr)));
            leaves |= exit && !told() && !self.only_on_success(at, expr, levels);
        });
        leaves
    }

    /// Whether the loop gives up some day: it counts, or looks at the clock.
    pub(super) fn gives_up(&self, at: ExprRef, inner: ExprId) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut limited = false;
        body.walk(inner, &mut |_| false, &mut |expr| {
            if !matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_) | ExprKind::Try(_)) {
                return;
            }
            for up in uses.ancestors(expr) {
                if up == at.expr {
                    break;
                }
                let asks = match body.expr(up) {
                    ExprKind::If { cond, .. } => Some(*cond),
                    ExprKind::Match { arms, .. } => {
                        arms.iter().find(|arm| body.span(arm.body).contains(body.span(expr))).and_then(|arm| arm.guard)
                    }
                    _ => None,
                };
                if let Some(asks) = asks {
                    body.walk(asks, &mut |_| true, &mut |part| {
                        limited |= matches!(body.expr(part), ExprKind::Binary { op: BinaryOp::Compare(_), .. })
                            || self.compares_within(ExprRef { body: at.body, expr: part });
                    });
                }
            }
            // `return` in no branch, or `?` on what may say that it is enough.
            limited |= matches!(body.expr(expr), ExprKind::Try(inner)
                if !matches!(body.expr(*inner), ExprKind::Await(_)) && !self.is_bookkeeping(ExprRef { body: at.body, expr: *inner }));
        });
        limited
    }

    /// `self.names.remove(&id).context("who is that?")`: no child makes that fail.
    fn is_bookkeeping(&self, tried: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(tried.body);
        let mut at = tried.expr;
        while let ExprKind::MethodCall { receiver, name, .. } = body.expr(at) {
            let of = program.peel(program.ty(ExprRef { body: tried.body, expr: *receiver }));
            match name.as_str() {
                "remove" | "get" | "get_mut" | "remove_entry" => return program.role(&of) == Some(Role::Collection),
                "context" | "with_context" | "ok_or" | "ok_or_else" | "copied" | "cloned" => at = *receiver,
                _ => return false,
            }
        }
        false
    }

    /// `too_many(attempts)`, `self.window.allows()`: a function of the workspace that compares something.
    fn compares_within(&self, call: ExprRef) -> bool {
        let program = self.program;
        let Some(Callee::Fn(function)) = program.callee_of(call) else { return false };
        program.defs.fns[*function].body.is_some_and(|inner| {
            let code = program.body(inner);
            code.any(code.root, |expr| matches!(code.expr(expr), ExprKind::Binary { op: BinaryOp::Compare(_), .. }))
        })
    }

    /// Whether code waits for a time anywhere: what is paced by itself is not started again at once.
    pub(super) fn pauses_in(&self, at: ExprRef, depth: u8) -> bool {
        self.pauses_but(at, depth, &|_| false)
    }

    /// The same without the waits that do not count.
    fn pauses_but(&self, at: ExprRef, depth: u8, but: &dyn Fn(ExprId) -> bool) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let mut pauses = false;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            if pauses {
                return;
            }
            let here = ExprRef { body: at.body, expr };
            match body.expr(expr) {
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => match program.callee(here).clone() {
                    Callee::Api(api) => {
                        pauses = match program.apis.row(api).verb {
                            Verb::Sleep => true,
                            Verb::Tick => !self.ticks_at_once(here, at),
                            _ => false,
                        };
                    }
                    callee @ (Callee::Fn(_) | Callee::Trait(_)) => {
                        pauses =
                            program.targets(&callee).into_iter().any(|function| self.pauses_in_fn(function, depth));
                    }
                    _ => {}
                },
                ExprKind::Opaque => pauses = true,
                _ => {}
            }
            pauses &= !but(expr);
        });
        pauses
    }

    /// Whether this is the first tick of an interval that the same code has made, which comes at once: who fails behind
    /// it has not waited.
    fn ticks_at_once(&self, tick: ExprRef, within: ExprRef) -> bool {
        let body = self.program.body(tick.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(tick.expr) else { return false };
        let ExprKind::Local(binding) = body.expr(*receiver) else { return false };
        let uses = self.program.uses(tick.body);
        let BindSource::Value(made, _) = uses.source(*binding) else { return false };
        let whole = body.span(within.expr);
        let fresh = whole.contains(body.span(made))
            && self.does(ExprRef { body: tick.body, expr: made }, Deed::TicksAtOnce)
            && uses.of(*binding).first() == Some(receiver);
        // What cannot fail comes to the second tick.
        fresh && body.any(within.expr, |expr| matches!(body.expr(expr), ExprKind::Try(_)))
    }

    pub(super) fn pauses_in_fn(&self, function: FnId, depth: u8) -> bool {
        if depth > 4 {
            return false;
        }
        if let Some(known) = self.pauses.borrow().get(&(function, depth)) {
            return *known;
        }
        let Some(body) = self.program.defs.fns[function].body else { return false };
        let pauses = self.pauses_in(ExprRef { body, expr: self.program.body(body).root }, depth + 1);
        self.pauses.borrow_mut().insert((function, depth), pauses);
        pauses
    }

    pub(super) fn pauses_in_type(&self, ty: &Ty, depth: u8) -> bool {
        if let Ty::Fn(function) = ty {
            return self.pauses_in_fn(*function, depth);
        }
        match self.program.as_future(ty) {
            Ty::Future(future) => match future.origin {
                Origin::Block(at) => match self.program.expr(at) {
                    ExprKind::Async { body, .. } => self.pauses_in(ExprRef { body: at.body, expr: *body }, depth),
                    _ => true,
                },
                Origin::Call(function, _) => self.pauses_in_fn(function, depth),
                _ => true,
            },
            _ => true,
        }
    }

    /// Whether the attempt itself waits for a time before it fails. What comes behind the connection does not count.
    fn pauses_before_failing(&self, call: ExprRef, depth: u8) -> bool {
        let program = self.program;
        let Some(callee @ (Callee::Fn(_) | Callee::Trait(_))) = program.callee_of(call) else { return false };
        program.targets(callee).into_iter().any(|function| {
            let Some(at) = program.defs.fns[function].body else { return false };
            let opened = self.opened_first(at, &mut FxHashSet::default(), 0);
            let Some(opened) = opened.filter(|_| depth < 3) else { return self.pauses_in_fn(function, 0) };
            let body = program.body(at);
            let ExprKind::Await(waited) = body.expr(opened) else { return false };
            let (inner, _) = self.attempt_in(ExprRef { body: at, expr: *waited });
            // A loop around the attempt may come to it after what stands behind it.
            let around = program.uses(at).ancestors(opened).filter(|&up| body.expr(up).is_loop()).last();
            let end = body.span(around.unwrap_or(opened)).hi;
            let root = ExprRef { body: at, expr: body.root };
            self.pauses_but(root, 1, &|expr| body.span(expr).lo >= end || expr == inner.expr)
                || self.pauses_before_failing(inner, depth + 1)
        })
    }

    /// Whether a call opens a connection, by itself or in a function of the workspace.
    pub(super) fn connects(&self, call: ExprRef, seen: &mut FxHashSet<FnId>, depth: u8) -> bool {
        let program = self.program;
        match program.callee_of(call) {
            Some(Callee::Api(_)) if self.does(call, Deed::Request) => true,
            // Of the functions that make a client, this one tries to reach the other side.
            Some(Callee::Api(_) | Callee::Foreign(_) | Callee::Unknown) if self.does(call, Deed::Connects) => true,
            Some(Callee::Api(_) | Callee::Foreign(_)) if self.does(call, Deed::Client) => {
                self.called_path(call).is_some_and(|path| crate::apis::last_segment(path.as_str()) == "connect")
            }
            Some(Callee::Api(api)) => {
                let row = program.apis.row(*api);
                row.is_async
                    && row.verb == Verb::Pass
                    && gives_connection(program, program.ty(call), 0)
                    && (!row.receiver || self.is_called_on_client(call))
            }
            Some(callee @ Callee::Fn(_)) if depth < 3 => program.targets(callee).into_iter().any(|function| {
                let Some(body) = program.defs.fns[function].body.filter(|_| seen.insert(function)) else {
                    return false;
                };
                self.opened_first(body, seen, depth).is_some()
            }),
            _ => false,
        }
    }

    /// `client.get_async_pubsub()`: a method that is called on what is no connection itself.
    fn is_called_on_client(&self, call: ExprRef) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(call) else { return true };
        let of = program.types(call.body).expr(*receiver);
        program.derefs(of).iter().all(|ty| !matches!(program.role(ty), Some(Role::Connection | Role::Pool)))
    }

    /// The await in which a function opens a connection before it waits for somebody who comes: who waits first is no
    /// attempt, and the next round waits for the next one. What goes on with the connection is reached only with one.
    fn opened_first(&self, body: BodyRef, seen: &mut FxHashSet<FnId>, depth: u8) -> Option<ExprId> {
        let program = self.program;
        let ir = program.body(body);
        let mut first_wait = None;
        let mut opened: Vec<ExprId> = Vec::new();
        ir.walk(ir.root, &mut |_| true, &mut |expr| {
            let here = ExprRef { body, expr };
            let serves = program
                .called_api(here)
                .is_some_and(|row| matches!(row.verb, Verb::Accept | Verb::Receive))
                // Of another crate's listener the name is all that is known.
                || matches!(ir.expr(expr), ExprKind::MethodCall { name, .. } if *name == "accept");
            if serves {
                let lo = ir.span(expr).lo;
                first_wait = Some(first_wait.map_or(lo, |first: u32| first.min(lo)));
            }
        });
        ir.walk(ir.root, &mut |_| false, &mut |expr| {
            if let ExprKind::Await(inner) = ir.expr(expr)
                && self.connects(self.attempt_in(ExprRef { body, expr: *inner }).0, seen, depth + 1)
            {
                opened.push(expr);
            }
        });
        // An error that stays in the function may well be followed by the wait.
        let leaves = |expr: ExprId| {
            let uses = program.uses(body);
            let mut at = expr;
            loop {
                match uses.parent_expr(at).map(|up| (up, ir.expr(up))) {
                    Some((up, ExprKind::MethodCall { receiver, .. })) if *receiver == at => at = up,
                    Some((_, ExprKind::Try(_))) => return true,
                    _ => return false,
                }
            }
        };
        opened.into_iter().find(|&expr| first_wait.is_none_or(|wait| ir.span(expr).hi <= wait && leaves(expr)))
    }

    /// Loops that throw away how children ended, in order of their places.
    pub fn unread_exits(&self) -> Vec<UnreadExit> {
        let mut found = Vec::new();
        for at in self.calls_named(|row| row.verb == Verb::Join && row.is_async) {
            found.extend(self.unread_exit(at));
        }
        found.extend(self.unread_handles());
        found.extend(self.replaced_unread());
        self.in_order(&mut found, |one| one.span);
        found
    }

    fn unread_exit(&self, join: ExprRef) -> Option<UnreadExit> {
        let program = self.program;
        let body = program.body(join.body);
        let Callee::Api(api) = program.callee(join) else { return None };
        let ExprKind::MethodCall { receiver, .. } = body.expr(join.expr) else { return None };
        let set = program.derefs(program.types(join.body).expr(*receiver));
        let is_set = set.iter().any(|ty| program.role(ty) == Some(Role::TaskSet));
        // One that gives how one child ended, not all of them at once.
        let gives_one = program.apis.row(*api).returns.is_some()
            && matches!(program.output(program.ty(join)), Ty::Api(path, _) if path == "std::option::Option");
        if !is_set || !gives_one {
            return None;
        }
        let around = self.discarding_loop(join).or_else(|| self.discarding_branch(join))?;
        let place = self.place_at(ExprRef { body: join.body, expr: *receiver });
        if place == Place::Unknown || self.is_told_to_end(join, around, self.first_into(join, place)) {
            return None;
        }
        let places = match self.lenders_of(place) {
            // In a helper that is lent the set it is whoever calls that has it.
            Some(function) => {
                let told = |call: &ExprRef| self.is_told_to_end(*call, call.expr, None);
                if self.callers_of(function).iter().any(told) {
                    return None;
                }
                self.set_at(ExprRef { body: join.body, expr: *receiver })?.places
            }
            // It may have been filled before it came there.
            None if matches!(place, Place::Field(..)) => {
                self.set_at(ExprRef { body: join.body, expr: *receiver }).map_or(vec![place], |set| set.places)
            }
            None => vec![place],
        };
        // `set.spawn(reply)` waits for somebody else's answer: that is no child.
        let is_reply = |task: &Task| program.role(&program.peel(&task.work)) == Some(Role::Receiver);
        let of_set = |task: &&Task| task.set.is_some_and(|set| places.contains(&set));
        let members = self.tasks.iter().filter(of_set).filter(|task| !is_reply(task));
        let mut best = None;
        // What the set says that its members give: a body that only ends by `?` does not say it.
        let said = set.iter().any(|ty| program.role(ty) == Some(Role::TaskSet) && is_result(&ty.arg(0)));
        for task in members {
            let fails = said || is_result(&task.output);
            let long = matches!(task.ends.kind, EndKind::Loops | EndKind::Infinite) && !self.in_any_loop(task.at);
            if fails || long && body.expr(around).is_loop() {
                best = best.or(Some((task.span, fails)));
            }
        }
        let (child, fails) = best?;
        Some(UnreadExit {
            span: self.callee_span(ExprRef { body: join.body, expr: around }),
            join: self.callee_span(join),
            child,
            fails,
            one: false,
            first: None,
        })
    }

    /// The function that a set is lent to, if it is a parameter there.
    fn lenders_of(&self, place: Place) -> Option<FnId> {
        let Place::Local(body, binding) = place else { return None };
        match self.program.uses(body).source(binding) {
            BindSource::Param(_) => self.program.owner(body),
            _ => None,
        }
    }

    pub(super) fn in_any_loop(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        self.program.uses(at.body).ancestors(at.expr).any(|up| body.expr(up).is_loop())
    }

    /// `while set.join_next().await.is_some() {}`, `while let Some(_) = set.join_next().await {}`
    pub(super) fn discarding_loop(&self, join: ExprRef) -> Option<ExprId> {
        let program = self.program;
        let body = program.body(join.body);
        let uses = program.uses(join.body);
        let Parent::Expr(awaited) = uses.parent(join.expr) else { return None };
        if !matches!(body.expr(awaited), ExprKind::Await(_)) {
            return None;
        }
        let Parent::Expr(up) = uses.parent(awaited) else { return None };
        match body.expr(up) {
            ExprKind::MethodCall { name, .. } if *name == "is_some" => match uses.parent(up) {
                Parent::Expr(outer) if matches!(body.expr(outer), ExprKind::While { cond, .. } if *cond == up) => {
                    Some(outer)
                }
                _ => None,
            },
            ExprKind::Let { pat, .. } if self.ignores_inside(join, *pat) => match uses.parent(up) {
                Parent::Expr(outer) if matches!(body.expr(outer), ExprKind::While { cond, .. } if *cond == up) => {
                    Some(outer)
                }
                _ => None,
            },
            ExprKind::Match { value, .. } if *value == awaited && self.asks_whether_any(join, up) => {
                uses.ancestors(up).find(|&around| body.expr(around).is_loop())
            }
            _ => None,
        }
    }

    /// `match end { Some(_) => continue, None => break }`: it only asks whether there was a child.
    fn asks_whether_any(&self, join: ExprRef, asks: ExprId) -> bool {
        let body = self.program.body(join.body);
        let ExprKind::Match { arms, .. } = body.expr(asks) else { return false };
        let is_none = |pat: PatId| match body.pat(pat) {
            PatKind::Path(path) => path.last() == "None",
            PatKind::Wild => true,
            _ => false,
        };
        let (none, some): (Vec<_>, Vec<_>) = arms.iter().partition(|arm| is_none(arm.pat));
        !none.is_empty() && !some.is_empty() && some.iter().all(|arm| self.ignores_inside(join, arm.pat))
    }

    /// `_ = set.join_next() => info!("stopped")`, in a `select!`.
    fn discarding_branch(&self, join: ExprRef) -> Option<ExprId> {
        let body = self.program.body(join.body);
        let Parent::Expr(select) = self.program.uses(join.body).parent(join.expr) else { return None };
        let ExprKind::Select { branches, .. } = body.expr(select) else { return None };
        let branch = branches.iter().find(|branch| branch.future == join.expr)?;
        // `end = set.join_next() => match end { Some(_) => …, None => … }`
        let only_asked = match body.pat(branch.pat) {
            PatKind::Bind(binding, None) => match self.program.uses(join.body).of(*binding) {
                &[used] => self.program.uses(join.body).parent_expr(used).is_some_and(|up| {
                    matches!(body.expr(up), ExprKind::Match { value, .. } if *value == used)
                        && self.asks_whether_any(join, up)
                }),
                _ => false,
            },
            _ => false,
        };
        let unread =
            matches!(body.pat(branch.pat), PatKind::Wild) || only_asked || self.ignores_inside(join, branch.pat);
        unread.then_some(select)
    }

    /// `Some(_)`, `Some(_end)` that nothing uses
    fn ignores_inside(&self, join: ExprRef, pat: PatId) -> bool {
        let body = self.program.body(join.body);
        let PatKind::TupleStruct(path, parts) = body.pat(pat) else { return false };
        let [part] = &parts[..] else { return false };
        path.last() == "Some"
            && match body.pat(*part) {
                PatKind::Wild => true,
                PatKind::Bind(binding, None) => self.program.uses(join.body).of(*binding).is_empty(),
                _ => false,
            }
    }

    /// Where the code of a join puts the first child into the set, with the loop that does so again and again.
    fn first_into(&self, join: ExprRef, place: Place) -> Option<u32> {
        let body = self.program.body(join.body);
        let here = |task: &&Task| task.at.body == join.body && task.set == Some(place);
        let begin = |task: &Task| {
            let loops = self.program.uses(join.body).ancestors(task.at.expr).filter(|&up| body.expr(up).is_loop());
            let own = loops.filter(|&up| !body.span(up).contains(body.span(join.expr)));
            body.span(own.last().unwrap_or(task.at.expr)).lo
        };
        self.tasks.iter().filter(here).map(begin).min()
    }

    /// Whether the children were told to end before: then it only waits until they have. What is done before there are
    /// any, tells them nothing.
    pub(super) fn is_told_to_end(&self, join: ExprRef, around: ExprId, first: Option<u32>) -> bool {
        let program = self.program;
        let body = program.body(join.body);
        let end = body.span(around).lo;
        let mut told = program.owner(join.body).is_some_and(|function| program.is_drop(function));
        body.walk(body.root, &mut |_| true, &mut |expr| {
            if told || body.span(expr).lo >= end || first.is_some_and(|first| body.span(expr).hi <= first) {
                return;
            }
            let here = ExprRef { body: join.body, expr };
            match body.expr(expr) {
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => match program.callee(here) {
                    Callee::Api(api) => {
                        told |= matches!(
                            program.apis.row(*api).verb,
                            Verb::Abort
                                | Verb::Cancel
                                | Verb::Close
                                | Verb::Wait
                                | Verb::Drop
                                | Verb::Receive
                                | Verb::Accept
                        );
                    }
                    Callee::Unknown | Callee::Foreign(_) => told |= program.is_awaited(here),
                    _ => {}
                },
                // Something went on for long before: this is what comes after it.
                ExprKind::Select { .. } => told = true,
                ExprKind::Await(inner) => {
                    let ty = program.types(join.body).expr(*inner);
                    told |= matches!(self.ends.of_type(ty).kind, EndKind::Loops | EndKind::Infinite | EndKind::Unknown);
                }
                _ => {}
            }
        });
        told
    }
}

/// Whether code always ends the loop that it stands in, or the function.
pub(super) fn always_leaves(body: &crate::ir::Body, expr: ExprId) -> bool {
    match body.expr(expr) {
        ExprKind::Break { .. } | ExprKind::Return(_) => true,
        ExprKind::Macro { kind: MacroKind::Panics, .. } => true,
        ExprKind::Block { stmts, tail, .. } => match (tail, stmts.last()) {
            (Some(tail), _) => always_leaves(body, *tail),
            (None, Some(crate::ir::Stmt::Expr(last))) => always_leaves(body, *last),
            _ => false,
        },
        _ => false,
    }
}

/// How many `Ok` a pattern has around each other: two in `Ok(Ok(socket))`.
pub(super) fn oks(body: &crate::ir::Body, pat: PatId) -> u8 {
    match body.pat(pat) {
        PatKind::TupleStruct(path, parts) if path.last() == "Ok" => match parts[..] {
            [part] if is_variant(body, part, "Err") => 0,
            [part] => 1 + oks(body, part),
            _ => 1,
        },
        _ => 0,
    }
}

pub(super) fn is_true(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Lit(crate::ir::Lit::Bool(true)))
}

pub(super) fn is_variant(body: &crate::ir::Body, pat: PatId, name: &str) -> bool {
    matches!(body.pat(pat), PatKind::TupleStruct(path, _) if path.last() == name)
}

pub(super) fn is_result(ty: &Ty) -> bool {
    matches!(ty, Ty::Api(path, _) if path == "std::result::Result")
}

fn gives_connection(program: &crate::resolve::Program<'_>, ty: &Ty, depth: u8) -> bool {
    if depth > 4 {
        return false;
    }
    match ty {
        Ty::Future(future) => gives_connection(program, &future.output, depth + 1),
        Ty::Api(_, args) => {
            program.role(ty) == Some(Role::Connection)
                || args.first().is_some_and(|arg| gives_connection(program, arg, depth + 1))
        }
        Ty::Tuple(args) => args.iter().any(|arg| gives_connection(program, arg, depth + 1)),
        _ => false,
    }
}
