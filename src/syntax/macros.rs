//! Macro calls whose grammar is known: `select!`, `join!`, `vec!`, the formatting and logging families, `cfg_if!` …
//!
//! Knows macros by the last segment of their path: a macro of that name with another grammar does not parse as
//! such and is then read like any unknown macro. A name that an import of the file gives stands for the imported one.
//! Definitions of the analysed crates are expanded by `rules`.

use super::Lower;
use super::body::{Ex, Fun};
use super::grammar::{self, Branch, LogArgs};
use crate::ir::{
    BinaryOp, Cfg, ExprId, ExprKind, ImplItem, Item, ItemKind, Lit, MacroKind, PatKind, PathRef, Segment, SelectBranch,
    SelectElse, Stmt, TraitItem, UnaryOp, UseLeaf, Vis,
};
use crate::source::Name;
use crate::workspace::scan::lists_modules;
use proc_macro2::{TokenStream, TokenTree};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Block, Expr, Token};

/// Calls in the arguments of calls beyond this depth are not read: each level parses all that is in it again.
const NESTING: u32 = 48;

/// What is known of a macro by its name.
#[derive(Clone, Copy)]
enum Family {
    Select,
    Join {
        is_try: bool,
    },
    Pin,
    Vec,
    Matches,
    Format(MacroKind),
    Log,
    /// Leaves the function with an error.
    Bail,
    Ensure,
    Identity,
    Try,
    AddressOf,
    Stream,
    Branches,
    Lazy,
    /// Gives a constant; evaluates nothing.
    Constant,
    Unknown,
}

fn family(name: &str) -> Family {
    match name {
        "select" | "select_biased" => Family::Select,
        "join" => Family::Join { is_try: false },
        "try_join" => Family::Join { is_try: true },
        "pin" | "pin_mut" => Family::Pin,
        "vec" => Family::Vec,
        "matches" | "assert_matches" | "debug_assert_matches" => Family::Matches,
        "format" | "print" | "println" | "eprint" | "eprintln" | "write" | "writeln" | "format_args" | "assert"
        | "assert_eq" | "assert_ne" | "debug_assert" | "debug_assert_eq" | "debug_assert_ne" | "anyhow" | "eyre"
        | "format_err" => Family::Format(MacroKind::Borrows),
        "panic" | "unreachable" | "todo" | "unimplemented" => Family::Format(MacroKind::Panics),
        "bail" => Family::Bail,
        "ensure" => Family::Ensure,
        "trace" | "debug" | "info" | "warn" | "error" | "log" | "event" | "span" | "trace_span" | "debug_span"
        | "info_span" | "warn_span" | "error_span" => Family::Log,
        "dbg" | "ready" | "msg" => Family::Identity,
        "try" => Family::Try,
        "addr_of" | "addr_of_mut" => Family::AddressOf,
        "stream" | "try_stream" => Family::Stream,
        "cfg_if" | "cfg_select" => Family::Branches,
        "thread_local" | "lazy_static" | "task_local" => Family::Lazy,
        "concat"
        | "stringify"
        | "include_str"
        | "include_bytes"
        | "env"
        | "option_env"
        | "file"
        | "line"
        | "column"
        | "module_path"
        | "cfg"
        | "compile_error"
        | "offset_of"
        | "quote"
        | "quote_spanned"
        | "parse_quote"
        | "parse_quote_spanned" => Family::Constant,
        _ => Family::Unknown,
    }
}

