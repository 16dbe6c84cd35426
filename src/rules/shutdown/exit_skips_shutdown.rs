use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("exit-skips-shutdown", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (exit, task) in cx.model.exits_in_tasks() {
        report.add(
            Finding::new(
                Confidence::Likely,
                exit,
                "this ends the process from within a task: nothing is flushed, and no other task comes to its end",
                "the process ends here",
            )
            .with(cx.model.tasks[task].span, "in this task, while others run")
            .help("cancel a token or return an error, and let `main` end the program"),
        );
    }
}
