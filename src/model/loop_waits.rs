//! What a loop waits for: receives, connections, ticks; its own, those of loops inside that only look, and those one
//! or more calls away.

use super::Model;
use super::closing::select_of;
use super::loops::Form;
use crate::apis::{ChannelKind, ExitKind, OnClose, Verb, Work};
use crate::flow::{BindSource, Source, SourceOp};
use crate::ir::{Body, ExprId, ExprKind, Lit, PathRef};
use crate::resolve::{BodyRef, Callee, ExprRef, FnId, Program, Ty};
use rustc_hash::FxHashSet;

/// What a loop waits for.
pub(super) struct Waits {
    /// All waits.
    pub sources: Vec<Source>,
    /// They stand in a `select!` of a function that the loop calls.
    pub in_select: bool,
    /// The call of the loop that leads to them.
    pub call: Option<ExprId>,
}

/// Whether a loop is worth typing its body for: it holds a call at all.
pub(super) fn may_wait(body: &Body, at: ExprId) -> bool {
    let mut found = matches!(body.expr(at), ExprKind::For { .. });
    let endless = matches!(body.expr(at), ExprKind::Loop { .. });
    let asks_flag = asks_flag(body, at) || asks_state(body, at);
    found |= asks_call(body, at);
    body.walk(at, &mut |_| false, &mut |expr| {
        found |= match body.expr(expr) {
            ExprKind::Await(_) | ExprKind::Select { .. } => true,
            ExprKind::Call { callee, .. } => {
                let sleeps = |path: &PathRef| ["sleep", "park"].iter().any(|wait| path.last().as_str().contains(wait));
                asks_flag || matches!(body.expr(*callee), ExprKind::Path(path) if sleeps(path))
            }
            ExprKind::MethodCall { name, .. } => {
                let name = name.as_str();
                endless
                    || asks_flag
                    || name.contains("recv")
                    || name.contains("next")
                    || name.contains("accept")
                    || name.contains("poll")
                    || name.contains("tick")
                    || name.contains("iter")
            }
            _ => false,
        };
    });
    found
}

/// `while !stop.load(…)`: it goes on until somebody says so.
fn asks_flag(body: &Body, at: ExprId) -> bool {
    let ExprKind::While { cond, .. } = body.expr(at) else { return false };
    body.any(*cond, |expr| matches!(body.expr(expr), ExprKind::MethodCall { name, .. } if *name == "load"))
}

/// `while handler.is_running()`
fn asks_state(body: &Body, at: ExprId) -> bool {
    let ExprKind::While { cond, .. } = body.expr(at) else { return false };
    let mut asked = *cond;
    while let ExprKind::Unary { operand, .. } = body.expr(asked) {
        asked = *operand;
    }
    matches!(body.expr(asked), ExprKind::MethodCall { name, args, .. }
        if args.is_empty() && name.as_str().starts_with("is_") && *name != "is_empty")
}

/// `while let Ok(message) = peer.try_message()`, and not `while let Some(item) = list.pop()`.
fn asks_call(body: &Body, at: ExprId) -> bool {
    let ExprKind::While { cond, .. } = body.expr(at) else { return false };
    let ExprKind::Let { value, .. } = body.expr(*cond) else { return false };
    matches!(body.expr(*value), ExprKind::MethodCall { name, .. } if !name.as_str().starts_with("pop"))
}

/// `stream.for_each(…)` and the like: loops without a keyword.
pub(super) fn combinators(model: &Model<'_, '_>) -> Vec<Source> {
    let mut found = Vec::new();
    for name in ["for_each", "for_each_concurrent", "try_for_each", "try_for_each_concurrent", "forward"] {
        for at in model.index.calls(name.into()) {
            if model.skips(at.body) {
                continue;
            }
            let Some(row) = model.program.called_api(at) else { continue };
            let given = matches!(row.work, Some(Work::Arg(_))) || name == "forward";
            let takes_all = row.verb == Verb::Receive && row.is_async && given;
            let source = if takes_all { model.ends.source(at) } else { model.ends.exhausted(at) };
            found.extend(source.map(|source| Source { at, ..source }));
        }
    }
    found
}

