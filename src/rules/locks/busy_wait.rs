use crate::diagnostic::{Confidence, Finding};
use crate::model::IdleSpinKind;
use crate::rules::{Report, RuleCx, rule};

rule!("busy-wait", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for poll in cx.model.polls() {
        let Some(pause) = poll.pause else {
            if !poll.channel {
                report.add(
                    Finding::new(
                        Confidence::Likely,
                        poll.span,
                        "this loop uses a whole core until the flag changes",
                        "asks again at once",
                    )
                    .with(poll.asked, "this is asked each time")
                    .help("wait for the event itself: a channel, a `Condvar`, a `Notify`, `thread::park`"),
                );
                continue;
            }
            report.add(
                Finding::new(
                    Confidence::Likely,
                    poll.span,
                    "this loop uses a whole core while its channel is empty",
                    "goes round again at once",
                )
                .with(poll.asked, "takes what is there, and does not wait")
                .help("receive in a way that waits: `recv`, or a `for` over the receiver itself"),
            );
            continue;
        };
        if poll.channel {
            report.add(
                Finding::new(
                    Confidence::Likely,
                    poll.span,
                    "this loop asks its channel again and again, where it could wait for a message",
                    "nothing else is done here",
                )
                .with(poll.asked, "takes what is there, and does not wait")
                .with(pause, "and this is all that happens while there is nothing")
                .help("receive in a way that waits: `recv`"),
            );
            continue;
        }
        report.add(
            Finding::new(
                Confidence::Likely,
                poll.span,
                "this loop asks again and again for what the program itself sets",
                "nothing else is done here",
            )
            .with(poll.asked, "this is asked each time")
            .with(pause, "and this is all that happens in between")
            .help("wait for the event itself: a `Notify`, a `watch` or oneshot channel, a `Condvar`, or the task's handle"),
        );
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
