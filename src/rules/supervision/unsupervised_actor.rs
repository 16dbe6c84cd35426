//! Actors that another actor starts and then has nothing to do with.

use crate::diagnostic::{Confidence, Finding};
use crate::rules::{Report, RuleCx, rule};

rule!("unsupervised-actor", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for stray in cx.model.strays() {
        let message = format!("`{}` starts `{}` under nobody", stray.inside, stray.name);
        report.add(
            Finding::new(
                Confidence::Likely,
                stray.span,
                message,
                "nobody sees its end, and it outlives the actor that started it",
            )
            .help(format!("start it with `{}`, under this actor", stray.instead)),
        );
    }
}
