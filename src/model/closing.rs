//! What a loop does when what it waits for ends, and when messages were lost.
//!
//! Follows the value of the wait: through awaits, adaptors, variables and the arms of `match`es, to the code that
//! runs when it says that there is nothing more.

use super::Model;
use super::cleanup::same_place;
use super::lags::{is_renewed, says_lagged, subscribes_again};
use super::loops::{Form, OnEnd, OnLag};
use super::round::{Answer, Course, Shape, is_end_of_other, is_told_elsewhere};
use crate::apis::{ChannelKind, OnClose, Role, TyText, Verb};
use crate::flow::{Parent, Source, SourceOp};
use crate::ir::{Body, ExprId, ExprKind, MacroKind, PatId, PatKind, SelectElse, Stmt};
use crate::resolve::{BodyRef, Callee, ExprRef, Program, Ty};
use crate::source::Span;

/// The select whose branch waits at `wait`, within the loop.
pub(super) fn select_of(program: &Program<'_>, wait: ExprRef, root: ExprId) -> Option<(ExprId, usize)> {
    let body = program.body(wait.body);
    let uses = program.uses(wait.body);
    let mut child = wait.expr;
    while child != root {
        let parent = uses.parent_expr(child)?;
        if let ExprKind::Select { branches, .. } = body.expr(parent) {
            return branches.iter().position(|branch| branch.future == child).map(|index| (parent, index));
        }
        child = parent;
    }
    None
}

/// What the loop `at` does when `source` closes; `call` is the call of the loop that leads to it, if it stands elsewhere.
pub(super) fn on_close(
    model: &Model<'_, '_>,
    at: ExprRef,
    source: &Source,
    form: Form,
    call: Option<ExprId>,
) -> (OnEnd, Option<Span>) {
    match at_end(model, at, source, form, call) {
        // It does not come round to a closed channel again, or not for long.
        (OnEnd::Spins, span)
            if is_short(model.program, at)
                || source.at.body == at.body && is_switched_off(model.program, at, source) =>
        {
            (OnEnd::Ignored, span)
        }
        found @ (OnEnd::Ignored, _) => at_last_byte(model, at, source, call).unwrap_or(found),
        found => found,
    }
}

fn at_end(
    model: &Model<'_, '_>,
    at: ExprRef,
    source: &Source,
    form: Form,
    call: Option<ExprId>,
) -> (OnEnd, Option<Span>) {
    let program = model.program;
    match source.op {
        // An `accept` that is not in the catalog may give nothing in the end.
        SourceOp::Accept if source.at.body == at.body && form != Form::For && !is_api(program, source.at) => {
            return match known_close(model, at, source.at.expr) {
                (OnEnd::Exits, Some(span)) if !is_error_exit(program, at, span) => (OnEnd::Exits, Some(span)),
                _ => (OnEnd::None, None),
            };
        }
        SourceOp::Accept | SourceOp::Tick | SourceOp::Wait(_) if source.channel != ChannelKind::Watch => {
            return (OnEnd::None, None);
        }
        // A clock does not stop.
        _ if matches!(source.channel, ChannelKind::Oneshot | ChannelKind::Interval) => return (OnEnd::None, None),
        _ => {}
    }
    match source.on_close {
        OnClose::Waits => {
            let complete = complete(program, at, source);
            return complete.or_else(|| all_are_off(model, source)).unwrap_or((OnEnd::None, None));
        }
        OnClose::Never => return (OnEnd::None, None),
        OnClose::None | OnClose::Err => {}
    }
    if model.kept.contains(&source.at) {
        return (OnEnd::Unreachable, None);
    }
    if model.takes_endless(source.at) {
        let clock = source.channel == ChannelKind::Crossbeam;
        return (if clock { OnEnd::None } else { OnEnd::Ignored }, None);
    }
    if source.at.body == at.body && asks_receiver(program, at, source) {
        return (OnEnd::Exits, None);
    }
    if source.at.body == at.body && is_set(program, source) && is_refilled(program, at, source) {
        return match known_close(model, at, source.at.expr) {
            (OnEnd::Spins, span) => (OnEnd::Ignored, span),
            found => found,
        };
    }
    if let Some(calls) = calls_to(model, at, source, call) {
        if model.holds_lender(at, source, &calls) {
            return (OnEnd::Unreachable, None);
        }
        if form != Form::For
            && let Some(found) = by_course(model, at, source, &calls)
        {
            return found;
        }
    }
    if source.at.body != at.body {
        // The wait stands in a function that the loop calls: what it does with that one's answer.
        if let Some(call) = call
            && let found @ (OnEnd::Exits | OnEnd::Panics, _) = known_close(model, at, call)
        {
            return found;
        }
        return match program.expr(at) {
            ExprKind::While { .. } => (OnEnd::Exits, None),
            _ => match model.ends.of_loop(at).exits.first() {
                Some(exit) => (OnEnd::Exits, Some(exit.span)),
                None => (OnEnd::Ignored, None),
            },
        };
    }
    let over = match program.expr(at) {
        ExprKind::For { iter, .. } => {
            program.body(at.body).span(*iter).contains(program.body(at.body).span(source.at.expr))
        }
        _ => false,
    };
    if over {
        return (OnEnd::Exits, None);
    }
    match known_close(model, at, source.at.expr) {
        // `select!` panics when all its branches are off, and one of them never is.
        (OnEnd::Panics, span) if stays_on(model, source) => (OnEnd::Ignored, span),
        // Whoever looks into the batch sees that nothing came.
        (OnEnd::Spins, span) if gives_number(program, source) && leaves_somewhere(program, at) => {
            (OnEnd::Ignored, span)
        }
        // A stream of a type that is not in the catalog may wait instead of saying that it has ended.
        (OnEnd::Spins, span) if !is_known_source(program, source) && !is_set(program, source) => (OnEnd::Ignored, span),
        // `let n = rx.recv_many(&mut batch, 16).await`: 0 from then on, and nobody leaves.
        (OnEnd::Ignored, span) if gives_number(program, source) => match program.uses(at.body).parent(source.at.expr) {
            Parent::Expr(wait) => spins_or_ignores(program, at, wait),
            _ => (OnEnd::Ignored, span),
        },
        // The loop is over something else, and comes to its end.
        (OnEnd::Spins, span) if matches!(program.expr(at), ExprKind::For { .. }) => (OnEnd::Ignored, span),
        found => found,
    }
}

/// `loop { while let Some(x) = rx.recv().await { if full { break } } }`: the loop around `at` that begins again at once
/// when `source` has ended, and `at` with it.
pub(super) fn begins_again(model: &Model<'_, '_>, at: ExprRef, source: &Source) -> Option<Span> {
    let program = model.program;
    let body = program.body(at.body);
    let waits = super::loop_waits::waits(program, source.at);
    if source.at.body != at.body || !waits || !is_known_source(program, source) {
        return None;
    }
    match body.expr(at.expr) {
        ExprKind::While { cond, .. } if body.span(*cond).contains(body.span(source.at.expr)) => {}
        _ => return None,
    }
    let mut ups = program.uses(at.body).ancestors(at.expr);
    let outer = ups.find(|&up| body.expr(up).is_loop() || body.expr(up).is_lazy())?;
    let outer = ExprRef { body: at.body, expr: outer };
    if !matches!(body.expr(outer.expr), ExprKind::Loop { .. }) || waits_before(model, outer, at.expr) {
        return None;
    }
    if !is_from_outside(program, outer, source) {
        return None;
    }
    let course = model.course(outer, source, &[], Answer::Closed)?;
    let ends = course.leaves.is_some() || course.panics.is_some() || course.lost || course.off.is_some();
    (course.again && !course.waits && !course.changes && !ends).then(|| super::callee_span(program, outer))
}

/// Whether what is received from is there before a loop begins, and is not put there anew within it.
fn is_from_outside(program: &Program<'_>, outer: ExprRef, source: &Source) -> bool {
    let body = program.body(outer.body);
    let ExprKind::MethodCall { receiver, .. } = body.expr(source.at.expr) else { return false };
    let mut root = *receiver;
    while let ExprKind::Field { base, .. } | ExprKind::Ref(base) = body.expr(root) {
        root = *base;
    }
    let ExprKind::Local(binding) = body.expr(root) else { return false };
    let span = body.span(outer.expr);
    let from_outside = !(span.lo..span.hi).contains(&body.binding(*binding).lo);
    let anew = body.any(
        outer.expr,
        |expr| matches!(body.expr(expr), ExprKind::Assign { place, .. } if same_place(body, *place, *receiver)),
    );
    from_outside && !anew
}

