use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("server-without-graceful-shutdown", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for server in cx.model.ungraceful_servers() {
        let mut finding = Finding::new(
            Confidence::Likely,
            server.span,
            "this server has no graceful shutdown: when the program is stopped, running requests are cut off",
            "nothing but the end of the process stops it",
        );
        for (step, call) in server.way.iter().enumerate() {
            finding = finding.with(*call, if step == 0 { "`main` waits here" } else { "which waits here" });
        }
        report.add(finding.help(
            "serve with a shutdown signal (`with_graceful_shutdown`, `serve_with_shutdown`), and wait for the rest",
        ));
    }
}
