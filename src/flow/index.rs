//! Where names are written: calls, field accesses, literals and patterns, over the whole program.
//!
//! By spelling only: whoever asks checks with the types what the name means there.

use crate::ir::{Body, BodyId, ExprId, ExprKind, FileIr, Item, ItemKind, MacroKind, PatId, PatKind};
use crate::resolve::{BodyRef, ExprRef};
use crate::source::{FileId, Name};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Places by name.
#[derive(Debug, Default)]
pub struct Index {
    calls: FxHashMap<Name, Vec<ExprRef>>,
    paths: FxHashMap<Name, Vec<ExprRef>>,
    fields: FxHashMap<Name, Vec<ExprRef>>,
    literals: FxHashMap<Name, Vec<(ExprRef, ExprId)>>,
    field_pats: FxHashMap<Name, Vec<(BodyRef, PatId, PatId)>>,
    tuple_pats: FxHashMap<Name, Vec<(BodyRef, PatId)>>,
    loops: Vec<ExprRef>,
    groups: Vec<ExprRef>,
    values_called: Vec<ExprRef>,
    macros: FxHashMap<Name, Vec<ExprRef>>,
    /// Names that `use … as …` gives to things of another name.
    renamed: FxHashMap<Name, Vec<Name>>,
    /// The files that it goes over, if these are not all.
    only: Option<BTreeSet<FileId>>,
}

impl Index {
    /// Goes through all bodies once.
    pub fn new(files: &[FileIr]) -> Self {
        let parts: Vec<Self> = files.par_iter().map(Self::of_file).collect();
        Self::joined(&parts)
    }

