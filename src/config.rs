//! The configuration: `tether.toml`, and `[workspace.metadata.tether]` and `[package.metadata.tether]` of manifests.
//!
//! For a file, the nearest `tether.toml` counts, upwards from its package's folder; it may `extend` others. What it says
//! of levels and confidence holds for the files below it, the rest for the whole run.
//!
//! Refuses what it does not know, with the place. Knows neither rules (the caller names them) nor flags of the
//! command line, which come after all that is read here.

use crate::apis::{ApiFile, last_segment};
use crate::boundary::{Boundary, Paths, Restricted};
use crate::diagnostic::{Confidence, Level};
use crate::error::{Error, closest, did_you_mean};
use crate::workspace::disk::Disk;
use crate::workspace::paths::{Globs, absolute, relative};
use globset::Glob;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

/// Name of the file.
pub const FILE_NAME: &str = "tether.toml";

mod schema;

pub use schema::SCHEMA;

/// All that was configured; later origins come last and win.
#[derive(Clone, Debug, Default)]
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
    /// The size beyond which a pool is too large.
    pub max_pool_size: Option<(u64, Origin)>,
    /// The baseline: findings that are known.
    pub baseline: Option<(PathBuf, Origin)>,
    /// What the project's own functions and types are: name of the file and its rows, as the catalog wants them.
    pub apis: Vec<(String, ApiFile)>,
    /// `[[overrides]]`, in order: what holds for some paths only.
    pub overrides: Vec<Override>,
    /// `[[boundary]]`, in order.
    pub boundaries: Vec<Boundary>,
    /// Packages and folders with a configuration of their own, which then holds instead of this one.
    pub scopes: Vec<Scope>,
    /// The files that said something: path as in the origins, and text.
    pub files: Vec<(String, String)>,
}

/// Levels and confidence for some paths.
#[derive(Clone, Debug, Default)]
pub struct Override {
    /// Globs relative to the root.
    pub paths: Vec<String>,
    /// As in [`Config::levels`].
    pub levels: Vec<(String, Level, Origin)>,
    /// As in [`Config::confidence`].
    pub confidence: Option<(Confidence, Origin)>,
    globs: Globs,
}

/// What holds for the files of a folder.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The folder, relative to the root.
    pub folder: String,
    /// All that holds there.
    pub config: Config,
}

/// What holds for one file.
#[derive(Clone, Debug, Default)]
pub struct InForce<'a> {
    /// Levels, to be applied in this order.
    pub levels: Vec<&'a (String, Level, Origin)>,
    /// The least confidence that is reported.
    pub confidence: Option<&'a (Confidence, Origin)>,
    /// Where these come from: two files with equal sources have equal settings.
    pub source: (usize, Vec<usize>),
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
    /// The globs alone, of all scopes, as a request wants them.
    pub fn exclude_globs(&self) -> Vec<String> {
        let all = [self].into_iter().chain(self.scopes.iter().map(|scope| &scope.config));
        let mut globs: Vec<String> = Vec::new();
        for (glob, _) in all.flat_map(|config| &config.exclude) {
            if !globs.contains(glob) {
                globs.push(glob.clone());
            }
        }
        globs
    }

    /// The rows of all scopes, each file once: what a function is does not depend on who asks.
    pub fn rows(&self) -> Vec<(String, ApiFile)> {
        let all = [self].into_iter().chain(self.scopes.iter().map(|scope| &scope.config));
        let rows: BTreeMap<&String, &ApiFile> =
            all.flat_map(|config| &config.apis).map(|(name, rows)| (name, rows)).collect();
        rows.into_iter().map(|(name, rows)| (name.clone(), rows.clone())).collect()
    }

    /// Whether test code is judged, too, where it is `asked` for or configured.
    pub fn judges_tests(&self, asked: bool) -> bool {
        asked || self.tests.as_ref().is_some_and(|(tests, _)| *tests)
    }

    /// The boundaries of all scopes, each once: they name modules by their paths, whichever file says so.
    pub fn all_boundaries(&self) -> Vec<Boundary> {
        let all = [self].into_iter().chain(self.scopes.iter().map(|scope| &scope.config));
        let mut found: Vec<Boundary> = Vec::new();
        for boundary in all.flat_map(|config| &config.boundaries) {
            if found.iter().all(|known| known.place != boundary.place) {
                found.push(boundary.clone());
            }
        }
        found
    }

    /// The configuration that holds in the folder of a path, and its number among the scopes from 1 on, 0 for this one.
    pub fn scope_of(&self, path: &str) -> (usize, &Config) {
        let within = |scope: &Scope| {
            scope.folder == "." || path.strip_prefix(&scope.folder).is_some_and(|rest| rest.starts_with('/'))
        };
        let scopes = self.scopes.iter().enumerate().filter(|(_, scope)| within(scope));
        match scopes.max_by_key(|(_, scope)| if scope.folder == "." { 0 } else { scope.folder.len() }) {
            Some((index, scope)) => (index + 1, &scope.config),
            None => (0, self),
        }
    }

    /// What holds for a file, by its path relative to the root.
    pub fn in_force(&self, path: &str) -> InForce<'_> {
        let (scope, config) = self.scope_of(path);
        let mut found = InForce {
            levels: config.levels.iter().collect(),
            confidence: config.confidence.as_ref(),
            source: (scope, Vec::new()),
        };
        for (index, one) in config.overrides.iter().enumerate().filter(|(_, one)| one.globs.matches(path)) {
            found.levels.extend(&one.levels);
            found.confidence = one.confidence.as_ref().or(found.confidence);
            found.source.1.push(index);
        }
        found
    }

    /// An error in a row of `apis` that shows only when the catalog is built: `file` is the name in `apis`, `path` the
    /// row's path, if it has one.
    pub fn row_error(&self, file: &str, path: &str, message: &str) -> Error {
        let all = [self].into_iter().chain(self.scopes.iter().map(|scope| &scope.config));
        let text = all.flat_map(|config| &config.files).find(|(name, _)| name == file).map_or("", |(_, text)| text);
        let written = [path, last_segment(path)].into_iter().filter(|part| !part.is_empty());
        let span = written.filter_map(|part| text.find(part).map(|at| at..at + part.len())).next();
        Error::config(Path::new(file), text, message, "in this row", span, None)
    }
}

