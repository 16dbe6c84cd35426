use crate::diagnostic::{Confidence, Finding};
use crate::model::Permit;
use crate::rules::{Report, RuleCx, mended, rule};

rule!("semaphore-permit-discarded", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for permit in cx.model.discarded_permits() {
        let finding = discarded(&permit);
        report.add(mended(finding, "hold the permit until the end of the block", cx.model.held_by_name(permit.at)));
    }
}

/// A permit that nobody holds while the work is done.
fn discarded(permit: &Permit) -> Finding {
    let confidence = if permit.signal { Confidence::Possible } else { Confidence::Certain };
    Finding::new(
        confidence,
        permit.span,
        "this permit is given back at once: what comes after it runs without a limit",
        "the permit is taken here",
    )
    .with(permit.lost, "and dropped at the end of this statement")
    .help("bind the permit to a name: `let _permit = …` holds it until the end of the block")
}
