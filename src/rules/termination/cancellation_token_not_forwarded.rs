use crate::diagnostic::{Confidence, Finding};
use crate::model::DeadToken;
use crate::rules::{Report, RuleCx, rule};

rule!("cancellation-token-not-forwarded", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for dead in cx.model.dead_tokens() {
        if let Some(finding) = not_forwarded(cx, &dead) {
            report.add(finding);
        }
    }
}

/// A fresh token that nobody can cancel, where another one was at hand.
fn not_forwarded(cx: &RuleCx<'_>, dead: &DeadToken) -> Option<Finding> {
    let function = dead.taker?;
    let (name, span) = dead.at_hand.clone()?;
    Some(
        Finding::new(
            Confidence::Likely,
            cx.model.callee_span(dead.at),
            format!("`{function}` gets a token that nobody can cancel, although `{name}` is at hand"),
            "made here, given away, and kept by nobody",
        )
        .with(span, "cancelling this one does not reach it")
        .with(dead.waits, dead.wait_label())
        .help(format!("pass `{name}.child_token()`, or `{name}.clone()`")),
    )
}
