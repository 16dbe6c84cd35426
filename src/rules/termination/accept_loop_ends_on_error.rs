use crate::diagnostic::{Confidence, Finding};
use crate::model::{AcceptEnd, AcceptEndKind};
use crate::rules::{Report, RuleCx, rule};
use crate::source::Span;

rule!("accept-loop-ends-on-error", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for found in &cx.model.loops {
        if let Some(end) = cx.model.accept_end(found) {
            report.add(speak(&end, found.span));
        }
    }
}

fn speak(end: &AcceptEnd, span: Span) -> Finding {
    match end.kind {
        AcceptEndKind::Connection => Finding::new(
            Confidence::Likely,
            span,
            "this accept loop ends when something goes wrong with one connection",
            "accepts no more after the first error",
        )
        .with(end.leaves, "an error of this one connection leaves the loop")
        .with(end.accept, "the connection comes from here")
        .help("handle the error where it belongs to one connection: log it and go on, or move the work into the connection's own task"),
        kind => {
            let (leaves, word) = match kind {
                AcceptEndKind::Pattern => ("takes `Ok` only: the first `Err` is the end of the loop", "ends"),
                AcceptEndKind::Panic => ("panics at the first error", "panics"),
                _ => ("leaves the loop at the first error", "ends"),
            };
            Finding::new(
                Confidence::Certain,
                span,
                format!("this accept loop {word} at the first error of `accept`, and with it the server"),
                "accepts no more after the first error",
            )
            .with(end.accept, "fails when the process has no file descriptors left, or the peer has hung up already: that passes")
            .with(end.leaves, leaves)
            .help("match the result: log an error, wait a little, and accept again")
        }
    }
}
