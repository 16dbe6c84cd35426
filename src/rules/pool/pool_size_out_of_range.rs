use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("pool-size-out-of-range", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for pool in cx.model.pools() {
        let Some((span, why)) = pool.bad_size(cx.max_pool_size) else { continue };
        let mut finding = Finding::new(Confidence::Certain, span, why, "this many connections")
            .with(pool.span, "the pool is made here");
        if let Some(min) = &pool.min {
            finding = finding.with(min.span, "and at least this many");
        }
        report.add(finding.help("choose a size that the server allows, divided by the number of instances that run"));
    }
}
