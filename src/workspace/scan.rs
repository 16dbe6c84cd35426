//! Finds `mod name;` and `include!("…")` in a text without parsing it.
//!
//! Knows tokens and nesting, no grammar: a declaration inside of a macro call counts like any other. Works on any
//! bytes; a text that does not lex gives what was found up to there.

/// What a file says about other files.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// `mod name;` declarations in order.
    pub mods: Vec<ModDecl>,
    /// Files that `include!` names.
    pub includes: Vec<Include>,
    /// `#![cfg(test)]` at the top of the file.
    pub test_only: bool,
}

/// One `mod name;`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ModDecl {
    /// The name without `r#`.
    pub name: String,
    /// Byte offset of the name.
    pub at: u32,
    /// The inline modules around it, from the outside in.
    pub inline: Vec<Inline>,
    /// `#[path = "…"]`
    pub path: Option<String>,
    /// `#[cfg_attr(…, path = "…")]`
    pub conditional_paths: Vec<(Truth, String)>,
    /// It, or something around it in the file, has a `cfg`.
    pub conditional: bool,
    /// It stands inside of a macro call or definition.
    pub in_macro: bool,
    /// It stands inside of a `macro_rules!`, so that its file depends on where the macro is called.
    pub in_definition: bool,
    /// It is compiled for tests only.
    pub test: bool,
}

/// An inline module around a declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inline {
    /// The name without `r#`.
    pub name: String,
    /// `#[path = "…"]`
    pub path: Option<String>,
}

/// What `include!` names.
#[derive(Debug, PartialEq, Eq)]
pub struct Include {
    /// The path as written.
    pub path: String,
    /// It is relative to the package (`concat!(env!("CARGO_MANIFEST_DIR"), …)`), not to the file.
    pub from_package: bool,
    /// Byte offset of the word, where items may stand: then what is in the file are items of this module.
    pub items_at: Option<u32>,
    /// It is compiled for tests only.
    pub test: bool,
}

/// What is known of a `cfg` predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It holds.
    True,
    /// It depends.
    Unknown,
    /// It does not hold.
    False,
}

/// Scans a text (without a byte-order mark).
pub fn scan(text: &str) -> Scan {
    if !worth_scanning(text.as_bytes()) {
        return Scan::default();
    }
    let mut scanner = Scanner {
        lexer: Lexer::new(text),
        groups: Vec::new(),
        inline: Vec::new(),
        listers: Vec::new(),
        scan: Scan::default(),
    };
    scanner.run();
    scanner.scan
}

