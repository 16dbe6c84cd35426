//! `sarif`: SARIF 2.1.0, as code scanning services read it.
//!
//! Each finding has its related places, a fingerprint that survives moved lines, its rule with page and address, and
//! what is allowed is there, too, as suppressed.

use crate::diagnostic::{Confidence, Diagnostic, Fix, Label, Level, Problem, Silencer};
use crate::fingerprint::fingerprints;
use crate::render::{Report, count};
use crate::rules::{self, Rule};
use crate::source::Sources;
use serde_json::{Value, json};

/// A run with more results is refused by code scanning.
const RESULTS: usize = 25_000;

/// The document.
pub fn render(report: &Report<'_>) -> String {
    let sources = &report.workspace.sources;
    let silenced = report.silenced.iter().map(|one| {
        let kind = match one.by {
            Silencer::Comment => "inSource",
            Silencer::Baseline => "external",
        };
        (&one.diagnostic, Some((kind, one.reason.as_deref())))
    });
    let all: Vec<_> = report.found.iter().map(|one| (one, None)).chain(silenced).collect();
    let prints = fingerprints(all.iter().map(|(one, _)| *one), sources);
    let results: Vec<Value> = all
        .iter()
        .zip(&prints)
        .take(RESULTS)
        .map(|((one, suppression), print)| result(one, *suppression, print, report))
        .collect();
    let mut notifications: Vec<Value> = report.problems.iter().map(problem).collect();
    if all.len() > RESULTS {
        let rest = count(all.len() - RESULTS, "result");
        let text = format!("{rest} left out: code scanning takes {RESULTS} of a run");
        notifications.push(json!({ "level": "warning", "message": { "text": text } }));
    }
    let document = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cargo-tether",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_HOMEPAGE"),
                "rules": rules::all().iter().map(rule).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": true,
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "name": rule.id,
        "shortDescription": { "text": rule.summary },
        "fullDescription": { "text": rule.summary },
        "help": {
            "text": format!("{}: {}. See {}", rule.id, rule.summary, rule.url()),
            "markdown": rule.page.body,
        },
        "helpUri": rule.url(),
        "defaultConfiguration": {
            "enabled": rule.level != Level::Off,
            "level": if rule.level == Level::Error { "error" } else { "warning" },
        },
        "properties": { "tags": ["concurrency", rule.family], "problem.severity": severity(rule.level) },
    })
}

fn severity(level: Level) -> &'static str {
    if level == Level::Error { "error" } else { "warning" }
}

fn result(
    diagnostic: &Diagnostic,
    suppression: Option<(&str, Option<&str>)>,
    print: &str,
    report: &Report<'_>,
) -> Value {
    let finding = &diagnostic.finding;
    let index = rules::all().iter().position(|rule| rule.id == diagnostic.rule);
    let mut text = finding.message.clone();
    if let Some(help) = &finding.help {
        text += &format!(". Help: {help}");
    }
    for note in &finding.notes {
        text += &format!(". Note: {note}");
    }
    let mut primary = place(&finding.primary, report);
    primary["message"] = json!({ "text": finding.primary.text });
    if !diagnostic.item.is_empty() {
        primary["logicalLocations"] = json!([{ "fullyQualifiedName": diagnostic.item }]);
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .enumerate()
        .map(|(index, label)| {
            let mut place = place(label, report);
            place["id"] = json!(index + 1);
            place["message"] = json!({ "text": label.text });
            place
        })
        .collect();
    let mut result = json!({
        "ruleId": diagnostic.rule,
        "level": severity(diagnostic.level),
        "message": { "text": text },
        "locations": [primary],
        "partialFingerprints": { "primaryLocationLineHash": print, "tetherKey/v1": print },
        "properties": { "confidence": confidence(finding.confidence) },
    });
    if let Some(index) = index {
        result["ruleIndex"] = json!(index);
    }
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    let fixes: Vec<Value> = finding.fixes.iter().map(|it| fix(it, report)).collect();
    if !fixes.is_empty() {
        result["fixes"] = json!(fixes);
    }
    if let Some((kind, reason)) = suppression {
        let mut suppression = json!({ "kind": kind, "status": "accepted" });
        if let Some(reason) = reason {
            suppression["justification"] = json!(reason);
        }
        result["suppressions"] = json!([suppression]);
    }
    result
}

fn fix(fix: &Fix, report: &Report<'_>) -> Value {
    let changes = fix.edits.iter().map(|edit| {
        let place = place(&Label { span: edit.span, text: String::new() }, report);
        let mut region = place["physicalLocation"]["region"].clone();
        if let Some(region) = region.as_object_mut() {
            region.remove("snippet");
        }
        json!({
            "artifactLocation": place["physicalLocation"]["artifactLocation"],
            "replacements": [{ "deletedRegion": region, "insertedContent": { "text": edit.text } }],
        })
    });
    json!({ "description": { "text": fix.message }, "artifactChanges": changes.collect::<Vec<_>>() })
}

fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::Certain => "certain",
        Confidence::Likely => "likely",
        Confidence::Possible => "possible",
    }
}

fn place(label: &Label, report: &Report<'_>) -> Value {
    let sources: &Sources = &report.workspace.sources;
    let file = sources.get(label.span.file);
    let (start, end) = (file.line_column(label.span.lo), file.line_column(label.span.hi));
    json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&report.path(label.span.file)), "uriBaseId": "%SRCROOT%" },
            "region": {
                "startLine": start.line,
                "startColumn": start.column,
                "endLine": end.line,
                "endColumn": end.column,
                "snippet": { "text": sources.text(label.span) },
            },
        },
    })
}

fn problem(problem: &Problem) -> Value {
    json!({ "level": "warning", "message": { "text": format!("{}: {}", problem.path, problem.message) } })
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b'+' | b'@' => {
                out.push(byte as char);
            }
            _ => out += &format!("%{byte:02X}"),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_are_uris() {
        assert_eq!(uri("src/a b/ü.rs"), "src/a%20b/%C3%BC.rs");
    }
}
