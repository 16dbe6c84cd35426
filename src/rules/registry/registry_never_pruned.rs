//! Registries that only grow.

use crate::diagnostic::{Confidence, Finding};
use crate::model::{Change, Registry};
use crate::rules::{Report, RuleCx, rule};

rule!("registry-never-pruned", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let mut spoken: Vec<&Registry> = Vec::new();
    for registry in cx.model.registries() {
        let Some(insert) = cx.model.growing_insert(registry) else { continue };
        // The same map under another name, as what an actor is started with and what it keeps.
        let same = |other: &&Registry| {
            (registry.also.contains(&other.place) || other.also.contains(&registry.place))
                && other.inserts.iter().any(|one| one.at == insert.at)
        };
        if spoken.iter().any(same) {
            continue;
        }
        // `registry-partly-pruned` says more: a map with the same keys is pruned.
        if cx.model.pruned_sibling(registry).is_none() {
            report.add(finding(registry, insert));
            spoken.push(registry);
        }
    }
}

fn finding(registry: &Registry, insert: &Change) -> Finding {
    let held = registry.holds.map_or("a lock", |holds| holds.words());
    let message = format!("`{}` only grows: no code takes an entry out", registry.name);
    Finding::new(Confidence::Likely, registry.span, message, format!("each entry keeps {held}"))
        .with(insert.span, "an entry goes in here, again and again")
        .help("remove the entry where what it stands for ends; a guard whose `Drop` removes it covers every way out")
}
