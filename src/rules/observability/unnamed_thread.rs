use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("unnamed-thread", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for task in cx.model.unnamed_threads() {
        report.add(
            Finding::new(
                Confidence::Certain,
                task.span,
                "this thread has no name: debuggers, profilers and panics cannot tell it from others",
                "started without a name",
            )
            .help("start it with `std::thread::Builder::new().name(…).spawn(…)`"),
        );
    }
}
