use crate::diagnostic::{Confidence, Finding};
use crate::model::HopKind;
use crate::rules::{Report, RuleCx, rule};

rule!("ask-cycle", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let model = cx.model;
    for cycle in model.cycles() {
        if !cycle.is_all_replies() {
            continue;
        }
        let first = &cycle.hops[0];
        let message = match cycle.hops.len() {
            2 => "two loops ask each other, and answer nobody while they wait for the reply".to_owned(),
            many => format!("{many} loops ask each other in a circle, and answer nobody while they wait for the reply"),
        };
        let mut finding =
            Finding::new(Confidence::Likely, model.callee_span(model.place(first)), message, "loop 1 asks loop 2 here");
        for (index, hop) in cycle.hops.iter().enumerate() {
            let (number, next) = (index + 1, (index + 1) % cycle.hops.len() + 1);
            let place = model.place(hop);
            if index > 0 {
                finding = finding.with(model.callee_span(place), format!("loop {number} asks loop {next} here"));
            }
            if let (true, HopKind::Reply(reply)) = (place.body == hop.send.body, hop.kind) {
                finding = finding.with(model.callee_span(reply), "and waits for the reply here");
            }
            finding = finding.with(
                model.callee_span(hop.receive),
                format!("loop {number} takes requests here, and none while it waits"),
            );
        }
        let finding =
            finding.help("let one direction be a message without a reply: the answer comes as a message, too");
        report.add(finding);
    }
}
