//! Where a plain body is being read: its tokens, its statements and blocks.
//!
//! The grammar is `syn`'s, and what is added to the body comes in the order of the lowering in `body`: a text gives the
//! same IR in both ways, which tests compare. `None` is the answer to everything that is not surely read right, an
//! error in the text included.

use super::{Is, Tok, Word};
use crate::ir::{ExprKind, Lit, Stmt};
use crate::source::Name;
use crate::syntax::body::{Ex, Fun, LONG_STRING, Mark, lit_value};

impl Fun<'_, '_> {
    /// The plain body whose opening brace stands at `lo`, if there is one.
    pub(in crate::syntax) fn plain_body(&mut self, lo: u32) -> Option<Ex> {
        if !self.lower.calls.is_empty() {
            return None;
        }
        let at = self.lower.plain.body(lo)?;
        let mut plain = std::mem::take(&mut self.lower.plain);
        let text = self.lower.text.source;
        let mut reader = Reader { fun: self, text, tokens: &plain.tokens, parsed: &plain.parsed, at, places: None };
        let body = reader.block();
        plain.failed |= body.is_none();
        self.lower.plain = plain;
        // What was read until then counts for nothing.
        Some(body.unwrap_or_else(|| self.add(lo, lo, ExprKind::Opaque)))
    }
}

/// Where a body is being read.
pub(super) struct Reader<'r, 'f, 'a> {
    pub(super) fun: &'r mut Fun<'f, 'a>,
    text: &'a str,
    pub(super) tokens: &'r [Tok],
    parsed: &'r [syn::Macro],
    pub(super) at: usize,
    /// Where the tuple or array began that was read last, and how far the body was.
    pub(super) places: Option<(usize, Mark)>,
}

impl<'a> Reader<'_, '_, 'a> {
    // Tokens

    /// What stands so many tokens ahead; behind the end a bracket closes.
    pub(super) fn kind(&self, ahead: usize) -> Is {
        self.tokens.get(self.at + ahead).map_or(Is::Close(0), |token| token.is)
    }

    pub(super) fn is(&self, is: Is) -> bool {
        self.kind(0) == is
    }

    pub(super) fn skip(&mut self, count: usize) {
        self.at += count;
    }

    pub(super) fn eat(&mut self, is: Is) -> bool {
        let found = self.is(is);
        self.at += usize::from(found);
        found
    }

    pub(super) fn need(&mut self, is: Is) -> Option<()> {
        self.eat(is).then_some(())
    }

    /// Whether an operator of two characters begins here.
    pub(super) fn is_two(&self, first: u8, second: u8) -> bool {
        self.is_two_at(0, first, second)
    }

    pub(super) fn is_two_at(&self, ahead: usize, first: u8, second: u8) -> bool {
        self.kind(ahead) == Is::Punct(first)
            && self.kind(ahead + 1) == Is::Punct(second)
            && self.tokens[self.at + ahead].hi == self.tokens[self.at + ahead + 1].lo
    }

    pub(super) fn is_three(&self, first: u8, second: u8, third: u8) -> bool {
        self.is_two(first, second) && self.is_two_at(1, second, third)
    }

    pub(super) fn is_colons(&self) -> bool {
        self.is_two(b':', b':')
    }

    pub(super) fn eat_colons(&mut self) -> bool {
        let found = self.is_colons();
        self.at += 2 * usize::from(found);
        found
    }

    /// The first byte of what comes next.
    pub(super) fn lo(&self) -> u32 {
        self.tokens.get(self.at).map_or(0, |token| token.lo)
    }

    /// One past the last byte of what was read last.
    pub(super) fn hi(&self) -> u32 {
        self.tokens[self.at - 1].hi
    }

