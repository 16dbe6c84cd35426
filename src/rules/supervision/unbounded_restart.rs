//! Restarts without a pause and without an end.

use crate::diagnostic::{Confidence, Finding};
use crate::model::RestartKind;
use crate::rules::{Report, RuleCx, rule};

rule!("unbounded-restart", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for restart in cx.model.restarts() {
        if restart.kind == RestartKind::Connect {
            continue;
        }
        let message = format!("`{}` is started again at once whenever it ends, for ever", restart.name);
        let mut finding = Finding::new(Confidence::Likely, restart.span, message, "neither pauses nor gives up");
        if restart.start != restart.span {
            finding = finding.with(restart.start, "is started here in every round");
        }
        let ended = match restart.kind {
            RestartKind::Child => "restarts at once and without an end, where nobody says otherwise",
            RestartKind::Task | RestartKind::Connect => "its end is seen here",
        };
        report.add(
            finding.with(restart.ended, ended).help(
                "wait before the next start, longer each time, and give up (and say so) after some in a short time",
            ),
        );
    }
}
