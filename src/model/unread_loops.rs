//! Loops that wait for something which is not understood: a receive of a type that is not known, a `select!` none of
//! whose branches is; and those that wait for what comes from no channel.
//!
//! The map lists them, so that what was not read can be seen; no rule judges them.

use super::loop_waits::{calls, form, own_exprs};
use super::loops::{Form, OnEnd, code_after};
use super::outer_waits::OuterWait;
use super::round::Answer;
use super::{Model, callee_span, signals};
use crate::apis::{ChannelKind, ExitKind, OnClose, Verb};
use crate::flow::{BindSource, EndKind, Ends, Exit, Source, SourceOp};
use crate::ir::{Body, ExprId, ExprKind};
use crate::resolve::{BodyRef, Callee, ExprRef, Program, Ty};
use crate::source::Span;

/// Functions within functions that are gone through for such a wait.
const DEPTH: u8 = 3;

/// A loop whose waits are not understood, or that waits for something outside.
#[derive(Clone, Debug)]
pub struct UnreadLoop {
    /// The loop.
    pub at: ExprRef,
    /// Its keyword.
    pub span: Span,
    /// How it is written.
    pub form: Form,
    /// What gives what it waits for, and what it does at the end of that, where that much is known.
    pub source: Option<ChannelKind>,
    /// See `source`.
    pub on_close: Option<OnEnd>,
    /// Whether it stops at a signal, where that is known.
    pub exit_signal: Option<bool>,
    /// Whether something is done after it.
    pub cleanup: bool,
    /// Its end.
    pub ends: Ends,
    /// It awaits something: whether that brings messages is not known.
    pub is_vague: bool,
}

impl UnreadLoop {
    /// Whether nothing ends it: then that much is known.
    pub fn has_no_exit(&self) -> bool {
        self.ends.kind == EndKind::Infinite && self.exit_signal != Some(true)
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
        let may_end = |found: &UnreadLoop| !found.is_vague && found.ends.kind != EndKind::Infinite;
        others.filter_map(|&at| self.unread_loop(at)).filter(may_end).collect()
    }

    fn unread_loop(&self, at: ExprRef) -> Option<UnreadLoop> {
        let program = self.program;
        let body = program.body(at.body);
        if !body.expr(at.expr).is_loop() {
            return None;
        }
        let is_for = matches!(body.expr(at.expr), ExprKind::For { .. });
        let select = own_select(body, at.expr).filter(|_| !is_for);
        let outer = if select.is_some() { None } else { self.outer_wait(at) };
        let unknown = || select.or_else(|| unknown_receive(program, at)).map(|expr| ExprRef { body: at.body, expr });
        let accepted = if is_for { None } else { accepts_stream(program, at) };
        let mut is_vague = false;
        let (wait, channel) = match (outer, accepted) {
            (Some(outer), _) => (outer.at(), Some(ChannelKind::Other)),
            (None, _) if is_for => return None,
            (None, Some(accepted)) => (accepted, Some(ChannelKind::Accept)),
            (None, None) => match unknown() {
                Some(wait) => (wait, None),
                None => match self.drained_by_method(at) {
                    Some(source) => (source.at, Some(source.channel)),
                    None => {
                        is_vague = true;
                        (awaits_unknown(program, at)?, None)
                    }
                },
            },
        };
        let source = Source {
            at: wait,
            op: SourceOp::Receive,
            channel: ChannelKind::Other,
            on_close: OnClose::Never,
            lags: false,
        };
        let in_select = select.is_some();
        let ends = self.ends.of_loop(at);
        let signal = signals::ends_by_signal(self, at, &ends, &source) || self.is_in_raced_task(at);
        let end = if in_select { None } else { self.end_of_unread(at, &source) };
        let exit_signal = match end {
            _ if signal => Some(true),
            // All that ends it is the end of what it waits for.
            Some(end) => {
                let by_end = |exit: &Exit| exit.kind == ExitKind::Error || exit.span == end;
                ends.exits.iter().all(by_end).then_some(false)
            }
            None => None,
        };
        let on_close = match outer {
            // What is behind the descriptors may come to an end; that is seen where they are read.
            Some(OuterWait::Event(event)) if self.deed(event).is_some_and(|deed| deed.note.is_some()) => None,
            Some(OuterWait::Event(_)) => Some(OnEnd::None),
            None if accepted.is_some() => Some(OnEnd::None),
            // Who never leaves it has not seen the end.
            Some(OuterWait::Input(_)) if is_for || !self.ends.ways_out(at).is_empty() => Some(OnEnd::Exits),
            _ => end.map(|_| OnEnd::Exits),
        };
        Some(UnreadLoop {
            at,
            span: callee_span(program, at),
            form: form(self, at, &[source], in_select),
            source: channel,
            on_close,
            exit_signal,
            cleanup: code_after(program, at),
            ends,
            is_vague,
        })
    }

