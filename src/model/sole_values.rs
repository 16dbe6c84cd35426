//! Values of which a program has one, behind a lock that `main` makes: whoever has the value at hand, by `&mut self`, by a
//! parameter, or through the lock's guard, has it for himself.

use super::{Mode, Model};
use crate::apis::{Deed, Role};
use crate::ir::{ExprId, ExprKind, Receiver, TypeRef};
use crate::resolve::{AdtId, BodyRef, Callee, ExprRef, FnId, Ty};
use crate::source::Name;

/// Functions that are gone up, from where a value is made to where it goes into its lock.
const FAR: u8 = 3;

/// The lock around the only value of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SoleValue {
    /// The code that makes it.
    at: BodyRef,
    /// Where that is done.
    end: u32,
    /// Several may look at it at once.
    shares: bool,
}

impl Model<'_, '_> {
    /// The only values that the code around an expression has at hand, and how; what runs some time later has not got what
    /// its function was lent.
    pub(super) fn sole_values_at(&self, at: ExprRef) -> Vec<(AdtId, Mode)> {
        let program = self.program;
        if program.frame(at).is_some() {
            return Vec::new();
        }
        let Some(function) = program.owner(at.body) else { return Vec::new() };
        let item = program.defs.fns[function].item;
        let sig = program.sig(function);
        let shared = |sole: SoleValue| if sole.shares { Mode::Shared } else { Mode::Exclusive };
        let mut found = Vec::new();
        if let (Some(Ty::Adt(adt, _)), Some(receiver), None) = (&sig.owner, item.receiver, &item.receiver_ty)
            && let Some(sole) = self.sole_value(*adt)
        {
            found.push((*adt, if receiver == Receiver::Ref { shared(sole) } else { Mode::Exclusive }));
        }
        for (ty, written) in sig.params.iter().zip(&item.params) {
            if let (Ty::Adt(adt, _), TypeRef::Ref(_)) = (ty, written)
                && let Some(sole) = self.sole_value(*adt)
            {
                found.push((*adt, shared(sole)));
            }
        }
        found
    }

    /// Whether code runs before there is the only value of a type, or for who has it at hand.
    pub(super) fn is_before_sole(&self, at: ExprRef, adt: AdtId) -> bool {
        self.is_before_sole_at(at, adt, FAR)
    }

    fn is_before_sole_at(&self, at: ExprRef, adt: AdtId, far: u8) -> bool {
        let body = self.program.body(at.body);
        let Some(sole) = self.sole_value(adt) else { return false };
        if self.program.frame(at).is_some() {
            return false;
        }
        if sole.at == at.body {
            return body.span(at.expr).lo < sole.end;
        }
        if self.sole_values_at(at).iter().any(|(of, mode)| *of == adt && *mode == Mode::Exclusive) {
            return true;
        }
        let Some(function) = self.program.owner(at.body).filter(|_| far > 0) else { return false };
        let callers = self.callers(function);
        !callers.is_empty() && callers.into_iter().all(|call| self.is_before_sole_at(call, adt, far - 1))
    }

