use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("blocking-channel-in-async", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let model = cx.model;
    for parked in model.parked() {
        let span = model.callee_span(parked.at);
        let name = cx.sources.text(span);
        let message = if parked.panics {
            format!("`{name}` panics in async code")
        } else if parked.iterates {
            "a `for` over a receiver parks a thread that other tasks run on".to_owned()
        } else {
            format!("`{name}` parks a thread that other tasks run on")
        };
        let label = if parked.panics {
            "panics where a runtime runs the thread"
        } else {
            "all tasks of this thread stand still meanwhile"
        };
        let finding = match parked.way.calls[..] {
            [] => Finding::new(Confidence::Certain, span, message, label),
            [call, ref further @ ..] => {
                let here = model.callee_span(call);
                let finding = Finding::new(Confidence::Likely, here, message, "async code calls a function that waits");
                let through = |finding: Finding, call: &_| finding.with(model.callee_span(*call), "which calls this");
                further.iter().fold(finding, through).with(span, label)
            }
        };
        report.add(
            finding
                .help("await an async channel here, or move what waits into `spawn_blocking` or a thread of its own"),
        );
    }
}
