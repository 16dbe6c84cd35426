use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("unbounded-buffer", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for hoard in cx.model.hoards() {
        let name = hoard.name;
        let finding = Finding::new(
            Confidence::Likely,
            cx.model.callee_span(hoard.growth),
            format!("`{name}` grows with each round of this loop, and nothing makes it smaller"),
            "grows here",
        )
        .with(cx.model.loops[hoard.in_loop].span, "as long as this loop goes round")
        .with(hoard.declared, format!("`{name}` outlives the rounds"))
        .help("take out what is done with, or give it a limit and decide what goes when it is reached");
        report.add(finding);
    }
}