pub(super) fn of_loop(model: &Model<'_, '_>, at: ExprRef) -> Waits {
    let program = model.program;
    let body = program.body(at.body);
    let all = model.ends.sources_of_loop(at);
    let waits = |op: &Source| matches!(op.op, SourceOp::Receive | SourceOp::Accept | SourceOp::Tick);
    let mut sources: Vec<Source> = all.iter().copied().filter(waits).collect();
    if sources.is_empty() {
        sources.extend(in_poll_fn(model, at));
    }
    let is_for = matches!(body.expr(at.expr), ExprKind::For { iter, .. } if !model.ends.gives_for_ever(ExprRef { body: at.body, expr: *iter }));
    let mut in_select = false;
    let mut call = None;
    if is_for && sources.is_empty() {
        sources.extend(incoming(model, at));
    }
    // Where a `select!` sets a time, what the loop does then is no wait for its messages.
    let ticks = sources.iter().any(|source| source.op == SourceOp::Tick);
    let in_time = ticks || sets_time(model, at);
    // Signals beside something that is not seen here: a call, an accept of a type that is not known.
    let beside_signals = sources.iter().all(|source| is_signal(program, source) || source.op == SourceOp::Tick);
    if !is_for && beside_signals {
        // `while let Ok(tunnel) = listener.accept().await` waits for that, whatever its implementations wait for.
        if let Some(source) = accepts(model, at).filter(|source| is_head(body, at.expr, source.at.expr)) {
            sources.push(source);
        } else if let Some(called) = Calls::new(model).of_loop(at, sources.is_empty(), in_time) {
            call = called.call;
            let beside = |expr| select_of(program, ExprRef { body: at.body, expr }, at.expr).is_some();
            in_select = called.in_select || call.is_some_and(beside);
            sources.push(called.source);
        } else if !ticks
            && let Some(source) = own_stream(model, at)
                .or_else(|| accepts(model, at))
                // Who pauses in each round does not go round for each message.
                .or_else(|| reads(model, at, if all.iter().any(|source| source.op == SourceOp::Sleep) { 1 } else { 2 }))
            && (!in_time || is_in_own_select(model, at, &source))
        {
            sources.push(source);
        }
    }
    if sources.is_empty() {
        sources.extend(all.iter().copied().filter(|source| {
            matches!(source.op, SourceOp::Wait(_)) && matches!(source.channel, ChannelKind::Notify | ChannelKind::Watch)
        }));
    }
    // `loop { while let Ok(x) = rx.try_recv() { … } sleep(period).await }`
    let sleeps_here = |source: &Source| source.op == SourceOp::Sleep;
    if sources.is_empty() && !is_for && all.iter().any(sleeps_here) {
        sources.extend(nested(model, at));
    }
    // `loop { work().await; sleep(period).await }` is a timer.
    if sources.is_empty() && !is_for {
        let sleep =
            all.iter().copied().find(sleeps_here).or_else(|| sleeps(model, at)).or_else(|| polls_timer(model, at));
        sources.extend(sleep.map(|source| Source { op: SourceOp::Tick, channel: ChannelKind::Interval, ..source }));
    }
    // `select! { _ = sleep(period) => work(), _ = &mut stop => return }` is one, too.
    let stops = |source: &Source| source.op == SourceOp::Receive && source.channel == ChannelKind::Oneshot;
    if !is_for && !ticks && in_time && sources.iter().all(stops) {
        let sleep = all.iter().copied().find(sleeps_here).or_else(|| sleeps(model, at));
        sources.extend(sleep.map(|source| Source { op: SourceOp::Tick, channel: ChannelKind::Interval, ..source }));
    }
    // A thread that is parked goes on after some time, or when somebody wakes it up: who does that, a flag may tell.
    if sources.is_empty() && !is_for {
        let parked = all.iter().copied().filter_map(|source| parks(model, source));
        sources.extend(parked.filter(|source| source.op == SourceOp::Tick || asks_flag(body, at.expr)));
    }
    // `for next in schedule.iter() { select! { _ = stop.cancelled() => break, _ = sleep_until(next) => work() } }`
    if sources.is_empty() && is_for && in_time && is_stopped_in_select(model, at) {
        let sleep = all.iter().copied().find(sleeps_here);
        sources.extend(sleep.map(|source| Source { op: SourceOp::Tick, channel: ChannelKind::Interval, ..source }));
    }
    // Signals of the system come one after the other, too.
    if sources.is_empty() && !is_for {
        let signals = all.iter().copied().filter(|source| matches!(source.op, SourceOp::Wait(_)));
        let repeated = signals.filter(|source| match program.expr(source.at) {
            ExprKind::MethodCall { name, .. } => *name == "recv",
            ExprKind::Call { .. } => source.op == SourceOp::Wait(ExitKind::ShutdownSignal),
            _ => false,
        });
        sources.extend(repeated.map(|source| Source { channel: ChannelKind::Other, ..source }));
    }
    Waits { sources, in_select, call }
}

/// Whether an expression is in the condition of a loop.
fn is_head(body: &Body, at: ExprId, expr: ExprId) -> bool {
    matches!(body.expr(at), ExprKind::While { cond, .. } if body.span(*cond).contains(body.span(expr)))
}

/// `thread::park()`, and `thread::park_timeout(period)`, which is a timer.
fn parks(model: &Model<'_, '_>, source: Source) -> Option<Source> {
    let row = model.program.called_api(source.at)?;
    let timer = row.name.as_str() != "park";
    let parks = row.blocking && row.verb == Verb::Wait && row.name.as_str().starts_with("park");
    parks.then_some(match timer {
        true => Source { op: SourceOp::Tick, channel: ChannelKind::Interval, ..source },
        false => Source { channel: ChannelKind::Other, ..source },
    })
}

