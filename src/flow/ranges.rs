//! How long a value lives: from the expression that makes it to its drop, and what runs in between.
//!
//! For values whose drop does something (guards, permits, spans), so the end is the end of a scope, never the last
//! use. Knows Rust's drop scopes: variables live to the end of their block, temporaries to the end of their
//! statement, those of a `match` or `if let` scrutinee through all arms (`else` included before edition 2024), those
//! behind `let x = &…` as long as `x`. Knows nothing of what the value is for.

use super::live::{Start, Walk};
use super::uses::Parent;
use super::{Uses, is_end_pattern};
use crate::apis::Role;
use crate::ir::{BinaryOp, BindingId, Body, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt, UnaryOp};
use crate::resolve::{BodyRef, Callee, ExprRef, Program, Ty};

/// The life of one value.
#[derive(Clone, Debug)]
pub struct Range {
    /// The expression that is the value: the call that made it, awaited and unwrapped.
    pub at: ExprRef,
    /// The variable that holds it; `None` for a temporary.
    pub held_by: Option<BindingId>,
    /// The expression at whose end it is dropped, unless it was moved or dropped before.
    pub scope: ExprId,
    acts: Vec<ExprId>,
}

impl Range {
    /// What happens while it lives, in order of the evaluation: calls, awaits, macros, `select!`, `join!`, `yield`.
    pub fn acts(&self) -> impl Iterator<Item = ExprRef> + '_ {
        self.acts.iter().map(|&expr| ExprRef { body: self.at.body, expr })
    }

    /// The places where its task may be suspended while it lives.
    pub fn awaits<'r>(&'r self, program: &'r Program<'_>) -> impl Iterator<Item = ExprRef> + 'r {
        self.acts().filter(|&act| {
            matches!(
                program.expr(act),
                ExprKind::Await(_) | ExprKind::Select { .. } | ExprKind::Join { .. } | ExprKind::Yield(_)
            )
        })
    }
}

/// The life of what a call gives, if it is a value that `holds` knows (by its type, without `Option`, `Result` and
/// future). `None` where that value goes somewhere else at once: returned, stored, given away.
pub fn range_of(program: &Program<'_>, call: ExprRef, holds: &dyn Fn(&Ty) -> bool) -> Option<Range> {
    let home = Finder { program, uses: program.uses(call.body), body: program.body(call.body), at: call.body, holds }
        .home(call.expr)?;
    let mut acts = Walk::new(program, call.body, &home).run();
    for other in &home.others {
        acts.extend(Walk::new(program, call.body, other).run());
    }
    Some(Range { at: ExprRef { body: call.body, expr: home.value }, held_by: home.binding, scope: home.scope, acts })
}

/// Where a value lives.
#[derive(Debug)]
pub(super) struct Home {
    /// The expression that is the value.
    pub(super) value: ExprId,
    /// The variable that it is moved into.
    pub(super) binding: Option<BindingId>,
    /// When it begins to live.
    pub(super) start: Start,
    /// The expression at whose end it is dropped.
    pub(super) scope: ExprId,
    /// The scope is an `if` whose `else` comes after the drop.
    pub(super) not_in_else: bool,
    /// Arms and branches that run only when there is no such value: `Err(_) => …`.
    pub(super) absent_in: Vec<ExprId>,
    /// Where else it may live: `match map.entry(key) { Occupied(entry) => …, Vacant(entry) => … }`.
    pub(super) others: Vec<Home>,
}

struct Finder<'r, 'a> {
    program: &'r Program<'a>,
    uses: &'r Uses,
    body: &'r Body,
    at: BodyRef,
    holds: &'r dyn Fn(&Ty) -> bool,
}

impl Finder<'_, '_> {
    fn ty(&self, expr: ExprId) -> &Ty {
        self.program.types(self.at).expr(expr)
    }

    /// Whether a type is the value, or an `Option` or `Result` of it.
    fn is_value(&self, ty: &Ty) -> bool {
        (self.holds)(ty) || self.is_wrapped(ty)
    }

    fn is_wrapped(&self, ty: &Ty) -> bool {
        matches!(self.program.role(ty), Some(Role::Option | Role::Result)) && self.is_value(&ty.arg(0))
    }

