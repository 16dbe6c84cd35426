//! What flows into a channel: whether it comes from outside, as fast as the outside likes.

use super::{Channel, Model};
use crate::apis::{ChannelKind, Verb};
use crate::flow::{EventKind, SourceOp};
use crate::ir::ExprKind;
use crate::resolve::ExprRef;
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

    /// The loop over outside data that a send stands in.
    fn driven(&self, send: ExprRef) -> Option<Feed> {
        let program = self.program;
        let body = program.body(send.body);
        let span = self.callee_span(send);
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
                (SourceOp::Receive, ChannelKind::Stream) => "messages come in here",
                _ => continue,
            };
            return Some(Feed { send: span, source, what });
        }
        None
    }
}
