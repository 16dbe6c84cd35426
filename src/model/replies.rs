//! Reply ports that one path of their handler drops.
//!
//! A request carries a oneshot sender. Some path of its handler sends, and another one leaves before: the asker gets
//! an error that says nothing of what went wrong.

use super::Model;
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::BindSource;
use crate::ir::{Arm, BindingId, Body, ExprId, ExprKind, PatKind};
use crate::resolve::{BodyRef, ExprRef, Ty};
use crate::source::{Name, Span};
use rustc_hash::FxHashSet;

/// A reply that one path never sends.
#[derive(Clone, Debug)]
pub struct LostReply {
    /// The variable that holds the port.
    pub name: Name,
    /// Where it is bound.
    pub bound: Span,
    /// What leaves before anything is sent.
    pub leaves: Span,
    /// Where the other path sends.
    pub sends: Span,
    /// Whether it is `?` that leaves.
    pub by_error: bool,
}

impl Model<'_, '_> {
    /// All replies that a path out of their handler drops, in order of files and ids; one for each port.
    pub fn lost_replies(&self) -> Vec<LostReply> {
        let mut seen: FxHashSet<(BodyRef, BindingId)> = FxHashSet::default();
        let mut found = Vec::new();
        for call in self.calls_with(Verb::Send) {
            let ExprKind::MethodCall { receiver, .. } = self.program.expr(call) else { continue };
            let ExprKind::Local(binding) = self.program.body(call.body).expr(*receiver) else { continue };
            let is_port = self.is_reply_port(self.program.types(call.body).binding(*binding));
            let in_start = self.is_start_hook(call.body);
            let is_port = is_port && !self.is_signal(call.body, *binding);
            if is_port && !in_start && !self.is_sent_elsewhere(call, *binding) && seen.insert((call.body, *binding)) {
                let lost = self.lost_reply(call, *binding);
                found.extend(lost.filter(|lost| !self.askers_cope(call.body, *binding, lost.by_error)));
            }
        }
        found
    }

    /// Whether a body is that of a hook in which an actor starts: who starts it is told of its error.
    fn is_start_hook(&self, at: BodyRef) -> bool {
        let defs = &self.program.defs;
        let Some(function) = self.program.owner(at) else { return false };
        let Some(id) = defs.fns[function].container.impl_() else { return false };
        let starts = |row: &crate::apis::Actor| row.starts.contains(&defs.fns[function].name);
        let mut rows = self.program.apis.actors().iter().filter(|row| starts(row));
        rows.any(|row| defs.impls_for_external_trait(row.path).contains(&id))
    }

    /// `ended: oneshot::Sender<()>` of a channel that the caller has made for this call: it tells that something has come
    /// about, nobody asked, and its drop tells that it will not.
    fn is_signal(&self, at: BodyRef, binding: BindingId) -> bool {
        let program = self.program;
        let end = program.peel(program.types(at).binding(binding));
        let BindSource::Param(position) = program.uses(at).source(binding) else { return false };
        let Some(function) = program.owner(at).filter(|_| end.arg(0).is_unit()) else { return false };
        let is_own = |call: &ExprRef| {
            let Some(arg) = program.argument(*call, position) else { return false };
            let ExprKind::Local(given) = program.expr(arg) else { return false };
            matches!(program.uses(call.body).source(*given), BindSource::Value(made, _)
                if self.channels.iter().any(|one| one.at == ExprRef { body: call.body, expr: made }))
        };
        let callers = self.callers(function);
        !callers.is_empty() && callers.iter().all(is_own)
    }

    fn is_reply_port(&self, ty: &Ty) -> bool {
        let Some(path) = ty.api_path() else { return false };
        let row = self.program.apis.type_(path).map(|id| self.program.apis.ty(id));
        row.is_some_and(|row| row.role == Role::Sender && row.channel == Some(ChannelKind::Oneshot))
    }

    /// Whether a parameter is sent through in a task or closure of its own: it tells of that task's end, and the
    /// function answers its caller itself.
    fn is_sent_elsewhere(&self, send: ExprRef, binding: BindingId) -> bool {
        let uses = self.program.uses(send.body);
        let nested = |up: ExprId| self.program.body(send.body).expr(up).is_lazy();
        matches!(uses.source(binding), BindSource::Param(_)) && uses.ancestors(send.expr).any(nested)
    }

