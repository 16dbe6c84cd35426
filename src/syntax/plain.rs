//! Plain code: bodies of functions that hold nothing but expressions and statements as most are.
//!
//! `syn` builds a tree of such a body that is walked once and dropped. They are nearly half of what the parser would see,
//! so that they are read straight from tokens into the IR (`reader`), by `syn`'s grammar and with the lowering's
//! own order, and the parser sees `{}` in their place. What is not plain, such as attributes and items within bodies,
//! the parser sees as ever; macro calls in plain bodies it sees behind everything else, each in braces. Whatever the
//! reader does not know, it says so, and the whole text goes through the parser: `syn` alone decides what is an error.

mod exprs;
mod patterns;
mod reader;
mod types;
mod words;

use super::depth::Depth;
use super::live::Pieces;
use super::scan::{self, Kind, Token};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::{MacroDelimiter, PathSegment, Token, token};
pub(super) use words::Word;

/// What a token of plain code is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    /// `(`, `[`, `{`
    Open(u8),
    /// `)`, `]`, `}`
    Close(u8),
    /// An identifier.
    Name,
    /// A keyword.
    Word(Word),
    /// String, character, number.
    Literal,
    /// `'a`
    Lifetime,
    /// One character of an operator.
    Punct(u8),
    /// From the `!` of a macro call to its closing bracket; with the opening one.
    Call(u8),
}

/// A token with its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tok {
    pub(super) is: Is,
    pub(super) lo: u32,
    pub(super) hi: u32,
    /// For a call: the how manyth of the text.
    pub(super) call: u32,
}

/// The plain bodies of a text.
#[derive(Default)]
pub(super) struct Plain {
    tokens: Vec<Tok>,
    /// The first byte of each, with its first token: the opening brace.
    bodies: Vec<(u32, u32)>,
    calls: u32,
    /// The macro calls, once they are parsed.
    parsed: Vec<syn::Macro>,
    /// Set when one of the bodies was not plain after all.
    failed: bool,
}

impl Plain {
    /// The tokens of the body that begins at `lo`, from its opening brace on.
    fn body(&self, lo: u32) -> Option<usize> {
        let at = self.bodies.binary_search_by_key(&lo, |body| body.0).ok()?;
        Some(self.bodies[at].1 as usize)
    }

    /// Whether one of the bodies was not plain after all: then nothing that was read counts.
    pub(super) fn failed(&self) -> bool {
        self.failed
    }

    /// Whether there are macro calls in them.
    pub(super) fn has_calls(&self) -> bool {
        self.calls > 0
    }

    /// Takes the macro calls from the end of what was left of a text.
    pub(super) fn take_calls(&mut self, tokens: TokenStream) -> Option<TokenStream> {
        if self.calls == 0 {
            return Some(tokens);
        }
        let mut all: Vec<TokenTree> = tokens.into_iter().collect();
        let Some(TokenTree::Group(last)) = all.pop() else { return None };
        for call in last.stream() {
            let TokenTree::Group(call) = call else { return None };
            self.parsed.push(macro_call(call.stream())?);
        }
        (self.parsed.len() == self.calls as usize).then(|| all.into_iter().collect())
    }
}

/// `path!(…)`
fn macro_call(tokens: TokenStream) -> Option<syn::Macro> {
    let mut path = syn::Path { leading_colon: None, segments: Punctuated::new() };
    let mut tokens = tokens.into_iter();
    let bang = loop {
        match tokens.next()? {
            TokenTree::Ident(name) => path.segments.push_value(PathSegment::from(name)),
            TokenTree::Punct(colon) if colon.as_char() == ':' => {
                let TokenTree::Punct(second) = tokens.next()? else { return None };
                let colons = Token![::]([colon.span(), second.span()]);
                if path.segments.is_empty() {
                    path.leading_colon = Some(colons);
                } else {
                    path.segments.push_punct(colons);
                }
            }
            TokenTree::Punct(bang) if bang.as_char() == '!' => break Token![!](bang.span()),
            _ => return None,
        }
    };
    let TokenTree::Group(group) = tokens.next()? else { return None };
    let span = group.delim_span();
    let delimiter = match group.delimiter() {
        Delimiter::Parenthesis => MacroDelimiter::Paren(token::Paren { span }),
        Delimiter::Brace => MacroDelimiter::Brace(token::Brace { span }),
        Delimiter::Bracket => MacroDelimiter::Bracket(token::Bracket { span }),
        Delimiter::None => return None,
    };
    Some(syn::Macro { path, bang_token: bang, delimiter, tokens: group.stream() })
}

