//! Names, paths, types, generic parameters, attributes.
//!
//! Knows nothing of items or code: constants in types are [`TypeRef::Opaque`].

use super::Lower;
use crate::ir::{Attrs, Cfg, GenericArgs, GenericParam, Generics, PathRef, Segment, TypeRef, Vis};
use crate::source::Name;
use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, PathArguments, ReturnType, Token, Type, TypeParamBound};

/// Attribute paths whose last segment makes a function a test.
pub(super) const TESTS: [&str; 6] = ["test", "bench", "rstest", "test_case", "quickcheck", "proptest"];

impl Lower<'_> {
    /// The name of an identifier, with its place.
    pub(super) fn ident(&mut self, ident: &Ident) -> (Name, u32, u32) {
        let span = ident.span();
        let lo = self.text.lo(span);
        let written = word(&self.text.source[lo as usize..]);
        let hi = lo + written.len() as u32;
        if !written.is_empty() && *ident == *written {
            return (self.intern(written.strip_prefix("r#").unwrap_or(written)), lo, hi);
        }
        // From a macro's body: the place is the call's.
        let text = ident.to_string();
        (Name::from(text.strip_prefix("r#").unwrap_or(&text)), lo, self.text.hi(span))
    }

    /// The name of an identifier.
    pub(super) fn name(&mut self, ident: &Ident) -> Name {
        self.ident(ident).0
    }

    pub(super) fn intern(&mut self, text: &str) -> Name {
        if let Some(name) = self.names.get(text) {
            return *name;
        }
        let name = Name::from(text);
        self.names.insert(name.as_str(), name);
        name
    }

    /// A path with its place.
    pub(super) fn path(&mut self, path: &syn::Path) -> (PathRef, u32, u32) {
        self.qualified(None, path)
    }

    /// A path behind `<T as …>`, with its place.
    pub(super) fn qualified(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path) -> (PathRef, u32, u32) {
        let mut range = path.leading_colon.map(|colon| (self.text.lo(colon.spans[0]), self.text.hi(colon.spans[1])));
        let segments = path
            .segments
            .iter()
            .map(|segment| {
                let (name, lo, mut hi) = self.ident(&segment.ident);
                let args = match &segment.arguments {
                    PathArguments::None => None,
                    PathArguments::AngleBracketed(args) => {
                        hi = self.text.hi(args.gt_token.spans[0]);
                        Some(Box::new(self.generic_args(args)))
                    }
                    PathArguments::Parenthesized(args) => {
                        hi = self.text.hi(args.paren_token.span.close());
                        let params = args.inputs.iter().map(|arg| self.ty(&arg.ty)).collect();
                        let call = Some((params, self.ret(&args.output)));
                        Some(Box::new(GenericArgs { call, ..GenericArgs::default() }))
                    }
                };
                range = Some((range.map_or(lo, |(lo, _)| lo), hi));
                Segment { name, args }
            })
            .collect();
        let mut place = range.unwrap_or((0, 0));
        let qself = qself.map(|qself| {
            place.0 = self.text.lo(qself.lt_token.spans[0]);
            place.1 = place.1.max(self.text.hi(qself.gt_token.spans[0]));
            (Box::new(self.ty(&qself.ty)), qself.position)
        });
        let global = path.leading_colon.is_some() && qself.is_none();
        (PathRef { global, qself, segments }, place.0, place.1)
    }

    /// `<A, B = C>`
    pub(super) fn generic_args(&mut self, args: &syn::AngleBracketedGenericArguments) -> GenericArgs {
        let mut out = GenericArgs::default();
        for arg in &args.args {
            match arg {
                syn::GenericArgument::Type(ty) => out.types.push(self.ty(ty)),
                syn::GenericArgument::Const(_) => out.types.push(TypeRef::Opaque),
                syn::GenericArgument::AssocType(assoc) => {
                    let name = self.name(&assoc.ident);
                    let ty = self.ty(&assoc.ty);
                    out.assoc.push((name, ty));
                }
                syn::GenericArgument::Constraint(constraint) => {
                    let name = self.name(&constraint.ident);
                    let bounds = self.bounds(&constraint.bounds);
                    out.assoc.push((name, TypeRef::Impl(bounds)));
                }
                _ => {}
            }
        }
        out
    }

    /// A type.
    pub(super) fn ty(&mut self, ty: &Type) -> TypeRef {
        match ty {
            Type::Path(path) => TypeRef::Path(self.qualified(path.qself.as_ref(), &path.path).0),
            Type::Reference(reference) => TypeRef::Ref(Box::new(self.ty(&reference.elem))),
            Type::Ptr(pointer) => TypeRef::Ref(Box::new(self.ty(&pointer.elem))),
            Type::Tuple(tuple) => TypeRef::Tuple(tuple.elems.iter().map(|ty| self.ty(ty)).collect()),
            Type::Slice(slice) => TypeRef::Slice(Box::new(self.ty(&slice.elem))),
            Type::Array(array) => TypeRef::Slice(Box::new(self.ty(&array.elem))),
            Type::Paren(paren) => self.ty(&paren.elem),
            Type::Group(group) => self.ty(&group.elem),
            Type::FnPtr(pointer) => {
                let params = pointer.inputs.iter().map(|arg| self.ty(&arg.ty)).collect();
                TypeRef::Fn(params, self.ret(&pointer.output).map(Box::new))
            }
            Type::ImplTrait(bounds) => TypeRef::Impl(self.bounds(&bounds.bounds)),
            Type::TraitObject(bounds) => TypeRef::Dyn(self.bounds(&bounds.bounds)),
            Type::Never(_) => TypeRef::Never,
            Type::Infer(_) => TypeRef::Infer,
            _ => TypeRef::Opaque,
        }
    }

    /// `-> T`
    pub(super) fn ret(&mut self, ret: &ReturnType) -> Option<TypeRef> {
        match ret {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(self.ty(ty)),
        }
    }

    /// The traits of `A + B + 'a + ?Sized`.
    pub(super) fn bounds(&mut self, bounds: &Punctuated<TypeParamBound, Token![+]>) -> Vec<PathRef> {
        bounds
            .iter()
            .filter_map(|bound| match bound {
                TypeParamBound::Trait(bound) if bound.maybe.is_none() => Some(self.path(&bound.path).0),
                _ => None,
            })
            .collect()
    }

    /// Type parameters, with the bounds of the `where` clause put to the parameters that they are about.
    pub(super) fn generics(&mut self, generics: &syn::Generics) -> Generics {
        let mut out = Generics::default();
        for param in generics.type_params() {
            let name = self.name(&param.ident);
            let bounds = self.bounds(&param.bounds);
            let default = param.default.as_ref().map(|(_, ty)| self.ty(ty));
            out.types.push(GenericParam { name, bounds, default });
        }
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            let syn::WherePredicate::Type(predicate) = predicate else { continue };
            let ty = self.ty(&predicate.bounded_ty);
            let bounds = self.bounds(&predicate.bounds);
            let plain = match &ty {
                TypeRef::Path(path) => path.as_ident(),
                _ => None,
            };
            match out.types.iter_mut().find(|param| Some(param.name) == plain) {
                Some(param) => param.bounds.extend(bounds),
                None => out.wheres.push((ty, bounds)),
            }
        }
        out
    }

    /// What attributes say that matters.
    pub(super) fn attrs(&mut self, attrs: &[Attribute]) -> Attrs {
        let mut out = Attrs::default();
        for attr in attrs {
            self.attr(&attr.meta, None, &mut out);
        }
        out
    }

    fn attr(&mut self, meta: &Meta, on: Option<&Cfg>, out: &mut Attrs) {
        let path = meta.path();
        let Some(last) = path.segments.last() else { return };
        if path.segments.len() == 1 {
            if last.ident == "doc" {
                return;
            }
            if last.ident == "cfg" {
                if let Meta::List(list) = meta
                    && let Ok(inner) = list.parse_args::<Meta>()
                    && on.is_none()
                {
                    let cfg = self.cfg(&inner, 0);
                    out.cfg.push(cfg);
                }
                return;
            }
            if last.ident == "cfg_attr" {
                let Meta::List(list) = meta else { return };
                let Ok(parts) = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated) else { return };
                let mut parts = parts.iter();
                let Some(predicate) = parts.next() else { return };
                let predicate = self.cfg(predicate, 0);
                for part in parts {
                    // One within another is as good as never written.
                    if !part.path().is_ident("cfg_attr") {
                        self.attr(part, Some(&predicate), out);
                    }
                }
                return;
            }
            if last.ident == "path"
                && let Meta::NameValue(pair) = meta
                && let Some(value) = string(&pair.value)
            {
                out.paths.push((on.cloned(), Name::from(&value)));
                return;
            }
            if last.ident == "derive"
                && let Meta::List(list) = meta
                && let Ok(paths) = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated)
            {
                let paths = paths.iter().map(|path| self.joined(path)).collect::<Vec<_>>();
                out.derives.extend(paths);
            }
        }
        if last.ident == "instrument"
            && let Meta::List(list) = meta
        {
            out.logs_errors |= ["err", "ret"].iter().any(|option| has_option(&list.tokens, option));
        }
        if TESTS.iter().any(|test| last.ident == test) {
            out.test = true;
        }
        let name = match path.get_ident() {
            Some(ident) => self.name(ident),
            None => self.joined(path),
        };
        out.names.push(name);
    }

    /// A path without what is generic in it.
    fn joined(&mut self, path: &syn::Path) -> Name {
        let names: Vec<&str> = path.segments.iter().map(|segment| self.name(&segment.ident).as_str()).collect();
        Name::from(&names.join("::"))
    }

    /// A `cfg` predicate.
    pub(super) fn cfg(&mut self, meta: &Meta, depth: u32) -> Cfg {
        let name = meta.path().segments.last().map_or_else(Name::default, |segment| self.name(&segment.ident));
        match meta {
            Meta::Path(_) => Cfg::Flag(name),
            Meta::NameValue(pair) => Cfg::Is(name, Name::from(&string(&pair.value).unwrap_or_default())),
            Meta::List(list) if depth < 32 => {
                let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default();
                let mut inner: Vec<Cfg> = parts.iter().map(|part| self.cfg(part, depth + 1)).collect();
                match name.as_str() {
                    "all" => Cfg::All(inner),
                    "any" => Cfg::Any(inner),
                    "not" if inner.len() == 1 => Cfg::Not(Box::new(inner.remove(0))),
                    _ => Cfg::Flag(name),
                }
            }
            Meta::List(_) => Cfg::Flag(name),
        }
    }

    /// Whether an item or statement with these attributes is left out.
    pub(super) fn skips(&mut self, attrs: &[Attribute]) -> bool {
        if self.tests || !attrs.iter().any(|attr| attr.path().is_ident("cfg")) {
            return false;
        }
        never_without_tests(&self.attrs(attrs).cfg)
    }
}

