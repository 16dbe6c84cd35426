use crate::diagnostic::{Confidence, Finding};
use crate::rules::rule;
use crate::source::Span;

rule!("suppression-without-reason");

/// A comment that does not say why. `crate::suppress` sees it.
pub(crate) fn finding(comment: Span, names: &[&str]) -> Finding {
    Finding::new(
        Confidence::Certain,
        comment,
        format!("the suppression of `{}` gives no reason", names.join("`, `")),
        "no `reason` here",
    )
    .help(format!("write `allow({}, reason = \"…\")`: why is it fine here?", names.join(", ")))
}
