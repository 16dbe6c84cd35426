//! Changing files: fixes of findings, and comments that allow them.
//!
//! A file is replaced whole or not at all, stays below the root, and is one that was read. What a fix is stands in
//! [`crate::diagnostic`].

use crate::diagnostic::{Applicability, Diagnostic, Edit};
use crate::error::Error;
use crate::git::Repository;
use crate::ir::FileIr;
use crate::source::{FileId, SourceFile, Sources};
use crate::syntax;
use crate::workspace::Workspace;
use similar::TextDiff;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

/// New texts of files.
#[derive(Debug, Default)]
pub struct Patch {
    /// By file: the text without a byte-order mark.
    texts: BTreeMap<FileId, String>,
    /// How many findings it is about.
    pub findings: usize,
    /// Findings that it could not help, each with why.
    pub left: Vec<(usize, &'static str)>,
}

/// Applies the fixes of findings that a machine may apply. Where two fixes touch the same code, the first one counts,
/// and the next run sees to the other.
pub fn fixes(diagnostics: &[Diagnostic], sources: &Sources) -> Patch {
    let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let mut patch = Patch::default();
    for diagnostic in diagnostics {
        let applicable = |fix: &&crate::diagnostic::Fix| fix.applicability == Applicability::MachineApplicable;
        let Some(fix) = diagnostic.finding.fixes.iter().find(applicable) else { continue };
        let overlaps = |edit: &Edit| {
            let taken = edits.get(&edit.span.file).into_iter().flatten();
            taken.into_iter().any(|other| edit.span.lo <= other.span.hi && other.span.lo <= edit.span.hi)
        };
        if fix.edits.iter().any(overlaps) {
            continue;
        }
        patch.findings += 1;
        for edit in &fix.edits {
            edits.entry(edit.span.file).or_default().push(edit);
        }
    }
    for (file, mut edits) in edits {
        edits.sort_by_key(|edit| edit.span);
        patch.texts.insert(file, edited(&sources.get(file).text, &edits));
    }
    patch
}

fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        out += text.get(at..edit.span.lo as usize).unwrap_or_default();
        out += &edit.text;
        at = edit.span.hi as usize;
    }
    out += text.get(at..).unwrap_or_default();
    out
}

/// Writes `// tether: allow(rule, reason = "…")` above the line of each finding.
///
/// A line may begin in the middle of a string or of a macro's text: so what was written is read again, and where it is
/// no comment, it is taken back.
pub fn allow(diagnostics: &[Diagnostic], sources: &Sources, reason: &str) -> Patch {
    let mut lines: BTreeMap<(FileId, u32), Vec<usize>> = BTreeMap::new();
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        let span = diagnostic.finding.primary.span;
        lines.entry((span.file, sources.start(span).line)).or_default().push(index);
    }
    let mut patch = Patch::default();
    let files: BTreeSet<FileId> = lines.keys().map(|(file, _)| *file).collect();
    for id in files {
        let file = sources.get(id);
        let here = lines.range((id, 0)..=(id, u32::MAX)).map(|((_, line), found)| (*line, found));
        let mut kept: Vec<(u32, String)> = Vec::new();
        for (line, found) in here {
            let rules: BTreeSet<&str> = found.iter().map(|index| diagnostics[*index].rule).collect();
            let comment = comment(file, line, &rules, reason);
            let tried: Vec<(u32, String)> = kept.iter().cloned().chain([(line, comment)]).collect();
            if comments_in(&with_lines(file, &tried)) == comments_in(&file.text) + tried.len() {
                kept = tried;
                patch.findings += found.len();
            } else {
                patch.left.extend(found.iter().map(|index| (*index, "its line begins inside a text")));
            }
        }
        if !kept.is_empty() {
            patch.texts.insert(id, with_lines(file, &kept));
        }
    }
    patch
}

