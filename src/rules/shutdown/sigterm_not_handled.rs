use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("sigterm-not-handled", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (waits, server) in cx.model.deaf_to_sigterm() {
        let [wait, others @ ..] = &waits[..] else { continue };
        let mut finding = Finding::new(
            Confidence::Likely,
            *wait,
            "this server listens to ctrl-c only: SIGTERM, which containers and services send, kills it at once",
            "only ctrl-c gets here",
        )
        .with(server, "this server is to be stopped by it");
        for other in others {
            finding = finding.with(*other, "here, too");
        }
        report.add(finding.help("wait for `signal(SignalKind::terminate())` as well"));
    }
}
