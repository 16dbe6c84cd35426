use crate::diagnostic::{Confidence, Finding};
use crate::model::{ActorHop, HopKind};
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
    for cycle in model.actor_cycles() {
        if let Some(finding) = of_actors(cx, &cycle) {
            report.add(finding);
        }
    }
}

/// Actors whose handlers ask each other.
fn of_actors(cx: &RuleCx<'_>, cycle: &[ActorHop]) -> Option<Finding> {
    let model = cx.model;
    let names: Vec<String> = cycle.iter().map(|hop| format!("`{}`", model.actor_name(hop.from))).collect();
    let first = cycle.first()?;
    let mut finding = Finding::new(
        Confidence::Likely,
        model.callee_span(first.ask),
        format!("the actors {} ask each other, and take no message while they wait for the reply", names.join(" and ")),
        format!("{} asks `{}` here", names[0], model.actor_name(first.to)),
    );
    for (index, hop) in cycle.iter().enumerate() {
        if index > 0 {
            let asks = format!("{} asks `{}` here", names[index], model.actor_name(hop.to));
            finding = finding.with(model.callee_span(hop.ask), asks);
        }
        for call in &hop.calls {
            finding = finding.with(model.callee_span(*call), "the handler comes to it through this call");
        }
        finding =
            finding.with(hop.handler, format!("{} handles no other message before this one is done", names[index]));
    }
    Some(finding.help("let one direction be a message without a reply: the answer comes as a message, too"))
}
