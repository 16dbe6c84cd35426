//! Whether a loop over messages gathers a batch, or serves for as long as somebody asks.
//!
//! A batch may well be started as a whole and looked at behind the loop. What serves goes on for weeks.

use super::{Loop, Model};
use crate::apis::{ChannelKind, ExitKind};
use crate::flow::{EndKind, EventKind, Place, Source, SourceOp};
use crate::ir::ExprKind;

impl Model<'_, '_> {
    /// Whether a loop goes on as long as the program runs: it accepts connections, or nothing ends it.
    pub fn is_endless(&self, of: &Loop) -> bool {
        of.source.channel == ChannelKind::Accept || of.ends.kind == EndKind::Infinite
    }

    /// Whether something shows that a loop serves whoever asks: somebody has to stop it, it reads from a peer, it
    /// answers, it takes from several channels, or the other end of its channel lies in what callers hold.
    pub fn serves(&self, of: &Loop) -> bool {
        let told = |kind| matches!(kind, ExitKind::CancelToken | ExitKind::ShutdownSignal | ExitKind::PeerClosed);
        let receives = || of.sources.iter().filter(|source| source.op == SourceOp::Receive);
        self.is_endless(of)
            || of.ends.exits.iter().any(|exit| told(exit.kind))
            || of.sources.iter().any(|source| matches!(source.op, SourceOp::Wait(kind) if told(kind)))
            || receives().count() > 1
            || receives().any(|source| self.brings_answer(source) || self.is_fed_by_holders(source))
    }

    /// Messages that carry a way to answer.
    fn brings_answer(&self, source: &Source) -> bool {
        let program = self.program;
        let ExprKind::MethodCall { receiver, .. } = program.expr(source.at) else { return false };
        let end = program.peel(program.types(source.at.body).expr(*receiver));
        self.carries_answer(&end.arg(0), 3)
    }

    /// Whether a sender of the channel is kept in a field or a static.
    fn is_fed_by_holders(&self, source: &Source) -> bool {
        let receives = |channel: &&super::Channel| {
            channel.receivers.iter().flat_map(|end| &end.events).any(|event| event.at == source.at)
        };
        let Some(channel) = self.channels.iter().find(receives) else { return false };
        let kept = |kind| matches!(kind, EventKind::Stored(Place::Field(..) | Place::Static(_)));
        channel.senders.iter().flat_map(|end| &end.events).any(|event| kept(event.kind))
    }
}
