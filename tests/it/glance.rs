//! A glance at one file, as editors get it between two keystrokes, says what the analysis of the whole says of that file.

use cargo_tether::diagnostic::Diagnostic;
use cargo_tether::source::FileId;
use cargo_tether::workspace::{self, Request, Workspace};
use cargo_tether::{Lowered, Options};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn read(folder: &Path) -> Workspace {
    let request = Request { paths: vec![folder.to_owned()], workspace: true, ..Request::default() };
    workspace::load(&request).unwrap()
}

/// Rules and places of what was found in a file. What a comment is for may lie further away than a glance goes.
fn found(all: &[Diagnostic], file: FileId) -> BTreeSet<(&str, u32)> {
    let here = all.iter().filter(|one| one.finding.primary.span.file == file && one.rule != "unused-suppression");
    here.map(|one| (one.rule, one.finding.primary.span.lo)).collect()
}

#[test]
fn small_workspaces_are_seen_whole() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("test-fixtures/workspaces");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    let mut judged = 0;
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let workspace = read(folder);
        let options = Options::default();
        let lowered = Lowered::new(&workspace, &options);
        let whole = lowered.analyze(&workspace, &options).diagnostics;
        for (file, source) in workspace.sources.iter() {
            let glance = lowered.glance(&workspace, &options, &[file]).diagnostics;
            assert_eq!(found(&glance, file), found(&whole, file), "{}: {}", folder.display(), source.path);
            judged += found(&whole, file).len();
        }
    }
    assert!(judged > 20, "{judged}");
}