/// Whether a `select!` of the loop waits for a token or signal, and leaves the loop then.
fn is_stopped_in_select(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let body = model.program.body(at.body);
    let mut found = false;
    own_exprs(body, at.expr, &mut |expr| {
        if let ExprKind::Select { branches, .. } = body.expr(expr) {
            found |= branches.iter().any(|branch| {
                let source = model.ends.source(ExprRef { body: at.body, expr: branch.future });
                let stops = source.is_some_and(|source| match source.op {
                    SourceOp::Wait(_) => true,
                    SourceOp::Receive => is_signal(model.program, &source),
                    _ => false,
                });
                stops && super::closing::leaves(body, branch.body)
            });
        }
    });
    found
}

/// Futures of the branches of a loop's own `select!`s.
fn own_branches(body: &Body, at: ExprId) -> Vec<ExprId> {
    let mut found = Vec::new();
    own_exprs(body, at, &mut |expr| {
        if let ExprKind::Select { branches, .. } = body.expr(expr) {
            found.extend(branches.iter().map(|branch| branch.future));
        }
    });
    found
}

/// The code of branches of a loop's own `select!`s whose waits are known.
fn branches_of_known(model: &Model<'_, '_>, at: ExprRef) -> Vec<ExprId> {
    let body = model.program.body(at.body);
    let mut found = Vec::new();
    own_exprs(body, at.expr, &mut |expr| {
        if let ExprKind::Select { branches, .. } = body.expr(expr) {
            let known = branches
                .iter()
                .filter(|branch| model.ends.source(ExprRef { body: at.body, expr: branch.future }).is_some());
            found.extend(known.map(|branch| branch.body));
        }
    });
    found
}

/// Whether a wait is one of a `select!` of the loop: as a branch, or by way of variables (`_ = &mut sleep => …`).
fn is_in_own_select(model: &Model<'_, '_>, at: ExprRef, source: &Source) -> bool {
    let body = model.program.body(at.body);
    own_branches(body, at.expr).into_iter().any(|future| {
        source.at.body == at.body && body.span(future).contains(body.span(source.at.expr))
            || model.ends.source(ExprRef { body: at.body, expr: future }).is_some_and(|found| found.at == source.at)
            || made_by(model.program, ExprRef { body: at.body, expr: future }) == source.at
    })
}

/// Whether a branch of a `select!` of the loop is a sleep behind a function of the workspace.
fn sets_time(model: &Model<'_, '_>, at: ExprRef) -> bool {
    let program = model.program;
    own_branches(program.body(at.body), at.expr).into_iter().any(|future| {
        let future = ExprRef { body: at.body, expr: future };
        let made = made_by(program, future);
        let calls = matches!(program.expr(made), ExprKind::Call { .. } | ExprKind::MethodCall { .. });
        let sleeps = |at| model.ends.source(at).is_some_and(|source| source.op == SourceOp::Sleep);
        sleeps(future)
            || sleeps(made)
            || calls && matches!(program.callee(made), Callee::Fn(function) if sleeps_inside(program, *function, 0))
    })
}

/// `poll_fn(|cx| stream.poll_next(cx)).await`
fn in_poll_fn(model: &Model<'_, '_>, at: ExprRef) -> Vec<Source> {
    let body = model.program.body(at.body);
    let mut found = Vec::new();
    calls(body, at.expr, &mut |expr| {
        let here = ExprRef { body: at.body, expr };
        let ExprKind::Call { args, .. } = body.expr(expr) else { return };
        let is_poll_fn = model.program.called_api(here).is_some_and(|row| row.name == "poll_fn");
        let Some(ExprKind::Closure { body: code, .. }) = args.first().map(|&arg| body.expr(arg)) else { return };
        if is_poll_fn {
            calls(body, *code, &mut |inner| {
                let inner = ExprRef { body: at.body, expr: inner };
                found.extend(
                    model.ends.source(inner).filter(|source| source.at == inner && source.op == SourceOp::Receive),
                );
            });
        }
    });
    found
}

/// Receives in loops inside, which look and do not wait.
fn nested(model: &Model<'_, '_>, at: ExprRef) -> Vec<Source> {
    let body = model.program.body(at.body);
    let mut found = Vec::new();
    body.walk(at.expr, &mut |_| false, &mut |expr| {
        if expr != at.expr && matches!(body.expr(expr), ExprKind::Loop { .. } | ExprKind::While { .. }) {
            let sources = model.ends.sources_of_loop(ExprRef { body: at.body, expr });
            found.extend(sources.into_iter().filter(|source| {
                source.op == SourceOp::Receive
                    && matches!(model.program.expr(source.at), ExprKind::MethodCall { name, .. } if name.as_str().starts_with("try_"))
            }));
        }
    });
    found
}

/// Whether a receive really waits, and does not only look.
pub(super) fn waits(program: &Program<'_>, receive: ExprRef) -> bool {
    match program.callee_of(receive) {
        Some(Callee::Api(api)) => {
            let row = program.apis.row(*api);
            row.verb != Verb::Receive || row.is_async || row.blocking || row.name.as_str().starts_with("poll_")
        }
        _ => true,
    }
}

