//! Locks: who takes which, how long the guard lives, and what is taken meanwhile, also through functions of the
//! workspace.
//!
//! A lock is known by the way to it (`self.inner.state`) for questions about one object, and by its field or static
//! for questions about the whole program. Elements of collections and what getters give are not told apart, and so
//! are no locks here.

mod alone;
mod rivals;

use super::Model;
use super::lent_locks::SoleLock;
use super::sole_values::SoleValue;
use crate::apis::{Deed, Role, Verb};
use crate::flow::{BindSource, Parent, Place, Range, range_of};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind, Receiver, UnaryOp};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Namespace, StaticId, Ty};
use crate::source::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Whom a lock lets in beside its holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Others who share.
    Shared,
    /// Others who share, but none of its kind.
    Upgradable,
    /// Nobody.
    Exclusive,
    /// Its own thread.
    Reentrant,
}

/// What waits for a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waiter {
    /// The thread.
    Thread,
    /// The task.
    Task,
    /// The thread, for a part of a concurrent map.
    Shard,
    /// The caller, for a connection of a pool: there are many, and who holds one and wants another waits all the same.
    Pool,
    /// The same with a permit of a semaphore.
    Permit,
}

/// The way to a lock: a variable or static, and fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockPath {
    root: Root,
    fields: Vec<Name>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    Local(BodyRef, BindingId),
    Static(StaticId),
}

/// A lock that is taken.
#[derive(Clone, Debug)]
pub struct Taken {
    /// The call that takes it.
    pub at: ExprRef,
    /// The method's name.
    pub span: Span,
    /// The way to the lock, seen from where the first call stands; `None` where it cannot be told.
    pub path: Option<LockPath>,
    /// The field or static that is the lock.
    pub place: Place,
    /// Whom it lets in.
    pub mode: Mode,
    /// What waits.
    pub waiter: Waiter,
    /// It waits until the lock is free; else it only looks.
    pub waits: bool,
    /// Calls of functions of the workspace that lead to it, outermost first.
    pub way: Vec<ExprRef>,
}

/// A lock that is held.
#[derive(Clone, Debug)]
pub struct Held {
    /// How it was taken.
    pub taken: Taken,
    /// How long it is held, where that is one value's life.
    pub range: Option<Range>,
    /// What happens meanwhile, in order.
    pub acts: Vec<ExprRef>,
}

/// A lock that is taken while one is held.
#[derive(Clone, Debug)]
pub struct Nested {
    /// Index of what is held, in [`Model::held_locks`].
    pub held: usize,
    /// What is taken meanwhile.
    pub taken: Taken,
}

/// Two locks that are taken in both orders.
#[derive(Clone, Debug)]
pub struct Inversion {
    /// The first, then the second.
    pub there: Nested,
    /// The second, then the first.
    pub back: Nested,
    /// Both share one of the locks: they stop each other once somebody waits to own it.
    pub queued: bool,
}

/// A field that a method gives.
struct FieldGot {
    /// The field, in the method.
    at: ExprRef,
    /// The fields from `self` to it, innermost first.
    fields: Vec<Name>,
}

/// What has been worked out.
#[derive(Default)]
pub(super) struct LockCache {
    taken: OnceCell<Vec<Taken>>,
    held: OnceCell<Vec<Held>>,
    nested: OnceCell<Vec<Nested>>,
    takes: RefCell<FxHashMap<FnId, Option<Rc<[Taken]>>>>,
    pub(super) sole: RefCell<FxHashMap<(AdtId, Name), Option<SoleLock>>>,
    pub(super) sole_values: RefCell<FxHashMap<AdtId, Option<SoleValue>>>,
}

pub(super) const DEEP: usize = 4;
const MANY: usize = 64;

