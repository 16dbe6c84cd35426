//! The disk, as those see it who read a workspace: questions and answers.
//!
//! All that a workspace depends on is asked for here, and can be written down. As long as each question that was written
//! down has the same answer, the workspace is the same, too: what is not there any more, and what is there for the first
//! time, are other answers. Never starts anything and never writes.

pub mod look;

use super::tree::MAX_FILE;
use cargo_toml::{AbstractFilesystem, Error as TomlError, Filesystem, Manifest, Value};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use walkdir::WalkDir;
use xxhash_rust::xxh3::{Xxh3, xxh3_128, xxh3_128_with_seed};

/// A way to the disk. Clones write to the same record.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    record: Option<Arc<Record>>,
}

#[derive(Debug, Default)]
struct Record {
    asked: Mutex<Vec<(Question, Print)>>,
    lost: AtomicBool,
}

/// Stands for an answer.
pub type Print = u128;

/// What can be asked; each about a path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Question {
    /// Whether something is there, links followed.
    Kind(PathBuf),
    /// What is in a file.
    Text(PathBuf),
    /// Whether it is a link itself.
    Link(PathBuf),
    /// Where it really lies.
    Real(PathBuf),
    /// What is in a folder.
    Names(PathBuf),
    /// The folders below a folder.
    Folders(PathBuf),
    /// The Rust files below a folder; `true`: a manifest in the folder itself counts, too.
    Rust(PathBuf, bool),
}

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file that can be read.
    File,
    /// A folder.
    Folder,
    /// A pipe, a device or the like.
    Other,
}

/// What lies in a folder.
#[derive(Debug, Default)]
pub struct Listing {
    /// Rust files, sorted.
    pub files: Vec<PathBuf>,
    /// Manifests below the folder (with `own_manifest`, the folder's own one, too). What lies beside or below them is not
    /// listed.
    pub manifests: Vec<PathBuf>,
    /// What could not be listed.
    pub problems: Vec<(PathBuf, String)>,
}

impl Disk {
    /// One that writes down what it is asked.
    pub fn recording() -> Self {
        Self { record: Some(Arc::default()) }
    }

    /// What was asked, each question once; `None` if nothing was written down, or not all of it.
    pub fn record(&self) -> Option<Vec<(Question, Print)>> {
        let record = self.record.as_ref().filter(|record| !record.lost.load(Ordering::Relaxed))?;
        let mut asked = record.asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
        asked.sort_unstable();
        asked.dedup();
        // What has changed while it was read is not known.
        asked.is_sorted_by(|a, b| a.0 != b.0).then_some(asked)
    }

    /// Paths of the files that were read or looked for.
    pub fn files(&self) -> BTreeSet<PathBuf> {
        let Some(record) = &self.record else { return BTreeSet::new() };
        let asked = record.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let paths = asked.iter().filter_map(|(question, _)| match question {
            Question::Kind(path) | Question::Text(path) => Some(path.clone()),
            _ => None,
        });
        paths.collect()
    }

    /// What is at a path, links followed.
    pub fn kind(&self, path: &Path) -> io::Result<Kind> {
        let kind = kind(path);
        self.note(|| (Question::Kind(path.to_owned()), print_kind(&kind)));
        kind
    }

    /// Whether there is a file.
    pub fn is_file(&self, path: &Path) -> bool {
        matches!(self.kind(path), Ok(Kind::File))
    }

    /// Whether there is a folder.
    pub fn is_folder(&self, path: &Path) -> bool {
        matches!(self.kind(path), Ok(Kind::Folder))
    }

    /// Whether there is anything.
    pub fn exists(&self, path: &Path) -> bool {
        self.kind(path).is_ok()
    }

    /// What is in a file; one byte more than the largest file that is read at the most.
    pub fn bytes(&self, path: &Path) -> io::Result<Vec<u8>> {
        let bytes = bytes(path);
        self.note(|| (Question::Text(path.to_owned()), print_bytes(&bytes)));
        bytes
    }

    /// Whether the path itself is a link.
    pub fn is_link(&self, path: &Path) -> io::Result<bool> {
        let link = is_link(path);
        self.note(|| (Question::Link(path.to_owned()), print_link(&link)));
        link
    }

