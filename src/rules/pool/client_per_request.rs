use crate::diagnostic::{Confidence, Finding};
use crate::model::Remade;
use crate::rules::{Report, RuleCx, rule};

rule!("client-per-request", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for remade in cx.model.remade_clients() {
        report.add(again(&remade));
    }
}

/// A client that is made anew each time.
fn again(remade: &Remade) -> Finding {
    let per = if remade.handler { "request" } else { "round" };
    let mut finding = Finding::new(
        if remade.way.is_empty() { Confidence::Certain } else { Confidence::Likely },
        remade.span,
        format!("a client that keeps connections is made for each {per}: it connects anew each time"),
        "it is made here",
    )
    .with(
        remade.per,
        if remade.handler { "this runs once for each request" } else { "once for each round of this loop" },
    );
    for (step, call) in remade.way.iter().enumerate() {
        finding = finding.with(*call, if step == 0 { "which calls this" } else { "and this" });
    }
    finding.help("make it once, and hand out clones of it")
}
