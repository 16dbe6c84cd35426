//! Keywords, as far as plain code has them.

/// A keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::syntax) enum Word {
    As,
    Async,
    Await,
    Break,
    Const,
    Continue,
    Crate,
    Dyn,
    Else,
    False,
    For,
    If,
    In,
    Let,
    Loop,
    Match,
    Move,
    Mut,
    Ref,
    Return,
    SelfType,
    SelfValue,
    Super,
    True,
    Underscore,
    Unsafe,
    While,
    /// One that no plain code has.
    Unusual,
}

impl Word {
    /// The keyword that a word is.
    pub(super) fn of(text: &str) -> Option<Self> {
        // The longest has eight letters, and most words are none.
        if text.len() > 8 {
            return None;
        }
        Some(match text {
            "as" => Self::As,
            "async" => Self::Async,
            "await" => Self::Await,
            "break" => Self::Break,
            "const" => Self::Const,
            "continue" => Self::Continue,
            "crate" => Self::Crate,
            "dyn" => Self::Dyn,
            "else" => Self::Else,
            "false" => Self::False,
            "for" => Self::For,
            "if" => Self::If,
            "in" => Self::In,
            "let" => Self::Let,
            "loop" => Self::Loop,
            "match" => Self::Match,
            "move" => Self::Move,
            "mut" => Self::Mut,
            "ref" => Self::Ref,
            "return" => Self::Return,
            "Self" => Self::SelfType,
            "self" => Self::SelfValue,
            "super" => Self::Super,
            "true" => Self::True,
            "_" => Self::Underscore,
            "unsafe" => Self::Unsafe,
            "while" => Self::While,
            "abstract" | "become" | "box" | "do" | "enum" | "extern" | "final" | "fn" | "impl" | "macro" | "mod"
            | "override" | "priv" | "pub" | "static" | "struct" | "trait" | "try" | "type" | "typeof" | "unsized"
            | "use" | "virtual" | "where" | "yield" => Self::Unusual,
            _ => return None,
        })
    }
}
