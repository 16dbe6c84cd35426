use crate::diagnostic::{Confidence, Finding};
use crate::model::HopKind;
use crate::rules::{Report, RuleCx, rule};

rule!("self-send-deadlock", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let model = cx.model;
    for hop in model.self_waits() {
        let channel = &model.channels[hop.from];
        let place = model.place(hop);
        let (message, label) = match hop.kind {
            HopKind::Room => {
                ("this receive loop waits for room in its own channel", "waits for ever once the channel is full")
            }
            HopKind::Reply(_) => {
                ("this receive loop asks itself, and waits for its own reply", "waits for ever: nobody else answers")
            }
        };
        let mut finding = Finding::new(Confidence::Likely, model.callee_span(place), message, label);
        for call in hop.calls.iter().filter(|call| **call != place) {
            finding = finding.with(model.callee_span(*call), "the loop comes to it through this call");
        }
        if place != hop.send {
            finding = finding.with(model.callee_span(hop.send), "puts the message into the channel");
        }
        if let HopKind::Reply(at) = hop.kind {
            finding = finding.with(model.callee_span(at), "waits for the reply here");
        }
        let end = match (hop.kind, &channel.capacity) {
            (HopKind::Room, Some(size)) => format!("the channel, with room for {size}"),
            _ => "the channel".to_owned(),
        };
        let finding = finding
            .with(model.callee_span(hop.receive), "only this loop takes messages out, and not while it waits")
            .with(channel.span, end)
            .help(match hop.kind {
                HopKind::Room => {
                    "keep the message in a local queue, or use `try_send` and decide what happens when it is full"
                }
                HopKind::Reply(_) => "call the code that answers directly",
            });
        report.add(finding);
    }
}
