use crate::apis::TaskKind;
use crate::diagnostic::{Confidence, Finding};
use crate::flow::EndKind;
use crate::model::Task;
use crate::rules::{Report, RuleCx, rule};

rule!("unjoined-thread", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for task in &cx.model.tasks {
        if let Some(finding) = unjoined(cx, task) {
            report.add(finding);
        }
    }
}

/// A thread whose handle is dropped, and that loops for ever or writes what must be written to its end.
fn unjoined(cx: &RuleCx<'_>, task: &Task) -> Option<Finding> {
    if task.kind != TaskKind::Thread || cx.model.ends_the_process(task) {
        return None;
    }
    let kept = if task.on_purpose || task.of_param { None } else { cx.model.kept_unused(task) };
    if kept.is_none() && !cx.model.is_loss(task) {
        return None;
    }
    let endless = kept.is_none() && task.ends.kind == EndKind::Infinite && task.ends.exits.is_empty();
    let write = cx.model.write_in(task);
    // What is started once lives as long as the process.
    if !(endless && cx.model.starts_again(task) || write.is_some()) {
        return None;
    }
    let message = if write.is_some() {
        "nobody joins this thread: when the process ends, what it has not written is lost"
    } else {
        "nobody can stop or join this thread: it loops for ever"
    };
    let label = if kept.is_some() { "its `JoinHandle` is kept, and never used" } else { "its `JoinHandle` is dropped" };
    let mut finding = Finding::new(Confidence::Likely, task.span, message, label);
    if let Some(write) = write {
        finding = finding.with(write, "what is written here is to be complete");
    } else if let Some(span) = task.ends.loop_span {
        finding = finding.with(span, cx.model.why_endless(span));
    }
    if let Some((name, span)) = kept {
        finding = finding.with(span, format!("`{name}` is never joined"));
    }
    Some(finding.help("keep the handle, tell the thread to end (close its channel, set a flag), and `join` it in `Drop` or at shutdown"))
}
