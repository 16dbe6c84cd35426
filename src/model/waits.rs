//! Waiting by asking: loops that look at a flag or an empty channel again and again, and condition variables that are
//! asked once.

use super::Model;
use crate::apis::{Deed, Role, Verb};
use crate::flow::{BindSource, Parent};
use crate::ir::{ExprId, ExprKind, Lit, MacroKind, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef};
use crate::source::{Name, Span};

/// A loop that does nothing but ask and sleep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Poll {
    /// The loop's keyword.
    pub span: Span,
    /// What is asked.
    pub asked: Span,
    /// What it does in between; nothing where it asks again at once.
    pub pause: Option<Span>,
    /// It asks a channel for what is there; else a flag.
    pub channel: bool,
}

impl Model<'_, '_> {
    /// Loops that poll a flag of the program.
    pub fn polls(&self) -> Vec<Poll> {
        let found = |&at: &ExprRef| {
            if self.skips(at.body) { None } else { self.poll(at).or_else(|| self.poll_of_channel(at)) }
        };
        self.index.loops().iter().filter_map(found).collect()
    }

    fn poll(&self, at: ExprRef) -> Option<Poll> {
        let program = self.program;
        let code = program.body(at.body);
        let (asked, stmts): (ExprRef, Vec<ExprId>) = match code.expr(at.expr) {
            ExprKind::While { cond, body, .. } => (self.flag(at.body, *cond)?, self.plain(at.body, *body)?),
            ExprKind::Loop { body, .. } => {
                let mut stmts = self.plain(at.body, *body)?;
                let position = stmts.iter().position(|&stmt| matches!(code.expr(stmt), ExprKind::If { .. }))?;
                let ExprKind::If { cond, then, otherwise: None } = code.expr(stmts.remove(position)) else {
                    return None;
                };
                let [leaves] = self.plain(at.body, *then)?[..] else { return None };
                if !matches!(code.expr(leaves), ExprKind::Break { .. } | ExprKind::Return(_)) {
                    return None;
                }
                (self.flag(at.body, *cond)?, stmts)
            }
            _ => return None,
        };
        let mut pause = None;
        for stmt in stmts {
            match code.expr(stmt) {
                ExprKind::Macro { kind: MacroKind::Borrows, .. } => {}
                _ => {
                    let call = match code.expr(stmt) {
                        ExprKind::Await(inner) => *inner,
                        _ => stmt,
                    };
                    let call = ExprRef { body: at.body, expr: call };
                    if !self.is_pause(call) {
                        return None;
                    }
                    pause.get_or_insert(self.callee_span(call));
                }
            }
        }
        // Who waits for a lock by itself has said so with `spin_loop`, or with what it compares.
        if pause.is_none() && !matches!(code.expr(at.expr), ExprKind::While { .. }) {
            return None;
        }
        Some(Poll { span: self.callee_span(at), asked: code.span(asked.expr), pause, channel: false })
    }

    /// `loop { for message in rx.try_iter() { … } }`: when the channel is empty, it looks again at once.
    fn poll_of_channel(&self, at: ExprRef) -> Option<Poll> {
        let code = self.program.body(at.body);
        let ExprKind::Loop { body, .. } = code.expr(at.expr) else { return None };
        let mut stmts = self.plain(at.body, *body)?;
        stmts.retain(|&stmt| !matches!(code.expr(stmt), ExprKind::Macro { kind: MacroKind::Borrows, .. }));
        let [only] = stmts[..] else { return None };
        let asked = match code.expr(only) {
            ExprKind::For { iter, .. } => *iter,
            ExprKind::While { cond, .. } => match code.expr(*cond) {
                ExprKind::Let { value, .. } => *value,
                _ => return None,
            },
            _ => return None,
        };
        let mut leaves = false;
        code.walk(only, &mut |_| false, &mut |expr| {
            leaves |= matches!(
                code.expr(expr),
                ExprKind::Break { label: Some(_), .. } | ExprKind::Return(_) | ExprKind::Try(_) | ExprKind::Opaque
            );
        });
        let asked = ExprRef { body: at.body, expr: asked };
        (!leaves && self.looks_at_channel(asked)).then(|| Poll {
            span: self.callee_span(at),
            asked: self.callee_span(asked),
            pause: None,
            channel: true,
        })
    }

