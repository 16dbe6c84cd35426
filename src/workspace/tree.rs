//! Module trees: which files belong to a crate.
//!
//! Reads in waves: all files of a depth in parallel, then what they declare. What is read does not depend on the
//! number of threads. Knows nothing of manifests.

use super::disk::{Disk, Kind};
use super::paths::{Globs, relative};
use super::scan::{ModDecl, Scan, Truth, scan};
use crate::diagnostic::Problem;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Larger files are left out: they are data, and take longer than all the rest.
pub const MAX_FILE: u64 = 16 << 20;

/// Index of a file in [`Tree::files`].
pub type FileIndex = usize;

/// A crate to read.
#[derive(Debug)]
pub struct Seed {
    /// The root file, absolute.
    pub root: PathBuf,
    /// Folder of the package, for `include!(concat!(env!("CARGO_MANIFEST_DIR"), …))`.
    pub package: PathBuf,
    /// A missing root is a problem.
    pub required: bool,
}

/// What was read for a crate.
#[derive(Debug, Default)]
pub struct Grown {
    /// The root, if it could be read.
    pub root: Option<FileIndex>,
    /// All files, breadth first.
    pub files: Vec<FileIndex>,
    /// Where each declaration leads: file and offset of the name.
    pub modules: HashMap<(FileIndex, u32), FileIndex>,
    /// Where else a declaration with conditional paths leads.
    pub alternatives: HashMap<(FileIndex, u32), Vec<FileIndex>>,
}

/// A file that was read.
#[derive(Debug)]
pub struct ReadFile {
    /// The path that led to it first.
    pub path: PathBuf,
    /// As on the disk, with a byte-order mark.
    pub text: String,
    scan: Scan,
}

/// All files that were reached so far.
pub struct Tree<'a> {
    disk: &'a Disk,
    root: &'a Path,
    exclude: &'a Globs,
    tests: bool,
    /// What was read, in the order of reading.
    pub files: Vec<ReadFile>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Files that the configuration leaves out.
    pub excluded: BTreeSet<PathBuf>,
    known: HashMap<PathBuf, Outcome>,
    by_real: HashMap<PathBuf, Outcome>,
    folders: HashMap<PathBuf, PathBuf>,
    later: Vec<Want>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    File(FileIndex),
    Missing,
    /// It is there, and a problem or an exclusion says why it was not read.
    Refused,
}

/// A file that is to be found.
#[derive(Clone, Debug)]
struct Want {
    krate: usize,
    from: Option<(FileIndex, u32)>,
    candidates: Vec<Candidate>,
    /// A problem if none of the candidates is there.
    complaint: Option<String>,
    home: Arc<Home>,
    /// When it is not analysed: because it is test code.
    test: bool,
}

/// What all files of a crate have in common.
#[derive(Debug)]
struct Home {
    /// The root file.
    root: PathBuf,
    /// Folder of the package.
    package: PathBuf,
}

#[derive(Clone, Debug)]
struct Candidate {
    path: PathBuf,
    /// Folder below the file's own in which its modules lie: `name` for `name.rs`, nothing for `mod.rs`.
    below: Option<String>,
    /// Counts only if the ones before it are not there.
    fallback: bool,
}

impl<'a> Tree<'a> {
    /// Nothing read yet. Problems name files relative to `root`.
    pub fn new(disk: &'a Disk, root: &'a Path, exclude: &'a Globs, tests: bool) -> Self {
        Self {
            disk,
            root,
            exclude,
            tests,
            files: Vec::new(),
            problems: Vec::new(),
            excluded: BTreeSet::new(),
            known: HashMap::new(),
            by_real: HashMap::new(),
            folders: HashMap::new(),
            later: Vec::new(),
        }
    }

    /// Reads the trees of all seeds, and gives one result for each.
    pub fn grow(&mut self, seeds: &[Seed]) -> Vec<Grown> {
        let mut grown: Vec<Grown> = seeds.iter().map(|_| Grown::default()).collect();
        let mut seen: HashSet<(usize, FileIndex)> = HashSet::new();
        let mut wave: Vec<Want> = seeds.iter().enumerate().map(|(krate, seed)| self.want_root(krate, seed)).collect();
        while !wave.is_empty() {
            self.read_candidates(&wave, true);
            let mut next = Vec::new();
            for want in std::mem::take(&mut wave) {
                let found = self.found(&want, true);
                let Some(&(first, _)) = found.first() else { continue };
                let krate = &mut grown[want.krate];
                let test_only = !self.tests && self.files[first].scan.test_only;
                match want.from {
                    _ if test_only => {
                        self.later.push(Want { test: true, ..want });
                        continue;
                    }
                    None => krate.root = Some(first),
                    Some(from) => {
                        krate.modules.insert(from, first);
                        if found.len() > 1 {
                            krate.alternatives.insert(from, found[1..].iter().map(|&(file, _)| file).collect());
                        }
                    }
                }
                for (file, candidate) in found {
                    if seen.insert((want.krate, file)) {
                        krate.files.push(file);
                        next.extend(self.children(file, candidate, &want));
                    }
                }
            }
            wave = next;
        }
        grown
    }

