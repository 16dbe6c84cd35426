//! What of a text the parser has to see.
//!
//! Comments and indentation are often a third of a text, doc comments are five tokens a line to a parser, and none of
//! it says what a program does; the insides of test functions and of `#[cfg(test)]` modules, functions and `impl` blocks
//! do not count in a run without tests; and of most attributes only the name does. What is left is copied, piece by
//! piece, each of which knows where it comes from. Texts that nest too deeply for a parser are refused in the same pass.
//! Knows nothing of grammar beyond brackets: what it is not sure of stays.

use super::depth::Depth;
use super::plain::{Finder, Plain};
use super::scan::{self, Kind, Token};
use super::types::TESTS;
use std::collections::VecDeque;

/// What is left of a text.
pub(super) struct Live {
    /// For the parser.
    pub(super) text: String,
    /// What it is made of, in order, with one byte between two of them. Most texts are one line: `proc_macro2` has to
    /// look for the line of whatever is asked of it.
    pub(super) pieces: Vec<Piece>,
    /// The bodies that the parser does not have to see.
    pub(super) plain: Plain,
}

/// How much the parser is to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sees {
    /// Everything but comments that document nothing.
    Whole,
    /// What can count.
    Live,
    /// The same without plain bodies.
    Frame,
}

/// A part of a text that was copied as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// Where it begins.
    pub(super) lo: u32,
    /// Where it began.
    pub(super) source: u32,
}

/// What is left of a text from `at` on.
///
/// # Errors
///
/// The first place that nests too deeply.
pub(super) fn live(text: &str, at: usize, tests: bool, sees: Sees) -> Result<Live, (usize, usize)> {
    let mut tokens = scan::tokens(text, at);
    let mut depth = Depth::default();
    let mut pieces = Pieces::new(text, at);
    let mut calls_in_plain = Pieces::new(text, at);
    calls_in_plain.between("{");
    let mut end = at;
    let mut calls = Calls::default();
    let mut dead = Dead::default();
    let mut finder = Finder::default();
    let whole = sees == Sees::Whole;
    while let Some(token) = tokens.next() {
        match token.kind {
            Kind::Doc if !whole => continue,
            // One that nobody closes is for the parser to find.
            Kind::Comment if token.hi < text.len() || text[token.lo..].starts_with("//") => continue,
            Kind::Punct(b'#') if !whole && !calls.inside() => dead.judge(text, token.lo, tests),
            _ => {}
        }
        if let Some(hi) = dead.from(token.lo) {
            (tokens, end) = (scan::tokens(text, hi), hi);
            continue;
        }
        if sees == Sees::Frame {
            if !calls.inside()
                && !dead.begins(token.hi)
                && let Some(close) = finder.body(text, token, &mut depth, &mut calls_in_plain)?
            {
                pieces.push(token);
                pieces.push(close);
                (tokens, end) = (scan::tokens(text, close.hi), close.hi);
                continue;
            }
            finder.push(text, token, calls.inside());
        }
        pieces.push(token);
        calls.push(token.kind);
        let joint = std::mem::replace(&mut end, token.hi) == token.lo;
        if !finder.is_counted(token) && depth.token(token.kind, &text[token.lo..token.hi], joint) {
            return Err((token.lo, token.hi));
        }
    }
    let mut live = pieces.finish();
    live.plain = finder.plain;
    if live.plain.has_calls() {
        calls_in_plain.between("}");
        live.append(calls_in_plain.finish());
    }
    Ok(live)
}

impl Live {
    /// Puts more behind it.
    fn append(&mut self, more: Self) {
        self.text.push('\n');
        let base = self.text.len() as u32;
        self.text.push_str(&more.text);
        self.pieces.extend(more.pieces.into_iter().map(|piece| Piece { lo: base + piece.lo, ..piece }));
    }
}

