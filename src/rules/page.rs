//! A rule's page: TOML front matter between `+++` lines, then Markdown.
//!
//! The front matter may stand in an HTML comment, so that rustdoc and code hosts do not show it.

use crate::diagnostic::Level;
use serde::Deserialize;

/// The headings of every page, in this order.
pub const HEADINGS: [&str; 6] =
    ["What it does", "Why it matters", "What to do instead", "When it is fine", "What it cannot see", "References"];

/// A page, split.
#[derive(Debug)]
pub struct Page {
    /// What the front matter says.
    pub front: Front,
    /// The Markdown after it.
    pub body: &'static str,
}

/// Front matter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Front {
    /// The rule's name, which is the folder's.
    pub id: String,
    /// One of [`crate::rules::FAMILIES`].
    pub family: String,
    /// The level that holds where nobody sets another.
    pub level: Level,
    /// One line: what it finds.
    pub summary: String,
    /// Version that it came with.
    pub since: String,
    /// Rules that are silent about a mistake that this one reports: theirs is the more general word for it.
    #[serde(default)]
    pub instead_of: Vec<String>,
    /// It judges test code only, which is read with `--tests`.
    #[serde(default)]
    pub tests_only: bool,
}

impl Page {
    /// Splits a page and reads its front matter.
    pub fn parse(text: &'static str) -> Result<Self, String> {
        let text = text.trim_start();
        let (text, commented) = match text.strip_prefix("<!--") {
            Some(rest) => (rest.trim_start(), true),
            None => (text, false),
        };
        let (front, body) = text
            .strip_prefix("+++")
            .and_then(|rest| rest.split_once("\n+++"))
            .ok_or("the page does not begin with front matter between `+++` lines")?;
        let body = match commented {
            true => body.trim_start().strip_prefix("-->").ok_or("the comment around the front matter is not closed")?,
            false => body,
        };
        let front = toml::from_str(front).map_err(|error| error.to_string())?;
        Ok(Self { front, body: body.trim() })
    }

    /// The second-level headings, in order.
    pub fn headings(&self) -> Vec<&'static str> {
        let mut in_code = false;
        let mut headings = Vec::new();
        for line in self.body.lines() {
            if line.trim_start().starts_with("```") {
                in_code = !in_code;
            } else if let Some(heading) = line.strip_prefix("## ").filter(|_| !in_code) {
                headings.push(heading.trim());
            }
        }
        headings
    }
}

#[cfg(test)]
mod tests {
    use super::Page;
    use crate::diagnostic::Level;

    const FRONT: &str = "id = \"x\"\nfamily = \"locks\"\nlevel = \"warn\"\nsummary = \"s\"\nsince = \"0.1.0\"\n";

    fn page(text: String) -> Result<Page, String> {
        Page::parse(text.leak())
    }

    #[test]
    fn front_matter_may_stand_in_a_comment() {
        for text in [format!("+++\n{FRONT}+++\n\n## A\n"), format!("<!--\n+++\n{FRONT}+++\n-->\n\n## A\n")] {
            let page = page(text).unwrap();
            assert_eq!((page.front.level, page.body), (Level::Warn, "## A"));
        }
    }

    #[test]
    fn headings_in_code_do_not_count() {
        let page = page(format!("+++\n{FRONT}+++\n## A\n```md\n## B\n```\n## C\n")).unwrap();
        assert_eq!(page.headings(), ["A", "C"]);
    }

    #[test]
    fn unknown_keys_are_refused() {
        assert!(page(format!("+++\n{FRONT}x = 1\n+++\n")).is_err());
    }
}
