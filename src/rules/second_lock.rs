//! How a finding shows that one lock is taken while another is held.

use super::RuleCx;
use crate::diagnostic::Finding;
use crate::model::Nested;
use crate::source::Span;

/// Where the second lock is taken, seen from the code that holds the first: the call that leads to it, or itself.
pub(super) fn place(cx: &RuleCx<'_>, nested: &Nested) -> Span {
    nested.taken.way.first().map_or(nested.taken.span, |call| cx.model.callee_span(*call))
}

/// Adds the calls that lead to the second lock, outermost first, and the place where it is taken.
pub(super) fn along(cx: &RuleCx<'_>, mut finding: Finding, nested: &Nested, taken: &str) -> Finding {
    for call in nested.taken.way.iter().skip(1) {
        finding = finding.with(cx.model.callee_span(*call), "which calls this");
    }
    if !nested.taken.way.is_empty() {
        finding = finding.with(nested.taken.span, taken);
    }
    finding
}
