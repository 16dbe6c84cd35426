use crate::apis::{Role, Verb};
use crate::diagnostic::{Confidence, Finding};
use crate::flow::EventKind;
use crate::rules::{Report, RuleCx, mended, rule};

rule!("unclosed-task-tracker", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for wait in cx.model.waits_of_sets() {
        let set = &wait.set;
        let closes = |kind| matches!(kind, EventKind::Verb(Verb::Close));
        if set.role != Role::Tracker || set.open || set.events.iter().any(|event| closes(event.kind)) {
            continue;
        }
        let Some((name, declared)) = set.places.first().and_then(|place| cx.model.named_place(*place)) else {
            continue;
        };
        let finding = Finding::new(
            Confidence::Certain,
            wait.span,
            format!("this waits for ever: `{name}` is never closed"),
            "`wait` ends when the tracker is closed and empty",
        )
        .with(declared, format!("nothing in the workspace calls `close` on `{name}`"));
        let name = name.rsplit("::").next().unwrap_or(&name);
        let finding = finding.help(format!("call `{}.close()` before `wait`, where no more tasks are to come", name));
        report.add(mended(finding, "close it before the wait", cx.model.closed_before(wait.at)));
    }
}
