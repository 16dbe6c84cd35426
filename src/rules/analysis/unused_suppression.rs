use crate::diagnostic::{Confidence, Finding};
use crate::rules::rule;
use crate::source::Span;

rule!("unused-suppression");

/// A comment whose names (all of them, or those given) silence nothing. `crate::suppress` knows which.
pub(crate) fn finding(place: Span, names: &[&str], whole: bool, target: Span) -> Finding {
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = format!("nothing is found here that `allow({})` would silence", names.join(", "));
    let label = if whole { "silences nothing".to_owned() } else { format!("{list}: silences nothing") };
    let help = if whole { "remove the comment".to_owned() } else { format!("take {list} out of the comment") };
    let finding = Finding::new(Confidence::Certain, place, message, label).help(help);
    if target.lo == target.hi { finding } else { finding.with(target, "this is the code that it speaks of") }
}
