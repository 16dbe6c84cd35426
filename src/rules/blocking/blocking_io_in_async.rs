use crate::diagnostic::{Confidence, Finding};
use crate::model::Blocked;
use crate::rules::{Report, RuleCx, rule, way};

rule!("blocking-io-in-async", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for blocked in cx.model.blocking_io() {
        report.add(waits(cx, &blocked));
    }
}

/// The thread of a task waits for something outside.
fn waits(cx: &RuleCx<'_>, blocked: &Blocked) -> Finding {
    let confidence = match blocked.way.calls.len() {
        _ if blocked.way.alone => Confidence::Possible,
        0 => Confidence::Certain,
        _ => Confidence::Likely,
    };
    let name = cx.sources.text(blocked.span);
    let finding = Finding::new(
        confidence,
        blocked.span,
        format!("`{name}` blocks a thread that runs tasks"),
        "the thread waits here",
    );
    way::along(cx, finding, &blocked.way).help("use the async twin of this call, or move it into `spawn_blocking`")
}
