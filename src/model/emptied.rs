//! Fields and statics whose content goes while the value stays: `self.tx.lock().take()`, `*self.tx.lock() = None`,
//! `self.txs.lock().clear()`.

use super::Model;
use crate::apis::Role;
use crate::flow::{BindSource, Parent};
use crate::ir::{BindingId, ExprId, ExprKind, MacroKind};
use crate::resolve::{AdtId, Callee, ExprRef, StaticId, Ty};
use crate::source::Name;

/// Methods of optional values and collections that take something out.
pub(super) const TAKES: [&str; 17] = [
    "take",
    "take_if",
    "replace",
    "clear",
    "drain",
    "retain",
    "remove",
    "remove_entry",
    "swap_remove",
    "truncate",
    "split_off",
    "pop",
    "pop_front",
    "pop_back",
    "pop_first",
    "pop_last",
    "into_inner",
];

/// Variables that guards are bound to, one after the other.
const GUARDS: u8 = 3;

impl Model<'_, '_> {
    /// Whether somebody takes out what a field of this type holds in an `Option` or a collection, behind whatever locks.
    pub(super) fn is_emptied(&self, adt: AdtId, name: Name, ty: &Ty) -> bool {
        self.has_content(ty, 0)
            && self
                .index
                .fields(name)
                .iter()
                .any(|&at| self.is_field_of(at, adt, name) && self.loses_content(at, GUARDS))
    }

    /// Whether somebody takes out what a static holds: `TX.lock().take();`. Putting something in is no taking out.
    pub(super) fn is_static_emptied(&self, id: StaticId) -> bool {
        let fills = |at: ExprRef| {
            let body = self.program.body(at.body);
            self.program.uses(at.body).ancestors(at.expr).any(|up| match body.expr(up) {
                ExprKind::Assign { place, value, .. } => {
                    body.span(*place).contains(body.span(at.expr))
                        && matches!(self.program.callee_of(ExprRef { body: at.body, expr: *value }), Some(Callee::Wrap))
                }
                _ => false,
            })
        };
        let named = self.index.paths(self.program.defs.statics[id].name);
        let uses = self.program.uses_of_static(id, named);
        uses.into_iter().any(|at| self.loses_content(at, GUARDS) && !fills(at))
    }

    /// An `Option` or a collection, or a lock or pointer around one.
    fn has_content(&self, ty: &Ty, depth: u8) -> bool {
        match ty {
            Ty::Api(_, args) => {
                matches!(self.program.role(ty), Some(Role::Option | Role::Collection))
                    || depth < 4 && args.iter().any(|arg| self.has_content(arg, depth + 1))
            }
            // What is not known may be one.
            _ => ty.is_unknown(),
        }
    }

    /// Whether an expression names this field of this type.
    pub(super) fn is_field_of(&self, at: ExprRef, adt: AdtId, name: Name) -> bool {
        let ExprKind::Field { base, .. } = self.program.expr(at) else { return false };
        let field = self.program.field(self.program.types(at.body).expr(*base), name);
        field.is_some_and(|(_, of)| of == Some(adt))
    }

    /// Whether something is taken out of what an expression names, directly or through the guard that it gives.
    fn loses_content(&self, at: ExprRef, guards: u8) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut expr = at.expr;
        loop {
            let up = match uses.parent(expr) {
                Parent::Expr(up) => up,
                Parent::Let(..) => return self.bound_loses(at, expr, guards),
                _ => return false,
            };
            match body.expr(up) {
                ExprKind::MethodCall { receiver, name, .. } if *receiver == expr => {
                    if TAKES.contains(&name.as_str()) {
                        return true;
                    }
                    if name.as_str() == "clone" {
                        return false;
                    }
                }
                ExprKind::Await(_)
                | ExprKind::Try(_)
                | ExprKind::Ref(_)
                | ExprKind::Unary { .. }
                | ExprKind::Macro { kind: MacroKind::Identity, .. } => {}
                ExprKind::Assign { place, .. } => return *place == expr,
                ExprKind::Let { value, .. } if *value == expr => return self.bound_loses(at, expr, guards),
                ExprKind::Match { value, .. } if *value == expr => return self.bound_loses(at, expr, guards),
                ExprKind::Call { .. } => {
                    let callee = self.program.callee(ExprRef { body: at.body, expr: up });
                    return matches!(callee, Callee::Api(api) if {
                        let path = self.program.apis.row(*api).path.as_str();
                        matches!(path, "std::mem::take" | "std::mem::replace" | "std::mem::swap" | "std::mem::drop")
                    });
                }
                _ => return false,
            }
            expr = up;
        }
    }

    /// The same for the variables that a value is bound to.
    fn bound_loses(&self, at: ExprRef, value: ExprId, guards: u8) -> bool {
        let uses = self.program.uses(at.body);
        let bound = (0..self.program.body(at.body).bindings.len() as u32)
            .map(BindingId)
            .filter(|&binding| matches!(uses.source(binding), BindSource::Value(of, _) if of == value));
        guards > 0
            && bound
                .flat_map(|binding| uses.of(binding))
                .any(|&one| self.loses_content(ExprRef { body: at.body, expr: one }, guards - 1))
    }
}
