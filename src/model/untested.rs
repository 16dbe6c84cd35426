//! What happens when something fails or the program stops, and whether any test of the workspace gets there.
//!
//! A test gets wherever its calls lead, and into what a framework calls of the types that it names on the way. What a
//! test starts as a process of its own is not seen.

use super::Model;
use super::supervisors::{always_leaves, is_variant};
use crate::apis::{ExitKind, Role, TaskKind, Verb};
use crate::flow::EndKind;
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Res, Ty};
use crate::source::Span;
use rustc_hash::FxHashSet;

/// Code for bad days that no test reaches.
#[derive(Clone, Debug)]
pub struct Untested {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: UntestedKind,
    /// The function.
    pub function: String,
    /// The part that shows what it is for.
    pub part: Span,
}

/// What is not tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UntestedKind {
    /// A loop that starts again what has ended.
    Restart,
    /// A function that a framework calls when a child has ended.
    ExitHook,
    /// It tells others to stop, and waits for them.
    Shutdown,
    /// It is told to stop, and waits for others.
    Drain,
}

impl Model<'_, '_> {
    /// Restarts and shutdowns that no test reaches, in order of their places; none where tests are not read.
    pub fn untested(&self) -> Vec<Untested> {
        if !self.tests {
            return Vec::new();
        }
        let program = self.program;
        let mut found = Vec::new();
        let mut add = |at: ExprRef, kind: UntestedKind, part: Span| {
            found.push((
                at.body,
                Untested { span: self.callee_span(at), kind, function: self.function_of(at.body), part },
            ));
        };
        for &at in self.index.loops().iter().filter(|at| !program.is_test_body(at.body)) {
            // A call that blocks, made for each round, is no task that is started again.
            let is_one = |task: &usize| {
                let task = &self.tasks[*task];
                task.kind != TaskKind::Blocking || task.ends.kind != EndKind::Finite
            };
            if let Some(task) = self.begins_again(at).filter(is_one) {
                add(at, UntestedKind::Restart, self.tasks[task].span);
            } else if let Some(again) = self.service_rerun(at).or_else(|| self.connect_rerun(at)) {
                add(at, UntestedKind::Restart, self.callee_span(again));
            } else if let Some(next) = self.replaces(at) {
                add(at, UntestedKind::Restart, self.callee_span(next));
            }
        }
        let mut stopped: FxHashSet<BodyRef> = FxHashSet::default();
        let names = program.apis.names_of(|row| row.verb == Verb::Cancel);
        for at in names.into_iter().flat_map(|name| self.index.calls(name)) {
            if program.is_test_body(at.body) || !self.has_verb(at, Verb::Cancel) {
                continue;
            }
            if let Some(wait) = self.waits_after(at)
                && stopped.insert(at.body)
            {
                add(at, UntestedKind::Shutdown, wait);
            }
        }
        let names = program.apis.names_of(|row| row.exit == Some(ExitKind::CancelToken));
        for at in names.into_iter().flat_map(|name| self.index.calls(name)) {
            let told = program.called_api(at).is_some_and(|row| row.exit == Some(ExitKind::CancelToken));
            if !told || program.is_test_body(at.body) || stopped.contains(&at.body) {
                continue;
            }
            if let Some(wait) = self.drains_after(at) {
                stopped.insert(at.body);
                add(at, UntestedKind::Drain, wait);
            }
        }
        for overseer in self.overseers() {
            let kind = self.kind_of(overseer);
            let Some(name) = kind.exit_fn else { continue };
            let Some(function) = self.program.owner(overseer.at.body) else { continue };
            let Some(id) = program.defs.fns[function].container.impl_() else { continue };
            let Res::Adt(adt) = program.defs.impls[id].self_head else { continue };
            if let Some(hook) = program.defs.assoc(adt, name)
                && let Some(body) = program.defs.fns[hook].body
            {
                let span = program.defs.fns[hook].name_span;
                let function = program.defs.path_of(hook);
                let part = overseer.children.first().map_or(span, |child| child.span);
                found.push((body, Untested { span, kind: UntestedKind::ExitHook, function, part }));
            }
        }
        // No test can call `main`: what counts is what it calls.
        found.retain(|(body, _)| !program.owner(*body).is_some_and(|function| self.is_main(function)));
        if found.is_empty() {
            return Vec::new();
        }
        let reached = self.reached_by_tests();
        let mut found: Vec<Untested> =
            found.into_iter().filter(|(body, _)| !reached.contains(body)).map(|(_, one)| one).collect();
        found.sort_by_key(|one| (program.workspace.sources.get(one.span.file).path.clone(), one.span.lo));
        found.dedup_by_key(|one| one.span);
        found
    }

    /// The wait for tasks that stands behind the loop in which a function waits for the word to stop, or behind that wait.
    fn drains_after(&self, at: ExprRef) -> Option<Span> {
        let body = self.program.body(at.body);
        let mut around = at.expr;
        for up in self.program.uses(at.body).ancestors(at.expr) {
            match body.expr(up) {
                // In a task of its own: whoever waits there has no part in this.
                ExprKind::Closure { .. } | ExprKind::Async { .. } => return None,
                kind if kind.is_loop() => around = up,
                _ => {}
            }
        }
        self.waits_after(ExprRef { body: at.body, expr: around })
    }

