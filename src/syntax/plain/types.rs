//! Paths and types in plain code.

use super::reader::Reader;
use super::{Is, Word};
use crate::ir::{GenericArgs, PathRef, Segment, TypeRef};

/// A path, its first byte, and one past its last.
type Place = (PathRef, u32, u32);

impl Reader<'_, '_, '_> {
    /// A path; in code (`in_code`) generic arguments stand behind `::` only.
    pub(super) fn path(&mut self, in_code: bool) -> Option<Place> {
        if self.is(Is::Punct(b'<')) {
            return self.qualified(in_code);
        }
        let lo = self.lo();
        let global = self.eat_colons();
        let mut segments = Vec::with_capacity(4);
        segments.push(self.segment(in_code)?);
        self.more_segments(in_code, &mut segments)?;
        Some((PathRef { global, qself: None, segments: segments.into() }, lo, self.hi()))
    }

    /// `<T as Trait>::name`
    fn qualified(&mut self, in_code: bool) -> Option<Place> {
        let lo = self.lo();
        self.need(Is::Punct(b'<'))?;
        let ty = self.ty(true)?;
        let mut segments = Vec::with_capacity(4);
        if self.eat(Is::Word(Word::As)) {
            self.eat_colons();
            segments.push(self.segment(false)?);
            self.more_segments(false, &mut segments)?;
        }
        let position = segments.len();
        self.need(Is::Punct(b'>'))?;
        if !self.eat_colons() {
            return None;
        }
        segments.push(self.segment(in_code)?);
        self.more_segments(in_code, &mut segments)?;
        let qself = Some((Box::new(ty), position));
        Some((PathRef { global: false, qself, segments: segments.into() }, lo, self.hi()))
    }

    fn more_segments(&mut self, in_code: bool, segments: &mut Vec<Segment>) -> Option<()> {
        while self.is_colons() {
            // `a::(b)` goes on, but not as a path.
            if matches!(self.kind(2), Is::Open(_)) {
                return None;
            }
            self.skip(2);
            segments.push(self.segment(in_code)?);
        }
        Some(())
    }

    fn segment(&mut self, in_code: bool) -> Option<Segment> {
        let plain = match self.kind(0) {
            Is::Name | Is::Word(Word::SelfType) => false,
            Is::Word(Word::Super | Word::SelfValue | Word::Crate) => true,
            _ => return None,
        };
        let name = self.name();
        if plain {
            return Some(Segment { name, args: None });
        }
        let opens = self.is(Is::Punct(b'<')) && !self.is_two(b'<', b'=') && !self.is_three(b'<', b'<', b'=');
        let args = if !in_code && opens || self.is_colons() && self.kind(2) == Is::Punct(b'<') {
            Some(Box::new(self.generic_args()?))
        } else {
            None
        };
        Some(Segment { name, args })
    }

    /// `<A, B = C>`, perhaps behind `::`.
    pub(super) fn generic_args(&mut self) -> Option<GenericArgs> {
        let mut out = GenericArgs::default();
        self.eat_colons();
        self.need(Is::Punct(b'<'))?;
        while !self.is(Is::Punct(b'>')) {
            self.generic_arg(&mut out)?;
            if !self.is(Is::Punct(b'>')) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.skip(1);
        Some(out)
    }

    fn generic_arg(&mut self, out: &mut GenericArgs) -> Option<()> {
        match self.kind(0) {
            Is::Lifetime if self.kind(1) != Is::Punct(b'+') => self.skip(1),
            Is::Literal | Is::Word(Word::True | Word::False) => {
                self.literal()?;
                out.types.push(TypeRef::Opaque);
            }
            Is::Open(b'{') => return None,
            _ => {
                let ty = self.ty(true)?;
                let name = match &ty {
                    TypeRef::Path(PathRef { global: false, qself: None, segments }) => match &**segments {
                        [one] => Some(one.name),
                        _ => None,
                    },
                    _ => None,
                };
                match (self.kind(0), name) {
                    (Is::Punct(b'='), Some(name)) => {
                        self.skip(1);
                        match self.kind(0) {
                            Is::Literal | Is::Word(Word::True | Word::False) => {
                                self.literal()?;
                            }
                            Is::Open(b'{') => return None,
                            _ => {
                                let ty = self.ty(true)?;
                                out.assoc.push((name, ty));
                            }
                        }
                    }
                    (Is::Punct(b':'), _) => return None,
                    _ => out.types.push(ty),
                }
            }
        }
        Some(())
    }

    /// A type; with `plus` more bounds may follow.
    pub(super) fn ty(&mut self, plus: bool) -> Option<TypeRef> {
        Some(match self.kind(0) {
            Is::Open(b'(') => self.parenthesized()?,
            Is::Open(b'[') => {
                self.skip(1);
                let elem = self.ty(true)?;
                if self.eat(Is::Punct(b';')) {
                    self.passed_over()?;
                }
                self.need(Is::Close(b']'))?;
                TypeRef::Slice(Box::new(elem))
            }
            Is::Punct(b'*') => {
                self.skip(1);
                if !self.eat(Is::Word(Word::Const)) {
                    self.need(Is::Word(Word::Mut))?;
                }
                TypeRef::Ref(Box::new(self.ty(false)?))
            }
            Is::Punct(b'&') => {
                self.skip(1);
                self.eat(Is::Lifetime);
                self.eat(Is::Word(Word::Mut));
                TypeRef::Ref(Box::new(self.ty(false)?))
            }
            Is::Punct(b'!') => {
                self.skip(1);
                TypeRef::Never
            }
            Is::Word(Word::Underscore) => {
                self.skip(1);
                TypeRef::Infer
            }
            Is::Word(Word::Dyn) => {
                self.skip(1);
                TypeRef::Dyn(self.bounds(plus)?)
            }
            _ => {
                let (path, ..) = self.path(false)?;
                if matches!(self.kind(0), Is::Call(_)) {
                    self.skip(1);
                    return Some(TypeRef::Opaque);
                }
                // `A + B`
                if plus && self.is(Is::Punct(b'+')) {
                    return None;
                }
                TypeRef::Path(path)
            }
        })
    }

    /// `()`, `(A)`, `(A, B)`
    fn parenthesized(&mut self) -> Option<TypeRef> {
        self.skip(1);
        if self.eat(Is::Close(b')')) {
            return Some(TypeRef::Tuple(Vec::new()));
        }
        let first = self.ty(true)?;
        if self.eat(Is::Close(b')')) {
            // `(A) + B`
            return if self.is(Is::Punct(b'+')) { None } else { Some(first) };
        }
        let mut elems = vec![first];
        self.need(Is::Punct(b','))?;
        while !self.is(Is::Close(b')')) {
            elems.push(self.ty(true)?);
            if !self.is(Is::Close(b')')) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.skip(1);
        Some(TypeRef::Tuple(elems))
    }

    fn bounds(&mut self, plus: bool) -> Option<Vec<PathRef>> {
        let mut out = Vec::new();
        let mut traits = 0;
        loop {
            if !self.eat(Is::Lifetime) {
                traits += 1;
                let maybe = self.eat(Is::Punct(b'?'));
                if self.eat(Is::Word(Word::For)) {
                    self.lifetimes()?;
                }
                let path = self.bound()?;
                if !maybe {
                    out.push(path);
                }
            }
            if !plus || !self.eat(Is::Punct(b'+')) {
                return (traits > 0).then_some(out);
            }
        }
    }

    /// `<'a, 'b>`
    fn lifetimes(&mut self) -> Option<()> {
        self.need(Is::Punct(b'<'))?;
        while self.eat(Is::Lifetime) {
            if !self.is(Is::Punct(b'>')) {
                self.need(Is::Punct(b','))?;
            }
        }
        self.need(Is::Punct(b'>')).map(|_| ())
    }

    /// A trait, perhaps `Fn(A) -> B`.
    fn bound(&mut self) -> Option<PathRef> {
        if self.is(Is::Punct(b'<')) {
            return None;
        }
        let (mut path, ..) = self.path(false)?;
        let last = path.segments.last_mut()?;
        if self.is(Is::Open(b'(')) {
            if last.args.is_some() {
                return None;
            }
            self.skip(1);
            let mut params = Vec::new();
            while !self.is(Is::Close(b')')) {
                params.push(self.ty(true)?);
                if !self.is(Is::Close(b')')) {
                    self.need(Is::Punct(b','))?;
                }
            }
            self.skip(1);
            let ret = if self.is_two(b'-', b'>') {
                self.skip(2);
                Some(self.ty(false)?)
            } else {
                None
            };
            last.args = Some(Box::new(GenericArgs { call: Some((params, ret)), ..GenericArgs::default() }));
        }
        Some(path)
    }
}
