//! `// tether: allow(…)` comments.
//!
//! Knows nothing of rules: whether a name is one is for others to say.

use super::scan::{self, Kind, Token};
use crate::ir::SuppressComment;
use crate::source::{FileId, Span};

/// All comments that begin with `tether:`, in order.
pub(super) fn suppressions(file: FileId, text: &str, at: usize) -> Vec<SuppressComment> {
    let mut out = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"tether:").is_none() {
        return out;
    }
    // Comments that wait for the next code.
    let mut waiting = 0;
    let mut code_end = None;
    let mut tokens = scan::tokens(text, at).peekable();
    while let Some(token) = tokens.next() {
        match token.kind {
            Kind::Doc => {}
            Kind::Comment => {
                if let Some(mut comment) = suppression(file, text, token) {
                    comment.trailing = code_end.is_some_and(|end: usize| !text[end..token.lo].contains('\n'));
                    if comment.whole_file {
                        comment.target = span(file, 0, text.len());
                    } else if comment.trailing {
                        comment.target = line(file, text, token.lo);
                    } else {
                        waiting += 1;
                    }
                    out.push(comment);
                }
            }
            Kind::Punct(b'#') if waiting > 0 => {
                tokens.next_if(|next| next.kind == Kind::Punct(b'!'));
                if tokens.peek().is_some_and(|next| next.kind == Kind::Open(b'[')) {
                    let mut depth = 0;
                    for token in tokens.by_ref() {
                        match token.kind {
                            Kind::Open(_) => depth += 1,
                            Kind::Close(_) => depth -= 1,
                            _ => {}
                        }
                        code_end = Some(token.hi);
                        if depth <= 0 {
                            break;
                        }
                    }
                }
            }
            _ => {
                if waiting > 0 {
                    let target = line(file, text, token.lo);
                    out.iter_mut().filter(|comment| is_waiting(comment)).for_each(|comment| comment.target = target);
                    waiting = 0;
                }
                code_end = Some(token.hi);
            }
        }
    }
    let end = span(file, text.len(), text.len());
    out.iter_mut().filter(|comment| is_waiting(comment)).for_each(|comment| comment.target = end);
    out
}

fn is_waiting(comment: &SuppressComment) -> bool {
    comment.target.lo == comment.span.lo && comment.target.hi == comment.span.lo && !comment.whole_file
}

fn span(file: FileId, lo: usize, hi: usize) -> Span {
    Span::new(file, lo as u32, hi as u32)
}

/// The line that a byte lies on, without its break.
fn line(file: FileId, text: &str, at: usize) -> Span {
    let lo = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |found| found + 1);
    let hi = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found);
    span(file, lo, lo + text[lo..hi].trim_end_matches('\r').len())
}

/// Reads a comment; `None` if it does not speak to us.
fn suppression(file: FileId, text: &str, token: Token) -> Option<SuppressComment> {
    let hi = token.lo + text[token.lo..token.hi].trim_end().len();
    let written = &text[token.lo..hi];
    let inner = written.strip_prefix("//").or_else(|| written.strip_prefix("/*"))?;
    let inner = if written.starts_with("/*") { inner.strip_suffix("*/").unwrap_or(inner) } else { inner };
    let content = inner.trim_start().strip_prefix("tether:")?;
    let whole = span(file, token.lo, hi);
    let mut comment = SuppressComment {
        span: whole,
        rules: Vec::new(),
        reason: None,
        whole_file: false,
        trailing: false,
        target: span(file, token.lo, token.lo),
        malformed: None,
    };
    let start = content.as_ptr() as usize - text.as_ptr() as usize;
    let mut reader = Reader { text, at: start, end: start + content.len() };
    if let Err(message) = read(&mut reader, file, &mut comment) {
        comment.malformed = Some(message);
    }
    Some(comment)
}

fn read(reader: &mut Reader<'_>, file: FileId, comment: &mut SuppressComment) -> Result<(), String> {
    match reader.word().0 {
        "allow" => {}
        "allow-file" => comment.whole_file = true,
        _ => return Err("expected `allow(…)` or `allow-file(…)`".to_owned()),
    }
    if !reader.eat('(') {
        return Err("expected `(` with the names of rules".to_owned());
    }
    loop {
        if reader.eat(')') {
            break;
        }
        let (word, lo, hi) = reader.word();
        if word.is_empty() {
            return Err(if reader.is_empty() { "expected `)`" } else { "expected the name of a rule" }.to_owned());
        }
        if word == "reason" && reader.eat('=') {
            comment.reason = Some(reader.string().ok_or("expected a text in quotes after `reason =`")?);
        } else {
            comment.rules.push((word.to_owned(), span(file, lo, hi)));
        }
        if !reader.eat(',') && !reader.peek(')') {
            return Err(if reader.is_empty() { "expected `)`" } else { "expected `,` or `)`" }.to_owned());
        }
    }
    if comment.rules.is_empty() {
        return Err("names no rule".to_owned());
    }
    Ok(())
}

/// What is left of a comment.
struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
}

impl<'a> Reader<'a> {
    fn rest(&mut self) -> &'a str {
        let rest = &self.text[self.at..self.end];
        let trimmed = rest.trim_start();
        self.at += rest.len() - trimmed.len();
        trimmed
    }

    fn is_empty(&mut self) -> bool {
        self.rest().is_empty()
    }

    fn peek(&mut self, char: char) -> bool {
        self.rest().starts_with(char)
    }

    fn eat(&mut self, char: char) -> bool {
        let found = self.peek(char);
        if found {
            self.at += char.len_utf8();
        }
        found
    }

    fn word(&mut self) -> (&'a str, usize, usize) {
        let rest = self.rest();
        let len = rest.find(|char: char| !(char.is_alphanumeric() || char == '-' || char == '_')).unwrap_or(rest.len());
        let lo = self.at;
        self.at += len;
        (&rest[..len], lo, self.at)
    }

    fn string(&mut self) -> Option<String> {
        let rest = self.rest();
        let mut chars = rest.strip_prefix('"')?.char_indices();
        let mut out = String::new();
        while let Some((at, char)) = chars.next() {
            match char {
                '"' => {
                    self.at += 1 + at + 1;
                    return Some(out);
                }
                '\\' => out.push(chars.next()?.1),
                char => out.push(char),
            }
        }
        None
    }
}
