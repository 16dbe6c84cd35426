//! From `proc_macro2` spans to byte offsets of a text.
//!
//! `proc_macro2` counts characters. `Span::byte_range` keeps a tree of all offsets asked so far, which costs
//! more than the parsing; line and column with a table of our own are cheap. Knows nothing of syntax.

use super::live::{Line, Live};
use proc_macro2::Span;

/// A text with what it takes to find the byte that a span begins at.
pub(super) struct Text<'a> {
    /// The whole text.
    pub(super) source: &'a str,
    /// What is left of it, which `proc_macro2` saw.
    live: Live,
    /// Set where not everything is ASCII: first character of each line, and the byte of every 64th character.
    wide: Option<Wide>,
}

struct Wide {
    line_chars: Vec<u32>,
    blocks: Vec<u32>,
}

const BLOCK: usize = 64;

impl<'a> Text<'a> {
    /// `live` is what is left of `source`.
    pub(super) fn new(source: &'a str, live: Live) -> Self {
        let text = live.text.as_str();
        let wide = (!text.is_ascii()).then(|| {
            let mut line_chars = Vec::with_capacity(live.lines.len());
            line_chars.push(0);
            let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
            for (count, (at, char)) in text.char_indices().enumerate() {
                if count % BLOCK == 0 {
                    blocks.push(at as u32);
                }
                if char == '\n' {
                    line_chars.push(count as u32 + 1);
                }
            }
            Wide { line_chars, blocks }
        });
        Self { source, live, wide }
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
        let Live { text, lines } = &self.live;
        let line = at.line.saturating_sub(1).min(lines.len() - 1);
        let Line { lo, source } = lines[line];
        let byte = match &self.wide {
            None => lo as usize + at.column,
            Some(wide) => {
                let char = wide.line_chars[line] as usize + at.column;
                let block = wide.blocks.get(char / BLOCK).map_or(text.len(), |&block| block as usize);
                text[block..].char_indices().nth(char % BLOCK).map_or(text.len(), |(within, _)| block + within)
            }
        };
        // A span of another text may point anywhere.
        let end = lines.get(line + 1).map_or(text.len(), |next| next.lo as usize);
        source + (byte.min(end) - lo as usize) as u32
    }
}
