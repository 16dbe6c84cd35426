//! How a finding shows the way by which async code comes to a place.

use super::RuleCx;
use crate::diagnostic::Finding;
use crate::model::Way;

/// Adds the calls from the async code to the place, outermost first; without calls, the async code itself.
pub(super) fn along(cx: &RuleCx<'_>, mut finding: Finding, way: &Way) -> Finding {
    let model = cx.model;
    for (step, call) in way.calls.iter().enumerate() {
        let text = if step == 0 { "async code calls this" } else { "which calls this" };
        // Places in several files are not shown in the order of the way.
        let text = if way.calls.len() > 1 { format!("{}: {text}", step + 1) } else { text.to_owned() };
        finding = finding.with(model.callee_span(*call), text);
    }
    if way.calls.is_empty() {
        finding = finding.with(model.code_span(way.task), "this is run by a task");
    }
    finding
}
