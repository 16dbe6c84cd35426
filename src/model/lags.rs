//! Lost messages: whether the code names the case, and whether a receiver is made anew before it can miss anything.

use super::cleanup::same_place;
use super::closing::select_of;
use super::round::{Answer, Shape};
use super::{Loop, Model};
use crate::apis::Role;
use crate::flow::{BindSource, Parent, Source};
use crate::ir::{Body, ExprId, ExprKind, MacroKind, PatKind, TypeRef};
use crate::resolve::{BodyRef, Callee, ExprRef, Program, Ty};
use crate::source::Span;

/// Whether the code names the case that messages of a receiver were lost: in the loop, but for branches of a `select!`
/// that are about other receivers, or where the function that it calls receives.
pub(super) fn names_lag(program: &Program<'_>, at: ExprRef, source: &Source) -> bool {
    let body = program.body(source.at.body);
    if source.at.body != at.body {
        return says_lagged(body, body.root);
    }
    let of_others = || {
        let (select, index) = select_of(program, source.at, at.expr)?;
        let ExprKind::Select { branches, .. } = body.expr(select) else { return None };
        let others = branches.iter().enumerate().filter(|(other, _)| *other != index);
        Some(others.map(|(_, branch)| body.span(branch.body)).collect::<Vec<_>>())
    };
    let others = of_others().unwrap_or_default();
    lagged_patterns(body, at.expr).any(|span| !others.iter().any(|other| other.contains(span)))
}

/// Whether a pattern says `Lagged`.
pub(super) fn says_lagged(body: &Body, root: ExprId) -> bool {
    lagged_patterns(body, root).next().is_some()
}

fn lagged_patterns(body: &Body, root: ExprId) -> impl Iterator<Item = Span> {
    let span = body.span(root);
    let says = move |pat: &&crate::ir::Pat| {
        pat.lo >= span.lo
            && pat.hi <= span.hi
            && matches!(&pat.kind, PatKind::TupleStruct(path, _) | PatKind::Path(path) if matches!(path.last().as_str(), "Lagged" | "Overflowed"))
    };
    body.pats.iter().filter(says).map(move |pat| Span::new(body.file, pat.lo, pat.hi))
}

/// Whether the receiver is a new one in the round of the loop around this one, and what ends this one does not end that.
pub(super) fn subscribes_again(program: &Program<'_>, at: ExprRef, source: &Source, leaves: Option<Span>) -> bool {
    let body = program.body(at.body);
    let Some(leaves) = leaves.filter(|_| source.at.body == at.body) else { return false };
    let ExprKind::MethodCall { receiver, .. } = body.expr(source.at.expr) else { return false };
    let ExprKind::Local(binding) = body.expr(*receiver) else { return false };
    let made = body.binding(*binding);
    let mut around = program.uses(at.body).ancestors(at.expr).take_while(|&up| !body.expr(up).is_lazy());
    let outer = around.find(|&up| body.expr(up).is_loop());
    let anew = outer.is_some_and(|outer| {
        let span = body.span(outer);
        made.lo >= span.lo && made.hi <= span.hi
    });
    let only_this = body.any(at.expr, |expr| {
        matches!(body.expr(expr), ExprKind::Break { label: None, .. }) && body.span(expr) == leaves
    });
    anew && only_this
}

/// `rx = rx.resubscribe()` in each round: the receiver has missed nothing.
pub(super) fn is_renewed(program: &Program<'_>, at: ExprRef, source: &Source) -> bool {
    if source.at.body != at.body {
        return false;
    }
    let body = program.body(at.body);
    let ExprKind::MethodCall { receiver, .. } = body.expr(source.at.expr) else { return false };
    let replaced = || {
        body.any(at.expr, |expr| match body.expr(expr) {
            ExprKind::Assign { place, value, .. } => {
                same_place(body, *place, *receiver)
                    && body.span(expr).hi <= body.span(source.at.expr).lo
                    && matches!(body.expr(*value), ExprKind::MethodCall { name, .. } if matches!(name.as_str(), "subscribe" | "resubscribe" | "new_receiver"))
            }
            _ => false,
        })
    };
    is_fresh(program, ExprRef { body: at.body, expr: *receiver }) || replaced()
}

