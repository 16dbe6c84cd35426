use crate::diagnostic::{Confidence, Finding};
use crate::model::Undrained;
use crate::rules::{Report, RuleCx, rule};

rule!("undrained-receiver", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for found in cx.model.undrained() {
        report.add(speak(cx, &found));
    }
}

fn speak(cx: &RuleCx<'_>, found: &Undrained) -> Finding {
    let name = found.name;
    let finding = Finding::new(
        Confidence::Likely,
        cx.model.loops[found.in_loop].span,
        format!(
            "what is still queued in `{name}` is lost when this loop stops: nothing receives it, and it was to be saved"
        ),
        format!("nothing receives from `{name}` once it has stopped"),
    )
    .with(found.signal, "this signal stops the loop");
    // A wait that a signal cuts is the way out itself.
    let finding = if found.exit == found.signal {
        finding
    } else {
        finding.with(found.exit, "it is left here, whatever is queued")
    };
    finding
        .with(found.save, "saves what is received")
        .help(format!("at the signal, call `{name}.close()` and receive until nothing comes any more; then leave"))
}
