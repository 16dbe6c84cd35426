//! Type texts of the catalog: `Result<$out0, tokio::task::JoinError>`.
//!
//! Knows nothing of what the names mean.

use crate::source::Name;

/// A parsed type text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TyText {
    /// `_`
    Unknown,
    /// `a::b<C, D>`
    Path(Name, Vec<TyText>),
    /// `(A, B)`
    Tuple(Vec<TyText>),
    /// `[T]`
    Slice(Box<TyText>),
    /// `$self`
    This,
    /// `$0`: generic argument of the receiver's type.
    Generic(u8),
    /// `$arg0`
    Arg(u8),
    /// `$out0`
    Out(u8),
    /// `$ret0`
    Ret(u8),
    /// `$item`
    Item,
    /// `$item0`
    ItemOf(u8),
    /// `$T`
    Expected,
    /// `future<T>`: some future of this output.
    Future(Box<TyText>),
    /// `output<T>`: what awaiting a `T` gives.
    OutputOf(Box<TyText>),
    /// `item<T>`: what a `T` gives as a stream or iterator.
    ItemIn(Box<TyText>),
    /// `deref<T>`: what a `T` dereferences to, itself where it is no pointer.
    DerefOf(Box<TyText>),
}

impl TyText {
    /// Whether `wanted` holds for this text or any part of it.
    pub fn mentions(&self, wanted: &dyn Fn(&TyText) -> bool) -> bool {
        wanted(self)
            || match self {
                TyText::Path(_, args) | TyText::Tuple(args) => args.iter().any(|arg| arg.mentions(wanted)),
                TyText::Slice(inner)
                | TyText::Future(inner)
                | TyText::OutputOf(inner)
                | TyText::ItemIn(inner)
                | TyText::DerefOf(inner) => inner.mentions(wanted),
                _ => false,
            }
    }
}

/// Reads a type text; the error says what is wrong with it.
pub fn parse_type(text: &str) -> Result<TyText, String> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let ty = parser.ty()?;
    parser.space();
    if parser.at < text.len() {
        return Err(format!("unexpected `{}` in type text `{text}`", &text[parser.at..]));
    }
    Ok(ty)
}

/// What a method or function is, in the short form of `[methods]` tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signature {
    /// `static`: no receiver.
    pub associated: bool,
    /// `async`: `returns` is what awaiting gives.
    pub is_async: bool,
    /// Closure parameters by position: `(|$0|)`.
    pub closure: Vec<(u8, Vec<TyText>)>,
    /// Positions of `into`.
    pub into_self: Vec<u8>,
    /// Positions of `&`.
    pub borrows: Vec<u8>,
    /// What it gives.
    pub returns: Option<TyText>,
}

/// Reads `[static] [async] [(params) ->] type`, where a parameter is `_`, `into` (it ends up inside the receiver),
/// `&` (only looked at), `|A, B|` (a closure that is called with these) or `into|A|` (one whose result ends up inside
/// the receiver).
pub fn parse_signature(text: &str) -> Result<Signature, String> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    let mut signature = Signature { associated: parser.keyword("static"), ..Signature::default() };
    signature.is_async = parser.keyword("async");
    if text.contains("->") {
        if !parser.eat("(") {
            return Err(format!("expected `(` in signature `{text}`"));
        }
        let mut position = 0u8;
        while !parser.eat(")") {
            if parser.eat("|") {
                signature.closure.push((position, parser.list("|")?));
            } else if parser.eat("&") {
                signature.borrows.push(position);
            } else {
                match parser.word() {
                    "_" => {}
                    "into" => {
                        signature.into_self.push(position);
                        if parser.eat("|") {
                            signature.closure.push((position, parser.list("|")?));
                        }
                    }
                    other => return Err(format!("unknown parameter `{other}` in signature `{text}`")),
                }
            }
            position = position.saturating_add(1);
            if !parser.eat(",") && !parser.rest().starts_with(')') {
                return Err(format!("expected `,` or `)` in signature `{text}`"));
            }
        }
        if !parser.eat("->") {
            return Err(format!("expected `->` in signature `{text}`"));
        }
    }
    let returns = parser.ty()?;
    if !parser.rest().is_empty() {
        return Err(format!("unexpected `{}` in signature `{text}`", parser.rest()));
    }
    signature.returns = Some(returns);
    Ok(signature)
}

