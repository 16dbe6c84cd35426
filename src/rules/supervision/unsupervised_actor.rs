//! Actors that another actor starts and then has nothing to do with.

use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("unsupervised-actor", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for stray in cx.model.strays() {
        let message = format!("`{}` starts `{}` without a supervisor", stray.inside, stray.name);
        let label = match stray.ends_with_refs {
            true => "nobody sees how it ends",
            false => "nobody sees its end, and it outlives the actor that started it",
        };
        report.add(
            Finding::new(Confidence::Likely, stray.span, message, label)
                .help(format!("start it with `{}`, under this actor", stray.instead)),
        );
    }
}
