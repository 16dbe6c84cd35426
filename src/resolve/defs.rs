//! The tables of definitions: functions, types, traits, `impl`s, constants, modules, of all crates.
//!
//! Items that a `cfg` switches off are in the tables, too: names prefer their twins, but their bodies are
//! still part of the program's text.

use super::cfg::{self, Enabled};
use super::modules::{self, Entry, Import, Names};
use super::prelude::Prelude;
use super::{Externals, GenericOwner, Namespace, Res, TraitsInScope};
use crate::ir::{
    Attrs, Body, BodyId, EnumItem, Field, FileIr, FnItem, Generics, ImplItem, Item, ItemKind, StructItem, TraitItem,
    TypeRef, Variant, Vis,
};
use crate::source::{FileId, Name, Span};
use crate::workspace::{CrateId, Workspace};
use rustc_hash::FxHashMap;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};
use std::sync::OnceLock;

/// An index into a [`Table`].
pub trait Id: Copy {
    /// The id of an index.
    fn new(index: usize) -> Self;
    /// The index of an id.
    fn index(self) -> usize;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);

        impl Id for $name {
            fn new(index: usize) -> Self {
                Self(index as u32)
            }
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// A function, method or trait method.
    FnId,
    /// A struct, union or enum.
    AdtId,
    /// A trait.
    TraitId,
    /// An `impl` block.
    ImplId,
    /// A type alias.
    AliasId,
    /// A constant or static.
    StaticId,
    /// A `macro_rules!`.
    MacroId,
    /// A module.
    ModId,
}

/// A vector that is indexed by ids.
#[derive(Debug)]
pub struct Table<I, T> {
    rows: Vec<T>,
    id: PhantomData<fn(I) -> I>,
}

impl<I: Id, T> Table<I, T> {
    /// Number of rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Rows with their ids, in order of the ids.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(index, row)| (I::new(index), row))
    }

    /// All ids.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.rows.len()).map(I::new)
    }

    pub(super) fn push(&mut self, row: T) -> I {
        self.rows.push(row);
        I::new(self.rows.len() - 1)
    }
}

impl<I, T> Default for Table<I, T> {
    fn default() -> Self {
        Self { rows: Vec::new(), id: PhantomData }
    }
}

impl<I: Id, T> Index<I> for Table<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.rows[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for Table<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.rows[id.index()]
    }
}

/// A body of the program: which file, which body there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyRef {
    /// The file.
    pub file: FileId,
    /// The body in it.
    pub body: BodyId,
}

/// Whose code a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BodyOwner {
    /// A function.
    Fn(FnId),
    /// A constant or static.
    Static(StaticId),
}

/// What an associated item belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Container {
    /// A module.
    Free,
    /// The body of another item.
    Nested(BodyRef),
    /// `impl Type`
    Inherent(ImplId),
    /// `impl Trait for Type`
    TraitImpl(ImplId),
    /// A trait.
    Trait(TraitId),
}

impl Container {
    /// The `impl` block.
    pub fn impl_(self) -> Option<ImplId> {
        match self {
            Self::Inherent(id) | Self::TraitImpl(id) => Some(id),
            _ => None,
        }
    }
}

/// A function.
#[derive(Debug)]
pub struct FnDef<'a> {
    /// Its signature.
    pub item: &'a FnItem,
    /// Its name.
    pub name: Name,
    /// The place of the name.
    pub name_span: Span,
    /// The whole item.
    pub span: Span,
    /// Attributes.
    pub attrs: &'a Attrs,
    /// Visibility as written.
    pub vis: Vis,
    /// The module that it stands in (an anonymous one for items in bodies).
    pub module: ModId,
    /// The crate.
    pub krate: CrateId,
    /// What it belongs to.
    pub container: Container,
    /// Its code.
    pub body: Option<BodyRef>,
    /// Whether it is compiled.
    pub cfg: Enabled,
    /// Whether it is test code: `#[test]`, in `cfg(test)`, in a test target.
    pub test: bool,
}

/// A struct, union or enum.
#[derive(Debug)]
pub struct AdtDef<'a> {
    /// Fields or variants.
    pub kind: AdtKind<'a>,
    /// Its name.
    pub name: Name,
    /// The place of the name.
    pub name_span: Span,
    /// The whole item.
    pub span: Span,
    /// Attributes.
    pub attrs: &'a Attrs,
    /// Visibility as written.
    pub vis: Vis,
    /// The module that it stands in.
    pub module: ModId,
    /// The crate.
    pub krate: CrateId,
    /// Whether it is compiled.
    pub cfg: Enabled,
    /// Whether it is test code.
    pub test: bool,
}

