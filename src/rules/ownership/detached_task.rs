use crate::apis::TaskKind;
use crate::diagnostic::{Confidence, Finding};
use crate::flow::EndKind;
use crate::model::{Fate, Task, Verdict};
use crate::rules::{Report, RuleCx, rule};

rule!("detached-task", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for task in &cx.model.tasks {
        if let Some(finding) = detached(cx, task) {
            report.add(finding);
        }
    }
}

/// A task that ends by itself, that nobody holds, and whose end nothing links to an owner.
fn detached(cx: &RuleCx<'_>, task: &Task) -> Option<Finding> {
    if task.verdict != Verdict::Detached || !cx.model.is_loss(task) || cx.model.loses_error(task) {
        return None;
    }
    if matches!(task.kind, TaskKind::Thread | TaskKind::Actor)
        || cx.model.link(task).is_some()
        || cx.model.ends_with_runtime(task)
        || cx.model.ends_the_process(task)
    {
        return None;
    }
    let confidence = match task.ends.kind {
        EndKind::Finite | EndKind::Loops if cx.model.takes_unknown(task) => Confidence::Possible,
        EndKind::Finite if task.fate == Fate::Dropped => Confidence::Certain,
        EndKind::Finite | EndKind::Loops => Confidence::Likely,
        EndKind::Unknown | EndKind::Infinite => return None,
    };
    let mut finding = Finding::new(
        confidence,
        task.span,
        "the handle of this task is dropped, and nothing else links its end to an owner",
        if task.no_handle { "this spawner keeps no handle" } else { "nobody awaits, aborts or watches this task" },
    );
    if let Some(lost) = cx.model.lost_elsewhere(task) {
        finding = finding.with(lost, "the handle is dropped here");
    }
    if let Some(function) = cx.model.work_fn(task) {
        finding = finding.with(
            cx.model.program.defs.fns[function].name_span,
            "this is what it runs: a panic in it is seen by nobody",
        );
    }
    Some(finding.help(
        "keep the handle and await it, or spawn into a `JoinSet` or `TaskTracker` that is waited for; `drop(handle)` says that it is meant",
    ))
}
