use crate::diagnostic::{Confidence, Finding};
use crate::model::{Group, GroupKind};
use crate::rules::{Report, RuleCx, rule};

rule!("unrelated-children", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for group in &cx.model.groups {
        if let Some(finding) = unrelated(group) {
            report.add(finding);
        }
    }
}

/// Long-lived services that fall together and have nothing to do with each other.
fn unrelated(group: &Group) -> Option<Finding> {
    let how = match group.kind {
        GroupKind::Select => "the first of them that ends takes the others down",
        GroupKind::TryJoin => "the first error of one takes the others down",
        GroupKind::Set => "the first exit ends the function, and the set aborts the others",
        GroupKind::Join => return None,
    };
    if group.related.len() < 2 {
        return None;
    }
    // Several of the same are one service.
    if group.children.windows(2).all(|pair| pair[0].name == pair[1].name) {
        return None;
    }
    let names: Vec<String> = group.children.iter().map(|child| format!("`{}`", child.name)).collect();
    let (last, rest) = names.split_last()?;
    let message = format!("{} and {last} share a fate, but nothing else", rest.join(", "));
    let mut finding = Finding::new(Confidence::Likely, group.span, message, how);
    for members in &group.related {
        let child = &group.children[*members.first()?];
        let text = if members.len() == 1 {
            format!("`{}` shares no channel, state or handle with the others", child.name)
        } else {
            let names: Vec<String> = members.iter().map(|&at| format!("`{}`", group.children[at].name)).collect();
            format!("{} belong together", names.join(", "))
        };
        finding = finding.with(child.span, text);
    }
    Some(finding.help("start each as a task of its own and supervise them one by one, so that the failure of one leaves the others alone"))
}
