//! The whole program with the questions that may be asked of it: types of signatures and fields, methods,
//! dereferencing, what futures and iterators give.
//!
//! Answers are worked out on demand and kept. Knows nothing of tasks.

use super::infer::{self, BodyTypes, Callee, merge};
use super::ty::{Args, Bound, BoundTrait, ExprRef, Origin, Ty, no_args, project};
use super::{
    AdtId, BodyOwner, BodyRef, Container, Defs, Externals, FnId, GenericOwner, ModId, Namespace, Res, Scope, StaticId,
    TraitId,
};
use crate::apis::{Apis, Role, TraitOn, TyText, Verb};
use crate::flow::{Parent, Uses};
use crate::ir::{BindingId, Body, ExprId, ExprKind, FileIr, PatKind, PathRef, Receiver, TypeRef};
use crate::source::{FileId, Name, Span};
use crate::workspace::Workspace;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// The program: texts, definitions, catalog, and what has been worked out about them.
pub struct Program<'a> {
    /// What was read.
    pub workspace: &'a Workspace,
    /// Lowered files, by [`FileId`].
    pub files: &'a [FileIr],
    /// Definitions.
    pub defs: Defs<'a>,
    /// The catalog.
    pub apis: &'a Apis,
    types: Vec<Vec<OnceLock<Box<BodyTypes>>>>,
    uses: Vec<Vec<OnceLock<Box<Uses>>>>,
    sigs: Vec<OnceLock<Box<Sig>>>,
    adts: Vec<OnceLock<Box<[FieldTypes]>>>,
    derefs: Vec<OnceLock<Option<Ty>>>,
    /// Answers of [`Program::canonical`].
    canonical: RwLock<FxHashMap<Name, Name>>,
    /// Whether a module imports a trait of another crate.
    imports: RwLock<FxHashMap<(ModId, Name), bool>>,
    /// Answers of [`Program::calls_of`], by the name that is called.
    calls: RwLock<FxHashMap<Name, Arc<CallsOf>>>,
}

/// The calls of each function of one name, each with its place among all calls of that name.
type CallsOf = FxHashMap<FnId, Vec<(u32, ExprRef)>>;

/// Fields of a struct or variant, in order.
type FieldTypes = Vec<(Name, Ty)>;

/// A function's signature.
#[derive(Clone, Debug, Default)]
pub struct Sig {
    /// The type that it belongs to, generic.
    pub owner: Option<Ty>,
    /// Type of `self`, if it is taken.
    pub receiver: Option<Ty>,
    /// Types of the other parameters.
    pub params: Vec<Ty>,
    /// What a call gives: for `async fn` a future.
    pub ret: Ty,
    /// What its body gives.
    pub output: Ty,
}

/// What a constructor makes: a struct, or a variant of an enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ctor {
    /// The type.
    pub adt: AdtId,
    /// The variant, for enums.
    pub variant: Option<u32>,
}

/// What a path names: the head and the segments behind it that name resolution leaves to types.
#[derive(Clone, Debug)]
pub struct Named {
    /// The head.
    pub res: Res,
    /// Associated items behind the head.
    pub rest: Vec<Name>,
    /// Type arguments written on the head (`Foo::<A>::new`), lowered.
    pub args: Vec<Ty>,
    /// `<T as _>`: the type.
    pub qself: Option<Ty>,
    /// `<_ as Trait>`: the trait.
    pub of_trait: Option<TraitId>,
}

const DEPTH: u8 = 12;

impl<'a> Program<'a> {
    /// Nothing is worked out yet.
    pub fn new(workspace: &'a Workspace, files: &'a [FileIr], defs: Defs<'a>, apis: &'a Apis) -> Self {
        fn cells<T>(files: &[FileIr]) -> Vec<Vec<OnceLock<T>>> {
            files.iter().map(|file| file.bodies.iter().map(|_| OnceLock::new()).collect()).collect()
        }
        let count = |len: usize| (0..len).map(|_| ()).collect::<Vec<()>>();
        let (fns, adts) = (defs.fns.len(), defs.adts.len());
        Self {
            workspace,
            files,
            apis,
            types: cells(files),
            uses: cells(files),
            sigs: count(fns).into_iter().map(|()| OnceLock::new()).collect(),
            adts: count(adts).into_iter().map(|()| OnceLock::new()).collect(),
            derefs: count(adts).into_iter().map(|()| OnceLock::new()).collect(),
            canonical: RwLock::default(),
            imports: RwLock::default(),
            calls: RwLock::default(),
            defs,
        }
    }

