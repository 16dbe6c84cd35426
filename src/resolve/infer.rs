//! Types of expressions and variables of one body, and what its calls call.
//!
//! One pass in the order of evaluation, and a second one where a later use said more about a variable
//! (`let mut v = Vec::new(); … v.push(handle)`). Knows nothing of tasks.

use super::program::Program;
use super::ty::{Args, ExprRef, Origin, Ty, no_args};
use super::{BodyOwner, BodyRef, Container, FnId, Namespace, Res, Scope};
use crate::apis::{self, TraitOn, Verb, Work};
use crate::ir::{
    BinaryOp, BindingId, Body, ExprId, ExprKind, GenericArgs, Lit, MacroKind, PatId, PatKind, PathRef, Stmt, TypeRef,
    UnaryOp,
};
use crate::source::Name;
use std::sync::{Arc, LazyLock};

/// What a call calls.
#[derive(Clone, Debug, PartialEq)]
pub enum Callee {
    /// Not known.
    Unknown,
    /// Not known, but its path in another crate is.
    Foreign(Name),
    /// A function or method of the catalog.
    Api(apis::FnId),
    /// A function or method of the workspace.
    Fn(FnId),
    /// A trait's method, called through a parameter or `dyn`.
    Trait(FnId),
    /// A tuple struct or variant: its arguments become its fields.
    Ctor(Res),
    /// `Some`, `Ok`, `Err` and the like of other crates: holds its arguments.
    Wrap,
    /// A closure of the program.
    Closure(ExprRef),
    /// A function value that is not known.
    Value,
}

/// Types and callees of one body.
#[derive(Debug, Default)]
pub struct BodyTypes {
    exprs: Vec<Ty>,
    bindings: Vec<Ty>,
    callees: ByExpr<Callee>,
    paths: ByExpr<Res>,
}

/// What is known of some expressions of a body: written in any order, then looked up. A fraction of a hash table,
/// and there are two for each body.
#[derive(Debug)]
struct ByExpr<T>(Vec<(ExprId, T)>);

impl<T> Default for ByExpr<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByExpr<T> {
    /// The last word on an expression counts.
    fn insert(&mut self, id: ExprId, value: T) {
        self.0.push((id, value));
    }

    /// The same as `get` before all is settled: quick for what was said a moment ago.
    fn latest(&self, id: ExprId) -> Option<&T> {
        self.0.iter().rev().find(|(of, _)| *of == id).map(|(_, value)| value)
    }

    /// Has to come between the last `insert` and the first `get`.
    fn settle(&mut self) {
        self.0.reverse();
        self.0.sort_by_key(|(id, _)| *id);
        self.0.dedup_by_key(|(id, _)| *id);
        self.0.shrink_to_fit();
    }

    fn get(&self, id: ExprId) -> Option<&T> {
        self.0.binary_search_by_key(&id, |(id, _)| *id).ok().map(|at| &self.0[at].1)
    }
}

static UNKNOWN: Ty = Ty::Unknown;

// Interning takes a lock, and these are asked for at every other expression.
static USIZE: LazyLock<Name> = LazyLock::new(|| Name::from("usize"));
static BOOL: LazyLock<Name> = LazyLock::new(|| Name::from("bool"));
static STR: LazyLock<Name> = LazyLock::new(|| Name::from("str"));
static SELF: LazyLock<Name> = LazyLock::new(|| Name::from("Self"));

impl BodyTypes {
    /// The type of an expression.
    pub fn expr(&self, id: ExprId) -> &Ty {
        self.exprs.get(id.0 as usize).unwrap_or(&UNKNOWN)
    }

    /// The type of a variable.
    pub fn binding(&self, id: BindingId) -> &Ty {
        self.bindings.get(id.0 as usize).unwrap_or(&UNKNOWN)
    }

    /// What a call or method call calls.
    pub fn callee(&self, id: ExprId) -> &Callee {
        self.callees.get(id).unwrap_or(&Callee::Unknown)
    }

    /// What a path expression names.
    pub fn path(&self, id: ExprId) -> Option<&Res> {
        self.paths.get(id)
    }
}

/// Infers one body.
pub fn infer(program: &Program<'_>, at: BodyRef) -> BodyTypes {
    let body = program.body(at);
    let scope = program.scope(at);
    let mut refined: Vec<Ty> = Vec::new();
    for round in 0..3 {
        let mut cx = Infer {
            program,
            body,
            at,
            scope,
            out: BodyTypes {
                exprs: vec![Ty::Unknown; body.exprs.len()],
                bindings: if refined.is_empty() { vec![Ty::Unknown; body.bindings.len()] } else { refined.clone() },
                ..BodyTypes::default()
            },
            changed: false,
            ret: Ty::Unknown,
            yields: Ty::Unknown,
            depth: 0,
        };
        cx.run();
        if !cx.changed || round == 2 {
            cx.out.callees.settle();
            cx.out.paths.settle();
            return cx.out;
        }
        refined = cx.out.bindings;
    }
    BodyTypes::default()
}

struct Infer<'p, 'a> {
    program: &'p Program<'a>,
    body: &'a Body,
    at: BodyRef,
    scope: Scope,
    out: BodyTypes,
    changed: bool,
    /// What `return` and the tail are expected to give.
    ret: Ty,
    yields: Ty,
    depth: u32,
}

/// More than any program has; keeps hostile input from using up the stack.
const MAX_DEPTH: u32 = 4_000;