    fn gives_value(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Future(future) => self.is_value(&future.output),
            Ty::Api(..) if !self.is_value(ty) => self.is_value(&self.program.output(ty)),
            _ => false,
        }
    }

    /// From the call up to where its value stays.
    fn home(&self, call: ExprId) -> Option<Home> {
        let mut value = call;
        let mut awaited = self.is_value(self.ty(call));
        if !awaited && !self.gives_value(self.ty(call)) {
            return None;
        }
        loop {
            let parent = match self.uses.parent(value) {
                Parent::Let(block, index) if awaited => return self.bound_by_let(value, block, index),
                Parent::Stmt(..) if awaited => return Some(self.temporary(value)),
                Parent::Expr(parent) => parent,
                _ => return None,
            };
            match self.body.expr(parent) {
                ExprKind::Await(_) if !awaited => {
                    if !self.is_value(self.ty(parent)) {
                        return None;
                    }
                    awaited = true;
                    value = parent;
                }
                ExprKind::Select { branches, .. } if !awaited => {
                    let branch = branches.iter().find(|branch| branch.future == value)?;
                    let binding = self.binding_of(branch.pat)?;
                    return Some(self.in_branch(value, binding, branch.body));
                }
                // `timeout(limit, lock.read()).await`
                ExprKind::Call { .. } | ExprKind::MethodCall { .. }
                    if !awaited && self.gives_value(self.ty(parent)) =>
                {
                    value = parent;
                }
                _ if !awaited => return None,
                ExprKind::Try(_) | ExprKind::Block { .. } if self.is_value(self.ty(parent)) => value = parent,
                ExprKind::If { cond, .. } if *cond != value => value = parent,
                ExprKind::Match { value: scrutinee, arms } => {
                    if *scrutinee != value {
                        value = parent;
                        continue;
                    }
                    let mut homes = Vec::new();
                    for arm in arms {
                        if let Some(binding) = self.binding_of(arm.pat) {
                            // `match lock() { Ok(guard) => guard, … }` gives it on.
                            if self.passes(arm.body, binding) {
                                value = parent;
                                break;
                            }
                            homes.push(self.in_branch(value, binding, arm.body));
                        }
                    }
                    if value != parent {
                        if homes.is_empty() {
                            return Some(self.temporary(value));
                        }
                        let mut first = homes.remove(0);
                        first.others = homes;
                        return Some(first);
                    }
                }
                ExprKind::Let { pat, .. } => {
                    let Some(binding) = self.binding_of(*pat) else { return Some(self.temporary(value)) };
                    // `matches!(…)` is a `match` of its own, wherever it stands.
                    if !self.is_written_let(parent) {
                        return Some(self.temporary(value));
                    }
                    let holder = self.uses.ancestors(parent).find_map(|at| match self.body.expr(at) {
                        ExprKind::If { then, .. } => Some(*then),
                        ExprKind::While { body, .. } => Some(*body),
                        _ => None,
                    })?;
                    return Some(self.in_branch(value, binding, holder));
                }
                ExprKind::MethodCall { receiver, name, args, .. } if *receiver == value => {
                    if self.passes_on(value, parent) {
                        value = parent;
                    } else if self.is_wrapped(self.ty(value)) && !lends(name.as_str()) {
                        return self.in_closure(value, args);
                    } else {
                        return Some(self.temporary(value));
                    }
                }
                // `RwLockWriteGuard::downgrade(guard)` gives it on; whatever else takes it keeps or drops it.
                ExprKind::Call { .. } => {
                    if !self.passes_on(value, parent) {
                        return None;
                    }
                    value = parent;
                }
                ExprKind::Macro { kind: MacroKind::Identity, .. } => value = parent,
                ExprKind::Assign { place, value: right, .. } if *right == value => {
                    let ExprKind::Local(binding) = self.body.expr(*place) else { return None };
                    return Some(Home {
                        value,
                        binding: Some(*binding),
                        start: Start::After(parent),
                        scope: self.declared_in(*binding, parent),
                        not_in_else: false,
                        absent_in: self.absent_for(*binding),
                        others: Vec::new(),
                    });
                }
                ExprKind::Tuple(_) => {
                    let Parent::Let(block, index) = self.uses.parent(parent) else { return None };
                    return self.bound_by_tuple(value, parent, block, index);
                }
                ExprKind::Ref(_)
                | ExprKind::Unary { op: UnaryOp::Deref, .. }
                | ExprKind::Field { .. }
                | ExprKind::Index { .. }
                | ExprKind::Binary { .. }
                | ExprKind::Macro { kind: MacroKind::Borrows, .. } => return Some(self.temporary(value)),
                _ => return None,
            }
        }
    }

    /// Whether a call gives the very value on: `lock().unwrap()`, `MutexGuard::map(guard, …)`.
    fn passes_on(&self, value: ExprId, call: ExprId) -> bool {
        if !self.is_value(self.ty(call)) {
            return false;
        }
        let callee = self.program.callee(ExprRef { body: self.at, expr: call });
        if self.is_wrapped(self.ty(value)) {
            return !matches!(callee, Callee::Fn(_) | Callee::Trait(_));
        }
        let Callee::Api(api) = callee else { return matches!(callee, Callee::Wrap) };
        let row = self.program.apis.row(*api);
        row.parent.is_some() && row.parent == self.ty(value).api_path()
    }

    /// The variable of a pattern that the whole value is moved into.
    fn binding_of(&self, pat: PatId) -> Option<BindingId> {
        match self.body.pat(pat) {
            PatKind::Bind(binding, None) => {
                let local = self.body.binding(*binding);
                (!local.by_ref && self.is_value(self.program.types(self.at).binding(*binding))).then_some(*binding)
            }
            PatKind::TupleStruct(_, pats) => match pats[..] {
                [pat] => self.binding_of(pat),
                _ => None,
            },
            PatKind::Or(pats) => pats.iter().find_map(|&pat| self.binding_of(pat)),
            _ => None,
        }
    }

    /// Whether an arm's value is the variable itself.
    fn passes(&self, arm: ExprId, binding: BindingId) -> bool {
        match self.body.expr(arm) {
            ExprKind::Local(local) => *local == binding,
            ExprKind::Block { tail: Some(tail), .. } => self.passes(*tail, binding),
            _ => false,
        }
    }

    /// `map.get(key).map(|entry| entry.len())`: the value moves into the closure, and ends with it.
    fn in_closure(&self, value: ExprId, args: &[ExprId]) -> Option<Home> {
        args.iter().find_map(|&arg| {
            let ExprKind::Closure { params, body, is_async: false, .. } = self.body.expr(arg) else { return None };
            let [(param, _)] = params[..] else { return None };
            Some(self.in_branch(value, self.binding_of(param)?, *body))
        })
    }

    fn in_branch(&self, value: ExprId, binding: BindingId, branch: ExprId) -> Home {
        Home {
            value,
            binding: Some(binding),
            start: Start::Enter(branch),
            scope: branch,
            not_in_else: false,
            absent_in: Vec::new(),
            others: Vec::new(),
        }
    }

    fn bound_by_let(&self, value: ExprId, block: ExprId, index: u32) -> Option<Home> {
        let pat = self.body.let_pat(block, index)?;
        let Some(binding) = self.binding_of(pat) else { return Some(self.temporary(value)) };
        Some(Home {
            value,
            binding: Some(binding),
            start: Start::After(value),
            scope: block,
            not_in_else: false,
            absent_in: self.absent_for(binding),
            others: Vec::new(),
        })
    }

    /// What runs only where an `Option` or `Result` in a variable turns out to hold nothing.
    fn absent_for(&self, binding: BindingId) -> Vec<ExprId> {
        let mut absent = Vec::new();
        if !self.is_wrapped(self.program.types(self.at).binding(binding)) {
            return absent;
        }
        for &used in self.uses.of(binding) {
            let mut at = used;
            let mut asked = None;
            // `&hash`, `hash.as_ref()`, `hash.is_none()`
            while let Some(parent) = self.uses.parent_expr(at) {
                match self.body.expr(parent) {
                    ExprKind::Ref(_) => {}
                    ExprKind::MethodCall { receiver, name, .. } if *receiver == at && asked.is_none() => {
                        match name.as_str() {
                            "as_ref" | "as_mut" | "as_deref" | "as_deref_mut" => {}
                            "is_none" | "is_err" => asked = Some(true),
                            "is_some" | "is_ok" => asked = Some(false),
                            _ => break,
                        }
                    }
                    _ => break,
                }
                at = parent;
            }
            if let Parent::LetElse(block, index) | Parent::Let(block, index) = self.uses.parent(at)
                && let ExprKind::Block { stmts, .. } = self.body.expr(block)
                && let Some(Stmt::Let { init, otherwise: Some(otherwise), .. }) = stmts.get(index as usize)
                && *init == Some(at)
            {
                absent.push(*otherwise);
            }
            let Some(parent) = self.uses.parent_expr(at) else { continue };
            match self.body.expr(parent) {
                ExprKind::If { cond, then, otherwise } if *cond == at => match asked {
                    Some(true) => absent.push(*then),
                    Some(false) => absent.extend(*otherwise),
                    None => {}
                },
                ExprKind::Match { value, arms } if *value == at && asked.is_none() => {
                    let empty = arms.iter().filter(|arm| is_end_pattern(self.body, arm.pat));
                    absent.extend(empty.map(|arm| arm.body));
                }
                ExprKind::Let { pat, value } if *value == at && asked.is_none() => {
                    let Some(up) = self.uses.parent_expr(parent) else { continue };
                    let ExprKind::If { cond, then, otherwise } = self.body.expr(up) else { continue };
                    if *cond == parent {
                        let empty = is_end_pattern(self.body, *pat);
                        absent.extend(if empty { Some(*then) } else { *otherwise });
                    }
                }
                _ => {}
            }
        }
        absent
    }

    /// `let (a, b) = (x.lock(), y.lock());`
    fn bound_by_tuple(&self, value: ExprId, tuple: ExprId, block: ExprId, index: u32) -> Option<Home> {
        let pat = self.body.let_pat(block, index)?;
        let (PatKind::Tuple(pats), ExprKind::Tuple(elems)) = (self.body.pat(pat), self.body.expr(tuple)) else {
            return None;
        };
        let position = elems.iter().position(|&elem| elem == value)?;
        let binding = pats.get(position).and_then(|&pat| self.binding_of(pat));
        Some(Home {
            value,
            binding,
            start: Start::After(value),
            scope: if binding.is_some() { block } else { tuple },
            not_in_else: false,
            absent_in: Vec::new(),
            others: Vec::new(),
        })
    }

    /// The block that declares a variable.
    fn declared_in(&self, binding: BindingId, from: ExprId) -> ExprId {
        let declares = |block: &ExprId| match self.body.expr(*block) {
            ExprKind::Block { stmts, .. } => stmts.iter().any(|stmt| {
                let mut found = false;
                if let Stmt::Let { pat, .. } = stmt {
                    self.body.bindings_of(*pat, &mut |bound, _| found |= bound == binding);
                }
                found
            }),
            _ => false,
        };
        self.uses.ancestors(from).find(declares).unwrap_or(self.body.root)
    }

    /// The value is a temporary: it lives to the end of the smallest expression that Rust drops temporaries after.
    fn temporary(&self, value: ExprId) -> Home {
        let mut home = Home {
            value,
            binding: None,
            start: Start::After(value),
            scope: value,
            not_in_else: false,
            absent_in: Vec::new(),
            others: Vec::new(),
        };
        let edition = self.edition();
        let mut at = value;
        // Whether the way up has passed the `let` of a condition.
        let mut in_let = false;
        // Whether that `let` matches when there is no value.
        let mut empty = None;
        home.scope = loop {
            let parent = match self.uses.parent(at) {
                Parent::Let(block, index) => {
                    let ExprKind::Block { stmts, .. } = self.body.expr(block) else { break at };
                    let init = match &stmts[index as usize] {
                        Stmt::Let { init: Some(init), .. } => *init,
                        _ => at,
                    };
                    break if extends(self.body, init, value) { block } else { at };
                }
                Parent::Root | Parent::Stmt(..) | Parent::LetElse(..) => break at,
                Parent::Expr(parent) => parent,
            };
            match self.body.expr(parent) {
                ExprKind::Block { .. } if edition >= 2024 => break at,
                ExprKind::If { cond, then, otherwise } => {
                    if *cond != at || !in_let {
                        break at;
                    }
                    if let Some(empty) = empty {
                        home.absent_in.extend(if empty { Some(*then) } else { *otherwise });
                    }
                    if edition >= 2024 {
                        home.not_in_else = true;
                        break parent;
                    }
                }
                ExprKind::While { cond, .. } => break if *cond == at && in_let { parent } else { at },
                ExprKind::For { iter, .. } if *iter != at => break at,
                ExprKind::Match { value: scrutinee, arms } => {
                    if *scrutinee != at {
                        break at;
                    }
                    if at == value && self.is_wrapped(self.ty(value)) {
                        let empty = arms.iter().filter(|arm| is_end_pattern(self.body, arm.pat));
                        home.absent_in.extend(empty.map(|arm| arm.body));
                    }
                }
                // `matches!(…)` is a `match` of its own: the condition around it drops what it made.
                ExprKind::Let { pat, .. } => {
                    in_let = self.is_written_let(parent);
                    if at == value && self.is_wrapped(self.ty(value)) {
                        empty = Some(is_end_pattern(self.body, *pat));
                    }
                }
                ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. } if !in_let => break at,
                ExprKind::Macro { kind, .. } if *kind != MacroKind::Identity => break parent,
                ExprKind::Loop { .. }
                | ExprKind::Closure { .. }
                | ExprKind::Async { .. }
                | ExprKind::Select { .. }
                | ExprKind::Join { .. } => break at,
                _ => {}
            }
            at = parent;
        };
        home
    }

    /// Whether a condition is a `let` of the reader's, not a macro's.
    fn is_written_let(&self, condition: ExprId) -> bool {
        self.program.workspace.sources.text(self.body.span(condition)).starts_with("let")
    }

    fn edition(&self) -> u16 {
        self.program.defs.krate_of(self.at).map_or(2021, |id| self.program.workspace.crates[id.0 as usize].edition)
    }
}

