use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("pool-connection-held-across-io", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (held, wait) in cx.model.idle_connections() {
        report.add(
            Finding::new(
                Confidence::Likely,
                held.taken.span,
                "this connection is held while its holder waits for something that is not the database",
                "it is taken here, and still held",
            )
            .with(cx.model.callee_span(wait), "the holder waits for this meanwhile")
            .help("wait first, and take the connection after that"),
        );
    }
}