/// `x = inbox.select_next_some() => …, complete => break`: where all have ended, the last branch runs.
fn complete(program: &Program<'_>, at: ExprRef, source: &Source) -> Option<Found> {
    let body = program.body(at.body);
    let (select, _) = (source.at.body == at.body).then(|| select_of(program, source.at, at.expr))??;
    match body.expr(select) {
        ExprKind::Select { otherwise: Some((SelectElse::Complete, code)), .. } if leaves(body, *code) => {
            Some((OnEnd::Exits, Some(body.span(*code))))
        }
        _ => None,
    }
}

/// `select! { a = one.select_next_some() => …, b = two.select_next_some() => … }`: it panics where all have ended.
fn all_are_off(model: &Model<'_, '_>, source: &Source) -> Option<Found> {
    let program = model.program;
    let body = program.body(source.at.body);
    let (select, _) = select_of(program, source.at, body.root)?;
    let ExprKind::Select { branches, otherwise: None, .. } = body.expr(select) else { return None };
    let is_off = |future: ExprId| {
        let source = model.ends.source(ExprRef { body: source.at.body, expr: future });
        source.is_some_and(|source| source.op == SourceOp::Receive && source.on_close == OnClose::Waits)
    };
    branches.iter().all(|branch| is_off(branch.future)).then(|| (OnEnd::Panics, Some(body.span(select))))
}

/// Whether a wait is a branch of a `select!` with a pattern for messages only, beside one whose channel does not close.
fn stays_on(model: &Model<'_, '_>, source: &Source) -> bool {
    let body = model.program.body(source.at.body);
    let here = |expr: ExprId| ExprRef { body: source.at.body, expr };
    let select = model.program.uses(source.at.body).ancestors(source.at.expr).find_map(|up| match body.expr(up) {
        ExprKind::Select { branches, .. } => Some(branches),
        _ => None,
    });
    let Some(branches) = select else { return false };
    let own = |future: ExprId| body.span(future).contains(body.span(source.at.expr));
    let kept = |future: ExprId| body.any(future, |expr| model.kept.contains(&here(expr)));
    branches.iter().any(|branch| own(branch.future) && refutable(body, branch.pat))
        && branches.iter().any(|branch| !own(branch.future) && kept(branch.future))
}

/// `while !rx.is_empty() { rx.recv().await; }`: the loop's condition asks the receiver itself.
fn asks_receiver(program: &Program<'_>, at: ExprRef, source: &Source) -> bool {
    let body = program.body(at.body);
    let ExprKind::While { cond, .. } = body.expr(at.expr) else { return false };
    asks_in(body, *cond, source.at.expr)
}

/// Whether a condition asks what a receive takes from whether there is more.
fn asks_in(body: &Body, cond: ExprId, receive: ExprId) -> bool {
    let ExprKind::MethodCall { receiver, .. } = body.expr(receive) else { return false };
    body.any(cond, |expr| {
        expr != receive
            && matches!(body.expr(expr), ExprKind::MethodCall { receiver: of, name, .. }
                if matches!(name.as_str(), "is_empty" | "len" | "is_closed" | "is_disconnected" | "is_terminated" | "has_changed")
                    && same_place(body, *of, *receiver))
    })
}

/// Whether a branch of a `select!` waits no more once its source has ended: its precondition asks the receiver
/// (`if !rx.is_closed()`), or the macro is that of `futures`, which leaves out what is terminated.
fn is_switched_off(program: &Program<'_>, at: ExprRef, source: &Source) -> bool {
    let body = program.body(at.body);
    let Some((select, index)) = select_of(program, source.at, at.expr) else { return false };
    let ExprKind::Select { path, branches, .. } = body.expr(select) else { return false };
    let branch = &branches[index];
    if branch.guard.is_some_and(|guard| asks_in(body, guard, source.at.expr)) {
        return true;
    }
    let named = program.resolve(program.scope(at.body), path, crate::resolve::Namespace::Macros);
    let fused = named.external(program).is_some_and(|path| {
        matches!(path.as_str().split("::").next(), Some("futures" | "futures_util" | "futures_lite" | "futures_micro"))
    });
    // `rx.next().fuse()` is a new future in each round.
    fused && branch.future == source.at.expr && branches.len() > 1
}

/// `while start.elapsed() < PAUSE { … }`: the clock ends the loop.
fn is_short(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let ExprKind::While { cond, .. } = body.expr(at.expr) else { return false };
    body.any(*cond, |expr| {
        program.called_api(ExprRef { body: at.body, expr }).is_some_and(|row| {
            matches!(
                row.path.as_str(),
                "std::time::Instant::elapsed"
                    | "std::time::Instant::now"
                    | "tokio::time::Instant::elapsed"
                    | "tokio::time::Instant::now"
                    | "std::time::SystemTime::elapsed"
            )
        })
    })
}

/// Whether a loop is left when a source has nothing more to give; a oneshot whose sender is gone, too.
pub(super) fn leaves_at_end(
    model: &Model<'_, '_>,
    at: ExprRef,
    source: &Source,
    form: Form,
    call: Option<ExprId>,
) -> Option<Found> {
    let found = match source.channel {
        ChannelKind::Oneshot => by_course(model, at, source, &calls_to(model, at, source, call)?)?,
        _ => on_close(model, at, source, form, call),
    };
    (found.0 == OnEnd::Exits).then_some(found)
}

/// `if let Ok(n) = socket.read(&mut buffer).await { if n == 0 { break } }`: the end of what is read is no error.
fn at_last_byte(model: &Model<'_, '_>, at: ExprRef, source: &Source, call: Option<ExprId>) -> Option<Found> {
    let program = model.program;
    let given = program.ty(source.at).given();
    let counts = program.role(given) == Some(Role::Result) && matches!(given.arg(0), Ty::Prim(name) if name == "usize");
    let calls = calls_to(model, at, source, call).filter(|_| counts)?;
    let course = model.course(at, source, &calls, Answer::Nothing)?;
    let leaves = course.leaves.filter(|_| !course.again && !course.lost && !course.perhaps)?;
    Some((OnEnd::Exits, Some(leaves)))
}

/// The same, by going through the code with the answer that there is nothing more; nothing where that gets lost.
fn by_course(model: &Model<'_, '_>, at: ExprRef, source: &Source, calls: &[ExprRef]) -> Option<Found> {
    let program = model.program;
    let course = model.course(at, source, calls, Answer::Closed)?;
    if let Some(span) = course.leaves {
        // Who only looks whether there is something, and leaves for another reason, leaves so with a message, too.
        let looks = !super::loop_waits::waits(program, source.at) && course.again && !course.lost;
        let with_message = || model.course(at, source, calls, Answer::Message(Shape::Any));
        // What may fail beside it fails or not, whether there are messages or not.
        if course.perhaps && course.again && !course.lost {
            return Some((OnEnd::Ignored, None));
        }
        if looks && with_message().is_some_and(|other| other.leaves == Some(span) && other.again) {
            return Some((OnEnd::Ignored, None));
        }
        return Some((OnEnd::Exits, Some(span)));
    }
    let wait = calls.first().map_or(source.at.expr, |call| call.expr);
    // What a watch says does not change any more: a way round without a wait is taken for ever.
    if source.channel == ChannelKind::Watch && course.idle && !waits_before(model, at, wait) {
        return Some((OnEnd::Spins, Some(course.taken.unwrap_or_else(|| statement(program, at, wait)))));
    }
    // Another branch of the `select!` in a function that the loop calls goes on.
    if course.off.is_some_and(|(select, _)| select.body != at.body) {
        return Some((OnEnd::Ignored, None));
    }
    if course.lost || course.off.is_some() {
        return None;
    }
    let body = program.body(at.body);
    match course {
        Course { panics: Some(span), .. } => Some((OnEnd::Panics, Some(span))),
        Course { again: true, waits: false, changes: false, taken, .. } if !waits_before(model, at, wait) => {
            if !is_known_source(program, source) && !is_one_stream(program, source) && !is_set(program, source)
                || matches!(body.expr(at.expr), ExprKind::For { .. })
            {
                return None;
            }
            Some((OnEnd::Spins, Some(taken.unwrap_or_else(|| statement(program, at, wait)))))
        }
        Course { told: Some(span), .. } => Some((OnEnd::Exits, Some(span))),
        Course { again: true, taken, .. } => Some((OnEnd::Ignored, Some(taken.unwrap_or(body.span(wait))))),
        _ => None,
    }
}

