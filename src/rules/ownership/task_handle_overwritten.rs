use crate::diagnostic::{Confidence, Finding};
use crate::flow::Place;
use crate::model::{Again, Overwritten};
use crate::rules::{Report, RuleCx, rule};

rule!("task-handle-overwritten", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for one in cx.model.overwritten() {
        if let Some(finding) = finding(cx, &one) {
            report.add(finding);
        }
    }
}

fn finding(cx: &RuleCx<'_>, one: &Overwritten) -> Option<Finding> {
    let task = &cx.model.tasks[one.task];
    let (name, declared) = cx.model.named_place(one.place)?;
    let confidence = match one.again {
        Again::Loop(_) | Again::Calls(_) => Confidence::Likely,
        Again::Unknown => Confidence::Possible,
    };
    let mut finding = Finding::new(
        confidence,
        task.span,
        format!("the task that `{name}` holds goes on when this one takes its place"),
        "the handle of the task before is dropped here, and nobody has aborted or awaited it",
    )
    .with(declared, "holds one handle");
    match &one.again {
        Again::Loop(span) => finding = finding.with(*span, "each round of this loop starts another task"),
        Again::Calls(spans) => {
            for span in spans.iter().take(2) {
                finding = finding.with(*span, "starts it, too");
            }
        }
        Again::Unknown => {}
    }
    let own = name.rsplit("::").next().unwrap_or(&name);
    let slot = if matches!(one.place, Place::Field(..)) { format!("self.{own}") } else { own.to_owned() };
    Some(finding.help(format!(
        "end the old task first: `if let Some(old) = {slot}.take() {{ old.abort(); }}`, or keep an `AbortOnDropHandle`"
    )))
}
