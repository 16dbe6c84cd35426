//! Patterns in plain code.

use super::reader::Reader;
use super::{Is, Word};
use crate::ir::{Lit, PatId, PatKind, PathRef};
use crate::source::Name;
use crate::syntax::plain_path;

/// A pattern and its range.
#[derive(Clone, Copy)]
pub(super) struct Part {
    pub(super) id: PatId,
    lo: u32,
    hi: u32,
    form: Form,
}

/// What decides where a pattern may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `..`
    Rest,
    /// `a..`, `..b`
    OpenRange,
    Other,
}

impl Reader<'_, '_, '_> {
    /// A whole pattern without `|` at its top: its names are new.
    pub(super) fn pattern(&mut self) -> Option<PatId> {
        self.as_pattern(Self::one)
    }

    /// A whole pattern, perhaps with `|`.
    pub(super) fn pattern_with_cases(&mut self) -> Option<PatId> {
        self.as_pattern(Self::cases)
    }

    fn as_pattern(&mut self, read: impl FnOnce(&mut Self) -> Option<Part>) -> Option<PatId> {
        let names = self.fun.names();
        let outer = std::mem::replace(&mut self.fun.pattern, names);
        let part = read(self)?;
        self.fun.pattern = outer.min(self.fun.names());
        Some(part.id)
    }

    fn part(&mut self, lo: u32, hi: u32, kind: PatKind) -> Part {
        Part { id: self.fun.add_pat(lo, hi, kind), lo, hi, form: Form::Other }
    }

    fn cases(&mut self) -> Option<Part> {
        let leading = self.is_bar();
        if leading {
            self.skip(1);
        }
        let first = self.one()?;
        if !leading && !self.is_bar() {
            return Some(first);
        }
        let (mut lo, mut hi) = (first.lo, first.hi);
        let mut cases = vec![first.id];
        while self.is_bar() {
            self.skip(1);
            let case = self.one()?;
            (lo, hi) = (lo.min(case.lo), hi.max(case.hi));
            cases.push(case.id);
        }
        Some(self.part(lo, hi, PatKind::Or(cases.into())))
    }

    /// `|`, but not `||` or `|=`.
    fn is_bar(&self) -> bool {
        self.is(Is::Punct(b'|')) && !self.is_two(b'|', b'|') && !self.is_two(b'|', b'=')
    }

    fn one(&mut self) -> Option<Part> {
        let lo = self.lo();
        match self.kind(0) {
            Is::Name => {
                let goes_on = match self.kind(1) {
                    Is::Open(b'{' | b'(') | Is::Call(_) => true,
                    Is::Punct(b':') => self.is_two_at(1, b':', b':'),
                    Is::Punct(b'.') => self.is_two_at(1, b'.', b'.'),
                    _ => false,
                };
                if goes_on { self.with_path() } else { self.name_pattern() }
            }
            Is::Word(Word::SelfValue) if self.is_two_at(1, b':', b':') => self.with_path(),
            Is::Word(Word::SelfType | Word::Super | Word::Crate) | Is::Punct(b':' | b'<') => self.with_path(),
            Is::Word(Word::Underscore) => {
                self.skip(1);
                Some(self.part(lo, self.hi(), PatKind::Wild))
            }
            Is::Literal | Is::Word(Word::True | Word::False) => self.literal_pattern(),
            Is::Punct(b'-') if self.kind(1) == Is::Literal => self.literal_pattern(),
            Is::Word(Word::Ref | Word::Mut | Word::SelfValue) => self.name_pattern(),
            Is::Punct(b'&') => {
                self.skip(1);
                self.eat(Is::Word(Word::Mut));
                let inner = self.one()?;
                Some(Part { lo, form: Form::Other, ..inner })
            }
            Is::Open(b'(') => self.group_pattern(),
            Is::Open(b'[') => {
                let elems = self.elements(b']', true)?;
                Some(self.part(lo, self.hi(), PatKind::Slice(elems)))
            }
            Is::Punct(b'.') if self.is_two(b'.', b'.') && !self.is_three(b'.', b'.', b'.') => self.half_open(),
            _ => None,
        }
    }

    fn name_pattern(&mut self) -> Option<Part> {
        let lo = self.lo();
        let by_ref = self.eat(Is::Word(Word::Ref));
        let mutable = self.eat(Is::Word(Word::Mut));
        self.named_pattern(lo, by_ref, mutable)
    }

    fn named_pattern(&mut self, lo: u32, by_ref: bool, mutable: bool) -> Option<Part> {
        if !matches!(self.kind(0), Is::Name | Is::Word(Word::SelfValue)) {
            return None;
        }
        let name_lo = self.lo();
        let name = self.name();
        let name_hi = self.hi();
        let at = self.is(Is::Punct(b'@'));
        if !by_ref && !mutable && !at && name.as_str().starts_with(char::is_uppercase) {
            return Some(self.part(name_lo, name_hi, PatKind::Path(plain_path(name))));
        }
        let id = self.fun.bind(name, name_lo, name_hi, by_ref, mutable);
        let (inner, hi) = if at {
            self.skip(1);
            let inner = self.one()?;
            (Some(inner.id), inner.hi)
        } else {
            (None, name_hi)
        };
        Some(self.part(lo, hi, PatKind::Bind(id, inner)))
    }

    fn with_path(&mut self) -> Option<Part> {
        let (path, lo, hi) = self.path(true)?;
        match self.kind(0) {
            Is::Open(b'{') => self.struct_pattern(path, lo),
            Is::Open(b'(') => {
                let elems = self.elements(b')', false)?;
                Some(self.part(lo, self.hi(), PatKind::TupleStruct(path, elems)))
            }
            Is::Punct(b'.') if self.is_two(b'.', b'.') => self.range_pattern(None),
            Is::Call(_) => {
                self.skip(1);
                self.fun.lower.opaque_macros += 1;
                Some(self.part(lo, self.hi(), PatKind::Opaque))
            }
            _ => Some(self.part(lo, hi, PatKind::Path(path))),
        }
    }

    /// `(p, q)`, `[p, q]`
    fn elements(&mut self, close: u8, slice: bool) -> Option<Box<[PatId]>> {
        self.skip(1);
        let mut elems = Vec::new();
        while !self.is(Is::Close(close)) {
            let elem = self.cases()?;
            if slice && elem.form == Form::OpenRange {
                return None;
            }
            elems.push(elem.id);
            if !self.is(Is::Close(close)) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.skip(1);
        Some(elems.into())
    }

    fn group_pattern(&mut self) -> Option<Part> {
        let lo = self.lo();
        self.skip(1);
        let mut elems = Vec::new();
        while !self.is(Is::Close(b')')) {
            let elem = self.cases()?;
            if self.is(Is::Close(b')')) && elems.is_empty() && elem.form != Form::Rest {
                self.skip(1);
                return Some(Part { id: elem.id, lo, hi: self.hi(), form: Form::Other });
            }
            elems.push(elem.id);
            if !self.is(Is::Close(b')')) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.skip(1);
        Some(self.part(lo, self.hi(), PatKind::Tuple(elems.into())))
    }

    fn struct_pattern(&mut self, path: PathRef, lo: u32) -> Option<Part> {
        self.skip(1);
        let mut fields: Vec<(Name, PatId)> = Vec::new();
        while !self.is(Is::Close(b'}')) {
            if self.is_two(b'.', b'.') {
                self.skip(2);
                break;
            }
            fields.push(self.field_pattern()?);
            if !self.is(Is::Close(b'}')) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.need(Is::Close(b'}'))?;
        Some(self.part(lo, self.hi(), PatKind::Struct(path, fields.into())))
    }

    fn field_pattern(&mut self) -> Option<(Name, PatId)> {
        let lo = self.lo();
        let by_ref = self.eat(Is::Word(Word::Ref));
        let mutable = self.eat(Is::Word(Word::Mut));
        let index = self.is(Is::Literal);
        if !by_ref && !mutable && (index || self.kind(1) == Is::Punct(b':')) {
            let name = self.member()?;
            self.need(Is::Punct(b':'))?;
            return Some((name, self.cases()?.id));
        }
        if self.kind(0) != Is::Name || self.kind(1) == Is::Punct(b'@') {
            return None;
        }
        let name = self.name_ahead();
        Some((name, self.named_pattern(lo, by_ref, mutable)?.id))
    }

    fn literal_pattern(&mut self) -> Option<Part> {
        let lo = self.lo();
        let negative = self.eat(Is::Punct(b'-'));
        let literal = self.literal()?;
        let hi = self.hi();
        if self.is_two(b'.', b'.') {
            return self.range_pattern(Some((lo, hi)));
        }
        Some(self.part(lo, hi, PatKind::Lit(if negative { Lit::Other } else { literal })))
    }

    /// What goes on with `..` behind a start, of which the place counts if it is a literal.
    fn range_pattern(&mut self, start: Option<(u32, u32)>) -> Option<Part> {
        let (mut lo, mut hi) = (self.lo(), self.lo() + 1);
        let closed = self.limits()?;
        if let Some(start) = start {
            (lo, hi) = (lo.min(start.0), hi.max(start.1));
        }
        let end = self.range_end(&mut lo, &mut hi)?;
        if closed && !end {
            return None;
        }
        let part = self.part(lo, hi, PatKind::Lit(Lit::Other));
        Some(Part { form: if end { Form::Other } else { Form::OpenRange }, ..part })
    }

    fn half_open(&mut self) -> Option<Part> {
        let from = self.lo();
        let (mut lo, mut hi) = (from, from + 1);
        let closed = self.limits()?;
        let to = self.hi();
        if self.range_end(&mut lo, &mut hi)? {
            let part = self.part(lo, hi, PatKind::Lit(Lit::Other));
            return Some(Part { form: Form::OpenRange, ..part });
        }
        if closed {
            return None;
        }
        let part = self.part(from, to, PatKind::Rest);
        Some(Part { form: Form::Rest, ..part })
    }

    /// `..`, `..=`, `...`; whether the end belongs to it.
    fn limits(&mut self) -> Option<bool> {
        let closed = self.is_three(b'.', b'.', b'=') || self.is_three(b'.', b'.', b'.');
        self.skip(if closed { 3 } else { 2 });
        Some(closed)
    }

    /// The end of a range, if there is one; a literal widens its place.
    fn range_end(&mut self, lo: &mut u32, hi: &mut u32) -> Option<bool> {
        match self.kind(0) {
            Is::Close(_) | Is::Punct(b'|' | b'=' | b',' | b';') | Is::Word(Word::If) => Some(false),
            Is::Punct(b':') if !self.is_colons() => Some(false),
            Is::Literal | Is::Punct(b'-') => {
                let from = self.lo();
                self.eat(Is::Punct(b'-'));
                self.literal()?;
                (*lo, *hi) = ((*lo).min(from), (*hi).max(self.hi()));
                Some(true)
            }
            _ => {
                self.path(true)?;
                Some(true)
            }
        }
    }
}
