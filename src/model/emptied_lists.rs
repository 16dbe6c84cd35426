//! Loops that end when a list behind a lock is empty, which others empty: `if listeners.lock().is_empty() { return; }`.
//!
//! A loop that takes out of the list what it works on comes to the end of its work, and nobody has told it anything.

use super::Model;
use super::emptied::TAKES;
use crate::apis::{Role, Verb};
use crate::ir::{BinaryOp, Comparison, ExprId, ExprKind, Lit, UnaryOp};
use crate::resolve::{AdtKind, ExprRef, Ty};

impl Model<'_, '_> {
    /// Whether a condition with which the loop `at` is left asks if there is anything in a list that somebody else
    /// empties; `holds` is what the condition gives then.
    pub(super) fn asks_emptied_list(&self, at: ExprRef, cond: ExprRef, holds: bool) -> bool {
        let Some(list) = self.asked_list(cond, holds) else { return false };
        let Some(lock) = self.lock_behind(list) else { return false };
        let takes = |expr: ExprId| {
            let ExprKind::MethodCall { receiver, name, .. } = self.program.body(at.body).expr(expr) else {
                return false;
            };
            let from = ExprRef { body: at.body, expr: *receiver };
            TAKES.contains(&name.as_str()) && self.lock_behind(from).is_some_and(|of| of.may_be(&lock))
        };
        !self.program.body(at.body).any(at.expr, takes) && self.is_emptied_somewhere(&lock)
    }

    /// `list.is_empty()`, `list.len() == 0`: what is asked.
    fn asked_list(&self, cond: ExprRef, holds: bool) -> Option<ExprRef> {
        let body = self.program.body(cond.body);
        let part = |expr: ExprId| ExprRef { body: cond.body, expr };
        match body.expr(cond.expr) {
            ExprKind::Unary { op: UnaryOp::Not, operand } => self.asked_list(part(*operand), !holds),
            ExprKind::MethodCall { receiver, name, args, .. } if *name == "is_empty" && args.is_empty() => {
                holds.then_some(part(*receiver))
            }
            ExprKind::Binary { op: BinaryOp::Compare(asks), lhs, rhs } => {
                let empty = match asks {
                    Comparison::Equal => holds,
                    Comparison::Unequal | Comparison::Greater => !holds,
                    _ => false,
                };
                let is_zero = matches!(body.expr(*rhs), ExprKind::Lit(Lit::Int(0)));
                match body.expr(*lhs) {
                    ExprKind::MethodCall { receiver, name, .. } if *name == "len" && empty && is_zero => {
                        Some(part(*receiver))
                    }
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The lock that is taken to come to a value: its type.
    fn lock_behind(&self, at: ExprRef) -> Option<Ty> {
        let program = self.program;
        let mut expr = at.expr;
        loop {
            let here = ExprRef { body: at.body, expr };
            expr = match program.expr(here) {
                ExprKind::MethodCall { receiver, .. } => {
                    if program.called_api(here).is_some_and(|row| row.verb == Verb::Lock) {
                        let lock = program.peel(program.types(at.body).expr(*receiver));
                        let is_list = program.role(&program.peel(&lock.arg(0))) == Some(Role::Collection);
                        return (program.role(&lock) == Some(Role::Lock) && is_list).then_some(lock);
                    }
                    *receiver
                }
                ExprKind::Await(inner) | ExprKind::Try(inner) | ExprKind::Ref(inner) => *inner,
                ExprKind::Unary { operand, .. } => *operand,
                _ => return None,
            };
        }
    }

    /// Whether a field of the program holds such a lock, and what is in it is taken out through the field.
    fn is_emptied_somewhere(&self, lock: &Ty) -> bool {
        let program = self.program;
        program.defs.adts.iter().any(|(adt, def)| {
            let AdtKind::Struct(item) = def.kind else { return false };
            item.fields.iter().any(|field| {
                let ty = program.declared_field(adt, field.name);
                let held = program.peel(&ty);
                program.role(&held) == Some(Role::Lock) && held.may_be(lock) && self.is_emptied(adt, field.name, &ty)
            })
        })
    }
}
