//! Results of earlier runs, in the folder that Cargo builds into.
//!
//! A result is kept with all that was asked of the disk for it, and with a print of each answer. It holds as long as each
//! question still has its answer; then nothing is parsed. One that is broken, or from another version or build of this
//! program, is as good as none: nothing here makes a run fail. Knows nothing of the command line.

mod place;

use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Problem, Silenced};
use crate::error::Error;
use crate::project::known_names;
use crate::rules;
use crate::source::{FileId, SourceFile, Sources};
use crate::timings::Timings;
use crate::workspace::disk::{Disk, Print, Question};
use crate::workspace::paths::absolute;
use crate::workspace::{Crate, Package, Request, Workspace};
use crate::{Analysis, Stats};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use xxhash_rust::xxh3::xxh3_128;

/// Our folder in Cargo's.
const FOLDER: &str = "tether";
const MAGIC: &[u8] = b"cargo-tether: the result of a run, 1\n";
/// Cargo's own words, so that backups leave it out.
const TAG: &str = "Signature: 8a477f597d28d172789f06886806bc55\n\
                   # This file is a cache directory tag created by cargo-tether.\n\
                   # For information about cache directory tags see https://bford.info/cachedir/\n";
/// Below so many bytes of code, reading it anew is as quick, and no folder need be made.
const WORTH: usize = 512 << 10;
/// Results for other options and other folders stay beside each other, up to this number.
const MOST: usize = 8;

/// Where the results of runs like this one lie.
#[derive(Debug)]
pub struct Cache {
    name: String,
    /// The folder that was asked about.
    start: PathBuf,
    configured: Option<PathBuf>,
}

/// What an earlier run has left.
#[derive(Debug)]
pub enum Found {
    /// All that it knew.
    Same(Box<Kept>),
    /// Nothing that holds; and why, where there was something.
    Nothing(Option<String>),
}

/// A result that holds.
#[derive(Debug)]
pub struct Kept {
    /// What was read.
    pub workspace: Workspace,
    /// What was found.
    pub analysis: Analysis,
    places: Places,
}

/// What the configuration is found by.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Places {
    /// As in [`Located`](crate::workspace::Located).
    pub start: PathBuf,
    /// As there.
    pub manifests: Vec<PathBuf>,
    /// As there.
    pub members: Vec<PathBuf>,
}

/// A file's content: what is written and what is read have one form.
#[derive(Serialize, Deserialize)]
struct Entry<Path, Places, Asked, Packages, Crates, Problems, Orphans, Only, Found, Silenced, Stats> {
    root: Path,
    places: Places,
    asked: Asked,
    /// Path of each file, and which question its text answers.
    files: Vec<(String, u32)>,
    packages: Packages,
    crates: Crates,
    problems: Problems,
    orphans: Orphans,
    counts: (u32, u32),
    only: Only,
    found: Found,
    silenced: Silenced,
    stats: Stats,
    left: Problems,
}

type Read = Entry<
    PathBuf,
    Places,
    Vec<(Question, Print)>,
    Vec<Package>,
    Vec<Crate>,
    Vec<Problem>,
    Vec<String>,
    Option<BTreeSet<FileId>>,
    Vec<Diagnostic>,
    Vec<Silenced>,
    Stats,
>;
type Written<'a> = Entry<
    &'a Path,
    &'a Places,
    &'a [(Question, Print)],
    &'a [Package],
    &'a [Crate],
    &'a [Problem],
    &'a [String],
    &'a Option<BTreeSet<FileId>>,
    &'a [Diagnostic],
    &'a [Silenced],
    &'a Stats,
>;

impl Cache {
    /// For runs of this request and these options; `None` where it cannot be told what program this is.
    pub fn of(request: &Request, options: &dyn Debug) -> Option<Self> {
        let cwd = std::env::current_dir().ok()?;
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let changed = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        // A version that is worked on has one number and many builds.
        let build = (env!("CARGO_PKG_VERSION"), program.len(), changed);
        let name = xxh3_128(format!("{build:?} {cwd:?} {request:?} {options:?}").as_bytes());
        let asked = request.manifest.iter().chain(&request.paths).next();
        let start = asked.map_or_else(|| cwd.clone(), |path| absolute(&cwd, path));
        Some(Self { name: format!("{name:032x}"), start, configured: place::configured(&cwd) })
    }

    /// What an earlier run has found, if nothing has changed since.
    pub fn find(&self) -> Found {
        let begin = Instant::now();
        for target in self.targets() {
            let path = target.join(FOLDER).join(&self.name);
            let Ok(bytes) = fs::read(&path) else { continue };
            let kept = match opened(&bytes) {
                Some(read) => read.still_holds(),
                None => Err(format!("`{}` is broken", path.display())),
            };
            return match kept {
                Ok(mut kept) => {
                    kept.analysis.timings.stages.push(("look what has changed", begin.elapsed()));
                    Found::Same(Box::new(kept))
                }
                Err(why) => Found::Nothing(Some(why)),
            };
        }
        Found::Nothing(None)
    }

