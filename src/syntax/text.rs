//! From `proc_macro2` spans to byte offsets of a text.
//!
//! `proc_macro2` counts characters. `Span::byte_range` keeps a tree of all offsets asked so far, which costs
//! more than the parsing; line and column with a table of our own are cheap. Knows nothing of syntax.

use super::live::{Live, Piece};
use proc_macro2::Span;
use std::cell::Cell;

/// A text with what it takes to find the byte that a span begins at.
pub(super) struct Text<'a> {
    /// The whole text.
    pub(super) source: &'a str,
    /// What is left of it, which `proc_macro2` saw.
    live: Live,
    /// First character of each of its lines.
    lines: Vec<u32>,
    /// The byte of every 64th character, where not everything is ASCII.
    blocks: Option<Vec<u32>>,
    /// The piece that was asked for last: the next question is often about that one, or the one behind it.
    last: Cell<usize>,
}

const BLOCK: usize = 64;

impl<'a> Text<'a> {
    /// `live` is what is left of `source`.
    pub(super) fn new(source: &'a str, live: Live) -> Self {
        let text = live.text.as_str();
        let mut lines = vec![0];
        let blocks = if text.is_ascii() {
            lines.extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1));
            None
        } else {
            let mut blocks = Vec::with_capacity(text.len() / BLOCK + 1);
            for (count, (at, char)) in text.char_indices().enumerate() {
                if count % BLOCK == 0 {
                    blocks.push(at as u32);
                }
                if char == '\n' {
                    lines.push(count as u32 + 1);
                }
            }
            Some(blocks)
        };
        Self { source, live, lines, blocks, last: Cell::new(0) }
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
        let text = &self.live.text;
        // A span of another text may point anywhere.
        let line = at.line.saturating_sub(1).min(self.lines.len() - 1);
        let char = self.lines[line] as usize + at.column;
        let byte = match &self.blocks {
            None => char,
            Some(blocks) => {
                let block = blocks.get(char / BLOCK).map_or(text.len(), |&block| block as usize);
                text[block..].char_indices().nth(char % BLOCK).map_or(text.len(), |(within, _)| block + within)
            }
        };
        let byte = byte.min(text.len()) as u32;
        let Piece { lo, source } = self.piece(byte);
        source + (byte - lo)
    }

    /// The piece that a byte is in, or stands behind.
    fn piece(&self, byte: u32) -> Piece {
        let pieces = self.live.pieces.as_slice();
        let holds = |at: usize| {
            pieces.get(at).is_some_and(|piece| piece.lo <= byte) && pieces.get(at + 1).is_none_or(|next| byte < next.lo)
        };
        let last = self.last.get();
        let at = match last {
            _ if holds(last) => last,
            _ if holds(last + 1) => last + 1,
            // The first begins at 0.
            _ => pieces.partition_point(|piece| piece.lo <= byte) - 1,
        };
        self.last.set(at);
        pieces[at]
    }
}
