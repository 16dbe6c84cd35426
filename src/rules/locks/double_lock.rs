use crate::diagnostic::{Confidence, Finding};
use crate::model::{Mode, Nested, Waiter};
use crate::rules::{Report, RuleCx, rule, second_lock};

rule!("double-lock", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for nested in cx.model.double_locks() {
        if let Some(finding) = twice(cx, &nested) {
            report.add(finding);
        }
    }
}

/// A lock that its holder waits for.
fn twice(cx: &RuleCx<'_>, nested: &Nested) -> Option<Finding> {
    let held = &cx.model.held_locks()[nested.held];
    if !matches!(held.taken.waiter, Waiter::Thread | Waiter::Task) {
        return None;
    }
    let name = cx.model.lock_name(&held.taken);
    let readers = held.taken.mode == Mode::Shared && nested.taken.mode == Mode::Shared;
    let message = if readers {
        format!("`{name}` is read twice: with a writer in between, the second read waits for the first one's end")
    } else {
        format!("`{name}` is taken again while it is held: this waits for itself, for ever")
    };
    let confidence = if nested.taken.way.is_empty() && !readers { Confidence::Certain } else { Confidence::Likely };
    let place = second_lock::place(cx, nested);
    let label = if nested.taken.way.is_empty() { "it is taken again here" } else { "this takes it again" };
    let finding = Finding::new(confidence, place, message, label).with(
        held.taken.span,
        if cx.model.is_extended(held) {
            "the first guard is a temporary that is borrowed from, and so lives to the end of the block"
        } else if held.range.as_ref().is_some_and(|range| range.held_by.is_none()) {
            "the first guard is a temporary, which lives to the end of its statement"
        } else {
            "the first guard is made here, and still lives"
        },
    );
    let finding = second_lock::along(cx, finding, nested, "and it is taken here");
    Some(finding.help("end the first guard before (an inner block, or `drop`), or hand on what it guards"))
}
