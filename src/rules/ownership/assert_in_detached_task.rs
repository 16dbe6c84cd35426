use crate::diagnostic::{Confidence, Finding};
use crate::model::{Fate, Task};
use crate::rules::{Report, RuleCx, rule};

rule!("assert-in-detached-task", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for task in &cx.model.tasks {
        if let Some(finding) = unseen(cx, task) {
            report.add(finding);
        }
    }
}

/// A task of a test that asserts something, whose handle is dropped.
fn unseen(cx: &RuleCx<'_>, task: &Task) -> Option<Finding> {
    let model = cx.model;
    if !model.program.is_test_body(task.at.body) || task.fate != Fate::Dropped || !task.detaches || task.of_param {
        return None;
    }
    // Whoever waits for its message sees that none comes.
    if model.reports_its_end(task) {
        return None;
    }
    let assertion = model.assertion_in(task)?;
    Some(
        Finding::new(
            Confidence::Likely,
            task.span,
            "an assertion that fails in this task does not fail the test",
            "its handle is dropped, and its panic with it",
        )
        .with(assertion, "this panics in the task only")
        .help("keep the handle and await it at the end of the test: `handle.await.unwrap()`"),
    )
}
