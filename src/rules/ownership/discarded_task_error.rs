use crate::apis::TaskKind;
use crate::diagnostic::{Confidence, Finding};
use crate::flow::EndKind;
use crate::model::Task;
use crate::rules::{Report, RuleCx, rule, spawner};

rule!("discarded-task-error", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for task in &cx.model.tasks {
        if let Some(finding) = discarded(cx, task, task) {
            report.add(spawner::rooted(cx, task, finding));
        }
    }
    for (call, task) in cx.model.let_go_by_one() {
        if let Some(finding) = discarded(cx, call, task) {
            report.add(spawner::started(cx, call, finding));
        }
    }
}

/// A task that nobody holds and that ends in a `Result`; `lost` is where its handle is lost: the task itself, or a call
/// that gives its handle.
fn discarded(cx: &RuleCx<'_>, lost: &Task, task: &Task) -> Option<Finding> {
    if !cx.model.is_loss(lost) || !cx.model.loses_error(task) || task.kind == TaskKind::Thread {
        return None;
    }
    if task.ends.kind == EndKind::Infinite {
        return None;
    }
    let mut finding = Finding::new(
        Confidence::Certain,
        lost.span,
        "this task ends in a `Result` that nobody looks at: its error is lost",
        if lost.no_handle { "the spawner keeps no handle" } else { "the handle, and with it the `Result`, is dropped" },
    );
    if let Some((at, how)) = cx.model.lost_elsewhere(lost) {
        finding = finding.with(at, how);
    }
    if let Some(function) = cx.model.work_fn(task) {
        let name = cx.model.program.defs.fns[function].name;
        finding = finding.with(cx.model.program.defs.fns[function].name_span, format!("`{name}` gives the `Result`"));
    } else if let Some(span) = cx.model.lost_error(task) {
        finding = finding.with(span, "an error here ends the task, and is dropped with it");
    }
    let finding =
        finding.help("handle the error inside the task (log it, or report it), or keep the handle and await it");
    Some(finding)
}
