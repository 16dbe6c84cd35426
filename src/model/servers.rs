//! Servers: what stops them, and which signals reach them.

use super::supervisors::always_leaves;
use super::{Final, Model};
use crate::apis::{Deed, ExitKind, TaskKind, Verb};
use crate::flow::{BindSource, EndKind, Parent, SourceOp};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{BodyRef, Callee, ExprRef};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// A server that only the end of the process stops.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// The call that serves.
    pub span: Span,
    /// Calls through which `main` comes to it, outermost first.
    pub way: Vec<Span>,
}

/// What is known of the end of a future.
enum Stop {
    /// Something may stop it.
    Stopped,
    /// `main` waits for it, and nothing stops it: calls from there, innermost first.
    Never(Vec<Span>),
    Unknown,
}

const FAR: u8 = 5;
const MANY: usize = 100;

impl Model<'_, '_> {
    /// Servers that `main` waits for and nothing stops.
    pub fn ungraceful_servers(&self) -> Vec<Exposed> {
        self.calls_that(Deed::Serve)
            .into_iter()
            .filter(|&at| !self.is_given_stop(at, FAR))
            .filter_map(|at| match self.stop_of(at, FAR) {
                Stop::Never(mut way) => {
                    way.reverse();
                    Some(Exposed { span: self.callee_span(at), way })
                }
                Stop::Stopped | Stop::Unknown => None,
            })
            .collect()
    }

    /// Waits for ctrl-c in programs that serve, where nothing listens to the signal that service managers send: by package,
    /// with one of its servers.
    pub fn deaf_to_sigterm(&self) -> Vec<(Vec<Span>, Span)> {
        let waits = self.calls_that(Deed::CtrlC);
        if waits.is_empty() || !self.calls_that(Deed::Terminate).is_empty() {
            return Vec::new();
        }
        let mut servers = self.calls_that(Deed::Serve);
        servers.extend(self.calls_that(Deed::ServeGracefully));
        // A program that goes on accepting connections by itself.
        servers.extend(
            self.loops.iter().filter(|found| !self.skips(found.at.body)).filter_map(|found| self.accept_of(found)),
        );
        let mut found: Vec<(u32, Vec<Span>, Span)> = Vec::new();
        for at in waits.into_iter().filter(|at| !self.waits_so_long(*at)) {
            let Some(package) = self.package_of(at) else { continue };
            let server = servers.iter().find(|&&server| {
                self.package_of(server) == Some(package)
                    // Another program of the package may be the one that serves.
                    && (self.is_reached_from(server, at) || self.is_reached_from(at, server))
                    && !self.runs_instead(server, at)
            });
            let Some(server) = server else { continue };
            match found.iter_mut().find(|(of, ..)| *of == package) {
                Some((_, waits, _)) => waits.push(self.callee_span(at)),
                None => found.push((package, vec![self.callee_span(at)], self.callee_span(*server))),
            }
        }
        found.into_iter().map(|(_, waits, server)| (waits, server)).collect()
    }

    /// Whether a wait is given up after some time, and comes once: a command that asks for something, and no server.
    fn waits_so_long(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let Some(select) = uses.ancestors(at.expr).find(|&up| matches!(body.expr(up), ExprKind::Select { .. })) else {
            return false;
        };
        let ExprKind::Select { branches, .. } = body.expr(select) else { return false };
        let sleeps = |future: ExprId| {
            let source = self.ends.source(ExprRef { body: at.body, expr: future });
            source.is_some_and(|source| source.op == SourceOp::Sleep)
        };
        branches.iter().any(|branch| sleeps(branch.future))
            && !uses.ancestors(select).any(|up| body.expr(up).is_loop() || body.expr(up).is_lazy())
    }

    /// Calls that leave the process in the middle of a task: the call, and the task.
    pub fn exits_in_tasks(&self) -> Vec<(Span, usize)> {
        let mut found = Vec::new();
        for (at, _) in self.calls_of(|row| row.verb == Verb::Exit) {
            if !matches!(self.runs(at), super::Runs::Async(_)) {
                continue;
            }
            let Some(task) = self.task_of(at) else { continue };
            let work = &self.tasks[task];
            if matches!(work.kind, TaskKind::Task | TaskKind::Local) && !self.follows_signal(at, work.work_at) {
                found.push((self.callee_span(at), task));
            }
        }
        found
    }

