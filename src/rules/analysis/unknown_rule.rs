use crate::diagnostic::{Confidence, Finding};
use crate::rules::{UnknownName, rule};
use crate::source::Span;

rule!("unknown-rule");

/// A comment that names what is neither a rule nor a family. `crate::suppress` sees it.
pub(crate) fn finding(place: Span, unknown: &UnknownName) -> Finding {
    let help = match unknown.suggestion {
        Some(name) => format!("did you mean `{name}`?"),
        None => "`cargo tether rules` lists all names".to_owned(),
    };
    Finding::new(Confidence::Certain, place, unknown.to_string(), "silences nothing").help(help)
}

/// A comment that begins like a suppression and cannot be read.
pub(crate) fn unreadable(comment: Span, why: &str) -> Finding {
    Finding::new(Confidence::Certain, comment, format!("this suppression cannot be read: {why}"), "silences nothing")
        .help("write `// tether: allow(rule, reason = \"…\")`")
}
