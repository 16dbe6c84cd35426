//! Channels that are a store of so many things: filled once up to their limit, and whoever takes one puts it back.

use super::{Channel, Model};
use crate::apis::Verb;
use crate::flow::{BindSource, EventKind};
use crate::ir::{BindingId, ExprId, ExprKind};
use crate::resolve::ExprRef;

impl Model<'_, '_> {
    /// Whether a channel is filled in a loop over its limit, and whoever else sends has what it sends from the channel:
    /// there is room for it always.
    pub(super) fn is_store(&self, channel: &Channel) -> bool {
        // A function that makes the channel and gives both ends has filled it before.
        let maker = channel.wrapper.and_then(|function| self.program.defs.fns[function].body);
        let made = self.channels.iter().filter(|other| Some(other.at.body) == maker && other.wrapper.is_none());
        let all: Vec<&Channel> = std::iter::once(channel).chain(made).collect();
        let Some(room) = all.iter().rev().find_map(|one| one.capacity.as_deref()).map(number) else { return false };
        let events = || all.iter().flat_map(|one| one.senders.iter().chain(&one.receivers)).flat_map(|end| &end.events);
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
        let text = |expr: ExprId| self.program.workspace.sources.text(body.span(expr));
        match body.expr(*iter) {
            ExprKind::Range(Some(_), Some(end)) => number(text(*end)) == room,
            // `let (sender, receiver) = channel(slots.len()); for slot in slots { … }`
            ExprKind::Local(list) => {
                // `let mut slots = Vec::with_capacity(room); … for slot in slots { … }`
                let source = self.program.uses(send.body).source(*list);
                if let BindSource::Value(made, _) = source
                    && let ExprKind::Call { callee, args } = body.expr(made)
                    && let [size] = args[..]
                    && matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == "with_capacity")
                    && number(text(size)) == room
                {
                    return true;
                }
                let all = format!("{}.len()", text(*iter));
                let counts = |binding: &crate::ir::Binding| binding.name == room;
                room == all
                    || body.bindings.iter().enumerate().filter(|(_, binding)| counts(binding)).any(|(index, _)| {
                        let source = self.program.uses(send.body).source(BindingId(index as u32));
                        matches!(source, BindSource::Value(value, _) if text(value) == all)
                    })
            }
            _ => false,
        }
    }

    /// Whether all that is sent comes out of the channel, or was given by whoever called.
    fn puts_back(&self, send: ExprRef, taken: &[ExprRef]) -> bool {
        let ExprKind::MethodCall { args, .. } = self.program.expr(send) else { return false };
        let body = self.program.body(send.body);
        let given = |expr: &ExprId| self.was_taken_or_given(ExprRef { body: send.body, expr: *expr }, taken, STEPS);
        args.iter().all(|arg| match body.expr(*arg) {
            ExprKind::Tuple(parts) => parts.iter().all(given),
            // What went wrong with one stands for it from then on.
            ExprKind::Call { callee, args } => {
                let wraps = |name: &str| matches!(body.expr(*callee), ExprKind::Path(path) if path.last() == name);
                wraps("Err") || (wraps("Ok") || wraps("Some")) && args.iter().all(given)
            }
            _ => given(arg),
        })
    }

    /// A variable that was taken out, was given, or is made of such a one.
    fn was_taken_or_given(&self, at: ExprRef, taken: &[ExprRef], far: u8) -> bool {
        let body = self.program.body(at.body);
        let ExprKind::Local(binding) = body.expr(at.expr) else { return false };
        match self.program.uses(at.body).source(*binding) {
            BindSource::Param(_) | BindSource::ClosureParam(..) => true,
            BindSource::Value(value, _) | BindSource::Branch(value, _) | BindSource::Item(value, _) => {
                // A closure that works on it in between counts, too.
                let mut found = false;
                body.walk(value, &mut |_| true, &mut |part| {
                    let part = ExprRef { body: at.body, expr: part };
                    found |= taken.contains(&part) || far > 0 && self.was_taken_or_given(part, taken, far - 1);
                });
                found
            }
            BindSource::Unknown => false,
        }
    }
}

/// How often what is sent may have changed hands on the way.
const STEPS: u8 = 2;

/// A number as written, without what makes it one of another width.
fn number(text: &str) -> &str {
    let text = text.split(" as ").next().unwrap_or(text).trim();
    text.strip_suffix(".into()").unwrap_or(text)
}
