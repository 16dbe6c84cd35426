use crate::apis::OnClose;
use crate::diagnostic::{Confidence, Finding};
use crate::flow::Source;
use crate::model::{IdleSpin, IdleSpinKind, Loop};
use crate::rules::{Report, RuleCx, rule};
use crate::source::Span;

rule!("recv-error-spin", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for found in &cx.model.loops {
        let mut all = found.spins.iter();
        // What is in a set, and who fills it again, is not known.
        let goes_on = |source: &Source| {
            !cx.model.is_stopped_with_sender(found, source)
                && !cx.model.is_taken_out_at_end(source)
                && !cx.model.takes_from_set(source)
                && !cx.model.is_another_each_round(found, source)
        };
        if let Some((source, span)) = all.find(|(source, _)| goes_on(source)) {
            report.add(spins(cx, found, source, *span));
        }
    }
    for spin in cx.model.idle_spins() {
        if let Some(finding) = idle(&spin) {
            report.add(finding);
        }
    }
}

/// A loop that asks on and on where nothing is left to come.
fn idle(spin: &IdleSpin) -> Option<Finding> {
    let (message, why, help) = match spin.kind {
        IdleSpinKind::EmptySet => (
            "this loop never ends once its set is empty, and uses a whole core from then on",
            "an empty set answers `None` at once: asked whether there is an answer, it always has one",
            "take the answer out of the answer: `.now_or_never().flatten()`, or `try_join_next`",
        ),
        IdleSpinKind::EndOfInput => (
            "this loop goes on at the end of what it reads, and uses a whole core from then on",
            "gives `Ok(0)` at once, again and again, when nothing more will come",
            "leave the loop at `Ok(0)` and at an error: `match … { Ok(0) | Err(_) => break, Ok(_) => {} }`",
        ),
        IdleSpinKind::Unchanged(..) => return None,
    };
    let finding = Finding::new(Confidence::Certain, spin.span, message, "no way out of this loop is taken then");
    Some(finding.with(spin.asked, why).help(help))
}

/// A loop that goes on at once after a channel has said that nothing more will come.
fn spins(cx: &RuleCx<'_>, found: &Loop, source: &Source, shown: Option<Span>) -> Finding {
    let end = match source.on_close {
        OnClose::Err => "`Err`",
        _ => "`None`",
    };
    let receive = cx.model.callee_span(source.at);
    let told = cx.model.left_when_told(found, source);
    // Some streams wait for ever where others have ended; whoever sets a flag may do it before the senders go; and what
    // tells of settings beside the loop's own channel is often kept for ever by somebody.
    let own = source.at == found.source.at || cx.model.has_known_channel(source);
    let confidence = match told {
        _ if cx.model.may_stay_open(found, source) => Confidence::Possible,
        None if own && cx.model.ends_for_good(source) => Confidence::Certain,
        None if own && cx.model.skips_the_end(found, source, shown) => Confidence::Likely,
        None if own && cx.model.takes_from_connection(source) => Confidence::Likely,
        _ => Confidence::Possible,
    };
    let mut finding = Finding::new(
        confidence,
        found.span,
        "this loop goes on when its channel is closed, and uses a whole core from then on",
        "no way out of this loop is taken at the end of the channel",
    )
    .with(receive, format!("gives {end} at once, again and again, when the channel is closed"));
    let around = shown.is_some_and(|span| span.lo < found.span.lo);
    if let Some(span) = shown {
        let label = match around {
            true => "this loop around it begins again at once",
            false => "this is all that is done then: nothing waits, nothing leaves the loop",
        };
        finding = finding.with(span, label);
    }
    if let Some(span) = told {
        finding = finding.with(span, "the only way out, and it has nothing to do with the channel");
    }
    finding.help(match around {
        true => format!("leave both loops at {end}: a `break` with a label, or `return`"),
        false => format!("leave the loop at {end}: `break`, `return`, or `while let`"),
    })
}