/// Finds the plain bodies of a text while its tokens go by.
#[derive(Default)]
pub(super) struct Finder {
    pub(super) plain: Plain,
    level: u32,
    /// `fn` was read.
    after_fn: bool,
    /// The level of a function whose body has not begun.
    function: Option<u32>,
    /// Up to where tokens were counted.
    counted: usize,
}

impl Finder {
    /// A token that the parser sees; in a macro call it may mean anything.
    pub(super) fn push(&mut self, text: &str, token: Token, in_call: bool) {
        let after_fn = std::mem::take(&mut self.after_fn);
        match token.kind {
            Kind::Open(open) => {
                if open == b'{' && self.function == Some(self.level) {
                    self.function = None;
                }
                self.level += 1;
            }
            Kind::Close(_) => self.level = self.level.saturating_sub(1),
            _ if in_call => {}
            Kind::Word if after_fn => self.function = Some(self.level),
            Kind::Word => self.after_fn = &text[token.lo..token.hi] == "fn",
            Kind::Punct(b';') if self.function == Some(self.level) => self.function = None,
            _ => {}
        }
    }

    /// Whether this token was counted when a body was looked through that is not plain.
    pub(super) fn is_counted(&self, token: Token) -> bool {
        token.lo < self.counted
    }

    /// Reads the body that begins at `open`, if it is one and plain; gives its closing brace, and the calls within it
    /// to `calls`.
    ///
    /// # Errors
    ///
    /// The first place that nests too deeply.
    pub(super) fn body(
        &mut self,
        text: &str,
        open: Token,
        depth: &mut Depth,
        calls: &mut Pieces<'_>,
    ) -> Result<Option<Token>, (usize, usize)> {
        if open.kind != Kind::Open(b'{') || self.function != Some(self.level) || self.is_counted(open) {
            return Ok(None);
        }
        self.function = None;
        let (tokens, count, mark) = (self.plain.tokens.len(), self.plain.calls, calls.mark());
        let close = self.tokens_of_body(text, open, depth, calls)?;
        match close {
            Some(_) => self.plain.bodies.push((open.lo as u32, tokens as u32)),
            None => {
                self.plain.tokens.truncate(tokens);
                self.plain.calls = count;
                calls.back_to(mark);
            }
        }
        Ok(close)
    }

    fn tokens_of_body(
        &mut self,
        text: &str,
        open: Token,
        depth: &mut Depth,
        calls: &mut Pieces<'_>,
    ) -> Result<Option<Token>, (usize, usize)> {
        let mut opened: Vec<u8> = Vec::new();
        let mut end = open.lo + 1;
        // The call that is being gone through: its first token, and how many brackets stand around it.
        let mut call: Option<(usize, usize)> = None;
        for token in scan::tokens(text, open.lo) {
            if matches!(token.kind, Kind::Comment | Kind::Doc) {
                // One that nobody closes is for the parser to find.
                if token.hi == text.len() {
                    return Ok(None);
                }
                continue;
            }
            let written = &text[token.lo..token.hi];
            let joint = std::mem::replace(&mut end, token.hi) == token.lo;
            self.counted = token.hi;
            if depth.token(token.kind, written, joint) {
                return Err((token.lo, token.hi));
            }
            let closes_another = match token.kind {
                Kind::Open(open) => {
                    opened.push(open);
                    false
                }
                Kind::Close(close) => {
                    !matches!((opened.pop(), close), (Some(b'('), b')') | (Some(b'['), b']') | (Some(b'{'), b'}'))
                }
                _ => false,
            };
            if closes_another {
                return Ok(None);
            }
            if let Some((first, around)) = call {
                calls.push(token);
                if opened.len() == around {
                    call = None;
                    calls.between("}");
                    self.plain.tokens[first].hi = token.hi as u32;
                }
                continue;
            }
            let before = self.plain.tokens.last().map(|token| token.is);
            let Some(is) = self.kind_of(token.kind, written, joint, before) else { return Ok(None) };
            if let Is::Open(open) = is
                && before == Some(Is::Punct(b'!'))
                && let Some(path) = self.path_before_bang()
            {
                calls.between("{");
                for part in &self.plain.tokens[path..] {
                    let kind = if part.is == Is::Name { Kind::Word } else { Kind::Punct(b':') };
                    calls.push(Token { kind, lo: part.lo as usize, hi: part.hi as usize });
                }
                calls.push(token);
                let bang = self.plain.tokens.len() - 1;
                let index = self.plain.calls;
                self.plain.calls += 1;
                self.plain.tokens[bang] = Tok { is: Is::Call(open), call: index, ..self.plain.tokens[bang] };
                call = Some((bang, opened.len() - 1));
                continue;
            }
            self.plain.tokens.push(Tok { is, lo: token.lo as u32, hi: token.hi as u32, call: 0 });
            if opened.is_empty() {
                return Ok(Some(token));
            }
        }
        Ok(None)
    }

