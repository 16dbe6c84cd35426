//! `human`: miette's graphical report, one for each finding, with all places that prove it.
//!
//! Knows nothing of where the text goes: width, colour and characters are given.

use crate::diagnostic::{Diagnostic, Label, Level};
use crate::rules;
use crate::source::{FileId, SourceFile, Sources, Span};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, Severity, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use std::fmt;

/// How the report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Columns.
    pub width: usize,
    /// ANSI colours.
    pub color: bool,
    /// Box-drawing characters, not only ASCII.
    pub unicode: bool,
    /// Addresses stand behind words (OSC 8), not beside them.
    pub links: bool,
}

impl Style {
    /// What goes into files and messages: no colour, 100 columns.
    pub const PLAIN: Self = Self { width: 100, color: false, unicode: true, links: false };

    fn theme(self) -> GraphicalTheme {
        GraphicalTheme {
            characters: if self.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() },
            styles: if self.color { ThemeStyles::ansi() } else { ThemeStyles::none() },
        }
    }
}

/// All findings, an empty line after each.
pub fn render(diagnostics: &[Diagnostic], sources: &Sources, style: Style) -> String {
    let mut out = String::new();
    for one in diagnostics {
        out += &report(one, sources, style);
        out.push('\n');
    }
    out
}

/// One finding.
pub fn report(diagnostic: &Diagnostic, sources: &Sources, style: Style) -> String {
    let view = View::new(diagnostic, sources);
    let mut theme = style.theme();
    let (severe, aside) = match diagnostic.level {
        Level::Error => (theme.styles.error, theme.styles.advice),
        Level::Warn | Level::Off => (theme.styles.warning, theme.styles.advice),
    };
    // miette hands out these styles in order of the labels' places.
    theme.styles.highlights = view.labels.iter().map(|label| if label.primary() { severe } else { aside }).collect();
    let handler = GraphicalReportHandler::new_themed(theme).with_width(style.width).with_urls(false);
    let mut out = String::new();
    if handler.render_report(&mut out, &view).is_err() {
        out = super::short::render(std::slice::from_ref(diagnostic), sources);
    }
    let mut out = trim_lines(&out);
    for note in &diagnostic.finding.notes {
        out += &wrap("  note: ", note, style.width);
    }
    if let Some(rule) = rules::find(diagnostic.rule) {
        out += &match style.links {
            true => format!("  page: \u{1b}]8;;{}\u{1b}\\{}\u{1b}]8;;\u{1b}\\\n", rule.url(), rule.id),
            false => format!("  page: {}\n", rule.url()),
        };
    }
    out
}

/// A failure of the run, the same way. Its code is of no use to people, and left out.
pub fn failure(error: &dyn miette::Diagnostic, style: Style) -> String {
    let handler = GraphicalReportHandler::new_themed(style.theme()).with_width(style.width).with_urls(false);
    let mut out = String::new();
    match handler.render_report(&mut out, &Failure(error)) {
        Ok(()) => trim_lines(&out),
        Err(fmt::Error) => format!("error: {error}\n"),
    }
}

#[derive(Debug)]
struct Failure<'a>(&'a dyn miette::Diagnostic);

impl miette::Diagnostic for Failure<'_> {
    fn help<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        self.0.help()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.0.labels()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.0.source_code()
    }
}

impl fmt::Display for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0, f)
    }
}

impl std::error::Error for Failure<'_> {}

/// A finding as miette asks for it.
///
/// miette reads one source for each report, and a finding may have places in several files: so this is one source, in
/// which each file has a range of offsets of its own, the primary place's first.
struct View<'a> {
    diagnostic: &'a Diagnostic,
    code: Code<'a>,
    /// In order of their offsets.
    labels: Vec<LabeledSpan>,
}

struct Code<'a> {
    sources: &'a Sources,
    files: Vec<FileId>,
}

/// Longer than any file.
const FILE_RANGE: usize = 1 << 32;

