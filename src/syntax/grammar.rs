//! The grammars of well-known macros, over `syn`'s parse streams.
//!
//! Knows nothing of the IR. Each function parses all the tokens of a call, or fails.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{Parse, ParseStream, Parser, Result};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Ident, LitStr, Meta, Pat, Token, Type, Visibility, token};

/// The parts of `select! { … }`.
pub(super) struct Select {
    pub(super) biased: bool,
    pub(super) branches: Vec<Branch>,
    /// `else =>`, `complete =>`, `default =>`, `default(wait) =>`
    pub(super) otherwise: Vec<(Ident, Option<Expr>, Expr)>,
}

/// A branch of `select! { … }`.
pub(super) enum Branch {
    /// `pat = future, if guard => body`, `future => body`
    Future { pat: Option<Pat>, future: Box<Expr>, guard: Option<Expr>, body: Box<Expr> },
    /// `recv(r) -> pat => body`, `send(s, value) -> pat => body`
    Operation { name: Ident, args: Punctuated<Expr, Token![,]>, close: Span, pat: Option<Pat>, body: Expr },
}

pub(super) fn select(input: ParseStream) -> Result<Select> {
    let mut out = Select { biased: false, branches: Vec::new(), otherwise: Vec::new() };
    if is_word(input, "biased") && input.peek2(Token![;]) {
        input.call(Ident::parse_any)?;
        input.parse::<Token![;]>()?;
        out.biased = true;
    }
    while !input.is_empty() {
        input.call(Attribute::parse_outer)?;
        let last = input.peek(Token![else]) || is_word(input, "complete") || is_word(input, "default");
        if last && input.peek2(Token![=>]) {
            let keyword = input.call(Ident::parse_any)?;
            out.otherwise.push((keyword, None, body(input)?));
            continue;
        }
        if is_word(input, "default") && input.peek2(token::Paren) {
            let ahead = input.fork();
            let keyword = ahead.call(Ident::parse_any)?;
            let content;
            syn::parenthesized!(content in ahead);
            if ahead.peek(Token![=>]) {
                let wait = if content.is_empty() { None } else { Some(content.parse()?) };
                input.advance_to(&ahead);
                out.otherwise.push((keyword, wait, body(input)?));
                continue;
            }
        }
        if (is_word(input, "recv") || is_word(input, "send")) && input.peek2(token::Paren) {
            let ahead = input.fork();
            let name = ahead.call(Ident::parse_any)?;
            let content;
            let paren = syn::parenthesized!(content in ahead);
            if ahead.peek(Token![->]) || ahead.peek(Token![=>]) {
                let args = content.call(Punctuated::parse_terminated)?;
                input.advance_to(&ahead);
                let pat = match input.parse::<Option<Token![->]>>()? {
                    Some(_) => Some(Pat::parse_multi_with_leading_vert(input)?),
                    None => None,
                };
                let body = body(input)?;
                out.branches.push(Branch::Operation { name, args, close: paren.span.close(), pat, body });
                continue;
            }
        }
        let ahead = input.fork();
        let pat = match Pat::parse_multi_with_leading_vert(&ahead) {
            Ok(pat) if ahead.peek(Token![=]) && !ahead.peek(Token![==]) && !ahead.peek(Token![=>]) => {
                ahead.parse::<Token![=]>()?;
                input.advance_to(&ahead);
                Some(pat)
            }
            _ => None,
        };
        let future = Box::new(input.parse::<Expr>()?);
        let mut guard = None;
        if input.peek(Token![,]) && input.peek2(Token![if]) {
            input.parse::<Token![,]>()?;
            input.parse::<Token![if]>()?;
            guard = Some(input.parse::<Expr>()?);
        }
        let body = Box::new(body(input)?);
        out.branches.push(Branch::Future { pat, future, guard, body });
    }
    if out.branches.is_empty() && out.otherwise.is_empty() {
        return Err(input.error("no branch"));
    }
    Ok(out)
}

/// `=> body` with a comma, if there is one.
fn body(input: ParseStream) -> Result<Expr> {
    input.parse::<Token![=>]>()?;
    let body = Expr::parse_with_earlier_boundary_rule(input)?;
    input.parse::<Option<Token![,]>>()?;
    Ok(body)
}

