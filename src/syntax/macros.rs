//! Macro calls.

use super::Lower;
use super::body::{Ex, Fun};
use crate::ir::{ExprKind, ImplItem, Item, ItemKind, Stmt, TraitItem};

impl Lower<'_> {
    pub(super) fn item_macro(&mut self, item: &syn::ItemMacro, out: &mut Vec<Item>) {
        if self.skips(&item.attrs) {
            return;
        }
        let (path, ..) = self.path(&item.mac.path);
        if item.mac.path.is_ident("macro_rules") {
            let exported = item.attrs.iter().any(|attr| attr.path().is_ident("macro_export"));
            out.push(self.macro_item(item, ItemKind::MacroRules { exported }));
            return;
        }
        self.opaque_macros += 1;
        out.push(self.macro_item(item, ItemKind::MacroCall(path)));
    }

    pub(super) fn impl_macro(&mut self, item: &syn::ImplItemMacro, _out: &mut ImplItem) {
        if !self.skips(&item.attrs) {
            self.opaque_macros += 1;
        }
    }

    pub(super) fn trait_macro(&mut self, item: &syn::TraitItemMacro, _out: &mut TraitItem) {
        if !self.skips(&item.attrs) {
            self.opaque_macros += 1;
        }
    }
}

impl Fun<'_, '_> {
    pub(super) fn macro_stmt(&mut self, mac: &syn::Macro, tail: bool, out: &mut Vec<Stmt>) -> Option<Ex> {
        let value = self.macro_expr(mac);
        if tail {
            return Some(value);
        }
        out.push(Stmt::Expr(value.id));
        None
    }

    pub(super) fn macro_expr(&mut self, mac: &syn::Macro) -> Ex {
        self.lower.opaque_macros += 1;
        let (_, lo, _) = self.lower.path(&mac.path);
        let hi = self.hi(mac.delimiter.span().close());
        self.add(lo, hi, ExprKind::Opaque)
    }
}
