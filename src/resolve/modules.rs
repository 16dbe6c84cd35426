//! What a module's names mean: its own items, imports, globs; the fixed point that resolves `use`.
//!
//! Explicit names are in tables. Globs are followed when a name is asked for, so that `use super::*` in a thousand
//! test modules costs nothing until then.

use super::cfg::Enabled;
use super::defs::{Defs, ExternCrate, MacroId, ModId, Module};
use super::{Candidates, Namespace, Res, Scope};
use crate::ir::{UseLeaf, Vis};
use crate::source::{FileId, Name};
use crate::workspace::{CrateId, Dep, TargetKind};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// What a name means in one namespace of a module.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) res: Res,
    pub(super) vis: Vis,
    pub(super) cfg: Enabled,
    pub(super) import: bool,
}

/// What a name means in a module.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Names {
    slots: [Option<Entry>; 3],
    /// Imports of this name that are not resolved yet.
    pending: u32,
    /// The widest visibility of these.
    pending_vis: Option<Vis>,
}

/// A resolved glob import.
#[derive(Clone, Copy, Debug)]
pub(super) struct Glob {
    /// `Mod`, `Adt`, `External`, or `Unknown`.
    target: Res,
    vis: Vis,
    cfg: Enabled,
    /// Index of the import: globs stay in order of the text.
    order: u32,
}

/// One leaf of a `use`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Import<'a> {
    pub(super) module: ModId,
    pub(super) leaf: &'a UseLeaf,
    pub(super) vis: Vis,
    pub(super) cfg: Enabled,
}

/// Traits whose methods can be called, sorted.
#[derive(Clone, Debug, Default)]
pub struct TraitsInScope {
    /// `Trait`s of the workspace; `External` names that may be traits (imported, or of the prelude).
    pub traits: Vec<Res>,
    /// Paths of other crates' modules whose names are all imported.
    pub globs: Vec<Name>,
}

/// How a lookup goes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cx {
    /// The import that is being resolved cannot go through itself: module and name (`None`: a glob).
    import: Option<(ModId, Option<Name>)>,
    /// Take what is not resolved yet for absent.
    force: bool,
    /// How many type aliases were followed.
    pub(super) depth: u8,
}

impl Cx {
    pub(super) fn at(depth: u8) -> Self {
        Self { depth, ..Self::default() }
    }
}

/// What a lookup came across.
#[derive(Debug, Default)]
pub(super) struct Search {
    seen: Vec<ModId>,
    /// Globs of other crates that may hold the name.
    pub(super) prefixes: Vec<Name>,
    /// An import of this very name is not resolved yet.
    pub(super) pending_name: bool,
    /// A glob is not resolved yet.
    pub(super) pending_glob: bool,
}

/// Globs of globs are followed this far.
const GLOB_CHAIN: usize = 128;

impl Module {
    pub(super) fn new(
        parent: Option<ModId>,
        krate: CrateId,
        name: Name,
        file: FileId,
        body: Option<super::BodyRef>,
        cfg: Enabled,
        test: bool,
    ) -> Self {
        Self {
            parent,
            krate,
            name,
            file,
            body,
            cfg,
            test,
            names: FxHashMap::default(),
            globs: Vec::new(),
            pending_globs: 0,
            unnamed: Vec::new(),
            macros: FxHashMap::default(),
            macro_use: false,
            traits: OnceLock::new(),
        }
    }

    pub(super) fn define(&mut self, name: Name, namespace: Namespace, entry: Entry) {
        let slot = &mut self.names.entry(name).or_default().slots[namespace as usize];
        match slot {
            Some(old) if old.cfg > entry.cfg => {}
            Some(old) if old.cfg == entry.cfg => match (old.import, entry.import) {
                (true, false) => *slot = Some(entry),
                // Two imports of one name: another crate's path fills all namespaces, though it is in one of them.
                (true, true) if old.res != entry.res => {
                    if let Some(both) = either(old.res, entry.res) {
                        old.res = both;
                        old.vis = wider(old.vis, entry.vis);
                    }
                }
                (true, true) => old.vis = wider(old.vis, entry.vis),
                (false, _) => {}
            },
            _ => *slot = Some(entry),
        }
    }
}