fn comment(file: &SourceFile, line: u32, rules: &BTreeSet<&str>, reason: &str) -> String {
    let text = file.line_text(line);
    let indent = &text[..text.len() - text.trim_start().len()];
    let rules: Vec<&str> = rules.iter().copied().collect();
    let reason = reason.replace('\\', "\\\\").replace('"', "\\\"").replace(['\n', '\r'], " ");
    let end = if file.text[file.line_range(line)].ends_with("\r\n") { "\r\n" } else { "\n" };
    format!("{indent}// tether: allow({}, reason = \"{reason}\"){end}", rules.join(", "))
}

/// The text with new lines above some of its lines, which are in order.
fn with_lines(file: &SourceFile, lines: &[(u32, String)]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for (line, text) in lines {
        let start = file.line_range(*line).start;
        out += &file.text[at..start];
        out += text;
        at = start;
    }
    out + &file.text[at..]
}

fn comments_in(text: &str) -> usize {
    let ir: FileIr = syntax::lower(FileId(0), text, &syntax::Options { tests: true, ..syntax::Options::default() });
    ir.suppressions.len()
}

impl Patch {
    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Number of files that change.
    pub fn files(&self) -> usize {
        self.texts.len()
    }

    /// A unified diff.
    pub fn diff(&self, sources: &Sources) -> String {
        let mut out = String::new();
        for (id, text) in &self.texts {
            let file = sources.get(*id);
            let diff = TextDiff::from_lines(file.text.as_str(), text.as_str());
            let mut unified = diff.unified_diff();
            unified.header(&format!("a/{}", file.path), &format!("b/{}", file.path));
            out += &unified.to_string();
        }
        out
    }

    /// Writes all files. Refuses, before the first one, what lies outside of the root or is no longer what was read.
    pub fn write(&self, workspace: &Workspace) -> Result<(), Error> {
        let root = workspace.root.canonicalize().map_err(|error| Error::read(&workspace.root, error))?;
        let mut planned = Vec::new();
        for (id, text) in &self.texts {
            let file = workspace.sources.get(*id);
            let path = workspace.root.join(&file.path);
            let real = path.canonicalize().map_err(|error| Error::read(&path, error))?;
            if !real.starts_with(&root) {
                return Err(Error::usage(
                    format!("`{}` lies outside of the workspace: it is not changed", file.path),
                    None,
                ));
            }
            let there = fs::read(&real).map_err(|error| Error::read(&path, error))?;
            let mark: &[u8] = if file.skipped > 0 { "\u{feff}".as_bytes() } else { b"" };
            if there != [mark, file.text.as_bytes()].concat() {
                return Err(Error::usage(format!("`{}` was changed in between: nothing is written", file.path), None));
            }
            planned.push((real, [mark, text.as_bytes()].concat()));
        }
        for (path, bytes) in planned {
            replace(&path, &bytes).map_err(|error| Error::write(&path, error))?;
        }
        Ok(())
    }
}

/// A half-written file is never seen under its name.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tether-part");
    let part = path.with_file_name(name);
    let written = (|| {
        fs::write(&part, bytes)?;
        fs::set_permissions(&part, fs::metadata(path)?.permissions())?;
        fs::rename(&part, path)
    })();
    if written.is_err() {
        // What is left over is of no use; the error that matters is the first one.
        let _ = fs::remove_file(&part);
    }
    written
}

/// Files that are not as in the current commit; `None` where there is no repository.
pub fn dirty(workspace: &Workspace) -> Result<Option<Vec<String>>, Error> {
    let Some(repository) = Repository::find(&workspace.root)? else { return Ok(None) };
    let paths: Vec<&str> = workspace.sources.iter().map(|(_, file)| file.path.as_str()).collect();
    let committed = match repository.head()? {
        Some(head) => repository.texts(Some(&head), &paths)?,
        None => BTreeMap::new(),
    };
    let plain = |text: &str| text.trim_start_matches('\u{feff}').replace('\r', "");
    let changed = workspace.sources.iter().map(|(_, file)| file).filter(|file| {
        let before = committed.get(&file.path);
        before.is_none_or(|before| before != &file.text && plain(before) != plain(&file.text))
    });
    Ok(Some(changed.map(|file| file.path.clone()).collect()))
}