impl<'a> Infer<'_, 'a> {
    fn run(&mut self) {
        match self.program.defs.owner(self.at) {
            Some(BodyOwner::Fn(function)) => {
                let sig = self.program.sig(function);
                let mut types = sig.receiver.iter().chain(&sig.params);
                for &param in &self.body.params {
                    let ty = types.next().cloned().unwrap_or_default();
                    self.bind(param, &ty);
                }
                self.ret = sig.output.clone();
            }
            Some(BodyOwner::Static(id)) => self.ret = self.program.static_ty(id),
            None => {}
        }
        let ret = self.ret.clone();
        self.expr(self.body.root, &ret);
    }

    fn here(&self, expr: ExprId) -> ExprRef {
        ExprRef { body: self.at, expr }
    }

    fn ty_of(&self, reference: &TypeRef) -> Ty {
        self.program.lower_type(self.scope, reference)
    }

    fn expr(&mut self, id: ExprId, expected: &Ty) -> Ty {
        if self.depth > MAX_DEPTH {
            return Ty::Unknown;
        }
        self.depth += 1;
        let ty = self.expr_inner(id, expected);
        self.depth -= 1;
        let ty = if ty.depth() > 12 { Ty::Unknown } else { ty };
        self.out.exprs[id.0 as usize] = ty.clone();
        ty
    }

    fn any(&mut self, id: ExprId) -> Ty {
        self.expr(id, &Ty::Unknown)
    }

    fn all(&mut self, ids: &[ExprId]) -> Vec<Ty> {
        ids.iter().map(|&id| self.any(id)).collect()
    }

    fn expr_inner(&mut self, id: ExprId, expected: &Ty) -> Ty {
        let body = self.body;
        match body.expr(id) {
            ExprKind::Opaque => Ty::Unknown,
            ExprKind::Lit(lit) => match lit {
                Lit::Int(_) => Ty::Prim(*USIZE),
                Lit::Bool(_) => Ty::Prim(*BOOL),
                Lit::Str(_) => Ty::Prim(*STR),
                Lit::Other => Ty::Unknown,
            },
            ExprKind::Local(binding) => self.out.bindings[binding.0 as usize].clone(),
            ExprKind::Path(path) => self.path_value(id, path, expected),
            ExprKind::Call { callee, args } => self.call(id, *callee, args, expected),
            ExprKind::MethodCall { receiver, name, generics, args, .. } => {
                self.method_call(id, *receiver, *name, generics, args, expected)
            }
            ExprKind::Field { base, name } => {
                let base = self.any(*base);
                self.program.field(&base, *name).map(|(ty, _)| ty).unwrap_or_default()
            }
            ExprKind::Index { base, index } => {
                let base = self.any(*base);
                self.any(*index);
                let part = matches!(body.expr(*index), ExprKind::Range(..));
                match self.program.container(&base) {
                    ty @ Ty::Slice(_) if part => ty,
                    ty @ Ty::Api(path, _) if part && path == "std::vec::Vec" => Ty::Slice(Arc::new(ty.arg(0))),
                    Ty::Api(path, _) if part && path == "std::string::String" => Ty::Prim(*STR),
                    Ty::Slice(inner) => (*inner).clone(),
                    ty @ Ty::Api(path, _) if path.as_str().ends_with("Map") => ty.arg(1),
                    ty => ty.arg(0),
                }
            }
            ExprKind::Unary { op, operand } => {
                let ty = self.any(*operand);
                match op {
                    UnaryOp::Deref => self.program.deref_if_pointer(&ty),
                    UnaryOp::Not | UnaryOp::Neg => ty,
                }
            }
            ExprKind::Ref(inner) => self.expr(*inner, expected),
            ExprKind::Binary { op, lhs, rhs } => {
                let left = self.any(*lhs);
                self.any(*rhs);
                match op {
                    BinaryOp::Arith => left,
                    _ => Ty::Prim(*BOOL),
                }
            }
            ExprKind::Assign { place, value, compound } => {
                let place_ty = self.any(*place);
                let value_ty = self.expr(*value, &place_ty);
                if !compound {
                    self.refine(*place, &value_ty);
                }
                Ty::unit()
            }
            ExprKind::AssignPat { places, value } => {
                let value = self.any(*value);
                for (index, &place) in places.iter().enumerate() {
                    self.any(place);
                    if let Ty::Tuple(elems) = &value
                        && elems.len() == places.len()
                    {
                        self.refine(place, &elems[index]);
                    }
                }
                Ty::unit()
            }
            ExprKind::Cast(inner, ty) => {
                let from = self.any(*inner);
                let to = self.ty_of(ty);
                if to.is_unknown() { from } else { to }
            }
            ExprKind::Block { stmts, tail, .. } => {
                for stmt in stmts {
                    self.stmt(stmt);
                }
                match tail {
                    Some(tail) => self.expr(*tail, expected),
                    None => match stmts.last() {
                        Some(Stmt::Expr(last)) if *self.out.expr(*last) == Ty::Never => Ty::Never,
                        _ => Ty::unit(),
                    },
                }
            }
            ExprKind::Async { body: inner, stream } => {
                let output = match expected {
                    Ty::Future(future) => future.output.clone(),
                    _ => Ty::Unknown,
                };
                let ret = std::mem::replace(&mut self.ret, output.clone());
                let yields = std::mem::take(&mut self.yields);
                let tail = self.expr(*inner, &output);
                let ret = std::mem::replace(&mut self.ret, ret);
                let yields = std::mem::replace(&mut self.yields, yields);
                if *stream {
                    return Ty::api("async_stream::AsyncStream", [yields]);
                }
                let output = if tail == Ty::Never { ret } else { merge(tail, ret) };
                Ty::future(output, Origin::Block(self.here(id)))
            }
            ExprKind::Closure { params, body: inner, is_async } => {
                for (pat, ty) in params {
                    if let Some(ty) = ty {
                        let ty = self.ty_of(ty);
                        if !ty.is_unknown() {
                            self.bind(*pat, &ty);
                        }
                    }
                }
                let expected = match expected {
                    Ty::Callable(result) => (**result).clone(),
                    _ => Ty::Unknown,
                };
                let ret = std::mem::replace(&mut self.ret, expected.clone());
                self.expr(*inner, &expected);
                self.ret = ret;
                let _ = is_async;
                Ty::Closure(self.here(id))
            }
            ExprKind::If { cond, then, otherwise } => {
                self.any(*cond);
                let then = self.expr(*then, expected);
                match otherwise {
                    Some(otherwise) => {
                        let other = self.expr(*otherwise, expected);
                        merge(then, other)
                    }
                    None => Ty::unit(),
                }
            }
            ExprKind::Let { pat, value } => {
                let ty = self.any(*value);
                self.bind(*pat, &ty);
                Ty::Prim(*BOOL)
            }
            ExprKind::Match { value, arms } => {
                let ty = self.any(*value);
                let mut result = Ty::Never;
                for arm in arms {
                    self.bind(arm.pat, &ty);
                    if let Some(guard) = arm.guard {
                        self.any(guard);
                    }
                    let arm = self.expr(arm.body, expected);
                    result = merge(result, arm);
                }
                result
            }
            ExprKind::Loop { body: inner, label } => {
                self.any(*inner);
                let mut result = Ty::Never;
                breaks_of(body, *inner, *label, &mut |value| {
                    result = merge(
                        std::mem::take(&mut result),
                        value.map_or_else(Ty::unit, |value| self.out.expr(value).clone()),
                    );
                });
                result
            }
            ExprKind::While { cond, body, .. } => {
                self.any(*cond);
                self.any(*body);
                Ty::unit()
            }
            ExprKind::For { pat, iter, body, .. } => {
                let ty = self.any(*iter);
                let item = self.program.item(&ty).map(|(item, _)| item).unwrap_or_default();
                self.bind(*pat, &item);
                self.any(*body);
                Ty::unit()
            }
            ExprKind::Break { value, .. } => {
                if let Some(value) = value {
                    self.any(*value);
                }
                Ty::Never
            }
            ExprKind::Continue { .. } => Ty::Never,
            ExprKind::Return(value) => {
                let expected = self.ret.clone();
                let ty = match value {
                    Some(value) => self.expr(*value, &expected),
                    None => Ty::unit(),
                };
                self.ret = merge(std::mem::take(&mut self.ret), ty);
                Ty::Never
            }
            ExprKind::Yield(value) => {
                if let Some(value) = value {
                    let ty = self.any(*value);
                    self.yields = merge(std::mem::take(&mut self.yields), ty);
                }
                Ty::unit()
            }
            ExprKind::Await(inner) => {
                // `let x: T = f.await`: what is expected of the output is expected of the call.
                let ty = self.expr(*inner, &Ty::Unknown);
                self.program.output(&ty)
            }
            ExprKind::Try(inner) => {
                let ty = self.any(*inner);
                match &ty {
                    Ty::Api(path, _) if matches!(path.as_str(), "std::option::Option" | "std::result::Result") => {
                        ty.arg(0)
                    }
                    Ty::Unknown => expected.clone(),
                    // Nothing but `Result` and `Option` can be tried: another name for one of them.
                    Ty::Api(..) => ty.arg(0),
                    _ => Ty::Unknown,
                }
            }
            ExprKind::Tuple(elems) => {
                let types: Vec<Ty> = elems
                    .iter()
                    .enumerate()
                    .map(|(index, &elem)| {
                        let expected = match expected {
                            Ty::Tuple(types) => types.get(index).cloned().unwrap_or_default(),
                            _ => Ty::Unknown,
                        };
                        self.expr(elem, &expected)
                    })
                    .collect();
                Ty::Tuple(types.into())
            }
            ExprKind::Array { elems, vec } => {
                let mut elem = Ty::Unknown;
                for &id in elems {
                    let ty = self.any(id);
                    elem = merge(elem, ty);
                }
                if *vec { Ty::api("std::vec::Vec", [elem]) } else { Ty::Slice(Arc::new(elem)) }
            }
            ExprKind::Repeat { elem, len, vec } => {
                let elem = self.any(*elem);
                self.any(*len);
                if *vec { Ty::api("std::vec::Vec", [elem]) } else { Ty::Slice(Arc::new(elem)) }
            }
            ExprKind::Struct { path, fields, base } => self.struct_literal(id, path, fields, *base),
            ExprKind::Range(from, to) => {
                let mut ty = Ty::Unknown;
                for end in [from, to].into_iter().flatten() {
                    let end = self.any(*end);
                    ty = merge(ty, end);
                }
                Ty::api("std::ops::Range", [ty])
            }
            ExprKind::Select { branches, otherwise, .. } => {
                let mut result = Ty::Never;
                for branch in branches {
                    let ty = self.any(branch.future);
                    let is_channel_op =
                        matches!((body.expr(branch.future), &ty), (ExprKind::MethodCall { .. }, Ty::Api(..)));
                    let output = match self.program.output(&ty) {
                        Ty::Unknown if is_channel_op => ty,
                        output => output,
                    };
                    self.bind(branch.pat, &output);
                    if let Some(guard) = branch.guard {
                        self.any(guard);
                    }
                    let ty = self.expr(branch.body, expected);
                    result = merge(result, ty);
                }
                if let Some((_, otherwise)) = otherwise {
                    let ty = self.expr(*otherwise, expected);
                    result = merge(result, ty);
                }
                result
            }
            ExprKind::Join { args, is_try, .. } => {
                let outputs: Vec<Ty> = self
                    .all(args)
                    .iter()
                    .map(|ty| {
                        let output = self.program.output(ty);
                        if *is_try { output.arg(0) } else { output }
                    })
                    .collect();
                let tuple = Ty::Tuple(outputs.into());
                if *is_try { Ty::api("std::result::Result", [tuple, Ty::Unknown]) } else { tuple }
            }
            ExprKind::Macro { path, args, kind } => {
                let types = self.all(args);
                match kind {
                    MacroKind::Identity => {
                        let inner = types.into_iter().next().unwrap_or_default();
                        if path.last() == "ready" { inner.arg(0) } else { inner }
                    }
                    MacroKind::Panics => Ty::Never,
                    MacroKind::PinLocal => Ty::unit(),
                    MacroKind::Borrows => match path.last().as_str() {
                        "format" => Ty::api("std::string::String", []),
                        // The error that it makes.
                        "bail" | "ensure" => Ty::Unknown,
                        "dbg" => types.into_iter().next().unwrap_or_default(),
                        _ => self.program.macro_value(self.scope, path).unwrap_or_else(Ty::unit),
                    },
                    MacroKind::Unknown => self.program.macro_value(self.scope, path).unwrap_or_default(),
                }
            }
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let { pat, ty, init, otherwise } => {
                let written = ty.as_ref().map(|ty| self.ty_of(ty)).unwrap_or_default();
                let found = match init {
                    Some(init) => self.expr(*init, &written),
                    None => Ty::Unknown,
                };
                let ty = merge(written, found);
                self.bind(*pat, &ty);
                if let Some(otherwise) = otherwise {
                    self.any(*otherwise);
                }
            }
            Stmt::Expr(expr) => {
                self.any(*expr);
            }
        }
    }

    /// Gives the variables of a pattern their types.
    fn bind(&mut self, pat: PatId, ty: &Ty) {
        let body = self.body;
        match body.pat(pat) {
            PatKind::Wild | PatKind::Rest | PatKind::Path(_) | PatKind::Lit(_) | PatKind::Opaque => {}
            PatKind::Bind(binding, inner) => {
                let slot = &mut self.out.bindings[binding.0 as usize];
                *slot = merge(ty.clone(), std::mem::take(slot));
                if let Some(inner) = inner {
                    self.bind(*inner, ty);
                }
            }
            PatKind::TupleStruct(path, pats) => {
                let types = self.variant_types(path, ty, pats.len());
                let lookup = |index: usize| types.get(index).cloned().unwrap_or_default();
                self.bind_list(pats, types.len(), &lookup);
            }
            PatKind::Struct(path, fields) => {
                let resolved = self.program.resolve(self.scope, path, Namespace::Types);
                for (name, pat) in fields {
                    let field = match resolved.ctor() {
                        Some(ctor) => self.program.ctor_field(ctor, *name, ty),
                        None => self.program.field(ty, *name).map(|(ty, _)| ty).unwrap_or_default(),
                    };
                    self.bind(*pat, &field);
                }
            }
            PatKind::Tuple(pats) => match ty {
                Ty::Tuple(elems) => {
                    let elems = elems.clone();
                    let lookup = |index: usize| elems.get(index).cloned().unwrap_or_default();
                    self.bind_list(pats, elems.len(), &lookup);
                }
                _ => pats.iter().for_each(|&pat| self.bind(pat, &Ty::Unknown)),
            },
            PatKind::Slice(pats) => {
                let elem = match self.program.container(ty) {
                    Ty::Slice(inner) => (*inner).clone(),
                    ty => ty.arg(0),
                };
                for &pat in pats {
                    match body.pat(pat) {
                        PatKind::Bind(_, Some(inner)) if matches!(body.pat(*inner), PatKind::Rest) => {
                            self.bind(pat, &Ty::Slice(Arc::new(elem.clone())));
                        }
                        _ => self.bind(pat, &elem),
                    }
                }
            }
            PatKind::Or(pats) => pats.iter().for_each(|&pat| self.bind(pat, ty)),
        }
    }

    fn bind_list(&mut self, pats: &[PatId], len: usize, lookup: &dyn Fn(usize) -> Ty) {
        let body = self.body;
        let rest = pats.iter().position(|&pat| matches!(body.pat(pat), PatKind::Rest));
        for (index, &pat) in pats.iter().enumerate() {
            // Behind `..` patterns count from the end.
            let at = match rest {
                Some(rest) if index > rest => (len + index).checked_sub(pats.len()).unwrap_or(usize::MAX),
                _ => index,
            };
            self.bind(pat, &lookup(at));
        }
    }

    /// Types of the fields of the tuple variant that a pattern names, for a value of type `ty`.
    fn variant_types(&mut self, path: &PathRef, ty: &Ty, count: usize) -> Vec<Ty> {
        let resolved = self.program.resolve(self.scope, path, Namespace::Values);
        if let Some(ctor) = resolved.ctor() {
            return self.program.ctor_fields(ctor, ty);
        }
        let path = resolved.external(self.program).unwrap_or_default();
        let value = self.program.container(ty);
        let inner = match path.as_str() {
            "std::option::Option::Some" | "std::result::Result::Ok" => value.arg(0),
            "std::result::Result::Err" => value.arg(1),
            "std::task::Poll::Ready" | "std::ops::ControlFlow::Continue" => value.arg(0),
            "futures::future::Either::Left" | "futures::future::Either::Right" => Ty::Unknown,
            // `Entry::Occupied(entry)`: the entry beside the enum, with its key and value.
            path => match path
                .strip_suffix("Entry::Occupied")
                .map(|module| (module, "OccupiedEntry"))
                .or_else(|| path.strip_suffix("Entry::Vacant").map(|module| (module, "VacantEntry")))
            {
                Some((module, name)) => Ty::api(&format!("{module}{name}"), [value.arg(0), value.arg(1)]),
                // `State(state): State<App>`
                None if value.api_path().is_some_and(|of| of == path) => {
                    self.program.held_in(&value).unwrap_or_default()
                }
                None => Ty::Unknown,
            },
        };
        let mut types = vec![Ty::Unknown; count];
        if let Some(first) = types.first_mut() {
            *first = inner;
        }
        types
    }

    fn path_value(&mut self, id: ExprId, path: &PathRef, expected: &Ty) -> Ty {
        let resolved = self.program.resolve(self.scope, path, Namespace::Values);
        self.out.paths.insert(id, resolved.res);
        if let Some(ctor) = resolved.ctor() {
            return self.program.ctor_type(ctor, &Ty::Unknown);
        }
        if let Some(function) = resolved.function(self.program, self.scope) {
            return Ty::Fn(function);
        }
        match &resolved.res {
            Res::Static(id) if resolved.rest.is_empty() => self.program.static_ty(*id),
            _ => match resolved.external(self.program) {
                Some(path) if path == "std::option::Option::None" => {
                    if matches!(expected, Ty::Api(..)) {
                        expected.clone()
                    } else {
                        Ty::api("std::option::Option", [Ty::Unknown])
                    }
                }
                Some(path) => match self.program.apis.fn_(path) {
                    Some(_) => Ty::Callable(Arc::new(Ty::Unknown)),
                    None => Ty::Unknown,
                },
                None => Ty::Unknown,
            },
        }
    }

    fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId], expected: &Ty) -> Ty {
        let body = self.body;
        let ExprKind::Path(path) = body.expr(callee) else {
            let ty = self.any(callee);
            return self.call_value(id, &ty, args);
        };
        let resolved = self.program.resolve(self.scope, path, Namespace::Values);
        self.out.paths.insert(callee, resolved.res);
        if let Some(ctor) = resolved.ctor() {
            self.out.callees.insert(id, Callee::Ctor(resolved.res));
            let fields = self.program.ctor_fields(ctor, expected);
            let types: Vec<Ty> = args
                .iter()
                .enumerate()
                .map(|(index, &arg)| self.expr(arg, &fields.get(index).cloned().unwrap_or_default()))
                .collect();
            return self.program.ctor_type_of(ctor, &types, expected);
        }
        if let Some(function) = resolved.function(self.program, self.scope) {
            let function = self.program.chosen_twin(self.here(id), function);
            let is_trait = matches!(self.program.defs.fns[function].container, Container::Trait(_));
            let callee = if is_trait { Callee::Trait(function) } else { Callee::Fn(function) };
            self.out.callees.insert(id, callee);
            let owner = resolved.head_type(self.program, self.scope);
            return self.call_fn(id, function, owner, None, path_generics(path), args);
        }
        if let Some(static_id) = resolved.static_id() {
            let ty = self.program.static_ty(static_id);
            return self.call_value(id, &ty, args);
        }
        let Some(external) = resolved.external(self.program) else {
            let head = resolved.head_type(self.program, self.scope).filter(|head| matches!(head, Ty::Adt(..)));
            // `Worker::spawn(…)` of a type that implements the trait, `Cli::parse()` of a type that derives it.
            if let Some(head) = &head
                && let Ty::Adt(adt, _) = head
                && let Some(api) = (self.program.provided_fn(*adt, path.last()))
                    .or_else(|| self.program.derived_fn(self.scope, path.last()))
            {
                self.out.callees.insert(id, Callee::Api(api));
                return self.call_api(id, api, head, args, None, expected);
            }
            self.out.callees.insert(id, Callee::Unknown);
            self.all(args);
            // `Type::default()` of a type that derives it.
            return head.filter(|_| args.is_empty() && path.last() == "default").unwrap_or_default();
        };
        match external.as_str() {
            "std::option::Option::Some" => {
                self.out.callees.insert(id, Callee::Wrap);
                let inner = self.expr(*first(args), &expected.arg(0));
                return Ty::api("std::option::Option", [merge(inner, expected.arg(0))]);
            }
            "std::result::Result::Ok" => {
                self.out.callees.insert(id, Callee::Wrap);
                let inner = self.expr(*first(args), &expected.arg(0));
                return Ty::api("std::result::Result", [merge(inner, expected.arg(0)), expected.arg(1)]);
            }
            "std::result::Result::Err" => {
                self.out.callees.insert(id, Callee::Wrap);
                let inner = self.expr(*first(args), &expected.arg(1));
                return Ty::api("std::result::Result", [expected.arg(0), merge(inner, expected.arg(1))]);
            }
            "std::task::Poll::Ready" => {
                self.out.callees.insert(id, Callee::Wrap);
                let inner = self.any(*first(args));
                return Ty::api("std::task::Poll", [inner]);
            }
            "std::default::Default::default" => {
                self.out.callees.insert(id, Callee::Foreign(external));
                return expected.clone();
            }
            _ => {}
        }
        if let Some(api) = self.program.apis.fn_(external) {
            self.out.callees.insert(id, Callee::Api(api));
            // `Arc::clone(&x)`, `JoinHandle::abort(&h)`: the receiver is the first argument.
            let row = self.program.apis.row(api);
            let head = external.as_str().rsplit_once("::").map_or("", |(head, _)| head);
            let takes_self = row.receiver && row.parent.is_some();
            let written: Vec<Ty> = head_generics(path)
                .map(|args| args.types.iter().map(|ty| self.ty_of(ty)).collect())
                .unwrap_or_default();
            if takes_self && !args.is_empty() {
                let receiver = self.any(args[0]);
                let receiver = self.pinned(args[0], receiver);
                let receiver = self.program.container_for(&receiver, Name::from(head));
                return self.call_api(id, api, &receiver, &args[1..], path_generics(path), expected);
            }
            let mut this = Ty::Unknown;
            if self.program.apis.type_(Name::from(head)).is_some() {
                this = Ty::Api(
                    Name::from(head),
                    if written.is_empty() { expected_args(expected, head) } else { written.into() },
                );
            }
            return self.call_api(id, api, &this, args, path_generics(path), expected);
        }
        self.out.callees.insert(id, Callee::Foreign(external));
        self.all(args);
        // `Type::new(…)` of a type that the catalog knows gives that type.
        let (head, last) = external.as_str().rsplit_once("::").unwrap_or(("", ""));
        if matches!(last, "new" | "default" | "with_capacity" | "from_iter")
            && self.program.apis.type_(Name::from(head)).is_some()
        {
            // `type Peers = Arc<Mutex<…>>;` says more than the head of `Peers::default()`.
            let is_plain =
                matches!(&resolved.res, Res::Alias(id) if self.program.defs.aliases[*id].generics.types.is_empty());
            let said = resolved.head_type(self.program, self.scope).filter(|_| is_plain);
            let said = said.filter(|ty| matches!(ty, Ty::Api(path, args) if *path == head && !args.is_empty()));
            return said.unwrap_or_else(|| Ty::Api(Name::from(head), expected_args(expected, head)));
        }
        Ty::Unknown
    }

    fn call_value(&mut self, id: ExprId, ty: &Ty, args: &[ExprId]) -> Ty {
        let value = self.program.peel(ty);
        match &value {
            Ty::Fn(function) => {
                self.out.callees.insert(id, Callee::Fn(*function));
                self.call_fn(id, *function, None, None, None, args)
            }
            Ty::Closure(closure) => {
                self.out.callees.insert(id, Callee::Closure(*closure));
                let types = self.all(args);
                if closure.body == self.at
                    && let ExprKind::Closure { params, .. } = self.body.expr(closure.expr)
                {
                    for ((pat, _), ty) in params.iter().zip(&types) {
                        self.bind(*pat, ty);
                    }
                }
                self.closure_result(*closure)
            }
            Ty::Callable(result) => {
                self.out.callees.insert(id, Callee::Value);
                self.all(args);
                (**result).clone()
            }
            Ty::Param(_, bounds) | Ty::Traits(bounds) => {
                let result = bounds
                    .iter()
                    .find_map(|bound| bound.assoc.iter().find(|(name, _)| *name == "Output").map(|(_, ty)| ty.clone()));
                self.out.callees.insert(id, Callee::Value);
                self.all(args);
                result.unwrap_or_default()
            }
            _ => {
                self.out.callees.insert(id, Callee::Value);
                self.all(args);
                Ty::Unknown
            }
        }
    }

    /// What calling a closure gives.
    fn closure_result(&self, closure: ExprRef) -> Ty {
        if closure.body != self.at {
            return self.program.closure_result(closure);
        }
        let ExprKind::Closure { body, is_async, .. } = self.body.expr(closure.expr) else { return Ty::Unknown };
        let result = self.out.expr(*body).clone();
        if *is_async { Ty::future(result, Origin::Closure(closure)) } else { result }
    }

    fn call_fn(
        &mut self,
        id: ExprId,
        function: FnId,
        owner: Option<Ty>,
        receiver: Option<&Ty>,
        generics: Option<&GenericArgs>,
        args: &[ExprId],
    ) -> Ty {
        let program = self.program;
        let sig = program.sig(function);
        let item = program.defs.fns[function].item;
        let mut map: Vec<(Name, Ty)> = Vec::new();
        let this = receiver.or(owner.as_ref());
        if let (Some(owner), Some(this)) = (&sig.owner, this) {
            program.unify(owner, this, &mut map);
            map.push((*SELF, this.clone()));
        }
        // `P::spawn(work)` gives the `P::Handle` of `trait Provider { type Handle: Abort; … }`.
        if let (Container::Trait(of), Some(this)) = (program.defs.fns[function].container, this) {
            for named in &program.defs.traits[of].item.types {
                map.push((named.name, program.assoc_type(self.scope, this.clone(), named.name, 1)));
            }
        }
        if let Some(generics) = generics {
            for (param, ty) in item.generics.types.iter().zip(&generics.types) {
                let ty = self.ty_of(ty);
                map.push((param.name, ty));
            }
        }
        // `Type::method(receiver, args)`: the receiver is the first argument.
        let own = sig.receiver.iter().filter(|_| receiver.is_none());
        let selves = own.clone().count();
        let mut params = own.chain(&sig.params);
        for (index, &arg) in args.iter().enumerate() {
            let param = params.next().unwrap_or(&UNKNOWN);
            if let ExprKind::Closure { params, .. } = self.body.expr(arg)
                && let Some(index) = index.checked_sub(selves)
            {
                for ((pat, _), ty) in params.iter().zip(program.called_with(function, index)) {
                    let ty = ty.subst(&|name| lookup(&map, name).or(Some(Ty::Unknown)));
                    if !ty.is_unknown() {
                        self.bind(*pat, &ty);
                    }
                }
            }
            let expected = param.subst(&|name| lookup(&map, name));
            let ty = self.expr(arg, &expected);
            program.unify(param, &ty, &mut map);
            if is_less_known(&ty, &expected, 0) {
                self.learn(arg, &expected.subst(&|_| Some(Ty::Unknown)));
            }
        }
        let ret = sig.ret.subst(&|name| lookup(&map, name).or(Some(Ty::Unknown)));
        program.name_origin(ret, function, self.here(id))
    }

    fn method_call(
        &mut self,
        id: ExprId,
        receiver: ExprId,
        name: Name,
        generics: &[TypeRef],
        args: &[ExprId],
        expected: &Ty,
    ) -> Ty {
        let this = self.any(receiver);
        let this = self.pinned(receiver, this);
        let awaited = self.is_awaited(id);
        let (callee, this) = self.program.method(self.scope, &this, name, args.len(), awaited);
        let generics =
            (!generics.is_empty()).then(|| GenericArgs { types: generics.to_vec(), ..GenericArgs::default() });
        self.out.callees.insert(id, callee.clone());
        match callee {
            Callee::Fn(function) | Callee::Trait(function) => {
                let chosen = self.program.chosen_twin(self.here(id), function);
                if chosen != function {
                    self.out.callees.insert(id, Callee::Fn(chosen));
                }
                self.call_fn(id, chosen, None, Some(&this), generics.as_ref(), args)
            }
            Callee::Api(api) => {
                let ty = self.call_api(id, api, &this, args, generics.as_ref(), expected);
                let row = self.program.apis.row(api);
                if !row.into_self.is_empty() {
                    self.refine_container(receiver, &this, args);
                }
                ty
            }
            Callee::Closure(_) | Callee::Value | Callee::Ctor(_) | Callee::Wrap => Ty::Unknown,
            Callee::Unknown | Callee::Foreign(_) => {
                self.all(args);
                // What pin-project writes: fields of the same names.
                let projects = matches!(name.as_str(), "project" | "project_ref") && args.is_empty();
                match this.api_path() {
                    Some(path) if projects && path == "std::pin::Pin" => this.arg(0),
                    // A pinned field of it.
                    _ if name == "as_mut" && args.is_empty() && self.is_projected(receiver) => {
                        Ty::api("std::pin::Pin", [this])
                    }
                    _ => Ty::Unknown,
                }
            }
        }
    }

    /// Whether an expression stands where a future does: it is awaited, a branch of a `select!` or `join!`, or given to
    /// something that awaits it (`timeout(limit, …)`, `….fuse()`).
    fn is_awaited(&self, id: ExprId) -> bool {
        let Some(up) = self.program.uses(self.at).parent_expr(id) else { return false };
        let takes = |row: &crate::apis::Fn| {
            matches!(row.verb, Verb::Timeout | Verb::Wrap | Verb::WaitOr) && row.closure.is_empty()
        };
        let given = |args: &[ExprId]| {
            let Some(Callee::Api(api)) = self.out.callees.latest(up) else { return false };
            let row = self.program.apis.row(*api);
            matches!(row.work, Some(Work::Arg(at)) if args.get(usize::from(at)) == Some(&id)) && takes(row)
        };
        match self.body.expr(up) {
            ExprKind::Await(_) | ExprKind::Select { .. } | ExprKind::Join { .. } => true,
            ExprKind::Call { args, .. } => given(args),
            ExprKind::MethodCall { receiver, name, .. } if *receiver == id => {
                self.program.apis.trait_methods(*name).iter().any(|(path, on, api)| {
                    *on == TraitOn::Future
                        && takes(self.program.apis.row(*api))
                        && self.program.imports_trait(self.scope, *path)
                })
            }
            ExprKind::MethodCall { args, .. } => given(args),
            _ => false,
        }
    }

    /// Whether an expression is a field of what `self.project()` gives.
    fn is_projected(&self, expr: ExprId) -> bool {
        let ExprKind::Field { base, .. } = self.body.expr(expr) else { return false };
        let made = match self.body.expr(*base) {
            ExprKind::Local(binding) => match self.program.uses(self.at).source(*binding) {
                crate::flow::BindSource::Value(value, _) => value,
                _ => return false,
            },
            _ => *base,
        };
        matches!(self.body.expr(made), ExprKind::MethodCall { name, args, .. } if *name == "project" && args.is_empty())
    }

    /// `self: Pin<&mut Self>` has the methods of a pin, too.
    fn pinned(&self, receiver: ExprId, this: Ty) -> Ty {
        let ExprKind::Local(binding) = self.body.expr(receiver) else { return this };
        let pinned = matches!(this, Ty::Adt(..))
            && self.body.binding(*binding).name == "self"
            && matches!(self.program.defs.owner(self.at), Some(BodyOwner::Fn(function)) if self.program.defs.fns[function].item.pinned);
        if pinned { Ty::api("std::pin::Pin", [this]) } else { this }
    }

    /// What a function of the catalog is that is named where a closure may stand: `.and_then(Arc::into_inner)`.
    fn given_by_path(&self, arg: ExprId, param: &apis::TyText, this: &Ty) -> Option<Ty> {
        let ExprKind::Path(path) = self.body.expr(arg) else { return None };
        let program = self.program;
        let named = program.resolve(self.scope, path, Namespace::Values).external(program)?;
        let row = program.apis.row(program.apis.fn_(named)?);
        if row.verb != apis::Verb::Pass || row.is_async {
            return None;
        }
        let param = program.eval(param, this, &[], &Ty::Unknown, None);
        let given = program.eval(row.returns.as_ref()?, &param, &[], &Ty::Unknown, None);
        Some(Ty::Callable(Arc::new(given)))
    }

    fn call_api(
        &mut self,
        id: ExprId,
        api: apis::FnId,
        this: &Ty,
        args: &[ExprId],
        generics: Option<&GenericArgs>,
        expected: &Ty,
    ) -> Ty {
        let program = self.program;
        let row = program.apis.row(api);
        let mut types = Vec::with_capacity(args.len());
        for (index, &arg) in args.iter().enumerate() {
            if let ExprKind::Closure { params, .. } = self.body.expr(arg)
                && let Some((_, texts)) = row.closure.iter().find(|(at, _)| usize::from(*at) == index)
            {
                for ((pat, _), text) in params.iter().zip(texts) {
                    let ty = program.eval(text, this, &types, &Ty::Unknown, None);
                    self.bind(*pat, &ty);
                }
            }
            let ty = self.any(arg);
            let called_with = row.closure.iter().find(|(at, _)| usize::from(*at) == index);
            let of_path = called_with.and_then(|(_, texts)| self.given_by_path(arg, texts.first()?, this));
            types.push(of_path.unwrap_or(ty));
        }
        let outs: Vec<Ty> = types.iter().map(|ty| self.out_of(ty, row.verb)).collect();
        let written = generics.and_then(|generics| generics.types.first()).map(|ty| self.ty_of(ty));
        let expected = written.unwrap_or_else(|| expected.clone());
        let ret = match &row.returns {
            Some(text) => program.eval_with(text, this, &types, &outs, &expected),
            None => Ty::Unknown,
        };
        let ret = if row.verb == Verb::Collect { collected(program, ret, this, row.name) } else { ret };
        let here = self.here(id);
        if row.is_async {
            return Ty::future(ret, Origin::Api(api, here));
        }
        match (row.verb, &ret) {
            // A wrapper of a future keeps what runs in it.
            (Verb::Wrap | Verb::Timeout | Verb::WaitOr, Ty::Unknown) => {
                let work = match row.work {
                    Some(apis::Work::Arg(at)) => types.get(usize::from(at)).cloned().unwrap_or_default(),
                    _ => this.clone(),
                };
                program.as_future(&work)
            }
            (Verb::Forever, Ty::Unknown) => Ty::future(Ty::Unknown, Origin::Api(api, here)),
            _ => {
                let made_here = |ty: Ty| match ty {
                    Ty::Future(future) if future.origin == Origin::Unknown => {
                        Ty::future(future.output.clone(), Origin::Api(api, here))
                    }
                    ty => ty,
                };
                match ret {
                    // `let (future, handle) = work.remote_handle();`
                    Ty::Tuple(parts) if matches!(row.returns, Some(apis::TyText::Tuple(_))) => {
                        Ty::Tuple(parts.iter().cloned().map(made_here).collect())
                    }
                    ret => made_here(ret),
                }
            }
        }
    }

    /// What an argument gives when it is run: the output of a future, the result of a closure.
    fn out_of(&self, ty: &Ty, verb: Verb) -> Ty {
        match ty {
            Ty::Closure(closure) => {
                let result = self.closure_result(*closure);
                match (&result, verb) {
                    (Ty::Future(future), Verb::Spawn | Verb::Run) => future.output.clone(),
                    _ => result,
                }
            }
            Ty::Fn(function) => {
                let ret = self.program.sig(*function).ret.clone();
                match (&ret, verb) {
                    (Ty::Future(future), Verb::Spawn | Verb::Run) => future.output.clone(),
                    _ => ret,
                }
            }
            Ty::Callable(result) => (**result).clone(),
            _ => self.program.output(ty),
        }
    }

    fn struct_literal(&mut self, _id: ExprId, path: &PathRef, fields: &[(Name, ExprId)], base: Option<ExprId>) -> Ty {
        let resolved = self.program.resolve(self.scope, path, Namespace::Types);
        if let Some(base) = base {
            self.any(base);
        }
        let Some(ctor) = resolved.ctor() else {
            for (_, value) in fields {
                self.any(*value);
            }
            return Ty::Unknown;
        };
        let this = self.program.ctor_type(ctor, &Ty::Unknown);
        let generic = self.program.ctor_self(ctor);
        let mut map = Vec::new();
        for (name, value) in fields {
            let declared = self.program.ctor_field(ctor, *name, &generic);
            let expected = declared.subst(&|_| Some(Ty::Unknown));
            let ty = self.expr(*value, &expected);
            self.program.unify(&declared, &ty, &mut map);
        }
        if map.is_empty() { this } else { generic.subst(&|name| lookup(&map, name).or(Some(Ty::Unknown))) }
    }

    /// `place = value`: a variable whose type is not fully known learns from it.
    fn refine(&mut self, place: ExprId, value: &Ty) {
        let body = self.body;
        let mut at = place;
        loop {
            match body.expr(at) {
                ExprKind::Ref(inner) | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => at = *inner,
                ExprKind::Local(binding) => {
                    let slot = &mut self.out.bindings[binding.0 as usize];
                    let merged = merge(slot.clone(), value.clone());
                    if merged != *slot {
                        *slot = merged;
                        self.changed = true;
                    }
                    return;
                }
                _ => return,
            }
        }
    }

    /// `v.push(x)`: the collection's element type learns from `x`.
    fn refine_container(&mut self, receiver: ExprId, this: &Ty, args: &[ExprId]) {
        let Ty::Api(path, generics) = this else { return };
        let types: Vec<Ty> = args.iter().map(|&arg| self.out.expr(arg).clone()).collect();
        let elements: Vec<Ty> =
            if path.as_str().ends_with("Map") { types } else { types.last().cloned().into_iter().collect() };
        let refined: Args = (0..generics.len().max(elements.len()))
            .map(|index| {
                merge(
                    generics.get(index).cloned().unwrap_or_default(),
                    elements.get(index).cloned().unwrap_or_default(),
                )
            })
            .collect();
        if *generics != refined {
            self.learn(receiver, &Ty::Api(*path, refined));
        }
    }

    /// What is in an expression is of this type: `peers` of `peers.lock().unwrap()`, and what that is a clone of.
    fn learn(&mut self, place: ExprId, ty: &Ty) {
        let body = self.body;
        let uses = self.program.uses(self.at);
        let mut at = place;
        for _ in 0..12 {
            match body.expr(at) {
                ExprKind::Ref(inner)
                | ExprKind::Unary { op: UnaryOp::Deref, operand: inner }
                | ExprKind::Await(inner)
                | ExprKind::Try(inner) => at = *inner,
                // `lock()`, `unwrap()`, `clone()`: what is within stays the same.
                ExprKind::MethodCall { receiver, .. } if filled(self.out.expr(*receiver), ty, 0).is_some() => {
                    at = *receiver;
                }
                // `Arc::clone(&peers)`
                ExprKind::Call { args, .. } if args.len() == 1 && self.out.expr(args[0]) == self.out.expr(at) => {
                    at = args[0];
                }
                ExprKind::Local(binding) => {
                    let slot = &mut self.out.bindings[binding.0 as usize];
                    if let Some(full) = filled(slot, ty, 0).filter(|full| full != slot) {
                        *slot = full;
                        self.changed = true;
                    }
                    match uses.source(*binding) {
                        crate::flow::BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(of, None) if of == binding) =>
                        {
                            at = value;
                        }
                        _ => return,
                    }
                }
                _ => return,
            }
        }
    }
}

