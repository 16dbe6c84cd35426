//! From findings to what the protocol has for them.

use crate::diagnostic::{Applicability, Diagnostic, Edit, Level};
use crate::error::Error;
use crate::rules;
use crate::source::{SourceFile, Sources, Span};
use lsp_types::{
    ClientCapabilities, CodeAction, CodeActionKind, CodeDescription, DiagnosticRelatedInformation, DiagnosticSeverity,
    DiagnosticTag, Location, NumberOrString, Position, PositionEncodingKind, Range, TextEdit, Uri, WorkspaceEdit,
};
use std::collections::HashMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// A finding, ready to be sent.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) diagnostic: lsp_types::Diagnostic,
    pub(super) actions: Vec<CodeAction>,
    /// The rule's page, after what was found.
    pub(super) page: String,
}

/// What columns count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16,
}

impl Encoding {
    /// Bytes, if the client counts bytes.
    pub(super) fn chosen(client: &ClientCapabilities) -> Self {
        let general = client.general.as_ref();
        let known = general.and_then(|general| general.position_encodings.as_ref());
        match known.is_some_and(|known| known.contains(&PositionEncodingKind::UTF8)) {
            true => Self::Utf8,
            false => Self::Utf16,
        }
    }

    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }

    fn position(self, file: &SourceFile, offset: u32) -> Position {
        let line = file.line_column(offset).line;
        let start = file.line_range(line).start;
        let before = file.text.get(start..offset as usize).unwrap_or_default();
        let character = match self {
            Self::Utf8 => before.len(),
            Self::Utf16 => before.encode_utf16().count(),
        };
        Position { line: line - 1, character: character as u32 }
    }

    fn range(self, sources: &Sources, span: Span) -> Range {
        let file = sources.get(span.file);
        Range { start: self.position(file, span.lo), end: self.position(file, span.hi) }
    }
}

/// A finding with the file that it stands in.
pub(super) fn shown(
    diagnostic: &Diagnostic,
    root: &Path,
    sources: &Sources,
    encoding: Encoding,
) -> Option<(PathBuf, Shown)> {
    let finding = &diagnostic.finding;
    let path_of = |span: Span| root.join(&sources.get(span.file).path);
    let location = |span: Span| {
        let range = encoding.range(sources, span);
        Some(Location { uri: uri_of(&path_of(span))?, range })
    };
    let rule = rules::find(diagnostic.rule);
    let mut message = finding.message.clone();
    for text in finding
        .help
        .iter()
        .map(|help| format!("help: {help}"))
        .chain(finding.notes.iter().map(|note| format!("note: {note}")))
    {
        let _ = write!(message, "\n{text}");
    }
    let related = finding.related.iter().filter_map(|label| {
        Some(DiagnosticRelatedInformation { location: location(label.span)?, message: label.text.clone() })
    });
    let shown = lsp_types::Diagnostic {
        range: encoding.range(sources, finding.primary.span),
        severity: Some(match diagnostic.level {
            Level::Error => DiagnosticSeverity::ERROR,
            Level::Warn => DiagnosticSeverity::WARNING,
            Level::Off => DiagnosticSeverity::HINT,
        }),
        code: Some(NumberOrString::String(diagnostic.rule.to_owned())),
        code_description: rule.and_then(|rule| Some(CodeDescription { href: Uri::from_str(&rule.url()).ok()? })),
        source: Some("tether".to_owned()),
        message,
        related_information: Some(related.collect()),
        tags: (diagnostic.rule == "unused-suppression").then(|| vec![DiagnosticTag::UNNECESSARY]),
        data: None,
    };
    let action = |title: String, edits: &[Edit], preferred: bool| -> Option<CodeAction> {
        // A key is not changed while it is one; the protocol wants this map.
        #[allow(clippy::mutable_key_type)]
        let mut changes: HashMap<Uri, Vec<TextEdit>> = HashMap::new();
        for edit in edits {
            let Location { uri, range } = location(edit.span)?;
            changes.entry(uri).or_default().push(TextEdit { range, new_text: edit.text.clone() });
        }
        Some(CodeAction {
            title,
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: Some(vec![shown.clone()]),
            edit: Some(WorkspaceEdit { changes: Some(changes), ..Default::default() }),
            is_preferred: Some(preferred),
            ..Default::default()
        })
    };
    let fixes = finding.fixes.iter().filter_map(|fix| {
        action(fix.message.clone(), &fix.edits, fix.applicability == Applicability::MachineApplicable)
    });
    let mut actions: Vec<CodeAction> = fixes.collect();
    let title = format!("allow `{}` here (say why)", diagnostic.rule);
    actions.extend(action(title, &[allow(diagnostic, sources)], false));
    let page = rule.map_or_else(String::new, |rule| {
        format!("**{}**: {}\n\n{}\n\n[{}]({})", rule.id, finding.message, rule.page.body, rule.id, rule.url())
    });
    Some((path_of(finding.primary.span), Shown { diagnostic: shown, actions, page }))
}