/// Reads the configuration for a workspace: `[workspace.metadata.tether]`, then `[package.metadata.tether]` of the
/// `manifests`, then the `tether.toml` that is nearest to `start` upwards; and what the packages of `members` have of
/// their own. `known` are the names that `[levels]` may hold besides `all`.
pub fn load(
    root: &Path,
    start: &Path,
    manifests: &[PathBuf],
    members: &[PathBuf],
    known: &[&str],
    disk: &Disk,
) -> Result<Config, Error> {
    let mut shared = Config::default();
    metadata(root, "workspace", manifests, known, disk, &mut shared)?;
    let nearest = find(root, start, disk);
    let mut config = shared.clone();
    metadata(root, "package", manifests, known, disk, &mut config)?;
    if let Some(path) = &nearest {
        load_file(root, path, known, disk, &mut config)?;
    }

    let mut scopes = Vec::new();
    // A file below a package's folder is nearer to what lies there than that of the package.
    let own_folder = nearest.as_ref().and_then(|path| path.parent()).filter(|folder| *folder != root);
    if let Some(folder) = own_folder.filter(|folder| folder.starts_with(root)) {
        scopes.push(Scope { folder: relative(root, folder), config: config.clone() });
    }
    for manifest in members.iter().filter(|manifest| !manifests.contains(manifest)) {
        let folder = manifest.parent().unwrap_or(root);
        let own_file = find(root, folder, disk);
        let mut own = shared.clone();
        metadata(root, "package", std::slice::from_ref(manifest), known, disk, &mut own)?;
        if own.files.len() == shared.files.len() && own_file == nearest {
            continue;
        }
        if let Some(path) = &own_file {
            load_file(root, path, known, disk, &mut own)?;
        }
        let folder = relative(root, folder);
        if scopes.iter().all(|scope: &Scope| scope.folder != folder) {
            scopes.push(Scope { folder, config: own });
        }
    }
    config.scopes = scopes;
    Ok(config)
}

/// Reads `[workspace.metadata.tether]` or `[package.metadata.tether]`.
fn metadata(
    root: &Path,
    part: &str,
    manifests: &[PathBuf],
    known: &[&str],
    disk: &Disk,
    config: &mut Config,
) -> Result<(), Error> {
    for path in manifests {
        // A manifest that cannot be read is told where workspaces are read.
        let Some(text) = disk.bytes(path).ok().and_then(|bytes| String::from_utf8(bytes).ok()) else { continue };
        // Parsing all manifests of a large workspace takes longer than looking for the word.
        if !text.contains("tether") {
            continue;
        }
        let Ok(document) = DeTable::parse(&text) else { continue };
        let table = document.get_ref().get(part).and_then(|part| part.get_ref().get("metadata"));
        let Some(value) = table.and_then(|metadata| metadata.get_ref().get("tether")) else { continue };
        let file = ConfigFile { root, path, text: &text, known, disk, chain: &[] };
        file.read(value.get_ref().as_table().ok_or_else(|| file.wrong_type("tether", value, "a table"))?, config)?;
    }
    Ok(())
}

