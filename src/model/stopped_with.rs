//! What makes the end of a channel, or a gap in it, no surprise to a loop: an owner who stops the loop whenever the
//! sender goes, a caller who is told.

use super::{Loop, Model};
use crate::apis::{ExitKind, Role, Verb};
use crate::flow::{EventKind, Place};
use crate::ir::ExprKind;
use crate::resolve::{AdtId, BodyRef, ExprRef, Ty};

impl Model<'_, '_> {
    /// Whether a loop that also ends by a token loses its senders only together with that: they lie in fields of types
    /// whose `Drop`, and whoever else takes them out, cancels.
    pub fn is_stopped_with_sender(&self, found: &Loop) -> bool {
        if !found.ends.exits.iter().any(|exit| exit.kind == ExitKind::CancelToken) {
            return false;
        }
        let mut channels = self.channels.iter().filter(|channel| channel.is_received_at(found.source.at));
        let (Some(channel), None) = (channels.next(), channels.next()) else { return false };
        let homes: Vec<Place> = channel
            .senders
            .iter()
            .flat_map(|end| &end.events)
            .filter_map(|event| match event.kind {
                EventKind::Stored(place) => Some(place),
                _ => None,
            })
            .collect();
        !homes.is_empty()
            && homes.iter().all(|&home| {
                let Place::Field(adt, name) = home else { return false };
                let takes = |at: &&ExprRef| self.empties_place(**at) && self.place_at(**at) == home;
                self.drop_of(adt).is_some_and(|body| self.cancels_something(body))
                    && self.index.fields(name).iter().filter(takes).all(|at| self.cancels_something(at.body))
            })
    }

    fn drop_of(&self, adt: AdtId) -> Option<BodyRef> {
        let defs = &self.program.defs;
        let drops = defs.impls_of(adt).iter().filter_map(|&id| defs.impl_fn(id, "drop".into()));
        drops.into_iter().find(|&function| self.program.is_drop(function)).and_then(|function| defs.fns[function].body)
    }

    fn cancels_something(&self, at: BodyRef) -> bool {
        self.calls_with(Verb::Cancel).iter().any(|call| call.body == at)
    }

    /// `self.sender.write().unwrap().take()`, `self.sender = None`
    fn empties_place(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let uses = self.program.uses(at.body);
        let mut child = at.expr;
        for up in uses.ancestors(at.expr) {
            match body.expr(up) {
                ExprKind::MethodCall { receiver, name, .. } if *receiver == child => {
                    if *name == "take" {
                        return true;
                    }
                }
                ExprKind::Assign { place, value, .. } => {
                    return *place == child
                        && matches!(body.expr(*value), ExprKind::Path(path) if path.last() == "None");
                }
                ExprKind::Await(_) | ExprKind::Unary { .. } | ExprKind::Ref(_) => {}
                _ => return false,
            }
            child = up;
        }
        false
    }

    /// Whether a function gives its caller the very error of a receive, which says whether messages were lost.
    pub fn hands_lag_on(&self, found: &Loop) -> bool {
        let program = self.program;
        let body = program.body(found.at.body);
        let within = |up| matches!(body.expr(up), ExprKind::Closure { .. } | ExprKind::Async { .. });
        if program.uses(found.at.body).ancestors(found.at.expr).any(within) {
            return false;
        }
        let output = program.owner(found.at.body).map(|function| &program.sig(function).output);
        let error = |ty: &Ty| {
            let ty = match ty {
                Ty::Future(future) => &future.output,
                ty => ty,
            };
            (program.role(ty) == Some(Role::Result)).then(|| ty.arg(1).api_path()).flatten()
        };
        output.and_then(error).is_some_and(|given| error(program.ty(found.source.at)) == Some(given))
    }
}
