//! Restarts and shutdowns that no test tries.

use crate::diagnostic::{Confidence, Finding};
use crate::model::UntestedKind;
use crate::rules::{Report, RuleCx, rule};

rule!("untested-supervision", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for one in cx.model.untested() {
        let (message, here, part, help) = match one.kind {
            UntestedKind::Restart => (
                format!("no test reaches the restart in `{}`", one.function),
                "starts again what has ended",
                "is started in each round",
                "test it with a task that fails: does the next one start, and how soon?",
            ),
            UntestedKind::ExitHook => (
                format!("no test reaches `{}`, which decides what a child's end means", one.function),
                "runs when a child has ended",
                "is such a child",
                "test it with a child that panics",
            ),
            UntestedKind::Shutdown => (
                format!("no test reaches the shutdown in `{}`", one.function),
                "tells others to stop",
                "waits until they have",
                "test that it comes to its end while something is running",
            ),
            UntestedKind::Drain => (
                format!("no test reaches the shutdown in `{}`", one.function),
                "is told to stop here",
                "waits until others have ended",
                "test that it comes to its end while something is running",
            ),
        };
        report.add(Finding::new(Confidence::Likely, one.span, message, here).with(one.part, part).help(help));
    }
}