/// The statement of a loop that a place stands in, where that is shorter than the loop.
fn statement(program: &Program<'_>, at: ExprRef, place: ExprId) -> Span {
    let uses = program.uses(at.body);
    let mut expr = place;
    while let Parent::Expr(up) = uses.parent(expr) {
        if up == at.expr {
            break;
        }
        expr = up;
    }
    program.body(at.body).span(expr)
}

/// Whether a round waits, or may end, before it comes to a place.
fn waits_before(model: &Model<'_, '_>, at: ExprRef, place: ExprId) -> bool {
    let program = model.program;
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let mut child = place;
    while child != at.expr {
        let Some(parent) = uses.parent_expr(child) else { return false };
        if let (ExprKind::Block { stmts, .. }, before) = (body.expr(parent), uses.parent(child)) {
            let upto = match before {
                Parent::Stmt(_, index) | Parent::Let(_, index) | Parent::LetElse(_, index) => index as usize,
                Parent::Expr(_) | Parent::Root => stmts.len(),
            };
            let code = stmts[..upto].iter().filter_map(|stmt| match stmt {
                Stmt::Let { init, .. } => *init,
                Stmt::Expr(expr) => Some(*expr),
            });
            // `let next = async { … };` waits where it is awaited.
            for expr in code.filter(|&expr| !body.expr(expr).is_lazy()) {
                let may_end = may_leave(body, expr) && !only_asks(model, at.body, expr, place);
                if waits(body, expr) || may_end || sleeps(program, at.body, expr) {
                    return true;
                }
            }
        }
        child = parent;
    }
    // `while let Some(job) = jobs.recv().await { if set.len() > 9 { set.next().await; } … }`
    match body.expr(at.expr) {
        ExprKind::While { cond, .. } if !body.span(*cond).contains(body.span(place)) => {
            let blocks = |expr: ExprId| {
                matches!(body.expr(expr), ExprKind::MethodCall { .. })
                    && program.called_api(ExprRef { body: at.body, expr }).is_some_and(|row| row.blocking)
            };
            waits(body, *cond) || body.any(*cond, blocks)
        }
        _ => false,
    }
}

/// `if stop.load(Relaxed) { break }`
fn only_asks(model: &Model<'_, '_>, at: BodyRef, expr: ExprId, wait: ExprId) -> bool {
    match model.program.body(at).expr(expr) {
        ExprKind::If { cond, otherwise: None, .. } => {
            is_told_elsewhere(model, at, *cond) || is_end_of_other(model, ExprRef { body: at, expr: *cond }, wait)
        }
        _ => false,
    }
}

impl Model<'_, '_> {
    /// Where a loop is left, although nothing comes any more, if others or the clock say so, or its own state was so
    /// before.
    pub fn left_when_told(&self, found: &super::Loop, source: &Source) -> Option<Span> {
        let calls = self.calls_to(found.at, source.at.body)?;
        if let Some(told) = self.course(found.at, source, &calls, Answer::Closed).and_then(|course| course.told) {
            return Some(told);
        }
        let body = self.program.body(found.at.body);
        let (ExprKind::Loop { body: code, .. } | ExprKind::While { body: code, .. }) = body.expr(found.at.expr) else {
            return None;
        };
        let ExprKind::Block { stmts, .. } = body.expr(*code) else { return None };
        let wait = calls.first().map_or(source.at.expr, |call| call.expr);
        let before = stmts.iter().filter_map(|stmt| match stmt {
            Stmt::Expr(expr) if body.span(*expr).hi <= body.span(wait).lo => Some(*expr),
            _ => None,
        });
        let asks = |expr: &ExprId| only_asks(self, found.at.body, *expr, wait) && may_leave(body, *expr);
        before.filter(asks).map(|expr| body.span(expr)).next()
    }
}

fn leaves_somewhere(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    let mut found = false;
    body.walk(at.expr, &mut |_| false, &mut |expr| {
        found |= matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_));
    });
    found
}

/// A receive that says how many messages it has taken.
pub(super) fn gives_number(program: &Program<'_>, source: &Source) -> bool {
    let types = program.types(source.at.body);
    let is_number = |ty: &Ty| matches!(ty, Ty::Prim(name) if *name == "usize");
    let awaited = match program.uses(source.at.body).parent(source.at.expr) {
        Parent::Expr(wait) => matches!(program.body(source.at.body).expr(wait), ExprKind::Await(_)).then_some(wait),
        _ => None,
    };
    match (awaited, types.expr(source.at.expr)) {
        (Some(wait), _) => is_number(types.expr(wait)),
        (None, Ty::Future(future)) => is_number(&future.output),
        _ => false,
    }
}

fn is_api(program: &Program<'_>, at: ExprRef) -> bool {
    matches!(program.callee(at), Callee::Api(_))
}

/// Whether an exit is an arm for errors: a listener that fails has not come to its end.
fn is_error_exit(program: &Program<'_>, at: ExprRef, span: Span) -> bool {
    let body = program.body(at.body);
    let names_err = |pat: PatId| matches!(body.pat(pat), PatKind::TupleStruct(path, _) if path.last() == "Err");
    let mut found = false;
    body.walk(at.expr, &mut |_| false, &mut |expr| match body.expr(expr) {
        ExprKind::Match { arms, .. } => {
            found |= arms.iter().any(|arm| names_err(arm.pat) && body.span(arm.body).contains(span));
        }
        ExprKind::Try(_) => found |= body.span(expr) == span,
        _ => {}
    });
    found
}

/// Whether what is received from is the end of a channel, of which it is known that it ends: any other stream may
/// wait for ever instead, and a set of futures is filled again.
fn is_known_source(program: &Program<'_>, source: &Source) -> bool {
    match program.expr(source.at) {
        ExprKind::MethodCall { receiver, .. } => {
            let ty = program.types(source.at.body).expr(*receiver);
            program.derefs(ty).iter().any(|ty| program.role(ty) == Some(crate::apis::Role::Receiver))
        }
        _ => true,
    }
}

/// A stream of a type that is not in the catalog, or that is only known to be a stream, or the messages of a
/// connection: these say `None` for ever once they have ended. Sets of futures are in the catalog.
fn is_one_stream(program: &Program<'_>, source: &Source) -> bool {
    // `BoxStream<T>` by its name is no other than `Pin<Box<dyn Stream<Item = T>>>`.
    let is_any = |ty: &Ty| {
        program
            .type_row(ty)
            .is_some_and(|row| row.role == Role::Other && row.stream && row.item == Some(TyText::Generic(0)))
    };
    let is_one = |ty: Ty| program.role(&ty).is_none() || is_any(&ty) || is_connection(program, &ty);
    source.channel == ChannelKind::Stream && asked_type(program, source).is_some_and(is_one)
}

/// The type of what a method receives from.
fn asked_type(program: &Program<'_>, source: &Source) -> Option<Ty> {
    let ExprKind::MethodCall { receiver, .. } = program.expr(source.at) else { return None };
    Some(program.peel(program.types(source.at.body).expr(*receiver)))
}

/// Whether a method takes the next message of a connection, or of its half that reads.
pub(super) fn reads_connection(program: &Program<'_>, source: &Source) -> bool {
    asked_type(program, source).is_some_and(|ty| {
        let half = matches!(&ty, Ty::Api(path, _) if *path == "futures::stream::SplitStream");
        is_connection(program, &if half { ty.arg(0) } else { ty })
    })
}

/// A connection whose messages are a stream.
fn is_connection(program: &Program<'_>, ty: &Ty) -> bool {
    program.role(ty) == Some(Role::Connection) && program.type_row(ty).is_some_and(|row| row.stream)
}

