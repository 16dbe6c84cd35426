//! How deeply a text nests, before anything recurses over it.
//!
//! Counts, from above, what a parser and a syntax tree can pile up: brackets, prefix operators, `else if`, `->`,
//! `=`, closures, generic arguments (recursion), and chains to the left (`a.b().c()`, `a + b + c`), whose tree is
//! as deep as it is long. What cannot be deeper than one level is forgotten at `;`, `,`, `=>` and after `}`.
//! Knows nothing of grammar: it may count too much, never too little.

use super::scan::Kind;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// How much may stand inside one another; a worker's stack has room for it in a debug build.
pub(super) const NESTED: u32 = 600;
/// How long calls and fields may be chained.
pub(super) const CHAINED: u32 = 4_000;
/// How many operators may follow one another.
pub(super) const OPERATORS: u32 = 60_000;
/// How much may stand inside one another in what a macro expands to.
pub(super) const NESTED_IN_EXPANSION: u32 = 120;

/// The first place of a text that nests too deeply.
pub(super) fn too_deep(text: &str, at: usize) -> Option<(usize, usize)> {
    super::live::live(text, at, true, super::live::Sees::Live).err()
}

/// Whether tokens nest too deeply for an expansion.
pub(super) fn tokens_too_deep(tokens: &TokenStream) -> bool {
    let mut depth = Depth { limit: NESTED_IN_EXPANSION, ..Depth::default() };
    let mut stack = vec![(None, tokens.clone().into_iter())];
    let mut joint = false;
    while let Some((close, rest)) = stack.last_mut() {
        let mut next_joint = false;
        let (kind, text, inner) = match rest.next() {
            None => {
                let close = *close;
                stack.pop();
                match close {
                    Some(close) => (Kind::Close(close), String::new(), None),
                    None => continue,
                }
            }
            Some(TokenTree::Group(group)) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => (b'{', b'}'),
                    Delimiter::Bracket => (b'[', b']'),
                    Delimiter::Parenthesis | Delimiter::None => (b'(', b')'),
                };
                (Kind::Open(open), String::new(), Some((Some(close), group.stream().into_iter())))
            }
            Some(TokenTree::Ident(ident)) => (Kind::Word, ident.to_string(), None),
            Some(TokenTree::Punct(punct)) => {
                let char = punct.as_char();
                next_joint = punct.spacing() == proc_macro2::Spacing::Joint;
                (Kind::Punct(u8::try_from(char).unwrap_or(b'@')), char.to_string(), None)
            }
            Some(TokenTree::Literal(_)) => (Kind::Literal, String::new(), None),
        };
        if depth.token(kind, &text, std::mem::replace(&mut joint, next_joint)) {
            return true;
        }
        stack.extend(inner);
    }
    false
}

/// For [`Last::Infix`]: `..`, and a `.` that no operand stands before.
const RANGE: u8 = 0;
const PREFIX_DOT: u8 = 1;

/// A count over the tokens of a text, from its beginning.
pub(super) struct Depth {
    /// Counts of the brackets around this place.
    outer: Vec<Level>,
    here: Level,
    limit: u32,
}

/// What has piled up since the last place where a parser is back at the level of the bracket.
#[derive(Clone, Copy, Default)]
struct Level {
    /// Sum of the brackets around.
    base: Counts,
    counts: Counts,
    /// Part of `counts.nested` that `,` does not take away: open `<`.
    angles: u32,
    /// Between the bars of a closure.
    in_bars: bool,
    in_use: bool,
    last: Last,
}

#[derive(Clone, Copy, Default)]
struct Counts {
    nested: u32,
    chained: u32,
    operators: u32,
}

/// The token before.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Last {
    /// Nothing, a prefix operator or a keyword: what follows is an operand.
    #[default]
    Start,
    /// A name, or `>` behind generic arguments: an operand has ended.
    Name,
    /// A literal, `)`, `]`, `?`: the same, and `<` cannot open generic arguments.
    Value,
    /// A `}`: the same, or what follows is a new statement.
    Brace,
    /// The first character of an operator between operands.
    Infix(u8),
    /// `<` that may open generic arguments.
    Angle,
    /// `'` of a lifetime, in a token stream.
    Quote,
}

impl Default for Depth {
    fn default() -> Self {
        Self { outer: Vec::new(), here: Level::default(), limit: NESTED }
    }
}

impl Depth {
    /// Takes a token; says whether it is one too many. `joint`: nothing stands between it and the one before.
    pub(super) fn token(&mut self, kind: Kind, text: &str, joint: bool) -> bool {
        let here = &mut self.here;
        match kind {
            Kind::Comment | Kind::Doc => return false,
            Kind::Open(open) => {
                if here.last != Last::Start && open != b'{' {
                    here.counts.chained += 1;
                }
                self.outer.push(self.here);
                let mut base = self.here.base.plus(self.here.counts);
                base.nested += 1 + self.here.angles;
                self.here = Level { base, ..Level::default() };
            }
            Kind::Close(close) => {
                // One too many is for the parser to tell.
                if let Some(outer) = self.outer.pop() {
                    self.here = outer;
                }
                self.here.last = if close == b'}' { Last::Brace } else { Last::Value };
            }
            Kind::Literal => {
                here.new_statement();
                here.last = Last::Value;
            }
            // `&'a &'a T`: what follows a lifetime is an operand.
            Kind::Lifetime => {
                here.new_statement();
                here.last = Last::Start;
            }
            Kind::Word => here.word(text),
            Kind::Punct(punct) => here.punct(punct, joint),
        }
        let all = self.here.base.plus(self.here.counts);
        all.nested + self.here.angles > self.limit || all.chained > CHAINED || all.operators > OPERATORS
    }
}