impl<'a> View<'a> {
    fn new(diagnostic: &'a Diagnostic, sources: &'a Sources) -> Self {
        let finding = &diagnostic.finding;
        let mut code = Code { sources, files: Vec::new() };
        for label in [&finding.primary].into_iter().chain(&finding.related) {
            if !code.files.contains(&label.span.file) {
                code.files.push(label.span.file);
            }
        }
        let label = |label: &Label, primary: bool| {
            let span = code.offsets(first_line(sources, label.span));
            match primary {
                true => LabeledSpan::new_primary_with_span(Some(label.text.clone()), span),
                false => LabeledSpan::new_with_span(Some(label.text.clone()), span),
            }
        };
        let mut labels = vec![label(&finding.primary, true)];
        labels.extend(finding.related.iter().map(|related| label(related, false)));
        labels.sort_by_key(LabeledSpan::offset);
        Self { diagnostic, code, labels }
    }
}

impl<'a> Code<'a> {
    fn offsets(&self, span: Span) -> SourceSpan {
        let index = self.files.iter().position(|file| *file == span.file).unwrap_or(0);
        (index * FILE_RANGE + span.lo as usize, (span.hi - span.lo) as usize).into()
    }

    fn file(&self, offset: usize) -> Option<&'a SourceFile> {
        Some(self.sources.get(*self.files.get(offset / FILE_RANGE)?))
    }
}

impl SourceCode for Code<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let base = span.offset() / FILE_RANGE * FILE_RANGE;
        let (lo, hi) = (span.offset() - base, span.offset() - base + span.len());
        let file = self.file(span.offset()).filter(|file| hi <= file.text.len()).ok_or(MietteError::OutOfBounds)?;
        let first = file.line_column(lo as u32);
        let last = file.line_column(hi.max(lo + 1) as u32 - 1).line as usize;
        let from_line = (first.line as usize).saturating_sub(before).max(1);
        // As miette's own sources do: without context, the text begins at the span.
        let (from, column) = match before {
            0 => (lo, first.column as usize - 1),
            _ => (file.line_range(from_line as u32).start, 0),
        };
        let to_line = (last + after).min(file.line_count());
        let to = file.line_range(to_line as u32).end.max(hi);
        Ok(Box::new(MietteSpanContents::new_named(
            file.path.clone(),
            &file.text.as_bytes()[from..to],
            (base + from, to - from).into(),
            from_line - 1,
            column,
            to_line + 1 - from_line,
        )))
    }
}

impl miette::Diagnostic for View<'_> {
    fn code<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        Some(Box::new(format!("tether::{}", self.diagnostic.rule)))
    }

    fn severity(&self) -> Option<Severity> {
        Some(match self.diagnostic.level {
            Level::Error => Severity::Error,
            Level::Warn => Severity::Warning,
            Level::Off => Severity::Advice,
        })
    }

    fn help<'s>(&'s self) -> Option<Box<dyn fmt::Display + 's>> {
        self.diagnostic.finding.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.code)
    }
}

impl fmt::Display for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.diagnostic.finding.message)
    }
}

impl fmt::Debug for View<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.diagnostic, f)
    }
}

impl std::error::Error for View<'_> {}

/// The part of a span that stands on its first line: nobody wants to see a whole task as its own label.
fn first_line(sources: &Sources, span: Span) -> Span {
    let text = sources.text(span);
    let line = text.split('\n').next().unwrap_or("").trim_end();
    let file = sources.get(span.file);
    let lo = span.lo.min(file.text.len() as u32);
    Span::new(span.file, lo, lo + line.len() as u32)
}

/// miette fills lines with spaces here and there.
fn trim_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.trim_end().lines() {
        out += line.trim_end();
        out.push('\n');
    }
    out
}

/// A paragraph with a head, later lines below the first word.
fn wrap(head: &str, text: &str, width: usize) -> String {
    let mut out = head.to_owned();
    let mut column = head.len();
    for (index, word) in text.split_whitespace().enumerate() {
        let length = word.chars().count();
        if index > 0 && column + 1 + length > width {
            out += "\n        ";
            column = 8;
        } else if index > 0 {
            out.push(' ');
            column += 1;
        }
        out += word;
        column += length;
    }
    out.push('\n');
    out
}