impl Lower<'_> {
    /// A macro call where an item may stand.
    pub(super) fn item_macro(&mut self, item: &syn::ItemMacro, out: &mut Vec<Item>) {
        if self.skips(&item.attrs) {
            return;
        }
        if item.mac.path.is_ident("macro_rules") {
            let exported = item.attrs.iter().any(|attr| attr.path().is_ident("macro_export"));
            out.push(self.macro_item(item, ItemKind::MacroRules { exported }));
            return;
        }
        if item.ident.is_none() && self.known_items(&item.mac, out) {
            return;
        }
        if let Some(tokens) = self.expand(&item.mac) {
            let parsed = grammar::items.parse2(tokens);
            if let Ok((_, items)) = &parsed {
                out.extend(self.items(items));
            }
            self.expanded();
            if parsed.is_ok() {
                return;
            }
        }
        // `pin_project! { struct … }` and the like: what reads as items, they hand on as items.
        if item.ident.is_none()
            && matches!(item.mac.delimiter, syn::MacroDelimiter::Brace(_))
            && let Ok((_, items)) = grammar::items.parse2(item.mac.tokens.clone())
            && !items.is_empty()
            && !items.iter().any(|item| matches!(item, syn::Item::Macro(_) | syn::Item::Verbatim(_)))
        {
            out.extend(self.items(&items));
            return;
        }
        self.module_list(item, out);
        self.opaque_macros += 1;
        let (path, ..) = self.path(&item.mac.path);
        out.push(self.macro_item(item, ItemKind::MacroCall(path)));
    }

    /// `mod_flat!(worker session)`: modules where there are such files, whose names are this module's, too.
    fn module_list(&mut self, item: &syn::ItemMacro, out: &mut Vec<Item>) {
        let named = |segment: &syn::PathSegment| lists_modules(&segment.ident.to_string());
        if item.ident.is_some() || !item.mac.path.segments.last().is_some_and(named) {
            return;
        }
        let mut names = Vec::new();
        for token in item.mac.tokens.clone() {
            match token {
                TokenTree::Ident(name) => names.push(name),
                TokenTree::Punct(punct) if matches!(punct.as_char(), ',' | ';') => {}
                _ => return,
            }
        }
        for name in names {
            let head = self.head(&item.attrs, None, &name);
            let mut module = self.done(head, ItemKind::Mod(None));
            module.vis = Vis::Public;
            let path = vec!["self".into(), module.name];
            let leaf = UseLeaf { path, global: false, alias: None, glob: true };
            let glob = Item { kind: ItemKind::Use(vec![leaf]), ..module.clone() };
            out.extend([module, glob]);
        }
    }

    /// Reads a call that stands for items; says whether it could.
    fn known_items(&mut self, mac: &syn::Macro, out: &mut Vec<Item>) -> bool {
        let Some(last) = mac.path.segments.last() else { return false };
        let name = self.name(&last.ident);
        match family(name.as_str()) {
            Family::Lazy => {
                let Ok(entries) = grammar::lazy_statics.parse2(mac.tokens.clone()) else { return false };
                for entry in entries {
                    if self.skips(&entry.attrs) {
                        continue;
                    }
                    let kind = self.constant(&entry.ty, entry.value.as_ref(), false, true);
                    let hi = entry.semi.map(|semi| self.text.hi(semi.spans[0]));
                    out.push(self.lazy_item(&entry.attrs, &entry.vis, &entry.ident, hi, kind));
                }
                true
            }
            Family::Branches => {
                let Ok(branches) = grammar::branches.parse2(mac.tokens.clone()) else { return false };
                let parsed: Vec<_> =
                    branches.into_iter().map(|(cfg, tokens)| (cfg, grammar::items.parse2(tokens))).collect();
                if parsed.iter().any(|(_, items)| items.is_err()) {
                    return false;
                }
                let mut before: Vec<Cfg> = Vec::new();
                for (cfg, items) in parsed {
                    let mut all: Vec<Cfg> = before.iter().map(|cfg| Cfg::Not(Box::new(cfg.clone()))).collect();
                    if let Some(cfg) = cfg {
                        let cfg = self.cfg(&cfg, 0);
                        all.push(cfg.clone());
                        before.push(cfg);
                    }
                    if !self.tests && super::types::never_without_tests(&all) {
                        continue;
                    }
                    if let Ok((_, items)) = items {
                        let mut items = self.items(&items);
                        for item in &mut items {
                            item.attrs.cfg.splice(0..0, all.iter().cloned());
                        }
                        out.extend(items);
                    }
                }
                true
            }
            _ if (name.as_str().starts_with("cfg_") || name.as_str() == "feature")
                && matches!(mac.delimiter, syn::MacroDelimiter::Brace(_)) =>
            {
                let Ok((attrs, items)) = grammar::items.parse2(mac.tokens.clone()) else { return false };
                let cfg = self.attrs(&attrs).cfg;
                if !self.tests && super::types::never_without_tests(&cfg) {
                    return true;
                }
                let mut items = self.items(&items);
                for item in &mut items {
                    item.attrs.cfg.splice(0..0, cfg.iter().cloned());
                }
                out.extend(items);
                true
            }
            _ => false,
        }
    }

    /// A macro call in an `impl` block.
    pub(super) fn impl_macro(&mut self, item: &syn::ImplItemMacro, out: &mut ImplItem) {
        if self.skips(&item.attrs) {
            return;
        }
        if let Some(tokens) = self.impl_tokens(&item.mac) {
            let parsed = grammar::all::<syn::ImplItem>.parse2(tokens);
            for item in parsed.iter().flatten() {
                self.impl_part(item, out);
            }
            self.expanded();
            if parsed.is_ok() {
                return;
            }
        }
        self.opaque_macros += 1;
    }

    /// A macro call in a trait.
    pub(super) fn trait_macro(&mut self, item: &syn::TraitItemMacro, out: &mut TraitItem) {
        if self.skips(&item.attrs) {
            return;
        }
        if let Some(tokens) = self.impl_tokens(&item.mac) {
            let parsed = grammar::all::<syn::TraitItem>.parse2(tokens);
            for item in parsed.iter().flatten() {
                self.trait_part(item, out);
            }
            self.expanded();
            if parsed.is_ok() {
                return;
            }
        }
        self.opaque_macros += 1;
    }

    /// What a call among methods stands for: its expansion, or its own tokens for `cfg_x! { … }`.
    fn impl_tokens(&mut self, mac: &syn::Macro) -> Option<TokenStream> {
        let name = self.name(&mac.path.segments.last()?.ident);
        if name.as_str().starts_with("cfg_") && matches!(mac.delimiter, syn::MacroDelimiter::Brace(_)) {
            self.calls.push(None);
            return Some(mac.tokens.clone());
        }
        self.expand(mac)
    }
}

