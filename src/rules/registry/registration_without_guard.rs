//! Entries that are taken out at the end, if the end is reached.

use crate::diagnostic::{Confidence, Finding};
use crate::model::{Gap, GapKind, Registry};
use crate::rules::{Report, RuleCx, rule};

rule!("registration-without-guard", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for registry in cx.model.registries() {
        let gaps = cx.model.gaps(registry).into_iter().chain(cx.model.loose_gaps(registry));
        for gap in gaps {
            if let Some(found) = finding(registry, &gap) {
                report.add(found);
            }
        }
    }
}

fn finding(registry: &Registry, gap: &Gap) -> Option<Finding> {
    let name = &registry.name;
    let mut found = match gap.kind {
        GapKind::PastTheEnd => Finding::new(
            Confidence::Likely,
            gap.insert.span,
            format!("the entry in `{name}` outlives its owner when the function is left early"),
            "the entry goes in here",
        )
        .with(gap.exit, "this leaves the function, and the entry stays"),
        GapKind::Cancelled => Finding::new(
            Confidence::Likely,
            gap.insert.span,
            format!("the entry in `{name}` outlives its owner when this future is dropped half-way"),
            "the entry goes in here",
        )
        .with(gap.exit, "a future that is dropped at this point never gets further")
        .with(gap.because?.span, gap.because?.words()),
        GapKind::OtherArm | GapKind::Unanswered | GapKind::OnlySuccess => return None,
    };
    if let Some(removal) = gap.removal {
        found = found.with(removal, "is taken out only when this line is reached");
    }
    Some(found.help("let a guard take the entry out in its `Drop`"))
}
