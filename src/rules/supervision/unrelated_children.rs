use crate::apis::Strategy;
use crate::diagnostic::{Confidence, Finding};
use crate::model::{Group, GroupKind, Overseer};
use crate::rules::{Report, RuleCx, rule};

rule!("unrelated-children", check);

fn check(cx: &RuleCx<'_>, report: &mut Report) {
    for group in &cx.model.groups {
        if let Some(finding) = unrelated(group) {
            report.add(finding);
        }
    }
    for overseer in cx.model.overseers() {
        if cx.model.restarts_strangers(overseer) {
            report_restarted(overseer, report);
        }
    }
}

/// Children of a supervisor that are restarted together and have nothing to do with each other.
fn report_restarted(overseer: &Overseer, report: &mut Report) {
    let how = match overseer.strategy {
        Strategy::OneForAll => "one of them that ends takes all others with it",
        Strategy::RestForOne => "one of them that ends takes those after it with it",
        Strategy::OneForOne | Strategy::None | Strategy::Unknown => return,
    };
    let name = |at: &usize| format!("`{}`", overseer.children[*at].name);
    let words = [
        "are restarted together, but share nothing",
        "is restarted together",
        "are restarted together",
        "without sharing anything with them",
    ];
    let message = strangers(&overseer.related, &name, words);
    let place = overseer.strategy_at.unwrap_or(overseer.span);
    let mut finding = Finding::new(Confidence::Likely, place, message, how);
    for members in &overseer.related {
        let Some(&first) = members.first() else { continue };
        let text = if members.len() == 1 {
            format!("{} shares no channel, state or reference with the others", name(&first))
        } else {
            format!("{} belong together", members.iter().map(name).collect::<Vec<_>>().join(", "))
        };
        finding = finding.with(overseer.children[first].span, text);
    }
    report.add(finding.help("give those that belong together a supervisor of their own, or restart one for one"));
}

/// Long-lived services that fall together and have nothing to do with each other.
fn unrelated(group: &Group) -> Option<Finding> {
    let how = match group.kind {
        GroupKind::Select => "the first of them that ends takes the others down",
        GroupKind::TryJoin => "the first error of one takes the others down",
        GroupKind::Set => "the first exit ends the function, and the set aborts the others",
        GroupKind::Process => "the first that has ended ends the process, and with it the others",
        GroupKind::Join => return None,
    };
    if !group.ties_strangers() {
        return None;
    }
    let name = |at: &usize| format!("`{}`", group.children[*at].name);
    let words = ["share a fate, but nothing else", "shares a fate", "share a fate", "but nothing else"];
    let message = strangers(&group.related, &name, words);
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

/// Says who is in one boat with whom: `all` share nothing, or the strangers (`one` or `several` of them) have nothing to
/// do with those who belong together.
fn strangers(circles: &[Vec<usize>], name: &dyn Fn(&usize) -> String, [all, one, several, but]: [&str; 4]) -> String {
    let said = |mut members: Vec<usize>| {
        members.sort_unstable();
        let names: Vec<String> = members.iter().map(name).collect();
        match names.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
            _ => names.concat(),
        }
    };
    let largest = circles.iter().rev().max_by_key(|members| members.len()).filter(|members| members.len() > 1);
    let Some(largest) = largest else { return format!("{} {all}", said(circles.concat())) };
    let others: Vec<usize> = circles.iter().filter(|members| *members != largest).flatten().copied().collect();
    let verb = if others.len() == 1 { one } else { several };
    format!("{} {verb} with {}, {but}", said(others), said(largest.clone()))
}
