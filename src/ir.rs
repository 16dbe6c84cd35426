//! What a source file says, as plain owned data: items, bodies, types, paths, and where they stand.
//!
//! Knows nothing of `syn`, of other files, or of what a name means. What could not be read is
//! [`ExprKind::Opaque`] or [`TypeRef::Opaque`], never an empty block.

pub mod dump;
mod walk;

use crate::source::{FileId, Name, Span};

/// Everything one file says. Exists for files that do not parse, too (then `error` is set and `items` empty).
#[derive(Debug)]
pub struct FileIr {
    /// The file.
    pub file: FileId,
    /// Items at the file's top level, in order.
    pub items: Vec<Item>,
    /// All bodies of the file (functions, constants, statics), by [`BodyId`].
    pub bodies: Vec<Body>,
    /// `// tether: …` comments.
    pub suppressions: Vec<SuppressComment>,
    /// Set when the file could not be parsed.
    pub error: Option<SyntaxError>,
    /// How many macro calls could not be read (they are `Opaque`).
    pub opaque_macros: u32,
    /// Calls of the program's own macros that were read as what they expand to, in no order.
    pub expansions: Vec<Expansion>,
    /// Whether the file starts with `#![cfg(test)]` or the like.
    pub attrs: Attrs,
}

/// A call of a `macro_rules!` of the program that was read as what it expands to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// The whole call: the range of all code that comes from the macro's body.
    pub call: Span,
    /// The macro's name.
    pub name: Name,
    /// The file that defines it. Where in it is not said: that file may be edited without this one being read again.
    pub home: FileId,
}

// A worker lowers a file and hands it over; nothing of `syn` may come along.
const _: () = {
    const fn owned<T: Send + Sync + 'static>() {}
    owned::<FileIr>()
};

/// Why a file could not be parsed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What, lower case, without a stop.
    pub message: String,
}

/// A `// tether: allow(rule, …, reason = "…")` or `// tether: allow-file(…)` comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuppressComment {
    /// The whole comment.
    pub span: Span,
    /// The names between the parentheses, each with its place.
    pub rules: Vec<(String, Span)>,
    /// The text of `reason = "…"`.
    pub reason: Option<String>,
    /// `allow-file`: holds for the whole file.
    pub whole_file: bool,
    /// Whether code stands before it on its line: then it is about that line, else about what comes next.
    pub trailing: bool,
    /// The byte range of code that it speaks of: its own line when trailing, else the line
    /// of the next code after it (attributes and other comments skipped).
    pub target: Span,
    /// Set when the comment could not be read: what is wrong with it.
    pub malformed: Option<String>,
}

/// Index of a body in [`FileIr::bodies`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyId(pub u32);

/// What attributes say that matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attrs {
    /// The conditions of all `#[cfg(…)]` on the item, all of which must hold.
    pub cfg: Vec<Cfg>,
    /// `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[bench]` and the like: any attribute path whose last segment is `test`, `bench`, `rstest`, `test_case`, `quickcheck`, `proptest`.
    pub test: bool,
    /// Last segment paths of the other attributes, joined with `::` (`tokio::main`, `async_trait`, `derive`).
    pub names: Vec<Name>,
    /// Paths in `#[derive(…)]` as they are written, joined with `::`. Most questions are [`Attrs::derives`].
    pub derives: Vec<Name>,
    /// `#[path = "…"]` of a module; from `#[cfg_attr(condition, path = "…")]` with its condition.
    pub paths: Vec<(Option<Cfg>, Name)>,
    /// `#[instrument(err)]`, `#[instrument(ret)]`: an error that the function gives is logged on its way out.
    pub logs_errors: bool,
}

impl Attrs {
    /// Whether a trait of this name is derived, whatever path leads to it.
    pub fn derives(&self, name: &str) -> bool {
        self.derives.iter().any(|derive| derive.as_str().rsplit("::").next() == Some(name))
    }
}