    /// The path without links in it.
    pub fn real(&self, path: &Path) -> io::Result<PathBuf> {
        let real = fs::canonicalize(path);
        self.note(|| (Question::Real(path.to_owned()), print_paths(&real, std::slice::from_ref)));
        real
    }

    /// The names in a folder, sorted.
    pub fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let names = names(folder);
        self.note(|| (Question::Names(folder.to_owned()), print_names(&names)));
        names
    }

    /// A folder and those below it, without build output and hidden ones.
    pub fn folders(&self, folder: &Path) -> Vec<PathBuf> {
        let folders = folders(folder);
        self.note(|| (Question::Folders(folder.to_owned()), print_list(&[&folders])));
        folders
    }

    /// The Rust files of a folder, without build output, hidden folders and packages below it.
    pub fn rust_files(&self, folder: &Path, own_manifest: bool) -> Listing {
        let listing = rust_files(folder, own_manifest);
        self.note(|| (Question::Rust(folder.to_owned(), own_manifest), print_listing(&listing)));
        listing
    }

    /// The folder of a package, for those who complete manifests.
    pub fn package<'a>(&'a self, folder: &'a Path) -> impl AbstractFilesystem + 'a {
        PackageFolder { disk: self, folder }
    }

    fn note(&self, asked: impl FnOnce() -> (Question, Print)) {
        if let Some(record) = &self.record {
            let asked = asked();
            record.asked.lock().unwrap_or_else(PoisonError::into_inner).push(asked);
        }
    }

    fn lose(&self) {
        if let Some(record) = &self.record {
            record.lost.store(true, Ordering::Relaxed);
        }
    }
}

impl Question {
    /// Asks it again. Gives the bytes, too, where it is about those.
    pub fn ask(&self) -> (Print, Option<Vec<u8>>) {
        match self {
            Self::Kind(path) => (print_kind(&kind(path)), None),
            Self::Text(path) => {
                let bytes = bytes(path);
                (print_bytes(&bytes), bytes.ok())
            }
            Self::Link(path) => (print_link(&is_link(path)), None),
            Self::Real(path) => (print_paths(&fs::canonicalize(path), std::slice::from_ref), None),
            Self::Names(folder) => (print_names(&names(folder)), None),
            Self::Folders(folder) => (print_list(&[&folders(folder)]), None),
            Self::Rust(folder, own_manifest) => (print_listing(&rust_files(folder, *own_manifest)), None),
        }
    }

    /// What it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Kind(path) | Self::Text(path) | Self::Link(path) | Self::Real(path) => path,
            Self::Names(path) | Self::Folders(path) | Self::Rust(path, _) => path,
        }
    }
}

struct PackageFolder<'a> {
    disk: &'a Disk,
    folder: &'a Path,
}

impl AbstractFilesystem for PackageFolder<'_> {
    fn file_names_in(&self, below: &str) -> io::Result<HashSet<Box<str>>> {
        // Of these folders no more than this is looked for; what else comes and goes there changes nothing.
        let wanted: &[&str] = match below {
            "" => &["build.rs"],
            "src" => &["lib.rs", "main.rs"],
            _ => {
                let names = self.disk.names(&self.folder.join(below))?;
                return Ok(names.into_iter().map(String::into_boxed_str).collect());
            }
        };
        let folder = self.folder.join(below);
        Ok(wanted.iter().filter(|name| self.disk.exists(&folder.join(name))).map(|name| Box::from(*name)).collect())
    }

    fn parse_root_workspace(&self, hint: Option<&Path>) -> Result<(Manifest<Value>, PathBuf), TomlError> {
        // A manifest that inherits from a workspace that it is no member of: what is looked at then is not seen here.
        self.disk.lose();
        Filesystem::new(self.folder).parse_root_workspace(hint)
    }
}

