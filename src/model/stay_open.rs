//! Channels that may well stay open for as long as the loop that receives from them runs, though that is not proved.
//!
//! A loop that goes on when its channel is closed is only a mistake where the channel can be closed by then.

use super::cleanup::same_place;
use super::round::Answer;
use super::{Channel, Loop, Model};
use crate::apis::{ExitKind, Verb};
use crate::flow::{BindSource, EventKind, Place, Source};
use crate::ir::{ExprId, ExprKind, PatKind};
use crate::resolve::{Callee, ExprRef};

impl Model<'_, '_> {
    /// Whether nobody can say that a loop sees the end of its channel: what says so is handed on to somebody who may end
    /// the loop, a local of the loop's own function has the sender, or all senders go when the loop goes, too.
    pub fn may_stay_open(&self, found: &Loop, source: &Source) -> bool {
        let calls = self.calls_to(found.at, source.at.body);
        let course = calls.and_then(|calls| self.course(found.at, source, &calls, Answer::Closed));
        if course.is_some_and(|course| course.sent_on) {
            return true;
        }
        let mut channels = self.channels.iter().filter(|channel| channel.is_received_at(source.at)).peekable();
        channels.peek().is_some()
            && channels.all(|channel| {
                self.lies_in_local(channel, found.at)
                    || self.lies_with_caller(channel, found.at)
                    || self.goes_when_told(channel, found)
            })
    }

    /// `*directory.bus.lock().unwrap() = Some(tx);`, where the caller has the directory: the sender lives longer than the
    /// loop, if nobody takes it out of there.
    fn lies_with_caller(&self, channel: &Channel, around: ExprRef) -> bool {
        let program = self.program;
        let body = program.body(around.body);
        let uses = program.uses(around.body);
        let [end] = &channel.senders[..] else { return false };
        let Some((at, sender)) = end.local.filter(|(at, _)| *at == around.body) else { return false };
        let &[used] = uses.of(sender) else { return false };
        let mut value = used;
        let assigned = loop {
            let Some(up) = uses.parent_expr(value) else { return false };
            match body.expr(up) {
                ExprKind::Call { .. } if *program.callee(ExprRef { body: at, expr: up }) == Callee::Wrap => value = up,
                ExprKind::Assign { place, value: of, compound: false } if *of == value => break *place,
                _ => return false,
            }
        };
        let ExprKind::Unary { operand, .. } = body.expr(assigned) else { return false };
        let mut place = *operand;
        while let ExprKind::MethodCall { receiver, .. } | ExprKind::Await(receiver) | ExprKind::Try(receiver) =
            body.expr(place)
        {
            place = *receiver;
        }
        let ExprKind::Field { base, name } = body.expr(place) else { return false };
        let lent = matches!(body.expr(*base), ExprKind::Local(owner)
            if matches!(uses.source(*owner), BindSource::Param(_)));
        let kept = self.place_at(ExprRef { body: at, expr: place });
        let taken = |field: &ExprRef| {
            let code = program.body(field.body);
            program.uses(field.body).ancestors(field.expr).take(6).any(|up| match code.expr(up) {
                ExprKind::MethodCall { name, .. } => matches!(name.as_str(), "take" | "replace" | "clear" | "swap"),
                ExprKind::Assign { value, .. } => matches!(code.expr(*value), ExprKind::Path(_)),
                _ => false,
            })
        };
        let mut others = self.index.fields(*name).iter().filter(|field| self.place_at(**field) == kept);
        lent && kept != Place::Unknown && !others.any(taken)
    }

    /// `let mut watcher = Watcher::new(tx, delay)?;` in front of the loop: what another crate made of the sender lives as
    /// long as the loop runs.
    fn lies_in_local(&self, channel: &Channel, around: ExprRef) -> bool {
        let body = self.program.body(around.body);
        let uses = self.program.uses(around.body);
        let span = body.span(around.expr);
        let is_foreign = |expr: ExprId| {
            matches!(body.expr(expr), ExprKind::Call { .. } | ExprKind::MethodCall { .. })
                && matches!(
                    self.program.callee(ExprRef { body: around.body, expr }),
                    Callee::Foreign(_) | Callee::Unknown
                )
        };
        let made_of_it =
            |at: ExprRef| uses.ancestors(at.expr).find(|&up| is_foreign(up) && body.span(up).hi <= span.lo);
        let events = channel.senders.iter().flat_map(|end| &end.events);
        let mut made = events.filter(|event| event.at.body == around.body).filter_map(|event| made_of_it(event.at));
        made.any(|call| self.lives_around(around, call))
    }

    /// Whether a loop runs in the block of the variable that a call's value is bound to, and nothing moves that away.
    fn lives_around(&self, around: ExprRef, call: ExprId) -> bool {
        let body = self.program.body(around.body);
        let uses = self.program.uses(around.body);
        let passes = |up: ExprId, below: ExprId| match body.expr(up) {
            ExprKind::Try(_) | ExprKind::Await(_) => true,
            ExprKind::MethodCall { receiver, .. } => *receiver == below,
            _ => false,
        };
        let bound = uses.let_above(call, &passes);
        let Some((home, pat)) = bound.and_then(|(block, index)| Some((block, body.let_pat(block, index)?))) else {
            return false;
        };
        let PatKind::Bind(binding, None) = body.pat(pat) else { return false };
        let lent = |one: ExprId| {
            uses.parent_expr(one).is_some_and(|up| match body.expr(up) {
                ExprKind::MethodCall { receiver, .. } => *receiver == one,
                ExprKind::Ref(_) | ExprKind::Field { .. } => true,
                _ => false,
            })
        };
        uses.ancestors(around.expr).any(|up| up == home) && uses.of(*binding).iter().all(|&one| lent(one))
    }

    /// Whether all that send run in tasks that end at the word of a token, which this code gave them, and by which the
    /// loop ends, too.
    fn goes_when_told(&self, channel: &Channel, found: &Loop) -> bool {
        let is_told = |kind| matches!(kind, ExitKind::CancelToken | ExitKind::ShutdownSignal);
        let tokens = self.tokens_of(found.at);
        let body = self.program.body(found.at.body);
        let own = self.task_of(found.at);
        let mut sends = channel
            .senders
            .iter()
            .flat_map(|end| &end.events)
            .filter(|event| matches!(event.kind, EventKind::Verb(Verb::Send)))
            .peekable();
        !tokens.is_empty()
            && sends.peek().is_some()
            && sends.all(|event| {
                let Some(task) = self.task_of(event.at).filter(|task| Some(*task) != own) else { return false };
                let task = &self.tasks[task];
                let given = |token: &ExprId| {
                    task.at.body == found.at.body && body.any(task.at.expr, |expr| same_place(body, expr, *token))
                };
                !task.ends.exits.is_empty()
                    && task.ends.exits.iter().all(|exit| is_told(exit.kind))
                    && tokens.iter().any(given)
            })
    }

    /// The tokens that a loop waits for, or cancels before it leaves.
    fn tokens_of(&self, around: ExprRef) -> Vec<ExprId> {
        let body = self.program.body(around.body);
        let mut tokens = Vec::new();
        body.walk(around.expr, &mut |_| false, &mut |expr| {
            let ExprKind::MethodCall { receiver, .. } = body.expr(expr) else { return };
            let row = self.program.called_api(ExprRef { body: around.body, expr });
            let is_word = row.is_some_and(|row| {
                row.verb == Verb::Cancel || row.verb == Verb::Wait && row.exit == Some(ExitKind::CancelToken)
            });
            if is_word {
                tokens.push(*receiver);
            }
        });
        tokens
    }
}