/// Structs and enums.
#[derive(Clone, Copy, Debug)]
pub enum AdtKind<'a> {
    /// `struct`, `union`
    Struct(&'a StructItem),
    /// `enum`
    Enum(&'a EnumItem),
}

impl<'a> AdtDef<'a> {
    /// Generic parameters.
    pub fn generics(&self) -> &'a Generics {
        match self.kind {
            AdtKind::Struct(item) => &item.generics,
            AdtKind::Enum(item) => &item.generics,
        }
    }

    /// Fields of a struct; none for an enum.
    pub fn fields(&self) -> &'a [Field] {
        match self.kind {
            AdtKind::Struct(item) => &item.fields,
            AdtKind::Enum(_) => &[],
        }
    }

    /// Variants of an enum; none for a struct.
    pub fn variants(&self) -> &'a [Variant] {
        match self.kind {
            AdtKind::Struct(_) => &[],
            AdtKind::Enum(item) => &item.variants,
        }
    }

    /// Fields of a struct or of a variant.
    pub fn fields_of(&self, variant: Option<u32>) -> &'a [Field] {
        match variant {
            None => self.fields(),
            Some(index) => self.variants().get(index as usize).map_or(&[], |variant| &variant.fields),
        }
    }
}

/// A trait.
#[derive(Debug)]
pub struct TraitDef<'a> {
    /// Bounds and associated types.
    pub item: &'a TraitItem,
    /// Its name.
    pub name: Name,
    /// The place of the name.
    pub name_span: Span,
    /// The whole item.
    pub span: Span,
    /// Attributes.
    pub attrs: &'a Attrs,
    /// Visibility as written.
    pub vis: Vis,
    /// The module that it stands in.
    pub module: ModId,
    /// The crate.
    pub krate: CrateId,
    /// Methods and associated functions.
    pub fns: Vec<FnId>,
    /// Super traits, resolved.
    pub supers: Vec<Res>,
    /// Whether it is compiled.
    pub cfg: Enabled,
}

/// An `impl` block.
#[derive(Debug)]
pub struct ImplDef<'a> {
    /// Generic parameters, trait, type, associated types.
    pub item: &'a ImplItem,
    /// The whole item.
    pub span: Span,
    /// Attributes.
    pub attrs: &'a Attrs,
    /// The module that it stands in.
    pub module: ModId,
    /// The crate.
    pub krate: CrateId,
    /// The trait, resolved (`Trait`, `External`, … or `Unknown`); `None` for inherent ones.
    pub of_trait: Option<Res>,
    /// What the type is, arguments, references and aliases aside: `Adt`, `External`, `Prim`, `Param`, `Trait`
    /// (`dyn`) or `Unknown`.
    pub self_head: Res,
    /// Methods and associated functions.
    pub fns: Vec<FnId>,
    /// Associated constants.
    pub consts: Vec<StaticId>,
    /// Whether it is compiled.
    pub cfg: Enabled,
    /// Whether it is test code.
    pub test: bool,
}

/// A type alias.
#[derive(Debug)]
pub struct AliasDef<'a> {
    /// Its name.
    pub name: Name,
    /// Generic parameters.
    pub generics: &'a Generics,
    /// The right side.
    pub ty: &'a TypeRef,
    /// The module that it stands in.
    pub module: ModId,
    /// Whether it is compiled.
    pub cfg: Enabled,
}

/// A constant or static.
#[derive(Debug)]
pub struct StaticDef<'a> {
    /// Its name; `_` for `const _`.
    pub name: Name,
    /// The place of the name.
    pub name_span: Span,
    /// The type.
    pub ty: &'a TypeRef,
    /// The initialiser.
    pub body: Option<BodyRef>,
    /// Whether it is a `const`.
    pub is_const: bool,
    /// Whether it stands in `lazy_static!` or `thread_local!`.
    pub lazy: bool,
    /// The module that it stands in.
    pub module: ModId,
    /// The crate.
    pub krate: CrateId,
    /// What it belongs to.
    pub container: Container,
    /// Whether it is compiled.
    pub cfg: Enabled,
    /// Whether it is test code.
    pub test: bool,
}

/// A `macro_rules!`.
#[derive(Debug)]
pub struct MacroDef {
    /// Its name.
    pub name: Name,
    /// The place of the name.
    pub name_span: Span,
    /// The module that it stands in.
    pub module: ModId,
}

/// A module: a crate root, `mod m`, or the items of a body.
#[derive(Debug)]
pub struct Module {
    /// The module around it; `None` for crate roots.
    pub parent: Option<ModId>,
    /// The crate (the first one for files that several targets include).
    pub krate: CrateId,
    /// Its name; the crate's for roots; empty for the items of a body.
    pub name: Name,
    /// The file that its items stand in.
    pub file: FileId,
    /// The body whose items these are.
    pub body: Option<BodyRef>,
    /// Whether it is compiled.
    pub cfg: Enabled,
    /// Whether it is test code.
    pub test: bool,
    pub(super) names: FxHashMap<Name, Names>,
    pub(super) globs: Vec<modules::Glob>,
    pub(super) pending_globs: u32,
    /// Traits of `use Trait as _`.
    pub(super) unnamed: Vec<Entry>,
    /// `macro_rules!` in textual scope.
    pub(super) macros: FxHashMap<Name, MacroId>,
    pub(super) macro_use: bool,
    pub(super) traits: OnceLock<TraitsInScope>,
}

/// What to take for granted.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// `cfg(test)` holds.
    pub tests: bool,
}

