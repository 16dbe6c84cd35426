//! Manifests: packages, their targets and dependencies.
//!
//! Reads `Cargo.toml` and looks which files exist. Knows neither which packages are wanted nor what is in the files.

use super::TargetKind;
use super::disk::Disk;
use super::paths::absolute;
use cargo_toml::{Dependency, DepsSet, Edition, Inheritable, OptionalFile, Product, Value};
use std::collections::BTreeSet;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// A manifest as written, before anything is inherited or discovered.
#[derive(Debug)]
pub struct Manifest {
    /// Absolute path of the `Cargo.toml`.
    pub path: PathBuf,
    /// Its folder.
    pub folder: PathBuf,
    /// What it says.
    pub toml: cargo_toml::Manifest,
}

/// Why a manifest could not be read.
#[derive(Debug)]
pub enum Unreadable {
    /// The system's answer.
    Io(io::Error),
    /// It is not what a manifest should be.
    Content { text: String, message: String, span: Option<Range<usize>> },
}

/// A package, complete with what it inherits and with the targets that Cargo would find.
#[derive(Debug)]
pub struct PackageInfo {
    /// As in the manifest.
    pub name: String,
    /// As in the manifest, or `0.0.0`.
    pub version: String,
    /// Absolute path of the `Cargo.toml`.
    pub manifest: PathBuf,
    /// Its folder.
    pub folder: PathBuf,
    /// Targets in the order of [`TargetKind`], then by name.
    pub targets: Vec<TargetInfo>,
    /// The build script.
    pub build: Option<PathBuf>,
    /// Dependencies in no special order.
    pub deps: Vec<DepInfo>,
    /// The closure of `default`.
    pub features: Vec<String>,
    /// Cargo wrote this manifest when the package was published: targets that it names may have been left out.
    pub published: bool,
    /// What is wrong with the manifest, and was passed over.
    pub problems: Vec<String>,
}

/// A target.
#[derive(Debug)]
pub struct TargetInfo {
    /// What kind.
    pub kind: TargetKind,
    /// As code writes it.
    pub name: String,
    /// Absolute path of the root file.
    pub path: PathBuf,
    /// 2015, 2018 …
    pub edition: u16,
    /// The manifest names it, so it has to exist.
    pub explicit: bool,
}

/// A dependency.
#[derive(Debug)]
pub struct DepInfo {
    /// The key in the table: a new name if it is renamed.
    pub key: String,
    /// The name of the package.
    pub package: String,
    /// Absolute path of the package's folder.
    pub path: Option<PathBuf>,
    /// Which tables it is in.
    pub kind: DepKind,
}

/// Kinds of dependencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DepKind {
    /// `[dependencies]`
    Normal,
    /// `[dev-dependencies]`
    Dev,
    /// `[build-dependencies]`
    Build,
}

impl DepInfo {
    /// Whether the manifest gives it another name.
    pub fn renamed(&self) -> bool {
        self.key != self.package
    }
}

impl Unreadable {
    /// One line about it.
    pub fn message(&self) -> String {
        match self {
            Self::Io(error) => error.to_string(),
            Self::Content { text, message, span } => {
                let message = message.lines().next().unwrap_or("not a manifest");
                let line = span
                    .as_ref()
                    .and_then(|span| text.get(..span.start))
                    .map(|before| before.matches('\n').count() + 1);
                match line {
                    Some(line) => format!("{message} (line {line})"),
                    None => message.to_owned(),
                }
            }
        }
    }
}

impl Manifest {
    /// Reads the manifest at an absolute path.
    pub fn read(path: &Path, disk: &Disk) -> Result<Self, Unreadable> {
        let bytes = disk.bytes(path).map_err(Unreadable::Io)?;
        let content = |text: String, message: String, span| Unreadable::Content { text, message, span };
        let text = String::from_utf8(bytes).map_err(|error| {
            let message = format!("is not valid UTF-8 (byte {})", error.utf8_error().valid_up_to());
            content(String::from_utf8_lossy(error.as_bytes()).into_owned(), message, None)
        })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        match cargo_toml::Manifest::from_str(&text) {
            Ok(toml) => Ok(Self { path: path.to_owned(), folder: path.parent().unwrap_or(path).to_owned(), toml }),
            Err(cargo_toml::Error::Parse(error)) => Err(content(text, error.message().to_owned(), error.span())),
            Err(error) => Err(content(text, error.to_string(), None)),
        }
    }