/// Whether there can be anything to find. Most files only have `mod tests {` or nothing, and a search for the word
/// is much faster than lexing.
fn worth_scanning(bytes: &[u8]) -> bool {
    if memchr::memmem::find(bytes, b"include!").is_some() || memchr::memmem::find(bytes, b"#![cfg").is_some() {
        return true;
    }
    memchr::memmem::find_iter(bytes, b"mod").any(|at| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let mut rest = &bytes[at + 3..];
        let word = rest.iter().position(|&byte| !is_ident(byte)).unwrap_or(rest.len());
        if rest[word..].starts_with(b"!") && !rest[word..].starts_with(b"!=") {
            return true;
        }
        if before.is_some_and(|&byte| is_ident(byte)) || rest.first().is_none_or(|&byte| is_ident(byte) || byte == b':')
        {
            return false;
        }
        rest = rest.trim_ascii_start();
        let name = rest.iter().position(|&byte| !is_ident(byte)).unwrap_or(rest.len());
        !(name > 0 && rest[name..].trim_ascii_start().starts_with(b"{"))
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token<'a> {
    /// Identifier or keyword; a raw one without its `r#`.
    Ident {
        name: &'a str,
        raw: bool,
    },
    /// The text between the quotes, escapes as written.
    Str(&'a str),
    Open(u8),
    Close(u8),
    Punct(u8),
    /// Numbers, characters, lifetimes, byte strings.
    Other,
}

#[derive(Clone)]
struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    pos: usize,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        // `#!/usr/bin/env …` is a line for the shell, `#![…]` is Rust.
        let shebang = text.starts_with("#!") && !text[2..].trim_start().starts_with('[');
        let pos = if shebang { memchr::memchr(b'\n', bytes).unwrap_or(bytes.len()) } else { 0 };
        Self { text, bytes, pos }
    }

    fn at(&self, offset: usize) -> u8 {
        self.bytes.get(self.pos + offset).copied().unwrap_or(0)
    }

    /// The text of a range whose ends were found at ASCII bytes.
    fn slice(&self, lo: usize, hi: usize) -> &'a str {
        self.text.get(lo..hi).unwrap_or("")
    }

    /// The next token and where it starts.
    fn next(&mut self) -> Option<(usize, Token<'a>)> {
        loop {
            let start = self.pos;
            let byte = *self.bytes.get(start)?;
            let token = match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.pos += 1;
                    continue;
                }
                b'/' if self.at(1) == b'/' => {
                    self.pos = memchr::memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |end| start + end);
                    continue;
                }
                b'/' if self.at(1) == b'*' => {
                    self.block_comment();
                    continue;
                }
                b'"' => self.string(1),
                b'\'' => self.quote(),
                b'r' if self.raw_hashes(1).is_some() => self.raw_string(1),
                b'b' if self.at(1) == b'"' => {
                    self.string(2);
                    Token::Other
                }
                b'c' if self.at(1) == b'"' => {
                    self.string(2);
                    Token::Other
                }
                b'b' if self.at(1) == b'\'' => {
                    self.pos += 1;
                    self.quote()
                }
                b'b' | b'c' if self.at(1) == b'r' && self.raw_hashes(2).is_some() => {
                    self.raw_string(2);
                    Token::Other
                }
                b'r' if self.at(1) == b'#' && is_ident_start(self.at(2)) => {
                    self.pos += 2;
                    let name = self.ident();
                    Token::Ident { name, raw: true }
                }
                b'(' | b'[' | b'{' => {
                    self.pos += 1;
                    Token::Open(byte)
                }
                b')' | b']' | b'}' => {
                    self.pos += 1;
                    Token::Close(byte)
                }
                _ if is_ident_start(byte) => {
                    let name = self.ident();
                    Token::Ident { name, raw: false }
                }
                b'0'..=b'9' => {
                    self.ident();
                    Token::Other
                }
                _ => {
                    self.pos += 1;
                    Token::Punct(byte)
                }
            };
            return Some((start, token));
        }
    }

    fn peek(&self) -> Option<(usize, Token<'a>)> {
        self.clone().next()
    }

    fn ident(&mut self) -> &'a str {
        let start = self.pos;
        while self.bytes.get(self.pos).is_some_and(|&byte| is_ident(byte)) {
            self.pos += 1;
        }
        self.slice(start, self.pos)
    }

    fn block_comment(&mut self) {
        let mut depth = 0usize;
        while let Some(found) = memchr::memchr2(b'/', b'*', &self.bytes[self.pos..]) {
            self.pos += found;
            match (self.at(0), self.at(1)) {
                (b'/', b'*') => depth += 1,
                (b'*', b'/') => depth -= 1,
                _ => {
                    self.pos += 1;
                    continue;
                }
            }
            self.pos += 2;
            if depth == 0 {
                return;
            }
        }
        self.pos = self.bytes.len();
    }

    fn string(&mut self, prefix: usize) -> Token<'a> {
        let start = self.pos + prefix;
        self.pos = start.min(self.bytes.len());
        while let Some(found) = memchr::memchr2(b'"', b'\\', &self.bytes[self.pos..]) {
            self.pos += found;
            if self.at(0) == b'"' {
                self.pos += 1;
                return Token::Str(self.slice(start, self.pos - 1));
            }
            self.pos = (self.pos + 2).min(self.bytes.len());
        }
        self.pos = self.bytes.len();
        Token::Other
    }

    /// The number of `#` when a raw string starts `offset` bytes ahead (after the `r`).
    fn raw_hashes(&self, offset: usize) -> Option<usize> {
        let hashes = self.bytes.get(self.pos + offset..)?.iter().take_while(|&&byte| byte == b'#').count();
        (self.at(offset + hashes) == b'"').then_some(hashes)
    }

    fn raw_string(&mut self, prefix: usize) -> Token<'a> {
        let hashes = self.raw_hashes(prefix).unwrap_or(0);
        let start = self.pos + prefix + hashes + 1;
        let mut from = start;
        while let Some(found) = memchr::memchr(b'"', self.bytes.get(from..).unwrap_or_default()) {
            let end = from + found;
            let rest = &self.bytes[end + 1..];
            if rest.len() >= hashes && rest[..hashes].iter().all(|&byte| byte == b'#') {
                self.pos = end + 1 + hashes;
                return Token::Str(self.slice(start, end));
            }
            from = end + 1;
        }
        self.pos = self.bytes.len();
        Token::Other
    }

    /// A character or a lifetime.
    fn quote(&mut self) -> Token<'a> {
        self.pos += 1;
        let byte = self.at(0);
        if byte == b'\\' {
            self.pos = (self.pos + 2).min(self.bytes.len());
            // `'\u{1F600}'` is the longest; what is not closed by then is no character.
            let window = &self.bytes[self.pos..(self.pos + 16).min(self.bytes.len())];
            if let Some(end) = memchr::memchr(b'\'', window) {
                self.pos += end + 1;
            }
            return Token::Other;
        }
        let width = match byte {
            0..=0x7f => 1,
            0x80..=0xdf => 2,
            0xe0..=0xef => 3,
            _ => 4,
        };
        if self.at(width) == b'\'' && byte != b'\'' {
            self.pos += width + 1;
        } else if is_ident(byte) {
            self.ident();
        }
        Token::Other
    }
}

