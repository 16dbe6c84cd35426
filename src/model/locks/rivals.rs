//! Locks that nobody else wants: those of one function, and those that all others only read.

use super::{Held, LockPath, Mode, Root};
use crate::apis::Role;
use crate::flow::BindSource;
use crate::ir::{BindingId, ExprId, ExprKind, PatKind};
use crate::model::Model;
use crate::resolve::{BodyRef, Callee, ExprRef};

impl Model<'_, '_> {
    /// Whether nobody waits for a lock while it is held: it is a variable that only this code sees, or one for reading,
    /// and the only ones who write stand in the code that holds it.
    pub(in crate::model) fn has_no_rival(&self, held: &Held) -> bool {
        let Some(LockPath { root: Root::Local(at, binding), fields }) = &held.taken.path else { return false };
        let is_new = match self.program.uses(*at).source(*binding) {
            BindSource::Value(value, pat) => {
                matches!(self.program.body(*at).pat(pat), PatKind::Bind(of, None) if of == binding)
                    && self.is_new_lock(ExprRef { body: *at, expr: value })
            }
            _ => false,
        };
        is_new
            && fields.is_empty()
            && (self.is_seen_here_only(*at, *binding) || self.is_read_by_others(held, *at, *binding))
    }

    /// `RwLock::new(…)`, `Arc::new(RwLock::new(…))`
    fn is_new_lock(&self, made: ExprRef) -> bool {
        let program = self.program;
        let ExprKind::Call { args, .. } = program.expr(made) else { return false };
        let is_api = matches!(program.callee(made), Callee::Api(_));
        match program.role(program.ty(made)) {
            Some(Role::Lock) => is_api,
            Some(Role::Pointer) => {
                is_api && matches!(args[..], [inner] if self.is_new_lock(ExprRef { expr: inner, ..made }))
            }
            _ => false,
        }
    }

    /// Whether a lock is no more than a variable, which one function and a block of it take in turn.
    fn is_seen_here_only(&self, at: BodyRef, binding: BindingId) -> bool {
        let program = self.program;
        let (body, uses) = (program.body(at), program.uses(at));
        if program.role(program.types(at).binding(binding)) != Some(Role::Lock) {
            return false;
        }
        let BindSource::Value(value, _) = uses.source(binding) else { return false };
        let frame = |expr: ExprId| program.frame(ExprRef { body: at, expr });
        let home = frame(value);
        let mut other = None;
        uses.of(binding).iter().all(|&one| {
            let taken = uses.parent_expr(one).is_some_and(|up| match body.expr(up) {
                ExprKind::MethodCall { receiver, .. } if *receiver == one => {
                    matches!(program.callee(ExprRef { body: at, expr: up }), Callee::Api(_))
                }
                // `info!("{current:?}")` takes no lock that is not free.
                ExprKind::Macro { .. } => true,
                _ => false,
            });
            let together = |up: ExprId| match body.expr(up) {
                ExprKind::Join { .. } | ExprKind::Select { .. } => true,
                ExprKind::MethodCall { name, .. } => name.as_str().starts_with("spawn"),
                _ => false,
            };
            let mut around = uses.ancestors(one).take_while(|&up| body.span(up).lo > body.binding(binding).lo);
            let frame = frame(one).filter(|frame| Some(*frame) != home);
            let one_frame = frame.is_none() || *other.get_or_insert(frame) == frame;
            let again = frame.is_some_and(
                |frame| matches!(body.expr(frame), ExprKind::Closure { params, .. } if !params.is_empty()),
            );
            taken && one_frame && !again && !around.any(together)
        })
    }

    /// Whether a lock is held for reading that was made here, and only this code ever writes to what lies behind such a
    /// lock: not meanwhile.
    fn is_read_by_others(&self, held: &Held, at: BodyRef, binding: BindingId) -> bool {
        let program = self.program;
        let kind = self.lock_around(program.types(at).binding(binding));
        let taken = &held.taken;
        let home = (taken.at.body, program.frame(taken.at));
        let BindSource::Value(value, _) = program.uses(at).source(binding) else { return false };
        let behind = |call: ExprRef| match program.expr(call) {
            ExprKind::MethodCall { receiver, .. } => self.lock_around(program.types(call.body).expr(*receiver)),
            _ => None,
        };
        taken.mode == Mode::Shared
            && kind.is_some()
            && home == (at, program.frame(ExprRef { body: at, expr: value }))
            && self
                .taken_locks()
                .iter()
                .filter(|other| other.mode != Mode::Shared && behind(other.at) == kind)
                .all(|other| (other.at.body, program.frame(other.at)) == home)
    }
}
