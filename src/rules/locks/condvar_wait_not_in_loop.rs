use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("condvar-wait-not-in-loop", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for at in cx.model.waits_once() {
        report.add(
            Finding::new(
                Confidence::Likely,
                cx.model.callee_span(at),
                "this waits once: it may wake up although nothing has happened, or sleep through what has",
                "no loop looks at the condition again",
            )
            .help("use `wait_while`, or wait in a loop that checks the condition first"),
        );
    }
}
