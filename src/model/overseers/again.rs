//! Messages that a handler sends to its own actor again where its attempt has failed: a loop through the mailbox.

use crate::apis::Verb;
use crate::flow::BindSource;
use crate::ir::{Body, ExprId, ExprKind, PatId, PatKind};
use crate::model::Model;
use crate::model::supervisors::{Restart, RestartKind};
use crate::resolve::ExprRef;
use crate::source::Name;
use rustc_hash::FxHashSet;

impl Model<'_, '_> {
    /// `Err(_) => myself.cast(Msg::Connect)?`, in the handler of `Connect`, without a pause and without a count.
    pub(in crate::model) fn retries_by_message(&self) -> Vec<Restart> {
        let program = self.program;
        let mut found: Vec<Restart> = Vec::new();
        for name in ["notify", "do_send", "cast", "send_message", "tell", "send"] {
            for send in self.index.calls(Name::from(name)) {
                let known = found.iter().any(|one| one.span == self.callee_span(send));
                if self.skips(send.body) || known || !self.is_own_message(send) {
                    continue;
                }
                let Some(attempt) = self.failed_attempt(send).filter(|_| !self.counts_around(send)) else { continue };
                let whole = ExprRef { body: send.body, expr: program.body(send.body).root };
                if self.pauses_in(whole, 0) {
                    continue;
                }
                found.push(Restart {
                    span: self.callee_span(send),
                    kind: RestartKind::Connect,
                    name: crate::model::groups::name_of(program, attempt),
                    start: self.callee_span(attempt),
                    ended: self.callee_span(attempt),
                });
            }
        }
        found
    }

    /// Whether a handler sends its own actor the message that it handles.
    fn is_own_message(&self, send: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(send.body);
        let ExprKind::MethodCall { receiver, args, .. } = body.expr(send.expr) else { return false };
        let (Some(handled), Some(&message)) = (self.handled_here(send), args.first()) else { return false };
        named(body, message) == Some(handled) && self.is_self_reference(ExprRef { body: send.body, expr: *receiver })
    }

    /// The reference of the actor whose code it is: a parameter of the handler, or what a closure of it calls the same.
    fn is_self_reference(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let mut expr = at.expr;
        // `ctx.address().do_send(…)`, `ctx.actor_ref().tell(…)`
        while let ExprKind::MethodCall { receiver, name, args, .. } = body.expr(expr)
            && args.is_empty()
            && matches!(name.as_str(), "address" | "actor_ref" | "clone" | "myself")
        {
            expr = *receiver;
        }
        let ExprKind::Local(binding) = body.expr(expr) else { return false };
        match uses.source(*binding) {
            BindSource::Param(position) => position > 0,
            // `.map(|result, act, ctx| …)`: the context of the handler comes last.
            BindSource::ClosureParam(_, position) => {
                position == 2
                    && program.owner(at.body).is_some_and(|function| {
                        program.defs.fns[function].container.impl_().is_some_and(|id| {
                            let of = program.defs.impls[id].item.of_trait.as_ref();
                            of.is_some_and(|path| matches!(path.last().as_str(), "Handler" | "Actor" | "StreamHandler"))
                        })
                    })
            }
            _ => false,
        }
    }

    /// The message whose handler's code this is: that of `impl Handler<Connect>`, or of the arm around it.
    fn handled_here(&self, at: ExprRef) -> Option<Name> {
        let program = self.program;
        let body = program.body(at.body);
        let function = program.owner(at.body)?;
        let id = program.defs.fns[function].container.impl_()?;
        let of = program.defs.impls[id].item.of_trait.as_ref()?;
        if matches!(of.last().as_str(), "Handler" | "Message") {
            let args = of.segments.last()?.args.as_ref()?;
            return match args.types.first()? {
                crate::ir::TypeRef::Path(path) => Some(path.last()),
                _ => None,
            };
        }
        let mut child = at.expr;
        let mut handled = None;
        for up in program.uses(at.body).ancestors(at.expr) {
            if let ExprKind::Match { arms, .. } = body.expr(up)
                && let Some(arm) = arms.iter().find(|arm| arm.body == child)
                && let Some(name) = variant(body, arm.pat)
            {
                // The outermost is the message.
                handled = Some(name);
            }
            child = up;
        }
        handled
    }

