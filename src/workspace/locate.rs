//! From what was asked for to the packages and files that it means: roots of workspaces, members, selection.
//!
//! Follows Cargo's rules without running it. Reads manifests and lists folders; knows nothing of Rust code.

use super::Request;
use super::disk::{Disk, Kind};
use super::manifest::{DepInfo, Manifest, PackageInfo, Unreadable};
use super::paths::{absolute, common_folder, relative};
use crate::diagnostic::Problem;
use crate::error::{Error, closest};
use globset::{GlobBuilder, GlobMatcher};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where an analysis starts: known before the configuration is read, because the root is where it lies.
#[derive(Debug)]
pub struct Located {
    /// Folder that all paths are relative to: the workspace root, or the common folder of what was asked for.
    pub root: PathBuf,
    /// Where to look for `tether.toml`, and upwards from there: the folder that was asked for, if it is one.
    pub start: PathBuf,
    /// Manifests that can hold configuration: of workspace roots, and of the selected package if it is only one.
    pub manifests: Vec<PathBuf>,
    pub(super) starts: Vec<Start>,
    pub(super) packages: BTreeMap<PathBuf, Entry>,
    /// Package name → folder, from `[patch]` tables.
    pub(super) patches: BTreeMap<String, PathBuf>,
    /// Rust files outside of any package, sorted.
    pub(super) loose: Vec<PathBuf>,
    pub(super) problems: Vec<Problem>,
}

impl Located {
    /// Manifests of the workspaces' members.
    pub fn members(&self) -> Vec<PathBuf> {
        let members = self.packages.values().filter(|entry| entry.member);
        members.map(|entry| entry.info.manifest.clone()).collect()
    }
}

/// One thing that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Start {
    /// A package or workspace as a whole.
    Manifest(PathBuf),
    /// A file or folder within a package.
    Inside { manifest: PathBuf, path: PathBuf },
    /// A folder that belongs to no package.
    Folder(PathBuf),
    /// A file that belongs to no package.
    File(PathBuf),
}

/// A package that takes part.
#[derive(Debug)]
pub(super) struct Entry {
    pub info: PackageInfo,
    /// Findings in it are reported.
    pub selected: bool,
    /// It lies in a workspace that was asked for, not just on the way of a path dependency.
    pub member: bool,
}

impl Start {
    /// The part of the disk that it covers.
    pub fn path(&self) -> &Path {
        match self {
            Self::Manifest(manifest) => manifest.parent().unwrap_or(manifest),
            Self::Inside { path, .. } | Self::Folder(path) | Self::File(path) => path,
        }
    }
}

/// Finds out what a request means.
pub fn locate(request: &Request, disk: &Disk) -> Result<Located, Error> {
    plan(starts(request, disk)?, request, disk)
}

/// Takes the paths `strays` (which turned out to belong to no module tree) as files and folders without a package.
pub(super) fn without_packages(
    located: Located,
    strays: &[PathBuf],
    request: &Request,
    disk: &Disk,
) -> Result<Located, Error> {
    let starts = located.starts.into_iter().map(|start| match start {
        Start::Inside { path, .. } if strays.contains(&path) => {
            if disk.is_folder(&path) {
                Start::Folder(path)
            } else {
                Start::File(path)
            }
        }
        start => start,
    });
    plan(starts.collect(), request, disk)
}

fn starts(request: &Request, disk: &Disk) -> Result<Vec<Start>, Error> {
    let cwd = std::env::current_dir().map_err(|error| Error::read(".", error))?;
    let mut out = Vec::new();
    if let Some(manifest) = &request.manifest {
        let mut path = absolute(&cwd, manifest);
        if disk.is_folder(&path) {
            path.push("Cargo.toml");
        }
        if !disk.exists(&path) {
            return Err(Error::NoSuchPath { path: manifest.clone() });
        }
        if request.paths.is_empty() {
            out.push(Start::Manifest(path));
        }
    }
    if request.manifest.is_none() && request.paths.is_empty() {
        out.push(match nearest_manifest(&cwd, disk) {
            Some(manifest) => Start::Manifest(manifest),
            None => Start::Folder(cwd.clone()),
        });
    }
    for given in &request.paths {
        let path = absolute(&cwd, given);
        let kind = match disk.kind(&path) {
            Ok(kind) => kind,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Error::NoSuchPath { path: given.clone() });
            }
            Err(error) => return Err(Error::read(given, error)),
        };
        out.push(if kind == Kind::Folder {
            let own = path.join("Cargo.toml");
            if disk.is_file(&own) {
                Start::Manifest(own)
            } else {
                match nearest_manifest(&path, disk) {
                    Some(manifest) => Start::Inside { manifest, path },
                    None => Start::Folder(path),
                }
            }
        } else if path.file_name().is_some_and(|name| name == "Cargo.toml") {
            Start::Manifest(path)
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            match path.parent().and_then(|folder| nearest_manifest(folder, disk)) {
                Some(manifest) => Start::Inside { manifest, path },
                None => Start::File(path),
            }
        } else {
            return Err(Error::usage(
                format!("`{}` is not a Rust file", given.display()),
                Some("give a `.rs` file, a folder or a `Cargo.toml`".into()),
            ));
        });
    }
    out.dedup();
    Ok(out)
}