impl Mode {
    /// Whether one waits for ever who holds this and wants the other; `queued`: somebody may wait to own it alone.
    pub fn excludes(self, wanted: Mode, queued: bool) -> bool {
        match (self, wanted) {
            (Mode::Reentrant, Mode::Reentrant) => false,
            (Mode::Shared, Mode::Shared) => queued,
            (Mode::Shared, Mode::Upgradable) | (Mode::Upgradable, Mode::Shared) => false,
            (Mode::Shared, Mode::Reentrant) | (Mode::Reentrant, Mode::Shared) => false,
            _ => true,
        }
    }
}

impl Model<'_, '_> {
    /// All locks that are held for longer than the call that takes them, in order of the text.
    pub fn held_locks(&self) -> &[Held] {
        self.lock_cache.held.get_or_init(|| {
            let mut found: Vec<Held> =
                self.taken_locks().iter().filter_map(|taken| self.held_by(taken.clone())).collect();
            found.sort_by_key(|held| held.taken.at);
            found.dedup_by_key(|held| held.taken.at);
            found
        })
    }

    /// Whether a temporary guard lives longer than its statement: `let field = &lock.read().field;`
    pub fn is_extended(&self, held: &Held) -> bool {
        let Some(range) = held.range.as_ref().filter(|range| range.held_by.is_none()) else { return false };
        let body = self.program.body(range.at.body);
        let uses = self.program.uses(range.at.body);
        let mut child = range.at.expr;
        let mut borrowed = false;
        loop {
            match uses.parent(child) {
                Parent::Let(..) => return borrowed,
                Parent::Expr(up) => {
                    match body.expr(up) {
                        ExprKind::Ref(_) => borrowed = true,
                        ExprKind::Field { .. } | ExprKind::Unary { op: UnaryOp::Deref, .. } => {}
                        ExprKind::Index { base, .. } if *base == child => {}
                        ExprKind::Tuple(_) | ExprKind::Struct { .. } if borrowed => {}
                        _ => return false,
                    }
                    child = up;
                }
                _ => return false,
            }
        }
    }

    /// All locks that are taken while another or the same one is held.
    pub fn nested_locks(&self) -> &[Nested] {
        self.lock_cache.nested.get_or_init(|| {
            let mut found = Vec::new();
            for (index, held) in self.held_locks().iter().enumerate() {
                for &act in &held.acts {
                    // Whoever waits for work that he has started himself holds the lock all the time.
                    if self.own_work(act).is_some_and(|task| held.acts.contains(&task.at)) {
                        found.extend(self.taken_in_work(act).into_iter().map(|taken| Nested { held: index, taken }));
                    } else if let Some(taken) = self.taken_by(act) {
                        found.push(Nested { held: index, taken });
                    } else if let Some(call) = self.future_by_name(act) {
                        found.extend(
                            self.taken_within(call, DEEP).into_iter().map(|taken| Nested { held: index, taken }),
                        );
                    } else {
                        found.extend(
                            self.taken_through(act, DEEP).into_iter().map(|taken| Nested { held: index, taken }),
                        );
                    }
                }
            }
            found
        })
    }

    /// Locks that are taken again by who holds them.
    pub fn double_locks(&self) -> Vec<Nested> {
        let held = self.held_locks();
        let mut found: Vec<Nested> = Vec::new();
        for nested in self.nested_locks() {
            let first = &held[nested.held].taken;
            let same = first.path.is_some() && first.path == nested.taken.path;
            if !same || !nested.taken.waits || found.iter().any(|other| other.held == nested.held) {
                continue;
            }
            let queued = matches!(first.waiter, Waiter::Thread | Waiter::Task)
                && first.mode == Mode::Shared
                && self.is_owned_somewhere(first)
                && !self.is_alone(first);
            if first.mode.excludes(nested.taken.mode, queued) {
                found.push(nested.clone());
            }
        }
        found
    }