/// A `cfg` predicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cfg {
    /// `test`, `unix`, `tokio_unstable` …
    Flag(Name),
    /// `feature = "x"`, `target_os = "linux"` …
    Is(Name, Name),
    /// `all(…)`
    All(Vec<Cfg>),
    /// `any(…)`
    Any(Vec<Cfg>),
    /// `not(…)`
    Not(Box<Cfg>),
}

/// An item with what holds for every kind.
#[derive(Clone, Debug)]
pub struct Item {
    /// Empty for `impl`, `use` and item macros.
    pub name: Name,
    /// The name, or the keyword where there is none.
    pub name_span: Span,
    /// The whole item, attributes included.
    pub span: Span,
    /// Whether and how far it is visible.
    pub vis: Vis,
    /// Attributes that matter.
    pub attrs: Attrs,
    /// What it is.
    pub kind: ItemKind,
}

/// Visibility as written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vis {
    /// Nothing written.
    Private,
    /// `pub`
    Public,
    /// `pub(crate)`, `pub(super)`, `pub(in …)`
    Restricted,
}

/// The kinds of items.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// `use a::{b as c, d::*};` flattened: one entry per leaf.
    Use(Vec<UseLeaf>),
    /// `extern crate a as b;` (`name` is `b`).
    ExternCrate(Name),
    /// `mod m { … }` with its items, or `mod m;` with `None`.
    Mod(Option<Vec<Item>>),
    /// A free function.
    Fn(FnItem),
    /// `struct` and `union`.
    Struct(StructItem),
    /// `enum`.
    Enum(EnumItem),
    /// `trait`.
    Trait(TraitItem),
    /// `impl`, inherent or of a trait.
    Impl(ImplItem),
    /// `type A<T> = …;`
    TypeAlias {
        /// Generic parameters.
        generics: Generics,
        /// The right side.
        ty: TypeRef,
    },
    /// `const` and `static`; `lazy_static!` and `thread_local!` entries, too.
    Static {
        /// The type; for `thread_local!` the written type, for `lazy_static!` the written type.
        ty: TypeRef,
        /// The initialiser.
        body: Option<BodyId>,
        /// Whether it is a `const`.
        is_const: bool,
        /// Whether it stands in `lazy_static!` or `thread_local!`.
        lazy: bool,
    },
    /// `macro_rules! name { … }`: the definition itself stays in `syntax`.
    MacroRules {
        /// `#[macro_export]`
        exported: bool,
    },
    /// An item macro that could not be read.
    MacroCall(PathRef),
}

/// One leaf of a `use` tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseLeaf {
    /// Segments, `self`, `super`, `crate` included; `a::{self}` is `a`.
    pub path: Vec<Name>,
    /// Begins with `::`.
    pub global: bool,
    /// The name it binds; `None` for globs; `_` for `as _`.
    pub alias: Option<Name>,
    /// Ends in `*`.
    pub glob: bool,
}

/// Generic parameters of an item.
#[derive(Clone, Debug, Default)]
pub struct Generics {
    /// Type parameters in order, each with the bounds written on it or in the `where` clause.
    pub types: Vec<GenericParam>,
    /// `where` bounds on anything that is not a plain parameter (`C::Runtime: Spawn`).
    pub wheres: Vec<(TypeRef, Vec<PathRef>)>,
}

/// One type parameter.
#[derive(Clone, Debug)]
pub struct GenericParam {
    /// `T`
    pub name: Name,
    /// Trait bounds (lifetimes and `?Sized` left out).
    pub bounds: Vec<PathRef>,
    /// `= Default`
    pub default: Option<TypeRef>,
}

