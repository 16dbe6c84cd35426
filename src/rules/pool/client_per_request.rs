use crate::rules::{Report, RuleCx, remade, rule};

rule!("client-per-request", check);

/// A client that is made anew each time.
fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for made in cx.model.remade_clients() {
        report.add(remade::finding(
            &made,
            |per| format!("a client that keeps connections is made for each {per}: it connects anew each time"),
            "make it once, and hand out clones of it",
        ));
    }
}