/// What is left, so far.
pub(super) struct Pieces<'a> {
    source: &'a str,
    live: Live,
    /// The piece that is not copied yet.
    from: usize,
    to: usize,
    /// What it ends with may go on to the end of the line.
    ends_in_comment: bool,
    /// Whether what comes next is a new piece, wherever it stands.
    cut: bool,
}

impl<'a> Pieces<'a> {
    fn new(source: &'a str, at: usize) -> Self {
        let mut pieces = Vec::with_capacity((source.len() - at) / 32 + 1);
        pieces.push(Piece { lo: 0, source: at as u32 });
        let live = Live { text: String::with_capacity(source.len() - at), pieces, plain: Plain::default() };
        Self { source, live, from: at, to: at, ends_in_comment: false, cut: false }
    }

    pub(super) fn push(&mut self, token: Token) {
        if self.cut {
            self.begin(token.lo);
        } else if !matches!(&self.source.as_bytes()[self.to..token.lo], b"" | b" ") {
            self.copy();
            self.live.text.push(if self.ends_in_comment { '\n' } else { ' ' });
            self.begin(token.lo);
        }
        self.to = token.hi;
        self.ends_in_comment = matches!(token.kind, Kind::Doc | Kind::Comment);
    }

    fn begin(&mut self, at: usize) {
        (self.from, self.cut) = (at, false);
        self.live.pieces.push(Piece { lo: self.live.text.len() as u32, source: at as u32 });
    }

    /// Puts something in between that does not stand in the source.
    pub(super) fn between(&mut self, text: &str) {
        self.copy();
        (self.from, self.to, self.cut) = (0, 0, true);
        self.live.text.push_str(text);
    }

    /// Where it stands, right after something in between.
    pub(super) fn mark(&self) -> (usize, usize) {
        (self.live.text.len(), self.live.pieces.len())
    }

    /// As it was at a mark.
    pub(super) fn back_to(&mut self, (text, pieces): (usize, usize)) {
        (self.from, self.to, self.cut) = (0, 0, true);
        self.live.text.truncate(text);
        self.live.pieces.truncate(pieces);
    }

    fn copy(&mut self) {
        self.live.text.push_str(&self.source[self.from..self.to]);
    }

    fn finish(mut self) -> Live {
        self.copy();
        self.live
    }
}

/// Whether a place is in a macro call, where the tokens of an attribute may mean anything. Says so in more places,
/// such as after `if !word`.
#[derive(Default)]
struct Calls {
    level: u32,
    /// `!` was read, and perhaps a word.
    bang: bool,
}

impl Calls {
    fn inside(&self) -> bool {
        self.level > 0
    }

    fn push(&mut self, kind: Kind) {
        match kind {
            Kind::Open(_) if self.level > 0 || self.bang => self.level += 1,
            Kind::Close(_) => self.level = self.level.saturating_sub(1),
            _ => {}
        }
        self.bang = kind == Kind::Punct(b'!') || self.bang && kind == Kind::Word;
    }
}

/// What goes because of attributes: what they are given, they themselves, or the insides of what they stand on.
#[derive(Default)]
struct Dead {
    ranges: VecDeque<(usize, usize)>,
    /// Up to where it is known.
    judged: usize,
}

impl Dead {
    /// Whether something goes from here on.
    fn begins(&self, at: usize) -> bool {
        self.ranges.front().is_some_and(|(lo, _)| *lo == at)
    }

    /// Where what begins here ends, or did begin here.
    fn from(&mut self, at: usize) -> Option<usize> {
        let (_, hi) = *self.ranges.front().filter(|(lo, _)| at >= *lo)?;
        self.ranges.pop_front();
        Some(hi)
    }

