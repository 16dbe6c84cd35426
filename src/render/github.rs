//! `github`: workflow commands, which GitHub shows at the lines of a change.
//!
//! GitHub shows ten errors and ten warnings of a step. The rest still stands in the log, and a last line says so.

use crate::diagnostic::Level;
use crate::render::{Report, count};
use std::fmt::Write;

/// So many annotations of one kind GitHub shows for a step.
const SHOWN: usize = 10;

/// One command a line.
pub fn render(report: &Report<'_>) -> String {
    let sources = &report.workspace.sources;
    let mut out = String::new();
    for one in report.found {
        let finding = &one.finding;
        let file = sources.get(finding.primary.span.file);
        let start = file.line_column(finding.primary.span.lo);
        let end = file.line_column(finding.primary.span.hi);
        let command = if one.level == Level::Error { "error" } else { "warning" };
        let mut message = finding.message.clone();
        // Writing to a string does not fail.
        let _ = write!(message, "\n{}: {}", sources.place(finding.primary.span), finding.primary.text);
        for label in &finding.related {
            let _ = write!(message, "\n{}: {}", sources.place(label.span), label.text);
        }
        if let Some(help) = &finding.help {
            let _ = write!(message, "\nhelp: {help}");
        }
        for note in &finding.notes {
            let _ = write!(message, "\nnote: {note}");
        }
        let _ = write!(
            out,
            "::{command} file={},line={},endLine={}",
            property(&report.path(finding.primary.span.file)),
            start.line,
            end.line,
        );
        // GitHub takes columns only where a place lies on one line.
        if start.line == end.line {
            let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
        }
        let _ = writeln!(out, ",title={}::{}", property(&format!("tether::{}", one.rule)), data(&message));
    }
    for (level, noun) in [(Level::Error, "error"), (Level::Warn, "warning")] {
        let all = report.found.iter().filter(|one| one.level == level).count();
        if all > SHOWN {
            let text = format!(
                "GitHub shows the first {SHOWN} {noun}s of a step; {} more stand in its log",
                count(all - SHOWN, noun)
            );
            let _ = writeln!(out, "::notice title=tether::{}", data(&text));
        }
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
