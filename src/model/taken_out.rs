//! Receivers that are taken out of the list that a loop goes through when their channel has closed: it does not come
//! by them again.

use super::Model;
use crate::flow::{BindSource, Source, is_end_pattern};
use crate::ir::{BindingId, Body, ExprId, ExprKind, SelectElse};
use crate::resolve::ExprRef;

impl Model<'_, '_> {
    /// `select! { Some(item) = receivers[i].recv() => …, else => { receivers.remove(i); } }`
    pub fn is_taken_out_at_end(&self, source: &Source) -> bool {
        let body = self.program.body(source.at.body);
        let Some(list) = self.list_of(source.at) else { return false };
        let takes = |code: ExprId| {
            body.any(code, |expr| match body.expr(expr) {
                ExprKind::MethodCall { receiver, name, .. } => {
                    matches!(name.as_str(), "remove" | "swap_remove" | "retain" | "clear")
                        && root_of(body, *receiver) == Some(list)
                }
                _ => false,
            })
        };
        let mut child = source.at.expr;
        for up in self.program.uses(source.at.body).ancestors(source.at.expr) {
            let at_end: Vec<ExprId> = match body.expr(up) {
                ExprKind::Select { otherwise: Some((kind, code)), branches, .. } if *kind != SelectElse::Default => {
                    if branches.len() == 1 {
                        vec![*code]
                    } else {
                        Vec::new()
                    }
                }
                ExprKind::Match { value, arms } if *value == child => {
                    arms.iter().filter(|arm| is_end_pattern(body, arm.pat)).map(|arm| arm.body).collect()
                }
                ExprKind::If { cond, otherwise: Some(otherwise), .. } if *cond == child => vec![*otherwise],
                kind if kind.is_loop() => return false,
                _ => Vec::new(),
            };
            if at_end.into_iter().any(takes) {
                return true;
            }
            child = up;
        }
        false
    }

    /// The list that a receiver is lent from: `list[i].recv()`, `let rx = &mut list[i]; rx.recv()`.
    fn list_of(&self, receive: ExprRef) -> Option<BindingId> {
        let body = self.program.body(receive.body);
        let ExprKind::MethodCall { receiver, .. } = body.expr(receive.expr) else { return None };
        let mut expr = *receiver;
        loop {
            expr = match body.expr(expr) {
                ExprKind::Index { base, .. } => return root_of(body, *base),
                ExprKind::Ref(inner) => *inner,
                ExprKind::Local(binding) => match self.program.uses(receive.body).source(*binding) {
                    BindSource::Value(value, _) => value,
                    _ => return None,
                },
                _ => return None,
            };
        }
    }
}

fn root_of(body: &Body, expr: ExprId) -> Option<BindingId> {
    match body.expr(expr) {
        ExprKind::Local(binding) => Some(*binding),
        ExprKind::Ref(inner) => root_of(body, *inner),
        _ => None,
    }
}