/// Whether a wait is for a signal rather than for data: a oneshot, a watch, a broadcast of `()`.
fn is_signal(program: &Program<'_>, source: &Source) -> bool {
    match source.channel {
        ChannelKind::Oneshot | ChannelKind::Watch | ChannelKind::Notify => true,
        _ => source.op == SourceOp::Receive && carries_nothing(program, source),
    }
}

/// Whether a loop's `select!` waits for something that is not understood, and all that is understood beside it are
/// signals: what gives it work is not known then.
pub(super) fn knows_signals_only(model: &Model<'_, '_>, at: ExprRef, sources: &[Source]) -> bool {
    let program = model.program;
    let body = program.body(at.body);
    let is_unread = |future: ExprId| {
        let future = ExprRef { body: at.body, expr: future };
        let made = made_by(program, future);
        let calls = matches!(program.expr(made), ExprKind::Call { .. } | ExprKind::MethodCall { .. });
        calls
            && model.ends.source(future).is_none()
            && match program.callee(made) {
                Callee::Unknown | Callee::Foreign(_) | Callee::Trait(_) => true,
                Callee::Fn(function) => program.defs.fns[*function].body.is_none(),
                _ => false,
            }
    };
    sources.iter().all(|source| is_signal(program, source)) && own_branches(body, at.expr).into_iter().any(is_unread)
}

/// Whether a watch tells of values, rather than of a stop.
fn is_news(program: &Program<'_>, source: &Source) -> bool {
    source.channel == ChannelKind::Watch && !carries_nothing(program, source)
}

/// Whether the messages of a channel are `()` or flags: that one came is all there is to say.
pub(super) fn carries_nothing(program: &Program<'_>, source: &Source) -> bool {
    let ExprKind::MethodCall { receiver, .. } = program.expr(source.at) else { return false };
    let ty = program.peel(program.types(source.at.body).expr(*receiver));
    matches!(program.role(&ty), Some(crate::apis::Role::Receiver))
        && matches!(ty.arg(0), Ty::Tuple(parts) if parts.is_empty())
        || matches!(program.peel(program.types(source.at.body).expr(*receiver)).arg(0), Ty::Prim(name) if name == "bool")
}

/// Own calls of a loop, not those of loops, closures and tasks inside.
pub(super) fn calls(body: &Body, at: ExprId, visit: &mut dyn FnMut(ExprId)) {
    own_exprs(body, at, &mut |expr| {
        if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
            visit(expr);
        }
    });
}

/// Own expressions of a loop, itself first, and not those of loops, closures and tasks inside.
pub(super) fn own_exprs(body: &Body, at: ExprId, visit: &mut dyn FnMut(ExprId)) {
    let mut todo = vec![at];
    while let Some(expr) = todo.pop() {
        match body.expr(expr) {
            ExprKind::Closure { .. } | ExprKind::Async { .. } => continue,
            ExprKind::For { iter, .. } if expr != at && body.has_await(*iter) => {
                todo.push(*iter);
                continue;
            }
            ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } if expr != at => continue,
            _ => visit(expr),
        }
        let mut children = Vec::new();
        body.expr(expr).children(|child| children.push(child));
        todo.extend(children.into_iter().rev());
    }
}

/// `Pin::new(&mut self.inbox).poll_next(cx)` of a stream of the workspace.
fn own_stream(model: &Model<'_, '_>, at: ExprRef) -> Option<Source> {
    let program = model.program;
    let body = program.body(at.body);
    let mut found = None;
    calls(body, at.expr, &mut |expr| {
        let here = ExprRef { body: at.body, expr };
        let ExprKind::MethodCall { name, .. } = body.expr(expr) else { return };
        if found.is_none()
            && matches!(name.as_str(), "poll_next" | "poll_next_unpin")
            && matches!(program.callee(here), Callee::Fn(function) if program.is_of_trait(*function, "futures::stream::Stream"))
        {
            found = Some(Source {
                at: here,
                op: SourceOp::Receive,
                channel: ChannelKind::Stream,
                on_close: OnClose::None,
                lags: false,
            });
        }
    });
    found
}

/// `this.timer.as_mut().poll(cx)`
fn polls_timer(model: &Model<'_, '_>, at: ExprRef) -> Option<Source> {
    let program = model.program;
    let body = program.body(at.body);
    let is_timer = |ty: &Ty| {
        let row = program.type_row(ty);
        row.is_some_and(|row| row.channel == Some(ChannelKind::Interval))
    };
    let mut found = None;
    calls(body, at.expr, &mut |expr| {
        let ExprKind::MethodCall { receiver, name, .. } = body.expr(expr) else { return };
        if found.is_none()
            && matches!(name.as_str(), "poll" | "poll_unpin")
            && program.derefs(program.types(at.body).expr(*receiver)).iter().any(is_timer)
        {
            found = Some(Source {
                at: ExprRef { body: at.body, expr },
                op: SourceOp::Sleep,
                channel: ChannelKind::Other,
                on_close: OnClose::Never,
                lags: false,
            });
        }
    });
    found
}

