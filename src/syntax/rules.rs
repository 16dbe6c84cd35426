//! `macro_rules!` of the analysed crates: found in the texts, expanded where what they hold may matter.
//!
//! Names are looked up per crate, not per scope, and exported ones everywhere. There is no hygiene. Knows nothing
//! of what an expansion means; what no rule matches, or grows too big, is not expanded.

use super::{Lower, depth, scan};
use crate::ir::Expansion;
use crate::source::{FileId, Name};
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use rustc_hash::FxHashMap;
use std::rc::Rc;
use syn::buffer::Cursor;
use syn::ext::IdentExt as _;
use syn::parse::discouraged::Speculative as _;
use syn::parse::{ParseStream, Parser, Result};
use syn::{Token, token};

/// Expansions within expansions.
const DEPTH: usize = 16;
/// Tokens that one call may expand to.
const TOKENS: usize = 20_000;
/// Tokens that all calls of a file may expand to.
const FILE_TOKENS: usize = 1_000_000;

/// A definition that holds none of these is not worth expanding: its arguments are read where the call stands.
const WORDS: [&str; 24] = [
    "spawn",
    "channel",
    "select",
    "loop",
    "while",
    "await",
    "recv",
    "send",
    "async",
    "thread",
    "lock",
    "enter",
    "fn ",
    "impl",
    "mod ",
    "struct",
    "static",
    "enum ", // And what leaves, or ends a value:
    "return",
    "break",
    "continue",
    "drop",
    "panic",
    "unreachable",
];

/// The `macro_rules!` definitions of a program.
#[derive(Debug, Default)]
pub struct MacroDefs {
    by_name: FxHashMap<Name, Vec<Definition>>,
}

/// One definition, as text: tokens cannot go from thread to thread.
#[derive(Clone, Debug)]
pub(super) struct Definition {
    name: Name,
    file: FileId,
    group: u32,
    krate: Name,
    exported: bool,
    /// What stands between the outer brackets.
    text: String,
    /// Macros that it calls.
    calls: Vec<Name>,
    matters: bool,
}

impl MacroDefs {
    /// The table of all definitions found.
    pub(super) fn new(definitions: impl IntoIterator<Item = Definition>) -> Self {
        let mut by_name: FxHashMap<Name, Vec<Definition>> = FxHashMap::default();
        for definition in definitions {
            by_name.entry(definition.name).or_default().push(definition);
        }
        // A macro matters, too, if it calls one that does.
        loop {
            let matters = |name: &Name| by_name.get(name).is_some_and(|all| all.iter().any(|one| one.matters));
            let more: Vec<Name> = by_name
                .iter()
                .filter(|(_, all)| all.iter().any(|one| !one.matters && one.calls.iter().any(matters)))
                .map(|(name, _)| *name)
                .collect();
            if more.is_empty() {
                return Self { by_name };
            }
            for definition in
                more.iter().flat_map(|name| by_name.remove(name).map(|all| (*name, all))).collect::<Vec<_>>()
            {
                let (name, mut all) = definition;
                all.iter_mut().for_each(|one| one.matters = true);
                by_name.insert(name, all);
            }
        }
    }

    /// Whether a text defines what its file defined before.
    pub fn are_those_of(&self, input: &super::Input<'_>) -> bool {
        let mut now = definitions(input.file, input.group, input.crate_name, input.text);
        // Stable: those of one name stay in the order of the text.
        now.sort_by_key(|one| one.name);
        let mut before: Vec<&Definition> =
            self.by_name.values().flatten().filter(|one| one.file == input.file).collect();
        before.sort_by_key(|one| one.name);
        let same = |(a, b): (&Definition, &Definition)| (a.name, a.exported, &a.text) == (b.name, b.exported, &b.text);
        now.len() == before.len() && now.iter().zip(before).all(same)
    }
}