fn is_ident_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_ident(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// What the attributes in front of the next token say.
#[derive(Default)]
struct Attributes {
    path: Option<String>,
    conditional_paths: Vec<(Truth, String)>,
    conditional: bool,
    test: bool,
}

#[derive(Clone, Copy, Default)]
struct Group {
    inline: bool,
    in_macro: bool,
    in_definition: bool,
    conditional: bool,
    test: bool,
}

struct Scanner<'a> {
    lexer: Lexer<'a>,
    groups: Vec<Group>,
    inline: Vec<Inline>,
    /// Macros of this text that declare the modules which they are given.
    listers: Vec<&'a str>,
    scan: Scan,
}

impl<'a> Scanner<'a> {
    fn run(&mut self) {
        let mut attributes = Attributes::default();
        // `name !` was read, and perhaps another name (`macro_rules! name`).
        let (mut after_name, mut after_bang, mut macro_name, mut defined) = (false, false, "", "");
        // Where an `include!` began that stands where items may.
        let mut items_at = None;
        let mut only_tests = false;
        let mut begins = true;
        while let Some((at, token)) = self.lexer.next() {
            let first =
                std::mem::replace(&mut begins, matches!(token, Token::Punct(b';') | Token::Open(_) | Token::Close(_)));
            match token {
                Token::Punct(b'#') => {
                    self.attribute(&mut attributes);
                    (after_name, after_bang) = (false, false);
                    begins = first;
                    continue;
                }
                Token::Ident { name: "pub", raw: false } => {
                    if let Some((_, Token::Open(b'('))) = self.lexer.peek() {
                        self.lexer.next();
                        skip_group(&mut self.lexer);
                    }
                    continue;
                }
                Token::Ident { name: "unsafe", raw: false } => continue,
                Token::Ident { name: "mod", raw: false } => {
                    self.module(std::mem::take(&mut attributes));
                    (after_name, after_bang) = (false, false);
                    begins = true;
                    continue;
                }
                Token::Ident { name, .. } => {
                    after_name = true;
                    if after_bang {
                        defined = name;
                    } else {
                        macro_name = name;
                        let among_items = first && self.groups.iter().all(|group| group.inline && !group.in_macro);
                        items_at = (name == "include" && among_items).then_some(at as u32);
                        only_tests = attributes.test;
                    }
                }
                Token::Punct(b'!') => {
                    after_bang = after_name;
                    after_name = false;
                }
                Token::Open(_) => {
                    if after_bang && macro_name == "include" {
                        self.include(items_at, only_tests);
                    }
                    if after_bang && (lists_modules(macro_name) || self.listers.contains(&macro_name)) {
                        self.listed(only_tests);
                    }
                    if after_bang && macro_name == "macro_rules" && self.declares_given() {
                        self.listers.push(defined);
                    }
                    let mut group = self.groups.last().copied().unwrap_or_default();
                    group.inline = false;
                    group.in_macro |= after_bang;
                    group.in_definition |= after_bang && macro_name == "macro_rules";
                    // `if #[cfg(…)] {` of `cfg_if!`
                    group.conditional |= attributes.conditional;
                    group.test |= attributes.test;
                    self.groups.push(group);
                    (after_name, after_bang) = (false, false);
                }
                Token::Close(_) => {
                    if self.groups.pop().is_some_and(|group| group.inline) {
                        self.inline.pop();
                    }
                    (after_name, after_bang) = (false, false);
                }
                Token::Str(_) | Token::Punct(_) | Token::Other => (after_name, after_bang) = (false, false),
            }
            attributes = Attributes::default();
        }
    }

