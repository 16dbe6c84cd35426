//! The program to analyse: crates, their targets and dependencies, the files of their module trees.
//!
//! The only stage that touches the disk. Never runs `cargo`, a build script or anything else.

pub mod disk;
mod locate;
mod manifest;
pub(crate) mod paths;
pub(crate) mod scan;
mod tree;

use crate::diagnostic::Problem;
use crate::error::Error;
use crate::source::{FileId, Name, SourceFile, Sources};
use disk::Disk;
pub use locate::{Located, locate};
use locate::{Start, without_packages};
use manifest::{DepKind, TargetInfo};
use paths::{Globs, relative};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use tree::{FileIndex, Grown, Seed, Tree};

/// Index of a crate (a target) in [`Workspace::crates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct CrateId(pub u32);

/// Index of a package in [`Workspace::packages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PackageId(pub u32);

/// What was found on the disk.
#[derive(Debug, Default)]
pub struct Workspace {
    /// Folder that all paths are relative to.
    pub root: PathBuf,
    /// Packages in order of their manifest's path. Loose files form packages without a manifest.
    pub packages: Vec<Package>,
    /// Targets: of each package the library first, then binaries, then examples, tests and benches.
    pub crates: Vec<Crate>,
    /// All texts.
    pub sources: Sources,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Rust files in the folders of workspace members that belong to no module tree and are not analysed.
    pub orphans: Vec<String>,
    /// Build scripts, which are known and not analysed.
    pub build_scripts: u32,
    /// Files that were found and left out because of the configuration or because they hold test code only.
    pub skipped: u32,
    /// Findings are reported in these files only, because a part of a package was asked for; `None`: in all.
    pub only: Option<BTreeSet<FileId>>,
}

/// A Cargo package, or a set of loose files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Package {
    /// As in the manifest.
    pub name: String,
    /// As in the manifest; `0.0.0` when absent.
    pub version: String,
    /// Absolute path of `Cargo.toml`; `None` for loose files.
    pub manifest: Option<PathBuf>,
    /// Whether findings in it are reported (`-p`); the others are read as evidence.
    pub selected: bool,
}

/// One target of a package.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Crate {
    /// The package.
    pub package: PackageId,
    /// Name as code writes it (`_` for `-`).
    pub name: Name,
    /// What kind of target.
    pub kind: TargetKind,
    /// 2015, 2018, 2021, 2024 …
    pub edition: u16,
    /// The crate root.
    pub root: FileId,
    /// Names of dependencies as code writes them (renames applied), with what stands behind them. Holds the
    /// package's own library for its other targets.
    pub deps: BTreeMap<Name, Dep>,
    /// Features that are on by default (closure over `default`), for `cfg(feature = "…")`.
    pub features: Vec<String>,
    /// Where each `mod name;` of the crate's files leads: file and byte offset of the name in the declaration.
    /// Where an `include!("…");` among items leads: file and byte offset of the word.
    /// A file that two targets include has one id.
    pub modules: HashMap<(FileId, u32), FileId>,
    /// Where else a declaration leads: `#[cfg_attr(unix, path = "…")]` and the like, for all files that are there.
    /// `modules` holds the one that is most likely compiled.
    pub alternatives: HashMap<(FileId, u32), Vec<FileId>>,
    /// All files of the module tree with the alternatives, breadth first from the root.
    pub files: Vec<FileId>,
}

/// A dependency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Dep {
    /// A library of the workspace (or a path dependency that was read).
    Local(CrateId),
    /// A crate from elsewhere: its name as code would write it without a rename.
    External(Name),
}

/// Kinds of targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TargetKind {
    /// `[lib]`
    Lib,
    /// `[lib] proc-macro = true`
    ProcMacro,
    /// `[[bin]]`
    Bin,
    /// `[[example]]`
    Example,
    /// `[[test]]`
    Test,
    /// `[[bench]]`
    Bench,
    /// A file outside of any package.
    Loose,
}