    /// The type of the only value that lies behind a lock, by the call that takes it.
    pub(super) fn sole_value_behind(&self, taken: ExprRef) -> Option<AdtId> {
        let lock = match self.program.expr(taken) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            ExprKind::Call { args, .. } => *args.first()?,
            _ => return None,
        };
        let (_, adt) = self.lock_around(self.program.types(taken.body).expr(lock))?;
        self.sole_value(adt).map(|_| adt)
    }

    /// The lock around the only value of a type; `None` where there may be more of them, or one outside of it.
    fn sole_value(&self, adt: AdtId) -> Option<SoleValue> {
        if let Some(known) = self.lock_cache.sole_values.borrow().get(&adt) {
            return *known;
        }
        let found = self.find_sole_value(adt);
        self.lock_cache.sole_values.borrow_mut().insert(adt, found);
        found
    }

    fn find_sole_value(&self, adt: AdtId) -> Option<SoleValue> {
        let program = self.program;
        let def = &program.defs.adts[adt];
        let field = def.fields().first()?.name;
        // `#[derivative(Clone)]` is not read.
        let copies = ["Clone", "Default", "Deserialize", "Derivative", "Educe"];
        let makes = |id| ["clone", "default"].iter().any(|name| program.defs.impl_fn(id, (*name).into()).is_some());
        if copies.iter().any(|name| def.attrs.derives(name)) || program.defs.impls_of(adt).iter().any(|&id| makes(id)) {
            return None;
        }
        let mut locks: Vec<ExprRef> = Vec::new();
        let mut kind = None;
        for call in ["new", "from"].into_iter().flat_map(|name| self.index.calls(Name::from(name))) {
            let Some(Callee::Api(api)) = program.callee_of(call) else { continue };
            let Some((lock, around)) = self.lock_around(program.ty(call)) else { continue };
            if around == adt && program.apis.row(*api).parent == Some(lock) && !self.skips(call.body) {
                if kind.is_some_and(|kind| kind != lock) {
                    return None;
                }
                kind = Some(lock);
                locks.push(call);
            }
        }
        let first = *locks.first()?;
        if !self.are_alternatives(&locks) || !self.runs_once(first, FAR) {
            return None;
        }
        let made = |at: &ExprRef| matches!(program.peel(program.ty(*at)), Ty::Adt(of, _) if of == adt);
        let mut literals = self.index.literals(field).iter().map(|(at, _)| *at).filter(made);
        if !literals.all(|at| self.skips(at.body) || self.goes_into_sole(at, adt, first.body, FAR)) {
            return None;
        }
        let body = program.body(first.body);
        let end = locks.iter().map(|lock| body.span(lock.expr).hi).max()?;
        let shares = program.apis.fns().any(|(_, row)| {
            row.parent == kind && program.apis.deed(row.path).is_some_and(|deed| matches!(deed.does, Deed::Share))
        });
        Some(SoleValue { at: first.body, end, shares })
    }

    /// Whether only one of these expressions is come by: they stand in one body, in different branches.
    fn are_alternatives(&self, all: &[ExprRef]) -> bool {
        let at = all[0].body;
        let body = self.program.body(at);
        let branches = |one: ExprId, other: ExprId| {
            let mut up = self.program.uses(at).ancestors(one);
            let common = up.find(|&up| body.span(up).contains(body.span(other)));
            common.is_some_and(|up| matches!(body.expr(up), ExprKind::If { .. } | ExprKind::Match { .. }))
        };
        all.iter()
            .enumerate()
            .all(|(index, one)| one.body == at && all[..index].iter().all(|other| branches(one.expr, other.expr)))
    }

    /// Whether an expression is come by once: in `main`, or in a function that such code calls in one place.
    fn runs_once(&self, at: ExprRef, far: u8) -> bool {
        let body = self.program.body(at.body);
        let again = |up: ExprId| body.expr(up).is_loop() || body.expr(up).is_lazy();
        let Some(function) = self.program.owner(at.body) else { return false };
        if self.program.uses(at.body).ancestors(at.expr).any(again) {
            return false;
        }
        if self.program.defs.fns[function].name == "main" {
            return true;
        }
        match self.callers(function)[..] {
            [only] => far > 0 && self.runs_once(only, far - 1),
            _ => false,
        }
    }

    /// Whether a value goes into the lock that is made in `home`, or is made by who has the only one at hand.
    fn goes_into_sole(&self, at: ExprRef, adt: AdtId, home: BodyRef, far: u8) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let again = |up: ExprId| body.expr(up).is_loop() || body.expr(up).is_lazy();
        if program.uses(at.body).ancestors(at.expr).any(again) {
            return false;
        }
        if at.body == home {
            return true;
        }
        let Some(function) = program.owner(at.body) else { return false };
        if self.is_lent_value(function, adt) {
            return true;
        }
        let mut ty = program.sig(function).output.clone();
        while matches!(program.role(&ty), Some(Role::Result | Role::Option | Role::Pointer)) {
            ty = ty.arg(0);
        }
        let gives = matches!(ty, Ty::Adt(of, _) if of == adt);
        let callers = self.callers(function);
        gives && far > 0 && callers.into_iter().all(|call| self.goes_into_sole(call, adt, home, far - 1))
    }

    fn is_lent_value(&self, function: FnId, adt: AdtId) -> bool {
        let sig = self.program.sig(function);
        let item = self.program.defs.fns[function].item;
        let is = |ty: &Ty| matches!(ty, Ty::Adt(of, _) if *of == adt);
        let itself = matches!(item.receiver, Some(Receiver::Ref | Receiver::RefMut)) && item.receiver_ty.is_none();
        itself && sig.owner.as_ref().is_some_and(is)
            || sig.params.iter().zip(&item.params).any(|(ty, written)| is(ty) && matches!(written, TypeRef::Ref(_)))
    }
}
