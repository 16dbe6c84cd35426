use crate::apis::TaskKind;
use crate::diagnostic::{Confidence, Finding};
use crate::flow::EndKind;
use crate::model::{Fate, LostExit, LostExitKind, Task, Verdict};
use crate::rules::{Report, RuleCx, rule, spawner};

rule!("detached-task", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for task in &cx.model.tasks {
        if let Some(finding) = detached(cx, task, task) {
            report.add(spawner::rooted(cx, task, finding));
        }
    }
    for (call, task) in cx.model.let_go_by_one() {
        if let Some(finding) = detached(cx, call, task) {
            report.add(spawner::started(cx, call, finding));
        }
    }
    for lost in cx.model.lost_exits() {
        report.add(on_one_way(cx, &lost));
    }
}

/// A task that is ended everywhere but on one way out.
fn on_one_way(cx: &RuleCx<'_>, lost: &LostExit) -> Finding {
    let task = &cx.model.tasks[lost.task];
    match lost.kind {
        LostExitKind::Dropped(because) => Finding::new(
            Confidence::Likely,
            task.span,
            "this task goes on when the future that started it is dropped",
            "dropping its handle does not stop it",
        )
        .with(lost.exit, "a future that is dropped at this point never gets to the abort")
        .with(lost.ended, "only here is the task aborted")
        .with(because.span, because.words())
        .help("keep an `AbortOnDropHandle`, or a type whose `Drop` aborts the task"),
        LostExitKind::Failed => Finding::new(
            Confidence::Likely,
            lost.at,
            "this task goes on when what comes next fails",
            "dropping its handle does not stop it",
        )
        .with(lost.exit, "an error leaves here, and drops the handle")
        .with(lost.ended, "only its owner aborts it, and there is none yet")
        .help("start the task when all that may fail is done, or keep an `AbortOnDropHandle` until its owner has it"),
        LostExitKind::Left => Finding::new(
            Confidence::Likely,
            lost.at,
            "this task goes on when what comes next fails",
            "dropping its handle does not stop it",
        )
        .with(lost.exit, "an error leaves here, and drops the handle")
        .with(lost.ended, "only here is the task aborted")
        .help("abort it on this way out, too, or keep an `AbortOnDropHandle`, which does so on all"),
        LostExitKind::Cleared => Finding::new(
            Confidence::Likely,
            lost.exit,
            "this drops the handles, and their tasks go on",
            "dropping a handle does not stop its task",
        )
        .with(task.span, "the tasks are started here")
        .with(lost.ended, "here one is aborted")
        .help("abort each task before: `for (_, task) in map.drain() { task.abort(); }`, or keep `AbortOnDropHandle`s"),
    }
}

/// A task that ends by itself, that nobody holds, and whose end nothing links to an owner; `lost` is where its handle is
/// lost: the task itself, or a call that gives its handle.
fn detached(cx: &RuleCx<'_>, lost: &Task, task: &Task) -> Option<Finding> {
    if lost.verdict != Verdict::Detached || !cx.model.is_loss(lost) || cx.model.loses_error(task) {
        return None;
    }
    if matches!(task.kind, TaskKind::Thread | TaskKind::Actor)
        || cx.model.link(task).is_some()
        || cx.model.ends_with_runtime(task)
        || cx.model.ends_the_process(task)
        || cx.model.is_mere_drop(task)
        || cx.model.holds_guard(task)
    {
        return None;
    }
    let confidence = match task.ends.kind {
        EndKind::Finite | EndKind::Loops if cx.model.takes_unknown(task) => Confidence::Possible,
        EndKind::Finite if lost.fate == Fate::Dropped => Confidence::Certain,
        EndKind::Finite | EndKind::Loops => Confidence::Likely,
        EndKind::Unknown | EndKind::Infinite => return None,
    };
    let mut finding = Finding::new(
        confidence,
        lost.span,
        "the handle of this task is dropped, and nothing else links its end to an owner",
        if lost.no_handle { "this spawner keeps no handle" } else { "nobody awaits, aborts or watches this task" },
    );
    if let Some((at, how)) = cx.model.lost_elsewhere(lost) {
        finding = finding.with(at, how);
    }
    if let Some(function) = cx.model.work_fn(task) {
        finding = finding.with(
            cx.model.program.defs.fns[function].name_span,
            "this is what it runs: a panic in it is seen by nobody",
        );
    }
    let finding = finding.help(
        "keep the handle and await it, or spawn into a `JoinSet` or `TaskTracker` that is waited for; `drop(handle)` says that it is meant",
    );
    Some(finding)
}
