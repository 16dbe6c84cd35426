//! Work that has a handle of its own, beside that of the task that runs it: `work.remote_handle()`, `abortable(work)`.

use super::Model;
use crate::apis::{DropEffect, Role, Verb};
use crate::flow::{BindSource, Event, Tracker};
use crate::ir::{BindingId, Body, ExprId, ExprKind, PatKind};
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
    let wraps = |expr: ExprId| model.has_verb(ExprRef { body: work.body, expr }, Verb::Wrap);
    let mut expr = work.expr;
    let binding = loop {
        match body.expr(expr) {
            ExprKind::Local(binding) => match program.uses(work.body).source(*binding) {
                // `let work = Abortable::new(…); tokio::spawn(work)`
                BindSource::Value(value, pat) if matches!(body.pat(pat), PatKind::Bind(..)) => expr = value,
                _ => break *binding,
            },
            // `tokio::spawn(future.instrument(span))`, `tokio::spawn(Abortable::new(future, registration))`
            ExprKind::MethodCall { receiver, .. } if wraps(expr) => expr = *receiver,
            ExprKind::Call { args, .. } if wraps(expr) => break registered(body, args)?,
            _ => return None,
        }
    };
    let BindSource::Value(value, pat) = program.uses(work.body).source(binding) else { return None };
    let (PatKind::Tuple(parts), Ty::Tuple(types)) = (body.pat(pat), program.types(work.body).expr(value)) else {
        return None;
    };
    match program.callee_of(ExprRef { body: work.body, expr: value })? {
        // `remote_handle`, `abortable`, and `AbortHandle::new_pair` of the registration that the work was given.
        Callee::Api(api) if matches!(program.apis.row(*api).verb, Verb::Wrap | Verb::Pass) => {}
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

/// The variable that a wrapping function is given beside the work.
fn registered(body: &Body, args: &[ExprId]) -> Option<BindingId> {
    let [_, with] = args else { return None };
    match body.expr(*with) {
        ExprKind::Local(binding) => Some(*binding),
        _ => None,
    }
}
