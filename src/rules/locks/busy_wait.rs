use crate::diagnostic::{Confidence, Finding};
use crate::model::{IdleSpinKind, Poll};
use crate::rules::{Report, RuleCx, rule};

rule!("busy-wait", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for poll in cx.model.polls() {
        report.add(polled(&poll));
    }
    for spin in cx.model.idle_spins() {
        let IdleSpinKind::Unchanged(round, wait) = spin.kind else { continue };
        report.add(
            Finding::new(
                Confidence::Likely,
                spin.span,
                "this loop uses a whole core until the value changes",
                "goes round again at once, and sees the same value",
            )
            .with(spin.asked, "gives the value as it is, and does not wait")
            .with(round, "this goes round")
            .with(wait, "and past the wait for another value")
            .help("wait before this `continue`, too: `rx.changed().await`, or first thing in each round"),
        );
    }
}

/// A loop that asks a flag or a channel, with a pause in between or without.
fn polled(poll: &Poll) -> Finding {
    let (message, label, help) = match (poll.channel, poll.pause) {
        (false, None) => (
            "this loop uses a whole core until the flag changes",
            "asks again at once",
            "wait for the event itself: a channel, a `Condvar`, a `Notify`, `thread::park`",
        ),
        (false, Some(_)) => (
            "this loop asks again and again for what the program itself sets",
            "nothing else is done here",
            "wait for the event itself: a `Notify`, a `watch` or oneshot channel, a `Condvar`, or the task's handle",
        ),
        (true, None) => (
            "this loop uses a whole core while its channel is empty",
            "goes round again at once",
            "receive in a way that waits: `recv`, or a `for` over the receiver itself",
        ),
        (true, Some(_)) => (
            "this loop asks its channel again and again, where it could wait for a message",
            "nothing else is done here",
            "receive in a way that waits: `recv`",
        ),
    };
    let (asked, between) = match poll.channel {
        false => ("this is asked each time", "and this is all that happens in between"),
        true => ("takes what is there, and does not wait", "and this is all that happens while there is nothing"),
    };
    let finding = Finding::new(Confidence::Likely, poll.span, message, label).with(poll.asked, asked);
    match poll.pause {
        Some(pause) => finding.with(pause, between),
        None => finding,
    }
    .help(help)
}