/// All definitions and what their names mean.
pub struct Defs<'a> {
    /// Crates and sources.
    pub workspace: &'a Workspace,
    /// What the files say, by [`FileId`].
    pub files: &'a [FileIr],
    /// Functions and methods.
    pub fns: Table<FnId, FnDef<'a>>,
    /// Structs and enums.
    pub adts: Table<AdtId, AdtDef<'a>>,
    /// Traits.
    pub traits: Table<TraitId, TraitDef<'a>>,
    /// `impl` blocks.
    pub impls: Table<ImplId, ImplDef<'a>>,
    /// Type aliases.
    pub aliases: Table<AliasId, AliasDef<'a>>,
    /// Constants and statics.
    pub statics: Table<StaticId, StaticDef<'a>>,
    /// `macro_rules!`.
    pub macros: Table<MacroId, MacroDef>,
    /// Modules.
    pub modules: Table<ModId, Module>,
    pub(super) externals: &'a dyn Externals,
    pub(super) prelude: Prelude,
    /// By crate: its root.
    pub(super) roots: Vec<ModId>,
    /// By crate: names that are crates.
    pub(super) extern_prelude: Vec<FxHashMap<Name, Res>>,
    /// By crate: `#[macro_use] extern crate`.
    pub(super) macro_crates: Vec<Vec<Res>>,
    /// By file and body: whose it is.
    owners: Vec<Vec<Option<BodyOwner>>>,
    /// Anonymous modules of bodies.
    body_modules: FxHashMap<BodyRef, ModId>,
    impls_of_adt: Vec<Vec<ImplId>>,
    impls_of_trait: Vec<Vec<ImplId>>,
    /// By path of the head: `impl MyTrait for tokio::…::Receiver`, `impl MyTrait for u8`.
    impls_of_head: FxHashMap<Name, Vec<ImplId>>,
    /// By path of the trait: `impl futures::Stream for …`.
    impls_of_path: FxHashMap<Name, Vec<ImplId>>,
    assoc_fns: FxHashMap<(AdtId, Name), Vec<FnId>>,
    assoc_named: FxHashMap<Name, Vec<FnId>>,
    /// Functions under a `cfg` of whose twins another one has the name.
    twins: FxHashMap<FnId, FnId>,
    /// The same from the other side: for the one that has the name, its twins in order.
    twinned: FxHashMap<FnId, Vec<FnId>>,
}

