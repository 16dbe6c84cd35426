//! Which lines are new: the difference between two texts, and the findings that touch it.
//!
//! The whole program is analysed all the same; only the report is narrowed.

use crate::diagnostic::Diagnostic;
use crate::error::Error;
use crate::git::Repository;
use crate::source::{FileId, Sources, Span};
use crate::workspace::Workspace;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{BTreeMap, BTreeSet};

/// What to compare the files with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Since {
    /// The commit at which the current one left this revision.
    Revision(String),
    /// The current commit; and of what has changed, what is staged.
    Staged,
}

/// Lines that are new, by file.
#[derive(Debug, Default)]
pub struct Changes {
    lines: BTreeMap<FileId, BTreeSet<u32>>,
}

impl Changes {
    /// Finds out what has changed in the files that findings are about: others are not asked for.
    pub fn find(workspace: &Workspace, since: &Since, found: &[Diagnostic]) -> Result<Self, Error> {
        let Some(repository) = Repository::find(&workspace.root)? else {
            let help = format!("`{}` is not in a git work tree", workspace.root.display());
            return Err(Error::usage("there is nothing to compare with", Some(help)));
        };
        let files: BTreeSet<FileId> = found.iter().flat_map(places).map(|span| span.file).collect();
        let paths: Vec<&str> = files.iter().map(|file| workspace.sources.get(*file).path.as_str()).collect();
        let (base, staged) = match since {
            Since::Revision(revision) => (Some(repository.branched_from(revision)?), None),
            Since::Staged => (repository.head()?, Some(repository.texts(None, &paths)?)),
        };
        let old = match &base {
            Some(commit) => repository.texts(Some(commit), &paths)?,
            None => BTreeMap::new(),
        };
        let mut changes = Self::default();
        for id in files {
            let file = workspace.sources.get(id);
            let before = old.get(&file.path).map_or("", String::as_str);
            let lines = match &staged {
                None => new_lines(before, &file.text),
                Some(staged) => match staged.get(&file.path) {
                    // The staged text may not be the one on the disk: a line counts if it is new there, and still here.
                    Some(staged) => same_lines(staged, &file.text, &new_lines(before, staged)),
                    None => BTreeSet::new(),
                },
            };
            if !lines.is_empty() {
                changes.lines.insert(id, lines);
            }
        }
        Ok(changes)
    }

    /// Whether one of the places of a finding touches a new line.
    pub fn touch(&self, diagnostic: &Diagnostic, sources: &Sources) -> bool {
        places(diagnostic).any(|span| self.touches(span, sources))
    }

    fn touches(&self, span: Span, sources: &Sources) -> bool {
        let Some(lines) = self.lines.get(&span.file) else { return false };
        let file = sources.get(span.file);
        let first = file.line_column(span.lo).line;
        let last = file.line_column(span.hi.max(span.lo + 1) - 1).line.max(first);
        lines.range(first..=last).next().is_some()
    }
}

/// The places of a finding.
fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> {
    let finding = &diagnostic.finding;
    let labels = [&finding.primary].into_iter().chain(&finding.related).map(|label| label.span);
    labels.chain(finding.also.iter().copied())
}

/// Lines of `new` that are not in `old`, and those on both sides of what was taken out. 1-based.
fn new_lines(old: &str, new: &str) -> BTreeSet<u32> {
    let mut lines = BTreeSet::new();
    if old == new {
        return lines;
    }
    let (old, new) = (split(old), split(new));
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Delete { new_index, .. } => {
                let at = new_index as u32;
                lines.extend([at, at + 1].into_iter().filter(|line| (1..=new.len() as u32).contains(line)));
            }
            DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                lines.extend(op.new_range().map(|index| index as u32 + 1));
            }
        }
    }
    lines
}

/// Where these lines of `from` stand in `to`, as far as they do.
fn same_lines(from: &str, to: &str, lines: &BTreeSet<u32>) -> BTreeSet<u32> {
    if from == to || lines.is_empty() {
        return lines.clone();
    }
    let (from, to) = (split(from), split(to));
    let mut found = BTreeSet::new();
    for op in capture_diff_slices(Algorithm::Myers, &from, &to) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            let here = lines.range(old_index as u32 + 1..=(old_index + len) as u32);
            found.extend(here.map(|line| line - old_index as u32 + new_index as u32));
        }
    }
    found
}

/// Lines without their breaks: a checkout may have others than the repository.
fn split(text: &str) -> Vec<&str> {
    text.strip_prefix('\u{feff}').unwrap_or(text).lines().collect()
}

#[cfg(test)]
mod tests {
    use super::{new_lines, same_lines};

    #[test]
    fn new_and_changed_lines_and_the_edges_of_removed_ones() {
        let lines = |old: &str, new: &str| new_lines(old, new).into_iter().collect::<Vec<_>>();
        assert_eq!(lines("", "a\nb\n"), [1, 2]);
        assert_eq!(lines("a\nb\nc\n", "a\nx\nc\n"), [2]);
        assert_eq!(lines("a\nb\nc\n", "a\r\nb\r\nc\r\n"), [0; 0]);
        assert_eq!(lines("a\nb\nc\nd\n", "a\nd\n"), [1, 2]);
        assert_eq!(lines("a\nb\n", "a\n"), [1]);
        assert_eq!(lines("a\nb\n", "b\n"), [1]);
    }

    #[test]
    fn staged_lines_are_found_in_the_file() {
        let new = [2, 3].into();
        let lines = same_lines("a\nb\nc\n", "x\na\nb\ny\n", &new);
        assert_eq!(lines.into_iter().collect::<Vec<_>>(), [3]);
    }
}
