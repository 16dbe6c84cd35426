//! Functions that put a job away, for a thread or task of their own to run: `fn execute(&self, job: Job) { self.jobs.push(job) }`.

use crate::apis::Verb;
use crate::ir::{ExprKind, PatKind};
use crate::resolve::{Callee, ExprRef, FnId, Program};

/// Whether a function puts the parameter at this position (`self` does not count) into a queue or channel, and does not
/// call it.
pub(super) fn puts_away(program: &Program<'_>, function: FnId, position: usize) -> bool {
    let def = &program.defs.fns[function];
    let Some(at) = def.body else { return false };
    let body = program.body(at);
    let position = position + usize::from(def.item.receiver.is_some());
    let Some(PatKind::Bind(job, None)) = body.params.get(position).map(|&pat| body.pat(pat)) else { return false };
    let uses = program.uses(at);
    let (mut kept, mut called) = (false, false);
    for &used in uses.of(*job) {
        let mut below = used;
        // `Some(job)`, `Box::new(job)`, `Message::Run(job)`
        while let Some(up) = uses.parent_expr(below) {
            let call = ExprRef { body: at, expr: up };
            match (body.expr(up), program.callee_of(call)) {
                (ExprKind::Call { callee, .. }, _) if *callee == below => called = true,
                (ExprKind::Call { .. }, Some(Callee::Wrap | Callee::Ctor(_))) => {
                    below = up;
                    continue;
                }
                (ExprKind::Call { .. } | ExprKind::MethodCall { .. }, Some(Callee::Api(api))) => {
                    let row = program.apis.row(*api);
                    if row.name == "new" {
                        below = up;
                        continue;
                    }
                    kept |= row.verb == Verb::Send || !row.into_self.is_empty();
                }
                _ => {}
            }
            break;
        }
    }
    kept && !called
}