/// The definitions in a text.
pub(super) fn definitions(file: FileId, group: u32, krate: Name, text: &str) -> Vec<Definition> {
    let mut out = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"macro_rules!").is_none() {
        return out;
    }
    let mut exported = false;
    let mut tokens = scan::tokens(text, super::code_start(text))
        .filter(|token| !matches!(token.kind, scan::Kind::Comment | scan::Kind::Doc));
    while let Some(token) = tokens.next() {
        let word = &text[token.lo..token.hi];
        match (token.kind, word) {
            (scan::Kind::Word, "macro_export") => exported = true,
            (scan::Kind::Word, "macro_rules") => {
                let exported = std::mem::take(&mut exported);
                let (Some(bang), Some(name), Some(open)) = (tokens.next(), tokens.next(), tokens.next()) else { break };
                if bang.kind != scan::Kind::Punct(b'!') || !matches!(open.kind, scan::Kind::Open(_)) {
                    continue;
                }
                let (mut level, mut end, mut calls, mut last) = (1, None, Vec::new(), None);
                for token in tokens.by_ref() {
                    match token.kind {
                        scan::Kind::Open(_) => level += 1,
                        scan::Kind::Close(_) => level -= 1,
                        scan::Kind::Punct(b'!') => calls.extend(last.take().map(Name::from)),
                        _ => {}
                    }
                    last = (token.kind == scan::Kind::Word).then(|| &text[token.lo..token.hi]);
                    if level == 0 {
                        end = Some(token.lo);
                        break;
                    }
                }
                let Some(end) = end else { break };
                let inner = &text[open.hi..end];
                if depth::too_deep(inner, 0).is_some() {
                    continue;
                }
                out.push(Definition {
                    name: Name::from(&text[name.lo..name.hi]),
                    file,
                    group,
                    krate,
                    exported,
                    text: inner.to_owned(),
                    calls,
                    matters: WORDS.iter().any(|word| inner.contains(word)),
                });
            }
            (scan::Kind::Word, "fn" | "mod" | "struct" | "impl" | "use" | "enum") | (scan::Kind::Punct(b';'), _) => {
                exported = false;
            }
            _ => {}
        }
    }
    out
}

impl Lower<'_> {
    /// What a call stands for. Each answer is to be ended with [`Lower::expanded`].
    pub(super) fn expand(&mut self, mac: &syn::Macro) -> Option<TokenStream> {
        if self.calls.len() >= DEPTH {
            return None;
        }
        if mac.path.segments.last().is_some_and(|last| last.ident == "paste") {
            self.calls.push(None);
            return Some(super::paste::pasted(mac.tokens.clone()));
        }
        if self.defs.by_name.is_empty() {
            return None;
        }
        let (first, last) = (&mac.path.segments.first()?.ident, &mac.path.segments.last()?.ident);
        if first == "std" || first == "core" || first == "alloc" {
            return None;
        }
        let here = mac.path.segments.len() == 1 || first == "crate" || first == "self" || first == "super";
        let name = self.name(last);
        let defs = self.defs;
        let all = defs.by_name.get(&name)?;
        let call = first.span().join(mac.delimiter.span().close()).unwrap_or(first.span());
        // Those of the file first, then of the crate, then exported ones.
        let (file, group) = (self.file, self.group);
        let rank = move |one: &Definition| match one {
            one if here && one.group == group && one.file == file => 0,
            one if here && one.group == group => 1,
            one if one.exported => 2,
            _ => 3,
        };
        let best = all.iter().map(rank).min().filter(|rank| *rank < 3)?;
        for (index, definition) in all.iter().enumerate() {
            if rank(definition) != best || !definition.matters {
                continue;
            }
            let rules = self.rules(name, index, definition);
            let krate = (definition.group != self.group).then_some(definition.krate);
            for rule in rules.iter() {
                let matched = |input: ParseStream| {
                    let mut bound = Bindings::default();
                    matches(&rule.matcher, input, &mut bound)?;
                    if input.is_empty() { Ok(bound) } else { Err(input.error("more than the rule has")) }
                };
                let Ok(bound) = matched.parse2(mac.tokens.clone()) else { continue };
                let mut writer = Writer { call, krate, left: TOKENS };
                let bound = bound.iter().map(|(name, bound)| (name.as_str(), bound)).collect();
                let tokens = writer.write(&rule.body, &bound)?;
                let used = TOKENS - writer.left;
                if used > self.expansion_tokens || depth::tokens_too_deep(&tokens) {
                    return None;
                }
                self.expansion_tokens -= used;
                let range = (self.text.lo(call), self.text.hi(call));
                // The outermost of those that stand at one place comes first.
                if self.calls.is_empty() {
                    let call = crate::source::Span::new(self.file, range.0, range.1);
                    self.expansions.push(Expansion { call, name, home: definition.file });
                }
                self.calls.push(Some(range));
                return Some(tokens);
            }
        }
        None
    }

    /// Ends an expansion.
    pub(super) fn expanded(&mut self) {
        self.calls.pop();
    }

    fn rules(&mut self, name: Name, index: usize, definition: &Definition) -> Rc<Vec<Rule>> {
        let rules = self.rules.entry((name, index)).or_insert_with(|| {
            let tokens = definition.text.parse::<TokenStream>().unwrap_or_default();
            Rc::new(rules.parse2(tokens).unwrap_or_default())
        });
        Rc::clone(rules)
    }
}