/// A function, method or trait method.
#[derive(Clone, Debug)]
pub struct FnItem {
    /// Generic parameters.
    pub generics: Generics,
    /// `async fn`
    pub is_async: bool,
    /// How `self` is taken, if it is.
    pub receiver: Option<Receiver>,
    /// `self: Pin<…>`
    pub pinned: bool,
    /// `self: Arc<Self>`, `self: &Rc<Self>`: the type as written, where it is not pinned.
    pub receiver_ty: Option<TypeRef>,
    /// Types of the other parameters, in order; their patterns are [`Body::params`] (after `self`).
    pub params: Vec<TypeRef>,
    /// Names of the other parameters where the pattern is a plain name.
    pub param_names: Vec<Option<Name>>,
    /// `-> T`; `None` for none written.
    pub ret: Option<TypeRef>,
    /// Absent for trait methods without a default and foreign functions.
    pub body: Option<BodyId>,
}

/// How `self` is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Receiver {
    /// `self`, `mut self`, `self: Box<Self>`, `self: Arc<Self>`
    Value,
    /// `&self`
    Ref,
    /// `&mut self`, `self: Pin<&mut Self>`
    RefMut,
}

/// A struct or union.
#[derive(Clone, Debug)]
pub struct StructItem {
    /// Generic parameters.
    pub generics: Generics,
    /// Fields; tuple structs have `0`, `1`, … as names.
    pub fields: Vec<Field>,
    /// Whether fields have no names.
    pub is_tuple: bool,
}

/// A field of a struct or variant.
#[derive(Clone, Debug)]
pub struct Field {
    /// `0`, `1`, … in tuples.
    pub name: Name,
    /// The name, or the type where there is none.
    pub span: Span,
    /// The type as written.
    pub ty: TypeRef,
    /// Visibility.
    pub vis: Vis,
}

/// An enum.
#[derive(Clone, Debug)]
pub struct EnumItem {
    /// Generic parameters.
    pub generics: Generics,
    /// Variants.
    pub variants: Vec<Variant>,
}

/// A variant of an enum.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// Its name's place.
    pub span: Span,
    /// Its fields; `0`, `1`, … when it is a tuple variant.
    pub fields: Vec<Field>,
    /// Whether fields have no names.
    pub is_tuple: bool,
}

/// A trait.
#[derive(Clone, Debug)]
pub struct TraitItem {
    /// Generic parameters.
    pub generics: Generics,
    /// Super traits.
    pub supers: Vec<PathRef>,
    /// Methods and associated functions (`kind` is always `Fn`).
    pub fns: Vec<Item>,
    /// Associated types with their bounds and default.
    pub types: Vec<GenericParam>,
}

/// An `impl` block.
#[derive(Clone, Debug)]
pub struct ImplItem {
    /// Generic parameters.
    pub generics: Generics,
    /// `impl Trait for …`
    pub of_trait: Option<PathRef>,
    /// The type.
    pub self_ty: TypeRef,
    /// Methods and associated functions (`kind` is always `Fn`).
    pub fns: Vec<Item>,
    /// `type Name = T;`
    pub types: Vec<AssocType>,
    /// Associated constants (`kind` is always `Static`).
    pub consts: Vec<Item>,
}

impl ImplItem {
    /// What an associated type stands for.
    pub fn assoc(&self, name: &str) -> Option<&TypeRef> {
        self.types.iter().find(|one| one.name == name).map(|one| &one.ty)
    }
}

/// `type Name = T;` in an `impl` block.
#[derive(Clone, Debug)]
pub struct AssocType {
    /// Its name.
    pub name: Name,
    /// The place of the name.
    pub span: Span,
    /// What it stands for.
    pub ty: TypeRef,
}

/// A path as written: `a::b::<T>::c`, `<T as Trait>::f`, `Self::new`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathRef {
    /// Begins with `::`.
    pub global: bool,
    /// `<T as a::Trait>::f`: the `T`, and how many of the segments name the trait (0 for `<T>::f`).
    pub qself: Option<(Box<TypeRef>, usize)>,
    /// At least one, but for `<T>::…` whose segments start after the type.
    pub segments: Box<[Segment]>,
}

