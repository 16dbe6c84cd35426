use crate::diagnostic::{Confidence, Finding};
use crate::model::{Nested, Waiter};
use crate::rules::{Report, RuleCx, rule, second_lock};

rule!("nested-pool-acquire", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for nested in cx.model.nested_acquires() {
        report.add(second(cx, &nested));
    }
}

/// A connection that is wanted by somebody who holds one.
fn second(cx: &RuleCx<'_>, nested: &Nested) -> Finding {
    let held = &cx.model.held_locks()[nested.held];
    let name = cx.model.lock_name(&held.taken);
    let direct = nested.taken.way.is_empty();
    if held.taken.waiter == Waiter::Permit {
        let finding = Finding::new(
            if direct { Confidence::Certain } else { Confidence::Likely },
            second_lock::place(cx, nested),
            format!(
                "a second permit of `{name}` is wanted while one is held: when all do so at once, all wait for ever"
            ),
            if direct { "this takes a second permit" } else { "this takes a second permit of the semaphore" },
        )
        .with(held.taken.span, "the first one is taken here, and still held");
        return second_lock::along(cx, finding, nested, "and it is taken here")
            .help("take one permit for the whole way, or give the first one back before");
    }
    let finding = Finding::new(
        if direct { Confidence::Certain } else { Confidence::Likely },
        second_lock::place(cx, nested),
        format!(
            "a second connection of `{name}` is wanted while one is held: when all do so at once, all wait for ever"
        ),
        if direct { "this takes a second connection" } else { "this takes a second connection of the pool" },
    )
    .with(held.taken.span, "the first one is taken here, and still held");
    let finding = second_lock::along(cx, finding, nested, "and it is taken here");
    finding.help("hand on the connection that is held, or give it back first")
}
