use crate::diagnostic::{Confidence, Finding};
use crate::model::{ActorLeftover, Leftover, LeftoverKind, SessionLeftover};
use crate::rules::{Report, RuleCx, rule};

rule!("missing-terminate-handler", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for found in &cx.model.loops {
        if let Some(left) = cx.model.leftover(found)
            && !cx.model.has_gap_at(&left)
        {
            report.add(speak(&left, found.span));
        }
    }
    for found in cx.model.actor_leftovers() {
        report.add(speak_of_actor(&found));
    }
    for found in cx.model.session_leftovers() {
        report.add(speak_of_session(&found));
    }
}

fn speak_of_session(found: &SessionLeftover) -> Finding {
    let name = &found.left.name;
    let (message, label, asked, help) = if found.is_stream {
        (
            format!("the sender in `{name}` stays behind when the client that this stream is for goes away"),
            "all that happens then is that the stream is dropped",
            "a request takes it out, which a client that is gone does not send",
            format!("give back a stream whose `Drop` removes the sender from `{name}`"),
        )
    } else {
        (
            format!("the entry in `{name}` stays behind when the client goes away"),
            "nothing is set that runs when the client has gone",
            "an event takes it out, which a client that is gone does not send",
            format!("remove the entry from `{name}` in a handler for the end of the connection"),
        )
    };
    let mut finding = Finding::new(Confidence::Likely, found.begins, message, label)
        .with(found.left.acquired, "the entry is made here");
    if let Some(released) = found.left.released {
        finding = finding.with(released, asked);
    }
    if let Some(kept_in) = found.left.kept_in {
        finding = finding.with(kept_in, "it is kept in here");
    }
    finding.help(help)
}

fn speak_of_actor(found: &ActorLeftover) -> Finding {
    let (name, hook) = (&found.left.name, found.hook);
    let (message, here) = match found.left.kind {
        LeftoverKind::Registration => {
            (format!("the entry in `{name}` stays behind when this actor stops"), "the entry is made here")
        }
        _ => (format!("what is still in `{name}` is lost when this actor stops"), "it is filled here"),
    };
    let label =
        if found.has_hook { format!("its `{hook}` does not release it") } else { format!("it has no `{hook}`") };
    let mut finding = Finding::new(Confidence::Likely, found.header, message, label).with(found.left.acquired, here);
    if let Some(released) = found.left.released {
        finding = finding.with(released, "a message empties it, and the end does not");
    }
    if let Some(kept_in) = found.left.kept_in {
        finding = finding.with(kept_in, "it is kept in here, and outlives the actor");
    }
    match found.left.kind {
        LeftoverKind::Registration => {
            finding.help(format!("remove the entry from `{name}` in `{hook}`, or hold a guard whose `Drop` removes it"))
        }
        _ => finding.help(format!("write what is left in `{name}` in `{hook}`")),
    }
}

fn speak(left: &Leftover, span: crate::source::Span) -> Finding {
    let name = &left.name;
    match left.kind {
        LeftoverKind::Buffer => {
            let mut finding = Finding::new(
                Confidence::Likely,
                span,
                format!("what is still in `{name}` is lost when this loop ends"),
                "no way out of this loop writes it",
            )
            .with(left.acquired, format!("`{name}` is filled here"));
            if let Some(released) = left.released {
                finding = finding.with(released, "this is where it is emptied, and no exit comes by here");
            }
            if let Some(exit) = left.exit {
                finding = finding.with(exit, "the loop is left here");
            }
            finding.help(format!("write what is left in `{name}` after the loop, on every way out of it"))
        }
        LeftoverKind::Writer => {
            let mut finding = Finding::new(
                Confidence::Likely,
                span,
                format!("what `{name}` still holds is lost when this loop ends: dropping it discards its buffer"),
                format!("nothing flushes `{name}`"),
            )
            .with(left.acquired, format!("this fills the buffer of `{name}`"));
            if let Some(exit) = left.exit {
                finding = finding.with(exit, "the loop is left here");
            }
            finding.help(format!("call `{name}.flush().await` after the loop, on every way out of it"))
        }
        LeftoverKind::Children => {
            let mut finding = Finding::new(
                Confidence::Likely,
                span,
                format!("the tasks in `{name}` go on when this loop ends, and nobody can stop them any more"),
                "no way out of this loop stops them",
            )
            .with(left.acquired, "a task is put in here");
            if let Some(released) = left.released {
                finding = finding.with(released, "a message takes one out, and stops it");
            }
            finding.help(format!(
                "abort what is in `{name}` after the loop, or keep the tasks in a `JoinSet`, whose drop aborts them"
            ))
        }
        LeftoverKind::Registration => {
            let mut finding = Finding::new(
                Confidence::Likely,
                span,
                format!("the entry in `{name}` stays behind when this loop ends"),
                "nothing after this loop removes it",
            )
            .with(left.acquired, "the entry is made here");
            match (left.released, left.exit) {
                (Some(released), Some(exit)) => {
                    finding = finding
                        .with(released, "this way out removes it")
                        .with(exit, "the loop is left here, and the entry stays");
                }
                (Some(released), None) => {
                    finding = finding.with(released, "entries are removed here, which no way out of the loop comes by");
                }
                _ => {}
            }
            if let Some(kept_in) = left.kept_in {
                finding = finding.with(kept_in, "it is kept in here, and outlives the loop");
            }
            finding
                .help(format!("remove the entry from `{name}` after the loop, or hold a guard whose `Drop` removes it"))
        }
    }
}
