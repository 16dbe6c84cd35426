use crate::diagnostic::{Confidence, Finding};
use crate::model::{Inversion, Nested};
use crate::rules::{Report, RuleCx, rule, second_lock};
use std::collections::BTreeSet;

rule!("lock-order-inversion", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    // Two functions that take several locks each differ in order once, however many pairs that makes.
    let mut seen = BTreeSet::new();
    for inversion in cx.model.lock_inversions() {
        let body = |nested: &Nested| cx.model.held_locks()[nested.held].taken.at.body;
        let (there, back) = (body(&inversion.there), body(&inversion.back));
        if seen.insert((there.min(back), there.max(back))) {
            report.add(both_orders(cx, &inversion));
        }
    }
}

/// Two locks, each taken while the other is held.
fn both_orders(cx: &RuleCx<'_>, inversion: &Inversion) -> Finding {
    let model = cx.model;
    let first = model.lock_name(&model.held_locks()[inversion.there.held].taken);
    let second = model.lock_name(&inversion.there.taken);
    let when = match inversion.queued {
        true => "two who do so, with a writer in between, wait",
        false => "two who do so at once wait",
    };
    let finding = Finding::new(
        Confidence::Likely,
        second_lock::place(cx, &inversion.there),
        format!("`{first}` and `{second}` are taken in both orders: {when} for each other for ever"),
        format!("`{second}` is taken here, while `{first}` is held"),
    );
    let finding = way(cx, finding, &inversion.there, &first, &second);
    // Another field may lead to the same lock.
    let held = model.lock_name(&model.held_locks()[inversion.back.held].taken);
    let taken = model.lock_name(&inversion.back.taken);
    let same = match (held == second, taken == first) {
        (true, true) => "",
        _ => ": the same two locks",
    };
    let finding = finding.with(
        second_lock::place(cx, &inversion.back),
        format!("and here `{taken}` is taken, while `{held}` is held{same}"),
    );
    let finding = way(cx, finding, &inversion.back, &held, &taken);
    finding.help("take them in one order everywhere, or end the first guard before the second lock is taken")
}

fn way(cx: &RuleCx<'_>, finding: Finding, nested: &Nested, held: &str, taken: &str) -> Finding {
    let first = cx.model.held_locks()[nested.held].taken.span;
    let finding = finding.with(first, format!("`{held}` is held from here on"));
    second_lock::along(cx, finding, nested, &format!("this takes `{taken}`"))
}