fn nearest_manifest(folder: &Path, disk: &Disk) -> Option<PathBuf> {
    folder.ancestors().map(|folder| folder.join("Cargo.toml")).find(|path| disk.is_file(path))
}

fn plan(starts: Vec<Start>, request: &Request, disk: &Disk) -> Result<Located, Error> {
    let mut planner = Planner { disk: disk.clone(), ..Planner::default() };
    let mut loose = BTreeSet::new();
    let mut roots: Vec<PathBuf> = Vec::new();
    let mut resolved = Vec::new();
    for start in starts {
        match &start {
            Start::Manifest(manifest) => {
                let unit = planner.unit_of(planner.given(manifest)?);
                planner.select(unit, manifest, request);
                roots.push(planner.units[unit].root.folder.clone());
            }
            Start::Inside { manifest, path } => {
                let given = planner.given(manifest)?;
                let unit = planner.unit_of(given.clone());
                if planner.select_inside(unit, &given, path, request) {
                    roots.push(planner.units[unit].root.folder.clone());
                } else {
                    // Nothing of the workspace above lies here: it is not about this folder.
                    let start =
                        if disk.is_folder(path) { Start::Folder(path.clone()) } else { Start::File(path.clone()) };
                    planner.outside(&start, &mut loose, &mut roots, request);
                    resolved.push(start);
                    continue;
                }
            }
            Start::Folder(_) | Start::File(_) => planner.outside(&start, &mut loose, &mut roots, request),
        }
        resolved.push(start);
    }
    planner.select_by_name(request)?;
    roots.sort();
    roots.dedup();
    let root = common_folder(&roots).unwrap_or_default();
    let mut manifests: Vec<PathBuf> = planner.units.iter().map(|unit| unit.root.path.clone()).collect();
    let mut selected = planner.packages.values().filter(|entry| entry.selected);
    // What one member asks for is not to hold for its neighbours.
    if let (Some(entry), None) = (selected.next(), selected.next())
        && !manifests.contains(&entry.info.manifest)
    {
        manifests.push(entry.info.manifest.clone());
    }
    let start = match resolved.as_slice() {
        [start] if disk.is_folder(start.path()) => start.path().to_owned(),
        [start] => start.path().parent().unwrap_or(&root).to_owned(),
        _ => root.clone(),
    };
    let mut problems = Vec::new();
    for (path, message) in planner.problems {
        problems.push(Problem { path: relative(&root, &path), message });
    }
    for entry in planner.packages.values() {
        let path = relative(&root, &entry.info.manifest);
        problems
            .extend(entry.info.problems.iter().map(|message| Problem { path: path.clone(), message: message.clone() }));
    }
    Ok(Located {
        root,
        start,
        manifests,
        starts: resolved,
        packages: planner.packages,
        patches: planner.patches,
        loose: loose.into_iter().collect(),
        problems,
    })
}

/// A workspace, or a package that is in none.
struct Unit {
    root: Arc<Manifest>,
    /// Manifests of the members.
    members: BTreeSet<PathBuf>,
}

#[derive(Default)]
struct Planner {
    disk: Disk,
    manifests: HashMap<PathBuf, Option<Arc<Manifest>>>,
    units: Vec<Unit>,
    packages: BTreeMap<PathBuf, Entry>,
    patches: BTreeMap<String, PathBuf>,
    problems: Vec<(PathBuf, String)>,
}

