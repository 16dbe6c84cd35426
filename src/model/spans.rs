//! What tells one task from another in logs and debuggers: spans and names.

use super::{Model, Task};
use crate::apis::{Deed, Role, TaskKind};
use crate::flow::BindSource;
use crate::ir::ExprKind;
use crate::resolve::{Callee, ExprRef, FnId, Origin, Ty};
use crate::source::{Name, Span};

/// A span that is given to the handle of a task instead of the task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostSpan {
    /// `instrument`, `in_current_span` …
    pub span: Span,
    /// The handle, or the spawn.
    pub handle: Span,
}

impl Model<'_, '_> {
    /// Spans that stand on a handle.
    pub fn lost_spans(&self) -> Vec<LostSpan> {
        let program = self.program;
        let mut found = Vec::new();
        for at in self.calls_that(Deed::Instrument) {
            let ExprKind::MethodCall { receiver, .. } = program.expr(at) else { continue };
            let body = program.body(at.body);
            let ty = program.types(at.body).expr(*receiver);
            if program.role(&program.peel(ty)) != Some(Role::JoinHandle) {
                continue;
            }
            let handle = body.span(*receiver);
            // `let handle = spawn(…);`
            let made = match body.expr(*receiver) {
                ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                    BindSource::Value(value, _) => body.span(value),
                    _ => handle,
                },
                _ => handle,
            };
            let inner =
                self.tasks.iter().find(|task| task.at.body == at.body && made.contains(body.span(task.at.expr)));
            // The task has its span; the one on the handle is for whoever waits.
            if inner.is_some_and(|task| self.has_span(task)) {
                continue;
            }
            found.push(LostSpan { span: self.callee_span(at), handle: inner.map_or(handle, |task| task.span) });
        }
        found
    }

    /// Whether the work of a task carries a span.
    pub fn has_span(&self, task: &Task) -> bool {
        let program = self.program;
        let Some(work) = task.work_at else { return true };
        let body = program.body(work.body);
        let mut found = false;
        body.walk(work.expr, &mut |_| true, &mut |expr| {
            let here = ExprRef { body: work.body, expr };
            // A span that is entered or given anywhere in the text of the task counts.
            found |= matches!(program.expr(here), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                && self.deed(here).is_some_and(|deed| matches!(deed.does, Deed::Instrument | Deed::EnterSpan));
        });
        if found {
            return true;
        }
        if matches!(task.kind, TaskKind::Blocking | TaskKind::Thread) {
            return matches!(task.work, Ty::Unknown);
        }
        match program.as_future(&task.work) {
            Ty::Future(future) => match future.origin {
                Origin::Call(function, _) => self.is_instrumented(function),
                Origin::Block(block) => self.awaits_only_instrumented(block),
                Origin::Closure(_) => false,
                // What runs is not known, and may carry one.
                Origin::Api(..) | Origin::Either(..) | Origin::Unknown => true,
            },
            _ => true,
        }
    }

    /// Tasks on a runtime without a span, in crates that trace.
    pub fn tasks_without_span(&self) -> impl Iterator<Item = &Task> {
        let traces = self.may_use(Name::from("tracing"));
        self.tasks.iter().filter(move |task| {
            traces
                && matches!(task.kind, TaskKind::Task | TaskKind::Local)
                && !task.of_param
                && self.depends_on(task.at, "tracing")
                && !self.has_span(task)
        })
    }

    /// Threads that are started without a name.
    pub fn unnamed_threads(&self) -> impl Iterator<Item = &Task> {
        let program = self.program;
        self.tasks.iter().filter(move |task| {
            if task.kind != TaskKind::Thread {
                return false;
            }
            let Some(Callee::Api(api)) = program.callee_of(task.at) else { return false };
            match program.apis.row(*api).path.as_str() {
                "std::thread::spawn" => true,
                "std::thread::Builder::spawn" => self.is_unnamed_builder(task.at),
                _ => false,
            }
        })
    }

    fn is_unnamed_builder(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let ExprKind::MethodCall { receiver, .. } = program.expr(at) else { return false };
        let mut expr = *receiver;
        loop {
            match body.expr(expr) {
                ExprKind::MethodCall { receiver, .. } => {
                    if self.does(ExprRef { body: at.body, expr }, Deed::NameThread) {
                        return false;
                    }
                    expr = *receiver;
                }
                // `Builder::new()` is where the chain begins.
                ExprKind::Call { .. } => return true,
                _ => return false,
            }
        }
    }

    fn is_instrumented(&self, function: FnId) -> bool {
        self.program.defs.fns[function]
            .attrs
            .names
            .iter()
            .any(|name| crate::apis::last_segment(name.as_str()) == "instrument")
    }

    /// `async move { run(x).await }`: the function brings its span along.
    fn awaits_only_instrumented(&self, block: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(block.body);
        let ExprKind::Async { body: inner, .. } = body.expr(block.expr) else { return false };
        let mut any = false;
        let mut all = true;
        body.walk(*inner, &mut |_| false, &mut |expr| {
            if let ExprKind::Await(of) = body.expr(expr) {
                any = true;
                all &= match program.callee_of(ExprRef { body: block.body, expr: *of }) {
                    Some(Callee::Fn(function)) => self.is_instrumented(*function),
                    _ => false,
                };
            }
        });
        any && all
    }

    /// Whether the crate that code belongs to depends on another; a loose file may use any.
    pub fn depends_on(&self, at: ExprRef, name: &str) -> bool {
        let program = self.program;
        let Some(function) = program.owner(at.body) else { return false };
        let krate = &program.workspace.crates[program.defs.fns[function].krate.0 as usize];
        program.workspace.packages[krate.package.0 as usize].manifest.is_none()
            || krate.deps.contains_key(&Name::from(name))
    }
}