/// Whether a receiver is made right where it is asked: `while let Ok(news) = tx.subscribe().recv().await`.
fn is_fresh(program: &Program<'_>, receiver: ExprRef) -> bool {
    let by_value = |ret: &TypeRef| matches!(ret, TypeRef::Path(path) if path.last() == "Receiver");
    match (program.expr(receiver), program.callee_of(receiver)) {
        (ExprKind::MethodCall { name, .. }, Some(Callee::Api(_) | Callee::Foreign(_))) => {
            matches!(name.as_str(), "subscribe" | "resubscribe" | "new_receiver")
        }
        (_, Some(Callee::Fn(function))) => program.defs.fns[*function].item.ret.as_ref().is_some_and(by_value),
        _ => false,
    }
}

impl Model<'_, '_> {
    /// Whether a loop waits for the one message that its function or block is to give something for, and gives an error
    /// where it cannot: whoever asked learns of that.
    pub fn waits_for_one(&self, found: &Loop) -> bool {
        let program = self.program;
        let body = program.body(found.at.body);
        let Some((code, given)) = self.gives(found.at) else { return false };
        let value = given.arg(0);
        let gives_value = program.role(&given) == Some(Role::Result) && !value.is_unit() && !value.is_unknown();
        let fails = |expr: ExprId| match body.expr(expr) {
            ExprKind::Try(_) => true,
            ExprKind::Return(Some(value)) => body.is_err(*value),
            _ => false,
        };
        gives_value && body.span(code).contains(body.span(found.at.expr)) && body.any(found.at.expr, fails)
    }

    /// Whether a function owns what it is given at a position, and gives it back only with something else.
    fn uses_up(&self, at: BodyRef, position: u32) -> bool {
        let program = self.program;
        let Some(function) = program.owner(at) else { return false };
        let item = program.defs.fns[function].item;
        let Some(index) = (position as usize).checked_sub(usize::from(item.receiver.is_some())) else { return false };
        let is_owned = matches!(item.params.get(index), Some(TypeRef::Path(_)));
        // A clone is of the same channel.
        let is_moved = |call: &ExprRef| {
            let given = program.argument(*call, position);
            given.is_some_and(|given| matches!(program.expr(given), ExprKind::Local(_)))
        };
        is_owned
            && self.callers(function).iter().all(is_moved)
            && !gives_receiver(program, &program.sig(function).output)
    }

    /// Whether each round of a loop receives from another receiver, that a call in it gives: what one says of its
    /// channel says nothing of the next one.
    pub fn is_another_each_round(&self, found: &Loop, source: &Source) -> bool {
        let program = self.program;
        let body = program.body(source.at.body);
        // `ask(&path).await`, which connects anew.
        if let Some(Callee::Fn(function)) = program.callee_of(source.at) {
            let def = &program.defs.fns[*function];
            return def.item.receiver.is_none()
                && def.body.is_some_and(|at| {
                    let code = program.body(at);
                    code.any(
                        code.root,
                        |expr| matches!(code.expr(expr), ExprKind::Await(inner) if self.opens(at, *inner)),
                    )
                });
        }
        let ExprKind::MethodCall { receiver, .. } = body.expr(source.at.expr) else { return false };
        let round = if source.at.body == found.at.body { found.at.expr } else { body.root };
        let called = |expr: ExprId| {
            let call = ExprRef { body: source.at.body, expr };
            body.span(round).contains(body.span(expr)) && matches!(program.callee_of(call), Some(Callee::Fn(_)))
        };
        match body.expr(*receiver) {
            ExprKind::Local(binding) => match program.uses(source.at.body).source(*binding) {
                // `match self.step(key) { Step::Wait(mut rx) => … }`
                BindSource::Value(value, pat) => {
                    matches!(body.pat(pat), PatKind::TupleStruct(path, _) if !matches!(path.last().as_str(), "Some" | "Ok"))
                        && matches!(
                            program.role(program.types(source.at.body).binding(*binding)),
                            Some(Role::Receiver | Role::Connection)
                        )
                        && match body.expr(value) {
                            ExprKind::Await(call) => called(*call),
                            _ => called(value),
                        }
                }
                // `async fn next(mut rx: Receiver<T>) -> Option<(Receiver<T>, T)>`: with its end it is gone.
                BindSource::Param(position) => {
                    source.at.body != found.at.body && self.uses_up(source.at.body, position)
                }
                _ => false,
            },
            // `UnixStream::connect(path).await?.read_u8()`
            _ => source.at.body != found.at.body && self.opens(source.at.body, *receiver),
        }
    }