    /// Follows what is known but not analysed: test modules that `grow` passed over, included code, and the trees of
    /// build scripts and test targets. Gives the files that hold test code; complains about nothing.
    pub fn grow_unread(&mut self, builds: &[Seed], tests: &[Seed]) -> BTreeSet<FileIndex> {
        let mut wave = std::mem::take(&mut self.later);
        wave.extend(builds.iter().map(|seed| self.want_root(0, seed)));
        wave.extend(tests.iter().map(|seed| Want { test: true, ..self.want_root(0, seed) }));
        let asked = std::mem::replace(&mut self.tests, true);
        let mut test_code = BTreeSet::new();
        let mut seen: HashSet<FileIndex> = HashSet::new();
        while !wave.is_empty() {
            self.read_candidates(&wave, false);
            let mut next = Vec::new();
            for want in wave {
                for (file, candidate) in self.found(&want, false) {
                    if want.test {
                        test_code.insert(file);
                    }
                    if seen.insert(file) {
                        next.extend(self.children(file, candidate, &want));
                    }
                }
            }
            next.append(&mut self.later);
            wave = next;
        }
        self.tests = asked;
        test_code
    }

    /// Reads files ahead, so that `grow` finds them in memory.
    pub fn read_ahead(&mut self, paths: &[PathBuf]) {
        self.read_paths(paths.to_vec(), true);
    }

    /// The file at an absolute path, if it was read.
    pub fn file_at(&self, path: &Path) -> Option<FileIndex> {
        match self.known.get(path) {
            Some(Outcome::File(file)) => Some(*file),
            Some(Outcome::Missing | Outcome::Refused) | None => None,
        }
    }

    /// Whether the file at an absolute path is there but was not taken.
    pub fn refused(&self, path: &Path) -> bool {
        self.known.get(path) == Some(&Outcome::Refused)
    }

    /// Whether a file was reached on any way, including links.
    pub fn reached(&mut self, path: &Path) -> bool {
        match self.known.get(path) {
            Some(Outcome::File(_) | Outcome::Refused) => return true,
            Some(Outcome::Missing) | None => {}
        }
        let real = self.real_path(path);
        self.by_real.contains_key(&real)
    }

    /// Files that a file may lead to, whether it is a crate root or a module.
    pub fn possible_children(&self, file: FileIndex) -> Vec<FileIndex> {
        let path = &self.files[file].path;
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let mut out = Vec::new();
        for below in [None, stem] {
            let candidate = Candidate { path: path.clone(), below, fallback: false };
            for decl in &self.files[file].scan.mods {
                let paths = module_candidates(&candidate, decl);
                out.extend(paths.iter().filter_map(|candidate| self.file_at(&candidate.path)));
            }
        }
        out
    }

    fn want_root(&self, krate: usize, seed: &Seed) -> Want {
        Want {
            krate,
            from: None,
            candidates: vec![Candidate { path: seed.root.clone(), below: None, fallback: false }],
            complaint: seed.required.then(|| "the manifest names this file, but it is not there".to_owned()),
            home: Arc::new(Home { root: seed.root.clone(), package: seed.package.clone() }),
            test: false,
        }
    }