    /// Completes the package of this manifest; `workspace` is the root that it belongs to. `None` without `[package]`.
    pub fn package(&self, workspace: Option<&Manifest>, disk: &Disk) -> Option<PackageInfo> {
        self.toml.package.as_ref()?;
        let mut problems = Vec::new();
        let mut toml = self.toml.clone();
        let workspace = workspace.filter(|workspace| workspace.path != self.path);
        let completed = toml.complete_from_abstract_filesystem(
            disk.package(&self.folder),
            workspace.map(|workspace| (&workspace.toml, workspace.path.as_path())),
        );
        if let Err(error) = completed {
            problems.push(error.to_string());
            toml = self.toml.clone();
            forget_inheritance(&mut toml);
            if let Err(error) = toml.complete_from_abstract_filesystem::<Value, _>(disk.package(&self.folder), None) {
                problems.push(error.to_string());
            }
        }
        let targets = self.targets(&toml, &mut problems, disk);
        let package = toml.package.as_ref()?;
        let build = match &package.build {
            Some(OptionalFile::Path(path)) => Some(absolute(&self.folder, path)),
            Some(OptionalFile::Flag(_)) | None => None,
        };
        Some(PackageInfo {
            name: package.name.clone(),
            version: package.version.get().map_or_else(|_| "0.0.0".to_owned(), ToString::to_string),
            manifest: self.path.clone(),
            folder: self.folder.clone(),
            targets,
            build,
            deps: self.deps(&toml),
            features: default_features(&toml),
            published: ["Cargo.toml.orig", ".cargo-ok"].iter().any(|name| disk.is_file(&self.folder.join(name))),
            problems,
        })
    }

    fn targets(&self, toml: &cargo_toml::Manifest, problems: &mut Vec<String>, disk: &Disk) -> Vec<TargetInfo> {
        let mut out = Vec::new();
        let Some(package) = &toml.package else { return out };
        let edition = package.edition.get().copied().unwrap_or(Edition::E2021);
        let mut add = |kind: TargetKind, product: &Product, name: &str, path: Option<String>, written: &[Product]| {
            let Some(path) = path else {
                problems.push(format!("cannot find the file of {} `{name}`", kind.as_str()));
                return;
            };
            let explicit = written
                .iter()
                .any(|product| product.path.as_deref() == Some(path.as_str()) || product.name.as_deref() == Some(name));
            out.push(TargetInfo {
                kind,
                name: name.replace('-', "_"),
                path: absolute(&self.folder, Path::new(&path)),
                edition: product.edition.unwrap_or(edition) as u16,
                explicit,
            });
        };
        if let Some(lib) = &toml.lib {
            let macros = lib.proc_macro || lib.crate_type.iter().any(|kind| kind == "proc-macro");
            let kind = if macros { TargetKind::ProcMacro } else { TargetKind::Lib };
            let name = lib.name.as_deref().unwrap_or(&package.name);
            let path =
                lib.path.clone().or_else(|| self.first_file(["src/lib.rs".to_owned(), format!("src/{name}.rs")], disk));
            add(kind, lib, name, path, self.toml.lib.as_slice());
        }
        let mut bins: Vec<&Product> = toml.bin.iter().collect();
        // With `autobins = false` a binary without a path is looked for where Cargo would look.
        bins.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
        for bin in bins {
            let name = bin.name.as_deref().unwrap_or(&package.name);
            let path = bin.path.clone().or_else(|| {
                let own = (name == package.name).then(|| "src/main.rs".to_owned());
                let usual = [format!("src/bin/{name}.rs"), format!("src/bin/{name}/main.rs")];
                self.first_file(own.into_iter().chain(usual).chain(["src/main.rs".to_owned()]), disk)
            });
            add(TargetKind::Bin, bin, name, path, &self.toml.bin);
        }
        let others = [
            (TargetKind::Example, &toml.example, &self.toml.example, "examples"),
            (TargetKind::Test, &toml.test, &self.toml.test, "tests"),
            (TargetKind::Bench, &toml.bench, &self.toml.bench, "benches"),
        ];
        for (kind, products, written, folder) in others {
            let mut products: Vec<&Product> = products.iter().collect();
            products.sort_by(|a, b| (&a.name, &a.path).cmp(&(&b.name, &b.path)));
            for product in products {
                let name = product.name.as_deref().unwrap_or(&package.name);
                let path = product.path.clone().or_else(|| {
                    self.first_file([format!("{folder}/{name}.rs"), format!("{folder}/{name}/main.rs")], disk)
                });
                add(kind, product, name, path, written);
            }
        }
        out
    }

