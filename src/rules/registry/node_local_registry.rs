//! Registries of one process in programs that run as several.

use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("node-local-registry", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for registry in cx.model.all_registries() {
        let (Some(cluster), Some(holds)) = (cx.model.cluster_beside(registry), registry.holds) else { continue };
        let message = format!("`{}` is known to this process alone, in a program that joins a cluster", registry.name);
        let here = format!("each entry is {} of this process; other nodes do not see it", holds.words());
        let mut finding = Finding::new(Confidence::Likely, registry.span, message, here);
        if let Some(joins) = cluster.joins {
            finding = finding.with(joins, "joins other nodes here");
        }
        report
            .add(finding.help("say in one place what is found on other nodes and how, or that it is local on purpose"));
    }
}