    /// The attempt whose `Err` leads to an expression.
    fn failed_attempt(&self, at: ExprRef) -> Option<ExprRef> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let mut child = at.expr;
        for up in uses.ancestors(at.expr) {
            let failed = match body.expr(up) {
                ExprKind::Match { value, arms } => arms
                    .iter()
                    .find(|arm| arm.body == child)
                    .filter(|arm| variant(body, arm.pat) == Some(Name::from("Err")))
                    .map(|_| *value),
                ExprKind::If { cond, then, .. } if *then == child => match body.expr(*cond) {
                    ExprKind::Let { pat, value } if variant(body, *pat) == Some(Name::from("Err")) => Some(*value),
                    _ => None,
                },
                _ => None,
            };
            if let Some(value) = failed {
                let attempt = self.attempted(here(value))?;
                let connects = self.connects(attempt, &mut FxHashSet::default(), 0);
                return connects.then_some(attempt);
            }
            child = up;
        }
        None
    }

    /// The call whose result a value is: awaited here, or given to a closure as `future.into_actor(self).map(|result, …|)`.
    fn attempted(&self, at: ExprRef) -> Option<ExprRef> {
        let program = self.program;
        let body = program.body(at.body);
        let uses = program.uses(at.body);
        let mut expr = at.expr;
        for _ in 0..12 {
            expr = match body.expr(expr) {
                ExprKind::Await(inner) => return Some(ExprRef { body: at.body, expr: *inner }),
                ExprKind::Local(binding) => match uses.source(*binding) {
                    BindSource::Value(value, _) => value,
                    BindSource::ClosureParam(closure, 0) => match body.expr(uses.parent_expr(closure)?) {
                        ExprKind::MethodCall { receiver, name, .. } if matches!(name.as_str(), "map" | "then") => {
                            return self.mapped_future(ExprRef { body: at.body, expr: *receiver });
                        }
                        _ => return None,
                    },
                    _ => return None,
                },
                ExprKind::Ref(inner) => *inner,
                _ => return None,
            };
        }
        None
    }

    /// `connect(…)` of `connect(…).into_actor(self)`
    fn mapped_future(&self, at: ExprRef) -> Option<ExprRef> {
        let body = self.program.body(at.body);
        match body.expr(at.expr) {
            ExprKind::MethodCall { receiver, name, .. } if *name == "into_actor" => {
                Some(ExprRef { body: at.body, expr: *receiver })
            }
            _ => None,
        }
    }

    /// Whether a comparison decides on the way to an expression, or its delay is another call's.
    fn counts_around(&self, at: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        program.uses(at.body).ancestors(at.expr).any(|up| match body.expr(up) {
            ExprKind::If { cond, .. } => body.any(*cond, |expr| matches!(body.expr(expr), ExprKind::Binary { .. })),
            ExprKind::Match { arms, .. } => arms.iter().any(|arm| arm.guard.is_some()),
            // A task of its own may wait first.
            ExprKind::Async { .. } => {
                let spawned = |up: ExprId| {
                    let row = program.called_api(ExprRef { body: at.body, expr: up });
                    row.is_some_and(|row| row.verb == Verb::Spawn)
                };
                program.uses(at.body).parent_expr(up).is_some_and(spawned)
            }
            _ => false,
        })
    }
}

fn variant(body: &Body, pat: PatId) -> Option<Name> {
    match body.pat(pat) {
        PatKind::Path(path) | PatKind::TupleStruct(path, _) | PatKind::Struct(path, ..) => Some(path.last()),
        _ => None,
    }
}

/// `Msg::Connect`, `Connect`, `Msg::Connect { … }`, `Msg::Connect(…)`
fn named(body: &Body, at: ExprId) -> Option<Name> {
    match body.expr(at) {
        ExprKind::Path(path) | ExprKind::Struct { path, .. } => Some(path.last()),
        ExprKind::Call { callee, .. } => named(body, *callee),
        _ => None,
    }
}
