use crate::diagnostic::{Confidence, Finding};
use crate::model::DeadToken;
use crate::rules::{Report, RuleCx, rule};

rule!("cancellation-token-never-cancelled", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    // A fresh token as an argument is a way to say "never"; `cancellation-token-not-forwarded` knows of another one.
    let elsewhere = |dead: &DeadToken| dead.given.is_some() || dead.taker.is_some() && dead.at_hand.is_some();
    for dead in cx.model.dead_tokens().iter().filter(|dead| !elsewhere(dead)) {
        report.add(speak(cx, dead));
    }
}

fn speak(cx: &RuleCx<'_>, dead: &DeadToken) -> Finding {
    Finding::new(
        Confidence::Likely,
        cx.model.callee_span(dead.at),
        "nothing cancels this token, and code waits for it",
        "no `cancel()` and no drop guard of it anywhere",
    )
    .with(dead.waits, dead.wait_label())
    .help("call `cancel()` where the owner shuts down, or keep a `drop_guard()` of the token in the owner")
}
