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
            finding = finding.with(change, "this is undone");
        }
        report.add(finding.help("call `commit`, or `rollback` where undoing is meant"));
    }
}
