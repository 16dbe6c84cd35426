use crate::diagnostic::{Confidence, Finding};
use crate::model::{LetGo, LetGoKind};
use crate::rules::{Report, RuleCx, rule};

rule!("timeout-detaches-task", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for one in cx.model.let_go() {
        report.add(finding(cx, &one));
    }
}

fn finding(cx: &RuleCx<'_>, one: &LetGo) -> Finding {
    let task = &cx.model.tasks[one.task];
    // What a token or a closing channel ends as well does not go on for ever.
    let confidence = if one.linked { Confidence::Possible } else { Confidence::Likely };
    let handle = cx.sources.text(one.handle);
    let handle = handle.strip_prefix("&mut ").unwrap_or(handle);
    let name = if handle.len() <= 30 && !handle.contains(['\n', '(']) { handle } else { "handle" };
    let (message, owner, help) = match one.kind {
        LetGoKind::Timeout => (
            "when the time is up, this task goes on without an owner",
            "owns the handle, and drops it when the time is up",
            format!("lend the handle as `&mut {name}`, and call `{name}.abort()` when the time is up"),
        ),
        LetGoKind::Select => (
            "when another branch is first, this task goes on without an owner",
            "owns the handle, and drops it when another branch is ready first",
            format!("lend the handle as `&mut {name}`, and call `{name}.abort()` in the other branches"),
        ),
        LetGoKind::Left => (
            "when another branch leaves, this task goes on without an owner",
            "looks at the handle only until another branch leaves the loop; then it is dropped",
            format!("call `{name}.abort()` behind the loop, or keep an `AbortOnDropHandle`"),
        ),
    };
    Finding::new(confidence, task.span, message, "dropping its handle does not stop it")
        .with(one.owner, owner)
        .help(help)
}
