//! Senders in a collection that the receiver's own value keeps alive, and out of which only that value's `Drop` takes
//! them: a channel of which nobody who receives sees the end.

use super::{Channel, Model};
use crate::flow::{EventKind, Place};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::{AdtId, ExprRef, FnId, Ty};
use crate::source::Name;

/// Calls from a `Drop` to what takes an entry out.
const FAR: u8 = 2;

impl Model<'_, '_> {
    /// Of these types, which the receiver of a channel lies in, those whose values keep the sender's collection.
    pub(super) fn keepers_of_own_entry(
        &self,
        channel: &Channel,
        receivers: &[AdtId],
        holds: &dyn Fn(&Ty, AdtId) -> bool,
    ) -> Vec<AdtId> {
        let collected = channel.senders.iter().flat_map(|end| &end.events).find_map(|event| match event.kind {
            EventKind::Collected(Place::Field(adt, name)) => Some((adt, name)),
            _ => None,
        });
        let Some((home, field)) = collected else { return Vec::new() };
        receivers
            .iter()
            .copied()
            .filter(|&adt| self.program.all_fields(adt).iter().any(|ty| holds(ty, home)))
            .filter(|&adt| self.only_its_drop_removes(adt, home, field))
            .collect()
    }

    /// Whether nothing but the `Drop` of a type makes a collection in a field smaller.
    fn only_its_drop_removes(&self, of: AdtId, home: AdtId, field: Name) -> bool {
        let place = Place::Field(home, field);
        let accesses = self.index.fields(field).iter().copied().filter(|&at| !self.skips(at.body));
        let mut accesses = accesses.filter(|&at| self.place_at(at) == place).peekable();
        accesses.peek().is_some() && accesses.all(|at| !self.may_shrink(at) || self.is_in_drop_of(at, of, FAR))
    }

    fn may_shrink(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut view = at.expr;
        // `self.entries.lock().unwrap()`
        let opens = |up: ExprId| match body.expr(up) {
            ExprKind::MethodCall { name, args, .. } => {
                args.is_empty()
                    && matches!(name.as_str(), "lock" | "write" | "read" | "borrow_mut" | "borrow" | "unwrap")
            }
            ExprKind::Await(_) => true,
            _ => false,
        };
        while let Some(up) = uses.parent_expr(view).filter(|&up| opens(up)) {
            view = up;
        }
        match uses.parent_expr(view).map(|up| body.expr(up)) {
            Some(ExprKind::MethodCall { receiver, name, .. }) if *receiver == view => !matches!(
                name.as_str(),
                "insert"
                    | "push"
                    | "push_back"
                    | "entry"
                    | "get"
                    | "get_mut"
                    | "contains_key"
                    | "len"
                    | "is_empty"
                    | "iter"
                    | "iter_mut"
                    | "values"
                    | "values_mut"
                    | "keys"
                    | "first"
                    | "last"
            ),
            Some(ExprKind::Assign { place, .. }) => *place == view,
            // Lent to a function that may change what is there: its name for it is followed no further.
            Some(ExprKind::Ref(_) | ExprKind::Index { .. } | ExprKind::For { .. }) => false,
            _ => true,
        }
    }

    fn is_in_drop_of(&self, at: ExprRef, of: AdtId, far: u8) -> bool {
        let Some(function) = self.program.owner(at.body) else { return false };
        let is_own = |function: FnId| {
            self.program.is_drop(function)
                && matches!(&self.program.sig(function).owner, Some(Ty::Adt(adt, _)) if *adt == of)
        };
        if is_own(function) {
            return true;
        }
        let callers = if far > 0 { self.callers(function) } else { Vec::new() };
        !callers.is_empty() && callers.iter().all(|&call| self.is_in_drop_of(call, of, far - 1))
    }
}