/// Why nothing can be found in a folder, where that stands in a file.
pub(super) fn failed(error: &Error, folder: &Path, encoding: Encoding) -> Option<(PathBuf, Shown)> {
    let (path, text, at) = error.place()?;
    // It is relative to the root of the workspace, which may lie above the folder.
    let path = folder.ancestors().map(|root| root.join(path)).find(|path| path.is_file())?;
    let mut sources = Sources::default();
    let file = sources.add(SourceFile::new("", text.to_owned()));
    let help = error.help().map_or_else(String::new, |help| format!("\nhelp: {help}"));
    let diagnostic = lsp_types::Diagnostic {
        range: encoding.range(&sources, Span::new(file, at.start as u32, at.end as u32)),
        severity: Some(DiagnosticSeverity::ERROR),
        source: Some("tether".to_owned()),
        message: format!("{error}{help}\nnothing is found until this is mended"),
        ..Default::default()
    };
    Some((path, Shown { diagnostic, actions: Vec::new(), page: String::new() }))
}

/// A comment above the line. Its reason is empty, and reported until somebody fills it in.
fn allow(diagnostic: &Diagnostic, sources: &Sources) -> Edit {
    let span = diagnostic.finding.primary.span;
    let file = sources.get(span.file);
    let line = file.line_column(span.lo).line;
    let text = file.line_text(line);
    let indent = &text[..text.len() - text.trim_start().len()];
    let start = file.line_range(line).start as u32;
    Edit {
        span: Span::new(span.file, start, start),
        text: format!("{indent}// tether: allow({}, reason = \"\")\n", diagnostic.rule),
    }
}

/// The absolute path of a `file:` URI.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let mut bytes = Vec::new();
    let mut rest = rest.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let path = String::from_utf8(bytes).ok()?;
    // `/C:/x` is a path only without its first slash.
    let drive = path.as_bytes().get(2) == Some(&b':');
    Some(PathBuf::from(if drive { &path[1..] } else { &path }))
}

/// The `file:` URI of an absolute path.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let text = path.to_str()?.replace('\\', "/");
    let mut out = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b':' => out.push(byte as char),
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    Uri::from_str(&out).ok()
}

#[cfg(test)]
mod tests {
    use super::{Encoding, path_of, uri_of};
    use crate::source::SourceFile;
    use lsp_types::Position;
    use std::path::Path;

    #[test]
    fn paths_survive() {
        for path in ["/a/b.rs", "/a b/ü#?%.rs", "/a/[x]+@.rs"] {
            assert_eq!(path_of(&uri_of(Path::new(path)).unwrap()).as_deref(), Some(Path::new(path)));
        }
    }

    #[test]
    fn columns_count_what_the_client_counts() {
        let file = SourceFile::new("a.rs", "a\nü𝕏 x\n".to_owned());
        let at = file.text.find('x').unwrap() as u32;
        assert_eq!(Encoding::Utf16.position(&file, at), Position { line: 1, character: 4 });
        assert_eq!(Encoding::Utf8.position(&file, at), Position { line: 1, character: 7 });
    }
}
