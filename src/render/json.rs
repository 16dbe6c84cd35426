//! `json`: what `cargo check --message-format json` prints, so that its readers read this, too.

use crate::diagnostic::{Applicability, Diagnostic, Edit, Label, Level};
use crate::error::Error;
use crate::render::human::{self, Style};
use crate::render::word;
use crate::rules;
use crate::source::{FileId, Sources, Span};
use crate::workspace::{Crate, TargetKind, Workspace};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// One JSON object a line: a `compiler-message` for each finding, a `compiler-artifact` for each package that was asked
/// for, `build-finished` at the end. `style` is that of the `rendered` texts.
pub fn render(diagnostics: &[Diagnostic], workspace: &Workspace, style: Style) -> String {
    let out = messages(diagnostics, workspace, style);
    let success = diagnostics.iter().all(|one| one.level != Level::Error);
    out + &build_finished(success)
}

/// The last line.
pub fn build_finished(success: bool) -> String {
    let mut out = String::new();
    push_line(&mut out, &BuildFinished { reason: "build-finished", success });
    out
}

/// All lines but the last.
///
/// The artifacts are for rust-analyzer: what it showed for a package goes away at the first message about it or at an
/// artifact that is not fresh, so that a package whose last finding was mended needs one.
pub fn messages(diagnostics: &[Diagnostic], workspace: &Workspace, style: Style) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        push_line(&mut out, &compiler_message(diagnostic, workspace, style));
    }
    for (index, package) in workspace.packages.iter().enumerate().filter(|(_, package)| package.selected) {
        let of_package = |krate: &&Crate| krate.package.0 as usize == index;
        if let Some(krate) = workspace.crates.iter().find(of_package) {
            push_line(&mut out, &compiler_artifact(krate, package.manifest.as_deref(), workspace));
        }
    }
    out
}

/// A failed run as a message, for rust-analyzer: it shows messages and nothing else, and only those in Rust files. So it
/// stands at the beginning of the first crate; nothing where there is none.
pub fn failure(error: &Error, workspace: &Workspace) -> String {
    let selected = |krate: &&Crate| workspace.packages[krate.package.0 as usize].selected;
    let Some(krate) = workspace.crates.iter().find(selected) else { return String::new() };
    let manifest = workspace.packages[krate.package.0 as usize].manifest.as_deref();
    let root = workspace.root.join(&workspace.sources.get(krate.root).path);
    let place =
        Label { span: Span::new(krate.root, 0, 0), text: "this stands here for want of a better place".to_owned() };
    let line = |text: &str, at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let wrong = error.place().map(|(path, text, at)| format!("{}:{}: ", path.display(), line(text, at.start)));
    let wrong = wrong.unwrap_or_default();
    let mut out = String::new();
    push_line(
        &mut out,
        &CompilerMessage {
            reason: "compiler-message",
            package_id: package_id(Some(krate), manifest, workspace),
            manifest_path: manifest.map_or_else(|| root.clone(), Path::to_owned),
            target: target(Some(krate), root, workspace),
            message: Message {
                code: Some(Code { code: "tether::failed".to_owned(), explanation: None }),
                spans: vec![span(&place, true, &workspace.sources)],
                children: error.help().into_iter().map(|help| child("help", help)).collect(),
                rendered: Some(human::failure(error, Style::PLAIN)),
                ..child("error", format!("cargo-tether: {wrong}{error}"))
            },
        },
    );
    out
}

fn push_line(out: &mut String, object: &impl Serialize) {
    // Plain structs with string keys: serialising them into memory cannot fail.
    if let Ok(line) = serde_json::to_string(object) {
        *out += &line;
        out.push('\n');
    }
}

#[derive(Serialize)]
struct BuildFinished {
    reason: &'static str,
    success: bool,
}

#[derive(Serialize)]
struct CompilerMessage {
    reason: &'static str,
    package_id: String,
    manifest_path: PathBuf,
    target: Target,
    message: Message,
}

#[derive(Serialize)]
struct CompilerArtifact {
    reason: &'static str,
    package_id: String,
    manifest_path: PathBuf,
    target: Target,
    profile: Profile,
    features: [String; 0],
    filenames: [PathBuf; 0],
    executable: Option<PathBuf>,
    fresh: bool,
}

#[derive(Serialize)]
struct Profile {
    opt_level: &'static str,
    debuginfo: u32,
    debug_assertions: bool,
    overflow_checks: bool,
    test: bool,
}