impl Fun<'_, '_> {
    /// A macro call as a statement, in the present scope; its value, if it is the block's.
    pub(super) fn macro_stmt(&mut self, mac: &syn::Macro, tail: bool, out: &mut Vec<Stmt>) -> Option<Ex> {
        match self.name_of(mac) {
            Family::Lazy => {
                let mut items = Vec::new();
                if self.lower.known_items(mac, &mut items) {
                    self.items_mut().append(&mut items);
                    return None;
                }
            }
            Family::Pin => {
                if let Ok(stmts) = Block::parse_within.parse2(mac.tokens.clone())
                    && stmts.iter().any(|stmt| matches!(stmt, syn::Stmt::Local(_)))
                {
                    return self.statements(&stmts, out);
                }
                if !tail && let Some(pinned) = self.pin_local(mac) {
                    out.push(Stmt::Expr(pinned.id));
                    return None;
                }
            }
            Family::Branches => {
                let mut items = Vec::new();
                let are_items = grammar::branches.parse2(mac.tokens.clone()).is_ok_and(|all| grammar::are_items(&all));
                if are_items && self.lower.known_items(mac, &mut items) {
                    self.items_mut().append(&mut items);
                    return None;
                }
                if let Some(done) = self.branches_stmt(mac, tail, out) {
                    return done;
                }
            }
            Family::Unknown => {
                if let Some(tokens) = self.lower.expand(mac) {
                    let parsed = Block::parse_within.parse2(tokens);
                    let done = parsed.ok().map(|stmts| {
                        let value = self.statements(&stmts, out);
                        match value {
                            Some(value) if !tail => {
                                out.push(Stmt::Expr(value.id));
                                None
                            }
                            value => value,
                        }
                    });
                    self.lower.expanded();
                    if let Some(value) = done {
                        return value;
                    }
                }
            }
            _ => {}
        }
        let value = self.macro_expr(mac);
        if tail {
            return Some(value);
        }
        out.push(Stmt::Expr(value.id));
        None
    }

