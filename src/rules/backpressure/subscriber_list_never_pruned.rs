use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("subscriber-list-never-pruned", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for list in cx.model.unpruned_subscribers() {
        let name = list.name;
        let finding = Finding::new(
            Confidence::Likely,
            cx.model.callee_span(list.send),
            format!("`{name}` keeps the senders of subscribers that are gone"),
            "fails for those that are gone, and they stay in the list",
        )
        .with(cx.model.callee_span(list.growth), "each new subscriber is added here")
        .with(list.declared, "nothing takes one out of this list")
        .help(format!("drop those whose send fails: `{name}.retain(|subscriber| subscriber.send(…).is_ok())`"));
        report.add(finding);
    }
}
