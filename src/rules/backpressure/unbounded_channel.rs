use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("unbounded-channel", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let fed = cx.model.channels.iter().filter(|channel| !channel.bounded);
    let fed: Vec<_> = fed.filter_map(|channel| Some((channel, cx.model.feed(channel)?))).collect();
    for (channel, feed) in &fed {
        // Said at the constructor, a call of the function around it needs no saying.
        let inside = |function| fed.iter().any(|(other, _)| cx.model.owner(other.at.body) == Some(function));
        if channel.wrapper.is_some_and(inside) {
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
