use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("silent-message-drop", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let model = cx.model;
    for refusal in model.ignored_refusals() {
        if !refusal.when_full || model.is_wake_up(refusal.op) {
            continue;
        }
        let mut finding = Finding::new(
            Confidence::Likely,
            refusal.op.span,
            "this message is lost without a trace when the channel is full",
            "gives up when there is no room, and nobody looks",
        );
        if let Some(channel) = refusal.op.channel() {
            let channel = &model.channels[channel];
            let size = channel.capacity.as_deref().unwrap_or("…");
            finding = finding.with(channel.span, format!("the channel, with room for {size}"));
        }
        report.add(finding.help("count or log what is dropped, or use a `watch` channel if only the newest matters"));
    }
}