    /// The body of a reference.
    pub fn body(&self, at: BodyRef) -> &'a Body {
        &self.files[at.file.0 as usize].bodies[at.body.0 as usize]
    }

    /// The lowered file.
    pub fn file(&self, id: FileId) -> &'a FileIr {
        &self.files[id.0 as usize]
    }

    /// Types and callees of a body.
    pub fn types(&self, at: BodyRef) -> &BodyTypes {
        self.types[at.file.0 as usize][at.body.0 as usize].get_or_init(|| Box::new(infer::infer(self, at)))
    }

    /// Parents and uses of a body.
    pub fn uses(&self, at: BodyRef) -> &Uses {
        self.uses[at.file.0 as usize][at.body.0 as usize].get_or_init(|| Box::new(Uses::new(self.body(at))))
    }

    /// Type of an expression.
    pub fn ty(&self, at: ExprRef) -> &Ty {
        self.types(at.body).expr(at.expr)
    }

    /// What a call calls.
    pub fn callee(&self, at: ExprRef) -> &Callee {
        self.types(at.body).callee(at.expr)
    }

    /// Where a static is named, among `named`: all paths that end in its name.
    pub fn uses_of_static(&self, id: StaticId, named: &[ExprRef]) -> Vec<ExprRef> {
        let is_it = |at: &ExprRef| {
            let ExprKind::Path(path) = self.expr(*at) else { return false };
            self.resolve(self.scope(at.body), path, Namespace::Values).static_id() == Some(id)
        };
        named.iter().copied().filter(is_it).collect()
    }

    /// Calls of a function, and of the trait function that it implements, in the order of `named`: all calls of its
    /// name. Those are looked at once for all functions of a name.
    pub fn calls_of<I: Iterator<Item = ExprRef>>(&self, function: FnId, named: impl FnOnce(Name) -> I) -> Vec<ExprRef> {
        let name = self.defs.fns[function].name;
        let known = self.calls.read().unwrap_or_else(PoisonError::into_inner).get(&name).cloned();
        let calls = known.unwrap_or_else(|| {
            let mut calls = CallsOf::default();
            for (number, call) in named(name).enumerate() {
                if let Some(callee) = self.called_fn(call) {
                    calls.entry(callee).or_default().push((number as u32, call));
                }
            }
            let calls = Arc::new(calls);
            self.calls.write().unwrap_or_else(PoisonError::into_inner).insert(name, Arc::clone(&calls));
            calls
        });
        let of = |function: &FnId| calls.get(function).map_or(&[][..], Vec::as_slice);
        let mut found: Vec<(u32, ExprRef)> = of(&function).to_vec();
        if let Some(of_trait) = self.trait_fn_of(function).filter(|of_trait| *of_trait != function) {
            found.extend(of(&of_trait));
            found.sort_unstable_by_key(|(number, _)| *number);
        }
        found.into_iter().map(|(_, call)| call).collect()
    }

    /// The function of the workspace that a call calls.
    pub(super) fn called_fn(&self, at: ExprRef) -> Option<FnId> {
        let typed = &self.types[at.body.file.0 as usize][at.body.body.0 as usize];
        if typed.get().is_none()
            && let Some(called) = self.called_by_path(at)
        {
            return called;
        }
        match self.callee(at) {
            Callee::Fn(function) | Callee::Trait(function) => Some(*function),
            _ => None,
        }
    }

    /// The function of the workspace, or none, that a call calls, where its path says so whatever the types around it
    /// are: the same that the types of the body say.
    pub(super) fn called_by_path(&self, at: ExprRef) -> Option<Option<FnId>> {
        let body = self.body(at.body);
        let ExprKind::Call { callee, .. } = body.expr(at.expr) else { return None };
        let ExprKind::Path(path) = body.expr(*callee) else { return None };
        let scope = self.scope(at.body);
        let named = self.resolve(scope, path, Namespace::Values);
        if named.ctor().is_some() {
            return Some(None);
        }
        match named.function(self, scope) {
            Some(function) => Some(Some(self.chosen_twin(at, function))),
            // What a static holds has a type.
            None => named.static_id().is_none().then_some(None),
        }
    }

    /// Of a function and those of its name that `#[cfg]` chooses from, the one that a call calls: where the call is
    /// awaited and the function gives nothing that can be, the `async` one.
    pub(super) fn chosen_twin(&self, call: ExprRef, function: FnId) -> FnId {
        let twins = self.defs.twins_of(function);
        let is_async = |twin: FnId| self.defs.fns[twin].item.is_async;
        let Some(twin) = twins.iter().copied().find(|&twin| is_async(twin)).filter(|_| !is_async(function)) else {
            return function;
        };
        let parent = self.uses(call.body).parent_expr(call.expr);
        let is_awaited = parent.is_some_and(|parent| matches!(self.body(call.body).expr(parent), ExprKind::Await(_)));
        // What gives a future by hand can be awaited, too.
        let is_plain = || matches!(self.sig(function).ret, Ty::Prim(_) | Ty::Tuple(_));
        if is_awaited && is_plain() { twin } else { function }
    }

    /// The expression itself.
    pub fn expr(&self, at: ExprRef) -> &'a ExprKind {
        self.body(at.body).expr(at.expr)
    }

    /// The place of an expression.
    pub fn span(&self, at: ExprRef) -> Span {
        self.body(at.body).span(at.expr)
    }

    // ---- paths ----

    /// What a path names.
    pub fn resolve(&self, scope: Scope, path: &PathRef, ns: Namespace) -> Named {
        let resolved = self.defs.resolve_path(scope, path, ns);
        let qself = path.qself.as_ref().map(|(ty, _)| self.lower_type(scope, ty));
        let names = path.segments.len();
        let head = names.saturating_sub(resolved.rest + 1);
        let args = path
            .segments
            .get(head)
            .and_then(|segment| segment.args.as_ref())
            .map_or_else(Vec::new, |args| args.types.iter().map(|ty| self.lower_type(scope, ty)).collect());
        let rest = path.segments[names - resolved.rest.min(names)..].iter().map(|segment| segment.name).collect();
        let of_trait = match resolved.of_trait {
            Some(Res::Trait(id)) => Some(id),
            _ => None,
        };
        let mut named = Named { res: resolved.res, rest, args, qself, of_trait };
        self.see_through_self(&mut named);
        named
    }

    /// `Self`, `Self::Variant` and aliases of types of the workspace are what they stand for.
    fn see_through_self(&self, named: &mut Named) {
        let head = match named.res {
            Res::SelfTy(id) => self.defs.impls[id].self_head,
            Res::Alias(_) => self.defs.head(named.res),
            _ => return,
        };
        let Res::Adt(adt) = head else { return };
        match named.rest.as_slice() {
            [] => named.res = head,
            [name] => {
                let variants = self.defs.adts[adt].variants();
                if let Some(index) = variants.iter().position(|variant| variant.name == *name) {
                    named.res = Res::Variant(adt, index as u32);
                    named.rest.clear();
                }
            }
            _ => {}
        }
    }

    /// The catalog's path for a path of another crate.
    pub fn canonical(&self, path: Name) -> Name {
        remembered(&self.canonical, path, || self.apis.canonical(path.as_str()).unwrap_or(path))
    }

    // ---- types as written ----

    /// The type that a text names in a scope.
    pub fn lower_type(&self, scope: Scope, ty: &TypeRef) -> Ty {
        self.lower(scope, ty, 0)
    }

    fn lower(&self, scope: Scope, ty: &TypeRef, depth: u8) -> Ty {
        if depth > DEPTH {
            return Ty::Unknown;
        }
        match ty {
            TypeRef::Path(path) => self.lower_path(scope, path, depth),
            TypeRef::Ref(inner) => self.lower(scope, inner, depth),
            TypeRef::Tuple(elems) => Ty::Tuple(elems.iter().map(|elem| self.lower(scope, elem, depth + 1)).collect()),
            TypeRef::Slice(elem) => Ty::Slice(Arc::new(self.lower(scope, elem, depth + 1))),
            TypeRef::Fn(_, ret) => {
                Ty::Callable(Arc::new(ret.as_ref().map_or_else(Ty::unit, |ret| self.lower(scope, ret, depth + 1))))
            }
            TypeRef::Impl(bounds) | TypeRef::Dyn(bounds) => {
                let bounds: Vec<Bound> = bounds.iter().map(|bound| self.lower_bound(scope, bound, depth + 1)).collect();
                from_bounds(bounds)
            }
            TypeRef::Never => Ty::Never,
            TypeRef::Infer | TypeRef::Opaque => Ty::Unknown,
        }
    }

    fn lower_bound(&self, scope: Scope, path: &PathRef, depth: u8) -> Bound {
        let resolved = self.defs.resolve_path(scope, path, Namespace::Types);
        let of = match resolved.res {
            Res::Trait(id) => BoundTrait::Local(id),
            Res::External(path) => BoundTrait::Api(self.canonical(path)),
            Res::Candidates(paths) => paths
                .paths()
                .map(|path| self.canonical(Name::from(path)))
                .find(|path| self.apis.trait_(*path).is_some())
                .map_or(BoundTrait::Unknown, BoundTrait::Api),
            _ => BoundTrait::Unknown,
        };
        let mut assoc = Vec::new();
        let mut types: Args = no_args();
        if let Some(args) = path.segments.last().and_then(|segment| segment.args.as_ref()) {
            types = args.types.iter().map(|ty| self.lower(scope, ty, depth + 1)).collect();
            assoc.extend(args.assoc.iter().map(|(name, ty)| (*name, self.lower(scope, ty, depth + 1))));
            if let Some((_, ret)) = &args.call {
                let ret = ret.as_ref().map_or_else(Ty::unit, |ret| self.lower(scope, ret, depth + 1));
                assoc.push((Name::from("Output"), ret));
            }
        }
        Bound { of, args: types, assoc }
    }

    fn lower_path(&self, scope: Scope, path: &PathRef, depth: u8) -> Ty {
        let resolved = self.defs.resolve_path(scope, path, Namespace::Types);
        let names = path.segments.len();
        let head = names.saturating_sub(resolved.rest + 1);
        let args: Vec<Ty> = path
            .segments
            .get(head)
            .and_then(|segment| segment.args.as_ref())
            .map_or_else(Vec::new, |args| args.types.iter().map(|ty| self.lower(scope, ty, depth + 1)).collect());
        let mut ty = match &resolved.res {
            Res::Adt(id) => self.adt_type(*id, args, depth),
            Res::Variant(id, _) => self.adt_type(*id, args, depth),
            Res::Alias(id) => {
                let alias = &self.defs.aliases[*id];
                let ty = self.lower(self.defs.alias_scope(*id), alias.ty, depth + 1);
                let generics = &alias.generics.types;
                ty.subst(&|name| {
                    let at = generics.iter().position(|param| param.name == name)?;
                    args.get(at).cloned().or_else(|| {
                        let default = generics[at].default.as_ref()?;
                        Some(self.lower(self.defs.alias_scope(*id), default, depth + 1))
                    })
                })
            }
            Res::External(path) => self.external_type(*path, args),
            Res::Candidates(paths) => paths
                .paths()
                .map(|path| self.canonical(Name::from(path)))
                .find(|path| self.apis.type_(*path).is_some())
                .map_or(Ty::Unknown, |path| self.external_type(path, args)),
            Res::Param(owner, index) => self.param_type(*owner, *index, depth),
            Res::SelfTy(id) => self.self_type(self.defs.impl_scope(*id), depth),
            Res::SelfTrait(id) => self.trait_self(*id),
            Res::Prim(name) => Ty::Prim(*name),
            _ => match &path.qself {
                Some((ty, _)) => self.lower(scope, ty, depth + 1),
                None => Ty::Unknown,
            },
        };
        if let (Res::Trait(_), Some((qself, _))) = (&resolved.res, &path.qself) {
            ty = self.lower(scope, qself, depth + 1);
        }
        for segment in &path.segments[names - resolved.rest.min(names)..] {
            ty = self.assoc_type(scope, ty, segment.name, depth);
        }
        ty
    }

    fn param_type(&self, owner: GenericOwner, index: u32, depth: u8) -> Ty {
        let (generics, scope) = match owner {
            GenericOwner::Fn(id) => (&self.defs.fns[id].item.generics, self.defs.fn_scope(id)),
            GenericOwner::Impl(id) => (&self.defs.impls[id].item.generics, self.defs.impl_scope(id)),
            GenericOwner::Trait(id) => (&self.defs.traits[id].item.generics, self.defs.trait_scope(id)),
            GenericOwner::Adt(id) => (self.defs.adts[id].generics(), self.defs.adt_scope(id)),
            GenericOwner::Alias(id) => (self.defs.aliases[id].generics, self.defs.alias_scope(id)),
        };
        let Some(param) = generics.types.get(index as usize) else { return Ty::Unknown };
        let bounds: Vec<Bound> = if depth + 4 > DEPTH {
            Vec::new()
        } else {
            param.bounds.iter().map(|bound| self.lower_bound(scope, bound, depth + 4)).collect()
        };
        Ty::Param(param.name, bounds.into())
    }

    fn external_type(&self, path: Name, args: Vec<Ty>) -> Ty {
        let path = self.canonical(path);
        let args: Args = args.into();
        match path.as_str() {
            // What runs in these is the same as what runs in the future that they hold.
            "futures::future::BoxFuture" | "futures::future::LocalBoxFuture" => Ty::api(
                "std::pin::Pin",
                [Ty::api("std::boxed::Box", [Ty::future(args.first().cloned().unwrap_or_default(), Origin::Unknown)])],
            ),
            _ => {
                let ty = Ty::Api(path, args);
                // `io::Result<T>` is `Result<T, io::Error>`.
                match self.apis.type_(path).and_then(|id| self.apis.ty(id).is.as_ref()) {
                    Some(text) => self.eval(text, &ty, &[], &Ty::Unknown, None),
                    None => ty,
                }
            }
        }
    }

    fn adt_type(&self, id: AdtId, mut args: Vec<Ty>, depth: u8) -> Ty {
        let generics = &self.defs.adts[id].generics().types;
        while args.len() < generics.len() {
            let default = generics[args.len()].default.as_ref();
            let ty = default.map(|ty| self.lower(self.defs.adt_scope(id), ty, depth + 1)).unwrap_or_default();
            args.push(ty);
        }
        Ty::Adt(id, args.into())
    }

    /// `Self` in a scope.
    fn self_type(&self, scope: Scope, depth: u8) -> Ty {
        match scope.of {
            Some(GenericOwner::Impl(id)) => {
                self.lower(self.defs.impl_scope(id), &self.defs.impls[id].item.self_ty, depth + 1)
            }
            Some(GenericOwner::Trait(id)) => self.trait_self(id),
            Some(GenericOwner::Adt(id)) => self.adt_self(id),
            _ => Ty::Unknown,
        }
    }

    fn trait_self(&self, id: TraitId) -> Ty {
        let bound = Bound { of: BoundTrait::Local(id), args: no_args(), assoc: Vec::new() };
        Ty::Param(Name::from("Self"), Arc::from([bound]))
    }

    /// A type with its own parameters as arguments.
    pub fn adt_self(&self, id: AdtId) -> Ty {
        let args =
            self.defs.adts[id].generics().types.iter().map(|param| Ty::Param(param.name, Arc::from([]))).collect();
        Ty::Adt(id, args)
    }

    pub(super) fn assoc_type(&self, scope: Scope, base: Ty, name: Name, depth: u8) -> Ty {
        if let Some(GenericOwner::Impl(id)) = scope.of
            && let Some(ty) = self.defs.impls[id].item.assoc(name.as_str())
            && base == self.self_type(scope, depth)
        {
            return self.lower(scope, ty, depth + 1);
        }
        match &base {
            Ty::Adt(adt, _) => {
                for id in self.defs.impls_of(*adt) {
                    if let Some(ty) = self.defs.impls[*id].item.assoc(name.as_str()) {
                        return self.lower(self.defs.impl_scope(*id), ty, depth + 1);
                    }
                }
                Ty::Unknown
            }
            // `C::Runtime` where `Config { type Runtime: Spawn }`: what its bounds say.
            Ty::Param(_, bounds) | Ty::Traits(bounds) => {
                for bound in bounds.iter() {
                    if let Some((_, ty)) = bound.assoc.iter().find(|(assoc, _)| *assoc == name) {
                        return ty.clone();
                    }
                    if let BoundTrait::Local(id) = bound.of
                        && let Some(param) = self.defs.traits[id].item.types.iter().find(|param| param.name == name)
                    {
                        if depth + 2 > DEPTH {
                            return Ty::Unknown;
                        }
                        let scope = self.defs.trait_scope(id);
                        let bounds = param
                            .bounds
                            .iter()
                            .map(|bound| self.lower_bound(scope, bound, depth + 2))
                            .collect::<Vec<_>>();
                        return match from_bounds(bounds) {
                            Ty::Traits(bounds) => Ty::Param(name, bounds),
                            other => other,
                        };
                    }
                }
                project(base, name)
            }
            _ => project(base, name),
        }
    }

    // ---- signatures, fields ----

    /// A function's signature, generic.
    pub fn sig(&self, id: FnId) -> &Sig {
        self.sigs[id.0 as usize].get_or_init(|| Box::new(self.make_sig(id)))
    }

    fn make_sig(&self, id: FnId) -> Sig {
        let def = &self.defs.fns[id];
        let scope = self.defs.fn_scope(id);
        let item = def.item;
        let owner = (matches!(scope.of, Some(GenericOwner::Impl(_) | GenericOwner::Trait(_))))
            .then(|| self.self_type(scope, 0));
        let output = item.ret.as_ref().map_or_else(Ty::unit, |ty| self.lower_type(scope, ty));
        let ret = if item.is_async { Ty::future(output.clone(), Origin::Unknown) } else { output.clone() };
        Sig {
            receiver: item.receiver.map(|_: Receiver| match &item.receiver_ty {
                Some(written) => self.lower_type(scope, written),
                None => owner.clone().unwrap_or_default(),
            }),
            owner,
            params: item.params.iter().map(|ty| self.lower_type(scope, ty)).collect(),
            ret,
            output,
        }
    }

    /// What a function calls its parameter with, where that can be called and the text says so (`impl Fn(A, B)`,
    /// `F: FnOnce(A)`, `fn(A)`): types in the function's own terms. `index` does not count `self`.
    pub fn called_with(&self, id: FnId, index: usize) -> Vec<Ty> {
        let def = &self.defs.fns[id];
        let scope = self.defs.fn_scope(id);
        let Some(param) = def.item.params.get(index) else { return Vec::new() };
        let types = match param {
            TypeRef::Fn(types, _) => Some(types),
            TypeRef::Impl(bounds) | TypeRef::Dyn(bounds) => called_by(bounds),
            TypeRef::Path(path) => match &path.segments[..] {
                [name] => {
                    let mut generics = def.item.generics.types.iter();
                    generics.find(|param| param.name == name.name).and_then(|param| called_by(&param.bounds))
                }
                _ => None,
            },
            _ => None,
        };
        types.map_or_else(Vec::new, |types| types.iter().map(|ty| self.lower_type(scope, ty)).collect())
    }

    /// Puts a function and a call as origin into a future that it gives.
    pub fn name_origin(&self, ret: Ty, function: FnId, call: ExprRef) -> Ty {
        match ret {
            Ty::Future(future) if future.origin == Origin::Unknown => {
                Ty::future(future.output.clone(), Origin::Call(function, call))
            }
            Ty::Api(path, args) if path == "std::pin::Pin" || path == "std::boxed::Box" => {
                let args = args.iter().map(|arg| self.name_origin(arg.clone(), function, call)).collect();
                Ty::Api(path, args)
            }
            // `(Client, impl Future)`: the one future among what it gives.
            Ty::Tuple(parts) if self.lone_future(&parts).is_some() => {
                Ty::Tuple(parts.iter().map(|part| self.name_origin(part.clone(), function, call)).collect())
            }
            ret => ret,
        }
    }

    /// The one future in a tuple, by its position.
    pub fn lone_future(&self, parts: &[Ty]) -> Option<usize> {
        let is_future = |ty: &Ty| matches!(ty, Ty::Future(_));
        let position = parts.iter().position(is_future)?;
        (!parts[position + 1..].iter().any(is_future)).then_some(position)
    }

    /// Declared type of a static or constant.
    pub fn static_ty(&self, id: StaticId) -> Ty {
        let scope = self.defs.static_scope(id);
        self.lower_type(scope, self.defs.statics[id].ty)
    }

    fn adt_fields(&self, id: AdtId) -> &[Vec<(Name, Ty)>] {
        self.adts[id.0 as usize].get_or_init(|| {
            let def = &self.defs.adts[id];
            let scope = self.defs.adt_scope(id);
            let lower = |fields: &[crate::ir::Field]| -> Vec<(Name, Ty)> {
                fields.iter().map(|field| (field.name, self.lower_type(scope, &field.ty))).collect()
            };
            match def.kind {
                super::AdtKind::Struct(item) => Box::from([lower(&item.fields)]),
                super::AdtKind::Enum(item) => item.variants.iter().map(|variant| lower(&variant.fields)).collect(),
            }
        })
    }

    fn adt_subst(&self, id: AdtId, args: &Args, ty: &Ty) -> Ty {
        let generics = &self.defs.adts[id].generics().types;
        ty.subst(&|name| {
            let at = generics.iter().position(|param| param.name == name)?;
            args.get(at).cloned()
        })
    }

    /// A field's type and the type that declares it, through pointers and guards.
    pub fn field(&self, base: &Ty, name: Name) -> Option<(Ty, Option<AdtId>)> {
        for ty in self.derefs(base) {
            match &ty {
                Ty::Adt(id, args) => {
                    if matches!(self.defs.adts[*id].kind, super::AdtKind::Struct(_))
                        && let Some((_, field)) = self
                            .adt_fields(*id)
                            .first()
                            .and_then(|fields| fields.iter().find(|(field, _)| *field == name))
                    {
                        return Some((self.adt_subst(*id, args, field), Some(*id)));
                    }
                }
                Ty::Tuple(elems) => {
                    if let Some(elem) = name.as_str().parse::<usize>().ok().and_then(|index| elems.get(index)) {
                        return Some((elem.clone(), None));
                    }
                }
                Ty::Api(..) if name == "0" => {
                    if let Some(held) = self.held_in(&ty) {
                        return Some((held, None));
                    }
                }
                Ty::Api(..) if self.type_row(&ty).is_some_and(|row| !row.fields.is_empty()) => {
                    let (_, text) = self.type_row(&ty)?.fields.iter().find(|(field, _)| *field == name)?;
                    return Some((self.eval(text, &ty, &[], &Ty::Unknown, None), None));
                }
                // A foreign type around one of the program's own: it is reached by a `Deref` that the text does not show.
                Ty::Api(path, args) if self.apis.type_(*path).is_none() => {
                    if let Some(Ty::Adt(id, _)) = args.first()
                        && matches!(self.defs.adts[*id].kind, super::AdtKind::Struct(_))
                        && let Some(found) = self.field(&args[0], name)
                    {
                        return Some(found);
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// What the one public field of a type of another crate holds.
    pub fn held_in(&self, ty: &Ty) -> Option<Ty> {
        let row = self.apis.ty(self.apis.type_(ty.api_path()?)?);
        Some(self.eval(row.holds.as_ref()?, ty, &[], &Ty::Unknown, None))
    }

    /// Declared type of one field of a constructor, for a value of type `this`.
    pub fn ctor_field(&self, ctor: Ctor, name: Name, this: &Ty) -> Ty {
        let fields = self.adt_fields(ctor.adt);
        let Some(fields) = fields.get(ctor.variant.unwrap_or(0) as usize) else { return Ty::Unknown };
        let Some((_, ty)) = fields.iter().find(|(field, _)| *field == name) else { return Ty::Unknown };
        match self.container_adt(this, ctor.adt) {
            Some(args) => self.adt_subst(ctor.adt, &args, ty),
            None => ty.clone(),
        }
    }

    /// Declared types of all fields of a constructor, for a value of type `this`.
    pub fn ctor_fields(&self, ctor: Ctor, this: &Ty) -> Vec<Ty> {
        let fields = self.adt_fields(ctor.adt);
        let Some(fields) = fields.get(ctor.variant.unwrap_or(0) as usize) else { return Vec::new() };
        let args = self.container_adt(this, ctor.adt);
        fields
            .iter()
            .map(|(_, ty)| match &args {
                Some(args) => self.adt_subst(ctor.adt, args, ty),
                None => ty.clone(),
            })
            .collect()
    }

    fn container_adt(&self, ty: &Ty, adt: AdtId) -> Option<Args> {
        self.derefs(ty).into_iter().find_map(|ty| match ty {
            Ty::Adt(id, args) if id == adt => Some(args),
            _ => None,
        })
    }

    /// The type that a constructor makes, its arguments unknown.
    pub fn ctor_type(&self, ctor: Ctor, _expected: &Ty) -> Ty {
        let count = self.defs.adts[ctor.adt].generics().types.len();
        Ty::Adt(ctor.adt, vec![Ty::Unknown; count].into())
    }

    /// The type that a constructor makes, its parameters as arguments.
    pub fn ctor_self(&self, ctor: Ctor) -> Ty {
        self.adt_self(ctor.adt)
    }

    /// The type that a constructor makes of fields of these types.
    pub fn ctor_type_of(&self, ctor: Ctor, fields: &[Ty], expected: &Ty) -> Ty {
        let generic = self.ctor_self(ctor);
        let declared = self.ctor_fields(ctor, &generic);
        let mut map = Vec::new();
        for (declared, found) in declared.iter().zip(fields) {
            self.unify(declared, found, &mut map);
        }
        let ty = generic.subst(&|name| {
            Some(map.iter().find(|(param, _)| *param == name).map(|(_, ty)| ty.clone()).unwrap_or_default())
        });
        match expected {
            Ty::Adt(id, _) if *id == ctor.adt => merge(ty, expected.clone()),
            _ => ty,
        }
    }

    /// Finds what the parameters of `pattern` stand for in `found`.
    pub fn unify(&self, pattern: &Ty, found: &Ty, map: &mut Vec<(Name, Ty)>) {
        match (pattern, found) {
            (_, Ty::Unknown) => {}
            (Ty::Param(name, bounds), _) => {
                if !map.iter().any(|(param, ty)| param == name && !ty.is_unknown()) {
                    map.retain(|(param, _)| param != name);
                    map.push((*name, found.clone()));
                }
                // `F: FnOnce() -> Fut`, `Fut: Future<Output = T>`
                for bound in bounds.iter() {
                    for (assoc, ty) in &bound.assoc {
                        if *assoc == "Output" {
                            let output = self.result_of(found);
                            self.unify(ty, &output, map);
                        } else if *assoc == "Item" {
                            let item = self.item(found).map(|(item, _)| item).unwrap_or_default();
                            self.unify(ty, &item, map);
                        }
                    }
                }
            }
            (Ty::Adt(p, x), Ty::Adt(q, y)) if p == q => {
                x.iter().zip(y.iter()).for_each(|(pattern, found)| self.unify(pattern, found, map));
            }
            (Ty::Api(p, x), Ty::Api(q, y)) if p == q => {
                x.iter().zip(y.iter()).for_each(|(pattern, found)| self.unify(pattern, found, map));
            }
            (Ty::Tuple(x), Ty::Tuple(y)) => {
                x.iter().zip(y.iter()).for_each(|(pattern, found)| self.unify(pattern, found, map));
            }
            (Ty::Slice(x), Ty::Slice(y)) => self.unify(x, y, map),
            (Ty::Future(x), _) => {
                let output = self.output(found);
                self.unify(&x.output, &output, map);
            }
            (Ty::Callable(result), _) => {
                let found = self.result_of(found);
                self.unify(result, &found, map);
            }
            (Ty::Traits(bounds), _) => {
                for bound in bounds.iter() {
                    for (assoc, ty) in &bound.assoc {
                        if *assoc == "Output" {
                            let output = self.result_of(found);
                            self.unify(ty, &output, map);
                        }
                    }
                }
            }
            _ => {}
        }
    }

    /// What calling or awaiting a value gives.
    fn result_of(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Closure(closure) => self.closure_result(*closure),
            Ty::Fn(function) => self.sig(*function).ret.clone(),
            Ty::Callable(result) => (**result).clone(),
            _ => self.output(ty),
        }
    }

    /// What calling a closure gives.
    pub fn closure_result(&self, closure: ExprRef) -> Ty {
        let ExprKind::Closure { body, is_async, .. } = self.expr(closure) else { return Ty::Unknown };
        // Asked from within the inference of the same body, the answer is not there yet.
        let Some(types) = self.types[closure.body.file.0 as usize][closure.body.body.0 as usize].get() else {
            return Ty::Unknown;
        };
        let result = types.expr(*body).clone();
        if *is_async { Ty::future(result, Origin::Closure(closure)) } else { result }
    }

    // ---- pointers, futures, iterators ----

    /// A type and all that it dereferences to, outermost first.
    pub fn derefs(&self, ty: &Ty) -> Vec<Ty> {
        let mut chain = vec![ty.clone()];
        while chain.len() < 10 {
            let Some(next) = self.deref(&chain[chain.len() - 1]) else { break };
            chain.push(next);
        }
        chain
    }

    /// What `*x` is.
    pub fn deref(&self, ty: &Ty) -> Option<Ty> {
        match ty {
            Ty::Api(path, _) => {
                let row = self.apis.ty(self.apis.type_(*path)?);
                let text = row.deref.as_ref()?;
                Some(self.eval(text, ty, &[], &Ty::Unknown, None))
            }
            Ty::Adt(id, args) => {
                let target = self.derefs[id.0 as usize].get_or_init(|| {
                    // `#[derive(Deref)]` of a type around one other: macros of several crates mean the same by it.
                    let def = &self.defs.adts[*id];
                    if let (true, [inner]) = (def.attrs.derives("Deref"), def.fields()) {
                        return Some(self.declared_field(*id, inner.name));
                    }
                    self.defs.impls_of(*id).iter().find_map(|&at| {
                        let item = &self.defs.impls[at];
                        let name = item.item.of_trait.as_ref()?;
                        if name.last() != "Deref" {
                            return None;
                        }
                        let ty = item.item.assoc("Target")?;
                        Some(self.lower_type(self.defs.impl_scope(at), ty))
                    })
                });
                target.as_ref().map(|ty| self.adt_subst(*id, args, ty))
            }
            _ => None,
        }
    }

    /// `*x` of a pointer; anything else (a `Copy` behind a reference) as it is.
    pub fn deref_if_pointer(&self, ty: &Ty) -> Ty {
        self.deref(ty).unwrap_or_else(|| ty.clone())
    }

    /// What a type of the catalog is for.
    pub fn role(&self, ty: &Ty) -> Option<Role> {
        Some(self.type_row(ty)?.role)
    }

    /// What the catalog says of a type.
    pub fn type_row(&self, ty: &Ty) -> Option<&'a crate::apis::Type> {
        Some(self.apis.ty(self.apis.type_(ty.api_path()?)?))
    }

    /// The type behind pointers and guards.
    pub fn peel(&self, ty: &Ty) -> Ty {
        let mut ty = ty.clone();
        for _ in 0..10 {
            if !matches!(self.role(&ty), Some(Role::Pointer | Role::Guard)) {
                break;
            }
            match self.deref(&ty) {
                Some(next) => ty = next,
                None => break,
            }
        }
        ty
    }

    /// The collection, option or result behind pointers and guards.
    pub fn container(&self, ty: &Ty) -> Ty {
        self.peel(ty)
    }

    /// The type of this path among a type and what it dereferences to; else the type.
    pub fn container_for(&self, ty: &Ty, path: Name) -> Ty {
        self.derefs(ty).into_iter().find(|ty| ty.api_path() == Some(path)).unwrap_or_else(|| ty.clone())
    }

    /// What awaiting a value gives.
    pub fn output(&self, ty: &Ty) -> Ty {
        for ty in self.derefs(ty) {
            match &ty {
                Ty::Future(future) => return future.output.clone(),
                Ty::Api(path, _) => {
                    if let Some(text) = self.apis.type_(*path).and_then(|id| self.apis.ty(id).output.as_ref()) {
                        return self.eval(text, &ty, &[], &Ty::Unknown, None);
                    }
                }
                Ty::Traits(bounds) | Ty::Param(_, bounds) => {
                    for bound in bounds.iter() {
                        if let Some((_, ty)) = bound.assoc.iter().find(|(name, _)| *name == "Output") {
                            return ty.clone();
                        }
                        if is_future(bound.of) {
                            return Ty::Assoc(Arc::new(ty.clone()), Name::from("Output"));
                        }
                    }
                }
                // `impl Future for X`
                Ty::Adt(id, args) => {
                    for &at in self.defs.impls_of(*id) {
                        let item = &self.defs.impls[at];
                        let is_future = item
                            .item
                            .of_trait
                            .as_ref()
                            .is_some_and(|path| path.last() == "Future" || path.last() == "IntoFuture");
                        if is_future && let Some(ty) = item.item.assoc("Output") {
                            let ty = self.lower_type(self.defs.impl_scope(at), ty);
                            return self.adt_subst(*id, args, &ty);
                        }
                    }
                }
                _ => {}
            }
        }
        Ty::Unknown
    }

    /// Whether a value is code that somebody may run: a future, a closure, or what is generic over either.
    pub fn is_code(&self, ty: &Ty) -> bool {
        self.derefs(ty).iter().any(|ty| match ty {
            Ty::Future(_) | Ty::Callable(_) | Ty::Closure(_) | Ty::Fn(_) => true,
            Ty::Param(_, bounds) | Ty::Traits(bounds) => {
                bounds.iter().any(|bound| is_future(bound.of) || is_callable(bound.of))
            }
            _ => false,
        })
    }

    /// The future behind pointers; a value that cannot be one as unknown.
    pub fn as_future(&self, ty: &Ty) -> Ty {
        self.derefs(ty).into_iter().find(|ty| matches!(ty, Ty::Future(_))).unwrap_or_else(|| {
            let output = self.output(ty);
            Ty::future(output, Origin::Unknown)
        })
    }

    /// What a value gives as an iterator or stream, and whether it is a stream.
    pub fn item(&self, ty: &Ty) -> Option<(Ty, bool)> {
        for ty in self.derefs(ty) {
            match &ty {
                Ty::Slice(inner) => return Some(((**inner).clone(), false)),
                Ty::Api(path, _) => {
                    if let Some(row) = self.apis.type_(*path).map(|id| self.apis.ty(id))
                        && let Some(text) = &row.item
                    {
                        return Some((self.eval(text, &ty, &[], &Ty::Unknown, None), row.stream));
                    }
                }
                Ty::Traits(bounds) | Ty::Param(_, bounds) => {
                    for bound in bounds.iter() {
                        if let Some((_, item)) = bound.assoc.iter().find(|(name, _)| *name == "Item") {
                            return Some((item.clone(), is_stream(bound.of)));
                        }
                        if is_stream(bound.of) {
                            return Some((Ty::Unknown, true));
                        }
                    }
                }
                Ty::Adt(id, args) => {
                    for &at in self.defs.impls_of(*id) {
                        let item = &self.defs.impls[at];
                        let Some(name) = item.item.of_trait.as_ref().map(PathRef::last) else { continue };
                        let stream = name == "Stream";
                        if (stream || name == "Iterator" || name == "IntoIterator")
                            && let Some(ty) = item.item.assoc("Item")
                        {
                            let ty = self.lower_type(self.defs.impl_scope(at), ty);
                            return Some((self.adt_subst(*id, args, &ty), stream));
                        }
                    }
                }
                _ => {}
            }
        }
        None
    }

    // ---- catalog texts ----

    /// What a type text stands for, for a receiver and arguments of these types.
    pub fn eval(&self, text: &TyText, this: &Ty, args: &[Ty], expected: &Ty, outs: Option<&[Ty]>) -> Ty {
        self.eval_with(text, this, args, outs.unwrap_or(&[]), expected)
    }

    /// The same, with what the arguments give when they are run.
    pub fn eval_with(&self, text: &TyText, this: &Ty, args: &[Ty], outs: &[Ty], expected: &Ty) -> Ty {
        let again = |text: &TyText| self.eval_with(text, this, args, outs, expected);
        match text {
            TyText::Unknown => Ty::Unknown,
            TyText::Path(path, generics) => {
                let plain = path.as_str();
                if generics.is_empty() && !plain.contains("::") {
                    return Ty::Prim(*path);
                }
                Ty::Api(*path, generics.iter().map(again).collect())
            }
            TyText::Tuple(elems) => Ty::Tuple(elems.iter().map(again).collect()),
            TyText::Slice(inner) => Ty::Slice(Arc::new(again(inner))),
            TyText::This => this.clone(),
            TyText::Generic(index) => this.arg(usize::from(*index)),
            TyText::Arg(index) => args.get(usize::from(*index)).cloned().unwrap_or_default(),
            TyText::Out(index) => outs.get(usize::from(*index)).cloned().unwrap_or_default(),
            TyText::Ret(index) => args
                .get(usize::from(*index))
                .map(|ty| self.result_of_value(ty, outs.get(usize::from(*index))))
                .unwrap_or_default(),
            TyText::Item => self.item(this).map(|(item, _)| item).unwrap_or_default(),
            TyText::ItemOf(index) => {
                args.get(usize::from(*index)).and_then(|ty| self.item(ty)).map(|(item, _)| item).unwrap_or_default()
            }
            TyText::Expected => expected.clone(),
            TyText::Future(output) => Ty::future(again(output), Origin::Unknown),
            TyText::OutputOf(inner) => self.output(&again(inner)),
            TyText::ItemIn(inner) => self.item(&again(inner)).map(|(item, _)| item).unwrap_or_default(),
            TyText::DerefOf(inner) => {
                let inner = again(inner);
                self.deref(&inner).unwrap_or(inner)
            }
        }
    }

    fn result_of_value(&self, ty: &Ty, known: Option<&Ty>) -> Ty {
        match ty {
            Ty::Closure(_) => known.cloned().unwrap_or_default(),
            Ty::Fn(function) => self.sig(*function).ret.clone(),
            Ty::Callable(result) => (**result).clone(),
            _ => Ty::Unknown,
        }
    }

    // ---- methods ----

    /// The function `Type::name` of a type with these arguments: `Node::<Idle>::run` is not `Node::<Busy>::run`.
    ///
    /// A method call says with how many arguments, and calls nothing that does not take `self`.
    fn assoc_for(&self, adt: AdtId, args: &Args, name: Name, method: Option<usize>) -> Option<FnId> {
        let all = self.defs.assoc_fns(adt, name);
        let item = |function: FnId| self.defs.fns[function].item;
        let is_own = |function: FnId| match self.defs.fns[function].container {
            Container::Inherent(id) | Container::TraitImpl(id) => {
                let Ty::Adt(_, own) = self.self_type(self.defs.impl_scope(id), 0) else { return true };
                own.len() != args.len() || own.iter().zip(args.iter()).all(|(own, arg)| own.may_be(arg))
            }
            _ => true,
        };
        match all {
            [one] if method.is_some() && item(*one).receiver.is_none() => return None,
            [] | [_] => return self.defs.assoc(adt, name),
            _ => {}
        }
        let named = |function: &FnId| method.is_none() || item(*function).receiver.is_some();
        let taken = |function: &FnId| method.is_none_or(|count| item(*function).params.len() == count);
        let mut fitting = all.iter().copied().filter(|function| named(function) && taken(function));
        fitting.find(|function| is_own(*function)).or_else(|| self.defs.assoc(adt, name))
    }

    /// The method `name` of a value of type `ty`, called with `count` arguments, and the type that it was found on.
    ///
    /// `awaited` tells `Iterator::next` from `StreamExt::next` where the receiver is not known.
    pub fn method(&self, scope: Scope, ty: &Ty, name: Name, count: usize, awaited: bool) -> (Callee, Ty) {
        let chain = self.derefs(ty);
        for ty in &chain {
            match ty {
                Ty::Adt(id, args) => {
                    if let Some(function) = self.assoc_for(*id, args, name, Some(count)) {
                        return (Callee::Fn(function), ty.clone());
                    }
                    if let Some(api) = self.provided_fn(*id, name) {
                        return (Callee::Api(api), ty.clone());
                    }
                    // `next().await` on an `impl Stream for X`.
                    if let Some((_, stream)) = self.item(ty) {
                        let wanted = |on: TraitOn| if stream { on == TraitOn::Stream } else { on == TraitOn::Iterator };
                        if let Some(callee) = self.trait_method(name, &wanted) {
                            return (callee, ty.clone());
                        }
                    }
                }
                Ty::Api(path, _) => {
                    if let Some(api) = self.apis.method(*path, name)
                        && !is_function_of_pointer(path.as_str(), name.as_str())
                    {
                        return (Callee::Api(api), ty.clone());
                    }
                }
                Ty::Param(_, bounds) | Ty::Traits(bounds) => {
                    for bound in bounds.iter() {
                        match bound.of {
                            BoundTrait::Local(id) => {
                                if let Some(function) = self.defs.trait_fn(id, name) {
                                    return (Callee::Trait(function), ty.clone());
                                }
                            }
                            BoundTrait::Api(path) => {
                                if let Some(api) = self.apis.method(path, name) {
                                    return (Callee::Api(api), ty.clone());
                                }
                            }
                            BoundTrait::Unknown => {}
                        }
                    }
                }
                Ty::Slice(_) => {
                    if let Some(api) = self
                        .apis
                        .method(Name::from("slice"), name)
                        .or_else(|| self.apis.method(Name::from("std::vec::Vec"), name))
                    {
                        return (Callee::Api(api), ty.clone());
                    }
                }
                Ty::Prim(prim) => {
                    if let Some(api) = self.apis.method(*prim, name) {
                        return (Callee::Api(api), ty.clone());
                    }
                }
                _ => {}
            }
        }
        // Extension traits of the workspace.
        for ty in &chain {
            let head = match ty {
                Ty::Api(path, _) => Some(*path),
                _ => None,
            };
            if let Some(function) = self.extension_method(scope, name, head) {
                return (Callee::Fn(function), ty.clone());
            }
        }
        // Extension traits of the catalog.
        for ty in &chain {
            let callee = match ty {
                Ty::Future(_) => self.trait_method(name, &|on| on == TraitOn::Future),
                Ty::Unknown => None,
                ty => match self.item(ty) {
                    Some((_, true)) => self.trait_method(name, &|on| on == TraitOn::Stream),
                    Some((_, false)) => self.trait_method(name, &|on| on == TraitOn::Iterator),
                    None if !self.output(ty).is_unknown() => self.trait_method(name, &|on| on == TraitOn::Future),
                    None => None,
                },
            };
            if let Some(callee) = callee {
                return (callee, ty.clone());
            }
        }
        // A trait on everything counts where it was imported, and those of the prelude everywhere.
        let any = self.apis.trait_methods(name).iter().find(|(path, on, _)| {
            *on == TraitOn::Any && (path.as_str().starts_with("std::") || self.imports_trait(scope, *path))
        });
        if let Some((_, _, api)) = any {
            // No guard can be cloned: what it guards is.
            let guarded = matches!(name.as_str(), "clone" | "to_owned")
                .then(|| chain.iter().find(|ty| self.role(ty) != Some(Role::Guard)))
                .flatten();
            return (Callee::Api(*api), guarded.unwrap_or(ty).clone());
        }
        if chain.last().is_some_and(Ty::is_unknown)
            || matches!(chain.last(), Some(Ty::Assoc(..) | Ty::Param(..) | Ty::Traits(_) | Ty::Api(..)))
        {
            return (self.method_by_import(scope, name, awaited), ty.clone());
        }
        (Callee::Unknown, ty.clone())
    }

    /// Whether a trait of another crate is in scope.
    pub(super) fn imports_trait(&self, scope: Scope, path: Name) -> bool {
        remembered(&self.imports, (scope.module, path), || {
            let imported = self.defs.traits_in_scope(scope);
            imported.traits.iter().any(|res| matches!(res, Res::External(of) if self.canonical(*of) == path))
                || imported.globs.iter().any(|glob| {
                    let full = format!("{glob}::{}", crate::apis::last_segment(path.as_str()));
                    self.canonical(Name::from(full.as_str())) == path
                })
        })
    }

    /// The associated function that a trait of another crate, which is in scope, has for whatever type derives it.
    pub(super) fn derived_fn(&self, scope: Scope, name: Name) -> Option<crate::apis::FnId> {
        let named = self.apis.trait_methods(name).iter().find(|(path, on, api)| {
            *on == TraitOn::Any
                && !self.apis.row(*api).receiver
                && !path.as_str().starts_with("std::")
                && self.imports_trait(scope, *path)
        });
        named.map(|(_, _, api)| *api)
    }

    /// The function that a trait of another crate, which a type of the workspace implements, has for it: `Worker::spawn`.
    pub(super) fn provided_fn(&self, adt: AdtId, name: Name) -> Option<crate::apis::FnId> {
        let mut named = self.apis.trait_methods(name).iter();
        named
            .find(|(path, on, _)| *on == TraitOn::Impl && self.implements(adt, self.apis.base_of(*path)))
            .map(|(_, _, api)| *api)
    }

    /// Whether a type of the workspace has a trait of another crate, by an `impl` or by a derive of the same name.
    pub fn implements(&self, adt: AdtId, path: Name) -> bool {
        let def = &self.defs.adts[adt];
        let is_of = |id: &super::ImplId| matches!(self.defs.impls[*id].self_head, Res::Adt(of) if of == adt);
        let last = crate::apis::last_segment(path.as_str());
        self.defs.impls_for_external_trait(path).iter().any(is_of)
            || def.attrs.derives.iter().any(|derive| match derive.as_str().contains("::") {
                true => self.canonical(*derive) == path,
                false => *derive == last && self.imports_trait(self.defs.module_scope(def.module), path),
            })
    }

    fn trait_method(&self, name: Name, wanted: &dyn Fn(TraitOn) -> bool) -> Option<Callee> {
        self.apis.trait_methods(name).iter().find(|(_, on, _)| wanted(*on)).map(|(_, _, api)| Callee::Api(*api))
    }

    /// The receiver is not known, but a trait with such a method was imported for a reason.
    fn method_by_import(&self, scope: Scope, name: Name, awaited: bool) -> Callee {
        let methods = self.apis.trait_methods(name);
        if methods.is_empty() {
            return Callee::Unknown;
        }
        let mut hit = None;
        for (path, on, api) in methods {
            // `.spawn(…)` on something unknown is told by what it is given, not by a trait on everything.
            if !self.imports_trait(scope, *path) {
                continue;
            }
            let row = self.apis.row(*api);
            let fits = match on {
                TraitOn::Iterator => !awaited,
                // A `Poll` cannot be awaited: `events.poll().await` is a method of the type's own.
                TraitOn::Stream | TraitOn::Future | TraitOn::Sink if awaited => !gives_poll(row),
                TraitOn::Stream | TraitOn::Future | TraitOn::Sink => !row.is_async,
                // `read` of `std::io::Read` is not awaited, whatever else the file imports.
                TraitOn::Io => awaited == row.is_async,
                TraitOn::Any => true,
                TraitOn::Impl => false,
            };
            if fits {
                hit = Some(*api);
                break;
            }
        }
        hit.map_or(Callee::Unknown, Callee::Api)
    }

    /// The variable of a function, whose code is `inner`, that an argument of a call of it becomes.
    pub fn bound_argument(&self, call: ExprRef, arg: ExprId, inner: BodyRef) -> Option<BindingId> {
        let code = self.body(inner);
        (0..).zip(&code.params).find_map(|(index, &pat)| match code.pat(pat) {
            PatKind::Bind(binding, None) if self.argument(call, index)?.expr == arg => Some(*binding),
            _ => None,
        })
    }

    /// The type of the parameter at this position as it is written; the receiver of a method comes first, and has none here.
    pub fn written_param(&self, function: FnId, position: u32) -> Option<&TypeRef> {
        let item = &self.defs.fns[function].item;
        item.params.get((position as usize).checked_sub(usize::from(item.receiver.is_some()))?)
    }

    /// What a call gives for the parameter at this position of its function; the receiver of a method comes first.
    pub fn argument(&self, call: ExprRef, position: u32) -> Option<ExprRef> {
        let position = position as usize;
        let expr = match self.expr(call) {
            ExprKind::Call { args, .. } => *args.get(position)?,
            ExprKind::MethodCall { receiver, args, .. } => match position.checked_sub(1) {
                None => *receiver,
                Some(position) => *args.get(position)?,
            },
            _ => return None,
        };
        Some(ExprRef { body: call.body, expr })
    }

    /// The closure or async block that an expression stands in, if it is not in the course of the function itself.
    pub fn frame(&self, at: ExprRef) -> Option<ExprId> {
        let body = self.body(at.body);
        self.uses(at.body).ancestors(at.expr).find(|&up| body.expr(up).is_lazy())
    }

    /// The variable that a `let` binds what an expression gives to.
    pub fn let_binding(&self, at: ExprRef) -> Option<BindingId> {
        let Parent::Let(block, index) = self.uses(at.body).parent(at.expr) else { return None };
        let body = self.body(at.body);
        match body.pat(body.let_pat(block, index)?) {
            PatKind::Bind(binding, _) => Some(*binding),
            _ => None,
        }
    }

    /// Whether an expression is awaited where it stands, also as `Box::pin(…).await` and the like, or by `join!`.
    pub fn is_awaited(&self, at: ExprRef) -> bool {
        let mut expr = at.expr;
        loop {
            let Some(up) = self.uses(at.body).parent_expr(expr) else { return false };
            if !self.wraps_future(ExprRef { body: at.body, expr: up }) {
                return matches!(self.body(at.body).expr(up), ExprKind::Await(_) | ExprKind::Join { .. });
            }
            expr = up;
        }
    }

    /// Whether a call only puts something around a future that it is given, which runs the same code:
    /// `Box::pin(run())`, `run().in_current_span()`.
    pub fn wraps_future(&self, call: ExprRef) -> bool {
        match self.callee_of(call) {
            Some(Callee::Wrap) => true,
            Some(Callee::Api(api)) => {
                self.apis.row(*api).verb == Verb::Wrap
                    || self.derefs(self.ty(call)).iter().any(|ty| matches!(ty, Ty::Future(_)))
            }
            _ => false,
        }
    }

    /// All functions of the workspace that a call may run: for a trait's method its implementations.
    pub fn targets(&self, callee: &Callee) -> Vec<FnId> {
        match callee {
            Callee::Fn(function) => vec![*function],
            Callee::Trait(function) => {
                let mut targets = self.implementations(*function);
                if self.defs.fns[*function].body.is_some() {
                    targets.push(*function);
                }
                targets
            }
            _ => Vec::new(),
        }
    }

    /// The function that a body belongs to.
    pub fn owner(&self, at: BodyRef) -> Option<FnId> {
        match self.defs.owner(at) {
            Some(BodyOwner::Fn(function)) => Some(function),
            _ => None,
        }
    }
}

impl Program<'_> {
    /// Where the code of a body stands.
    pub fn scope(&self, at: BodyRef) -> Scope {
        match self.defs.owner(at) {
            Some(owner) => self.defs.body_scope(owner),
            None => self.defs.module_scope(self.defs.root(crate::workspace::CrateId(0))),
        }
    }

    /// What a call calls; `None` for what is no call.
    pub fn callee_of(&self, at: ExprRef) -> Option<&Callee> {
        match self.expr(at) {
            ExprKind::Call { .. } | ExprKind::MethodCall { .. } => Some(self.callee(at)),
            _ => None,
        }
    }

    /// What the catalog says of the function of another crate that a call is of.
    pub fn called_api(&self, at: ExprRef) -> Option<&crate::apis::Fn> {
        match self.callee_of(at)? {
            Callee::Api(api) => Some(self.apis.row(*api)),
            _ => None,
        }
    }

    /// A method of a trait of the workspace on a type of another crate (`head`), or on everything.
    fn extension_method(&self, scope: Scope, name: Name, head: Option<Name>) -> Option<FnId> {
        // A method of a trait that is not in scope is no method here: `next` of some other trait is not a stream's.
        let in_scope = |of: Option<Res>| match of {
            Some(of @ Res::Trait(_)) => self.defs.traits_in_scope(scope).traits.contains(&of),
            _ => true,
        };
        self.defs.fns_named(name).iter().copied().find(|&function| {
            let def = &self.defs.fns[function];
            let Container::TraitImpl(id) = def.container else { return false };
            def.item.receiver.is_some()
                && in_scope(self.defs.impls[id].of_trait)
                && match self.defs.impls[id].self_head {
                    Res::External(path) => Some(self.canonical(path)) == head,
                    Res::Param(..) => true,
                    _ => false,
                }
        })
    }

    /// The associated function of this name that a trait of the workspace gives to every type, if there is one.
    pub fn blanket_fn(&self, name: Name) -> Option<FnId> {
        let mut hits = self.defs.fns_named(name).iter().copied().filter(|&function| {
            let Container::Trait(of) = self.defs.fns[function].container else { return false };
            self.defs.impls_for_trait(of).iter().any(|&id| matches!(self.defs.impls[id].self_head, Res::Param(..)))
        });
        let first = hits.next()?;
        hits.next().is_none().then_some(first)
    }

    /// The methods that implement a trait's method.
    pub fn implementations(&self, function: FnId) -> Vec<FnId> {
        let def = &self.defs.fns[function];
        let Container::Trait(of) = def.container else { return Vec::new() };
        self.defs.impls_for_trait(of).iter().filter_map(|&id| self.defs.impl_fn(id, def.name)).collect()
    }

    /// The method of a trait of the workspace that a method implements.
    pub fn trait_fn_of(&self, function: FnId) -> Option<FnId> {
        let def = &self.defs.fns[function];
        let Container::TraitImpl(id) = def.container else { return None };
        match self.defs.impls[id].of_trait {
            Some(Res::Trait(of)) => self.defs.trait_fn(of, def.name),
            _ => None,
        }
    }

    /// Whether a function is `Drop::drop`.
    pub fn is_drop(&self, function: FnId) -> bool {
        let def = &self.defs.fns[function];
        let Container::TraitImpl(id) = def.container else { return false };
        def.name == "drop"
            && matches!(self.defs.impls[id].of_trait, Some(Res::External(path)) if path == "std::ops::Drop")
    }

    /// Whether users of a crate get values of a type from a public function of it, and may look into the field.
    pub fn is_open_field(&self, adt: AdtId, name: Name) -> bool {
        let def = &self.defs.adts[adt];
        let open = |vis| vis == crate::ir::Vis::Public;
        open(def.vis)
            && def.fields().iter().any(|field| field.name == name && open(field.vis))
            && self.defs.fns.iter().any(|(id, function)| {
                function.krate == def.krate
                    && function.item.ret.is_some()
                    && self.is_public(id)
                    && mentions_adt(&self.sig(id).output, adt)
            })
    }

    /// Whether users of the crate can call a function: a `pub` function of a library, or a method of a trait.
    pub fn is_public(&self, function: FnId) -> bool {
        let def = &self.defs.fns[function];
        let library = matches!(
            self.workspace.crates[def.krate.0 as usize].kind,
            crate::workspace::TargetKind::Lib | crate::workspace::TargetKind::ProcMacro
        );
        let open = |vis| vis == crate::ir::Vis::Public;
        library
            && match def.container {
                Container::TraitImpl(_) => true,
                Container::Trait(id) => open(self.defs.traits[id].vis),
                _ => open(def.vis),
            }
            && match def.container {
                Container::Inherent(id) => match self.defs.impls[id].self_head {
                    Res::Adt(adt) => self.defs.adts[adt].vis == crate::ir::Vis::Public,
                    _ => true,
                },
                _ => true,
            }
    }

    /// Whether code stands in the binary of the package that a function is in the library of.
    pub fn is_own_binary(&self, at: BodyRef, of: FnId) -> bool {
        let package = |function: FnId| self.workspace.crates[self.defs.fns[function].krate.0 as usize].package;
        self.is_in_binary(at) && self.owner(at).is_some_and(|user| package(user) == package(of))
    }

    /// Whether code stands in a binary, so that nobody else calls it.
    pub fn is_in_binary(&self, at: BodyRef) -> bool {
        self.owner(at).is_some_and(|function| {
            let krate = self.defs.fns[function].krate;
            self.workspace.crates[krate.0 as usize].kind == crate::workspace::TargetKind::Bin
        })
    }

    /// Whether code is test code.
    pub fn is_test_body(&self, at: BodyRef) -> bool {
        match self.defs.owner(at) {
            Some(BodyOwner::Fn(function)) => self.defs.fns[function].test,
            Some(BodyOwner::Static(id)) => self.defs.statics[id].test,
            None => false,
        }
    }

    /// Names that construct a type: its own, or its variants'.
    pub fn ctor_names(&self, adt: AdtId) -> Vec<Name> {
        let def = &self.defs.adts[adt];
        match def.kind {
            super::AdtKind::Struct(_) => vec![def.name, Name::from("Self")],
            super::AdtKind::Enum(item) => item.variants.iter().map(|variant| variant.name).collect(),
        }
    }

    /// Whether a type of the workspace implements `Future`.
    pub fn is_future_adt(&self, adt: AdtId) -> bool {
        self.poll_of(adt).is_some()
    }

    /// Whether a type of the workspace is an enum.
    pub fn is_enum(&self, adt: AdtId) -> bool {
        matches!(self.defs.adts[adt].kind, super::AdtKind::Enum(_))
    }

    /// `poll` of a type's `impl Future`.
    pub fn poll_of(&self, adt: AdtId) -> Option<FnId> {
        self.trait_fns_of(adt, "std::future::Future", "poll").first().copied()
    }

    /// Whether a function stands in an `impl` of this trait of another crate.
    pub fn is_of_trait(&self, function: FnId, of_trait: &str) -> bool {
        let super::Container::TraitImpl(id) = self.defs.fns[function].container else { return false };
        matches!(self.defs.impls[id].of_trait, Some(Res::External(path)) if self.canonical(path) == of_trait)
    }

    /// A method of another crate's trait in all `impl`s of it for a type, for references to the type, too.
    pub fn trait_fns_of(&self, adt: AdtId, of_trait: &str, method: &str) -> Vec<FnId> {
        let impls = self.defs.impls_of(adt).iter().copied();
        impls
            .filter(|&id| matches!(self.defs.impls[id].of_trait, Some(Res::External(path)) if self.canonical(path) == of_trait))
            .filter_map(|id| self.defs.impl_fn(id, Name::from(method)))
            .collect()
    }

    /// Whether a bound is `Future`.
    pub fn is_future_trait(&self, of: BoundTrait) -> bool {
        is_future(of)
    }

    /// What dropping a type of the workspace does to the tasks that it holds: by its `Drop`, and by its fields.
    pub fn drop_of(&self, adt: AdtId) -> Option<crate::apis::DropEffect> {
        use crate::apis::{DropEffect, Verb};
        for &id in self.defs.impls_of(adt) {
            let Some(function) = self.defs.impl_fn(id, Name::from("drop")).filter(|&function| self.is_drop(function))
            else {
                continue;
            };
            let Some(body) = self.defs.fns[function].body else { continue };
            let mut effect = None;
            let code = self.body(body);
            code.walk(code.root, &mut |_| true, &mut |expr| {
                let here = ExprRef { body, expr };
                if let Some(Callee::Api(api)) = self.callee_of(here) {
                    match self.apis.row(*api).verb {
                        Verb::Abort | Verb::Cancel => effect = effect.or(Some(DropEffect::Abort)),
                        Verb::Join | Verb::Run => effect = effect.or(Some(DropEffect::Join)),
                        Verb::Detach => effect = effect.or(Some(DropEffect::Detach)),
                        _ => {}
                    }
                }
            });
            if effect.is_some() {
                return effect;
            }
        }
        let fields = self.all_fields(adt);
        fields.iter().find_map(|ty| match self.role(&self.container(ty)) {
            Some(Role::JoinHandle | Role::TaskSet | Role::DropGuard) => {
                let path = self.container(ty).api_path()?;
                self.apis.ty(self.apis.type_(path)?).drop
            }
            _ => None,
        })
    }

    /// Declared type of a field, in any variant.
    pub fn declared_field(&self, adt: AdtId, name: Name) -> Ty {
        self.adt_fields(adt)
            .iter()
            .flatten()
            .find(|(field, _)| *field == name)
            .map(|(_, ty)| ty.clone())
            .unwrap_or_default()
    }

    /// Names and declared types of the fields of a struct (0) or of the variant at this place of an enum.
    pub fn variant_fields(&self, adt: AdtId, variant: usize) -> Vec<(Name, Ty)> {
        self.adt_fields(adt).get(variant).cloned().unwrap_or_default()
    }

    /// Declared types of all fields, of all variants.
    pub fn all_fields(&self, adt: AdtId) -> Vec<Ty> {
        self.adt_fields(adt).iter().flatten().map(|(_, ty)| ty.clone()).collect()
    }

    /// Where a field is declared.
    pub fn field_span(&self, adt: AdtId, name: Name) -> Option<crate::source::Span> {
        let def = &self.defs.adts[adt];
        let fields: Vec<&crate::ir::Field> = match def.kind {
            super::AdtKind::Struct(item) => item.fields.iter().collect(),
            super::AdtKind::Enum(item) => item.variants.iter().flat_map(|variant| &variant.fields).collect(),
        };
        fields.into_iter().find(|field| field.name == name).map(|field| field.span)
    }

    /// The type that a macro of another crate gives.
    pub fn macro_value(&self, scope: Scope, path: &PathRef) -> Option<Ty> {
        let value = |path: Name| self.apis.macro_value(self.canonical(path)).map(|ty| Ty::api(ty.as_str(), []));
        match self.defs.resolve_macro(scope, path) {
            Res::External(path) => value(path),
            Res::Candidates(paths) => paths.paths().find_map(|path| value(Name::from(path))),
            _ => None,
        }
    }

    /// What a macro of another crate does; `None` where it is not known.
    pub fn macro_verb(&self, at: BodyRef, path: &PathRef) -> Option<crate::apis::MacroVerb> {
        match self.defs.resolve_macro(self.scope(at), path) {
            Res::External(path) => self.apis.macro_(self.canonical(path)),
            Res::Candidates(paths) => paths.paths().find_map(|path| self.apis.macro_(self.canonical(Name::from(path)))),
            _ => None,
        }
    }
}

impl Externals for Apis {
    fn knows(&self, canonical: Name) -> bool {
        self.fn_(canonical).is_some()
            || self.type_(canonical).is_some()
            || self.trait_(canonical).is_some()
            || self.macro_(canonical).is_some()
    }

    fn canonical(&self, path: &str) -> Option<Name> {
        Apis::canonical(self, path)
    }
}

/// An answer that does not depend on who asks first, worked out once or, by two workers at a time, twice.
fn remembered<K: Copy + Eq + std::hash::Hash, V: Copy>(
    known: &RwLock<FxHashMap<K, V>>,
    key: K,
    work: impl FnOnce() -> V,
) -> V {
    // Nothing panics while it holds the lock; a poisoned table is as good as any.
    if let Some(found) = known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
        return *found;
    }
    let value = work();
    known.write().unwrap_or_else(PoisonError::into_inner).insert(key, value);
    value
}