impl PathRef {
    /// The last segment's name; empty for a path that could not be read.
    pub fn last(&self) -> Name {
        self.segments.last().map_or_else(Name::default, |segment| segment.name)
    }

    /// The name, if the path is one segment without arguments.
    pub fn as_ident(&self) -> Option<Name> {
        match &*self.segments {
            [one] if one.args.is_none() && self.qself.is_none() && !self.global => Some(one.name),
            _ => None,
        }
    }
}

/// One segment of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// The name (`r#` cut off), `self`, `super`, `crate`, `Self`, `$crate` as `crate`.
    pub name: Name,
    /// `<A, B = C>` or `(A) -> B`.
    pub args: Option<Box<GenericArgs>>,
}

/// Generic arguments of a segment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GenericArgs {
    /// Types in order (lifetimes left out; constants are `TypeRef::Opaque`).
    pub types: Vec<TypeRef>,
    /// `Output = T`
    pub assoc: Vec<(Name, TypeRef)>,
    /// `Fn(A, B) -> C`: parameters and result.
    pub call: Option<(Vec<TypeRef>, Option<TypeRef>)>,
}

/// A type as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeRef {
    /// A named type.
    Path(PathRef),
    /// `&T`, `&mut T`, `*const T`, `*mut T`
    Ref(Box<TypeRef>),
    /// `(A, B)`; `()` is empty.
    Tuple(Vec<TypeRef>),
    /// `[T]`, `[T; N]`
    Slice(Box<TypeRef>),
    /// `fn(A) -> B`
    Fn(Vec<TypeRef>, Option<Box<TypeRef>>),
    /// `impl A + B`
    Impl(Vec<PathRef>),
    /// `dyn A + B`
    Dyn(Vec<PathRef>),
    /// `!`
    Never,
    /// `_`
    Infer,
    /// A macro or something we do not read.
    Opaque,
}

impl TypeRef {
    /// Whether it is a reference, or has one: `Option<&T>`.
    pub fn lends(&self) -> bool {
        match self {
            Self::Ref(_) => true,
            Self::Path(path) => {
                let mut args = path.segments.iter().filter_map(|segment| segment.args.as_ref());
                args.any(|args| args.types.iter().any(Self::lends))
            }
            _ => false,
        }
    }
}

/// Index of an expression in its [`Body`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);
/// Index of a pattern in its [`Body`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PatId(pub u32);
/// Index of a local variable in its [`Body`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BindingId(pub u32);

/// The code of a function, constant or static, closures and async blocks within included.
///
/// Children have smaller ids than their parents: a pass in order of ids sees operands first.
#[derive(Clone, Debug)]
pub struct Body {
    /// The file that all spans of this body lie in.
    pub file: FileId,
    /// Expressions.
    pub exprs: Vec<Expr>,
    /// Patterns.
    pub pats: Vec<Pat>,
    /// Local variables, parameters included.
    pub bindings: Vec<Binding>,
    /// Patterns of the parameters, `self` first where there is one.
    pub params: Vec<PatId>,
    /// The value: for functions the block.
    pub root: ExprId,
    /// Items declared inside (`fn` in `fn`, local `use` …): a scope of its own around the whole body.
    pub items: Vec<Item>,
}

impl Body {
    /// The expression of an id of this body.
    pub fn expr(&self, id: ExprId) -> &ExprKind {
        &self.exprs[id.0 as usize].kind
    }

    /// Its place.
    pub fn span(&self, id: ExprId) -> Span {
        let expr = &self.exprs[id.0 as usize];
        Span::new(self.file, expr.lo, expr.hi)
    }

    /// The pattern of an id of this body.
    pub fn pat(&self, id: PatId) -> &PatKind {
        &self.pats[id.0 as usize].kind
    }

