//! What lets only one in at a time, so that two orders of locks never meet: a third lock that both hold, a guard that
//! both were lent, the one owner of the locks that both have for themselves.

use super::{Mode, Model, Nested};
use crate::apis::{Deed, Role, TyText, Verb};
use crate::flow::{BindSource, Place};
use crate::ir::{ExprKind, Receiver, TypeRef};
use crate::resolve::{AdtId, Callee, ExprRef, FnId, Ty};
use crate::source::Name;

/// Calls around a lock that are gone up.
const FAR: u8 = 2;

/// What somebody has for himself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gate {
    /// A lock.
    Lock(Place),
    /// The only value of a type.
    Value(AdtId),
}

impl Model<'_, '_> {
    /// Whether two who take locks in the one and in the other order are never both at it.
    pub(super) fn has_gate(&self, there: &Nested, back: &Nested) -> bool {
        let held = self.held_locks();
        let owner = |nested: &Nested| self.program.owner(held[nested.held].taken.at.body);
        if self.holds_third(there, back) {
            return true;
        }
        if self.have_same_owner(there, back) {
            return true;
        }
        let (Some(one), Some(other)) = (owner(there), owner(back)) else { return false };
        self.is_lent_same_guard(one, other)
    }

    /// A third lock that both hold lets only one of them in at a time.
    fn holds_third(&self, there: &Nested, back: &Nested) -> bool {
        let gates = |nested: &Nested| self.gates_at(self.held_locks()[nested.held].taken.at, FAR);
        let outer = gates(there);
        gates(back).iter().any(|&(gate, mode)| {
            outer.iter().any(|&(place, other)| self.is_one_gate(place, gate) && other.excludes(mode, false))
        })
    }

    fn is_one_gate(&self, one: Gate, other: Gate) -> bool {
        match (one, other) {
            (Gate::Lock(one), Gate::Lock(other)) => self.is_one_lock(one, other),
            _ => one == other,
        }
    }

    /// The locks that are held, and the only values that are at hand, wherever an expression is come by: there, or around
    /// each call of its function.
    fn gates_at(&self, at: ExprRef, far: u8) -> Vec<(Gate, Mode)> {
        let mut found: Vec<(Gate, Mode)> = Vec::new();
        for outer in self.held_locks().iter().filter(|outer| outer.taken.at.body == at.body && outer.acts.contains(&at))
        {
            if outer.taken.place != Place::Unknown {
                found.push((Gate::Lock(outer.taken.place), outer.taken.mode));
            }
            if let Some(adt) = self.sole_value_behind(outer.taken.at) {
                found.push((Gate::Value(adt), outer.taken.mode));
            }
        }
        found.extend(self.sole_values_at(at).into_iter().map(|(adt, mode)| (Gate::Value(adt), mode)));
        let body = self.program.body(at.body);
        found.extend(self.gates_around_closure(at, far));
        // What runs later runs without what is held around the call.
        let lazy = self.program.uses(at.body).ancestors(at.expr).any(|up| body.expr(up).is_lazy());
        let Some(function) = self.program.owner(at.body).filter(|_| far > 0 && !lazy) else { return found };
        let around: Vec<(ExprRef, Vec<(Gate, Mode)>)> =
            self.callers(function).into_iter().map(|call| (call, self.gates_at(call, far - 1))).collect();
        let mut all: Vec<(Gate, Mode)> = Vec::new();
        for &(gate, mode) in around.iter().flat_map(|(_, gates)| gates) {
            let mode_at = |(call, gates): &(ExprRef, Vec<(Gate, Mode)>)| {
                let known = gates.iter().find(|(other, _)| self.is_one_gate(*other, gate)).map(|(_, mode)| *mode);
                // Before there is such a value nobody has it.
                let before = matches!(gate, Gate::Value(adt) if self.is_before_sole(*call, adt));
                known.or(before.then_some(mode))
            };
            let modes: Option<Vec<Mode>> = around.iter().map(mode_at).collect();
            if let Some(modes) = modes.filter(|_| !all.iter().any(|(other, _)| self.is_one_gate(*other, gate))) {
                all.push((gate, if modes.iter().all(|other| *other == mode) { mode } else { Mode::Shared }));
            }
        }
        found.extend(all);
        found
    }

