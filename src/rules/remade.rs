//! What is made anew each time, as a finding: pools and clients differ in what that costs.

use crate::diagnostic::{Confidence, Finding};
use crate::model::Remade;

/// A pool or client that is made for each request or round. `message` is given the word for that; `help` is the one
/// thing to do.
pub(super) fn finding(remade: &Remade, message: impl FnOnce(&str) -> String, help: &str) -> Finding {
    let per = if remade.handler { "request" } else { "round" };
    let mut finding = Finding::new(
        if remade.way.is_empty() { Confidence::Certain } else { Confidence::Likely },
        remade.span,
        message(per),
        "it is made here",
    )
    .with(
        remade.per,
        if remade.handler { "this runs once for each request" } else { "once for each round of this loop" },
    );
    for (step, call) in remade.way.iter().enumerate() {
        finding = finding.with(*call, if step == 0 { "which calls this" } else { "and this" });
    }
    finding.help(help)
}