impl Named {
    /// The constructor that it names.
    pub fn ctor(&self) -> Option<Ctor> {
        match (&self.res, self.rest.as_slice()) {
            (Res::Adt(adt), []) => Some(Ctor { adt: *adt, variant: None }),
            (Res::Variant(adt, variant), []) => Some(Ctor { adt: *adt, variant: Some(*variant) }),
            _ => None,
        }
    }

    /// The static or constant that it names.
    pub fn static_id(&self) -> Option<StaticId> {
        match (&self.res, self.rest.as_slice()) {
            (Res::Static(id), []) => Some(*id),
            _ => None,
        }
    }

    /// The canonical path in another crate.
    pub fn external(&self, program: &Program<'_>) -> Option<Name> {
        let join = |head: Name| {
            let mut path = head.as_str().to_owned();
            for name in &self.rest {
                path.push_str("::");
                path.push_str(name);
            }
            program.canonical(Name::from(path.as_str()))
        };
        match &self.res {
            Res::External(path) => {
                if self.rest.is_empty() {
                    return Some(program.canonical(*path));
                }
                // `tokio::task::JoinSet::new`: the type may have another canonical path.
                Some(join(program.canonical(*path)))
            }
            Res::Candidates(paths) => paths
                .paths()
                .map(|path| join(Name::from(path)))
                .find(|path| program.apis.fn_(*path).is_some() || program.apis.type_(*path).is_some()),
            // `type Pool = deadpool::managed::Pool<Manager>; Pool::builder(manager)`
            Res::Alias(id) if !self.rest.is_empty() => {
                let alias = &program.defs.aliases[*id];
                let ty = program.lower(program.defs.alias_scope(*id), alias.ty, 1);
                ty.api_path().map(join)
            }
            _ => None,
        }
    }

