//! Code: expressions, patterns, statements, and which name is which local variable.
//!
//! Knows nothing of what paths mean. Names from a `macro_rules!` body and from the call's arguments are not
//! told apart (no hygiene). Macro calls are read in `macros`.

use super::Lower;
use crate::ir::{
    Arm, BinaryOp, Binding, BindingId, Body, BodyId, Comparison, Expr, ExprId, ExprKind, Item, Lit, Pat, PatId,
    PatKind, Stmt, UnaryOp,
};
use crate::source::Name;
use proc_macro2::{Ident, Span};
use syn::punctuated::Punctuated;
use syn::{Attribute, BinOp, Token};

/// Same-level operators beyond this number are put into a balanced tree: what they mean is the same,
/// and nobody has to walk down thousands of levels.
pub(super) const LONG_CHAIN: usize = 64;

/// String literals longer than this have no value.
pub(super) const LONG_STRING: usize = 1024;

/// An expression with all it covers, parentheses included.
#[derive(Clone, Copy)]
pub(super) struct Ex {
    pub(super) id: ExprId,
    pub(super) lo: u32,
    pub(super) hi: u32,
}

/// Room for a body to grow in.
#[derive(Default)]
pub(super) struct Scratch {
    exprs: Vec<Expr>,
    pats: Vec<Pat>,
    bindings: Vec<Binding>,
    scope: Vec<(Name, BindingId)>,
}

/// The elements in room of just their size; `from` keeps its own.
fn exact<T>(from: &mut Vec<T>) -> Vec<T> {
    let mut out = Vec::with_capacity(from.len());
    out.append(from);
    out
}

/// A body on its way.
pub(super) struct Fun<'f, 'a> {
    pub(super) lower: &'f mut Lower<'a>,
    exprs: Vec<Expr>,
    pats: Vec<Pat>,
    bindings: Vec<Binding>,
    items: Vec<Item>,
    /// What can be named, innermost last.
    scope: Vec<(Name, BindingId)>,
    /// Where the names of the pattern that is being read begin in `scope`: in `A(x) | B(x)` both are one.
    pub(super) pattern: usize,
}

/// How far a body was at some time.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    exprs: usize,
    pats: usize,
    bindings: usize,
    scope: usize,
    opaque_macros: u32,
}

impl<'f, 'a> Fun<'f, 'a> {
    pub(super) fn new(lower: &'f mut Lower<'a>) -> Self {
        let Scratch { exprs, pats, bindings, scope } = lower.scratch.pop().unwrap_or_default();
        Self { lower, exprs, pats, bindings, items: Vec::new(), scope, pattern: 0 }
    }

    /// Puts the body to the file's others.
    pub(super) fn finish(self, params: Vec<PatId>, root: Ex) -> BodyId {
        let file = self.lower.file;
        let Self { lower, mut exprs, mut pats, mut bindings, items, mut scope, .. } = self;
        // What is kept has the size that it needs; what it grew in serves the next body.
        lower.bodies.push(Body {
            file,
            exprs: exact(&mut exprs),
            pats: exact(&mut pats),
            bindings: exact(&mut bindings),
            params,
            root: root.id,
            items,
        });
        scope.clear();
        lower.scratch.push(Scratch { exprs, pats, bindings, scope });
        BodyId(lower.bodies.len() as u32 - 1)
    }

    pub(super) fn add(&mut self, lo: u32, hi: u32, kind: ExprKind) -> Ex {
        let (lo, hi) = match self.lower.calls.last() {
            // Partly from a macro's body: it stands where the call does.
            Some(Some((call_lo, call_hi))) if lo == *call_lo || hi == *call_hi => (*call_lo, *call_hi),
            _ => (lo, hi.max(lo)),
        };
        self.exprs.push(Expr { lo, hi, kind });
        Ex { id: ExprId(self.exprs.len() as u32 - 1), lo, hi }
    }

    pub(super) fn add_pat(&mut self, lo: u32, hi: u32, kind: PatKind) -> PatId {
        self.pats.push(Pat { lo, hi: hi.max(lo), kind });
        PatId(self.pats.len() as u32 - 1)
    }

    pub(super) fn lo(&self, span: Span) -> u32 {
        self.lower.text.lo(span)
    }

    pub(super) fn hi(&self, span: Span) -> u32 {
        self.lower.text.hi(span)
    }

    /// Runs `inside` with names that are gone afterwards.
    pub(super) fn scoped<T>(&mut self, inside: impl FnOnce(&mut Self) -> T) -> T {
        let mark = self.scope.len();
        let out = inside(self);
        self.scope.truncate(mark);
        out
    }

    /// The variable that a name stands for here.
    pub(super) fn local(&self, name: Name) -> Option<BindingId> {
        self.scope.iter().rev().find(|(bound, _)| *bound == name).map(|(_, id)| *id)
    }

    pub(super) fn items_mut(&mut self) -> &mut Vec<Item> {
        &mut self.items
    }

    /// How far the body is.
    pub(super) fn mark(&self) -> Mark {
        let (exprs, pats) = (self.exprs.len(), self.pats.len());
        let (bindings, scope) = (self.bindings.len(), self.scope.len());
        Mark { exprs, pats, bindings, scope, opaque_macros: self.lower.opaque_macros }
    }