fn first(args: &[ExprId]) -> &ExprId {
    args.first().unwrap_or(&ExprId(0))
}

fn lookup(map: &[(Name, Ty)], name: Name) -> Option<Ty> {
    map.iter().find(|(param, _)| *param == name).map(|(_, ty)| ty.clone())
}

fn path_generics(path: &PathRef) -> Option<&GenericArgs> {
    path.segments.last().and_then(|segment| segment.args.as_deref())
}

fn head_generics(path: &PathRef) -> Option<&GenericArgs> {
    let len = path.segments.len();
    len.checked_sub(2).and_then(|at| path.segments[at].args.as_deref())
}

fn expected_args(expected: &Ty, head: &str) -> Args {
    match expected {
        Ty::Api(path, args) if *path == *head => args.clone(),
        _ => no_args(),
    }
}

/// What collecting the items of `from` gives, where the text says only `Vec<_>`; `unzip` and `partition` give two, named
/// by `how`.
fn collected(program: &Program<'_>, into: Ty, from: &Ty, how: Name) -> Ty {
    let Some((item, _)) = program.item(from) else { return into };
    match (&into, &item) {
        (Ty::Tuple(lists), Ty::Tuple(parts)) if how == "unzip" && lists.len() == parts.len() => {
            Ty::Tuple(lists.iter().zip(parts.iter()).map(|(list, part)| list_of(list, part)).collect())
        }
        (Ty::Tuple(lists), _) if how == "partition" => {
            Ty::Tuple(lists.iter().map(|list| list_of(list, &item)).collect())
        }
        _ => list_of(&into, &item),
    }
}