    /// A macro call as an expression.
    pub(super) fn macro_expr(&mut self, mac: &syn::Macro) -> Ex {
        let (path, lo, _) = self.lower.path(&mac.path);
        let hi = self.hi(mac.delimiter.span().close());
        self.lower.nesting += 1;
        let value = (self.lower.nesting <= NESTING)
            .then(|| {
                self.known_macro(mac, &path, lo, hi)
                    .or_else(|| self.expanded_expr(mac, lo, hi))
                    .or_else(|| self.unknown_macro(mac, &path, lo, hi))
            })
            .flatten();
        self.lower.nesting -= 1;
        value.unwrap_or_else(|| {
            self.lower.opaque_macros += 1;
            self.add(lo, hi, ExprKind::Opaque)
        })
    }

    fn name_of(&mut self, mac: &syn::Macro) -> Family {
        match mac.path.segments.last() {
            Some(last) => {
                let name = self.lower.name(&last.ident);
                family(self.own_name(name).as_str())
            }
            None => Family::Unknown,
        }
    }

    /// The name that a macro has where it is defined, as far as the file's imports tell.
    fn own_name(&self, name: Name) -> Name {
        self.lower.renamed.get(&name).copied().unwrap_or(name)
    }

    fn known_macro(&mut self, mac: &syn::Macro, path: &PathRef, lo: u32, hi: u32) -> Option<Ex> {
        let tokens = mac.tokens.clone();
        let name = self.own_name(path.last());
        match family(name.as_str()) {
            Family::Unknown | Family::Lazy => None,
            Family::Constant => Some(self.add(lo, hi, ExprKind::Lit(Lit::Other))),
            Family::Select => self.select(tokens, path, lo, hi),
            Family::Join { is_try } => {
                let args = grammar::join_args.parse2(tokens).ok()?;
                let args = self.exprs(&args);
                Some(self.add(lo, hi, ExprKind::Join { path: Box::new(path.clone()), args, is_try }))
            }
            Family::Vec => {
                if let Ok((elem, len)) = grammar::repeat.parse2(tokens.clone()) {
                    let (elem, len) = (self.expr(&elem).id, self.expr(&len).id);
                    return Some(self.add(lo, hi, ExprKind::Repeat { elem, len, vec: true }));
                }
                let elems = grammar::exprs.parse2(tokens).ok()?;
                let elems = self.exprs(&elems);
                Some(self.add(lo, hi, ExprKind::Array { elems, vec: true }))
            }
            Family::Matches => {
                let (value, pat, guard) = grammar::matches.parse2(tokens).ok()?;
                let test = self.scoped(|fun| {
                    let value = fun.expr(&value);
                    let pat = fun.pattern(&pat);
                    let test = fun.add(lo, hi, ExprKind::Let { pat, value: value.id });
                    match &guard {
                        Some(guard) => {
                            let guard = fun.expr(guard);
                            let kind = ExprKind::Binary { op: BinaryOp::And, lhs: test.id, rhs: guard.id };
                            fun.add(lo, hi, kind)
                        }
                        None => test,
                    }
                });
                if name.as_str() == "matches" {
                    return Some(test);
                }
                Some(self.read(path, lo, hi, Box::new([test.id]), MacroKind::Borrows))
            }
            Family::Format(kind) => {
                let args = grammar::format_args.parse2(tokens).ok()?;
                let args = self.formatted(&args, name.as_str().ends_with("_eq"));
                Some(self.read(path, lo, hi, args, kind))
            }
            Family::Log => {
                let args = grammar::log_args.parse2(tokens).ok()?;
                let args = self.formatted(&args, false);
                Some(self.read(path, lo, hi, args, MacroKind::Borrows))
            }
            Family::Bail => {
                let args = grammar::format_args.parse2(tokens).ok()?;
                let args = self.formatted(&args, false);
                Some(self.failure(path, lo, hi, args))
            }
            Family::Ensure => {
                let mut args = grammar::format_args.parse2(tokens).ok()?;
                if args.exprs.is_empty() {
                    return None;
                }
                let cond = self.expr(&args.exprs.remove(0));
                let cond = self.add(cond.lo, cond.hi, ExprKind::Unary { op: UnaryOp::Not, operand: cond.id });
                let args = self.formatted(&args, false);
                let leave = self.failure(path, lo, hi, args);
                let block = ExprKind::Block { stmts: Box::default(), tail: Some(leave.id), label: None };
                let then = self.add(lo, hi, block).id;
                Some(self.add(lo, hi, ExprKind::If { cond: cond.id, then, otherwise: None }))
            }
            Family::Identity | Family::Pin => {
                let args = grammar::exprs.parse2(tokens).ok()?;
                let kind = if args.len() == 1 { MacroKind::Identity } else { MacroKind::Unknown };
                let args = self.exprs(&args);
                Some(self.read(path, lo, hi, args, kind))
            }
            Family::Try => {
                let value = syn::parse2::<Expr>(tokens).ok()?;
                let value = self.expr(&value);
                Some(self.add(lo, hi, ExprKind::Try(value.id)))
            }
            Family::AddressOf => {
                let value = syn::parse2::<Expr>(tokens).ok()?;
                let value = self.expr(&value);
                Some(self.add(lo, hi, ExprKind::Ref(value.id)))
            }
            Family::Stream => {
                let stmts = Block::parse_within.parse2(grammar::without_for_await(tokens)).ok()?;
                let (inner_lo, inner_hi) = {
                    let span = mac.delimiter.span();
                    (self.lo(span.open()), self.hi(span.close()))
                };
                let body = self.block_as(&stmts, inner_lo, inner_hi, None);
                Some(self.add(lo, hi, ExprKind::Async { body: body.id, stream: true }))
            }
            Family::Branches => {
                let branches = grammar::branches.parse2(tokens).ok()?;
                self.branches_value(branches, lo, hi)
            }
        }
    }

