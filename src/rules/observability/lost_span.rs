use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("lost-span", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for lost in cx.model.lost_spans() {
        let name = cx.sources.text(lost.span);
        report.add(
            Finding::new(
                Confidence::Certain,
                lost.span,
                "this span is on the handle: the task itself runs without it",
                "only the wait for the task is in the span",
            )
            .with(lost.handle, "the task is started here, and knows of no span")
            .help(format!("put `.{name}` on the future that is spawned, inside of the parentheses")),
        );
    }
}
