//! Programs out of one text, for tests.
//!
//! The text is cut at lines `//- /path.rs [crate:name] [deps:a,b=c] [edition:2018] [kind:test] [features:x,y]`.
//! A file with `crate:` is the root of a new crate; the others are found by its `mod`s. A dependency of the name of a
//! crate in the text is that crate, any other is external; `b=c` renames `c` to `b`. Without a first marker all is
//! `/main.rs crate:main deps:tokio,futures`.

use crate::ir::{FileIr, Item, ItemKind};
use crate::source::{FileId, Name, SourceFile};
use crate::syntax;
use crate::workspace::{Crate, CrateId, Dep, Package, PackageId, TargetKind, Workspace};
use std::collections::{BTreeMap, HashMap};

/// A workspace and what its files say.
pub struct Program {
    /// Crates and texts.
    pub workspace: Workspace,
    /// By file.
    pub files: Vec<FileIr>,
}

/// Builds the program that a text describes.
///
/// # Panics
///
/// When the text is not as described above, or does not parse.
pub fn program(text: &str) -> Program {
    let mut workspace = Workspace::default();
    let mut specs: Vec<(FileId, BTreeMap<String, String>)> = Vec::new();
    for (header, body) in parts(text) {
        let mut words = header.split_whitespace();
        let path = words.next().expect("a marker has a path").trim_start_matches('/');
        let file = workspace.sources.add(SourceFile::new(path, body));
        let spec: BTreeMap<String, String> = words
            .map(|word| word.split_once(':').expect("options are `key:value`"))
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect();
        if spec.contains_key("crate") {
            specs.push((file, spec));
        }
    }
    let options = syntax::Options { tests: true, ..syntax::Options::default() };
    let files: Vec<FileIr> =
        workspace.sources.iter().map(|(id, file)| syntax::lower(id, &file.text, &options)).collect();
    for file in &files {
        assert!(file.error.is_none(), "{}: {:?}", workspace.sources.get(file.file).path, file.error);
    }
    let names: Vec<String> = specs.iter().map(|(_, spec)| spec["crate"].clone()).collect();
    for (root, spec) in &specs {
        let package = PackageId(workspace.packages.len() as u32);
        let name = spec["crate"].as_str();
        let list = |key: &str| spec.get(key).map_or("", String::as_str).split(',').filter(|part| !part.is_empty());
        workspace.packages.push(Package {
            name: name.to_owned(),
            version: "0.0.0".to_owned(),
            manifest: None,
            selected: true,
        });
        let deps = list("deps").map(|dep| {
            let (alias, original) = dep.split_once('=').unwrap_or((dep, dep));
            let dep = match names.iter().position(|name| name == original) {
                Some(index) => Dep::Local(CrateId(index as u32)),
                None => Dep::External(Name::from(original)),
            };
            (Name::from(alias), dep)
        });
        let mut krate = Crate {
            package,
            name: Name::from(name),
            kind: match spec.get("kind").map(String::as_str) {
                Some("bin") => TargetKind::Bin,
                Some("test") => TargetKind::Test,
                Some("loose") => TargetKind::Loose,
                _ => TargetKind::Lib,
            },
            edition: spec.get("edition").map_or(2021, |edition| edition.parse().expect("an edition is a year")),
            root: *root,
            deps: deps.collect(),
            features: list("features").map(str::to_owned).collect(),
            modules: HashMap::new(),
            alternatives: HashMap::new(),
            files: vec![*root],
        };
        let path = &workspace.sources.get(*root).path;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        find_modules(&workspace, &files, &mut krate, *root, &files[root.0 as usize].items, &folder);
        workspace.crates.push(krate);
    }
    Program { workspace, files }
}

fn parts(text: &str) -> Vec<(String, String)> {
    let mut parts: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        match line.trim_start().strip_prefix("//- ") {
            Some(header) => parts.push((header.to_owned(), String::new())),
            None => {
                if parts.is_empty() && !line.trim().is_empty() {
                    parts.push(("/main.rs crate:main deps:tokio,futures".to_owned(), String::new()));
                }
                if let Some((_, body)) = parts.last_mut() {
                    body.push_str(line);
                    body.push('\n');
                }
            }
        }
    }
    parts
}

fn find_modules(
    workspace: &Workspace,
    files: &[FileIr],
    krate: &mut Crate,
    from: FileId,
    items: &[Item],
    folder: &str,
) {
    for item in items {
        let ItemKind::Mod(inner) = &item.kind else { continue };
        let inside = if folder.is_empty() { item.name.to_string() } else { format!("{folder}/{}", item.name) };
        if let Some(items) = inner {
            find_modules(workspace, files, krate, from, items, &inside);
            continue;
        }
        let paths = [format!("{inside}.rs"), format!("{inside}/mod.rs")];
        let Some((file, _)) = workspace.sources.iter().find(|(_, file)| paths.contains(&file.path)) else { continue };
        krate.modules.insert((from, item.name_span.lo), file);
        if !krate.files.contains(&file) {
            krate.files.push(file);
            find_modules(workspace, files, krate, file, &files[file.0 as usize].items, &inside);
        }
    }
}
