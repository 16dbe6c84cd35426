use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("ask-without-timeout", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for ask in cx.model.endless_asks() {
        let mut finding = Finding::new(
            Confidence::Likely,
            cx.model.callee_span(ask.reply),
            "this request waits for its reply without a limit",
            "waits as long as the other side takes",
        );
        if ask.send != ask.reply {
            finding = finding.with(cx.model.callee_span(ask.send), "the request is sent here");
        }
        report.add(finding.help("wrap the wait in a `timeout`, and decide what happens without an answer"));
    }
}
