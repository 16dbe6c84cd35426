//! Children that are listed before the sibling that they need.

use crate::apis::Strategy;
use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("restart-order", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for overseer in cx.model.overseers() {
        let one_place = overseer.children.windows(2).all(|pair| pair[0].at.body == pair[1].at.body);
        if overseer.strategy != Strategy::RestForOne || !one_place {
            continue;
        }
        for need in &overseer.needs {
            // In a circle no order is right.
            let back = overseer.needs.iter().any(|other| (other.from, other.to) == (need.to, need.from));
            if need.from > need.to || back {
                continue;
            }
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
}
