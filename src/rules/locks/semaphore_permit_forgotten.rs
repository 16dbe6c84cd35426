use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("semaphore-permit-forgotten", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for permit in cx.model.forgotten_permits() {
        report.add(
            Finding::new(
                Confidence::Likely,
                permit.span,
                "this permit never comes back: each time, the semaphore has one less",
                "nothing in the workspace calls `add_permits`",
            )
            .help("keep the permit until the work is done, or add one then with `add_permits(1)`"),
        );
    }
}
