//! Attempts to connect that follow each other at once.

use crate::diagnostic::{Confidence, Finding};
use crate::model::RestartKind;
use crate::rules::{Report, RuleCx, rule};

rule!("retry-without-backoff", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for restart in cx.model.restarts() {
        if restart.kind != RestartKind::Connect {
            continue;
        }
        let message = format!("a failed `{}` is tried again at once, for ever", restart.name);
        report.add(
            Finding::new(Confidence::Likely, restart.span, message, "an error leads to the next round without a wait")
                .with(restart.start, "fails at once while the other side is down")
                .help("sleep before the next attempt, longer each time, with some randomness"),
        );
    }
}