impl<'a> Defs<'a> {
    /// Collects all definitions and resolves imports. `files[i]` is the file of `FileId(i)`.
    pub fn build(
        workspace: &'a Workspace,
        files: &'a [FileIr],
        externals: &'a dyn Externals,
        options: Options,
    ) -> Defs<'a> {
        let mut collector = Collector {
            defs: Defs {
                workspace,
                files,
                fns: Table::default(),
                adts: Table::default(),
                traits: Table::default(),
                impls: Table::default(),
                aliases: Table::default(),
                statics: Table::default(),
                macros: Table::default(),
                modules: Table::default(),
                externals,
                prelude: Prelude::new(),
                roots: Vec::new(),
                extern_prelude: vec![FxHashMap::default(); workspace.crates.len()],
                macro_crates: vec![Vec::new(); workspace.crates.len()],
                owners: files.iter().map(|file| vec![None; file.bodies.len()]).collect(),
                body_modules: FxHashMap::default(),
                impls_of_adt: Vec::new(),
                impls_of_trait: Vec::new(),
                impls_of_head: FxHashMap::default(),
                impls_of_path: FxHashMap::default(),
                assoc_fns: FxHashMap::default(),
                assoc_named: FxHashMap::default(),
                twins: FxHashMap::default(),
                twinned: FxHashMap::default(),
            },
            options,
            imports: Vec::new(),
            extern_crates: Vec::new(),
            work: Vec::new(),
            module_of: vec![None; files.len()],
        };
        collector.collect();
        let Collector { mut defs, imports, extern_crates, .. } = collector;
        defs.resolve_imports(imports, extern_crates);
        defs.resolve_heads();
        defs.index_impls();
        defs.index_twins();
        defs
    }

    /// The code of a body.
    pub fn body(&self, body: BodyRef) -> &'a Body {
        &self.files[body.file.0 as usize].bodies[body.body.0 as usize]
    }

    /// Whose code it is; `None` for bodies of items that the tables do not know.
    pub fn owner(&self, body: BodyRef) -> Option<BodyOwner> {
        *self.owners.get(body.file.0 as usize)?.get(body.body.0 as usize)?
    }

    /// The crate that a body belongs to.
    pub fn krate_of(&self, body: BodyRef) -> Option<CrateId> {
        Some(match self.owner(body)? {
            BodyOwner::Fn(function) => self.fns[function].krate,
            BodyOwner::Static(id) => self.statics[id].krate,
        })
    }

    /// Every body that belongs to an item, in order of the text.
    pub fn bodies(&self) -> impl Iterator<Item = (BodyRef, BodyOwner)> + '_ {
        self.owners.iter().enumerate().flat_map(|(file, owners)| {
            owners.iter().enumerate().filter_map(move |(body, owner)| {
                let body = BodyRef { file: FileId(file as u32), body: BodyId(body as u32) };
                owner.map(|owner| (body, owner))
            })
        })
    }

    /// The body of an owner.
    pub fn body_of(&self, owner: BodyOwner) -> Option<BodyRef> {
        match owner {
            BodyOwner::Fn(id) => self.fns[id].body,
            BodyOwner::Static(id) => self.statics[id].body,
        }
    }

    /// The anonymous module of the items in a body.
    pub fn body_module(&self, body: BodyRef) -> Option<ModId> {
        self.body_modules.get(&body).copied()
    }

    /// The root module of a crate.
    pub fn root(&self, krate: CrateId) -> ModId {
        self.roots[krate.0 as usize]
    }

    /// `impl` blocks of a type of the workspace, in order.
    pub fn impls_of(&self, adt: AdtId) -> &[ImplId] {
        self.impls_of_adt.get(adt.index()).map_or(&[], Vec::as_slice)
    }

    /// `impl` blocks of a trait of the workspace, in order.
    pub fn impls_for_trait(&self, of: TraitId) -> &[ImplId] {
        self.impls_of_trait.get(of.index()).map_or(&[], Vec::as_slice)
    }

    /// `impl` blocks of the workspace for a type of another crate or a primitive, by its path.
    pub fn impls_of_external(&self, path: Name) -> &[ImplId] {
        self.impls_of_head.get(&path).map_or(&[], Vec::as_slice)
    }

    /// `impl` blocks of the workspace of another crate's trait, by its path.
    pub fn impls_for_external_trait(&self, path: Name) -> &[ImplId] {
        self.impls_of_path.get(&path).map_or(&[], Vec::as_slice)
    }

    /// Functions `Type::name` of a type of the workspace: those of inherent `impl`s before those of traits, what is
    /// compiled before what is not. Default methods of traits are not among them.
    pub fn assoc_fns(&self, adt: AdtId, name: Name) -> &[FnId] {
        self.assoc_fns.get(&(adt, name)).map_or(&[], Vec::as_slice)
    }

    /// The function `Type::name` of a type of the workspace; a trait's default method where nothing is nearer.
    pub fn assoc(&self, adt: AdtId, name: Name) -> Option<FnId> {
        if let Some(&id) = self.assoc_fns(adt, name).first() {
            return Some(id);
        }
        self.impls_of(adt).iter().find_map(|&id| match self.impls[id].of_trait {
            Some(Res::Trait(of)) => self.trait_fn(of, name),
            _ => None,
        })
    }

    /// A function of an `impl` block.
    pub fn impl_fn(&self, id: ImplId, name: Name) -> Option<FnId> {
        self.impls[id].fns.iter().copied().filter(|&id| self.fns[id].name == name).max_by_key(|&id| self.rank(id))
    }

    /// A function of a trait or of its super traits.
    pub fn trait_fn(&self, of: TraitId, name: Name) -> Option<FnId> {
        let mut seen = vec![of];
        let mut next = 0;
        while let Some(&of) = seen.get(next) {
            next += 1;
            let found = self.traits[of].fns.iter().copied().find(|&id| self.fns[id].name == name);
            if found.is_some() {
                return found;
            }
            for above in &self.traits[of].supers {
                if let Res::Trait(above) = *above
                    && !seen.contains(&above)
                {
                    seen.push(above);
                }
            }
        }
        None
    }

    /// The constant `Type::NAME` of a type of the workspace.
    pub fn assoc_const(&self, adt: AdtId, name: Name) -> Option<StaticId> {
        self.impls_of(adt).iter().flat_map(|&id| &self.impls[id].consts).copied().find(|&id| {
            let def = &self.statics[id];
            def.name == name
        })
    }

    /// `type Name = T;` in an `impl` block of a type, with the block; `of` picks the trait.
    pub fn assoc_type(&self, adt: AdtId, of: Option<Res>, name: Name) -> Option<(ImplId, &'a TypeRef)> {
        self.impls_of(adt).iter().find_map(|&id| {
            let def = &self.impls[id];
            if of.is_some() && def.of_trait != of {
                return None;
            }
            def.item.assoc(name.as_str()).map(|ty| (id, ty))
        })
    }

    /// All functions of `impl`s and traits with this name, in order.
    pub fn fns_named(&self, name: Name) -> &[FnId] {
        self.assoc_named.get(&name).map_or(&[], Vec::as_slice)
    }

    /// The function that calls of this one's name are taken for, where both stand under a `cfg` and have one name: what
    /// is called is either of them.
    pub fn twin(&self, id: FnId) -> Option<FnId> {
        self.twins.get(&id).copied()
    }

    /// The functions whose calls are taken for those of this one.
    pub fn twins_of(&self, id: FnId) -> &[FnId] {
        self.twinned.get(&id).map_or(&[], Vec::as_slice)
    }

    fn index_twins(&mut self) {
        let under_cfg = |def: &FnDef<'_>| def.cfg != Enabled::On || !def.attrs.cfg.is_empty();
        let mut named: FxHashMap<(ModId, Option<AdtId>, Name), Vec<FnId>> = FxHashMap::default();
        for (id, def) in self.fns.iter().filter(|(_, def)| under_cfg(def)) {
            let of = match def.container {
                Container::Free => None,
                Container::Inherent(block) => match self.impls[block].self_head {
                    Res::Adt(adt) => Some(adt),
                    _ => continue,
                },
                Container::Nested(_) | Container::TraitImpl(_) | Container::Trait(_) => continue,
            };
            named.entry((def.module, of, def.name)).or_default().push(id);
        }
        for twins in named.into_values().filter(|twins| twins.len() > 1) {
            let Some(first) = twins.iter().copied().max_by_key(|&id| self.rank(id)) else { continue };
            let mut others: Vec<FnId> = twins.into_iter().filter(|&id| id != first).collect();
            others.sort_unstable();
            self.twins.extend(others.iter().map(|&id| (id, first)));
            self.twinned.insert(first, others);
        }
    }

    /// Whether a function is test code.
    pub fn is_test(&self, id: FnId) -> bool {
        self.fns[id].test
    }

    fn rank(&self, id: FnId) -> (Enabled, std::cmp::Reverse<FnId>) {
        (self.fns[id].cfg, std::cmp::Reverse(id))
    }

    fn resolve_heads(&mut self) {
        for id in self.impls.ids() {
            let item = self.impls[id].item;
            let scope = self.impl_scope(id);
            let of_trait = item.of_trait.as_ref().map(|path| self.resolve_path(scope, path, Namespace::Types).whole());
            let self_head = self.head_of_type(scope, &item.self_ty);
            let def = &mut self.impls[id];
            def.of_trait = of_trait;
            def.self_head = self_head;
        }
        for id in self.traits.ids() {
            let scope = self.trait_scope(id);
            let item = self.traits[id].item;
            let supers =
                item.supers.iter().map(|path| self.resolve_path(scope, path, Namespace::Types).whole()).collect();
            self.traits[id].supers = supers;
        }
    }

    fn index_impls(&mut self) {
        self.impls_of_adt = vec![Vec::new(); self.adts.len()];
        self.impls_of_trait = vec![Vec::new(); self.traits.len()];
        for (id, def) in self.impls.iter() {
            match def.self_head {
                Res::Adt(adt) => {
                    self.impls_of_adt[adt.index()].push(id);
                    for &method in &def.fns {
                        self.assoc_fns.entry((adt, self.fns[method].name)).or_default().push(method);
                    }
                }
                Res::External(path) | Res::Prim(path) => self.impls_of_head.entry(path).or_default().push(id),
                _ => {}
            }
            match def.of_trait {
                Some(Res::Trait(of)) => self.impls_of_trait[of.index()].push(id),
                Some(Res::External(path)) => self.impls_of_path.entry(path).or_default().push(id),
                _ => {}
            }
        }
        let fns = &self.fns;
        for found in self.assoc_fns.values_mut().filter(|found| found.len() > 1) {
            found.sort_by_key(|&id| {
                let def = &fns[id];
                (matches!(def.container, Container::TraitImpl(_)), std::cmp::Reverse(def.cfg), id)
            });
        }
        for (id, def) in self.fns.iter() {
            if !matches!(def.container, Container::Free | Container::Nested(_)) {
                self.assoc_named.entry(def.name).or_default().push(id);
            }
        }
    }
}