    /// Looks ahead at the attributes from `at` on and at what they stand on, unless that was done.
    fn judge(&mut self, text: &str, at: usize, tests: bool) {
        if at < self.judged || !self.ranges.is_empty() {
            return;
        }
        let mut ahead = scan::tokens(text, at).filter(|token| !matches!(token.kind, Kind::Comment | Kind::Doc));
        let mut attributes = Vec::new();
        let mut next = ahead.clone();
        while let Some(attribute) = Attribute::read(text, &mut next) {
            attributes.push(attribute);
            ahead = next.clone();
        }
        self.judged = attributes.last().map_or(at + 1, |attribute| attribute.hi);
        let on_part = is_part(text, ahead.clone());
        for attribute in &attributes {
            match attribute.word {
                "cfg" | "cfg_attr" => {}
                _ if on_part && !attribute.inner => self.ranges.push_back((attribute.lo, attribute.hi)),
                "derive" | "unsafe" => {}
                // `#[instrument(err)]` logs an error.
                _ if attribute.last == "instrument" => {}
                _ => self.ranges.extend(attribute.given),
            }
        }
        let is = |what: fn(&Attribute<'_>) -> bool| attributes.iter().any(|one| !one.inner && what(one));
        let (for_tests, a_test) = (is(|one| one.is_for_tests), is(|one| one.is_test()));
        if !tests && (for_tests || a_test) {
            match body_of_item(text, &mut ahead, !for_tests) {
                Some(body) => self.ranges.push_back(body),
                // Brackets that nobody closes: every look ahead would go to the end.
                None if ahead.next().is_none() => self.judged = text.len(),
                None => {}
            }
        }
    }
}

/// Attributes of more tokens stay.
const LONG: usize = 2000;

/// `#[path]`, `#[path(…)]`, `#[path = "…"]`
struct Attribute<'a> {
    lo: usize,
    hi: usize,
    /// `#![…]`
    inner: bool,
    /// The first of its path.
    word: &'a str,
    /// The last.
    last: &'a str,
    /// With its brackets.
    given: Option<(usize, usize)>,
    /// `#[cfg(test)]`, `#[cfg(all(test, …))]`
    is_for_tests: bool,
}

impl<'a> Attribute<'a> {
    fn read(text: &'a str, tokens: &mut impl Iterator<Item = Token>) -> Option<Self> {
        let lo = tokens.next().filter(|token| token.kind == Kind::Punct(b'#'))?.lo;
        let mut next = tokens.next()?;
        let inner = next.kind == Kind::Punct(b'!');
        if inner {
            next = tokens.next()?;
        }
        if next.kind != Kind::Open(b'[') {
            return None;
        }
        let word = tokens.next().filter(|token| token.kind == Kind::Word)?;
        let mut last = word;
        next = tokens.next()?;
        let simple = next.kind != Kind::Punct(b':');
        while next.kind == Kind::Punct(b':') {
            tokens.next().filter(|token| token.kind == Kind::Punct(b':'))?;
            last = tokens.next().filter(|token| token.kind == Kind::Word)?;
            next = tokens.next()?;
        }
        let mut given = None;
        match next.kind {
            Kind::Open(open) => {
                let hi = close_of_group(open, &mut tokens.take(LONG))?;
                given = Some((next.lo, hi));
                next = tokens.next()?;
            }
            Kind::Punct(b'=') => {
                tokens.next().filter(|token| token.kind == Kind::Literal)?;
                next = tokens.next()?;
            }
            _ => {}
        }
        let hi = (next.kind == Kind::Close(b']')).then_some(next.hi)?;
        let (word, last) = (&text[word.lo..word.hi], &text[last.lo..last.hi]);
        let is_for_tests =
            simple && word == "cfg" && given.is_some_and(|(lo, hi)| demands_tests(&text[lo + 1..hi - 1]));
        Some(Self { lo, hi, inner, word, last, given, is_for_tests })
    }

    /// `#[test]`, `#[tokio::test]`
    fn is_test(&self) -> bool {
        TESTS.contains(&self.last)
    }
}

