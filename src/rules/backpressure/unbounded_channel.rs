use crate::diagnostic::{Confidence, Finding};
use crate::model::{Channel, Slip};
use crate::resolve::FnId;
use crate::rules::{Report, RuleCx, rule};

rule!("unbounded-channel", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for channel in cx.model.channels.iter().filter(|channel| channel.bounded) {
        if cx.model.panics_at_zero(channel) {
            report.add(no_room(channel));
        } else if let Some(slip) = cx.model.slip(channel) {
            report.add(no_limit(channel, &slip));
        }
    }
    let owner = |channel: &Channel| cx.model.owner(channel.at.body);
    // A function with both kinds of constructors, of which its arguments choose one.
    let decides = |function: FnId| {
        let mut callers = cx.model.channels.iter().filter(|channel| channel.wrapper == Some(function));
        callers.next().is_some() && cx.model.channels.iter().any(|one| one.bounded && owner(one) == Some(function))
    };
    let fed = cx.model.channels.iter().filter(|channel| !channel.bounded);
    let fed: Vec<_> = fed.filter_map(|channel| Some((channel, cx.model.feed(channel)?))).collect();
    for (channel, feed) in &fed {
        // The constructor speaks for the function around it, unless that has a bounded one, too: then its callers decide.
        let spoken = match channel.wrapper {
            Some(function) => fed.iter().any(|(other, _)| owner(other) == Some(function)) && !decides(function),
            None => owner(channel).is_some_and(decides),
        };
        if spoken {
            continue;
        }
        let finding = Finding::new(
            Confidence::Likely,
            channel.span,
            "data from outside flows into this channel without a limit",
            "holds as many messages as come in",
        )
        .with(feed.send, "each message is put here, without waiting for room")
        .with(feed.source, format!("{}, as fast as the other side likes", feed.what))
        .help("use a bounded channel and `send(…).await`, so that a slow consumer slows its producers down");
        report.add(finding);
    }
}

/// A limit that cannot be.
fn no_room(channel: &Channel) -> Finding {
    Finding::new(
        Confidence::Certain,
        channel.span,
        "making a channel with room for 0 messages panics",
        "this kind of channel needs room for at least one",
    )
    .help("give it room for 1 message; for none at all, send a `oneshot` along and await the answer")
}

/// A limit that makes nobody wait.
fn no_limit(channel: &Channel, slip: &Slip) -> Finding {
    Finding::new(
        Confidence::Likely,
        channel.span,
        "the limit of this channel limits nothing: each message brings a sender of its own",
        "has room for this many messages, and for one more of each sender",
    )
    .with(slip.clone, "a new sender for each message, with room for that message")
    .with(slip.feed.source, format!("{}, as fast as the other side likes", slip.feed.what))
    .help("send by one and the same sender, so that a full channel makes it wait")
}