/// `extern crate a as b;`: where, the name that it binds, the crate's name, visibility, `cfg`, `#[macro_use]`.
pub(super) struct ExternCrate {
    pub(super) module: ModId,
    pub(super) alias: Name,
    pub(super) name: Name,
    pub(super) vis: Vis,
    pub(super) cfg: Enabled,
    pub(super) macro_use: bool,
}

struct Collector<'a> {
    defs: Defs<'a>,
    options: Options,
    imports: Vec<Import<'a>>,
    extern_crates: Vec<ExternCrate>,
    /// Items still to be read, with their module. A list rather than recursion: modules nest as deep as they like.
    work: Vec<(&'a [Item], Place)>,
    /// By file: the module that its items belong to.
    module_of: Vec<Option<ModId>>,
}

/// What an item takes over from where it stands.
#[derive(Clone, Copy)]
struct Place {
    module: ModId,
    krate: CrateId,
    file: FileId,
    cfg: Enabled,
    test: bool,
}

impl<'a> Collector<'a> {
    fn collect(&mut self) {
        let workspace = self.defs.workspace;
        for (index, krate) in workspace.crates.iter().enumerate() {
            let id = CrateId(index as u32);
            let root = match self.module_of.get(krate.root.0 as usize).copied().flatten() {
                Some(known) => known,
                None => {
                    let test = krate.kind.is_test();
                    self.file_module(krate.root, None, id, krate.name, Enabled::On, test)
                }
            };
            self.defs.roots.push(root);
            self.work_off();
        }
        for index in 0..workspace.crates.len() {
            self.hidden_modules(CrateId(index as u32));
        }
        // Whatever else was read is part of the text, too.
        for index in 0..self.defs.files.len() {
            if self.module_of[index].is_none() && !workspace.crates.is_empty() {
                let file = FileId(index as u32);
                let root = self.defs.roots[0];
                let name = file_stem(workspace, file);
                self.file_module(file, Some(root), CrateId(0), name, Enabled::Maybe, false);
                self.work_off();
            }
        }
    }

