//! Loops that wait for messages, connections or ticks: what they do when their source ends.

use super::closing::{begins_again, calls_to, leaves_at_end, on_close, on_lag};
use super::lags::names_lag;
use super::loop_waits::{self, Waits};
use super::round::{Answer, Shape};
use super::{Model, callee_span, signals};
use crate::apis::{ChannelKind, ExitKind};
use crate::flow::{EndKind, Ends, Exit, Parent, Source, SourceOp};
use crate::ir::{Body, ExprId, ExprKind};
use crate::resolve::{ExprRef, Program};
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
    /// The code names that case, in the loop or where the function that it calls receives.
    pub lag_named: bool,
    /// Other receivers of it that can say that messages were lost, with what it does then.
    pub lags_beside: Vec<(Source, OnLag, bool)>,
    /// What it waits for that gives its end at once, again and again, and the place that shows it.
    pub spins: Vec<(Source, Option<Span>)>,
    /// Whether it stops at a signal.
    pub exit_signal: bool,
    /// Whether something is done after it.
    pub cleanup: bool,
    /// All in all.
    pub verdict: LoopVerdict,
    /// Its end.
    pub ends: Ends,
    /// What gives it work is not understood: `source` is a signal beside that.
    pub is_beside_unread: bool,
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

impl Loop {
    /// The same loop once for each receiver that can say that messages were lost, the loop's own first.
    pub fn by_lagging_receiver(&self) -> Vec<Self> {
        let beside = self.lags_beside.iter().map(|&(source, on_lag, lag_named)| Self {
            source,
            on_lag,
            lag_named,
            lags_beside: Vec::new(),
            ..self.clone()
        });
        std::iter::once(self.clone()).chain(beside).collect()
    }
}

impl Model<'_, '_> {
    /// Why the loop of this keyword goes on for ever.
    pub fn why_endless(&self, keyword: Span) -> &'static str {
        let on_close = |end| self.loops.iter().any(|found| found.span == keyword && found.on_close == end);
        if self.program.defs.fns.iter().any(|(_, function)| function.name_span == keyword) {
            "this gives nothing but `Poll::Pending`: the future never ends"
        } else if on_close(OnEnd::Unreachable) {
            "this loop has no exit: its channel cannot close as long as the loop runs"
        } else if on_close(OnEnd::Exits) {
            "this loop has no exit: only a task without an end has a sender of its channel"
        } else {
            "this loop has no exit: no `break`, no `return`, no stop signal"
        }
    }
}

pub(super) fn find(model: &Model<'_, '_>) -> Vec<Loop> {
    let program = model.program;
    let mut loops = Vec::new();
    for &at in model.index.loops() {
        if model.skips(at.body) || !loop_waits::may_wait(program.body(at.body), at.expr) {
            continue;
        }
        if let Some(found) = read(model, at) {
            loops.push(found);
        }
    }
    loops.extend(loop_waits::combinators(model).into_iter().map(|source| of_combinator(model, source)));
    loops.sort_by(|a: &Loop, b: &Loop| {
        let key = |one: &Loop| (program.workspace.sources.get(one.span.file).path.clone(), one.span.lo);
        key(a).cmp(&key(b))
    });
    loops
}

/// `stream.for_each(…)`: it ends with the stream; a listener's connections have no end.
fn of_combinator(model: &Model<'_, '_>, source: Source) -> Loop {
    let span = callee_span(model.program, source.at);
    let exit = Exit { kind: ExitKind::ChannelClosed, span, on: Some(source.at) };
    Loop {
        at: source.at,
        span,
        source,
        sources: vec![source],
        form: Form::StreamCombinator,
        on_close: OnEnd::Exits,
        close_span: None,
        on_lag: OnLag::None,
        lag_named: false,
        lags_beside: Vec::new(),
        spins: Vec::new(),
        exit_signal: signals::is_cut_at_signal(model, &source),
        cleanup: false,
        verdict: LoopVerdict::Ok,
        ends: Ends { kind: EndKind::Loops, exits: vec![exit], loop_span: Some(span) },
        is_beside_unread: false,
    }
}