/// Whether a set is made anew in each round, or the code behind its answer may fill it again.
fn is_refilled(program: &Program<'_>, at: ExprRef, source: &Source) -> bool {
    let body = program.body(at.body);
    let ExprKind::MethodCall { receiver, .. } = body.expr(source.at.expr) else { return false };
    let Some((owner, _)) = super::round::field_way(body, *receiver) else { return false };
    let span = body.span(at.expr);
    let made = body.binding(owner);
    let code = match select_of(program, source.at, at.expr).map(|(select, index)| (body.expr(select), index)) {
        Some((ExprKind::Select { branches, .. }, index)) => branches[index].body,
        _ => at.expr,
    };
    let asks = |expr: ExprId| {
        matches!(body.expr(expr), ExprKind::MethodCall { receiver: of, name, .. }
            if same_place(body, *of, *receiver) && matches!(name.as_str(), "is_empty" | "len" | "iter" | "next"))
    };
    let uses = |expr: ExprId| same_place(body, expr, *receiver);
    let used =
        |expr: ExprId| uses(expr) && expr != *receiver && !program.uses(at.body).parent_expr(expr).is_some_and(asks);
    made.lo >= span.lo && made.hi <= span.hi || body.any(code, used)
}

/// A set of streams or futures, which gives `None` at once while it is empty, and is filled again.
fn is_set(program: &Program<'_>, source: &Source) -> bool {
    let ExprKind::MethodCall { receiver, name, .. } = program.expr(source.at) else { return false };
    let gives_next = matches!(name.as_str(), "next" | "try_next");
    gives_next
        && program.derefs(program.types(source.at.body).expr(*receiver)).iter().any(|ty| {
            let row = program.type_row(ty);
            row.is_some_and(|row| row.stream && matches!(row.role, Role::Collection | Role::TaskSet))
        })
}

impl Model<'_, '_> {
    /// Whether a wait takes from a set that gives `None` at once while it is empty.
    pub fn takes_from_set(&self, source: &Source) -> bool {
        is_set(self.program, source)
    }

    /// Whether an arm for the end of a stream says nothing but `continue`: `None => continue`.
    pub fn skips_the_end(&self, found: &super::Loop, source: &Source, arm: Option<Span>) -> bool {
        let body = self.program.body(found.at.body);
        is_one_stream(self.program, source)
            && arm.is_some_and(|arm| {
                body.any(found.at.expr, |expr| {
                    matches!(body.expr(expr), ExprKind::Continue { .. }) && body.span(expr) == arm
                })
            })
    }

    /// Whether a wait takes the next message of a connection.
    pub fn takes_from_connection(&self, source: &Source) -> bool {
        asked_type(self.program, source).is_some_and(|ty| is_connection(self.program, &ty))
    }

    /// Whether it is known where the channel was made that a wait takes from.
    pub fn has_known_channel(&self, source: &Source) -> bool {
        self.channels.iter().any(|channel| channel.is_received_at(source.at))
    }

    /// Whether it is sure that a wait gives its end again and again: of channels that is known.
    pub fn ends_for_good(&self, source: &Source) -> bool {
        is_known_source(self.program, source)
    }
}

fn known_close(model: &Model<'_, '_>, at: ExprRef, wait: ExprId) -> (OnEnd, Option<Span>) {
    let follow = Follow { program: model.program, body: model.program.body(at.body), at };
    // A `poll_…` gives its answer inside a `Poll`.
    let polls = super::round::polls(follow.body, wait);
    let here = ExprRef { body: at.body, expr: wait };
    let errs = model.program.called_api(here).is_some_and(|row| row.on_close == Some(OnClose::Err));
    follow.value(wait, &State { wraps: u8::from(polls), errs, ..State::default() })
}

type Found = (OnEnd, Option<Span>);

const UNSEEN: Found = (OnEnd::Ignored, None);

/// Follows the value of a wait in the body of its loop.
struct Follow<'p, 'a> {
    program: &'p Program<'a>,
    body: &'p Body,
    /// The loop.
    at: ExprRef,
}

/// What is around the answer where it is now.
#[derive(Clone, Default)]
struct State {
    /// How many `Poll`s, `Result`s of time limits and the like must be opened to come to it.
    wraps: u8,
    /// The end is an `Err`: whatever is in an `Ok` is a message.
    errs: bool,
    /// Which sides of `select(a, b)` it comes from, the outermost last.
    sides: Vec<u8>,
    depth: u8,
}

/// What a pattern says to the end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// It is for the end.
    End,
    /// It takes everything.
    All,
    /// It does not match it.
    Not,
}

impl Follow<'_, '_> {
    /// What becomes of the end when the wait's answer is at `expr`.
    fn value(&self, expr: ExprId, state: &State) -> Found {
        let (body, uses) = (self.body, self.program.uses(self.at.body));
        if state.depth > 24 {
            return UNSEEN;
        }
        let state = &State { depth: state.depth + 1, ..state.clone() };
        match uses.parent(expr) {
            Parent::Expr(parent) => self.operand(expr, parent, state),
            Parent::Let(block, index) => {
                let ExprKind::Block { stmts, .. } = body.expr(block) else { return UNSEEN };
                let Stmt::Let { pat, otherwise, .. } = &stmts[index as usize] else { return UNSEEN };
                match (otherwise, self.takes(*pat, state)) {
                    (Some(otherwise), Takes::Not) => self.after(*otherwise),
                    // `let Some(answer) = poll_once(…) else { … }`: the answer is in the variable.
                    _ => self.bound(*pat, state).unwrap_or_else(|| self.spins_or_ignores(self.at.expr)),
                }
            }
            Parent::Stmt(..) => self.spins_or_ignores(self.at.expr),
            Parent::Root | Parent::LetElse(..) => UNSEEN,
        }
    }

    fn operand(&self, expr: ExprId, parent: ExprId, state: &State) -> Found {
        let (body, uses) = (self.body, self.program.uses(self.at.body));
        match body.expr(parent) {
            ExprKind::Await(_) | ExprKind::Ref(_) | ExprKind::Unary { .. } => self.value(parent, state),
            // `timeout(…).await?` opens the limit's result first.
            ExprKind::Try(_) if state.wraps > 0 => {
                self.value(parent, &State { wraps: state.wraps - 1, ..state.clone() })
            }
            ExprKind::Try(_) => (OnEnd::Exits, Some(body.span(parent))),
            // `ready!(rx.poll_recv(cx))` returns while there is nothing.
            ExprKind::Macro { path, .. } if path.last() == "ready" => {
                self.value(parent, &State { wraps: state.wraps.saturating_sub(1), ..state.clone() })
            }
            ExprKind::Macro { kind: MacroKind::Identity, .. } => self.value(parent, state),
            ExprKind::Let { pat, .. } => self.condition(parent, *pat, state),
            ExprKind::Match { value, arms } if *value == expr => {
                let arm = arms
                    .iter()
                    .find(|arm| self.takes(arm.pat, state) == Takes::End)
                    .or_else(|| arms.iter().find(|arm| self.takes(arm.pat, state) == Takes::All));
                let Some(arm) = arm else { return UNSEEN };
                match self.after(arm.body) {
                    // `other => break Some(other)`, `received => Wake::Block(received)`
                    found if self.takes(arm.pat, state) == Takes::All => match self.bound(arm.pat, state) {
                        Some(inner) if inner != UNSEEN => inner,
                        _ => found,
                    },
                    found => found,
                }
            }
            // The answer goes into a value that another `match` takes apart.
            ExprKind::Tuple(_) => UNSEEN,
            ExprKind::MethodCall { receiver, name, .. } if *receiver == expr => {
                self.method(parent, name.as_str(), state)
            }
            ExprKind::Call { args, .. } => self.call(expr, parent, args, state),
            ExprKind::Block { tail: Some(tail), .. } if *tail == expr => self.value(parent, state),
            ExprKind::Match { arms, .. } if arms.iter().any(|arm| arm.body == expr) => self.value(parent, state),
            ExprKind::If { cond, .. } if *cond != expr => self.value(parent, state),
            ExprKind::Select { branches, .. } => {
                if let Some(index) = branches.iter().position(|branch| branch.future == expr) {
                    return self.branch(parent, index, state);
                }
                // `let x = select! { x = rx.recv() => x, … };`
                if branches.iter().any(|branch| branch.body == expr) { self.value(parent, state) } else { UNSEEN }
            }
            ExprKind::While { .. } => (OnEnd::Exits, None),
            ExprKind::Break { .. } | ExprKind::Return(_) => (OnEnd::Exits, Some(body.span(parent))),
            ExprKind::Assign { place, value, .. } if *value == expr => match body.expr(*place) {
                ExprKind::Local(binding) => self.uses_of(*binding, state).unwrap_or(UNSEEN),
                _ => UNSEEN,
            },
            // `recv_many(&mut batch, n).await == 0`
            ExprKind::Binary { .. } => match uses.parent_expr(parent).map(|up| body.expr(up)) {
                Some(ExprKind::If { cond, then, .. }) if *cond == parent => self.after(*then),
                Some(ExprKind::While { .. }) => (OnEnd::Exits, None),
                _ => UNSEEN,
            },
            _ => UNSEEN,
        }
    }

