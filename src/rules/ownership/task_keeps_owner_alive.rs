use crate::diagnostic::{Confidence, Finding};
use crate::model::{KeptEnd, KeptOwner};
use crate::rules::{Report, RuleCx, rule};

rule!("task-keeps-owner-alive", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for kept in cx.model.kept_owners() {
        report.add(finding(cx, &kept));
    }
}

fn finding(cx: &RuleCx<'_>, kept: &KeptOwner) -> Finding {
    let task = &cx.model.tasks[kept.task];
    let owner = cx.model.program.defs.adts[kept.owner].name;
    let shown = match kept.end {
        KeptEnd::Abort => format!("the task ends when `{owner}` is dropped, which cannot happen while it runs"),
        KeptEnd::Cancel => format!("only the drop of `{owner}` cancels it, which cannot happen while it runs"),
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
