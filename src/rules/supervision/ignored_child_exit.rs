//! Supervisors that do not look at how a child ended.

use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("ignored-child-exit", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for exit in cx.model.unread_exits() {
        let why = if exit.fails {
            "gives a `Result` that nobody reads"
        } else {
            "is meant to run as long as the program; nobody notices its end"
        };
        let message = match exit.one {
            true => "how this child ended is thrown away: errors and panics, too",
            false => "how the children end is thrown away: errors and panics, too",
        };
        let mut finding = Finding::new(Confidence::Likely, exit.span, message, "goes on whatever happened");
        if exit.join != exit.span {
            let says = if exit.one { "it has ended" } else { "gives how a child ended" };
            finding = finding.with(exit.join, says);
        }
        if let Some(first) = exit.first {
            finding = finding.with(first, "the first one");
        }
        report.add(finding.with(exit.child, why).help(
            "match what it gives: log an error or a panic, and decide whether the child is started again or all stop",
        ));
    }
    for (join, around, start) in cx.model.unread_joins() {
        let message = "how the child ended is thrown away: errors and panics, too";
        report.add(
            Finding::new(Confidence::Likely, join, message, "gives how it ended, and nobody looks")
                .with(around, "starts it again whatever happened")
                .with(start, "is started here")
                .help("match what it gives: log an error or a panic, and decide whether it is started again"),
        );
    }
    for hook in cx.model.unheard() {
        let message = format!("how the children of `{}` end is thrown away: errors and panics, too", hook.actor);
        let child = format!("`{}` is linked here, so that its end is heard of", hook.child);
        report.add(
            Finding::new(Confidence::Likely, hook.span, message, "is told of each end, and does not look at it")
                .with(hook.start, child)
                .help("match what it is told: log a failure, take the child out of what is kept, or start it again"),
        );
    }
}
