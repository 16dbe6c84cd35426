//! Types as far as the text gives them.
//!
//! References are left out: `&T` is `T`. What the text does not say is [`Ty::Unknown`].

use super::defs::{AdtId, BodyRef, FnId, TraitId};
use crate::ir::ExprId;
use crate::source::Name;
use std::sync::Arc;

/// An expression of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprRef {
    /// The body that it stands in.
    pub body: BodyRef,
    /// The expression there.
    pub expr: ExprId,
}

/// Generic arguments or elements of a tuple.
pub type Args = Arc<[Ty]>;

/// A type.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Ty {
    /// Not known.
    #[default]
    Unknown,
    /// A type of the workspace.
    Adt(AdtId, Args),
    /// A type of another crate, by its canonical path.
    Api(Name, Args),
    /// A tuple; `()` is empty.
    Tuple(Args),
    /// A slice or array.
    Slice(Arc<Ty>),
    /// A primitive.
    Prim(Name),
    /// A generic parameter, with its bounds.
    Param(Name, Arc<[Bound]>),
    /// `dyn A + B` or `impl A + B` where nothing more is known.
    Traits(Arc<[Bound]>),
    /// `<T as _>::Name`, not resolved.
    Assoc(Arc<Ty>, Name),
    /// A future: what runs, and what awaiting it gives.
    Future(Arc<FutureTy>),
    /// A closure of the program.
    Closure(ExprRef),
    /// A function of the program as a value.
    Fn(FnId),
    /// `fn(A) -> B` and whatever else can be called: its result.
    Callable(Arc<Ty>),
    /// `!`
    Never,
}

/// A bound on a type: a trait, its arguments, its associated types.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The trait.
    pub of: BoundTrait,
    /// Generic arguments.
    pub args: Args,
    /// `Output = T`
    pub assoc: Vec<(Name, Ty)>,
}

/// The trait of a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoundTrait {
    /// Of the workspace.
    Local(TraitId),
    /// Of another crate, by its canonical path.
    Api(Name),
    /// Not known.
    Unknown,
}

/// A future and where its code is.
#[derive(Clone, Debug, PartialEq)]
pub struct FutureTy {
    /// What awaiting it gives.
    pub output: Ty,
    /// Where its code is.
    pub origin: Origin,
}

/// Where the code of a future is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// An `async` block.
    Block(ExprRef),
    /// A call of an `async fn` (or of a function that gives a future) of the workspace, with the place of the call.
    Call(FnId, ExprRef),
    /// The result of calling a closure.
    Closure(ExprRef),
    /// A method or function of the catalog, with the place of the call.
    Api(crate::apis::FnId, ExprRef),
    /// One of two, as a branch decides: where each is made.
    Either(ExprRef, ExprRef),
    /// Elsewhere.
    Unknown,
}

impl Origin {
    /// The expression that makes the future, where it is one.
    pub fn place(self) -> Option<ExprRef> {
        match self {
            Self::Block(at) | Self::Call(_, at) | Self::Closure(at) | Self::Api(_, at) => Some(at),
            Self::Either(..) | Self::Unknown => None,
        }
    }

    /// What it is where it may be this or that.
    pub fn or(self, other: Self) -> Self {
        match (self.place(), other.place()) {
            _ if self == other || other == Self::Unknown => self,
            _ if self == Self::Unknown => other,
            (Some(one), Some(two)) => Self::Either(one, two),
            // The code of three or more is not kept apart.
            _ => Self::Unknown,
        }
    }
}

impl Ty {
    /// `()`
    pub fn unit() -> Self {
        Self::Tuple(no_args())
    }

    /// Whether nothing is known.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// What is there in the end: of a future what awaiting it gives.
    pub fn given(&self) -> &Self {
        match self {
            Self::Future(future) => &future.output,
            ty => ty,
        }
    }

    /// Whether it is `()`.
    pub fn is_unit(&self) -> bool {
        matches!(self, Self::Tuple(elems) if elems.is_empty())
    }

    /// Generic argument `index`; unknown where there is none.
    pub fn arg(&self, index: usize) -> Ty {
        match self {
            Self::Adt(_, args) | Self::Api(_, args) | Self::Tuple(args) => args.get(index).cloned().unwrap_or_default(),
            Self::Slice(inner) if index == 0 => (**inner).clone(),
            _ => Ty::Unknown,
        }
    }

    /// The canonical path of a type of another crate.
    pub fn api_path(&self) -> Option<Name> {
        match self {
            Self::Api(path, _) => Some(*path),
            _ => None,
        }
    }

    /// A type of another crate.
    pub fn api(path: &str, args: impl IntoIterator<Item = Ty>) -> Self {
        Self::Api(Name::from(path), args.into_iter().collect())
    }

    /// A future.
    pub fn future(output: Ty, origin: Origin) -> Self {
        Self::Future(Arc::new(FutureTy { output, origin }))
    }

