use crate::diagnostic::{Confidence, Finding};
use crate::model::HopKind;
use crate::rules::{Report, RuleCx, rule};

rule!("bounded-channel-cycle", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let model = cx.model;
    for cycle in model.cycles() {
        if cycle.is_all_replies() {
            continue;
        }
        let first = &model.channels[cycle.hops[0].from];
        let message = match cycle.hops.len() {
            2 => "two loops can wait for each other: each sends into the other's channel before it takes the next message".to_owned(),
            many => format!("{many} loops can wait for each other in a circle of channels"),
        };
        let mut finding = Finding::new(Confidence::Likely, first.span, message, "channel 1");
        for (index, hop) in cycle.hops.iter().enumerate() {
            let (number, next) = (index + 1, (index + 1) % cycle.hops.len() + 1);
            let place = model.place(hop);
            let waits = match hop.kind {
                HopKind::Room => format!("waits here as long as channel {next} is full"),
                HopKind::Reply(_) => format!("waits here for a reply from the loop of channel {next}"),
            };
            if index > 0 {
                finding = finding.with(model.channels[hop.from].span, format!("channel {number}"));
            }
            finding = finding
                .with(model.callee_span(hop.receive), format!("loop {number} takes from channel {number}"))
                .with(model.callee_span(place), format!("loop {number} {waits}"));
            if place != hop.send {
                finding = finding.with(model.callee_span(hop.send), format!("the send into channel {next}"));
            }
        }
        let finding = finding.help("let one of them go on when there is no room: `try_send`, a `select!` with the receive, or an unbounded channel for what it cannot do without");
        report.add(finding);
    }
}