    /// What a file declares. Tests, and included files that are no items, are put aside.
    fn children(&mut self, file: FileIndex, own: Candidate, parent: &Want) -> Vec<Want> {
        let scan = &self.files[file].scan;
        let mut out = Vec::new();
        for decl in &scan.mods {
            let mut candidates = module_candidates(&own, decl);
            if decl.in_definition && own.path != parent.home.root {
                // A macro of this file may be called in the root: that is where its modules lie then.
                let root = Candidate { path: parent.home.root.clone(), below: None, fallback: false };
                let there = module_candidates(&root, decl).into_iter();
                candidates.extend(there.map(|candidate| Candidate { fallback: true, ..candidate }));
            }
            let complaint = (!decl.conditional && !decl.in_macro && decl.conditional_paths.is_empty())
                .then(|| format!("`mod {};` leads to no file", decl.name));
            let want = Want {
                krate: parent.krate,
                from: Some((file, decl.at)),
                candidates,
                complaint,
                home: parent.home.clone(),
                test: parent.test || decl.test,
            };
            if decl.test && !self.tests { self.later.push(want) } else { out.push(want) }
        }
        let folder = own.path.parent().unwrap_or(&own.path);
        for include in &scan.includes {
            let path = Path::new(include.path.trim_start_matches('/'));
            let base = if include.from_package { &parent.home.package } else { folder };
            let want = Want {
                krate: parent.krate,
                from: include.items_at.map(|at| (file, at)),
                candidates: vec![Candidate { path: super::paths::absolute(base, path), below: None, fallback: false }],
                complaint: None,
                home: parent.home.clone(),
                test: parent.test || include.test,
            };
            let read = want.from.is_some() && (self.tests || !include.test);
            if read { out.push(want) } else { self.later.push(want) }
        }
        out
    }

    /// The candidates that are there: one of the usual places, or all of the conditional ones.
    fn found(&mut self, want: &Want, complain: bool) -> Vec<(FileIndex, Candidate)> {
        let mut out: Vec<(FileIndex, Candidate)> = Vec::new();
        let mut refused = false;
        for candidate in &want.candidates {
            match self.known.get(&candidate.path) {
                Some(Outcome::File(_)) if candidate.fallback && !out.is_empty() => {}
                Some(Outcome::File(file)) if !out.iter().any(|(other, _)| other == file) => {
                    out.push((*file, candidate.clone()));
                }
                Some(Outcome::Refused) => refused = true,
                Some(Outcome::File(_) | Outcome::Missing) | None => {}
            }
        }
        if let Some(complaint) = &want.complaint
            && complain
            && out.is_empty()
            && !refused
        {
            let (path, message) = match want.from {
                None => (&want.candidates[0].path, complaint.clone()),
                Some((file, at)) => {
                    let file = &self.files[file];
                    let before =
                        file.text.trim_start_matches('\u{feff}').as_bytes().get(..at as usize).unwrap_or_default();
                    let line = memchr::memchr_iter(b'\n', before).count() + 1;
                    (&file.path, format!("{complaint} (line {line})"))
                }
            };
            self.problems.push(Problem { path: relative(self.root, path), message });
        }
        out
    }

    fn read_candidates(&mut self, wave: &[Want], complain: bool) {
        let paths = wave.iter().flat_map(|want| want.candidates.iter().map(|candidate| candidate.path.clone()));
        self.read_paths(paths.collect(), complain);
    }

    fn read_paths(&mut self, paths: Vec<PathBuf>, complain: bool) {
        let mut fresh = HashSet::new();
        let paths: Vec<PathBuf> =
            paths.into_iter().filter(|path| !self.known.contains_key(path) && fresh.insert(path.clone())).collect();
        let folders: BTreeSet<&Path> = paths
            .iter()
            .filter_map(|path| path.parent())
            .filter(|folder| !self.folders.contains_key(*folder))
            .collect();
        let folders: Vec<&Path> = folders.into_iter().collect();
        let real: Vec<(PathBuf, PathBuf)> =
            folders.par_iter().map(|folder| (folder.to_path_buf(), self.real_folder(folder))).collect();
        self.folders.extend(real);

        let (disk, root, exclude) = (self.disk, self.root, self.exclude);
        let texts: Vec<Reading> =
            paths.par_iter().with_max_len(16).map(|path| read(path, disk, root, exclude)).collect();
        for (path, reading) in paths.into_iter().zip(texts) {
            let outcome = self.settle(&path, reading, complain);
            self.known.insert(path, outcome);
        }
    }

    fn settle(&mut self, path: &Path, reading: Reading, complain: bool) -> Outcome {
        if let Reading::Missing = reading {
            return Outcome::Missing;
        }
        let real = self.real_path(path);
        if let Some(&outcome) = self.by_real.get(&real) {
            return outcome;
        }
        let outcome = match reading {
            Reading::Missing => Outcome::Missing,
            Reading::Excluded => {
                self.excluded.insert(path.to_owned());
                Outcome::Refused
            }
            Reading::Bad(message) => {
                if complain {
                    self.problems.push(Problem { path: relative(self.root, path), message });
                }
                Outcome::Refused
            }
            Reading::Text(text, scan) => {
                self.files.push(ReadFile { path: path.to_owned(), text, scan });
                Outcome::File(self.files.len() - 1)
            }
        };
        self.by_real.insert(real, outcome);
        outcome
    }

