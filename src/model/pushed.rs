//! Futures that are pushed into a local list or set, one by one, and share the fate of those who are in it.

use super::Model;
use super::groups::{GroupKind, first_exit, handle_comes_from, in_loop, unboxed};
use super::supervisors::{UnreadExit, is_result};
use crate::flow::{BindSource, EndKind, Parent, Place};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::resolve::{BodyRef, ExprRef, Program, Ty};
use crate::source::{Name, Span};

/// What is pushed into a local list or set: the calls with what they push.
fn pushes(program: &Program<'_>, at: BodyRef, binding: BindingId) -> Vec<(ExprId, ExprId)> {
    let body = program.body(at);
    let uses = program.uses(at);
    let pushed = |&used: &ExprId| {
        let Parent::Expr(up) = uses.parent(used) else { return None };
        let ExprKind::MethodCall { receiver, name, args, .. } = body.expr(up) else { return None };
        match (name.as_str(), &args[..]) {
            ("push" | "push_back", &[future]) if *receiver == used => Some((up, unboxed(body, future))),
            _ => None,
        }
    };
    uses.of(binding).iter().filter_map(pushed).collect()
}

/// `all.push(Box::pin(serve()))`: the futures, where none is pushed in a loop and nothing else is put in.
pub(super) fn futures(program: &Program<'_>, at: BodyRef, binding: BindingId) -> Option<Vec<ExprId>> {
    let body = program.body(at);
    let uses = program.uses(at);
    let other = uses.of(binding).iter().any(|&used| match uses.parent(used) {
        Parent::Expr(up) => matches!(body.expr(up), ExprKind::MethodCall { receiver, name, .. }
            if *receiver == used && matches!(name.as_str(), "extend" | "append" | "insert")),
        _ => false,
    });
    let found = pushes(program, at, binding);
    let looped = found.iter().any(|&(push, _)| in_loop(program, ExprRef { body: at, expr: push }));
    (!other && !looped && !found.is_empty()).then(|| found.into_iter().map(|(_, future)| future).collect())
}

/// `all.next()`: the calls that take an end out of a local set of futures, with the set.
fn takes(model: &Model<'_, '_>) -> impl Iterator<Item = (ExprRef, BindingId)> {
    let program = model.program;
    let calls = model.index.calls(Name::from("next")).filter(|at| !model.skips(at.body));
    calls.filter_map(|next| {
        let ExprKind::MethodCall { receiver, .. } = program.expr(next) else { return None };
        let ExprKind::Local(binding) = program.body(next.body).expr(*receiver) else { return None };
        is_futures(program, next.body, *binding).then_some((next, *binding))
    })
}

/// Loops over a `FuturesUnordered` that leave with the first end or the first error of one: whoever drops the set drops
/// the other futures.
pub(super) fn drained(model: &Model<'_, '_>) -> Vec<(ExprRef, GroupKind, Vec<ExprId>)> {
    let program = model.program;
    let mut found = Vec::new();
    for (next, binding) in takes(model) {
        if !matches!(program.uses(next.body).source(binding), BindSource::Value(..)) {
            continue;
        }
        let Some(at) = first_exit(program, next) else { continue };
        let Some(futures) = futures(program, next.body, binding).filter(|futures| futures.len() > 1) else { continue };
        found.push((at, leaves_with(program, at), futures));
    }
    found
}

/// Whether a loop leaves with any end, or with an error only.
fn leaves_with(program: &Program<'_>, at: ExprRef) -> GroupKind {
    let body = program.body(at.body);
    let mut any = !body.expr(at.expr).is_loop();
    body.walk(at.expr, &mut |_| false, &mut |expr| {
        any |= matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_));
    });
    if any { GroupKind::Select } else { GroupKind::TryJoin }
}

impl Model<'_, '_> {
    /// `while let Some(_) = handles.next().await {}`: loops that throw away how the tasks ended whose handles were
    /// pushed.
    pub(super) fn unread_handles(&self) -> Vec<UnreadExit> {
        let program = self.program;
        let mut found = Vec::new();
        for (next, binding) in takes(self) {
            let Some(around) = self.discarding_loop(next) else { continue };
            if self.is_told_to_end(next, around, None) {
                continue;
            }
            let child = pushes(program, next.body, binding).into_iter().find_map(|(_, handle)| {
                let handle = ExprRef { body: next.body, expr: handle };
                self.child_of(handle)
            });
            found.extend(child.map(|child| self.unread(next, around, child)));
        }
        found.extend(self.unread_kept_handles());
        found
    }

    /// The task of a handle, of which somebody should see how it ends, and whether it gives an error.
    fn child_of(&self, handle: ExprRef) -> Option<(Span, bool)> {
        let task = self.tasks.iter().find(|task| handle_comes_from(self.program, handle, task.at))?;
        let fails = is_result(&task.output);
        let long = matches!(task.ends.kind, EndKind::Loops | EndKind::Infinite) && !self.in_any_loop(task.at);
        (fails || long).then_some((task.span, fails))
    }

    fn unread(&self, next: ExprRef, around: ExprId, (child, fails): (Span, bool)) -> UnreadExit {
        let span = self.callee_span(ExprRef { body: next.body, expr: around });
        UnreadExit { span, join: self.callee_span(next), child, fails, one: false, first: None }
    }

    /// The same with handles that a field keeps, whichever function has pushed them.
    fn unread_kept_handles(&self) -> Vec<UnreadExit> {
        let program = self.program;
        let mut found = Vec::new();
        for next in self.index.calls(Name::from("next")).filter(|at| !self.skips(at.body)) {
            let ExprKind::MethodCall { receiver, .. } = program.expr(next) else { continue };
            let set = ExprRef { body: next.body, expr: *receiver };
            let ExprKind::Field { name, .. } = program.expr(set) else { continue };
            let Some(around) = self.discarding_loop(next).filter(|_| is_futures_type(program.ty(set))) else {
                continue;
            };
            let place = self.place_at(set);
            if !matches!(place, Place::Field(..)) || self.is_told_to_end(next, around, None) {
                continue;
            }
            let child = self.index.fields(*name).iter().find_map(|&field| {
                let call = ExprRef { body: field.body, expr: program.uses(field.body).parent_expr(field.expr)? };
                let ExprKind::MethodCall { receiver, name, args, .. } = program.expr(call) else { return None };
                if *name != "push" || *receiver != field.expr || self.skips(field.body) || self.place_at(field) != place
                {
                    return None;
                }
                self.child_of(ExprRef { body: field.body, expr: *args.first()? })
            });
            found.extend(child.map(|child| self.unread(next, around, child)));
        }
        found
    }
}

fn is_futures(program: &Program<'_>, at: BodyRef, binding: BindingId) -> bool {
    is_futures_type(program.types(at).binding(binding))
}

fn is_futures_type(ty: &Ty) -> bool {
    ty.api_path().is_some_and(|path| {
        matches!(path.as_str(), "futures::stream::FuturesUnordered" | "futures::stream::FuturesOrdered")
    })
}