    /// `map_or(Action::Closed, Action::Send)`: the end is the first argument from here on.
    fn instead(&self, call: ExprId) -> Found {
        let body = self.body;
        let ExprKind::MethodCall { args, .. } = body.expr(call) else { return UNSEEN };
        let Some(ExprKind::Path(path)) = args.first().map(|&arg| body.expr(arg)) else { return UNSEEN };
        let mut found = UNSEEN;
        body.walk(self.at.expr, &mut |_| false, &mut |expr| {
            let ExprKind::Match { arms, .. } = body.expr(expr) else { return };
            let says = |pat: PatId| matches!(body.pat(pat), PatKind::Path(other) if other.last() == path.last());
            if let Some(arm) = arms.iter().find(|arm| says(arm.pat))
                && found == UNSEEN
            {
                found = self.after(arm.body);
            }
        });
        found
    }

    /// `if let` and `while let`.
    fn condition(&self, cond: ExprId, pat: PatId, state: &State) -> Found {
        let (body, uses) = (self.body, self.program.uses(self.at.body));
        let takes = self.takes(pat, state);
        let mut holder = cond;
        loop {
            let Some(up) = uses.parent_expr(holder) else { return UNSEEN };
            match body.expr(up) {
                ExprKind::Binary { .. } => holder = up,
                ExprKind::While { .. } if up == self.at.expr => {
                    return match takes {
                        Takes::Not => (OnEnd::Exits, Some(body.pat_span(pat))),
                        _ => self.bound(pat, state).unwrap_or(UNSEEN),
                    };
                }
                ExprKind::If { then, otherwise, .. } => {
                    return match (takes, otherwise) {
                        (Takes::End, _) => self.after(*then),
                        (Takes::All, _) => self.bound(pat, state).unwrap_or(UNSEEN),
                        (Takes::Not, Some(otherwise)) => self.after(*otherwise),
                        (Takes::Not, None) => self.spins_or_ignores(up),
                    };
                }
                // A loop inside that drains: it ends, and this one goes on.
                ExprKind::While { .. } => return UNSEEN,
                _ => return UNSEEN,
            }
        }
    }

    fn method(&self, call: ExprId, name: &str, state: &State) -> Found {
        let (body, uses) = (self.body, self.program.uses(self.at.body));
        let more = |wraps: u8| State { wraps, ..state.clone() };
        match name {
            "unwrap" | "expect" if state.wraps > 0 => self.value(call, &more(state.wraps - 1)),
            "unwrap" | "expect" => (OnEnd::Panics, Some(body.span(call))),
            "now_or_never" | "catch_unwind" => self.value(call, &more(state.wraps + 1)),
            "is_none" | "is_err" => match uses.parent_expr(call).map(|up| body.expr(up)) {
                Some(ExprKind::If { then, .. }) => self.after(*then),
                _ => (OnEnd::Exits, None),
            },
            "is_some" | "is_ok" => match uses.parent_expr(call).map(|up| body.expr(up)) {
                Some(ExprKind::While { .. }) => (OnEnd::Exits, None),
                Some(ExprKind::If { otherwise: Some(otherwise), .. }) => self.after(*otherwise),
                _ => UNSEEN,
            },
            "map_or" | "unwrap_or" => self.instead(call),
            "flatten" if state.wraps > 0 => self.value(call, &more(state.wraps - 1)),
            "fuse" | "map" | "map_err" | "map_ok" | "ok" | "ok_or" | "ok_or_else" | "transpose" | "flatten"
            | "and_then" | "context" | "with_context" | "wrap_err" | "as_ref" | "as_mut" | "cloned" | "boxed"
            | "into" | "instrument" | "in_current_span" => self.value(call, state),
            _ => UNSEEN,
        }
    }

    fn call(&self, expr: ExprId, call: ExprId, args: &[ExprId], state: &State) -> Found {
        match self.program.callee(ExprRef { body: self.at.body, expr: call }) {
            Callee::Api(api) => {
                let row = self.program.apis.row(*api);
                let mut state = state.clone();
                match (row.verb, row.name.as_str()) {
                    // `timeout(d, rx.recv()).await`
                    (Verb::Timeout, _) => state.wraps += 1,
                    (_, "select" | "try_select") => {
                        state.sides.push(u8::from(args.first() != Some(&expr)));
                    }
                    _ => {}
                }
                self.value(call, &state)
            }
            // `Wake::Block(rx.recv().await)`, `Some(rx.recv().await)`
            Callee::Ctor(_) => self.inside_ctor(expr, call, args, state),
            Callee::Wrap => {
                let shows = matches!(self.body.expr(call), ExprKind::Call { callee, .. }
                    if matches!(self.body.expr(*callee), ExprKind::Path(path) if matches!(path.last().as_str(), "Some" | "Ok" | "Ready")));
                self.value(call, &State { wraps: state.wraps + u8::from(shows), ..state.clone() })
            }
            // Whoever is given the answer decides.
            _ => (OnEnd::Ignored, Some(self.body.span(call))),
        }
    }

    /// The answer is put into a variant: the arm of the `match` that takes that variant apart decides.
    fn inside_ctor(&self, expr: ExprId, call: ExprId, args: &[ExprId], state: &State) -> Found {
        let (body, uses) = (self.body, self.program.uses(self.at.body));
        let ExprKind::Call { callee, .. } = body.expr(call) else { return UNSEEN };
        let ExprKind::Path(path) = body.expr(*callee) else { return UNSEEN };
        let Some(position) = args.iter().position(|&arg| arg == expr) else { return UNSEEN };
        // The value of branches and arms, up to the variable or `match` that takes it.
        let mut at = call;
        let matched: Vec<ExprId> = loop {
            match uses.parent(at) {
                Parent::Expr(up) => match body.expr(up) {
                    ExprKind::Match { value, .. } if *value == at => break vec![up],
                    ExprKind::Block { .. } | ExprKind::Match { .. } | ExprKind::Select { .. } | ExprKind::If { .. } => {
                        at = up;
                    }
                    _ => return UNSEEN,
                },
                Parent::Let(block, index) => {
                    let Some(pat) = body.let_pat(block, index) else { return UNSEEN };
                    let PatKind::Bind(binding, _) = body.pat(pat) else { return UNSEEN };
                    break uses.of(*binding).iter().filter_map(|&one| uses.parent_expr(one)).collect();
                }
                _ => return UNSEEN,
            }
        };
        for one in matched {
            let ExprKind::Match { arms, .. } = body.expr(one) else { continue };
            let part = |pat: PatId| match body.pat(pat) {
                PatKind::TupleStruct(other, pats) if other.last() == path.last() => pats.get(position).copied(),
                _ => None,
            };
            let inner = |wanted: Takes| {
                arms.iter().find(|arm| part(arm.pat).is_some_and(|pat| self.takes(pat, state) == wanted))
            };
            if let Some(arm) = inner(Takes::End) {
                return self.after(arm.body);
            }
            if let Some(arm) = inner(Takes::All) {
                return part(arm.pat).and_then(|pat| self.bound(pat, state)).unwrap_or(UNSEEN);
            }
        }
        UNSEEN
    }

