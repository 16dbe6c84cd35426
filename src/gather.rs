//! One mistake that shows at many places: one finding, where it is made.
//!
//! A spawn function that keeps no handle loses it for all its callers; a macro that enters a span does so at each call.
//! Knows which findings have one root, and nothing of what they are about.

use crate::diagnostic::{Diagnostic, Label, Level, Root};
use crate::ir::{Expansion, FileIr, Item, ItemKind};
use crate::policy::Policy;
use crate::source::{FileId, Name, Span};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// So many findings of one root are still shown one by one.
const FEW: usize = 3;
/// So many of the places are shown.
const SHOWN: usize = 3;

/// Says of each finding in code that a macro of the program has written that the macro is its root.
pub fn in_macros(found: &mut [Diagnostic], files: &[FileIr]) {
    // Code from a macro's body has the range of the call, or of the path that the call begins with; what a caller gives
    // to the macro has a range of its own.
    let start = |span: Span| (span.file, span.lo);
    let mut calls: FxHashMap<(FileId, u32), Option<&Expansion>> =
        found.iter().map(|one| (start(one.finding.primary.span), None)).collect();
    for expansion in files.iter().flat_map(|file| &file.expansions) {
        if let Some(call) = calls.get_mut(&start(expansion.call)) {
            call.get_or_insert(expansion);
        }
    }
    for one in found {
        let place = one.finding.primary.span;
        let Some(Some(Expansion { call, name, home })) = calls.get(&start(place)) else { continue };
        if !call.contains(place) {
            continue;
        }
        let Some(span) = files.get(home.0 as usize).and_then(|file| definition(file, *name)) else { continue };
        let (text, users) = ("this macro writes it".to_owned(), format!("calls of `{name}!`"));
        one.finding.root = Some(Root { label: Label { span, text }, users });
    }
}

/// Makes one of the findings that have one root, if there are more than a few of them.
///
/// The root must lie in a file that is reported, and where the rule is on. `found` is in the order of the report.
pub fn gather(found: &mut Vec<Diagnostic>, policy: &Policy, reported: &BTreeSet<FileId>) {
    let mut groups: BTreeMap<(&str, Span, Level), Vec<usize>> = BTreeMap::new();
    for (at, one) in found.iter().enumerate() {
        let Some(root) = &one.finding.root else { continue };
        let span = root.label.span;
        let level = policy.level(one.rule, span.file);
        if level != Level::Off && reported.contains(&span.file) {
            groups.entry((one.rule, span, level)).or_default().push(at);
        }
    }
    groups.retain(|_, members| members.len() > FEW);
    let gone: BTreeSet<usize> = groups.values().flatten().copied().collect();
    let new: Vec<Diagnostic> = groups.iter().filter_map(|((_, _, level), at)| one_of(found, at, *level)).collect();
    let mut at = 0..;
    found.retain(|_| at.next().is_some_and(|at| !gone.contains(&at)));
    found.extend(new);
}

fn one_of(found: &[Diagnostic], members: &[usize], level: Level) -> Option<Diagnostic> {
    let first = &found[*members.first()?];
    let root = first.finding.root.clone()?;
    let mut finding = first.finding.clone();
    finding.confidence = members.iter().map(|at| found[*at].finding.confidence).min()?;
    finding.message = format!("{} (at {} {})", finding.message, members.len(), root.users);
    finding.fixes.clear();
    finding.root = None;
    finding.related.insert(0, std::mem::replace(&mut finding.primary, root.label));
    let others = members[1..].iter().map(|at| found[*at].finding.primary.span);
    for (at, span) in others.enumerate() {
        match at + 1 < SHOWN {
            true => finding.related.push(Label { span, text: "and here".to_owned() }),
            false => finding.also.push(span),
        }
    }
    let more = finding.also.len();
    finding.notes.push(format!("and at {more} more {}", if more == 1 { "place" } else { "places" }));
    Some(Diagnostic { rule: first.rule, level, finding, item: String::new() })
}

/// The name in the definition of a macro.
fn definition(file: &FileIr, name: Name) -> Option<Span> {
    fn among(items: &[Item], name: Name) -> Option<Span> {
        items.iter().find_map(|item| match &item.kind {
            ItemKind::MacroRules { .. } if item.name == name => Some(item.name_span),
            ItemKind::Mod(Some(items)) => among(items, name),
            _ => None,
        })
    }
    let inner = || file.bodies.iter().find_map(|body| among(&body.items, name));
    among(&file.items, name).or_else(inner)
}
