//! Items: functions, types, traits, `impl` blocks, modules, imports.
//!
//! Knows nothing of what stands in bodies (see `body`) or in macro calls (see `macros`).

use super::Lower;
use super::body::Fun;
use super::types::vis;
use crate::ir::{
    AssocType, Attrs, BodyId, EnumItem, Field, FnItem, GenericParam, ImplItem, Item, ItemKind, Receiver, StructItem,
    TraitItem, UseLeaf, Variant, Vis,
};
use crate::source::{Name, Span};
use proc_macro2::Ident;
use syn::spanned::Spanned;
use syn::{Attribute, FnArg, ForeignItem, ReceiverKind, Signature, UseTree};

/// What holds for every kind of item, gathered before its kind is known.
pub(super) struct Head {
    name: Name,
    name_span: (u32, u32),
    lo: u32,
    hi: u32,
    vis: Vis,
    attrs: Attrs,
}

impl Lower<'_> {
    /// Items in order; those that are only there for tests are left out when tests are not wanted.
    pub(super) fn items(&mut self, items: &[syn::Item]) -> Vec<Item> {
        let mut out = Vec::with_capacity(items.len());
        for item in items {
            self.item(item, &mut out);
        }
        out
    }

    /// One item; more than one where a macro call stands for several, none where it is left out.
    pub(super) fn item(&mut self, item: &syn::Item, out: &mut Vec<Item>) {
        use syn::Item as I;
        match item {
            I::Fn(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.sig.ident);
                if head.attrs.test && !self.tests {
                    return;
                }
                head.lo = head.lo.min(self.signature_lo(&item.sig));
                head.hi = self.text.hi(item.block.brace_token.span.close());
                let function = self.function(&item.sig, Some(&item.block));
                out.push(self.done(head, ItemKind::Fn(function)));
            }
            I::Struct(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.struct_token.span));
                head.hi = match (&item.fields, &item.semi_token) {
                    (_, Some(semi)) => self.text.hi(semi.spans[0]),
                    (syn::Fields::Named(fields), None) => self.text.hi(fields.brace_token.span.close()),
                    (syn::Fields::Unnamed(fields), None) => self.text.hi(fields.paren_token.span.close()),
                    (syn::Fields::Unit, None) => head.hi,
                };
                let generics = self.generics(&item.generics);
                let fields = self.fields(&item.fields);
                let is_tuple = matches!(item.fields, syn::Fields::Unnamed(_));
                out.push(self.done(head, ItemKind::Struct(StructItem { generics, fields, is_tuple })));
            }
            I::Union(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.union_token.span));
                head.hi = self.text.hi(item.fields.brace_token.span.close());
                let generics = self.generics(&item.generics);
                let fields = item.fields.named.iter().filter_map(|field| self.field(field, 0)).collect();
                out.push(self.done(head, ItemKind::Struct(StructItem { generics, fields, is_tuple: false })));
            }
            I::Enum(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.enum_token.span));
                head.hi = self.text.hi(item.brace_token.span.close());
                let generics = self.generics(&item.generics);
                let variants = item.variants.iter().filter_map(|variant| self.variant(variant)).collect();
                out.push(self.done(head, ItemKind::Enum(EnumItem { generics, variants })));
            }
            I::Impl(item) => self.impl_block(item, out),
            I::Trait(item) => self.trait_item(item, out),
            I::TraitAlias(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.trait_token.span));
                head.hi = self.text.hi(item.semi_token.spans[0]);
                let generics = self.generics(&item.generics);
                let supers = self.bounds(&item.bounds);
                let kind = TraitItem { generics, supers, fns: Vec::new(), types: Vec::new() };
                out.push(self.done(head, ItemKind::Trait(kind)));
            }
            I::Type(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.type_token.span));
                head.hi = self.text.hi(item.semi_token.spans[0]);
                let generics = self.generics(&item.generics);
                let ty = self.ty(&item.ty);
                out.push(self.done(head, ItemKind::TypeAlias { generics, ty }));
            }
            I::Const(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.const_token.span));
                head.hi = self.text.hi(item.semi_token.spans[0]);
                let kind = self.constant(&item.ty, Some(&item.expr), true, false);
                out.push(self.done(head, kind));
            }
            I::Static(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.static_token.span));
                head.hi = self.text.hi(item.semi_token.spans[0]);
                let kind = self.constant(&item.ty, Some(&item.expr), false, false);
                out.push(self.done(head, kind));
            }
            I::Mod(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.mod_token.span));
                if let Some(unsafety) = &item.unsafety {
                    head.lo = head.lo.min(self.text.lo(unsafety.span));
                }
                if let Some(semi) = &item.semi {
                    head.hi = self.text.hi(semi.spans[0]);
                }
                let content = item.content.as_ref().map(|(brace, items)| {
                    head.hi = self.text.hi(brace.span.close());
                    self.items(items)
                });
                out.push(self.done(head, ItemKind::Mod(content)));
            }
            I::Use(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let lo = self.text.lo(item.use_token.span);
                let head =
                    self.nameless(&item.attrs, Some(&item.vis), lo, lo + 3, self.text.hi(item.semi_token.spans[0]));
                let mut leaves = Vec::new();
                self.use_tree(&item.tree, &mut Vec::new(), item.leading_colon.is_some(), &mut leaves);
                out.push(self.done(head, ItemKind::Use(leaves)));
            }
            I::ExternCrate(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let name = item.rename.as_ref().map_or(&item.ident, |(_, rename)| rename);
                let mut head = self.head(&item.attrs, Some(&item.vis), name);
                head.lo = head.lo.min(self.text.lo(item.extern_token.span));
                head.hi = self.text.hi(item.semi_token.spans[0]);
                let of = self.name(&item.ident);
                out.push(self.done(head, ItemKind::ExternCrate(of)));
            }
            I::ForeignMod(block) => {
                if self.skips(&block.attrs) {
                    return;
                }
                for item in &block.items {
                    self.foreign(item, out);
                }
            }
            I::Macro(item) => self.item_macro(item, out),
            _ => {}
        }
    }

    fn foreign(&mut self, item: &ForeignItem, out: &mut Vec<Item>) {
        match item {
            ForeignItem::Fn(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.sig.ident);
                head.lo = head.lo.min(self.signature_lo(&item.sig));
                head.hi = self.text.hi(item.semi_token.spans[0]);
                let function = self.function(&item.sig, None);
                out.push(self.done(head, ItemKind::Fn(function)));
            }
            ForeignItem::Static(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.static_token.span));
                head.hi = self.text.hi(item.semi_token.spans[0]);
                let kind = self.constant(&item.ty, None, false, false);
                out.push(self.done(head, kind));
            }
            ForeignItem::Type(item) => {
                if self.skips(&item.attrs) {
                    return;
                }
                let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
                head.lo = head.lo.min(self.text.lo(item.type_token.span));
                head.hi = self.text.hi(item.semi_token.spans[0]);
                let generics = self.generics(&item.generics);
                let kind = StructItem { generics, fields: Vec::new(), is_tuple: false };
                out.push(self.done(head, ItemKind::Struct(kind)));
            }
            _ => {}
        }
    }

    fn trait_item(&mut self, item: &syn::ItemTrait, out: &mut Vec<Item>) {
        if self.skips(&item.attrs) {
            return;
        }
        let mut head = self.head(&item.attrs, Some(&item.vis), &item.ident);
        for span in [item.unsafety.map(|token| token.span), Some(item.trait_token.span)].into_iter().flatten() {
            head.lo = head.lo.min(self.text.lo(span));
        }
        head.hi = self.text.hi(item.brace_token.span.close());
        let generics = self.generics(&item.generics);
        let supers = self.bounds(&item.supertraits);
        let mut kind = TraitItem { generics, supers, fns: Vec::new(), types: Vec::new() };
        for inner in &item.items {
            self.trait_part(inner, &mut kind);
        }
        out.push(self.done(head, ItemKind::Trait(kind)));
    }

    /// One item of a trait.
    pub(super) fn trait_part(&mut self, item: &syn::TraitItem, out: &mut TraitItem) {
        match item {
            syn::TraitItem::Fn(function) => {
                if self.skips(&function.attrs) {
                    return;
                }
                let mut head = self.head(&function.attrs, None, &function.sig.ident);
                head.lo = head.lo.min(self.signature_lo(&function.sig));
                head.hi = match (&function.default, &function.semi_token) {
                    (Some(block), _) => self.text.hi(block.brace_token.span.close()),
                    (None, Some(semi)) => self.text.hi(semi.spans[0]),
                    (None, None) => head.hi,
                };
                let kind = self.function(&function.sig, function.default.as_ref());
                let item = self.done(head, ItemKind::Fn(kind));
                out.fns.push(item);
            }
            syn::TraitItem::Type(ty) => {
                if self.skips(&ty.attrs) {
                    return;
                }
                let name = self.name(&ty.ident);
                let bounds = self.bounds(&ty.bounds);
                let default = ty.default.as_ref().map(|(_, ty)| self.ty(ty));
                out.types.push(GenericParam { name, bounds, default });
            }
            syn::TraitItem::Macro(item) => self.trait_macro(item, out),
            _ => {}
        }
    }

    fn impl_block(&mut self, item: &syn::ItemImpl, out: &mut Vec<Item>) {
        if self.skips(&item.attrs) {
            return;
        }
        let lo = self.text.lo(item.impl_token.span);
        let mut head = self.nameless(&item.attrs, None, lo, lo + 4, self.text.hi(item.brace_token.span.close()));
        let before = [item.unsafety.map(|token| token.span), item.modifiers.defaultness.map(|token| token.span)];
        for span in before.into_iter().flatten() {
            head.lo = head.lo.min(self.text.lo(span));
        }
        let generics = self.generics(&item.generics);
        let of_trait = item.trait_.as_ref().map(|(path, _)| self.path(path).0);
        let self_ty = self.ty(&item.self_ty);
        let (fns, types, consts) = (Vec::new(), Vec::new(), Vec::new());
        let mut kind = ImplItem { generics, of_trait, self_ty, fns, types, consts };
        for inner in &item.items {
            self.impl_part(inner, &mut kind);
        }
        out.push(self.done(head, ItemKind::Impl(kind)));
    }

    /// One item of an `impl` block.
    pub(super) fn impl_part(&mut self, item: &syn::ImplItem, out: &mut ImplItem) {
        match item {
            syn::ImplItem::Fn(function) => {
                if self.skips(&function.attrs) {
                    return;
                }
                let mut head = self.head(&function.attrs, Some(&function.vis), &function.sig.ident);
                if head.attrs.test && !self.tests {
                    return;
                }
                head.lo = head.lo.min(self.signature_lo(&function.sig));
                head.hi = self.text.hi(function.block.brace_token.span.close());
                let kind = self.function(&function.sig, Some(&function.block));
                let item = self.done(head, ItemKind::Fn(kind));
                out.fns.push(item);
            }
            syn::ImplItem::Type(ty) => {
                if self.skips(&ty.attrs) {
                    return;
                }
                let name = self.name(&ty.ident);
                let span = self.span(self.text.lo(ty.ident.span()), self.text.hi(ty.ident.span()));
                let ty = self.ty(&ty.ty);
                out.types.push(AssocType { name, span, ty });
            }
            syn::ImplItem::Const(constant) => {
                if self.skips(&constant.attrs) {
                    return;
                }
                let mut head = self.head(&constant.attrs, Some(&constant.vis), &constant.ident);
                head.lo = head.lo.min(self.text.lo(constant.const_token.span));
                head.hi = self.text.hi(constant.semi_token.spans[0]);
                let kind = self.constant(&constant.ty, Some(&constant.expr), true, false);
                let item = self.done(head, kind);
                out.consts.push(item);
            }
            syn::ImplItem::Macro(item) => self.impl_macro(item, out),
            _ => {}
        }
    }

    /// `const`, `static`, and what looks like them.
    pub(super) fn constant(
        &mut self,
        ty: &syn::Type,
        value: Option<&syn::Expr>,
        is_const: bool,
        lazy: bool,
    ) -> ItemKind {
        let ty = self.ty(ty);
        let body = value.map(|value| {
            let mut fun = Fun::new(self);
            let root = fun.expr(value);
            fun.finish(Vec::new(), root)
        });
        ItemKind::Static { ty, body, is_const, lazy }
    }

    fn function(&mut self, sig: &Signature, block: Option<&syn::Block>) -> FnItem {
        let generics = self.generics(&sig.generics);
        let (mut params, mut param_names, mut receiver) = (Vec::new(), Vec::new(), None);
        let (mut pinned, mut receiver_ty) = (false, None);
        for input in &sig.inputs {
            match input {
                FnArg::Receiver(written) => {
                    receiver = Some(kind_of_self(&written.kind));
                    pinned = is_pinned(&written.kind);
                    if let ReceiverKind::Typed(_, ty) = &written.kind
                        && !pinned
                    {
                        receiver_ty = Some(self.ty(ty));
                    }
                }
                FnArg::Typed(param) => {
                    params.push(self.ty(&param.ty));
                    let name = match &*param.pat {
                        syn::Pat::Ident(pat) if pat.subpat.is_none() => Some(self.name(&pat.ident)),
                        _ => None,
                    };
                    param_names.push(name);
                }
            }
        }
        let ret = self.ret(&sig.output);
        let body = block.map(|block| self.fn_body(sig, block));
        let is_async = sig.asyncness.is_some();
        FnItem { generics, is_async, receiver, pinned, receiver_ty, params, param_names, ret, body }
    }

    fn fn_body(&mut self, sig: &Signature, block: &syn::Block) -> BodyId {
        let mut fun = Fun::new(self);
        let mut params = Vec::with_capacity(sig.inputs.len());
        for input in &sig.inputs {
            params.push(match input {
                FnArg::Receiver(receiver) => fun.receiver(receiver),
                FnArg::Typed(param) => fun.pattern(&param.pat),
            });
        }
        let lo = fun.lo(block.brace_token.span.open());
        let plain = if block.stmts.is_empty() { fun.plain_body(lo) } else { None };
        let root = plain.unwrap_or_else(|| fun.block(block));
        fun.finish(params, root)
    }

    fn variant(&mut self, variant: &syn::Variant) -> Option<Variant> {
        if self.skips(&variant.attrs) {
            return None;
        }
        let (name, lo, hi) = self.ident(&variant.ident);
        let fields = self.fields(&variant.fields);
        let is_tuple = matches!(variant.fields, syn::Fields::Unnamed(_));
        Some(Variant { name, span: self.span(lo, hi), fields, is_tuple })
    }

    fn fields(&mut self, fields: &syn::Fields) -> Vec<Field> {
        fields.iter().enumerate().filter_map(|(index, field)| self.field(field, index)).collect()
    }

    fn field(&mut self, field: &syn::Field, index: usize) -> Option<Field> {
        if self.skips(&field.attrs) {
            return None;
        }
        let (name, lo, hi) = match &field.ident {
            Some(ident) => self.ident(ident),
            None => {
                let span = field.ty.span();
                (Name::from(&index.to_string()), self.text.lo(span), self.text.hi(span))
            }
        };
        Some(Field { name, span: self.span(lo, hi), ty: self.ty(&field.ty), vis: vis(&field.vis) })
    }

    fn use_tree(&mut self, tree: &UseTree, prefix: &mut Vec<Name>, global: bool, out: &mut Vec<UseLeaf>) {
        match tree {
            UseTree::Path(path) => {
                prefix.push(self.name(&path.ident));
                self.use_tree(&path.tree, prefix, global, out);
                prefix.pop();
            }
            UseTree::Name(name) => {
                let name = self.name(&name.ident);
                let mut path = prefix.clone();
                if name.as_str() != "self" || path.is_empty() {
                    path.push(name);
                }
                let alias = path.last().copied();
                out.push(UseLeaf { path, global, alias, glob: false });
            }
            UseTree::Rename(rename) => {
                let name = self.name(&rename.ident);
                let alias = self.name(&rename.rename);
                self.renamed.insert(alias, name);
                let mut path = prefix.clone();
                if name.as_str() != "self" || path.is_empty() {
                    path.push(name);
                }
                out.push(UseLeaf { path, global, alias: Some(alias), glob: false });
            }
            UseTree::Glob(_) => out.push(UseLeaf { path: prefix.clone(), global, alias: None, glob: true }),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(tree, prefix, global, out);
                }
            }
        }
    }

    fn signature_lo(&mut self, sig: &Signature) -> u32 {
        let safety = match &sig.safety {
            syn::Safety::Safe(token) => Some(token.span),
            syn::Safety::Unsafe(token) => Some(token.span),
            syn::Safety::Default => None,
        };
        let first = sig
            .constness
            .map(|token| token.span)
            .or(sig.asyncness.map(|token| token.span))
            .or(safety)
            .or(sig.abi.as_ref().map(|abi| abi.extern_token.span))
            .unwrap_or(sig.fn_token.span);
        self.text.lo(first)
    }

    /// What holds for an item of this name; `lo` is still to be lowered to its keyword, `hi` to be raised to its end.
    pub(super) fn head(&mut self, attrs: &[Attribute], seen: Option<&syn::Visibility>, ident: &Ident) -> Head {
        let (name, lo, hi) = self.ident(ident);
        let mut head = self.nameless(attrs, seen, lo, hi, hi);
        head.name = name;
        head
    }

    fn nameless(
        &mut self,
        attrs: &[Attribute],
        seen: Option<&syn::Visibility>,
        lo: u32,
        word_hi: u32,
        hi: u32,
    ) -> Head {
        let mut first = lo;
        match seen {
            Some(syn::Visibility::Public(token)) => first = first.min(self.text.lo(token.span)),
            Some(syn::Visibility::Restricted(restricted)) => first = first.min(self.text.lo(restricted.pub_token.span)),
            Some(syn::Visibility::Inherited) | None => {}
        }
        if let Some(attr) = attrs.iter().find(|attr| matches!(attr.style, syn::AttrStyle::Outer)) {
            first = first.min(self.text.lo(attr.pound_token.spans[0]));
        }
        Head {
            name: Name::default(),
            name_span: (lo, word_hi),
            lo: first,
            hi,
            vis: seen.map_or(Vis::Private, vis),
            attrs: self.attrs(attrs),
        }
    }

    /// The item of a head and a kind.
    pub(super) fn done(&mut self, head: Head, kind: ItemKind) -> Item {
        Item {
            name: head.name,
            name_span: self.span(head.name_span.0, head.name_span.1),
            span: self.span(head.lo, head.hi.max(head.name_span.1)),
            vis: head.vis,
            attrs: head.attrs,
            kind,
        }
    }

    /// An item for a macro call that is not read, or that defines a macro.
    pub(super) fn macro_item(&mut self, item: &syn::ItemMacro, kind: ItemKind) -> Item {
        let (_, lo, path_hi) = self.path(&item.mac.path);
        let mut hi = self.text.hi(item.mac.delimiter.span().close());
        if let Some(semi) = &item.semi_token {
            hi = self.text.hi(semi.spans[0]);
        }
        let mut head = self.nameless(&item.attrs, None, lo, path_hi, hi);
        if let Some(ident) = &item.ident {
            let (name, lo, hi) = self.ident(ident);
            (head.name, head.name_span) = (name, (lo, hi));
        }
        self.done(head, kind)
    }

    /// An entry of `lazy_static!` or `thread_local!`, which ends at `hi`.
    pub(super) fn lazy_item(
        &mut self,
        attrs: &[Attribute],
        seen: &syn::Visibility,
        ident: &Ident,
        hi: Option<u32>,
        kind: ItemKind,
    ) -> Item {
        let mut head = self.head(attrs, Some(seen), ident);
        head.hi = hi.unwrap_or(head.hi);
        self.done(head, kind)
    }

    pub(super) fn span(&self, lo: u32, hi: u32) -> Span {
        Span::new(self.file, lo, hi.max(lo))
    }
}

