use crate::apis::{TaskKind, Verb};
use crate::diagnostic::{Confidence, Finding};
use crate::flow::{EndKind, EventKind};
use crate::model::{Fate, Final, Task, Verdict};
use crate::rules::{Report, RuleCx, rule};

rule!("uncancellable-loop", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for task in &cx.model.tasks {
        if let Some(finding) = endless(cx, task) {
            report.add(finding);
        }
    }
}

/// A task that somebody holds, and that can only be aborted, which nobody does.
fn endless(cx: &RuleCx<'_>, task: &Task) -> Option<Finding> {
    let held = task.verdict == Verdict::Ok && !matches!(task.fate, Fate::AbortOnDrop | Fate::Dropped | Fate::Unknown);
    let left_alone = matches!(task.fate_final, None | Some(Final::Awaited | Final::Checked));
    let aborted = task.events.iter().any(|event| event.kind == EventKind::Verb(Verb::Abort));
    // Nobody can abort a thread: what matters is that somebody waits for it.
    let thread = task.kind == TaskKind::Thread && (task.fate == Fate::Awaited || task.fate_final.is_some());
    let runs = matches!(task.kind, TaskKind::Task | TaskKind::Local) || thread;
    if !held || !left_alone || aborted || !runs || task.set.is_some() || task.ends.kind != EndKind::Infinite {
        return None;
    }
    let mut finding = Finding::new(
        Confidence::Likely,
        task.span,
        match thread {
            true => "somebody waits for this thread, and it has no way to be told to stop",
            false => "this task has an owner, and no way to be told to stop",
        },
        match thread {
            true => "it asks no flag, and waits for no channel that closes",
            false => "nobody aborts it, and it waits for no token",
        },
    );
    if let Some(span) = task.ends.loop_span {
        finding = finding.with(span, cx.model.why_endless(span));
    }
    if let Some(owner) = &task.owner {
        finding = finding.with(owner.span, format!("`{}` holds it", owner.name));
    }
    Some(finding.help(match thread {
        true => {
            "let the loop ask an `AtomicBool`, or wait with `recv_timeout` on a channel whose sender its owner drops"
        }
        false => "give the loop a branch for a `CancellationToken`, or abort the task where its owner ends",
    }))
}