    /// Pairs of locks that are taken in both orders.
    pub fn lock_inversions(&self) -> Vec<Inversion> {
        let held = self.held_locks();
        let global = |place: Place| matches!(place, Place::Field(..) | Place::Static(_));
        let edges: Vec<&Nested> = self
            .nested_locks()
            .iter()
            .filter(|nested| {
                let first = &held[nested.held].taken;
                let is_lock = |waiter| matches!(waiter, Waiter::Thread | Waiter::Task);
                nested.taken.waits
                    && is_lock(first.waiter)
                    && is_lock(nested.taken.waiter)
                    && global(first.place)
                    && global(nested.taken.place)
                    && !self.is_one_lock(first.place, nested.taken.place)
                    && !self.is_held_already(nested)
                    && !self.is_still_alone(&nested.taken)
            })
            .collect();
        let reversed = |there: &Nested, back: &Nested| {
            self.is_one_lock(held[there.held].taken.place, back.taken.place)
                && self.is_one_lock(there.taken.place, held[back.held].taken.place)
        };
        let chosen = |there: &Nested| edges.iter().any(|back| reversed(there, back) && self.is_chosen(there, back));
        let edges: Vec<&Nested> = edges.iter().copied().filter(|there| !chosen(there)).collect();
        // Pairs that need nobody else come first.
        let mut found: Vec<Inversion> = Vec::new();
        let mut seen: FxHashSet<(Place, Place)> = FxHashSet::default();
        for queued in [false, true] {
            for (index, there) in edges.iter().enumerate() {
                let (a, b) = (&held[there.held].taken, &there.taken);
                for back in &edges[index + 1..] {
                    let (c, d) = (&held[back.held].taken, &back.taken);
                    if !reversed(there, back) || seen.contains(&(a.place, b.place)) {
                        continue;
                    }
                    // Two who only read do not stop each other, unless somebody who wants to write stands between.
                    let (one, other) = (a.mode.excludes(d.mode, false), c.mode.excludes(b.mode, false));
                    let stops = match queued {
                        false => one && other,
                        true => {
                            one && c.mode.excludes(b.mode, true) && self.is_owned_somewhere(c)
                                || other && a.mode.excludes(d.mode, true) && self.is_owned_somewhere(a)
                        }
                    };
                    if !stops
                        || self.has_gate(there, back)
                        || self.is_order_of_drop(there, back)
                        || self.is_order_of_drop(back, there)
                    {
                        continue;
                    }
                    seen.insert((a.place, b.place));
                    seen.insert((b.place, a.place));
                    found.push(Inversion { there: (*there).clone(), back: (*back).clone(), queued });
                }
            }
        }
        found.sort_by_key(|inversion| held[inversion.there.held].taken.at);
        found
    }

    /// Whether the second lock of a pair is already held where it is taken: that is its holder's own trouble, and nobody
    /// who comes from the other side has anything to do with it.
    fn is_held_already(&self, nested: &Nested) -> bool {
        let act = *nested.taken.way.first().unwrap_or(&nested.taken.at);
        nested.taken.path.is_some()
            && self.held_locks().iter().any(|other| {
                other.taken.path == nested.taken.path
                    && other.taken.mode.excludes(nested.taken.mode, false)
                    && other.acts.contains(&act)
            })
    }

    /// Whether one order is taken only while a value is dropped, and the other one by who has the same value at hand: then
    /// it is not dropped meanwhile.
    fn is_order_of_drop(&self, one: &Nested, other: &Nested) -> bool {
        let held = self.held_locks();
        let (dropped, alive) = (&held[one.held].taken, &held[other.held].taken);
        let (Place::Field(of, _), Place::Field(same, _)) = (dropped.place, alive.place) else { return false };
        let by = |taken: &Taken, is: &dyn Fn(BodyRef, BindingId) -> bool| match &taken.path {
            Some(LockPath { root: Root::Local(body, binding), fields }) => fields.len() == 1 && is(*body, *binding),
            _ => false,
        };
        let is_self = |body: BodyRef, binding: BindingId| {
            self.program.uses(body).source(binding) == BindSource::Param(0)
                && self.program.body(body).binding(binding).name == "self"
        };
        // Whoever has such a value at hand keeps it alive meanwhile.
        let at_hand = |body: BodyRef, binding: BindingId| {
            let value = self.program.peel(self.program.types(body).binding(binding));
            matches!(value, Ty::Adt(adt, _) if adt == of)
        };
        let drops =
            |body: BodyRef| self.program.owner(body).is_some_and(|function| self.runs_in_drop_only(function, DEEP));
        of == same && by(dropped, &is_self) && by(alive, &at_hand) && drops(dropped.at.body)
    }

