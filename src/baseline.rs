//! The baseline: findings that were there before, and are not to be reported.
//!
//! An entry has a rule, the path of an item and a line of code, and says how often; it has no line number. The file is
//! sorted, has one line for each entry, and only ever shrinks. Knows nothing of levels.

use crate::diagnostic::{Confidence, Diagnostic, Silenced, Silencer};
use crate::error::{Error, did_you_mean};
use crate::fingerprint::Key;
use crate::source::Sources;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Name of the file where nobody gives another.
pub const FILE_NAME: &str = "tether-baseline.toml";

const HEAD: &str = "\
# Findings that cargo-tether knows and does not report. Made by `cargo tether --write-baseline`.
# Mend them one by one; `cargo tether --prune-baseline` takes out what is gone. Nothing is ever added.
";

/// What is known, by key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: BTreeMap<Key, Known>,
    /// What was looked for when it was made.
    pub asked: Asked,
}

/// What a run looks for: who looks for less finds less, and nothing is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Test code is judged.
    pub tests: bool,
    /// The least confidence that is reported.
    pub confidence: Confidence,
}

impl Default for Asked {
    fn default() -> Self {
        Self { tests: false, confidence: Confidence::Likely }
    }
}

impl Asked {
    /// Whether all is found that `other` finds.
    pub fn covers(self, other: Self) -> bool {
        (self.tests || !other.tests) && self.confidence <= other.confidence
    }

    fn and(self, other: Self) -> Self {
        Self { tests: self.tests || other.tests, confidence: self.confidence.min(other.confidence) }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    count: u32,
    reason: Option<String>,
}

/// What a baseline makes of findings.
#[derive(Debug, Default)]
pub struct Applied {
    /// What is to be reported, in the same order.
    pub new: Vec<Diagnostic>,
    /// What is known.
    pub known: Vec<Silenced>,
    /// How often each key was found; at most as often as it is known.
    found: BTreeMap<Key, u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    #[serde(default)]
    tests: bool,
    confidence: Option<Confidence>,
    #[serde(default)]
    findings: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    rule: String,
    item: String,
    code: String,
    #[serde(default = "once")]
    count: u32,
    reason: Option<String>,
}

fn once() -> u32 {
    1
}

impl Baseline {
    /// One that knows all of these findings.
    pub fn of(diagnostics: &[Diagnostic], sources: &Sources, asked: Asked) -> Self {
        let mut entries: BTreeMap<Key, Known> = BTreeMap::new();
        for diagnostic in diagnostics {
            let known = entries.entry(Key::of(diagnostic, sources)).or_insert(Known { count: 0, reason: None });
            known.count += 1;
        }
        Self { entries, asked }
    }

