//! From `proc_macro2` spans to byte offsets of a text.
//!
//! `proc_macro2` counts characters. `Span::byte_range` keeps a tree of all offsets asked so far, which costs
//! more than the parsing; line and column with a table of our own are cheap. Knows nothing of syntax.

use proc_macro2::Span;

/// A text with what it takes to find the byte that a span begins at.
pub(super) struct Text<'a> {
    /// The whole text.
    pub(super) source: &'a str,
    /// Where the part begins that was given to `proc_macro2` (a shebang line stays outside).
    base: usize,
    /// First byte of each line of the part, counted from `base`.
    lines: Vec<u32>,
    /// Set where not everything is ASCII: first character of each line, and the byte of every 64th character.
    wide: Option<Wide>,
}

struct Wide {
    line_chars: Vec<u32>,
    blocks: Vec<u32>,
}

const BLOCK: usize = 64;

impl<'a> Text<'a> {
    /// The part of `source` from `base` on is what `proc_macro2` saw.
    pub(super) fn new(source: &'a str, base: usize) -> Self {
        let part = &source[base..];
        let mut lines = Vec::with_capacity(part.len() / 32 + 1);
        lines.push(0);
        lines.extend(memchr::memchr_iter(b'\n', part.as_bytes()).map(|at| at as u32 + 1));
        let wide = (!part.is_ascii()).then(|| {
            let mut line_chars = Vec::with_capacity(lines.len());
            line_chars.push(0);
            let mut blocks = Vec::with_capacity(part.len() / BLOCK + 1);
            for (count, (at, char)) in part.char_indices().enumerate() {
                if count % BLOCK == 0 {
                    blocks.push(at as u32);
                }
                if char == '\n' {
                    line_chars.push(count as u32 + 1);
                }
            }
            Wide { line_chars, blocks }
        });
        Self { source, base, lines, wide }
    }

    /// First byte of a span.
    pub(super) fn lo(&self, span: Span) -> u32 {
        self.offset(span.start())
    }

    /// One past the last byte of a span.
    pub(super) fn hi(&self, span: Span) -> u32 {
        self.offset(span.end())
    }

    fn offset(&self, at: proc_macro2::LineColumn) -> u32 {
        let line = at.line.saturating_sub(1).min(self.lines.len() - 1);
        let part = &self.source[self.base..];
        let byte = match &self.wide {
            None => self.lines[line] as usize + at.column,
            Some(wide) => {
                let char = wide.line_chars[line] as usize + at.column;
                match wide.blocks.get(char / BLOCK) {
                    Some(&block) => {
                        let block = block as usize;
                        part[block..].char_indices().nth(char % BLOCK).map_or(part.len(), |(within, _)| block + within)
                    }
                    None => part.len(),
                }
            }
        };
        (self.base + byte.min(part.len())) as u32
    }
}
