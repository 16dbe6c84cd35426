//! `gitlab`: a Code Quality report.

use crate::diagnostic::Level;
use crate::fingerprint::fingerprints;
use crate::render::Report;
use serde::Serialize;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: String,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// One JSON array with an object for each finding.
pub fn render(report: &Report<'_>) -> String {
    let sources = &report.workspace.sources;
    let prints = fingerprints(report.found, sources);
    let issues: Vec<Issue> = report
        .found
        .iter()
        .zip(prints)
        .map(|(one, fingerprint)| {
            let span = one.finding.primary.span;
            let help = one.finding.help.as_ref().map(|help| format!(" (help: {help})")).unwrap_or_default();
            Issue {
                description: format!("{}{help}", one.finding.message),
                check_name: format!("tether::{}", one.rule),
                fingerprint,
                severity: if one.level == Level::Error { "major" } else { "minor" },
                location: Location {
                    path: report.path(span.file),
                    lines: Lines {
                        begin: sources.start(span).line,
                        end: sources.get(span.file).line_column(span.hi).line,
                    },
                },
            }
        })
        .collect();
    serde_json::to_string_pretty(&issues).unwrap_or_default() + "\n"
}
