//! The program to analyse: crates, their targets and dependencies, the files of their module trees.
//!
//! The only stage that touches the disk. Never runs `cargo`, a build script or anything else.

use crate::diagnostic::Problem;
use crate::source::{FileId, Name, Sources};
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// Index of a crate (a target) in [`Workspace::crates`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CrateId(pub u32);

/// Index of a package in [`Workspace::packages`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// Rust files under the root that belong to no module tree and are not analysed.
    pub orphans: Vec<String>,
    /// Build scripts, which are known and not analysed.
    pub build_scripts: u32,
    /// Files that were found and left out because of the configuration or because they hold test code only.
    pub skipped: u32,
}

/// A Cargo package, or a set of loose files.
#[derive(Clone, Debug)]
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
#[derive(Clone, Debug)]
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
    /// A file that two targets include has one id.
    pub modules: HashMap<(FileId, u32), FileId>,
}

/// A dependency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dep {
    /// A library of the workspace (or a path dependency that was read).
    Local(CrateId),
    /// A crate from elsewhere: its name as code would write it without a rename.
    External(Name),
}

/// Kinds of targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