impl Planner {
    /// A manifest that the user named or stands in: it has to be readable.
    fn given(&self, path: &Path) -> Result<Arc<Manifest>, Error> {
        let manifest = Manifest::read(path, &self.disk).map_err(|error| match error {
            Unreadable::Io(error) => Error::read(path, error),
            Unreadable::Content { text, message, span } => Error::manifest(path, &text, message, span),
        })?;
        if manifest.toml.package.is_none() && manifest.toml.workspace.is_none() {
            let text = self.disk.bytes(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
            let text = text.unwrap_or_default();
            return Err(Error::manifest(path, &text, "it has neither `[package]` nor `[workspace]`", None));
        }
        Ok(Arc::new(manifest))
    }

    fn manifest(&mut self, path: &Path) -> Option<Arc<Manifest>> {
        if let Some(known) = self.manifests.get(path) {
            return known.clone();
        }
        let read = Manifest::read(path, &self.disk).ok().map(Arc::new);
        self.manifests.insert(path.to_owned(), read.clone());
        read
    }

    /// The workspace that a manifest belongs to.
    fn unit_of(&mut self, manifest: Arc<Manifest>) -> usize {
        if let Some(known) =
            self.units.iter().position(|unit| unit.root.path == manifest.path || unit.members.contains(&manifest.path))
        {
            return known;
        }
        if manifest.toml.workspace.is_some() {
            return self.add_unit(manifest);
        }
        let pointed = manifest.toml.package.as_ref().and_then(|package| package.workspace.as_deref());
        let candidates: Vec<PathBuf> = match pointed {
            Some(path) => vec![absolute(&manifest.folder, path).join("Cargo.toml")],
            None => manifest.folder.ancestors().skip(1).map(|folder| folder.join("Cargo.toml")).collect(),
        };
        for candidate in candidates {
            if !self.disk.is_file(&candidate) {
                continue;
            }
            let Some(root) = self.manifest(&candidate) else { continue };
            if root.toml.workspace.is_none() {
                continue;
            }
            let (members, packages) = members(&root, &self.disk);
            if members.contains(&manifest.path) {
                return self.insert_unit(root, members, packages);
            }
        }
        self.add_unit(manifest)
    }

    fn add_unit(&mut self, root: Arc<Manifest>) -> usize {
        let (members, packages) = members(&root, &self.disk);
        self.insert_unit(root, members, packages)
    }

    fn insert_unit(&mut self, root: Arc<Manifest>, members: BTreeSet<PathBuf>, packages: Packages) -> usize {
        for (path, info) in packages.infos {
            let member = members.contains(&path);
            let entry = self.packages.entry(path).or_insert(Entry { info, selected: false, member: false });
            entry.member |= member;
        }
        for problem in packages.problems {
            if !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        self.patches.extend(patches(&root));
        self.units.push(Unit { root, members });
        self.units.len() - 1
    }

    /// Selects the workspace at its root, or what its `default-members` say there; all of it for a folder that was
    /// given; elsewhere the package. A package at the root stands for no less: who leaks there may be any of them.
    fn select(&mut self, unit: usize, manifest: &Path, request: &Request) {
        if !request.packages.is_empty() {
            return;
        }
        let unit = &self.units[unit];
        let root = &unit.root;
        let mut chosen: BTreeSet<PathBuf> = BTreeSet::new();
        let at_root = manifest == root.path;
        let default =
            root.toml.workspace.as_ref().map(|workspace| workspace.default_members.as_slice()).unwrap_or_default();
        let given = !request.paths.is_empty();
        if request.workspace || at_root && (default.is_empty() || given) {
            chosen = unit.members.clone();
        } else if at_root {
            chosen.extend(expand(&root.folder, default, &self.disk).into_iter().map(|(path, _)| path));
        } else {
            chosen.insert(manifest.to_owned());
        }
        for path in chosen {
            if let Some(entry) = self.packages.get_mut(&path) {
                entry.selected = true;
            }
        }
    }

    /// Selects the package that `path` lies in and those that lie in `path`; whether there is one.
    fn select_inside(&mut self, unit: usize, manifest: &Manifest, path: &Path, request: &Request) -> bool {
        let unit = &self.units[unit];
        let mut chosen: Vec<PathBuf> = unit.members.iter().filter(|member| member.starts_with(path)).cloned().collect();
        if manifest.toml.package.is_some() {
            chosen.push(manifest.path.clone());
        }
        for path in &chosen {
            if let Some(entry) = self.packages.get_mut(path)
                && request.packages.is_empty()
            {
                entry.selected = true;
            }
        }
        !chosen.is_empty()
    }

    /// A file or folder without a package: lists what is there.
    fn outside(&mut self, start: &Start, loose: &mut BTreeSet<PathBuf>, roots: &mut Vec<PathBuf>, request: &Request) {
        match start {
            Start::File(path) => {
                loose.insert(path.clone());
                roots.push(path.parent().unwrap_or(path).to_owned());
            }
            Start::Folder(folder) => {
                roots.push(folder.clone());
                let listing = self.disk.rust_files(folder, true);
                self.problems.extend(listing.problems);
                loose.extend(listing.files);
                for path in listing.manifests {
                    match Manifest::read(&path, &self.disk) {
                        Ok(manifest) if manifest.toml.package.is_some() || manifest.toml.workspace.is_some() => {
                            let unit = self.unit_of(Arc::new(manifest));
                            self.select(unit, &path, request);
                        }
                        Ok(_) => self.problems.push((path, "has neither `[package]` nor `[workspace]`".into())),
                        Err(error) => self.problems.push((path, error.message())),
                    }
                }
            }
            Start::Manifest(_) | Start::Inside { .. } => {}
        }
    }

    /// `-p` and `--exclude`.
    fn select_by_name(&mut self, request: &Request) -> Result<(), Error> {
        let names: BTreeSet<String> = self.packages.values().map(|entry| entry.info.name.clone()).collect();
        let folder = self.units.first().map(|unit| unit.root.folder.clone()).unwrap_or_default();
        for (given, select) in request
            .packages
            .iter()
            .map(|name| (name, true))
            .chain(request.exclude_packages.iter().map(|name| (name, false)))
        {
            let name = given.split('@').next().unwrap_or(given);
            let glob = GlobBuilder::new(name).build().ok().map(|glob| glob.compile_matcher());
            let matches = |package: &str| {
                package == name || glob.as_ref().is_some_and(|glob: &GlobMatcher| glob.is_match(package))
            };
            if !names.iter().any(|package| matches(package)) {
                if !select {
                    // As Cargo: what is not there is excluded already.
                    self.problems.push((folder.join("Cargo.toml"), format!("`--exclude {given}` fits no package")));
                    continue;
                }
                let known = names.iter().map(String::as_str);
                let help = closest(name, known).map(|close| format!("did you mean `{close}`?")).or_else(|| {
                    let shown: Vec<String> = names.iter().take(12).map(|name| format!("`{name}`")).collect();
                    let more = names.len().saturating_sub(shown.len());
                    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                    (!shown.is_empty()).then(|| format!("there are {}{more}", shown.join(", ")))
                });
                return Err(Error::UnknownPackage { name: given.clone(), workspace: folder, help });
            }
            for entry in self.packages.values_mut().filter(|entry| matches(&entry.info.name)) {
                entry.selected = select;
            }
        }
        Ok(())
    }
}

#[derive(Default)]
struct Packages {
    infos: BTreeMap<PathBuf, PackageInfo>,
    problems: Vec<(PathBuf, String)>,
}

/// The members of a workspace (or the package itself), and all packages that can be read from there.
fn members(root: &Arc<Manifest>, disk: &Disk) -> (BTreeSet<PathBuf>, Packages) {
    let workspace = root.toml.workspace.as_ref();
    let mut members = BTreeSet::new();
    let mut packages = Packages::default();
    let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
    let mut level: Vec<PathBuf> = Vec::new();
    if root.toml.package.is_some() {
        level.push(root.path.clone());
        members.insert(root.path.clone());
    }
    let exclude = workspace.map(|workspace| workspace.exclude.as_slice()).unwrap_or_default();
    let exclude: Vec<PathBuf> = exclude.iter().map(|path| absolute(&root.folder, Path::new(path))).collect();
    let exclude_globs: Vec<GlobMatcher> =
        exclude.iter().filter_map(|path| component_glob(&path.to_string_lossy())).collect();
    let excluded = |manifest: &Path| {
        manifest
            .ancestors()
            .any(|path| exclude.iter().any(|ex| ex == path) || exclude_globs.iter().any(|glob| glob.is_match(path)))
    };
    if let Some(workspace) = workspace {
        for (path, literal) in expand(&root.folder, &workspace.members, disk) {
            if literal || !excluded(&path) {
                members.insert(path.clone());
                level.push(path);
            }
        }
    }
    level.extend(patches(root).into_iter().map(|(_, folder)| folder.join("Cargo.toml")));
    level.retain(|path| seen.insert(path.clone()));
    while !level.is_empty() {
        let mut read: Vec<(PathBuf, Result<Option<PackageInfo>, String>)> = level
            .par_iter()
            .map(|path| {
                let inside =
                    workspace.is_some() && path.starts_with(&root.folder) && !excluded(path) || members.contains(path);
                let info = if *path == root.path {
                    Ok(root.package(None, disk))
                } else {
                    Manifest::read(path, disk)
                        .map(|manifest| {
                            manifest.package(
                                inside.then_some(root).filter(|root| root.toml.workspace.is_some()).map(|root| &**root),
                                disk,
                            )
                        })
                        .map_err(|error| error.message())
                };
                (path.clone(), info)
            })
            .collect();
        read.sort_by(|a, b| a.0.cmp(&b.0));
        let mut next = Vec::new();
        for (path, info) in read {
            match info {
                Ok(Some(info)) => {
                    let listed = members.contains(&path);
                    for DepInfo { path, .. } in &info.deps {
                        let Some(folder) = path else { continue };
                        let manifest = folder.join("Cargo.toml");
                        if workspace.is_some() && listed && manifest.starts_with(&root.folder) && !excluded(&manifest) {
                            members.insert(manifest.clone());
                        }
                        if seen.insert(manifest.clone()) {
                            next.push(manifest);
                        }
                    }
                    packages.infos.insert(path, info);
                }
                Ok(None) => {
                    members.remove(&path);
                    packages.problems.push((path, "has no `[package]`".into()));
                }
                Err(message) => {
                    members.remove(&path);
                    packages.problems.push((path, message));
                }
            }
        }
        level = next;
    }
    (members, packages)
}

/// Local packages that stand in for ones from a registry.
fn patches(root: &Manifest) -> Vec<(String, PathBuf)> {
    let mut out = Vec::new();
    for deps in root.toml.patch.values() {
        for (key, dep) in deps {
            if let Some(path) = dep.detail().and_then(|detail| detail.path.as_deref()) {
                let name = dep.package().unwrap_or(key).to_owned();
                out.push((name, absolute(&root.folder, Path::new(path))));
            }
        }
    }
    out
}

/// The manifests that `members` patterns mean, and whether each was written out. A pattern with wildcards passes over
/// folders without a manifest.
fn expand(folder: &Path, patterns: &[String], disk: &Disk) -> Vec<(PathBuf, bool)> {
    let mut out = Vec::new();
    for pattern in patterns {
        let literal = !pattern.contains(['*', '?', '[']);
        if literal {
            out.push((absolute(folder, Path::new(pattern)).join("Cargo.toml"), true));
            continue;
        }
        let mut folders = vec![folder.to_owned()];
        for part in pattern.split('/').filter(|part| !part.is_empty() && *part != ".") {
            if part == "**" {
                folders = folders.iter().flat_map(|folder| disk.folders(folder)).collect();
            } else if part.contains(['*', '?', '[']) {
                let Some(glob) = component_glob(part) else { break };
                folders = folders
                    .iter()
                    .flat_map(|folder| entries(folder, disk))
                    .filter(|path| path.file_name().is_some_and(|name| glob.is_match(name)) && disk.is_folder(path))
                    .collect();
            } else {
                folders = folders.iter().map(|folder| absolute(folder, Path::new(part))).collect();
            }
        }
        let manifests = folders.into_iter().map(|folder| folder.join("Cargo.toml"));
        out.extend(manifests.filter(|path| disk.is_file(path)).map(|path| (path, false)));
    }
    out
}

fn component_glob(pattern: &str) -> Option<GlobMatcher> {
    GlobBuilder::new(pattern).literal_separator(true).build().ok().map(|glob| glob.compile_matcher())
}

fn entries(folder: &Path, disk: &Disk) -> Vec<PathBuf> {
    disk.names(folder).unwrap_or_default().iter().map(|name| folder.join(name)).collect()
}