    /// What a pattern says to the end, if that is inside of as many wraps and sides.
    fn takes(&self, pat: PatId, state: &State) -> Takes {
        let body = self.body;
        match body.pat(pat) {
            PatKind::Wild | PatKind::Bind(_, None) | PatKind::Opaque => Takes::All,
            PatKind::Bind(_, Some(inner)) => self.takes(*inner, state),
            PatKind::Or(pats) => {
                let all: Vec<Takes> = pats.iter().map(|&pat| self.takes(pat, state)).collect();
                [Takes::End, Takes::All].into_iter().find(|one| all.contains(one)).unwrap_or(Takes::Not)
            }
            PatKind::TupleStruct(path, pats) => match (path.last().as_str(), state.sides.split_last()) {
                (name @ ("Left" | "Right"), Some((side, rest))) => {
                    let side = if *side == 0 { "Left" } else { "Right" };
                    let Some(&first) = pats.first() else { return Takes::Not };
                    if name != side {
                        return Takes::Not;
                    }
                    // `Either::Left((answer, other))`
                    let answer = match body.pat(first) {
                        PatKind::Tuple(parts) => parts.first().copied().unwrap_or(first),
                        _ => first,
                    };
                    self.takes(answer, &State { sides: rest.to_vec(), ..state.clone() })
                }
                ("Ok" | "Some" | "Ready", _) if state.wraps > 0 => match pats.first() {
                    Some(&inner) => self.takes(inner, &State { wraps: state.wraps - 1, ..state.clone() }),
                    None => Takes::Not,
                },
                _ if state.wraps > 0 => Takes::Not,
                // `ControlFlow::Break(…)` of a function that takes the next message.
                ("Break", _) if path.segments.iter().rev().nth(1).is_some_and(|part| part.name == "ControlFlow") => {
                    Takes::End
                }
                // An item that is an error is an item.
                ("Some", _) => Takes::Not,
                ("Ok", _) if state.errs => Takes::Not,
                _ if crate::flow::is_end_pattern(body, pat) => Takes::End,
                _ => Takes::Not,
            },
            _ if state.wraps == 0 && crate::flow::is_end_pattern(body, pat) => Takes::End,
            PatKind::Lit(_) if state.wraps == 0 => Takes::End,
            PatKind::Struct(..)
            | PatKind::Tuple(_)
            | PatKind::Path(_)
            | PatKind::Lit(_)
            | PatKind::Slice(_)
            | PatKind::Rest => Takes::Not,
        }
    }

    /// The answer is in a variable that a pattern binds: what is done with that.
    fn bound(&self, pat: PatId, state: &State) -> Option<Found> {
        let mut state = state.clone();
        let mut pat = pat;
        loop {
            match self.body.pat(pat) {
                PatKind::Bind(binding, _) => return self.uses_of(*binding, &state),
                PatKind::TupleStruct(path, pats) => {
                    match path.last().as_str() {
                        "Left" | "Right" if state.sides.pop().is_some() => {}
                        "Ok" | "Some" | "Ready" if state.wraps > 0 => state.wraps -= 1,
                        _ => return None,
                    }
                    pat = *pats.first()?;
                    if let PatKind::Tuple(parts) = self.body.pat(pat) {
                        pat = *parts.first()?;
                    }
                }
                _ => return None,
            }
        }
    }

    fn uses_of(&self, binding: crate::ir::BindingId, state: &State) -> Option<Found> {
        let mut seen = None;
        for &expr in self.program.uses(self.at.body).of(binding) {
            let found = self.value(expr, state);
            match found.0 {
                OnEnd::Ignored if seen.is_none() || seen == Some(UNSEEN) => seen = Some(found),
                OnEnd::Ignored => {}
                _ => return Some(found),
            }
        }
        seen
    }

    /// The wait is a branch of a select.
    fn branch(&self, select: ExprId, index: usize, state: &State) -> Found {
        let body = self.body;
        let ExprKind::Select { branches, otherwise, .. } = body.expr(select) else { return UNSEEN };
        let branch = &branches[index];
        let span = Some(body.pat_span(branch.pat));
        match self.takes(branch.pat, state) {
            Takes::Not => {}
            Takes::End => return self.after(branch.body),
            Takes::All => {
                return match self.bound(branch.pat, state) {
                    None | Some(UNSEEN) => self.after_branch(branch.body),
                    Some(found) => found,
                };
            }
        }
        // The pattern does not match: the branch is off, and `else` runs once all branches are.
        let all_off = branches.iter().all(|branch| refutable(body, branch.pat));
        match otherwise {
            Some((crate::ir::SelectElse::Default, _)) => (OnEnd::Ignored, span),
            Some((_, code)) if !all_off => (OnEnd::Ignored, Some(body.span(*code))),
            Some((_, code)) if leaves(body, *code) => (OnEnd::Exits, Some(body.span(*code))),
            // Nothing but `else` is left.
            Some((crate::ir::SelectElse::Else, code))
                if !waits(body, *code)
                    && !may_leave(body, *code)
                    && !panics(body, *code)
                    && !changes_state(self.program, self.at.body, *code) =>
            {
                (OnEnd::Spins, Some(body.span(*code)))
            }
            Some((_, code)) => (OnEnd::Ignored, Some(body.span(*code))),
            None if all_off && branches.iter().all(|other| self.may_close(other.future)) => (OnEnd::Panics, span),
            None => (OnEnd::Ignored, span),
        }
    }

    /// Not a process that ends, nor a timer.
    fn may_close(&self, future: ExprId) -> bool {
        let future = ExprRef { body: self.at.body, expr: future };
        !self.program.called_api(future).is_some_and(|row| row.verb != Verb::Receive)
    }

    fn after_branch(&self, code: ExprId) -> Found {
        let body = self.body;
        if leaves(body, code) {
            return (OnEnd::Exits, Some(body.span(code)));
        }
        // The branch is ready at once, again and again, and nothing in it waits.
        if waits(body, code) || may_leave(body, code) || changes_state(self.program, self.at.body, code) {
            (OnEnd::Ignored, Some(body.span(code)))
        } else {
            (OnEnd::Spins, Some(body.span(code)))
        }
    }

    fn spins_or_ignores(&self, whole: ExprId) -> Found {
        spins_or_ignores(self.program, self.at, whole)
    }

    fn after(&self, code: ExprId) -> Found {
        after(self.program, self.at, code)
    }
}

/// The loop goes round again: at once, unless something else in it waits.
fn spins_or_ignores(program: &Program<'_>, at: ExprRef, whole: ExprId) -> (OnEnd, Option<Span>) {
    let body = program.body(at.body);
    let span = Some(body.span(whole));
    // Whatever else the loop does after that may wait or leave.
    let code = match body.expr(at.expr) {
        ExprKind::Loop { body, .. } | ExprKind::While { body, .. } => *body,
        _ => return (OnEnd::Ignored, span),
    };
    // In a branch of a select, only that branch runs in such a round.
    let mut code = code;
    let mut child = whole;
    for up in program.uses(at.body).ancestors(whole) {
        if up == at.expr {
            break;
        }
        if let ExprKind::Select { branches, .. } = body.expr(up)
            && branches.iter().any(|branch| branch.body == child)
        {
            code = child;
            break;
        }
        child = up;
    }
    let mut others = 0;
    body.walk(code, &mut |_| false, &mut |expr| {
        if matches!(body.expr(expr), ExprKind::Await(_)) && !body.span(whole).contains(body.span(expr)) {
            others += 1;
        }
        if matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_) | ExprKind::Try(_))
            && !body.span(whole).contains(body.span(expr))
        {
            others += 1;
        }
        if is_sleep(program, ExprRef { body: at.body, expr }) {
            others += 1;
        }
    });
    if others > 0 { (OnEnd::Ignored, span) } else { (OnEnd::Spins, span) }
}