    /// Modules that are declared in a macro call which could not be read: their files are known, the items around
    /// the declaration are not.
    fn hidden_modules(&mut self, krate: CrateId) {
        let workspace = self.defs.workspace;
        let is_left = |(_, to): &(_, FileId)| self.module_of.get(to.0 as usize).is_some_and(Option::is_none);
        let modules = &workspace.crates[krate.0 as usize].modules;
        let mut left: Vec<((FileId, u32), FileId)> =
            modules.iter().map(|(&from, &to)| (from, to)).filter(is_left).collect();
        left.sort_unstable();
        loop {
            let before = left.len();
            left.retain(|&((from, at), to)| {
                let Some(parent) = self.module_of.get(from.0 as usize).copied().flatten() else { return true };
                if self.module_of[to.0 as usize].is_some() {
                    return false;
                }
                let row = &self.defs.modules[parent];
                let (cfg, test) = (row.cfg.min(Enabled::Maybe), row.test);
                let name = declared_name(workspace, from, at).unwrap_or_else(|| file_stem(workspace, to));
                let id = self.file_module(to, Some(parent), krate, name, cfg, test);
                let entry = Entry { res: Res::Mod(id), vis: Vis::Public, cfg: Enabled::Maybe, import: false };
                self.defs.modules[parent].define(name, Namespace::Types, entry);
                self.work_off();
                false
            });
            if left.len() == before {
                return;
            }
        }
    }

    fn work_off(&mut self) {
        while let Some((items, place)) = self.work.pop() {
            let waiting = self.work.len();
            for item in items {
                self.item(item, place);
            }
            // Inner items in order of the text.
            self.work[waiting..].reverse();
        }
    }

    fn place_of(&self, module: ModId) -> Place {
        let of = &self.defs.modules[module];
        Place { module, krate: of.krate, file: of.file, cfg: of.cfg, test: of.test }
    }

    fn file_module(
        &mut self,
        file: FileId,
        parent: Option<ModId>,
        krate: CrateId,
        name: Name,
        cfg: Enabled,
        test: bool,
    ) -> ModId {
        let (mut cfg, mut test) = (cfg, test);
        let ir = self.defs.files.get(file.0 as usize);
        if let Some(ir) = ir {
            cfg = cfg.min(self.eval(&ir.attrs, krate));
            test |= self.is_test(&ir.attrs, krate);
        }
        let id = self.module(Module::new(parent, krate, name, file, None, cfg, test));
        if let Some(slot) = self.module_of.get_mut(file.0 as usize) {
            *slot = Some(id);
        }
        if let Some(ir) = ir {
            self.defs.modules[id].macro_use = has_attr(&ir.attrs, "macro_use");
            let place = self.place_of(id);
            self.work.push((&ir.items, place));
        }
        id
    }

    fn module(&mut self, module: Module) -> ModId {
        self.defs.modules.push(module)
    }

    fn eval(&self, attrs: &Attrs, krate: CrateId) -> Enabled {
        if attrs.cfg.is_empty() {
            return Enabled::On;
        }
        cfg::all(&attrs.cfg, &self.defs.workspace.crates[krate.0 as usize].features, self.options.tests)
    }

    fn is_test(&self, attrs: &Attrs, krate: CrateId) -> bool {
        attrs.test || cfg::needs_test(&attrs.cfg, &self.defs.workspace.crates[krate.0 as usize].features)
    }