    /// Puts types for parameters.
    pub fn subst(&self, map: &dyn Fn(Name) -> Option<Ty>) -> Ty {
        // Most types have nothing to fill in; the copy of one is a count.
        if self.is_open(0) { self.subst_deep(map, 0) } else { self.clone() }
    }

    /// Whether something in it may stand for another type.
    fn is_open(&self, depth: u8) -> bool {
        depth > 16
            || match self {
                Self::Param(..) | Self::Assoc(..) | Self::Traits(_) => true,
                Self::Adt(_, args) | Self::Api(_, args) | Self::Tuple(args) => {
                    args.iter().any(|arg| arg.is_open(depth + 1))
                }
                Self::Slice(inner) | Self::Callable(inner) => inner.is_open(depth + 1),
                Self::Future(future) => future.output.is_open(depth + 1),
                Self::Unknown | Self::Prim(_) | Self::Closure(_) | Self::Fn(_) | Self::Never => false,
            }
    }

    fn subst_deep(&self, map: &dyn Fn(Name) -> Option<Ty>, depth: u8) -> Ty {
        if depth > 16 {
            return Ty::Unknown;
        }
        let list = |args: &Args| -> Args { args.iter().map(|arg| arg.subst_deep(map, depth + 1)).collect() };
        match self {
            Self::Param(name, _) => map(*name).unwrap_or_else(|| self.clone()),
            Self::Adt(id, args) if !args.is_empty() => Self::Adt(*id, list(args)),
            Self::Api(path, args) if !args.is_empty() => Self::Api(*path, list(args)),
            Self::Tuple(args) if !args.is_empty() => Self::Tuple(list(args)),
            Self::Slice(inner) => Self::Slice(Arc::new(inner.subst_deep(map, depth + 1))),
            Self::Future(future) => Self::future(future.output.subst_deep(map, depth + 1), future.origin),
            Self::Callable(result) => Self::Callable(Arc::new(result.subst_deep(map, depth + 1))),
            Self::Traits(bounds) => Self::Traits(
                bounds
                    .iter()
                    .map(|bound| Bound {
                        of: bound.of,
                        args: list(&bound.args),
                        assoc: bound.assoc.iter().map(|(name, ty)| (*name, ty.subst_deep(map, depth + 1))).collect(),
                    })
                    .collect(),
            ),
            Self::Assoc(base, name) => project(base.subst_deep(map, depth + 1), *name),
            _ => self.clone(),
        }
    }

    /// Whether it and another type can be one: what is not known can be anything.
    pub fn may_be(&self, other: &Ty) -> bool {
        may_be_same(self, other, 0)
    }

    /// How deep generic arguments nest; types that grow without end are cut off by this.
    pub fn depth(&self) -> usize {
        match self {
            Self::Adt(_, args) | Self::Api(_, args) | Self::Tuple(args) => {
                1 + args.iter().map(Ty::depth).max().unwrap_or(0)
            }
            Self::Slice(inner) | Self::Callable(inner) | Self::Assoc(inner, _) => 1 + inner.depth(),
            Self::Future(future) => 1 + future.output.depth(),
            _ => 1,
        }
    }
}

/// `<base as _>::name`, resolved where the base says it.
pub fn project(base: Ty, name: Name) -> Ty {
    match (&base, name.as_str()) {
        (Ty::Future(future), "Output") => future.output.clone(),
        (Ty::Traits(bounds) | Ty::Param(_, bounds), _) => {
            for bound in bounds.iter() {
                if let Some((_, ty)) = bound.assoc.iter().find(|(assoc, _)| *assoc == name) {
                    return ty.clone();
                }
            }
            Ty::Assoc(Arc::new(base), name)
        }
        (Ty::Unknown, _) => Ty::Unknown,
        _ => Ty::Assoc(Arc::new(base), name),
    }
}

/// No arguments.
pub fn no_args() -> Args {
    static EMPTY: std::sync::OnceLock<Args> = std::sync::OnceLock::new();
    EMPTY.get_or_init(|| Arc::from([])).clone()
}

fn may_be_same(one: &Ty, other: &Ty, depth: u8) -> bool {
    if depth > 8 {
        return true;
    }
    let all = |one: &[Ty], other: &[Ty]| {
        one.len() != other.len() || one.iter().zip(other).all(|(one, other)| may_be_same(one, other, depth + 1))
    };
    match (one, other) {
        (Ty::Api(a, one), Ty::Api(b, other)) => a == b && all(one, other),
        (Ty::Adt(a, one), Ty::Adt(b, other)) => a == b && all(one, other),
        (Ty::Tuple(one), Ty::Tuple(other)) => one.len() == other.len() && all(one, other),
        (Ty::Prim(a), Ty::Prim(b)) => a == b,
        (
            Ty::Api(..) | Ty::Adt(..) | Ty::Tuple(..) | Ty::Prim(_),
            Ty::Api(..) | Ty::Adt(..) | Ty::Tuple(..) | Ty::Prim(_),
        ) => false,
        _ => true,
    }
}
