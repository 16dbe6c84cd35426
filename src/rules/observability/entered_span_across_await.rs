use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("entered-span-across-await", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for entered in cx.model.entered_spans() {
        report.add(
            Finding::new(
                if entered.alone { Confidence::Possible } else { Confidence::Certain },
                entered.span,
                "this span stays entered while the task is suspended: what other tasks log lands in it",
                "the span is entered on this thread, until the guard is dropped",
            )
            .with(entered.wait, "the task is suspended here, and the thread runs others")
            .help("give the span to the future with `.instrument(span)`, or end the guard before the `.await`"),
        );
    }
}
