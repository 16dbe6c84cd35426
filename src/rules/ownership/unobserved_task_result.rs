use crate::diagnostic::{Confidence, Finding};
use crate::model::Unobserved;
use crate::rules::{Report, RuleCx, rule};

rule!("unobserved-task-result", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for one in cx.model.unobserved() {
        report.add(finding(cx, &one));
    }
}

fn finding(cx: &RuleCx<'_>, one: &Unobserved) -> Finding {
    let task = &cx.model.tasks[one.task];
    let confidence = match (one.error, one.stopped) {
        (true, _) => Confidence::Certain,
        (false, false) => Confidence::Likely,
        // Waiting for the end of what was told to end: only a panic is lost.
        (false, true) => Confidence::Possible,
    };
    let (message, label) = if one.half {
        ("a panic of this task is looked at, and its own error is not", "`Ok` may hold an error here, which is dropped")
    } else if one.error {
        ("the error of this task is waited for and thrown away", "its error, and a panic in it, are dropped here")
    } else {
        ("a panic of this task is waited for and thrown away", "the `JoinError` that says so is dropped here")
    };
    Finding::new(confidence, one.at, message, label)
        .with(task.span, "the task is spawned here")
        .help("look at the result: log the error and the `JoinError`, or give them on with `?`")
}