/// Reads one `tether.toml`, after those that it extends, over what is there.
pub fn load_file(root: &Path, path: &Path, known: &[&str], disk: &Disk, config: &mut Config) -> Result<(), Error> {
    load_chain(&ConfigFile { root, path, text: "", known, disk, chain: &[] }, config)
}

fn load_chain(unread: &ConfigFile<'_>, config: &mut Config) -> Result<(), Error> {
    let path = unread.path;
    let bytes = unread.disk.bytes(path).map_err(|error| Error::read(path, error))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| Error::read(path, io::Error::new(io::ErrorKind::InvalidData, "it is not valid UTF-8")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let file = ConfigFile { text, ..*unread };
    let document = DeTable::parse(text).map_err(|error| file.error(error.message(), "here", error.span(), None))?;
    file.read(document.get_ref(), config)
}

/// The `tether.toml` that is nearest to `start` upwards. Does not look above a repository or, without one, above
/// `root`.
pub fn find(root: &Path, start: &Path, disk: &Disk) -> Option<PathBuf> {
    let in_repository = start.ancestors().any(|folder| disk.exists(&folder.join(".git")));
    for folder in start.ancestors() {
        let path = folder.join(FILE_NAME);
        if disk.is_file(&path) {
            return Some(path);
        }
        if disk.exists(&folder.join(".git")) || !in_repository && folder == root {
            return None;
        }
    }
    None
}

const KEYS: [&str; 16] = [
    "extend",
    "levels",
    "exclude",
    "tests",
    "confidence",
    "max-pool-size",
    "baseline",
    "overrides",
    "boundary",
    "fn",
    "type",
    "alias",
    "trait",
    "macro",
    "map",
    "methods",
];
const OVERRIDE_KEYS: [&str; 3] = ["paths", "levels", "confidence"];
const BOUNDARY_KEYS: [&str; 5] = ["modules", "except", "forbid", "through", "reason"];

/// The size beyond which a pool is too large, where nothing is said.
pub const MAX_POOL_SIZE: u64 = 200;

/// The rule that speaks for boundaries: whoever draws one wants to hear it.
const BOUNDARY_RULE: &str = "restricted-spawn";

struct ConfigFile<'a> {
    root: &'a Path,
    path: &'a Path,
    text: &'a str,
    known: &'a [&'a str],
    disk: &'a Disk,
    /// The files that lead here by `extend`.
    chain: &'a [PathBuf],
}

type Levels = Vec<(String, Level, Origin)>;
type Value<'t> = Spanned<DeValue<'t>>;

