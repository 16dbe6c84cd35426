use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("sleep-with-lock-held", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (held, sleep) in cx.model.sleeping_holders() {
        let name = cx.model.lock_name(&held.taken);
        report.add(
            Finding::new(
                Confidence::Likely,
                cx.model.callee_span(sleep),
                format!("`{name}` stays locked while its holder sleeps: everybody who needs it sleeps along"),
                "the holder sleeps here",
            )
            .with(held.taken.span, "it is locked here, and the guard still lives")
            .help("end the guard before the pause, and take the lock again after it"),
        );
    }
}