/// Whether a predicate is `test`, or `all` with that first.
fn demands_tests(cfg: &str) -> bool {
    let all = cfg.trim().strip_prefix("all").and_then(|rest| rest.trim_start().strip_prefix('('));
    all.and_then(|rest| rest.split([',', ')']).next()).unwrap_or(cfg).trim() == "test"
}

/// Whether a field or a variant comes next, of which no attribute counts but `cfg`.
fn is_part(text: &str, mut tokens: impl Iterator<Item = Token>) -> bool {
    let mut word = || tokens.next().filter(|token| token.kind == Kind::Word).map(|token| &text[token.lo..token.hi]);
    let Some(mut name) = word() else { return false };
    let seen = name == "pub";
    if seen {
        match word() {
            Some(next) => name = next,
            None => return false,
        }
    }
    match tokens.next().map(|token| token.kind) {
        Some(Kind::Punct(b':')) => tokens.next().is_some_and(|token| token.kind != Kind::Punct(b':')),
        // `Variant = 1`, `Variant(…)`; no item begins like that.
        Some(Kind::Punct(b',' | b'=') | Kind::Open(b'(' | b'{') | Kind::Close(_)) => {
            !seen && name.starts_with(|first: char| first.is_ascii_uppercase())
        }
        _ => false,
    }
}

/// Where the bracket closes that has just been opened.
fn close_of_group(open: u8, tokens: &mut impl Iterator<Item = Token>) -> Option<usize> {
    let mut opened = vec![open];
    for token in tokens {
        match token.kind {
            Kind::Open(open) => opened.push(open),
            Kind::Close(close) => {
                if !matches!((opened.pop()?, close), (b'(', b')') | (b'[', b']') | (b'{', b'}')) {
                    return None;
                }
                if opened.is_empty() {
                    return Some(token.hi);
                }
            }
            _ => {}
        }
    }
    None
}

/// What stands between the braces of the module, function or `impl` that begins here, after more attributes, or of the
/// function only.
fn body_of_item(text: &str, tokens: &mut impl Iterator<Item = Token>, function: bool) -> Option<(usize, usize)> {
    let mut named = false;
    let mut level = 0_usize;
    while let Some(token) = tokens.next() {
        match token.kind {
            Kind::Open(b'{') if level == 0 => {
                return if named { Some((token.hi, close(tokens)?)) } else { None };
            }
            Kind::Open(_) => level += 1,
            Kind::Close(_) => level = level.checked_sub(1)?,
            _ if level > 0 || named && token.kind != Kind::Punct(b';') => {}
            Kind::Punct(b'#') | Kind::Literal => {}
            Kind::Word => match &text[token.lo..token.hi] {
                "pub" | "async" | "unsafe" | "extern" | "const" => {}
                "fn" => named = true,
                "mod" | "impl" if !function => named = true,
                _ => return None,
            },
            _ => return None,
        }
    }
    None
}

/// Where the brace closes that has just been opened.
fn close(tokens: &mut impl Iterator<Item = Token>) -> Option<usize> {
    let mut level = 1_usize;
    tokens.find_map(|token| {
        match token.kind {
            Kind::Open(b'{') => level += 1,
            Kind::Close(b'}') => level -= 1,
            _ => {}
        }
        (level == 0).then_some(token.lo)
    })
}

#[cfg(test)]
mod tests {
    use super::{Sees, live};

