//! What names refer to: definitions of all files, modules, imports, paths.
//!
//! Pure functions over [`FileIr`](crate::ir::FileIr)s; never fails and never guesses: what nothing defines is
//! [`Res::Unknown`]. Knows nothing of concurrency. Names of other crates are paths, which the catalog may know.

pub mod cfg;
pub mod defs;
mod infer;
mod modules;
mod paths;
mod prelude;
mod program;
mod ty;

pub use cfg::Enabled;
pub use defs::{
    AdtDef, AdtId, AdtKind, AliasDef, AliasId, BodyOwner, BodyRef, Container, Defs, FnDef, FnId, ImplDef, ImplId,
    MacroDef, MacroId, ModId, Module, Options, StaticDef, StaticId, Table, TraitDef, TraitId,
};
pub use infer::{BodyTypes, Callee};
pub use modules::TraitsInScope;
pub use program::{Ctor, Named, Program, Sig};
pub use ty::{Args, Bound, BoundTrait, ExprRef, FutureTy, Origin, Ty, no_args};

use crate::source::Name;

/// What a name refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Res {
    /// A function or method.
    Fn(FnId),
    /// A struct, union or enum; as a value: the constructor of a tuple or unit struct.
    Adt(AdtId),
    /// A variant of an enum, by its index.
    Variant(AdtId, u32),
    /// A trait.
    Trait(TraitId),
    /// A type alias; [`Defs::head`] says what stands behind it.
    Alias(AliasId),
    /// A `const` or `static`.
    Static(StaticId),
    /// A module.
    Mod(ModId),
    /// A `macro_rules!`.
    Macro(MacroId),
    /// A generic type parameter: whose, and its index in `Generics::types`.
    Param(GenericOwner, u32),
    /// `Self` in an `impl`.
    SelfTy(ImplId),
    /// `Self` in a trait.
    SelfTrait(TraitId),
    /// A primitive type.
    Prim(Name),
    /// A path of another crate with that crate's own name (`tokio::sync::mpsc::channel`), canonical where the
    /// catalog knows it. `core::` and `alloc::` are `std::`.
    External(Name),
    /// One of several paths of other crates: glob imports of which one must have the name.
    Candidates(Candidates),
    /// Not known.
    Unknown,
}

impl Res {
    /// Whether nothing is known.
    pub fn is_unknown(self) -> bool {
        matches!(self, Self::Unknown)
    }
}

/// Paths of other crates, one of which is meant; in order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Candidates(Name);

impl Candidates {
    /// The paths: one or more.
    pub fn paths(self) -> impl Iterator<Item = &'static str> {
        self.0.as_str().split(' ')
    }

    fn among(paths: impl IntoIterator<Item = Name>) -> Option<Res> {
        let mut distinct: Vec<Name> = Vec::new();
        for path in paths {
            if !distinct.contains(&path) {
                distinct.push(path);
            }
        }
        match &distinct[..] {
            [] => None,
            many => {
                let text = many.iter().map(|path| path.as_str()).collect::<Vec<_>>().join(" ");
                Some(Res::Candidates(Self(Name::from(&text))))
            }
        }
    }
}

/// The item that a generic parameter belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GenericOwner {
    /// A function.
    Fn(FnId),
    /// An `impl` block.
    Impl(ImplId),
    /// A trait.
    Trait(TraitId),
    /// A struct or enum.
    Adt(AdtId),
    /// A type alias.
    Alias(AliasId),
}

/// The three namespaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Namespace {
    /// Modules, types, traits.
    Types = 0,
    /// Functions, constants, constructors.
    Values = 1,
    /// Macros.
    Macros = 2,
}

/// Where a path stands. Made by [`Defs::fn_scope`] and its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    /// The innermost module; for a body that holds items their anonymous module.
    pub module: ModId,
    /// The function whose generic parameters are in scope.
    pub fn_: Option<FnId>,
    /// The `impl`, trait, type or alias whose generic parameters and `Self` are in scope.
    pub of: Option<GenericOwner>,
}

/// What a path refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// What the longest prefix that names something by itself refers to.
    pub res: Res,
    /// How many segments are left over: associated items of `res` (`Type::method`, `T::f`, `Self::Output`).
    /// Zero for `External` and `Candidates`, which take them all in.
    pub rest: usize,
    /// The trait in `<T as Trait>::f`.
    pub of_trait: Option<Res>,
}

impl Resolved {
    /// A path that refers to nothing known.
    pub const UNKNOWN: Self = Self { res: Res::Unknown, rest: 0, of_trait: None };

    /// What the whole path refers to; `Unknown` when segments are left over.
    pub fn whole(self) -> Res {
        if self.rest == 0 { self.res } else { Res::Unknown }
    }
}

/// What is known of other crates.
pub trait Externals: Sync {
    /// The canonical form of a path, if it has another one or is known.
    fn canonical(&self, path: &str) -> Option<Name>;

    /// Whether there is such an item, by its canonical path. Decides what a glob import may bring in.
    fn knows(&self, canonical: Name) -> bool;
}

/// Nothing is known.
impl Externals for () {
    fn canonical(&self, _: &str) -> Option<Name> {
        None
    }

    fn knows(&self, _: Name) -> bool {
        false
    }
}

#[cfg(test)]
mod tests;