/// How many tokens a file may expand to at first.
pub(super) const fn budget() -> usize {
    FILE_TOKENS
}

/// `(matcher) => { body }`
pub(super) struct Rule {
    matcher: Vec<Matcher>,
    body: Vec<Part>,
}

enum Matcher {
    Token(TokenTree),
    Group(Delimiter, Vec<Matcher>),
    Fragment(String, String),
    Repeat { inner: Vec<Matcher>, separator: Vec<TokenTree>, op: char },
}

enum Part {
    Token(TokenTree),
    Group(Delimiter, Vec<Part>),
    Variable(Ident),
    Crate,
    Repeat { inner: Vec<Part>, separator: Vec<TokenTree> },
}

fn rules(input: ParseStream) -> Result<Vec<Rule>> {
    let mut out = Vec::new();
    while !input.is_empty() {
        let matcher = group(input)?;
        input.parse::<Token![=>]>()?;
        let body = group(input)?;
        input.parse::<Option<Token![;]>>()?;
        let Some(matcher) = matchers(matcher.stream()) else { continue };
        let Some(body) = parts(body.stream()) else { continue };
        out.push(Rule { matcher, body });
    }
    Ok(out)
}

fn group(input: ParseStream) -> Result<Group> {
    match input.parse()? {
        TokenTree::Group(group) => Ok(group),
        other => Err(syn::Error::new(other.span(), "expected a group")),
    }
}

fn is_punct(token: Option<&TokenTree>, char: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == char)
}

/// What comes behind `$( … )`: separator and operator.
fn repetition(tokens: &mut std::iter::Peekable<impl Iterator<Item = TokenTree>>) -> Option<(Vec<TokenTree>, char)> {
    let mut separator = Vec::new();
    loop {
        let token = tokens.next()?;
        if let TokenTree::Punct(punct) = &token
            && matches!(punct.as_char(), '*' | '+' | '?')
        {
            // `$(…)+*`: the first is the separator.
            let char = punct.as_char();
            let ends = separator.is_empty() && char != '?' && punct.spacing() == Spacing::Joint;
            if !(ends && (is_punct(tokens.peek(), '*') || is_punct(tokens.peek(), '+'))) {
                return Some((separator, char));
            }
        }
        separator.push(token);
        if separator.len() > 3 {
            return None;
        }
    }
}

fn matchers(stream: TokenStream) -> Option<Vec<Matcher>> {
    let mut out = Vec::new();
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match tokens.next()? {
                TokenTree::Ident(name) => {
                    if !is_punct(tokens.peek(), ':') {
                        // `$crate`
                        out.push(Matcher::Token(TokenTree::Ident(name)));
                        continue;
                    }
                    tokens.next();
                    let TokenTree::Ident(kind) = tokens.next()? else { return None };
                    out.push(Matcher::Fragment(name.to_string(), kind.to_string()));
                }
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                    let (separator, op) = repetition(&mut tokens)?;
                    out.push(Matcher::Repeat { inner: matchers(group.stream())?, separator, op });
                }
                _ => return None,
            },
            TokenTree::Group(group) => out.push(Matcher::Group(group.delimiter(), matchers(group.stream())?)),
            token => out.push(Matcher::Token(token)),
        }
    }
    Some(out)
}

fn parts(stream: TokenStream) -> Option<Vec<Part>> {
    let mut out = Vec::new();
    let mut tokens = stream.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '$' => match tokens.next()? {
                TokenTree::Ident(name) if name == "crate" => out.push(Part::Crate),
                TokenTree::Ident(name) => out.push(Part::Variable(name)),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                    let (separator, _) = repetition(&mut tokens)?;
                    out.push(Part::Repeat { inner: parts(group.stream())?, separator });
                }
                _ => return None,
            },
            TokenTree::Group(group) => out.push(Part::Group(group.delimiter(), parts(group.stream())?)),
            token => out.push(Part::Token(token)),
        }
    }
    Some(out)
}

/// What a variable stands for.
#[derive(Clone)]
enum Bound {
    One(Vec<TokenTree>),
    Many(Vec<Bound>),
}

type Bindings = FxHashMap<String, Bound>;