    /// Keeps a result. `Ok(false)`: it is not worth it, or cannot be found again.
    pub fn keep(
        &self,
        disk: &Disk,
        places: &Places,
        workspace: &Workspace,
        analysis: &Analysis,
    ) -> Result<bool, io::Error> {
        let size: usize = workspace.sources.iter().map(|(_, file)| file.text.len()).sum();
        let root = workspace.root.as_path();
        if size < WORTH || !self.start.starts_with(root) || !root.join("Cargo.toml").is_file() {
            return Ok(false);
        }
        let Some(asked) = disk.record() else { return Ok(false) };
        let texts: BTreeMap<&Path, u32> = asked
            .iter()
            .zip(0..)
            .filter_map(|((question, _), index)| match question {
                Question::Text(path) => Some((path.as_path(), index)),
                _ => None,
            })
            .collect();
        let files: Option<Vec<(String, u32)>> = workspace
            .sources
            .iter()
            .map(|(_, file)| {
                let path = absolute(root, Path::new(&file.path));
                Some((file.path.clone(), *texts.get(path.as_path())?))
            })
            .collect();
        // A path that is no UTF-8 text.
        let Some(files) = files else { return Ok(false) };
        let entry = Written {
            root,
            places,
            asked: &asked,
            files,
            packages: &workspace.packages,
            crates: &workspace.crates,
            problems: &workspace.problems,
            orphans: &workspace.orphans,
            counts: (workspace.build_scripts, workspace.skipped),
            only: &workspace.only,
            found: &analysis.diagnostics,
            silenced: &analysis.silenced,
            stats: &analysis.stats,
            left: &analysis.problems,
        };
        let Ok(content) = postcard::to_stdvec(&entry) else { return Ok(false) };
        let target = self.configured.clone().unwrap_or_else(|| root.join("target"));
        make(&target)?;
        let folder = target.join(FOLDER);
        make(&folder)?;
        let moment = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let part = folder.join(format!("part-{}-{moment}", std::process::id()));
        let bytes = [MAGIC, &xxh3_128(&content).to_le_bytes(), &content].concat();
        let written = fs::write(&part, bytes).and_then(|()| fs::rename(&part, folder.join(&self.name)));
        if written.is_err() {
            // It is gone already, or cannot be helped.
            let _ = fs::remove_file(&part);
        }
        written?;
        drop_old(&folder);
        Ok(true)
    }

    fn targets(&self) -> Vec<PathBuf> {
        match &self.configured {
            Some(target) => vec![target.clone()],
            None => self.start.ancestors().map(|folder| folder.join("target")).collect(),
        }
    }
}

impl Kept {
    /// The configuration that holds for it, as the disk has it.
    pub fn config(&self) -> Result<Config, Error> {
        let Places { start, manifests, members } = &self.places;
        config::load(&self.workspace.root, start, manifests, members, &known_names(), &Disk::default())
    }
}

fn opened(bytes: &[u8]) -> Option<Read> {
    let (print, content) = bytes.strip_prefix(MAGIC)?.split_first_chunk()?;
    if xxh3_128(content) != Print::from_le_bytes(*print) {
        return None;
    }
    postcard::from_bytes(content).ok()
}

impl Read {
    /// Asks all questions again.
    fn still_holds(self) -> Result<Kept, String> {
        let texts: Result<Vec<Option<Vec<u8>>>, &Question> = self
            .asked
            .par_iter()
            .with_max_len(16)
            .map(|(question, print)| {
                let (now, bytes) = question.ask();
                if now == *print { Ok(bytes) } else { Err(question) }
            })
            .collect();
        let mut texts = texts.map_err(|question| format!("`{}` has changed", question.path().display()))?;
        let mut sources = Sources::default();
        for (path, index) in self.files {
            let bytes = texts.get_mut(index as usize).and_then(Option::take);
            let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
            sources.add(SourceFile::new(path, text.ok_or("a text is missing")?));
        }
        let mut all = self.found.iter().chain(self.silenced.iter().map(|one| &one.diagnostic));
        if !all.all(|one| rules::all().iter().any(|rule| rule.id == one.rule) && is_in(one, &sources)) {
            return Err("a rule or a place is missing".to_owned());
        }
        let workspace = Workspace {
            root: self.root,
            packages: self.packages,
            crates: self.crates,
            sources,
            problems: self.problems,
            orphans: self.orphans,
            build_scripts: self.counts.0,
            skipped: self.counts.1,
            only: self.only,
        };
        let analysis = Analysis {
            diagnostics: self.found,
            silenced: self.silenced,
            stats: self.stats,
            problems: self.left,
            timings: Timings::default(),
        };
        Ok(Kept { workspace, analysis, places: self.places })
    }
}

/// Whether all places of a finding are there.
fn is_in(one: &Diagnostic, sources: &Sources) -> bool {
    let labels = [&one.finding.primary].into_iter().chain(&one.finding.related).map(|label| label.span);
    let edits = one.finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
    labels.chain(edits).all(|span| {
        (span.file.0 as usize) < sources.len()
            && sources.get(span.file).text.get(span.lo as usize..span.hi as usize).is_some()
    })
}

/// Makes a folder as Cargo does: one that is new is marked as a cache.
fn make(folder: &Path) -> io::Result<()> {
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
        fs::write(folder.join("CACHEDIR.TAG"), TAG)?;
    }
    Ok(())
}

/// Takes out the results that are oldest. What another run takes out at the same time is no mistake.
fn drop_old(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<(SystemTime, PathBuf)> = entries
        .filter(|entry| entry.file_name() != "CACHEDIR.TAG")
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    files.sort();
    let old = files.len().saturating_sub(MOST);
    for (_, path) in files.into_iter().take(old) {
        let _ = fs::remove_file(path);
    }
}