pub(super) fn is_sleep(program: &Program<'_>, at: ExprRef) -> bool {
    matches!(program.expr(at), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
        && program
            .called_api(at)
            .is_some_and(|row| row.verb == Verb::Sleep || row.blocking && row.verb != Verb::Receive)
}

/// What the code of the end does.
fn after(program: &Program<'_>, at: ExprRef, code: ExprId) -> (OnEnd, Option<Span>) {
    let body = program.body(at.body);
    let span = Some(body.span(code));
    if leaves(body, code) {
        return (OnEnd::Exits, span);
    }
    if panics(body, code) {
        return (OnEnd::Panics, span);
    }
    if may_leave(body, code) {
        return (OnEnd::Exits, span);
    }
    if waits(body, code) || sleeps(program, at.body, code) || changes_state(program, at.body, code) {
        return (OnEnd::Ignored, span);
    }
    // `return match … { None => value }`
    if !ends_in_continue(body, code)
        && program
            .uses(at.body)
            .ancestors(code)
            .take_while(|up| *up != at.expr)
            .any(|up| matches!(body.expr(up), ExprKind::Return(_) | ExprKind::Break { .. }))
    {
        return (OnEnd::Exits, span);
    }
    // After the match the round may go on to code that leaves or waits; `continue` skips it.
    let continues = ends_in_continue(body, code);
    let mut child = code;
    if !continues {
        let uses = program.uses(at.body);
        while let Some(parent) = uses.parent_expr(child) {
            if parent == at.expr {
                break;
            }
            if let (ExprKind::Block { stmts, tail, .. }, Parent::Stmt(_, index) | Parent::Let(_, index)) =
                (body.expr(parent), uses.parent(child))
            {
                let rest = stmts[index as usize + 1..].iter().filter_map(|stmt| match stmt {
                    Stmt::Let { init, .. } => *init,
                    Stmt::Expr(expr) => Some(*expr),
                });
                for expr in rest.chain(*tail) {
                    if may_leave(body, expr) || waits(body, expr) {
                        return (OnEnd::Ignored, span);
                    }
                }
            }
            child = parent;
        }
    }
    (OnEnd::Spins, span)
}

/// Whether code assigns something (a flag that the loop asks for, a new receiver), by itself or in a method that it
/// calls, cancels a token, or leaves the process.
fn changes_state(program: &Program<'_>, at: BodyRef, code: ExprId) -> bool {
    let body = program.body(at);
    let mut found = false;
    body.walk(code, &mut |_| false, &mut |expr| {
        found |= match body.expr(expr) {
            ExprKind::Assign { .. } | ExprKind::AssignPat { .. } => true,
            ExprKind::Call { .. } => {
                program.called_api(ExprRef { body: at, expr }).is_some_and(|row| row.verb == Verb::Exit)
            }
            ExprKind::MethodCall { .. } => match program.callee(ExprRef { body: at, expr }) {
                Callee::Fn(function) => assigns(program, *function),
                // A token that the loop listens to, or that its owner does.
                Callee::Api(api) => program.apis.row(*api).verb == Verb::Cancel,
                _ => false,
            },
            _ => false,
        };
    });
    found
}

/// Whether a method assigns something in what it is called on.
pub(super) fn assigns(program: &Program<'_>, function: crate::resolve::FnId) -> bool {
    let def = &program.defs.fns[function];
    let Some(at) = def.body.filter(|_| def.item.receiver == Some(crate::ir::Receiver::RefMut)) else { return false };
    program.body(at).exprs.iter().any(|expr| matches!(expr.kind, ExprKind::Assign { .. } | ExprKind::AssignPat { .. }))
}

fn ends_in_continue(body: &Body, code: ExprId) -> bool {
    match body.expr(code) {
        ExprKind::Continue { .. } => true,
        ExprKind::Block { stmts, tail, .. } => {
            tail.is_some_and(|tail| ends_in_continue(body, tail))
                || matches!(stmts.last(), Some(Stmt::Expr(last)) if ends_in_continue(body, *last))
        }
        _ => false,
    }
}

/// Whether code always leaves the loop.
pub(super) fn leaves(body: &Body, code: ExprId) -> bool {
    match body.expr(code) {
        ExprKind::Break { .. } | ExprKind::Return(_) => true,
        ExprKind::Block { stmts, tail, .. } => {
            tail.is_some_and(|tail| leaves(body, tail))
                || stmts.iter().any(|stmt| matches!(stmt, Stmt::Expr(expr) if leaves(body, *expr)))
        }
        ExprKind::If { then, otherwise: Some(otherwise), .. } => leaves(body, *then) && leaves(body, *otherwise),
        ExprKind::Match { arms, .. } => !arms.is_empty() && arms.iter().all(|arm| leaves(body, arm.body)),
        ExprKind::Call { .. } => false,
        _ => false,
    }
}

fn panics(body: &Body, code: ExprId) -> bool {
    match body.expr(code) {
        ExprKind::Macro { kind: MacroKind::Panics, .. } => true,
        ExprKind::Block { stmts, tail, .. } => {
            tail.is_some_and(|tail| panics(body, tail))
                || matches!(stmts.last(), Some(Stmt::Expr(last)) if panics(body, *last))
        }
        _ => false,
    }
}

/// Whether something in code begins the next round.
fn goes_on(body: &Body, code: ExprId) -> bool {
    let mut found = false;
    body.walk(code, &mut |_| false, &mut |expr| found |= matches!(body.expr(expr), ExprKind::Continue { .. }));
    found
}

/// Whether something in code leaves the loop around it: not a `break` of a loop inside.
fn may_leave(body: &Body, code: ExprId) -> bool {
    let mut found = false;
    let mut todo = vec![(code, Vec::new(), false)];
    while let Some((expr, mut labels, mut in_loop)) = todo.pop() {
        match body.expr(expr) {
            ExprKind::Closure { .. } | ExprKind::Async { .. } => continue,
            ExprKind::Loop { label, .. } | ExprKind::While { label, .. } | ExprKind::For { label, .. } => {
                in_loop = true;
                labels.extend(*label);
            }
            ExprKind::Block { label: Some(label), .. } => labels.push(*label),
            ExprKind::Break { label: Some(label), .. } => found |= !labels.contains(label),
            ExprKind::Break { label: None, .. } => found |= !in_loop,
            ExprKind::Return(_) | ExprKind::Try(_) => found = true,
            ExprKind::Macro { kind: MacroKind::Panics, .. } => found = true,
            _ => {}
        }
        body.expr(expr).children(|child| todo.push((child, labels.clone(), in_loop)));
    }
    found
}

fn waits(body: &Body, code: ExprId) -> bool {
    let mut found = false;
    body.walk(code, &mut |_| false, &mut |expr| {
        found |= matches!(body.expr(expr), ExprKind::Await(_) | ExprKind::Select { .. })
    });
    found
}

fn sleeps(program: &Program<'_>, at: BodyRef, code: ExprId) -> bool {
    let body = program.body(at);
    let mut found = false;
    body.walk(code, &mut |_| false, &mut |expr| found |= is_sleep(program, ExprRef { body: at, expr }));
    found
}

/// Whether a pattern can fail.
fn refutable(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::Wild | PatKind::Rest | PatKind::Opaque => false,
        PatKind::Bind(_, inner) => inner.is_some_and(|inner| refutable(body, inner)),
        PatKind::TupleStruct(path, _) | PatKind::Path(path) => {
            matches!(path.last().as_str(), "Some" | "None" | "Ok" | "Err" | "Ready") || path.segments.len() > 1
        }
        PatKind::Struct(..) => false,
        PatKind::Tuple(pats) => pats.iter().any(|&pat| refutable(body, pat)),
        PatKind::Slice(_) | PatKind::Lit(_) => true,
        PatKind::Or(pats) => pats.iter().all(|&pat| refutable(body, pat)),
    }
}

// ---- what happens when messages were lost ----

