//! Which code is reached from other code by calls of functions of the workspace.

use super::Model;
use crate::apis::Role;
use crate::ir::ExprKind;
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Ty};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::rc::Rc;

/// Bodies that a body calls, of those that somebody asked for.
pub(super) type CalledCache = RefCell<FxHashMap<BodyRef, Rc<[BodyRef]>>>;

/// Expressions that are looked for, and the bodies that they stand in.
#[derive(Default)]
pub(super) struct Places {
    exprs: FxHashSet<ExprRef>,
    bodies: FxHashSet<BodyRef>,
}

impl FromIterator<ExprRef> for Places {
    fn from_iter<T: IntoIterator<Item = ExprRef>>(places: T) -> Self {
        let mut all = Self::default();
        for at in places {
            all.exprs.insert(at);
            all.bodies.insert(at.body);
        }
        all
    }
}

impl Model<'_, '_> {
    /// Whether an expression by itself is one of these places, or calls a function that gets to one.
    pub(super) fn gets_to(&self, at: ExprRef, places: &Places) -> bool {
        if places.exprs.contains(&at) {
            return true;
        }
        if places.bodies.is_empty() {
            return false;
        }
        let mut seen = FxHashSet::default();
        let mut todo = self.callees(at);
        while let Some(body) = todo.pop() {
            if !seen.insert(body) {
                continue;
            }
            if places.bodies.contains(&body) {
                return true;
            }
            todo.extend(self.bodies_called(body).iter());
        }
        false
    }

    /// The bodies of the functions that a call may call.
    pub(super) fn callees(&self, at: ExprRef) -> Vec<BodyRef> {
        if !matches!(self.program.expr(at), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
            return Vec::new();
        }
        let targets: Vec<FnId> = match self.program.callee(at) {
            callee @ (Callee::Fn(_) | Callee::Trait(_)) => self.program.targets(callee),
            _ => return Vec::new(),
        };
        targets.into_iter().filter_map(|function| self.program.defs.fns[function].body).collect()
    }

    /// The function of the workspace that a call calls, where no other can be meant.
    pub(super) fn only_target(&self, call: ExprRef) -> Option<FnId> {
        let callee @ (Callee::Fn(_) | Callee::Trait(_)) = self.program.callee_of(call)? else { return None };
        match self.program.targets(callee)[..] {
            [function] => Some(function),
            _ => None,
        }
    }

    /// What is found out of what the callers of a function give for one of its parameters, where all say the same.
    pub(super) fn of_all_given<T: PartialEq>(
        &self,
        at: BodyRef,
        position: u32,
        what: impl Fn(ExprRef) -> Option<T>,
    ) -> Option<T> {
        let callers = self.callers(self.program.owner(at)?);
        let mut given = callers.into_iter().map(|call| what(self.program.argument(call, position)?));
        let first = given.next()??;
        given.all(|other| other.as_ref() == Some(&first)).then_some(first)
    }

    /// Calls of the function that makes a value and gives it to whoever calls it, by itself or in an option and a result.
    pub(super) fn callers_given(&self, made: ExprRef, is: &dyn Fn(&Ty) -> bool) -> Vec<ExprRef> {
        match self.program.owner(made.body) {
            Some(function) if is(&self.within_answer(self.program.sig(function).output.clone())) => {
                self.callers(function)
            }
            _ => Vec::new(),
        }
    }

    /// What lies in an option, a result, or one in the other.
    pub(super) fn within_answer(&self, mut ty: Ty) -> Ty {
        for _ in 0..2 {
            if matches!(self.program.role(&ty), Some(Role::Option | Role::Result)) {
                ty = ty.arg(0);
            }
        }
        ty
    }

    /// The bodies that the calls of a body may call, each once.
    fn bodies_called(&self, at: BodyRef) -> Rc<[BodyRef]> {
        if let Some(known) = self.called.borrow().get(&at) {
            return Rc::clone(known);
        }
        let body = self.program.body(at);
        let mut called = Vec::new();
        body.walk(body.root, &mut |_| true, &mut |expr| called.extend(self.callees(ExprRef { body: at, expr })));
        called.sort_unstable();
        called.dedup();
        let called: Rc<[BodyRef]> = called.into();
        self.called.borrow_mut().insert(at, Rc::clone(&called));
        called
    }
}
