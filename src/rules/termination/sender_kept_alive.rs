use crate::apis::TaskKind;
use crate::diagnostic::{Confidence, Finding};
use crate::model::{Keeper, KeptSender};
use crate::rules::{Report, RuleCx, rule};

rule!("sender-kept-alive", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for kept in cx.model.kept_senders() {
        report.add(speak(cx, &kept));
    }
}

fn speak(cx: &RuleCx<'_>, kept: &KeptSender) -> Finding {
    let span = cx.model.loops[kept.in_loop].span;
    let (name, keeps, help) = match &kept.keeper {
        Keeper::Scope(name) => (
            name,
            format!("`{name}` is a sender of this channel, and lives until the function ends"),
            format!("drop `{name}` before the loop, or give it away instead of a clone"),
        ),
        Keeper::Loop(name) => (
            name,
            format!("the loop itself keeps `{name}`, a sender of its own channel"),
            if cx.model.has_weak_sender(kept.made) {
                format!(
                    "keep `{name}.downgrade()` in the loop, and upgrade it for each send; or end the loop at a stop message or token"
                )
            } else {
                "end the loop at a stop message, or at a flag that it looks at".to_owned()
            },
        ),
        Keeper::Field(name) => (
            name,
            format!("the loop's own value keeps `{name}`, a sender of its own channel"),
            if cx.model.has_weak_sender(kept.made) {
                format!(
                    "keep a `WeakSender` in `{name}`, or hand the sender out once and keep none; or end the loop at a stop message or token"
                )
            } else {
                format!(
                    "hand the sender in `{name}` out once and keep none, or end the loop at a stop message that says so"
                )
            },
        ),
    };
    let mut finding = Finding::new(
        Confidence::Likely,
        span,
        format!("this loop waits for its channel to close, and keeps `{name}`, a sender of it, alive: it never ends"),
        "ends only when all senders are gone",
    )
    .with(kept.kept, keeps)
    .with(kept.receive, "waits for the end of the channel")
    .with(kept.made, "the channel is made here");
    // Nobody could join it: that is the same mistake.
    let thread = cx.model.tasks.iter().find(|task| task.kind == TaskKind::Thread && task.ends.loop_span == Some(span));
    if let Some(thread) = thread {
        finding = finding.with(thread.span, "this thread never ends for that");
    }
    finding.help(help)
}
