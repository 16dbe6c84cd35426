//! Restarts without a pause and without an end.

use crate::diagnostic::{Confidence, Finding};
use crate::model::RestartKind;
use crate::rules::{Report, RuleCx, rule};

rule!("unbounded-restart", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for restart in cx.model.restarts() {
        if matches!(restart.kind, RestartKind::Connect | RestartKind::Setup) {
            continue;
        }
        let when = match restart.kind {
            RestartKind::Child | RestartKind::ChildByDefault | RestartKind::ByHook => "whenever it fails",
            RestartKind::Task | RestartKind::Connect | RestartKind::Setup => "whenever it ends",
        };
        let message = format!("`{}` is started again at once {when}, for ever", restart.name);
        let mut finding = Finding::new(Confidence::Likely, restart.span, message, "neither pauses nor gives up");
        if restart.start != restart.span {
            let start = match restart.kind {
                RestartKind::ByHook => "is started here each time",
                _ => "is started here in every round",
            };
            finding = finding.with(restart.start, start);
        }
        let ended = match restart.kind {
            RestartKind::Child => "says so: at once, and without an end",
            RestartKind::ChildByDefault => "restarts at once and without an end, where nobody says otherwise",
            RestartKind::ByHook => "is told of its end",
            RestartKind::Task | RestartKind::Connect | RestartKind::Setup => "its end is seen here",
        };
        report.add(
            finding.with(restart.ended, ended).help(
                "wait before the next start, longer each time, and give up (and say so) after some in a short time",
            ),
        );
    }
}