    fn runs_in_drop_only(&self, function: FnId, far: usize) -> bool {
        let Some(far) = far.checked_sub(1) else { return false };
        if self.program.is_drop(function) {
            return true;
        }
        let callers = self.callers_of(function);
        let in_drop =
            |call: &ExprRef| self.program.owner(call.body).is_some_and(|owner| self.runs_in_drop_only(owner, far));
        !self.program.is_public(function) && !callers.is_empty() && callers.iter().all(in_drop)
    }

    /// `if a.id < b.id { a, then b } else { b, then a }`: the order is chosen, so that it is the same for all.
    fn is_chosen(&self, there: &Nested, back: &Nested) -> bool {
        let held = self.held_locks();
        let (one, other) = (held[there.held].taken.at, held[back.held].taken.at);
        if one.body != other.body {
            return false;
        }
        let body = self.program.body(one.body);
        self.program.uses(one.body).ancestors(one.expr).any(|up| match body.expr(up) {
            ExprKind::If { then, otherwise: Some(otherwise), .. } => {
                let inside = |part: ExprId, at: ExprRef| body.span(part).contains(self.program.span(at));
                inside(*then, one) && inside(*otherwise, other) || inside(*then, other) && inside(*otherwise, one)
            }
            _ => false,
        })
    }

    /// Whether somebody may wait to have a lock alone.
    fn is_owned_somewhere(&self, lock: &Taken) -> bool {
        lock.place != Place::Unknown
            && self
                .taken_locks()
                .iter()
                .any(|other| other.mode == Mode::Exclusive && other.waits && self.is_one_lock(other.place, lock.place))
    }

    /// All locks that are taken, also by callers of functions that hand their guard on.
    fn taken_locks(&self) -> &[Taken] {
        self.lock_cache.taken.get_or_init(|| {
            let mut found = Vec::new();
            for at in self.lock_calls() {
                let Some(taken) = self.taken_by(at) else { continue };
                found.extend(self.lent_through(&taken));
                found.push(taken);
            }
            found
        })
    }

