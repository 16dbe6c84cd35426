//! Children that keep a reference of a sibling that is restarted without them.

use crate::apis::Strategy;
use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("dependent-children", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for overseer in cx.model.overseers() {
        let kind = cx.model.kind_of(overseer);
        if overseer.strategy != Strategy::OneForOne || !kind.restarts || kind.keeps_refs {
            continue;
        }
        for need in &overseer.needs {
            let (from, to) = (&overseer.children[need.from], &overseer.children[need.to]);
            let message = format!("`{}` keeps a reference of `{}`, which is restarted without it", from.name, to.name);
            report.add(
                Finding::new(Confidence::Likely, need.span, message, "leads nowhere once that child was restarted")
                    .with(to.span, format!("`{}`: the one that takes its place has a new reference", to.name))
                    .with(overseer.strategy_at.unwrap_or(overseer.span), "each child is restarted alone")
                    .help(format!(
                        "put `{}` first and restart those after it (rest for one), or look the reference up for each use",
                        to.name
                    )),
            );
        }
    }
}
