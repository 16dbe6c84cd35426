use crate::diagnostic::{Confidence, Finding};
use crate::model::DropWork;
use crate::rules::{Report, RuleCx, rule};

rule!("async-work-in-drop", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for work in cx.model.work_in_drops() {
        report.add(finding(&work));
    }
}

fn finding(work: &DropWork) -> Finding {
    let confidence = match (work.asks, work.through) {
        (true, _) => Confidence::Possible,
        (false, None) => Confidence::Certain,
        (false, Some(_)) => Confidence::Likely,
    };
    let (message, label, help) = if work.parks {
        (
            "`drop` parks its thread until async work is done",
            "in a task of the runtime this panics or stops other tasks",
            "give the type an `async fn close(self)` that callers await, and let `drop` do what needs no waiting",
        )
    } else {
        (
            "`drop` starts a task that nobody waits for",
            "it panics where there is no runtime, and at shutdown it may never run",
            "give the type an `async fn close(self)` that callers await, or send what is to be done to a task that lives on",
        )
    };
    let mut finding = Finding::new(confidence, work.span, message, label);
    if let Some(through) = work.through {
        finding = finding.with(through, "called when the value is dropped");
    }
    finding.with(work.drop, "runs wherever the value happens to be dropped").help(help)
}
