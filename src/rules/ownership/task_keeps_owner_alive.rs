use crate::diagnostic::{Confidence, Finding};
use crate::model::{IdleWeak, KeptEnd, KeptOwner, Task};
use crate::rules::{Report, RuleCx, rule};
use crate::source::Span;

rule!("task-keeps-owner-alive", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for kept in cx.model.kept_owners() {
        report.add(finding(cx, &kept));
    }
    for weak in cx.model.idle_weaks() {
        report.add(idle(cx, &weak));
    }
}

/// A task that asks a `Weak`, and holds the `Arc` of it.
fn idle(cx: &RuleCx<'_>, weak: &IdleWeak) -> Finding {
    let name = weak.name;
    Finding::new(
        Confidence::Likely,
        cx.model.tasks[weak.task].span,
        format!("this task keeps `{name}` alive, of which it holds a `Weak`: `upgrade` always gives it"),
        "holds the `Arc` itself as long as it runs",
    )
    .with(weak.strong, format!("the task has this `{name}`, which nothing drops before its end"))
    .with(weak.downgrade, "makes a `Weak` of it, and leaves the `Arc` where it is, even under the same name")
    .with(weak.upgrade, "cannot fail")
    .help(format!(
        "call `drop({name})` once the `Weak` is made, or make the `Weak` before the task and move only that into it"
    ))
}

fn finding(cx: &RuleCx<'_>, kept: &KeptOwner) -> Finding {
    let task = &cx.model.tasks[kept.task];
    let owner = cx.model.program.defs.adts[kept.owner].name;
    if let Some((other, wait)) = kept.waits_for {
        return waiter(cx, kept, &cx.model.tasks[other], wait);
    }
    let shown = match kept.end {
        KeptEnd::Abort => format!("the task ends when `{owner}` is dropped, which cannot happen while it runs"),
        KeptEnd::Cancel => format!("only the drop of `{owner}` cancels it, which cannot happen while it runs"),
        KeptEnd::Signal => format!("only the drop of `{owner}` tells it to stop, which cannot happen while it runs"),
    };
    let mut finding = Finding::new(
        Confidence::Likely,
        task.span,
        format!("this task never ends: it holds the `{owner}` whose drop was to end it"),
        "runs for ever, and keeps its owner in memory",
    )
    .with(kept.capture, format!("takes a strong reference to `{owner}` with it"))
    .with(kept.shown, shown);
    if let Some(span) = task.ends.loop_span {
        finding = finding.with(span, "goes on until then");
    }
    finding.help(format!(
        "take a `Weak` instead with `Arc::downgrade`, and leave the loop when `upgrade` gives nothing; or take only the parts of `{owner}` that the loop needs"
    ))
}

/// A task that waits for another one, and holds what was to end that.
fn waiter(cx: &RuleCx<'_>, kept: &KeptOwner, other: &Task, wait: Span) -> Finding {
    let owner = cx.model.program.defs.adts[kept.owner].name;
    let ends = if kept.end == KeptEnd::Abort { "aborts" } else { "cancels" };
    Finding::new(
        Confidence::Likely,
        cx.model.tasks[kept.task].span,
        format!("this task waits for one that the drop of `{owner}` was to end, and holds the `{owner}`"),
        "neither of them ever ends",
    )
    .with(kept.capture, format!("takes a strong reference to `{owner}` with it"))
    .with(wait, "holds it until the other task has ended")
    .with(other.span, "this is the task that it waits for")
    .with(kept.shown, format!("only the drop of `{owner}` {ends} it, which cannot happen before"))
    .help(format!(
        "take what the task waits for out of `{owner}` and move only that into it, or hold a `Weak` of `{owner}`"
    ))
}
