//! Loops that wait for something which is not understood: a receive of a type that is not known, a `select!` none of
//! whose branches is.
//!
//! The map lists them, so that what was not read can be seen; no rule judges them.

use super::loop_waits::{calls, form, own_exprs};
use super::loops::{Form, code_after};
use super::{Model, callee_span, signals};
use crate::apis::{ChannelKind, OnClose};
use crate::flow::{EndKind, Ends, Source, SourceOp};
use crate::ir::{Body, ExprId, ExprKind};
use crate::resolve::{BodyRef, Callee, ExprRef, Program};
use crate::source::Span;

/// A loop whose waits are not understood.
#[derive(Clone, Debug)]
pub struct UnreadLoop {
    /// The loop.
    pub at: ExprRef,
    /// Its keyword.
    pub span: Span,
    /// How it is written.
    pub form: Form,
    /// Whether it stops at a signal.
    pub exit_signal: bool,
    /// Whether something is done after it.
    pub cleanup: bool,
    /// Its end.
    pub ends: Ends,
}

impl UnreadLoop {
    /// Whether nothing ends it: then that much is known.
    pub fn has_no_exit(&self) -> bool {
        self.ends.kind == EndKind::Infinite && !self.exit_signal
    }
}

impl Model<'_, '_> {
    /// All of them, in order of files and places.
    pub fn unread_loops(&self) -> Vec<UnreadLoop> {
        let known: rustc_hash::FxHashSet<ExprRef> = self.loops.iter().map(|one| one.at).collect();
        let others = self.index.loops().iter().filter(|at| !self.skips(at.body) && !known.contains(at));
        others.filter_map(|&at| self.unread_loop(at)).collect()
    }

    /// Those in these bodies that may end.
    pub(super) fn unread_loops_in(&self, bodies: &rustc_hash::FxHashSet<BodyRef>) -> Vec<UnreadLoop> {
        let known: rustc_hash::FxHashSet<ExprRef> = self.loops.iter().map(|one| one.at).collect();
        let others = self.index.loops().iter().filter(|at| bodies.contains(&at.body) && !known.contains(at));
        others.filter_map(|&at| self.unread_loop(at)).filter(|found| found.ends.kind != EndKind::Infinite).collect()
    }

    fn unread_loop(&self, at: ExprRef) -> Option<UnreadLoop> {
        let program = self.program;
        let body = program.body(at.body);
        let (ExprKind::Loop { .. } | ExprKind::While { .. }) = body.expr(at.expr) else { return None };
        let wait = own_select(body, at.expr).or_else(|| unknown_receive(program, at))?;
        let source = Source {
            at: ExprRef { body: at.body, expr: wait },
            op: SourceOp::Receive,
            channel: ChannelKind::Other,
            on_close: OnClose::Never,
            lags: false,
        };
        let in_select = matches!(body.expr(wait), ExprKind::Select { .. });
        let ends = self.ends.of_loop(at);
        let exit_signal = signals::ends_by_signal(self, at, &ends, &source) || self.is_in_raced_task(at);
        Some(UnreadLoop {
            at,
            span: callee_span(program, at),
            form: form(self, at, &[source], in_select),
            exit_signal,
            cleanup: code_after(program, at),
            ends,
        })
    }
}

/// The first `select!` of a loop's own code.
fn own_select(body: &Body, at: ExprId) -> Option<ExprId> {
    let mut found = None;
    own_exprs(body, at, &mut |expr| {
        if found.is_none() && matches!(body.expr(expr), ExprKind::Select { .. }) {
            found = Some(expr);
        }
    });
    found
}

/// A call that is named like a receive and is none of the catalog, or that waits for what it is given.
fn unknown_receive(program: &Program<'_>, at: ExprRef) -> Option<ExprId> {
    let body = program.body(at.body);
    let mut found = None;
    calls(body, at.expr, &mut |expr| {
        if found.is_some() {
            return;
        }
        let awaited =
            || matches!(program.uses(at.body).parent_expr(expr).map(|up| body.expr(up)), Some(ExprKind::Await(_)));
        let api = match program.callee(ExprRef { body: at.body, expr }) {
            Callee::Api(api) => Some(program.apis.row(*api)),
            _ => None,
        };
        let waits = match (body.expr(expr), api) {
            (ExprKind::MethodCall { name, args, .. }, None) => match name.as_str() {
                "recv" | "recv_async" | "recv_timeout" => args.len() < 2,
                "next" | "changed" | "updated" | "receive" => args.is_empty() && awaited(),
                _ => false,
            },
            // `poll_fn(|cx| body.poll_frame(cx)).await`, `select(cancelled, sleep).await`
            (ExprKind::Call { .. }, Some(row)) => {
                matches!(row.name.as_str(), "poll_fn" | "select" | "try_select") && awaited()
            }
            _ => false,
        };
        if waits {
            found = Some(expr);
        }
    });
    found
}
