//! Locks in a value that was made where it is used, and that nobody else was given.

use super::{Held, LockPath, Root, Taken};
use crate::apis::Role;
use crate::flow::{BindSource, Place};
use crate::ir::{BindingId, ExprId, ExprKind, PatKind, Receiver};
use crate::model::Model;
use crate::resolve::{BodyRef, Callee, ExprRef, Ty};
use crate::source::Name;

const DEEP: u8 = 4;

impl Model<'_, '_> {
    /// Whether a lock lies in a variable's value that was made in this very code, and that has not left it: nobody else
    /// can want the lock meanwhile.
    pub(super) fn is_alone(&self, lock: &Taken) -> bool {
        self.is_alone_until(lock, u32::MAX)
    }

    /// The same as far as the place where the lock is taken: whoever is given the value later finds it taken, and does
    /// not stand in the way.
    pub(super) fn is_still_alone(&self, lock: &Taken) -> bool {
        let act = *lock.way.first().unwrap_or(&lock.at);
        let body = self.program.body(act.body);
        let again = self.program.uses(act.body).ancestors(act.expr).any(|up| body.expr(up).is_loop());
        !again && self.is_alone_until(lock, body.span(act.expr).hi)
    }

    fn is_alone_until(&self, lock: &Taken, end: u32) -> bool {
        let Some(LockPath { root: Root::Local(at, binding), fields }) = &lock.path else { return false };
        let Some(field) = fields.first() else { return false };
        let BindSource::Value(value, pat) = self.program.uses(*at).source(*binding) else { return false };
        matches!(self.program.body(*at).pat(pat), PatKind::Bind(..))
            && self.is_made_anew(ExprRef { body: *at, expr: value }, *field)
            && self.stays_here(*at, *binding, *field, end, DEEP)
    }

    /// Whether a lock around the receiving end of a channel is taken in one place only, in front of the loop that
    /// receives: it is there so that the next run of the same code gets the end again, and nobody waits for it.
    pub(in crate::model) fn is_loops_own_receiver(&self, held: &Held, wait: ExprRef) -> bool {
        let program = self.program;
        let taken = &held.taken;
        let Some(range) = &held.range else { return false };
        let guarded = program.derefs(program.ty(range.at)).into_iter().nth(1);
        if guarded.is_none_or(|inner| program.role(&inner) != Some(Role::Receiver)) || taken.place == Place::Unknown {
            return false;
        }
        let body = program.body(taken.at.body);
        let in_loop = program.uses(wait.body).ancestors(wait.expr).any(|up| {
            wait.body == taken.at.body
                && body.expr(up).is_loop()
                && !body.span(up).contains(body.span(taken.at.expr))
                && range.held_by.is_some_and(|guard| {
                    program.uses(wait.body).of(guard).iter().any(|&used| body.span(up).contains(body.span(used)))
                })
        });
        in_loop
            && self
                .taken_locks()
                .iter()
                .all(|other| other.at == taken.at || !self.is_one_lock(other.place, taken.place))
    }

    /// `Registry::load(path).await?`: a value of its own, made from nothing that could have a lock already.
    fn is_made_anew(&self, at: ExprRef, field: Name) -> bool {
        let program = self.program;
        let mut expr = at.expr;
        let call = loop {
            match program.body(at.body).expr(expr) {
                ExprKind::Await(inner) | ExprKind::Try(inner) => expr = *inner,
                ExprKind::MethodCall { receiver, .. }
                    if !matches!(program.callee(ExprRef { body: at.body, expr }), Callee::Fn(_)) =>
                {
                    expr = *receiver;
                }
                // `Arc::new(Node { … })`
                ExprKind::Call { args, .. }
                    if args.len() == 1 && self.is_pointer_new(ExprRef { body: at.body, expr }) =>
                {
                    expr = args[0];
                }
                ExprKind::Call { .. } => break ExprRef { body: at.body, expr },
                // `Node { state: Mutex::new(0) }`
                ExprKind::Struct { base: None, fields, .. } => {
                    return fields.iter().any(|&(name, value)| {
                        let made = program.called_api(ExprRef { body: at.body, expr: value });
                        name == field && made.is_some_and(|row| matches!(row.name.as_str(), "new" | "default"))
                    });
                }
                _ => return false,
            }
        };
        let Callee::Fn(function) = program.callee(call) else { return false };
        let given = |ty: &Ty| {
            let ty = program.peel(ty);
            matches!(ty, Ty::Prim(_) | Ty::Slice(_))
                || matches!(&ty, Ty::Api(path, args) if args.is_empty() && path.as_str().starts_with("std::"))
        };
        program.defs.fns[*function].item.receiver.is_none()
            && matches!(program.peel(program.ty(at)), Ty::Adt(..))
            && program.sig(*function).params.iter().all(given)
    }

    /// `Arc::new(value)`, `Box::new(value)`
    fn is_pointer_new(&self, call: ExprRef) -> bool {
        let program = self.program;
        let named = program.called_api(call).is_some_and(|row| row.name == "new");
        named && program.role(program.ty(call)) == Some(Role::Pointer)
    }

    /// Whether a field of a variable's value is only ever locked where that is, and in the methods that it calls, as far
    /// as this end.
    fn stays_here(&self, at: BodyRef, binding: BindingId, field: Name, end: u32, deep: u8) -> bool {
        let program = self.program;
        let body = program.body(at);
        let uses = program.uses(at);
        uses.of(binding).iter().filter(|&&one| body.span(one).lo < end).all(|&one| {
            let Some(up) = uses.parent_expr(one) else { return false };
            if uses.ancestors(one).any(|up| body.expr(up).is_lazy()) {
                return false;
            }
            match body.expr(up) {
                ExprKind::Field { name, .. } if *name != field => true,
                ExprKind::Field { .. } => {
                    let locks = |call: ExprId| {
                        matches!(body.expr(call), ExprKind::MethodCall { receiver, .. } if *receiver == up)
                            && self.taken_by(ExprRef { body: at, expr: call }).is_some()
                    };
                    uses.parent_expr(up).is_some_and(locks)
                }
                ExprKind::MethodCall { receiver, .. } if *receiver == one => {
                    let Callee::Fn(function) = program.callee(ExprRef { body: at, expr: up }) else { return false };
                    let def = &program.defs.fns[*function];
                    let inner = def.body.map(|inner| (inner, program.body(inner).params.first().copied()));
                    let Some((inner, Some(this))) = inner else { return false };
                    let PatKind::Bind(this, None) = program.body(inner).pat(this) else { return false };
                    deep > 0
                        && matches!(def.item.receiver, Some(Receiver::Ref | Receiver::RefMut))
                        && (!def.item.is_async || program.is_awaited(ExprRef { body: at, expr: up }))
                        && self.stays_here(inner, *this, field, u32::MAX, deep - 1)
                }
                _ => false,
            }
        })
    }
}
