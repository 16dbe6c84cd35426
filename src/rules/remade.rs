//! What is made anew each time, as a finding: pools and clients differ in what that costs.

use crate::diagnostic::{Confidence, Finding};
use crate::model::{Per, Remade};

/// A pool or client that is made for each request or round. `message` is given the word for that; `help` is the one
/// thing to do.
pub(super) fn finding(remade: &Remade, message: impl FnOnce(&str) -> String, help: &str) -> Finding {
    let (per, place, about) = match remade.per {
        Per::Request(place) => ("request", place, "this runs once for each request"),
        Per::Round(place) | Per::Period(place) => ("round", place, "once for each round of this loop"),
    };
    let confidence = match remade.per {
        Per::Period(_) => Confidence::Possible,
        _ if remade.way.is_empty() => Confidence::Certain,
        _ => Confidence::Likely,
    };
    let mut finding = Finding::new(confidence, remade.span, message(per), "it is made here").with(place, about);
    for (step, call) in remade.way.iter().enumerate() {
        finding = finding.with(*call, if step == 0 { "which calls this" } else { "and this" });
    }
    finding.help(help)
}
