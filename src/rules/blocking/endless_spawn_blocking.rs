use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("endless-spawn-blocking", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (index, endless) in cx.model.endless_blocking() {
        report.add(
            Finding::new(
                Confidence::Likely,
                cx.model.tasks[index].span,
                "this blocking task never ends: it cannot be aborted, and the runtime waits for it at its end",
                "a thread of the blocking pool is taken for good",
            )
            .with(endless, "nothing leaves this loop")
            .help("give the loop a thread of its own, and a flag or channel that ends it"),
        );
    }
}