    /// `rx.try_recv()`, `rx.try_iter()`: they give what is there, and do not wait.
    fn looks_at_channel(&self, at: ExprRef) -> bool {
        let program = self.program;
        let Some(row) = program.called_api(at) else { return false };
        if row.verb == Verb::Receive {
            return !row.is_async && !row.blocking && !row.limited;
        }
        let ty = program.peel(program.ty(at));
        let of_channel = |path| program.apis.type_(path).is_some_and(|id| program.apis.ty(id).channel.is_some());
        program.role(&ty) == Some(Role::Iterator) && ty.api_path().is_some_and(of_channel)
    }

    /// Statements of a block without bindings.
    fn plain(&self, at: BodyRef, block: ExprId) -> Option<Vec<ExprId>> {
        let ExprKind::Block { stmts, tail, .. } = self.program.body(at).expr(block) else { return None };
        let mut plain = Vec::new();
        for stmt in stmts {
            match stmt {
                Stmt::Expr(expr) => plain.push(*expr),
                Stmt::Let { .. } => return None,
            }
        }
        plain.extend(tail);
        (plain.len() <= 6).then_some(plain)
    }

    /// A condition that looks at one atomic, or asks whether a task has ended, and nothing else.
    fn flag(&self, at: BodyRef, cond: ExprId) -> Option<ExprRef> {
        let program = self.program;
        let code = program.body(at);
        match code.expr(cond) {
            ExprKind::Unary { operand, .. } => self.flag(at, *operand),
            ExprKind::Binary { lhs, rhs, .. } => match code.expr(*rhs) {
                ExprKind::Lit(Lit::Int(_) | Lit::Bool(_)) | ExprKind::Path(_) => self.flag(at, *lhs),
                _ => None,
            },
            ExprKind::MethodCall { receiver, name, args, .. } => {
                let call = ExprRef { body: at, expr: cond };
                let role = || program.role(&program.peel(program.types(at).expr(*receiver)));
                let asks = match name.as_str() {
                    "load" => role() == Some(Role::Atomic),
                    // `while !wake_up.swap(false, …)`: takes the signal. One who swaps `true` in takes a lock.
                    "swap" => {
                        role() == Some(Role::Atomic)
                            && args
                                .first()
                                .is_some_and(|&arg| matches!(code.expr(arg), ExprKind::Lit(Lit::Bool(false))))
                    }
                    "is_finished" => program.called_api(call).is_some_and(|row| row.verb == Verb::Check),
                    _ => false,
                };
                asks.then_some(call)
            }
            _ => None,
        }
    }

    fn is_pause(&self, call: ExprRef) -> bool {
        match self.program.callee_of(call) {
            Some(Callee::Api(api)) => {
                matches!(self.program.apis.row(*api).verb, Verb::Sleep | Verb::Tick) || self.does(call, Deed::Yield)
            }
            _ => false,
        }
    }

    /// Waits on a condition variable that no loop repeats.
    pub fn waits_once(&self) -> Vec<ExprRef> {
        let mut calls = self.calls_that_take(Deed::WaitCondition, Some(1));
        calls.retain(|&at| !self.is_repeated(at));
        calls
    }

    fn is_repeated(&self, at: ExprRef) -> bool {
        let program = self.program;
        let code = program.body(at.body);
        let uses = program.uses(at.body);
        // A guard that comes from the caller goes back to it, and the loop is there.
        let Some(&guard) = self.args(at).last() else { return true };
        let mut comes_from_caller = false;
        code.walk(guard, &mut |_| false, &mut |expr| {
            if let ExprKind::Local(binding) = code.expr(expr) {
                comes_from_caller |=
                    matches!(uses.source(*binding), BindSource::Param(_) | BindSource::ClosureParam(..));
            }
            comes_from_caller |= matches!(code.expr(expr), ExprKind::Field { .. });
        });
        comes_from_caller
            || self.wakes_when_told(at)
                && uses
                    .ancestors(at.expr)
                    .any(|up| matches!(code.expr(up), ExprKind::If { .. } | ExprKind::Match { .. }))
            || uses.parent(at.expr) == Parent::Root
            || uses.ancestors(at.expr).any(|up| {
                matches!(code.expr(up), ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::Closure { .. })
            })
    }

    /// Whether this kind of condition variable wakes up only when somebody notifies it: then asking once before is enough.
    fn wakes_when_told(&self, at: ExprRef) -> bool {
        self.deed(at).is_some_and(|deed| deed.told)
    }

    /// The name of a method call.
    pub fn method_name(&self, at: ExprRef) -> Option<Name> {
        match self.program.expr(at) {
            ExprKind::MethodCall { name, .. } => Some(*name),
            _ => None,
        }
    }
}
