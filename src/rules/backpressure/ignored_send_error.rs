use crate::diagnostic::{Confidence, Finding};
use crate::resolve::ExprRef;
use crate::rules::{Report, RuleCx, rule};

rule!("ignored-send-error", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let model = cx.model;
    // What says more about the same send speaks.
    let mut spoken: Vec<ExprRef> = model.self_waits().iter().map(|hop| hop.send).collect();
    spoken.extend(model.cycles().iter().flat_map(|cycle| &cycle.hops).map(|hop| hop.send));
    spoken.extend(model.unpruned_subscribers().iter().map(|list| list.send));
    for refusal in model.ignored_refusals() {
        let Some(in_loop) = refusal.op.in_loop.filter(|_| !refusal.when_full) else { continue };
        if model.asks_if_closed(refusal.op) || spoken.contains(&refusal.op.at) {
            continue;
        }
        let finding = Finding::new(
            Confidence::Likely,
            refusal.op.span,
            "this loop goes on sending when its consumer is gone",
            "fails once the receiver is dropped, and the error is thrown away",
        )
        .with(model.loops[in_loop].span, "the loop goes on")
        .help("leave the loop when the send fails, and say why");
        report.add(finding);
    }
}
