use crate::diagnostic::{Confidence, Finding};
use crate::model::LostReply;
use crate::rules::{Report, RuleCx, rule};

rule!("reply-never-sent", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for lost in cx.model.lost_replies() {
        report.add(speak(&lost));
    }
}

fn speak(lost: &LostReply) -> Finding {
    let name = &lost.name;
    let leaves = if lost.no_else {
        format!("where this is not so, nothing is sent, and `{name}` is dropped")
    } else if lost.is_branch {
        format!("this way nothing is sent, and `{name}` is dropped")
    } else if lost.by_error {
        format!("at an error the handler leaves here, and `{name}` is dropped")
    } else {
        format!("the handler leaves here, and `{name}` is dropped")
    };
    Finding::new(
        Confidence::Likely,
        lost.bound,
        format!(
            "one way out of this handler drops `{name}` without a reply: who asked learns nothing of what went wrong"
        ),
        "who holds the other end waits for this",
    )
    .with(lost.leaves, leaves)
    .with(lost.sends, "the other way sends the reply here")
    .help(format!(
        "send the error through `{name}`, too: let the fallible part be a function, and send its `Result` in one place"
    ))
}