    /// What a token is in plain code; nothing for what stands in no such code.
    fn kind_of(&self, kind: Kind, written: &str, joint: bool, before: Option<Is>) -> Option<Is> {
        Some(match kind {
            Kind::Open(open) => Is::Open(open),
            Kind::Close(close) => Is::Close(close),
            Kind::Literal => Is::Literal,
            Kind::Lifetime if written.is_ascii() && !written.as_bytes()[1].is_ascii_digit() => Is::Lifetime,
            // `"a"b` is one token.
            Kind::Word if joint && before == Some(Is::Literal) => return None,
            Kind::Word => match Word::of(written) {
                None if !written.is_ascii() || written.starts_with("r#") => return None,
                // `macro_rules! name`, `union Name`
                None if matches!(before, Some(Is::Punct(b'!'))) && self.path_before_bang().is_some() => return None,
                None if written == "macro_rules" || written == "union" || written == "builtin" => return None,
                None => Is::Name,
                Some(Word::Const) if before == Some(Is::Punct(b'*')) => Is::Word(Word::Const),
                Some(Word::Const | Word::Unusual) => return None,
                Some(word) => Is::Word(word),
            },
            Kind::Punct(punct) if b"!@%^&*-=+|;:,<.>/?".contains(&punct) => Is::Punct(punct),
            _ => return None,
        })
    }

