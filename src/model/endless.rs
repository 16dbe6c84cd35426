//! Streams and receivers that never come to an end: a clock, what is repeated, and what is merged with such a thing.
//!
//! Looks at where a value is made in the same function. What comes from elsewhere may end, as far as this knows.

use super::Model;
use crate::apis::{ChannelKind, Deed};
use crate::flow::BindSource;
use crate::ir::{Body, ExprId, ExprKind};
use crate::resolve::{Callee, ExprRef};

/// Values within values that are looked at.
const DEPTH: u8 = 12;

impl Model<'_, '_> {
    /// Whether what a receive takes from never comes to an end.
    pub(super) fn takes_endless(&self, receive: ExprRef) -> bool {
        let from = match self.program.expr(receive) {
            ExprKind::MethodCall { receiver, .. } => *receiver,
            // `for message in receiver`
            ExprKind::Local(_) | ExprKind::Field { .. } => receive.expr,
            _ => return false,
        };
        self.never_ends(ExprRef { body: receive.body, expr: from }, false, DEPTH)
    }

    /// A swarm, a socket for datagrams: there is no peer whose end would be its own.
    fn is_of_endless_type(&self, at: ExprRef) -> bool {
        let ty = self.program.peel(self.program.ty(at));
        let deed = ty.api_path().and_then(|path| self.program.apis.deed(path));
        deed.is_some_and(|deed| deed.does == Deed::NeverEnds)
    }

    /// What is unfolded by itself may say in its items that there is nothing more; `merged` with others it keeps their
    /// end from being seen.
    fn never_ends(&self, at: ExprRef, merged: bool, depth: u8) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let program = self.program;
        let body = program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        if self.is_clock(at) || self.is_of_endless_type(at) {
            return true;
        }
        match body.expr(at.expr) {
            ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => {
                self.never_ends(here(*inner), merged, depth)
            }
            ExprKind::Macro { args, .. } => args.first().is_some_and(|&arg| self.never_ends(here(arg), merged, depth)),
            ExprKind::Block { tail: Some(tail), .. } => self.never_ends(here(*tail), merged, depth),
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, pat) => {
                    matches!(body.pat(pat), crate::ir::PatKind::Bind(..)) && self.never_ends(here(value), merged, depth)
                }
                _ => false,
            },
            ExprKind::MethodCall { receiver, name, args, .. } => {
                let adapts = matches!(program.callee(at), Callee::Api(_) | Callee::Foreign(_));
                let of = |expr: &ExprId, merged: bool| self.never_ends(here(*expr), merged, depth);
                adapts
                    && match name.as_str() {
                        "map" | "filter" | "filter_map" | "then" | "fuse" | "boxed" | "boxed_local" | "inspect"
                        | "enumerate" | "by_ref" | "as_mut" | "map_ok" | "map_err" | "into_stream" | "throttle"
                        | "buffered" | "buffer_unordered" | "chunks" | "ready_chunks" | "skip" | "skip_while" => {
                            of(receiver, merged)
                        }
                        "cycle" => true,
                        // An end of one of two is not seen.
                        "merge" | "select" | "or" | "race" | "chain" => {
                            of(receiver, true) || args.first().is_some_and(|arg| of(arg, true))
                        }
                        _ => self.does(at, Deed::NeverEnds),
                    }
            }
            ExprKind::Call { args, .. } => {
                if self.does(at, Deed::NeverEnds) {
                    return true;
                }
                // `fn ticks(period: Duration) -> impl Stream<Item = ()>`
                if let Callee::Fn(function) = program.callee(at) {
                    let def = &program.defs.fns[*function];
                    return def.body.filter(|_| !def.item.is_async).is_some_and(|inner| {
                        self.never_ends(ExprRef { body: inner, expr: program.body(inner).root }, merged, depth)
                    });
                }
                let Some(row) = program.called_api(at) else { return false };
                let of = |expr: &ExprId, merged: bool| self.never_ends(here(*expr), merged, depth);
                match row.name.as_str() {
                    "select" | "select_with_strategy" | "or" | "race" => args.iter().take(2).any(|arg| of(arg, true)),
                    "unfold" => merged && args.get(1).is_some_and(|&step| gives_always(body, step)),
                    "pin" | "new" => args.first().is_some_and(|arg| of(arg, merged)),
                    _ => false,
                }
            }
            _ => false,
        }
    }

    /// A stream of ticks.
    fn is_clock(&self, at: ExprRef) -> bool {
        let program = self.program;
        program.derefs(program.types(at.body).expr(at.expr)).iter().any(|ty| {
            let row = program.type_row(ty);
            row.is_some_and(|row| row.channel == Some(ChannelKind::Interval) && row.item.is_some())
        })
    }
}

/// `|state| async move { …; Some((item, state)) }`: no way leads to `None`.
fn gives_always(body: &Body, step: ExprId) -> bool {
    let ExprKind::Closure { body: code, .. } = body.expr(step) else { return false };
    let code = match body.expr(*code) {
        ExprKind::Block { tail: Some(tail), .. } => *tail,
        _ => *code,
    };
    let ExprKind::Async { body: code, .. } = body.expr(code) else { return false };
    let leaves = body.any(*code, |expr| matches!(body.expr(expr), ExprKind::Return(_) | ExprKind::Try(_)));
    !leaves && is_some(body, *code)
}

fn is_some(body: &Body, expr: ExprId) -> bool {
    match body.expr(expr) {
        ExprKind::Block { tail: Some(tail), .. } => is_some(body, *tail),
        ExprKind::Call { callee, .. } => {
            matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "Some")
        }
        _ => false,
    }
}
