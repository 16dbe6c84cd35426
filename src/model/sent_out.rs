//! Channels that are only emptied: all who could send were waited for before.

use super::frames::{STEPS, senders};
use super::{Channel, Fate, Final, Model, Task};
use crate::apis::Verb;
use crate::flow::{BindSource, EventKind, Place};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::resolve::{Callee, ExprRef};

impl Model<'_, '_> {
    /// Whether nobody can send any more where a receive stands: each use of the only sender lies before it, in a task
    /// that is waited for, or in a function that is and that waits for its own tasks.
    pub(super) fn is_only_emptied(&self, receive: ExprRef) -> bool {
        let by_name = |channel: &Channel| match self.program.expr(receive) {
            ExprKind::Local(binding) => channel.receivers.iter().any(|end| end.local == Some((receive.body, *binding))),
            _ => false,
        };
        let mut channels = self.channels.iter().filter(|channel| channel.is_received_at(receive) || by_name(channel));
        let (Some(channel), None) = (channels.next(), channels.next()) else { return false };
        let [sender] = &channel.senders[..] else { return false };
        let Some((home, binding)) = sender.local.filter(|(home, _)| *home == receive.body) else { return false };
        if self.is_kept_somewhere(channel) {
            return false;
        }
        let body = self.program.body(home);
        let before = body.span(receive.expr).lo;
        let all = senders(self, home, binding, STEPS);
        all.iter().all(|&one| {
            let uses = self.program.uses(home).of(one);
            let mut given = false;
            let through = uses.iter().all(|&at| {
                let (at, cloned) = self.cloned(ExprRef { body: home, expr: at });
                given |= !cloned;
                body.span(at.expr).hi <= before && (self.is_source(at, &all) || self.ends_before(at, before))
            });
            // One of which only clones were given away is still there.
            through && (given || body.binding(one).lo > before)
        })
    }

    /// Whether a field or static keeps one of the senders.
    fn is_kept_somewhere(&self, channel: &Channel) -> bool {
        channel.senders.iter().flat_map(|end| &end.events).any(|event| {
            matches!(
                event.kind,
                EventKind::Stored(Place::Field(..) | Place::Static(_) | Place::Unknown)
                    | EventKind::Collected(_)
                    | EventKind::Returned(_)
            )
        })
    }

    /// `tx.clone()` around a use of `tx`, or the use itself; and which.
    fn cloned(&self, at: ExprRef) -> (ExprRef, bool) {
        let up = self.program.uses(at.body).parent_expr(at.expr);
        let clones = |up: &ExprId| matches!(self.program.body(at.body).expr(*up), ExprKind::MethodCall { name, args, .. } if *name == "clone" && args.is_empty());
        match up.filter(clones) {
            Some(expr) => (ExprRef { body: at.body, expr }, true),
            None => (at, false),
        }
    }

    /// Whether an expression is what one of these variables is made of.
    fn is_source(&self, at: ExprRef, all: &[BindingId]) -> bool {
        let uses = self.program.uses(at.body);
        all.iter().any(|&one| matches!(uses.source(one), BindSource::Value(value, _) if value == at.expr))
    }

    /// Whether whoever gets a sender is through with it before a place in the text.
    fn ends_before(&self, at: ExprRef, before: u32) -> bool {
        let program = self.program;
        let body = program.body(at.body);
        let mut child = at.expr;
        let mut settled = false;
        for up in program.uses(at.body).ancestors(at.expr) {
            let here = ExprRef { body: at.body, expr: up };
            match body.expr(up) {
                ExprKind::Async { .. } | ExprKind::Closure { .. } => {
                    return self.tasks.iter().any(|task| {
                        task.at.body == at.body
                            && task.work_at.is_some_and(|work| program.span(work).contains(body.span(up)))
                            && self.is_over(task, before)
                    });
                }
                ExprKind::Call { args, .. } | ExprKind::MethodCall { args, .. } if args.contains(&child) => {
                    let done = match program.callee(here) {
                        Callee::Api(api) => program.apis.row(*api).verb == Verb::Drop,
                        Callee::Fn(function) => {
                            let is_async = program.defs.fns[*function].item.is_async;
                            let inner = program.defs.fns[*function].body;
                            (!is_async || program.is_awaited(here))
                                && inner.is_some_and(|inner| {
                                    let mut own = self.tasks.iter().filter(|task| task.at.body == inner);
                                    own.all(|task| self.is_over(task, u32::MAX))
                                })
                        }
                        _ => settled,
                    };
                    if !done {
                        return false;
                    }
                    (settled, child) = (true, up);
                }
                _ => child = up,
            }
        }
        settled
    }

    /// Whether a task is waited for before a place in the text.
    fn is_over(&self, task: &Task, before: u32) -> bool {
        if task.fate == Fate::Scoped {
            return true;
        }
        let waits = task.fate == Fate::Awaited || task.fate_final == Some(Final::Awaited);
        waits
            && task.events.iter().any(|event| {
                matches!(event.kind, EventKind::Awaited | EventKind::Verb(Verb::Join))
                    && event.at.body == task.at.body
                    && self.program.body(event.at.body).span(event.at.expr).hi <= before
            })
    }
}
