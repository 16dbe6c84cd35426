//! A hand scanner over Rust text: tokens as far as nesting, comments and macro definitions need them.
//!
//! Knows nothing of grammar. Never fails: what no Rust text holds comes out as some token.

/// What was scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `(`, `[`, `{`
    Open(u8),
    /// `)`, `]`, `}`
    Close(u8),
    /// Identifier or keyword.
    Word,
    /// String, character, number.
    Literal,
    /// `'a`
    Lifetime,
    /// One character of an operator.
    Punct(u8),
    /// `//` and `/* */` that document nothing.
    Comment,
    /// `///`, `//!`, `/** */`, `/*! */`
    Doc,
}

/// A token with its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) lo: usize,
    pub(super) hi: usize,
}

/// The tokens of a text from `at` on.
pub(super) fn tokens(text: &str, at: usize) -> Tokens<'_> {
    Tokens { bytes: text.as_bytes(), at }
}

/// What [`tokens`] gives.
#[derive(Clone)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let rest = &self.bytes[self.at..];
        let lo = self.at + rest.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
        let first = *self.bytes.get(lo)?;
        let (kind, hi) = token(self.bytes, lo, first);
        self.at = hi.clamp(lo + 1, self.bytes.len());
        Some(Token { kind, lo, hi: self.at })
    }
}

fn token(bytes: &[u8], lo: usize, first: u8) -> (Kind, usize) {
    let next = bytes.get(lo + 1).copied().unwrap_or(0);
    match first {
        b'/' if next == b'/' => {
            let hi = memchr::memchr(b'\n', &bytes[lo..]).map_or(bytes.len(), |len| lo + len);
            let doc = bytes[lo..hi].starts_with(b"//!")
                || bytes[lo..hi].starts_with(b"///") && !bytes[lo..hi].starts_with(b"////");
            (if doc { Kind::Doc } else { Kind::Comment }, hi)
        }
        b'/' if next == b'*' => {
            let hi = block_comment(bytes, lo);
            let text = &bytes[lo..hi];
            let doc =
                text.starts_with(b"/*!") || text.starts_with(b"/**") && !text.starts_with(b"/***") && text.len() > 4;
            (if doc { Kind::Doc } else { Kind::Comment }, hi)
        }
        b'(' | b'[' | b'{' => (Kind::Open(first), lo + 1),
        b')' | b']' | b'}' => (Kind::Close(first), lo + 1),
        b'"' => (Kind::Literal, quoted(bytes, lo + 1)),
        b'\'' => lifetime_or_char(bytes, lo),
        b'0'..=b'9' => (Kind::Literal, number(bytes, lo)),
        b'r' | b'b' | b'c' => prefixed(bytes, lo),
        _ if is_word(first) => (Kind::Word, word(bytes, lo)),
        _ => (Kind::Punct(first), lo + 1),
    }
}

fn is_word(byte: u8) -> bool {
    WORD[usize::from(byte)]
}

/// Bytes of identifiers: a table, since most bytes of a text are asked for.
const WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte == b'_' as usize || byte >= 0x80;
        byte += 1;
    }
    table
};

/// Where the word ends that begins at `lo`.
fn word(bytes: &[u8], lo: usize) -> usize {
    bytes[lo..].iter().position(|byte| !is_word(*byte)).map_or(bytes.len(), |len| lo + len)
}

/// Past the closing quote of a string that begins before `at`.
fn quoted(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = memchr::memchr2(b'"', b'\\', &bytes[at.min(bytes.len())..]) {
        at += found;
        if bytes[at] == b'"' {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

/// `r"…"`, `br#"…"#`, `b'x'`, `c"…"`, `r#word`, or a word.
fn prefixed(bytes: &[u8], lo: usize) -> (Kind, usize) {
    let mut at = lo;
    if matches!(bytes[at], b'b' | b'c') {
        at += 1;
    }
    let raw = bytes.get(at) == Some(&b'r');
    if raw {
        at += 1;
    }
    match bytes.get(at) {
        Some(b'"') if !raw => (Kind::Literal, quoted(bytes, at + 1)),
        Some(b'\'') if !raw && bytes[lo] == b'b' => (Kind::Literal, char_end(bytes, at + 1)),
        Some(b'"' | b'#') if raw => {
            let hashes = bytes[at..].iter().take_while(|byte| **byte == b'#').count();
            if bytes.get(at + hashes) == Some(&b'"') {
                return (Kind::Literal, raw_end(bytes, at + hashes + 1, hashes));
            }
            if hashes == 1 { (Kind::Word, word(bytes, at + 1)) } else { (Kind::Word, at) }
        }
        _ => (Kind::Word, word(bytes, lo)),
    }
}

fn raw_end(bytes: &[u8], mut at: usize, hashes: usize) -> usize {
    while let Some(found) = memchr::memchr(b'"', &bytes[at..]) {
        at += found + 1;
        if bytes[at..].iter().take(hashes).filter(|byte| **byte == b'#').count() == hashes {
            return at + hashes;
        }
    }
    bytes.len()
}

fn char_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\'' => return at + 1,
            b'\n' => return at,
            _ => at += 1,
        }
    }
    bytes.len()
}

fn lifetime_or_char(bytes: &[u8], lo: usize) -> (Kind, usize) {
    let next = bytes.get(lo + 1).copied().unwrap_or(0);
    if next == b'\\' {
        return (Kind::Literal, char_end(bytes, lo + 1));
    }
    // One character and a quote is a literal, whatever the character is.
    let len = match next {
        0x00..=0x7f => 1,
        0x80..=0xdf => 2,
        0xe0..=0xef => 3,
        _ => 4,
    };
    if bytes.get(lo + 1 + len) == Some(&b'\'') {
        return (Kind::Literal, lo + 2 + len);
    }
    if is_word(next) { (Kind::Lifetime, word(bytes, lo + 1)) } else { (Kind::Punct(b'\''), lo + 1) }
}

fn number(bytes: &[u8], lo: usize) -> usize {
    let mut at = word(bytes, lo);
    // `1.5` and `1.`, but not `1..2` or `1.max(2)`.
    if bytes.get(at) == Some(&b'.')
        && bytes.get(at + 1).is_none_or(|next| next.is_ascii_digit() || !is_word(*next) && *next != b'.')
    {
        at = word(bytes, at + 1);
    }
    if matches!(bytes.get(at - 1), Some(b'e' | b'E'))
        && matches!(bytes.get(at), Some(b'+' | b'-'))
        && !bytes[lo..].starts_with(b"0x")
        && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
    {
        at = word(bytes, at + 1);
    }
    at
}

fn block_comment(bytes: &[u8], lo: usize) -> usize {
    let (mut at, mut depth) = (lo + 2, 1);
    while let Some(found) = memchr::memchr2(b'*', b'/', &bytes[at.min(bytes.len())..]) {
        at += found;
        match (bytes[at], bytes.get(at + 1)) {
            (b'*', Some(b'/')) => {
                depth -= 1;
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            (b'/', Some(b'*')) => {
                depth += 1;
                at += 2;
            }
            _ => at += 1,
        }
    }
    bytes.len()
}