    /// The locks that a function of the program holds while it calls the closure that an expression stands in:
    /// `self.with(|state| …)`.
    fn gates_around_closure(&self, at: ExprRef, far: u8) -> Vec<(Gate, Mode)> {
        let program = self.program;
        let (body, uses) = (program.body(at.body), program.uses(at.body));
        let Some(closure) = program.frame(at) else { return Vec::new() };
        let is_sync = matches!(body.expr(closure), ExprKind::Closure { is_async: false, .. });
        let Some(call) = uses.parent_expr(closure).filter(|_| is_sync && far > 0) else { return Vec::new() };
        let call = ExprRef { body: at.body, expr: call };
        let Some(Callee::Fn(function)) = program.callee_of(call) else { return Vec::new() };
        let Some(inner) = program.defs.fns[*function].body else { return Vec::new() };
        let code = program.body(inner);
        let Some(param) = program.bound_argument(call, closure, inner) else { return Vec::new() };
        let calls: Vec<ExprRef> = program
            .uses(inner)
            .of(param)
            .iter()
            .filter_map(|&used| {
                let up = program.uses(inner).parent_expr(used)?;
                let calls = matches!(code.expr(up), ExprKind::Call { callee, .. } if *callee == used);
                calls.then_some(ExprRef { body: inner, expr: up })
            })
            .collect();
        match calls[..] {
            [only] => self.gates_at(only, far - 1),
            _ => Vec::new(),
        }
    }

    /// `fn a(&self, ui: &mut MutexGuard<Ui>)`, `fn b(&self, ui: &mut MutexGuard<Ui>)`: the caller holds the lock.
    fn is_lent_same_guard(&self, one: FnId, other: FnId) -> bool {
        let guards = |function: FnId| -> Vec<Ty> {
            let params = self.program.sig(function).params.iter();
            params.filter(|ty| self.is_guard_of_one(ty)).cloned().collect()
        };
        let lent = guards(one);
        guards(other).iter().any(|guard| lent.contains(guard))
    }

    /// Whether a type is a guard that shuts all others out, of a lock of which the content is known.
    fn is_guard_of_one(&self, ty: &Ty) -> bool {
        let Ty::Api(path, args) = ty else { return false };
        if self.program.role(ty) != Some(Role::Guard) || !args.iter().any(|arg| matches!(arg, Ty::Adt(..))) {
            return false;
        }
        let apis = self.program.apis;
        let gives = |text: &TyText| matches!(text, TyText::Path(of, _) if of == path);
        let mut takes = apis
            .fns()
            .filter(|(_, row)| row.verb == Verb::Lock && row.returns.as_ref().is_some_and(|text| text.mentions(&gives)))
            .peekable();
        takes.peek().is_some()
            && takes.all(|(_, row)| apis.deed(row.path).is_none_or(|deed| !matches!(deed.does, Deed::Share)))
    }

    /// Whether both are in methods of the owner of these locks, of which one has it for itself: `&mut self`, `self` of a
    /// type of which there is one.
    fn have_same_owner(&self, there: &Nested, back: &Nested) -> bool {
        let held = self.held_locks();
        // Each lock, as the one and the other come to it.
        let locks =
            [[held[there.held].taken.place, back.taken.place], [there.taken.place, held[back.held].taken.place]];
        let frames = self.methods_around(there);
        self.methods_around(back).iter().any(|&(adt, how)| {
            let is_alone = frames.iter().any(|&(of, other)| of == adt && (how == Receiver::RefMut || other == Receiver::RefMut));
            let owns = |place: &Place| matches!(place, Place::Field(of, name) if *of == adt && !self.is_made_often(adt, *name));
            is_alone && locks.iter().all(|lock| lock.iter().any(owns))
        })
    }