    fn first_file(&self, candidates: impl IntoIterator<Item = String>, disk: &Disk) -> Option<String> {
        candidates.into_iter().find(|path| disk.is_file(&self.folder.join(path)))
    }

    fn deps(&self, toml: &cargo_toml::Manifest) -> Vec<DepInfo> {
        let mut out = Vec::new();
        let mut add = |deps: &DepsSet, kind: DepKind| {
            for (key, dep) in deps {
                let detail = dep.detail();
                let path = detail.and_then(|detail| detail.path.as_deref());
                out.push(DepInfo {
                    key: key.clone(),
                    package: dep.package().unwrap_or(key).to_owned(),
                    path: path.map(|path| absolute(&self.folder, Path::new(path))),
                    kind,
                });
            }
        };
        add(&toml.dependencies, DepKind::Normal);
        add(&toml.dev_dependencies, DepKind::Dev);
        add(&toml.build_dependencies, DepKind::Build);
        for target in toml.target.values() {
            add(&target.dependencies, DepKind::Normal);
            add(&target.dev_dependencies, DepKind::Dev);
            add(&target.build_dependencies, DepKind::Build);
        }
        out
    }
}

/// Replaces what cannot be inherited by what is most likely, so that the package can be read all the same.
fn forget_inheritance(toml: &mut cargo_toml::Manifest) {
    let forget = |deps: &mut DepsSet| {
        for dep in deps.values_mut() {
            if let Dependency::Inherited(_) = dep {
                *dep = Dependency::Detailed(Box::default());
            }
        }
    };
    forget(&mut toml.dependencies);
    forget(&mut toml.dev_dependencies);
    forget(&mut toml.build_dependencies);
    for target in toml.target.values_mut() {
        forget(&mut target.dependencies);
        forget(&mut target.dev_dependencies);
        forget(&mut target.build_dependencies);
    }
    toml.lints = Inheritable::Set(Default::default());
    let Some(package) = &mut toml.package else { return };
    if !package.edition.is_set() {
        package.edition = Inheritable::Set(Edition::E2021);
    }
    if !package.version.is_set() {
        package.version = Inheritable::Set(cargo_toml::SemVer::new(0, 0, 0));
    }
    package.authors = Inheritable::Set(Default::default());
    package.categories = Inheritable::Set(Default::default());
    package.exclude = Inheritable::Set(Default::default());
    package.include = Inheritable::Set(Default::default());
    package.keywords = Inheritable::Set(Default::default());
    package.publish = Inheritable::Set(Default::default());
    package.readme = Inheritable::Set(Default::default());
    package.rust_version = None;
    package.description = None;
    package.homepage = None;
    package.documentation = None;
    package.license = None;
    package.license_file = None;
    package.repository = None;
}

/// All features that `default` turns on, sorted.
fn default_features(toml: &cargo_toml::Manifest) -> Vec<String> {
    let mut on = BTreeSet::new();
    let mut open = vec!["default"];
    while let Some(feature) = open.pop() {
        if feature != "default" && !on.insert(feature.to_owned()) {
            continue;
        }
        let Some(turned_on) = toml.features.get(feature) else { continue };
        for name in turned_on {
            if name.starts_with("dep:") || name.contains("?/") || name == "default" {
                continue;
            }
            let dep = name.split_once('/').map(|(dep, _)| dep);
            match dep {
                // `dep/feature` turns an optional dependency on, and with it the feature of its name.
                Some(dep) if toml.dependencies.get(dep).is_some_and(Dependency::optional) => open.push(dep),
                Some(_) => {}
                None => open.push(name),
            }
        }
    }
    on.into_iter().collect()
}
