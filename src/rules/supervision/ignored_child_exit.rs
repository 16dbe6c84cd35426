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
        report.add(
            Finding::new(
                Confidence::Likely,
                exit.span,
                "how the children end is thrown away: errors and panics, too",
                "goes on whatever happened",
            )
            .with(exit.join, "gives how a child ended")
            .with(exit.child, why)
            .help("match what it gives: log an error or a panic, and decide whether the child is started again or all stop"),
        );
    }
}
