//! Statements of which no program has more than one: `#[cfg(a)] let x = f(); #[cfg(not(a))] let x = g();`.
//!
//! They stand one after the other, and are a choice. Knows nothing of which features are on.

use super::body::{Ex, Fun, attrs_of};
use crate::ir::{Cfg, ExprKind, Lit, Stmt};
use crate::source::Name;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;

/// Predicates in the conditions of two statements; more are not compared.
const ATOMS: usize = 8;

/// Keys of which a target has one value.
const SINGLE: [&str; 7] =
    ["target_os", "target_arch", "target_env", "target_endian", "target_pointer_width", "target_vendor", "panic"];

impl Fun<'_, '_> {
    /// How many statements from the first on exclude each other, each of the same form; 1 for most.
    pub(super) fn alternatives(&mut self, stmts: &[syn::Stmt]) -> usize {
        let Some(first) = stmts.first().and_then(|stmt| self.condition(stmt)) else { return 1 };
        let mut before = vec![first];
        for stmt in &stmts[1..] {
            if !same_form(&stmts[0], stmt) {
                break;
            }
            let Some(cfg) = self.condition(stmt) else { break };
            if before.iter().any(|other| may_both_hold(other, &cfg)) && !is_replaced(stmt) {
                break;
            }
            before.push(cfg);
        }
        before.len()
    }

    /// What `#[cfg]` says of a statement that may be an alternative.
    fn condition(&mut self, stmt: &syn::Stmt) -> Option<Cfg> {
        let attrs = match stmt {
            syn::Stmt::Local(local) if local.init.as_ref().is_some_and(|init| init.diverge.is_none()) => {
                &local.attrs[..]
            }
            syn::Stmt::Expr(expr, _) if !matches!(expr, syn::Expr::Macro(_)) => attrs_of(expr),
            _ => return None,
        };
        if attrs.is_empty() || self.lower.skips(attrs) {
            return None;
        }
        let mut cfg = self.lower.attrs(attrs).cfg;
        match cfg.len() {
            0 => None,
            1 => cfg.pop(),
            _ => Some(Cfg::All(cfg)),
        }
    }

    /// Alternatives as one statement, or as the block's value.
    pub(super) fn choice(&mut self, stmts: &[syn::Stmt], tail: bool, out: &mut Vec<Stmt>) -> Option<Ex> {
        let mut rest: Option<Ex> = None;
        for stmt in stmts.iter().rev() {
            let value = match stmt {
                syn::Stmt::Local(local) => match &local.init {
                    Some(init) => self.scoped(|fun| fun.expr(&init.expr)),
                    None => continue,
                },
                syn::Stmt::Expr(expr, _) => self.scoped(|fun| fun.expr(expr)),
                _ => continue,
            };
            rest = Some(match rest {
                None => value,
                Some(other) => {
                    let (lo, hi) = (value.lo, other.hi);
                    let cond = self.add(lo, lo, ExprKind::Lit(Lit::Other)).id;
                    self.add(lo, hi, ExprKind::If { cond, then: value.id, otherwise: Some(other.id) })
                }
            });
        }
        let value = rest?;
        match stmts.first() {
            Some(syn::Stmt::Local(local)) => {
                let ty = match &local.pat {
                    syn::Pat::Type(pat) => Some(Box::new(self.lower.ty(&pat.ty))),
                    _ => None,
                };
                let pat = self.pattern(&local.pat);
                out.push(Stmt::Let { pat, ty, init: Some(value.id), otherwise: None });
                None
            }
            _ if tail => Some(value),
            _ => {
                out.push(Stmt::Expr(value.id));
                None
            }
        }
    }
}

/// Both are expressions, or both bind the same name.
fn same_form(one: &syn::Stmt, other: &syn::Stmt) -> bool {
    match (one, other) {
        (syn::Stmt::Local(one), syn::Stmt::Local(other)) => {
            matches!((name_of(&one.pat), name_of(&other.pat)), (Some(one), Some(other)) if one == other)
        }
        (syn::Stmt::Expr(..), syn::Stmt::Expr(..)) => true,
        _ => false,
    }
}

fn name_of(pat: &syn::Pat) -> Option<&syn::Ident> {
    match pat {
        syn::Pat::Ident(ident) if ident.subpat.is_none() => Some(&ident.ident),
        syn::Pat::Type(pat) => name_of(&pat.pat),
        _ => None,
    }
}

/// Whether a `let` needs nothing of the name that it binds: who meant both to be there would not have made the one that
/// stands right before it.
fn is_replaced(stmt: &syn::Stmt) -> bool {
    let syn::Stmt::Local(local) = stmt else { return false };
    let (Some(name), Some(init)) = (name_of(&local.pat), &local.init) else { return false };
    !mentions(init.expr.to_token_stream(), name)
}

fn mentions(tokens: TokenStream, name: &syn::Ident) -> bool {
    let mut after_dot = false;
    tokens.into_iter().any(|token| {
        let is_field =
            std::mem::replace(&mut after_dot, matches!(&token, TokenTree::Punct(dot) if dot.as_char() == '.'));
        match token {
            TokenTree::Ident(ident) => ident == *name && !is_field,
            TokenTree::Group(group) => mentions(group.stream(), name),
            _ => false,
        }
    })
}

/// Whether two conditions can hold in one program.
fn may_both_hold(one: &Cfg, other: &Cfg) -> bool {
    let mut atoms = Vec::new();
    atoms_of(one, &mut atoms);
    atoms_of(other, &mut atoms);
    if atoms.len() > ATOMS {
        return true;
    }
    (0..1_u32 << atoms.len()).any(|set| {
        let on = |atom: &Cfg| atoms.iter().position(|other| *other == atom).is_some_and(|at| set >> at & 1 == 1);
        is_possible(&atoms, &on) && holds(one, &on) && holds(other, &on)
    })
}

fn atoms_of<'c>(cfg: &'c Cfg, atoms: &mut Vec<&'c Cfg>) {
    match cfg {
        Cfg::Flag(_) | Cfg::Is(..) => {
            if !atoms.contains(&cfg) {
                atoms.push(cfg);
            }
        }
        Cfg::All(all) | Cfg::Any(all) => all.iter().for_each(|cfg| atoms_of(cfg, atoms)),
        Cfg::Not(inner) => atoms_of(inner, atoms),
    }
}

fn holds(cfg: &Cfg, on: &dyn Fn(&Cfg) -> bool) -> bool {
    match cfg {
        Cfg::Flag(_) | Cfg::Is(..) => on(cfg),
        Cfg::All(all) => all.iter().all(|cfg| holds(cfg, on)),
        Cfg::Any(any) => any.iter().any(|cfg| holds(cfg, on)),
        Cfg::Not(inner) => !holds(inner, on),
    }
}

/// A target has one system and one architecture, and is not Unix and Windows at once.
fn is_possible(atoms: &[&Cfg], on: &dyn Fn(&Cfg) -> bool) -> bool {
    let is = |name: &str| on(&Cfg::Flag(Name::from(name)));
    let twice = |key: &str| {
        atoms.iter().filter(|atom| matches!(atom, Cfg::Is(of, _) if of.as_str() == key) && on(atom)).count() > 1
    };
    let both = is("unix") && is("windows");
    !both && !SINGLE.iter().any(|key| twice(key))
}
