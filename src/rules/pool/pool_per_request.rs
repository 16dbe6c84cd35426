use crate::diagnostic::{Confidence, Finding};
use crate::model::Remade;
use crate::rules::{Report, RuleCx, rule};

rule!("pool-per-request", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for remade in cx.model.remade_pools() {
        report.add(again(&remade));
    }
}

/// A pool that is made anew each time.
fn again(remade: &Remade) -> Finding {
    let per = if remade.handler { "request" } else { "round" };
    let mut finding = Finding::new(
        if remade.way.is_empty() { Confidence::Certain } else { Confidence::Likely },
        remade.span,
        format!(
            "a pool of connections is made for each {per}: nothing is shared, and the server runs out of connections"
        ),
        "it is made here",
    )
    .with(
        remade.per,
        if remade.handler { "this runs once for each request" } else { "once for each round of this loop" },
    );
    for (step, call) in remade.way.iter().enumerate() {
        finding = finding.with(*call, if step == 0 { "which calls this" } else { "and this" });
    }
    finding.help("make it once at start-up, and hand out clones of it")
}
