use crate::diagnostic::{Confidence, Finding};
use crate::model::{LosingBranch, Loss};
use crate::rules::{Report, RuleCx, rule};

rule!("cancel-unsafe-select-branch", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for branch in cx.model.losing_branches() {
        report.add(speak(cx, &branch));
    }
}

fn speak(cx: &RuleCx<'_>, branch: &LosingBranch) -> Finding {
    let name = branch.name;
    let span = cx.model.callee_span(branch.at);
    let (message, label, help) = match branch.loss {
        Loss::Message => (
            format!("a message is lost whenever another branch is faster than `{name}`"),
            "is dropped with the message when another branch wins",
            "wait for `reserve()` in the branch, and send with the permit; or take the message only then".to_owned(),
        ),
        Loss::Taken => (
            format!("a message that `{name}` has taken is lost whenever another branch is ready before it is dealt with"),
            "waits for something else with the message in hand, and is dropped with it when another branch wins",
            "only take the message in the branch, and deal with it in the branch's block".to_owned(),
        ),
        _ => (
            format!("bytes are lost whenever another branch is faster than `{name}`"),
            "is dropped half-way when another branch wins, and begins anew in the next round",
            "keep the future in a variable in front of the loop and await `&mut future`, give the reading to a task of its own, or read with what keeps its place (`read_buf`, a codec's `next`)".to_owned(),
        ),
    };
    let mut finding = Finding::new(Confidence::Likely, span, message, label);
    if branch.call != branch.at {
        finding = finding.with(
            cx.model.callee_span(branch.call),
            match branch.loss {
                Loss::Taken => "takes the message for good".to_owned(),
                _ => format!("`{name}` has taken part of the bytes by then, and nobody keeps them"),
            },
        );
    }
    finding.with(branch.other, "when this is ready first, the loop goes on").help(help)
}