/// How `self` is taken.
fn kind_of_self(kind: &ReceiverKind) -> Receiver {
    match kind {
        ReceiverKind::Reference(_, _, Some(_)) => Receiver::RefMut,
        ReceiverKind::Reference(_, _, None) => Receiver::Ref,
        ReceiverKind::Typed(_, ty) => typed_self(ty, 0),
        _ => Receiver::Value,
    }
}

/// `self: Pin<…>`
fn is_pinned(kind: &ReceiverKind) -> bool {
    matches!(kind, ReceiverKind::Typed(_, ty) if matches!(&**ty, syn::Type::Path(path)
        if path.path.segments.last().is_some_and(|last| last.ident == "Pin")))
}

/// `self: &Self`, `self: Pin<&mut Self>` and the like.
fn typed_self(ty: &syn::Type, depth: u32) -> Receiver {
    match ty {
        syn::Type::Reference(reference) if reference.mutability.is_some() => Receiver::RefMut,
        syn::Type::Reference(_) => Receiver::Ref,
        syn::Type::Paren(paren) if depth < 8 => typed_self(&paren.elem, depth + 1),
        syn::Type::Path(path) if depth < 8 => {
            let Some(last) = path.path.segments.last() else { return Receiver::Value };
            match &last.arguments {
                syn::PathArguments::AngleBracketed(args) if last.ident == "Pin" => match args.args.first() {
                    Some(syn::GenericArgument::Type(inner)) => typed_self(inner, depth + 1),
                    _ => Receiver::Value,
                },
                _ => Receiver::Value,
            }
        }
        _ => Receiver::Value,
    }
}
