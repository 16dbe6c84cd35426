//! Time limits and timers, and what keeps them from doing what they are for.

use super::Model;
use crate::apis::Verb;
use crate::ir::{Body, ExprId, ExprKind, MacroKind};
use crate::resolve::{Callee, Container, ExprRef, Origin, Ty};
use crate::source::{Name, Span};

/// A time limit on code that never waits: it is polled once, and done.
#[derive(Clone, Debug)]
pub struct DeadTimeout {
    /// The call that sets the limit.
    pub at: ExprRef,
    /// The code that is limited.
    pub work: Span,
    /// The function, where the code is not written there.
    pub function: Option<Name>,
}

impl Model<'_, '_> {
    /// All time limits that can never be reached, in order of files and ids.
    pub fn dead_timeouts(&self) -> Vec<DeadTimeout> {
        let mut found: Vec<DeadTimeout> =
            self.calls_with(Verb::Timeout).into_iter().filter_map(|at| self.dead_timeout(at)).collect();
        found.sort_by_key(|one| one.at);
        found
    }

    fn dead_timeout(&self, at: ExprRef) -> Option<DeadTimeout> {
        let program = self.program;
        let Callee::Api(api) = program.callee(at) else { return None };
        let work = self.ends.work_of(program.apis.row(*api).work, at)?;
        let Ty::Future(future) = program.as_future(program.ty(work)) else { return None };
        match future.origin {
            Origin::Block(block) => {
                let ExprKind::Async { body: code, stream: false } = program.expr(block) else { return None };
                let body = program.body(block.body);
                never_waits(body, *code).then(|| DeadTimeout { at, work: body.span(block.expr), function: None })
            }
            Origin::Call(function, _) => {
                let def = &program.defs.fns[function];
                // Another implementation of a trait may wait.
                let of_trait = matches!(def.container, Container::Trait(_)) || program.trait_fn_of(function).is_some();
                if !def.item.is_async || of_trait {
                    return None;
                }
                let body = program.body(def.body?);
                never_waits(body, body.root).then_some(DeadTimeout {
                    at,
                    work: def.name_span,
                    function: Some(def.name),
                })
            }
            _ => None,
        }
    }
}

/// Code that does something, all of which could be read, and awaits nothing.
pub(super) fn never_waits(body: &Body, code: ExprId) -> bool {
    let (mut waits, mut works) = (false, false);
    body.walk(code, &mut |_| false, &mut |expr| match body.expr(expr) {
        ExprKind::Await(_)
        | ExprKind::Select { .. }
        | ExprKind::Join { .. }
        | ExprKind::Yield(_)
        | ExprKind::Opaque
        | ExprKind::Macro { kind: MacroKind::Unknown, .. } => waits = true,
        ExprKind::Call { .. } | ExprKind::MethodCall { .. } | ExprKind::Loop { .. } => works = true,
        _ => {}
    });
    works && !waits
}