    /// `return Err(bail!(…))`: what `bail!` stands for.
    fn failure(&mut self, path: &PathRef, lo: u32, hi: u32, args: Box<[ExprId]>) -> Ex {
        let error = self.read(path, lo, hi, args, MacroKind::Borrows).id;
        let segment = Segment { name: Name::from("Err"), args: None };
        let callee = PathRef { global: false, qself: None, segments: Box::new([segment]) };
        let callee = self.add(lo, hi, ExprKind::Path(Box::new(callee))).id;
        let failed = self.add(lo, hi, ExprKind::Call { callee, args: Box::new([error]) }).id;
        self.add(lo, hi, ExprKind::Return(Some(failed)))
    }

    /// A read macro.
    fn read(&mut self, path: &PathRef, lo: u32, hi: u32, args: Box<[ExprId]>, kind: MacroKind) -> Ex {
        self.add(lo, hi, ExprKind::Macro { path: Box::new(path.clone()), args, kind })
    }

    /// Arguments, and the variables that the format string names.
    fn formatted(&mut self, args: &LogArgs, compares: bool) -> Box<[ExprId]> {
        let mut out: Vec<ExprId> = args.exprs.iter().map(|expr| self.expr(expr).id).collect();
        let literal = args.exprs.iter().skip(if compares { 2 } else { 0 }).find_map(grammar::string_literal);
        let Some(literal) = literal else { return out.into() };
        let text = literal.value();
        if text.contains('{') {
            let (lo, hi) = (self.lo(literal.span()), self.hi(literal.span()));
            for name in grammar::captures(&text) {
                if args.named.iter().any(|named| named == name) {
                    continue;
                }
                if let Some(id) = self.local(Name::from(name)) {
                    out.push(self.add(lo, hi, ExprKind::Local(id)).id);
                }
            }
        }
        out.into()
    }