/// `listener.accept().await` of a type that is not in the catalog: a listener all the same.
fn accepts(model: &Model<'_, '_>, at: ExprRef) -> Option<Source> {
    let program = model.program;
    let body = program.body(at.body);
    let mut found = None;
    calls(body, at.expr, &mut |expr| {
        let here = ExprRef { body: at.body, expr };
        let ExprKind::MethodCall { name, args, .. } = body.expr(expr) else { return };
        let takes_one = || {
            args.is_empty()
                || matches!(program.callee(here), Callee::Fn(_) | Callee::Trait(_))
                    && args.iter().all(|&arg| comes_from_before(model, at, arg))
        };
        if found.is_none() && *name == "accept" && !matches!(program.callee(here), Callee::Api(_)) && takes_one() {
            found = Some(Source {
                at: here,
                op: SourceOp::Accept,
                channel: ChannelKind::Accept,
                on_close: OnClose::Never,
                lags: false,
            });
        }
    });
    found
}

/// Whether an expression names nothing that a round of the loop has made: who accepts with a policy waits for the next
/// connection, and who accepts a stream goes on with one that has come.
fn comes_from_before(model: &Model<'_, '_>, at: ExprRef, expr: ExprId) -> bool {
    let body = model.program.body(at.body);
    let span = body.span(at.expr);
    !body.has_await(expr)
        && !body.any(expr, |one| match body.expr(one) {
            ExprKind::Local(binding) => {
                let local = body.binding(*binding);
                local.lo >= span.lo && local.hi <= span.hi
            }
            _ => false,
        })
}

/// `for stream in listener.incoming()` of a type that is not in the catalog.
fn incoming(model: &Model<'_, '_>, at: ExprRef) -> Option<Source> {
    let body = model.program.body(at.body);
    let ExprKind::For { iter, .. } = body.expr(at.expr) else { return None };
    let here = ExprRef { body: at.body, expr: *iter };
    let unknown = matches!(model.program.callee_of(here), Some(Callee::Foreign(_) | Callee::Unknown));
    let named =
        matches!(body.expr(*iter), ExprKind::MethodCall { name, args, .. } if *name == "incoming" && args.is_empty());
    (unknown && named).then_some(Source {
        at: here,
        op: SourceOp::Accept,
        channel: ChannelKind::Accept,
        on_close: OnClose::Never,
        lags: false,
    })
}

/// Reads of a connection, in the loop or so many calls away.
fn reads(model: &Model<'_, '_>, at: ExprRef, depth: u8) -> Option<Source> {
    let body = model.program.body(at.body);
    let mut found = None;
    calls(body, at.expr, &mut |expr| {
        let here = ExprRef { body: at.body, expr };
        if found.is_none() && (reads_here(model, here) || reads_in_callee(model, here, depth)) {
            found = Some(Source {
                at: here,
                op: SourceOp::Receive,
                channel: ChannelKind::Stream,
                on_close: OnClose::Err,
                lags: false,
            });
        }
    });
    found
}

fn reads_here(model: &Model<'_, '_>, at: ExprRef) -> bool {
    model.program.called_api(at).is_some_and(|row| {
        row.verb == Verb::Pass && row.is_async && row.exit == Some(crate::apis::ExitKind::PeerClosed)
    })
}

fn reads_in_callee(model: &Model<'_, '_>, at: ExprRef, depth: u8) -> bool {
    let Callee::Fn(function) = model.program.callee(at) else { return false };
    let def = &model.program.defs.fns[*function];
    let Some(inner) = def.body.filter(|_| depth > 0) else { return false };
    let code = model.program.body(inner);
    let mut found = false;
    calls(code, code.root, &mut |expr| {
        let here = ExprRef { body: inner, expr };
        found |= reads_here(model, here) || def.item.is_async && reads_in_callee(model, here, depth - 1);
    });
    found
}

/// A sleep behind a function of the workspace, or of a crate that is not known whose `sleep` is awaited.
fn sleeps(model: &Model<'_, '_>, at: ExprRef) -> Option<Source> {
    let program = model.program;
    let body = program.body(at.body);
    let mut found = None;
    calls(body, at.expr, &mut |expr| {
        let here = ExprRef { body: at.body, expr };
        let hit = match program.callee(here) {
            Callee::Foreign(path) => {
                let path = path.as_str();
                let timer = path.ends_with("::sleep") || path.ends_with("::sleep_until");
                timer
                    && program
                        .uses(at.body)
                        .parent_expr(expr)
                        .is_some_and(|up| matches!(body.expr(up), ExprKind::Await(_) | ExprKind::Select { .. }))
            }
            // A trait's own code says what its methods do where nobody says otherwise.
            Callee::Fn(function) | Callee::Trait(function) => sleeps_inside(program, *function, 2),
            _ => false,
        };
        if hit && found.is_none() {
            found = Some(Source {
                at: here,
                op: SourceOp::Sleep,
                channel: ChannelKind::Other,
                on_close: OnClose::Never,
                lags: false,
            });
        }
    });
    found
}