/// `a, b, c`
pub(super) fn exprs(input: ParseStream) -> Result<Punctuated<Expr, Token![,]>> {
    Punctuated::parse_terminated(input)
}

/// `a, b` of `join!`, perhaps after `biased;`
pub(super) fn join_args(input: ParseStream) -> Result<Punctuated<Expr, Token![,]>> {
    if is_word(input, "biased") && input.peek2(Token![;]) {
        input.call(Ident::parse_any)?;
        input.parse::<Token![;]>()?;
    }
    exprs(input)
}

/// `element; length`
pub(super) fn repeat(input: ParseStream) -> Result<(Expr, Expr)> {
    let elem = input.parse()?;
    input.parse::<Token![;]>()?;
    Ok((elem, input.parse()?))
}

/// `value, pattern if guard`; what comes after a further comma is left out.
pub(super) fn matches(input: ParseStream) -> Result<(Expr, Pat, Option<Expr>)> {
    let value = input.parse()?;
    input.parse::<Token![,]>()?;
    let pat = Pat::parse_multi_with_leading_vert(input)?;
    let mut guard = None;
    if input.parse::<Option<Token![if]>>()?.is_some() {
        guard = Some(input.parse()?);
    }
    if input.parse::<Option<Token![,]>>()?.is_some() {
        input.parse::<TokenStream>()?;
    }
    Ok((value, pat, guard))
}

/// Arguments of a formatting macro.
#[derive(Default)]
pub(super) struct LogArgs {
    pub(super) exprs: Vec<Expr>,
    /// The names of `name = value`.
    pub(super) named: Vec<Ident>,
}

/// `"{} {x}", value, x = value`
pub(super) fn format_args(input: ParseStream) -> Result<LogArgs> {
    let mut out = LogArgs::default();
    while !input.is_empty() {
        if input.peek(Ident::peek_any) && input.peek2(Token![=]) && !input.peek2(Token![==]) && !input.peek2(Token![=>])
        {
            out.named.push(input.call(Ident::parse_any)?);
            input.parse::<Token![=]>()?;
        }
        out.exprs.push(input.parse()?);
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(out)
}

/// `target: "x", field = %value, ?other, "text {}", value` and what else `log` and `tracing` know.
/// What is no expression is skipped.
pub(super) fn log_args(input: ParseStream) -> Result<LogArgs> {
    let mut out = LogArgs::default();
    log_fields(input, &mut out)?;
    Ok(out)
}

fn log_fields(input: ParseStream, out: &mut LogArgs) -> Result<()> {
    while !input.is_empty() {
        if input.peek(Token![,]) || input.peek(Token![;]) {
            input.parse::<TokenTree>()?;
            continue;
        }
        if input.peek(Ident::peek_any) && input.peek2(Token![:]) && !input.peek2(Token![::]) {
            input.call(Ident::parse_any)?;
            input.parse::<Token![:]>()?;
            // `key:? = value`, `key:debug = value`
            if input.peek2(Token![=]) && !input.peek2(Token![==]) {
                input.parse::<TokenTree>()?;
                input.parse::<Token![=]>()?;
            }
        }
        field_name(input, out)?;
        if input.peek(Token![%]) || input.peek(Token![?]) {
            input.parse::<TokenTree>()?;
        }
        if input.peek(token::Brace) {
            let content;
            syn::braced!(content in input);
            log_fields(&content, out)?;
            continue;
        }
        let ahead = input.fork();
        match ahead.parse::<Expr>() {
            Ok(expr) if ahead.is_empty() || ahead.peek(Token![,]) || ahead.peek(Token![;]) => {
                input.advance_to(&ahead);
                out.exprs.push(expr);
            }
            _ => {
                while !input.is_empty() && !input.peek(Token![,]) && !input.peek(Token![;]) {
                    input.parse::<TokenTree>()?;
                }
            }
        }
    }
    Ok(())
}

/// Skips `a.b.c =` or `"name" =`.
fn field_name(input: ParseStream, out: &mut LogArgs) -> Result<()> {
    let ahead = input.fork();
    if ahead.peek(LitStr) {
        ahead.parse::<LitStr>()?;
    } else if ahead.peek(Ident::peek_any) {
        let name = ahead.call(Ident::parse_any)?;
        while ahead.peek(Token![.]) && ahead.peek2(Ident::peek_any) {
            ahead.parse::<Token![.]>()?;
            ahead.call(Ident::parse_any)?;
        }
        if ahead.peek(Token![=]) && !ahead.peek(Token![==]) {
            out.named.push(name);
        }
    } else {
        return Ok(());
    }
    if ahead.peek(Token![=]) && !ahead.peek(Token![==]) && !ahead.peek(Token![=>]) {
        ahead.parse::<Token![=]>()?;
        input.advance_to(&ahead);
    }
    Ok(())
}

/// The literal that an expression is.
pub(super) fn string_literal(expr: &Expr) -> Option<&LitStr> {
    match expr {
        Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text),
        Expr::Group(group) => string_literal(&group.expr),
        _ => None,
    }
}