/// Full path of the names that type texts may use bare. `Iterator<T>` and `Stream<T>` are values of which only the
/// trait is known.
fn full_path(path: &str) -> &str {
    match path {
        "Option" => "std::option::Option",
        "Result" => "std::result::Result",
        "Vec" => "std::vec::Vec",
        "Box" => "std::boxed::Box",
        "String" => "std::string::String",
        "Arc" => "std::sync::Arc",
        "Rc" => "std::rc::Rc",
        "Iterator" => "std::iter::Iterator",
        "Stream" => "futures::stream::Stream",
        other => other,
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

impl Parser<'_> {
    fn space(&mut self) {
        while self.text[self.at..].starts_with(' ') {
            self.at += 1;
        }
    }

    fn rest(&mut self) -> &str {
        self.space();
        &self.text[self.at..]
    }

    fn keyword(&mut self, word: &str) -> bool {
        let hit = self.rest().strip_prefix(word).is_some_and(|rest| rest.starts_with(' '));
        if hit {
            self.at += word.len();
        }
        hit
    }

    fn eat(&mut self, token: &str) -> bool {
        self.space();
        let hit = self.text[self.at..].starts_with(token);
        if hit {
            self.at += token.len();
        }
        hit
    }

    fn word(&mut self) -> &str {
        self.space();
        let rest = &self.text[self.at..];
        let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    fn list(&mut self, end: &str) -> Result<Vec<TyText>, String> {
        let mut types = Vec::new();
        while !self.eat(end) {
            types.push(self.ty()?);
            if !self.eat(",") && !self.text[self.at..].trim_start().starts_with(end) {
                return Err(format!("expected `,` or `{end}` in type text `{}`", self.text));
            }
        }
        Ok(types)
    }

    fn ty(&mut self) -> Result<TyText, String> {
        self.depth += 1;
        if self.depth > 40 {
            return Err(format!("type text nests too deeply: `{}`", self.text));
        }
        let ty = self.inner();
        self.depth -= 1;
        ty
    }

    fn inner(&mut self) -> Result<TyText, String> {
        if self.eat("&") {
            self.eat("mut ");
            return self.ty();
        }
        if self.eat("(") {
            return Ok(TyText::Tuple(self.list(")")?));
        }
        if self.eat("[") {
            let inner = self.ty()?;
            return if self.eat("]") {
                Ok(TyText::Slice(Box::new(inner)))
            } else {
                Err(format!("expected `]` in `{}`", self.text))
            };
        }
        if self.eat("$") {
            let text = self.text;
            let word = self.word().to_owned();
            let index = |prefix: &str| word.strip_prefix(prefix).and_then(|digits| digits.parse::<u8>().ok());
            return match word.as_str() {
                "self" => Ok(TyText::This),
                "item" => Ok(TyText::Item),
                "T" => Ok(TyText::Expected),
                _ => index("arg")
                    .map(TyText::Arg)
                    .or_else(|| index("out").map(TyText::Out))
                    .or_else(|| index("ret").map(TyText::Ret))
                    .or_else(|| index("item").map(TyText::ItemOf))
                    .or_else(|| index("").map(TyText::Generic))
                    .ok_or_else(|| format!("unknown placeholder `${word}` in type text `{text}`")),
            };
        }
        let mut path = self.word().to_owned();
        if path.is_empty() {
            return Err(format!("expected a type in `{}` at byte {}", self.text, self.at));
        }
        while self.eat("::") {
            path.push_str("::");
            let segment = self.word().to_owned();
            path.push_str(&segment);
        }
        let args = if self.eat("<") { self.list(">")? } else { Vec::new() };
        if path == "_" {
            return Ok(TyText::Unknown);
        }
        let wrap: Option<fn(Box<TyText>) -> TyText> = match path.as_str() {
            "future" => Some(TyText::Future),
            "output" => Some(TyText::OutputOf),
            "item" => Some(TyText::ItemIn),
            "deref" => Some(TyText::DerefOf),
            _ => None,
        };
        if let Some(wrap) = wrap {
            let [inner] = <[TyText; 1]>::try_from(args)
                .map_err(|_| format!("`{path}` takes one type in type text `{}`", self.text))?;
            return Ok(wrap(Box::new(inner)));
        }
        Ok(TyText::Path(Name::from(full_path(&path)), args))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_texts_read_back() {
        assert_eq!(
            parse_type("Result<$out0, a::B>").unwrap(),
            TyText::Path(
                Name::from("std::result::Result"),
                vec![TyText::Out(0), TyText::Path(Name::from("a::B"), vec![])]
            )
        );
        assert_eq!(
            parse_type("(&$self, [$0])").unwrap(),
            TyText::Tuple(vec![TyText::This, TyText::Slice(Box::new(TyText::Generic(0)))])
        );
        assert!(parse_type("Result<").is_err());
        assert!(parse_type("$nope").is_err());
        assert!(parse_type("").is_err());
        assert!(parse_type("output<>").is_err());
        assert_eq!(parse_type("item<$0>").unwrap(), TyText::ItemIn(Box::new(TyText::Generic(0))));
    }

    #[test]
    fn signatures_read_back() {
        let fold = parse_signature("(_, |$arg0, $item|) -> $arg0").unwrap();
        assert_eq!(fold.closure, [(1, vec![TyText::Arg(0), TyText::Item])]);
        assert_eq!(fold.returns, Some(TyText::Arg(0)));
        let insert = parse_signature("(&, into) -> Option<$1>").unwrap();
        assert_eq!((insert.borrows, insert.into_self), (vec![0], vec![1]));
        let pair = parse_signature("static async (A, B)").unwrap();
        assert!(pair.associated && pair.is_async && pair.closure.is_empty());
        assert!(parse_signature("(what) -> ()").is_err());
        assert!(parse_signature("(_ ->").is_err());
        assert!(parse_signature("(|$0) -> ()").is_err());
    }
}
