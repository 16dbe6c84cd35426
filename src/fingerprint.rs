//! What identifies a finding when lines move: its rule, the path of the item around it, and its code.
//!
//! Knows nothing of line numbers, and nothing of what a fingerprint is used for.

use crate::diagnostic::Diagnostic;
use crate::ir::{FileIr, Item, ItemKind, TypeRef};
use crate::source::{FileId, Sources, Span};
use crate::workspace::Workspace;
use std::collections::BTreeMap;
use std::fmt;

/// What stays the same as long as the finding is the same. Two findings may have one key: then their number counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The rule's name.
    pub rule: String,
    /// The path of the item around it.
    pub item: String,
    /// The line of code where it begins, each run of white space as one space.
    pub snippet: String,
}

/// So many characters of a line are enough.
const SNIPPET: usize = 120;

impl Key {
    /// The key of a finding.
    pub fn of(diagnostic: &Diagnostic, sources: &Sources) -> Self {
        let span = diagnostic.finding.primary.span;
        let line = sources.get(span.file).line_text(sources.start(span).line);
        let words: Vec<&str> = line.split_whitespace().collect();
        Self {
            rule: diagnostic.rule.to_owned(),
            item: diagnostic.item.clone(),
            snippet: words.join(" ").chars().take(SNIPPET).collect(),
        }
    }
}

/// The FNV-1a hash of the three parts, in hexadecimal digits.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hash = 0xcbf2_9ce4_8422_2325_u64;
        for part in [&self.rule, &self.item, &self.snippet] {
            // No part holds a zero byte of its own.
            for byte in part.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
            }
        }
        write!(f, "{hash:016x}")
    }
}

/// One fingerprint for each finding, in their order: the key's hash, and its number among those of the same key.
pub fn fingerprints<'a>(diagnostics: impl IntoIterator<Item = &'a Diagnostic>, sources: &Sources) -> Vec<String> {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    let mut out = Vec::new();
    for diagnostic in diagnostics {
        let hash = Key::of(diagnostic, sources).to_string();
        let number = seen.entry(hash.clone()).or_default();
        *number += 1;
        out.push(format!("{hash}:{number}"));
    }
    out
}

/// Finds the item around a place.
pub struct Items<'a> {
    workspace: &'a Workspace,
    files: &'a [FileIr],
}

impl<'a> Items<'a> {
    /// `files` are in order of their ids.
    pub fn new(workspace: &'a Workspace, files: &'a [FileIr]) -> Self {
        Self { workspace, files }
    }

    /// `crate::module::Type::function` for the innermost named item around a place.
    pub fn around(&self, place: Span) -> String {
        let mut path = self.module(place.file);
        if let Some(file) = self.files.get(place.file.0 as usize) {
            self.descend(&file.items, place, &mut path);
        }
        path.join("::")
    }

    /// The crate that a file belongs to first, and the modules on the way to it.
    fn module(&self, file: FileId) -> Vec<String> {
        let Some(krate) = self.workspace.crates.iter().find(|krate| krate.files.contains(&file)) else {
            return Vec::new();
        };
        let mut names = Vec::new();
        let mut at = file;
        // A tree is no deeper than it has files.
        for _ in 0..krate.files.len() {
            let main = krate.modules.iter().filter(|(_, to)| **to == at).map(|(from, _)| *from);
            let other = krate.alternatives.iter().filter(|(_, to)| to.contains(&at)).map(|(from, _)| *from);
            let Some((parent, lo)) = main.chain(other).min() else { break };
            let mut inner = Vec::new();
            if let Some(ir) = self.files.get(parent.0 as usize) {
                self.descend(&ir.items, Span::new(parent, lo, lo), &mut inner);
            }
            names.extend(inner.into_iter().rev());
            at = parent;
        }
        names.push(krate.name.to_string());
        names.reverse();
        names
    }

    fn descend(&self, items: &[Item], place: Span, path: &mut Vec<String>) {
        let Some(item) = items.iter().find(|item| item.span.contains(place)) else { return };
        if !item.name.is_empty() {
            path.push(item.name.to_string());
        }
        match &item.kind {
            ItemKind::Mod(Some(items)) => self.descend(items, place, path),
            ItemKind::Trait(item) => self.descend(&item.fns, place, path),
            ItemKind::Impl(item) => {
                path.push(type_name(&item.self_ty));
                let functions = [&item.fns, &item.consts].into_iter().find(|items| {
                    let items: &[Item] = items;
                    items.iter().any(|item| item.span.contains(place))
                });
                if let Some(items) = functions {
                    self.descend(items, place, path);
                }
            }
            ItemKind::Fn(_) => {
                let Some(file) = self.files.get(place.file.0 as usize) else { return };
                for body in file.bodies.iter().filter(|body| !body.items.is_empty()) {
                    let inside = |inner: &Item| {
                        inner.span.contains(place) && item.span.contains(inner.span) && inner.span != item.span
                    };
                    if body.items.iter().any(inside) {
                        return self.descend(&body.items, place, path);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The name of a type without its arguments.
fn type_name(ty: &TypeRef) -> String {
    match ty {
        TypeRef::Path(path) => path.segments.last().map_or_else(String::new, |last| last.name.to_string()),
        _ => "impl".to_owned(),
    }
}
