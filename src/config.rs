//! The configuration: `tether.toml`, and `[workspace.metadata.tether]` and `[package.metadata.tether]` of manifests.
//!
//! Refuses what it does not know, with the place. Knows neither rules (the caller names them) nor flags of the
//! command line, which come after all that is read here.

use crate::apis::{ApiFile, last_segment};
use crate::diagnostic::{Confidence, Level};
use crate::error::{Error, closest, did_you_mean};
use crate::workspace::paths::relative;
use globset::Glob;
use serde::de::DeserializeOwned;
use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// Name of the file.
pub const FILE_NAME: &str = "tether.toml";

/// All that was configured; later origins come last and win.
#[derive(Debug, Default)]
pub struct Config {
    /// Levels by name of a rule, of a family or `all`, to be applied in this order. Within one table they stand in the
    /// order of the file, `all` first.
    pub levels: Vec<(String, Level, Origin)>,
    /// Globs relative to the root, for files that are left out: all of them, whatever their origin.
    pub exclude: Vec<(String, Origin)>,
    /// Whether test code is read, too.
    pub tests: Option<(bool, Origin)>,
    /// The least confidence that is reported.
    pub confidence: Option<(Confidence, Origin)>,
    /// What the project's own functions and types are: name of the file and its rows, as the catalog wants them.
    pub apis: Vec<(String, ApiFile)>,
    /// The files that said something: path as in the origins, and text.
    pub files: Vec<(String, String)>,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Built in.
    Default,
    /// A file: its path relative to the root, and the 1-based line.
    File {
        /// Path relative to the root.
        path: String,
        /// 1-based line.
        line: u32,
    },
    /// The command line: the flag as written.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::File { path, line } => write!(f, "{path}:{line}"),
            Self::Flag(flag) => f.write_str(flag),
        }
    }
}

impl Config {
    /// The globs alone, as a request wants them.
    pub fn exclude_globs(&self) -> Vec<String> {
        self.exclude.iter().map(|(glob, _)| glob.clone()).collect()
    }

    /// An error in a row of `apis` that shows only when the catalog is built: `file` is the name in `apis`, `path` the
    /// row's path, if it has one.
    pub fn row_error(&self, file: &str, path: &str, message: &str) -> Error {
        let text = self.files.iter().find(|(name, _)| name == file).map_or("", |(_, text)| text);
        let written = [path, last_segment(path)].into_iter().filter(|part| !part.is_empty());
        let span = written.filter_map(|part| text.find(part).map(|at| at..at + part.len())).next();
        Error::config(Path::new(file), text, message, "in this row", span, None)
    }
}

/// Reads the configuration for a workspace: `[workspace.metadata.tether]`, then `[package.metadata.tether]` of the
/// `manifests`, then the `tether.toml` that is nearest to `start` upwards. `known` are the names that `[levels]` may
/// hold besides `all`.
pub fn load(root: &Path, start: &Path, manifests: &[PathBuf], known: &[&str]) -> Result<Config, Error> {
    let mut config = Config::default();
    for part in ["workspace", "package"] {
        for path in manifests {
            // A manifest that cannot be read is told where workspaces are read.
            let Ok(text) = fs::read_to_string(path) else { continue };
            let Ok(document) = DeTable::parse(&text) else { continue };
            let table = document.get_ref().get(part).and_then(|part| part.get_ref().get("metadata"));
            let Some(value) = table.and_then(|metadata| metadata.get_ref().get("tether")) else { continue };
            let file = ConfigFile { root, path, text: &text, known };
            file.read(
                value.get_ref().as_table().ok_or_else(|| file.wrong_type("tether", value, "a table"))?,
                &mut config,
            )?;
        }
    }
    if let Some(path) = find(root, start) {
        load_file(root, &path, known, &mut config)?;
    }
    Ok(config)
}