    /// `expected`: with a new line for each piece.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(pieces(text, false, false), expected);
    }

    #[track_caller]
    fn pieces(text: &str, tests: bool, whole: bool) -> String {
        let left = live(text, 0, tests, if whole { Sees::Whole } else { Sees::Live }).unwrap();
        let ends = left.pieces.iter().skip(1).map(|piece| piece.lo as usize - 1).chain([left.text.len()]);
        let pieces = left.pieces.iter().zip(ends).map(|(piece, end)| {
            let copied = &left.text[piece.lo as usize..end];
            assert!(text[piece.source as usize..].starts_with(copied), "{copied}");
            copied
        });
        pieces.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn modules_functions_and_impls_lose_their_insides() {
        check(
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"ü}\" }\n}\nfn c() {}",
            "fn a() {}\n#[cfg(test)]\nmod tests {\n}\nfn c() {}",
        );
        check(
            "#[cfg(test)] #[allow(x = \"{\")] pub(crate) async fn f(a: [u8; { 3 }]) { b }",
            "#[cfg(test)] #[allow\n] pub(crate) async fn f(a: [u8; { 3 }]) {\n}",
        );
        check("#[cfg(test)] impl<A, B> T<A, B> { #[x(y)] z }", "#[cfg(test)] impl<A, B> T<A, B> {\n}");
        check("#[cfg(all(test, a))] mod m { x }", "#[cfg(all(test, a))] mod m {\n}");
        check(
            "#[test] fn a() { b }\n#[a::test]\nasync fn c() { d }",
            "#[test] fn a() {\n}\n#[a::test]\nasync fn c() {\n}",
        );
        for text in ["#[cfg(test)] mod m { x }", "#[test] fn m() { x }"] {
            assert_eq!(pieces(text, true, false), text);
        }
    }

    #[test]
    fn comments_go() {
        check("//! ü\nfn a() {} /** b */ // c\n/// d\n/* e */ x/* f */y", "\nfn a() {}\nx\ny");
        check("a /* b", "a /* b");
        assert_eq!(live("/// a\n// b\nc\nd", 0, false, Sees::Whole).unwrap().text, "/// a\nc d");
    }

    #[test]
    fn indentation_goes() {
        check("fn a() {\r\n\tb;\n    c  d\n}", "fn a() {\nb;\nc\nd\n}");
        check("a = \"b\n    c\" d;\n  r#\"\n\n\"#", "a = \"b\n    c\" d;\nr#\"\n\n\"#");
    }

    #[test]
    fn attributes_lose_what_they_are_given() {
        check("#![a(b)] #[c::d [e]] #[f{(g)}]\nh", "#![a\n] #[c::d\n] #[f\n]\nh");
        for text in [
            "#[instrument(err)] #[tracing::instrument(skip(a), err)] fn b() {}",
            "#[cfg(a)] #[cfg_attr(a, b(c))] #[derive(d)] #[unsafe(e)] #[path = \"f\"] #[g] h",
            "a! { #[b(c)] d }",
            "macro_rules! a { (#[b(c)]) => {} }",
            "#[a(b] c)",
            "#[a(b) c]",
        ] {
            check(text, text);
        }
        check("a! { #[b(c)] } #[d(e)] f", "a! { #[b(c)] } #[d\n] f");
    }

    #[test]
    fn fields_and_variants_lose_their_attributes() {
        check("struct A { #[b(c)] pub d: E, #[f] g: H }", "struct A {\npub d: E,\ng: H }");
        check("enum A { #[b = \"c\"] #[cfg(d)] E, #[f] G(#[h] I), J }", "enum A {\n#[cfg(d)] E,\nG(\nI), J }");
        for text in ["#[a] use {b, c};", "#[a] pub fn b() {}", "#[a] b::c!();", "#[a] struct A { b: C }", "#[a] B!{}"] {
            check(text, text);
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "#[cfg(test)] mod tests; mod m { x }",
            "match a { #[cfg(test)] B => c, D => { e } }",
            "#[cfg(test)] use a::{b, c}; fn d() { e }",
            "#[cfg(not(test))] mod m { x }",
            "#[cfg(any(test, a))] mod m { x }",
            "#[cfg(all(tests, a))] mod m { x }",
            "#[test] mod m { x }",
            "const A: &str = \"#[cfg(test)] mod m { x }\";",
            "#[cfg(test)] mod m { x",
            "#[cfg(test)] struct S { x: u8 }",
        ] {
            check(text, text);
        }
    }
}
