use crate::diagnostic::{Confidence, Finding};
use crate::model::Uncleaned;
use crate::rules::{Report, RuleCx, rule};

rule!("cleanup-without-guard", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for found in cx.model.uncleaned() {
        report.add(speak(&found));
    }
}

fn speak(found: &Uncleaned) -> Finding {
    let (subject, left) = (&found.subject, found.left);
    let finding = match found.because {
        None => Finding::new(
            Confidence::Likely,
            found.taken,
            format!("{subject} {left} when this function is left early"),
            "this is undone at the end",
        )
        .with(found.exit, "this leaves the function, and does not come by there"),
        Some(because) => Finding::new(
            Confidence::Likely,
            found.taken,
            format!("{subject} {left} when the future is dropped while it waits"),
            "this is undone at the end",
        )
        .with(found.exit, "a future that is dropped at this point never gets there")
        .with(because.span, because.words()),
    };
    finding.with(found.given, "the end: only who comes by here undoes it").help("let a guard undo it in its `Drop`")
}
