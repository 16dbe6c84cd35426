//! Guards that a function hands to its caller (`fn read(&self) -> RwLockReadGuard<'_, Catalog>`), and fields that are
//! ways to the same lock.
//!
//! A function that returns a guard is one more way to take its lock: its callers hold it. Where several types keep
//! an `Arc` of a lock around a type of the workspace, and only one is ever made, all these fields lead to that one.

use super::origin::returns_early;
use super::{Model, Taken};
use crate::apis::Role;
use crate::flow::{BindSource, Place};
use crate::ir::{ExprId, ExprKind, PatKind};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::Name;

/// A lock of which the code of a crate makes only one, known by what it protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SoleLock {
    krate: u32,
    lock: Name,
    around: AdtId,
}

const HANDS: usize = 3;

impl Model<'_, '_> {
    /// What callers of a function take, where a call in it takes a lock only for them.
    pub(super) fn lent_through(&self, taken: &Taken) -> Vec<Taken> {
        let mut found = Vec::new();
        let mut todo = vec![(taken.clone(), 0)];
        while let Some((taken, hands)) = todo.pop() {
            for lent in self.lent_by_function_of(&taken) {
                if hands < HANDS {
                    todo.push((lent.clone(), hands + 1));
                }
                found.push(lent);
            }
        }
        found
    }

    /// The calls of the function that a call is the result of, as if they took the lock themselves.
    fn lent_by_function_of(&self, taken: &Taken) -> Vec<Taken> {
        let program = self.program;
        let at = taken.at;
        let Some(function) = program.owner(at.body) else { return Vec::new() };
        let body = program.body(at.body);
        if !self.is_handed_on(at.body, body.root, at.expr, 12) || returns_early(body) {
            return Vec::new();
        }
        // A wrapper around whatever lock says nothing of which one it is.
        let wraps_any = protects_any(&program.sig(function).output, 0);
        let calls = self.index.calls(program.defs.fns[function].name);
        calls
            .filter(|call| {
                !self.skips(call.body) && matches!(program.callee_of(*call), Some(Callee::Fn(id)) if *id == function)
            })
            .map(|call| {
                let place = match taken.place {
                    Place::Static(_) => taken.place,
                    Place::Field(..) if !wraps_any => taken.place,
                    _ => self.program.argument(call, 0).map_or(Place::Unknown, |given| self.lock_place(given)),
                };
                Taken {
                    at: call,
                    span: self.callee_span(call),
                    path: taken.path.as_ref().and_then(|path| self.seen_from(path, call)),
                    place,
                    ..taken.clone()
                }
            })
            .collect()
    }

    /// Whether code ends in the guard that a call gives, perhaps unwrapped or mapped.
    fn is_handed_on(&self, at: BodyRef, code: ExprId, call: ExprId, deep: u8) -> bool {
        let Some(deep) = deep.checked_sub(1) else { return false };
        if code == call {
            return true;
        }
        let program = self.program;
        let body = program.body(at);
        match body.expr(code) {
            ExprKind::Block { tail: Some(tail), .. } => self.is_handed_on(at, *tail, call, deep),
            ExprKind::Async { body: inner, .. } | ExprKind::Await(inner) | ExprKind::Try(inner) => {
                self.is_handed_on(at, *inner, call, deep)
            }
            ExprKind::Local(binding) => match program.uses(at).source(*binding) {
                BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(..)) => {
                    self.is_handed_on(at, value, call, deep)
                }
                _ => false,
            },
            // `.unwrap()`, `.map_err(…)`, `.unwrap_or_else(PoisonError::into_inner)`
            ExprKind::MethodCall { receiver, .. } => {
                let role = program.role(program.types(at).expr(*receiver));
                matches!(role, Some(Role::Result | Role::Option)) && self.is_handed_on(at, *receiver, call, deep)
            }
            // `RwLockReadGuard::map(guard, …)`, `Ok(guard)`
            ExprKind::Call { args, .. } => {
                let known = matches!(program.callee(ExprRef { body: at, expr: code }), Callee::Api(_) | Callee::Wrap);
                known && args.first().is_some_and(|arg| self.is_handed_on(at, *arg, call, deep))
            }
            _ => false,
        }
    }

    /// Whether two places are the same lock.
    pub(super) fn is_one_lock(&self, one: Place, other: Place) -> bool {
        one == other || self.sole_lock(one).is_some_and(|lock| self.sole_lock(other) == Some(lock))
    }

    /// The only lock that a field can lead to.
    fn sole_lock(&self, place: Place) -> Option<SoleLock> {
        let Place::Field(adt, name) = place else { return None };
        if let Some(known) = self.lock_cache.sole.borrow().get(&(adt, name)) {
            return *known;
        }
        let found = self.find_sole_lock(adt, name);
        self.lock_cache.sole.borrow_mut().insert((adt, name), found);
        found
    }

    fn find_sole_lock(&self, adt: AdtId, name: Name) -> Option<SoleLock> {
        let program = self.program;
        let owner = &program.defs.adts[adt];
        // Who derives it makes a lock of its own.
        if owner.attrs.derives("Default") {
            return None;
        }
        let (ty, _) = program.field(&Ty::Adt(adt, Vec::new().into()), name)?;
        if program.role(&ty) != Some(Role::Pointer) {
            return None;
        }
        let (lock, around) = self.lock_around(&ty)?;
        let mut makers: Vec<FnId> = Vec::new();
        for call in ["new", "default", "from"].into_iter().flat_map(|name| self.index.calls(Name::from(name))) {
            let Some(Callee::Api(api)) = program.callee_of(call) else { continue };
            // `Arc::new(RwLock::new(…))` is one.
            if program.apis.row(*api).parent != Some(lock) && program.apis.row(*api).name == "new" {
                continue;
            }
            if self.skips(call.body) || self.lock_around(program.ty(call)) != Some((lock, around)) {
                continue;
            }
            // One that no function makes is made nobody knows how often.
            let maker = program.owner(call.body)?;
            if program.defs.fns[maker].krate == owner.krate {
                makers.push(maker);
            }
        }
        let (first, others) = makers.split_first()?;
        // Two constructors of one type make one each: it is the one or the other.
        let made_by = &program.sig(*first).owner;
        let alternatives = others.iter().enumerate().all(|(at, other)| {
            made_by.is_some()
                && other != first
                && !others[..at].contains(other)
                && program.sig(*other).owner == *made_by
        });
        alternatives.then_some(SoleLock { krate: owner.krate.0, lock, around })
    }

    /// What kind of lock a type is, behind pointers, and the type of the workspace that it protects.
    pub(super) fn lock_around(&self, ty: &Ty) -> Option<(Name, AdtId)> {
        let mut ty = ty.clone();
        while self.program.role(&ty) == Some(Role::Pointer) {
            ty = ty.arg(0);
        }
        match (&ty, ty.arg(0)) {
            (Ty::Api(path, _), Ty::Adt(id, _)) if self.program.role(&ty) == Some(Role::Lock) => Some((*path, id)),
            _ => None,
        }
    }
}

/// Whether a guard is one of whatever type somebody chose: `MutexGuard<'_, T>`.
fn protects_any(ty: &Ty, depth: u8) -> bool {
    match ty {
        Ty::Param(..) => true,
        Ty::Api(_, args) => depth < 4 && args.iter().any(|arg| protects_any(arg, depth + 1)),
        _ => false,
    }
}
