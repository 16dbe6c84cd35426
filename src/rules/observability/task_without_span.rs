use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("task-without-span", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for task in cx.model.tasks_without_span() {
        let mut finding = Finding::new(
            Confidence::Likely,
            task.span,
            "this task runs in no span: what it logs cannot be told from what others log",
            "the future carries no span",
        );
        if let Some(function) = cx.model.work_fn(task) {
            finding = finding.with(cx.model.program.defs.fns[function].name_span, "this is what it runs");
        }
        report.add(finding.help("add `.instrument(info_span!(…))` or `.in_current_span()` to the future"));
    }
}