    /// After the bracket of `mod_flat!(worker session)`, which stays unread: names, and nothing else, are modules where
    /// there are such files.
    fn listed(&mut self, only_tests: bool) {
        if !self.groups.iter().all(|group| group.inline && !group.in_macro) {
            return;
        }
        let around = self.groups.last().copied().unwrap_or_default();
        let mut names = Vec::new();
        let mut conditional = around.conditional;
        let mut ahead = self.lexer.clone();
        while let Some((at, token)) = ahead.next() {
            match token {
                Token::Ident { name, .. } => names.push((name, at)),
                Token::Punct(b',' | b';') => {}
                // `#[cfg(feature = "x")] name`
                Token::Punct(b'#') if matches!(ahead.next(), Some((_, Token::Open(b'[')))) => {
                    conditional = true;
                    skip_group(&mut ahead);
                }
                Token::Close(_) => break,
                _ => return,
            }
        }
        self.scan.mods.extend(names.into_iter().map(|(name, at)| ModDecl {
            name: name.to_owned(),
            at: at as u32,
            inline: self.inline.clone(),
            conditional,
            in_macro: true,
            test: around.test || only_tests,
            ..ModDecl::default()
        }));
    }

    /// After the bracket of a `macro_rules!`: whether it declares modules whose names it is given (`mod $name;`).
    fn declares_given(&self) -> bool {
        let mut ahead = self.lexer.clone();
        let mut depth = 1usize;
        let mut after = 0;
        while let Some((_, token)) = ahead.next() {
            after = match (token, after) {
                (Token::Ident { name: "mod", raw: false }, _) => 1,
                (Token::Punct(b'$'), 1) => 2,
                (Token::Ident { .. }, 2) => 3,
                (Token::Punct(b';'), 3) => return true,
                (token, _) => {
                    match token {
                        Token::Open(_) => depth += 1,
                        Token::Close(_) => depth -= 1,
                        _ => {}
                    }
                    0
                }
            };
            if depth == 0 {
                break;
            }
        }
        false
    }

    /// After `mod`.
    fn module(&mut self, attributes: Attributes) {
        let Some((at, Token::Ident { name, .. })) = self.lexer.peek() else { return };
        self.lexer.next();
        let around = self.groups.last().copied().unwrap_or_default();
        match self.lexer.peek() {
            Some((_, Token::Punct(b';'))) => {
                self.scan.mods.push(ModDecl {
                    name: name.to_owned(),
                    at: at as u32,
                    inline: self.inline.clone(),
                    path: attributes.path,
                    conditional_paths: attributes.conditional_paths,
                    conditional: around.conditional || attributes.conditional,
                    in_macro: around.in_macro,
                    in_definition: around.in_definition,
                    test: around.test || attributes.test,
                });
            }
            Some((_, Token::Open(b'{'))) => {
                self.lexer.next();
                self.inline.push(Inline { name: name.to_owned(), path: attributes.path });
                self.groups.push(Group {
                    inline: true,
                    in_macro: around.in_macro,
                    in_definition: around.in_definition,
                    conditional: around.conditional || attributes.conditional,
                    test: around.test || attributes.test,
                });
            }
            _ => {}
        }
    }

