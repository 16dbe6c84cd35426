//! `junit`: XML for whatever shows the results of tests. Each finding is a test that failed; nothing found is one that
//! passed, because an empty report counts as a broken one in places.

use crate::render::{Report, short, word};
use std::fmt::Write;

/// The document.
pub fn render(report: &Report<'_>) -> String {
    let sources = &report.workspace.sources;
    let found = report.found;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let tests = found.len().max(1);
    let counts = format!("tests=\"{tests}\" failures=\"{}\" errors=\"0\" skipped=\"0\"", found.len());
    // Writing to a string does not fail.
    let _ = writeln!(out, "<testsuites name=\"cargo-tether\" {counts}>");
    let _ = writeln!(out, "  <testsuite name=\"cargo-tether\" {counts}>");
    if found.is_empty() {
        out += "    <testcase name=\"no findings\" classname=\"cargo-tether\" time=\"0\"/>\n";
    }
    for one in found {
        let finding = &one.finding;
        let span = finding.primary.span;
        let at = sources.start(span);
        let path = report.path(span.file);
        let _ = writeln!(
            out,
            "    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\" time=\"0\">",
            attribute(&format!("{} at {path}:{}:{}", one.rule, at.line, at.column)),
            attribute(&one.item),
            attribute(&path),
            at.line,
        );
        let mut text = short::render(std::slice::from_ref(one), sources);
        for label in [&finding.primary].into_iter().chain(&finding.related) {
            let _ = writeln!(text, "{}: {}", sources.place(label.span), label.text);
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(text, "help: {help}");
        }
        let _ = writeln!(
            out,
            "      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>",
            word(one.level),
            attribute(&finding.message),
            content(&text),
        );
    }
    out += "  </testsuite>\n</testsuites>\n";
    out
}

fn attribute(text: &str) -> String {
    content(text).replace('"', "&quot;").replace('\n', "&#10;").replace('\t', "&#9;")
}

/// Text between tags: what XML 1.0 has no way to say becomes the replacement character.
fn content(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '\n' | '\t' => out.push(char),
            '\r' => out += "&#13;",
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(char),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{attribute, content};

    #[test]
    fn text_is_escaped() {
        assert_eq!(content("a<b> & \"c\"\u{1b}"), "a&lt;b&gt; &amp; \"c\"\u{fffd}");
        assert_eq!(attribute("a\"b\n"), "a&quot;b&#10;");
    }
}
