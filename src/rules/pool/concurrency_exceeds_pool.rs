use crate::diagnostic::{Confidence, Finding};
use crate::model::WidthBy;
use crate::rules::{Report, RuleCx, rule};

rule!("concurrency-exceeds-pool", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for width in cx.model.widths_beyond_pool() {
        let size = width.size;
        let at = width.pool.size.as_ref().map_or(width.pool.span, |size| size.span);
        let (what, label) = match width.by {
            WidthBy::Combinator => ("this starts more queries at a time", "this many at a time"),
            WidthBy::Semaphore => ("this semaphore lets more work run at a time", "this many permits"),
            WidthBy::Workers => ("this starts more workers", "this many workers"),
        };
        report.add(
            Finding::new(
                Confidence::Likely,
                width.span,
                format!("{what} than the pool has connections ({size}): the rest wait or fail"),
                label,
            )
            .with(width.used, "each takes a connection here")
            .with(at, "the size of the pool")
            .help("choose a width below the size of the pool, and leave some for others"),
        );
    }
}
