use crate::diagnostic::{Confidence, Finding};
use crate::model::DeadTimeout;
use crate::rules::{Report, RuleCx, rule};

rule!("timeout-without-await", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for dead in cx.model.dead_timeouts() {
        report.add(speak(cx, &dead));
    }
}

fn speak(cx: &RuleCx<'_>, dead: &DeadTimeout) -> Finding {
    let span = cx.model.callee_span(dead.at);
    let (confidence, work) = match dead.function {
        None => (Confidence::Certain, "nothing in here awaits: it runs to its end without a break".to_owned()),
        Some(name) => (Confidence::Likely, format!("`{name}` is `async`, and nothing in it awaits")),
    };
    Finding::new(
        confidence,
        span,
        "this time limit can never be reached: the code under it never waits",
        "looks at the clock only when the code under it waits",
    )
    .with(dead.work, work)
    .help("put the blocking part into `spawn_blocking` and limit the wait for it; that part runs on after the limit")
}