/// A collection of which only the kind is known (`Vec<_>`), with items of this type.
fn list_of(list: &Ty, item: &Ty) -> Ty {
    let Ty::Api(path, args) = list else { return list.clone() };
    if args.iter().any(|arg| !arg.is_unknown()) {
        return list.clone();
    }
    match (path.as_str(), item) {
        ("std::result::Result" | "std::option::Option", _) => list.clone(),
        (name, Ty::Tuple(pair)) if name.ends_with("Map") => Ty::Api(*path, pair.clone()),
        _ => Ty::Api(*path, [item.clone()].into()),
    }
}

/// Whether a type leaves open what another one of the same make says: `Arc<Mutex<HashMap<_, _>>>`.
fn is_less_known(ty: &Ty, full: &Ty, depth: u8) -> bool {
    match (ty, full) {
        (Ty::Unknown, Ty::Unknown | Ty::Param(..)) => false,
        (Ty::Unknown, _) => depth > 0,
        (Ty::Api(p, args), Ty::Api(q, wanted)) if p == q && depth < 6 => wanted
            .iter()
            .enumerate()
            .any(|(index, wanted)| is_less_known(args.get(index).unwrap_or(&UNKNOWN), wanted, depth + 1)),
        _ => false,
    }
}

/// A type with a part that is known better now: the type itself, or what its pointers, locks and guards hold.
fn filled(whole: &Ty, part: &Ty, depth: u8) -> Option<Ty> {
    match (whole, part) {
        (Ty::Api(p, _), Ty::Api(q, _)) if p == q => Some(merge(whole.clone(), part.clone())),
        (Ty::Future(future), _) if depth < 6 => {
            let output = filled(&future.output, part, depth + 1)?;
            Some(Ty::future(output, future.origin))
        }
        (Ty::Api(path, args), Ty::Api(..)) if depth < 6 => {
            let inner = filled(args.first()?, part, depth + 1)?;
            let rest = args.iter().skip(1).cloned();
            Some(Ty::Api(*path, std::iter::once(inner).chain(rest).collect()))
        }
        _ => None,
    }
}

