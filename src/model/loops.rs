//! Loops that wait for messages, connections or ticks: what they do when their source ends.

use super::{Model, callee_span};
use crate::apis::{ChannelKind, ExitKind, OnClose};
use crate::flow::{EndKind, Ends, Parent, Source, SourceOp};
use crate::ir::{Body, ExprId, ExprKind, MacroKind, PatId, PatKind, Stmt};
use crate::resolve::{BodyRef, ExprRef, Program};
use crate::source::Span;
use serde::Serialize;

/// A loop that waits.
#[derive(Clone, Debug)]
pub struct Loop {
    /// The loop.
    pub at: ExprRef,
    /// Its keyword.
    pub span: Span,
    /// What it waits for.
    pub source: Source,
    /// All that it waits for.
    pub sources: Vec<Source>,
    /// How it is written.
    pub form: Form,
    /// What it does when the channel is closed.
    pub on_close: OnEnd,
    /// The place that shows it.
    pub close_span: Option<Span>,
    /// What it does when messages were lost.
    pub on_lag: OnLag,
    /// The code names that case.
    pub lag_named: bool,
    /// Whether it stops at a signal.
    pub exit_signal: bool,
    /// Whether something is done after it.
    pub cleanup: bool,
    /// All in all.
    pub verdict: LoopVerdict,
    /// Its end.
    pub ends: Ends,
}

/// How a loop is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// `while let Some(x) = rx.recv().await`
    WhileLet,
    /// `loop { match rx.recv().await { … } }` and the like.
    LoopMatch,
    /// `loop { select! { … } }`
    LoopSelect,
    /// `for x in rx`
    For,
    /// `stream.for_each(…)`
    StreamCombinator,
    /// In a hand-written `poll`.
    Poll,
}

/// What a loop does when its channel is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnEnd {
    /// It ends.
    Exits,
    /// It asks again at once, for ever.
    Spins,
    /// It goes on with other things.
    Ignored,
    /// It panics.
    Panics,
    /// It cannot happen: the loop keeps a sender.
    Unreachable,
    /// There is no such thing.
    #[serde(rename = "n/a")]
    None,
}

/// What a loop does when messages were lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OnLag {
    /// It goes on.
    Handled,
    /// It ends.
    Stops,
    /// There is no such thing.
    #[serde(rename = "n/a")]
    None,
}

/// All in all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoopVerdict {
    /// Fine.
    Ok,
    /// It uses all of a core once its channel is closed.
    Spins,
    /// It ends at the first lost message.
    StopsOnLag,
    /// Nothing ends it.
    NoExit,
}

pub(super) fn find(model: &Model<'_, '_>) -> Vec<Loop> {
    let program = model.program;
    let mut loops = Vec::new();
    for &at in model.index.loops() {
        if model.skips(at.body) || !may_wait(program.body(at.body), at.expr) {
            continue;
        }
        if let Some(found) = read(model, at) {
            loops.push(found);
        }
    }
    loops.sort_by(|a: &Loop, b: &Loop| {
        let key = |one: &Loop| (program.workspace.sources.get(one.span.file).path.clone(), one.span.lo);
        key(a).cmp(&key(b))
    });
    loops
}

