//! What flows into a channel: whether it comes from outside, as fast as the outside likes.

use super::{Channel, Model};
use crate::apis::{ChannelKind, Role, Verb};
use crate::flow::{EventKind, SourceOp};
use crate::ir::ExprKind;
use crate::resolve::{ExprRef, Ty};
use crate::source::Span;

/// A send that outside data drives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The send.
    pub send: Span,
    /// Where the data comes from.
    pub source: Span,
    /// What that is.
    pub what: &'static str,
}

impl Model<'_, '_> {
    /// The send of a channel that a loop over outside data drives.
    pub fn feed(&self, channel: &Channel) -> Option<Feed> {
        let mut feeds: Vec<Feed> = Vec::new();
        // Items that hold a permit carry their own limit.
        let limited = channel
            .senders
            .iter()
            .chain(&channel.receivers)
            .filter_map(|end| end.local)
            .any(|(body, binding)| self.holds_permit(&self.program.types(body).binding(binding).arg(0), 0));
        if limited {
            return None;
        }
        for end in &channel.senders {
            for event in &end.events {
                if event.kind == EventKind::Verb(Verb::Send)
                    && let Some(feed) = self.driven(event.at)
                {
                    feeds.push(feed);
                }
            }
        }
        feeds.into_iter().min_by_key(|feed| (feed.send, feed.source))
    }

    fn holds_permit(&self, ty: &Ty, depth: u8) -> bool {
        let program = self.program;
        depth < 4
            && (program.role(ty) == Some(Role::Permit)
                || match ty {
                    Ty::Adt(adt, args) => program
                        .all_fields(*adt)
                        .iter()
                        .chain(args.iter())
                        .any(|inner| self.holds_permit(inner, depth + 1)),
                    Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(|inner| self.holds_permit(inner, depth + 1)),
                    _ => false,
                })
    }

    /// The loop over outside data that a send stands in.
    fn driven(&self, send: ExprRef) -> Option<Feed> {
        let program = self.program;
        let body = program.body(send.body);
        let span = self.callee_span(send);
        if let ExprKind::MethodCall { args, .. } = program.expr(send)
            && args.iter().any(|&arg| self.holds_permit(program.types(send.body).expr(arg), 0))
        {
            return None;
        }
        for up in program.uses(send.body).ancestors(send.expr) {
            if matches!(body.expr(up), ExprKind::Closure { .. }) {
                return None;
            }
            let Some(found) = self.loops.iter().find(|found| found.at.body == send.body && found.at.expr == up) else {
                continue;
            };
            let source = self.callee_span(found.source.at);
            let what = match (found.source.op, found.source.channel) {
                (SourceOp::Accept, _) => "connections come in here",
                (
                    SourceOp::Receive,
                    ChannelKind::Oneshot | ChannelKind::Watch | ChannelKind::Notify | ChannelKind::Interval,
                ) => continue,
                (SourceOp::Receive, _) => "messages come in here",
                _ => continue,
            };
            return Some(Feed { send: span, source, what });
        }
        None
    }
}