    /// Forgets what was added since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.exprs.truncate(mark.exprs);
        self.pats.truncate(mark.pats);
        self.bindings.truncate(mark.bindings);
        self.scope.truncate(mark.scope);
        self.lower.opaque_macros = mark.opaque_macros;
    }

    /// Forgets an expression that was added last.
    pub(super) fn forget(&mut self, last: Ex) {
        self.exprs.truncate(last.id.0 as usize);
    }

    /// How many names can be named.
    pub(super) fn names(&self) -> usize {
        self.scope.len()
    }

    /// Forgets the names behind the first so many.
    pub(super) fn only_names(&mut self, count: usize) {
        self.scope.truncate(count);
    }

    pub(super) fn bind(&mut self, name: Name, lo: u32, hi: u32, by_ref: bool, mutable: bool) -> BindingId {
        if let Some((_, id)) = self.scope[self.pattern..].iter().find(|(bound, _)| *bound == name) {
            return *id;
        }
        self.bindings.push(Binding { name, lo, hi, by_ref, mutable });
        let id = BindingId(self.bindings.len() as u32 - 1);
        self.scope.push((name, id));
        id
    }

    /// `self` as a parameter.
    pub(super) fn receiver(&mut self, receiver: &syn::Receiver) -> PatId {
        let span = receiver.self_token.span;
        let (lo, hi) = (self.lo(span), self.hi(span));
        self.pattern = self.scope.len();
        let id = self.bind(Name::from("self"), lo, hi, false, receiver.mutability.is_some());
        self.add_pat(lo, hi, PatKind::Bind(id, None))
    }

    // Patterns

    /// A whole pattern: its names are new.
    pub(super) fn pattern(&mut self, pat: &syn::Pat) -> PatId {
        let outer = std::mem::replace(&mut self.pattern, self.scope.len());
        let (id, ..) = self.pat(pat);
        self.pattern = outer.min(self.scope.len());
        id
    }

    fn pat(&mut self, pat: &syn::Pat) -> (PatId, u32, u32) {
        use syn::Pat as P;
        match pat {
            P::Ident(pat) => self.pat_ident(pat),
            P::Wild(pat) => self.pat_token(pat.underscore_token.span, pat.underscore_token.span, PatKind::Wild),
            P::Rest(pat) => self.pat_token(pat.dot2_token.spans[0], pat.dot2_token.spans[1], PatKind::Rest),
            P::Paren(pat) => {
                let (id, ..) = self.pat(&pat.pat);
                (id, self.lo(pat.paren_token.span.open()), self.hi(pat.paren_token.span.close()))
            }
            P::Reference(pat) => {
                let (id, _, hi) = self.pat(&pat.pat);
                (id, self.lo(pat.and_token.spans[0]), hi)
            }
            P::Type(pat) => {
                let (id, lo, hi) = self.pat(&pat.pat);
                (id, lo, hi)
            }
            P::Guard(pat) => self.pat(&pat.pat),
            P::Tuple(pat) => {
                let elems = self.pats(&pat.elems);
                self.pat_token(pat.paren_token.span.open(), pat.paren_token.span.close(), PatKind::Tuple(elems))
            }
            P::Slice(pat) => {
                let elems = self.pats(&pat.elems);
                self.pat_token(pat.bracket_token.span.open(), pat.bracket_token.span.close(), PatKind::Slice(elems))
            }
            P::TupleStruct(pat) => {
                let (path, lo, _) = self.lower.qualified(pat.qself.as_ref(), &pat.path);
                let elems = self.pats(&pat.elems);
                let hi = self.hi(pat.paren_token.span.close());
                (self.add_pat(lo, hi, PatKind::TupleStruct(path, elems)), lo, hi)
            }
            P::Struct(pat) => self.pat_struct(pat),
            P::Path(pat) => {
                let (path, lo, hi) = self.lower.qualified(pat.qself.as_ref(), &pat.path);
                (self.add_pat(lo, hi, PatKind::Path(path)), lo, hi)
            }
            P::Or(pat) => self.pat_or(pat),
            P::Lit(pat) => {
                let span = pat.lit.span();
                let value = lit_value(&pat.lit, self.hi(span) - self.lo(span));
                self.pat_token(span, span, PatKind::Lit(value))
            }
            P::Range(pat) => self.pat_range(pat),
            P::Const(pat) => {
                self.pat_token(pat.const_token.span, pat.block.brace_token.span.close(), PatKind::Lit(Lit::Other))
            }
            P::Macro(pat) => {
                self.lower.opaque_macros += 1;
                let (_, lo, _) = self.lower.path(&pat.mac.path);
                let hi = self.hi(pat.mac.delimiter.span().close());
                (self.add_pat(lo, hi, PatKind::Opaque), lo, hi)
            }
            P::Verbatim(tokens) => {
                let (lo, hi) = self.tokens_range(tokens);
                (self.add_pat(lo, hi, PatKind::Opaque), lo, hi)
            }
            _ => (self.add_pat(0, 0, PatKind::Opaque), 0, 0),
        }
    }

    fn pat_token(&mut self, first: Span, last: Span, kind: PatKind) -> (PatId, u32, u32) {
        let (lo, hi) = (self.lo(first), self.hi(last));
        (self.add_pat(lo, hi, kind), lo, hi)
    }

    fn pats(&mut self, pats: &Punctuated<syn::Pat, Token![,]>) -> Box<[PatId]> {
        pats.iter().map(|pat| self.pat(pat).0).collect()
    }

    fn pat_ident(&mut self, pat: &syn::PatIdent) -> (PatId, u32, u32) {
        let (name, name_lo, name_hi) = self.lower.ident(&pat.ident);
        let plain = pat.by_ref.is_none() && pat.mutability.is_none() && pat.subpat.is_none();
        if plain && name.as_str().starts_with(char::is_uppercase) {
            let path = super::plain_path(name);
            return (self.add_pat(name_lo, name_hi, PatKind::Path(path)), name_lo, name_hi);
        }
        let first = pat.by_ref.map(|token| token.span).or(pat.mutability.map(|token| token.span));
        let lo = first.map_or(name_lo, |span| self.lo(span));
        let id = self.bind(name, name_lo, name_hi, pat.by_ref.is_some(), pat.mutability.is_some());
        let (inner, hi) = match &pat.subpat {
            Some((_, inner)) => {
                let (inner, _, hi) = self.pat(inner);
                (Some(inner), hi)
            }
            None => (None, name_hi),
        };
        (self.add_pat(lo, hi, PatKind::Bind(id, inner)), lo, hi)
    }

    fn pat_struct(&mut self, pat: &syn::PatStruct) -> (PatId, u32, u32) {
        let (path, lo, _) = self.lower.qualified(pat.qself.as_ref(), &pat.path);
        let mut fields = Vec::with_capacity(pat.fields.len());
        for field in &pat.fields {
            if !self.lower.skips(&field.attrs) {
                fields.push((self.member(&field.member).0, self.pat(&field.pat).0));
            }
        }
        let hi = self.hi(pat.brace_token.span.close());
        (self.add_pat(lo, hi, PatKind::Struct(path, fields.into())), lo, hi)
    }

    fn pat_or(&mut self, pat: &syn::PatOr) -> (PatId, u32, u32) {
        let (mut lo, mut hi) = (u32::MAX, 0);
        let mut cases = Vec::with_capacity(pat.cases.len());
        for case in &pat.cases {
            let (id, case_lo, case_hi) = self.pat(case);
            (lo, hi) = (lo.min(case_lo), hi.max(case_hi));
            cases.push(id);
        }
        (self.add_pat(lo, hi, PatKind::Or(cases.into())), lo, hi)
    }

    fn pat_range(&mut self, pat: &syn::PatRange) -> (PatId, u32, u32) {
        let limits = match &pat.limits {
            syn::RangeLimits::HalfOpen(token) => token.spans[0],
            syn::RangeLimits::Closed(token) => token.spans[0],
        };
        let (mut lo, mut hi) = (self.lo(limits), self.hi(limits));
        for end in [&pat.start, &pat.end].into_iter().flatten() {
            if let syn::Expr::Lit(lit) = &**end {
                (lo, hi) = (lo.min(self.lo(lit.lit.span())), hi.max(self.hi(lit.lit.span())));
            }
        }
        (self.add_pat(lo, hi, PatKind::Lit(Lit::Other)), lo, hi)
    }

    // Blocks and statements

    /// `{ … }` with its own names.
    pub(super) fn block(&mut self, block: &syn::Block) -> Ex {
        let (lo, hi) = (self.lo(block.brace_token.span.open()), self.hi(block.brace_token.span.close()));
        self.block_as(&block.stmts, lo, hi, None)
    }

    /// Statements as a block of this range.
    pub(super) fn block_as(&mut self, stmts: &[syn::Stmt], lo: u32, hi: u32, label: Option<Name>) -> Ex {
        let (stmts, tail) = self.scoped(|fun| {
            let mut out = Vec::with_capacity(stmts.len());
            let tail = fun.statements(stmts, &mut out);
            (out, tail)
        });
        self.add(lo, hi, ExprKind::Block { stmts: stmts.into(), tail: tail.map(|tail| tail.id), label })
    }

    /// Statements in the present scope; the value, if the last one is one.
    pub(super) fn statements(&mut self, stmts: &[syn::Stmt], out: &mut Vec<Stmt>) -> Option<Ex> {
        let last = stmts.len().wrapping_sub(1);
        let mut index = 0;
        while index < stmts.len() {
            let count = self.alternatives(&stmts[index..]);
            if count > 1 {
                let end = index + count - 1;
                let tail = end == last && matches!(&stmts[end], syn::Stmt::Expr(_, None));
                if let Some(value) = self.choice(&stmts[index..=end], tail, out) {
                    return Some(value);
                }
                index = end + 1;
                continue;
            }
            let stmt = &stmts[index];
            index += 1;
            match stmt {
                syn::Stmt::Local(local) => {
                    if !self.lower.skips(&local.attrs) {
                        self.let_stmt(local, out);
                    }
                }
                syn::Stmt::Item(item) => {
                    let mut items = Vec::new();
                    self.lower.item(item, &mut items);
                    self.items.append(&mut items);
                }
                syn::Stmt::Expr(expr, semi) => {
                    if self.lower.skips(attrs_of(expr)) {
                        continue;
                    }
                    let tail = index > last && semi.is_none();
                    if let syn::Expr::Macro(call) = expr {
                        let value = self.macro_stmt(&call.mac, tail, out);
                        if tail {
                            return value;
                        }
                        continue;
                    }
                    let value = self.expr(expr);
                    if tail {
                        return Some(value);
                    }
                    out.push(Stmt::Expr(value.id));
                }
                syn::Stmt::Macro(call) => {
                    if self.lower.skips(&call.attrs) {
                        continue;
                    }
                    let tail = index > last && call.semi_token.is_none();
                    let value = self.macro_stmt(&call.mac, tail, out);
                    if tail {
                        return value;
                    }
                }
            }
        }
        None
    }

    fn let_stmt(&mut self, local: &syn::Local, out: &mut Vec<Stmt>) {
        let (mut init, mut otherwise) = (None, None);
        if let Some(written) = &local.init {
            init = Some(self.expr(&written.expr).id);
            otherwise = written.diverge.as_ref().map(|(_, block)| self.expr(block).id);
        }
        let ty = match &local.pat {
            syn::Pat::Type(pat) => Some(Box::new(self.lower.ty(&pat.ty))),
            _ => None,
        };
        let pat = self.pattern(&local.pat);
        out.push(Stmt::Let { pat, ty, init, otherwise });
    }

    // Expressions

    /// An expression. What grows to the left (`a.b().c()`, `a + b + c`) is gone through without recursion.
    pub(super) fn expr(&mut self, expr: &syn::Expr) -> Ex {
        let mut few: [&syn::Expr; 8] = [expr; 8];
        let mut many: Vec<&syn::Expr> = Vec::new();
        let (mut count, mut first) = (0, expr);
        while let Some(left) = left_of(first) {
            match few.get_mut(count) {
                Some(slot) => *slot = first,
                None => {
                    if many.is_empty() {
                        many.extend(few);
                    }
                    many.push(first);
                }
            }
            count += 1;
            first = left;
        }
        let mut value = self.first_expr(first);
        let chain = if many.is_empty() { &few[..count] } else { &many[..] };
        let mut rest = chain.len();
        while rest > 0 {
            let run = if rest > LONG_CHAIN { same_operators(&chain[..rest]) } else { 1 };
            if run > LONG_CHAIN {
                value = self.long_chain(value, &chain[rest - run..rest]);
                rest -= run;
            } else {
                value = self.chain_link(value, chain[rest - 1]);
                rest -= 1;
            }
        }
        value
    }

    /// What stands on top of an expression that was read.
    fn chain_link(&mut self, left: Ex, expr: &syn::Expr) -> Ex {
        use syn::Expr as E;
        match expr {
            E::MethodCall(call) => self.method_call(left, call),
            E::Call(call) => {
                let args = self.exprs(&call.args);
                let hi = self.hi(call.paren_token.span.close());
                self.add(left.lo, hi, ExprKind::Call { callee: left.id, args })
            }
            E::Field(field) => {
                let (name, hi) = self.member(&field.member);
                self.add(left.lo, hi, ExprKind::Field { base: left.id, name })
            }
            E::Await(wait) => {
                let hi = self.hi(wait.await_token.span);
                self.add(left.lo, hi, ExprKind::Await(left.id))
            }
            E::Try(attempt) => {
                let hi = self.hi(attempt.question_token.spans[0]);
                self.add(left.lo, hi, ExprKind::Try(left.id))
            }
            E::Index(index) => {
                let inner = self.expr(&index.index);
                let hi = self.hi(index.bracket_token.span.close());
                self.add(left.lo, hi, ExprKind::Index { base: left.id, index: inner.id })
            }
            E::Cast(cast) => {
                let ty = self.lower.ty(&cast.ty);
                let hi = match &*cast.ty {
                    syn::Type::Path(path) => self.lower.qualified(path.qself.as_ref(), &path.path).2,
                    ty => self.hi(syn::spanned::Spanned::span(ty)),
                };
                self.add(left.lo, hi, ExprKind::Cast(left.id, Box::new(ty)))
            }
            E::Binary(binary) => {
                let right = self.expr(&binary.right);
                let kind = match operator(&binary.op) {
                    Some(op) => ExprKind::Binary { op, lhs: left.id, rhs: right.id },
                    None => ExprKind::Assign { place: left.id, value: right.id, compound: true },
                };
                self.add(left.lo, right.hi, kind)
            }
            _ => left,
        }
    }

    fn method_call(&mut self, receiver: Ex, call: &syn::ExprMethodCall) -> Ex {
        let (name, name_lo, _) = self.lower.ident(&call.method);
        let generics = match &call.turbofish {
            Some(args) => self.lower.generic_args(args).types.into(),
            None => Box::default(),
        };
        let args = self.exprs(&call.args);
        let hi = self.hi(call.paren_token.span.close());
        self.add(receiver.lo, hi, ExprKind::MethodCall { receiver: receiver.id, name, name_lo, generics, args })
    }

    /// `first op a op b …` of one kind of operator (outermost first in `chain`) as a balanced tree.
    fn long_chain(&mut self, first: Ex, chain: &[&syn::Expr]) -> Ex {
        let mut operands = Vec::with_capacity(chain.len() + 1);
        operands.push(first);
        let mut kind = BinaryOp::Arith;
        for expr in chain.iter().rev() {
            if let syn::Expr::Binary(binary) = expr {
                kind = operator(&binary.op).unwrap_or(kind);
                operands.push(self.expr(&binary.right));
            }
        }
        while operands.len() > 1 {
            let mut next = Vec::with_capacity(operands.len() / 2 + 1);
            for pair in operands.chunks(2) {
                next.push(match pair {
                    [left, right] => {
                        self.add(left.lo, right.hi, ExprKind::Binary { op: kind, lhs: left.id, rhs: right.id })
                    }
                    _ => pair[0],
                });
            }
            operands = next;
        }
        operands[0]
    }

    pub(super) fn exprs(&mut self, exprs: &Punctuated<syn::Expr, Token![,]>) -> Box<[ExprId]> {
        let mut out = Vec::with_capacity(exprs.len());
        for expr in exprs {
            if !self.lower.skips(attrs_of(expr)) {
                out.push(self.expr(expr).id);
            }
        }
        out.into()
    }

    fn first_expr(&mut self, expr: &syn::Expr) -> Ex {
        use syn::Expr as E;
        match expr {
            E::Path(path) => self.path_expr(path),
            E::Lit(lit) => self.lit(&lit.lit),
            E::Paren(paren) => {
                let inner = self.expr(&paren.expr);
                Ex {
                    id: inner.id,
                    lo: self.lo(paren.paren_token.span.open()),
                    hi: self.hi(paren.paren_token.span.close()),
                }
            }
            E::Group(group) => self.expr(&group.expr),
            E::Macro(call) => self.macro_expr(&call.mac),
            E::Reference(reference) => {
                let inner = self.expr(&reference.expr);
                let lo = self.lo(reference.and_token.spans[0]);
                self.add(lo, inner.hi, ExprKind::Ref(inner.id))
            }
            E::RawAddr(reference) => {
                let inner = self.expr(&reference.expr);
                let lo = self.lo(reference.and_token.spans[0]);
                self.add(lo, inner.hi, ExprKind::Ref(inner.id))
            }
            E::Unary(unary) => self.unary(unary),
            E::Closure(closure) => self.closure(closure),
            E::Struct(written) => self.struct_expr(written),
            E::Block(_) | E::Unsafe(_) | E::Const(_) | E::TryBlock(_) | E::Async(_) => self.block_like(expr),
            E::If(branch) => self.if_expr(branch),
            E::Let(condition) => {
                let value = self.expr(&condition.expr);
                let pat = self.pattern(&condition.pat);
                let lo = self.lo(condition.let_token.span);
                self.add(lo, value.hi, ExprKind::Let { pat, value: value.id })
            }
            E::Match(choice) => self.match_expr(choice),
            E::Loop(_) | E::While(_) | E::ForLoop(_) => self.loop_expr(expr),
            E::Break(_) | E::Continue(_) | E::Return(_) | E::Yield(_) => self.jump(expr),
            E::Tuple(tuple) => {
                let elems = self.exprs(&tuple.elems);
                let (lo, hi) = (self.lo(tuple.paren_token.span.open()), self.hi(tuple.paren_token.span.close()));
                self.add(lo, hi, ExprKind::Tuple(elems))
            }
            E::Array(array) => {
                let elems = self.exprs(&array.elems);
                let (lo, hi) = (self.lo(array.bracket_token.span.open()), self.hi(array.bracket_token.span.close()));
                self.add(lo, hi, ExprKind::Array { elems, vec: false })
            }
            E::Repeat(repeat) => {
                let (elem, len) = (self.expr(&repeat.expr).id, self.expr(&repeat.len).id);
                let (lo, hi) = (self.lo(repeat.bracket_token.span.open()), self.hi(repeat.bracket_token.span.close()));
                self.add(lo, hi, ExprKind::Repeat { elem, len, vec: false })
            }
            E::Range(range) => self.range(range),
            E::Assign(assign) => self.assign(assign),
            E::Infer(infer) => {
                let span = infer.underscore_token.span;
                let (lo, hi) = (self.lo(span), self.hi(span));
                self.add(lo, hi, ExprKind::Opaque)
            }
            E::Verbatim(tokens) => {
                let (lo, hi) = self.tokens_range(tokens);
                self.add(lo, hi, ExprKind::Opaque)
            }
            _ => self.add(0, 0, ExprKind::Opaque),
        }
    }

    fn path_expr(&mut self, path: &syn::ExprPath) -> Ex {
        if path.qself.is_none()
            && let Some(ident) = path.path.get_ident()
        {
            let (name, lo, hi) = self.lower.ident(ident);
            let kind = match self.local(name) {
                Some(id) => ExprKind::Local(id),
                None => ExprKind::Path(Box::new(super::plain_path(name))),
            };
            return self.add(lo, hi, kind);
        }
        let (path, lo, hi) = self.lower.qualified(path.qself.as_ref(), &path.path);
        self.add(lo, hi, ExprKind::Path(Box::new(path)))
    }

    pub(super) fn lit(&mut self, lit: &syn::Lit) -> Ex {
        let span = lit.span();
        let (lo, hi) = (self.lo(span), self.hi(span));
        self.add(lo, hi, ExprKind::Lit(lit_value(lit, hi - lo)))
    }

    fn unary(&mut self, unary: &syn::ExprUnary) -> Ex {
        let operand = self.expr(&unary.expr);
        let (op, span) = match &unary.op {
            syn::UnOp::Not(token) => (UnaryOp::Not, token.spans[0]),
            syn::UnOp::Neg(token) => (UnaryOp::Neg, token.spans[0]),
            syn::UnOp::Deref(token) => (UnaryOp::Deref, token.spans[0]),
            _ => return operand,
        };
        let lo = self.lo(span);
        self.add(lo, operand.hi, ExprKind::Unary { op, operand: operand.id })
    }

    fn closure(&mut self, closure: &syn::ExprClosure) -> Ex {
        let first = closure
            .lifetimes
            .as_ref()
            .map(|lifetimes| lifetimes.for_token.span)
            .or(closure.constness.map(|token| token.span))
            .or(closure.asyncness.map(|token| token.span))
            .or(closure.capture.map(|token| token.span))
            .unwrap_or(closure.inputs_begin.spans[0]);
        let lo = self.lo(first);
        let (params, body) = self.scoped(|fun| {
            let mut params = Vec::with_capacity(closure.inputs.len());
            for input in &closure.inputs {
                let ty = match input {
                    syn::Pat::Type(pat) => Some(fun.lower.ty(&pat.ty)),
                    _ => None,
                };
                params.push((fun.pattern(input), ty));
            }
            (params, fun.expr(&closure.body))
        });
        let is_async = closure.asyncness.is_some();
        self.add(lo, body.hi, ExprKind::Closure { params: params.into(), body: body.id, is_async })
    }

    fn struct_expr(&mut self, written: &syn::ExprStruct) -> Ex {
        let (path, lo, _) = self.lower.qualified(written.qself.as_ref(), &written.path);
        let mut fields = Vec::with_capacity(written.fields.len());
        for field in &written.fields {
            if !self.lower.skips(&field.attrs) {
                let name = self.member(&field.member).0;
                fields.push((name, self.expr(&field.expr).id));
            }
        }
        let base = written.rest.as_ref().map(|base| self.expr(base).id);
        let hi = self.hi(written.brace_token.span.close());
        self.add(lo, hi, ExprKind::Struct { path: Box::new(path), fields: fields.into(), base })
    }

    fn block_like(&mut self, expr: &syn::Expr) -> Ex {
        let (first, block, label) = match expr {
            syn::Expr::Block(block) => {
                let label = block.label.as_ref().map(|label| self.label(&label.name));
                let first = block.label.as_ref().map(|label| label.name.apostrophe);
                (first.unwrap_or(block.block.brace_token.span.open()), &block.block, label)
            }
            syn::Expr::Unsafe(block) => (block.unsafe_token.span, &block.block, None),
            syn::Expr::Const(block) => (block.const_token.span, &block.block, None),
            syn::Expr::TryBlock(block) => (block.try_token.span, &block.block, None),
            syn::Expr::Async(block) => {
                let body = self.block(&block.block);
                let lo = self.lo(block.async_token.span);
                return self.add(lo, body.hi, ExprKind::Async { body: body.id, stream: false });
            }
            _ => return self.add(0, 0, ExprKind::Opaque),
        };
        let (lo, hi) = (self.lo(first), self.hi(block.brace_token.span.close()));
        self.block_as(&block.stmts, lo, hi, label)
    }

    fn if_expr(&mut self, branch: &syn::ExprIf) -> Ex {
        let lo = self.lo(branch.if_token.span);
        let (cond, then) = self.scoped(|fun| (fun.expr(&branch.cond), fun.block(&branch.then_branch)));
        let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| self.expr(otherwise));
        let hi = otherwise.map_or(then.hi, |otherwise| otherwise.hi);
        let otherwise = otherwise.map(|otherwise| otherwise.id);
        self.add(lo, hi, ExprKind::If { cond: cond.id, then: then.id, otherwise })
    }

    fn match_expr(&mut self, choice: &syn::ExprMatch) -> Ex {
        let (lo, hi) = (self.lo(choice.match_token.span), self.hi(choice.brace_token.span.close()));
        let value = self.expr(&choice.expr);
        let mut arms = Vec::with_capacity(choice.arms.len());
        for arm in &choice.arms {
            if self.lower.skips(&arm.attrs) {
                continue;
            }
            arms.push(self.scoped(|fun| {
                let pat = fun.pattern(&arm.pat);
                let guard = match &arm.pat {
                    syn::Pat::Guard(guarded) => Some(fun.expr(&guarded.guard).id),
                    _ => None,
                };
                Arm { pat, guard, body: fun.expr(&arm.body).id }
            }));
        }
        self.add(lo, hi, ExprKind::Match { value: value.id, arms: arms.into() })
    }

    fn loop_expr(&mut self, expr: &syn::Expr) -> Ex {
        match expr {
            syn::Expr::Loop(written) => {
                let lo = self.lo(written.loop_token.span);
                let label = written.label.as_ref().map(|label| self.label(&label.name));
                let body = self.block(&written.body);
                self.add(lo, body.hi, ExprKind::Loop { label, body: body.id })
            }
            syn::Expr::While(written) => {
                let lo = self.lo(written.while_token.span);
                let label = written.label.as_ref().map(|label| self.label(&label.name));
                let (cond, body) = self.scoped(|fun| (fun.expr(&written.cond), fun.block(&written.body)));
                self.add(lo, body.hi, ExprKind::While { label, cond: cond.id, body: body.id })
            }
            syn::Expr::ForLoop(written) => {
                let lo = self.lo(written.for_token.span);
                let label = written.label.as_ref().map(|label| self.label(&label.name));
                let iter = self.expr(&written.expr);
                let (pat, body) = self.scoped(|fun| (fun.pattern(&written.pat), fun.block(&written.body)));
                self.add(lo, body.hi, ExprKind::For { label, pat, iter: iter.id, body: body.id })
            }
            _ => self.add(0, 0, ExprKind::Opaque),
        }
    }

    fn jump(&mut self, expr: &syn::Expr) -> Ex {
        let (token, label, value) = match expr {
            syn::Expr::Break(jump) => (jump.break_token.span, jump.label.as_ref(), jump.expr.as_ref()),
            syn::Expr::Continue(jump) => (jump.continue_token.span, jump.label.as_ref(), None),
            syn::Expr::Return(jump) => (jump.return_token.span, None, jump.expr.as_ref()),
            syn::Expr::Yield(jump) => (jump.yield_token.span, None, jump.expr.as_ref()),
            _ => return self.add(0, 0, ExprKind::Opaque),
        };
        let (lo, mut hi) = (self.lo(token), self.hi(token));
        if let Some(label) = label {
            hi = self.hi(label.ident.span());
        }
        let label = label.map(|label| self.label(label));
        let value = value.map(|value| self.expr(value));
        let hi = value.map_or(hi, |value| value.hi);
        let value = value.map(|value| value.id);
        let kind = match expr {
            syn::Expr::Break(_) => ExprKind::Break { label, value },
            syn::Expr::Continue(_) => ExprKind::Continue { label },
            syn::Expr::Return(_) => ExprKind::Return(value),
            _ => ExprKind::Yield(value),
        };
        self.add(lo, hi, kind)
    }

    fn range(&mut self, range: &syn::ExprRange) -> Ex {
        let (first, last) = match &range.limits {
            syn::RangeLimits::HalfOpen(token) => (token.spans[0], token.spans[1]),
            syn::RangeLimits::Closed(token) => (token.spans[0], token.spans[2]),
        };
        let start = range.start.as_ref().map(|start| self.expr(start));
        let end = range.end.as_ref().map(|end| self.expr(end));
        let lo = start.map_or_else(|| self.lo(first), |start| start.lo);
        let hi = end.map_or_else(|| self.hi(last), |end| end.hi);
        self.add(lo, hi, ExprKind::Range(start.map(|start| start.id), end.map(|end| end.id)))
    }

    fn assign(&mut self, assign: &syn::ExprAssign) -> Ex {
        if is_destructuring(&assign.left) {
            let value = self.expr(&assign.right);
            let mut places = Vec::new();
            self.places(&assign.left, &mut places);
            let lo = match &*assign.left {
                syn::Expr::Infer(infer) => self.lo(infer.underscore_token.span),
                syn::Expr::Tuple(tuple) => self.lo(tuple.paren_token.span.open()),
                syn::Expr::Array(array) => self.lo(array.bracket_token.span.open()),
                syn::Expr::Struct(written) => self.lower.qualified(written.qself.as_ref(), &written.path).1,
                syn::Expr::Call(call) => match &*call.func {
                    syn::Expr::Path(path) => self.lower.qualified(path.qself.as_ref(), &path.path).1,
                    _ => self.lo(assign.eq_token.spans[0]),
                },
                _ => self.lo(assign.eq_token.spans[0]),
            };
            return self.add(lo, value.hi, ExprKind::AssignPat { places: places.into(), value: value.id });
        }
        let place = self.expr(&assign.left);
        let value = self.expr(&assign.right);
        self.add(place.lo, value.hi, ExprKind::Assign { place: place.id, value: value.id, compound: false })
    }

    /// The places in `(a, S { b, .. }, _)` on the left of an assignment.
    fn places(&mut self, expr: &syn::Expr, out: &mut Vec<ExprId>) {
        match expr {
            syn::Expr::Infer(_) => {}
            syn::Expr::Range(range) if range.start.is_none() && range.end.is_none() => {}
            syn::Expr::Paren(paren) => self.places(&paren.expr, out),
            syn::Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.places(elem, out)),
            syn::Expr::Array(array) => array.elems.iter().for_each(|elem| self.places(elem, out)),
            syn::Expr::Call(call) => call.args.iter().for_each(|elem| self.places(elem, out)),
            syn::Expr::Struct(written) => written.fields.iter().for_each(|field| self.places(&field.expr, out)),
            _ => out.push(self.expr(expr).id),
        }
    }

    // Small things

    fn member(&mut self, member: &syn::Member) -> (Name, u32) {
        match member {
            syn::Member::Named(ident) => {
                let (name, _, hi) = self.lower.ident(ident);
                (name, hi)
            }
            syn::Member::Unnamed(index) => (Name::from(&index.index.to_string()), self.hi(index.span)),
        }
    }

    fn label(&mut self, label: &syn::Lifetime) -> Name {
        self.lower.name(&label.ident)
    }

    /// First and last byte of tokens.
    pub(super) fn tokens_range(&self, tokens: &proc_macro2::TokenStream) -> (u32, u32) {
        let mut range: Option<(u32, u32)> = None;
        for token in tokens.clone() {
            let (lo, hi) = (self.lo(token.span()), self.hi(token.span()));
            range = Some(range.map_or((lo, hi), |range| (range.0.min(lo), range.1.max(hi))));
        }
        range.unwrap_or((0, 0))
    }

    /// A name as an expression at this place: the variable, if there is one.
    pub(super) fn name_expr(&mut self, ident: &Ident) -> Option<Ex> {
        let (name, lo, hi) = self.lower.ident(ident);
        let id = self.local(name)?;
        Some(self.add(lo, hi, ExprKind::Local(id)))
    }
}