    /// Its place.
    pub fn pat_span(&self, id: PatId) -> Span {
        let pat = &self.pats[id.0 as usize];
        Span::new(self.file, pat.lo, pat.hi)
    }

    /// The variable of an id of this body.
    pub fn binding(&self, id: BindingId) -> &Binding {
        &self.bindings[id.0 as usize]
    }
}

/// An expression and its byte range.
///
/// Ranges: a loop's begins at its keyword (a label stays outside), a macro's at its path, everything
/// else covers what was written. Code from a `macro_rules!` body has the range of the macro call.
#[derive(Clone, Debug)]
pub struct Expr {
    /// First byte.
    pub lo: u32,
    /// One past the last.
    pub hi: u32,
    /// What it is.
    pub kind: ExprKind,
}

/// A local variable.
#[derive(Clone, Debug)]
pub struct Binding {
    /// Its name; `self` for the receiver.
    pub name: Name,
    /// Where it is bound.
    pub lo: u32,
    /// One past the name.
    pub hi: u32,
    /// `ref x` / `ref mut x`
    pub by_ref: bool,
    /// `mut x`
    pub mutable: bool,
}

/// A pattern and its byte range.
#[derive(Clone, Debug)]
pub struct Pat {
    /// First byte.
    pub lo: u32,
    /// One past the last.
    pub hi: u32,
    /// What it is.
    pub kind: PatKind,
}

/// The kinds of patterns. `&p`, `box p` and parentheses are left out: their inside stands for them.
#[derive(Clone, Debug)]
pub enum PatKind {
    /// `_`
    Wild,
    /// `..`
    Rest,
    /// `x`, `x @ p`. A lone identifier that begins with an upper-case letter is `Path`.
    Bind(BindingId, Option<PatId>),
    /// `Some(p, q)`
    TupleStruct(PathRef, Box<[PatId]>),
    /// `S { a: p, b, .. }`: field names with their patterns.
    Struct(PathRef, Box<[(Name, PatId)]>),
    /// `None`, `A::B`
    Path(PathRef),
    /// `(p, q)`
    Tuple(Box<[PatId]>),
    /// `[p, .., q]`
    Slice(Box<[PatId]>),
    /// `p | q`; names bound in all alternatives are one [`BindingId`].
    Or(Box<[PatId]>),
    /// Literals; ranges are [`Lit::Other`].
    Lit(Lit),
    /// Not read.
    Opaque,
}

/// Literals, as far as their value matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lit {
    /// Integer, as a decimal where it fits.
    Int(u64),
    /// `true`, `false`
    Bool(bool),
    /// String.
    Str(Name),
    /// Float, char, byte string …
    Other,
}

