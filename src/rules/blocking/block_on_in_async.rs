use crate::diagnostic::{Confidence, Finding};
use crate::model::Blocked;
use crate::rules::{Report, RuleCx, rule, way};

rule!("block-on-in-async", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for blocked in cx.model.nested_block_on() {
        report.add(nested(cx, &blocked));
    }
}

/// A task waits for a future by blocking its thread.
fn nested(cx: &RuleCx<'_>, blocked: &Blocked) -> Finding {
    let confidence = if blocked.way.calls.is_empty() { Confidence::Certain } else { Confidence::Likely };
    let finding = Finding::new(
        confidence,
        blocked.span,
        "this waits for a future with the thread that is to run it: it panics, or nothing moves any more",
        "the thread is blocked here",
    );
    way::along(cx, finding, &blocked.way)
        .help("await the future; where that is not possible, wrap this in `tokio::task::block_in_place`")
}
