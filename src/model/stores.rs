//! Channels that are a store of so many things: filled once up to their limit, and whoever takes one puts it back.

use super::{Channel, Model};
use crate::apis::Verb;
use crate::flow::{BindSource, EventKind};
use crate::ir::{ExprId, ExprKind};
use crate::resolve::ExprRef;

impl Model<'_, '_> {
    /// Whether a channel is filled in a loop over its limit, and whoever else sends has what it sends from the channel:
    /// there is room for it always.
    pub(super) fn is_store(&self, channel: &Channel) -> bool {
        let Some(room) = channel.capacity.as_deref().map(number) else { return false };
        let events = || channel.senders.iter().chain(&channel.receivers).flat_map(|end| &end.events);
        let of = |verb| events().filter(move |event| event.kind == EventKind::Verb(verb)).map(|event| event.at);
        let (fills, others): (Vec<ExprRef>, Vec<ExprRef>) = of(Verb::Send).partition(|&send| self.fills(send, room));
        let taken: Vec<ExprRef> = of(Verb::Receive).collect();
        !fills.is_empty() && !others.is_empty() && others.iter().all(|&send| self.puts_back(send, &taken))
    }

    /// `for _ in 0..SLOTS { sender.send(Slot::new()) }`
    fn fills(&self, send: ExprRef, room: &str) -> bool {
        let body = self.program.body(send.body);
        let mut loops = self.program.uses(send.body).ancestors(send.expr).filter(|&up| body.expr(up).is_loop());
        let (Some(around), None) = (loops.next(), loops.next()) else { return false };
        let ExprKind::For { iter, .. } = body.expr(around) else { return false };
        let ExprKind::Range(Some(_), Some(end)) = body.expr(*iter) else { return false };
        number(self.program.workspace.sources.text(body.span(*end))) == room
    }

    /// Whether all that is sent comes out of the channel, or was given by whoever called.
    fn puts_back(&self, send: ExprRef, taken: &[ExprRef]) -> bool {
        let ExprKind::MethodCall { args, .. } = self.program.expr(send) else { return false };
        let body = self.program.body(send.body);
        let is_given = |expr: &ExprId| match body.expr(*expr) {
            ExprKind::Local(binding) => match self.program.uses(send.body).source(*binding) {
                BindSource::Param(_) | BindSource::ClosureParam(..) => true,
                BindSource::Value(value, _) | BindSource::Branch(value, _) | BindSource::Item(value, _) => {
                    body.any(value, |part| taken.contains(&ExprRef { body: send.body, expr: part }))
                }
                BindSource::Unknown => false,
            },
            _ => false,
        };
        args.iter().all(|arg| match body.expr(*arg) {
            ExprKind::Tuple(parts) => parts.iter().all(is_given),
            _ => is_given(arg),
        })
    }
}

/// A number as written, without what makes it one of another width.
fn number(text: &str) -> &str {
    let text = text.split(" as ").next().unwrap_or(text).trim();
    text.strip_suffix(".into()").unwrap_or(text)
}
