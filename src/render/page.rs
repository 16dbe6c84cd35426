//! A rule's page for the terminal, with its cases and how to allow what it finds.
//!
//! Reads as much Markdown as the pages use; without colour it is the Markdown itself.

use crate::render::word;
use crate::rules::Rule;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const CYAN: &str = "\u{1b}[36m";
const RESET: &str = "\u{1b}[0m";

/// The page of a rule.
pub fn render(rule: &Rule, color: bool) -> String {
    let level = match rule.level {
        crate::diagnostic::Level::Off => "off unless asked for",
        level => word(level),
    };
    let markdown = format!(
        "# {id}\n\n{summary} ({family}, {level})\n\n{body}\n\n## Example\n\nFound:\n\n```rust\n{bad}\n```\n\nFine:\n\n\
         ```rust\n{good}\n```\n\n## How to allow it\n\nIn the code, above the line or at its end:\n\n```rust\n\
         // tether: allow({id}, reason = \"…\")\n```\n\nFor one run: `cargo tether -A {id}`.\n\n{url}\n",
        id = rule.id,
        summary = rule.summary,
        family = rule.family,
        body = without_title(rule.page.body),
        bad = without_annotations(rule.bad),
        good = without_annotations(rule.good),
        url = rule.url(),
    );
    if color { colored(&markdown) } else { markdown }
}

/// The page without a title of its own.
fn without_title(body: &str) -> &str {
    match body.strip_prefix("# ").and_then(|rest| rest.split_once('\n')) {
        Some((_, rest)) => rest.trim_start(),
        None => body,
    }
}

/// The case without the marks for the tests.
fn without_annotations(code: &str) -> String {
    let mut out = String::new();
    for line in code.trim().lines() {
        match line.split_once("//~") {
            Some((before, _)) if before.trim().is_empty() => continue,
            Some((before, _)) => out += before.trim_end(),
            None => out += line,
        }
        out.push('\n');
    }
    out.trim_end().to_owned()
}

fn colored(markdown: &str) -> String {
    let mut out = String::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if in_code {
            let comment = line.trim_start().starts_with("//");
            out += &if comment { format!("    {DIM}{line}{RESET}") } else { format!("    {line}") };
        } else if let Some(title) = line.strip_prefix("# ").or_else(|| line.strip_prefix("## ")) {
            out += &format!("{BOLD}{title}{RESET}");
        } else {
            out += &inline_code(line);
        }
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    out
}

fn inline_code(line: &str) -> String {
    let mut out = String::new();
    let pieces: Vec<&str> = line.split('`').collect();
    for (index, piece) in pieces.iter().enumerate() {
        // The odd pieces stand between two backticks; a last one without its partner does not.
        match index % 2 == 1 && index + 1 < pieces.len() {
            true => out += &format!("{CYAN}{piece}{RESET}"),
            false if index % 2 == 1 => out += &format!("`{piece}"),
            false => out += piece,
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{inline_code, without_annotations};

    #[test]
    fn cases_lose_their_marks() {
        assert_eq!(without_annotations("a(); //~ x\n//~^ y\nb();\n"), "a();\nb();");
    }

    #[test]
    fn code_stands_out() {
        assert_eq!(inline_code("a `b` c"), "a \u{1b}[36mb\u{1b}[0m c");
        assert_eq!(inline_code("a `b"), "a `b");
    }
}
