//! Loops that go round without a wait, once there is nothing to wait for: they ask an empty set whether it
//! has something, read on behind the end of what they read, or take `continue` past their only wait.
//!
//! Only where the whole round can be read. Loops whose channel closes are in `closing`.

use super::Model;
use crate::apis::{ExitKind, Role, Verb};
use crate::flow::BindSource;
use crate::ir::{BindingId, Body, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef};
use crate::source::{Name, Span};

/// A loop that goes round without a wait.
#[derive(Clone, Copy, Debug)]
pub struct IdleSpin {
    /// The loop's keyword.
    pub span: Span,
    /// What is asked in each round.
    pub asked: Span,
    /// When it never waits again.
    pub kind: IdleSpinKind,
}

/// When a loop never waits again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdleSpinKind {
    /// When its set is empty.
    EmptySet,
    /// Behind the end of what is read.
    EndOfInput,
    /// As long as a value stays what it is; the way round, and the wait that it goes past.
    Unchanged(Span, Span),
}

impl Model<'_, '_> {
    /// All such loops, in order of files and ids.
    pub fn idle_spins(&self) -> Vec<IdleSpin> {
        let mut found = Vec::new();
        for &at in self.index.loops() {
            if self.skips(at.body) {
                continue;
            }
            let spin = self
                .asks_once(at)
                .or_else(|| self.reads_on(at))
                .or_else(|| self.goes_past_wait(at))
                .or_else(|| Some((self.reads_blindly(at)?, IdleSpinKind::EndOfInput)));
            found.extend(spin.map(|(asked, kind)| IdleSpin { span: self.callee_span(at), asked, kind }));
        }
        found
    }

    /// `while set.join_next().now_or_never().is_some() {}`: an empty set answers `Some(None)`.
    fn asks_once(&self, at: ExprRef) -> Option<(Span, IdleSpinKind)> {
        let program = self.program;
        let body = program.body(at.body);
        let ExprKind::While { cond, body: inner, .. } = *body.expr(at.expr) else { return None };
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let asked = match body.expr(cond) {
            ExprKind::MethodCall { receiver, name, .. } if *name == "is_some" => *receiver,
            ExprKind::Let { pat, value } if takes_any(body, *pat) => *value,
            _ => return None,
        };
        let once = match (body.expr(asked), program.callee_of(here(asked))) {
            (ExprKind::MethodCall { receiver, args, .. }, Some(Callee::Api(api)))
                if program.apis.row(*api).name == "now_or_never" =>
            {
                args.first().copied().unwrap_or(*receiver)
            }
            (ExprKind::Call { args, .. }, Some(Callee::Api(api))) if program.apis.row(*api).name == "now_or_never" => {
                *args.first()?
            }
            _ => return None,
        };
        let row = program.called_api(here(once))?;
        let gives_none = program.role(&program.output(program.ty(here(once)))) == Some(Role::Option);
        if row.verb != Verb::Join || !row.is_async || !gives_none || self.may_leave(at.body, inner) {
            return None;
        }
        Some((self.callee_span(here(once)), IdleSpinKind::EmptySet))
    }

    /// `loop { let _ = reader.read_line(&mut line); }`: at the end it reads nothing, again and again.
    fn reads_on(&self, at: ExprRef) -> Option<(Span, IdleSpinKind)> {
        let program = self.program;
        let body = program.body(at.body);
        let ExprKind::Loop { body: inner, .. } = *body.expr(at.expr) else { return None };
        let ExprKind::Block { stmts, tail, .. } = body.expr(inner) else { return None };
        if stmts.len() > 6 || self.may_leave(at.body, inner) {
            return None;
        }
        let mut read = None;
        for stmt in exprs_of(stmts).chain(*tail) {
            let call = match body.expr(stmt) {
                ExprKind::Await(call) => *call,
                ExprKind::MethodCall { receiver, name, .. } if *name == "ok" => match body.expr(*receiver) {
                    ExprKind::Await(call) => *call,
                    _ => *receiver,
                },
                ExprKind::AssignPat { places, value, .. } if places.is_empty() => match body.expr(*value) {
                    ExprKind::Await(call) => *call,
                    _ => *value,
                },
                _ => stmt,
            };
            if self.reads(ExprRef { body: at.body, expr: call }) {
                read = read.or(Some(call));
            } else if self.may_wait(at.body, stmt) {
                return None;
            }
        }
        let read = read?;
        Some((self.callee_span(ExprRef { body: at.body, expr: read }), IdleSpinKind::EndOfInput))
    }