    /// A folder without links in its path. Most lie in a folder that is known already.
    fn real_folder(&self, folder: &Path) -> PathBuf {
        let known = folder.parent().and_then(|parent| self.folders.get(parent)).zip(folder.file_name());
        match (known, self.disk.is_link(folder)) {
            (Some((parent, name)), Ok(false)) => parent.join(name),
            (_, Err(_)) => folder.to_owned(),
            _ => self.disk.real(folder).unwrap_or_else(|_| folder.to_owned()),
        }
    }

    fn real_path(&mut self, path: &Path) -> PathBuf {
        let linked = self.disk.is_link(path).unwrap_or(false);
        if linked && let Ok(real) = self.disk.real(path) {
            return real;
        }
        let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return path.to_owned() };
        let real = self
            .folders
            .entry(folder.to_owned())
            .or_insert_with(|| self.disk.real(folder).unwrap_or_else(|_| folder.to_owned()));
        real.join(name)
    }
}

enum Reading {
    Missing,
    Excluded,
    Bad(String),
    Text(String, Scan),
}

fn read(path: &Path, disk: &Disk, root: &Path, exclude: &Globs) -> Reading {
    // Asked first, because opening a pipe would wait for its other end.
    match disk.kind(path) {
        Ok(Kind::File) => {}
        Ok(Kind::Folder | Kind::Other) => return Reading::Missing,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Reading::Missing;
        }
        Err(error) => return Reading::Bad(format!("could not be read: {error}")),
    }
    if exclude.matches(&relative(root, path)) {
        return Reading::Excluded;
    }
    let bytes = match disk.bytes(path) {
        Ok(bytes) if bytes.len() as u64 > MAX_FILE => {
            return Reading::Bad(format!("is larger than {} MiB", MAX_FILE >> 20));
        }
        Ok(bytes) => bytes,
        Err(error) => return Reading::Bad(format!("could not be read: {error}")),
    };
    match String::from_utf8(bytes) {
        Ok(text) => {
            let scan = scan(text.strip_prefix('\u{feff}').unwrap_or(&text));
            Reading::Text(text, scan)
        }
        Err(error) => Reading::Bad(format!("is not valid UTF-8 (byte {})", error.utf8_error().valid_up_to())),
    }
}

/// Where a declaration in a file may lead, the most likely first.
fn module_candidates(own: &Candidate, decl: &ModDecl) -> Vec<Candidate> {
    let mut folder = own.path.parent().unwrap_or(&own.path).to_owned();
    let mut below = own.below.clone();
    for inline in &decl.inline {
        if let Some(path) = &inline.path {
            // A `#[path]` replaces the file's own subfolder as well as the name.
            folder.push(native(path));
            below = None;
        } else {
            folder.extend(below.take());
            folder.push(&inline.name);
        }
    }
    let by_path =
        |path: &str| Candidate { path: super::paths::absolute(&folder, &native(path)), below: None, fallback: false };
    if let Some(path) = &decl.path {
        return vec![by_path(path)];
    }
    let mut conditional: Vec<&(Truth, String)> = decl.conditional_paths.iter().collect();
    conditional.sort_by_key(|(truth, _)| *truth);
    let mut out: Vec<Candidate> =
        conditional.iter().filter(|(truth, _)| *truth == Truth::True).map(|(_, path)| by_path(path)).collect();
    let mut home = folder.clone();
    home.extend(below);
    let name = &decl.name;
    out.push(Candidate {
        path: super::paths::absolute(&home, Path::new(&format!("{name}.rs"))),
        below: Some(name.clone()),
        fallback: false,
    });
    out.push(Candidate {
        path: super::paths::absolute(&home, &Path::new(name).join("mod.rs")),
        below: None,
        fallback: false,
    });
    out.extend(conditional.iter().filter(|(truth, _)| *truth != Truth::True).map(|(_, path)| by_path(path)));
    out
}

/// A path from an attribute: people write either separator.
fn native(path: &str) -> PathBuf {
    if cfg!(windows) { PathBuf::from(path.replace('/', "\\")) } else { PathBuf::from(path) }
}
