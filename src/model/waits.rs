//! Waiting by asking: loops that look at a flag or an empty channel again and again, and condition variables that are
//! asked once.

use super::Model;
use crate::apis::{Deed, Role, Verb};
use crate::flow::{BindSource, Parent};
use crate::ir::{BindingId, ExprId, ExprKind, Lit, MacroKind, PatId, PatKind, Stmt};
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
            if self.skips(at.body) {
                None
            } else {
                self.poll(at).or_else(|| self.poll_of_channel(at)).or_else(|| self.poll_with_pause(at))
            }
        };
        self.index.loops().iter().filter_map(found).collect()
    }

    fn poll(&self, at: ExprRef) -> Option<Poll> {
        let code = self.program.body(at.body);
        let (asked, stmts): (ExprRef, Vec<ExprId>) = match code.expr(at.expr) {
            ExprKind::While { cond, body, .. } => (self.flag(at.body, *cond)?, self.plain(at.body, *body)?),
            ExprKind::Loop { body, .. } => self.flag_in_round(at.body, *body)?,
            _ => return None,
        };
        let pause = self.only_pauses(at.body, &stmts)?;
        // Who waits for a lock by itself has said so with `spin_loop`, or with what it compares.
        if pause.is_none() && !matches!(code.expr(at.expr), ExprKind::While { .. }) || self.is_in_spin_lock(at) {
            return None;
        }
        Some(Poll { span: self.callee_span(at), asked: code.span(asked.expr), pause, channel: false })
    }

    /// The flag that a round of a loop leaves by, and what else is in the round: `if flag.load(…) { break; }`,
    /// `let now = flag.load(…); if now == 0 { return; }`, `match flag.load(…) { 0 => break, _ => … }`
    fn flag_in_round(&self, at: BodyRef, round: ExprId) -> Option<(ExprRef, Vec<ExprId>)> {
        let code = self.program.body(at);
        let leaves = |expr: ExprId| matches!(code.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_));
        let (mut stmts, mut named) = (Vec::new(), None);
        let ExprKind::Block { stmts: written, tail, .. } = code.expr(round) else { return None };
        for stmt in written {
            match stmt {
                Stmt::Expr(expr) => stmts.push(*expr),
                Stmt::Let { pat, init: Some(init), otherwise: None, .. } if named.is_none() => {
                    let PatKind::Bind(name, None) = code.pat(*pat) else { return None };
                    named = Some((*name, self.flag(at, *init)?));
                }
                Stmt::Let { .. } => return None,
            }
        }
        stmts.extend(tail);
        if stmts.len() > 6 {
            return None;
        }
        let position =
            stmts.iter().position(|&stmt| matches!(code.expr(stmt), ExprKind::If { .. } | ExprKind::Match { .. }))?;
        let asked = |cond: ExprId| match named {
            Some((name, flag)) => self.compares(at, cond, name).then_some(flag),
            None => self.flag(at, cond),
        };
        match code.expr(stmts.remove(position)) {
            ExprKind::If { cond, then, otherwise: None } => {
                let [only] = self.plain(at, *then)?[..] else { return None };
                leaves(only).then_some(())?;
                Some((asked(*cond)?, stmts))
            }
            ExprKind::Match { value, arms } if arms.len() == 2 => {
                let flag = match (code.expr(*value), named) {
                    (ExprKind::Local(local), Some((name, flag))) if *local == name => flag,
                    (_, None) => self.flag(at, *value)?,
                    _ => return None,
                };
                let only = |arm: ExprId| match self.plain(at, arm) {
                    Some(plain) => plain,
                    None if matches!(code.expr(arm), ExprKind::Block { .. }) => Vec::new(),
                    None => vec![arm],
                };
                let (out, rest): (Vec<_>, Vec<_>) =
                    arms.iter().map(|arm| only(arm.body)).partition(|arm| matches!(arm[..], [one] if leaves(one)));
                let ([_], [rest]) = (&out[..], &rest[..]) else { return None };
                if rest.is_empty() || arms.iter().any(|arm| arm.guard.is_some()) {
                    return None;
                }
                stmts.extend(rest);
                Some((flag, stmts))
            }
            _ => None,
        }
    }

    /// A condition that asks for a variable alone, or compares it with what is fixed.
    fn compares(&self, at: BodyRef, cond: ExprId, name: BindingId) -> bool {
        let code = self.program.body(at);
        match code.expr(cond) {
            ExprKind::Local(local) => *local == name,
            ExprKind::Unary { operand, .. } => self.compares(at, *operand, name),
            ExprKind::Binary { lhs, rhs, .. } => {
                matches!(code.expr(*rhs), ExprKind::Lit(Lit::Int(_) | Lit::Bool(_)) | ExprKind::Path(_))
                    && self.compares(at, *lhs, name)
            }
            _ => false,
        }
    }

    /// The pause among statements that are nothing but pauses and log lines.
    fn only_pauses(&self, at: BodyRef, stmts: &[ExprId]) -> Option<Option<Span>> {
        let code = self.program.body(at);
        let mut pause = None;
        for &stmt in stmts {
            if matches!(code.expr(stmt), ExprKind::Macro { kind: MacroKind::Borrows, .. }) {
                continue;
            }
            let call = match code.expr(stmt) {
                ExprKind::Await(inner) => *inner,
                _ => stmt,
            };
            let call = ExprRef { body: at, expr: call };
            if !self.is_pause(call) {
                return None;
            }
            pause.get_or_insert(self.callee_span(call));
        }
        Some(pause)
    }

    /// `while lock.compare_exchange(…).is_err() { while lock.load(…) { yield_now(); } }`
    fn is_in_spin_lock(&self, at: ExprRef) -> bool {
        let code = self.program.body(at.body);
        let is_true = |arg: &ExprId| matches!(code.expr(*arg), ExprKind::Lit(Lit::Bool(true)));
        let takes = |expr| {
            matches!(code.expr(expr), ExprKind::MethodCall { name, args, .. }
                if name.as_str().starts_with("compare_exchange") || *name == "swap" && args.first().is_some_and(is_true))
        };
        let mut around = self.program.uses(at.body).ancestors(at.expr);
        around.any(|up| code.expr(up).is_loop() && code.any(up, takes))
    }

    /// `loop { match rx.try_recv() { Ok(message) => …, Err(_) => sleep(…) } }`, and nothing else in the loop: it could
    /// wait for the message.
    fn poll_with_pause(&self, at: ExprRef) -> Option<Poll> {
        let code = self.program.body(at.body);
        let ExprKind::Loop { body, .. } = code.expr(at.expr) else { return None };
        let mut stmts = self.plain(at.body, *body)?;
        stmts.retain(|&stmt| !matches!(code.expr(stmt), ExprKind::Macro { kind: MacroKind::Borrows, .. }));
        let [only] = stmts[..] else { return None };
        let is_message = |pat: PatId| matches!(code.pat(pat), PatKind::TupleStruct(path, _) if path.last() == "Ok");
        let (value, empty): (ExprId, Vec<ExprId>) = match code.expr(only) {
            ExprKind::Match { value, arms } => {
                let (full, empty): (Vec<_>, Vec<_>) = arms.iter().partition(|arm| is_message(arm.pat));
                if full.is_empty() {
                    return None;
                }
                (*value, empty.iter().map(|arm| arm.body).collect())
            }
            ExprKind::If { cond, otherwise: Some(otherwise), .. } => match code.expr(*cond) {
                ExprKind::Let { pat, value } if is_message(*pat) => (*value, vec![*otherwise]),
                _ => return None,
            },
            _ => return None,
        };
        let asked = ExprRef { body: at.body, expr: value };
        if !self.has_verb(asked, Verb::Receive) || !self.looks_at_channel(asked) {
            return None;
        }
        let mut pause = None;
        for arm in empty {
            let plain = match code.expr(arm) {
                ExprKind::Block { .. } => self.plain(at.body, arm)?,
                _ => vec![arm],
            };
            if matches!(plain.last(), Some(&last) if matches!(code.expr(last), ExprKind::Break { .. } | ExprKind::Return(_)))
            {
                continue;
            }
            pause = pause.or(self.only_pauses(at.body, &plain)?);
        }
        Some(Poll { span: self.callee_span(at), asked: self.callee_span(asked), pause: Some(pause?), channel: true })
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

    /// A condition that looks at one atomic or token, or asks whether a task has ended, and nothing else.
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
                    "is_cancelled" => role() == Some(Role::Token),
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