    fn lost_reply(&self, send: ExprRef, binding: BindingId) -> Option<LostReply> {
        let at = send.body;
        let body = self.program.body(at);
        let uses = self.program.uses(at);
        let region = self.handler_of(at, binding)?;
        let all = uses.of(binding);
        let mut exits: Vec<ExprId> = Vec::new();
        body.walk(region, &mut |_| false, &mut |expr| {
            let leaves = match body.expr(expr) {
                ExprKind::Return(_) | ExprKind::Try(_) => true,
                ExprKind::Continue { .. } | ExprKind::Break { .. } => !self.in_inner_loop(at, expr, region),
                _ => false,
            };
            if leaves && !self.in_ok_arm(at, expr, region) {
                exits.push(expr);
            }
        });
        let exit = exits.into_iter().find(|&exit| {
            let span = body.span(exit);
            let before = |used: &ExprId| {
                span.contains(body.span(*used))
                    || body.span(*used).lo < span.lo && self.on_the_way(at, *used, exit, region)
            };
            let later = all.iter().any(|used| body.span(*used).lo >= span.hi);
            later && !all.iter().any(before)
        })?;
        let local = body.binding(binding);
        Some(LostReply {
            name: local.name,
            bound: Span::new(body.file, local.lo, local.hi),
            leaves: match body.expr(exit) {
                ExprKind::Try(_) => {
                    let span = body.span(exit);
                    Span::new(span.file, span.hi.saturating_sub(1).max(span.lo), span.hi)
                }
                _ => body.span(exit),
            },
            sends: self.callee_span(send),
            by_error: matches!(body.expr(exit), ExprKind::Try(_)),
        })
    }

    /// `match served { Ok(()) => return, Err(error) => error }`: nothing went wrong, and the port is for what does.
    fn in_ok_arm(&self, at: BodyRef, exit: ExprId, region: ExprId) -> bool {
        let body = self.program.body(at);
        if !matches!(body.expr(exit), ExprKind::Return(None)) {
            return false;
        }
        let Some(arm) = self.arm_of(at, exit, region) else { return false };
        let Some(up) = self.program.uses(at).parent_expr(arm) else { return false };
        let ExprKind::Match { value, arms } = body.expr(up) else { return false };
        let result = self.program.types(at).expr(*value);
        let fails = |arm: &Arm| matches!(body.pat(arm.pat), PatKind::TupleStruct(path, _) if path.last() == "Err");
        self.program.role(result) == Some(Role::Result)
            && arms.iter().any(fails)
            && arms.iter().any(|one| {
                one.body == arm && matches!(body.pat(one.pat), PatKind::TupleStruct(path, _) if path.last() == "Ok")
            })
    }

    /// The code that a port is handed to: the arm whose pattern binds it, or the function whose parameter it is.
    fn handler_of(&self, at: BodyRef, binding: BindingId) -> Option<ExprId> {
        let body = self.program.body(at);
        match self.program.uses(at).source(binding) {
            BindSource::Param(_) => Some(body.root),
            // What a function takes out of its own `self` was handed over before it began: it is no request.
            BindSource::Value(value, _) if self.is_own_part(at, value) => None,
            BindSource::Value(value, pat) => {
                let up = self.program.uses(at).parent_expr(value)?;
                let ExprKind::Match { arms, .. } = body.expr(up) else { return None };
                let arm = arms.iter().find(|arm| arm.pat == pat)?;
                Some(arm.body)
            }
            _ => None,
        }
    }

    /// `self.storage`, of a `self` that the function takes for itself.
    fn is_own_part(&self, at: BodyRef, value: ExprId) -> bool {
        let body = self.program.body(at);
        let ExprKind::Field { base, .. } = body.expr(value) else { return false };
        let ExprKind::Local(this) = body.expr(*base) else { return false };
        let owned = self
            .program
            .owner(at)
            .is_some_and(|function| self.program.defs.fns[function].item.receiver == Some(crate::ir::Receiver::Value));
        owned && body.binding(*this).name == "self"
    }

    /// Whether whoever comes to `exit` has come by `used`: each branch that holds the one holds the other.
    fn on_the_way(&self, at: BodyRef, used: ExprId, exit: ExprId, region: ExprId) -> bool {
        let body = self.program.body(at);
        let mut inner = used;
        while let Some(arm) = self.arm_of(at, inner, region) {
            if !body.span(arm).contains(body.span(exit)) {
                return false;
            }
            // From the arm itself the next arm would be the same one again.
            let Some(up) = self.program.uses(at).parent_expr(arm) else { break };
            inner = up;
        }
        true
    }

    fn in_inner_loop(&self, at: BodyRef, expr: ExprId, region: ExprId) -> bool {
        let body: &Body = self.program.body(at);
        let uses = self.program.uses(at);
        let mut way = uses.ancestors(expr).take_while(|&up| up != region);
        way.any(|up| body.expr(up).is_loop())
    }
}
