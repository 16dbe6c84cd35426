use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("pool-defaults", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for pool in cx.model.pools() {
        let (true, None, Some(size)) = (pool.known, &pool.size, pool.row.size) else { continue };
        report.add(
            Finding::new(
                Confidence::Likely,
                pool.span,
                format!("this pool has the size that its crate has chosen: {size}"),
                "no size is set",
            )
            .help("set the size, and how long callers wait, from the configuration"),
        );
    }
}