    /// After `#`.
    fn attribute(&mut self, attributes: &mut Attributes) {
        let inner = matches!(self.lexer.peek(), Some((_, Token::Punct(b'!'))));
        let mut ahead = self.lexer.clone();
        if inner {
            ahead.next();
        }
        if !matches!(ahead.next(), Some((_, Token::Open(b'[')))) {
            return;
        }
        self.lexer = ahead;
        let mut tokens = Vec::new();
        let mut depth = 1usize;
        while let Some((_, token)) = self.lexer.next() {
            match token {
                Token::Open(_) => depth += 1,
                Token::Close(_) => depth -= 1,
                Token::Ident { .. } | Token::Str(_) | Token::Punct(_) | Token::Other => {}
            }
            if depth == 0 {
                break;
            }
            tokens.push(token);
        }
        if inner {
            let mut own = Attributes::default();
            read_attribute(&tokens, &mut own);
            match self.groups.last_mut() {
                Some(group) => group.test |= own.test,
                None => self.scan.test_only |= own.test,
            }
        } else {
            read_attribute(&tokens, attributes);
        }
    }

    /// After `include!(`, which stays unread.
    fn include(&mut self, items_at: Option<u32>, only_tests: bool) {
        let mut ahead = self.lexer.clone();
        let mut from_package = false;
        for _ in 0..16 {
            match ahead.next() {
                Some((_, Token::Str("CARGO_MANIFEST_DIR"))) => from_package = true,
                // Generated files are not there to be read.
                Some((_, Token::Str("OUT_DIR"))) => return,
                Some((_, Token::Str(path))) if path.contains('.') => {
                    let test = only_tests || self.groups.last().is_some_and(|group| group.test);
                    self.scan.includes.push(Include { path: path.to_owned(), from_package, items_at, test });
                    return;
                }
                Some((_, Token::Punct(b';'))) | None => return,
                Some(_) => {}
            }
        }
    }
}

/// After the bracket of a group: to its end.
fn skip_group(lexer: &mut Lexer<'_>) {
    let mut depth = 1usize;
    while depth > 0 {
        match lexer.next() {
            Some((_, Token::Open(_))) => depth += 1,
            Some((_, Token::Close(_))) => depth -= 1,
            Some(_) => {}
            None => return,
        }
    }
}

/// Whether a macro of this name may be one that declares the modules which it is given.
pub fn lists_modules(name: &str) -> bool {
    name.split('_').any(|word| matches!(word, "mod" | "mods" | "module" | "modules"))
}