/// The names in `{name}`, `{name:?}`, `{:width$}`, `{:.precision$}` of a format string, each once.
pub(super) fn captures(text: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    let mut add = |name| {
        if is_name(name) && !out.contains(&name) {
            out.push(name);
        }
    };
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some(end) = rest.find('}') else { break };
        let (name, spec) = rest[..end].split_once(':').unwrap_or((&rest[..end], ""));
        add(name.trim());
        for part in spec.split('$').take(spec.matches('$').count()) {
            add(part.trim_start_matches(|char: char| !(char.is_alphabetic() || char == '_')));
        }
        rest = &rest[end + 1..];
    }
    out
}

fn is_name(text: &str) -> bool {
    text.starts_with(|char: char| char.is_alphabetic() || char == '_')
        && text.chars().all(|char| char.is_alphanumeric() || char == '_')
}

/// Expressions with anything of `,` `;` `:` `=>` between them, in braces too (`json!({ "a": b })`, `map! { a => b }`).
pub(super) fn loose(input: ParseStream) -> Result<Vec<Expr>> {
    let mut out = Vec::new();
    loose_into(input, &mut out)?;
    Ok(out)
}

fn loose_into(input: ParseStream, out: &mut Vec<Expr>) -> Result<()> {
    while !input.is_empty() {
        if input.peek(Token![=>]) {
            input.parse::<Token![=>]>()?;
            continue;
        }
        if input.peek(Token![,]) || input.peek(Token![;]) || input.peek(Token![:]) && !input.peek(Token![::]) {
            input.parse::<TokenTree>()?;
            continue;
        }
        let ahead = input.fork();
        match ahead.parse::<Expr>() {
            Ok(expr) => {
                input.advance_to(&ahead);
                out.push(expr);
            }
            Err(error) => {
                let content;
                if input.peek(token::Brace) {
                    syn::braced!(content in input);
                } else if input.peek(token::Bracket) {
                    syn::bracketed!(content in input);
                } else {
                    return Err(error);
                }
                loose_into(&content, out)?;
            }
        }
        let separated = input.is_empty()
            || input.peek(Token![,])
            || input.peek(Token![;])
            || input.peek(Token![:])
            || input.peek(Token![=>]);
        if !separated {
            return Err(input.error("expected a separator"));
        }
    }
    Ok(())
}

/// Conditions with what they are for.
pub(super) type Branches = Vec<(Option<Meta>, TokenStream)>;

/// `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }`, or `a => { … } _ => { … }`
pub(super) fn branches(input: ParseStream) -> Result<Branches> {
    let mut out = Vec::new();
    if !input.peek(Token![if]) {
        while !input.is_empty() {
            let cfg = if input.peek(Token![_]) {
                input.parse::<Token![_]>()?;
                None
            } else {
                Some(input.parse::<Meta>()?)
            };
            input.parse::<Token![=>]>()?;
            if input.peek(token::Brace) {
                out.push((cfg, braced(input)?));
            } else {
                let expr = input.parse::<Expr>()?;
                out.push((cfg, quote::ToTokens::into_token_stream(expr)));
            }
            input.parse::<Option<Token![,]>>()?;
        }
        return Ok(out);
    }
    loop {
        input.parse::<Token![if]>()?;
        let attrs = input.call(Attribute::parse_outer)?;
        let cfg = match attrs.first().map(|attr| &attr.meta) {
            Some(Meta::List(list)) if attrs.len() == 1 && list.path.is_ident("cfg") => list.parse_args::<Meta>()?,
            _ => return Err(input.error("expected a condition")),
        };
        out.push((Some(cfg), braced(input)?));
        if input.parse::<Option<Token![else]>>()?.is_none() {
            return Ok(out);
        }
        if input.peek(token::Brace) {
            out.push((None, braced(input)?));
            return Ok(out);
        }
    }
}

