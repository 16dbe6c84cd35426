//! What happens when something fails or the program stops, and whether any test of the workspace gets there.
//!
//! A test gets wherever its calls lead, and into what a framework calls of the types that it names on the way. What a
//! test starts as a process of its own is not seen.

use super::Model;
use crate::apis::{TaskKind, Verb};
use crate::flow::EndKind;
use crate::ir::ExprKind;
use crate::resolve::{AdtId, BodyRef, ExprRef, FnId, Res, Ty};
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
            } else if let Some(service) = self.service_rerun(at) {
                add(at, UntestedKind::Restart, self.callee_span(service));
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
