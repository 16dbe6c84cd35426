//! The program's entry: tasks that `main` starts and leaves, and work that `Drop` starts.

use super::{Fate, Final, LinkKind, Model, Task};
use crate::apis::{TaskKind, Verb, Work};
use crate::flow::EventKind;
use crate::ir::{Cfg, ExprId, ExprKind, MacroKind};
use crate::resolve::{BodyRef, Callee, Container, ExprRef, FnId, Origin, Ty};
use crate::source::Span;
use crate::workspace::TargetKind;

/// Async work that a destructor starts.
#[derive(Clone, Debug)]
pub struct DropWork {
    /// The spawn or the call that parks the thread.
    pub span: Span,
    /// `drop`
    pub drop: Span,
    /// The call in `drop`, where the work stands in a function that it calls.
    pub through: Option<Span>,
    /// It parks the thread until the work is done.
    pub parks: bool,
    /// The code asks first whether there is a runtime.
    pub asks: bool,
}

impl Model<'_, '_> {
    /// Whether a function is where a program begins.
    pub fn is_main(&self, function: FnId) -> bool {
        let defs = &self.program.defs;
        let def = &defs.fns[function];
        let krate = &self.program.workspace.crates[def.krate.0 as usize];
        def.name == "main"
            && matches!(def.container, Container::Free)
            && defs.root(def.krate) == def.module
            && matches!(krate.kind, TargetKind::Bin | TargetKind::Example | TargetKind::Loose)
    }

    /// Tasks that `main` starts, drops and does not outlast: by `main`, in order of their places.
    pub fn left_by_main(&self) -> Vec<(FnId, Vec<usize>)> {
        let mut found: Vec<(FnId, Vec<usize>)> = Vec::new();
        for (number, task) in self.tasks.iter().enumerate() {
            let ends_all = |&function: &FnId| self.is_main(function) && !self.is_browsers(function);
            let Some(function) = self.program.owner(task.at.body).filter(ends_all) else {
                continue;
            };
            if task.fate != Fate::Dropped || task.on_purpose || !task.detaches || !self.returns_at_once(task.at) {
                continue;
            }
            // A function that waits for what it has started itself leaves nothing.
            if let Callee::Fn(spawner) = self.program.callee(task.at)
                && self.joins_all(*spawner)
            {
                continue;
            }
            match found.iter_mut().find(|(of, _)| *of == function) {
                Some((_, tasks)) => tasks.push(number),
                None => found.push((function, vec![number])),
            }
        }
        found
    }

    /// Whether a `main` is that of a page in a browser, which goes on when it returns.
    fn is_browsers(&self, main: FnId) -> bool {
        fn says(cfg: &Cfg) -> bool {
            match cfg {
                Cfg::Is(what, name) => {
                    matches!(what.as_str(), "target_arch" | "target_family") && name.as_str().starts_with("wasm")
                }
                Cfg::Flag(name) => *name == "wasm",
                Cfg::All(all) => all.iter().any(says),
                Cfg::Any(any) => !any.is_empty() && any.iter().all(says),
                Cfg::Not(_) => false,
            }
        }
        self.program.defs.fns[main].attrs.cfg.iter().any(says)
    }

    /// Whether a function starts tasks or threads, and waits for each of them itself.
    fn joins_all(&self, function: FnId) -> bool {
        let joined = |task: &Task| {
            task.events.iter().any(|event| {
                event.at.body == task.at.body
                    && matches!(event.kind, EventKind::Awaited | EventKind::Verb(Verb::Join | Verb::Run))
            })
        };
        let mut own = self.tasks.iter().filter(|task| self.program.owner(task.at.body) == Some(function)).peekable();
        own.peek().is_some() && own.all(joined)
    }

    /// Whether nothing that could take time comes after an expression of `main`.
    fn returns_at_once(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let spawn = body.span(at.expr);
        for up in uses.ancestors(at.expr) {
            match body.expr(up) {
                // Within another task, or in code that runs who knows when.
                ExprKind::Closure { .. } => return false,
                ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => {
                    let mut waits = false;
                    body.walk(up, &mut |_| false, &mut |expr| {
                        waits |=
                            matches!(body.expr(expr), ExprKind::Await(_) | ExprKind::Select { .. } | ExprKind::Opaque);
                    });
                    if waits || matches!(body.expr(up), ExprKind::Loop { .. }) {
                        return false;
                    }
                }
                _ => {}
            }
        }
        let mut at_once = true;
        body.walk(body.root, &mut |lazy| body.span(lazy).contains(spawn), &mut |expr| {
            let span = body.span(expr);
            if span.lo < spawn.hi || !at_once {
                return;
            }
            at_once = match body.expr(expr) {
                ExprKind::Await(_)
                | ExprKind::Select { .. }
                | ExprKind::Join { .. }
                | ExprKind::Opaque
                | ExprKind::Loop { .. }
                | ExprKind::While { .. }
                | ExprKind::For { .. } => false,
                ExprKind::Macro { kind, .. } => !matches!(kind, MacroKind::Unknown),
                ExprKind::Call { .. } | ExprKind::MethodCall { .. } => match program
                    .callee(ExprRef { body: at.body, expr })
                {
                    Callee::Api(api) => {
                        let row = program.apis.row(*api);
                        !row.blocking
                            && matches!(row.verb, Verb::Pass | Verb::Spawn | Verb::Token | Verb::Channel | Verb::Drop)
                    }
                    Callee::Wrap | Callee::Ctor(_) => true,
                    // Makes a future; whoever awaits it takes the time.
                    Callee::Fn(function) => program.defs.fns[*function].item.is_async,
                    _ => false,
                },
                _ => true,
            };
        });
        at_once
    }