/// What two imports of one name in one module mean; `None` to keep the first.
fn either(old: Res, new: Res) -> Option<Res> {
    let is_path = |res| matches!(res, Res::External(_) | Res::Candidates(_));
    match (old, new) {
        (Res::Unknown, new) => Some(new),
        (old, new) if is_path(old) && is_path(new) => {
            let paths = |res| match res {
                Res::External(path) => vec![path],
                Res::Candidates(paths) => paths.paths().map(Name::from).collect(),
                _ => Vec::new(),
            };
            Candidates::among(paths(old).into_iter().chain(paths(new)))
        }
        // What the workspace defines is known to be in this namespace.
        (old, new) if is_path(old) && !new.is_unknown() => Some(new),
        _ => None,
    }
}

fn wider(a: Vis, b: Vis) -> Vis {
    match (a, b) {
        (Vis::Public, _) | (_, Vis::Public) => Vis::Public,
        (Vis::Restricted, _) | (_, Vis::Restricted) => Vis::Restricted,
        _ => Vis::Private,
    }
}

enum Outcome {
    Done([Option<Res>; 3]),
    Pending,
}

impl Defs<'_> {
    /// The nearest module that is not the items of a body.
    pub fn real_module(&self, mut module: ModId) -> ModId {
        while self.modules[module].body.is_some() {
            let Some(parent) = self.modules[module].parent else { break };
            module = parent;
        }
        module
    }

    /// Traits whose methods can be called in a scope: imported or defined there, by glob, by the prelude.
    pub fn traits_in_scope(&self, scope: Scope) -> &TraitsInScope {
        self.modules[scope.module].traits.get_or_init(|| self.collect_traits(scope.module))
    }

    /// Paths of other crates' modules that a module imports with a glob, those behind other globs included.
    pub fn external_globs(&self, module: ModId) -> Vec<Name> {
        let mut found = TraitsInScope::default();
        self.traits_of(module, None, &mut Vec::new(), &mut found);
        found.globs
    }

    /// Paths of other crates that the modules of a crate import, in no order.
    pub fn imported_paths(&self, krate: CrateId) -> Vec<Name> {
        let of_crate = self.modules.iter().filter(|(_, module)| module.krate == krate);
        let entries = of_crate.flat_map(|(_, module)| module.names.values()).flat_map(|names| names.slots);
        let external = entries.flatten().filter_map(|entry| match entry.res {
            Res::External(path) if entry.import => Some(path),
            _ => None,
        });
        external.collect()
    }

    pub(super) fn edition(&self, module: ModId) -> u16 {
        self.workspace.crates[self.modules[module].krate.0 as usize].edition
    }

    /// A crate by the name that code of `module` has for it.
    pub(super) fn extern_crate(&self, module: ModId, name: Name) -> Option<Res> {
        self.extern_prelude[self.modules[module].krate.0 as usize].get(&name).copied()
    }

    /// Loose files have no manifest: a lower-case path that starts with no name of theirs is about another crate.
    pub(super) fn loose_crate(&self, module: ModId, name: Name) -> Option<Res> {
        let krate = &self.workspace.crates[self.modules[module].krate.0 as usize];
        let lower = name.as_str().starts_with(|first: char| first.is_ascii_lowercase());
        (krate.kind == TargetKind::Loose && lower).then_some(Res::External(name))
    }

    /// A name in a module: its own, or through its globs. `viewer` is the module whose glob asks.
    pub(super) fn look_in(
        &self,
        module: ModId,
        name: Name,
        namespace: Namespace,
        viewer: Option<ModId>,
        cx: Cx,
        search: &mut Search,
    ) -> Option<Res> {
        let row = &self.modules[module];
        if let Some(names) = row.names.get(&name) {
            let entry = names.slots[namespace as usize].filter(|entry| self.visible(entry.vis, module, viewer));
            let own = u32::from(cx.import == Some((module, Some(name))));
            let pending = names.pending > own
                && !cx.force
                && names.pending_vis.is_none_or(|vis| self.visible(vis, module, viewer));
            match entry {
                Some(entry) if !pending || (!entry.import && entry.cfg == Enabled::On) => return Some(entry.res),
                _ if pending => {
                    search.pending_name = true;
                    return None;
                }
                _ => {}
            }
        }
        if row.globs.is_empty() && row.pending_globs == 0 {
            return None;
        }
        let own = u32::from(cx.import == Some((module, None)));
        if row.pending_globs > own && !cx.force {
            search.pending_glob = true;
        }
        if search.seen.contains(&module) || search.seen.len() > GLOB_CHAIN {
            return None;
        }
        search.seen.push(module);
        for glob in &row.globs {
            if !self.visible(glob.vis, module, viewer) {
                continue;
            }
            let found = match glob.target {
                Res::Mod(target) => self.look_in(target, name, namespace, Some(module), cx, search),
                Res::Adt(adt) if namespace != Namespace::Macros => self.variant(adt, name),
                // No macro is in a type.
                Res::External(path) if namespace == Namespace::Macros && is_type_path(path.as_str()) => None,
                Res::External(path) => {
                    search.prefixes.push(path);
                    None
                }
                Res::Candidates(paths) => {
                    search.prefixes.extend(paths.paths().map(Name::from));
                    None
                }
                _ => None,
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// A name that a path begins with, from the inside out. Nothing found and something pending: ask later.
    pub(super) fn lexical(
        &self,
        from: ModId,
        name: Name,
        namespace: Namespace,
        cx: Cx,
        search: &mut Search,
    ) -> Option<Res> {
        if namespace == Namespace::Macros
            && let Some(id) = self.textual_macro(from, name)
        {
            return Some(Res::Macro(id));
        }
        let mut module = from;
        loop {
            search.seen.clear();
            let found = self.look_in(module, name, namespace, None, cx, search);
            if found.is_some() || search.pending_name {
                return found;
            }
            match self.modules[module].parent {
                Some(parent) if self.modules[module].body.is_some() => module = parent,
                _ => break,
            }
        }
        if namespace == Namespace::Types
            && let Some(krate) = self.extern_crate(from, name)
        {
            // Rather than wait for a glob that can hardly have the name of a crate.
            search.pending_glob = false;
            return Some(krate);
        }
        if search.pending_glob {
            return None;
        }
        if let Some(known) = self.known_candidate(&search.prefixes, &[name]) {
            return Some(known);
        }
        if namespace == Namespace::Macros
            && let Some(found) = self.macro_of_crates(from, name, cx)
        {
            return Some(found);
        }
        if let Some(path) = self.prelude.get(name, namespace, self.edition(from)) {
            return Some(Res::External(path));
        }
        if namespace == Namespace::Types && self.prelude.is_prim(name) {
            return Some(Res::Prim(name));
        }
        // `use actix::prelude::*;` in a loose file: `actix` is the crate, and nothing of its prelude.
        if namespace == Namespace::Types
            && let Some(krate) = self.loose_crate(from, name)
            && self.externals.canonical(name.as_str()) == Some(name)
        {
            return Some(krate);
        }
        let macro_crates =
            self.macro_crates[self.modules[from].krate.0 as usize].iter().filter_map(|krate| match krate {
                Res::External(path) if namespace == Namespace::Macros => Some(*path),
                _ => None,
            });
        Candidates::among(search.prefixes.iter().copied().chain(macro_crates).map(|path| join(path, &[name])))
    }

    /// Of the paths `prefix::names` the one that is known.
    pub(super) fn known_candidate(&self, prefixes: &[Name], names: &[Name]) -> Option<Res> {
        prefixes.iter().find_map(|&prefix| {
            let path = join_text(prefix, names);
            self.externals.canonical(&path).filter(|&path| self.externals.knows(path)).map(Res::External)
        })
    }

    /// A variant of an enum by its name.
    pub(super) fn variant(&self, adt: super::AdtId, name: Name) -> Option<Res> {
        let index = self.adts[adt].variants().iter().position(|variant| variant.name == name)?;
        Some(Res::Variant(adt, index as u32))
    }

    fn textual_macro(&self, from: ModId, name: Name) -> Option<MacroId> {
        let mut module = Some(from);
        while let Some(id) = module {
            let row = &self.modules[id];
            if let Some(&found) = row.macros.get(&name) {
                return Some(found);
            }
            module = row.parent;
        }
        None
    }

    fn macro_of_crates(&self, from: ModId, name: Name, cx: Cx) -> Option<Res> {
        let crates = &self.macro_crates[self.modules[from].krate.0 as usize];
        crates.iter().find_map(|&krate| match krate {
            Res::Mod(root) => self.look_in(root, name, Namespace::Macros, Some(from), cx, &mut Search::default()),
            Res::External(path) => self.known_candidate(&[path], &[name]),
            _ => None,
        })
    }

    /// Whether what `module` says with this visibility can be seen by `viewer`. `pub(super)` and `pub(in …)` are
    /// taken for `pub(crate)`.
    fn visible(&self, vis: Vis, module: ModId, viewer: Option<ModId>) -> bool {
        let Some(viewer) = viewer else { return true };
        match vis {
            Vis::Public => true,
            Vis::Restricted => self.modules[viewer].krate == self.modules[module].krate,
            Vis::Private => {
                let mut inner = Some(viewer);
                while let Some(id) = inner {
                    if id == module {
                        return true;
                    }
                    inner = self.modules[id].parent;
                }
                false
            }
        }
    }

    /// Resolves `extern crate` and `use`, until nothing changes.
    pub(super) fn resolve_imports(&mut self, imports: Vec<Import<'_>>, extern_crates: Vec<ExternCrate>) {
        self.fill_extern_preludes();
        self.resolve_extern_crates(extern_crates);
        for import in &imports {
            let row = &mut self.modules[import.module];
            match import.leaf.alias {
                _ if import.leaf.glob => row.pending_globs += 1,
                Some(alias) if alias.as_str() != "_" => {
                    let names = row.names.entry(alias).or_default();
                    names.pending += 1;
                    names.pending_vis = Some(names.pending_vis.map_or(import.vis, |vis| wider(vis, import.vis)));
                }
                _ => {}
            }
        }
        let mut waiting: Vec<u32> = (0..imports.len() as u32).collect();
        let mut force = false;
        loop {
            let before = waiting.len();
            waiting.retain(|&index| {
                let import = &imports[index as usize];
                match self.resolve_import(import, force) {
                    // Taking absence for granted must not decide that a name is unknown: others may follow.
                    Outcome::Done(found) if !force || found.iter().any(Option::is_some) => {
                        self.bind(import, index, found);
                        false
                    }
                    _ => true,
                }
            });
            if waiting.is_empty() {
                break;
            }
            match (waiting.len() < before, force) {
                (true, _) => force = false,
                (false, false) => force = true,
                (false, true) => break,
            }
        }
        for index in waiting {
            self.bind(&imports[index as usize], index, [None; 3]);
        }
        self.settle_candidates();
    }

    /// Of two imports of one name (twins of a `cfg`, a macro and a type) the one that is known.
    fn settle_candidates(&mut self) {
        let externals = self.externals;
        for id in self.modules.ids() {
            let entries = self.modules[id].names.values_mut().flat_map(|names| names.slots.iter_mut().flatten());
            for entry in entries {
                let Res::Candidates(paths) = entry.res else { continue };
                let mut known = paths.paths().map(Name::from).filter(|&path| externals.knows(path));
                if let (Some(path), None) = (known.next(), known.next()) {
                    entry.res = Res::External(path);
                }
            }
        }
    }

    fn fill_extern_preludes(&mut self) {
        let workspace = self.workspace;
        for (index, krate) in workspace.crates.iter().enumerate() {
            let prelude = &mut self.extern_prelude[index];
            for (name, path) in SYSROOT {
                prelude.insert(Name::from(name), Res::External(Name::from(path)));
            }
            for (&name, dep) in &krate.deps {
                let res = match dep {
                    Dep::Local(id) => self.roots.get(id.0 as usize).map_or(Res::Unknown, |&root| Res::Mod(root)),
                    Dep::External(original) => Res::External(*original),
                };
                prelude.insert(name, res);
                // A package may have a library of another name.
                if let Res::External(original) = res
                    && original == name
                    && let Some(library) = self.externals.canonical(original.as_str())
                    && library != name
                    && !library.as_str().contains("::")
                {
                    prelude.entry(library).or_insert(Res::External(library));
                }
            }
        }
    }

    fn resolve_extern_crates(&mut self, extern_crates: Vec<ExternCrate>) {
        for found in extern_crates {
            let krate = self.modules[found.module].krate.0 as usize;
            let res = match found.name.as_str() {
                "self" => Res::Mod(self.roots[krate]),
                _ => self.extern_crate(found.module, found.name).unwrap_or(Res::External(found.name)),
            };
            if found.macro_use {
                self.macro_crates[krate].push(res);
            }
            if found.alias.as_str() == "_" {
                continue;
            }
            let entry = Entry { res, vis: found.vis, cfg: found.cfg, import: true };
            self.modules[found.module].define(found.alias, Namespace::Types, entry);
            if self.modules[found.module].parent.is_none() {
                self.extern_prelude[krate].insert(found.alias, res);
            }
        }
    }

    fn resolve_import(&self, import: &Import<'_>, force: bool) -> Outcome {
        let leaf = import.leaf;
        let own = if leaf.glob { None } else { leaf.alias };
        let cx = Cx { import: Some((import.module, own)), force, depth: 0 };
        let mut found = [None; 3];
        for namespace in [Namespace::Types, Namespace::Values, Namespace::Macros] {
            if leaf.glob && namespace != Namespace::Types {
                break;
            }
            let walked = self.walk(import.module, leaf.global, true, &leaf.path, namespace, cx);
            if walked.pending {
                return Outcome::Pending;
            }
            if walked.joined {
                // `use signal::unix::{SignalKind, signal};`: what a path goes through is not what it leads to.
                let of_value = leaf.path.len() > 1
                    && leaf.path.first() == leaf.alias.as_ref()
                    && matches!(walked.res, Res::External(path) if !is_type_path(path.as_str()));
                let types = if of_value { None } else { Some(walked.res) };
                // Which namespace another crate's name is in, is not known.
                return Outcome::Done([types, Some(walked.res), Some(walked.res)]);
            }
            if walked.used == leaf.path.len() && !walked.res.is_unknown() {
                found[namespace as usize] = Some(walked.res);
            }
        }
        Outcome::Done(found)
    }

    fn bind(&mut self, import: &Import<'_>, order: u32, found: [Option<Res>; 3]) {
        let row = &mut self.modules[import.module];
        if import.leaf.glob {
            row.pending_globs = row.pending_globs.saturating_sub(1);
            let target = found[0].unwrap_or(Res::Unknown);
            // What the standard prelude has is in scope anyway.
            if matches!(target, Res::External(path) if path.as_str().starts_with("std::prelude")) {
                return;
            }
            let glob = Glob { target, vis: import.vis, cfg: import.cfg, order };
            let key = |glob: &Glob| (std::cmp::Reverse(glob.cfg), glob.order);
            let at = row.globs.partition_point(|other| key(other) < key(&glob));
            row.globs.insert(at, glob);
            return;
        }
        let entry = |res| Entry { res, vis: import.vis, cfg: import.cfg, import: true };
        let alias = match import.leaf.alias {
            Some(alias) if alias.as_str() != "_" => alias,
            _ => {
                row.unnamed.extend(found[0].map(entry));
                return;
            }
        };
        let names = row.names.entry(alias).or_default();
        names.pending = names.pending.saturating_sub(1);
        if self.leaves_crate(import, alias, found) {
            return;
        }
        let row = &mut self.modules[import.module];
        if found == [None; 3] {
            // Somebody defines it: neither a glob nor the prelude may stand in.
            for namespace in [Namespace::Types, Namespace::Values, Namespace::Macros] {
                if row.names.get(&alias).is_none_or(|names| names.slots[namespace as usize].is_none()) {
                    row.define(alias, namespace, entry(Res::Unknown));
                }
            }
            return;
        }
        for (namespace, res) in [Namespace::Types, Namespace::Values, Namespace::Macros].into_iter().zip(found) {
            if let Some(res) = res {
                row.define(alias, namespace, entry(res));
            }
        }
    }

    /// Whether an import that is not compiled, or may not be, would hide a crate that has the same name:
    /// `#[cfg(target_arch = "wasm32")] use other::alias as tokio;`.
    fn leaves_crate(&self, import: &Import<'_>, alias: Name, found: [Option<Res>; 3]) -> bool {
        let is_known = |name: &str| self.externals.canonical(name).is_some_and(|known| known == *name);
        let is_crate = || {
            self.extern_crate(import.module, alias).is_some()
                || (self.loose_crate(import.module, alias).is_some() && is_known(alias.as_str()))
        };
        let is_foreign = |res: &Res| match res {
            Res::External(path) => !is_known(path.as_str().split("::").next().unwrap_or_default()),
            res => res.is_unknown(),
        };
        match import.cfg {
            Enabled::On => false,
            Enabled::Maybe => found.iter().flatten().all(is_foreign) && is_crate(),
            Enabled::Off => is_crate(),
        }
    }

    fn collect_traits(&self, from: ModId) -> TraitsInScope {
        let mut found = TraitsInScope::default();
        let mut seen = Vec::new();
        let mut module = from;
        loop {
            self.traits_of(module, None, &mut seen, &mut found);
            match self.modules[module].parent {
                Some(parent) if self.modules[module].body.is_some() => module = parent,
                _ => break,
            }
        }
        let edition = self.edition(from);
        let prelude = self.prelude.traits.iter().filter(|(_, since)| *since <= edition);
        found.traits.extend(prelude.map(|&(path, _)| Res::External(path)));
        found.traits.sort_unstable();
        found.traits.dedup();
        found.globs.sort_unstable();
        found.globs.dedup();
        found
    }

    fn traits_of(&self, module: ModId, viewer: Option<ModId>, seen: &mut Vec<ModId>, found: &mut TraitsInScope) {
        if seen.contains(&module) || seen.len() > GLOB_CHAIN {
            return;
        }
        seen.push(module);
        let row = &self.modules[module];
        let named = row.names.values().filter_map(|names| names.slots[Namespace::Types as usize]);
        for entry in named.chain(row.unnamed.iter().copied()) {
            if !self.visible(entry.vis, module, viewer) {
                continue;
            }
            match entry.res {
                Res::Trait(_) => found.traits.push(entry.res),
                Res::External(path) if is_type_path(path.as_str()) => found.traits.push(entry.res),
                Res::Candidates(paths) => {
                    let paths = paths.paths().filter(|path| is_type_path(path));
                    found.traits.extend(paths.map(|path| Res::External(Name::from(path))));
                }
                _ => {}
            }
        }
        for glob in &row.globs {
            if !self.visible(glob.vis, module, viewer) {
                continue;
            }
            match glob.target {
                Res::Mod(target) => self.traits_of(target, Some(module), seen, found),
                Res::External(path) => found.globs.push(path),
                Res::Candidates(paths) => found.globs.extend(paths.paths().map(Name::from)),
                _ => {}
            }
        }
    }
}

/// Crates that come with the compiler, with the name that the catalog has for them.
const SYSROOT: [(&str, &str); 5] =
    [("std", "std"), ("core", "std"), ("alloc", "std"), ("proc_macro", "proc_macro"), ("test", "test")];

fn is_type_path(path: &str) -> bool {
    path.rsplit("::").next().is_some_and(|last| last.starts_with(|first: char| first.is_ascii_uppercase()))
}

pub(super) fn join(prefix: Name, names: &[Name]) -> Name {
    Name::from(&join_text(prefix, names))
}

pub(super) fn join_text(prefix: Name, names: &[Name]) -> String {
    let mut text = String::with_capacity(64);
    text.push_str(prefix.as_str());
    for name in names {
        text.push_str("::");
        text.push_str(name.as_str());
    }
    text
}
