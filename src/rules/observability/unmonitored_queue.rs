use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("unmonitored-queue", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (queue, what) in cx.model.unseen_queues() {
        report.add(
            Finding::new(
                Confidence::Likely,
                queue,
                format!("nobody measures how full this {what} is"),
                "it has a limit, and is full sometimes",
            )
            .help("set a gauge from its capacity or length now and then"),
        );
    }
}