    /// Calls that may take a lock, by name and number of arguments; test code left out.
    fn lock_calls(&self) -> Vec<ExprRef> {
        let program = self.program;
        let mut names = program.apis.names_of(|row| row.verb == Verb::Lock);
        names.retain(|name| !matches!(name.as_str(), "borrow" | "borrow_mut" | "try_borrow" | "try_borrow_mut"));
        let mut found: Vec<ExprRef> = Vec::new();
        for name in names {
            found.extend(self.index.calls(name).filter(|at| {
                let plain = match program.expr(*at) {
                    ExprKind::MethodCall { args, .. } => args.is_empty(),
                    ExprKind::Call { args, .. } => args.len() == 1,
                    _ => false,
                };
                plain && !self.skips(at.body)
            }));
        }
        for deed in [Deed::Share, Deed::Own] {
            for path in program.apis.deeds(deed) {
                let is_map = program.apis.fn_(path).is_none_or(|id| program.apis.row(id).verb != Verb::Lock);
                if is_map && self.may_use(path) {
                    let name = Name::from(crate::apis::last_segment(path.as_str()));
                    let krate = path.as_str().split("::").next().unwrap_or("");
                    found.extend(
                        self.index.calls(name).filter(|at| !self.skips(at.body) && self.depends_on(*at, krate)),
                    );
                }
            }
        }
        found.extend(self.calls_that(Deed::Acquire));
        found.extend(self.calls_that(Deed::Begin));
        found.extend(self.calls_that(Deed::TakePermit));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The lock that a call takes by itself.
    pub fn taken_by(&self, at: ExprRef) -> Option<Taken> {
        let program = self.program;
        if let Some(pool) = self.connection_taken(at) {
            return Some(Taken {
                at,
                span: self.callee_span(at),
                path: self.lock_path(pool),
                place: self.lock_place(pool),
                mode: Mode::Exclusive,
                waiter: Waiter::Pool,
                waits: true,
                way: Vec::new(),
            });
        }
        let Callee::Api(api) = program.callee_of(at)? else { return None };
        let row = program.apis.row(*api);
        let deed = program.apis.deed(row.path).map(|deed| deed.does);
        let mode = match deed {
            Some(Deed::TakePermit) => Mode::Exclusive,
            Some(Deed::Share) => Mode::Shared,
            Some(Deed::Upgrade) => Mode::Upgradable,
            Some(Deed::Reenter) => Mode::Reentrant,
            Some(Deed::Own) => Mode::Exclusive,
            _ if row.verb == Verb::Lock => Mode::Exclusive,
            _ => return None,
        };
        let receiver = match program.expr(at) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Call { args, .. } => *args.first()?,
            _ => return None,
        };
        let (waiter, waits) = if deed == Some(Deed::TakePermit) {
            (Waiter::Permit, true)
        } else if row.verb == Verb::Lock {
            // `RefCell` and the like make nobody wait.
            if row.path.as_str().starts_with("std::cell::") {
                return None;
            }
            let waiter = if self.is_async_lock(row.parent?) { Waiter::Task } else { Waiter::Thread };
            (waiter, row.blocking || row.is_async)
        } else {
            (Waiter::Shard, !row.name.as_str().starts_with("try_"))
        };
        let receiver = ExprRef { body: at.body, expr: receiver };
        Some(Taken {
            at,
            span: self.callee_span(at),
            path: self.lock_path(receiver),
            place: self.lock_place(receiver),
            mode,
            waiter,
            waits,
            way: Vec::new(),
        })
    }

    fn is_async_lock(&self, parent: Name) -> bool {
        let apis = self.program.apis;
        ["lock", "read"]
            .into_iter()
            .any(|name| apis.method(parent, Name::from(name)).is_some_and(|id| apis.row(id).is_async))
    }

    pub(super) fn held_by(&self, taken: Taken) -> Option<Held> {
        let program = self.program;
        let holds = |ty: &Ty| match ty.api_path() {
            Some(path) if matches!(taken.waiter, Waiter::Shard | Waiter::Pool) => {
                program.apis.deed(path).is_some_and(|deed| deed.does == Deed::Hold)
            }
            Some(_) if taken.waiter == Waiter::Permit => program.role(ty) == Some(Role::Permit),
            Some(_) => program.role(ty) == Some(Role::Guard),
            None => false,
        };
        if let Some(range) = range_of(program, taken.at, &holds) {
            let mut acts: Vec<ExprRef> = range.acts().filter(|act| *act != taken.at).collect();
            // `tx.commit()` gives the connection back.
            if let Some(end) = acts.iter().position(|&act| self.does(act, Deed::Finish)) {
                acts.truncate(end);
            }
            return Some(Held { taken, range: Some(range), acts });
        }
        if taken.waiter != Waiter::Shard {
            return None;
        }
        let acts = self.acts_of_iteration(taken.at);
        (!acts.is_empty()).then_some(Held { taken, range: None, acts })
    }

