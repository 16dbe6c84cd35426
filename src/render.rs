//! Formats: findings as people, editors and other programs read them.
//!
//! Knows nothing of rules' logic and writes nowhere: text comes back as a string.

pub mod github;
pub mod gitlab;
pub mod human;
pub mod json;
pub mod junit;
pub mod page;
pub mod sarif;
pub mod short;
pub mod summary;

use crate::diagnostic::{Diagnostic, Level, Problem, Silenced};
use crate::source::FileId;
use crate::workspace::Workspace;

/// What the formats of other programs are made from.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// Where it was found.
    pub workspace: &'a Workspace,
    /// What was found, in order.
    pub found: &'a [Diagnostic],
    /// What was found and is allowed.
    pub silenced: &'a [Silenced],
    /// What could not be read.
    pub problems: &'a [Problem],
    /// The way from the folder that the reader's paths begin at to the workspace's root: empty, or ends in `/`.
    pub prefix: &'a str,
}

impl Report<'_> {
    /// The path of a file as the reader knows it.
    fn path(&self, file: FileId) -> String {
        format!("{}{}", self.prefix, self.workspace.sources.get(file).path)
    }
}

/// The word that rustc and its readers use.
pub fn word(level: Level) -> &'static str {
    match level {
        Level::Off => "note",
        Level::Warn => "warning",
        Level::Error => "error",
    }
}

/// `1 file`, `2 files`, `3,401 lines`.
pub fn count(number: usize, noun: &str) -> String {
    let plural = match noun {
        _ if number == 1 => noun.to_owned(),
        _ if noun.ends_with('y') => format!("{}ies", &noun[..noun.len() - 1]),
        _ => format!("{noun}s"),
    };
    format!("{} {plural}", grouped(number))
}

/// `3401` as `3,401`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn counts_read_well() {
        assert_eq!(count(1, "file"), "1 file");
        assert_eq!(count(0, "query"), "0 queries");
        assert_eq!(count(1_234_567, "line"), "1,234,567 lines");
    }
}
