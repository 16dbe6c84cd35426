use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("main-returns-with-live-tasks", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (main, tasks) in cx.model.left_by_main() {
        let mut spans = tasks.iter().map(|&task| cx.model.tasks[task].span);
        let Some(first) = spans.next() else { continue };
        let mut finding = Finding::new(
            Confidence::Certain,
            first,
            "`main` returns at once after it has spawned this: the process ends, and the task with it",
            "it is cut wherever it happens to be, perhaps before it has begun",
        );
        for span in spans {
            finding = finding.with(span, "this one, too");
        }
        let main = cx.model.program.defs.fns[main].name_span;
        finding = finding.with(main, "nothing in `main` waits after the spawn");
        report.add(finding.help("await the handle before `main` returns, or wait for a shutdown signal"));
    }
}
