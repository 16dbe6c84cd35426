//! Expressions in plain code.

use super::reader::Reader;
use super::{Is, Word};
use crate::ir::{Arm, BinaryOp, Comparison, ExprId, ExprKind, PathRef, UnaryOp};
use crate::source::Name;
use crate::syntax::body::{Ex, LONG_CHAIN};
use crate::syntax::plain_path;

/// An expression, and what its form allows.
#[derive(Clone, Copy)]
pub(super) struct Got {
    pub(super) ex: Ex,
    form: Form,
    /// Whether it ends in a brace, behind which no `else` of a `let` may stand.
    pub(super) brace: bool,
}

/// What decides how an expression goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `if`, `match`, a loop or a block: as a statement it needs no semicolon.
    Block,
    Range,
    /// A comparison, which cannot be compared.
    Compare,
    /// `_`
    Underscore,
    /// A path.
    Path,
    /// What is more than one place on the left of `=`.
    Places,
    Other,
}

/// How strongly an operator binds, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binds {
    Least,
    Assign,
    Range,
    Or,
    And,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Cast,
}

impl Got {
    /// Whether it is a statement without a semicolon, and an arm without a comma.
    pub(super) fn is_block(self) -> bool {
        self.form == Form::Block
    }
}

impl Reader<'_, '_, '_> {
    fn other(ex: Ex) -> Got {
        Got { ex, form: Form::Other, brace: false }
    }

    fn add(&mut self, lo: u32, hi: u32, kind: ExprKind) -> Got {
        Self::other(self.fun.add(lo, hi, kind))
    }

    /// An expression; without `structs`, a brace behind a path is not part of it.
    pub(super) fn expr(&mut self, structs: bool) -> Option<Got> {
        let left = self.unary(structs)?;
        self.operators(left, structs, Binds::Least)
    }

    /// An expression as a statement or an arm: what ends in a block ends there.
    pub(super) fn early(&mut self) -> Option<Got> {
        let starts_block = matches!(
            self.kind(0),
            Is::Word(Word::If | Word::While | Word::For | Word::Loop | Word::Match | Word::Unsafe)
                | Is::Open(b'{')
                | Is::Lifetime
        );
        if !starts_block {
            return self.expr(true);
        }
        let got = self.atom(true)?;
        let goes_on = match self.kind(0) {
            Is::Punct(b'.') => !self.is_two(b'.', b'.'),
            Is::Punct(b'?') => true,
            _ => false,
        };
        if !goes_on {
            return Some(got);
        }
        let got = self.trailers(got)?;
        self.operators(got, true, Binds::Least)
    }

    /// The operator that comes next: what it is, how many characters it has, and how strongly it binds.
    fn operator(&self) -> Option<(Option<BinaryOp>, usize, Binds)> {
        let Is::Punct(first) = self.kind(0) else { return None };
        let two = |second| self.is_two(first, second);
        let compare = |what| Some(BinaryOp::Compare(what));
        let arith = Some(BinaryOp::Arith);
        Some(match first {
            b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'&' | b'|' if two(b'=') => (None, 2, Binds::Assign),
            b'<' | b'>' if two(first) && self.is_two_at(1, first, b'=') => (None, 3, Binds::Assign),
            b'&' if two(b'&') => (Some(BinaryOp::And), 2, Binds::And),
            b'|' if two(b'|') => (Some(BinaryOp::Or), 2, Binds::Or),
            b'<' | b'>' if two(first) => (arith, 2, Binds::Shift),
            b'=' if two(b'=') => (compare(Comparison::Equal), 2, Binds::Compare),
            b'!' if two(b'=') => (compare(Comparison::Unequal), 2, Binds::Compare),
            b'<' if two(b'=') => (compare(Comparison::AtMost), 2, Binds::Compare),
            b'>' if two(b'=') => (compare(Comparison::AtLeast), 2, Binds::Compare),
            b'-' if two(b'>') => return None,
            b'<' if two(b'-') => return None,
            b'+' | b'-' => (arith, 1, Binds::Sum),
            b'*' | b'/' | b'%' => (arith, 1, Binds::Product),
            b'^' => (arith, 1, Binds::BitXor),
            b'&' => (arith, 1, Binds::BitAnd),
            b'|' => (arith, 1, Binds::BitOr),
            b'<' => (compare(Comparison::Less), 1, Binds::Compare),
            b'>' => (compare(Comparison::Greater), 1, Binds::Compare),
            _ => return None,
        })
    }

    fn is_assignment(&self) -> bool {
        self.is(Is::Punct(b'=')) && !self.is_two(b'=', b'>')
    }

    /// How strongly what comes next binds.
    fn binds(&self) -> Binds {
        match self.operator() {
            Some((.., binds)) => binds,
            None if self.is_assignment() => Binds::Assign,
            None if self.is_two(b'.', b'.') => Binds::Range,
            None if self.is(Is::Word(Word::As)) => Binds::Cast,
            None => Binds::Least,
        }
    }

    /// What goes on behind `left` with operators that bind at least so strongly.
    fn operators(&mut self, mut left: Got, structs: bool, least: Binds) -> Option<Got> {
        let mut count = 0;
        // A range is no operand on the left.
        while left.form != Form::Range {
            if let Some((op, len, binds)) = self.operator() {
                if binds < least {
                    break;
                }
                // Comparisons do not chain; long chains become balanced trees.
                if binds == Binds::Compare && left.form == Form::Compare || count >= LONG_CHAIN - 1 {
                    return None;
                }
                count += 1;
                self.skip(len);
                let right = self.right(structs, binds)?;
                let kind = match op {
                    Some(op) => ExprKind::Binary { op, lhs: left.ex.id, rhs: right.ex.id },
                    None => ExprKind::Assign { place: left.ex.id, value: right.ex.id, compound: true },
                };
                let ex = self.fun.add(left.ex.lo, right.ex.hi, kind);
                let form = if binds == Binds::Compare { Form::Compare } else { Form::Other };
                left = Got { ex, form, brace: right.brace };
            } else if Binds::Assign >= least && self.is_assignment() {
                left = self.assignment(left, structs)?;
            } else if Binds::Range >= least && self.is_two(b'.', b'.') {
                left = self.range(Some(left), structs)?;
            } else if self.is(Is::Word(Word::As)) {
                self.skip(1);
                let ty = self.ty(false)?;
                let goes_on = match self.kind(0) {
                    Is::Punct(b'.') => !self.is_two(b'.', b'.'),
                    Is::Punct(b'?') | Is::Open(b'[' | b'(') => true,
                    _ => false,
                };
                if goes_on {
                    return None;
                }
                left = self.add(left.ex.lo, self.hi(), ExprKind::Cast(left.ex.id, Box::new(ty)));
            } else if self.is_two(b'<', b'-') {
                return None;
            } else {
                break;
            }
        }
        Some(left)
    }

    /// The right side of an operator.
    fn right(&mut self, structs: bool, binds: Binds) -> Option<Got> {
        let mut right = self.unary(structs)?;
        loop {
            let next = self.binds();
            if next <= binds && !(next == binds && binds == Binds::Assign) {
                return Some(right);
            }
            let at = self.at;
            right = self.operators(right, structs, next)?;
            if at == self.at {
                return Some(right);
            }
        }
    }

    fn assignment(&mut self, left: Got, structs: bool) -> Option<Got> {
        match left.form {
            Form::Places => return self.assignment_to_places(left, structs),
            Form::Underscore => {
                // It is no place: nothing is left of it.
                self.fun.forget(left.ex);
                self.skip(1);
                let value = self.right(structs, Binds::Assign)?;
                let kind = ExprKind::AssignPat { places: Box::default(), value: value.ex.id };
                let ex = self.fun.add(left.ex.lo, value.ex.hi, kind);
                return Some(Got { ex, form: Form::Other, brace: value.brace });
            }
            _ => {}
        }
        self.skip(1);
        let value = self.right(structs, Binds::Assign)?;
        let kind = ExprKind::Assign { place: left.ex.id, value: value.ex.id, compound: false };
        let ex = self.fun.add(left.ex.lo, value.ex.hi, kind);
        Some(Got { ex, form: Form::Other, brace: value.brace })
    }

    /// `(a, b) = value`: the value comes first.
    fn assignment_to_places(&mut self, left: Got, structs: bool) -> Option<Got> {
        let (start, mark) = self.places.take()?;
        self.no_calls(start)?;
        self.fun.back_to(mark);
        self.skip(1);
        let value = self.right(structs, Binds::Assign)?;
        let mut places = Vec::new();
        self.back_at(start, |reader| reader.places(&mut places))?;
        let kind = ExprKind::AssignPat { places: places.into(), value: value.ex.id };
        let ex = self.fun.add(left.ex.lo, value.ex.hi, kind);
        Some(Got { ex, form: Form::Other, brace: value.brace })
    }

    /// The places in a tuple or array that is assigned to.
    fn places(&mut self, out: &mut Vec<ExprId>) -> Option<()> {
        let close = match self.kind(0) {
            Is::Open(b'(') => b')',
            Is::Open(b'[') => b']',
            _ => return None,
        };
        self.skip(1);
        while !self.is(Is::Close(close)) {
            if self.is(Is::Word(Word::Underscore)) {
                self.skip(1);
            } else if self.is_two(b'.', b'.') && matches!(self.kind(2), Is::Punct(b',') | Is::Close(_)) {
                self.skip(2);
            } else {
                let (start, mark) = (self.at, self.fun.mark());
                let place = self.expr(true)?;
                match place.form {
                    Form::Places => {
                        self.fun.back_to(mark);
                        self.at = start;
                        self.places(out)?;
                    }
                    _ if matches!(self.tokens[start].is, Is::Open(_)) => return None,
                    _ => out.push(place.ex.id),
                }
            }
            if !self.is(Is::Close(close)) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.skip(1);
        Some(())
    }

    /// `..end`, `..=end` behind what was read.
    fn range(&mut self, start: Option<Got>, structs: bool) -> Option<Got> {
        let lo = start.map_or_else(|| self.lo(), |start| start.ex.lo);
        if self.is_three(b'.', b'.', b'.') {
            return None;
        }
        let closed = self.is_three(b'.', b'.', b'=');
        self.skip(if closed { 3 } else { 2 });
        let limits = self.hi();
        let ends = !closed
            && match self.kind(0) {
                Is::Close(_) => true,
                Is::Open(b'{') => !structs,
                Is::Word(Word::As) => true,
                Is::Punct(b',' | b';' | b'?' | b'=' | b'+' | b'/' | b'%' | b'^' | b'>') => true,
                Is::Punct(b'.') => !self.is_two(b'.', b'.'),
                Is::Punct(first @ (b'<' | b'!' | b'-' | b'*' | b'&' | b'|')) => {
                    self.is_two(first, b'=') || self.is_three(b'<', b'<', b'=')
                }
                _ => false,
            };
        let end = if ends { None } else { Some(self.right(structs, Binds::Range)?) };
        let hi = end.map_or(limits, |end| end.ex.hi);
        let ids = (start.map(|start| start.ex.id), end.map(|end| end.ex.id));
        let ex = self.fun.add(lo, hi, ExprKind::Range(ids.0, ids.1));
        Some(Got { ex, form: Form::Range, brace: end.is_some_and(|end| end.brace) })
    }

    fn unary(&mut self, structs: bool) -> Option<Got> {
        let lo = self.lo();
        let op = match self.kind(0) {
            Is::Punct(b'&') => {
                self.skip(1);
                // `&raw mut x`
                if self.is(Is::Name) && self.written() == "raw" && self.kind(1) == Is::Word(Word::Mut) {
                    return None;
                }
                self.eat(Is::Word(Word::Mut));
                let inner = self.unary(structs)?;
                let ex = self.fun.add(lo, inner.ex.hi, ExprKind::Ref(inner.ex.id));
                return Some(Got { ex, form: Form::Other, brace: inner.brace });
            }
            Is::Punct(b'*') => UnaryOp::Deref,
            Is::Punct(b'!') => UnaryOp::Not,
            Is::Punct(b'-') => UnaryOp::Neg,
            _ => {
                let atom = self.atom(structs)?;
                return self.trailers(atom);
            }
        };
        self.skip(1);
        let operand = self.unary(structs)?;
        let ex = self.fun.add(lo, operand.ex.hi, ExprKind::Unary { op, operand: operand.ex.id });
        Some(Got { ex, form: Form::Other, brace: operand.brace })
    }

    /// What goes on behind an operand: calls, fields, `?`, `[…]`.
    fn trailers(&mut self, mut got: Got) -> Option<Got> {
        loop {
            let left = got.ex;
            got = match self.kind(0) {
                Is::Open(b'(') => {
                    let args = self.exprs(b')')?;
                    self.places = None;
                    let kind = ExprKind::Call { callee: left.id, args };
                    let form = if got.form == Form::Path { Form::Places } else { Form::Other };
                    Got { form, ..self.add(left.lo, self.hi(), kind) }
                }
                Is::Punct(b'.') if got.form != Form::Range && !self.is_two(b'.', b'.') => {
                    self.skip(1);
                    self.behind_dot(left)?
                }
                Is::Open(b'[') => {
                    self.skip(1);
                    let index = self.expr(true)?.ex.id;
                    self.need(Is::Close(b']'))?;
                    self.add(left.lo, self.hi(), ExprKind::Index { base: left.id, index })
                }
                Is::Punct(b'?') if got.form != Form::Range => {
                    self.skip(1);
                    self.add(left.lo, self.hi(), ExprKind::Try(left.id))
                }
                _ => return Some(got),
            };
        }
    }

    fn behind_dot(&mut self, left: Ex) -> Option<Got> {
        if self.eat(Is::Word(Word::Await)) {
            return Some(self.add(left.lo, self.hi(), ExprKind::Await(left.id)));
        }
        if self.is(Is::Literal) {
            return self.numbers(left);
        }
        if !self.is(Is::Name) {
            return None;
        }
        let name_lo = self.lo();
        let name = self.name();
        let turbofish = self.is_colons();
        let generics = if turbofish { self.generic_args()?.types.into() } else { Box::default() };
        if !turbofish && !self.is(Is::Open(b'(')) {
            return Some(self.add(left.lo, self.hi(), ExprKind::Field { base: left.id, name }));
        }
        let args = self.exprs(b')')?;
        let kind = ExprKind::MethodCall { receiver: left.id, name, name_lo, generics, args };
        Some(self.add(left.lo, self.hi(), kind))
    }

    /// `.0`, `.0.1`
    fn numbers(&mut self, left: Ex) -> Option<Got> {
        let (mut at, mut got) = (self.lo(), Self::other(left));
        for part in self.written().split('.') {
            // `1e5`, `1_0`, `0x1`, `0u8`
            if part.is_empty() || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return None;
            }
            let index: u32 = part.parse().ok()?;
            let name = Name::from(&index.to_string());
            let hi = at + part.len() as u32;
            got = self.add(left.lo, hi, ExprKind::Field { base: got.ex.id, name });
            at = hi + 1;
        }
        self.skip(1);
        Some(got)
    }

    /// What stands between brackets, with commas in between.
    fn exprs(&mut self, close: u8) -> Option<Box<[ExprId]>> {
        if !matches!(self.kind(0), Is::Open(_)) {
            return None;
        }
        self.skip(1);
        // Most calls have few arguments.
        let mut few = [ExprId(0); 4];
        let mut many = Vec::new();
        let mut count = 0;
        while !self.is(Is::Close(close)) {
            let id = self.expr(true)?.ex.id;
            match few.get_mut(count) {
                Some(slot) => *slot = id,
                None => {
                    if many.is_empty() {
                        many.extend(few);
                    }
                    many.push(id);
                }
            }
            count += 1;
            if !self.is(Is::Close(close)) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.skip(1);
        Some(if many.is_empty() { few[..count].into() } else { many.into() })
    }

    fn atom(&mut self, structs: bool) -> Option<Got> {
        let lo = self.lo();
        match self.kind(0) {
            Is::Literal | Is::Word(Word::True | Word::False) => {
                let value = self.literal()?;
                Some(self.add(lo, self.hi(), ExprKind::Lit(value)))
            }
            Is::Name | Is::Word(Word::SelfValue | Word::SelfType | Word::Super | Word::Crate) => {
                self.path_or_call_or_struct(structs)
            }
            Is::Punct(b':') if self.is_colons() => self.path_or_call_or_struct(structs),
            Is::Punct(b'<') => self.path_or_call_or_struct(structs),
            Is::Open(b'(') => self.paren_or_tuple(),
            Is::Open(b'[') => self.array(),
            Is::Open(b'{') => self.blocklike(lo, None),
            Is::Punct(b'|') | Is::Word(Word::Move) => self.closure(structs),
            Is::Punct(b'.') if self.is_two(b'.', b'.') => self.range(None, structs),
            Is::Lifetime => self.labelled(),
            Is::Word(word) => match word {
                Word::Async => match (self.kind(1), self.kind(2)) {
                    (Is::Open(b'{'), _) => self.async_block(1),
                    (Is::Word(Word::Move), Is::Open(b'{')) => self.async_block(2),
                    (Is::Word(Word::Move) | Is::Punct(b'|'), _) => self.closure(structs),
                    _ => None,
                },
                Word::If => self.if_expr(),
                Word::Match => self.match_expr(),
                Word::Loop | Word::While | Word::For => self.loop_expr(None),
                Word::Unsafe => {
                    self.skip(1);
                    self.blocklike(lo, None)
                }
                Word::Let => self.let_condition(structs),
                Word::Return => {
                    self.skip(1);
                    let value = self.value_of_jump(true)?;
                    Some(self.jump(lo, value, ExprKind::Return))
                }
                Word::Break => {
                    self.skip(1);
                    let label = self.label();
                    if label.is_some() && self.is(Is::Punct(b':')) {
                        return None;
                    }
                    let value = self.value_of_jump(structs)?;
                    Some(self.jump(lo, value, |value| ExprKind::Break { label, value }))
                }
                Word::Continue => {
                    self.skip(1);
                    let label = self.label();
                    Some(self.add(lo, self.hi(), ExprKind::Continue { label }))
                }
                Word::Underscore => {
                    self.skip(1);
                    let ex = self.fun.add(lo, self.hi(), ExprKind::Opaque);
                    Some(Got { ex, form: Form::Underscore, brace: false })
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn path_or_call_or_struct(&mut self, structs: bool) -> Option<Got> {
        // Most paths are one name.
        if self.is(Is::Name) && !matches!(self.kind(1), Is::Call(_) | Is::Punct(b':')) {
            let braces = structs && self.kind(1) == Is::Open(b'{');
            if !braces {
                let lo = self.lo();
                let name = self.name();
                return Some(self.named(name, lo));
            }
        }
        let start = self.at;
        let (path, lo, hi) = self.path(true)?;
        if let Is::Call(open) = self.kind(0) {
            // The path is the call's own.
            if path.qself.is_some() || self.tokens[start..self.at].iter().any(|token| token.is == Is::Punct(b'<')) {
                return None;
            }
            let call = self.call()?;
            let ex = self.fun.macro_expr(&call);
            return Some(Got { ex, form: Form::Other, brace: open == b'{' });
        }
        if structs && self.is(Is::Open(b'{')) {
            return self.struct_expr(path, lo);
        }
        let kind = match path.as_ident() {
            Some(name) => match self.fun.local(name) {
                Some(id) => ExprKind::Local(id),
                None => ExprKind::Path(Box::new(path)),
            },
            None => ExprKind::Path(Box::new(path)),
        };
        Some(Got { form: Form::Path, ..self.add(lo, hi, kind) })
    }

    /// The name that was just read.
    fn named(&mut self, name: Name, lo: u32) -> Got {
        let kind = match self.fun.local(name) {
            Some(id) => ExprKind::Local(id),
            None => ExprKind::Path(Box::new(plain_path(name))),
        };
        Got { form: Form::Path, ..self.add(lo, self.hi(), kind) }
    }

    fn struct_expr(&mut self, path: PathRef, lo: u32) -> Option<Got> {
        self.skip(1);
        let mut fields = Vec::new();
        let mut base = None;
        while !self.is(Is::Close(b'}')) {
            if self.is_two(b'.', b'.') {
                self.skip(2);
                if !self.is(Is::Close(b'}')) {
                    base = Some(self.expr(true)?.ex.id);
                }
                break;
            }
            let (at, named) = (self.lo(), self.is(Is::Name));
            let name = self.member()?;
            let value = if self.eat(Is::Punct(b':')) {
                self.expr(true)?
            } else if named {
                self.named(name, at)
            } else {
                return None;
            };
            fields.push((name, value.ex.id));
            if !self.is(Is::Close(b'}')) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.need(Is::Close(b'}'))?;
        let kind = ExprKind::Struct { path: Box::new(path), fields: fields.into(), base };
        self.places = None;
        let ex = self.fun.add(lo, self.hi(), kind);
        Some(Got { ex, form: Form::Places, brace: true })
    }

    fn paren_or_tuple(&mut self) -> Option<Got> {
        let (start, mark) = (self.at, self.fun.mark());
        let lo = self.lo();
        if self.kind(1) == Is::Close(b')') {
            self.places = Some((start, mark));
            self.skip(2);
            let unit = self.add(lo, self.hi(), ExprKind::Tuple(Box::default()));
            return Some(Got { form: Form::Places, ..unit });
        }
        self.skip(1);
        let first = self.expr(true)?;
        if self.eat(Is::Close(b')')) {
            return Some(Self::other(Ex { id: first.ex.id, lo, hi: self.hi() }));
        }
        let elems = self.more(first, b')')?;
        self.places = Some((start, mark));
        let tuple = self.add(lo, self.hi(), ExprKind::Tuple(elems));
        Some(Got { form: Form::Places, ..tuple })
    }

    /// What follows the first of several, each behind a comma.
    fn more(&mut self, first: Got, close: u8) -> Option<Box<[ExprId]>> {
        let mut elems = vec![first.ex.id];
        while !self.eat(Is::Close(close)) {
            self.need(Is::Punct(b','))?;
            if !self.is(Is::Close(close)) {
                elems.push(self.expr(true)?.ex.id);
            }
        }
        Some(elems.into())
    }

    fn array(&mut self) -> Option<Got> {
        let (start, mark) = (self.at, self.fun.mark());
        let lo = self.lo();
        self.skip(1);
        let kind = if self.eat(Is::Close(b']')) {
            ExprKind::Array { elems: Box::default(), vec: false }
        } else {
            let first = self.expr(true)?;
            if self.eat(Is::Punct(b';')) {
                let len = self.expr(true)?.ex.id;
                self.need(Is::Close(b']'))?;
                let kind = ExprKind::Repeat { elem: first.ex.id, len, vec: false };
                return Some(self.add(lo, self.hi(), kind));
            }
            ExprKind::Array { elems: self.more(first, b']')?, vec: false }
        };
        self.places = Some((start, mark));
        let array = self.add(lo, self.hi(), kind);
        Some(Got { form: Form::Places, ..array })
    }

    fn blocklike(&mut self, lo: u32, label: Option<Name>) -> Option<Got> {
        let ex = self.block_from(lo, label)?;
        Some(Got { ex, form: Form::Block, brace: true })
    }

    fn async_block(&mut self, words: usize) -> Option<Got> {
        let lo = self.lo();
        self.skip(words);
        let body = self.block()?;
        let ex = self.fun.add(lo, body.hi, ExprKind::Async { body: body.id, stream: false });
        Some(Got { ex, form: Form::Other, brace: true })
    }

    fn closure(&mut self, structs: bool) -> Option<Got> {
        let lo = self.lo();
        let is_async = self.eat(Is::Word(Word::Async));
        self.eat(Is::Word(Word::Move));
        self.need(Is::Punct(b'|'))?;
        let names = self.fun.names();
        let mut params = Vec::new();
        while !self.is(Is::Punct(b'|')) {
            let pat = self.pattern()?;
            let ty = if self.eat(Is::Punct(b':')) { Some(self.ty(true)?) } else { None };
            params.push((pat, ty));
            if !self.is(Is::Punct(b'|')) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.skip(1);
        let (body, brace) = if self.is_two(b'-', b'>') {
            self.skip(2);
            self.ty(true)?;
            (self.block()?, true)
        } else {
            let body = self.expr(structs)?;
            (body.ex, body.brace)
        };
        self.fun.only_names(names);
        let kind = ExprKind::Closure { params: params.into(), body: body.id, is_async };
        Some(Got { ex: self.fun.add(lo, body.hi, kind), form: Form::Other, brace })
    }

    fn label(&mut self) -> Option<Name> {
        if !self.is(Is::Lifetime) {
            return None;
        }
        let name = self.written().strip_prefix('\'').map(|name| self.fun.lower.intern(name));
        self.skip(1);
        name
    }

    fn labelled(&mut self) -> Option<Got> {
        let lo = self.lo();
        let label = self.label();
        self.need(Is::Punct(b':'))?;
        match self.kind(0) {
            Is::Open(b'{') => self.blocklike(lo, label),
            Is::Word(Word::Loop | Word::While | Word::For) => self.loop_expr(label),
            _ => None,
        }
    }

    fn loop_expr(&mut self, label: Option<Name>) -> Option<Got> {
        let lo = self.lo();
        let word = self.kind(0);
        self.skip(1);
        let names = self.fun.names();
        let (hi, kind) = match word {
            Is::Word(Word::Loop) => {
                let body = self.block()?;
                (body.hi, ExprKind::Loop { label, body: body.id })
            }
            Is::Word(Word::While) => {
                let cond = self.expr(false)?.ex.id;
                let body = self.block()?;
                (body.hi, ExprKind::While { label, cond, body: body.id })
            }
            _ => {
                let pattern = self.over(Self::pattern_with_cases)?;
                self.need(Is::Word(Word::In))?;
                let iter = self.expr(false)?.ex.id;
                let pat = self.back_at(pattern, Self::pattern_with_cases)?;
                let body = self.block()?;
                (body.hi, ExprKind::For { label, pat, iter, body: body.id })
            }
        };
        self.fun.only_names(names);
        Some(Got { ex: self.fun.add(lo, hi, kind), form: Form::Block, brace: true })
    }

    fn if_expr(&mut self) -> Option<Got> {
        let lo = self.lo();
        self.skip(1);
        let names = self.fun.names();
        let cond = self.expr(false)?.ex.id;
        let then = self.block()?;
        self.fun.only_names(names);
        let otherwise = match self.eat(Is::Word(Word::Else)) {
            true if self.is(Is::Word(Word::If)) => Some(self.if_expr()?.ex),
            true => Some(self.block()?),
            false => None,
        };
        let hi = otherwise.map_or(then.hi, |otherwise| otherwise.hi);
        let kind = ExprKind::If { cond, then: then.id, otherwise: otherwise.map(|otherwise| otherwise.id) };
        Some(Got { ex: self.fun.add(lo, hi, kind), form: Form::Block, brace: true })
    }

    fn let_condition(&mut self, structs: bool) -> Option<Got> {
        let lo = self.lo();
        self.skip(1);
        let pattern = self.over(Self::pattern_with_cases)?;
        self.need(Is::Punct(b'='))?;
        let value = self.unary(structs)?;
        let value = self.operators(value, structs, Binds::Compare)?;
        let pat = self.back_at(pattern, Self::pattern_with_cases)?;
        let ex = self.fun.add(lo, value.ex.hi, ExprKind::Let { pat, value: value.ex.id });
        Some(Got { ex, form: Form::Other, brace: value.brace })
    }

    fn match_expr(&mut self) -> Option<Got> {
        let lo = self.lo();
        self.skip(1);
        let value = self.expr(false)?.ex.id;
        self.need(Is::Open(b'{'))?;
        let mut arms = Vec::with_capacity(4);
        while !self.is(Is::Close(b'}')) {
            let names = self.fun.names();
            let pat = self.pattern_with_cases()?;
            let guard = if self.eat(Is::Word(Word::If)) { Some(self.expr(true)?.ex.id) } else { None };
            if !self.is_two(b'=', b'>') {
                return None;
            }
            self.skip(2);
            let body = self.early()?;
            self.fun.only_names(names);
            if !self.eat(Is::Punct(b',')) && body.form != Form::Block && !self.is(Is::Close(b'}')) {
                return None;
            }
            arms.push(Arm { pat, guard, body: body.ex.id });
        }
        self.skip(1);
        let ex = self.fun.add(lo, self.hi(), ExprKind::Match { value, arms: arms.into() });
        Some(Got { ex, form: Form::Block, brace: true })
    }

    /// The value behind `return` or `break`, if one follows.
    fn value_of_jump(&mut self, structs: bool) -> Option<Option<Got>> {
        let follows = match self.kind(0) {
            Is::Word(Word::As) | Is::Close(_) | Is::Call(_) => false,
            Is::Open(b'{') => structs,
            Is::Name | Is::Word(_) | Is::Open(_) | Is::Literal | Is::Lifetime => true,
            Is::Punct(b':') => self.is_colons(),
            Is::Punct(b'.') => self.is_two(b'.', b'.'),
            Is::Punct(b'-') => !self.is_two(b'-', b'=') && !self.is_two(b'-', b'>'),
            Is::Punct(b'<') => !self.is_two(b'<', b'=') && !self.is_three(b'<', b'<', b'='),
            Is::Punct(first @ (b'!' | b'*' | b'|' | b'&')) => !self.is_two(first, b'='),
            Is::Punct(_) => false,
        };
        if follows { self.expr(true).map(Some) } else { Some(None) }
    }

    fn jump(&mut self, lo: u32, value: Option<Got>, kind: impl FnOnce(Option<ExprId>) -> ExprKind) -> Got {
        let hi = value.map_or_else(|| self.hi(), |value| value.ex.hi);
        let ex = self.fun.add(lo, hi, kind(value.map(|value| value.ex.id)));
        Got { ex, form: Form::Other, brace: value.is_some_and(|value| value.brace) }
    }
}
