//! Supervisor types that a program has written itself: a type keeps functions that make its children's futures, and a
//! loop of its own that sees how a child ended and starts it again.
//!
//! Which children there are is told by who gives it such functions. Knows nothing of what is a mistake.

use super::{Model, callee_span};
use crate::apis::{Role, Verb};
use crate::flow::BindSource;
use crate::ir::{ExprId, ExprKind, Lit, TypeRef};
use crate::resolve::{AdtId, Callee, ExprRef, Ty};
use crate::source::{Name, Span};
use std::collections::BTreeMap;

/// Calls that a function is given through on its way from the field to the loop.
const FAR: u8 = 2;

/// A supervisor of the program's own.
#[derive(Clone, Debug)]
pub struct HomeSupervisor {
    /// Its type.
    pub adt: AdtId,
    /// The name of its type.
    pub span: Span,
    /// The loop that starts children again.
    pub at: ExprRef,
    /// Its children, in order of the places where it is given them.
    pub children: Vec<HomeChild>,
}

/// What such a supervisor is given to start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeChild {
    /// The text that it is named by, or the function that makes it.
    pub name: String,
    /// Where it is given.
    pub span: Span,
    /// The function that makes it.
    pub made_by: ExprRef,
}

impl Model<'_, '_> {
    /// Supervisor types of the program itself, in order of their places.
    pub fn home_supervisors(&self) -> Vec<HomeSupervisor> {
        let program = self.program;
        let mut found: BTreeMap<AdtId, HomeSupervisor> = BTreeMap::new();
        let joined = self.calls_with(Verb::Join).into_iter().filter_map(|join| {
            let at = self.loop_that_awaits(join)?;
            Some((at, self.restarted_factory(at)?))
        });
        let loops = self.index.loops().iter().filter(|at| !self.skips(at.body));
        let awaited = loops.filter_map(|&at| Some((at, self.awaited_factory(at)?)));
        for (at, (keeper, field)) in joined.chain(awaited) {
            // A function that is called once is a piece of work, and not what makes a child anew.
            if self.is_called_once(keeper, field) {
                continue;
            }
            let receiver = program.owner(at.body).and_then(|function| program.sig(function).receiver.clone());
            let adt = match receiver.map(|ty| program.peel(&ty)) {
                Some(Ty::Adt(adt, _)) => adt,
                _ => keeper,
            };
            found.entry(adt).or_insert_with(|| HomeSupervisor {
                adt,
                span: program.defs.adts[adt].name_span,
                at,
                children: self.factories_given(keeper, field),
            });
        }
        let mut found: Vec<HomeSupervisor> = found.into_values().collect();
        let path = |span: Span| program.workspace.sources.get(span.file).path.clone();
        found.sort_by_cached_key(|one| (path(one.span), one.span.lo));
        found
    }

    /// The innermost loop whose round waits for the end of a child.
    fn loop_that_awaits(&self, join: ExprRef) -> Option<ExprRef> {
        let body = self.program.body(join.body);
        for up in self.program.uses(join.body).ancestors(join.expr) {
            match body.expr(up) {
                ExprKind::Loop { .. } | ExprKind::While { .. } => return Some(ExprRef { body: join.body, expr: up }),
                ExprKind::Closure { .. } | ExprKind::Async { .. } => return None,
                _ => {}
            }
        }
        None
    }