/// Whether a function does little else than to wait for the clock: `async fn tick(&mut self) { … }`.
pub(super) fn sleeps_inside(program: &Program<'_>, function: FnId, depth: u8) -> bool {
    let Some(inner) = program.defs.fns[function].body else { return false };
    let code = program.body(inner);
    if code.exprs.len() >= 40 {
        return false;
    }
    code.any(code.root, |expr| {
        if !matches!(code.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
            return false;
        }
        let in_loop = || program.uses(inner).ancestors(expr).any(|up| code.expr(up).is_loop());
        match program.callee(ExprRef { body: inner, expr }) {
            Callee::Api(api) => {
                let verb = program.apis.row(*api).verb;
                let ticks =
                    verb == Verb::Sleep && matches!(code.expr(expr), ExprKind::Call { .. }) || verb == Verb::Tick;
                ticks && !in_loop()
            }
            Callee::Fn(next) | Callee::Trait(next) => {
                depth > 0 && !in_loop() && sleeps_inside(program, *next, depth - 1)
            }
            _ => false,
        }
    })
}

/// What a future was made by: `sleep(pause)` of `_ = &mut pause => …`.
fn made_by(program: &Program<'_>, at: ExprRef) -> ExprRef {
    let body = program.body(at.body);
    let mut expr = at.expr;
    for _ in 0..12 {
        expr = match body.expr(expr) {
            ExprKind::Ref(inner) | ExprKind::Unary { operand: inner, .. } => *inner,
            ExprKind::Macro { args, .. } if args.len() == 1 => args[0],
            ExprKind::Local(binding) => match program.uses(at.body).source(*binding) {
                BindSource::Value(value, _) => value,
                _ => break,
            },
            ExprKind::MethodCall { receiver, name, .. }
                if matches!(name.as_str(), "fuse" | "boxed" | "boxed_local" | "as_mut") =>
            {
                *receiver
            }
            ExprKind::Call { callee, args, .. } if args.len() == 1 => match body.expr(*callee) {
                ExprKind::Path(path) if matches!(path.last().as_str(), "pin" | "new") => args[0],
                _ => break,
            },
            _ => break,
        };
    }
    ExprRef { body: at.body, expr }
}

/// A wait behind calls.
struct Called {
    source: Source,
    in_select: bool,
    call: Option<ExprId>,
}

struct Calls<'m, 'p, 'a> {
    model: &'m Model<'p, 'a>,
    seen: FxHashSet<FnId>,
}

impl<'m, 'p, 'a> Calls<'m, 'p, 'a> {
    fn new(model: &'m Model<'p, 'a>) -> Self {
        Self { model, seen: FxHashSet::default() }
    }

    /// A wait that stands one or more calls away from the loop: `while self.next_action().await {}`, and where a loop
    /// waits for nothing else, `while self.running { self.turn().await; }`.
    ///
    /// With `in_select` only where a branch of a `select!` of the loop waits for the call.
    fn of_loop(&mut self, at: ExprRef, only: bool, in_select: bool) -> Option<Called> {
        let body = self.model.program.body(at.body);
        let parts = match body.expr(at.expr) {
            ExprKind::Loop { body, .. } => [Some(*body), None],
            ExprKind::While { cond, body: code, .. } => {
                let tells = matches!(body.expr(*cond), ExprKind::Lit(Lit::Bool(true))) || asks_flag(body, at.expr);
                [Some(*cond).filter(|_| !tells), Some(*code).filter(|_| tells || only)]
            }
            ExprKind::For { iter, body: inner, .. }
                if self.model.ends.gives_for_ever(ExprRef { body: at.body, expr: *iter }) =>
            {
                [Some(*inner), None]
            }
            _ => return None,
        };
        let mut called = Vec::new();
        for part in parts.into_iter().flatten() {
            calls(body, part, &mut |expr| called.push(expr));
        }
        if in_select {
            let branches = own_branches(body, at.expr);
            called.retain(|expr| branches.contains(expr));
        }
        // What a branch does when something has come is no wait for what comes next.
        let after = branches_of_known(self.model, at);
        called.retain(|&expr| !after.iter().any(|&code| body.span(code).contains(body.span(expr))));
        called.into_iter().find_map(|expr| {
            let found = self.of_call(ExprRef { body: at.body, expr }, 0)?;
            Some(Called { call: Some(expr), ..found })
        })
    }

    fn of_call(&mut self, at: ExprRef, depth: u8) -> Option<Called> {
        let callee = self.model.program.callee(at);
        if depth > 3 || !matches!(callee, Callee::Fn(_) | Callee::Trait(_)) {
            return None;
        }
        let targets = self.model.program.targets(callee);
        // A trait with many implementations says what its own code says.
        let targets = match callee {
            Callee::Trait(function) if targets.len() > 1 && self.model.program.defs.fns[*function].body.is_some() => {
                vec![*function]
            }
            Callee::Trait(_) if targets.len() > 1 => return None,
            _ => targets,
        };
        targets.into_iter().find_map(|function| self.of_fn(function, depth))
    }