/// The kinds of expressions. Parentheses are left out: their inside stands for them.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// Could not be read; holds nothing.
    Opaque,
    /// A literal.
    Lit(Lit),
    /// A local variable or parameter (resolved while lowering: shadowing, closures and patterns are done).
    Local(BindingId),
    /// Any other path.
    Path(Box<PathRef>),
    /// `f(args)`
    Call {
        /// What is called.
        callee: ExprId,
        /// Arguments.
        args: Box<[ExprId]>,
    },
    /// `receiver.name::<T>(args)`
    MethodCall {
        /// Before the dot.
        receiver: ExprId,
        /// The method's name.
        name: Name,
        /// First byte of the name.
        name_lo: u32,
        /// `::<T, U>`
        generics: Box<[TypeRef]>,
        /// Arguments.
        args: Box<[ExprId]>,
    },
    /// `base.name`, `base.0`
    Field {
        /// Before the dot.
        base: ExprId,
        /// After it.
        name: Name,
    },
    /// `base[index]`
    Index {
        /// Before the bracket.
        base: ExprId,
        /// In it.
        index: ExprId,
    },
    /// `!x`, `-x`, `*x`
    Unary {
        /// `!`, `-` or `*`.
        op: UnaryOp,
        /// The operand.
        operand: ExprId,
    },
    /// `&x`, `&mut x`, `&raw x`
    Ref(ExprId),
    /// Any binary operator that is no assignment. `&&` and `||` are told apart for control flow.
    Binary {
        /// Which.
        op: BinaryOp,
        /// Left.
        lhs: ExprId,
        /// Right.
        rhs: ExprId,
    },
    /// `place = value`, `place += value`
    Assign {
        /// Left.
        place: ExprId,
        /// Right.
        value: ExprId,
        /// `+=` and the like.
        compound: bool,
    },
    /// `(a, b) = value`, `S { x, .. } = value`, `_ = value`.
    AssignPat {
        /// Places on the left, in order of the text (`_` and `..` left out).
        places: Box<[ExprId]>,
        /// Right.
        value: ExprId,
    },
    /// `x as T`
    Cast(ExprId, Box<TypeRef>),
    /// `{ … }`, `unsafe { … }`, `'a: { … }`
    Block {
        /// Statements.
        stmts: Box<[Stmt]>,
        /// The value, if the last expression has no semicolon.
        tail: Option<ExprId>,
        /// `'a:`
        label: Option<Name>,
    },
    /// `async { … }`: the block, unless it is an `async_stream::stream!` or the like.
    Async {
        /// The code.
        body: ExprId,
        /// `stream!`/`try_stream!`: gives items with `yield`.
        stream: bool,
    },
    /// `|p| body`, `async |p| body`
    Closure {
        /// Parameter patterns with written types.
        params: Box<[(PatId, Option<TypeRef>)]>,
        /// The code.
        body: ExprId,
        /// `async |…|`
        is_async: bool,
    },
    /// `if cond { } else { }`; `cond` may hold `Let`.
    If {
        /// Condition.
        cond: ExprId,
        /// First block.
        then: ExprId,
        /// `else`.
        otherwise: Option<ExprId>,
    },
    /// `let pat = value` as a condition (also from `matches!`).
    Let {
        /// Pattern.
        pat: PatId,
        /// What is matched.
        value: ExprId,
    },
    /// `match value { arms }`
    Match {
        /// What is matched.
        value: ExprId,
        /// Arms.
        arms: Box<[Arm]>,
    },
    /// `loop { }`
    Loop {
        /// `'a:`
        label: Option<Name>,
        /// The block.
        body: ExprId,
    },
    /// `while cond { }`; `while let` has a `Let` in `cond`.
    While {
        /// `'a:`
        label: Option<Name>,
        /// Condition.
        cond: ExprId,
        /// The block.
        body: ExprId,
    },
    /// `for pat in iter { }`
    For {
        /// `'a:`
        label: Option<Name>,
        /// Pattern.
        pat: PatId,
        /// What is gone through.
        iter: ExprId,
        /// The block.
        body: ExprId,
    },
    /// `break 'a value`
    Break {
        /// `'a`
        label: Option<Name>,
        /// The value.
        value: Option<ExprId>,
    },
    /// `continue 'a`
    Continue {
        /// `'a`
        label: Option<Name>,
    },
    /// `return value`
    Return(Option<ExprId>),
    /// `yield value` (in `stream!`)
    Yield(Option<ExprId>),
    /// `x.await`
    Await(ExprId),
    /// `x?`
    Try(ExprId),
    /// `(a, b)`; `()` is empty.
    Tuple(Box<[ExprId]>),
    /// `[a, b]`, `vec![a, b]`
    Array {
        /// Elements.
        elems: Box<[ExprId]>,
        /// `vec![…]`
        vec: bool,
    },
    /// `[x; n]`, `vec![x; n]`
    Repeat {
        /// The element.
        elem: ExprId,
        /// How many.
        len: ExprId,
        /// `vec![…]`
        vec: bool,
    },
    /// `S { a: x, ..base }`
    Struct {
        /// The type or variant.
        path: Box<PathRef>,
        /// Field names with their values.
        fields: Box<[(Name, ExprId)]>,
        /// `..base`
        base: Option<ExprId>,
    },
    /// `a..b`
    Range(Option<ExprId>, Option<ExprId>),
    /// `select!`, `select_biased!` of tokio, futures, crossbeam and look-alikes.
    Select {
        /// The macro's path as written.
        path: Box<PathRef>,
        /// Branches in order.
        branches: Box<[SelectBranch]>,
        /// `else =>`, `complete =>`, `default =>` (with its kind).
        otherwise: Option<(SelectElse, ExprId)>,
        /// `biased;` or `select_biased!`
        biased: bool,
    },
    /// `join!(a, b)`, `try_join!(a, b)`
    Join {
        /// The macro's path as written.
        path: Box<PathRef>,
        /// The futures.
        args: Box<[ExprId]>,
        /// `try_join!`
        is_try: bool,
    },
    /// A macro whose arguments were read as expressions (`println!`, `info!`, `assert!` …): it evaluates them
    /// in order and borrows; or whose argument stands for it (`pin!(x)`).
    Macro {
        /// The macro's path as written.
        path: Box<PathRef>,
        /// Arguments.
        args: Box<[ExprId]>,
        /// What becomes of them.
        kind: MacroKind,
    },
}