pub(super) fn on_lag(model: &Model<'_, '_>, at: ExprRef, source: &Source, form: Form, call: Option<ExprId>) -> OnLag {
    let program = model.program;
    let body = program.body(at.body);
    if model.never_overflows(source) {
        return OnLag::None;
    }
    if is_renewed(program, at, source) {
        return OnLag::Handled;
    }
    if let Some(lag) = lag_by_course(model, at, source, form, call) {
        return lag;
    }
    if source.at.body != at.body {
        return OnLag::Handled;
    }
    if form == Form::WhileLet
        && let Some(lag) = lag_of_item(program, at)
    {
        return lag;
    }
    if form == Form::WhileLet {
        // A loop around it subscribes again.
        let again = program
            .uses(at.body)
            .ancestors(at.expr)
            .any(|up| matches!(body.expr(up), ExprKind::Loop { .. } | ExprKind::While { .. }));
        return if again { OnLag::Handled } else { OnLag::Stops };
    }
    // The arm that `Err(Lagged(_))` comes to.
    let (matched, arms) = match match_of(program, source.at, at.expr) {
        Some(found) => found,
        None => {
            if let Some((select, index)) = select_of(program, source.at, at.expr)
                && let ExprKind::Select { branches, otherwise, .. } = body.expr(select)
            {
                let branch = &branches[index];
                if refutable(body, branch.pat) {
                    // The branch is off for this round only: the next round asks again, if there is one.
                    let ends = |code: ExprId| (leaves(body, code) || panics(body, code)) && !goes_on(body, code);
                    let is_last = branches.iter().enumerate().all(|(at, other)| at == index || ends(other.body));
                    let stops = match otherwise {
                        Some((_, code)) => is_last && ends(*code),
                        None => is_last && branches.len() > 1,
                    };
                    let stops = stops && (branches.len() == 1 || !ends(branch.body));
                    return if stops { OnLag::Stops } else { OnLag::Handled };
                }
                // `_ = stop.recv() => …`: whatever comes is the signal.
                if matches!(body.pat(branch.pat), PatKind::Wild | PatKind::Tuple(_)) {
                    return OnLag::Handled;
                }
                let follow = Follow { program, body, at };
                return match follow.branch(select, index, &State::default()).0 {
                    OnEnd::Exits | OnEnd::Panics if !says_lagged(body, at.expr) => OnLag::Stops,
                    _ => OnLag::Handled,
                };
            }
            return match on_close_of(program, at, source) {
                OnEnd::Exits | OnEnd::Panics => OnLag::Stops,
                _ => OnLag::Handled,
            };
        }
    };
    let _ = matched;
    for (pat, code) in arms {
        if takes_lag(body, pat) {
            return if leaves(body, code) || panics(body, code) { OnLag::Stops } else { OnLag::Handled };
        }
    }
    OnLag::Handled
}

impl Model<'_, '_> {
    /// The pattern of a `select!` branch that does not match when messages were lost: the branch is off then.
    pub fn lag_off(&self, found: &super::Loop) -> Option<Span> {
        let at = found.source.at;
        let (select, index) = (at.body == found.at.body).then(|| select_of(self.program, at, found.at.expr))??;
        let body = self.program.body(at.body);
        let ExprKind::Select { branches, .. } = body.expr(select) else { return None };
        let pat = branches[index].pat;
        (branches.len() > 1 && refutable(body, pat)).then(|| body.pat_span(pat))
    }
}

/// The same, by going through the code with the answer that messages were lost.
fn lag_by_course(
    model: &Model<'_, '_>,
    at: ExprRef,
    source: &Source,
    form: Form,
    call: Option<ExprId>,
) -> Option<OnLag> {
    let program = model.program;
    // `_ = stop.recv() => …`: whatever comes is the signal.
    if source.at.body == at.body
        && let Some((select, index)) = select_of(program, source.at, at.expr)
        && let ExprKind::Select { branches, .. } = program.body(at.body).expr(select)
        && matches!(program.body(at.body).pat(branches[index].pat), PatKind::Wild | PatKind::Tuple(_))
    {
        return None;
    }
    let calls = calls_to(model, at, source, call)?;
    let course = model.course(at, source, &calls, Answer::Lagged)?;
    if course.again {
        return Some(OnLag::Handled);
    }
    if course.lost || course.off.is_some() || course.leaves.is_none() && course.panics.is_none() {
        return None;
    }
    // A message ends the loop, too: whatever comes is the signal.
    let message = model.course(at, source, &calls, Answer::Message(Shape::Any))?;
    if message.leaves.is_some() && !message.again && !message.lost {
        return Some(OnLag::Handled);
    }
    // A loop around it subscribes again.
    let again = form == Form::WhileLet
        && program
            .uses(at.body)
            .ancestors(at.expr)
            .any(|up| matches!(program.body(at.body).expr(up), ExprKind::Loop { .. } | ExprKind::While { .. }));
    let again = again || subscribes_again(program, at, source, course.leaves);
    Some(if again { OnLag::Handled } else { OnLag::Stops })
}

/// The calls by which a loop comes to what it waits for.
pub(super) fn calls_to(
    model: &Model<'_, '_>,
    at: ExprRef,
    source: &Source,
    call: Option<ExprId>,
) -> Option<Vec<ExprRef>> {
    match call {
        Some(call) => model.calls_to(ExprRef { body: at.body, expr: call }, source.at.body),
        None => model.calls_to(at, source.at.body),
    }
}

fn on_close_of(program: &Program<'_>, at: ExprRef, source: &Source) -> OnEnd {
    Follow { program, body: program.body(at.body), at }.value(source.at.expr, &State::default()).0
}

fn match_of(program: &Program<'_>, wait: ExprRef, root: ExprId) -> Option<(ExprId, Vec<(PatId, ExprId)>)> {
    let body = program.body(wait.body);
    let uses = program.uses(wait.body);
    let arms_of = |expr: ExprId| match body.expr(expr) {
        ExprKind::Match { arms, .. } => Some((expr, arms.iter().map(|arm| (arm.pat, arm.body)).collect::<Vec<_>>())),
        _ => None,
    };
    let mut child = wait.expr;
    while child != root {
        match uses.parent(child) {
            Parent::Expr(parent) => match body.expr(parent) {
                ExprKind::Match { value, .. } if *value == child => return arms_of(parent),
                ExprKind::Await(_) | ExprKind::Macro { .. } => child = parent,
                ExprKind::Select { branches, .. } => {
                    let branch = branches.iter().find(|branch| branch.future == child)?;
                    let PatKind::Bind(binding, _) = body.pat(branch.pat) else { return None };
                    return uses.of(*binding).iter().find_map(|&at| match uses.parent(at) {
                        Parent::Expr(parent) => arms_of(parent),
                        _ => None,
                    });
                }
                _ => return None,
            },
            Parent::Let(block, index) => {
                let pat = body.let_pat(block, index)?;
                let PatKind::Bind(binding, _) = body.pat(pat) else { return None };
                return uses.of(*binding).iter().find_map(|&at| match uses.parent(at) {
                    Parent::Expr(parent) => arms_of(parent),
                    _ => None,
                });
            }
            _ => return None,
        }
    }
    None
}

/// `while let Some(item) = stream.next().await`: an item may say that messages were lost, and its use decides.
fn lag_of_item(program: &Program<'_>, at: ExprRef) -> Option<OnLag> {
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    let ExprKind::While { cond, .. } = body.expr(at.expr) else { return None };
    let ExprKind::Let { pat, .. } = body.expr(*cond) else { return None };
    let PatKind::TupleStruct(path, parts) = body.pat(*pat) else { return None };
    let PatKind::Bind(binding, None) = body.pat(*parts.first()?) else { return None };
    if path.last() != "Some" {
        return None;
    }
    let stops = uses.of(*binding).iter().any(|&one| match uses.parent(one) {
        Parent::Expr(up) => match body.expr(up) {
            ExprKind::Try(_) => true,
            ExprKind::Match { arms, .. } => {
                arms.iter().find(|arm| takes_lag(body, arm.pat)).is_some_and(|arm| leaves(body, arm.body))
            }
            _ => false,
        },
        Parent::Let(block, index) => match body.expr(block) {
            ExprKind::Block { stmts, .. } => {
                matches!(&stmts[index as usize], Stmt::Let { otherwise: Some(code), .. } if leaves(body, *code))
            }
            _ => false,
        },
        _ => false,
    });
    Some(if stops { OnLag::Stops } else { OnLag::Handled })
}

fn takes_lag(body: &Body, pat: PatId) -> bool {
    match body.pat(pat) {
        PatKind::Wild | PatKind::Bind(_, None) => true,
        PatKind::Bind(_, Some(inner)) => takes_lag(body, *inner),
        PatKind::Or(pats) => pats.iter().any(|&pat| takes_lag(body, pat)),
        PatKind::TupleStruct(path, pats) => match path.last().as_str() {
            "Err" => pats.first().is_none_or(|&pat| takes_lag(body, pat)),
            "Lagged" | "Overflowed" => true,
            _ => false,
        },
        PatKind::Path(path) => path.last() == "Lagged",
        _ => false,
    }
}
