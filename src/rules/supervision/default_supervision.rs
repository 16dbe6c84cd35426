//! Actors with children that say nothing about their ends.

use crate::apis::{ExitStops, ParentEnd};
use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("default-supervision", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for overseer in cx.model.overseers() {
        let kind = cx.model.kind_of(overseer);
        let (Some(hook), Some(stops), true) = (kind.exit_fn, kind.exit_stops, overseer.no_exit_fn) else { continue };
        let Some(first) = overseer.children.first() else { continue };
        let (which, label) = match stops {
            ExitStops::Any => ("any end", "is linked here; a normal end counts, too"),
            ExitStops::Failure => ("a failure", "is linked here; an error, a panic or a kill counts"),
        };
        let message = format!("{which} of `{}` stops `{}`: it has no `{hook}`", first.name, overseer.name);
        let end = match kind.parent_end {
            ParentEnd::Killed => "the other children are then killed, and their terminate callbacks do not run",
            ParentEnd::Stopped => "the other children are then stopped, too",
            ParentEnd::Left => "the other children then go on without it",
            ParentEnd::Unknown => "what the other children do then is not said",
        };
        report.add(
            Finding::new(Confidence::Likely, first.span, message, label)
                .with(overseer.span, end)
                .help(format!("write `{hook}`, and decide there what is started again and what stops the actor")),
        );
    }
}