impl TargetKind {
    /// Cargo's word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lib => "lib",
            Self::ProcMacro => "proc-macro",
            Self::Bin | Self::Loose => "bin",
            Self::Example => "example",
            Self::Test => "test",
            Self::Bench => "bench",
        }
    }

    /// Tests, benches and examples: read only with `--tests`.
    pub fn is_test(self) -> bool {
        matches!(self, Self::Example | Self::Test | Self::Bench)
    }
}

/// What to read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Files and folders; empty means the current folder.
    pub paths: Vec<PathBuf>,
    /// `--manifest-path`
    pub manifest: Option<PathBuf>,
    /// `-p`: package names; empty means as cargo does (the package of the folder, or all members of a virtual one).
    pub packages: Vec<String>,
    /// `--workspace`
    pub workspace: bool,
    /// `--exclude`
    pub exclude_packages: Vec<String>,
    /// `--tests`: read tests, benches and examples, too.
    pub tests: bool,
    /// Globs from the configuration, relative to the root: files that are left out.
    pub exclude: Vec<String>,
}

impl Workspace {
    /// A file that is not on the disk, as a crate root of its own.
    pub fn of_text(path: &Path, text: String) -> Self {
        let root = path.parent().unwrap_or(path).to_owned();
        let mut workspace = Self { root: root.clone(), ..Self::default() };
        let file = workspace.sources.add(SourceFile::new(relative(&root, path), text));
        let name = loose_name(path);
        workspace.packages.push(Package {
            name: name.clone(),
            version: "0.0.0".to_owned(),
            manifest: None,
            selected: true,
        });
        workspace.crates.push(Crate {
            package: PackageId(0),
            name: Name::from(&name),
            kind: TargetKind::Loose,
            edition: 2021,
            root: file,
            deps: BTreeMap::new(),
            features: Vec::new(),
            modules: HashMap::new(),
            alternatives: HashMap::new(),
            files: vec![file],
        });
        workspace
    }

    /// The file of an absolute path.
    pub fn file_at(&self, path: &Path) -> Option<FileId> {
        let path = relative(&self.root, path);
        self.sources.iter().find(|(_, file)| file.path == path).map(|(id, _)| id)
    }

    /// Puts a text in the place of a file's; `false` if the file is not one of the workspace.
    pub fn replace(&mut self, path: &Path, text: String) -> bool {
        let file = self.file_at(path);
        if let Some(file) = file {
            self.sources.replace(file, text);
        }
        file.is_some()
    }
}

/// Reads what a request means.
///
/// Only what the user or the machine did wrong is an error; what keeps a part from being read is a problem in the
/// result.
pub fn load(request: &Request) -> Result<Workspace, Error> {
    let disk = Disk::default();
    read(locate(request, &disk)?, request, &disk)
}

/// The second half of [`load`], for callers that need the place of the configuration in between. `located` comes from
/// the same paths, manifest and package names.
pub fn read(mut located: Located, request: &Request, disk: &Disk) -> Result<Workspace, Error> {
    let exclude = Globs::new(&request.exclude)
        .map_err(|(glob, why)| Error::usage(format!("`{glob}` in `exclude` is not a glob: {why}"), None))?;
    let mut tests = request.tests;
    // Asked for a test file, one wants to see it; asked for a file of no module tree, it stands for itself.
    loop {
        let (workspace, strays) = assemble(&located, &exclude, tests, disk);
        if strays.is_empty() {
            return Ok(workspace);
        }
        if strays.iter().any(|stray| stray.in_tests) {
            tests = true;
            continue;
        }
        let paths: Vec<PathBuf> = strays.into_iter().map(|stray| stray.path).collect();
        located = without_packages(located, &paths, request, disk)?;
    }
}

/// A path that was asked for in which no file is analysed.
struct Stray {
    path: PathBuf,
    /// But there are tests.
    in_tests: bool,
}