impl Counts {
    fn plus(self, other: Self) -> Self {
        Self {
            nested: self.nested + other.nested,
            chained: self.chained + other.chained,
            operators: self.operators + other.operators,
        }
    }
}

impl Level {
    fn reset(&mut self) {
        (self.counts, self.angles, self.in_bars, self.in_use) = (Counts::default(), 0, false, false);
    }

    /// What cannot go on an expression that `}` has ended begins a new statement, item or arm.
    fn new_statement(&mut self) {
        if self.last == Last::Brace {
            self.reset();
        }
    }

    fn word(&mut self, text: &str) {
        if self.last == Last::Quote {
            self.last = Last::Start;
            return;
        }
        // The longest keyword here has six letters, and most words are no keywords.
        if !(2..=6).contains(&text.len()) || !text.as_bytes()[0].is_ascii_lowercase() {
            self.new_statement();
            self.last = Last::Name;
            return;
        }
        match text {
            "else" | "in" => {
                self.last = Last::Start;
                return;
            }
            "as" => {
                self.counts.chained += 1;
                self.last = Last::Start;
                return;
            }
            _ => self.new_statement(),
        }
        self.last = match text {
            "mut" | "raw" | "const" | "ref" | "unsafe" | "where" | "fn" | "impl" => Last::Start,
            "if" | "match" | "while" | "for" | "let" | "return" | "break" | "yield" | "become" | "move" | "async"
            | "static" | "dyn" | "box" | "loop" | "do" | "try" | "use" | "gen" => {
                self.counts.nested += 1;
                self.in_use |= text == "use";
                Last::Start
            }
            _ => Last::Name,
        };
    }

    fn punct(&mut self, punct: u8, joint: bool) {
        let last = std::mem::replace(&mut self.last, Last::Start);
        let is_end = matches!(last, Last::Name | Last::Value | Last::Brace);
        let before = match last {
            Last::Infix(before) if joint => before,
            _ => b' ',
        };
        match punct {
            b';' => self.reset(),
            b',' => {
                if self.angles == 0 && !self.in_bars {
                    self.reset();
                }
            }
            b'\'' => self.last = Last::Quote,
            b'>' if before == b'=' => self.reset(),
            b'>' if before == b'-' => self.counts.nested += 1,
            b'>' if self.angles > 0 => {
                self.angles -= 1;
                // `Vec<T>` ends an operand like a name does.
                self.last = Last::Name;
            }
            b'>' => {
                self.counts.operators += 1;
                self.last = Last::Infix(b'>');
            }
            // `1 << 2` opens nothing, `Vec<<T as A>::B>` does.
            b'<' if last == Last::Value || before == b'<' => {
                self.counts.operators += 1;
                self.last = if before == b'<' { Last::Start } else { Last::Infix(b'<') };
            }
            b'<' => {
                self.angles += 1;
                self.last = Last::Angle;
            }
            b'=' if joint && last == Last::Angle => {
                self.angles = self.angles.saturating_sub(1);
                self.counts.operators += 1;
            }
            b'=' if before == RANGE => {}
            b'=' if before == b'=' => {
                self.counts.nested = self.counts.nested.saturating_sub(1);
                self.counts.operators += 1;
            }
            b'=' if matches!(before, b'<' | b'>' | b'!') => self.counts.operators += 1,
            b'=' => {
                self.counts.nested += 1;
                self.last = Last::Infix(b'=');
            }
            // `a..b` cannot go on as a range; `.. .. a` can.
            b'.' if before == RANGE => {}
            b'.' if before == b'.' || before == PREFIX_DOT => {
                match before {
                    b'.' => self.counts.operators += 1,
                    _ => self.counts.nested += 1,
                }
                self.last = Last::Infix(RANGE);
            }
            b'.' => {
                self.counts.chained += 1;
                self.last = Last::Infix(if is_end { b'.' } else { PREFIX_DOT });
            }
            b'?' => {
                self.counts.chained += 1;
                self.last = Last::Value;
            }
            b':' => self.counts.nested += u32::from(self.in_use),
            b'@' => self.counts.nested += 1,
            b'#' => {
                if last == Last::Brace {
                    self.reset();
                }
            }
            b'|' if self.in_bars && is_end => self.in_bars = false,
            b'|' if is_end => {
                self.counts.operators += 1;
                self.last = Last::Infix(b'|');
            }
            b'|' if before == b'|' => {}
            b'|' => {
                self.counts.nested += 1;
                self.in_bars = !self.in_bars;
            }
            b'&' if before == b'&' => {}
            b'+' | b'/' | b'%' | b'^' => self.counts.operators += 1,
            _ if is_end => {
                self.counts.operators += 1;
                self.last = Last::Infix(punct);
            }
            _ => self.counts.nested += 1,
        }
    }
}