fn read_attribute(tokens: &[Token<'_>], into: &mut Attributes) {
    match tokens {
        [Token::Ident { name: "path", .. }, Token::Punct(b'='), Token::Str(path), ..] => {
            into.path = Some((*path).to_owned());
        }
        [Token::Ident { name: "cfg", .. }, Token::Open(_), predicate @ ..] => {
            into.conditional = true;
            let only_tests = |name: &str, value: Option<&str>| match (name, value) {
                ("test", None) => Truth::False,
                _ => Truth::Unknown,
            };
            into.test |= evaluate(predicate, &only_tests) == Truth::False;
        }
        [Token::Ident { name: "cfg_attr", .. }, Token::Open(_), rest @ ..] => {
            let truth = evaluate(rest, &usual);
            let paths = rest.windows(3).filter_map(|window| match window {
                [Token::Ident { name: "path", .. }, Token::Punct(b'='), Token::Str(path)] => Some(*path),
                _ => None,
            });
            into.conditional_paths.extend(paths.map(|path| (truth, path.to_owned())));
        }
        _ => {}
    }
}

/// What holds on the machine that most people would analyse for. Decides only which of several existing files is
/// looked at first.
fn usual(name: &str, value: Option<&str>) -> Truth {
    match (name, value) {
        ("unix", None) | ("target_os", Some("linux")) | ("target_family", Some("unix")) => Truth::True,
        ("windows" | "test" | "loom" | "miri" | "docsrs" | "fuzzing" | "doc" | "doctest", None) => Truth::False,
        ("target_os" | "target_family", Some(_)) => Truth::False,
        _ => Truth::Unknown,
    }
}

type Known<'k> = dyn Fn(&str, Option<&str>) -> Truth + 'k;

/// Evaluates the predicate that `tokens` start with.
fn evaluate(tokens: &[Token<'_>], known: &Known<'_>) -> Truth {
    predicate(tokens, &mut 0, known, 0)
}

fn predicate(tokens: &[Token<'_>], at: &mut usize, known: &Known<'_>, depth: u32) -> Truth {
    // Nobody nests deeper; a text that does is not worth a stack overflow.
    if depth > 32 {
        *at = tokens.len();
        return Truth::Unknown;
    }
    let Some(Token::Ident { name, .. }) = tokens.get(*at) else {
        *at += 1;
        return Truth::Unknown;
    };
    *at += 1;
    match tokens.get(*at) {
        Some(Token::Open(_)) => {
            *at += 1;
            let mut parts = Vec::new();
            loop {
                match tokens.get(*at) {
                    None => break,
                    Some(Token::Close(_)) => {
                        *at += 1;
                        break;
                    }
                    Some(Token::Punct(b',')) => *at += 1,
                    Some(_) => parts.push(predicate(tokens, at, known, depth + 1)),
                }
            }
            match *name {
                "all" => parts.into_iter().max().unwrap_or(Truth::True),
                "any" => parts.into_iter().min().unwrap_or(Truth::False),
                "not" => match parts.first() {
                    Some(Truth::True) => Truth::False,
                    Some(Truth::False) => Truth::True,
                    Some(Truth::Unknown) | None => Truth::Unknown,
                },
                _ => Truth::Unknown,
            }
        }
        Some(Token::Punct(b'=')) => {
            let value = match tokens.get(*at + 1) {
                Some(Token::Str(value)) => Some(*value),
                _ => None,
            };
            *at += 2;
            known(name, value)
        }
        _ => known(name, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let mods = scan(text).mods;
        for decl in &mods {
            let written = text[decl.at as usize..].trim_start_matches("r#");
            assert!(written.starts_with(&decl.name), "the offset points at the name");
        }
        mods.into_iter().map(|decl| decl.name).collect()
    }

    #[test]
    fn finds_declarations_and_nothing_else() {
        let text = r####"#!/usr/bin/env mod nope;
            //! mod no;
            /* mod no; /* nested */ mod no; */
            const A: &str = "mod no;\" mod no;";
            const B: &str = r#"" mod no;"#;
            const C: &[u8] = b"mod no;"; const D: char = '"'; const E: char = '\''; const F: u8 = b'"';
            fn f<'a>(x: &'a str) -> &'a str { x }
            mod one; pub mod two ; pub(in crate::x) mod /* c */ three
            ; pub ( crate ) mod r#async;
            const G: char = 'é'; mod ünter;
            let module = amod; x.mod_y; r#mod; mod inline { } mod $name;
        "####;
        assert_eq!(names(text), ["one", "two", "three", "async", "ünter"]);
    }

    #[test]
    fn lists_of_modules() {
        assert_eq!(names("macros::mod_flat!(worker session);"), ["worker", "session"]);
        assert_eq!(names("pub_mod! { a, b }\nmod c;"), ["a", "b", "c"]);
        assert_eq!(names("macro_rules! mod_flat { ($($name:ident)*) => {} }"), [""; 0]);
        assert_eq!(names("fn f() { mod_flat!(a b) }"), [""; 0]);
        let lister =
            "macro_rules! blocks { ($($(#[cfg(feature = $f:literal)])? $name:ident),*) => { $(pub mod $name;)* } }";
        assert_eq!(names(&format!("{lister} blocks!(cpu, #[cfg(feature = \"gpu\")] gpu);")), ["cpu", "gpu"]);
        assert_eq!(names(&format!("blocks!(cpu); {}", lister.replace("pub mod", "pub fn"))), [""; 0]);
        assert_eq!(names("impl_for!(a b); mod_of!(a = b); if mod_x!= y {}"), [""; 0]);
    }

    #[test]
    fn nesting_macros_and_attributes() {
        let text = r##"
            cfg_if::cfg_if! { if #[cfg(test)] { mod t; } else { #[path = "x.rs"] mod u; } }
            mod a { #[path = "bb"] pub mod b { mod c; } mod d; }
            #[cfg(all(test, unix))] mod e;
            #[cfg(any(test, unix))] mod f;
            #[cfg_attr(windows, path = "w.rs")] #[cfg_attr(not(windows), path = r"u.rs")] mod g;
            #[cfg(test)] mod tests { mod h; }
            mod i;
        "##;
        let scan = scan(text);
        let show: Vec<String> = scan
            .mods
            .iter()
            .map(|decl| {
                let inline: Vec<&str> = decl.inline.iter().map(|inline| inline.name.as_str()).collect();
                format!(
                    "{} [{}] path={:?} {:?} conditional={} macro={} test={}",
                    decl.name,
                    inline.join("/"),
                    decl.path,
                    decl.conditional_paths,
                    decl.conditional,
                    decl.in_macro,
                    decl.test
                )
            })
            .collect();
        insta::assert_snapshot!(show.join("\n"), @r#"
        t [] path=None [] conditional=true macro=true test=true
        u [] path=Some("x.rs") [] conditional=false macro=true test=false
        c [a/b] path=None [] conditional=false macro=false test=false
        d [a] path=None [] conditional=false macro=false test=false
        e [] path=None [] conditional=true macro=false test=true
        f [] path=None [] conditional=true macro=false test=false
        g [] path=None [(False, "w.rs"), (True, "u.rs")] conditional=false macro=false test=false
        h [tests] path=None [] conditional=true macro=false test=true
        i [] path=None [] conditional=false macro=false test=false
        "#);
    }

    #[test]
    fn includes() {
        let text = r#"
            include!("a.rs");
            include!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/b.rs"));
            include!(concat!(env!("OUT_DIR"), "/c.rs"));
            const X: &str = include_str!("d.rs");
            #[cfg(test)]
            include!("e.rs");
            mod m { include!("f.rs"); }
            fn f() { include!("g.rs") }
            const Y: &[u8] = include!("h.rs");
            wrap! { include!("i.rs"); }
        "#;
        let includes = scan(text).includes;
        let show: Vec<_> = includes
            .iter()
            .map(|include| {
                let items = include.items_at.is_some_and(|at| text[at as usize..].starts_with("include!"));
                (include.path.as_str(), include.from_package, items, include.test)
            })
            .collect();
        assert_eq!(
            show,
            [
                ("a.rs", false, true, false),
                ("/src/b.rs", true, true, false),
                ("e.rs", false, true, true),
                ("f.rs", false, true, false),
                ("g.rs", false, false, false),
                ("h.rs", false, false, false),
                ("i.rs", false, false, false),
            ]
        );
    }

    #[test]
    fn inner_test_attribute() {
        assert!(scan("#![cfg(test)]\nfn f() {}").test_only);
        assert!(!scan("#![cfg(not(test))]\nfn f() {}").test_only);
        assert!(!scan("#![cfg(unix)]\nmod a;").test_only);
    }

    #[test]
    fn any_bytes() {
        let pieces =
            ["mod a;", "\"", "'", "r#\"", "/*", "{", "}", "#[", "]", "\\", "\0", "é", "r#", "b'", "#!", "include!("];
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    scan(&format!("{first}{second}{third} mod z;"));
                }
            }
        }
        scan(&format!("#[cfg({})] mod a;", "all(".repeat(100_000)));
        scan(&format!("{} mod a;", "(".repeat(100_000)));
    }
}
