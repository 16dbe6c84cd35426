//! Children that are listed before the sibling that they need.

use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("restart-order", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for overseer in cx.model.overseers() {
        for need in cx.model.needs_out_of_order(overseer) {
            let (from, to) = (&overseer.children[need.from], &overseer.children[need.to]);
            let message = format!("`{}` is started before `{}`, which it needs", from.name, to.name);
            report.add(
                Finding::new(Confidence::Likely, from.span, message, "goes on when the other is restarted")
                    .with(to.span, format!("when `{}` ends, only what comes after it is restarted, too", to.name))
                    .with(need.span, format!("the reference of `{}` that it keeps", to.name))
                    .with(overseer.strategy_at.unwrap_or(overseer.span), "the order of the children decides")
                    .help(format!("start `{}` first", to.name)),
            );
        }
    }
    for one in cx.model.left_behind().into_iter().filter(|one| one.order) {
        let message = format!("`{}` is started before `{}`, which it needs", one.from, one.to);
        report.add(
            Finding::new(Confidence::Likely, one.kept_by, message, "goes on when the other is restarted")
                .with(one.kept, format!("a sender to `{}`, of the channel that was", one.to))
                .with(one.made, format!("`{}` has a new channel from here on", one.to))
                .with(one.start, "is started after it")
                .help(format!("start `{}` first, and `{}` after it", one.to, one.from)),
        );
    }
}
