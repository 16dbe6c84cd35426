use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("pool-without-acquire-timeout", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for pool in cx.model.pools_without_wait() {
        let mut finding = Finding::new(
            Confidence::Likely,
            pool.span,
            "callers of this pool wait for ever when all that it holds is taken",
            "no limit is set for the wait",
        )
        .help("set a limit for the wait with `wait_timeout`, or put one around each `get`");
        if let Some(note) = pool.row.note {
            finding = finding.note(note.as_str());
        }
        report.add(finding);
    }
}