/// Whether a method of `Option` and `Result` only looks into it; all others take it.
fn lends(name: &str) -> bool {
    matches!(
        name,
        "as_ref"
            | "as_mut"
            | "as_deref"
            | "as_deref_mut"
            | "as_pin_ref"
            | "as_pin_mut"
            | "as_slice"
            | "is_some"
            | "is_none"
            | "is_ok"
            | "is_err"
            | "iter"
            | "iter_mut"
            | "clone"
            | "take"
            | "replace"
            | "insert"
            | "get_or_insert"
            | "get_or_insert_with"
    )
}

/// Whether `let … = init` keeps the temporary `value` as long as the variable: `&value`, `&value.field`, `&*value`.
fn extends(body: &Body, init: ExprId, value: ExprId) -> bool {
    let each = |inner: &[ExprId]| inner.iter().any(|&inner| extends(body, inner, value));
    match body.expr(init) {
        ExprKind::Ref(inner) => extends_place(body, *inner, value) || extends(body, *inner, value),
        ExprKind::Cast(inner, _) => extends(body, *inner, value),
        ExprKind::Tuple(elems) | ExprKind::Array { elems, vec: false } => each(elems),
        ExprKind::Struct { fields, .. } => fields.iter().any(|(_, field)| extends(body, *field, value)),
        ExprKind::Block { tail: Some(tail), .. } => extends(body, *tail, value),
        _ => false,
    }
}

fn extends_place(body: &Body, place: ExprId, value: ExprId) -> bool {
    place == value
        || match body.expr(place) {
            ExprKind::Unary { op: UnaryOp::Deref, operand: inner }
            | ExprKind::Field { base: inner, .. }
            | ExprKind::Index { base: inner, .. }
            | ExprKind::Ref(inner) => extends_place(body, *inner, value),
            _ => false,
        }
}