impl ConfigFile<'_> {
    fn read(&self, table: &DeTable<'_>, config: &mut Config) -> Result<(), Error> {
        let name = self.name();
        let mut apis = ApiFile::default();
        let mut taught = false;
        let mut entries: Vec<_> = table.iter().collect();
        // The map is sorted by name; errors are to come in the order of the file.
        entries.sort_by_key(|(key, _)| key.span().start);
        // What is extended comes first, wherever the key stands.
        if let Some((_, value)) = entries.iter().find(|(key, _)| key.get_ref() == "extend") {
            self.extend(value, config)?;
        }
        // Before the levels of the same file, wherever they stand: these have the last word.
        if let Some((key, value)) = entries.iter().find(|(key, _)| key.get_ref() == "boundary") {
            self.boundaries(value, config)?;
            if config.levels.iter().all(|(name, ..)| name != BOUNDARY_RULE) {
                config.levels.push((BOUNDARY_RULE.to_owned(), Level::Warn, self.origin(key.span())));
            }
        }
        for (key, value) in entries {
            taught |= matches!(key.get_ref().as_ref(), "fn" | "type" | "alias" | "trait" | "macro" | "map" | "methods");
            match key.get_ref().as_ref() {
                "extend" | "boundary" => {}
                "levels" => config.levels.extend(self.levels(value)?),
                "overrides" => self.overrides(value, config)?,
                "baseline" => {
                    let folder = self.path.parent().unwrap_or(self.path);
                    let path = absolute(folder, Path::new(self.text_of("baseline", value)?));
                    config.baseline = Some((path, self.origin(key.span())));
                }
                "exclude" => self.exclude(value, config)?,
                "tests" => {
                    let tests = value.get_ref().as_bool();
                    let tests = tests.ok_or_else(|| self.wrong_type("tests", value, "true or false"))?;
                    config.tests = Some((tests, self.origin(key.span())));
                }
                "confidence" => config.confidence = Some((self.confidence(value)?, self.origin(key.span()))),
                "max-pool-size" => {
                    let size =
                        value.get_ref().as_integer().and_then(|digits| digits.as_str().replace('_', "").parse().ok());
                    let size = size.filter(|size| *size > 0);
                    let wrong = || {
                        let message = "`max-pool-size` must be a whole number from 1 on";
                        self.error(message, "this is none", Some(value.span()), None)
                    };
                    let size = size.ok_or_else(wrong)?;
                    config.max_pool_size = Some((size, self.origin(key.span())));
                }
                "fn" => apis.fns = self.rows("fn", value)?,
                "type" => apis.types = self.rows("type", value)?,
                "alias" => apis.aliases = self.rows("alias", value)?,
                "trait" => apis.traits = self.rows("trait", value)?,
                "macro" => apis.macros = self.rows("macro", value)?,
                "map" => apis.maps = self.rows("map", value)?,
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

    fn extend(&self, value: &Value<'_>, config: &mut Config) -> Result<(), Error> {
        let list: Vec<&Value<'_>> = match value.get_ref() {
            DeValue::Array(list) => list.iter().collect(),
            DeValue::String(_) => vec![value],
            _ => return Err(self.wrong_type("extend", value, "a path or a list of paths")),
        };
        for value in list {
            let written = self.text_of("extend", value)?;
            let folder = self.path.parent().unwrap_or(self.path);
            let path = absolute(folder, Path::new(written));
            let chain = [self.chain, &[self.path.to_owned()]].concat();
            if chain.contains(&path) {
                let message = format!("`{written}` leads back to this file");
                return Err(self.error(&message, "extends itself", Some(value.span()), None));
            }
            if !self.disk.is_file(&path) {
                let message = format!("there is no file `{written}`");
                return Err(self.error(&message, "cannot be extended", Some(value.span()), None));
            }
            load_chain(&ConfigFile { path: &path, text: "", chain: &chain, ..*self }, config)?;
        }
        Ok(())
    }

    fn overrides(&self, value: &Value<'_>, config: &mut Config) -> Result<(), Error> {
        let wrong = |value| self.wrong_type("overrides", value, "a list of tables (`[[overrides]]`)");
        for value in value.get_ref().as_array().ok_or_else(|| wrong(value))?.iter() {
            let table = value.get_ref().as_table().ok_or_else(|| wrong(value))?;
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| key.span().start);
            let mut one = Override::default();
            for (key, value) in entries {
                match key.get_ref().as_ref() {
                    "paths" => one.paths = self.globs("paths", value)?.into_iter().map(|(glob, _)| glob).collect(),
                    "levels" => one.levels = self.levels(value)?,
                    "confidence" => one.confidence = Some((self.confidence(value)?, self.origin(key.span()))),
                    other => return Err(self.unknown("key of `[[overrides]]`", other, key.span(), &OVERRIDE_KEYS)),
                }
            }
            if !table.contains_key("paths") {
                let message = "`[[overrides]]` without `paths` would hold for no file";
                return Err(self.error(message, "no `paths` here", Some(value.span()), None));
            }
            one.globs = Globs::new(&one.paths).unwrap_or_default();
            config.overrides.push(one);
        }
        Ok(())
    }

    fn boundaries(&self, value: &Value<'_>, config: &mut Config) -> Result<(), Error> {
        let wrong = |value| self.wrong_type("boundary", value, "a list of tables (`[[boundary]]`)");
        for value in value.get_ref().as_array().ok_or_else(|| wrong(value))?.iter() {
            let table = value.get_ref().as_table().ok_or_else(|| wrong(value))?;
            let mut entries: Vec<_> = table.iter().collect();
            entries.sort_by_key(|(key, _)| key.span().start);
            let line = match self.origin(value.span()) {
                Origin::File { line, .. } => line,
                Origin::Default | Origin::Flag(_) => 1,
            };
            let mut one = Boundary {
                modules: Paths::default(),
                except: Paths::default(),
                forbid: vec![Restricted::Tasks, Restricted::Threads],
                through: Paths::default(),
                reason: String::new(),
                place: (self.name(), line),
            };
            for (key, value) in entries {
                match key.get_ref().as_ref() {
                    "modules" => one.modules = self.code_paths("modules", value)?,
                    "except" => one.except = self.code_paths("except", value)?,
                    "through" => one.through = self.code_paths("through", value)?,
                    "forbid" => one.forbid = self.restricted(value)?,
                    "reason" => one.reason = self.text_of("reason", value)?.to_owned(),
                    other => return Err(self.unknown("key of `[[boundary]]`", other, key.span(), &BOUNDARY_KEYS)),
                }
            }
            for (key, missing, why) in [
                ("modules", one.modules.written().is_empty(), "would hold for no module"),
                ("reason", one.reason.trim().is_empty(), "would not say why to those whom it keeps out"),
            ] {
                if missing {
                    let message = format!("`[[boundary]]` without `{key}` {why}");
                    return Err(self.error(&message, &format!("no `{key}` here"), Some(value.span()), None));
                }
            }
            config.boundaries.push(one);
        }
        Ok(())
    }

    /// Globs over paths of modules and functions.
    fn code_paths(&self, key: &str, value: &Value<'_>) -> Result<Paths, Error> {
        let list = value.get_ref().as_array().ok_or_else(|| self.wrong_type(key, value, "a list of paths"))?;
        let written: Result<Vec<String>, Error> =
            list.iter().map(|path| self.text_of(key, path).map(str::to_owned)).collect();
        Paths::new(written?).map_err(|(index, why)| {
            let text = list[index].get_ref().as_str().unwrap_or_default();
            let message = format!("`{text}` is not a path of modules: {why}");
            self.error(&message, "this path", Some(list[index].span()), None)
        })
    }

    fn restricted(&self, value: &Value<'_>) -> Result<Vec<Restricted>, Error> {
        let names = Restricted::NAMES.map(|(name, _)| name);
        let list = value.get_ref().as_array().filter(|list| !list.is_empty());
        let list =
            list.ok_or_else(|| self.wrong_type("forbid", value, "a list of `tasks`, `threads`, `channels`, `pools`"))?;
        let mut found = Vec::new();
        for value in list.iter() {
            let text = self.text_of("forbid", value)?;
            let known = Restricted::NAMES.iter().find(|(name, _)| *name == text);
            let (_, what) = known.ok_or_else(|| self.unknown("value of `forbid`", text, value.span(), &names))?;
            found.push(*what);
        }
        Ok(found)
    }

    fn confidence(&self, value: &Value<'_>) -> Result<Confidence, Error> {
        let text = self.text_of("confidence", value)?;
        Ok(match text {
            "certain" => Confidence::Certain,
            "likely" => Confidence::Likely,
            "possible" => Confidence::Possible,
            _ => {
                return Err(self.unknown("confidence", text, value.span(), &["certain", "likely", "possible"]));
            }
        })
    }

    fn levels(&self, value: &Value<'_>) -> Result<Levels, Error> {
        let table = value.get_ref().as_table().ok_or_else(|| self.wrong_type("levels", value, "a table"))?;
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| (key.get_ref() != "all", key.span().start));
        let mut levels = Levels::new();
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
            levels.push((name.to_owned(), level, self.origin(key.span())));
        }
        Ok(levels)
    }

    fn exclude(&self, value: &Value<'_>, config: &mut Config) -> Result<(), Error> {
        config.exclude.extend(self.globs("exclude", value)?);
        Ok(())
    }

    /// Globs as seen from the root; those that match nothing there are left out.
    fn globs(&self, key: &str, value: &Value<'_>) -> Result<Vec<(String, Origin)>, Error> {
        let list = value.get_ref().as_array();
        let mut globs = Vec::new();
        for glob in list.ok_or_else(|| self.wrong_type(key, value, "a list of globs"))?.iter() {
            let text = self.text_of(key, glob)?;
            if let Err(error) = Glob::new(text) {
                let message = format!("`{text}` is not a glob: {}", error.kind());
                return Err(self.error(&message, "this glob", Some(glob.span()), None));
            }
            let folder = self.path.parent().unwrap_or(self.path);
            if let Some(text) = rebase(text, self.root, folder) {
                globs.push((text, self.origin(glob.span())));
            }
        }
        Ok(globs)
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