#[derive(Serialize)]
struct Target {
    kind: [&'static str; 1],
    crate_types: [&'static str; 1],
    name: String,
    src_path: PathBuf,
    edition: String,
    doc: bool,
    doctest: bool,
    test: bool,
}

/// rustc's diagnostic.
#[derive(Serialize)]
struct Message {
    #[serde(rename = "$message_type")]
    message_type: &'static str,
    message: String,
    code: Option<Code>,
    level: &'static str,
    spans: Vec<JsonSpan>,
    children: Vec<Message>,
    rendered: Option<String>,
}

#[derive(Serialize)]
struct Code {
    code: String,
    explanation: Option<String>,
}

#[derive(Serialize)]
struct JsonSpan {
    file_name: String,
    byte_start: u32,
    byte_end: u32,
    line_start: u32,
    line_end: u32,
    column_start: u32,
    column_end: u32,
    is_primary: bool,
    text: Vec<Line>,
    label: Option<String>,
    suggested_replacement: Option<String>,
    suggestion_applicability: Option<&'static str>,
    expansion: Option<()>,
}

#[derive(Serialize)]
struct Line {
    text: String,
    highlight_start: u32,
    highlight_end: u32,
}

fn compiler_artifact(krate: &Crate, manifest: Option<&Path>, workspace: &Workspace) -> CompilerArtifact {
    let root = workspace.root.join(&workspace.sources.get(krate.root).path);
    CompilerArtifact {
        reason: "compiler-artifact",
        package_id: package_id(Some(krate), manifest, workspace),
        manifest_path: manifest.map_or_else(|| root.clone(), Path::to_owned),
        target: target(Some(krate), root, workspace),
        profile: Profile {
            opt_level: "0",
            debuginfo: 0,
            debug_assertions: true,
            overflow_checks: true,
            test: krate.kind == TargetKind::Test,
        },
        features: [],
        filenames: [],
        executable: None,
        fresh: false,
    }
}

fn compiler_message(diagnostic: &Diagnostic, workspace: &Workspace, style: Style) -> CompilerMessage {
    let file = diagnostic.finding.primary.span.file;
    let owner = owner(file, workspace);
    let manifest = owner.and_then(|krate| workspace.packages[krate.package.0 as usize].manifest.clone());
    let root = workspace.root.join(&workspace.sources.get(owner.map_or(file, |krate| krate.root)).path);
    CompilerMessage {
        reason: "compiler-message",
        package_id: package_id(owner, manifest.as_deref(), workspace),
        // A package that is only a file is its own manifest, as in cargo's scripts.
        manifest_path: manifest.unwrap_or_else(|| root.clone()),
        target: target(owner, root, workspace),
        message: message(diagnostic, &workspace.sources, style),
    }
}

/// The target that a file belongs to: the first of those that the user asked for.
fn owner(file: FileId, workspace: &Workspace) -> Option<&Crate> {
    let has = |krate: &&Crate| krate.files.contains(&file);
    let selected = |krate: &&Crate| workspace.packages[krate.package.0 as usize].selected;
    let crates = || workspace.crates.iter().filter(has);
    crates().find(selected).or_else(|| crates().next())
}

/// Cargo's package id: the folder as a URL, the name where the folder is called otherwise, the version.
fn package_id(owner: Option<&Crate>, manifest: Option<&Path>, workspace: &Workspace) -> String {
    let folder = manifest.and_then(Path::parent).unwrap_or(&workspace.root);
    let url = file_url(folder);
    let Some(krate) = owner else { return format!("path+{url}#0.0.0") };
    let package = &workspace.packages[krate.package.0 as usize];
    match folder.file_name().is_some_and(|name| name.to_string_lossy() == package.name) {
        true => format!("path+{url}#{}", package.version),
        false => format!("path+{url}#{}@{}", package.name, package.version),
    }
}

fn file_url(path: &Path) -> String {
    let mut url = String::from("file://");
    let path = path.to_string_lossy().replace('\\', "/");
    if !path.starts_with('/') {
        url.push('/');
    }
    for byte in path.bytes() {
        match byte {
            // What the URL standard leaves alone in a path.
            b'!' | b'$' | b'&'..=b';' | b'=' | b'@'..=b'_' | b'a'..=b'z' | b'|' | b'~' => url.push(byte as char),
            _ => url += &format!("%{byte:02X}"),
        }
    }
    url
}

fn target(owner: Option<&Crate>, src_path: PathBuf, workspace: &Workspace) -> Target {
    let kind = owner.map_or(TargetKind::Loose, |krate| krate.kind);
    let name = owner.map_or_else(String::new, |krate| {
        let package = &workspace.packages[krate.package.0 as usize].name;
        let is_library = matches!(kind, TargetKind::Lib | TargetKind::ProcMacro);
        // Code writes `_`; cargo names a package's binary as the package.
        match !is_library && package.replace('-', "_") == krate.name.as_str() {
            true => package.clone(),
            false => krate.name.to_string(),
        }
    });
    Target {
        kind: [kind.as_str()],
        crate_types: [match kind {
            TargetKind::Lib => "lib",
            TargetKind::ProcMacro => "proc-macro",
            _ => "bin",
        }],
        name,
        src_path,
        edition: owner.map_or(2024, |krate| krate.edition).to_string(),
        doc: matches!(kind, TargetKind::Lib | TargetKind::ProcMacro | TargetKind::Bin),
        doctest: kind == TargetKind::Lib,
        test: !matches!(kind, TargetKind::Example | TargetKind::Bench),
    }
}

fn message(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> Message {
    let finding = &diagnostic.finding;
    let rule = rules::find(diagnostic.rule);
    let mut spans = vec![span(&finding.primary, true, sources)];
    spans.extend(finding.related.iter().map(|label| span(label, false, sources)));
    // A fix that is the help itself says it once, with its edits.
    let said = |help: &&String| !finding.fixes.iter().any(|fix| fix.message == **help);
    let mut children: Vec<Message> = finding.help.iter().filter(said).map(|help| child("help", help.clone())).collect();
    children.extend(finding.notes.iter().map(|note| child("note", note.clone())));
    children.extend(finding.fixes.iter().map(|fix| Message {
        spans: fix.edits.iter().map(|edit| suggestion(edit, fix.applicability, sources)).collect(),
        ..child("help", fix.message.clone())
    }));
    children.extend(rule.map(|rule| child("help", format!("for more, see {}", rule.url()))));
    Message {
        message_type: "diagnostic",
        message: finding.message.clone(),
        code: Some(Code {
            code: format!("tether::{}", diagnostic.rule),
            explanation: rule.map(|rule| rule.page.body.to_owned()),
        }),
        level: word(diagnostic.level),
        spans,
        children,
        rendered: Some(human::report(diagnostic, sources, style)),
    }
}

fn child(level: &'static str, message: String) -> Message {
    Message {
        message_type: "diagnostic",
        message,
        code: None,
        level,
        spans: Vec::new(),
        children: Vec::new(),
        rendered: None,
    }
}

fn suggestion(edit: &Edit, applicability: Applicability, sources: &Sources) -> JsonSpan {
    JsonSpan {
        label: None,
        suggested_replacement: Some(edit.text.clone()),
        suggestion_applicability: Some(applicability.as_str()),
        ..span(&Label { span: edit.span, text: String::new() }, true, sources)
    }
}

fn span(label: &Label, is_primary: bool, sources: &Sources) -> JsonSpan {
    let Span { file, lo, hi } = label.span;
    let file = sources.get(file);
    let (start, end) = (file.line_column(lo), file.line_column(hi));
    let text = (start.line..=end.line).map(|line| {
        let text = file.line_text(line).to_owned();
        let full = text.chars().count() as u32 + 1;
        Line {
            highlight_start: if line == start.line { start.column } else { 1 },
            highlight_end: if line == end.line { end.column } else { full },
            text,
        }
    });
    JsonSpan {
        file_name: file.path.clone(),
        // Offsets in the file as it lies on the disk.
        byte_start: lo + file.skipped,
        byte_end: hi + file.skipped,
        line_start: start.line,
        line_end: end.line,
        column_start: start.column,
        column_end: end.column,
        is_primary,
        text: text.collect(),
        label: Some(label.text.clone()),
        suggested_replacement: None,
        suggestion_applicability: None,
        expansion: None,
    }
}

#[cfg(test)]
mod tests {
    use super::file_url;
    use std::path::Path;

    #[test]
    fn folders_are_urls() {
        assert_eq!(file_url(Path::new("/home/a b/ü#?%")), "file:///home/a%20b/%C3%BC%23%3F%25");
        assert_eq!(file_url(Path::new("C:\\x")), "file:///C:/x");
    }
}