/// The operand that a chain goes on to the left with.
fn left_of(expr: &syn::Expr) -> Option<&syn::Expr> {
    use syn::Expr as E;
    match expr {
        E::MethodCall(call) => Some(&call.receiver),
        E::Call(call) => Some(&call.func),
        E::Field(field) => Some(&field.base),
        E::Await(wait) => Some(&wait.base),
        E::Try(attempt) => Some(&attempt.expr),
        E::Index(index) => Some(&index.expr),
        E::Cast(cast) => Some(&cast.expr),
        E::Binary(binary) => Some(&binary.left),
        _ => None,
    }
}

/// How many expressions at the end of a chain (innermost last) are binary operators of one kind.
fn same_operators(chain: &[&syn::Expr]) -> usize {
    let kind = |expr: &syn::Expr| match expr {
        syn::Expr::Binary(binary) => operator(&binary.op).filter(|op| !matches!(op, BinaryOp::Compare(_))),
        _ => None,
    };
    let Some(first) = chain.last().and_then(|expr| kind(expr)) else { return 0 };
    chain.iter().rev().take_while(|expr| kind(expr) == Some(first)).count()
}

/// A literal that takes this many bytes.
pub(super) fn lit_value(lit: &syn::Lit, bytes: u32) -> Lit {
    match lit {
        syn::Lit::Int(int) => int.base10_digits().parse().map_or(Lit::Other, Lit::Int),
        syn::Lit::Bool(value) => Lit::Bool(value.value),
        syn::Lit::Str(text) if (bytes as usize) < LONG_STRING => Lit::Str(Name::from(&text.value())),
        _ => Lit::Other,
    }
}

