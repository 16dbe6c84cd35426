//! Registries that are pruned on some ways, and not on others.

use crate::diagnostic::{Confidence, Finding};
use crate::model::{Forgotten, Gap, GapKind, Registry};
use crate::rules::{Report, RuleCx, rule};

rule!("registry-partly-pruned", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    let mut twins = Vec::new();
    for registry in cx.model.registries() {
        for gap in cx.model.gaps(registry) {
            if let Some(found) = finding(registry, &gap) {
                report.add(found);
            }
        }
        if let Some((sibling, insert)) = cx.model.pruned_sibling(registry) {
            report.add(forgotten(registry, sibling, insert));
            twins.push(registry.place);
        }
    }
    for one in cx.model.forgotten_maps() {
        if !twins.contains(&one.registry.place) {
            report.add(left(&one));
        }
    }
}

/// A map that its neighbours' removals pass by.
fn left(one: &Forgotten<'_>) -> Finding {
    let message = format!("`{}` keeps entries whose twins in `{}` are taken out", one.registry.name, one.sibling.name);
    Finding::new(Confidence::Likely, one.registry.span, message, "no code takes an entry out of this map")
        .with(one.removal.span, "here the key is taken out of the maps beside it")
        .with(one.insert.span, "an entry goes in here")
        .help("take the key out of all of them, in one place")
}

fn finding(registry: &Registry, gap: &Gap) -> Option<Finding> {
    let name = &registry.name;
    let (message, exit, removal) = match gap.kind {
        GapKind::OtherArm => (
            format!("an entry of `{name}` stays behind on one of the ways out"),
            "the function is left here, and the entry stays",
            "this way out takes it out",
        ),
        GapKind::Unanswered => (
            format!("an entry of `{name}` stays behind when no answer comes in time"),
            "the wait is given up here, and the entry stays",
            "only an answer takes it out",
        ),
        GapKind::OnlySuccess => (
            format!("an entry of `{name}` stays behind when its work fails"),
            "this outcome leaves the entry",
            "only success takes it out",
        ),
        GapKind::PastTheEnd | GapKind::Cancelled => return None,
    };
    let mut found = Finding::new(Confidence::Likely, gap.insert.span, message, "the entry goes in here");
    found = found.with(gap.exit, exit);
    if let Some(place) = gap.removal {
        found = found.with(place, removal);
    }
    Some(found.help("take the entry out on every way: a guard whose `Drop` removes it needs to be written only once"))
}

/// One of several maps with the same keys is forgotten.
fn forgotten(registry: &Registry, sibling: &Registry, insert: &crate::model::Change) -> Finding {
    let message = format!("`{}` keeps entries whose twins in `{}` are taken out", registry.name, sibling.name);
    let mut found = Finding::new(Confidence::Likely, registry.span, message, "no code takes an entry out of this map")
        .with(insert.span, format!("the same key goes into `{}`, too", sibling.name));
    if let Some(removal) = sibling.removes.first() {
        found = found.with(removal.span, "is taken out of that one only");
    }
    found.help("take the key out of both, in one place")
}
