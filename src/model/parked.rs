//! Channel operations that park their thread, where a task runs on that thread.

use super::{Form, Model, Way};
use crate::apis::{ChannelKind, Role, TyText, Verb};
use crate::flow::SourceOp;
use crate::ir::{ExprKind, Lit};
use crate::resolve::ExprRef;
use crate::source::Name;
use rustc_hash::FxHashMap;

/// An operation that parks the thread of a task.
#[derive(Clone, Debug)]
pub struct Parked {
    /// The call, or what a `for` goes through.
    pub at: ExprRef,
    /// It does not park there: it panics.
    pub panics: bool,
    /// It is what a `for` goes through.
    pub iterates: bool,
    /// How async code comes to it.
    pub way: Way,
}

impl Model<'_, '_> {
    /// Receives and sends that park a thread in async code, in order of their places; of those that panic there
    /// locks, too.
    pub fn parked(&self) -> Vec<Parked> {
        let program = self.program;
        let wanted =
            |row: &crate::apis::Fn| row.refuses_async || row.blocking && matches!(row.verb, Verb::Receive | Verb::Send);
        let mut limited: FxHashMap<Name, bool> = FxHashMap::default();
        let mut found = Vec::new();
        for (at, row) in self.calls_of(wanted) {
            if row.limited && self.is_no_time(at) {
                continue;
            }
            let waits = row.verb != Verb::Send
                || row.refuses_async
                || row
                    .parent
                    .is_some_and(|parent| *limited.entry(parent).or_insert_with(|| self.always_limited(parent)))
                || self.has_limit(at);
            if !waits || row.verb == Verb::Send && !row.refuses_async && self.always_has_room(at) {
                continue;
            }
            found.extend(self.in_task(at, row.refuses_async, false));
        }
        for one in &self.loops {
            // The iterator of `rx.try_iter()` gives what is there and ends: it is no receiver.
            let direct = one.source.at.body == one.at.body && one.source.channel != ChannelKind::Oneshot;
            // A listener's connections are no messages.
            let direct = direct && one.source.channel != ChannelKind::Accept;
            let receives = direct && one.form == Form::For && one.source.op == SourceOp::Receive;
            if receives && program.role(&program.peel(program.ty(one.source.at))) == Some(Role::Receiver) {
                found.extend(self.in_task(one.source.at, false, true));
            }
        }
        // One for each place in async code: what waits first in a function speaks for what waits after it.
        let place = |parked: &Parked| *parked.way.calls.first().unwrap_or(&parked.at);
        found.sort_by_key(|parked| (place(parked), parked.at));
        found.dedup_by_key(|parked| place(parked));
        found
    }

    fn in_task(&self, at: ExprRef, panics: bool, iterates: bool) -> Option<Parked> {
        let way = self.async_way(at)?;
        if self.is_only_emptied(at) {
            return None;
        }
        // No other task waits for the thread of `main`.
        (panics || !way.alone && !self.on_main_thread(way.task)).then_some(Parked { at, panics, iterates, way })
    }

    /// `recv_timeout(Duration::ZERO)`, `Duration::from_millis(0)`
    fn is_no_time(&self, at: ExprRef) -> bool {
        let body = self.program.body(at.body);
        let (ExprKind::MethodCall { args, .. } | ExprKind::Call { args, .. }) = body.expr(at.expr) else {
            return false;
        };
        args.last().is_some_and(|&limit| match body.expr(limit) {
            ExprKind::Path(path) => path.last() == "ZERO",
            ExprKind::Call { args, .. } => {
                args.first().is_some_and(|&arg| matches!(body.expr(arg), ExprKind::Lit(Lit::Int(0))))
            }
            _ => false,
        })
    }

    /// Whether all channels with ends of this type have a limit.
    pub(super) fn always_limited(&self, end: Name) -> bool {
        !self.program.apis.fns().any(|(_, row)| {
            row.verb == Verb::Channel
                && row.bounded != Some(true)
                && row
                    .returns
                    .as_ref()
                    .is_some_and(|text| text.mentions(&|part| matches!(part, TyText::Path(path, _) if *path == end)))
        })
    }

    /// Whether a send goes into channels that are all known to have a limit.
    pub(super) fn has_limit(&self, at: ExprRef) -> bool {
        self.channel_graph().op(at).is_some_and(|op| {
            !op.channels.is_empty() && op.channels.iter().all(|&channel| self.channels[channel].bounded)
        })
    }
}