/// A crate before its files have their final numbers.
struct Planned {
    package: PackageId,
    name: String,
    kind: TargetKind,
    edition: u16,
}

fn assemble(located: &Located, exclude: &Globs, tests: bool, disk: &Disk) -> (Workspace, Vec<Stray>) {
    let root = located.root.as_path();
    let mut packages: Vec<Package> = Vec::new();
    let mut planned = Vec::new();
    let (mut seeds, mut build_seeds, mut test_seeds) = (Vec::new(), Vec::new(), Vec::new());
    for (manifest, entry) in &located.packages {
        let info = &entry.info;
        let package = PackageId(packages.len() as u32);
        packages.push(Package {
            name: info.name.clone(),
            version: info.version.clone(),
            manifest: Some(manifest.clone()),
            selected: entry.selected,
        });
        let seed = |path: &Path, required| Seed { root: path.to_owned(), package: info.folder.clone(), required };
        for TargetInfo { kind, name, path, edition, explicit } in &info.targets {
            if !entry.member && !matches!(kind, TargetKind::Lib | TargetKind::ProcMacro) {
                continue;
            }
            if kind.is_test() && !tests {
                test_seeds.push(seed(path, false));
                continue;
            }
            planned.push(Planned { package, name: name.clone(), kind: *kind, edition: *edition });
            seeds.push(seed(path, *explicit && !(kind.is_test() && info.published)));
        }
        build_seeds
            .extend(info.build.iter().filter(|path| entry.member && disk.is_file(path)).map(|path| seed(path, false)));
    }
    let members: Vec<&Path> =
        located.packages.values().filter(|entry| entry.member).map(|entry| entry.info.folder.as_path()).collect();

    let mut tree = Tree::new(disk, root, exclude, tests);
    let (mut grown, listings) = rayon::join(
        || tree.grow(&seeds),
        || members.par_iter().map(|folder| disk.rust_files(folder, false)).collect::<Vec<_>>(),
    );
    if !located.loose.is_empty() {
        let package = PackageId(packages.len() as u32);
        packages.push(loose_package(located));
        for (path, tree) in grow_loose(&mut tree, &located.loose) {
            planned.push(Planned { package, name: loose_name(&path), kind: TargetKind::Loose, edition: 2021 });
            grown.push(tree);
        }
    }
    let live: BTreeSet<FileIndex> = grown.iter().flat_map(|tree| tree.files.iter().copied()).collect();
    let test_code = tree.grow_unread(&build_seeds, &test_seeds);

    let mut workspace = Workspace {
        root: located.root.clone(),
        packages,
        problems: located.problems.clone(),
        build_scripts: build_seeds.len() as u32,
        ..Workspace::default()
    };
    let strays = strays(located, &tree, &live, &test_code, exclude);
    let mut skipped: BTreeSet<PathBuf> = test_code
        .difference(&live)
        .map(|&file| tree.files[file].path.clone())
        .chain(tree.excluded.iter().cloned())
        .collect();
    let mut orphans = BTreeSet::new();
    for listing in listings {
        workspace.problems.extend(
            listing.problems.into_iter().map(|(path, message)| Problem { path: relative(root, &path), message }),
        );
        for path in listing.files {
            if exclude.matches(&relative(root, &path)) {
                skipped.insert(path);
            } else if !tree.reached(&path) {
                orphans.insert(relative(root, &path));
            }
        }
    }
    workspace.orphans = orphans.into_iter().collect();
    workspace.skipped = skipped.len() as u32;
    workspace.problems.append(&mut tree.problems);
    workspace.problems.sort();
    workspace.problems.dedup();

    let ids = number_files(&mut workspace, tree, &grown, located);
    add_crates(&mut workspace, located, planned, grown, &ids, tests);
    (workspace, strays)
}