    /// Whether an expression connects to somebody.
    fn opens(&self, at: BodyRef, expr: ExprId) -> bool {
        let body = self.program.body(at);
        match body.expr(expr) {
            ExprKind::Await(inner) | ExprKind::Try(inner) => self.opens(at, *inner),
            ExprKind::MethodCall { receiver, name, .. } if matches!(name.as_str(), "unwrap" | "expect") => {
                self.opens(at, *receiver)
            }
            ExprKind::Call { callee, .. } => {
                matches!(body.expr(*callee), ExprKind::Path(path) if matches!(path.last().as_str(), "connect" | "open"))
            }
            _ => false,
        }
    }

    /// Whether all that a loop does with a message of this receiver is to leave, or nothing: what was missed can only have
    /// said that it is to stop, and leaving is right.
    pub fn is_only_told_to_stop(&self, found: &Loop) -> bool {
        let body = self.program.body(found.at.body);
        let source = &found.source;
        if source.at.body != found.at.body {
            return false;
        }
        let Some((select, index)) = select_of(self.program, source.at, found.at.expr) else { return false };
        let ExprKind::Select { branches, .. } = body.expr(select) else { return false };
        // `let answer = select! { answer = rx.recv() => answer, … }`: it goes on behind.
        let goes_on = match self.program.uses(found.at.body).parent(select) {
            Parent::Stmt(..) => false,
            Parent::Expr(up) => !matches!(body.expr(up), ExprKind::Block { .. }),
            _ => true,
        };
        if goes_on {
            return false;
        }
        // `Ok(told) = rx.recv()` is switched off instead.
        if !matches!(body.pat(branches[index].pat), PatKind::Bind(_, None)) {
            return false;
        }
        // A value that is bound may be asked whether it says stop; nothing else becomes of it.
        let does_something = body.any(branches[index].body, |expr| {
            !matches!(
                body.expr(expr),
                ExprKind::Block { .. }
                    | ExprKind::If { .. }
                    | ExprKind::Match { .. }
                    | ExprKind::Let { .. }
                    | ExprKind::Break { value: None, .. }
                    | ExprKind::Continue { .. }
                    | ExprKind::Return(None)
                    | ExprKind::Macro { kind: MacroKind::Borrows, .. }
                    | ExprKind::Unary { .. }
                    | ExprKind::Binary { .. }
                    | ExprKind::Local(_)
                    | ExprKind::Lit(_)
                    | ExprKind::Path(_)
                    | ExprKind::Tuple(_)
            )
        });
        let leaves = |calls: Vec<ExprRef>| self.course(found.at, source, &calls, Answer::Message(Shape::Any));
        !does_something
            && self
                .calls_to(found.at, source.at.body)
                .and_then(leaves)
                .is_some_and(|course| course.leaves.is_some() && !course.lost)
    }

    /// Whether a receive is of async-broadcast, whose senders wait for room unless somebody lets it overflow.
    pub(super) fn never_overflows(&self, source: &Source) -> bool {
        self.is_of_async_broadcast(source) && self.index.calls("set_overflow".into()).all(|at| self.skips(at.body))
    }

    fn is_of_async_broadcast(&self, source: &Source) -> bool {
        self.program.called_api(source.at).is_some_and(|row| row.path.starts_with("async_broadcast::"))
    }

    /// The variant of the error that says that messages were lost.
    pub fn lag_variant(&self, source: &Source) -> &'static str {
        if self.is_of_async_broadcast(source) { "Overflowed" } else { "Lagged" }
    }

    /// Whether all that is ever sent on the channel of a receive is one message: a signal, for which nobody is too slow.
    pub fn is_told_once(&self, source: &Source) -> bool {
        let graph = self.channel_graph();
        let Some(channel) = graph.op(source.at).and_then(|op| op.channel()) else { return false };
        let mut sends = graph.sends_of(channel);
        let (Some(one), None) = (sends.next(), sends.next()) else { return false };
        let body = self.program.body(one.at.body);
        // A function that sends and does not make the channel is called as often as somebody likes.
        self.channels[channel].at.body == one.at.body
            && one.in_loop.is_none()
            && !self
                .program
                .uses(one.at.body)
                .ancestors(one.at.expr)
                .any(|up| body.expr(up).is_loop() || matches!(body.expr(up), ExprKind::Closure { .. }))
    }
}

/// Whether a value has a receiver in it in any case: `(Receiver<T>, Option<T>)`, and not `Option<(Receiver<T>, T)>`.
fn gives_receiver(program: &Program<'_>, ty: &Ty) -> bool {
    match ty {
        Ty::Tuple(parts) => parts.iter().any(|part| gives_receiver(program, part)),
        Ty::Adt(..) | Ty::Unknown => true,
        _ => matches!(program.role(ty), Some(Role::Receiver | Role::Connection)),
    }
}