fn read(model: &Model<'_, '_>, at: ExprRef) -> Option<Loop> {
    let program = model.program;
    let Waits { sources, in_select, call } = loop_waits::of_loop(model, at);
    let span = callee_span(program, at);
    let form = loop_waits::form(model, at, &sources, in_select);
    let picked = loop_waits::pick(model, at, form, &sources);
    let mut ends = model.ends.of_loop(at);
    // One of them that spins or ends the loop says more than one that is ignored.
    let beside = sources.iter().filter(|source| {
        let receives = source.op == SourceOp::Receive && source.channel != ChannelKind::Oneshot;
        let tells = matches!(source.op, SourceOp::Wait(_)) && source.channel == ChannelKind::Watch;
        (receives || tells)
            && (model.ends_for_good(source) || model.takes_from_set(source))
            && picked.iter().all(|one| one.at != source.at)
    });
    let judge = |source: Source| (source, on_close(model, at, &source, form, call));
    let mut beside: Vec<_> = beside.copied().map(judge).filter(|(_, (end, _))| *end == OnEnd::Spins).collect();
    let mut closes: Vec<_> = picked.into_iter().map(judge).collect();
    if closes.iter().chain(&beside).any(|(_, (end, _))| *end == OnEnd::Spins) {
        // What ends the loop together with its last sender.
        let out: Vec<_> = sources
            .iter()
            .filter_map(|source| Some((*source, leaves_at_end(model, at, source, form, call)?)))
            .collect();
        for (source, found) in closes.iter_mut().chain(&mut beside) {
            let with = out.iter().find(|(other, _)| found.0 == OnEnd::Spins && model.closes_with(source, other));
            if let Some((_, way_out)) = with {
                *found = *way_out;
            }
        }
    }
    let closes = closes.into_iter();
    let (source, (on_close, close_span)) = closes.min_by_key(|(_, (end, _))| match end {
        OnEnd::Spins => 0,
        OnEnd::Exits => 1,
        OnEnd::Panics => 2,
        OnEnd::Ignored => 3,
        OnEnd::Unreachable | OnEnd::None => 4,
    })?;
    let outer = (on_close == OnEnd::Exits).then(|| begins_again(model, at, &source)).flatten();
    let (on_close, close_span) = match outer {
        Some(span) => (OnEnd::Spins, Some(span)),
        None => (on_close, close_span),
    };
    let own = (on_close == OnEnd::Spins).then_some((source, close_span));
    let beside = beside.into_iter().filter(|(_, (end, _))| *end == OnEnd::Spins);
    let spins: Vec<_> = own.into_iter().chain(beside.map(|(source, (_, span))| (source, span))).collect();
    let (on_close, close_span) = spins.first().map_or((on_close, close_span), |(_, span)| (OnEnd::Spins, *span));
    let lag = if source.lags { on_lag(model, at, &source, form, call) } else { OnLag::None };
    let lag_named = names_lag(program, at, &source);
    let others = sources.iter().filter(|other| other.lags && other.at != source.at && other.at.body == at.body);
    let lags_beside =
        others.map(|other| (*other, on_lag(model, at, other, form, None), names_lag(program, at, other))).collect();
    let calls = calls_to(model, at, &source, call);
    // Where a message can end the loop, too, the way out at the channel's end may be that of the message.
    let by_message = || {
        let calls = calls.as_deref()?;
        let course = model.course(at, &source, calls, Answer::Message(Shape::Any))?;
        Some(course.leaves.is_some() && !course.lost)
    };
    // `while let Ok(job) = jobs.try_recv()` ends when nothing is there, whoever keeps a sender.
    let takes_what_is_there =
        matches!(program.expr(at), ExprKind::While { .. }) && !super::loop_waits::waits(program, source.at);
    if on_close == OnEnd::Unreachable
        && ends.kind == EndKind::Loops
        && !takes_what_is_there
        && !by_message().unwrap_or(false)
    {
        ends.exits.retain(|exit| exit.kind != ExitKind::ChannelClosed || exit.on.is_some_and(|on| on != source.at));
        if ends.exits.is_empty() {
            ends.kind = EndKind::Infinite;
        }
    }
    let exit_signal = signals::ends_by_signal(model, at, &ends, &source)
        || model.is_in_raced_task(at)
        || calls.as_deref().is_some_and(|calls| model.ends_by_message(at, &source, calls))
        || sources.iter().any(|other| stops_at(model, at, other, call));
    let verdict = if on_close == OnEnd::Spins {
        LoopVerdict::Spins
    } else if lag == OnLag::Stops {
        LoopVerdict::StopsOnLag
    } else if ends.kind == EndKind::Infinite && !exit_signal {
        LoopVerdict::NoExit
    } else {
        LoopVerdict::Ok
    };
    let cleanup = code_after(program, at);
    let is_beside_unread = loop_waits::knows_signals_only(model, at, &sources);
    Some(Loop {
        at,
        span,
        source,
        sources,
        form,
        on_close,
        close_span,
        on_lag: lag,
        lag_named,
        lags_beside,
        spins,
        exit_signal,
        cleanup,
        verdict,
        ends,
        is_beside_unread,
    })
}

/// Whether a loop comes to its end by way of what a oneshot beside its messages makes of its state.
fn stops_at(model: &Model<'_, '_>, at: ExprRef, source: &Source, call: Option<ExprId>) -> bool {
    source.channel == ChannelKind::Oneshot
        && calls_to(model, at, source, call)
            .and_then(|calls| model.course(at, source, &calls, Answer::Message(Shape::Any)))
            .is_some_and(|course| course.leaves.is_some() && !course.again && !course.lost && course.off.is_none())
}

/// Whether code follows the loop in its block.
pub(super) fn code_after(program: &Program<'_>, at: ExprRef) -> bool {
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
