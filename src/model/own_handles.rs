//! Work that has a handle of its own, beside that of the task that runs it: `work.remote_handle()`, `abortable(work)`.

use super::Model;
use crate::apis::{DropEffect, Role, Verb};
use crate::flow::{BindSource, Event, Tracker};
use crate::ir::{ExprKind, PatKind};
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};

/// What becomes of such a handle.
pub(super) struct OwnHandle {
    /// Dropping it ends the work.
    pub ends_work: bool,
    /// What happens to it.
    pub events: Vec<Event>,
}

/// The handle that was made together with some work, if it was.
pub(super) fn of_work(model: &Model<'_, '_>, work: ExprRef) -> Option<OwnHandle> {
    let program = model.program;
    let body = program.body(work.body);
    let mut expr = work.expr;
    let binding = loop {
        match body.expr(expr) {
            ExprKind::Local(binding) => break *binding,
            // `tokio::spawn(future.instrument(span))`
            ExprKind::MethodCall { receiver, .. } => match program.callee(ExprRef { body: work.body, expr }) {
                Callee::Api(api) if program.apis.row(*api).verb == Verb::Wrap => expr = *receiver,
                _ => return None,
            },
            _ => return None,
        }
    };
    let BindSource::Value(value, pat) = program.uses(work.body).source(binding) else { return None };
    let (PatKind::Tuple(parts), Ty::Tuple(types)) = (body.pat(pat), program.types(work.body).expr(value)) else {
        return None;
    };
    match program.callee_of(ExprRef { body: work.body, expr: value })? {
        Callee::Api(api) if program.apis.row(*api).verb == Verb::Wrap => {}
        _ => return None,
    }
    let (part, ty) = parts
        .iter()
        .zip(types.iter())
        .find(|(_, ty)| matches!(program.role(ty), Some(Role::JoinHandle | Role::AbortHandle)))?;
    let drop = ty.api_path().and_then(|path| program.apis.type_(path)).and_then(|id| program.apis.ty(id).drop);
    let holds = |of: &Ty| super::tasks::holds_type(program, of, ty);
    let skip = |body: BodyRef| model.skips(body);
    let mut tracker = Tracker::new(program, model.index, &holds, &skip);
    body.bindings_of(*part, &mut |binding, _| tracker.place(crate::flow::Place::Local(work.body, binding)));
    Some(OwnHandle { ends_work: drop == Some(DropEffect::Abort), events: tracker.events })
}