    fn item(&mut self, item: &'a Item, place: Place) {
        let own = self.eval(&item.attrs, place.krate);
        let outer = place;
        let place =
            Place { cfg: own.min(outer.cfg), test: outer.test || self.is_test(&item.attrs, place.krate), ..outer };
        let module = place.module;
        let container = match self.defs.modules[module].body {
            Some(body) => Container::Nested(body),
            None => Container::Free,
        };
        match &item.kind {
            ItemKind::Use(leaves) => {
                self.imports.extend(leaves.iter().map(|leaf| Import { module, leaf, vis: item.vis, cfg: own }));
            }
            ItemKind::ExternCrate(name) => self.extern_crates.push(ExternCrate {
                module,
                alias: item.name,
                name: *name,
                vis: item.vis,
                cfg: own,
                macro_use: has_attr(&item.attrs, "macro_use"),
            }),
            ItemKind::Mod(inner) => {
                let id = match inner {
                    Some(items) => {
                        let new =
                            Module::new(Some(module), place.krate, item.name, place.file, None, place.cfg, place.test);
                        let id = self.module(new);
                        let inside = self.place_of(id);
                        self.work.push((items, inside));
                        id
                    }
                    None => {
                        let Some(id) = self.outline_module(item, place) else { return };
                        id
                    }
                };
                let others = match inner {
                    Some(_) => None,
                    None => self.defs.workspace.crates[place.krate.0 as usize]
                        .alternatives
                        .get(&(place.file, item.name_span.lo)),
                };
                for &file in others.into_iter().flatten() {
                    if self.module_of.get(file.0 as usize).is_some_and(Option::is_none) {
                        self.file_module(file, Some(module), place.krate, item.name, Enabled::Off, place.test);
                    }
                }
                // Set for every declaration that leads here: one `#[macro_use]` suffices.
                self.defs.modules[id].macro_use |= has_attr(&item.attrs, "macro_use");
                self.define(item, own, module, Namespace::Types, Res::Mod(id));
            }
            ItemKind::Fn(fn_item) => {
                let id = self.function(item, fn_item, container, place);
                self.define(item, own, module, Namespace::Values, Res::Fn(id));
            }
            ItemKind::Struct(def) => {
                let id = self.adt(item, AdtKind::Struct(def), place);
                self.define(item, own, module, Namespace::Types, Res::Adt(id));
                if def.is_tuple || def.fields.is_empty() {
                    self.define(item, own, module, Namespace::Values, Res::Adt(id));
                }
            }
            ItemKind::Enum(def) => {
                let id = self.adt(item, AdtKind::Enum(def), place);
                self.define(item, own, module, Namespace::Types, Res::Adt(id));
            }
            ItemKind::Trait(def) => {
                let id = self.defs.traits.push(TraitDef {
                    item: def,
                    name: item.name,
                    name_span: item.name_span,
                    span: item.span,
                    attrs: &item.attrs,
                    vis: item.vis,
                    module,
                    krate: place.krate,
                    fns: Vec::new(),
                    supers: Vec::new(),
                    cfg: place.cfg,
                });
                self.define(item, own, module, Namespace::Types, Res::Trait(id));
                let fns = self.functions(&def.fns, Container::Trait(id), place);
                self.defs.traits[id].fns = fns;
            }
            ItemKind::Impl(def) => {
                let id = self.defs.impls.push(ImplDef {
                    item: def,
                    span: item.span,
                    attrs: &item.attrs,
                    module,
                    krate: place.krate,
                    of_trait: def.of_trait.is_some().then_some(Res::Unknown),
                    self_head: Res::Unknown,
                    fns: Vec::new(),
                    consts: Vec::new(),
                    cfg: place.cfg,
                    test: place.test,
                });
                let container = if def.of_trait.is_some() { Container::TraitImpl(id) } else { Container::Inherent(id) };
                let fns = self.functions(&def.fns, container, place);
                let mut consts = Vec::new();
                for inner in &def.consts {
                    let place = self.inner(inner, place);
                    if let ItemKind::Static { .. } = inner.kind
                        && let Some(id) = self.constant(inner, container, place)
                    {
                        consts.push(id);
                    }
                }
                let row = &mut self.defs.impls[id];
                row.fns = fns;
                row.consts = consts;
            }
            ItemKind::TypeAlias { generics, ty } => {
                let alias = AliasDef { name: item.name, generics, ty, module, cfg: place.cfg };
                let id = self.defs.aliases.push(alias);
                self.define(item, own, module, Namespace::Types, Res::Alias(id));
            }
            ItemKind::Static { .. } => {
                if let Some(id) = self.constant(item, container, place) {
                    self.define(item, own, module, Namespace::Values, Res::Static(id));
                }
            }
            ItemKind::MacroRules { exported } => self.macro_rules(item, *exported, own, place),
            ItemKind::MacroCall(path) if path.as_ident().is_some_and(|name| name == "include") => {
                self.included(item, place);
            }
            ItemKind::MacroCall(_) => {}
        }
    }

    /// `include!("file.rs");`: its items are items of this module.
    fn included(&mut self, item: &Item, place: Place) {
        let modules = &self.defs.workspace.crates[place.krate.0 as usize].modules;
        let Some(&file) = modules.get(&(place.file, item.name_span.lo)) else { return };
        let Some(slot @ None) = self.module_of.get_mut(file.0 as usize) else { return };
        *slot = Some(place.module);
        if let Some(ir) = self.defs.files.get(file.0 as usize) {
            self.work.push((&ir.items, Place { file, ..place }));
        }
    }

    /// The module of `mod name;`, if its file is known.
    fn outline_module(&mut self, item: &'a Item, place: Place) -> Option<ModId> {
        let krate = &self.defs.workspace.crates[place.krate.0 as usize];
        let file = *krate.modules.get(&(place.file, item.name_span.lo))?;
        if let Some(known) = self.module_of.get(file.0 as usize).copied().flatten() {
            return Some(known);
        }
        Some(self.file_module(file, Some(place.module), place.krate, item.name, place.cfg, place.test))
    }

    fn inner(&self, item: &Item, place: Place) -> Place {
        Place {
            cfg: place.cfg.min(self.eval(&item.attrs, place.krate)),
            test: place.test || self.is_test(&item.attrs, place.krate),
            ..place
        }
    }

    fn functions(&mut self, items: &'a [Item], container: Container, place: Place) -> Vec<FnId> {
        let mut ids = Vec::with_capacity(items.len());
        for item in items {
            if let ItemKind::Fn(fn_item) = &item.kind {
                let place = self.inner(item, place);
                ids.push(self.function(item, fn_item, container, place));
            }
        }
        ids
    }

