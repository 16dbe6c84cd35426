use crate::diagnostic::{Confidence, Finding};
use crate::model::{Nested, Waiter};
use crate::rules::{Report, RuleCx, rule, second_lock};

rule!("dashmap-ref-deadlock", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for nested in cx.model.double_locks() {
        if let Some(finding) = again(cx, &nested) {
            report.add(finding);
        }
    }
}

/// A map that is used while a part of it is locked by the same thread.
fn again(cx: &RuleCx<'_>, nested: &Nested) -> Option<Finding> {
    let held = &cx.model.held_locks()[nested.held];
    if held.taken.waiter != Waiter::Shard {
        return None;
    }
    let name = cx.model.lock_name(&held.taken);
    let direct = nested.taken.way.is_empty();
    let finding = Finding::new(
        if direct { Confidence::Certain } else { Confidence::Likely },
        second_lock::place(cx, nested),
        format!("`{name}` is used while a reference into it lives: if both lie in one shard, this waits for ever"),
        if direct { "the map is used again here" } else { "this uses the map again" },
    )
    .with(
        held.taken.span,
        if held.range.is_some() { "this reference still lives" } else { "a part of the map is locked meanwhile" },
    );
    let finding = second_lock::along(cx, finding, nested, "and it is used here");
    Some(
        finding.help("copy out what is needed and end the reference first; in loops, collect the keys or use `retain`"),
    )
}
