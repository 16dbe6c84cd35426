//! Source texts and places in them.
//!
//! Knows nothing of Rust: a file is a path and a text, a span is a byte range in one file.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::OnceLock;

/// An interned name: `Copy`, compared by pointer, ordered by text.
pub type Name = ustr::Ustr;

/// Index of a file in [`Sources`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(pub u32);

/// A byte range in one file, always on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file that the range lies in.
    pub file: FileId,
    /// First byte.
    pub lo: u32,
    /// One past the last byte.
    pub hi: u32,
}

impl Span {
    /// The range `lo..hi` of `file`.
    pub const fn new(file: FileId, lo: u32, hi: u32) -> Self {
        Self { file, lo, hi }
    }

    /// The smallest range that holds both; `other` must lie in the same file, or `self` is returned.
    pub fn to(self, other: Self) -> Self {
        if self.file != other.file {
            return self;
        }
        Self { file: self.file, lo: self.lo.min(other.lo), hi: self.hi.max(other.hi) }
    }

    /// Whether `other` lies within this range.
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.lo <= other.lo && other.hi <= self.hi
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}..{}", self.file.0, self.lo, self.hi)
    }
}

/// A place as people and editors name it: both 1-based, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// 1-based line.
    pub line: u32,
    /// 1-based column in characters.
    pub column: u32,
}

/// One text of the analysed program.
#[derive(Debug)]
pub struct SourceFile {
    /// Path relative to the workspace root, with `/` on every platform.
    pub path: String,
    /// The text, without a byte-order mark. Byte offsets count from here.
    pub text: String,
    /// Bytes that were cut off in front of `text` (3 for a UTF-8 byte-order mark).
    pub skipped: u32,
    lines: OnceLock<Vec<u32>>,
}

impl SourceFile {
    /// A file of this relative path and text; a leading byte-order mark is cut off and counted in `skipped`.
    pub fn new(path: impl Into<String>, mut text: String) -> Self {
        let mut skipped = 0;
        if text.starts_with('\u{feff}') {
            text.drain(..3);
            skipped = 3;
        }
        Self { path: path.into(), text, skipped, lines: OnceLock::new() }
    }

    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let mut starts = vec![0];
            starts.extend(memchr::memchr_iter(b'\n', self.text.as_bytes()).map(|at| at as u32 + 1));
            starts
        })
    }

    /// Line and column (1-based, characters) of a byte offset; past the end means the end.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset).max(1) - 1;
        let start = starts[line] as usize;
        let end = (offset as usize).min(self.text.len());
        let column = self.text.get(start..end).map_or(0, |text| text.chars().count());
        LineColumn { line: line as u32 + 1, column: column as u32 + 1 }
    }

    /// The text of a 1-based line without its line break; empty past the end.
    pub fn line_text(&self, line: u32) -> &str {
        self.text[self.line_range(line)].trim_end_matches(['\n', '\r'])
    }

    /// The byte range of a 1-based line, its line break included; past the end, an empty one there.
    pub fn line_range(&self, line: u32) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let end = self.text.len();
        let start = starts.get((line as usize).wrapping_sub(1)).map_or(end, |&start| start as usize);
        start..starts.get(line as usize).map_or(end, |&next| next as usize).max(start)
    }

    /// Number of lines, counting a last line without a break.
    pub fn line_count(&self) -> usize {
        // What stands behind the last break is a line only if it is something.
        let starts = self.line_starts();
        starts.len() - usize::from(starts.last().is_some_and(|&start| start as usize == self.text.len()))
    }
}

/// All texts of one run, by [`FileId`].
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Adds a file and gives its id.
    pub fn add(&mut self, file: SourceFile) -> FileId {
        self.files.push(file);
        FileId(self.files.len() as u32 - 1)
    }

    /// Puts another text in the place of a file's, as it is in an editor.
    pub fn replace(&mut self, id: FileId, text: String) {
        let path = std::mem::take(&mut self.files[id.0 as usize].path);
        self.files[id.0 as usize] = SourceFile::new(path, text);
    }

    /// The file of an id that came from this table.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// All files with their ids, in order of the ids.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.lo as usize..span.hi as usize).unwrap_or("")
    }

    /// Line and column of the first byte of a span.
    pub fn start(&self, span: Span) -> LineColumn {
        self.get(span.file).line_column(span.lo)
    }

    /// `path:line` of the first byte of a span.
    pub fn place(&self, span: Span) -> String {
        format!("{}:{}", self.get(span.file).path, self.start(span).line)
    }
}
