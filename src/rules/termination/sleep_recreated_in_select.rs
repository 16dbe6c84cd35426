use crate::diagnostic::{Confidence, Finding};
use crate::model::LosingBranch;
use crate::rules::{Report, RuleCx, rule};

rule!("sleep-recreated-in-select", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for branch in cx.model.restarted_timers() {
        report.add(speak(cx, &branch));
    }
}

fn speak(cx: &RuleCx<'_>, branch: &LosingBranch) -> Finding {
    Finding::new(
        Confidence::Likely,
        cx.model.callee_span(branch.at),
        format!("`{}` begins anew in each round: while another branch is busy, it never ends", branch.name),
        "the time that has passed is lost when another branch wins",
    )
    .with(branch.other, "each time that this is ready, the timer starts again")
    .help("make an `interval` in front of the loop, and await its `tick()` in the branch; for a single time limit, pin one `sleep` there")
}