/// What an operator is; `None` for `+=` and the like.
fn operator(op: &BinOp) -> Option<BinaryOp> {
    Some(match op {
        BinOp::And(_) => BinaryOp::And,
        BinOp::Or(_) => BinaryOp::Or,
        BinOp::Eq(_) => BinaryOp::Compare(Comparison::Equal),
        BinOp::Ne(_) => BinaryOp::Compare(Comparison::Unequal),
        BinOp::Lt(_) => BinaryOp::Compare(Comparison::Less),
        BinOp::Le(_) => BinaryOp::Compare(Comparison::AtMost),
        BinOp::Gt(_) => BinaryOp::Compare(Comparison::Greater),
        BinOp::Ge(_) => BinaryOp::Compare(Comparison::AtLeast),
        BinOp::AddAssign(_)
        | BinOp::SubAssign(_)
        | BinOp::MulAssign(_)
        | BinOp::DivAssign(_)
        | BinOp::RemAssign(_)
        | BinOp::BitXorAssign(_)
        | BinOp::BitAndAssign(_)
        | BinOp::BitOrAssign(_)
        | BinOp::ShlAssign(_)
        | BinOp::ShrAssign(_) => return None,
        _ => BinaryOp::Arith,
    })
}

/// Whether the left side of an assignment is more than one place.
fn is_destructuring(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Tuple(_) | syn::Expr::Array(_) | syn::Expr::Struct(_) | syn::Expr::Infer(_) => true,
        syn::Expr::Call(call) => matches!(*call.func, syn::Expr::Path(_)),
        _ => false,
    }
}

/// The attributes of an expression.
pub(super) fn attrs_of(expr: &syn::Expr) -> &[Attribute] {
    macro_rules! attrs {
        ($($variant:ident)*) => {
            match expr {
                $(syn::Expr::$variant(inner) => &inner.attrs,)*
                _ => &[],
            }
        };
    }
    attrs! {
        Array Assign Async Await Binary Block Break Call Cast Closure Const Continue Field ForLoop Group If Index
        Infer Let Lit Loop Macro Match MethodCall Paren Path Range RawAddr Reference Repeat Return Struct Try TryBlock
        Tuple Unary Unsafe While Yield
    }
}