/// What a read macro does with its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MacroKind {
    /// Borrows them to format or compare: `println!`, `info!`, `assert_eq!`.
    Borrows,
    /// The same, and never returns: `panic!`, `unreachable!`, `todo!`. `bail!` is read as `return Err(…)`.
    Panics,
    /// Gives its only argument back: `pin!(x)`, `std::pin::pin!(x)`, `ready!(x)`.
    Identity,
    /// `tokio::pin!(x)`: rebinds the local of that name, value `()`.
    PinLocal,
    /// Not known, but its arguments could be read as expressions: they are evaluated, and what
    /// becomes of their values is unknown.
    Unknown,
}

/// Unary operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `!`
    Not,
    /// `-`
    Neg,
    /// `*`
    Deref,
}

/// Binary operators, as far as they matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `&&`
    And,
    /// `||`
    Or,
    /// Gives `bool`.
    Compare(Comparison),
    /// Arithmetic: gives the type of its left side.
    Arith,
}

/// What a comparison asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// What it asks of the right side about the left one.
    pub fn turned(self) -> Self {
        match self {
            Self::Equal | Self::Unequal => self,
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
        }
    }
}

/// The last branch of a select.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SelectElse {
    /// tokio's `else =>`: all branches disabled.
    Else,
    /// futures' `complete =>`: all futures are done.
    Complete,
    /// futures' and crossbeam's `default =>`: nothing is ready now (`default(d)`: within `d`).
    Default,
}

/// One branch of a `select!`.
#[derive(Clone, Debug)]
pub struct SelectBranch {
    /// The pattern; `Wild` where none is written.
    pub pat: PatId,
    /// The future. For crossbeam's `recv(r) -> p` and `send(s, v) -> p` a `MethodCall` named `recv`/`send`
    /// on the channel end with the operation's span.
    pub future: ExprId,
    /// `, if cond`
    pub guard: Option<ExprId>,
    /// What is done.
    pub body: ExprId,
}

/// One arm of a `match`.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The pattern.
    pub pat: PatId,
    /// `if cond`
    pub guard: Option<ExprId>,
    /// What is done.
    pub body: ExprId,
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Stmt {
    /// `let pat: ty = init else { … };`
    Let {
        /// Pattern.
        pat: PatId,
        /// Written type.
        ty: Option<Box<TypeRef>>,
        /// Value.
        init: Option<ExprId>,
        /// `else` block.
        otherwise: Option<ExprId>,
    },
    /// An expression whose value is dropped (with or without a semicolon, but not the tail).
    Expr(ExprId),
}