/// Paths that were asked for and lead to nothing that is analysed.
fn strays(
    located: &Located,
    tree: &Tree<'_>,
    live: &BTreeSet<FileIndex>,
    test_code: &BTreeSet<FileIndex>,
    exclude: &Globs,
) -> Vec<Stray> {
    let mut out = Vec::new();
    for start in &located.starts {
        let Start::Inside { path, .. } = start else { continue };
        let holds = |files: &BTreeSet<FileIndex>| {
            tree.file_at(path).is_some_and(|file| files.contains(&file))
                || files.iter().any(|&file| tree.files[file].path.starts_with(path))
        };
        if !holds(live) && !exclude.matches(&relative(&located.root, path)) && !tree.refused(path) {
            out.push(Stray { path: path.clone(), in_tests: holds(test_code) });
        }
    }
    out
}

/// Moves the texts of all analysed files into the workspace: crate by crate, breadth first.
fn number_files(
    workspace: &mut Workspace,
    tree: Tree<'_>,
    grown: &[Grown],
    located: &Located,
) -> HashMap<FileIndex, FileId> {
    let whole = !located.starts.iter().any(|start| matches!(start, Start::Inside { .. }));
    let asked: BTreeSet<FileIndex> = located.starts.iter().filter_map(|start| tree.file_at(start.path())).collect();
    let mut only = BTreeSet::new();
    let mut ids = HashMap::new();
    let mut files: Vec<Option<tree::ReadFile>> = tree.files.into_iter().map(Some).collect();
    for file in grown.iter().flat_map(|tree| tree.files.iter().copied()) {
        let Some(read) = files.get_mut(file).and_then(Option::take) else { continue };
        let path = relative(&located.root, &read.path);
        let wanted = asked.contains(&file) || located.starts.iter().any(|start| read.path.starts_with(start.path()));
        let id = workspace.sources.add(SourceFile::new(path, read.text));
        ids.insert(file, id);
        if wanted {
            only.insert(id);
        }
    }
    workspace.only = (!whole).then_some(only);
    ids
}

fn add_crates(
    workspace: &mut Workspace,
    located: &Located,
    planned: Vec<Planned>,
    grown: Vec<Grown>,
    ids: &HashMap<FileIndex, FileId>,
    tests: bool,
) {
    let there: Vec<(Planned, Grown)> = planned.into_iter().zip(grown).filter(|(_, tree)| tree.root.is_some()).collect();
    let infos: Vec<_> = located.packages.values().map(|entry| &entry.info).collect();
    let mut libraries: HashMap<PackageId, (CrateId, Name)> = HashMap::new();
    for (index, (krate, _)) in there.iter().enumerate() {
        if matches!(krate.kind, TargetKind::Lib | TargetKind::ProcMacro) {
            libraries.insert(krate.package, (CrateId(index as u32), Name::from(&krate.name)));
        }
    }
    let by_folder: HashMap<&Path, PackageId> =
        infos.iter().enumerate().map(|(index, info)| (info.folder.as_path(), PackageId(index as u32))).collect();

    for (krate, tree) in there {
        let Some(root) = tree.root.and_then(|root| ids.get(&root)) else { continue };
        let info = infos.get(krate.package.0 as usize);
        let mut deps = BTreeMap::new();
        for dep in info.map(|info| info.deps.as_slice()).unwrap_or_default() {
            if dep.kind == DepKind::Build || dep.kind == DepKind::Dev && !tests {
                continue;
            }
            let folder = dep.path.as_ref().or_else(|| located.patches.get(&dep.package));
            let local =
                folder.and_then(|folder| by_folder.get(folder.as_path())).and_then(|package| libraries.get(package));
            let key = Name::from(&dep.key.replace('-', "_"));
            match local {
                Some(&(id, name)) => deps.insert(if dep.renamed() { key } else { name }, Dep::Local(id)),
                None => deps.insert(key, Dep::External(Name::from(&dep.package.replace('-', "_")))),
            };
        }
        if let Some(&(id, name)) = libraries.get(&krate.package)
            && !matches!(krate.kind, TargetKind::Lib | TargetKind::ProcMacro)
        {
            deps.insert(name, Dep::Local(id));
        }
        let pair = |&(file, at): &(FileIndex, u32)| ids.get(&file).map(|&file| (file, at));
        let modules = tree.modules.iter().filter_map(|(from, to)| Some((pair(from)?, *ids.get(to)?))).collect();
        let alternatives = tree
            .alternatives
            .iter()
            .filter_map(|(from, to)| Some((pair(from)?, to.iter().filter_map(|to| ids.get(to).copied()).collect())))
            .collect();
        workspace.crates.push(Crate {
            package: krate.package,
            name: Name::from(&krate.name),
            kind: krate.kind,
            edition: krate.edition,
            root: *root,
            deps,
            features: info.map(|info| info.features.clone()).unwrap_or_default(),
            modules,
            alternatives,
            files: tree.files.iter().filter_map(|file| ids.get(file).copied()).collect(),
        });
    }
}