    /// Reads a file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let message = format!("there is no baseline `{}`", path.display());
                return Err(Error::usage(message, Some("`cargo tether --write-baseline` makes it".to_owned())));
            }
            Err(error) => return Err(Error::read(path, error)),
        };
        let file: File = toml::from_str(&text).map_err(|error| {
            let message = error.message().lines().next().unwrap_or_default();
            let mut quoted = message.split('`').skip(1).step_by(2);
            let help = quoted.next().and_then(|name| did_you_mean(name, quoted));
            Error::config(path, &text, message, "here", error.span(), help)
        })?;
        if file.version != 1 {
            let message = format!("this baseline has version {}, and this program reads version 1", file.version);
            return Err(Error::config(path, &text, message, "here", None, None));
        }
        let confidence = file.confidence.unwrap_or(Asked::default().confidence);
        let mut baseline = Self { entries: BTreeMap::new(), asked: Asked { tests: file.tests, confidence } };
        for entry in file.findings {
            let key = Key { rule: entry.rule, item: entry.item, snippet: entry.code };
            // Two branches may have left two lines for one key.
            let known = baseline.entries.entry(key).or_insert(Known { count: 0, reason: None });
            known.count += entry.count;
            known.reason = known.reason.take().or(entry.reason);
        }
        Ok(baseline)
    }

    /// Writes it, whole or not at all.
    pub fn write(&self, path: &Path) -> Result<(), Error> {
        let part = PathBuf::from(format!("{}.part", path.display()));
        let written = fs::write(&part, self.to_text()).and_then(|()| fs::rename(&part, path));
        written.map_err(|error: io::Error| Error::write(path, error))
    }

    fn to_text(&self) -> String {
        let mut out = format!("{HEAD}version = 1\n");
        if self.asked.tests {
            out += "tests = true\n";
        }
        match self.asked.confidence {
            Confidence::Possible => out += "confidence = \"possible\"\n",
            Confidence::Likely => {}
            Confidence::Certain => out += "confidence = \"certain\"\n",
        }
        out += "findings = [\n";
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        for (key, known) in &self.entries {
            // Writing to a string does not fail.
            let _ = write!(
                out,
                "    {{ rule = {}, item = {}, code = {}",
                quoted(&key.rule),
                quoted(&key.item),
                quoted(&key.snippet)
            );
            if known.count != 1 {
                let _ = write!(out, ", count = {}", known.count);
            }
            if let Some(reason) = &known.reason {
                let _ = write!(out, ", reason = {}", quoted(reason));
            }
            out += " },\n";
        }
        out += "]\n";
        out
    }

    /// Number of findings that it knows.
    pub fn len(&self) -> usize {
        self.entries.values().map(|known| known.count as usize).sum()
    }

    /// Whether it knows nothing.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes out of the findings what is known. Of those with the same key the first ones are.
    pub fn apply(&self, diagnostics: Vec<Diagnostic>, sources: &Sources) -> Applied {
        let mut applied = Applied::default();
        for diagnostic in diagnostics {
            let key = Key::of(&diagnostic, sources);
            let Some(known) = self.entries.get(&key) else {
                applied.new.push(diagnostic);
                continue;
            };
            let found = applied.found.entry(key).or_default();
            if *found == known.count {
                applied.new.push(diagnostic);
                continue;
            }
            *found += 1;
            let reason = known.reason.clone();
            applied.known.push(Silenced { diagnostic, by: Silencer::Baseline, reason });
        }
        applied
    }

    /// What is known and was not found, of what `judged` says could have been found: keys, and how often each is missing.
    pub fn stale(&self, applied: &Applied, judged: impl Fn(&Key) -> bool) -> Vec<(&Key, u32)> {
        let missing = self.entries.iter().filter(|(key, _)| judged(key)).map(|(key, known)| {
            let found = applied.found.get(key).copied().unwrap_or(0);
            (key, known.count - found)
        });
        missing.filter(|(_, missing)| *missing > 0).collect()
    }

    /// The same without what is stale.
    #[must_use]
    pub fn without(&self, stale: &[(&Key, u32)]) -> Self {
        let mut rest = self.clone();
        for (key, missing) in stale {
            if let Some(known) = rest.entries.get_mut(*key) {
                known.count -= missing;
            }
        }
        rest.entries.retain(|_, known| known.count > 0);
        rest
    }

    /// Takes over from `old` what `kept` says: what this run could not have found.
    pub fn keep(&mut self, old: &Self, kept: impl Fn(&Key) -> bool) {
        for (key, known) in old.entries.iter().filter(|(key, _)| kept(key)) {
            self.entries.insert(key.clone(), known.clone());
        }
        self.asked = self.asked.and(old.asked);
    }

    /// The findings of this one that `old` does not know; takes over the reasons of `old`.
    pub fn growth(&mut self, old: &Self) -> usize {
        let mut growth = 0;
        for (key, known) in &mut self.entries {
            let before = old.entries.get(key);
            known.reason = before.and_then(|before| before.reason.clone());
            growth += known.count.saturating_sub(before.map_or(0, |before| before.count)) as usize;
        }
        growth
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Baseline};
    use crate::diagnostic::{Confidence, Diagnostic, Finding, Level};
    use crate::source::{SourceFile, Sources, Span};

    /// One finding at each `spawn`.
    fn found(text: &str) -> (Sources, Vec<Diagnostic>) {
        let mut sources = Sources::default();
        let file = sources.add(SourceFile::new("src/main.rs", text.to_owned()));
        let spans = text.match_indices("spawn").map(|(at, _)| Span::new(file, at as u32, at as u32 + 5));
        let diagnostics = spans.map(|span| Diagnostic {
            rule: "detached-loop",
            level: Level::Error,
            finding: Finding::new(Confidence::Certain, span, "m", "l"),
            item: "a::f".to_owned(),
        });
        let diagnostics = diagnostics.collect();
        (sources, diagnostics)
    }

    fn baseline(text: &str) -> Baseline {
        let (sources, diagnostics) = found(text);
        Baseline::of(&diagnostics, &sources, Asked::default())
    }

    #[test]
    fn moved_lines_are_known_and_more_of_the_same_are_not() {
        let known = baseline("spawn(a);\nspawn(b \"x\\\\\");\nspawn(a);\n");
        let (sources, now) = found("\n\n  spawn(a);\nspawn(c);\n\nspawn(a); \nspawn(a);\n");
        let applied = known.apply(now, &sources);
        let lines: Vec<u32> = applied.new.iter().map(|one| sources.start(one.finding.primary.span).line).collect();
        assert_eq!((lines, applied.known.len()), (vec![4, 7], 2));
        let stale = known.stale(&applied, |_| true);
        assert_eq!(
            stale.iter().map(|(key, missing)| (key.snippet.as_str(), *missing)).collect::<Vec<_>>(),
            [("spawn(b \"x\\\\\");", 1)]
        );
        assert!(known.stale(&applied, |_| false).is_empty());
        let pruned = known.without(&stale);
        assert_eq!(pruned, baseline("spawn(a);\nspawn(a);\n"));
    }

    #[test]
    fn what_is_written_is_read_and_two_lines_for_one_key_add_up() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("b.toml");
        let known = baseline("spawn(a, \"\u{1b}'\");\nspawn(b);\nspawn(b);\n");
        known.write(&path).unwrap();
        assert_eq!(Baseline::read(&path).unwrap(), known);
        let text = std::fs::read_to_string(&path).unwrap();
        let line = text.lines().find(|line| line.contains("spawn(b)")).unwrap();
        assert_eq!(line, "    { rule = \"detached-loop\", item = \"a::f\", code = \"spawn(b);\", count = 2 },");
        std::fs::write(&path, text.replace(line, &format!("{line}\n{line}"))).unwrap();
        assert_eq!(Baseline::read(&path).unwrap().len(), known.len() + 2);
    }

    #[test]
    fn growth_is_counted_and_reasons_stay() {
        let old = baseline("spawn(a);\nspawn(b);\n");
        let mut new = baseline("spawn(a);\nspawn(a);\nspawn(c);\n");
        assert_eq!(new.growth(&old), 2);
        assert_eq!(baseline("spawn(a);\n").growth(&old), 0);
    }
}
