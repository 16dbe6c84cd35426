use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("unbounded-channel", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for channel in &cx.model.channels {
        if channel.bounded {
            continue;
        }
        let Some(feed) = cx.model.feed(channel) else { continue };
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