    /// `tokio::pin!(a, b);`
    fn pin_local(&mut self, mac: &syn::Macro) -> Option<Ex> {
        if mac.path.segments.len() > 1
            && let Some(first) = mac.path.segments.first()
            && (first.ident == "std" || first.ident == "core")
        {
            return None;
        }
        let idents = Punctuated::<syn::Ident, Token![,]>::parse_terminated.parse2(mac.tokens.clone()).ok()?;
        let mut args = Vec::with_capacity(idents.len());
        for ident in &idents {
            args.push(self.name_expr(ident)?.id);
        }
        let (path, lo, _) = self.lower.path(&mac.path);
        let hi = self.hi(mac.delimiter.span().close());
        Some(self.read(&path, lo, hi, args.into(), MacroKind::PinLocal))
    }

    fn select(&mut self, tokens: TokenStream, path: &PathRef, lo: u32, hi: u32) -> Option<Ex> {
        let parsed = grammar::select.parse2(tokens).ok()?;
        // All futures are made before any branch runs, but what counts is which names they see: none of the branches'.
        let mut branches = Vec::with_capacity(parsed.branches.len());
        for branch in &parsed.branches {
            branches.push(match branch {
                Branch::Future { pat, future, guard, body } => {
                    let future = self.expr(future);
                    let guard = guard.as_ref().map(|guard| self.expr(guard).id);
                    self.scoped(|fun| {
                        let pat = match pat {
                            Some(pat) => fun.pattern(pat),
                            None => fun.add_pat(future.lo, future.lo, PatKind::Wild),
                        };
                        SelectBranch { pat, future: future.id, guard, body: fun.expr(body).id }
                    })
                }
                Branch::Operation { name, args, close, pat, body } => {
                    let (name, name_lo, _) = self.lower.ident(name);
                    let mut args: Vec<ExprId> = args.iter().map(|arg| self.expr(arg).id).collect();
                    if args.is_empty() {
                        return None;
                    }
                    let receiver = args.remove(0);
                    let (generics, args) = (Box::default(), args.into());
                    let kind = ExprKind::MethodCall { receiver, name, name_lo, generics, args };
                    let end = self.hi(*close);
                    let future = self.add(name_lo, end, kind);
                    self.scoped(|fun| {
                        let pat = match pat {
                            Some(pat) => fun.pattern(pat),
                            None => fun.add_pat(end, end, PatKind::Wild),
                        };
                        SelectBranch { pat, future: future.id, guard: None, body: fun.expr(body).id }
                    })
                }
            });
        }
        let mut otherwise = None;
        for (keyword, wait, body) in &parsed.otherwise {
            let kind = match keyword.to_string().as_str() {
                "else" => SelectElse::Else,
                "complete" => SelectElse::Complete,
                _ => SelectElse::Default,
            };
            let wait = wait.as_ref().map(|wait| self.expr(wait));
            let body = self.expr(body);
            let id = match wait {
                Some(wait) => {
                    let stmts = Box::new([Stmt::Expr(wait.id)]);
                    self.add(body.lo, body.hi, ExprKind::Block { stmts, tail: Some(body.id), label: None }).id
                }
                None => body.id,
            };
            otherwise = Some(match otherwise {
                None => (kind, id),
                // `complete` and `default`: one of both.
                Some((_, first)) => {
                    let cond = self.add(lo, hi, ExprKind::Lit(Lit::Other)).id;
                    let either = ExprKind::If { cond, then: first, otherwise: Some(id) };
                    (SelectElse::Default, self.add(lo, hi, either).id)
                }
            });
        }
        let biased = parsed.biased || self.own_name(path.last()).as_str() == "select_biased";
        let (path, branches) = (Box::new(path.clone()), branches.into());
        Some(self.add(lo, hi, ExprKind::Select { path, branches, otherwise, biased }))
    }

