use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("unbounded-task-spawn", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for flood in cx.model.floods() {
        let task = &cx.model.tasks[flood.task];
        let mut finding = Finding::new(
            Confidence::Likely,
            task.span,
            "one task is started for each message, and nothing limits how many run at once",
            "when messages come faster than tasks end, their number grows until memory is gone",
        )
        .with(flood.of, "each round of this loop starts a task");
        if let Some(send) = flood.send {
            finding = finding.with(send, "this puts in what the loop takes out");
        }
        let finding = finding.with(flood.source, format!("{}, as fast as the other side likes", flood.what))
        .help("take a permit of a `Semaphore` before the spawn and move it into the task, or use `for_each_concurrent` with a limit");
        report.add(finding);
    }
}
