use crate::diagnostic::{Confidence, Finding};
use crate::model::{Loop, OnLag};
use crate::rules::{Report, RuleCx, rule};

rule!("broadcast-lag-unhandled", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for found in &cx.model.loops {
        // One that is mended does not mend the others, but each loop is said once.
        let all = found.by_lagging_receiver();
        if let Some(finding) = all.iter().find_map(|one| stops(cx, one)) {
            report.add(finding);
        }
    }
}

/// A broadcast loop that takes "you missed some" for the end.
fn stops(cx: &RuleCx<'_>, found: &Loop) -> Option<Finding> {
    // An arm that names `Lagged` and leaves is a decision.
    if found.on_lag != OnLag::Stops || found.lag_named || cx.model.hands_lag_on(found) || cx.model.tells_of_lag(found) {
        return None;
    }
    if cx.model.takes_what_is_there(found)
        || cx.model.is_told_once(&found.source)
        || cx.model.is_only_told_to_stop(found)
    {
        return None;
    }
    let receive = cx.model.callee_span(found.source.at);
    let lagged = cx.model.lag_variant(&found.source);
    let gives = format!("gives `Err({lagged}(n))` when `n` messages were missed, and goes on with the next after that");
    if let Some(pattern) = cx.model.lag_off(found) {
        return Some(
            Finding::new(
                Confidence::Certain,
                found.span,
                format!("this loop receives nothing more when it is too slow once: `{lagged}` switches the branch off"),
                "all other branches leave the loop: no further round switches it on again",
            )
            .with(pattern, format!("does not match `Err({lagged}(n))`"))
            .with(receive, gives)
            .help(format!(
                "take the whole result and match it: go on at `RecvError::{lagged}(n)`, leave at `RecvError::Closed`"
            )),
        );
    }
    let (message, label) = if cx.model.waits_for_one(found) {
        (
            format!(
                "this wait is given up when it is too slow once: `{lagged}` is an `Err`, but not the end of the channel"
            ),
            "gives up at the first `Err`, although the answer may still come",
        )
    } else {
        (
            format!(
                "this loop ends for good when it is too slow once: `{lagged}` is an `Err`, but not the end of the channel"
            ),
            "ends at the first `Err`",
        )
    };
    Some(Finding::new(Confidence::Certain, found.span, message, label).with(receive, gives).help(format!(
        "match the error: go on at `RecvError::{lagged}(n)` (and log or count `n`), leave at `RecvError::Closed`"
    )))
}