/// Reads one `tether.toml` over what is there.
pub fn load_file(root: &Path, path: &Path, known: &[&str], config: &mut Config) -> Result<(), Error> {
    let bytes = fs::read(path).map_err(|error| Error::read(path, error))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::read(path, io::Error::new(io::ErrorKind::InvalidData, "it is not valid UTF-8")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let file = ConfigFile { root, path, text, known };
    let document = DeTable::parse(text).map_err(|error| file.error(error.message(), "here", error.span(), None))?;
    file.read(document.get_ref(), config)
}

/// The `tether.toml` that is nearest to `start` upwards. Does not look above a repository or, without one, above
/// `root`.
pub fn find(root: &Path, start: &Path) -> Option<PathBuf> {
    let in_repository = start.ancestors().any(|folder| folder.join(".git").exists());
    for folder in start.ancestors() {
        let path = folder.join(FILE_NAME);
        if path.is_file() {
            return Some(path);
        }
        if folder.join(".git").exists() || !in_repository && folder == root {
            return None;
        }
    }
    None
}

const KEYS: [&str; 10] =
    ["levels", "exclude", "tests", "confidence", "fn", "type", "alias", "trait", "macro", "methods"];

struct ConfigFile<'a> {
    root: &'a Path,
    path: &'a Path,
    text: &'a str,
    known: &'a [&'a str],
}

type Value<'t> = Spanned<DeValue<'t>>;

impl ConfigFile<'_> {
    fn read(&self, table: &DeTable<'_>, config: &mut Config) -> Result<(), Error> {
        let name = self.name();
        let mut apis = ApiFile::default();
        let mut taught = false;
        let mut entries: Vec<_> = table.iter().collect();
        // The map is sorted by name; errors are to come in the order of the file.
        entries.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in entries {
            taught |= matches!(key.get_ref().as_ref(), "fn" | "type" | "alias" | "trait" | "macro" | "methods");
            match key.get_ref().as_ref() {
                "levels" => self.levels(value, config)?,
                "exclude" => self.exclude(value, config)?,
                "tests" => {
                    let tests = value.get_ref().as_bool();
                    let tests = tests.ok_or_else(|| self.wrong_type("tests", value, "true or false"))?;
                    config.tests = Some((tests, self.origin(key.span())));
                }
                "confidence" => {
                    let known = ["certain", "likely", "possible"];
                    let text = self.text_of("confidence", value)?;
                    let confidence = match text {
                        "certain" => Confidence::Certain,
                        "likely" => Confidence::Likely,
                        "possible" => Confidence::Possible,
                        _ => return Err(self.unknown("confidence", text, value.span(), &known)),
                    };
                    config.confidence = Some((confidence, self.origin(key.span())));
                }
                "fn" => apis.fns = self.rows("fn", value)?,
                "type" => apis.types = self.rows("type", value)?,
                "alias" => apis.aliases = self.rows("alias", value)?,
                "trait" => apis.traits = self.rows("trait", value)?,
                "macro" => apis.macros = self.rows("macro", value)?,
                "methods" => apis.methods = self.rows("methods", value)?,
                other => return Err(self.unknown("key", other, key.span(), &KEYS)),
            }
        }
        if taught {
            config.apis.push((name.clone(), apis));
        }
        config.files.push((name, self.text.to_owned()));
        Ok(())
    }

    fn levels(&self, value: &Value<'_>, config: &mut Config) -> Result<(), Error> {
        let table = value.get_ref().as_table().ok_or_else(|| self.wrong_type("levels", value, "a table"))?;
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| (key.get_ref() != "all", key.span().start));
        for (key, value) in entries {
            let name = key.get_ref().as_ref();
            if name != "all" && !self.known.contains(&name) {
                return Err(self.unknown("rule or family", name, key.span(), self.known));
            }
            let text = self.text_of(name, value)?;
            let level = match text {
                "off" | "allow" => Level::Off,
                "warn" => Level::Warn,
                "error" | "deny" => Level::Error,
                _ => return Err(self.unknown("level", text, value.span(), &["off", "warn", "error"])),
            };
            config.levels.push((name.to_owned(), level, self.origin(key.span())));
        }
        Ok(())
    }

    fn exclude(&self, value: &Value<'_>, config: &mut Config) -> Result<(), Error> {
        let list = value.get_ref().as_array();
        for glob in list.ok_or_else(|| self.wrong_type("exclude", value, "a list of globs"))?.iter() {
            let text = self.text_of("exclude", glob)?;
            if let Err(error) = Glob::new(text) {
                let message = format!("`{text}` is not a glob: {}", error.kind());
                return Err(self.error(&message, "this glob", Some(glob.span()), None));
            }
            let folder = self.path.parent().unwrap_or(self.path);
            if let Some(text) = rebase(text, self.root, folder) {
                config.exclude.push((text, self.origin(glob.span())));
            }
        }
        Ok(())
    }

    fn rows<T: DeserializeOwned>(&self, key: &str, value: &Value<'_>) -> Result<T, Error> {
        match key {
            "methods" if !value.get_ref().is_table() => return Err(self.wrong_type(key, value, "a table")),
            "methods" => {}
            _ if !value.get_ref().is_array() => {
                return Err(self.wrong_type(key, value, &format!("a list of tables (`[[{key}]]`)")));
            }
            _ => {}
        }
        T::deserialize(ValueDeserializer::from(value.clone())).map_err(|error| {
            let message = error.message().lines().next().unwrap_or_default();
            let span = error.span().unwrap_or_else(|| value.span());
            // serde's own words: unknown field `x`, expected one of `a`, `b`
            let mut quoted = message.split('`').skip(1).step_by(2);
            match quoted.next() {
                Some(name) if message.starts_with("unknown field") => {
                    self.unknown(&format!("key of `[[{key}]]`"), name, span, &quoted.collect::<Vec<_>>())
                }
                Some(name) if message.starts_with("unknown variant") => {
                    self.unknown("value", name, span, &quoted.collect::<Vec<_>>())
                }
                _ => self.error(&format!("`{key}`: {message}"), "here", Some(span), None),
            }
        })
    }

    fn text_of<'v>(&self, key: &str, value: &'v Value<'_>) -> Result<&'v str, Error> {
        value.get_ref().as_str().ok_or_else(|| self.wrong_type(key, value, "a string"))
    }

    fn wrong_type(&self, key: &str, value: &Value<'_>, wanted: &str) -> Error {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("`{key}` must be {wanted}, not {found}");
        self.error(&message, &format!("this is {found}"), Some(value.span()), None)
    }

    fn unknown(&self, what: &str, name: &str, span: Range<usize>, known: &[&str]) -> Error {
        let help = did_you_mean(name, known.iter().copied()).or_else(|| {
            let listed: Vec<String> = known.iter().map(|known| format!("`{known}`")).collect();
            (!known.is_empty() && known.len() <= 16).then(|| format!("there are {}", listed.join(", ")))
        });
        let label = match closest(name, known.iter().copied()) {
            Some(close) => format!("perhaps `{close}`"),
            None => "not known".to_owned(),
        };
        self.error(&format!("unknown {what} `{name}`"), &label, Some(span), help)
    }

    fn error(&self, message: &str, label: &str, span: Option<Range<usize>>, help: Option<String>) -> Error {
        Error::config(Path::new(&self.name()), self.text, message, label, span, help)
    }

    fn name(&self) -> String {
        relative(self.root, self.path)
    }

    fn origin(&self, span: Range<usize>) -> Origin {
        let before = self.text.as_bytes().get(..span.start).unwrap_or_default();
        Origin::File { path: self.name(), line: memchr::memchr_iter(b'\n', before).count() as u32 + 1 }
    }
}