    /// Spawns and `block_on` in destructors, in order of files and ids.
    pub fn work_in_drops(&self) -> Vec<DropWork> {
        let program = self.program;
        let mut found = Vec::new();
        for task in &self.tasks {
            if !matches!(task.kind, TaskKind::Task | TaskKind::Local | TaskKind::Wrapper)
                || task.of_param
                || task.on_purpose
            {
                continue;
            }
            let Some(function) = program.owner(task.at.body) else { continue };
            // Somebody gets the handle and waits, if not the destructor itself.
            if self.is_sent_away(task) || task.fate_final == Some(Final::Awaited) {
                continue;
            }
            // What is only put together there and started elsewhere is not in the destructor.
            let mut work = |drop: FnId, through: Option<Span>| {
                let spawner = match program.callee(task.at) {
                    Callee::Fn(function) => program.defs.fns[*function].body,
                    _ => None,
                };
                let bodies = [program.defs.fns[drop].body, Some(task.at.body), spawner];
                let asks = bodies.into_iter().flatten().any(|body| self.checks_for_runtime(body));
                found.push(DropWork {
                    span: task.span,
                    drop: program.defs.fns[drop].name_span,
                    through,
                    parks: false,
                    asks,
                });
            };
            if program.is_drop(function) {
                work(function, None);
                continue;
            }
            let callers = self.callers_of(function);
            let drops: Vec<(FnId, Span)> = callers
                .iter()
                .filter_map(|call| Some((program.owner(call.body)?, self.callee_span(*call))))
                .filter(|(of, _)| program.is_drop(*of))
                .collect();
            if drops.len() == callers.len()
                && let Some((drop, through)) = drops.first()
            {
                work(*drop, Some(*through));
            }
        }
        for &function in program.defs.fns_named("drop".into()) {
            let Some(body) =
                program.defs.fns[function].body.filter(|&body| program.is_drop(function) && !self.skips(body))
            else {
                continue;
            };
            let code = program.body(body);
            code.walk(code.root, &mut |_| false, &mut |expr| {
                let at = ExprRef { body, expr };
                if self.parks(at) {
                    let drop = program.defs.fns[function].name_span;
                    let asks = self.checks_for_runtime(body);
                    found.push(DropWork { span: self.callee_span(at), drop, through: None, parks: true, asks });
                }
            });
        }
        found
    }

    /// Whether a call parks the thread until a future is done.
    fn parks(&self, at: ExprRef) -> bool {
        let program = self.program;
        let Some(row) = program.called_api(at) else { return false };
        let work = match (program.expr(at), row.work) {
            (ExprKind::MethodCall { args, .. } | ExprKind::Call { args, .. }, Some(Work::Arg(position))) => {
                args.get(usize::from(position)).copied()
            }
            _ => None,
        };
        row.verb == Verb::Run
            && !row.is_async
            && work.is_some_and(|work| match program.peel(program.types(at.body).expr(work)) {
                Ty::Future(future) => !matches!(future.origin, Origin::Closure(_)),
                _ => false,
            })
    }

    fn checks_for_runtime(&self, body: BodyRef) -> bool {
        self.index.calls("try_current".into()).any(|at| at.body == body)
    }

    /// The first assertion in the code of a task, where it stands in the task's own text.
    pub fn assertion_in(&self, task: &Task) -> Option<Span> {
        let program = self.program;
        let Ty::Future(future) = program.as_future(&task.work) else { return None };
        let Origin::Block(at) = future.origin else { return None };
        let body = program.body(at.body);
        let mut first: Option<ExprId> = None;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            if let ExprKind::Macro { path, kind: MacroKind::Borrows, .. } = body.expr(expr)
                && path.segments.len() == 1
                && matches!(path.last().as_str(), "assert" | "assert_eq" | "assert_ne")
                && first.is_none_or(|seen| body.span(expr).lo < body.span(seen).lo)
            {
                first = Some(expr);
            }
        });
        first.map(|expr| self.callee_span(ExprRef { body: at.body, expr }))
    }

    /// Whether a task tells somebody that it has come to its end: who waits for that sees that it has panicked.
    pub fn reports_its_end(&self, task: &Task) -> bool {
        self.link(task).is_some_and(|link| link.kind == LinkKind::Completion)
    }
}
