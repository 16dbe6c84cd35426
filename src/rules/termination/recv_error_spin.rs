use crate::apis::OnClose;
use crate::diagnostic::{Confidence, Finding};
use crate::model::{Loop, OnEnd};
use crate::rules::{Report, RuleCx, rule};

rule!("recv-error-spin", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for found in &cx.model.loops {
        if let Some(finding) = spins(cx, found) {
            report.add(finding);
        }
    }
}

/// A loop that goes on at once after its channel has said that nothing more will come.
fn spins(cx: &RuleCx<'_>, found: &Loop) -> Option<Finding> {
    if found.on_close != OnEnd::Spins || cx.model.is_stopped_with_sender(found) {
        return None;
    }
    let end = match found.source.on_close {
        OnClose::Err => "`Err`",
        _ => "`None`",
    };
    let receive = cx.model.callee_span(found.source.at);
    let mut finding = Finding::new(
        // Some streams wait for ever where others have ended.
        if cx.model.ends_for_good(&found.source) { Confidence::Certain } else { Confidence::Possible },
        found.span,
        "this loop goes on when its channel is closed, and uses a whole core from then on",
        "no way out of this loop is taken at the end of the channel",
    )
    .with(receive, format!("gives {end} at once, again and again, when the channel is closed"));
    if let Some(span) = found.close_span {
        finding = finding.with(span, "this is all that is done then: nothing waits, nothing leaves the loop");
    }
    Some(finding.help(format!("leave the loop at {end}: `break`, `return`, or `while let`")))
}