/// A glob relative to the folder of a configuration as one relative to the root. `None` if it matches nothing there.
fn rebase(glob: &str, root: &Path, folder: &Path) -> Option<String> {
    let glob = glob.trim_start_matches("./");
    let below = relative(root, folder);
    if below == "." {
        return Some(glob.to_owned());
    }
    if !below.starts_with("..") {
        return Some(format!("{}/{glob}", globset::escape(&below)));
    }
    let mut rest = glob;
    for name in relative(folder, root).split('/') {
        let (first, others) = rest.split_once('/').unwrap_or((rest, ""));
        if first == "**" {
            return Some(rest.to_owned());
        }
        if !Glob::new(first).is_ok_and(|glob| glob.compile_matcher().is_match(name)) {
            return None;
        }
        if others.is_empty() {
            return Some("**".to_owned());
        }
        rest = others;
    }
    Some(rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_of_other_folders() {
        let at = |glob: &str, folder: &str| rebase(glob, Path::new("/r/a"), Path::new(folder));
        assert_eq!(at("gen/**", "/r/a").as_deref(), Some("gen/**"));
        assert_eq!(at("gen/**", "/r/a/b").as_deref(), Some("b/gen/**"));
        assert_eq!(at("a/gen/**", "/r").as_deref(), Some("gen/**"));
        assert_eq!(at("*/gen/**", "/r").as_deref(), Some("gen/**"));
        assert_eq!(at("**/gen/*", "/r").as_deref(), Some("**/gen/*"));
        assert_eq!(at("a", "/r").as_deref(), Some("**"));
        assert_eq!(at("b/gen/**", "/r"), None);
    }
}
