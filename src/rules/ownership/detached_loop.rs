use crate::apis::TaskKind;
use crate::diagnostic::{Confidence, Finding};
use crate::flow::EndKind;
use crate::model::{Task, Verdict};
use crate::rules::{Report, RuleCx, rule, spawner};

rule!("detached-loop", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for task in cx.model.tasks.iter().chain(cx.model.retold_on_their_own()) {
        if let Some(finding) = endless(cx, task) {
            report.add(finding);
        }
    }
}

/// A task that nobody holds, whose loop has no exit, and that nothing can stop.
fn endless(cx: &RuleCx<'_>, task: &Task) -> Option<Finding> {
    let is_loop = task.ends.kind == EndKind::Infinite && task.verdict == Verdict::Leak;
    if !is_loop || !cx.model.is_loss(task) || task.kind == TaskKind::Thread || cx.model.ends_with_runtime(task) {
        return None;
    }
    let mut finding = Finding::new(
        Confidence::Certain,
        task.span,
        "this task loops for ever and nobody can stop it",
        if task.no_handle { "the spawner keeps no handle" } else { "its handle is dropped" },
    );
    if let Some(span) = task.ends.loop_span {
        finding = finding.with(span, cx.model.why_endless(span));
    }
    if let Some((lost, how)) = cx.model.lost_elsewhere(task) {
        finding = finding.with(lost, how);
    }
    Some(spawner::started(cx, task, finding).help(
        "keep the `JoinHandle` and abort it at shutdown, or let the loop end on a `CancellationToken` that an owner cancels",
    ))
}
