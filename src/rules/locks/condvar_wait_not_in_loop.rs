use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, mended, rule};

rule!("condvar-wait-not-in-loop", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for at in cx.model.waits_once() {
        let finding = Finding::new(
            Confidence::Likely,
            cx.model.callee_span(at),
            "this waits once: it may wake up although nothing has happened, or sleep through what has",
            "no loop looks at the condition again",
        )
        .help("use `wait_while`, or wait in a loop that checks the condition first");
        report.add(mended(finding, "ask again after each wait: `while` instead of `if`", cx.model.asked_again(at)));
    }
}