/// Whether a loop is worth typing its body for: it holds a call at all.
fn may_wait(body: &Body, at: ExprId) -> bool {
    let mut found = matches!(body.expr(at), ExprKind::For { .. });
    body.walk(at, &mut |_| false, &mut |expr| {
        found |= match body.expr(expr) {
            ExprKind::Await(_) | ExprKind::Select { .. } => true,
            ExprKind::MethodCall { name, .. } => {
                let name = name.as_str();
                name.contains("recv")
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

fn read(model: &Model<'_, '_>, at: ExprRef) -> Option<Loop> {
    let program = model.program;
    let body = program.body(at.body);
    let mut sources: Vec<Source> = model.ends.sources_of_loop(at);
    sources.retain(|source| matches!(source.op, SourceOp::Receive | SourceOp::Accept | SourceOp::Tick));
    if sources.is_empty()
        && let Some(source) = model.ends.source_through_calls(at)
    {
        sources.push(source);
    }
    if sources.is_empty() {
        let waits = model.ends.sources_of_loop(at).into_iter();
        sources.extend(waits.filter(|source| {
            matches!(source.op, SourceOp::Wait(_)) && matches!(source.channel, ChannelKind::Notify | ChannelKind::Watch)
        }));
    }
    // `loop { work().await; sleep(period).await }` is a timer.
    if sources.is_empty() && !matches!(body.expr(at.expr), ExprKind::For { .. }) {
        let sleeps = model.ends.sources_of_loop(at).into_iter().find(|source| source.op == SourceOp::Sleep);
        sources.extend(sleeps.map(|source| Source { op: SourceOp::Tick, channel: ChannelKind::Interval, ..source }));
    }
    let span = callee_span(program, at);
    let has_select =
        sources.iter().any(|source| source.at.body == at.body && select_of(program, source.at, at.expr).is_some());
    let form = match body.expr(at.expr) {
        ExprKind::For { .. } => Form::For,
        _ if has_select => Form::LoopSelect,
        ExprKind::While { cond, .. } if matches!(body.expr(*cond), ExprKind::Let { .. }) => Form::WhileLet,
        _ if in_poll(model, at.body) => Form::Poll,
        ExprKind::While { cond, .. } if has_let(body, *cond) => Form::WhileLet,
        _ => Form::LoopMatch,
    };
    let source = *pick(program, at, form, &sources)?;
    let ends = model.ends.of_loop(at);
    let (on_close, close_span) = on_close(model, at, &source, form);
    let on_lag = if source.lags { on_lag(program, at, &source, form) } else { OnLag::None };
    let lag_named = source.at.body == at.body && names_lag(body, at.expr);
    let exit_signal = ends
        .exits
        .iter()
        .any(|exit| matches!(exit.kind, ExitKind::CancelToken | ExitKind::ShutdownSignal | ExitKind::SelectBranch));
    let verdict = if on_close == OnEnd::Spins {
        LoopVerdict::Spins
    } else if on_lag == OnLag::Stops {
        LoopVerdict::StopsOnLag
    } else if ends.kind == EndKind::Infinite {
        LoopVerdict::NoExit
    } else {
        LoopVerdict::Ok
    };
    let cleanup = code_after(program, at);
    Some(Loop {
        at,
        span,
        source,
        sources,
        form,
        on_close,
        close_span,
        on_lag,
        lag_named,
        exit_signal,
        cleanup,
        verdict,
        ends,
    })
}

fn in_poll(model: &Model<'_, '_>, body: BodyRef) -> bool {
    model.owner(body).is_some_and(|function| {
        let name = model.program.defs.fns[function].name;
        name == "poll" || name.as_str().starts_with("poll_")
    })
}

fn has_let(body: &Body, cond: ExprId) -> bool {
    let mut found = false;
    body.walk(cond, &mut |_| false, &mut |expr| found |= matches!(body.expr(expr), ExprKind::Let { .. }));
    found
}

/// Whether code follows the loop in its block.
fn code_after(program: &Program<'_>, at: ExprRef) -> bool {
    let body = program.body(at.body);
    match program.uses(at.body).parent(at.expr) {
        Parent::Stmt(block, index) => match body.expr(block) {
            ExprKind::Block { stmts, tail, .. } => {
                stmts.len() > index as usize + 1 || tail.is_some_and(|tail| !is_trivial(body, tail))
            }
            _ => false,
        },
        _ => false,
    }
}

fn is_trivial(body: &Body, expr: ExprId) -> bool {
    match body.expr(expr) {
        ExprKind::Tuple(elems) => elems.is_empty(),
        ExprKind::Call { args, .. } => args.iter().all(|&arg| is_trivial(body, arg)),
        ExprKind::Path(_) | ExprKind::Lit(_) | ExprKind::Local(_) => true,
        _ => false,
    }
}

/// The select whose branch waits at `wait`, within the loop.
fn select_of(program: &Program<'_>, wait: ExprRef, root: ExprId) -> Option<(ExprId, usize)> {
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

/// The wait that stands for the loop.
fn pick<'s>(program: &Program<'_>, at: ExprRef, form: Form, sources: &'s [Source]) -> Option<&'s Source> {
    let body = program.body(at.body);
    let rank = |source: &Source| -> u32 {
        let signal = matches!(source.channel, ChannelKind::Oneshot | ChannelKind::Watch | ChannelKind::Notify);
        let base = match source.op {
            SourceOp::Receive if !signal => 0,
            SourceOp::Accept => 1,
            SourceOp::Receive => 3,
            SourceOp::Tick => 4,
            _ => 9,
        };
        // What decides whether the loop goes on comes first.
        let decides = match (form, body.expr(at.expr)) {
            (Form::WhileLet, ExprKind::While { cond, .. }) if source.at.body == at.body => {
                body.span(*cond).contains(body.span(source.at.expr))
            }
            (Form::For, ExprKind::For { iter, .. }) if source.at.body == at.body => {
                body.span(*iter).contains(body.span(source.at.expr))
            }
            (Form::LoopSelect, _) => select_of(program, source.at, at.expr).is_some(),
            _ => true,
        };
        if matches!(form, Form::WhileLet | Form::For) && !decides {
            return 100 + base;
        }
        base + if decides { 0 } else { 20 }
    };
    sources.iter().filter(|source| rank(source) < 100).min_by_key(|source| (rank(source), source.at.expr))
}

// ---- what happens at the end ----

fn on_close(model: &Model<'_, '_>, at: ExprRef, source: &Source, form: Form) -> (OnEnd, Option<Span>) {
    let program = model.program;
    match source.op {
        SourceOp::Accept | SourceOp::Tick => return (OnEnd::None, None),
        _ if source.channel == ChannelKind::Oneshot => return (OnEnd::None, None),
        _ => {}
    }
    match source.on_close {
        OnClose::Never | OnClose::Waits => return (OnEnd::None, None),
        OnClose::None | OnClose::Err => {}
    }
    if source.at.body != at.body {
        // The wait stands in a function that the loop calls: the loop's own condition decides.
        return match program.expr(at) {
            ExprKind::While { .. } => (OnEnd::Exits, None),
            _ => match model.ends.of_loop(at).exits.first() {
                Some(exit) => (OnEnd::Exits, Some(exit.span)),
                None => (OnEnd::Ignored, None),
            },
        };
    }
    if form == Form::For {
        return (OnEnd::Exits, None);
    }
    if keeps_sender(model, at, source) {
        return (OnEnd::Unreachable, None);
    }
    match known_close(model, at, source, form) {
        // A stream of a type that is not in the catalog may wait instead of saying that it has ended.
        (OnEnd::Spins, span) if !is_known_source(program, source) => (OnEnd::Ignored, span),
        found => found,
    }
}

/// Whether what is received from is a type of the catalog.
fn is_known_source(program: &Program<'_>, source: &Source) -> bool {
    match program.expr(source.at) {
        ExprKind::MethodCall { receiver, .. } => {
            let ty = program.types(source.at.body).expr(*receiver);
            matches!(program.peel(ty), crate::resolve::Ty::Api(path, _) if program.apis.type_(path).is_some())
        }
        _ => true,
    }
}

fn known_close(model: &Model<'_, '_>, at: ExprRef, source: &Source, form: Form) -> (OnEnd, Option<Span>) {
    let program = model.program;
    let _ = form;
    let body = program.body(at.body);
    if let Some((select, index)) = select_of(program, source.at, at.expr) {
        let ExprKind::Select { branches, otherwise, .. } = body.expr(select) else { return (OnEnd::Ignored, None) };
        let branch = &branches[index];
        if refutable(body, branch.pat) && !crate_end(body, branch.pat) {
            return match otherwise {
                Some((crate::ir::SelectElse::Default, _)) => (OnEnd::Ignored, Some(body.pat_span(branch.pat))),
                Some((_, code)) if leaves(body, *code) => (OnEnd::Exits, Some(body.span(*code))),
                // All branches are off from then on: nothing but `else` is left.
                Some((crate::ir::SelectElse::Else, code))
                    if branches.iter().all(|branch| refutable(body, branch.pat))
                        && !waits(body, *code)
                        && !may_leave(body, *code)
                        && !panics(body, *code)
                        && !changes_state(program, at.body, *code) =>
                {
                    (OnEnd::Spins, Some(body.span(*code)))
                }
                Some((_, code)) => (OnEnd::Ignored, Some(body.span(*code))),
                None if branches.iter().all(|branch| refutable(body, branch.pat)) => {
                    (OnEnd::Panics, Some(body.pat_span(branch.pat)))
                }
                None => (OnEnd::Ignored, Some(body.pat_span(branch.pat))),
            };
        }
        return bound(program, at, branch.pat, branch.body, 0);
    }
    value(program, at, source.at.expr, 0)
}

/// Whether the receiver is a field of a type that keeps a sender of the same messages, too.
fn keeps_sender(model: &Model<'_, '_>, at_loop: ExprRef, source: &Source) -> bool {
    use crate::apis::Role;
    use crate::flow::{Place, Tracker};
    let program = model.program;
    let ExprKind::MethodCall { receiver, .. } = program.expr(source.at) else { return false };
    let at = ExprRef { body: source.at.body, expr: *receiver };
    let no_skip = |_: BodyRef| false;
    let holds = |_: &crate::resolve::Ty| false;
    let tracker = Tracker::new(program, model.index, &holds, &no_skip);
    let (adt, name) = match tracker.place_of(at) {
        Place::Field(adt, name) => (adt, name),
        Place::Local(body_ref, binding) => {
            // The sender went into a type that the loop holds a value of.
            let Some(channel) = model
                .channels
                .iter()
                .find(|channel| channel.receivers.iter().any(|end| end.local == Some((body_ref, binding))))
            else {
                return false;
            };
            let homes: Vec<crate::resolve::AdtId> = channel
                .senders
                .iter()
                .flat_map(|end| &end.events)
                .filter_map(|event| match event.kind {
                    crate::flow::EventKind::Stored(Place::Field(adt, _)) => Some(adt),
                    _ => None,
                })
                .collect();
            let body = program.body(at_loop.body);
            let mut kept = false;
            body.walk(at_loop.expr, &mut |_| true, &mut |expr| {
                if let ExprKind::Local(local) = body.expr(expr) {
                    kept |= holds_adt(program, program.types(at_loop.body).binding(*local), &homes, 0);
                }
            });
            return kept;
        }
        _ => return false,
    };
    let own = program.container(&program.declared_field(adt, name));
    program.all_fields(adt).iter().any(|ty| {
        let ty = program.container(ty);
        program.role(&ty) == Some(Role::Sender) && !ty.arg(0).is_unknown() && ty.arg(0) == own.arg(0)
    })
}

fn holds_adt(program: &Program<'_>, ty: &crate::resolve::Ty, homes: &[crate::resolve::AdtId], depth: u8) -> bool {
    use crate::resolve::Ty;
    match ty {
        _ if depth > 5 || homes.is_empty() => false,
        Ty::Adt(adt, args) => {
            homes.contains(adt)
                || program.all_fields(*adt).iter().chain(args.iter()).any(|ty| holds_adt(program, ty, homes, depth + 1))
        }
        Ty::Api(path, _) if path.as_str().ends_with("Weak") => false,
        Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(|ty| holds_adt(program, ty, homes, depth + 1)),
        _ => false,
    }
}

fn crate_end(_body: &Body, _pat: PatId) -> bool {
    false
}

/// What becomes of the end when the wait's value is at `expr`.
fn value(program: &Program<'_>, at: ExprRef, expr: ExprId, depth: u8) -> (OnEnd, Option<Span>) {
    let body = program.body(at.body);
    let uses = program.uses(at.body);
    if depth > 16 {
        return (OnEnd::Ignored, None);
    }
    match uses.parent(expr) {
        Parent::Expr(parent) => match body.expr(parent) {
            ExprKind::Await(_) | ExprKind::Ref(_) | ExprKind::Unary { .. } => value(program, at, parent, depth + 1),
            ExprKind::Try(_) => (OnEnd::Exits, Some(body.span(parent))),
            ExprKind::Macro { kind: MacroKind::Identity, .. } => value(program, at, parent, depth + 1),
            ExprKind::Let { pat, .. } => {
                // `while let` and `if let`.
                let holder = uses.parent_expr(parent);
                match holder.map(|holder| (holder, body.expr(holder))) {
                    Some((_, ExprKind::While { .. })) => {
                        if refutable(body, *pat) {
                            (OnEnd::Exits, Some(body.pat_span(*pat)))
                        } else {
                            (OnEnd::Ignored, None)
                        }
                    }
                    Some((holder, ExprKind::If { then, otherwise, .. })) => {
                        if_let(program, at, *pat, *then, *otherwise, holder)
                    }
                    Some((holder, ExprKind::Binary { .. })) => {
                        let inside_while = uses.ancestors(holder).any(|up| matches!(body.expr(up), ExprKind::While { cond, .. } if body.span(*cond).contains(body.span(holder))));
                        if inside_while { (OnEnd::Exits, None) } else { (OnEnd::Ignored, None) }
                    }
                    _ => (OnEnd::Ignored, None),
                }
            }
            ExprKind::Match { value: matched, arms } if *matched == expr => {
                let Some(arm) = arms.iter().find(|arm| takes_end(body, arm.pat)) else { return (OnEnd::Ignored, None) };
                after(program, at, arm.body)
            }
            ExprKind::MethodCall { receiver, name, .. } if *receiver == expr => match name.as_str() {
                "unwrap" | "expect" => (OnEnd::Panics, Some(body.span(parent))),
                "is_none" | "is_err" => match uses.parent_expr(parent).map(|up| (up, body.expr(up))) {
                    Some((_, ExprKind::If { then, .. })) => after(program, at, *then),
                    _ => (OnEnd::Exits, None),
                },
                "is_some" | "is_ok" => match uses.parent_expr(parent).map(|up| (up, body.expr(up))) {
                    Some((_, ExprKind::While { .. })) => (OnEnd::Exits, None),
                    _ => (OnEnd::Ignored, None),
                },
                "fuse" | "map" | "map_err" | "ok" | "ok_or" | "ok_or_else" | "transpose" | "flatten" | "and_then"
                | "context" | "with_context" | "as_ref" | "as_mut" | "cloned" | "boxed" => {
                    value(program, at, parent, depth + 1)
                }
                _ => (OnEnd::Ignored, None),
            },
            // `timeout(d, rx.recv()).await`
            ExprKind::Call { .. } => match program.callee(ExprRef { body: at.body, expr: parent }) {
                crate::resolve::Callee::Api(_) => value(program, at, parent, depth + 1),
                _ => (OnEnd::Ignored, None),
            },
            ExprKind::Block { tail: Some(tail), .. } if *tail == expr => value(program, at, parent, depth + 1),
            // `let x = select! { x = rx.recv() => x, … };`
            ExprKind::Select { branches, .. } if branches.iter().any(|branch| branch.body == expr) => {
                value(program, at, parent, depth + 1)
            }
            ExprKind::Join { .. } => (OnEnd::Ignored, None),
            ExprKind::While { .. } => (OnEnd::Exits, None),
            ExprKind::Break { .. } | ExprKind::Return(_) => (OnEnd::Exits, Some(body.span(parent))),
            _ => (OnEnd::Ignored, None),
        },
        Parent::Let(block, index) => {
            let ExprKind::Block { stmts, .. } = body.expr(block) else { return (OnEnd::Ignored, None) };
            let Stmt::Let { pat, otherwise, .. } = &stmts[index as usize] else { return (OnEnd::Ignored, None) };
            match otherwise {
                Some(otherwise) => after(program, at, *otherwise),
                None => local(program, at, *pat, depth + 1),
            }
        }
        Parent::Stmt(..) => spins_or_ignores(program, at, at.expr),
        Parent::Root | Parent::LetElse(..) => (OnEnd::Ignored, None),
    }
}

/// The value is in a variable: what is done with that.
fn local(program: &Program<'_>, at: ExprRef, pat: PatId, depth: u8) -> (OnEnd, Option<Span>) {
    let body = program.body(at.body);
    let PatKind::Bind(binding, _) = body.pat(pat) else { return spins_or_ignores(program, at, at.expr) };
    let mut seen = None;
    for &expr in program.uses(at.body).of(*binding) {
        let found = value(program, at, expr, depth);
        match found.0 {
            OnEnd::Ignored => seen = seen.or(Some(found)),
            _ => return found,
        }
    }
    seen.unwrap_or((OnEnd::Ignored, None))
}

/// A select branch binds the value irrefutably.
fn bound(program: &Program<'_>, at: ExprRef, pat: PatId, code: ExprId, depth: u8) -> (OnEnd, Option<Span>) {
    let body = program.body(at.body);
    match body.pat(pat) {
        PatKind::Bind(..) => match local(program, at, pat, depth + 1) {
            (OnEnd::Ignored, None) => after_branch(program, at, code),
            found => found,
        },
        // `_ = rx.recv() => break`
        PatKind::Wild | PatKind::Tuple(_) => after_branch(program, at, code),
        _ if crate::flow::is_end_pattern(body, pat) => after(program, at, code),
        _ => (OnEnd::Ignored, None),
    }
}

fn after_branch(program: &Program<'_>, at: ExprRef, code: ExprId) -> (OnEnd, Option<Span>) {
    let body = program.body(at.body);
    if leaves(body, code) {
        return (OnEnd::Exits, Some(body.span(code)));
    }
    // The branch is ready at once, again and again, and nothing in it waits.
    if waits(body, code) || may_leave(body, code) || changes_state(program, at.body, code) {
        (OnEnd::Ignored, Some(body.span(code)))
    } else {
        (OnEnd::Spins, Some(body.span(code)))
    }
}

fn if_let(
    program: &Program<'_>,
    at: ExprRef,
    pat: PatId,
    then: ExprId,
    otherwise: Option<ExprId>,
    whole: ExprId,
) -> (OnEnd, Option<Span>) {
    let body = program.body(at.body);
    if crate::flow::is_end_pattern(body, pat) {
        return after(program, at, then);
    }
    if !refutable(body, pat) {
        return (OnEnd::Ignored, None);
    }
    match otherwise {
        Some(otherwise) => after(program, at, otherwise),
        None => spins_or_ignores(program, at, whole),
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
    let _ = others;
    if others > 0 { (OnEnd::Ignored, span) } else { (OnEnd::Spins, span) }
}

fn is_sleep(program: &Program<'_>, at: ExprRef) -> bool {
    matches!(program.expr(at), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
        && matches!(program.callee(at), crate::resolve::Callee::Api(api) if {
            let row = program.apis.row(*api);
            row.verb == crate::apis::Verb::Sleep || row.blocking && row.verb != crate::apis::Verb::Receive
        })
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

/// Whether code assigns something (a flag that the loop asks for, a new receiver) or leaves the process.
fn changes_state(program: &Program<'_>, at: BodyRef, code: ExprId) -> bool {
    let body = program.body(at);
    let mut found = false;
    body.walk(code, &mut |_| false, &mut |expr| {
        found |= match body.expr(expr) {
            ExprKind::Assign { .. } | ExprKind::AssignPat { .. } => true,
            ExprKind::Call { .. } => {
                matches!(program.callee(ExprRef { body: at, expr }), crate::resolve::Callee::Api(api) if program.apis.row(*api).verb == crate::apis::Verb::Exit)
            }
            _ => false,
        };
    });
    found
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
        ExprKind::Macro { kind: MacroKind::Returns, .. } => true,
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

fn may_leave(body: &Body, code: ExprId) -> bool {
    let mut found = false;
    body.walk(code, &mut |_| false, &mut |expr| {
        found |= matches!(body.expr(expr), ExprKind::Break { .. } | ExprKind::Return(_) | ExprKind::Try(_))
            || matches!(body.expr(expr), ExprKind::Macro { kind: MacroKind::Returns | MacroKind::Panics, .. });
    });
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

/// Whether an arm takes the end of a channel: `None`, `Err(_)`, `_`, a name.
fn takes_end(body: &Body, pat: PatId) -> bool {
    crate::flow::is_end_pattern(body, pat) || matches!(body.pat(pat), PatKind::Wild | PatKind::Bind(_, None))
}

// ---- what happens when messages were lost ----

fn on_lag(program: &Program<'_>, at: ExprRef, source: &Source, form: Form) -> OnLag {
    let body = program.body(at.body);
    if source.at.body != at.body {
        return OnLag::Handled;
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
                    // The branch is off for this round only: the next round asks again.
                    let stops = otherwise.as_ref().is_some_and(|(_, code)| leaves(body, *code)) && branches.len() == 1;
                    return if stops { OnLag::Stops } else { OnLag::Handled };
                }
                // `_ = stop.recv() => …`: whatever comes is the signal.
                if matches!(body.pat(branch.pat), PatKind::Wild | PatKind::Tuple(_)) {
                    return OnLag::Handled;
                }
                return match bound(program, at, branch.pat, branch.body, 0).0 {
                    OnEnd::Exits | OnEnd::Panics if !names_lag(body, at.expr) => OnLag::Stops,
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

fn on_close_of(program: &Program<'_>, at: ExprRef, source: &Source) -> OnEnd {
    value(program, at, source.at.expr, 0).0
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
                let ExprKind::Block { stmts, .. } = body.expr(block) else { return None };
                let Stmt::Let { pat, .. } = &stmts[index as usize] else { return None };
                let PatKind::Bind(binding, _) = body.pat(*pat) else { return None };
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

/// Whether a pattern in the loop says `Lagged`.
fn names_lag(body: &Body, root: ExprId) -> bool {
    let span = body.span(root);
    body.pats.iter().any(|pat| {
        pat.lo >= span.lo
            && pat.hi <= span.hi
            && matches!(&pat.kind, PatKind::TupleStruct(path, _) | PatKind::Path(path) if matches!(path.last().as_str(), "Lagged" | "Overflowed"))
    })
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