fn matches(matchers: &[Matcher], input: ParseStream, out: &mut Bindings) -> Result<()> {
    for matcher in matchers {
        match matcher {
            Matcher::Token(token) => same(token, input)?,
            Matcher::Group(delimiter, inner) => {
                let content;
                match delimiter {
                    Delimiter::Parenthesis => {
                        syn::parenthesized!(content in input);
                    }
                    Delimiter::Brace => {
                        syn::braced!(content in input);
                    }
                    Delimiter::Bracket => {
                        syn::bracketed!(content in input);
                    }
                    Delimiter::None => return Err(input.error("no such group")),
                }
                matches(inner, &content, out)?;
                if !content.is_empty() {
                    return Err(content.error("more than the rule has"));
                }
            }
            Matcher::Fragment(name, kind) => {
                let tokens = fragment(kind, input)?;
                out.insert(name.clone(), Bound::One(tokens));
            }
            Matcher::Repeat { inner, separator, op } => {
                let mut rows: Vec<Bindings> = Vec::new();
                while !(input.is_empty() || *op == '?' && rows.len() == 1) {
                    let ahead = input.fork();
                    if !rows.is_empty() && separator.iter().any(|token| same(token, &ahead).is_err()) {
                        break;
                    }
                    let mut row = Bindings::default();
                    if matches(inner, &ahead, &mut row).is_err() || ahead.cursor() == input.cursor() {
                        break;
                    }
                    input.advance_to(&ahead);
                    rows.push(row);
                }
                if *op == '+' && rows.is_empty() {
                    return Err(input.error("expected one at least"));
                }
                let mut names = Vec::new();
                variables(inner, &mut names);
                for name in names {
                    let all = rows.iter_mut().filter_map(|row| row.remove(name)).collect();
                    out.insert(name.to_owned(), Bound::Many(all));
                }
            }
        }
    }
    Ok(())
}

fn variables<'a>(matchers: &'a [Matcher], out: &mut Vec<&'a str>) {
    for matcher in matchers {
        match matcher {
            Matcher::Token(_) => {}
            Matcher::Group(_, inner) | Matcher::Repeat { inner, .. } => variables(inner, out),
            Matcher::Fragment(name, _) => out.push(name),
        }
    }
}

fn same(token: &TokenTree, input: ParseStream) -> Result<()> {
    let found = input.parse::<TokenTree>()?;
    let is_same = match (token, &found) {
        (TokenTree::Ident(one), TokenTree::Ident(other)) => one == other,
        (TokenTree::Punct(one), TokenTree::Punct(other)) => one.as_char() == other.as_char(),
        (TokenTree::Literal(one), TokenTree::Literal(other)) => one.to_string() == other.to_string(),
        _ => false,
    };
    if is_same { Ok(()) } else { Err(syn::Error::new(found.span(), "another token")) }
}

/// Parses a fragment and gives its tokens.
fn fragment(kind: &str, input: ParseStream) -> Result<Vec<TokenTree>> {
    let begin = input.cursor();
    let mut whole = false;
    match kind {
        "expr" | "expr_2021" => {
            input.parse::<syn::Expr>()?;
            whole = true;
        }
        "ty" => {
            input.parse::<syn::Type>()?;
            whole = true;
        }
        "ident" => {
            if input.peek(Token![_]) {
                return Err(input.error("expected a name"));
            }
            input.call(Ident::parse_any)?;
        }
        "tt" => {
            if input.peek(syn::Lifetime) {
                input.parse::<syn::Lifetime>()?;
            } else {
                input.parse::<TokenTree>()?;
            }
        }
        "pat" => {
            syn::Pat::parse_multi_with_leading_vert(input)?;
        }
        "pat_param" => {
            syn::Pat::parse_single(input)?;
        }
        "stmt" => {
            if input.peek(Token![let]) {
                while !input.is_empty() && !input.peek(Token![;]) {
                    input.parse::<TokenTree>()?;
                }
            } else {
                input.parse::<syn::Expr>()?;
            }
        }
        "block" => {
            if !input.peek(token::Brace) {
                return Err(input.error("expected a block"));
            }
            input.parse::<TokenTree>()?;
        }
        "path" => {
            input.parse::<syn::TypePath>()?;
        }
        "literal" => {
            input.parse::<Option<Token![-]>>()?;
            input.parse::<syn::Lit>()?;
        }
        "lifetime" => {
            input.parse::<syn::Lifetime>()?;
        }
        "vis" => {
            input.parse::<syn::Visibility>()?;
        }
        "item" => {
            input.parse::<syn::Item>()?;
        }
        "meta" => {
            input.parse::<syn::Meta>()?;
        }
        _ => return Err(input.error("unknown fragment")),
    }
    let tokens = between(begin, input.cursor());
    if whole && tokens.len() > 1 {
        let span = tokens[0].span();
        let mut group = Group::new(Delimiter::None, tokens.into_iter().collect());
        group.set_span(span);
        return Ok(vec![TokenTree::Group(group)]);
    }
    Ok(tokens)
}