/// The more telling of two types for the same value.
pub fn merge(a: Ty, b: Ty) -> Ty {
    let list = |a: &Args, b: &Args| -> Args {
        (0..a.len().max(b.len()))
            .map(|index| merge(a.get(index).cloned().unwrap_or_default(), b.get(index).cloned().unwrap_or_default()))
            .collect()
    };
    match (&a, &b) {
        // What leaves gives nothing; another arm of which the type is not known still goes on.
        (Ty::Never, _) => b,
        (_, Ty::Never) => a,
        (Ty::Unknown, _) => b,
        (_, Ty::Unknown) => a,
        (Ty::Api(p, x), Ty::Api(q, y)) if p == q && x != y => Ty::Api(*p, list(x, y)),
        (Ty::Adt(p, x), Ty::Adt(q, y)) if p == q && x != y => Ty::Adt(*p, list(x, y)),
        (Ty::Tuple(x), Ty::Tuple(y)) if x.len() == y.len() && x != y => Ty::Tuple(list(x, y)),
        // A written `impl Future` or `dyn Future` says less than the block that is put there.
        (Ty::Future(x), Ty::Future(y)) => Ty::future(merge(x.output.clone(), y.output.clone()), x.origin.or(y.origin)),
        (Ty::Traits(_) | Ty::Callable(_), Ty::Closure(_) | Ty::Fn(_) | Ty::Future(_)) => b,
        _ => a,
    }
}

/// Calls `visit` with the value of each `break` that leaves the loop of this body and label.
fn breaks_of(body: &Body, root: ExprId, label: Option<Name>, visit: &mut dyn FnMut(Option<ExprId>)) {
    let mut todo = vec![(root, 0u32)];
    while let Some((at, depth)) = todo.pop() {
        let mut inner = depth;
        match body.expr(at) {
            ExprKind::Closure { .. } | ExprKind::Async { .. } => continue,
            ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => inner += 1,
            ExprKind::Break { label: to, value } => {
                let hits = match to {
                    Some(to) => Some(*to) == label,
                    None => depth == 0,
                };
                if hits {
                    visit(*value);
                }
            }
            _ => {}
        }
        body.expr(at).children(|child| todo.push((child, inner)));
    }
}