/// `skip_all, err(Debug)`: whether one of the options of an attribute has this name.
fn has_option(tokens: &TokenStream, name: &str) -> bool {
    let mut starts = true;
    tokens.clone().into_iter().any(|token| {
        let first = std::mem::replace(&mut starts, matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ','));
        first && matches!(&token, TokenTree::Ident(ident) if ident == name)
    })
}

/// Whether these conditions cannot hold together when `test` is not set.
pub(super) fn never_without_tests(cfg: &[Cfg]) -> bool {
    cfg.iter().any(|cfg| without_tests(cfg) == Some(false))
}

/// The value of a predicate when `test` is not set, as far as that decides it.
fn without_tests(cfg: &Cfg) -> Option<bool> {
    match cfg {
        Cfg::Flag(name) => (name.as_str() == "test").then_some(false),
        Cfg::Is(..) => None,
        Cfg::Not(inner) => without_tests(inner).map(|value| !value),
        Cfg::All(all) => {
            let mut value = Some(true);
            for cfg in all {
                match without_tests(cfg) {
                    Some(false) => return Some(false),
                    Some(true) => {}
                    None => value = None,
                }
            }
            value
        }
        Cfg::Any(any) => {
            let mut value = Some(false);
            for cfg in any {
                match without_tests(cfg) {
                    Some(true) => return Some(true),
                    Some(false) => {}
                    None => value = None,
                }
            }
            value
        }
    }
}

/// How far an item can be seen.
pub(super) fn vis(vis: &syn::Visibility) -> Vis {
    match vis {
        syn::Visibility::Public(_) => Vis::Public,
        syn::Visibility::Restricted(_) => Vis::Restricted,
        syn::Visibility::Inherited => Vis::Private,
    }
}

/// The text of a string literal.
fn string(expr: &syn::Expr) -> Option<String> {
    match expr {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        syn::Expr::Group(group) => string(&group.expr),
        _ => None,
    }
}

/// The identifier that a text begins with, `r#` included.
fn word(text: &str) -> &str {
    let bytes = text.as_bytes();
    let start = if bytes.starts_with(b"r#") { 2 } else { 0 };
    let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    if bytes.get(end).is_none_or(u8::is_ascii) {
        return &text[..end];
    }
    let end = text
        .char_indices()
        .skip(start)
        .find(|(_, char)| char.is_whitespace() || char.is_ascii() && !char.is_ascii_alphanumeric() && *char != '_')
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}