    pub(super) fn written(&self) -> &'a str {
        self.tokens.get(self.at).map_or("", |token| &self.text[token.lo as usize..token.hi as usize])
    }

    /// The name that comes next.
    pub(super) fn name_ahead(&mut self) -> Name {
        let written = self.written();
        self.fun.lower.intern(written)
    }

    pub(super) fn name(&mut self) -> Name {
        let name = self.name_ahead();
        self.at += 1;
        name
    }

    /// A field's name or number.
    pub(super) fn member(&mut self) -> Option<Name> {
        match self.kind(0) {
            Is::Name => Some(self.name()),
            Is::Literal => {
                let index: u32 = self.written().parse().ok()?;
                self.at += 1;
                Some(Name::from(&index.to_string()))
            }
            _ => None,
        }
    }

    /// The value of a literal.
    pub(super) fn literal(&mut self) -> Option<Lit> {
        let written = self.written();
        let value = match self.kind(0) {
            Is::Word(Word::True) => Lit::Bool(true),
            Is::Word(Word::False) => Lit::Bool(false),
            _ => literal(written)?,
        };
        self.at += 1;
        Some(value)
    }

    /// An expression of which only the end counts.
    pub(super) fn passed_over(&mut self) -> Option<()> {
        let at = self.over(|reader| reader.expr(true))?;
        self.no_calls(at)
    }

    /// Goes over what is read later, if at all, and gives its place: a value stands behind the pattern whose names it
    /// does not see.
    pub(super) fn over<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<usize> {
        let (at, mark) = (self.at, self.fun.mark());
        read(self)?;
        self.fun.back_to(mark);
        Some(at)
    }

    /// Reads at another place.
    pub(super) fn back_at<T>(&mut self, at: usize, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let here = std::mem::replace(&mut self.at, at);
        let found = read(self);
        self.at = here;
        found
    }

    /// Says no to what was read from `at` on if a macro call stands in it: what that stands for was counted.
    pub(super) fn no_calls(&self, at: usize) -> Option<()> {
        let calls = self.tokens[at..self.at].iter().any(|token| matches!(token.is, Is::Call(_)));
        (!calls).then_some(())
    }

    // Statements

    /// `{ … }`
    pub(super) fn block(&mut self) -> Option<Ex> {
        let lo = self.lo();
        self.block_from(lo, None)
    }

    /// A block whose range begins at `lo`.
    pub(super) fn block_from(&mut self, lo: u32, label: Option<Name>) -> Option<Ex> {
        self.need(Is::Open(b'{'))?;
        let names = self.fun.names();
        let mut stmts = Vec::with_capacity(8);
        let tail = self.statements(&mut stmts)?;
        self.need(Is::Close(b'}'))?;
        self.fun.only_names(names);
        let kind = ExprKind::Block { stmts: stmts.into(), tail: tail.map(|tail| tail.id), label };
        Some(self.fun.add(lo, self.hi(), kind))
    }

    /// Statements up to the end of a block; its value, if the last one is one.
    fn statements(&mut self, out: &mut Vec<Stmt>) -> Option<Option<Ex>> {
        loop {
            while self.eat(Is::Punct(b';')) {
                // What the parser gives for it.
                let nothing = self.fun.add(0, 0, ExprKind::Opaque);
                out.push(Stmt::Expr(nothing.id));
            }
            if matches!(self.kind(0), Is::Close(_)) {
                return Some(None);
            }
            if self.is(Is::Word(Word::Let)) {
                self.let_statement(out)?;
                continue;
            }
            // `crate fn` was an item once.
            if self.is(Is::Word(Word::Crate)) && !self.is_two_at(1, b':', b':') {
                return None;
            }
            if let Some(call) = self.call_statement() {
                let tail = self.is(Is::Close(b'}'));
                let value = self.fun.macro_stmt(&call.0, tail && !call.1, out);
                if tail && !call.1 {
                    return Some(value);
                }
                continue;
            }
            let got = self.early()?;
            let semicolon = self.eat(Is::Punct(b';'));
            if !semicolon && matches!(self.kind(0), Is::Close(_)) {
                return Some(Some(got.ex));
            }
            if !semicolon && !got.is_block() {
                return None;
            }
            out.push(Stmt::Expr(got.ex.id));
        }
    }

    /// A macro call that is a statement; with whether a semicolon stands behind it.
    fn call_statement(&mut self) -> Option<(syn::Macro, bool)> {
        let mut ahead = if self.is_colons() { 2 } else { 0 };
        while matches!(self.kind(ahead), Is::Name | Is::Word(Word::SelfValue | Word::Super | Word::Crate))
            && self.is_two_at(ahead + 1, b':', b':')
        {
            ahead += 3;
        }
        let Is::Call(open) = self.kind(ahead + 1) else { return None };
        if self.kind(ahead) != Is::Name {
            return None;
        }
        let is_statement = match self.kind(ahead + 2) {
            Is::Punct(b';') | Is::Close(_) => true,
            Is::Punct(b'.') => open == b'{' && self.is_two_at(ahead + 2, b'.', b'.'),
            Is::Punct(b'?') => false,
            _ => open == b'{',
        };
        if !is_statement {
            return None;
        }
        self.at += ahead + 1;
        let call = self.call()?;
        let semicolon = self.eat(Is::Punct(b';'));
        Some((call, semicolon))
    }

    /// The macro call whose `!` comes next.
    pub(super) fn call(&mut self) -> Option<syn::Macro> {
        let index = self.tokens[self.at].call as usize;
        self.at += 1;
        self.parsed.get(index).cloned()
    }

    fn let_statement(&mut self, out: &mut Vec<Stmt>) -> Option<()> {
        self.skip(1);
        let pattern = self.over(Self::pattern)?;
        let ty = if self.eat(Is::Punct(b':')) { Some(Box::new(self.ty(true)?)) } else { None };
        let (mut init, mut otherwise) = (None, None);
        if self.eat(Is::Punct(b'=')) {
            let value = self.expr(true)?;
            init = Some(value.ex.id);
            if !value.brace && self.eat(Is::Word(Word::Else)) {
                otherwise = Some(self.block()?.id);
            }
        }
        self.need(Is::Punct(b';'))?;
        let pat = self.back_at(pattern, Self::pattern)?;
        out.push(Stmt::Let { pat, ty, init, otherwise });
        Some(())
    }
}

/// The value of a literal; none for what is no right one.
fn literal(text: &str) -> Option<Lit> {
    let bytes = text.as_bytes();
    match bytes {
        [b'0'..=b'9', ..] => {
            let end = bytes.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(bytes.len());
            let is_plain = end == bytes.len() && (bytes[0] != b'0' || end == 1);
            if is_plain {
                return Some(text.parse().map_or(Lit::Other, Lit::Int));
            }
        }
        [b'"', inner @ .., b'"'] if memchr::memchr2(b'\\', b'\r', inner).is_none() => {
            return Some(if text.len() < LONG_STRING {
                Lit::Str(Name::from(&text[1..text.len() - 1]))
            } else {
                Lit::Other
            });
        }
        [b'\'', inner, b'\''] if inner.is_ascii_graphic() && !matches!(inner, b'\\' | b'\'') => {
            return Some(Lit::Other);
        }
        _ => {}
    }
    let parsed: proc_macro2::Literal = text.parse().ok()?;
    match syn::Lit::new(parsed) {
        syn::Lit::Verbatim(_) => None,
        lit => Some(lit_value(&lit, text.len() as u32)),
    }
}