    /// `cfg_if!` as a statement: with `let` in it, all branches stand one after the other; else it is a choice.
    fn branches_stmt(&mut self, mac: &syn::Macro, tail: bool, out: &mut Vec<Stmt>) -> Option<Option<Ex>> {
        let branches = grammar::branches.parse2(mac.tokens.clone()).ok()?;
        let mut all = Vec::with_capacity(branches.len());
        for (cfg, tokens) in &branches {
            if !self.lower.tests
                && let Some(cfg) = cfg
                && super::types::never_without_tests(&[self.lower.cfg(cfg, 0)])
            {
                continue;
            }
            all.push(Block::parse_within.parse2(tokens.clone()).ok()?);
        }
        let binds = all.iter().flatten().any(|stmt| matches!(stmt, syn::Stmt::Local(_)));
        if tail || !binds {
            return None;
        }
        for stmts in &all {
            if let Some(value) = self.statements(stmts, out) {
                out.push(Stmt::Expr(value.id));
            }
        }
        Some(None)
    }

    /// `cfg_if!` as a value: an `if` whose conditions are not known.
    fn branches_value(&mut self, branches: grammar::Branches, lo: u32, hi: u32) -> Option<Ex> {
        let mut values = Vec::with_capacity(branches.len());
        for (cfg, tokens) in branches {
            if !self.lower.tests
                && let Some(cfg) = &cfg
                && super::types::never_without_tests(&[self.lower.cfg(cfg, 0)])
            {
                continue;
            }
            let stmts = Block::parse_within.parse2(tokens).ok()?;
            values.push((cfg.is_none(), self.block_as(&stmts, lo, hi, None)));
        }
        let mut rest: Option<Ex> = None;
        for (last, value) in values.into_iter().rev() {
            if last {
                rest = Some(value);
                continue;
            }
            let cond = self.add(lo, hi, ExprKind::Lit(Lit::Other)).id;
            let kind = ExprKind::If { cond, then: value.id, otherwise: rest.map(|rest| rest.id) };
            rest = Some(self.add(lo, hi, kind));
        }
        Some(rest.unwrap_or_else(|| self.add(lo, hi, ExprKind::Tuple(Box::default()))))
    }

    fn expanded_expr(&mut self, mac: &syn::Macro, lo: u32, hi: u32) -> Option<Ex> {
        let tokens = self.lower.expand(mac)?;
        let value = match syn::parse2::<Expr>(tokens.clone()) {
            Ok(expr) => Some(self.expr(&expr)),
            Err(_) => Block::parse_within.parse2(tokens).ok().map(|stmts| match &stmts[..] {
                // `let task = spawn!(work)`: the stop behind the macro's only expression is passed over.
                [syn::Stmt::Expr(expr, Some(_))] => self.expr(expr),
                _ => self.block_as(&stmts, lo, hi, None),
            }),
        };
        self.lower.expanded();
        value
    }

    fn unknown_macro(&mut self, mac: &syn::Macro, path: &PathRef, lo: u32, hi: u32) -> Option<Ex> {
        let args = match grammar::exprs.parse2(mac.tokens.clone()) {
            Ok(args) => self.exprs(&args),
            Err(_) => {
                let args = grammar::loose.parse2(mac.tokens.clone()).ok()?;
                args.iter().map(|arg| self.expr(arg).id).collect()
            }
        };
        Some(self.read(path, lo, hi, args, MacroKind::Unknown))
    }
}
