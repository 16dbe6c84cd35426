use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("query-in-loop", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (query, around) in cx.model.looped_queries() {
        report.add(
            Finding::new(
                Confidence::Likely,
                query,
                "one query is sent for each element of a loop, one after the other",
                "a round trip for each element",
            )
            .with(around, "this loop")
            .help("ask for all of them in one query: `= ANY($1)`, `UNNEST`, `push_values`"),
        );
    }
}
