use crate::diagnostic::{Confidence, Finding};
use crate::model::{NarrowTake, TakeEffect};
use crate::rules::{Report, RuleCx, rule};

rule!("join-next-too-narrow", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for take in cx.model.narrow_takes() {
        report.add(finding(cx, &take));
    }
}

fn finding(cx: &RuleCx<'_>, take: &NarrowTake) -> Finding {
    let inner = cx.sources.text(take.inner);
    let call = cx.sources.text(take.call);
    let (message, label) = match take.effect {
        TakeEffect::Disables => (
            format!("the first ended task that is not `{inner}` switches this branch off"),
            "any other outcome disables the branch until another one has run: ended tasks pile up unseen",
        ),
        TakeEffect::Ends => (
            format!("the first ended task that is not `{inner}` ends this loop"),
            "any other outcome is dropped unread, and the rest of the tasks is left in the set",
        ),
    };
    let confidence = if take.ticks { Confidence::Possible } else { Confidence::Certain };
    let mut finding = Finding::new(confidence, take.pat, message, label);
    if let Some((name, span)) = &take.set {
        finding = finding.with(*span, format!("the tasks are in `{name}`"));
    }
    finding.help(format!("match `Some(result)` of `{call}`, and look at the result in the body"))
}
