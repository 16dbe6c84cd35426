use crate::diagnostic::{Confidence, Finding};
use crate::model::Grown;
use crate::rules::{Report, RuleCx, rule};

rule!("task-registry-never-reaped", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for one in cx.model.grown() {
        if let Some(finding) = finding(cx, &one) {
            report.add(finding);
        }
    }
}

fn finding(cx: &RuleCx<'_>, one: &Grown<'_>) -> Option<Finding> {
    let (name, declared) = cx.model.named_place(one.place)?;
    let mut finding = Finding::new(
        if one.repeat.same { Confidence::Likely } else { Confidence::Possible },
        declared,
        format!("handles are only ever put into `{name}`: those of ended tasks never leave it"),
        "it grows with every task that ever was",
    )
    .with(cx.model.tasks[one.task].span, "a task whose handle it gets")
    .with(one.repeat.of.span, "this loop adds one in each of its rounds");
    if let Some(emptied) = one.emptied {
        finding = finding.with(emptied, "only at the end are they taken out");
    }
    let field = name.rsplit("::").next().unwrap_or(&name);
    Some(finding.help(format!(
        "take ended ones out where new ones are put in with `{field}.retain(|task| !task.is_finished())`, or use a `JoinSet` with `join_next`, or a `TaskTracker`"
    )))
}