/// Whether every branch holds nothing but items that are no macro calls.
pub(super) fn are_items(branches: &Branches) -> bool {
    branches.iter().all(|(_, tokens)| {
        let parsed = items.parse2(tokens.clone());
        parsed.is_ok_and(|(_, items)| !items.iter().any(|item| matches!(item, syn::Item::Macro(_))))
    })
}

fn braced(input: ParseStream) -> Result<TokenStream> {
    let content;
    syn::braced!(content in input);
    content.parse()
}

/// Items, with the attributes in front of them that hold for all (`#![…]`).
pub(super) fn items(input: ParseStream) -> Result<(Vec<Attribute>, Vec<syn::Item>)> {
    Ok((input.call(Attribute::parse_inner)?, all(input)?))
}

/// As many as there are.
pub(super) fn all<T: Parse>(input: ParseStream) -> Result<Vec<T>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        out.push(input.parse()?);
    }
    Ok(out)
}

/// An entry of `thread_local!` and the like.
pub(super) struct LazyStatic {
    pub(super) attrs: Vec<Attribute>,
    pub(super) vis: Visibility,
    pub(super) ident: Ident,
    pub(super) ty: Type,
    pub(super) value: Option<Expr>,
    pub(super) semi: Option<Token![;]>,
}

/// `pub static NAME: T = value;`, `static ref NAME: T = value;`, `static NAME: T;`
pub(super) fn lazy_statics(input: ParseStream) -> Result<Vec<LazyStatic>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        let attrs = input.call(Attribute::parse_outer)?;
        let vis = input.parse()?;
        input.parse::<Token![static]>()?;
        input.parse::<Option<Token![ref]>>()?;
        let ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        let value = match input.parse::<Option<Token![=]>>()? {
            Some(_) => Some(input.parse()?),
            None => None,
        };
        let semi = input.parse()?;
        out.push(LazyStatic { attrs, vis, ident, ty, value, semi });
    }
    Ok(out)
}

/// `for await x in stream { … }` of `async_stream` as what it stands for: `while let Some(x) = (stream).next().await { … }`.
pub(super) fn without_for_await(tokens: TokenStream) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut left = tokens.into_iter().peekable();
    while let Some(token) = left.next() {
        let is_await = |next: Option<&TokenTree>| matches!(next, Some(TokenTree::Ident(word)) if *word == "await");
        match token {
            TokenTree::Ident(word) if word == "for" && is_await(left.peek()) => {
                let at = left.next().map_or(word.span(), |next| next.span());
                let is_in = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if *word == "in");
                let is_block = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
                let pat: TokenStream = std::iter::from_fn(|| left.next_if(|token| !is_in(token))).collect();
                left.next();
                let stream: TokenStream = std::iter::from_fn(|| left.next_if(|token| !is_block(token))).collect();
                let around = |inner: TokenStream| {
                    let mut group = Group::new(Delimiter::Parenthesis, inner);
                    group.set_span(at);
                    group
                };
                let (pat, stream) = (around(pat), around(without_for_await(stream)));
                let begin = word.span();
                out.extend(quote::quote_spanned!(begin=> while let));
                out.extend(quote::quote_spanned!(at=> Some #pat = #stream.next().await));
            }
            TokenTree::Group(group) if group.delimiter() != Delimiter::None => {
                let mut inner = Group::new(group.delimiter(), without_for_await(group.stream()));
                inner.set_span(group.span());
                out.push(TokenTree::Group(inner));
            }
            token => out.push(token),
        }
    }
    out.into_iter().collect()
}

fn is_word(input: ParseStream, word: &str) -> bool {
    input.cursor().ident().is_some_and(|(ident, _)| ident == word)
}
