use crate::rules::{Report, RuleCx, remade, rule};

rule!("pool-per-request", check);

/// A pool that is made anew each time.
fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for made in cx.model.remade_pools() {
        report.add(remade::finding(
            &made,
            |per| {
                format!(
                    "a pool of connections is made for each {per}: nothing is shared, and the server runs out of connections"
                )
            },
            "make it once at start-up, and hand out clones of it",
        ));
    }
}