fn kind(path: &Path) -> io::Result<Kind> {
    fs::metadata(path).map(|data| match () {
        () if data.is_file() => Kind::File,
        () if data.is_dir() => Kind::Folder,
        () => Kind::Other,
    })
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    // Asked first, because opening a pipe would wait for its other end.
    let data = fs::metadata(path)?;
    if !data.is_file() && !data.is_dir() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    let file = File::open(path)?;
    let mut bytes = Vec::with_capacity(data.len().min(MAX_FILE) as usize + 1);
    file.take(MAX_FILE + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn is_link(path: &Path) -> io::Result<bool> {
    fs::symlink_metadata(path).map(|data| data.is_symlink())
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?.flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

fn folders(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter();
    let walk = walk.filter_entry(|entry| {
        entry.file_type().is_dir() && !(entry.depth() > 0 && is_left_out(entry.path(), entry.depth()))
    });
    walk.flatten().map(|entry| entry.into_path()).collect()
}

fn rust_files(folder: &Path, own_manifest: bool) -> Listing {
    let mut out = Listing::default();
    let mut walk = WalkDir::new(folder).follow_links(true).into_iter();
    while let Some(entry) = walk.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().unwrap_or(folder).to_owned();
                let message = match (error.loop_ancestor(), error.io_error()) {
                    (Some(_), _) => "is a link to a folder above it".to_owned(),
                    (None, Some(error)) if error.kind() == io::ErrorKind::NotFound => {
                        "is a link that leads nowhere".to_owned()
                    }
                    (None, Some(error)) => format!("could not be read: {error}"),
                    (None, None) => "could not be read".to_owned(),
                };
                out.problems.push((path, message));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            if entry.depth() > 0 && is_left_out(entry.path(), entry.depth()) {
                walk.skip_current_dir();
                continue;
            }
            let manifest = entry.path().join("Cargo.toml");
            if (entry.depth() > 0 || own_manifest) && manifest.is_file() {
                out.manifests.push(manifest);
                walk.skip_current_dir();
            }
        } else if entry.file_type().is_file() && entry.path().extension().is_some_and(|extension| extension == "rs") {
            out.files.push(entry.into_path());
        }
    }
    // By bytes: to compare paths part by part, or names while they are listed, takes far longer.
    out.files.sort_unstable_by(|a, b| a.as_os_str().cmp(b.as_os_str()));
    out.manifests.sort_unstable();
    out.problems.sort_unstable();
    out
}

fn is_left_out(folder: &Path, depth: usize) -> bool {
    let Some(name) = folder.file_name() else { return false };
    // A module may well be called `target`; Cargo's folder lies at the top or carries its tag.
    name.to_string_lossy().starts_with('.')
        || name == "node_modules"
        || name == "target" && (depth == 1 || folder.join("CACHEDIR.TAG").is_file())
}

fn print_error(error: &io::Error) -> Print {
    // No file's bytes have the same print.
    xxh3_128_with_seed(format!("{:?}", error.kind()).as_bytes(), 1)
}

fn print_kind(kind: &io::Result<Kind>) -> Print {
    match kind {
        Ok(kind) => *kind as Print,
        Err(error) => print_error(error),
    }
}

fn print_link(link: &io::Result<bool>) -> Print {
    match link {
        Ok(link) => Print::from(*link),
        Err(error) => print_error(error),
    }
}

fn print_bytes(bytes: &io::Result<Vec<u8>>) -> Print {
    match bytes {
        Ok(bytes) => xxh3_128(bytes),
        Err(error) => print_error(error),
    }
}

fn print_names(names: &io::Result<Vec<String>>) -> Print {
    match names {
        Ok(names) => {
            let mut hash = Xxh3::new();
            // Build output comes and goes: by us, too.
            for name in names.iter().filter(|name| *name != "target") {
                hash.update(name.as_bytes());
                hash.update(&[0]);
            }
            hash.digest128()
        }
        Err(error) => print_error(error),
    }
}

fn print_paths<T>(answer: &io::Result<T>, paths: impl Fn(&T) -> &[PathBuf]) -> Print {
    match answer {
        Ok(answer) => print_list(&[paths(answer)]),
        Err(error) => print_error(error),
    }
}

fn print_listing(listing: &Listing) -> Print {
    let problems: BTreeMap<&PathBuf, &str> =
        listing.problems.iter().map(|(path, message)| (path, message.as_str())).collect();
    let said = xxh3_128(format!("{problems:?}").as_bytes());
    print_list(&[&listing.files, &listing.manifests]) ^ said
}

fn print_list(lists: &[&[PathBuf]]) -> Print {
    let mut hash = Xxh3::new();
    for list in lists {
        for path in *list {
            hash.update(path.as_os_str().as_encoded_bytes());
            hash.update(&[0]);
        }
        hash.update(&[0]);
    }
    hash.digest128()
}