    /// The places of all these.
    pub fn joined<'i>(parts: impl IntoIterator<Item = &'i Self>) -> Self {
        let mut all = Self::default();
        for part in parts {
            fn join<V: Copy>(to: &mut FxHashMap<Name, Vec<V>>, from: &FxHashMap<Name, Vec<V>>) {
                for (name, places) in from {
                    to.entry(*name).or_default().extend(places);
                }
            }
            join(&mut all.calls, &part.calls);
            join(&mut all.paths, &part.paths);
            join(&mut all.fields, &part.fields);
            join(&mut all.literals, &part.literals);
            join(&mut all.field_pats, &part.field_pats);
            join(&mut all.tuple_pats, &part.tuple_pats);
            all.loops.extend(&part.loops);
            all.groups.extend(&part.groups);
            all.values_called.extend(&part.values_called);
            join(&mut all.macros, &part.macros);
            join(&mut all.renamed, &part.renamed);
        }
        all
    }

    /// Says that these are the only files that it goes over.
    #[must_use]
    pub fn only(self, files: BTreeSet<FileId>) -> Self {
        Self { only: Some(files), ..self }
    }

    /// Whether it goes over a file: one that is made for a glance leaves out most.
    pub fn covers(&self, file: FileId) -> bool {
        self.only.as_ref().is_none_or(|only| only.contains(&file))
    }

    /// Goes through the bodies of one file.
    pub fn of_file(file: &FileIr) -> Self {
        let mut index = Self::default();
        index.add_renamed(&file.items);
        for (number, body) in file.bodies.iter().enumerate() {
            index.add(BodyRef { file: file.file, body: BodyId(number as u32) }, body);
        }
        index
    }

    fn add_renamed(&mut self, items: &[Item]) {
        for item in items {
            match &item.kind {
                ItemKind::Use(leaves) => {
                    for leaf in leaves {
                        if let (Some(alias), Some(last)) = (leaf.alias, leaf.path.last())
                            && alias != *last
                        {
                            self.renamed.entry(*last).or_default().push(alias);
                        }
                    }
                }
                ItemKind::Mod(Some(items)) => self.add_renamed(items),
                _ => {}
            }
        }
    }

    fn add(&mut self, at: BodyRef, body: &Body) {
        self.add_renamed(&body.items);
        for (number, expr) in body.exprs.iter().enumerate() {
            let here = ExprRef { body: at, expr: ExprId(number as u32) };
            match &expr.kind {
                ExprKind::Call { callee, .. } => match body.expr(*callee) {
                    ExprKind::Path(path) => self.calls.entry(path.last()).or_default().push(here),
                    _ => self.values_called.push(here),
                },
                ExprKind::MethodCall { name, .. } => self.calls.entry(*name).or_default().push(here),
                ExprKind::Path(path) => self.paths.entry(path.last()).or_default().push(here),
                ExprKind::Field { name, .. } => self.fields.entry(*name).or_default().push(here),
                ExprKind::Struct { fields, .. } => {
                    for (name, value) in fields {
                        self.literals.entry(*name).or_default().push((here, *value));
                    }
                }
                ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => self.loops.push(here),
                ExprKind::Select { .. } | ExprKind::Join { .. } => self.groups.push(here),
                ExprKind::Macro { path, kind: MacroKind::Unknown, .. } => {
                    self.macros.entry(path.last()).or_default().push(here);
                }
                _ => {}
            }
        }
        for (number, pat) in body.pats.iter().enumerate() {
            let here = PatId(number as u32);
            match &pat.kind {
                PatKind::Struct(_, fields) => {
                    for (name, field) in fields {
                        self.field_pats.entry(*name).or_default().push((at, here, *field));
                    }
                }
                PatKind::TupleStruct(path, _) => self.tuple_pats.entry(path.last()).or_default().push((at, here)),
                _ => {}
            }
        }
    }

    /// Calls and method calls whose last name this is, or a name that some `use … as …` gives to it.
    pub fn calls(&self, name: Name) -> impl Iterator<Item = ExprRef> + '_ {
        let mut names = vec![name];
        for alias in self.renamed.get(&name).into_iter().flatten() {
            if !names.contains(alias) {
                names.push(*alias);
            }
        }
        names.into_iter().flat_map(|name| self.calls.get(&name).into_iter().flatten().copied())
    }

    /// Names that some `use … as …` gives to things of this name.
    pub fn aliases_of(&self, name: Name) -> impl Iterator<Item = Name> + '_ {
        self.renamed.get(&name).into_iter().flatten().copied()
    }

    /// All names that are written in code.
    pub fn names(&self) -> Vec<Name> {
        let mut names: Vec<Name> =
            self.calls.keys().chain(self.paths.keys()).chain(self.fields.keys()).copied().collect();
        names.extend(self.literals.keys().chain(self.field_pats.keys()).chain(self.tuple_pats.keys()));
        names
    }

    /// All last names of calls.
    pub fn called_names(&self) -> impl Iterator<Item = Name> + '_ {
        self.calls.keys().copied()
    }

    /// Paths whose last name this is, callees of calls included.
    pub fn paths(&self, name: Name) -> &[ExprRef] {
        self.paths.get(&name).map_or(&[], Vec::as_slice)
    }

    /// `x.name`
    pub fn fields(&self, name: Name) -> &[ExprRef] {
        self.fields.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Whether a field may be used in the files that it goes over. Without all files that is worth asking: most are not.
    pub fn may_use_field(&self, name: Name) -> bool {
        self.only.is_none()
            // Parts of tuples are used by patterns that do not name them.
            || name.as_str().starts_with(|first: char| first.is_ascii_digit())
            || self.fields.contains_key(&name)
            || self.literals.contains_key(&name)
            || self.field_pats.contains_key(&name)
    }

    /// `S { name: value }`: the literal and the value.
    pub fn literals(&self, name: Name) -> &[(ExprRef, ExprId)] {
        self.literals.get(&name).map_or(&[], Vec::as_slice)
    }

    /// `S { name: pat }` as a pattern: the whole pattern and the field's.
    pub fn field_pats(&self, name: Name) -> &[(BodyRef, PatId, PatId)] {
        self.field_pats.get(&name).map_or(&[], Vec::as_slice)
    }

    /// `Name(…)` as a pattern.
    pub fn tuple_pats(&self, name: Name) -> &[(BodyRef, PatId)] {
        self.tuple_pats.get(&name).map_or(&[], Vec::as_slice)
    }

    /// All loops, in order of files and ids.
    pub fn loops(&self) -> &[ExprRef] {
        &self.loops
    }

    /// All `select!`, `join!` and `try_join!`.
    pub fn groups(&self) -> &[ExprRef] {
        &self.groups
    }

    /// Calls of macros of other crates that are read as a list of expressions, by their last name.
    pub fn macros(&self, name: Name) -> &[ExprRef] {
        self.macros.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Calls of something that is no path: `(self.executor)(future)`.
    pub fn values_called(&self) -> &[ExprRef] {
        &self.values_called
    }
}
