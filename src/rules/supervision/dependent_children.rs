//! Children that keep a reference of a sibling that is restarted without them.

use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("dependent-children", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for overseer in cx.model.overseers() {
        for need in cx.model.broken_needs(overseer) {
            let (from, to) = (&overseer.children[need.from], &overseer.children[need.to]);
            let message = format!("`{}` keeps a reference of `{}`, which is restarted without it", from.name, to.name);
            let first = match need.to < need.from {
                true => format!("restart those after `{}`, too, when it ends (rest for one)", to.name),
                false => format!("put `{}` first and restart those after it (rest for one)", to.name),
            };
            report.add(
                Finding::new(Confidence::Likely, need.span, message, "leads nowhere once that child was restarted")
                    .with(to.span, format!("`{}`: the one that takes its place has a new reference", to.name))
                    .with(overseer.strategy_at.unwrap_or(overseer.span), "each child is restarted alone")
                    .help(format!("{first}, or look the reference up for each use")),
            );
        }
        let hook = cx.model.kind_of(overseer).exit_fn.map_or("", |hook| hook.as_str());
        for need in cx.model.needs_left_by_hook(overseer) {
            let (from, to) = (&overseer.children[need.from], &overseer.children[need.to]);
            let message = format!("`{}` keeps a reference of `{}`, which is restarted without it", from.name, to.name);
            report.add(
                Finding::new(Confidence::Likely, need.span, message, "leads nowhere once that child was restarted")
                    .with(to.span, format!("`{hook}` starts it again here: the new one has a new reference"))
                    .with(from.span, format!("`{}` goes on with what it was given here", from.name))
                    .help(format!("start `{}` again as well, or send it the new reference", from.name)),
            );
        }
    }
    for one in cx.model.left_behind().into_iter().filter(|one| !one.order) {
        let message = format!("`{}` keeps a sender to `{}`, which is restarted without it", one.from, one.to);
        report.add(
            Finding::new(Confidence::Likely, one.kept, message, "leads nowhere once that child was restarted")
                .with(one.made, format!("`{}` has a new channel from here on", one.to))
                .with(one.start, "is started again here, alone")
                .help(format!(
                    "start `{}` again as well, keep the receiver outside of `{}`, or hand out the sender through a `watch` channel",
                    one.from, one.to
                )),
        );
    }
}