    /// A read that gives how much it has read: nothing at the end.
    fn reads(&self, at: ExprRef) -> bool {
        self.program.called_api(at).is_some_and(|row| {
            matches!(row.name.as_str(), "read" | "read_line" | "read_until") && row.exit == Some(ExitKind::PeerClosed)
        })
    }

    /// `loop { let now = rx.borrow().clone(); if now.old { continue; } … rx.changed().await }`
    fn goes_past_wait(&self, at: ExprRef) -> Option<(Span, IdleSpinKind)> {
        let program = self.program;
        let body = program.body(at.body);
        let ExprKind::Loop { body: inner, label } = *body.expr(at.expr) else { return None };
        let ExprKind::Block { stmts, tail, .. } = body.expr(inner) else { return None };
        let round = body.span(inner);
        let mut asked = None;
        for (index, stmt) in stmts.iter().enumerate() {
            match stmt {
                Stmt::Let { init: Some(init), otherwise, .. } => {
                    if self.may_wait(at.body, *init) || !self.only_looks_at(at.body, *init) {
                        return None;
                    }
                    asked = asked.or(self.looks_at_watch(at.body, *init));
                    let Some(otherwise) = otherwise else { continue };
                    if !self.is_seen(at.body, *init, round, 0) || !self.only_goes_round(at.body, *otherwise, label) {
                        return None;
                    }
                    return self.past(at, &stmts[index + 1..], *tail, *otherwise, asked?);
                }
                Stmt::Expr(expr) => match body.expr(*expr) {
                    ExprKind::Macro { kind: MacroKind::Borrows, .. } => {}
                    ExprKind::If { cond, then, otherwise: None } => {
                        let asks = self.only_looks_at(at.body, *cond) && self.is_seen(at.body, *cond, round, 0);
                        if !asks || self.may_wait(at.body, *cond) || !self.only_goes_round(at.body, *then, label) {
                            return None;
                        }
                        return self.past(at, &stmts[index + 1..], *tail, *then, asked?);
                    }
                    _ => return None,
                },
                Stmt::Let { .. } => return None,
            }
        }
        None
    }

