use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("transaction-not-finished", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for open in cx.model.open_transactions() {
        let confidence = if open.change.is_some() { Confidence::Likely } else { Confidence::Possible };
        let mut finding = Finding::new(
            confidence,
            open.span,
            "this transaction is never committed: when it is dropped, all that was done in it is undone",
            "it is started here, and nothing ends it",
        );
        if let Some(change) = open.change {
            finding = match change.by {
                None => finding.with(change.span, "this is undone"),
                Some(by) => finding.with(by, "what this writes is undone").with(change.span, "here it is written"),
            };
        }
        report.add(finding.help("call `commit`, or `rollback` where undoing is meant"));
    }
}
