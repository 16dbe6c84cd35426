//! Keys that are the numbers of a range: `for shard in 0..self.shards { self.queues.insert(shard, queue); }`.
//!
//! Such a map has at most as many entries as the range has numbers, however often they are put in.

use super::Registry;
use crate::flow::BindSource;
use crate::ir::{ExprKind, Lit, PatKind, UnaryOp};
use crate::model::Model;
use crate::resolve::ExprRef;

/// Calls that a key is followed to.
const FAR: u8 = 2;

/// Whether all that goes into a registry has a number of a range as its key.
pub(super) fn are_numbers(model: &Model<'_, '_>, registry: &Registry) -> bool {
    registry.inserts.iter().all(|op| op.key.is_some_and(|key| is_number(model, key, FAR)))
}

fn is_number(model: &Model<'_, '_>, key: ExprRef, far: u8) -> bool {
    let program = model.program;
    let body = program.body(key.body);
    let next = |expr| is_number(model, ExprRef { body: key.body, expr }, far);
    match body.expr(key.expr) {
        ExprKind::Ref(inner) | ExprKind::Cast(inner, _) | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => {
            next(*inner)
        }
        ExprKind::Local(binding) => match program.uses(key.body).source(*binding) {
            BindSource::Item(iter, pat) => {
                let ExprKind::Range(Some(from), Some(_)) = body.expr(iter) else { return false };
                // One that begins where the last one has ended has new numbers each time.
                matches!(body.pat(pat), PatKind::Bind(_, None))
                    && matches!(body.expr(*from), ExprKind::Lit(Lit::Int(_)))
            }
            BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(_, None)) => next(value),
            BindSource::Param(position) if far > 0 => {
                let callers = program.owner(key.body).map(|function| model.callers(function)).unwrap_or_default();
                let given = |call: &ExprRef| {
                    program.argument(*call, position).is_some_and(|key| is_number(model, key, far - 1))
                };
                !callers.is_empty() && callers.iter().all(given)
            }
            _ => false,
        },
        _ => false,
    }
}
