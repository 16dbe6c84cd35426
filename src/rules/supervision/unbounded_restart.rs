//! Restarts without a pause and without an end.

use crate::diagnostic::{Confidence, Finding};
use crate::model::RestartKind;
use crate::rules::{Report, RuleCx, rule};

rule!("unbounded-restart", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for restart in cx.model.restarts() {
        if restart.kind != RestartKind::Task {
            continue;
        }
        let message = format!("`{}` is started again at once whenever it ends, for ever", restart.name);
        report.add(
            Finding::new(Confidence::Likely, restart.span, message, "neither pauses nor gives up")
                .with(restart.start, "is started here in every round")
                .with(restart.ended, "its end is seen here")
                .help(
                    "wait before the next start, longer each time, and give up (and say so) after some in a short time",
                ),
        );
    }
}