    /// What happens while a concurrent map is gone through: the body of the loop, closures of the chain.
    fn acts_of_iteration(&self, at: ExprRef) -> Vec<ExprRef> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let mut acts = Vec::new();
        let mut inside = |root: ExprId| {
            body.walk(root, &mut |_| false, &mut |expr| {
                if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Await(_)) {
                    acts.push(ExprRef { body: at.body, expr });
                }
            });
        };
        let closures = |args: &[ExprId], inside: &mut dyn FnMut(ExprId)| {
            for &arg in args {
                if let ExprKind::Closure { body: code, is_async: false, .. } = body.expr(arg) {
                    inside(*code);
                }
            }
        };
        let mut expr = at.expr;
        // `map.retain(|k, v| …)` calls its closure with a part of the map locked.
        closures(self.args(at), &mut inside);
        let is_iterator = |expr: ExprId| program.role(program.types(at.body).expr(expr)) == Some(Role::Iterator);
        while is_iterator(expr) {
            let Some(parent) = uses.parent_expr(expr) else { break };
            match body.expr(parent) {
                ExprKind::MethodCall { receiver, args, .. } if *receiver == expr => {
                    closures(args, &mut inside);
                    expr = parent;
                }
                ExprKind::For { iter, body: code, .. } if *iter == expr => {
                    inside(*code);
                    break;
                }
                _ => break,
            }
        }
        acts
    }

    // ---- through calls ----

    /// Locks that a call of a function of the workspace takes, seen from the call.
    pub fn taken_through(&self, call: ExprRef, deep: usize) -> Vec<Taken> {
        // A future that is not awaited here runs elsewhere.
        match self.only_target(call) {
            Some(function) if !self.program.defs.fns[function].item.is_async || self.program.is_awaited(call) => {
                self.taken_within(call, deep)
            }
            _ => Vec::new(),
        }
    }

    /// The call behind `let saved = self.save(); … saved.await`.
    fn future_by_name(&self, wait: ExprRef) -> Option<ExprRef> {
        let body = self.program.body(wait.body);
        let ExprKind::Await(future) = body.expr(wait.expr) else { return None };
        let ExprKind::Local(binding) = body.expr(*future) else { return None };
        let BindSource::Value(value, pat) = self.program.uses(wait.body).source(*binding) else { return None };
        let call = ExprRef { body: wait.body, expr: value };
        (matches!(body.pat(pat), PatKind::Bind(_, None)) && self.only_target(call).is_some()).then_some(call)
    }

    /// Locks that a call takes while its function runs.
    fn taken_within(&self, call: ExprRef, deep: usize) -> Vec<Taken> {
        let (Some(function), Some(deep)) = (self.only_target(call), deep.checked_sub(1)) else { return Vec::new() };
        self.takes(function, deep)
            .iter()
            .filter_map(|taken| {
                let mut taken = taken.clone();
                taken.path = taken.path.as_ref().and_then(|path| self.seen_from(path, call));
                taken.way.insert(0, call);
                (!self.is_ruled_out(&taken.way, taken.at)).then_some(taken)
            })
            .collect()
    }

    /// The same, and of futures that are not awaited here as well.
    pub(super) fn taken_through_any(&self, call: ExprRef) -> Vec<Taken> {
        self.only_target(call).map_or_else(Vec::new, |function| self.takes(function, DEEP - 1).to_vec())
    }

    fn takes(&self, function: FnId, deep: usize) -> Rc<[Taken]> {
        let none: Rc<[Taken]> = Rc::from([]);
        match self.lock_cache.takes.borrow().get(&function) {
            Some(Some(known)) => return known.clone(),
            // Recursion takes nothing that the outer call does not take.
            Some(None) => return none,
            None => {}
        }
        let program = self.program;
        let Some(at) = program.defs.fns[function].body else { return none };
        if self.skips(at) {
            return none;
        }
        self.lock_cache.takes.borrow_mut().insert(function, None);
        let body = program.body(at);
        let mut found: Vec<Taken> = Vec::new();
        let mut calls = Vec::new();
        body.walk(body.root, &mut |_| false, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                calls.push(ExprRef { body: at, expr });
            }
        });
        for call in calls {
            if found.len() >= MANY {
                break;
            }
            match self.taken_by(call) {
                Some(taken) if taken.waits => found.push(taken),
                Some(_) => {}
                None => found.extend(self.taken_through(call, deep)),
            }
        }
        found.truncate(MANY);
        let found: Rc<[Taken]> = found.into();
        // A shortened answer is no answer for the next who asks from nearer.
        if deep == DEEP - 1 || found.is_empty() {
            self.lock_cache.takes.borrow_mut().insert(function, Some(found.clone()));
        } else {
            self.lock_cache.takes.borrow_mut().remove(&function);
        }
        found
    }

    /// A way to a lock in a function, seen from a call of it.
    pub(super) fn seen_from(&self, path: &LockPath, call: ExprRef) -> Option<LockPath> {
        let program = self.program;
        let Root::Local(body, binding) = path.root else { return Some(path.clone()) };
        let BindSource::Param(position) = program.uses(body).source(binding) else { return None };
        let given = program.argument(call, position)?;
        let mut seen = self.lock_path(given)?;
        seen.fields.extend_from_slice(&path.fields);
        Some(seen)
    }

    /// The way that an expression names, through references, clones of pointers and variables that stand for them.
    fn lock_path(&self, at: ExprRef) -> Option<LockPath> {
        let program = self.program;
        let body = program.body(at.body);
        let mut fields: Vec<Name> = Vec::new();
        let mut expr = at.expr;
        for _ in 0..24 {
            match body.expr(expr) {
                ExprKind::Local(binding) => {
                    if let BindSource::Value(value, pat) = program.uses(at.body).source(*binding)
                        && matches!(body.pat(pat), PatKind::Bind(..))
                        && self.stands_for_other(at.body, value)
                    {
                        expr = value;
                        continue;
                    }
                    fields.reverse();
                    return Some(LockPath { root: Root::Local(at.body, *binding), fields });
                }
                ExprKind::Field { base, name } => {
                    fields.push(*name);
                    expr = *base;
                }
                ExprKind::Path(path) => {
                    let scope = program.scope(at.body);
                    let id = program.resolve(scope, path, Namespace::Values).static_id()?;
                    fields.reverse();
                    return Some(LockPath { root: Root::Static(id), fields });
                }
                ExprKind::Ref(inner) | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => expr = *inner,
                ExprKind::MethodCall { receiver, name, args, .. }
                    if args.is_empty() && matches!(name.as_str(), "clone" | "as_ref" | "deref" | "borrow") =>
                {
                    expr = *receiver;
                }
                // `self.pool()`: one pool, whoever asks.
                ExprKind::MethodCall { receiver, name, args, .. }
                    if args.is_empty()
                        && matches!(program.callee(ExprRef { body: at.body, expr }), Callee::Fn(_))
                        && program.role(&program.peel(program.types(at.body).expr(expr))) == Some(Role::Pool) =>
                {
                    fields.push(*name);
                    expr = *receiver;
                }
                // `self.state()`, which gives the lock in a field.
                ExprKind::MethodCall { receiver, .. } => {
                    let got = self.field_got(ExprRef { body: at.body, expr })?;
                    fields.extend(got.fields);
                    expr = *receiver;
                }
                // `Arc::clone(&self.state)`
                ExprKind::Call { args, .. } if args.len() == 1 => {
                    let call = ExprRef { body: at.body, expr };
                    match program.callee(call) {
                        Callee::Api(api) if program.apis.row(*api).name == "clone" => expr = args[0],
                        _ => return None,
                    }
                }
                _ => return None,
            }
        }
        None
    }

    /// The field, static or variable that is the lock itself; not one that something leads to it from.
    pub(super) fn lock_place(&self, at: ExprRef) -> Place {
        match self.lock_path(at) {
            Some(LockPath { root: Root::Static(id), fields }) if fields.is_empty() => return Place::Static(id),
            Some(LockPath { root: Root::Local(body, binding), fields }) if fields.is_empty() => {
                return Place::Local(body, binding);
            }
            _ => {}
        }
        let program = self.program;
        let body = program.body(at.body);
        let mut expr = at.expr;
        for _ in 0..24 {
            match body.expr(expr) {
                ExprKind::Field { .. } => return self.place_of(ExprRef { body: at.body, expr }),
                ExprKind::Ref(inner) | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => expr = *inner,
                ExprKind::MethodCall { receiver, name, args, .. } if args.is_empty() && *name == "clone" => {
                    expr = *receiver;
                }
                ExprKind::MethodCall { .. } => {
                    return match self.field_got(ExprRef { body: at.body, expr }) {
                        Some(got) => self.place_of(got.at),
                        None => Place::Unknown,
                    };
                }
                ExprKind::Call { args, .. } if args.len() == 1 => expr = args[0],
                ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                    BindSource::Value(value, pat)
                        if matches!(body.pat(pat), PatKind::Bind(..)) && self.stands_for_other(at.body, value) =>
                    {
                        expr = value;
                    }
                    _ => return Place::Unknown,
                },
                _ => return Place::Unknown,
            }
        }
        Place::Unknown
    }

    /// The field that holds the lock which a method gives: `fn state(&self) -> &Mutex<State> { &self.state }`.
    fn field_got(&self, call: ExprRef) -> Option<FieldGot> {
        let program = self.program;
        let ExprKind::MethodCall { args, .. } = program.expr(call) else { return None };
        let Callee::Fn(function) = program.callee(call) else { return None };
        let def = &program.defs.fns[*function];
        if !args.is_empty() || def.item.receiver != Some(Receiver::Ref) {
            return None;
        }
        if program.role(&program.peel(program.ty(call))) != Some(Role::Lock) {
            return None;
        }
        let at = def.body?;
        let body = program.body(at);
        let ExprKind::Block { stmts, tail: Some(tail), .. } = body.expr(body.root) else { return None };
        if !stmts.is_empty() {
            return None;
        }
        let mut expr = *tail;
        loop {
            expr = match body.expr(expr) {
                ExprKind::Ref(inner) => *inner,
                ExprKind::MethodCall { receiver, name, args, .. }
                    if args.is_empty() && matches!(name.as_str(), "clone" | "as_ref") =>
                {
                    *receiver
                }
                ExprKind::Call { args, .. }
                    if args.len() == 1
                        && program.called_api(ExprRef { body: at, expr }).is_some_and(|row| row.name == "clone") =>
                {
                    args[0]
                }
                _ => break,
            };
        }
        let field = ExprRef { body: at, expr };
        let mut fields = Vec::new();
        while let ExprKind::Field { base, name } = body.expr(expr) {
            fields.push(*name);
            expr = *base;
        }
        let is_self = matches!(body.expr(expr), ExprKind::Local(binding)
            if program.uses(at).source(*binding) == BindSource::Param(0));
        (is_self && !fields.is_empty()).then_some(FieldGot { at: field, fields })
    }

    /// Whether a variable's value is another way to the same thing.
    fn stands_for_other(&self, at: BodyRef, value: ExprId) -> bool {
        let program = self.program;
        match program.body(at).expr(value) {
            ExprKind::Ref(_) => true,
            ExprKind::MethodCall { .. } if self.field_got(ExprRef { body: at, expr: value }).is_some() => true,
            ExprKind::MethodCall { name, args, receiver, .. } => {
                args.is_empty()
                    && *name == "clone"
                    && program
                        .derefs(program.types(at).expr(*receiver))
                        .iter()
                        .any(|ty| program.role(ty) == Some(Role::Pointer))
            }
            ExprKind::Call { .. } => {
                program.called_api(ExprRef { body: at, expr: value }).is_some_and(|row| row.name == "clone")
            }
            _ => false,
        }
    }

    /// A lock as people name it: its field or static, else the way to it in the text.
    pub fn lock_name(&self, taken: &Taken) -> String {
        if let Some((name, _)) = self.named_place(taken.place) {
            return name;
        }
        let receiver = match self.program.expr(taken.at) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Call { args, .. } => args.first().copied().unwrap_or(taken.at.expr),
            _ => taken.at.expr,
        };
        let text = self.program.workspace.sources.text(self.program.body(taken.at.body).span(receiver));
        super::on_one_line(text)
    }
}