    /// The type in front of an associated function.
    pub fn head_type(&self, program: &Program<'_>, scope: Scope) -> Option<Ty> {
        if self.rest.len() != 1 && !matches!(self.res, Res::SelfTy(_) | Res::SelfTrait(_) | Res::Param(..)) {
            return self.qself.clone();
        }
        if let Some(qself) = &self.qself {
            return Some(qself.clone());
        }
        let mut ty = match &self.res {
            Res::Adt(id) => program.adt_type(*id, self.args.clone(), 0),
            Res::SelfTy(id) => program.self_type(program.defs.impl_scope(*id), 0),
            Res::Param(owner, index) => program.param_type(*owner, *index, 0),
            Res::SelfTrait(id) => program.trait_self(*id),
            Res::Alias(id) => {
                let alias = &program.defs.aliases[*id];
                program.lower(program.defs.alias_scope(*id), alias.ty, 1)
            }
            _ => return None,
        };
        let middle = self.rest.len().saturating_sub(1);
        for name in &self.rest[..middle] {
            ty = program.assoc_type(scope, ty, *name, 1);
        }
        Some(ty)
    }

    /// The function or associated function that it names.
    pub fn function(&self, program: &Program<'_>, scope: Scope) -> Option<FnId> {
        if let (Res::Fn(function), []) = (&self.res, self.rest.as_slice()) {
            return Some(*function);
        }
        let last = *self.rest.last()?;
        if let (Some(id), Some(qself)) = (self.of_trait, &self.qself) {
            if let Ty::Adt(adt, args) = qself
                && let Some(function) = program.assoc_for(*adt, args, last, None)
            {
                return Some(function);
            }
            return program.defs.trait_fn(id, last);
        }
        if let (Res::Trait(id), [_]) = (&self.res, self.rest.as_slice()) {
            // `<T as Trait>::f`, `Trait::f(x)`
            if let Some(Ty::Adt(adt, args)) = &self.qself
                && let Some(function) = program.assoc_for(*adt, args, last, None)
            {
                return Some(function);
            }
            return program.defs.trait_fn(*id, last);
        }
        match self.head_type(program, scope)? {
            Ty::Adt(adt, args) => program.assoc_for(adt, &args, last, None),
            Ty::Param(_, bounds) | Ty::Traits(bounds) => bounds
                .iter()
                .find_map(|bound| match bound.of {
                    BoundTrait::Local(id) => program.defs.trait_fn(id, last),
                    _ => None,
                })
                .or_else(|| program.blanket_fn(last)),
            _ => None,
        }
    }
}

