use crate::diagnostic::{Confidence, Finding};
use crate::model::{Nested, Suspended, Waiter};
use crate::rules::{Report, RuleCx, rule};

rule!("lock-held-across-await", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let twice = cx.model.double_locks();
    for suspended in cx.model.suspended_shards().iter().chain(&cx.model.suspended_tasks()) {
        // Who waits for himself hears of that.
        let same = |nested: &Nested| cx.model.held_locks()[nested.held].taken.at == suspended.held.taken.at;
        if !twice.iter().any(same) {
            report.add(held(cx, suspended));
        }
    }
}

/// A guard that lives while its holder waits.
fn held(cx: &RuleCx<'_>, suspended: &Suspended<'_>) -> Finding {
    let taken = &suspended.held.taken;
    let name = cx.model.lock_name(taken);
    let wait = cx.model.wait_span(suspended.on);
    if taken.waiter == Waiter::Shard {
        return Finding::new(
            Confidence::Likely,
            taken.span,
            format!(
                "a part of `{name}` stays locked while this task is suspended: others who need it stop their threads"
            ),
            "this locks a shard of the map",
        )
        .with(wait, "the task is suspended here, with the shard locked")
        .help("copy out what is needed, and end the reference before the `.await`");
    }
    let confidence = if suspended.needed { Confidence::Possible } else { Confidence::Likely };
    Finding::new(
        confidence,
        taken.span,
        format!("`{name}` stays locked while its holder waits for somebody else: all others wait with it"),
        "it is locked here",
    )
    .with(wait, "this waits for what only others can bring about, and the guard is still there")
    .help("end the guard before the wait: an inner block, or `drop`")
}