    /// Where the path of a macro call begins whose `!` is the last token.
    fn path_before_bang(&self) -> Option<usize> {
        let tokens = &self.plain.tokens;
        let is = |at: usize| tokens.get(at).map(|token| token.is);
        let colon = |at: usize| is(at) == Some(Is::Punct(b':'));
        let bang = tokens.len().checked_sub(1)?;
        let mut first = bang.checked_sub(1)?;
        if is(first) != Some(Is::Name) {
            return None;
        }
        while first >= 2 && colon(first - 1) && colon(first - 2) {
            if first >= 3
                && matches!(is(first - 3), Some(Is::Name | Is::Word(Word::SelfValue | Word::Super | Word::Crate)))
            {
                first -= 3;
            } else {
                first -= 2;
                break;
            }
        }
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::super::live::{Sees, live};
    use super::super::{Options, lower};
    use crate::source::FileId;

    /// Both ways give the same IR, and the body is read without a tree.
    #[track_caller]
    fn plain(body: &str) {
        assert!(!the_parser_sees(body), "the parser sees {body}");
        assert!(the_same(body), "{body}");
    }

    /// Both ways give the same, and the body is left to the parser.
    #[track_caller]
    fn left_alone(body: &str) {
        assert!(the_parser_sees(body), "the parser does not see {body}");
        assert!(the_same(body), "{body}");
    }

    fn text(body: &str) -> String {
        format!("fn f(a: u8) {{ {body} }}")
    }

    fn the_parser_sees(body: &str) -> bool {
        let text = text(body);
        let Ok(left) = live(&text, 0, false, Sees::Frame) else { return true };
        left.plain.body(text.find('{').unwrap_or_default() as u32).is_none()
    }

    fn the_same(body: &str) -> bool {
        is_the_same(&text(body))
    }

    fn is_the_same(text: &str) -> bool {
        let [plain, tree] = [false, true].map(|by_tree| {
            let ir = lower(FileId(0), text, &Options { by_tree, ..Options::default() });
            format!("{ir:?}")
        });
        plain == tree
    }

    #[test]
    fn statements() {
        for body in [
            "",
            ";;",
            "let x = a; let y: u8; x",
            "let Some(x) = a else { return; }; let (b, c): (u8, Vec<u8>) = d;",
            "if a { b } else if c { d } else { e } match x { _ => {} } loop {} f()",
            "match a { B => c, D { e, .. } if let F = g => { h } | I | J => k, }.l(); 'a: loop { break 'a b; }",
            "unsafe { a() }.b()?; { c }; if d {} ; e",
            "println!(\"a\"); vec![1, a]; m! { b } .c(); m! { d } m!(e).f + 1; m!(g)",
            "let x = m!(1) else { panic!(\"no\") };",
        ] {
            plain(body);
        }
    }

    #[test]
    fn expressions() {
        for body in [
            "a + b * c - d == e && f || !g & h << 2 | 3 ^ 4 % 5",
            "x = y = z; x += 1; x <<= 2; (a, _, (b, ..), [c]) = d; _ = e; [a.b, *c] = f; (a) = g",
            "a..b; ..; a..; ..=b; a..=b + 1; for i in 0..n {} &x[..]; x[1..].y",
            "a as u8 as Vec<u8> < b; a as *const u8; -1i32 as u64",
            "a.b.c(d, e).f::<G>(h)?.await.0.1[2](3)(4)",
            "|x| x; || {}; move |a: &mut B, (c, d)| -> E { f }; async move |g| h; async { i }; async move { j.await }",
            "S { a, b: c, 0: d, ..e }; S {}; a::S::<T> { .. }; if x == (S {}) {} match (S { a }) {}",
            "<T as A<B>>::c::<D>(e); <[u8]>::len; ::a::b; Self::c; self::d::e; super::f; crate::g",
            "(); (a,); (a, b); [a]; [a; 3]; [[0; N]; 2]; &&a; &mut *b; &raw; **c",
            "return; return a; break; continue 'a; return -1; return |x| y; loop { break a + b }",
            "if let Some(x) = a && let B(c) = d && e {} while let C = f() {} let g = h || i;",
            "1; 1.5; 1.; 0x1f; 1_000u64; 1e5; 007; \"a\"; \"a\\n\"; r#\"b\"#; b\"c\"; 'd'; '\\''; b'e'; c\"f\"; true; 99999999999999999999",
            "select! { a = b => c, else => d }; tokio::join!(e, f); g!(h)?.i; format!(\"{}\", j).len()",
        ] {
            plain(body);
        }
    }

    #[test]
    fn patterns_and_types() {
        for body in [
            "match a { -1 => b, 0..=9 | 10.. => c, ..5 => d, A::B..=C => e, 'x' => f, \"y\" => g, true => h, _ => i }",
            "let S { a, b: C(d, ..), ref e, mut f, 0: g, .. } = h; let [a, .., b @ ..] = c; let &(ref x, &mut y) = z;",
            "let (a | b, (c)) = d; let <T>::E = f; let x @ Some(_) = g; let N = h; let m!(i) = j;",
            "let a: &'a mut [&dyn A<'a, B = C>; 3] = b; let c: (A, (B), ()) = d; let e: fn_(F) = g;",
            "let a: Box<dyn for<'a> Fn(&'a A, B) -> C + Send + 'static> = b; let c: !; let d: _ = e; let f: *mut G;",
            "let a: Vec<Vec<u8>>= b; let c: A<3, true, 'x'>; let d: <T as A>::B; let e: m![f]; let g: Option<<T>::H>;",
        ] {
            assert!(the_same(body), "{body}");
        }
    }

    #[test]
    fn what_is_unusual_is_for_the_parser() {
        for body in [
            "#[cfg(a)] b();",
            "fn g() {}",
            "use a::b; b()",
            "const A: u8 = 1; A",
            "let r#type = 1;",
            "let ä = 1;",
            "macro_rules! m { () => {} } m!()",
            "let x: impl A = b;",
            "try { a }",
            "a { ) }",
            "\"a\"b",
            "static || a",
        ] {
            left_alone(body);
        }
    }

    #[test]
    fn errors_are_the_parsers() {
        for body in [
            "let",
            "let x = ;",
            "a b",
            "a == b == c",
            "a as B.c",
            "a <- b",
            "if a",
            "match a { b => }",
            "S { a: }",
            "f(a b)",
            "x.",
            "1.2.3.",
            "let Some(x) | None = a;",
            "[a.., b]",
            "let [a.., b] = c;",
            "break 'a: loop {}",
            "'a b",
            "|a",
            "0b3",
            "'ab'",
            "x.0u8",
            "a..=",
            "a...b",
            "let x = if a { b } else { c } else { d };",
            "&raw mut a; m!(a) m!(b)",
        ] {
            assert!(the_same(body), "{body}");
        }
    }

    #[test]
    fn functions_have_bodies_where_they_are() {
        for text in [
            "trait T { fn a(&self); fn b(self) -> [u8; { 3 }] { c } }",
            "impl<T> A for [T; 2] where T: B<{ N }> { fn c<const D: u8>() -> E<{ F }> { g } fn h() {} }",
            "m! { fn a() { b c } } fn d() { e } macro_rules! n { () => { fn f() { $g } } }",
            "mod a { fn b() { c } } extern \"C\" { fn d(); } struct E { f: fn(u8) } fn g() { h!{} }",
            "#[test] fn a() { b c } struct D { e: u8 } fn f() { #![allow(g)] h() }",
            "fn a() { fn b() { c } d } fn e() { m!(fn f() { g }) }",
        ] {
            assert!(is_the_same(text), "{text}");
        }
    }
}
