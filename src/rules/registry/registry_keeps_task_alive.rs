//! Entries that keep running what would take them out.

use crate::diagnostic::{Confidence, Finding};
use crate::model::{Immortal, Registry, Tie};
use crate::rules::{Report, RuleCx, rule};

rule!("registry-keeps-task-alive", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for registry in cx.model.all_registries() {
        if let Some(found) = cx.model.immortal(registry) {
            report.add(finding(registry, &found));
        }
    }
}

fn finding(registry: &Registry, found: &Immortal) -> Finding {
    let what = if found.tie == Tie::Actor { "actor" } else { "task" };
    let message = format!("this entry of `{}` keeps the {what} alive that would take it out", registry.name);
    let (goes_in, waits, after, help) = match found.tie {
        Tie::Sender(weak) => (
            "a sender of the task's own channel goes in here",
            "this wait ends only when all senders are gone, and the map's own stays",
            "is taken out only after that wait",
            if weak {
                "keep a weak sender in the map, or take the entry out where the peer is seen to leave"
            } else {
                "keep an `Arc` with the users and a `Weak` in the map, or take the entry out where the peer is seen to leave"
            },
        ),
        Tie::Guard => (
            "the guard goes in here whose drop cancels the task's token",
            "this wait ends only when the guard is dropped, and the map keeps it",
            "is taken out only after that wait",
            "keep a `Weak` in the map, or take the entry out where its last user is seen to leave",
        ),
        Tie::Actor => (
            "a reference to the actor goes in here",
            "this runs only when all references are gone, and the map's own stays",
            "is taken out only in there",
            "keep a weak reference in the map, or stop the actor where its last user is seen to leave",
        ),
    };
    Finding::new(Confidence::Likely, found.insert, message, goes_in)
        .with(found.wait, waits)
        .with(found.removal, after)
        .help(help)
}
