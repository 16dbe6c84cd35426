//! Which files have to do with a file, by the names that they share: a guess that is quick.
//!
//! Names that are written everywhere tell nothing. What is left out is found by whoever looks at the whole.

use crate::flow::Index;
use crate::ir::{FileIr, Item, ItemKind};
use crate::source::{FileId, Name, Sources};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// A name that more files than this define says nothing about where it comes from.
const HOMES: usize = 4;
/// A name that is written in more files than this is everybody's.
const FRIENDS: usize = 24;
/// So much text is judged again within the time between two keystrokes; the edited file counts.
const TEXT: usize = 128 << 10;
/// So much of other files is looked at in any case.
const OTHERS: usize = 32 << 10;

/// Names by file, and files by name.
#[derive(Debug)]
pub(super) struct Near {
    parts: Vec<Index>,
    homes: FxHashMap<Name, Vec<FileId>>,
    written: FxHashMap<Name, Vec<FileId>>,
}

impl Near {
    pub(super) fn new(files: &[FileIr]) -> Self {
        let parts: Vec<Index> = files.par_iter().map(Index::of_file).collect();
        let (mut homes, mut written) = (FxHashMap::default(), FxHashMap::default());
        for (file, part) in files.iter().zip(&parts) {
            let mut defined = Vec::new();
            definitions(&file.items, &mut defined);
            for (names, table) in [(defined, &mut homes), (part.names(), &mut written)] {
                for name in names.into_iter().collect::<BTreeSet<Name>>() {
                    let files: &mut Vec<FileId> = table.entry(name).or_default();
                    files.push(file.file);
                }
            }
        }
        Self { parts, homes, written }
    }

    /// A file has changed. Who else writes its new names is known; that it writes them is not told to others.
    pub(super) fn refresh(&mut self, file: &FileIr) {
        if let Some(part) = self.parts.get_mut(file.file.0 as usize) {
            *part = Index::of_file(file);
        }
    }

    /// Where names are written in these files and in those that have to do with them.
    pub(super) fn index(&self, files: &[FileId], sources: &Sources) -> Index {
        let mut names: BTreeSet<Name> = BTreeSet::new();
        for file in files {
            names.extend(self.parts.get(file.0 as usize).into_iter().flat_map(Index::names));
        }
        let defined = |name: &Name| self.homes.get(name).map_or(&[][..], Vec::as_slice);
        let written = |name: &Name| self.written.get(name).map_or(&[][..], Vec::as_slice);
        let mut ranked: Vec<(usize, Name)> = names
            .into_iter()
            .filter(|name| (1..=FRIENDS).contains(&written(name).len()) && !defined(name).is_empty())
            .map(|name| (written(&name).len(), name))
            .collect();
        ranked.sort();
        let homes = ranked.iter().map(|(_, name)| defined(name)).filter(|homes| homes.len() <= HOMES);
        let friends = ranked.iter().map(|(_, name)| written(name));
        let mut near: BTreeSet<FileId> = files.iter().copied().collect();
        let own: usize = near.iter().map(|file| sources.get(*file).text.len()).sum();
        let (mut size, most) = (0, TEXT.saturating_sub(own).max(OTHERS));
        for file in homes.chain(friends).flatten() {
            if near.contains(file) || (file.0 as usize) >= sources.len() {
                continue;
            }
            size += sources.get(*file).text.len();
            if size > most {
                break;
            }
            near.insert(*file);
        }
        Index::joined(near.iter().filter_map(|file| self.parts.get(file.0 as usize))).only(near)
    }
}

/// Functions, types, fields, constants: what other files may name.
fn definitions(items: &[Item], names: &mut Vec<Name>) {
    for item in items {
        names.push(item.name);
        match &item.kind {
            ItemKind::Mod(Some(items)) => definitions(items, names),
            ItemKind::Struct(item) => names.extend(item.fields.iter().map(|field| field.name)),
            ItemKind::Enum(item) => names.extend(item.variants.iter().map(|variant| variant.name)),
            ItemKind::Trait(item) => definitions(&item.fns, names),
            ItemKind::Impl(item) => {
                definitions(&item.fns, names);
                definitions(&item.consts, names);
            }
            _ => {}
        }
    }
}
