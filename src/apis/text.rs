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
    /// `$item`
    Item,
    /// `$item0`
    ItemOf(u8),
    /// `$T`
    Expected,
    /// `future<T>`: some future of this output.
    Future(Box<TyText>),
}

impl TyText {
    /// Whether `wanted` holds for this text or any part of it.
    pub fn mentions(&self, wanted: &dyn Fn(&TyText) -> bool) -> bool {
        wanted(self)
            || match self {
                TyText::Path(_, args) | TyText::Tuple(args) => args.iter().any(|arg| arg.mentions(wanted)),
                TyText::Slice(inner) | TyText::Future(inner) => inner.mentions(wanted),
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
        if path == "future" && args.len() == 1 {
            return Ok(TyText::Future(Box::new(args.into_iter().next().unwrap_or(TyText::Unknown))));
        }
        Ok(TyText::Path(Name::from(path.as_str()), args))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_texts_read_back() {
        assert_eq!(
            parse_type("Result<$out0, a::B>").unwrap(),
            TyText::Path(Name::from("Result"), vec![TyText::Out(0), TyText::Path(Name::from("a::B"), vec![])])
        );
        assert_eq!(
            parse_type("(&$self, [$0])").unwrap(),
            TyText::Tuple(vec![TyText::This, TyText::Slice(Box::new(TyText::Generic(0)))])
        );
        assert!(parse_type("Result<").is_err());
        assert!(parse_type("$nope").is_err());
        assert!(parse_type("").is_err());
    }
}
