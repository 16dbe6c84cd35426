use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("request-without-timeout", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for (client, request) in cx.model.clients_without_limit() {
        let finding = match request {
            Some(request) => Finding::new(
                Confidence::Likely,
                client,
                "requests of this client have no limit: a server that never answers keeps the caller for ever",
                "no limit is set",
            )
            .with(request, "and none is set where requests are sent, such as here"),
            None => Finding::new(
                Confidence::Likely,
                client,
                "this request has no limit: a server that never answers keeps the caller for ever",
                "its client is made here, without a limit",
            ),
        };
        report.add(finding.help("set a limit on the client's builder, or at each request"));
    }
}
