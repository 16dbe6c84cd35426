use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("query-in-loop", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for query in cx.model.looped_queries() {
        let mut finding = Finding::new(
            Confidence::Likely,
            query.span,
            "one query is sent for each element of a loop, one after the other",
            "a round trip for each element",
        )
        .with(query.around, "this loop");
        if let Some(inner) = query.inner {
            finding = finding.with(inner, "here it is sent");
        }
        report.add(finding.help("ask for all of them in one query: `= ANY($1)`, `UNNEST`, `push_values`"));
    }
}