    /// The field whose function makes what a round of a loop starts, itself or through a function that it calls.
    fn restarted_factory(&self, at: ExprRef) -> Option<(AdtId, Name)> {
        let program = self.program;
        let body = program.body(at.body);
        let whole = body.span(at.expr);
        let mut called = Vec::new();
        body.walk(at.expr, &mut |_| false, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                && let Callee::Fn(function) = program.callee(ExprRef { body: at.body, expr })
            {
                called.extend(program.defs.fns[*function].body);
            }
        });
        let in_round = |task: &&super::Task| {
            called.contains(&task.at.body) || task.at.body == at.body && whole.contains(body.span(task.at.expr))
        };
        self.tasks.iter().filter(in_round).find_map(|task| self.factory_of(task.work_at?))
    }

    /// The field whose function makes what a round of a loop awaits: `(self.make)().await`.
    fn awaited_factory(&self, at: ExprRef) -> Option<(AdtId, Name)> {
        let program = self.program;
        let body = program.body(at.body);
        let (ExprKind::Loop { body: inner, .. } | ExprKind::While { body: inner, .. }) = body.expr(at.expr) else {
            return None;
        };
        let mut found = None;
        body.walk(*inner, &mut |_| false, &mut |expr| {
            if let ExprKind::Await(waited) = body.expr(expr)
                && let ExprKind::Call { callee, .. } = body.expr(*waited)
                && matches!(program.callee(ExprRef { body: at.body, expr: *waited }), Callee::Value | Callee::Unknown)
            {
                found = found.or_else(|| self.field_of(ExprRef { body: at.body, expr: *callee }));
            }
        });
        found
    }

    /// The functions that are put into the field from which a call takes the one that it calls.
    pub(super) fn factories_of(&self, call: ExprRef) -> Vec<ExprRef> {
        let ExprKind::Call { callee, .. } = self.program.expr(call) else { return Vec::new() };
        let field = self.field_of(ExprRef { body: call.body, expr: *callee });
        let field = field.filter(|&(keeper, field)| !self.is_called_once(keeper, field));
        let given = field.map(|(keeper, field)| self.factories_given(keeper, field)).unwrap_or_default();
        given.into_iter().map(|child| child.made_by).collect()
    }

    /// The field that holds the function which a piece of work calls: `(self.specs[at].start)()`
    fn factory_of(&self, work: ExprRef) -> Option<(AdtId, Name)> {
        let program = self.program;
        let body = program.body(work.body);
        let mut found = None;
        body.walk(work.expr, &mut |_| true, &mut |expr| {
            let ExprKind::Call { callee, .. } = body.expr(expr) else { return };
            if matches!(program.callee(ExprRef { body: work.body, expr }), Callee::Value) {
                found = found.or_else(|| self.field_of(ExprRef { body: work.body, expr: *callee }));
            }
        });
        found
    }

    /// The field that a function comes from, through variables, clones and parameters.
    fn field_of(&self, at: ExprRef) -> Option<(AdtId, Name)> {
        self.field_far(at, FAR)
    }

    fn field_far(&self, at: ExprRef, far: u8) -> Option<(AdtId, Name)> {
        let program = self.program;
        let body = program.body(at.body);
        let mut expr = at.expr;
        for _ in 0..8 {
            expr = match body.expr(expr) {
                ExprKind::Field { base, name } => {
                    let (_, adt) = program.field(program.types(at.body).expr(*base), *name)?;
                    return adt.map(|adt| (adt, *name));
                }
                ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                    BindSource::Value(value, _) | BindSource::Item(value, _) => value,
                    // What callers give, where all of them take it from one field.
                    BindSource::Param(position) if far > 0 => {
                        return self.of_all_given(at.body, position, |given| self.field_far(given, far - 1));
                    }
                    // `self.children.into_iter().map(|(name, make)| …)`
                    BindSource::ClosureParam(closure, _) => {
                        match program.uses(at.body).parent_expr(closure).map(|up| body.expr(up)) {
                            Some(ExprKind::MethodCall { receiver, .. }) => *receiver,
                            _ => return None,
                        }
                    }
                    _ => return None,
                },
                ExprKind::MethodCall { receiver, .. } => *receiver,
                ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => *inner,
                _ => return None,
            };
        }
        None
    }

    /// Whether a field holds a `FnOnce`.
    fn is_called_once(&self, adt: AdtId, field: Name) -> bool {
        let defs = &self.program.defs;
        let fields = defs.adts[adt].fields();
        fields.iter().any(|one| one.name == field && self.names_fn_once(&one.ty, 0))
    }

    fn names_fn_once(&self, ty: &TypeRef, depth: u8) -> bool {
        let any = |types: &[TypeRef]| types.iter().any(|ty| self.names_fn_once(ty, depth + 1));
        match ty {
            TypeRef::Path(path) => {
                let args = path.segments.iter().filter_map(|segment| segment.args.as_ref());
                let named = |name: Name| {
                    let mut aliases = self.program.defs.aliases.iter();
                    depth < 4 && aliases.any(|(_, of)| of.name == name && self.names_fn_once(of.ty, depth + 1))
                };
                args.into_iter().any(|args| any(&args.types)) || named(path.last())
            }
            TypeRef::Ref(inner) | TypeRef::Slice(inner) => self.names_fn_once(inner, depth + 1),
            TypeRef::Tuple(parts) => any(parts),
            TypeRef::Dyn(bounds) | TypeRef::Impl(bounds) => bounds.iter().any(|bound| bound.last() == "FnOnce"),
            TypeRef::Fn(..) | TypeRef::Never | TypeRef::Infer | TypeRef::Opaque => false,
        }
    }

    /// What is put into a field of a type: by whoever calls the functions that put it there, or where it is written.
    fn factories_given(&self, adt: AdtId, field: Name) -> Vec<HomeChild> {
        let program = self.program;
        let mut found = Vec::new();
        let of_it = |ty: &Ty| matches!(program.peel(ty), Ty::Adt(of, _) if of == adt);
        let literals = self.index.literals(field).iter().copied();
        let literals = literals.filter(|(literal, _)| of_it(program.ty(*literal)));
        // `self.children.push((name, Box::new(make)))`
        let pushed = self.index.fields(field).iter().filter_map(|&list| {
            let ExprKind::Field { base, .. } = program.expr(list) else { return None };
            let call = ExprRef { body: list.body, expr: program.uses(list.body).parent_expr(list.expr)? };
            let ExprKind::MethodCall { receiver, name, args, .. } = program.expr(call) else { return None };
            let puts = matches!(name.as_str(), "push" | "push_back" | "insert") && *receiver == list.expr;
            (puts && of_it(program.types(list.body).expr(*base))).then_some((call, *args.last()?))
        });
        for (literal, value) in literals.chain(pushed) {
            if self.skips(literal.body) {
                continue;
            }
            let body = program.body(literal.body);
            let mut param = None;
            // `(name, make)`
            let made = match body.expr(value) {
                ExprKind::Tuple(parts) => *parts.last().unwrap_or(&value),
                _ => value,
            };
            body.walk(made, &mut |_| true, &mut |expr| {
                if let ExprKind::Local(binding) = body.expr(expr)
                    && let BindSource::Param(position) = program.uses(literal.body).source(*binding)
                {
                    param = param.or(Some(position as usize));
                }
            });
            let here = |expr: ExprId| ExprRef { body: literal.body, expr };
            match param.zip(program.owner(literal.body)) {
                Some((position, function)) => {
                    let shift = usize::from(program.defs.fns[function].item.receiver.is_some());
                    for call in self.callers(function) {
                        let through_path = matches!(program.expr(call), ExprKind::Call { .. });
                        let at = if through_path { Some(position) } else { position.checked_sub(shift) };
                        let Some(&arg) = at.and_then(|at| self.args(call).get(at)) else { continue };
                        let arg = ExprRef { body: call.body, expr: arg };
                        found.push(self.home_child(callee_span(program, call), self.args(call), arg));
                    }
                }
                None => {
                    let ExprKind::Struct { fields, .. } = body.expr(literal.expr) else {
                        let beside = match body.expr(value) {
                            ExprKind::Tuple(parts) => parts.to_vec(),
                            _ => vec![value],
                        };
                        found.push(self.home_child(body.span(value), &beside, here(made)));
                        continue;
                    };
                    if matches!(program.role(program.ty(here(value))), Some(Role::Collection)) {
                        continue;
                    }
                    let values: Vec<ExprId> = fields.iter().map(|(_, value)| *value).collect();
                    found.push(self.home_child(body.span(value), &values, here(value)));
                }
            }
        }
        let path = |span: Span| program.workspace.sources.get(span.file).path.clone();
        found.sort_by_cached_key(|one| (path(one.span), one.span.lo));
        found.dedup();
        found
    }

    fn home_child(&self, span: Span, beside: &[ExprId], made_by: ExprRef) -> HomeChild {
        let body = self.program.body(made_by.body);
        let text = beside.iter().find_map(|&expr| {
            let mut expr = expr;
            while let ExprKind::MethodCall { receiver: inner, .. } | ExprKind::Ref(inner) = body.expr(expr) {
                expr = *inner;
            }
            matches!(body.expr(expr), ExprKind::Lit(Lit::Str(_)))
                .then(|| self.program.workspace.sources.text(body.span(expr)).trim_matches('"').to_owned())
        });
        HomeChild { name: text.unwrap_or_else(|| super::groups::name_of(self.program, made_by)), span, made_by }
    }
}