    /// The methods that run while a lock is held and the next one is waited for, by their types.
    fn methods_around(&self, nested: &Nested) -> Vec<(AdtId, Receiver)> {
        let program = self.program;
        let first = self.held_locks()[nested.held].taken.at;
        let places = [first, nested.taken.at].into_iter().chain(nested.taken.way.iter().copied());
        // What is run some time later has not got what its function was lent.
        let at_once = places.filter(|at| {
            let body = program.body(at.body);
            !program.uses(at.body).ancestors(at.expr).any(|up| body.expr(up).is_lazy())
        });
        at_once
            .filter_map(|at| {
                if let Some(adt) = self.own_value(at) {
                    return Some((adt, Receiver::RefMut));
                }
                let function = program.owner(at.body)?;
                let item = program.defs.fns[function].item;
                match (&program.sig(function).owner, item.receiver?) {
                    // `fn close(self)`: nobody else has it any more.
                    (Some(Ty::Adt(adt, _)), Receiver::Value) if item.receiver_ty.is_none() => {
                        Some((*adt, Receiver::RefMut))
                    }
                    (Some(Ty::Adt(adt, _)), receiver @ (Receiver::Ref | Receiver::RefMut)) => Some((*adt, receiver)),
                    _ => None,
                }
            })
            .collect()
    }

    /// The type of a variable that a lock lies in, where the function has that for itself: `let mut player = Player::new()?;
    /// … player.list.read()`.
    fn own_value(&self, lock: ExprRef) -> Option<AdtId> {
        let program = self.program;
        let body = program.body(lock.body);
        let mut expr = lock.expr;
        let binding = loop {
            expr = match body.expr(expr) {
                ExprKind::MethodCall { receiver: inner, .. }
                | ExprKind::Field { base: inner, .. }
                | ExprKind::Await(inner)
                | ExprKind::Try(inner) => *inner,
                ExprKind::Local(binding) => break *binding,
                _ => return None,
            };
        };
        let Ty::Adt(adt, _) = program.types(lock.body).binding(binding) else { return None };
        let is_own = match program.uses(lock.body).source(binding) {
            BindSource::Param(position) => {
                matches!(program.written_param(program.owner(lock.body)?, position)?, TypeRef::Path(_))
            }
            BindSource::Value(value, _) => {
                let mut made = value;
                while let ExprKind::Try(inner) | ExprKind::Await(inner) = body.expr(made) {
                    made = *inner;
                }
                match program.callee_of(ExprRef { body: lock.body, expr: made }) {
                    // What a method gives may be a copy that shares its locks with others.
                    Some(Callee::Fn(function)) => {
                        let item = program.defs.fns[*function].item;
                        item.receiver.is_none() && item.ret.as_ref().is_some_and(|ret| !ret.lends())
                    }
                    _ => matches!(body.expr(made), ExprKind::Struct { .. }),
                }
            }
            _ => false,
        };
        is_own.then_some(*adt)
    }

    /// Whether there may be several objects of a type that share their fields: it is cloned, or made in a loop.
    fn is_made_often(&self, adt: AdtId, field: Name) -> bool {
        let program = self.program;
        let def = &program.defs.adts[adt];
        // `#[derivative(Clone)]` is not read.
        let copies = ["Clone", "Derivative", "Educe"].iter().any(|name| def.attrs.derives(name));
        if copies || program.defs.impls_of(adt).iter().any(|&id| program.defs.impl_fn(id, "clone".into()).is_some()) {
            return true;
        }
        if def.fields().iter().any(|written| written.name == field && written.ty.lends()) {
            return true;
        }
        let in_loop = |at: ExprRef| {
            let body = program.body(at.body);
            program.uses(at.body).ancestors(at.expr).any(|up| {
                body.expr(up).is_loop()
                    || matches!(body.expr(up), ExprKind::Closure { params, .. } if !params.is_empty())
            })
        };
        let makes = |at: ExprRef| matches!(program.peel(program.ty(at)), Ty::Adt(of, _) if of == adt);
        // `Self { state: Arc::new(Mutex::new(…)) }`: as many locks as objects.
        let is_new = |at: ExprRef| {
            let ExprKind::Call { callee, .. } = program.expr(at) else { return false };
            let ExprKind::Path(path) = program.body(at.body).expr(*callee) else { return false };
            matches!(path.last().as_str(), "new" | "default" | "from") && !matches!(program.callee(at), Callee::Fn(_))
        };
        let literals = self.index.literals(field).iter().filter(|(at, _)| makes(*at));
        let mut shared =
            literals.filter(|(at, value)| !is_new(ExprRef { body: at.body, expr: *value })).map(|(at, _)| *at);
        shared.any(|at| {
            in_loop(at)
                || program.owner(at.body).is_some_and(|function| self.callers(function).into_iter().any(in_loop))
        })
    }
}