fn loose_package(located: &Located) -> Package {
    let name = match located.loose.as_slice() {
        [file] => file.file_stem(),
        _ => located.root.file_name(),
    };
    Package {
        name: name.map_or_else(|| "files".to_owned(), |name| name.to_string_lossy().into_owned()),
        version: "0.0.0".to_owned(),
        manifest: None,
        selected: true,
    }
}

/// The name of a crate that is only a file: its stem, or its folder for `src/main.rs` and the like.
fn loose_name(path: &Path) -> String {
    let mut parts = path.iter().rev().map(|part| part.to_string_lossy());
    let stem = parts.next().map(|name| name.trim_end_matches(".rs").to_owned()).unwrap_or_default();
    let name = if matches!(stem.as_str(), "main" | "lib" | "mod") {
        parts.find(|part| part != "src" && part != "/").map_or(stem, |part| part.into_owned())
    } else {
        stem
    };
    name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}

/// Finds out which of the files are crate roots: `main.rs` and `lib.rs`, then those that no other file leads to.
fn grow_loose(tree: &mut Tree<'_>, paths: &[PathBuf]) -> Vec<(PathBuf, Grown)> {
    tree.read_ahead(paths);
    let mut out: Vec<(PathBuf, Grown)> = Vec::new();
    let mut open: Vec<(PathBuf, FileIndex)> =
        paths.iter().filter_map(|path| Some((path.clone(), tree.file_at(path)?))).collect();
    let grow =
        |tree: &mut Tree<'_>, roots: Vec<PathBuf>, open: &mut Vec<(PathBuf, FileIndex)>| -> Vec<(PathBuf, Grown)> {
            let seed = |root: &PathBuf| Seed {
                root: root.clone(),
                package: root.parent().unwrap_or(root).to_owned(),
                required: false,
            };
            let seeds: Vec<Seed> = roots.iter().map(seed).collect();
            let grown = tree.grow(&seeds);
            let reached: BTreeSet<FileIndex> = grown.iter().flat_map(|tree| tree.files.iter().copied()).collect();
            open.retain(|(path, file)| !reached.contains(file) && !roots.contains(path));
            roots.into_iter().zip(grown).collect()
        };
    let is_root = |path: &Path| path.file_name().is_some_and(|name| name == "main.rs" || name == "lib.rs");
    let roots = open.iter().filter(|(path, _)| is_root(path)).map(|(path, _)| path.clone()).collect();
    out.extend(grow(tree, roots, &mut open));
    let led_to: BTreeSet<FileIndex> = open
        .iter()
        .flat_map(|&(_, file)| tree.possible_children(file).into_iter().filter(move |&child| child != file))
        .collect();
    let roots = open.iter().filter(|(_, file)| !led_to.contains(file)).map(|(path, _)| path.clone()).collect();
    out.extend(grow(tree, roots, &mut open));
    // What is left leads to each other in a circle.
    while let Some((path, _)) = open.first() {
        let roots = vec![path.clone()];
        out.extend(grow(tree, roots, &mut open));
    }
    out
}