    /// Where a loop is left if what it waits for gives an error, or nothing any more.
    fn end_of_unread(&self, at: ExprRef, source: &Source) -> Option<Span> {
        [OnClose::Err, OnClose::None].into_iter().find_map(|on_close| {
            let course = self.course(at, &Source { on_close, ..*source }, &[], Answer::Closed)?;
            let ends = !course.again && !course.lost && course.off.is_none();
            course.leaves.filter(|_| ends)
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

/// `connection.accept_uni()` of a type that is not known: streams of one connection come in.
fn accepts_stream(program: &Program<'_>, at: ExprRef) -> Option<ExprRef> {
    let body = program.body(at.body);
    let mut found = None;
    calls(body, at.expr, &mut |expr| {
        let ExprKind::MethodCall { name, args, .. } = body.expr(expr) else { return };
        let accepts = matches!(name.as_str(), "accept_bi" | "accept_bidi" | "accept_uni") && args.is_empty();
        let here = ExprRef { body: at.body, expr };
        if found.is_none() && accepts && !matches!(program.callee(here), Callee::Api(_)) {
            found = Some(here);
        }
    });
    found
}

/// Whether a future is awaited: at once, or in what ends it at a time or a signal.
fn is_awaited(program: &Program<'_>, at: ExprRef) -> bool {
    let ends = |up: ExprId| {
        program
            .called_api(ExprRef { body: at.body, expr: up })
            .is_some_and(|row| matches!(row.verb, Verb::WaitOr | Verb::Timeout))
    };
    program.is_awaited(at) || program.uses(at.body).parent_expr(at.expr).is_some_and(ends)
}

/// `while let Some(event) = device.poll().await`, `loop { let frame = codec.frame(&mut peer).await?; … }`: a loop that
/// waits in each round for what a type that is not known gives, or a trait's method without code.
fn awaits_unknown(program: &Program<'_>, at: ExprRef) -> Option<ExprRef> {
    let body = program.body(at.body);
    let part = match body.expr(at.expr) {
        ExprKind::Loop { body, .. } => *body,
        ExprKind::While { cond, .. } if matches!(body.expr(*cond), ExprKind::Let { .. }) => *cond,
        _ => return None,
    };
    let mut found = None;
    own_exprs(body, part, &mut |expr| {
        let here = ExprRef { body: at.body, expr };
        let waits = match body.expr(expr) {
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => {
                is_awaited(program, here) && (is_unread(program, here) || waits_for_unread(program, here, DEPTH))
            }
            ExprKind::Await(inner) => awaits_own_future(program, ExprRef { body: at.body, expr: *inner }),
            _ => false,
        };
        if found.is_none() && waits {
            found = Some(here);
        }
    });
    found
}

/// A call that gives a future of which nothing is known.
fn is_unread(program: &Program<'_>, at: ExprRef) -> bool {
    match program.callee(at) {
        Callee::Unknown | Callee::Foreign(_) => true,
        Callee::Trait(function) => program.defs.fns[*function].body.is_none(),
        // A future of the program's own, polled by hand.
        Callee::Fn(function) => {
            !program.defs.fns[*function].item.is_async && matches!(program.sig(*function).output, Ty::Adt(..))
        }
        _ => false,
    }
}

/// `changed.await` where that is a future of the program's own, polled by hand: what it waits for stands in its `poll`.
fn awaits_own_future(program: &Program<'_>, at: ExprRef) -> bool {
    let ty = program.peel(program.ty(at));
    matches!(ty, Ty::Adt(..)) && !program.output(&ty).is_unknown()
}

/// An `async fn` of the program's own that does no more than to wait for the next of what it is called on or given:
/// `self.stream.chunk(n).await` of a type that is not known, the first of several that give something, a future of the
/// program's own; also by way of functions like it.
fn waits_for_unread(program: &Program<'_>, call: ExprRef, depth: u8) -> bool {
    let Callee::Fn(function) = program.callee(call) else { return false };
    let def = &program.defs.fns[*function];
    let Some(inner) = def.body.filter(|_| def.item.is_async && depth > 0) else { return false };
    let code = program.body(inner);
    let is_given = |expr: ExprId| {
        super::round::field_way(code, expr)
            .is_some_and(|(root, _)| matches!(program.uses(inner).source(root), BindSource::Param(_)))
    };
    let mut found = false;
    own_exprs(code, code.root, &mut |expr| {
        let here = ExprRef { body: inner, expr };
        found |= match code.expr(expr) {
            _ if found => true,
            ExprKind::MethodCall { receiver, .. } if is_given(*receiver) && is_awaited(program, here) => {
                is_unread(program, here) || waits_for_unread(program, here, depth - 1)
            }
            // `select_all(nodes.iter_mut().map(Node::read)).await`
            ExprKind::Call { .. } => {
                is_awaited(program, here)
                    && program
                        .called_api(here)
                        .is_some_and(|row| matches!(row.name.as_str(), "select_all" | "select_ok"))
            }
            ExprKind::Await(of) => awaits_own_future(program, ExprRef { body: inner, expr: *of }),
            _ => false,
        };
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
        let awaited = || is_awaited(program, ExprRef { body: at.body, expr });
        let api = match program.callee(ExprRef { body: at.body, expr }) {
            Callee::Api(api) => Some(program.apis.row(*api)),
            _ => None,
        };
        let waits = match (body.expr(expr), api) {
            (ExprKind::MethodCall { name, args, .. }, None) => match name.as_str() {
                "recv" | "recv_async" | "recv_timeout" | "try_recv_timeout" => args.len() < 2,
                "try_recv" => args.is_empty(),
                "changed" | "updated" => args.is_empty() && awaited(),
                "poll_frame" => true,
                name if name.starts_with("next") => args.is_empty() && awaited(),
                name => (name.starts_with("recv") || name.starts_with("receive")) && awaited(),
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
