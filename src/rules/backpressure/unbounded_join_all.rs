use crate::diagnostic::{Confidence, Finding};
use crate::model::Crowd;
use crate::rules::{Report, RuleCx, rule};

rule!("unbounded-join-all", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for crowd in cx.model.crowds() {
        report.add(speak(cx, &crowd));
    }
}

fn speak(cx: &RuleCx<'_>, crowd: &Crowd) -> Finding {
    let what = crowd.what;
    Finding::new(
        Confidence::Likely,
        cx.model.callee_span(crowd.at),
        format!("all of these run at once, and how many there are depends on {what}"),
        "waits for all at once",
    )
    .with(crowd.source, format!("{what}: nothing limits their number"))
    .with(crowd.reach, "each of them does this")
    .help("go through them as a stream, with `buffer_unordered(n)` or `for_each_concurrent(n, …)`, or let each take a permit of a semaphore")
}