fn between(begin: Cursor<'_>, end: Cursor<'_>) -> Vec<TokenTree> {
    let mut out = Vec::new();
    let mut at = begin;
    while at != end {
        let Some((token, next)) = at.token_tree() else { break };
        out.push(token);
        at = next;
    }
    out
}

/// Writes a rule's body.
struct Writer {
    call: Span,
    /// The crate that `$crate` names, if it is not the one that is lowered.
    krate: Option<Name>,
    left: usize,
}

impl Writer {
    /// `None` when it grows too big or does not fit what was matched.
    fn write(&mut self, parts: &[Part], bound: &FxHashMap<&str, &Bound>) -> Option<TokenStream> {
        let mut out = Vec::new();
        self.write_into(parts, bound, &mut out)?;
        Some(out.into_iter().collect())
    }

    fn write_into(&mut self, parts: &[Part], bound: &FxHashMap<&str, &Bound>, out: &mut Vec<TokenTree>) -> Option<()> {
        for part in parts {
            self.left = self.left.checked_sub(1)?;
            match part {
                Part::Token(token) => out.push(self.at_call(token)),
                Part::Group(delimiter, inner) => {
                    let mut group = Group::new(*delimiter, self.write(inner, bound)?);
                    group.set_span(self.call);
                    out.push(TokenTree::Group(group));
                }
                Part::Crate => match self.krate {
                    None => out.push(TokenTree::Ident(Ident::new("crate", self.call))),
                    Some(name) => {
                        for spacing in [Spacing::Joint, Spacing::Alone] {
                            let mut colon = Punct::new(':', spacing);
                            colon.set_span(self.call);
                            out.push(TokenTree::Punct(colon));
                        }
                        let name = if is_word(&name) { name.as_str() } else { "__crate" };
                        out.push(TokenTree::Ident(Ident::new(name, self.call)));
                    }
                },
                Part::Variable(name) => match bound.get(name.to_string().as_str()) {
                    Some(Bound::One(tokens)) => {
                        self.left = self.left.checked_sub(tokens.len())?;
                        out.extend(tokens.iter().cloned());
                    }
                    Some(Bound::Many(_)) => return None,
                    // `$x` that the matcher does not have: for a macro that this one defines.
                    None => {
                        let mut dollar = Punct::new('$', Spacing::Alone);
                        dollar.set_span(self.call);
                        out.push(TokenTree::Punct(dollar));
                        out.push(self.at_call(&TokenTree::Ident(name.clone())));
                    }
                },
                Part::Repeat { inner, separator } => {
                    let mut names = Vec::new();
                    used(inner, &mut names);
                    let many: Vec<(&str, &[Bound])> = names
                        .iter()
                        .filter_map(|name| match bound.get_key_value(name.as_str())? {
                            (name, Bound::Many(all)) => Some((*name, all.as_slice())),
                            _ => None,
                        })
                        .collect();
                    let count = many.iter().map(|(_, all)| all.len()).max()?;
                    for index in 0..count {
                        if index > 0 {
                            out.extend(separator.iter().map(|token| self.at_call(token)));
                        }
                        let mut row = bound.clone();
                        for (name, all) in &many {
                            row.insert(name, all.get(index)?);
                        }
                        self.write_into(inner, &row, out)?;
                    }
                }
            }
        }
        Some(())
    }

    fn at_call(&self, token: &TokenTree) -> TokenTree {
        let mut token = token.clone();
        token.set_span(self.call);
        token
    }
}

/// The names of variables, however deep.
fn used(parts: &[Part], out: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Token(_) | Part::Crate => {}
            Part::Group(_, inner) | Part::Repeat { inner, .. } => used(inner, out),
            Part::Variable(name) => out.push(name.to_string()),
        }
    }
}

fn is_word(name: &str) -> bool {
    syn::parse_str::<Ident>(name).is_ok()
}
