use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("concurrency-exceeds-pool", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (width, used, pool) in cx.model.widths_beyond_pool() {
        let size = pool.size_text(cx.model).unwrap_or_default();
        let at = pool.size.as_ref().map_or(pool.span, |size| size.span);
        report.add(
            Finding::new(
                Confidence::Likely,
                width.span,
                format!(
                    "this starts more queries at a time than the pool has connections ({size}): the rest wait or fail"
                ),
                "this many at a time",
            )
            .with(used, "each takes a connection here")
            .with(at, "the size of the pool")
            .help("choose a width below the size of the pool, and leave some for others"),
        );
    }
}