fn from_bounds(bounds: Vec<Bound>) -> Ty {
    for bound in &bounds {
        if is_future(bound.of) {
            let output = bound.assoc.iter().find(|(name, _)| *name == "Output").map(|(_, ty)| ty.clone());
            return Ty::future(output.unwrap_or_default(), Origin::Unknown);
        }
        if is_callable(bound.of) {
            let result = bound.assoc.iter().find(|(name, _)| *name == "Output").map(|(_, ty)| ty.clone());
            return Ty::Callable(Arc::new(result.unwrap_or_default()));
        }
    }
    Ty::Traits(bounds.into())
}

/// The parameters of `Fn(A, B) -> C` among bounds.
fn called_by(bounds: &[PathRef]) -> Option<&Vec<TypeRef>> {
    let args = bounds.iter().find_map(|bound| bound.segments.last()?.args.as_ref()?.call.as_ref());
    args.map(|(types, _)| types)
}

/// The functions of `Arc` and `Rc` themselves take them as an argument: `shared.get_mut(key)` is the inner value's.
fn is_function_of_pointer(path: &str, name: &str) -> bool {
    matches!(path, "std::sync::Arc" | "std::rc::Rc") && !matches!(name, "clone" | "as_ref" | "deref" | "borrow")
}

fn mentions_adt(ty: &Ty, adt: AdtId) -> bool {
    match ty {
        Ty::Adt(id, args) => *id == adt || args.iter().any(|arg| mentions_adt(arg, adt)),
        Ty::Api(_, args) | Ty::Tuple(args) => args.iter().any(|arg| mentions_adt(arg, adt)),
        Ty::Slice(inner) => mentions_adt(inner, adt),
        Ty::Future(future) => mentions_adt(&future.output, adt),
        _ => false,
    }
}

fn is_future(of: BoundTrait) -> bool {
    matches!(of, BoundTrait::Api(path) if path.as_str() == "std::future::Future")
}

fn is_stream(of: BoundTrait) -> bool {
    matches!(of, BoundTrait::Api(path) if matches!(path.as_str(), "futures::stream::Stream" | "futures::stream::TryStream" | "futures::stream::FusedStream" | "futures::stream::StreamExt" | "tokio_stream::StreamExt"))
}

fn is_callable(of: BoundTrait) -> bool {
    matches!(of, BoundTrait::Api(path) if matches!(path.as_str(), "std::ops::Fn" | "std::ops::FnMut" | "std::ops::FnOnce"))
}

/// Whether a function says whether it is ready, and does not wait.
fn gives_poll(row: &crate::apis::Fn) -> bool {
    matches!(&row.returns, Some(TyText::Path(path, _)) if path.as_str() == "std::task::Poll")
}
