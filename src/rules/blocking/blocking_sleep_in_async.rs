use crate::diagnostic::{Confidence, Finding};
use crate::model::Blocked;
use crate::rules::{Report, RuleCx, rule, way};

rule!("blocking-sleep-in-async", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for blocked in cx.model.blocking_sleeps() {
        report.add(sleep(cx, &blocked));
    }
}

/// The thread of a task sleeps.
fn sleep(cx: &RuleCx<'_>, blocked: &Blocked) -> Finding {
    let confidence = match blocked.way.calls.len() {
        // Nobody else is there to wait, or all others run on other threads.
        _ if blocked.way.alone || cx.model.on_main_thread(blocked.way.task) => Confidence::Possible,
        0 => Confidence::Certain,
        _ => Confidence::Likely,
    };
    let finding = Finding::new(
        confidence,
        blocked.span,
        "this puts a thread to sleep that runs tasks: none of them goes on until it wakes up",
        "the thread sleeps here",
    );
    way::along(cx, finding, &blocked.way)
        .help("await the runtime's own timer, such as `tokio::time::sleep`, or move the work into `spawn_blocking`")
}