    fn of_fn(&mut self, function: FnId, depth: u8) -> Option<Called> {
        if !self.seen.insert(function) {
            return None;
        }
        let inner = self.model.program.defs.fns[function].body?;
        let body = self.model.program.body(inner);
        let mut exprs = Vec::new();
        // `fn next(&mut self) -> impl Future { async move { … } }`
        let code = match body.expr(body.root) {
            ExprKind::Block { tail: Some(tail), .. } => match body.expr(*tail) {
                ExprKind::Async { body: code, stream: false } => *code,
                _ => body.root,
            },
            _ => body.root,
        };
        body.walk(code, &mut |_| false, &mut |expr| {
            if matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. }) {
                exprs.push(expr);
            }
        });
        for expr in exprs {
            let here = ExprRef { body: inner, expr };
            let polls = |_: &Source| matches!(body.expr(expr), ExprKind::MethodCall { name, .. } if name.as_str().starts_with("poll_"));
            if let Callee::Api(_) = self.model.program.callee(here)
                && let Some(source) = self.model.ends.source(here).filter(|source| source.at == here)
            {
                // An answer to what the function asks.
                if source.op == SourceOp::Receive && is_made_here(self.model.program, here) {
                    continue;
                }
                let in_loop = self.model.program.uses(inner).ancestors(expr).any(|up| body.expr(up).is_loop())
                    && !self.model.ends.gives_what_comes(function, here);
                // A function that tries again until it has a connection gives one connection.
                if source.op == SourceOp::Accept
                    || (!in_loop || polls(&source))
                        && source.op == SourceOp::Receive
                        && (!is_signal(self.model.program, &source) || is_news(self.model.program, &source))
                {
                    let in_select = select_of(self.model.program, here, body.root).is_some();
                    return Some(Called { source, in_select, call: None });
                }
            } else if let Some(found) = self.of_call(here, depth + 1) {
                return Some(found);
            }
        }
        None
    }
}

/// `let (tx, mut rx) = mpsc::channel(1); …; rx.recv().await`: nobody sends on that channel but for this one call.
/// The same of a channel that a function makes which it calls.
fn is_made_here(program: &Program<'_>, receive: ExprRef) -> bool {
    let ExprKind::MethodCall { receiver, .. } = program.expr(receive) else { return false };
    let ExprKind::Local(binding) = program.expr(ExprRef { body: receive.body, expr: *receiver }) else { return false };
    let BindSource::Value(value, _) = program.uses(receive.body).source(*binding) else { return false };
    let makes = |at: ExprRef| program.called_api(at).is_some_and(|row| row.verb == Verb::Channel);
    let value = ExprRef { body: receive.body, expr: value };
    match program.callee_of(value) {
        // `let (id, mut answer) = self.pending.add();`
        Some(Callee::Fn(function)) => program.defs.fns[*function].body.is_some_and(|inner| {
            let code = program.body(inner);
            code.any(code.root, |expr| {
                matches!(code.expr(expr), ExprKind::Call { .. }) && makes(ExprRef { body: inner, expr })
            })
        }),
        _ => makes(value),
    }
}

/// How a loop is written.
pub(super) fn form(model: &Model<'_, '_>, at: ExprRef, sources: &[Source], in_select: bool) -> Form {
    let program = model.program;
    let body = program.body(at.body);
    let has_select = in_select
        || sources.iter().any(|source| {
            source.at.body == at.body
                && (select_of(program, source.at, at.expr).is_some() || named_in_select(program, source.at, at.expr))
        })
        || sources.iter().any(|source| is_in_own_select(model, at, source));
    match body.expr(at.expr) {
        ExprKind::For { .. } => Form::For,
        _ if has_select => Form::LoopSelect,
        _ if in_poll(model, at.body) => Form::Poll,
        ExprKind::While { cond, .. } if !matches!(body.expr(*cond), ExprKind::Lit(Lit::Bool(true))) => Form::WhileLet,
        _ => Form::LoopMatch,
    }
}

/// `let recv = rx.recv(); select! { x = recv => … }`
fn named_in_select(program: &Program<'_>, wait: ExprRef, root: ExprId) -> bool {
    use crate::flow::Parent;
    let body = program.body(wait.body);
    let uses = program.uses(wait.body);
    let Parent::Let(block, index) = uses.parent(wait.expr) else { return false };
    let Some(pat) = body.let_pat(block, index) else { return false };
    let crate::ir::PatKind::Bind(binding, _) = body.pat(pat) else { return false };
    uses.of(*binding).iter().any(|&one| select_of(program, ExprRef { body: wait.body, expr: one }, root).is_some())
}

/// `while let Some(inbox) = self.inbox.as_mut() { … }`: it goes on while there is one to wait for.
fn only_lends(body: &Body, value: ExprId) -> bool {
    match body.expr(value) {
        ExprKind::MethodCall { receiver, name, args, .. } => {
            args.is_empty()
                && matches!(name.as_str(), "as_mut" | "as_ref" | "as_deref" | "as_deref_mut")
                && super::round::field_way(body, *receiver).is_some()
        }
        ExprKind::Ref(inner) => super::round::field_way(body, *inner).is_some(),
        _ => false,
    }
}