    /// A loop that connects, serves the connection, and connects again when that has failed: the call that connects.
    fn connect_rerun(&self, at: ExprRef) -> Option<ExprRef> {
        let program = self.program;
        let body = program.body(at.body);
        let (ExprKind::Loop { body: inner, .. } | ExprKind::While { body: inner, .. }) = body.expr(at.expr) else {
            return None;
        };
        let mut awaits: Vec<(ExprId, ExprId)> = Vec::new();
        body.walk(*inner, &mut |_| false, &mut |expr| {
            if let ExprKind::Await(waited) = body.expr(expr) {
                awaits.push((expr, *waited));
            }
        });
        let (whole, call, levels) = self.first_attempt(at, &awaits)?;
        let serves = awaits.iter().any(|&(other, waited)| {
            other != whole
                && self.only_on_success(at, other, levels)
                && matches!(program.callee_of(ExprRef { body: at.body, expr: waited }), Some(Callee::Fn(_)))
        });
        let leaves = match program.uses(at.body).parent_expr(whole).map(|up| body.expr(up)) {
            Some(ExprKind::Try(_)) => true,
            Some(ExprKind::Match { arms, .. }) => arms
                .iter()
                .any(|arm| is_variant(body, arm.pat, "Err") && arm.guard.is_none() && always_leaves(body, arm.body)),
            _ => false,
        };
        (serves && !leaves && !always_leaves(body, *inner)).then_some(call)
    }

    /// A loop that sees that a thread or task has ended, and then starts the next: the start.
    fn replaces(&self, at: ExprRef) -> Option<ExprRef> {
        let program = self.program;
        let body = program.body(at.body);
        if !matches!(body.expr(at.expr), ExprKind::Loop { .. } | ExprKind::While { .. }) {
            return None;
        }
        let mut seen: Option<u32> = None;
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return };
            let of = program.peel(program.ty(ExprRef { body: at.body, expr: *receiver }));
            if matches!(name.as_str(), "is_finished" | "join") && program.role(&of) == Some(Role::JoinHandle) {
                let hi = body.span(expr).hi;
                seen = Some(seen.map_or(hi, |first| first.min(hi)));
            }
        });
        let seen = seen?;
        let whole = body.span(at.expr);
        let starts = self.started_from(at.body);
        let next = starts.iter().find(|(task, start)| {
            let span = body.span(start.expr);
            whole.contains(span) && span.lo >= seen && self.tasks[*task].kind != TaskKind::Blocking
        });
        next.map(|&(_, start)| start)
    }

    /// The wait for others that stands after a call in the same body.
    fn waits_after(&self, at: ExprRef) -> Option<Span> {
        let program = self.program;
        let body = program.body(at.body);
        let from = body.span(at.expr).hi;
        let mut found = None;
        // The call may itself be awaited.
        let own = body.span(at.expr);
        body.walk(body.root, &mut |_| true, &mut |expr| {
            let ExprKind::Await(waited) = body.expr(expr) else { return };
            let here = ExprRef { body: at.body, expr: *waited };
            if found.is_none() && body.span(*waited) != own && body.span(expr).hi > from {
                let waits = |here: ExprRef| {
                    crate::model::tasks::holds_handle(program, program.ty(here)) || self.has_verb(here, Verb::Join)
                };
                if waits(here) || self.awaited_call(ExprRef { body: at.body, expr }).is_some_and(waits) {
                    found = Some(body.span(expr));
                }
            }
        });
        found
    }

    /// All code that a test reaches.
    fn reached_by_tests(&self) -> FxHashSet<BodyRef> {
        let program = self.program;
        let mut reached: FxHashSet<BodyRef> = FxHashSet::default();
        let mut named: FxHashSet<AdtId> = FxHashSet::default();
        let mut open: Vec<BodyRef> =
            program.defs.bodies().map(|(body, _)| body).filter(|body| program.is_test_body(*body)).collect();
        while let Some(at) = open.pop() {
            if !reached.insert(at) {
                continue;
            }
            let body = program.body(at);
            let mut functions: Vec<FnId> = Vec::new();
            body.walk(body.root, &mut |_| true, &mut |expr| {
                let here = ExprRef { body: at, expr };
                if let Some(callee) = program.callee_of(here) {
                    functions.extend(program.targets(callee));
                }
                if matches!(
                    body.expr(expr),
                    ExprKind::Path(_) | ExprKind::Struct { .. } | ExprKind::Call { .. } | ExprKind::Local(_)
                ) {
                    match program.peel(program.ty(here)) {
                        Ty::Fn(function) => functions.push(function),
                        // What a framework calls of it.
                        Ty::Adt(adt, _) if named.insert(adt) => {
                            for &id in program.defs.impls_of(adt) {
                                if program.defs.impls[id].of_trait.is_some() {
                                    functions.extend(&program.defs.impls[id].fns);
                                }
                            }
                        }
                        _ => {}
                    }
                }
                // `Worker::spawn(…)`, which a framework's trait gives it.
                if let ExprKind::Path(_) = body.expr(expr)
                    && let Some(adt) = self.named_type(at, expr)
                    && named.insert(adt)
                {
                    for &id in program.defs.impls_of(adt) {
                        if program.defs.impls[id].of_trait.is_some() {
                            functions.extend(&program.defs.impls[id].fns);
                        }
                    }
                }
            });
            open.extend(functions.into_iter().filter_map(|function| program.defs.fns[function].body));
        }
        reached
    }
}