    /// The wait behind the way round.
    fn past(
        &self,
        at: ExprRef,
        rest: &[Stmt],
        tail: Option<ExprId>,
        round: ExprId,
        asked: ExprId,
    ) -> Option<(Span, IdleSpinKind)> {
        let body = self.program.body(at.body);
        let here = |expr: ExprId| ExprRef { body: at.body, expr };
        let mut wait = None;
        for expr in exprs_of(rest).chain(tail) {
            body.walk(expr, &mut |_| false, &mut |expr| {
                let waits = matches!(body.expr(expr), ExprKind::Await(_) | ExprKind::Select { .. });
                if wait.is_none() && waits {
                    wait = Some(expr);
                }
            });
        }
        let mut way = body.span(round);
        body.walk(round, &mut |_| false, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Continue { .. }) {
                way = body.span(expr);
            }
        });
        let kind = IdleSpinKind::Unchanged(way, self.callee_span(here(wait?)));
        Some((self.callee_span(here(asked)), kind))
    }

    /// A block of nothing but log lines and `continue`.
    fn only_goes_round(&self, at: BodyRef, block: ExprId, label: Option<Name>) -> bool {
        let body = self.program.body(at);
        let ExprKind::Block { stmts, tail, .. } = body.expr(block) else { return false };
        let mut rounds = false;
        let plain = stmts.iter().all(|stmt| matches!(stmt, Stmt::Expr(_)))
            && exprs_of(stmts).chain(*tail).all(|expr| match body.expr(expr) {
                ExprKind::Continue { label: to } => {
                    rounds = to.is_none() || *to == label;
                    rounds
                }
                ExprKind::Macro { kind: MacroKind::Borrows, .. } => true,
                _ => false,
            });
        plain && rounds
    }

    /// Whether an expression changes nothing: it looks at variables, fields and what methods without arguments give.
    fn only_looks_at(&self, at: BodyRef, expr: ExprId) -> bool {
        let body = self.program.body(at);
        !body.any(expr, |expr| match body.expr(expr) {
            ExprKind::Local(_)
            | ExprKind::Field { .. }
            | ExprKind::Lit(_)
            | ExprKind::Path(_)
            | ExprKind::Ref(_)
            | ExprKind::Unary { .. }
            | ExprKind::Binary { .. }
            | ExprKind::Let { .. } => false,
            ExprKind::MethodCall { args, .. } => !args.is_empty(),
            _ => true,
        })
    }

    /// `rx.borrow()`, `rx.borrow_and_update()` of a watch channel.
    fn looks_at_watch(&self, at: BodyRef, expr: ExprId) -> Option<ExprId> {
        let body = self.program.body(at);
        let mut found = None;
        body.walk(expr, &mut |_| false, &mut |expr| {
            let looks = self.program.called_api(ExprRef { body: at, expr }).is_some_and(|row| {
                matches!(row.name.as_str(), "borrow" | "borrow_and_update")
                    && row.parent.is_some_and(|parent| parent == "tokio::sync::watch::Receiver")
            });
            if looks {
                found = Some(expr);
            }
        });
        found
    }

    /// Whether an expression says the same as long as a watch channel holds the same value: it looks there, or at what
    /// this round has seen there.
    fn is_seen(&self, at: BodyRef, expr: ExprId, round: Span, depth: u8) -> bool {
        if self.looks_at_watch(at, expr).is_some() {
            return true;
        }
        let body = self.program.body(at);
        let mut locals: Vec<BindingId> = Vec::new();
        body.walk(expr, &mut |_| false, &mut |expr| {
            if let ExprKind::Local(binding) = body.expr(expr) {
                locals.push(*binding);
            }
        });
        let seen = |binding: &BindingId| match self.program.uses(at).source(*binding) {
            BindSource::Value(value, _) => {
                round.contains(body.span(value)) && depth < 4 && self.is_seen(at, value, round, depth + 1)
            }
            _ => false,
        };
        !locals.is_empty() && locals.iter().all(seen)
    }

    /// Whether code leaves the loop around it, or may: what cannot be read may do anything.
    fn may_leave(&self, at: BodyRef, code: ExprId) -> bool {
        let body = self.program.body(at);
        body.any(code, |expr| match body.expr(expr) {
            ExprKind::Break { .. } | ExprKind::Return(_) | ExprKind::Try(_) | ExprKind::Opaque => true,
            ExprKind::Macro { kind, .. } => *kind != MacroKind::Borrows,
            ExprKind::MethodCall { name, .. } => matches!(name.as_str(), "unwrap" | "expect"),
            // What may panic, end the process or never come back.
            ExprKind::Call { .. } => {
                !self.program.called_api(ExprRef { body: at, expr }).is_some_and(|row| row.verb != Verb::Exit)
            }
            _ => false,
        })
    }

    /// Whether code may take time: it awaits, or calls what is not known.
    fn may_wait(&self, at: BodyRef, code: ExprId) -> bool {
        let body = self.program.body(at);
        body.any(code, |expr| match body.expr(expr) {
            ExprKind::Await(_) | ExprKind::Select { .. } | ExprKind::Opaque | ExprKind::Call { .. } => true,
            ExprKind::MethodCall { .. } => match self.program.callee_of(ExprRef { body: at, expr }) {
                Some(Callee::Api(api)) => {
                    let row = self.program.apis.row(*api);
                    row.blocking
                        || matches!(row.verb, Verb::Sleep | Verb::Tick | Verb::Lock | Verb::Receive | Verb::Send)
                }
                Some(Callee::Fn(function)) => self.program.defs.fns[*function].item.is_async,
                _ => false,
            },
            _ => false,
        })
    }
}

/// `Some(_)`, `Some(x)`
fn takes_any(body: &Body, pat: PatId) -> bool {
    let PatKind::TupleStruct(path, parts) = body.pat(pat) else { return false };
    let [part] = &parts[..] else { return false };
    path.last() == "Some" && matches!(body.pat(*part), PatKind::Wild | PatKind::Bind(_, None))
}

/// The expressions of statements.
fn exprs_of(stmts: &[Stmt]) -> impl Iterator<Item = ExprId> {
    stmts.iter().filter_map(|stmt| match stmt {
        Stmt::Expr(expr) => Some(*expr),
        Stmt::Let { init, .. } => *init,
    })
}