    /// A task that waits for a signal and then exits is how the process is meant to end.
    fn follows_signal(&self, exit: ExprRef, work: Option<ExprRef>) -> bool {
        work.is_none_or(|work| self.listens(work, 2, &|signal| self.is_apart(signal, exit)))
    }

    /// Whether a signal is waited for in a branch of a `select!`, while another branch or what comes behind in the same
    /// round exits.
    fn is_apart(&self, signal: ExprRef, exit: ExprRef) -> bool {
        if signal.body != exit.body {
            return false;
        }
        let body = self.program.body(signal.body);
        let (at, place) = (body.span(signal.expr), body.span(exit.expr));
        let mut ups = self.program.uses(signal.body).ancestors(signal.expr);
        let Some((select, branch)) = ups.find_map(|up| match body.expr(up) {
            ExprKind::Select { branches, .. } => {
                Some((up, branches.iter().find(|branch| body.span(branch.future).contains(at))?))
            }
            _ => None,
        }) else {
            return false;
        };
        let within = |of: ExprId| body.span(of).contains(place);
        let mut behind =
            || ups.find(|up| body.expr(*up).is_loop()).is_some_and(within) && always_leaves(body, branch.body);
        !within(branch.body) && (within(select) || behind())
    }

    /// Whether code waits for a signal that is not `apart`.
    fn listens(&self, work: ExprRef, far: u8, apart: &dyn Fn(ExprRef) -> bool) -> bool {
        let program = self.program;
        let body = program.body(work.body);
        let mut found = false;
        body.walk(work.expr, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: work.body, expr };
            found = found
                || match program.callee_of(here) {
                    Some(Callee::Api(api)) => {
                        matches!(program.apis.row(*api).exit, Some(ExitKind::ShutdownSignal | ExitKind::CancelToken))
                            && !apart(here)
                    }
                    Some(Callee::Fn(function)) if far > 0 && !apart(here) => {
                        program.defs.fns[*function].body.is_some_and(|body| {
                            self.listens(ExprRef { body, expr: program.body(body).root }, far - 1, apart)
                        })
                    }
                    _ => false,
                };
        });
        found
    }

    /// Whether a server was given the means to stop before it serves: `bind(addr).handle(handle).serve(app)`.
    fn is_given_stop(&self, at: ExprRef, far: u8) -> bool {
        let Some(far) = far.checked_sub(1) else { return false };
        let program = self.program;
        let body = program.body(at.body);
        match body.expr(at.expr) {
            ExprKind::MethodCall { receiver, .. } => {
                self.does(at, Deed::ServeGracefully)
                    || self.is_given_stop(ExprRef { body: at.body, expr: *receiver }, far + 1)
            }
            ExprKind::Try(inner) | ExprKind::Await(inner) => {
                self.is_given_stop(ExprRef { body: at.body, expr: *inner }, far + 1)
            }
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) => self.is_given_stop(ExprRef { body: at.body, expr: value }, far),
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether code is in the crate of other code, or is called from there.
    fn is_reached_from(&self, at: ExprRef, from: ExprRef) -> bool {
        let krate = self.program.defs.krate_of(from.body);
        if self.program.defs.krate_of(at.body) == krate {
            return true;
        }
        let mut open: Vec<_> = self.program.owner(at.body).into_iter().collect();
        let mut seen: FxHashSet<_> = open.iter().copied().collect();
        while let Some(function) = open.pop() {
            for call in self.callers(function) {
                if self.program.defs.krate_of(call.body) == krate {
                    return true;
                }
                if let Some(caller) = self.program.owner(call.body)
                    && seen.len() < MANY
                    && seen.insert(caller)
                {
                    open.push(caller);
                }
            }
        }
        false
    }

    /// Whether two pieces of code belong to commands of which one run of the program does one only: wherever the ways to
    /// both come by the same code, they part there in a `match` or `if`.
    fn runs_instead(&self, one: ExprRef, other: ExprRef) -> bool {
        let (ways, others) = (self.ways_up(one), self.ways_up(other));
        let mut parts = false;
        for way in &ways {
            for back in others.iter().filter(|back| back.body == way.body && *back != way) {
                if !self.part(*way, *back) {
                    return false;
                }
                parts = true;
            }
        }
        parts
    }

    /// The expression, the calls of its function, the calls of theirs.
    fn ways_up(&self, at: ExprRef) -> Vec<ExprRef> {
        let mut found = vec![at];
        let mut seen: FxHashSet<_> = FxHashSet::default();
        let mut next = 0;
        while let Some(&place) = found.get(next) {
            next += 1;
            if let Some(function) = self.program.owner(place.body)
                && seen.len() < MANY
                && seen.insert(function)
            {
                found.extend(self.callers(function));
            }
        }
        found
    }

    /// Whether two expressions stand in different arms of one `match` or `if`, in no loop of their own.
    fn part(&self, one: ExprRef, other: ExprRef) -> bool {
        let body = self.program.body(one.body);
        let uses = self.program.uses(one.body);
        let mut child = one.expr;
        for up in uses.ancestors(one.expr) {
            let below = std::mem::replace(&mut child, up);
            if !body.span(up).contains(self.program.span(other)) {
                continue;
            }
            let apart = match body.expr(up) {
                ExprKind::If { cond, .. } => *cond != below && !body.span(*cond).contains(self.program.span(other)),
                ExprKind::Match { value, .. } => {
                    *value != below && !body.span(*value).contains(self.program.span(other))
                }
                // The one arm is left for good, and the other comes behind it.
                ExprKind::Block { .. } => {
                    let leaves = |at: ExprId| {
                        let arm = uses.ancestors(at).take_while(|&above| above != up);
                        arm.filter(|&above| matches!(body.expr(above), ExprKind::Block { .. }))
                            .any(|block| super::closing::leaves(body, block))
                    };
                    let earlier = if body.span(one.expr).lo < self.program.span(other).lo { one } else { other };
                    leaves(earlier.expr)
                }
                _ => false,
            };
            return apart && !uses.ancestors(up).any(|above| body.expr(above).is_loop());
        }
        false
    }

    fn package_of(&self, at: ExprRef) -> Option<u32> {
        let function = self.program.owner(at.body)?;
        let krate = self.program.defs.fns[function].krate;
        Some(self.program.workspace.crates[krate.0 as usize].package.0)
    }

    fn stop_of(&self, at: ExprRef, far: u8) -> Stop {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let mut child = at.expr;
        loop {
            let parent = match uses.parent(child) {
                Parent::Root => return self.stop_of_callers(at, far),
                // `let server = axum::serve(…);`
                Parent::Let(block, index) if self.is_future(at, child) => {
                    return self.stop_of_variable(at, block, index, far);
                }
                Parent::Let(up, _) | Parent::Stmt(up, _) | Parent::LetElse(up, _) => up,
                Parent::Expr(up) => up,
            };
            let here = ExprRef { body: at.body, expr: parent };
            match body.expr(parent) {
                ExprKind::Select { branches, .. }
                    if branches
                        .iter()
                        .all(|branch| branch.future == child || self.never_comes_back(at.body, branch.future)) => {}
                ExprKind::Select { .. } | ExprKind::Struct { .. } | ExprKind::Tuple(_) | ExprKind::Array { .. } => {
                    return Stop::Stopped;
                }
                ExprKind::Closure { .. } => return Stop::Unknown,
                // `guard.server = Some(Box::pin(async { … }))`: whoever has it may run it somewhere.
                ExprKind::Assign { value, .. } if *value == child && self.is_future(at, child) => {
                    return Stop::Unknown;
                }
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                    if let Some(stop) = self.stop_of_call(here, child, far) {
                        return stop;
                    }
                }
                ExprKind::Macro { .. } => return Stop::Unknown,
                _ => {}
            }
            child = parent;
        }
    }

    /// Whether a future never comes to an end, so that one beside it is not stopped by that: another server, a worker
    /// without an exit, a task that is one.
    fn never_comes_back(&self, at: BodyRef, future: ExprId) -> bool {
        let program = self.program;
        let body = program.body(at);
        let here = ExprRef { body: at, expr: future };
        match body.expr(future) {
            ExprKind::Ref(inner) | ExprKind::Await(inner) => return self.never_comes_back(at, *inner),
            ExprKind::Local(binding) => {
                let BindSource::Value(value, _) = program.uses(at).source(*binding) else { return false };
                if let Some(task) = self.tasks.iter().find(|task| task.at == ExprRef { body: at, expr: value }) {
                    return task.ends.kind == EndKind::Infinite && task.ends.exits.is_empty();
                }
                return value != future && self.never_comes_back(at, value);
            }
            _ => {}
        }
        if self.does(here, Deed::Serve) {
            return !self.is_given_stop(here, FAR);
        }
        let ends = self.ends.of_value(here);
        ends.kind == EndKind::Infinite && ends.exits.is_empty()
    }

    /// Whether the server itself, not what it gave in the end, is the value of an expression.
    fn is_future(&self, at: ExprRef, expr: ExprId) -> bool {
        let body = self.program.body(at.body);
        let mut inner = expr;
        loop {
            match body.expr(inner) {
                ExprKind::Await(_) | ExprKind::Block { .. } | ExprKind::If { .. } | ExprKind::Match { .. } => {
                    return false;
                }
                ExprKind::Try(next) => inner = *next,
                ExprKind::MethodCall { receiver, .. } => inner = *receiver,
                _ => return true,
            }
        }
    }

    fn stop_of_call(&self, call: ExprRef, child: ExprId, far: u8) -> Option<Stop> {
        let program = self.program;
        if self.does(call, Deed::ServeGracefully) {
            return Some(Stop::Stopped);
        }
        match program.callee_of(call)? {
            Callee::Api(api) => match program.apis.row(*api).verb {
                Verb::Spawn => {
                    let task = self.tasks.iter().find(|task| task.at == call)?;
                    let waited = matches!(task.fate_final, Some(Final::Awaited)) || task.fate == super::Fate::Awaited;
                    // A server beside the program's work ends with it.
                    Some(if waited { self.stop_of(call, far.checked_sub(1)?) } else { Stop::Unknown })
                }
                Verb::WaitOr | Verb::Timeout | Verb::Group | Verb::Abort => Some(Stop::Stopped),
                Verb::Run | Verb::Wrap | Verb::Pass | Verb::Forever => {
                    // What is done with its result, or a wrapper.
                    let _ = child;
                    None
                }
                _ => Some(Stop::Unknown),
            },
            Callee::Wrap => None,
            _ => Some(Stop::Unknown),
        }
    }

    fn stop_of_variable(&self, at: ExprRef, block: ExprId, index: u32, far: u8) -> Stop {
        let program = self.program;
        let body = program.body(at.body);
        let Some(pat) = body.let_pat(block, index) else { return Stop::Unknown };
        let mut uses = Vec::new();
        body.bindings_of(pat, &mut |binding, _| uses.extend_from_slice(program.uses(at.body).of(binding)));
        let [only] = uses[..] else { return Stop::Unknown };
        match far.checked_sub(1) {
            Some(far) => self.stop_of(ExprRef { body: at.body, expr: only }, far),
            None => Stop::Unknown,
        }
    }

    fn stop_of_callers(&self, at: ExprRef, far: u8) -> Stop {
        let program = self.program;
        let Some(function) = program.owner(at.body) else { return Stop::Unknown };
        let def = &program.defs.fns[function];
        if def.name == "main" {
            return Stop::Never(Vec::new());
        }
        // Which of several is meant by a call through the trait is not known.
        let others = program.trait_fn_of(function).is_some_and(|of_trait| {
            let meant = program.targets(&Callee::Trait(of_trait));
            meant != [function]
        });
        let (Some(far), false) = (far.checked_sub(1), others) else { return Stop::Unknown };
        let mut never = None;
        for call in self.callers(function) {
            match self.stop_of(call, far) {
                Stop::Never(mut way) => {
                    way.insert(0, self.callee_span(call));
                    never.get_or_insert(way);
                }
                Stop::Stopped => return Stop::Stopped,
                Stop::Unknown => return Stop::Unknown,
            }
        }
        never.map_or(Stop::Unknown, Stop::Never)
    }
}