    fn function(&mut self, item: &'a Item, fn_item: &'a FnItem, container: Container, place: Place) -> FnId {
        let id = FnId(self.defs.fns.len() as u32);
        let body = self.own_body(fn_item.body, BodyOwner::Fn(id), place);
        self.defs.fns.push(FnDef {
            item: fn_item,
            name: item.name,
            name_span: item.name_span,
            span: item.span,
            attrs: &item.attrs,
            vis: item.vis,
            module: place.module,
            krate: place.krate,
            container,
            body,
            cfg: place.cfg,
            test: place.test,
        })
    }

    fn adt(&mut self, item: &'a Item, kind: AdtKind<'a>, place: Place) -> AdtId {
        self.defs.adts.push(AdtDef {
            kind,
            name: item.name,
            name_span: item.name_span,
            span: item.span,
            attrs: &item.attrs,
            vis: item.vis,
            module: place.module,
            krate: place.krate,
            cfg: place.cfg,
            test: place.test,
        })
    }

    fn constant(&mut self, item: &'a Item, container: Container, place: Place) -> Option<StaticId> {
        let ItemKind::Static { ty, body, is_const, lazy } = &item.kind else { return None };
        let id = StaticId(self.defs.statics.len() as u32);
        let body = self.own_body(*body, BodyOwner::Static(id), place);
        Some(self.defs.statics.push(StaticDef {
            name: item.name,
            name_span: item.name_span,
            ty,
            body,
            is_const: *is_const,
            lazy: *lazy,
            module: place.module,
            krate: place.krate,
            container,
            cfg: place.cfg,
            test: place.test,
        }))
    }

    /// Notes whose body it is, and takes in the items within it.
    fn own_body(&mut self, body: Option<BodyId>, owner: BodyOwner, place: Place) -> Option<BodyRef> {
        let body = BodyRef { file: place.file, body: body? };
        let ir = self.defs.files.get(body.file.0 as usize)?.bodies.get(body.body.0 as usize)?;
        self.defs.owners[body.file.0 as usize][body.body.0 as usize] = Some(owner);
        if !ir.items.is_empty() {
            let module = Module::new(
                Some(place.module),
                place.krate,
                Name::default(),
                place.file,
                Some(body),
                place.cfg,
                place.test,
            );
            let id = self.module(module);
            self.defs.body_modules.insert(body, id);
            let place = self.place_of(id);
            self.work.push((&ir.items, place));
        }
        Some(body)
    }

    fn macro_rules(&mut self, item: &'a Item, exported: bool, own: Enabled, place: Place) {
        let id = self.defs.macros.push(MacroDef { name: item.name, name_span: item.name_span, module: place.module });
        if exported {
            let mut root = place.module;
            while let Some(parent) = self.defs.modules[root].parent {
                root = parent;
            }
            let entry = Entry { res: Res::Macro(id), vis: Vis::Public, cfg: own, import: false };
            self.defs.modules[root].define(item.name, Namespace::Macros, entry);
        }
        // `#[macro_use] mod m`: what m defines holds after it, too.
        let mut module = place.module;
        loop {
            let row = &mut self.defs.modules[module];
            row.macros.entry(item.name).or_insert(id);
            match row.parent {
                Some(parent) if row.macro_use => module = parent,
                _ => return,
            }
        }
    }

    fn define(&mut self, item: &Item, own: Enabled, module: ModId, namespace: Namespace, res: Res) {
        let entry = Entry { res, vis: item.vis, cfg: own, import: false };
        self.defs.modules[module].define(item.name, namespace, entry);
    }
}

fn has_attr(attrs: &Attrs, name: &str) -> bool {
    attrs.names.iter().any(|attr| attr.as_str() == name)
}

/// The identifier at an offset of a file.
fn declared_name(workspace: &Workspace, file: FileId, at: u32) -> Option<Name> {
    let text = workspace.sources.get(file).text.get(at as usize..)?;
    let text = text.strip_prefix("r#").unwrap_or(text);
    let end = text.find(|next: char| !next.is_alphanumeric() && next != '_').unwrap_or(text.len());
    (end > 0).then(|| Name::from(&text[..end]))
}

fn file_stem(workspace: &Workspace, file: FileId) -> Name {
    let path = workspace.sources.get(file).path.as_str();
    let path = path.strip_suffix("/mod.rs").or(path.strip_suffix(".rs")).unwrap_or(path);
    Name::from(path.rsplit('/').next().unwrap_or(path))
}

impl GenericOwner {
    pub(super) fn generics<'a>(self, defs: &Defs<'a>) -> &'a Generics {
        match self {
            Self::Fn(id) => &defs.fns[id].item.generics,
            Self::Impl(id) => &defs.impls[id].item.generics,
            Self::Trait(id) => &defs.traits[id].item.generics,
            Self::Adt(id) => defs.adts[id].generics(),
            Self::Alias(id) => defs.aliases[id].generics,
        }
    }
}
