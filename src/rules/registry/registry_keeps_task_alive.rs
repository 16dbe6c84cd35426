//! Entries that keep running what would take them out.

use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("registry-keeps-task-alive", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for registry in cx.model.all_registries() {
        let Some(found) = cx.model.immortal(registry) else { continue };
        let message = format!("this entry of `{}` keeps the task alive that would take it out", registry.name);
        report.add(
            Finding::new(Confidence::Likely, found.insert, message, "a sender of the task's own channel goes in here")
                .with(found.wait, "ends only when all senders are gone")
                .with(found.removal, "runs only after that")
                .help("keep a weak sender in the map, or take the entry out where the peer is seen to leave"),
        );
    }
}