/// `tx.reserve().await`: a loop that goes on while there is somebody to send to is about what it takes.
fn is_room(program: &Program<'_>, at: ExprRef) -> bool {
    let ExprKind::Await(call) = program.expr(at) else { return false };
    program
        .called_api(ExprRef { body: at.body, expr: *call })
        .is_some_and(|row| row.waits && row.is_async && row.verb == Verb::Pass)
}

/// Whether the branch of a `select!` that waits here throws its message away.
fn is_thrown_away(program: &Program<'_>, wait: ExprRef, root: ExprId) -> bool {
    let body = program.body(wait.body);
    let Some((select, index)) = select_of(program, wait, root) else { return false };
    let ExprKind::Select { branches, .. } = body.expr(select) else { return false };
    matches!(body.pat(branches[index].pat), crate::ir::PatKind::Wild)
}

/// Whether the branch of a `select!` that waits here always leaves the loop.
fn leaves_branch(program: &Program<'_>, wait: ExprRef, root: ExprId) -> bool {
    let body = program.body(wait.body);
    let Some((select, index)) = select_of(program, wait, root) else { return false };
    matches!(body.expr(select), ExprKind::Select { branches, .. } if super::closing::leaves(body, branches[index].body))
}

/// In a function that is given the context of a `poll`.
fn in_poll(model: &Model<'_, '_>, body: BodyRef) -> bool {
    let is = |ty: &crate::resolve::Ty, path: &str| model.program.peel(ty).api_path().is_some_and(|of| of == path);
    model.owner(body).is_some_and(|function| {
        let name = model.program.defs.fns[function].name;
        let sig = model.program.sig(function);
        let named = name == "poll" || name.as_str().starts_with("poll_");
        sig.params.iter().any(|ty| is(ty, "std::task::Context")) || named && is(&sig.ret, "std::task::Poll")
    })
}

/// The wait that stands for the loop.
///
/// Several may stand for it alike: all of these, in order of the text.
pub(super) fn pick(model: &Model<'_, '_>, at: ExprRef, form: Form, sources: &[Source]) -> Vec<Source> {
    let program = model.program;
    let body = program.body(at.body);
    let rank = |source: &Source| -> u32 {
        let base = match source.op {
            SourceOp::Receive if source.channel == ChannelKind::Oneshot => 6,
            SourceOp::Receive if is_signal(program, source) => 4,
            SourceOp::Receive if source.channel == ChannelKind::Stream => 2,
            SourceOp::Receive => 0,
            SourceOp::Accept => 1,
            SourceOp::Tick => 5,
            _ => 9,
        };
        // What decides whether the loop goes on comes first.
        let decides = match (form, body.expr(at.expr)) {
            (_, ExprKind::While { cond, .. }) if source.at.body == at.body => {
                body.span(*cond).contains(body.span(source.at.expr))
            }
            (Form::For, ExprKind::For { iter, .. }) if source.at.body == at.body => {
                // `for _ in 0..n { rx.try_recv() }`
                body.span(*iter).contains(body.span(source.at.expr))
                    || matches!(body.expr(*iter), ExprKind::Range(..)) && source.op == SourceOp::Receive && base < 4
                    // `for round in 0.. { ticks.tick().await }`
                    || source.op == SourceOp::Tick
                        && (model.ends.gives_for_ever(ExprRef { body: at.body, expr: *iter })
                            || is_stopped_in_select(model, at))
            }
            (Form::LoopSelect, _) => {
                source.at.body != at.body
                    || select_of(program, source.at, at.expr).is_some()
                    || named_in_select(program, source.at, at.expr)
                    || own_branches(body, at.expr)
                        .into_iter()
                        .any(|expr| made_by(program, ExprRef { body: at.body, expr }) == source.at)
            }
            _ => true,
        };
        if form == Form::For && !decides {
            return 100 + base;
        }
        // `while let Some(x) = stack.pop() { rx.recv() … }` is a loop over the stack.
        let over_other = matches!(body.expr(at.expr), ExprKind::While { cond, .. }
            if matches!(body.expr(*cond), ExprKind::Let { value, .. }
                if !is_room(program, ExprRef { body: at.body, expr: *value }) && !only_lends(body, *value)));
        if over_other && !decides && source.op != SourceOp::Tick {
            return 100 + base;
        }
        // `_ = done.next() => {}`: what nobody looks at is not what the loop is for.
        let unseen = form == Form::LoopSelect && is_thrown_away(program, source.at, at.expr);
        let unseen = match source.channel {
            _ if form != Form::LoopSelect || base > 2 => 0,
            ChannelKind::Stream => u32::from(unseen),
            // `why = stop.recv() => { …; return; }`
            _ if source.op == SourceOp::Receive && leaves_branch(program, source.at, at.expr) => 4,
            _ => 0,
        };
        base + unseen + if decides { 0 } else { 20 }
    };
    let ranked = sources.iter().map(|source| (rank(source), source)).filter(|(rank, _)| *rank < 100);
    let Some(best) = ranked.clone().map(|(rank, _)| rank).min() else { return Vec::new() };
    let mut picked: Vec<Source> = ranked.filter(|(rank, _)| *rank == best).map(|(_, source)| *source).collect();
    picked.sort_by_key(|source| source.at.expr);
    picked
}
