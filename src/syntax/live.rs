//! What of a text the parser has to see.
//!
//! Doc comments are five tokens a line to a parser and say nothing of what a program does; the insides of
//! `#[cfg(test)]` modules, functions and `impl` blocks do not count in a run without tests. Both are blanked, often a
//! third of a text. Texts that nest too deeply for a parser are refused in the same pass. Knows nothing of grammar
//! beyond brackets: what it is not sure of stays.

use super::depth::Depth;
use super::scan::{self, Kind, Token};
use std::borrow::Cow;

/// The text from `at` on with blanks for what is not to be parsed, unless it is to be parsed as a `whole`. Lines and
/// bytes stay where they are.
///
/// # Errors
///
/// The first place that nests too deeply.
pub(super) fn live(text: &str, at: usize, tests: bool, whole: bool) -> Result<Cow<'_, str>, (usize, usize)> {
    let mut tokens = scan::tokens(text, at);
    let mut depth = Depth::default();
    let mut dead = Vec::new();
    let mut next_dead = None;
    let mut end = at;
    let mut seen = 0;
    let mut look_for_tests = !tests && !whole;
    while let Some(token) = tokens.next() {
        if let Some((lo, hi)) = next_dead
            && token.lo >= lo
        {
            dead.push((lo, hi));
            next_dead = None;
            (tokens, end) = (scan::tokens(text, hi), hi);
            continue;
        }
        match token.kind {
            Kind::Doc if whole => {}
            Kind::Doc => dead.push((token.lo, token.hi)),
            Kind::Comment => {}
            // Most tokens are neither a part of the attribute nor its beginning.
            kind if seen == 0 && kind != Kind::Punct(b'#') => {}
            _ if look_for_tests && next_dead.is_none() => {
                let next = seen + usize::from(is(text, token, CFG_TEST[seen]));
                seen = if next == seen { usize::from(is(text, token, CFG_TEST[0])) } else { next };
                if seen == CFG_TEST.len() {
                    seen = 0;
                    let mut ahead = tokens.clone().filter(|token| !matches!(token.kind, Kind::Comment | Kind::Doc));
                    next_dead = body_of_item(text, &mut ahead);
                    // Brackets that nobody closes: every look ahead would go to the end.
                    look_for_tests = next_dead.is_some() || ahead.next().is_some();
                }
            }
            _ => {}
        }
        let joint = std::mem::replace(&mut end, token.hi) == token.lo;
        if depth.token(token.kind, &text[token.lo..token.hi], joint) {
            return Err((token.lo, token.hi));
        }
    }
    Ok(if dead.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(blanked(text, &dead)) })
}

const CFG_TEST: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];

fn is(text: &str, token: Token, word: &str) -> bool {
    &text[token.lo..token.hi] == word
}

/// What stands between the braces of the module, function or `impl` that begins here, after more attributes.
fn body_of_item(text: &str, tokens: &mut impl Iterator<Item = Token>) -> Option<(usize, usize)> {
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
                "mod" | "fn" | "impl" => named = true,
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

fn blanked(text: &str, dead: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for &(lo, hi) in dead {
        out.push_str(&text[at..lo]);
        at = lo;
        for end in memchr::memchr_iter(b'\n', &text.as_bytes()[lo..hi]).map(|end| lo + end) {
            blank(&mut out, end - at);
            out.push('\n');
            at = end + 1;
        }
        blank(&mut out, hi - at);
        at = hi;
    }
    out.push_str(&text[at..]);
    out
}

fn blank(out: &mut String, mut len: usize) {
    const BLANKS: &str = "                                                                ";
    while len > 0 {
        let part = len.min(BLANKS.len());
        out.push_str(&BLANKS[..part]);
        len -= part;
    }
}

#[cfg(test)]
mod tests {
    use super::live;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let blanked = live(text, 0, false, false).unwrap();
        assert_eq!(blanked.len(), text.len());
        assert_eq!(blanked.lines().count(), text.lines().count());
        assert_eq!(live(text, 0, true, false).unwrap(), text);
        let squeezed: Vec<&str> = blanked.split_whitespace().collect();
        assert_eq!(squeezed.join(" "), expected);
    }

    #[test]
    fn modules_functions_and_impls_lose_their_insides() {
        check(
            "fn a() {}\n#[cfg(test)]\nmod tests {\n    fn b() { \"ü}\" }\n}\nfn c() {}",
            "fn a() {} #[cfg(test)] mod tests { } fn c() {}",
        );
        check(
            "#[cfg(test)] #[allow(x = \"{\")] pub(crate) async fn f(a: [u8; { 3 }]) { b }",
            "#[cfg(test)] #[allow(x = \"{\")] pub(crate) async fn f(a: [u8; { 3 }]) { }",
        );
        check("#[cfg(test)] impl<A, B> T<A, B> { x }", "#[cfg(test)] impl<A, B> T<A, B> { }");
    }

    #[test]
    fn documentation_goes() {
        for tests in [true, false] {
            let blanked = live("//! ü\nfn a() {} /** b */ // c\n/// d", 0, tests, false).unwrap();
            assert_eq!(blanked, "      \nfn a() {}          // c\n     ");
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "#[cfg(test)] mod tests; mod m { x }",
            "match a { #[cfg(test)] B => c, D => { e } }",
            "#[cfg(test)] use a::{b, c}; fn d() { e }",
            "#[cfg(not(test))] mod m { x }",
            "const A: &str = \"#[cfg(test)] mod m { x }\";",
            "// #[cfg(test)]\nmod m { x }",
            "#[cfg(test)] mod m { x",
            "#[cfg(test)] struct S { x: u8 }",
        ] {
            check(text, &text.replace('\n', " "));
        }
    }
}
