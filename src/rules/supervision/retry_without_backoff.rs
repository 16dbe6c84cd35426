//! Attempts to connect that follow each other at once.

use crate::diagnostic::{Confidence, Finding};
use crate::model::RestartKind;
use crate::rules::{Report, RuleCx, rule};

rule!("retry-without-backoff", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for restart in cx.model.restarts() {
        let message = match restart.kind {
            RestartKind::Connect => format!("a failed `{}` is tried again at once, for ever", restart.name),
            RestartKind::Setup => format!("when `{}` fails, everything is tried again at once, for ever", restart.name),
            RestartKind::Task | RestartKind::Child | RestartKind::ChildByDefault | RestartKind::ByHook => continue,
        };
        let finding =
            Finding::new(Confidence::Likely, restart.span, message, "an error leads to the next round without a wait");
        let finding = match restart.kind {
            RestartKind::Setup => finding
                .with(restart.start, "may fail each time, though the other side takes connections")
                .with(restart.ended, "is tried again after that"),
            _ => finding.with(restart.start, "fails at once while the other side is down"),
        };
        report.add(finding.help("sleep before the next attempt, longer each time, with some randomness"));
    }
}
