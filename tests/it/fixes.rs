//! Fixes: applied to the rules' own cases, and compiled with the real dependencies.
//!
//! `TETHER_CORPUS=skip` leaves the compiler out where there is no network.

use crate::cli::{folder, run, tether};
use cargo_tether::diagnostic::{Applicability, Diagnostic};
use cargo_tether::workspace::{Request, load};
use cargo_tether::{Options, analyze, rules};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The crates that the cases with fixes use.
const MANIFEST: &str = "[package]\nname = \"mended\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                        [dependencies]\ntokio = { version = \"1\", features = [\"full\"] }\n\
                        tokio-util = { version = \"0.7\", features = [\"rt\"] }\n\n[workspace]\n";

/// The bad cases of one file, by a name for a module.
fn cases() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut found = Vec::new();
    for rule in rules::all() {
        let files = std::fs::read_dir(root.join(rule.id)).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "rs")).collect();
        files.sort();
        for path in files {
            let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
            if stem.starts_with("bad") {
                let name = format!("{}_{stem}", rule.id.replace('-', "_"));
                found.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

fn mendable(one: &Diagnostic) -> bool {
    one.finding.fixes.iter().any(|fix| fix.applicability == Applicability::MachineApplicable)
}

/// Rules with fixes among what is found in the files of a folder, and the stems of these files.
fn offered(folder: &Path) -> BTreeSet<(&'static str, String)> {
    let workspace = load(&Request { paths: vec![folder.to_owned()], ..Request::default() }).unwrap();
    let found = analyze(&workspace, &Options::default()).diagnostics;
    let stem = |one: &Diagnostic| {
        let path = Path::new(&workspace.sources.get(one.finding.primary.span.file).path).to_owned();
        path.file_stem().unwrap().to_str().unwrap().to_owned()
    };
    found.iter().filter(|one| mendable(one)).map(|one| (one.rule, stem(one))).collect()
}

#[test]
fn what_is_mended_compiles() {
    let all = cases();
    let loose: Vec<(String, &str)> = all.iter().map(|(name, text)| (format!("{name}.rs"), text.as_str())).collect();
    let loose: Vec<(&str, &str)> = loose.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let loose = folder(&loose);
    let before = offered(loose.path());
    let mended: BTreeSet<&str> = before.iter().map(|(_, stem)| stem.as_str()).collect();
    let rules: BTreeSet<&str> = before.iter().map(|(rule, _)| *rule).collect();
    for rule in
        ["condvar-wait-not-in-loop", "semaphore-permit-discarded", "unclosed-task-tracker", "unused-suppression"]
    {
        assert!(rules.contains(rule), "{rule} mends nothing");
    }

    let modules: String = mended.iter().map(|name| format!("pub mod {name};\n")).collect();
    let files = all.iter().filter(|(name, _)| mended.contains(name.as_str()));
    let files: Vec<(String, &str)> = files.map(|(name, text)| (format!("src/{name}.rs"), text.as_str())).collect();
    let lib = format!("#![allow(dead_code, unused)]\n{modules}");
    let mut package: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    package.extend([("Cargo.toml", MANIFEST), ("src/lib.rs", &lib)]);
    let package = folder(&package);
    let fixed = tether(package.path(), &["--fix", "--allow-no-vcs"]);
    assert_ne!(fixed.code, 2, "{}", fixed.stderr);
    assert_eq!(offered(package.path()), BTreeSet::new(), "a fix ends what it is for");

    if std::env::var("TETHER_CORPUS").is_ok_and(|value| value == "skip") {
        eprintln!("not compiled: TETHER_CORPUS=skip");
        return;
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["check", "--quiet"]).current_dir(package.path());
    let compiled = run(cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("mended")));
    assert_eq!(compiled.code, 0, "{}", compiled.stderr);
}
